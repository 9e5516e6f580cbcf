//! Somebody has it: what their card shows and records, and what they and the reporter tap.

use serde_json::json;

use super::promise::taken;
use crate::support::people::{COORDINATOR, FRIEND, LAWYER, RELATIVE, SECOND};
use crate::support::world::{Scene, World, play, play_in};

const FIRST_HOUR: [&str; 4] = ["By minute 10:", "By minute 25:", "By minute 45:", "By minute 60:"];

#[tokio::test]
async fn the_card_shows_approved_lines_only_outside_rehearsal() {
    play(async |world| {
        taken(world).await;
        world.sees(LAWYER, "You have it since").await;
        for line in FIRST_HOUR {
            world.sees_no(LAWYER, line).await;
        }
    })
    .await;
    play_in(Scene { rehearsal: true, ..Scene::default() }, async |world| {
        taken(world).await;
        let card = world.sees(LAWYER, "You have it since").await.text;
        let shown = FIRST_HOUR.map(|line| card.find(line).expect("all lines, in their order"));
        assert!(shown.is_sorted(), "{card}");
    })
    .await;
}

#[tokio::test]
async fn filed_is_a_sign_that_all_see_and_that_is_sealed() {
    play(async |world| {
        taken(world).await;
        world.passes_s(600).await;
        world.sees(LAWYER, "Still on it?").await;
        world.taps_and_hears(LAWYER, "I have filed", "Noted. All see it.").await;
        for colleague in [SECOND, COORDINATOR] {
            world.sees(colleague, "Mira: has filed").await;
        }
        world.sees_no(LAWYER, "Still on it?").await;
        world.passes_s(590).await;
        assert_eq!(world.rings(SECOND, "CRITICAL").await, 0, "the promise began anew");
        let did = world.entries("action").await.pop().unwrap();
        assert_eq!(did["did"], "filed");
    })
    .await;
}

/// Takes the newest case by its code.
async fn takes_newest(world: &World) {
    world.says(LAWYER, &format!("/take {}", world.code().await)).await;
}

#[tokio::test]
async fn one_member_holding_more_than_three_unworked_criticals_is_shown_to_coordinators() {
    const SHOWN: &str = "Mira has more than three cases, no step noted yet.";
    play(async |world| {
        for user in [RELATIVE, FRIEND, 1101] {
            world.reports_critical(user).await;
            takes_newest(world).await;
        }
        world.sees_no(COORDINATOR, SHOWN).await;
        // What is worked on does not count.
        world.taps(LAWYER, "On my way").await;
        world.reports_critical(1102).await;
        takes_newest(world).await;
        world.sees_no(COORDINATOR, SHOWN).await;
        world.reports_critical(1103).await;
        takes_newest(world).await;
        world.sees(COORDINATOR, SHOWN).await;
        world.sees_no(SECOND, SHOWN).await;
    })
    .await;
}

/// How often a report was judged.
async fn judged(world: &World) -> i64 {
    let sql = "-- tests::judged
        SELECT COUNT(*) AS n FROM assessments";
    world.count(sql, vec![]).await
}

#[tokio::test]
async fn no_contact_and_on_the_plane_are_each_reassessed_at_once() {
    play(async |world| {
        taken(world).await;
        let (before, rung) = (judged(world).await, world.rings(LAWYER, "CRITICAL").await);
        world.taps_all(RELATIVE, &["Something is new", "No contact any more"]).await;
        assert_eq!(judged(world).await, before + 1);
        world.sees(LAWYER, "Something was added at").await;
        assert_eq!(world.rings(LAWYER, "CRITICAL").await, rung, "no nearer");
        world.taps_all(RELATIVE, &["Something is new", "On the plane"]).await;
        assert_eq!(judged(world).await, before + 2);
        world.sees(LAWYER, "Now: On the plane").await;
        assert_eq!(world.rings(LAWYER, "CRITICAL").await, rung + 1, "with sound");
        let news = world.entries("news").await;
        assert_eq!(news, [json!({"news": "no-contact"}), json!({"news": "on-plane"})]);
    })
    .await;
}

#[tokio::test]
async fn do_you_ask_this_lawyer_to_act_is_kept_with_the_time() {
    play(async |world| {
        taken(world).await;
        world.taps_all(RELATIVE, &["Done", "Skip", "Skip", "Skip"]).await;
        world.passes_s(300).await;
        let now = world.driver.now().as_millis();
        world.taps(RELATIVE, "Yes, I ask them to act").await;
        let given = world.opened().await.into_iter().find(|e| e["kind"] == "for-lawyer").unwrap();
        assert_eq!(given["body"]["what"], "mandate");
        let at: jiff::Timestamp = given["at"].as_str().unwrap().parse().unwrap();
        let late_ms = at.as_millisecond() - now;
        assert!((-1000..60_000).contains(&late_ms), "{late_ms} ms after the tap");
    })
    .await;
}

//! What is new, by one tap: judged at once, and told to whoever has the case.

use habeas::storage::Tx;
use serde_json::json;

use crate::support::people::{FRIEND, LAWYER, RELATIVE, drawn};
use crate::support::world::{Scene, play, play_in};

#[tokio::test]
async fn whoever_has_the_case_is_told_with_sound_that_the_person_is_being_driven() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        world.taps(LAWYER, "I take it").await;
        let rung = world.rings(LAWYER, "CRITICAL").await;
        world.taps_all(RELATIVE, &["Something is new", "In court"]).await;
        assert_eq!(world.rings(LAWYER, "CRITICAL").await, rung, "no nearer: no ring");
        world.taps_all(RELATIVE, &["Something is new", "Being driven somewhere"]).await;
        world.hears(RELATIVE, "Kept. It counts at once.").await;
        let card = world.sees(LAWYER, "Now: Being driven somewhere").await;
        assert!(!card.silent && card.text.contains("You have it since"), "{}", card.text);
        assert_eq!(world.rings(LAWYER, "CRITICAL").await, rung + 1);
        // Back and forth rings nobody again.
        for label in ["In court", "Being driven somewhere"] {
            world.taps_all(RELATIVE, &["Something is new", label]).await;
        }
        assert_eq!(world.rings(LAWYER, "CRITICAL").await, rung + 1);
        let news = world.entries("news").await;
        assert_eq!(news[..2], [json!({"news": "in-court"}), json!({"news": "driven"})]);
    })
    .await;
}

#[tokio::test]
async fn what_officials_say_lowers_nothing() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        world.taps(RELATIVE, "Something is new").await;
        world.taps(RELATIVE, "They say free, I did not see it").await;
        world.sees(LAWYER, "CRITICAL").await;
        let rung = world.rings(LAWYER, "CRITICAL").await;
        world.passes_s(61).await;
        assert_eq!(world.rings(LAWYER, "CRITICAL").await, rung + 1, "the ladder goes on");
        let parts = world.parts();
        let code = world.code().await.parse().unwrap();
        let unit = std::sync::Arc::clone(&parts);
        let read = async move |tx: &mut Tx| habeas::cases::by_code(tx, &unit, &code).await;
        let case = parts.store.read("tests-report", read).await.unwrap().unwrap();
        let report = case.report.report;
        assert_eq!(report.facts.code("where_now"), Some("released_per_officials"));
        let judged = habeas_core::assessment::assess(&parts.card, &report, world.driver.now());
        assert_eq!(judged.level.as_str(), "critical");
    })
    .await;
}

#[tokio::test]
async fn news_can_be_given_once_the_page_is_out_and_not_before() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps(RELATIVE, "Kazakhstan").await;
        let card = drawn(&world.sees(RELATIVE, "Where is the person now?").await);
        assert!(!card.contains("[Something is new]"), "{card}");
        world.taps_all(RELATIVE, &["In court", "Yes: officers said so", "Russia"]).await;
        world.taps(RELATIVE, "Passports of both countries at war").await;
        world.taps_all(RELATIVE, &["Something is new", "Back"]).await;
        world.sees(RELATIVE, "Why could it be dangerous for them there?").await;
    })
    .await;
}

/// The usual world, in which silence is noticed as it is by default.
fn noticed() -> Scene {
    let env = vec![
        ("HABEAS_ONCALL__ASK_REPORTER_CRITICAL_S", "1200"),
        ("HABEAS_ONCALL__ASK_REPORTER_URGENT_S", "7200"),
        ("HABEAS_ONCALL__ASK_REPORTER_WATCH_S", "14400"),
    ];
    Scene { env, ..Scene::default() }
}

#[tokio::test]
async fn the_reporter_of_a_critical_case_is_asked_after_twenty_minutes_of_silence() {
    play_in(noticed(), async |world| {
        world.reports_critical(RELATIVE).await;
        world.taps(LAWYER, "I take it").await;
        world.passes_s(1190).await;
        world.sees_no(RELATIVE, "Is anything new?").await;
        world.taps_all(RELATIVE, &["Something is new", "Still held"]).await;
        world.passes_s(1190).await;
        world.sees_no(RELATIVE, "Is anything new?").await;
        world.passes_s(15).await;
        world.sees(RELATIVE, "Is anything new?").await;
        world.taps(RELATIVE, "At the airport").await;
        world.sees(LAWYER, "Now: Airport").await;
        world.passes_s(1205).await;
        assert_eq!(world.times_sent(RELATIVE, "Is anything new?").await, 2, "and again");
    })
    .await;
}

#[tokio::test]
async fn nobody_is_asked_about_a_case_to_watch_at_night() {
    play_in(noticed(), async |world| {
        world.says(FRIEND, "/start").await;
        world.taps(FRIEND, "Kazakhstan").await;
        world.says(FRIEND, "nobody knows where he is").await;
        // Day and night on the clock of the host state.
        let mut hours = vec![];
        for _ in 0..72 {
            let before = world.times_sent(FRIEND, "Is anything new?").await;
            world.passes_s(1800).await;
            if world.times_sent(FRIEND, "Is anything new?").await > before {
                let now = world.driver.now();
                let there = habeas::cards::clock_time(&world.parts(), "KZ", now);
                hours.push(there[..2].parse::<u32>().unwrap());
            }
        }
        assert!(!hours.is_empty());
        assert!(hours.iter().all(|hour| (8..22).contains(hour)), "{hours:?}");
    })
    .await;
}

#[tokio::test]
async fn the_reporter_of_an_urgent_case_is_asked_after_two_hours() {
    play_in(noticed(), async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps_all(RELATIVE, &["Kazakhstan", "In court", "Yes: officers said so"]).await;
        world.taps(RELATIVE, "Russia").await;
        world.sees(LAWYER, "URGENT").await;
        world.passes_s(7190).await;
        world.sees_no(RELATIVE, "Is anything new?").await;
        world.passes_s(15).await;
        world.sees(RELATIVE, "Is anything new?").await;
    })
    .await;
}

#[tokio::test]
async fn the_reporter_of_a_case_to_watch_is_asked_by_day_after_its_hours() {
    play_in(noticed(), async |world| {
        // Nine in the morning where it happens.
        let now = habeas::cards::clock_time(&world.parts(), "KZ", world.driver.now());
        let part = |at: std::ops::Range<usize>| now[at].parse::<i64>().unwrap();
        let minutes = (33 * 60 - (part(0..2) * 60 + part(3..5))) % (24 * 60);
        world.passes_s(minutes * 60).await;
        world.says(FRIEND, "/start").await;
        world.taps_all(FRIEND, &["Kazakhstan", "Police station"]).await;
        world.passes_s(14_390).await;
        world.sees_no(FRIEND, "Is anything new?").await;
        world.passes_s(15).await;
        world.sees(FRIEND, "Is anything new?").await;
    })
    .await;
}

//! A hundred lawyers press "I take it" at the same moment.

use habeas::rehearsal::botapi::Tap;
use habeas_core::domain::Role;

use crate::support::people::{RELATIVE, drawn};
use crate::support::proof::amount;
use crate::support::world::{Scene, World, play_in};

/// How many press.
const LAWYERS: i64 = 100;

/// In `make proof` the thousand races are played in so many worlds.
const WORLDS: i64 = 20;

/// The lawyers' accounts.
fn lawyers() -> impl Iterator<Item = i64> {
    (0..LAWYERS).map(|n| 9000 + n)
}

/// Every lawyer has the page of the newest case before them.
async fn all_are_paged(world: &World, reporter: i64) {
    world.reports_critical(reporter).await;
    world.passes_s(3).await;
    world.passes_s(3).await;
    world.passes_s(3).await;
}

/// All press at once; asserts that one has it, that each was answered, and that all cards agree.
async fn race(world: &World, run: i64) {
    let code = world.code().await;
    let mut taps = vec![];
    for user in lawyers() {
        let view = world.driver.chat(user, None, 0).await;
        let page = view.shown().rfind(|m| m.text.contains(&code)).cloned();
        let page = page.unwrap_or_else(|| panic!("run {run}: {user} has no page of {code}"));
        let take = page.buttons.iter().flatten().find(|b| b.label == "I take it").unwrap();
        let tap = Tap::data(user, page.message_id, take.data.clone().unwrap());
        taps.push((tap, view.toasts.len()));
    }
    for (tap, _) in &taps {
        world.driver.tap(tap).unwrap();
    }
    world.settle_slowly().await;
    let (mut owners, mut told) = (vec![], vec![]);
    for (tap, heard) in &taps {
        let (user, heard) = (tap.user, *heard);
        let view = world.driver.chat(user, None, 0).await;
        assert_eq!(view.toasts.len(), heard + 1, "run {run}: {user} is answered once");
        let answer = &view.toasts[heard].text;
        let card = view.shown().rfind(|m| m.text.contains(&code)).cloned().unwrap();
        if answer.starts_with("You have it.") {
            assert!(card.text.contains("You have it since"), "{}", drawn(&card));
            owners.push(user);
        } else {
            assert!(answer.contains("has it since"), "run {run}: {answer}");
            assert!(card.text.contains(answer.trim_end_matches('.')), "{}\n{answer}", card.text);
            told.push(answer.clone());
        }
    }
    assert_eq!(owners.len(), 1, "run {run}: {owners:?}");
    told.dedup();
    assert_eq!(told.len(), 1, "run {run}: all are told the same");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_a_hundred_who_take_a_case_at_once_one_has_it_and_all_cards_agree() {
    let soon = [
        ("HABEAS_ONCALL__REPEAT_AFTER_S", "1"),
        ("HABEAS_ONCALL__NEXT_AFTER_S", "2"),
        ("HABEAS_ONCALL__ALL_AFTER_S", "3"),
        // The promises of the runs before stay out of the way.
        ("HABEAS_ONCALL__ASK_AFTER_S", "80000"),
        ("HABEAS_ONCALL__LAPSE_AFTER_S", "86000"),
    ];
    // A world keeps every message: in one that is new now and then, a race costs what the first did.
    for _ in 0..amount(1, WORLDS) {
        let scene = Scene { empty: true, limits: false, env: soon.to_vec(), ..Scene::default() };
        races_in(scene, amount(20, 1000 / WORLDS)).await;
    }
}

async fn races_in(scene: Scene, runs: i64) {
    play_in(scene, async |world| {
        for user in lawyers() {
            world.add(Role::Lawyer, &format!("L{user}"), user).await;
            world.driver.say(&habeas::rehearsal::botapi::Say::new(user, "/start")).unwrap();
        }
        world.settle_slowly().await;
        for run in 0..runs {
            all_are_paged(world, RELATIVE + 10_000 + run).await;
            race(world, run).await;
        }
        let taken = "-- tests::taken
            SELECT COUNT(*) AS n FROM audit WHERE kind = 'taken'";
        assert_eq!(world.count(taken, vec![]).await, runs, "each taking is recorded once");
        let parts = world.parts();
        let keyring = Some(parts.keyring.clone());
        let audit = habeas::audit::verify(&parts.store, keyring, None).await.unwrap();
        assert_eq!(audit.records, LAWYERS + runs);
    })
    .await;
}

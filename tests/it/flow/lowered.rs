//! Cases that people lowered or closed: whoever has one keeps it, and each closing says what it may.

use habeas::rehearsal::botapi::Say;
use habeas_core::domain::Role;

use crate::support::people::{COORDINATOR, LAWYER, RELATIVE, SECOND};
use crate::support::world::{World, play};

/// A second coordinator's account.
const OTHER: i64 = 7_000_000_077;

async fn with_another_coordinator(world: &World) {
    world.add(Role::Coordinator, "Vera", OTHER).await;
    world.says(OTHER, "/start").await;
    world.sees(OTHER, "You are on call here").await;
}

async fn decides(world: &World, who: i64, labels: &[&str]) {
    world.taps(who, "Change level, or close").await;
    world.taps_all(who, labels).await;
}

/// A critical case that the first lawyer has, lowered by two coordinators.
async fn taken_and_lowered_to_routine(world: &World) {
    with_another_coordinator(world).await;
    world.reports_critical(RELATIVE).await;
    world.taps(LAWYER, "I take it").await;
    world.taps_all(RELATIVE, &["Done", "Skip", "Skip", "Skip", "Not now"]).await;
    decides(world, COORDINATOR, &["Lower to ROUTINE", "It is an ordinary matter"]).await;
    world.taps(OTHER, "I agree").await;
    world.sees(LAWYER, "Vera: decides: Lower to ROUTINE").await;
}

#[tokio::test]
async fn a_case_lowered_to_routine_stays_its_owners_when_the_family_writes() {
    play(async |world| {
        taken_and_lowered_to_routine(world).await;
        let card = world.sees(LAWYER, "You have it since").await;
        let ask = Say { reply_to: Some(card.message_id), ..Say::new(LAWYER, "which entrance?") };
        world.driver.say(&ask).unwrap();
        world.settle().await;
        world.says(RELATIVE, "the north one").await;
        world.sees(LAWYER, "the north one").await;
        world.sees(RELATIVE, "I passed your words on, and deleted them here.").await;
        world.taps(RELATIVE, "Write something").await;
        world.says(RELATIVE, "he is ill").await;
        world.sees(LAWYER, "You have it since").await;
        world.sees(COORDINATOR, "Mira has it since").await;
        world.sees_no(COORDINATOR, "WATCH").await;
        world.passes_s(3600).await;
        world.sees(LAWYER, "You have it since").await;
        world.sees_no(SECOND, "[I take it]").await;
    })
    .await;
}

/// A case to watch that nobody has.
async fn watched(world: &World) {
    world.says(RELATIVE, "/start").await;
    world.taps_all(RELATIVE, &["Kazakhstan", "Police station"]).await;
    world.sees(COORDINATOR, "WATCH").await;
}

#[tokio::test]
async fn a_case_to_watch_is_lowered_to_routine_by_one_and_calls_nobody() {
    play(async |world| {
        watched(world).await;
        decides(world, COORDINATOR, &["Lower to ROUTINE", "It is an ordinary matter"]).await;
        world.sees(RELATIVE, "Nobody is called urgently now.").await;
        let lowered = "-- tests::lowered
            SELECT COUNT(*) AS n FROM cases WHERE level = 'routine' AND stage = 'open'";
        assert_eq!(world.count(lowered, vec![]).await, 1);
        world.says(COORDINATOR, "/queue").await;
        world.sees(COORDINATOR, "Nothing waits at this moment.").await;
        let decided = world.entries("decision").await;
        assert_eq!(decided[0]["decision"], "lower-routine");
        assert_eq!(decided[0]["reason"], "ordinary");
    })
    .await;
}

#[tokio::test]
async fn each_closing_keeps_its_outcome_and_tells_the_family_no_more_than_it_may() {
    let looked = "A person on duty has decided this.";
    for (label, outcome, told) in [
        ("Close: sent out", "close-sent-out", looked),
        ("Close: nothing more is known", "close-not-known", looked),
        ("Close: call for help was a mistake", "close-mistake", "It was a mistake."),
    ] {
        play(async |world| {
            watched(world).await;
            decides(world, COORDINATOR, &[label]).await;
            let closed = world.sees(RELATIVE, "is closed").await.text;
            assert!(closed.contains(told), "{label}: {closed}");
            let sql = "-- tests::closed
                SELECT COUNT(*) AS n FROM cases WHERE stage = 'closed' AND outcome = $1";
            assert_eq!(world.count(sql, vec![outcome.into()]).await, 1, "{label}");
        })
        .await;
    }
}

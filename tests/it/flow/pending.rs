//! Who waits to be a member, and who is one no more: what they write is lost on nobody, and calls
//! nobody before they say that it is a report.

use crate::support::people::{COORDINATOR, LAWYER, SECOND, THIRD};
use crate::support::world::{Scene, World, play, play_in};

const CASES: &str = "-- tests::cases
    SELECT COUNT(*) AS n FROM cases";

async fn comes_with_a_code(world: &World) {
    world.says(COORDINATOR, "/invite Asel").await;
    let shown = world.sees(COORDINATOR, "An invitation, for ten minutes").await;
    let line = shown.text.lines().find(|line| line.starts_with("/start ")).unwrap();
    world.says(THIRD, line).await;
    world.sees(THIRD, "Here are four words.").await;
}

#[tokio::test]
async fn what_a_pending_person_writes_calls_nobody_before_they_say_that_it_is_a_report() {
    play(async |world| {
        comes_with_a_code(world).await;
        let said = world.says(THIRD, "is anybody there?").await;
        assert!(world.is_deleted(THIRD, said.message_id).await);
        let told = world.sees(THIRD, "You wait to be confirmed.").await.text;
        assert!(told.contains("Your words are sealed. Nobody is called for them yet."), "{told}");
        assert!(told.contains("To report a detention, tap SOS or the country below."), "{told}");
        world.says(THIRD, "they took my brother").await;
        world.passes_s(60).await;
        world.sees_no(COORDINATOR, "WATCH").await;
        world.sees_no(LAWYER, "WATCH").await;
        // The first screen's button says that it was one: all words are in it, and a person looks.
        world.taps(THIRD, "Kazakhstan").await;
        world.sees(COORDINATOR, "WATCH").await;
        assert_eq!(world.entries("words").await.len(), 2);
        world.sees(THIRD, "What you tap now is a report of a detention, and counts.").await;
        world.taps(THIRD, "In court").await;
        let told = "What you tap now is a report";
        assert_eq!(world.times_sent(THIRD, told).await, 1);
    })
    .await;
}

#[tokio::test]
async fn what_a_pending_person_wrote_is_looked_at_when_they_are_a_member() {
    play(async |world| {
        comes_with_a_code(world).await;
        world.says(THIRD, "here I am").await;
        assert_eq!(world.count(CASES, vec![]).await, 1);
        world.sees_no(COORDINATOR, "WATCH").await;
        world.taps(COORDINATOR, "The words match").await;
        world.sees(COORDINATOR, "WATCH").await;
        assert_eq!(world.count(CASES, vec![]).await, 1, "nobody's words are thrown away");
        world.sees_no(THIRD, "In which country is this happening?").await;
        world.says(THIRD, "hello").await;
        world.sees(THIRD, "This was not kept: you are a member.").await;
    })
    .await;
}

#[tokio::test]
async fn what_was_held_is_a_report_once_nobody_waits_any_more() {
    play(async |world| {
        comes_with_a_code(world).await;
        world.says(THIRD, "they took my brother").await;
        world.taps(COORDINATOR, "They do not match").await;
        world.sees(THIRD, "The words were not confirmed.").await;
        world.says(THIRD, "they took my brother!").await;
        world.sees(COORDINATOR, "WATCH").await;
        assert_eq!(world.entries("words").await.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn a_pending_person_who_presses_sos_is_heard_at_once() {
    play(async |world| {
        comes_with_a_code(world).await;
        world.says(THIRD, "/start").await;
        world.taps_all(THIRD, &["SOS: help at once", "Kazakhstan", "In court"]).await;
        world.sees(THIRD, "What you tap now is a report of a detention, and counts.").await;
        assert_eq!(world.rings(LAWYER, "CRITICAL").await, 1);
    })
    .await;
}

#[tokio::test]
async fn who_was_revoked_is_told_once_and_then_reports_like_anybody() {
    play(async |world| {
        world.says(SECOND, "/new").await;
        world.sees(SECOND, "In which country is this happening?").await;
        world.says(COORDINATOR, "/revoke").await;
        world.taps(COORDINATOR, "Timur").await;
        world.taps(COORDINATOR, "Yes, revoke").await;
        world.sees_no(SECOND, "In which country is this happening?").await;
        world.says(SECOND, "what happened?").await;
        world.sees(SECOND, "You are not a member here any more.").await;
        world.sees(SECOND, "To report a detention, tap SOS or the country below.").await;
        world.sees_no(COORDINATOR, "WATCH").await;
        world.says(SECOND, "they took my brother").await;
        assert_eq!(world.times_sent(SECOND, "You are not a member here any more.").await, 1);
        world.sees(COORDINATOR, "WATCH").await;
        assert_eq!(world.entries("words").await.len(), 2);
        world.says(SECOND, "/new").await;
        world.says(SECOND, "and my sister").await;
        assert_eq!(world.times_sent(SECOND, "You are not a member here any more.").await, 1);
        let held = "-- tests::held
            SELECT COUNT(*) AS n FROM cases WHERE stage = 'open'";
        assert_eq!(world.count(held, vec![]).await, 0, "nothing is held again");
    })
    .await;
}

#[tokio::test]
async fn what_is_held_is_looked_at_should_nothing_follow() {
    let env = vec![("HABEAS_ONCALL__ASK_REPORTER_UNFINISHED_S", "300")];
    play_in(Scene { env, ..Scene::default() }, async |world| {
        comes_with_a_code(world).await;
        world.says(THIRD, "they took my brother").await;
        world.passes_s(290).await;
        world.sees_no(COORDINATOR, "WATCH").await;
        world.passes_s(11).await;
        world.sees(COORDINATOR, "WATCH").await;
    })
    .await;
}

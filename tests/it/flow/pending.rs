//! Who waits to be a member, and who is one no more: what they write is lost on nobody, and calls
//! nobody before they say that it is a report.

use habeas::rehearsal::botapi::Say;

use crate::support::people::{COORDINATOR, LAWYER, PRESS_REPORT, SECOND, THIRD};
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

/// The usual world, in which what is held is looked at after five minutes.
fn looked_at() -> Scene {
    Scene { env: vec![("HABEAS_ONCALL__ASK_REPORTER_UNFINISHED_S", "300")], ..Scene::default() }
}

async fn revokes_timur(world: &World) {
    world.says(COORDINATOR, "/revoke").await;
    world.taps_all(COORDINATOR, &["Timur", "Yes, revoke"]).await;
}

#[tokio::test]
async fn the_code_of_what_is_held_typed_drops_none_of_it() {
    play_in(looked_at(), async |world| {
        comes_with_a_code(world).await;
        world.says(THIRD, "they took my brother").await;
        world.says(THIRD, &world.code().await).await;
        world.sees_no(COORDINATOR, "WATCH").await;
        world.passes_s(301).await;
        world.sees(COORDINATOR, "WATCH").await;
    })
    .await;
    play_in(looked_at(), async |world| {
        revokes_timur(world).await;
        world.says(SECOND, "they took my brother").await;
        world.says(SECOND, &world.code().await).await;
        world.sees_no(COORDINATOR, "WATCH").await;
        world.passes_s(301).await;
        world.sees(COORDINATOR, "WATCH").await;
    })
    .await;
}

#[tokio::test]
async fn words_that_come_with_a_country_are_looked_at_as_those_that_came_before_one() {
    play(async |world| {
        comes_with_a_code(world).await;
        world.stop().await;
        for text in ["they took my brother", "Kazakhstan"] {
            world.driver.say(&Say::new(THIRD, text)).unwrap();
        }
        world.start().await;
        world.settle().await;
        assert_eq!(world.entries("words").await.len(), 1);
        world.sees(COORDINATOR, "WATCH").await;
    })
    .await;
}

/// Reports a critical case; the lawyer who takes it asks, and the answer reaches the lawyer.
async fn is_asked_and_answers(world: &World, user: i64) {
    world.taps_all(user, &PRESS_REPORT).await;
    world.taps(user, "Passports of both countries at war").await;
    world.taps(LAWYER, "I take it").await;
    let card = world.sees(LAWYER, "You have it since").await;
    let ask = Say { reply_to: Some(card.message_id), ..Say::new(LAWYER, "which entrance?") };
    world.driver.say(&ask).unwrap();
    world.settle().await;
    world.sees(user, "which entrance?").await;
    world.says(user, "the north one").await;
    world.sees(LAWYER, "the north one").await;
    world.sees(user, "I passed your words on, and deleted them here.").await;
    world.sees_no(user, "I sealed your words").await;
    world.sees_no(user, "Nobody is called for them yet.").await;
}

#[tokio::test]
async fn what_a_pending_person_who_reported_answers_goes_to_the_lawyer_who_asked() {
    play(async |world| {
        comes_with_a_code(world).await;
        world.says(THIRD, "/start").await;
        is_asked_and_answers(world, THIRD).await;
    })
    .await;
}

#[tokio::test]
async fn what_somebody_revoked_who_reported_answers_goes_to_the_lawyer_who_asked() {
    play(async |world| {
        revokes_timur(world).await;
        world.says(SECOND, "/start").await;
        is_asked_and_answers(world, SECOND).await;
    })
    .await;
}

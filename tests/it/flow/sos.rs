//! `/sos`: country and place, then the page; and silence in the middle of an interview.

use crate::support::people::{COORDINATOR, LAWYER, RELATIVE, SECOND, drawn};
use crate::support::world::{Scene, World, play, play_in};

#[tokio::test]
async fn two_taps_after_sos_the_lawyer_is_rung() {
    play(async |world| {
        world.says(RELATIVE, "/sos").await;
        world.sees(RELATIVE, "Two taps, then I call a lawyer.").await;
        world.taps(RELATIVE, "Kazakhstan").await;
        world.sees(RELATIVE, "One tap, then I call a lawyer.").await;
        world.sees_no(LAWYER, "CRITICAL").await;
        world.sees(COORDINATOR, "The reporter pressed SOS").await;
        world.taps(RELATIVE, "Police station").await;
        let page = world.sees(LAWYER, "CRITICAL").await;
        assert!(!page.silent && page.text.contains("pressed SOS"), "{}", page.text);
        world.sees(RELATIVE, "I am calling a lawyer now").await;
        world.sees(RELATIVE, "Your code for this report").await;
        world.taps(LAWYER, "Why").await;
        world.sees(LAWYER, "The reporter pressed SOS: it counts as critical.").await;
        world.taps(LAWYER, "I take it").await;
        let card = world.sees(LAWYER, "You have it since").await;
        assert!(card.text.contains(" UTC+5"), "a time says its zone: {}", card.text);
        world.sees(LAWYER, "I am at the station").await;
        assert_eq!(world.entries("sos").await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn the_button_on_the_first_screen_does_the_same() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps_all(RELATIVE, &["SOS: help at once", "Kazakhstan", "In court"]).await;
        assert_eq!(world.rings(LAWYER, "CRITICAL").await, 1);
    })
    .await;
}

#[tokio::test]
async fn in_the_middle_of_an_interview_it_pages_at_once() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps_all(RELATIVE, &["Kazakhstan", "Police station"]).await;
        world.says(RELATIVE, "/sos").await;
        assert_eq!(world.rings(LAWYER, "CRITICAL").await, 1);
        world.sees(RELATIVE, "I am calling a lawyer now").await;
    })
    .await;
}

#[tokio::test]
async fn who_says_no_more_after_sos_is_not_waited_for() {
    play(async |world| {
        world.says(RELATIVE, "/sos").await;
        world.passes_s(59).await;
        world.sees_no(LAWYER, "CRITICAL").await;
        world.restart_after_s(2).await;
        assert_eq!(world.rings(LAWYER, "CRITICAL").await, 1, "where is not known");
        world.sees(LAWYER, "Country not known. What is happening now is not known.").await;
        world.sees(RELATIVE, "I am calling a lawyer now").await;
        world.sees(RELATIVE, "Your code for this report").await;
        world.taps_all(RELATIVE, &["Kazakhstan", "Police station"]).await;
        world.sees(LAWYER, "Kazakhstan. Now: Police station").await;
        assert_eq!(world.rings(LAWYER, "CRITICAL").await, 1);
    })
    .await;
}

/// How many cases there are.
async fn cases(world: &World) -> i64 {
    let sql = "-- tests::cases
        SELECT COUNT(*) AS n FROM cases";
    world.count(sql, vec![]).await
}

#[tokio::test]
async fn twice_in_an_hour_it_is_one_case_and_later_another() {
    play(async |world| {
        world.says(RELATIVE, "/sos").await;
        world.taps_all(RELATIVE, &["Kazakhstan", "Police station"]).await;
        let code = world.code().await;
        world.says(RELATIVE, "/sos").await;
        world.sees(RELATIVE, &format!("Added to {code}. A lawyer is being called")).await;
        world.taps(LAWYER, "I take it").await;
        world.says(RELATIVE, "/new").await;
        world.taps(RELATIVE, "SOS: help at once").await;
        world.sees(RELATIVE, &format!("Added to {code}. Somebody has it.")).await;
        world.sees(LAWYER, "Something was added at").await;
        assert_eq!(cases(world).await, 1);
        world.passes_s(3601).await;
        world.says(RELATIVE, "/sos").await;
        world.taps_all(RELATIVE, &["Kazakhstan", "In court"]).await;
        assert_eq!(cases(world).await, 2);
        // Nothing was heard of the first for an hour: whoever has it is not busy with it.
        world.sees(LAWYER, "Now: In court").await;
        world.sees_no(SECOND, "Now: In court").await;
    })
    .await;
}

#[tokio::test]
async fn a_mistake_is_shown_and_one_word_ends_no_calling() {
    play(async |world| {
        world.says(RELATIVE, "/sos").await;
        world.taps_all(RELATIVE, &["Kazakhstan", "Police station"]).await;
        world.taps_all(RELATIVE, &["Something is new", "It was a mistake"]).await;
        world.sees(LAWYER, "The reporter says: it was a mistake.").await;
        let rung = world.rings(LAWYER, "CRITICAL").await;
        world.passes_s(61).await;
        assert_eq!(world.rings(LAWYER, "CRITICAL").await, rung + 1);
        world.says(RELATIVE, "/sos").await;
        world.sees_no(LAWYER, "it was a mistake").await;
    })
    .await;
}

#[tokio::test]
async fn there_is_no_mistake_to_tap_where_nobody_pressed_sos() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        world.taps(RELATIVE, "Something is new").await;
        let card = drawn(&world.sees(RELATIVE, "What is new?").await);
        assert!(!card.contains("mistake"), "{card}");
    })
    .await;
}

pub(super) fn noticed() -> Scene {
    Scene { env: vec![("HABEAS_ONCALL__ASK_REPORTER_UNFINISHED_S", "300")], ..Scene::default() }
}

#[tokio::test]
async fn who_falls_silent_where_it_could_be_critical_brings_a_person() {
    play_in(noticed(), async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps_all(RELATIVE, &["Kazakhstan", "Police station"]).await;
        assert!(world.sees(COORDINATOR, "WATCH").await.silent);
        world.passes_s(299).await;
        assert_eq!(world.rings(COORDINATOR, "WATCH").await, 0);
        world.passes_s(1).await;
        assert_eq!(world.rings(COORDINATOR, "WATCH").await, 1);
        world.sees(COORDINATOR, "The reporter is silent since").await;
        world.sees(RELATIVE, "Are you still there?").await;
        world.passes_s(3600).await;
        assert_eq!(world.times_sent(RELATIVE, "Are you still there?").await, 1, "once");
        assert_eq!(world.rings(COORDINATOR, "WATCH").await, 1);
        world.taps(RELATIVE, "Yes: officers said so").await;
        world.sees_no(COORDINATOR, "The reporter is silent").await;
    })
    .await;
}

#[tokio::test]
async fn every_answer_begins_the_five_minutes_anew_and_a_page_needs_none() {
    play_in(noticed(), async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps_all(RELATIVE, &["Kazakhstan", "Police station"]).await;
        world.passes_s(200).await;
        world.taps(RELATIVE, "Yes: officers said so").await;
        world.passes_s(200).await;
        world.sees_no(RELATIVE, "Are you still there?").await;
        world.taps(RELATIVE, "Russia").await;
        world.taps(RELATIVE, "Passports of both countries at war").await;
        world.sees(LAWYER, "CRITICAL").await;
        world.passes_s(600).await;
        world.sees_no(RELATIVE, "Are you still there?").await;
    })
    .await;
}

#[tokio::test]
async fn without_a_coordinator_the_first_lawyer_is_told_of_a_silence() {
    play_in(Scene { empty: true, ..noticed() }, async |world| {
        world.add(habeas_core::domain::Role::Lawyer, "Mira", LAWYER).await;
        world.says(LAWYER, "/start").await;
        world.says(RELATIVE, "/start").await;
        world.taps_all(RELATIVE, &["Kazakhstan", "Police station"]).await;
        world.passes_s(301).await;
        assert_eq!(world.rings(LAWYER, "WATCH").await, 1);
    })
    .await;
}

#[tokio::test]
async fn nothing_but_its_two_answers_puts_a_call_for_help_off() {
    play(async |world| {
        world.says(RELATIVE, "/sos").await;
        for _ in 0..3 {
            world.passes_s(15).await;
            world.says(RELATIVE, "please").await;
        }
        world.passes_s(16).await;
        assert_eq!(world.rings(LAWYER, "CRITICAL").await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_new_report_does_not_cancel_a_call_for_help() {
    play(async |world| {
        world.says(RELATIVE, "/sos").await;
        world.says(RELATIVE, "/new").await;
        assert_eq!(world.rings(LAWYER, "CRITICAL").await, 1);
    })
    .await;
}

#[tokio::test]
async fn pressed_again_for_a_case_that_was_lowered_it_calls_anew() {
    play(async |world| {
        world.add(habeas_core::domain::Role::Coordinator, "Vera", 7_000_000_077).await;
        world.says(7_000_000_077, "/start").await;
        world.says(RELATIVE, "/sos").await;
        world.taps_all(RELATIVE, &["Kazakhstan", "Police station"]).await;
        world.passes_s(360).await;
        let decide = "Change level, or close";
        world.taps_all(COORDINATOR, &[decide, "Lower to WATCH", "I spoke with the family"]).await;
        world.taps(7_000_000_077, "I agree").await;
        let rung = world.rings(LAWYER, "CRITICAL").await;
        world.says(RELATIVE, "/sos").await;
        assert_eq!(world.rings(LAWYER, "CRITICAL").await, rung + 1);
    })
    .await;
}

#[tokio::test]
async fn the_code_of_the_case_typed_before_the_first_answer_drops_no_call_for_help() {
    play(async |world| {
        world.says(RELATIVE, "/sos").await;
        world.says(RELATIVE, "/status").await;
        world.says(RELATIVE, &world.code().await).await;
        world.sees(RELATIVE, "Two taps, then I call a lawyer.").await;
        world.passes_s(61).await;
        assert_eq!(world.rings(LAWYER, "CRITICAL").await, 1);
    })
    .await;
    play(async |world| {
        world.says(RELATIVE, "/sos").await;
        world.says(RELATIVE, &world.code().await).await;
        world.taps_all(RELATIVE, &["Kazakhstan", "Police station"]).await;
        assert_eq!(world.rings(LAWYER, "CRITICAL").await, 1);
    })
    .await;
}

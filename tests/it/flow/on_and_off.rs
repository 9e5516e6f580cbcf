//! Who goes off call and comes back: what is said, to whom, and with what sound.

use habeas_core::domain::Role;

use super::members::MEMBERS;
use crate::support::people::{COORDINATOR, LAWYER, RELATIVE, SECOND};
use crate::support::world::{Scene, play, play_in};

#[tokio::test]
async fn nobody_hears_of_cases_called_anew_where_there_are_none() {
    play(async |world| {
        world.says(SECOND, "/off").await;
        let told = world.sees(SECOND, "You are off call now.").await.text;
        assert!(!told.contains("called anew"), "{told}");
        world.says(COORDINATOR, "/revoke").await;
        world.taps(COORDINATOR, "Timur").await;
        world.sees(COORDINATOR, "They have no case now. Their chat is emptied.").await;
        world.taps(COORDINATOR, "Yes, revoke").await;
        world.hears(COORDINATOR, "Done. They had no case.").await;
    })
    .await;
}

#[tokio::test]
async fn the_owner_of_a_critical_case_is_asked_once_before_they_go_off() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        let code = world.code().await;
        world.taps(LAWYER, "I take it").await;
        world.says(LAWYER, "/off").await;
        let asked = world.sees(LAWYER, "Before you go off call:").await.text;
        assert!(asked.contains(&format!("{code} is critical, and you have it.")), "{asked}");
        world.taps(LAWYER, "No, leave it").await;
        world.sees_no(LAWYER, "Before you go off call:").await;
        world.sees_no(RELATIVE, "I am calling others now.").await;
        world.says(LAWYER, "/off").await;
        world.taps(LAWYER, "Yes, take me off").await;
        world.sees(LAWYER, "Your cases are called anew.").await;
        world.sees(RELATIVE, "I am calling others now.").await;
        world.sees_no(LAWYER, "Before you go off call:").await;
    })
    .await;
}

#[tokio::test]
async fn a_change_of_the_list_rings_only_those_whom_it_concerns() {
    const CHANGED: &str = "The list of those on call has changed.";
    play(async |world| {
        world.says(LAWYER, "/off").await;
        // Who is called first now hears it; the others read it.
        world.sees(SECOND, "You are the first to be called now.").await;
        assert_eq!(world.rings(SECOND, CHANGED).await, 1);
        assert!(world.sees(COORDINATOR, "Off call for now: Mira").await.silent);
        world.says(LAWYER, "/on").await;
        assert!(world.sees(SECOND, "On call again: Mira").await.silent);
        world.says(SECOND, "/off").await;
        assert!(world.sees(LAWYER, "Off call for now: Timur").await.silent);
        assert_eq!(world.rings(COORDINATOR, CHANGED).await, 0);
        world.says(LAWYER, "/off").await;
        let told = world.sees(COORDINATOR, "No lawyer is on call now. Please call one.").await;
        assert!(!told.silent && told.text.starts_with(CHANGED), "{}", told.text);
        assert_eq!(world.rings(SECOND, CHANGED).await, 1);
    })
    .await;
}

#[tokio::test]
async fn who_is_ill_is_taken_off_their_cases_are_called_anew_and_they_can_come_back() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        world.taps(LAWYER, "I take it").await;
        let before = world.rings(SECOND, "CRITICAL").await;
        world.says(LAWYER, "/mine").await;
        world.taps(LAWYER, "I am ill, take me off").await;
        world.taps(LAWYER, "Yes, take me off").await;
        world.sees(LAWYER, "You are off call now. Get well.").await;
        world.sees(RELATIVE, "I am calling others now.").await;
        world.sees(COORDINATOR, "Off call for now: Mira, lawyer.").await;
        world.passes_s(5).await;
        assert_eq!(world.rings(SECOND, "CRITICAL").await, before + 1);
        let rings = world.rings(LAWYER, "CRITICAL").await;
        world.passes_s(700).await;
        assert_eq!(world.rings(LAWYER, "CRITICAL").await, rings, "who is off is not paged");
        assert_eq!(world.count(MEMBERS, vec![]).await, 3, "they stay a member");
        world.says(LAWYER, "/on").await;
        world.sees(LAWYER, "You are on call again.").await;
        world.passes_s(300).await;
        assert!(world.rings(LAWYER, "CRITICAL").await > rings);
    })
    .await;
}

#[tokio::test]
async fn when_all_are_off_the_reporter_is_told_and_who_comes_back_is_called_at_once() {
    play_in(Scene { empty: true, ..Scene::default() }, async |world| {
        world.add(Role::Lawyer, "Mira", LAWYER).await;
        world.says(LAWYER, "/start").await;
        world.says(LAWYER, "/off").await;
        world.sees(LAWYER, "Nobody else can be reached now.").await;
        world.says(RELATIVE, "/start").await;
        world.taps(RELATIVE, "Kazakhstan").await;
        world.sees(RELATIVE, "No lawyer is reading here yet.").await;
        world.says(RELATIVE, "/new").await;
        world.reports_critical(RELATIVE).await;
        world.passes_s(60).await;
        assert_eq!(world.rings(LAWYER, "CRITICAL").await, 0);
        world.says(LAWYER, "/on").await;
        assert_eq!(world.rings(LAWYER, "CRITICAL").await, 1);
        world.sees(LAWYER, "I take it").await;
    })
    .await;
}

//! Members who come, go, and are not there.

use habeas_core::domain::Role;

use crate::support::people::{COORDINATOR, LAWYER, RELATIVE, SECOND, THIRD};
use crate::support::world::{Scene, play, play_in};

#[tokio::test]
async fn without_members_the_reporter_is_told_so_with_the_first_answer_and_whom_else_to_ask() {
    let contacts = ("HABEAS_FALLBACK__CONTACTS_EN", "the invented helpline, 000");
    let scene = Scene { empty: true, env: vec![contacts], ..Scene::default() };
    play_in(scene, async |world| {
        world.says(RELATIVE, "/start").await;
        world.sees_no(RELATIVE, "No lawyer is reading here yet.").await;
        world.taps(RELATIVE, "Kazakhstan").await;
        let told = world.sees(RELATIVE, "No lawyer is reading here yet.").await;
        assert!(told.text.contains("You can also ask here: the invented helpline, 000"));
        world.taps(RELATIVE, "In court").await;
        assert_eq!(world.times_sent(RELATIVE, "No lawyer is reading here").await, 1);
    })
    .await;
}

#[tokio::test]
async fn when_no_member_has_pressed_start_the_reporter_is_told_so() {
    play_in(Scene { silent: true, ..Scene::default() }, async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps(RELATIVE, "Kazakhstan").await;
        world.sees(RELATIVE, "No lawyer is reading here yet.").await;
    })
    .await;
}

#[tokio::test]
async fn when_a_member_is_there_the_reporter_is_not_frightened() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps(RELATIVE, "Kazakhstan").await;
        world.sees_no(RELATIVE, "No lawyer is reading here yet.").await;
    })
    .await;
}

#[tokio::test]
async fn who_presses_start_while_nobody_could_be_reached_is_called_at_once() {
    play_in(Scene { silent: true, ..Scene::default() }, async |world| {
        world.reports_critical(RELATIVE).await;
        world.passes_s(30).await;
        world.says(SECOND, "/start").await;
        world.passes_s(5).await;
        world.sees(SECOND, "I take it").await;
    })
    .await;
}

#[tokio::test]
async fn an_urgent_case_that_reached_nobody_reaches_the_lawyer_who_presses_start() {
    play_in(Scene { silent: true, ..Scene::default() }, async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps_all(RELATIVE, &["Kazakhstan", "In court", "Yes: officers said so"]).await;
        world.taps(RELATIVE, "Russia").await;
        world.passes_s(60).await;
        world.says(LAWYER, "/start").await;
        world.passes_s(5).await;
        assert!(world.sees(LAWYER, "URGENT").await.silent);
    })
    .await;
}

#[tokio::test]
async fn a_case_to_watch_that_reached_nobody_reaches_the_coordinator_who_presses_start() {
    play_in(Scene { silent: true, ..Scene::default() }, async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps_all(RELATIVE, &["Kazakhstan", "Police station"]).await;
        world.passes_s(60).await;
        world.says(COORDINATOR, "/start").await;
        world.passes_s(5).await;
        assert!(world.sees(COORDINATOR, "WATCH").await.silent);
    })
    .await;
}

#[tokio::test]
async fn a_lawyer_who_blocked_the_bot_and_comes_back_is_called_at_once() {
    play_in(Scene { empty: true, ..Scene::default() }, async |world| {
        world.add(Role::Lawyer, "Mira", LAWYER).await;
        world.says(LAWYER, "/start").await;
        world.driver.block(LAWYER);
        world.settle().await;
        world.reports_critical(RELATIVE).await;
        world.passes_s(20).await;
        world.driver.unblock(LAWYER);
        world.settle().await;
        world.passes_s(5).await;
        world.sees(LAWYER, "I take it").await;
    })
    .await;
}

#[tokio::test]
async fn a_member_who_is_added_while_a_case_is_untaken_is_paged() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        world.passes_s(130).await;
        world.add(Role::Lawyer, "Asel", THIRD).await;
        world.says(THIRD, "/start").await;
        world.passes_s(120).await;
        world.sees(THIRD, "CRITICAL").await;
        world.taps(THIRD, "I take it").await;
        world.sees(LAWYER, "Asel has it since").await;
    })
    .await;
}

#[tokio::test]
async fn the_first_member_who_is_added_to_an_untaken_case_is_paged_within_five_seconds() {
    play_in(Scene { empty: true, ..Scene::default() }, async |world| {
        world.says(LAWYER, "/start").await;
        world.reports_critical(RELATIVE).await;
        world.passes_s(600).await;
        world.add(Role::Lawyer, "Mira", LAWYER).await;
        world.passes_s(5).await;
        world.sees(LAWYER, "I take it").await;
    })
    .await;
}

#[tokio::test]
async fn a_revoked_member_is_not_paged_and_cannot_take() {
    play_in(Scene { empty: true, ..Scene::default() }, async |world| {
        let mira = world.add(Role::Lawyer, "Mira", LAWYER).await;
        let timur = world.add(Role::Lawyer, "Timur", SECOND).await;
        world.says(LAWYER, "/start").await;
        world.says(SECOND, "/start").await;
        world.revoke(&mira).await;
        world.reports_critical(RELATIVE).await;
        world.sees(SECOND, "CRITICAL").await;
        let (message, take) = world.button(SECOND, "I take it").await;
        world.revoke(&timur).await;
        world.sees_no(SECOND, "CRITICAL").await;
        world.forges(SECOND, message, &take).await;
        world.hears(SECOND, "This button is old.").await;
        let pages = world.rings(SECOND, "CRITICAL").await;
        world.passes_s(700).await;
        assert_eq!(world.rings(SECOND, "CRITICAL").await, pages);
        assert_eq!(world.rings(LAWYER, "CRITICAL").await, 0);
        world.sees_no(RELATIVE, "has it since").await;
    })
    .await;
}

#[tokio::test]
async fn revoking_the_one_who_is_being_called_calls_the_next_at_once() {
    play_in(Scene { empty: true, ..Scene::default() }, async |world| {
        let mira = world.add(Role::Lawyer, "Mira", LAWYER).await;
        world.add(Role::Lawyer, "Timur", SECOND).await;
        world.says(LAWYER, "/start").await;
        world.says(SECOND, "/start").await;
        world.reports_critical(RELATIVE).await;
        world.sees(LAWYER, "CRITICAL").await;
        world.sees_no(SECOND, "CRITICAL").await;
        world.revoke(&mira).await;
        world.passes_s(5).await;
        world.sees(SECOND, "CRITICAL").await;
    })
    .await;
}

//! What was once sent follows what is known: pages, receipts, times.

use habeas_core::domain::Role;

use serde_json::json;

use crate::support::people::{COORDINATOR, LAWYER, RELATIVE, SECOND};
use crate::support::world::{Scene, play, play_in};

#[tokio::test]
async fn words_without_any_answer_bring_a_silent_card_to_coordinators() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        world.says(RELATIVE, "they are taking him away").await;
        let card = world.sees(COORDINATOR, "WATCH").await;
        assert!(card.silent);
    })
    .await;
}

#[tokio::test]
async fn a_page_shows_the_place_as_it_is_known_now() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        let page = world.sees(LAWYER, "Kazakhstan. Now: In court").await;
        world.taps(RELATIVE, "Change an answer").await;
        world.taps(RELATIVE, "Where is the person now?").await;
        world.taps(RELATIVE, "Airport").await;
        let changed = world.sees(LAWYER, "Kazakhstan. Now: Airport").await;
        assert_eq!(page.message_id, changed.message_id, "in place, without a ring");
    })
    .await;
}

#[tokio::test]
async fn a_new_receipt_takes_the_old_one_off_the_chat() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps(RELATIVE, "Kazakhstan").await;
        world.says(RELATIVE, "/code").await;
        let old = world.sees(RELATIVE, "Your code for this report").await;
        world.says(RELATIVE, "/code").await;
        world.settle().await;
        assert!(world.is_deleted(RELATIVE, old.message_id).await);
        let new = world.sees(RELATIVE, "Your code for this report").await;
        assert_ne!(old.text, new.text);
    })
    .await;
}

#[tokio::test]
async fn a_case_whose_owner_is_revoked_is_called_again() {
    play_in(Scene { empty: true, ..Scene::default() }, async |world| {
        let mira = world.add(Role::Lawyer, "Mira", LAWYER).await;
        world.add(Role::Coordinator, "Timur", COORDINATOR).await;
        world.says(LAWYER, "/start").await;
        world.says(COORDINATOR, "/start").await;
        world.reports_critical(RELATIVE).await;
        world.taps(LAWYER, "I take it").await;
        world.sees(COORDINATOR, "Mira has it since").await;
        world.passes_s(1200).await;
        world.revoke(&mira).await;
        world.passes_s(5).await;
        world.sees(RELATIVE, "The person on duty cannot go on with it.").await;
        world.passes_s(300).await;
        // Counted from now on, not from the first call.
        world.sees(RELATIVE, "5 minutes").await;
        world.taps(COORDINATOR, "I take it").await;
        world.sees(RELATIVE, "A coordinator on duty has it since").await;
    })
    .await;
}

#[tokio::test]
async fn words_that_no_answer_explains_bring_a_silent_card_too() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps(RELATIVE, "Kazakhstan").await;
        world.sees_no(COORDINATOR, "WATCH").await;
        world.says(RELATIVE, "they drive him to the airport").await;
        assert!(world.sees(COORDINATOR, "WATCH").await.silent);
    })
    .await;
}

#[tokio::test]
async fn what_is_added_after_the_taking_reaches_the_owner_without_sound() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        world.taps(LAWYER, "I take it").await;
        let taken = world.sees(LAWYER, "You have it since").await;
        assert!(taken.text.contains("Kazakhstan. Now: In court"), "{}", taken.text);
        world.passes_s(120).await;
        world.sends(RELATIVE, "photo", json!({"caption": "a white van"})).await;
        let told = world.sees(LAWYER, "Something was added at").await;
        assert!(told.silent && told.message_id != taken.message_id);
        assert!(!told.text.contains("van"));
    })
    .await;
}

#[tokio::test]
async fn without_a_coordinator_a_watch_case_is_shown_to_the_first_lawyer() {
    play_in(Scene { empty: true, ..Scene::default() }, async |world| {
        world.add(Role::Lawyer, "Mira", LAWYER).await;
        world.says(LAWYER, "/start").await;
        world.says(RELATIVE, "/start").await;
        world.says(RELATIVE, "they are taking him away").await;
        assert!(world.sees(LAWYER, "WATCH").await.silent);
    })
    .await;
}

#[tokio::test]
async fn when_all_have_said_i_cannot_they_are_asked_again_in_the_ladders_time() {
    play_in(Scene { empty: true, ..Scene::default() }, async |world| {
        world.add(Role::Lawyer, "Mira", LAWYER).await;
        world.says(LAWYER, "/start").await;
        world.reports_critical(RELATIVE).await;
        let tapped = world.taps(LAWYER, "I cannot").await;
        world.hears(LAWYER, "Nobody else is on call: I ask again soon.").await;
        assert_eq!(world.rings(LAWYER, "CRITICAL").await, 1, "not again at once: {tapped:?}");
        world.passes_s(59).await;
        assert_eq!(world.rings(LAWYER, "CRITICAL").await, 1);
        world.passes_s(1).await;
        assert_eq!(world.rings(LAWYER, "CRITICAL").await, 2);
    })
    .await;
}

#[tokio::test]
async fn one_member_who_cannot_be_read_keeps_nobody_from_being_called() {
    play_in(Scene { empty: true, ..Scene::default() }, async |world| {
        let broken = world.add(Role::Lawyer, "Mira", SECOND).await;
        world.add(Role::Lawyer, "Timur", LAWYER).await;
        world.says(LAWYER, "/start").await;
        let spoil = "-- tests::spoil
            UPDATE members SET sealed_person = $2 WHERE id = $1";
        world.execute(spoil, vec![broken.into(), vec![7_u8; 40].into()]).await;
        world.reports_critical(RELATIVE).await;
        world.sees(LAWYER, "CRITICAL").await;
    })
    .await;
}

#[tokio::test]
async fn who_comes_back_after_blocking_the_bot_reads_where_the_case_stands() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        world.driver.block(RELATIVE);
        world.settle().await;
        world.taps(LAWYER, "I take it").await;
        world.driver.unblock(RELATIVE);
        world.settle().await;
        let back = world.sees(RELATIVE, "Welcome back.").await;
        assert!(back.text.contains("somebody on duty has it"), "{}", back.text);
    })
    .await;
}

#[tokio::test]
async fn a_code_that_is_taken_already_shows_no_name_on_a_lock_screen() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        world.taps(LAWYER, "I take it").await;
        let code = world.code().await;
        world.says(SECOND, &format!("/take {code}")).await;
        let answer = world.sees(SECOND, ": open this message to read it.").await;
        let (first, rest) = answer.text.split_once('\n').unwrap();
        assert_eq!(first, format!("{code}: open this message to read it."));
        assert!(rest.contains("has it since"), "{rest}");
        let message = json!({"text": format!("/take {code}")});
        world.sends(LAWYER, "forward", message).await;
        world.sees(LAWYER, &format!("{code}: not sent, and deleted here.")).await;
    })
    .await;
}

#[tokio::test]
async fn a_conversation_that_cannot_be_read_restarts_in_its_language_and_says_so() {
    play(async |world| {
        world.says_in(RELATIVE, "ru", "/start").await;
        world.taps(RELATIVE, "Казахстан").await;
        let spoil = "-- tests::spoil
            UPDATE conversations SET sealed_state = $1";
        world.execute(spoil, vec![vec![7_u8; 40].into()]).await;
        world.says(RELATIVE, "слова").await;
        world.sees(RELATIVE, "Меня обновили. Ваши ответы сохранены в деле.").await;
        let kept = world.opened().await;
        assert_eq!(kept.iter().map(|e| &e["kind"]).collect::<Vec<_>>(), ["answer", "words"]);
    })
    .await;
}

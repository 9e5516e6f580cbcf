//! What was once sent follows what is known: pages, receipts, times.

use habeas_core::domain::Role;

use crate::support::people::{COORDINATOR, LAWYER, RELATIVE};
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
        world.revoke(&mira).await;
        world.passes_s(5).await;
        world.taps(COORDINATOR, "I take it").await;
        world.sees(RELATIVE, "A coordinator on duty has it since").await;
    })
    .await;
}

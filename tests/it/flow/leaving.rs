//! What leaves the chat, and when.

use habeas::rehearsal::botapi::{FaultKind, Sender, Sending};

use crate::support::people::{COORDINATOR, LAWYER, RELATIVE, SECOND};
use crate::support::world::play;

#[tokio::test]
async fn the_receipt_leaves_the_chat_after_ten_minutes() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        let receipt = world.sees(RELATIVE, "Your code for this report.").await;
        world.taps(LAWYER, "I take it").await;
        world.passes_s(570).await;
        assert!(!world.is_deleted(RELATIVE, receipt.message_id).await);
        world.passes_s(31).await;
        assert!(world.is_deleted(RELATIVE, receipt.message_id).await);
    })
    .await;
}

#[tokio::test]
async fn the_receipt_leaves_the_chat_at_once_when_it_is_written_down() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        let receipt = world.sees(RELATIVE, "Your code for this report.").await;
        world.taps(RELATIVE, "I wrote it down").await;
        world.hears(RELATIVE, "Good. I take the code off this chat.").await;
        assert!(world.is_deleted(RELATIVE, receipt.message_id).await);
    })
    .await;
}

#[tokio::test]
async fn everything_is_gone_before_forty_seven_hours() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        world.says(RELATIVE, "some words").await;
        world.passes_s(700).await;
        world.taps(LAWYER, "I take it").await;
        world.passes_s(3600).await;
        world.passes_s(47 * 3600 - 4300).await;
        for user in [RELATIVE, LAWYER, SECOND, COORDINATOR] {
            let view = world.driver.chat(user, None, 0).await;
            let age = |at: i64| world.driver.now().as_millis() - at;
            let left: Vec<&str> = view
                .shown()
                .filter(|m| age(m.at) > 46 * 3_600_000)
                .map(|m| m.text.as_str())
                .collect();
            assert!(left.is_empty(), "{left:?}");
        }
        // What was said last, that a second lawyer is called, came an hour later.
        world.passes_s(3600).await;
        let view = world.driver.chat(RELATIVE, None, 0).await;
        assert_eq!(view.shown().count(), 0, "{}", world.screen(RELATIVE).await);
    })
    .await;
}

#[tokio::test]
async fn everything_that_the_bot_sends_is_protected_and_no_address_in_it_is_looked_up() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        world.taps(LAWYER, "Why").await;
        let mut own = vec![];
        for user in [RELATIVE, LAWYER] {
            let messages = world.driver.chat(user, None, 0).await.messages;
            own.extend(messages.into_iter().filter(|m| m.from == Sender::Bot));
        }
        assert!(own.iter().any(|m| m.edits > 0), "edits too");
        assert!(own.iter().all(|m| m.protected && !m.previews), "{own:?}");
    })
    .await;
}

#[tokio::test]
async fn a_deletion_that_telegram_did_not_answer_is_tried_again() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps(RELATIVE, "Kazakhstan").await;
        world.fault(FaultKind::ServerError, "deleteMessages", Some(RELATIVE), 2);
        let said = world.says(RELATIVE, "some words").await;
        assert!(!world.is_deleted(RELATIVE, said.message_id).await);
        world.passes_s(31).await;
        world.passes_s(31).await;
        assert!(world.is_deleted(RELATIVE, said.message_id).await);
    })
    .await;
}

#[tokio::test]
async fn a_message_too_old_to_be_deleted_keeps_no_other_in_the_chat() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps(RELATIVE, "Kazakhstan").await;
        world.stop().await;
        world.driver.advance_clock(10 * 3_600_000);
        world.start().await;
        let photo = world.sends(RELATIVE, "photo", serde_json::json!({})).await;
        world.stop().await;
        world.driver.advance_clock(47 * 3_600_000);
        world.start().await;
        world.settle().await;
        world.passes_s(31).await;
        assert!(world.is_deleted(RELATIVE, photo.message_id).await);
    })
    .await;
}

#[tokio::test]
async fn a_network_that_does_not_answer_gives_up_no_deletion() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps(RELATIVE, "Kazakhstan").await;
        world.fault(FaultKind::ServerError, "deleteMessages", Some(RELATIVE), 98);
        let said = world.says(RELATIVE, "some words").await;
        for _ in 0..95 {
            world.passes_s(31).await;
        }
        assert!(!world.is_deleted(RELATIVE, said.message_id).await);
        for _ in 0..5 {
            world.passes_s(31).await;
        }
        assert!(world.is_deleted(RELATIVE, said.message_id).await);
    })
    .await;
}

#[tokio::test]
async fn a_message_that_is_read_late_leaves_in_time_all_the_same() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps(RELATIVE, "Kazakhstan").await;
        world.stop().await;
        let photo = Sending::new(RELATIVE, "photo", serde_json::json!({}));
        let photo = world.driver.send(&photo).unwrap().message_id;
        world.driver.advance_clock(10 * 3_600_000);
        world.start().await;
        world.settle().await;
        world.passes_s(36 * 3600 + 10).await;
        assert!(world.is_deleted(RELATIVE, photo).await, "46 hours after it was sent");
    })
    .await;
}

#[tokio::test]
async fn a_message_whose_answer_was_lost_leaves_the_chat_too() {
    play(async |world| {
        world.fault(FaultKind::LostAnswer, "sendMessage", Some(RELATIVE), 1);
        world.says(RELATIVE, "/start").await;
        world.passes_s(10).await;
        world.taps(RELATIVE, "Kazakhstan").await;
        let sent = world.times_sent(RELATIVE, "Telegram can read this chat").await;
        assert_eq!(sent, 2, "the lost one and its repeat");
        world.passes_s(46 * 3600 + 20).await;
        let view = world.driver.chat(RELATIVE, None, 0).await;
        assert_eq!(view.shown().count(), 0, "{}", world.screen(RELATIVE).await);
    })
    .await;
}

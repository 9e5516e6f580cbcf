//! Telegram's rates, on the server's clock.

use habeas::rehearsal::botapi::Tap;
use serde_json::json;

use crate::stage::Stage;

#[tokio::test]
async fn a_fourth_message_at_once_gets_429_with_the_time_to_wait() {
    let stage = Stage::limited().await;
    stage.opened(7).await;
    stage.opened(8).await;
    for _ in 0..3 {
        stage.send(7, "x").await;
    }
    let refused = stage.call("sendMessage", json!({"chat_id": 7, "text": "x"})).await;
    assert_eq!(refused.refusal(), (429, "Too Many Requests: retry after 1"));
    assert_eq!(refused.body["parameters"], json!({"retry_after": 1}));
    assert_eq!(refused.retry_after.as_deref(), Some("1"));
    stage.send(8, "another chat is not touched").await;
    let again = stage.call("sendMessage", json!({"chat_id": 7, "text": "x"})).await;
    assert_eq!(again.body["parameters"], json!({"retry_after": 2}), "the penalty grows");
    stage.people.advance_clock(2_000);
    stage.send(7, "x").await;
}

#[tokio::test]
async fn edits_share_the_rate_and_answers_and_deletes_are_free() {
    let stage = Stage::limited().await;
    stage.opened(7).await;
    let card = stage.send_button(7, "Yes", "y").await;
    for text in ["a", "b"] {
        let markup = json!({"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]});
        let edit = json!({"chat_id": 7, "message_id": card, "text": text, "reply_markup": markup});
        stage.done("editMessageText", edit).await;
    }
    let edit = json!({"chat_id": 7, "message_id": card, "text": "c"});
    assert_eq!(stage.call("editMessageText", edit).await.status, 429);
    for _ in 0..5 {
        let tap = stage.people.tap(&Tap::label(7, card, "Yes")).unwrap();
        let answer = json!({"callback_query_id": tap.callback_query_id, "text": "ok"});
        stage.done("answerCallbackQuery", answer).await;
    }
    stage.done("sendChatAction", json!({"chat_id": 7, "action": "typing"})).await;
    stage.done("deleteMessage", json!({"chat_id": 7, "message_id": card})).await;
}

#[tokio::test]
async fn limits_can_be_off() {
    let stage = Stage::new().await;
    stage.opened(7).await;
    for _ in 0..50 {
        stage.send(7, "x").await;
    }
}

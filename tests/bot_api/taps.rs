//! Taps and their answers.

use habeas::rehearsal::botapi::{DriverError, Tap, Toast};
use serde_json::json;

use crate::stage::Stage;

const EXPIRED: &str =
    "Bad Request: query is too old and response timeout expired or query ID is invalid";

#[tokio::test]
async fn a_tap_carries_the_message_and_is_answered_once() {
    let stage = Stage::new().await;
    stage.opened(7).await;
    let card = stage.send_button(7, "Yes", "y").await;
    let first = stage.people.tap(&Tap::label(7, card, "Yes")).unwrap();
    let second = stage.people.tap(&Tap::data(7, card, "y")).unwrap();
    assert_ne!(first.callback_query_id, second.callback_query_id);

    let updates = stage.updates().await;
    let query = &updates[0]["callback_query"];
    assert_eq!(query["data"], json!("y"));
    assert_eq!(query["from"]["id"], json!(7));
    assert_eq!(query["message"]["message_id"], json!(card));
    assert!(query["message"]["reply_markup"].is_object() && query["chat_instance"].is_string());

    let answer = json!({"callback_query_id": query["id"], "text": "Noted", "show_alert": true});
    stage.done("answerCallbackQuery", answer.clone()).await;
    assert_eq!(stage.call("answerCallbackQuery", answer).await.refusal(), (400, EXPIRED));
    let silent = json!({"callback_query_id": second.callback_query_id});
    stage.done("answerCallbackQuery", silent).await;
    let chat = stage.chat(7).await;
    let query = first.callback_query_id.clone();
    assert_eq!(chat.toasts, [Toast { text: "Noted".to_owned(), alert: true, query }]);
    assert_eq!(chat.answered, [first.callback_query_id, second.callback_query_id]);
}

#[tokio::test]
async fn an_answer_comes_too_late_after_150_seconds() {
    let stage = Stage::new().await;
    stage.opened(7).await;
    let card = stage.send_button(7, "Yes", "y").await;
    let tap = stage.people.tap(&Tap::label(7, card, "Yes")).unwrap();
    stage.people.advance_clock(150_000);
    let answer = json!({"callback_query_id": tap.callback_query_id});
    assert_eq!(stage.call("answerCallbackQuery", answer).await.refusal(), (400, EXPIRED));
}

#[tokio::test]
async fn a_notice_has_at_most_200_characters() {
    let stage = Stage::new().await;
    stage.opened(7).await;
    let card = stage.send_button(7, "Yes", "y").await;
    let tap = stage.people.tap(&Tap::label(7, card, "Yes")).unwrap();
    let answer = |length: usize| {
        let text = "я".repeat(length);
        json!({"callback_query_id": tap.callback_query_id, "text": text})
    };
    assert_eq!(stage.call("answerCallbackQuery", answer(201)).await.status, 400);
    stage.done("answerCallbackQuery", answer(200)).await;
}

#[tokio::test]
async fn only_a_button_that_is_shown_now_can_be_pressed() {
    let stage = Stage::new().await;
    stage.opened(7).await;
    let card = stage.send_button(7, "Yes", "y").await;
    let press = |label: &str| stage.people.tap(&Tap::label(7, card, label));
    let refused = Err(DriverError::NoSuchButton { message_id: card });
    assert_eq!(press("yes"), refused);
    assert!(press("Yes").is_ok());
    let both = Tap { data: Some("n".to_owned()), ..Tap::label(7, card, "Yes") };
    assert_eq!(stage.people.tap(&both), refused);

    let edit = json!({"chat_id": 7, "message_id": card, "text": "no buttons"});
    stage.done("editMessageText", edit).await;
    assert_eq!(press("Yes"), refused);
    let other = stage.send_button(7, "Yes", "y").await;
    stage.done("deleteMessage", json!({"chat_id": 7, "message_id": other})).await;
    assert!(stage.people.tap(&Tap::label(7, other, "Yes")).is_err());
    let over_http = json!({"user": 7, "message_id": card, "label": "Yes"});
    let answer = stage.order("tap", over_http).await;
    assert_eq!(answer.status, 409);
    assert!(answer.body["error"].is_string());
}

#[tokio::test]
async fn a_disabled_button_is_shown_and_cannot_be_pressed() {
    let stage = Stage::new().await;
    stage.opened(7).await;
    let button = json!({"text": "Yes", "callback_data": "y", "disabled": true});
    let markup = json!({"inline_keyboard": [[button]]});
    let params = json!({"chat_id": 7, "text": "?", "reply_markup": markup});
    let card = stage.done("sendMessage", params).await["message_id"].as_i64().unwrap();
    assert!(stage.chat(7).await.messages[1].buttons[0][0].disabled);
    assert!(stage.people.tap(&Tap::label(7, card, "Yes")).is_err());
}

#[tokio::test]
async fn a_forged_tap_passes_with_any_data() {
    let stage = Stage::new().await;
    stage.opened(7).await;
    let card = stage.send_button(7, "Yes", "y").await;
    for (message_id, data) in [(card, "forged"), (12345, "")] {
        let tap = json!({"user": 7, "message_id": message_id, "data": data, "forged": true});
        let id = stage.order("tap", tap).await.body["callback_query_id"].clone();
        let query = stage.updates().await.pop().unwrap()["callback_query"].clone();
        assert_eq!((&query["data"], &query["id"]), (&json!(data), &id));
        assert_eq!(query["message"]["message_id"], json!(message_id));
        stage.done("answerCallbackQuery", json!({"callback_query_id": id})).await;
    }
}

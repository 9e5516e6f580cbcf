//! The keyboard that a bot shows in the place of the phone's own.

use habeas::rehearsal::botapi::{Press, Sending};
use serde_json::{Value, json};

use crate::stage::Stage;

fn shown() -> Value {
    let key = json!({"text": "Send my number", "request_contact": true});
    json!({"keyboard": [[key], [{"text": "Not now"}]], "one_time_keyboard": true, "resize_keyboard": true})
}

async fn keys(stage: &Stage) -> Vec<String> {
    stage.chat(7).await.keyboard.into_iter().flatten().map(|key| key.label).collect()
}

#[tokio::test]
async fn a_key_sends_the_users_number_until_another_message_takes_it_away() {
    let stage = Stage::new().await;
    stage.opened(7).await;
    let params = json!({"chat_id": 7, "text": "Which number?", "reply_markup": shown()});
    let sent = stage.done("sendMessage", params).await;
    assert_eq!(sent.get("reply_markup"), None, "Telegram shows a bot inline keyboards only");
    assert_eq!(keys(&stage).await, ["Send my number", "Not now"]);
    let pressed = json!({"user": 7, "label": "Send my number", "phone_number": "+0 00"});
    assert_eq!(stage.order("press", pressed).await.status, 200);
    stage.people.press(&Press::new(7, "Not now")).unwrap();
    let updates = stage.updates().await;
    let [.., contact, words] = updates.as_slice() else { panic!("{updates:?}") };
    let contact = &contact["message"]["contact"];
    assert_eq!((&contact["phone_number"], &contact["user_id"]), (&json!("+0 00"), &json!(7)));
    assert_eq!(words["message"]["text"], json!("Not now"));

    assert_eq!(keys(&stage).await.len(), 2, "it stays until it is taken away");
    stage.send(7, "nothing about keys").await;
    assert_eq!(keys(&stage).await.len(), 2);
    let away = json!({"chat_id": 7, "text": "gone", "reply_markup": {"remove_keyboard": true}});
    stage.done("sendMessage", away).await;
    assert_eq!(keys(&stage).await, [""; 0]);
    let gone = json!({"user": 7, "label": "Send my number"});
    assert_eq!(stage.order("press", gone).await.status, 409);
}

#[tokio::test]
async fn it_comes_with_no_edit_and_its_message_cannot_be_edited() {
    let stage = Stage::new().await;
    stage.opened(7).await;
    let card = stage.send(7, "a card").await;
    let edit = json!({"chat_id": 7, "message_id": card, "text": "b", "reply_markup": shown()});
    assert_eq!(stage.call("editMessageText", edit).await.status, 400);
    let params = json!({"chat_id": 7, "text": "a", "reply_markup": shown()});
    let id = stage.done("sendMessage", params).await["message_id"].clone();
    let edit = json!({"chat_id": 7, "message_id": id, "text": "b"});
    let refused = stage.call("editMessageText", edit).await;
    assert_eq!(refused.refusal(), (400, "Bad Request: message can't be edited"));
    stage.done("deleteMessage", json!({"chat_id": 7, "message_id": id})).await;
    assert_eq!(keys(&stage).await, [""; 0], "with its message it goes");
}

#[tokio::test]
async fn a_number_is_asked_for_in_private_chats_only_and_a_key_says_something() {
    let stage = Stage::new().await;
    stage.opened(7).await;
    let group = json!({"id": -100, "type": "group", "title": "x"});
    let update = json!({"message": {"message_id": 1, "chat": group, "date": 1,
        "from": {"id": 7, "is_bot": false, "first_name": "x"}, "text": "hi"}});
    stage.people.send(&Sending::new(7, "raw", json!({"update": update}))).unwrap();
    let params = json!({"chat_id": -100, "text": "a", "reply_markup": shown()});
    let refused = stage.call("sendMessage", params).await;
    let private = "Bad Request: phone number can be requested in private chats only";
    assert_eq!(refused.refusal(), (400, private));
    let styled = json!({"text": "a", "style": "danger"});
    for keyboard in [json!([[{"text": " "}]]), json!([[styled]]), json!(["a"]), json!({})] {
        let markup = json!({"keyboard": keyboard});
        let params = json!({"chat_id": 7, "text": "a", "reply_markup": markup});
        assert_eq!(stage.call("sendMessage", params).await.status, 400, "{markup}");
    }
}

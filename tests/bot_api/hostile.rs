//! Everything but words: files, places, edits, and updates that no client of ours would send.

use habeas::rehearsal::botapi::Sending;
use serde_json::{Value, json};

use crate::stage::{Stage, TOKEN};

async fn sent(stage: &Stage, kind: &str, details: Value) -> Value {
    let said = stage.people.send(&Sending::new(7, kind, details)).unwrap();
    let update = stage.updates_from(json!({"offset": said.update_id})).await.pop().unwrap();
    assert_eq!(update["update_id"], json!(said.update_id));
    update
}

#[tokio::test]
async fn each_kind_comes_as_telegram_sends_it() {
    let stage = Stage::new().await;
    for (kind, place, field) in [
        ("photo", "/photo/1/width", json!(1280)),
        ("document", "/document/file_name", json!("paper.pdf")),
        ("voice", "/voice/duration", json!(7)),
        ("video", "/video/mime_type", json!("video/mp4")),
        ("location", "/location/latitude", json!(43.238_949)),
        ("contact", "/contact/phone_number", json!("+70000000000")),
        ("sticker", "/sticker/emoji", json!("👍")),
        ("poll", "/poll/options/0/text", json!("this")),
        ("forward", "/forward_origin/type", json!("hidden_user")),
    ] {
        let update = sent(&stage, kind, json!({})).await;
        let message = &update["message"];
        assert_eq!(message.pointer(place), Some(&field), "{kind}");
        assert_eq!(message["from"]["id"], json!(7));
    }
}

#[tokio::test]
async fn an_edit_is_an_edited_message_of_the_users_own() {
    let stage = Stage::new().await;
    let (_, words) = stage.say(7, "before");
    let update = sent(&stage, "edit", json!({"message_id": words, "text": "after"})).await;
    let edited = &update["edited_message"];
    assert_eq!((&edited["text"], &edited["message_id"]), (&json!("after"), &json!(words)));
    assert!(edited["edit_date"].is_i64());
    let card = stage.send(7, "the bot's").await;
    let foreign = json!({"user": 7, "kind": "edit", "message_id": card});
    assert_eq!(stage.order("send", foreign).await.status, 409);
}

#[tokio::test]
async fn a_file_is_fetched_by_its_id() {
    let stage = Stage::new().await;
    let update = sent(&stage, "document", json!({"content": "a warrant", "caption": "c"})).await;
    let document = &update["message"]["document"];
    let file = stage.done("getFile", json!({"file_id": document["file_id"]})).await;
    assert_eq!(file["file_size"], json!(9));
    let path = file["file_path"].as_str().unwrap();
    let url = format!("{}/file/bot{TOKEN}/{path}", stage.server.url());
    let response = stage.http.get(url).send().await.unwrap();
    assert_eq!(response.text().await.unwrap(), "a warrant");
    let update = sent(&stage, "photo", json!({"content_base64": "/9j/4A=="})).await;
    let file = &update["message"]["photo"][1];
    let file = stage.done("getFile", json!({"file_id": file["file_id"]})).await;
    let url =
        format!("{}/file/bot{TOKEN}/{}", stage.server.url(), file["file_path"].as_str().unwrap());
    let response = stage.http.get(&url).send().await.unwrap();
    assert_eq!(response.bytes().await.unwrap()[..], [0xff, 0xd8, 0xff, 0xe0]);
    let other = url.replace(TOKEN, "4243:another-bot");
    assert_eq!(stage.http.get(other).send().await.unwrap().status(), 404);
    assert_eq!(stage.http.get(url + "x").send().await.unwrap().status(), 404);
    assert_eq!(stage.call("getFile", json!({"file_id": "none"})).await.status, 400);
    for (bytes, status) in [(20 << 20, 200), ((20 << 20) + 1, 400)] {
        let content = "x".repeat(bytes);
        let update = sent(&stage, "document", json!({"content": content})).await;
        let asked = json!({"file_id": update["message"]["document"]["file_id"]});
        assert_eq!(stage.call("getFile", asked).await.status, status, "{bytes}");
    }
    assert_eq!(stage.chat(7).await.messages[0].text, "c");
}

#[tokio::test]
async fn a_voice_may_lack_its_optional_mime_type() {
    let stage = Stage::new().await;
    let update = sent(&stage, "voice", json!({"mime_type": null})).await;
    assert!(update["message"]["voice"].get("mime_type").is_none());
}

#[tokio::test]
async fn a_raw_update_arrives_as_it_is_and_opens_its_chat() {
    let stage = Stage::new().await;
    let user = 5_000_000_000_i64;
    let message = json!({
        "message_id": 3_000_000_000_i64, "date": 1,
        "chat": {"id": user, "type": "private", "first_name": "\u{202e}evil"},
        "from": {"id": user, "is_bot": false, "first_name": "\u{202e}evil"},
        "text": "е\u{301}".repeat(40_000),
        "entities": [{"type": "date_time", "offset": 0, "length": 1}, {"type": "never_seen"}],
        "voice": {"file_id": "x"}, "brand_new": [null],
    });
    let update = sent(&stage, "raw", json!({"update": {"message": message}})).await;
    assert_eq!(update["message"], message);
    assert!(stage.send(user, "answered").await > 3_000_000_000);
}

#[tokio::test]
async fn a_raw_tap_can_be_answered() {
    let stage = Stage::new().await;
    stage.opened(7).await;
    let query = json!({"id": "hand-made", "from": {"id": 7}, "data": "\u{0}"});
    sent(&stage, "raw", json!({"update": {"callback_query": query}})).await;
    stage.done("answerCallbackQuery", json!({"callback_query_id": "hand-made"})).await;
}

#[tokio::test]
async fn an_order_that_cannot_be_understood_is_refused_with_a_sentence() {
    let stage = Stage::new().await;
    for (name, order) in [
        ("send", json!({"user": 7, "kind": "hologram"})),
        ("send", json!({"user": 7, "kind": "photo", "captoin": "x"})),
        ("send", json!({"user": 7, "kind": "raw"})),
        ("say", json!({"user": 7})),
        ("say", json!({"user": 7, "text": "x", "txt": "y"})),
        ("tap", json!({"user": 7, "message_id": 1})),
        ("fault", json!({"kind": "earthquake", "times": 1})),
        ("clock", json!({"advance_ms": -1})),
    ] {
        let refused = stage.order(name, order.clone()).await;
        assert_eq!(refused.status, 400, "{name} {order}");
        assert!(refused.body["error"].is_string(), "{name} {order}");
    }
    assert_eq!(stage.order("dance", json!({})).await.status, 404);
    assert_eq!(stage.ask("chat").await.status, 400);
}

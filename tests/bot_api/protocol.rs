//! Paths, tokens and the four ways to write parameters.

use serde_json::json;

use crate::stage::{Stage, TOKEN, answer};

#[tokio::test]
async fn parameters_come_as_query_form_json_or_multipart_with_get_or_post() {
    let stage = Stage::new().await;
    stage.opened(7).await;
    let url = stage.method(TOKEN, "sendMessage");
    let entity = json!([{"type": "bold", "offset": 0, "length": 1}]).to_string();
    let pairs = [("chat_id", "7"), ("text", "a&b"), ("entities", entity.as_str())];
    let form = reqwest::Body::from("chat_id=7&text=a%26b&disable_notification=true");
    let urlencoded = "application/x-www-form-urlencoded";
    let multipart = "--x\r\nContent-Disposition: form-data; name=\"chat_id\"\r\n\r\n7\r\n\
        --x\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\na&b\r\n--x--\r\n";
    let requests = [
        stage.http.get(&url).query(&pairs),
        stage.http.post(&url).query(&pairs),
        stage.http.post(&url).header("Content-Type", urlencoded).body(form),
        stage
            .http
            .post(&url)
            .header("Content-Type", "multipart/form-data; boundary=x")
            .body(multipart),
        stage.http.post(&url).json(&json!({"chat_id": 7, "text": "a&b", "entities": entity})),
    ];
    for request in requests {
        let sent = answer(request).await.unwrap().result();
        assert_eq!(sent["text"], json!("a&b"));
        assert_eq!(sent["chat"], json!({"id": 7, "first_name": "User 7", "type": "private"}));
    }
    assert!(stage.chat(7).await.messages[3].silent, "the form's boolean was read");
}

#[tokio::test]
async fn methods_are_found_in_any_case_and_unknown_ones_are_not() {
    let stage = Stage::new().await;
    let me = stage.done("GETME", json!({})).await;
    assert_eq!((&me["id"], &me["is_bot"]), (&json!(42), &json!(true)));
    assert_eq!(stage.call("getYou", json!({})).await.refusal(), (404, "Not Found"));
    let later = stage.call("sendPhoto", json!({"chat_id": 7, "photo": "x"})).await;
    assert_eq!(later.refusal(), (400, "Bad Request: method not simulated"));
}

#[tokio::test]
async fn a_bad_token_is_refused() {
    let stage = Stage::with(false, Some(TOKEN)).await;
    let refused = stage.call_as("42:other", "getMe", json!({})).await;
    assert_eq!(refused.refusal(), (401, "Unauthorized"));
    let refused = stage.call_as("nonsense", "getMe", json!({})).await;
    assert_eq!(refused.refusal(), (404, "Not Found"));
    stage.done("getMe", json!({})).await;
}

#[tokio::test]
async fn missing_unknown_and_mistyped_parameters_are_refused() {
    let stage = Stage::new().await;
    stage.opened(7).await;
    for params in [
        json!({"chat_id": 7}),
        json!({"chat_id": 7, "text": "x", "txet": "y"}),
        json!({"chat_id": 7, "text": 5}),
        json!({"chat_id": 7, "text": "x", "reply_markup": "{"}),
        json!({"chat_id": 7, "text": "x", "reply_markup": {"inline_keyboard": [{"text": "a"}]}}),
    ] {
        let refused = stage.call("sendMessage", params.clone()).await;
        let (code, text) = refused.refusal();
        assert!(code == 400 && text.starts_with("Bad Request: "), "{params} {text}");
    }
    assert_eq!(stage.chat(7).await.messages.len(), 1, "nothing was sent");
}

#[tokio::test]
async fn one_bots_chats_do_not_mix_with_anothers() {
    let stage = Stage::new().await;
    stage.opened(7).await;
    let other = json!({"chat_id": 7, "text": "x"});
    let refused = stage.call_as("43:x", "sendMessage", other).await;
    assert_eq!(refused.status, 403);
    stage.order("say", json!({"user": 7, "text": "to the other", "bot": 43})).await;
    let updates = stage.call_as("43:x", "getUpdates", json!({})).await.result();
    assert_eq!(updates[0]["message"]["text"], json!("to the other"));
    assert!(stage.updates().await.is_empty());
}

#[tokio::test]
async fn what_was_said_before_the_bot_came_waits_for_it() {
    let stage = Stage::new().await;
    stage.say(7, "/start");
    let updates = stage.updates().await;
    let message = &updates[0]["message"];
    assert_eq!(message["entities"], json!([{"type": "bot_command", "offset": 0, "length": 6}]));
    assert_eq!(message["from"]["id"], json!(7));
}

#[tokio::test]
async fn the_profile_is_kept_by_scope_and_language() {
    let stage = Stage::new().await;
    let commands = json!([{"command": "start", "description": "Begin"}]);
    let scope = json!({"type": "chat", "chat_id": 7});
    let set = json!({"commands": commands, "scope": scope, "language_code": "ru"});
    let unknown = stage.call("setMyCommands", set.clone()).await;
    assert_eq!(unknown.refusal(), (400, "Bad Request: chat not found"));
    stage.opened(7).await;
    assert_eq!(stage.done("setMyCommands", set).await, json!(true));
    let same = json!({"scope": scope, "language_code": "ru"});
    assert_eq!(stage.done("getMyCommands", same.clone()).await, commands);
    assert_eq!(stage.done("getMyCommands", json!({})).await, json!([]));
    stage.done("deleteMyCommands", same.clone()).await;
    assert_eq!(stage.done("getMyCommands", same).await, json!([]));
    stage.done("setMyDescription", json!({"description": "d", "language_code": "kk"})).await;
    let kept = stage.done("getMyDescription", json!({"language_code": "kk"})).await;
    assert_eq!(kept, json!({"description": "d"}));
    let wrong = json!({"commands": [{"command": "Start", "description": "x"}]});
    assert_eq!(stage.call("setMyCommands", wrong).await.status, 400);
    let wrong = stage.call("setMyDescription", json!({"language_code": "kaz"})).await;
    assert_eq!(wrong.refusal(), (400, "Bad Request: invalid language code specified"));
}

//! The driver over HTTP, as an outsider uses it.

use serde_json::json;

use crate::stage::Stage;

#[tokio::test]
async fn a_whole_conversation_over_http() {
    let stage = Stage::new().await;
    let said = stage.order("say", json!({"user": 7, "text": "/start", "language": "ru-RU"})).await;
    assert_eq!(said.body["message_id"], json!(1));
    let updates = stage.updates().await;
    assert_eq!(updates[0]["update_id"], said.body["update_id"]);
    assert_eq!(updates[0]["message"]["from"]["language_code"], json!("ru-RU"));
    let card = stage.send_button(7, "Да", "y").await;

    let chat = stage.ask("chat?user=7").await.body;
    let seen = &chat["messages"][1];
    let (label, data) = ("Да", "y");
    assert_eq!(seen["buttons"], json!([[{"label": label, "data": data}]]));
    for (field, value) in [
        ("message_id", json!(card)),
        ("from", json!("bot")),
        ("text", json!("?")),
        ("edits", json!(0)),
        ("deleted", json!(false)),
        ("silent", json!(false)),
        ("protected", json!(false)),
    ] {
        assert_eq!(seen[field], value, "{field}");
    }
    let tap = stage.order("tap", json!({"user": 7, "message_id": card, "label": "Да"})).await;
    let id = tap.body["callback_query_id"].clone();
    let updates = stage.updates().await;
    assert_eq!(updates[1]["callback_query"]["from"]["language_code"], json!("ru-RU"));
    stage.done("answerCallbackQuery", json!({"callback_query_id": id, "text": "ok"})).await;
    let chat = stage.ask("chat?user=7").await.body;
    assert_eq!(chat["toasts"], json!([{"text": "ok", "alert": false}]));
}

#[tokio::test]
async fn a_chat_is_waited_for_until_it_changes() {
    let stage = Stage::new().await;
    stage.opened(7).await;
    let seq = stage.chat(7).await.seq;
    let question = format!("chat?user=7&after={seq}&wait_s=20");
    let waits = stage.ask(&question);
    let acts = async {
        stage.say(8, "another chat does not wake it");
        stage.send(7, "this does").await
    };
    let before = stage.people.now();
    let (chat, card) = tokio::join!(waits, acts);
    assert!(stage.people.now().since(before) < 15_000, "well before the wait's own end");
    assert!(chat.body["seq"].as_u64().unwrap() > seq);
    assert_eq!(chat.body["messages"][1]["message_id"], json!(card));

    let seq = chat.body["seq"].as_u64().unwrap();
    let in_vain = stage.ask(&format!("chat?user=7&after={seq}&wait_s=0.05")).await;
    assert_eq!(in_vain.body["seq"], json!(seq));
}

#[tokio::test]
async fn calls_are_listed_in_order_without_the_token() {
    let stage = Stage::new().await;
    stage.opened(7).await;
    let (seq, _) = stage.people.calls(0, 0).await;
    stage.send(7, "x").await;
    stage.call("sendMessage", json!({"chat_id": 9, "text": "y"})).await;
    let listed = stage.ask(&format!("calls?after={seq}")).await;
    assert!(!listed.body.to_string().contains("rehearsal"), "the token's rest");
    let calls = listed.body["calls"].as_array().unwrap();
    assert_eq!(calls.len(), 2);
    let (first, second) = (&calls[0], &calls[1]);
    assert_eq!((&first["method"], &first["ok"]), (&json!("sendMessage"), &json!(true)));
    assert_eq!(first["params"], json!({"chat_id": 7, "text": "x"}));
    assert_eq!((&second["chat"], &second["error_code"]), (&json!(9), &json!(403)));
    assert_eq!(listed.body["seq"], second["seq"]);
    assert_eq!(listed.body["seq"], json!(seq + 2));
}

#[tokio::test]
async fn the_clock_is_read_and_moved() {
    let stage = Stage::new().await;
    let before = stage.ask("clock").await.body["now"].as_i64().unwrap();
    let moved = stage.order("clock", json!({"advance_ms": 3_600_000})).await.body["now"].clone();
    assert!(moved.as_i64().unwrap() >= before + 3_600_000);
    stage.say(7, "later");
    let date = stage.updates().await[0]["message"]["date"].as_i64().unwrap();
    assert!(date * 1000 >= before + 3_599_000);
}

#[tokio::test]
async fn blocking_twice_is_told_once() {
    let stage = Stage::new().await;
    stage.opened(7).await;
    for _ in 0..2 {
        assert_eq!(stage.order("block", json!({"user": 7})).await.status, 200);
    }
    assert_eq!(stage.order("unblock", json!({"user": 7})).await.status, 200);
    assert_eq!(stage.updates().await.len(), 2);
}

#[tokio::test]
async fn where_the_people_are_played_elsewhere_nothing_is_said_for_them_at_this_address() {
    let stage = Stage::unplayed().await;
    for order in ["chat?user=7", "clock"] {
        assert_eq!(stage.ask(order).await.status, 404, "{order}");
    }
    let said = stage.order("say", json!({"user": 7, "text": "/start"})).await;
    assert_eq!(said.status, 404);
    assert!(stage.updates().await.is_empty(), "nobody has said anything");
}

//! Faults that the driver orders.

use std::time::Duration;

use habeas::rehearsal::botapi::{Fault, FaultKind, Tap};
use serde_json::{Value, json};

use crate::stage::{Stage, TOKEN};

fn send(text: &str) -> Value {
    json!({"chat_id": 7, "text": text})
}

/// Whether a call gets no answer at all, not even a status.
async fn is_cut(stage: &Stage, method: &str, params: Value) -> bool {
    stage.http.post(stage.method(TOKEN, method)).json(&params).send().await.is_err()
}

async fn texts(stage: &Stage) -> Vec<String> {
    stage.chat(7).await.messages.into_iter().skip(1).map(|message| message.text).collect()
}

#[tokio::test]
async fn a_lost_answer_was_carried_out_and_a_reset_was_not() {
    let stage = Stage::new().await;
    stage.opened(7).await;
    stage.people.fault(Fault::new(FaultKind::LostAnswer));
    assert!(is_cut(&stage, "sendMessage", send("lost")).await);
    assert_eq!(texts(&stage).await, ["lost"]);
    stage.people.fault(Fault::new(FaultKind::Reset));
    assert!(is_cut(&stage, "sendMessage", send("reset")).await);
    assert_eq!(texts(&stage).await, ["lost"]);
    stage.done("sendMessage", send("passes")).await;
    assert_eq!(texts(&stage).await, ["lost", "passes"]);

    let (_, calls) = stage.people.calls(0, 0).await;
    let sends: Vec<_> = calls
        .iter()
        .filter(|call| call.method == "sendMessage")
        .map(|call| (call.ok, call.fault))
        .collect();
    let lost = (true, Some(FaultKind::LostAnswer));
    assert_eq!(sends, [lost, (false, Some(FaultKind::Reset)), (true, None)]);
}

#[tokio::test]
async fn a_lost_poll_has_confirmed_its_offset() {
    let stage = Stage::new().await;
    let (first, _) = stage.say(7, "a");
    let method = Some("getupdates".to_owned());
    stage.people.fault(Fault { method, ..Fault::new(FaultKind::LostAnswer) });
    assert!(is_cut(&stage, "getUpdates", json!({"offset": first + 1})).await);
    assert!(stage.updates().await.is_empty());
}

#[tokio::test]
async fn too_many_and_forbidden_answer_in_telegrams_words() {
    let stage = Stage::new().await;
    stage.opened(7).await;
    stage.opened(8).await;
    let order =
        json!({"kind": "too_many", "method": "sendMessage", "chat": 7, "times": 2, "value": 9});
    assert_eq!(stage.order("fault", order).await.status, 200);
    stage.send(8, "another chat").await;
    for _ in 0..2 {
        let refused = stage.call("sendMessage", send("x")).await;
        assert_eq!(refused.status, 429);
        assert_eq!(refused.body["parameters"], json!({"retry_after": 9}));
        assert_eq!(refused.retry_after.as_deref(), Some("9"));
    }
    stage.order("fault", json!({"kind": "forbidden"})).await;
    let refused = stage.call("sendMessage", send("x")).await;
    assert_eq!(refused.refusal(), (403, "Forbidden: bot was blocked by the user"));
    stage.order("fault", json!({"kind": "forbidden", "value": 1})).await;
    let refused = stage.call("sendMessage", send("x")).await;
    assert_eq!(refused.refusal(), (403, "Forbidden: user is deactivated"));
    stage.send(7, "passes").await;
    assert_eq!(texts(&stage).await, ["passes"]);
}

#[tokio::test]
async fn a_server_error_is_a_page_of_html() {
    let stage = Stage::new().await;
    stage.opened(7).await;
    stage.people.fault(Fault { value: Some(503), ..Fault::new(FaultKind::ServerError) });
    let url = stage.method(TOKEN, "sendMessage");
    let response = stage.http.post(url).json(&send("x")).send().await.unwrap();
    assert_eq!(response.status(), 503);
    assert!(response.text().await.unwrap().starts_with("<html>"));
    assert!(texts(&stage).await.is_empty());
}

#[tokio::test]
async fn a_slow_request_waits_before_it_is_carried_out() {
    let stage = Stage::new().await;
    stage.opened(7).await;
    stage.people.fault(Fault { value: Some(300), ..Fault::new(FaultKind::Slow) });
    let before = stage.people.now();
    stage.send(7, "slow").await;
    assert!(stage.people.now().since(before) >= 300);
}

#[tokio::test]
async fn a_slow_request_is_carried_out_although_its_caller_has_gone() {
    let stage = Stage::new().await;
    stage.opened(7).await;
    let seq = stage.chat(7).await.seq;
    stage.people.fault(Fault { value: Some(400), ..Fault::new(FaultKind::Slow) });
    let request = stage.http.post(stage.method(TOKEN, "sendMessage")).json(&send("late"));
    assert!(request.timeout(Duration::from_millis(100)).send().await.unwrap_err().is_timeout());
    let chat = stage.people.chat(7, Some(seq), 10_000).await;
    assert_eq!(chat.messages[1].text, "late");
}

#[tokio::test]
async fn an_update_is_delivered_twice_under_two_ids_or_under_one() {
    let stage = Stage::new().await;
    stage.opened(7).await;
    let card = stage.send_button(7, "Yes", "y").await;
    stage.people.fault(Fault { chat: Some(7), ..Fault::new(FaultKind::Duplicate) });
    stage.people.tap(&Tap::label(7, card, "Yes")).unwrap();
    stage.order("fault", json!({"kind": "duplicate", "times": 1, "value": 1})).await;
    stage.say(7, "once more");
    let updates = stage.updates().await;
    assert_eq!(updates.len(), 4);
    assert_eq!(updates[0]["callback_query"], updates[1]["callback_query"]);
    assert_ne!(updates[0]["update_id"], updates[1]["update_id"]);
    assert_eq!(updates[2], updates[3]);
    let confirmed = updates[3]["update_id"].as_i64().unwrap() + 1;
    assert!(stage.updates_from(json!({"offset": confirmed})).await.is_empty());
}

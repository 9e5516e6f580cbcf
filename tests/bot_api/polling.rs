//! getUpdates and the queue behind it.

use habeas::rehearsal::botapi::{Sending, Tap};
use serde_json::{Value, json};

use crate::stage::{DAY_MS, Stage, TOKEN, answer};

fn ids(updates: &[Value]) -> Vec<i64> {
    updates.iter().map(|update| update["update_id"].as_i64().unwrap()).collect()
}

#[tokio::test]
async fn updates_come_again_until_an_offset_confirms_them() {
    let stage = Stage::new().await;
    let (first, _) = stage.say(7, "a");
    let (second, _) = stage.say(8, "b");
    assert_eq!(second, first + 1);
    assert_eq!(ids(&stage.updates().await), [first, second]);
    assert_eq!(ids(&stage.updates().await), [first, second]);
    assert_eq!(ids(&stage.updates_from(json!({"offset": second})).await), [second]);
    assert_eq!(ids(&stage.updates().await), [second]);
    assert!(stage.updates_from(json!({"offset": second + 1})).await.is_empty());
}

#[tokio::test]
async fn a_batch_has_at_most_a_hundred_and_a_negative_offset_counts_from_the_end() {
    let stage = Stage::new().await;
    let (first, _) = stage.say(7, "0");
    for n in 1..150 {
        stage.say(7, &n.to_string());
    }
    assert_eq!(stage.updates_from(json!({"limit": 1000})).await.len(), 100);
    assert_eq!(ids(&stage.updates_from(json!({"limit": 2})).await), [first, first + 1]);
    let last = stage.updates_from(json!({"offset": -3})).await;
    assert_eq!(ids(&last), [first + 147, first + 148, first + 149]);
    assert_eq!(stage.updates().await.len(), 3, "what came before is forgotten");
    let info = stage.done("getWebhookInfo", json!({})).await;
    assert_eq!(info["pending_update_count"], json!(3));
    stage.done("deleteWebhook", json!({"drop_pending_updates": true})).await;
    assert!(stage.updates().await.is_empty());
}

#[tokio::test]
async fn an_offset_too_far_ahead_answers_from_the_head_and_confirms_nothing() {
    let stage = Stage::new().await;
    let (first, _) = stage.say(7, "a");
    for _ in 0..2 {
        let ahead = stage.updates_from(json!({"offset": first + 1000})).await;
        assert_eq!(ids(&ahead), [first]);
    }
}

#[tokio::test]
async fn a_poll_waits_for_an_update() {
    let stage = Stage::new().await;
    let (old, _) = stage.say(7, "old");
    let poll = stage.updates_from(json!({"offset": old + 1, "timeout": 20}));
    let speak = async {
        stage.polled().await;
        stage.say(7, "at last")
    };
    let before = stage.people.now();
    let (updates, (id, _)) = tokio::join!(poll, speak);
    assert_eq!(ids(&updates), [id]);
    assert!(stage.people.now().since(before) < 15_000, "well before the poll's own end");
}

#[tokio::test]
async fn a_second_poller_ends_the_first_with_409() {
    let stage = Stage::new().await;
    let (old, _) = stage.say(7, "old");
    let first = stage.call("getUpdates", json!({"offset": old + 1, "timeout": 20}));
    let second = async {
        stage.polled().await;
        stage.call("getUpdates", json!({})).await
    };
    let (first, second) = tokio::join!(first, second);
    assert_eq!(second.result(), json!([]));
    let (code, text) = first.refusal();
    assert_eq!(code, 409);
    assert!(text.starts_with("Conflict: terminated by other getUpdates request"));
}

#[tokio::test]
async fn only_the_kinds_that_were_asked_for_come_and_the_choice_is_kept() {
    let stage = Stage::new().await;
    let only = json!({"allowed_updates": ["callback_query"]});
    assert!(stage.updates_from(only).await.is_empty());
    stage.say(7, "unheard");
    assert!(stage.updates().await.is_empty());
    assert!(stage.updates_from(json!({"allowed_updates": []})).await.is_empty());
    stage.say(7, "heard");
    assert_eq!(stage.updates().await.len(), 1, "an empty list is the default again");
}

#[tokio::test]
async fn an_unconfirmed_tap_is_gone_after_150_seconds_and_a_message_after_a_day() {
    let stage = Stage::new().await;
    stage.opened(7).await;
    let card = stage.send_button(7, "Yes", "y").await;
    stage.say(7, "words");
    stage.people.tap(&Tap::label(7, card, "Yes")).unwrap();
    stage.people.advance_clock(149_000);
    assert_eq!(stage.updates().await.len(), 2);
    stage.people.advance_clock(1_001);
    let left = stage.updates().await;
    assert_eq!((left.len(), &left[0]["message"]["text"]), (1, &json!("words")));
    stage.people.advance_clock(DAY_MS);
    assert!(stage.updates().await.is_empty());
}

#[tokio::test]
async fn after_a_quiet_week_ids_jump_and_the_old_offset_finds_the_new_head() {
    let stage = Stage::new().await;
    let (old, _) = stage.say(7, "before");
    assert!(stage.updates_from(json!({"offset": old + 1})).await.is_empty());
    stage.people.advance_clock(7 * DAY_MS);
    let (down, _) = stage.say(7, "after");
    assert!(down < old - 100, "the first jump is downwards");
    for _ in 0..2 {
        assert_eq!(ids(&stage.updates_from(json!({"offset": old + 1})).await), [down]);
    }
    assert!(stage.updates_from(json!({"offset": down + 1})).await.is_empty());
    stage.people.advance_clock(7 * DAY_MS);
    let (up, _) = stage.say(7, "later");
    assert!(up > down + 100, "the second one upwards");
}

#[tokio::test]
async fn a_raw_update_passes_whatever_was_asked_for() {
    let stage = Stage::new().await;
    stage.updates_from(json!({"allowed_updates": ["message"]})).await;
    let raw = json!({"update": {"update_id": 1, "brand_new": {"x": 1}}});
    let sent = stage.people.send(&Sending::new(7, "raw", raw)).unwrap();
    let update = json!({"update_id": sent.update_id, "brand_new": {"x": 1}});
    assert_eq!(stage.updates().await, [update]);
}

#[tokio::test]
async fn stopping_ends_an_open_poll() {
    let stage = Stage::new().await;
    let (old, _) = stage.say(7, "old");
    let url = stage.method(TOKEN, "getUpdates");
    let params = json!({"offset": old + 1, "timeout": 20});
    let poll = answer(stage.http.post(url).json(&params));
    let people = stage.people.clone();
    let before = people.now();
    let stop = async {
        stage.polled().await;
        stage.server.stop().await;
    };
    let (polled, ()) = tokio::join!(poll, stop);
    assert_eq!(polled.unwrap().result(), json!([]));
    assert!(people.now().since(before) < 15_000, "well before the poll's own end");
}

//! Updates that somebody made to hurt, or that Telegram will only invent next year.

use serde_json::{Value, json};

use crate::support::people::{FRIEND, LAWYER, RELATIVE, SECOND};
use crate::support::world::play;

/// A message of the relative's with something in it.
fn raw(id: i64, content: Value) -> Value {
    let mut message = json!({
        "message_id": id,
        "date": 1_700_000_000,
        "chat": {"id": RELATIVE, "type": "private", "first_name": "x"},
        "from": {"id": RELATIVE, "is_bot": false, "first_name": "x"},
    });
    for (key, value) in content.as_object().unwrap() {
        message[key] = value.clone();
    }
    json!({"update": {"message": message}})
}

#[tokio::test]
async fn forged_callback_data_changes_nothing() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        let (message, data) = world.button(RELATIVE, "Kazakhstan").await;
        let mut other = data.clone().into_bytes();
        other[16] = if other[16] == b'A' { b'B' } else { b'A' };
        let other = String::from_utf8(other).unwrap();
        for forged in [other.as_str(), "x", "AQ", &"A".repeat(64), "🙂"] {
            world.forges(RELATIVE, message, forged).await;
        }
        let toasts = world.driver.chat(RELATIVE, None, 0).await.toasts;
        assert_eq!(toasts.len(), 5);
        assert!(toasts.iter().all(|t| t.text.starts_with("This button is not from me.")));
        let cases = "-- tests::cases
            SELECT COUNT(*) AS n FROM cases";
        assert_eq!(world.count(cases, vec![]).await, 0);
        world.taps(RELATIVE, "Kazakhstan").await;
        assert_eq!(world.count(cases, vec![]).await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_genuine_tap_of_somebody_else_changes_nothing() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        let (message, data) = world.button(LAWYER, "I take it").await;
        for thief in [FRIEND, SECOND, RELATIVE] {
            world.forges(thief, message, &data).await;
            world.hears(thief, "This button is not from me.").await;
        }
        world.sees_no(RELATIVE, "has it since").await;
        world.taps(LAWYER, "I take it").await;
        world.sees(RELATIVE, "has it since").await;
    })
    .await;
}

#[tokio::test]
async fn a_hundred_kilobytes_are_sealed_whole() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps(RELATIVE, "Kazakhstan").await;
        let text = "я".repeat(50_000);
        world.says(RELATIVE, &text).await;
        assert_eq!(world.entries("words").await, [json!({"text": text})]);
        world.taps(RELATIVE, "In court").await;
        world.sees(RELATIVE, "Are there signs").await;
    })
    .await;
}

#[tokio::test]
async fn right_to_left_and_combining_text_is_sealed_as_it_was_typed() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps(RELATIVE, "Kazakhstan").await;
        let typed =
            ["مرحبا بالعالم \u{202e}abc", "Z\u{335}\u{327}\u{350}a\u{301}\u{301}", "👩‍👩‍👧\u{0}x"];
        for text in typed {
            world.says(RELATIVE, text).await;
        }
        let expected: Vec<Value> = typed.iter().map(|text| json!({"text": text})).collect();
        assert_eq!(world.entries("words").await, expected);
    })
    .await;
}

#[tokio::test]
async fn a_message_with_an_unknown_entity_is_sealed_whole() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        let entity = json!({"type": "date_time_2031", "offset": 0, "length": 3, "unix": 1});
        let content = json!({"text": "at ten", "entities": [entity]});
        world.sends(RELATIVE, "raw", raw(7001, content)).await;
        assert_eq!(world.entries("words").await, [json!({"text": "at ten"})]);
    })
    .await;
}

#[tokio::test]
async fn an_unknown_kind_of_message_is_answered_and_an_unknown_kind_of_update_passed_over() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        world.sends(RELATIVE, "raw", raw(7001, json!({"hologram": {"id": 1}}))).await;
        world.sees(RELATIVE, "I cannot read this kind of message.").await;
        let update = json!({"update": {"brand_new": {"chat": {"id": RELATIVE}, "text": "x"}}});
        world.sends(RELATIVE, "raw", update).await;
        world.sends(RELATIVE, "raw", json!({"update": {"message": "no object"}})).await;
        world.sends(RELATIVE, "raw", json!({"update": {"message": {}}})).await;
        world.sends(RELATIVE, "raw", json!({"update": {"callback_query": {"id": "9"}}})).await;
        world.taps(RELATIVE, "Kazakhstan").await;
        world.sees(RELATIVE, "Where is the person now?").await;
    })
    .await;
}

#[tokio::test]
async fn a_user_with_an_id_above_32_bits_is_served() {
    play(async |world| {
        let user = 7_000_000_001;
        world.says(user, "/start").await;
        world.taps(user, "Kazakhstan").await;
        world.sees(user, "Where is the person now?").await;
    })
    .await;
}

/// A message in a group, written by the relative.
fn in_group(id: i64, text: &str) -> Value {
    json!({"update": {"message": {
        "message_id": id, "date": 1_700_000_000, "text": text,
        "chat": {"id": -5001, "type": "group", "title": "x"},
        "from": {"id": RELATIVE, "is_bot": false, "first_name": "x"},
    }}})
}

#[tokio::test]
async fn in_a_group_one_sentence_is_said_and_the_bot_leaves() {
    play(async |world| {
        for id in 1..=3 {
            let details = in_group(id, "hello");
            let order = habeas::rehearsal::botapi::Sending::new(RELATIVE, "raw", details);
            world.driver.send(&order).unwrap();
        }
        world.settle().await;
        let mut after = 0;
        let left = loop {
            let (seq, calls) = world.driver.calls(after, 5000).await;
            after = seq;
            if calls.iter().any(|call| call.method == "leaveChat") {
                break world.driver.calls(0, 0).await.1;
            }
        };
        let of_group = left.iter().filter(|call| call.chat == Some(-5001));
        let methods: Vec<&str> = of_group.map(|call| call.method.as_str()).collect();
        assert_eq!(methods, ["sendMessage", "leaveChat"]);
        let conversations = "-- tests::conversations
            SELECT COUNT(*) AS n FROM conversations";
        assert_eq!(world.count(conversations, vec![]).await, 0, "nothing is kept of a group");
    })
    .await;
}

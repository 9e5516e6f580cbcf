//! What must be so at the end of every play, however often the bot died in it.

use std::collections::BTreeMap;

use habeas::rehearsal::botapi::Sender;
use habeas::storage::Store;
use serde_json::{Value, json};

use super::lives::Death;
use super::play::{CAPTION, WORDS};
use crate::house::{COORDINATOR, House, LAWYER, RELATIVE, SECOND};
use crate::people::People;

/// What an undisturbed play leaves: its entries, and how often each message was sent.
#[derive(Debug)]
pub struct Expected {
    entries: Vec<Value>,
    sent: Times,
}

async fn count(store: &Store, sql: &'static str) -> i64 {
    let unit = async move |tx: &mut habeas::storage::Tx| tx.fetch_all(sql, &[]).await?[0].i64("n");
    store.read("count", unit).await.unwrap()
}

/// Checks a play that is over. Without `expected` it is the undisturbed one.
pub async fn check(
    house: &House,
    people: &People,
    store: &Store,
    deaths: &[Death],
    expected: Option<&Expected>,
) -> Expected {
    let mut cases = house.entries(store).await;
    assert_eq!(cases.len(), 1, "one case: {cases:?}");
    let entries: Vec<Value> = cases.remove(0).into_iter().map(plain).collect();
    no_answer_is_lost(&entries);
    assert_eq!(count(store, "SELECT COUNT(*) AS n FROM parked").await, 0, "an update is parked");
    assert_eq!(count(store, "SELECT COUNT(*) AS n FROM cards WHERE state = 'failed'").await, 0);
    let taken = "SELECT COUNT(*) AS n FROM alerts WHERE taken_by IS NOT NULL";
    assert_eq!(count(store, taken).await, 1);
    let open = "SELECT COUNT(*) AS n FROM alerts WHERE taken_by IS NULL AND closed_at IS NULL";
    assert_eq!(count(store, open).await, 0, "somebody is still being called");
    assert_eq!(count(store, "SELECT COUNT(*) AS n FROM routes").await, 1);
    let recorded = "SELECT COUNT(*) AS n FROM audit WHERE kind = 'taken'";
    assert_eq!(count(store, recorded).await, 1, "the taking is recorded once");
    habeas::audit::verify(store, Some(house.keyring.clone()), None).await.expect("the audit holds");
    nothing_typed_stays(people).await;
    let (sent, marked) = sent(people).await;
    if let Some(expected) = expected {
        assert_eq!(entries, expected.entries);
        for (message, times) in &sent {
            let most = expected.sent.get(message).copied().unwrap_or(1) + deaths.len();
            assert!(*times <= most, "{times} times, at most {most}: {message:?}");
            let marked = marked.get(message).copied().unwrap_or(0);
            let first = times - marked.min(*times);
            let usual = expected.sent.get(message).copied().unwrap_or(1);
            assert!(first <= usual, "a repeat that does not say so: {message:?}");
        }
        for ((chat, text), _) in expected.sent.iter().filter(|((_, text), _)| is_told(text)) {
            let found = sent.keys().any(|(c, t)| c == chat && t == text);
            assert!(found, "{chat} was never told {text:?}: {sent:#?}");
        }
    }
    for (chat, text) in sent.keys() {
        let paged = text.contains("CRITICAL") && !text.contains("Nothing more to do here");
        assert!(!paged || *chat != SECOND, "the second lawyer was paged: {text}");
    }
    Expected { entries, sent }
}

/// An entry without what differs from play to play: its moment, the server's file numbers, and
/// the member's id.
fn plain(mut entry: Value) -> Value {
    entry["at"].take();
    if entry["kind"] == "action" {
        entry["body"]["member"].take();
    }
    if entry["kind"] == "photo" {
        entry["body"]["sent"] = json!(entry["body"]["sent"].as_array().unwrap().len());
    }
    entry
}

/// The answers as they were tapped, then the words, the photo and the taking; each once.
fn no_answer_is_lost(entries: &[Value]) {
    let of = |kind: &str| entries.iter().filter(|e| e["kind"] == kind).collect::<Vec<_>>();
    let seqs: Vec<i64> = entries.iter().map(|e| e["seq"].as_i64().unwrap()).collect();
    assert_eq!(seqs, (1..=11).collect::<Vec<i64>>(), "{entries:#?}");
    let answers = of("answer");
    let asked: Vec<&str> =
        answers.iter().map(|a| a["body"]["question"].as_str().unwrap()).collect();
    let once = ["host_state", "where_now", "removal_sign", "receiving_state"];
    assert_eq!(asked[..4], once);
    assert_eq!(asked[4..], ["risk_profile"; 4]);
    let ticks = answers[7]["body"]["set"]["risk_profile"].as_array().unwrap();
    assert_eq!(ticks.len(), 4, "{ticks:?}");
    assert_eq!(of("words")[0]["body"]["text"], WORDS);
    assert_eq!(of("photo")[0]["body"]["caption"], CAPTION);
    assert_eq!(of("action")[0]["body"]["did"], "took");
}

/// What a person writes, commands too, is deleted; a photo stays until its time.
async fn nothing_typed_stays(people: &People) {
    for user in [RELATIVE, LAWYER, SECOND, COORDINATOR] {
        let chat = people.driver.chat(user, None, 0).await;
        let mut typed = chat.shown().filter(|m| m.from == Sender::User && m.text != CAPTION);
        assert!(typed.next().is_none(), "typed words stay: {chat:#?}");
    }
}

/// How often, by chat and text without what differs from play to play.
type Times = BTreeMap<(i64, String), usize>;

/// How often each message was sent, and how often with a mark that it is a repeat.
async fn sent(people: &People) -> (Times, Times) {
    let (_, calls) = people.driver.calls(0, 0).await;
    let (mut sent, mut marked) = (Times::new(), Times::new());
    for call in calls.iter().filter(|c| c.method == "sendMessage" && c.ok) {
        let text = call.params["text"].as_str().unwrap();
        let message = (call.chat.unwrap(), alike(text));
        if text.contains("(repeat ") {
            *marked.entry(message.clone()).or_default() += 1;
        }
        *sent.entry(message).or_default() += 1;
    }
    (sent, marked)
}

/// Without "repeat N", times and codes; of a receipt only its first line.
fn alike(text: &str) -> String {
    let receipt = text.starts_with("Your code for this report.");
    let lines = text.lines().filter(|line| !line.starts_with("(repeat "));
    let lines = lines.take(if receipt { 1 } else { usize::MAX });
    let word = |word: &str| {
        let is_code = word.contains(|c: char| c.is_ascii_digit()) && word.contains(['-', ':']);
        if is_code { "#".to_owned() } else { word.to_owned() }
    };
    let line = |line: &str| line.split(' ').map(word).collect::<Vec<_>>().join(" ");
    lines.map(line).collect::<Vec<_>>().join("\n")
}

/// One-off messages, which no later one replaces: none may be missing.
fn is_told(text: &str) -> bool {
    ["You are on call", "I am calling", "I sealed", "I kept", "Your code", "A lawyer on duty"]
        .iter()
        .any(|begin| text.starts_with(begin))
        || text.contains("CRITICAL")
}

//! `habeas member`, also beside a running bot.

use habeas::crypto::recovery_new;
use habeas::rehearsal::botapi::{BotApi, ChatView, Say, Sender};
use rustix::process::Signal;
use serde_json::json;

use crate::support::{Home, PATIENCE, heard, telegram};

const ADA: i64 = 7_000_000_001;

fn add<'a>(more: &[&'a str]) -> Vec<&'a str> {
    let who = ["member", "add", "--role", "lawyer", "--language", "kk"];
    [&who[..], more].concat()
}

#[tokio::test]
async fn a_member_is_added_listed_and_revoked() {
    let home = Home::new().await;
    let key = recovery_new().1;
    let rest = ["--name", " Ада Ә. ", "--telegram-id", "7000000001", "--recipient", &key];
    let out = home.run(&add(&[&rest[..], &["--order", "5"]].concat()), &[]).await.done();
    let id = out.trim_end();
    assert_eq!(out, format!("{id}\n"), "the id and nothing else");
    let second = home.add("coordinator", 8).await;
    let listed = home.members().await;
    // By calling order: without --order, after those who are there.
    assert_eq!(listed[0]["id"], json!(id));
    assert_eq!((&listed[1]["id"], &listed[1]["order"]), (&json!(second), &json!(6)));
    let mut line = listed[0].clone();
    let added = line["added_at"].take();
    assert!(added.as_str().unwrap().ends_with('Z'), "{added}");
    let expected = json!({"id": id, "role": "lawyer", "name": "Ада Ә.", "language": "kk",
        "telegram_id": ADA, "order": 5, "recipient": key, "reachable": false, "added_at": null,
        "revoked_at": null, "off_since": null, "signing_key": null, "key": "active"});
    assert_eq!(line, expected);

    let twice = home.run(&add(&["--name", "B", "--telegram-id", "7000000001"]), &[]).await;
    assert!(twice.refused().contains(id));
    let revoked = home.run(&["member", "revoke", id], &[]).await;
    assert!(revoked.err.contains("no lawyer is on call now"), "{revoked:?}");
    assert_eq!(revoked.done(), format!("{id}\n"));
    let again = home.run(&["member", "revoke", "--id", id], &[]).await.refused();
    assert!(again.contains("revoked already, at 2"), "{again}");
    assert!(home.members().await[0]["revoked_at"].is_string());
    home.run(&add(&["--name", "B", "--telegram-id", "7000000001"]), &[]).await.done();
    home.run(&["member", "revoke", "--id", &second], &[]).await.done();
}

#[tokio::test]
async fn what_cannot_be_a_member_is_refused_by_a_sentence() {
    let home = Home::new().await;
    let (secret, _) = recovery_new();
    for (more, code, says) in [
        (vec!["--name", " "], 1, "--name must be a name"),
        (vec!["--name", "two\nlines"], 1, "--name must be a name"),
        (vec!["--name", "A", "--recipient", "age1x"], 1, "--recipient: this recipient is mistyped"),
        (vec!["--name", "A", "--recipient", &secret], 1, "this is a secret identity"),
        (vec!["--name", "A", "--telegram-id", "0"], 2, "--telegram-id"),
        (vec!["--name", "A", "--language", "de"], 2, "possible values: en, ru, kk, uk"),
        (vec![], 2, "--name"),
    ] {
        let with_id = [&["--telegram-id", "7"], more.as_slice()].concat();
        let given: Vec<&str> = if more.contains(&"--telegram-id") { more.clone() } else { with_id };
        let mut given = add(&given);
        if more.contains(&"--language") {
            given.drain(4..6);
        }
        let ended = home.run(&given, &[]).await;
        assert_eq!((ended.code, ended.out.as_str()), (Some(code), ""), "{more:?} {ended:?}");
        assert!(ended.err.contains(says), "{more:?} {}", ended.err);
        assert!(!ended.err.contains(&secret[16..]));
    }
    let unknown = home.run(&["member", "revoke", "m-0"], &[]).await.refused();
    assert!(unknown.contains("`habeas member list`"), "{unknown}");
    assert_eq!(home.run(&["member", "revoke"], &[]).await.code, Some(2));
    assert!(home.members().await.is_empty());
}

#[tokio::test]
async fn a_running_bot_sees_who_is_added_and_who_is_revoked() {
    let home = Home::new().await;
    let telegram = telegram().await;
    let bot = home.serve(&telegram.url()).await;
    // Somebody unknown is asked as a reporter is; who is on call is not.
    let stranger = heard(&telegram, ADA, "/start").await;
    let id = home.add("lawyer", ADA).await;
    // Who has written before can be paged at once.
    assert_eq!(home.members().await[0]["reachable"], json!(true));
    let member = heard(&telegram, ADA, "/start").await;
    home.run(&["member", "revoke", &id], &[]).await.done();
    assert_ne!(stranger.last(), member.last());
    // Their chat is emptied meanwhile; then they are asked as anybody is.
    telegram.driver().say(&Say::new(ADA, "/start")).unwrap();
    let asked = stranger.last().expect("a stranger is asked");
    shown(&telegram, ADA, asked).await;
    assert_eq!(bot.end(Signal::TERM).await.code, Some(0));
}

/// Waits until a bot's message in a chat holds this; what the chat shows then.
async fn shown(telegram: &BotApi, user: i64, text: &str) -> ChatView {
    let people = telegram.driver();
    let mut view = people.chat(user, None, 0).await;
    while !view.shown().any(|message| message.text.contains(text)) {
        let next = people.chat(user, Some(view.seq), 30);
        view = tokio::time::timeout(PATIENCE, next).await.expect("the bot writes");
    }
    view
}

#[tokio::test]
async fn who_is_revoked_at_the_terminal_has_an_empty_chat_and_all_others_are_told() {
    let home = Home::new().await;
    let telegram = telegram().await;
    let bot = home.serve(&telegram.url()).await;
    let id = home.add("lawyer", ADA).await;
    home.add("coordinator", 8).await;
    for user in [ADA, 8] {
        heard(&telegram, user, "/start").await;
    }
    home.run(&["member", "revoke", &id], &[]).await.done();
    shown(&telegram, 8, "Not a member any more: Ada, lawyer.").await;
    let people = telegram.driver();
    let mut view = people.chat(ADA, None, 0).await;
    while view.shown().any(|message| message.from == Sender::Bot) {
        let next = people.chat(ADA, Some(view.seq), 30);
        view = tokio::time::timeout(PATIENCE, next).await.expect("the chat is emptied");
    }
    assert_eq!(bot.end(Signal::TERM).await.code, Some(0));
}

#[tokio::test]
async fn a_member_without_a_key_is_given_one_and_doctor_knows_who_has_none() {
    let home = Home::new().await;
    let (first, second) = (home.add("lawyer", 1).await, home.add("lawyer", 2).await);
    let (secret, key) = recovery_new();
    let given = home.run(&["member", "recipient", &first, &key], &[]).await.done();
    assert_eq!(given, format!("{first}\n"));
    let listed = home.members().await;
    assert_eq!((&listed[0]["recipient"], &listed[1]["recipient"]), (&json!(key), &json!(null)));
    let checked = home.run(&["doctor"], &[]).await.out;
    let line = checked.lines().find(|line| line.contains("recipients")).unwrap();
    assert!(line.contains(&format!("for want of a key: {second};")), "{line}");
    let wrong = home.run(&["member", "recipient", &first, &secret], &[]).await.refused();
    assert!(wrong.contains("this is a secret identity"), "{wrong}");
    let nobody = home.run(&["member", "recipient", "m-0", &key], &[]).await.refused();
    assert!(nobody.contains("nobody on call has the id m-0"), "{nobody}");
}

/// The words in the newest message that has some, in Latin letters.
fn four_words(texts: &[String]) -> String {
    let lines = texts.iter().rev().flat_map(|text| text.lines());
    let mut lines = lines.filter(|line| habeas_core::codec::words::read::<4>(line).is_some());
    lines.next().expect("four words are shown").to_owned()
}

#[tokio::test]
async fn a_code_makes_somebody_pending_and_the_words_that_the_operator_hears_a_coordinator() {
    let home = Home::new().await;
    let telegram = telegram().await;
    let bot = home.serve(&telegram.url()).await;
    let who = ["member", "invite", "--role", "coordinator", "--language", "en", "--name", "Ada"];
    let out = home.run(&[&who[..], &["--order", "4"]].concat(), &[]).await.done();
    let code = out.lines().next().unwrap();
    assert!(out.contains(&format!("/start {code}\n")), "{out}");
    assert_eq!(home.run(&["member", "pending"], &[]).await.done(), "");
    let shown = four_words(&heard(&telegram, ADA, &format!("/start {code}")).await);
    assert!(home.members().await.is_empty(), "pending is no member");
    let pending = home.run(&["member", "pending"], &[]).await.done();
    let line: serde_json::Value = serde_json::from_str(&pending).unwrap();
    assert_eq!((&line["name"], &line["role"]), (&json!("Ada"), &json!("coordinator")));
    assert_eq!((&line["telegram_id"], &line["invited_by"]), (&json!(ADA), &json!(null)));
    assert!(!pending.contains(&shown), "the words are to be heard, not copied");

    let other = home.run(&["member", "confirm", "zebra", "zebra", "zebra", "zebra"], &[]).await;
    assert!(other.refused().contains("nobody who waits has these words"));
    let other = home.run(&["member", "confirm", "three words only"], &[]).await.refused();
    assert!(other.contains("WORDS must be the four words"), "{other}");
    assert!(home.members().await.is_empty());
    let made = home.run(&["member", "confirm", &shown], &[]).await.done();
    let made: serde_json::Value = serde_json::from_str(&made).unwrap();
    assert_eq!((&made["name"], &made["order"]), (&json!("Ada"), &json!(4)));
    assert_eq!(made["reachable"], json!(true));
    assert_eq!(home.members().await, [made]);
    assert_eq!(home.run(&["member", "pending"], &[]).await.done(), "");
    assert_eq!(bot.end(Signal::TERM).await.code, Some(0));
}

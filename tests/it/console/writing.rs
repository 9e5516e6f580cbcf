//! What a member does at a case in the console: each once, however often it is sent; and nobody does
//! what is another's.

use data_encoding::BASE64;
use futures::future::join_all;
use habeas::crypto::{Recipient, seal_to, seal_under_words};
use habeas::rehearsal::botapi::FaultKind;
use serde_json::{Value, json};

use super::desk::play;
use super::owner::{Owner, id, words};
use crate::support::people::{COORDINATOR, LAWYER, RELATIVE, SECOND};

/// What a lawyer writes, and what a relative answers.
const ASKED: &str = "which entrance?";
const ANSWERED: &str = "the north one";

#[tokio::test]
async fn what_the_owner_writes_goes_to_the_family_once_and_its_way_is_seen() {
    play(async |desk| {
        let own = Owner::of(desk).await;
        // More than what goes to the relative at first: it is this message that waits.
        desk.world.fault(FaultKind::TooMany, "sendMessage", Some(RELATIVE), 4);
        let (status, done) = own.asks("write", &words(1, ASKED)).await;
        assert_eq!((status, &done), (200, &json!({"done": true})));
        assert_eq!(own.states().await, ["waiting"]);
        for _ in 0..6 {
            desk.world.passes_s(6).await;
        }
        let asked = desk.world.sees(RELATIVE, ASKED).await;
        assert!(asked.text.starts_with("The person on duty asks:"), "{}", asked.text);
        assert_eq!(own.states().await, ["delivered"]);
        let (status, again) = own.asks("write", &words(1, ASKED)).await;
        assert_eq!((status, &again), (200, &json!({"done": true, "again": true})));
        assert_eq!(own.asks("write", &words(1, "other words")).await.1, again);
        assert_eq!(desk.world.times_sent(RELATIVE, ASKED).await, 1);
        assert_eq!(desk.world.times_sent(RELATIVE, "other words").await, 0);
        let member = desk.member(LAWYER).await.id;
        let kept = json!({"text": ASKED, "member": member, "write": id(1)});
        assert_eq!(desk.world.entries("asked").await, [kept]);

        desk.world.says(RELATIVE, ANSWERED).await;
        assert_eq!(own.states().await, ["seen"]);
        desk.world.passes_s(1).await;
        own.asks("write", &words(2, "I am at the court.")).await;
        assert_eq!(own.states().await, ["seen", "delivered"], "what was answered before is not it");
        desk.world.fault(FaultKind::Forbidden, "sendMessage", Some(RELATIVE), 9);
        desk.world.passes_s(1).await;
        own.asks("write", &words(3, "Are you there?")).await;
        assert_eq!(own.states().await, ["seen", "delivered", "failed"]);
        desk.world.passes_s(3 * 86_400 + 700).await;
        let sql = "-- tests::left
            SELECT (SELECT COUNT(*) FROM writes) + (SELECT COUNT(*) FROM deliveries) AS n";
        desk.world.says(RELATIVE, "anything").await;
        assert_eq!(
            desk.world.count(sql, vec![]).await,
            0,
            "after three days nothing is kept of it"
        );
    })
    .await;
}

#[tokio::test]
async fn the_same_sent_six_times_at_once_is_done_once() {
    play(async |desk| {
        let own = Owner::of(desk).await;
        let path = |what: &str| format!("cases/{}/{what}", own.code);
        let note = own.note(2, "he has a scar").await;
        let act = json!({"id": id(3), "did": "on-my-way"});
        let hand = json!({"id": id(4), "to": desk.member(SECOND).await.id});
        let orders = [("write", words(1, ASKED)), ("note", note), ("do", act), ("hand", hand)];
        for (what, order) in &orders {
            let path = path(what);
            let all = (0..6).map(|_| desk.asks_in(&own.cookie, &path, order));
            let answers = join_all(all).await;
            let again = answers.iter().filter(|(_, answer)| answer["again"] == true).count();
            assert!(answers.iter().all(|(status, _)| *status == 200), "{what}: {answers:?}");
            assert_eq!(again, 5, "{what}: {answers:?}");
        }
        desk.world.settle().await;
        assert_eq!(desk.world.times_sent(RELATIVE, ASKED).await, 1);
        let kinds: Vec<String> = desk.world.opens_of(&own.browser.identity.to_line()).await.0;
        let of = |kind: &str| kinds.iter().filter(|k| *k == kind).count();
        assert_eq!((of("asked"), of("note"), of("action")), (1, 1, 2), "{kinds:?}");
    })
    .await;
}

#[tokio::test]
async fn nobody_does_what_is_the_owners_and_what_is_kept_from_somebody_is_not_there() {
    play(async |desk| {
        let own = Owner::of(desk).await;
        let (second, chief) = (desk.enrols(SECOND).await, desk.enrols(COORDINATOR).await);
        let other = desk.comes_in(SECOND, &second).await;
        let boss = desk.comes_in(COORDINATOR, &chief).await;
        let to = desk.member(COORDINATOR).await.id;
        let renewal = own.renewal(&own.browser.signing, &own.code, 0).await;
        let note = own.note(2, "x").await;
        let sealed = BASE64.decode(note["sealed"].as_str().unwrap().as_bytes()).unwrap();
        let note = own.signed_note((COORDINATOR, &chief), &id(2), &sealed, note).await;
        let orders = [
            ("write", words(1, ASKED), 404, 403),
            ("note", note, 404, 200),
            ("do", json!({"id": id(3), "did": "on-my-way"}), 404, 403),
            ("do", json!({"id": id(4), "did": "looks-false"}), 404, 403),
            ("do", json!({"id": id(5), "did": "spoke-with"}), 404, 200),
            ("do", json!({"id": id(7), "did": "decline"}), 404, 200),
            ("hand", json!({"id": id(6), "to": to}), 404, 403),
            ("renew", renewal, 404, 403),
        ];
        for (what, order, lawyers, coordinators) in &orders {
            assert_eq!(own.asks_as("", what, order).await.0, 401, "{what}");
            let (status, refused) = own.asks_as(&other, what, order).await;
            assert_eq!(status, *lawyers, "a lawyer: {what} {refused}");
            let (status, refused) = own.asks_as(&boss, what, order).await;
            assert_eq!(status, *coordinators, "a coordinator: {what} {refused}");
        }
        assert_eq!(desk.world.times_sent(RELATIVE, ASKED).await, 0);
        // By a code alone, which is soon guessed, nobody learns who has a case, nor gets its card.
        for did in ["take", "paged-again", "agrees-free", "helps"] {
            let order = json!({"id": id(8), "did": did});
            assert_eq!(own.asks_as(&other, "do", &order).await.1["code"], "no-case", "{did}");
        }
        desk.excludes(COORDINATOR).await;
        desk.excludes(SECOND).await;
        let none = desk.asks_in(&other, "cases/RD-999/write", &words(9, "x")).await;
        for (what, mut order, ..) in orders {
            if order["id"].is_string() {
                order["id"] = id(100).into();
            }
            for cookie in [&other, &boss] {
                assert_eq!(own.asks_as(cookie, what, &order).await, none, "{what}");
            }
        }
        assert_eq!((none.0, &none.1["code"]), (404, &json!("no-case")));
        desk.world.passes_s(1).await;
        own.renews().await;
    })
    .await;
}

#[tokio::test]
async fn what_is_no_request_is_refused_and_changes_nothing() {
    play(async |desk| {
        let own = Owner::of(desk).await;
        let note = own.note(1, "x").await;
        let with = |field: &str, value: Value| {
            let mut order = note.clone();
            order[field] = value;
            order
        };
        let sealed = BASE64.decode(note["sealed"].as_str().unwrap().as_bytes()).unwrap();
        let words_lock = seal_under_words("seven", 2, &[b' '; 1024]).unwrap();
        let (recipient, _) = own.present_key().await;
        let recipient: Recipient = recipient.parse().unwrap();
        let long = seal_to(&[recipient], &[b' '; 24 * 1024]).unwrap();
        for (what, order) in [
            ("write", words(1, "")),
            ("write", words(1, " \n ")),
            ("write", words(1, &"x".repeat(3001))),
            ("write", words(1, &"😀".repeat(1501))),
            ("write", json!({"id": "1", "text": "x"})),
            ("write", json!({"id": id(1), "text": "x", "to": 1})),
            ("note", with("sealed", "not Base64".into())),
            ("note", with("sealed", BASE64.encode(b"in the clear").into())),
            ("note", with("sealed", BASE64.encode(&sealed[..sealed.len() - 1]).into())),
            ("note", with("sealed", BASE64.encode(&words_lock).into())),
            ("note", with("sealed", BASE64.encode(&long).into())),
            ("do", json!({"id": id(1), "did": "took"})),
            ("do", json!({"id": id(1), "did": "closed"})),
            ("do", json!({"id": id(1), "did": "vouches"})),
            ("do", json!({"id": id(1), "did": ""})),
            ("hand", json!({"id": id(1)})),
            ("renew", json!({"at": 1, "signature": "00"})),
        ] {
            let (status, refused) = own.asks(what, &order).await;
            assert_eq!((status, &refused["code"]), (400, &json!("request")), "{what} {order}");
        }
        let sql = "-- tests::writes
            SELECT COUNT(*) AS n FROM writes";
        assert_eq!(desk.world.count(sql, vec![]).await, 0);
        let most = own.asks("write", &words(1, &"x".repeat(3000))).await;
        assert_eq!(most.0, 200, "{}", most.1);
        desk.world.sees(RELATIVE, &"x".repeat(3000)).await;
    })
    .await;
}

#[tokio::test]
async fn a_note_is_sealed_to_the_key_that_the_case_has_now_or_anew() {
    play(async |desk| {
        let own = Owner::of(desk).await;
        let second = desk.enrols(SECOND).await;
        let early = own.note(1, "before anybody was excluded").await;
        desk.excludes(SECOND).await;
        let (status, refused) = own.asks("note", &early).await;
        assert_eq!((status, &refused["code"]), (409, &json!("changed")), "the key is stale");
        let late = own.note(1, "he has a scar").await;
        assert_eq!(late["generation"], 2, "a key that whoever is excluded does not get");
        assert_eq!(own.asks("note", &late).await.0, 200);
        let mut old = own.note(2, "x").await;
        old["generation"] = 1.into();
        assert_eq!(own.asks("note", &old).await.0, 409);
        let notes = desk.world.entries("note").await;
        let member = desk.member(LAWYER).await.id;
        assert_eq!(notes, [json!({"text": "he has a scar", "member": member})]);
        let (kinds, shut) = desk.world.opens_of(&own.browser.identity.to_line()).await;
        assert!(kinds.contains(&"note".to_owned()) && shut == 0, "{kinds:?} {shut}");
        let (kinds, _) = desk.world.opens_of(&second.identity.to_line()).await;
        assert!(!kinds.contains(&"note".to_owned()), "{kinds:?}");
    })
    .await;
}

#[tokio::test]
async fn the_buttons_of_the_card_are_there_too_and_say_the_same() {
    play(async |desk| {
        let own = Owner::of(desk).await;
        let (status, done) = own.does(1, "on-my-way").await;
        assert_eq!((status, &done), (200, &json!({"done": true, "text": "Noted. All see it."})));
        desk.world.sees(COORDINATOR, ": on the way").await;
        assert_eq!(own.does(1, "on-my-way").await.1, json!({"done": true, "again": true}));
        assert_eq!(own.does(2, "spoke-with").await.1["code"], "not-yours", "with oneself");

        let to = desk.member(SECOND).await.id;
        for nobody in ["m-0000000000", desk.member(LAWYER).await.id.as_str()] {
            let (status, refused) = own.asks("hand", &json!({"id": id(3), "to": nobody})).await;
            assert_eq!((status, &refused["code"]), (409, &json!("changed")), "{nobody}");
        }
        let (status, asked) = own.asks("hand", &json!({"id": id(3), "to": to})).await;
        assert_eq!(status, 200, "{asked}");
        assert!(asked["text"].as_str().unwrap().contains("Timur"), "{asked}");
        let browser = desk.enrols(SECOND).await;
        let other = desk.comes_in(SECOND, &browser).await;
        let does = async |n: u64, did: &str| {
            own.asks_as(&other, "do", &json!({"id": id(n), "did": did})).await
        };
        assert_eq!(does(1, "decline").await.0, 200);
        desk.world.sees(LAWYER, "Timur").await;
        own.asks("hand", &json!({"id": id(4), "to": to})).await;
        let take = desk.taking((SECOND, &browser), &id(2)).await;
        let (status, taken) = own.asks_as(&other, "do", &take).await;
        assert_eq!(status, 200, "{taken}");
        assert!(taken["text"].as_str().unwrap().starts_with("You have it."), "{taken}");
        desk.world.sees(SECOND, "You have it since").await;
        let (status, again) = own.does(1, "on-my-way").await;
        assert_eq!((status, &again["again"]), (200, &json!(true)), "done is done");
        assert_eq!(own.does(9, "on-my-way").await.0, 404, "theirs no more");
        assert_eq!(does(3, "on-my-way").await.0, 200);
    })
    .await;
}

#[tokio::test]
async fn the_owners_chat_has_no_words_of_the_family_where_the_owner_reads_them_in_the_console() {
    play(async |desk| {
        let own = Owner::of(desk).await;
        own.asks("write", &words(1, ASKED)).await;
        desk.world.says(RELATIVE, ANSWERED).await;
        desk.world.sees(RELATIVE, "I passed your words on, and deleted them here.").await;
        let told = desk.world.sees(LAWYER, "There are new words from the family.").await;
        let first = told.text.lines().next().unwrap();
        assert_eq!(first, format!("{}: open this message to read it.", own.code));
        assert_eq!(desk.world.times_sent(LAWYER, ANSWERED).await, 0, "not for a moment");
        assert_eq!(desk.world.entries("words").await[0]["text"], ANSWERED);
        let page = desk.world.sees(LAWYER, "You have it since").await;
        assert!(page.text.contains("First: open the case"), "{}", page.text);
        for message in [&told, &page] {
            assert_eq!(message.buttons[0][0].label, "Open the case");
        }
        desk.world.taps(LAWYER, "Open the case").await;
        let link = desk.world.sees(LAWYER, "This opens the console in your browser.").await;
        let url = link.buttons[0][0].url.clone().unwrap();
        let redeemed = desk.redeems(url.split('#').nth(1).unwrap()).await;
        assert_eq!(redeemed["purpose"], "sign-in");
    })
    .await;
}

#[tokio::test]
async fn an_owner_whose_key_does_not_open_the_case_has_the_words_in_the_chat() {
    play(async |desk| {
        // Somebody can open it, so that it has no key of its own for whoever comes later.
        desk.enrols(COORDINATOR).await;
        desk.world.reports_critical(RELATIVE).await;
        desk.world.taps(LAWYER, "I take it").await;
        let browser = desk.enrols(LAWYER).await;
        let (cookie, code) = (desk.comes_in(LAWYER, &browser).await, desk.world.code().await);
        let path = format!("cases/{code}/write");
        assert_eq!(desk.asks_in(&cookie, &path, &words(1, ASKED)).await.0, 200);
        desk.world.says(RELATIVE, ANSWERED).await;
        desk.world.sees(LAWYER, ANSWERED).await;
        desk.world.sees_no(LAWYER, "There are new words from the family.").await;
    })
    .await;
}

#[tokio::test]
async fn of_a_closed_case_it_is_not_kept_to_which_chats_the_words_went() {
    play(async |desk| {
        let own = Owner::of(desk).await;
        own.asks("write", &words(1, ASKED)).await;
        let sql = "-- tests::deliveries
            SELECT COUNT(*) AS n FROM deliveries";
        assert_eq!(desk.world.count(sql, vec![]).await, 1);
        own.does(2, "says-free").await;
        desk.world.taps(COORDINATOR, "Change level, or close").await;
        desk.world.taps(COORDINATOR, "Close: free, and we acted").await;
        desk.world.sees(RELATIVE, "is closed").await;
        assert_eq!(desk.world.count(sql, vec![]).await, 0);
    })
    .await;
}

//! What a member does at a case in the console: each once, however often it is sent; and nobody does
//! what is another's.

use data_encoding::{BASE64, HEXLOWER};
use futures::future::join_all;
use habeas::crypto::{Entry, Recipient, SigningKey, seal_entry, seal_under_words};
use habeas::oncall::exclusions;
use habeas::rehearsal::botapi::FaultKind;
use habeas::storage::Tx;
use habeas_core::members::{Change, Deed};
use serde_json::{Value, json};

use super::desk::{Browser, Desk, ORIGIN, play};
use crate::support::people::{COORDINATOR, LAWYER, RELATIVE, SECOND};

/// What a lawyer writes, and what a relative answers.
const ASKED: &str = "which entrance?";
const ANSWERED: &str = "the north one";

/// A lawyer who has a case, in their browser.
struct Owner<'a> {
    desk: &'a Desk<'a>,
    browser: Browser,
    cookie: String,
    code: String,
}

impl<'a> Owner<'a> {
    /// Keys first, so that the case opens for them.
    async fn of(desk: &'a Desk<'a>) -> Self {
        let browser = desk.enrols(LAWYER).await;
        desk.world.reports_critical(RELATIVE).await;
        desk.world.taps(LAWYER, "I take it").await;
        let cookie = desk.comes_in(LAWYER, &browser).await;
        Self { desk, browser, cookie, code: desk.world.code().await }
    }

    async fn asks(&self, what: &str, order: &Value) -> (u16, Value) {
        self.asks_as(&self.cookie, what, order).await
    }

    async fn asks_as(&self, cookie: &str, what: &str, order: &Value) -> (u16, Value) {
        let path = format!("cases/{}/{what}", self.code);
        let answer = self.desk.asks_in(cookie, &path, order).await;
        self.desk.world.settle().await;
        answer
    }

    async fn does(&self, n: u64, did: &str) -> (u16, Value) {
        self.asks("do", &json!({"id": id(n), "did": did})).await
    }

    /// How far each thing has come that was written.
    async fn states(&self) -> Vec<String> {
        let (status, case) = self.desk.gets(&format!("cases/{}", self.code), &self.cookie).await;
        assert_eq!(status, 200, "{case}");
        let all = case["writes"].as_array().unwrap().iter();
        all.map(|one| one["state"].as_str().unwrap().to_owned()).collect()
    }

    /// A note as the browser seals it, to the key that the case has now.
    async fn note(&self, n: u64, text: &str) -> Value {
        let (recipient, generation) = self.present_key().await;
        let body = json!({"text": text, "member": self.desk.member(LAWYER).await.id});
        let at = self.desk.world.parts().now();
        let sealed = seal_entry(&recipient, &Entry { seq: 0, at, kind: "note", body: &body });
        json!({"id": id(n), "generation": generation, "sealed": BASE64.encode(&sealed.unwrap())})
    }

    async fn present_key(&self) -> (String, i64) {
        let code = self.code.clone();
        let key = async move |tx: &mut Tx| {
            let sql = "-- tests::key
                SELECT recipient, key_generation FROM cases WHERE code = $1";
            let row = tx.fetch_optional(sql, &[code.as_str().into()]).await?.unwrap();
            Ok((row.text("recipient")?, row.i64("key_generation")?))
        };
        self.desk.world.parts().store.read("tests-key", key).await.unwrap()
    }

    /// A renewal, signed so many seconds from now.
    async fn renewal(&self, key: &SigningKey, code: &str, seconds: i64) -> Value {
        let (member, at) =
            (self.desk.member(LAWYER).await.id, self.desk.world.parts().now().plus_s(seconds));
        let deed = Deed { origin: ORIGIN, member: &member, change: Change::Renew { code }, at };
        let signature = HEXLOWER.encode(&key.sign(&deed.bytes()));
        json!({"at": at.as_millis(), "signature": signature})
    }

    /// Renews now.
    async fn renews(&self) {
        let order = self.renewal(&self.browser.signing, &self.code, 0).await;
        let (status, done) = self.asks("renew", &order).await;
        assert_eq!((status, &done), (200, &json!({"done": true})));
    }

    async fn renews_with(&self, order: &Value) {
        assert_eq!(self.asks("renew", order).await.0, 200);
    }

    /// In another session: eight hours are enough for one.
    async fn comes_in_again(&mut self) {
        self.cookie = self.desk.comes_in(LAWYER, &self.browser).await;
    }

    async fn excludes(&self, user: i64) {
        let (parts, code, who) =
            (self.desk.world.parts(), self.code.clone(), self.desk.member(user).await);
        let now = parts.now();
        let exclude = async move |tx: &mut Tx| {
            let case = habeas::cases::by_code(tx, &parts, &code.parse().unwrap()).await?.unwrap();
            let by = habeas::audit::By::Operator;
            exclusions::exclude(tx, &parts, &case, &who, by, now).await
        };
        self.desk.world.parts().store.run("tests-exclude", exclude).await.unwrap();
        self.desk.world.settle().await;
    }
}

fn id(n: u64) -> String {
    format!("{n:032x}")
}

fn words(n: u64, text: &str) -> Value {
    json!({"id": id(n), "text": text})
}

#[tokio::test]
async fn what_the_owner_writes_goes_to_the_family_once_and_its_way_is_seen() {
    play(async |desk| {
        let own = Owner::of(desk).await;
        desk.world.fault(FaultKind::TooMany, "sendMessage", Some(RELATIVE), 1);
        let (status, done) = own.asks("write", &words(1, ASKED)).await;
        assert_eq!((status, &done), (200, &json!({"done": true})));
        assert_eq!(own.states().await, ["waiting"]);
        desk.world.passes_s(6).await;
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
        let orders = [
            ("write", words(1, ASKED), 404, 403),
            ("note", own.note(2, "x").await, 404, 200),
            ("do", json!({"id": id(3), "did": "on-my-way"}), 404, 403),
            ("do", json!({"id": id(4), "did": "looks-false"}), 404, 403),
            ("do", json!({"id": id(5), "did": "spoke-with"}), 200, 200),
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
        own.excludes(COORDINATOR).await;
        own.excludes(SECOND).await;
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
        let long = habeas::crypto::seal_to(&[recipient], &[b' '; 24 * 1024]).unwrap();
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
        own.excludes(SECOND).await;
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
        let (status, taken) = does(2, "take").await;
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
async fn through_the_small_hours_the_chat_counts_twice_and_the_key_without_limit() {
    play(async |desk| {
        let mut own = Owner::of(desk).await;
        let rings = async || desk.world.rings(SECOND, "CRITICAL").await;
        let until_asked = async || {
            desk.world.passes_s(660).await;
            desk.world.sees(LAWYER, "Still on it?").await;
        };
        for n in [1, 2] {
            until_asked().await;
            own.does(n, "still-on").await;
        }
        desk.world.passes_s(660).await;
        let (status, used_up) = own.does(3, "still-on").await;
        let said = used_up["text"].as_str().unwrap();
        assert!(status == 200 && said.contains("Your taps alone no longer count."), "{said}");
        desk.world.sees(LAWYER, "Or open the case in the console: your key counts.").await;
        let old = own.renewal(&own.browser.signing, &own.code, 0).await;
        own.renews_with(&old).await;
        for _ in 0..40 {
            desk.world.passes_s(14 * 60).await;
            own.comes_in_again().await;
            own.renews().await;
        }
        assert_eq!(rings().await, 0, "nobody is called beside an owner whose key is there");
        desk.world.passes_s(15 * 60).await;
        assert_eq!(rings().await, 1, "without it, after a quarter of an hour");
        own.comes_in_again().await;
        own.renews().await;
        let rung = rings().await;
        desk.world.passes_s(14 * 60).await;
        assert_eq!(rings().await, rung, "what silence began is over");
        assert!(own.does(4, "still-on").await.1["text"].as_str().unwrap().contains("no longer"));
    })
    .await;
}

#[tokio::test]
async fn a_signature_counts_once_lately_and_for_what_it_says() {
    play(async |desk| {
        let own = Owner::of(desk).await;
        let key = &own.browser.signing;
        desk.world.passes_s(890).await;
        let refused = async |order: Value, expected: (u16, &str), why: &str| {
            let (status, answer) = own.asks("renew", &order).await;
            assert_eq!((status, answer["code"].as_str().unwrap()), expected, "{why}");
        };
        let not_in = (403, "not-in");
        refused(own.renewal(&SigningKey::generate(), &own.code, 0).await, not_in, "a key").await;
        refused(own.renewal(key, "RD-999", 0).await, not_in, "another case").await;
        refused(own.renewal(key, &own.code, -301).await, not_in, "long ago").await;
        refused(own.renewal(key, &own.code, 301).await, not_in, "not yet").await;
        let mut moved = own.renewal(key, &own.code, 0).await;
        moved["at"] = (moved["at"].as_i64().unwrap() + 1).into();
        refused(moved, not_in, "another moment").await;
        desk.world.passes_s(10).await;
        let rung = desk.world.rings(SECOND, "CRITICAL").await;
        assert_eq!(rung, 1, "none of these was a sign");

        let ahead = own.renewal(key, &own.code, 200).await;
        let behind = own.renewal(key, &own.code, -30).await;
        own.renews_with(&ahead).await;
        refused(ahead.clone(), (409, "changed"), "the same once more").await;
        refused(behind, (409, "changed"), "one from before it").await;
        desk.world.passes_s(100).await;
        refused(ahead, (409, "changed"), "the same, later").await;
        desk.world.passes_s(800).await;
        assert_eq!(desk.world.rings(SECOND, "CRITICAL").await, rung + 1, "it was a sign of then");
    })
    .await;
}

#[tokio::test]
async fn the_key_sends_nobody_away_whom_a_colleague_has_called() {
    play(async |desk| {
        let own = Owner::of(desk).await;
        desk.world.taps(COORDINATOR, "Page again anyway").await;
        let rings = async || desk.world.rings(SECOND, "CRITICAL").await;
        for _ in 0..5 {
            let before = rings().await;
            own.renews().await;
            desk.world.passes_s(180).await;
            assert!(rings().await > before, "they are called all the same");
        }
        desk.world.taps(SECOND, "I spoke with them").await;
        let quiet = rings().await;
        own.renews().await;
        desk.world.passes_s(600).await;
        assert_eq!(rings().await, quiet, "a colleague's word ends it");
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
        assert!(
            told.buttons[0][0].label == "Open the case" && page.buttons[0][0] != told.buttons[0][0]
        );
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

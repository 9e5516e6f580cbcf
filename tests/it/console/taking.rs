//! What a stolen cookie alone does not do: take a case, nor note something in a member's name.

use data_encoding::BASE64;
use habeas_core::members::Change;
use serde_json::{Value, json};

use super::desk::{Browser, Desk, browser, play};
use super::owner::{Owner, id};
use crate::support::people::{COORDINATOR, LAWYER, RELATIVE, SECOND};

const ANOTHER: &str = "RD-999";

/// One of a lawyer's or coordinator's browsers, and their cookie.
struct In {
    user: i64,
    browser: Browser,
    cookie: String,
}

impl In {
    async fn comes(desk: &Desk<'_>, user: i64) -> Self {
        let browser = desk.enrols(user).await;
        let cookie = desk.comes_in(user, &browser).await;
        Self { user, browser, cookie }
    }

    fn who(&self) -> (i64, &Browser) {
        (self.user, &self.browser)
    }
}

/// An order as the page sends it, and all that a thief could put in the place of its signature.
async fn forgeries<'a>(
    desk: &Desk<'_>,
    (me, colleague): ((i64, &Browser), (i64, &Browser)),
    order: &Value,
    change: impl Fn(&'a str) -> Change<'a>,
    others: &[Change<'_>],
) -> Vec<(String, Value)> {
    let (thiefs, right, now) = (browser(), change(""), desk.world.parts().now());
    let sign = async |who, change, at| desk.signed(who, change, at, order.clone()).await;
    let mut moved = sign(me, right, now).await;
    moved["at"] = (moved["at"].as_i64().unwrap() + 1).into();
    let mut all = vec![
        ("a key of the thief's".to_owned(), sign((me.0, &thiefs), right, now).await),
        ("a colleague's key".to_owned(), sign((me.0, colleague.1), right, now).await),
        ("a colleague's order".to_owned(), sign(colleague, right, now).await),
        ("long ago".to_owned(), sign(me, right, now.plus_s(-301)).await),
        ("not yet".to_owned(), sign(me, right, now.plus_s(301)).await),
        ("another moment".to_owned(), moved),
        ("another case".to_owned(), sign(me, change(ANOTHER), now).await),
    ];
    for other in others {
        all.push((format!("{other:?}"), sign(me, *other, now).await));
    }
    all
}

#[tokio::test]
async fn a_cookie_alone_takes_no_case_and_ends_no_calling() {
    play(async |desk| {
        let called = In::comes(desk, LAWYER).await;
        let chief = In::comes(desk, COORDINATOR).await;
        desk.world.reports_critical(RELATIVE).await;
        let code = desk.world.code().await;
        let path = format!("cases/{code}/do");
        let this = id(1);
        for (of, other) in [(&called, &chief), (&chief, &called)] {
            let order = json!({"id": this, "did": "take"});
            let take =
                |of| Change::Take { code: if of == ANOTHER { of } else { &code }, id: &this };
            let others = [
                Change::Take { code: &code, id: &id(2) },
                Change::Renew { code: &code },
                Change::Note { code: &code, id: &this, sealed: b"" },
            ];
            let mut all = forgeries(desk, (of.who(), other.who()), &order, take, &others).await;
            all.push(("unsigned".to_owned(), order.clone()));
            all.push(("a moment alone".to_owned(), json!({"id": this, "did": "take", "at": 1})));
            for (why, forged) in all {
                let (status, refused) = desk.asks_in(&of.cookie, &path, &forged).await;
                assert_eq!((status, &refused["code"]), (403, &json!("not-in")), "{why}");
            }
        }
        let (_, list) = desk.gets("cases", &called.cookie).await;
        assert_eq!(list["cases"][0]["called"], true, "{list}");
        assert_eq!(desk.world.rings(SECOND, "CRITICAL").await, 0);
        desk.world.passes_s(300).await;
        assert!(desk.world.rings(SECOND, "CRITICAL").await > 0, "the calling goes on");

        let order = desk.taking(called.who(), &this).await;
        let (status, taken) = desk.asks_in(&called.cookie, &path, &order).await;
        assert_eq!(status, 200, "{taken}");
        desk.world.sees(LAWYER, "You have it since").await;
        let (status, again) = desk.asks_in(&called.cookie, &path, &order).await;
        assert_eq!((status, &again["again"]), (200, &json!(true)));
        let rung = desk.world.rings(SECOND, "CRITICAL").await;
        desk.world.passes_s(300).await;
        assert_eq!(desk.world.rings(SECOND, "CRITICAL").await, rung, "somebody has it");
    })
    .await;
}

#[tokio::test]
async fn a_cookie_alone_takes_nothing_over_that_is_handed_to_its_member() {
    play(async |desk| {
        let own = Owner::of(desk).await;
        let second = In::comes(desk, SECOND).await;
        let to = desk.member(SECOND).await.id;
        assert_eq!(own.asks("hand", &json!({"id": id(1), "to": to})).await.0, 200);
        let order = json!({"id": id(1), "did": "take"});
        let (status, refused) = own.asks_as(&second.cookie, "do", &order).await;
        assert_eq!((status, &refused["code"]), (403, &json!("not-in")));
        assert_eq!(own.does(2, "on-my-way").await.0, 200, "it is its owner's");
        assert_eq!(
            own.does(3, "take").await.1["code"],
            "not-in",
            "nor is it a sign of the owner's"
        );
        let order = desk.taking(second.who(), &id(1)).await;
        assert_eq!(own.asks_as(&second.cookie, "do", &order).await.0, 200);
        assert_eq!(own.does(4, "on-my-way").await.0, 404);
    })
    .await;
}

#[tokio::test]
async fn a_cookie_alone_notes_nothing_in_its_members_name() {
    play(async |desk| {
        let own = Owner::of(desk).await;
        let chief = In::comes(desk, COORDINATOR).await;
        let me = (LAWYER, &own.browser);
        let (this, order) = (id(1), own.note(1, "a lie").await);
        let sealed = BASE64.decode(order["sealed"].as_str().unwrap().as_bytes()).unwrap();
        let code = own.code.as_str();
        let note = |of| Change::Note {
            code: if of == ANOTHER { of } else { code },
            id: &this,
            sealed: &sealed,
        };
        let others = [
            Change::Note { code, id: &id(2), sealed: &sealed },
            Change::Note { code, id: &this, sealed: &sealed[1..] },
            Change::Take { code, id: &this },
        ];
        for (why, forged) in forgeries(desk, (me, chief.who()), &order, note, &others).await {
            let (status, refused) = own.asks("note", &forged).await;
            assert_eq!((status, &refused["code"]), (403, &json!("not-in")), "{why}");
        }
        let mut unsigned = order.clone();
        unsigned.as_object_mut().unwrap().remove("signature");
        assert_eq!(own.asks("note", &unsigned).await.0, 400);
        assert_eq!(desk.world.entries("note").await, [] as [Value; 0]);
        assert_eq!(own.asks("note", &order).await.0, 200);
    })
    .await;
}

/// The lawyer has an urgent case, and it becomes critical; its code.
async fn rises(desk: &Desk<'_>) -> String {
    desk.world.says(RELATIVE, "/start").await;
    let answers = ["Kazakhstan", "In court", "Yes: officers said so", "Russia"];
    desk.world.taps_all(RELATIVE, &answers).await;
    desk.world.taps(LAWYER, "I take it").await;
    desk.world.sees(LAWYER, "You have it since").await;
    desk.world.taps(RELATIVE, "Passports of both countries at war").await;
    desk.world.sees(LAWYER, "CRITICAL").await;
    desk.world.code().await
}

#[tokio::test]
async fn whoever_has_a_case_whose_level_rises_reads_on_and_takes_it_again() {
    play(async |desk| {
        let me = In::comes(desk, LAWYER).await;
        let code = rises(desk).await;

        let (_, list) = desk.gets("cases", &me.cookie).await;
        let line = &list["cases"][0];
        assert_eq!(
            (&line["level"], &line["called"], &line["reads"], &line["mine"]),
            (&json!("critical"), &json!(true), &json!(true), &json!(false))
        );
        let (status, case) = desk.gets(&format!("cases/{code}"), &me.cookie).await;
        assert_eq!(status, 200, "{case}");
        assert!(case["may"].as_array().unwrap().contains(&json!("take")), "{case}");
        assert_eq!(desk.gets(&format!("cases/{code}/entries"), &me.cookie).await.0, 200);

        let path = format!("cases/{code}/do");
        let act = json!({"id": id(1), "did": "on-my-way"});
        assert_eq!(desk.asks_in(&me.cookie, &path, &act).await.0, 403, "it is nobody's yet");
        let order = desk.taking(me.who(), &id(2)).await;
        assert_eq!(desk.asks_in(&me.cookie, &path, &order).await.0, 200);
        let (_, list) = desk.gets("cases", &me.cookie).await;
        assert_eq!(list["cases"][0]["mine"], true);
    })
    .await;
}

#[tokio::test]
async fn whoever_cannot_go_on_once_the_level_rises_reads_no_more() {
    play(async |desk| {
        let me = In::comes(desk, LAWYER).await;
        let code = rises(desk).await;
        desk.world.taps(LAWYER, "I cannot").await;
        desk.world.settle().await;
        assert_eq!(desk.gets(&format!("cases/{code}"), &me.cookie).await.0, 404);
    })
    .await;
}

//! Whatever is wrong with a link or a signature, the answer is the same, byte for byte: it tells
//! nobody who is a member. So is it at a case, of which somebody may not know that it is there.

use data_encoding::HEXLOWER;
use habeas::audit::By;
use habeas::console::Purpose;
use habeas::oncall::members;
use habeas::storage::Tx;
use reqwest::RequestBuilder;
use serde_json::{Value, json};

use super::desk::{Desk, browser, challenge, enrolment, play};
use crate::support::people::{COORDINATOR, FRIEND, LAWYER, RELATIVE, SECOND};

/// Status, headers without the moment, and body.
type Answer = (u16, Vec<(String, Vec<u8>)>, Vec<u8>);

async fn answer(asked: RequestBuilder) -> Answer {
    let answer = asked.send().await.unwrap();
    let headers = answer.headers().iter().filter(|(name, _)| *name != "date");
    let mut headers: Vec<_> =
        headers.map(|(name, value)| (name.to_string(), value.as_bytes().to_vec())).collect();
    headers.sort();
    (answer.status().as_u16(), headers, answer.bytes().await.unwrap().to_vec())
}

/// Asks with each order; all are refused in the same way.
async fn alike(desk: &Desk<'_>, path: &str, orders: &[(&str, Value)]) {
    let mut first: Option<Answer> = None;
    for (what, order) in orders {
        let next = answer(desk.asks(path, order)).await;
        assert_eq!(next.0, 403, "{path}, {what}");
        assert_eq!(first.get_or_insert_with(|| next.clone()), &next, "{path}, {what}");
    }
}

async fn revokes(desk: &Desk<'_>, user: i64) {
    let (id, parts) = (desk.member(user).await.id, desk.world.parts());
    let now = parts.now();
    let revoke = async move |tx: &mut Tx| members::revoke(tx, &parts, &id, By::Operator, now).await;
    desk.world.parts().store.run("tests-revoke", revoke).await.unwrap();
}

/// A link that nobody made.
fn unknown() -> String {
    "A".repeat(43)
}

#[tokio::test]
async fn every_link_that_is_good_for_nothing_is_answered_alike() {
    play(async |desk| {
        desk.enrols(LAWYER).await;
        desk.enrols(SECOND).await;
        let late = desk.link(COORDINATOR, Purpose::Enrol).await;
        let gone = desk.link(SECOND, Purpose::SignIn).await;
        desk.world.passes_s(301).await;
        let of_revoked = desk.link(SECOND, Purpose::SignIn).await;
        revokes(desk, SECOND).await;
        let replaced = desk.link(LAWYER, Purpose::SignIn).await;
        let used = desk.link(LAWYER, Purpose::SignIn).await;
        desk.redeems(&used).await;
        let good = desk.link(LAWYER, Purpose::Enrol).await;
        let links = [
            ("unknown", unknown()),
            ("no link", "AAAA".to_owned()),
            ("nothing", String::new()),
            ("expired", late),
            ("expired, of somebody who was revoked since", gone),
            ("of somebody who was revoked", of_revoked),
            ("replaced", replaced),
            ("used", used),
            ("cut", good[..42].to_owned()),
        ];
        let orders = links.map(|(what, token)| (what, json!({"token": token})));
        alike(desk, "redeem", &orders).await;
        assert_eq!(desk.redeems(&good).await["purpose"], "enrol", "the good one still is");
    })
    .await;
}

#[tokio::test]
async fn every_signature_that_lets_nobody_in_is_answered_alike() {
    play(async |desk| {
        let (own, second) = (desk.enrols(LAWYER).await, desk.enrols(SECOND).await);
        let signed = |redeemed: &Value, by: &super::desk::Browser| {
            let signature = by.signing.sign(&challenge(redeemed).sign_in_bytes());
            json!({"link": redeemed["link"], "signature": HEXLOWER.encode(&signature)})
        };
        let late = desk.redeems(&desk.link(LAWYER, Purpose::SignIn).await).await;
        desk.world.passes_s(601).await;
        let spent = desk.redeems(&desk.link(LAWYER, Purpose::SignIn).await).await;
        desk.signs_in(&spent, &own).await.error_for_status().unwrap();
        let of_revoked = desk.redeems(&desk.link(SECOND, Purpose::SignIn).await).await;
        revokes(desk, SECOND).await;
        let keyless = desk.redeems(&desk.link(COORDINATOR, Purpose::SignIn).await).await;
        let enrol = desk.redeems(&desk.link(LAWYER, Purpose::Enrol).await).await;
        let redeemed = desk.redeems(&desk.link(LAWYER, Purpose::SignIn).await).await;
        let mut unknown = signed(&redeemed, &own);
        unknown["link"] = json!("00".repeat(32));
        let orders = [
            ("unknown", unknown),
            ("a wrong signature", signed(&redeemed, &browser())),
            ("expired", signed(&late, &own)),
            ("spent", signed(&spent, &own)),
            ("of somebody who was revoked", signed(&of_revoked, &second)),
            ("of somebody without keys", signed(&keyless, &browser())),
            ("of a link for new keys", signed(&enrol, &own)),
        ];
        alike(desk, "sign-in", &orders).await;
        desk.signs_in(&redeemed, &own).await.error_for_status().unwrap();
    })
    .await;
}

#[tokio::test]
async fn every_enrolment_that_makes_no_keys_is_answered_alike() {
    play(async |desk| {
        let own = desk.enrols(LAWYER).await;
        let late = desk.redeems(&desk.link(LAWYER, Purpose::Enrol).await).await;
        desk.world.passes_s(601).await;
        let of_revoked = desk.redeems(&desk.link(SECOND, Purpose::Enrol).await).await;
        revokes(desk, SECOND).await;
        let sign_in = desk.redeems(&desk.link(LAWYER, Purpose::SignIn).await).await;
        let replaced = desk.redeems(&desk.link(LAWYER, Purpose::Enrol).await).await;
        let redeemed = desk.redeems(&desk.link(LAWYER, Purpose::Enrol).await).await;
        let unredeemed = desk.link(COORDINATOR, Purpose::Enrol).await;
        let with = |field: &str, value: Value| {
            let mut order = enrolment(&redeemed, &browser());
            order[field] = value;
            order
        };
        let orders = [
            ("unknown", with("token", json!(unknown()))),
            ("no link", with("token", json!("AAAA"))),
            ("not redeemed", with("token", json!(unredeemed))),
            ("a wrong signature", with("signature", json!("00".repeat(64)))),
            ("another key", with("signing_key", json!(own.signing.public()))),
            ("expired", enrolment(&late, &browser())),
            ("of somebody who was revoked", enrolment(&of_revoked, &browser())),
            ("of a link to come in", enrolment(&sign_in, &browser())),
            ("replaced", enrolment(&replaced, &browser())),
        ];
        alike(desk, "enrol", &orders).await;
        assert_eq!(desk.posts("enrol", enrolment(&redeemed, &browser())).await.0, 200);
    })
    .await;
}

#[tokio::test]
async fn every_case_of_which_a_member_may_not_know_is_answered_as_one_that_is_not_there() {
    play(async |desk| {
        let second = desk.enters(SECOND).await;
        desk.world.says(FRIEND, "/start").await;
        desk.world.taps_all(FRIEND, &["Kazakhstan", "Police station"]).await;
        let closed = desk.world.code().await;
        desk.world.sees(COORDINATOR, "WATCH").await;
        let close = ["Change level, or close", "Close: ordinary matter"];
        desk.world.taps_all(COORDINATOR, &close).await;
        desk.world.hears(COORDINATOR, "Done. All see it.").await;
        desk.world.passes_s(1).await;
        desk.world.reports_critical(RELATIVE).await;
        let called = desk.world.code().await;
        for path in ["", "/entries", "/openings"] {
            let mut first: Option<Answer> = None;
            for (what, code) in
                [("unknown", "RD-999"), ("no code", "x"), ("closed", &closed), ("called", &called)]
            {
                let url = format!("{}/api/cases/{code}{path}", desk.url);
                let asked = desk.http.get(url).header("host", "desk.example");
                let next = answer(asked.header("cookie", &second)).await;
                assert_eq!(next.0, 404, "{path}, {what}");
                assert_eq!(first.get_or_insert_with(|| next.clone()), &next, "{path}, {what}");
            }
        }
        desk.world.taps(LAWYER, "I take it").await;
        desk.world.sees(LAWYER, "You have it since").await;
        desk.excludes(SECOND).await;
        let gone = desk.gets(&format!("cases/{called}"), &second).await;
        assert_eq!(gone, desk.gets("cases/RD-999", &second).await, "taken, and kept from them");
    })
    .await;
}

//! Every request that the console's router knows, by everybody who may not make it: each is refused, and
//! by the same answer where they may not know that a case is there.

use std::collections::BTreeSet;

use data_encoding::BASE64;
use habeas::console::Purpose;
use habeas::crypto::{Entry, Identity, seal_entry};
use habeas_core::domain::{Role, Timestamp};
use serde_json::json;

use super::desk::{Desk, ORIGIN, WRAPPED, play};
use crate::support::people::{COORDINATOR, FRIEND, LAWYER, RELATIVE, SECOND, THIRD};
use crate::support::routes;

const EXCLUDED: i64 = 2004;
const REVOKED: i64 = 2005;
const CHIEF_EXCLUDED: i64 = 3002;

/// Whom a route lets in, at a case that somebody has.
#[derive(Clone, Copy, PartialEq, Eq)]
enum For {
    /// Whoever has a link or a proof, which has tests of its own.
    Anybody,
    /// Whoever is in.
    Members,
    /// A coordinator who is in.
    Coordinators,
    /// Its owner and coordinators.
    Readers,
    /// Its owner.
    Owner,
    /// Whoever may know of it, by their key: nobody by a cookie alone.
    Keys,
}

/// Method, path under `/api/`, a body that would be good, and whom it lets in.
type Route = (&'static str, &'static str, &'static str, For);

const ROUTES: &[Route] = &[
    ("POST", "redeem", "", For::Anybody),
    ("POST", "enrol", "", For::Anybody),
    ("POST", "sign-in", "", For::Anybody),
    ("POST", "sign-out", "", For::Anybody),
    ("POST", "code/open", "", For::Anybody),
    ("GET", "me", "", For::Members),
    ("GET", "reseal", "", For::Members),
    ("POST", "reseal", RESEAL, For::Members),
    ("POST", "devices", KEEP, For::Members),
    ("POST", "devices/remove", REMOVE, For::Members),
    ("POST", "code", CODE, For::Members),
    ("POST", "code/forget", FORGET, For::Members),
    ("GET", "chain", "", For::Members),
    ("GET", "members", "", For::Members),
    ("POST", "statements", STATE, For::Coordinators),
    ("POST", "enrol-link", LINK, For::Coordinators),
    ("GET", "cases", "", For::Members),
    ("GET", "live", "", For::Members),
    ("GET", "cases/{code}", "", For::Readers),
    ("GET", "cases/{code}/entries", "", For::Readers),
    ("GET", "cases/{code}/openings", "", For::Readers),
    ("POST", "cases/{code}/files", FILE, For::Readers),
    ("GET", "cases/{code}/files/{file}", "", For::Readers),
    ("POST", "cases/{code}/write", WRITE, For::Owner),
    ("POST", "cases/{code}/note", NOTE, For::Readers),
    ("POST", "cases/{code}/do", DO, For::Owner),
    ("POST", "cases/{code}/do", TAKE, For::Keys),
    ("POST", "cases/{code}/hand", HAND, For::Owner),
    ("POST", "cases/{code}/renew", RENEW, For::Owner),
];

const RESEAL: &str =
    r#"{"code": "RD-742", "generation": 1, "state": "{hash}", "case_key": "{wrapped}"}"#;
const KEEP: &str = r#"{"kind": "words", "wrapped": "{wrapped}", "hint": null, "at": 1, "signature": "{signature}"}"#;
const REMOVE: &str = r#"{"id": "{id}", "at": 1, "signature": "{signature}"}"#;
const CODE: &str = r#"{"proof_hash": "{hash}", "at": 1, "signature": "{signature}"}"#;
const FORGET: &str = r#"{"id": "{id}"}"#;
const STATE: &str = r#"{"statement": {"v": 1, "seq": 1, "at": 1, "previous": "{hash}",
    "stated": {"act": "revoked", "member": "m-1"},
    "signed": [{"by": "{hash}", "signature": "{signature}"}]}}"#;
const LINK: &str = r#"{"member": "m-1"}"#;
const FILE: &str = r#"{"seq": 1, "file_id": "AgAD"}"#;
const WRITE: &str = r#"{"id": "{id}", "text": "words"}"#;
const NOTE: &str =
    r#"{"id": "{id}", "generation": 1, "sealed": "{sealed}", "at": 1, "signature": "{signature}"}"#;
const DO: &str = r#"{"id": "{id}", "did": "on-my-way"}"#;
const TAKE: &str = r#"{"id": "{id}", "did": "take"}"#;
const HAND: &str = r#"{"id": "{id}", "to": "m-1"}"#;
const RENEW: &str = r#"{"at": 1, "signature": "{signature}"}"#;

/// A body with something in it that is shaped as it has to be.
fn filled(body: &str) -> String {
    let (at, text) = (Timestamp::from_millis(1), json!({"text": "x"}));
    let entry = Entry { seq: 0, at, kind: "note", body: &text };
    let sealed = seal_entry(&Identity::generate().recipient().to_string(), &entry).unwrap();
    body.replace("{id}", &"1".repeat(32))
        .replace("{hash}", &"0".repeat(64))
        .replace("{signature}", &"0".repeat(128))
        .replace("{wrapped}", &BASE64.encode(WRAPPED))
        .replace("{sealed}", &BASE64.encode(&sealed))
}

/// How somebody stands to the case.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stands {
    /// Nobody who is in.
    Outside,
    /// May not know that it is there.
    Apart,
    /// May know that it is there, and neither open it nor act.
    Asked,
    /// May read it, and does not have it.
    Reads,
}

/// The answer they must get: status and code; `None` where they are let in.
fn refusal(route: For, role: Role, stands: Stands) -> Option<(u16, &'static str)> {
    match (stands, route) {
        (_, For::Anybody) => None,
        (Stands::Outside, _) => Some((401, "signed-out")),
        (_, For::Coordinators) => (role != Role::Coordinator).then_some((403, "not-in")),
        (_, For::Members) | (Stands::Reads, For::Readers) => None,
        (Stands::Apart, _) => Some((404, "no-case")),
        (_, For::Keys) => Some((403, "not-in")),
        (Stands::Asked, _) | (Stands::Reads, For::Owner) => Some((403, "not-yours")),
    }
}

/// Somebody who asks: who they are, their role, their cookie, the code they name, how they stand to that.
type Asker = (&'static str, Role, String, String, Stands);

async fn ask(
    desk: &Desk<'_>,
    (method, path, body, _): Route,
    (cookie, code): (&str, &str),
    more: &[(&str, &str)],
) -> (u16, String) {
    let url = format!("{}/api/{}", desk.url, path.replace("{code}", code));
    let url = url.replace("{file}", &"0".repeat(32));
    let asked = desk.http.request(method.parse().unwrap(), url).header("cookie", cookie);
    let asked = asked.header("host", "desk.example").header("content-type", "application/json");
    let asked = more.iter().fold(asked, |asked, (name, value)| asked.header(*name, *value));
    let answer = asked.body(filled(body)).send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

/// A case that the lawyer has and asks the second one to take over, another for which the second one is
/// called, and everybody who may not; the owner's cookie, and the first case's code.
async fn askers(desk: &Desk<'_>) -> (Vec<Asker>, String, String) {
    for (role, name, user) in [
        (Role::Lawyer, "Vera", THIRD),
        (Role::Lawyer, "Kaspar", EXCLUDED),
        (Role::Lawyer, "Ruth", REVOKED),
        (Role::Coordinator, "Otto", CHIEF_EXCLUDED),
    ] {
        desk.world.add(role, name, user).await;
        desk.world.says(user, "/start").await;
    }
    let chief = desk.enrols(COORDINATOR).await;
    let idle = desk.comes_in(COORDINATOR, &chief).await;
    desk.world.passes_s(15 * 60).await;
    let reads = desk.comes_in(COORDINATOR, &chief).await;
    let [apart, asked, excluded] =
        [desk.enters(THIRD).await, desk.enters(SECOND).await, desk.enters(EXCLUDED).await];
    let chief_excluded = desk.enters(CHIEF_EXCLUDED).await;
    let [before, revoked] = [desk.enters(LAWYER).await, desk.enters(REVOKED).await];
    let browser = desk.enrols(LAWYER).await;
    let [left, owner] =
        [desk.comes_in(LAWYER, &browser).await, desk.comes_in(LAWYER, &browser).await];
    desk.asks("sign-out", &serde_json::json!({})).header("cookie", &left).send().await.unwrap();
    desk.world.revoke(&desk.member(REVOKED).await.id).await;
    let link = format!("__Host-habeas={}", desk.link(LAWYER, Purpose::SignIn).await);

    desk.world.reports_critical(RELATIVE).await;
    let code = desk.world.code().await;
    desk.excludes(EXCLUDED).await;
    desk.excludes(CHIEF_EXCLUDED).await;
    desk.world.taps(LAWYER, "I take it").await;
    desk.world.sees(LAWYER, "You have it since").await;
    desk.world.taps_all(LAWYER, &["Hand over", "Timur"]).await;
    desk.world.sees(SECOND, "asks you to take this case over").await;
    let called_for = calls_for_another(desk).await;
    let made_up = format!("__Host-habeas={}", "A".repeat(43));
    let (lawyer, chief) = (Role::Lawyer, Role::Coordinator);
    let at = |who, role, cookie: &str, stands| (who, role, cookie.to_owned(), code.clone(), stands);
    let called = (
        "a lawyer who is called and does not own",
        lawyer,
        asked.clone(),
        called_for,
        Stands::Asked,
    );
    let elsewhere = |who, role, cookie: &str, code: &str| {
        (who, role, cookie.to_owned(), code.to_owned(), Stands::Apart)
    };
    let askers = vec![
        at("nobody", lawyer, "", Stands::Outside),
        at("a cookie that nobody gave", lawyer, &made_up, Stands::Outside),
        at("what is in a link, as a cookie", lawyer, &link, Stands::Outside),
        at("who signed out", lawyer, &left, Stands::Outside),
        at("who was idle too long", chief, &idle, Stands::Outside),
        at("the owner's browser, with the keys before", lawyer, &before, Stands::Outside),
        at("who was revoked", lawyer, &revoked, Stands::Outside),
        at("a lawyer with no part in it", lawyer, &apart, Stands::Apart),
        at("a lawyer who is asked to take it over", lawyer, &asked, Stands::Asked),
        at("a lawyer who is excluded", lawyer, &excluded, Stands::Apart),
        at("a coordinator who is excluded", chief, &chief_excluded, Stands::Apart),
        at("a coordinator", chief, &reads, Stands::Reads),
        called,
        elsewhere("a coordinator, at no case", chief, &reads, "RD-999"),
        elsewhere("the owner, at no case", lawyer, &owner, "RD-999"),
        elsewhere("the owner, at what is no code", lawyer, &owner, "nothing"),
    ];
    (askers, owner, code)
}

/// The code of a second case, for which the second lawyer is called.
async fn calls_for_another(desk: &Desk<'_>) -> String {
    desk.world.passes_s(1).await;
    desk.world.reports_critical(FRIEND).await;
    desk.world.sees(SECOND, "CRITICAL").await;
    desk.world.code().await
}

#[test]
fn every_route_of_the_router_has_a_row() {
    let all = routes::all().into_iter();
    let there: BTreeSet<(&str, &str)> =
        all.filter_map(|(method, path)| Some((method, path.strip_prefix("/api/")?))).collect();
    let here: BTreeSet<(&str, &str)> = ROUTES.iter().map(|route| (route.0, route.1)).collect();
    assert_eq!(here, there);
}

#[tokio::test]
async fn everybody_is_refused_at_every_route_that_is_not_for_them() {
    play(async |desk| {
        let (askers, owner, code) = askers(desk).await;
        let mut kinds = 0;
        for route in ROUTES.iter().copied() {
            let mut unknown: Option<String> = None;
            for (who, role, cookie, code, stands) in &askers {
                let refused = refusal(route.3, *role, *stands);
                let Some((status, word)) = refused else { continue };
                let (is, body) = ask(desk, route, (cookie, code), &[]).await;
                let what = format!("{who}: {} {}", route.0, route.1);
                assert_eq!(is, status, "{what}: {body}");
                assert!(body.contains(&format!("\"code\":\"{word}\"")), "{what}: {body}");
                if *stands == Stands::Apart && status == 404 {
                    let first = unknown.get_or_insert_with(|| body.clone());
                    assert_eq!(first, &body, "{what}: by nothing can it be told why");
                }
                kinds += 1;
            }
            for foreign in [("sec-fetch-site", "cross-site"), ("origin", "https://other.example")] {
                let (is, body) = ask(desk, route, (&owner, &code), &[foreign]).await;
                assert_eq!(is, 403, "{foreign:?}: {} {}: {body}", route.0, route.1);
                kinds += 1;
            }
        }
        assert!(kinds >= 300, "{kinds}");
        let sql = "-- tests::opened
            SELECT COUNT(*) AS n FROM audit WHERE kind = 'opened'";
        assert_eq!(desk.world.count(sql, vec![]).await, 0, "nobody has opened it");

        // The same requests are good, for whom they are; what never ends, and a file that nobody has
        // fetched, have tests of their own.
        let other = |route: &(_, &str, _, _)| route.1 == "live" || route.1.contains("/files/");
        for route in ROUTES.iter().copied().filter(|route| route.0 == "GET" && !other(route)) {
            let own = [("origin", ORIGIN)];
            let (is, body) = ask(desk, route, (&owner, &code), &own).await;
            assert_eq!(is, 200, "{}: {body}", route.1);
        }
    })
    .await;
}

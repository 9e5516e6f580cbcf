//! Every request at a case, by everybody who may not make it: each is refused, and by the same answer
//! where they may not know that the case is there.

use habeas::console::Purpose;
use habeas_core::domain::Role;

use super::desk::{Desk, ORIGIN, play};
use crate::support::people::{COORDINATOR, LAWYER, RELATIVE, SECOND, THIRD};

const EXCLUDED: i64 = 2004;
const REVOKED: i64 = 2005;
const CHIEF_EXCLUDED: i64 = 3002;

/// Whom a route lets in at a case that somebody has.
#[derive(Clone, Copy, PartialEq, Eq)]
enum For {
    /// Whoever is in.
    Members,
    /// Its owner and coordinators.
    Readers,
    /// Its owner.
    Owner,
}

/// Method, path under `/api/`, a body that would be good, and whom it lets in.
const ROUTES: [(&str, &str, &str, For); 11] = [
    ("GET", "cases", "", For::Members),
    ("GET", "live", "", For::Members),
    ("GET", "cases/{code}", "", For::Readers),
    ("GET", "cases/{code}/entries", "", For::Readers),
    ("GET", "cases/{code}/openings", "", For::Readers),
    ("POST", "cases/{code}/files", FILE, For::Readers),
    ("GET", "cases/{code}/files/00000000000000000000000000000001", "", For::Readers),
    ("POST", "cases/{code}/write", WRITE, For::Owner),
    ("POST", "cases/{code}/do", DO, For::Owner),
    ("POST", "cases/{code}/hand", HAND, For::Owner),
    ("POST", "cases/{code}/renew", RENEW, For::Owner),
];

const FILE: &str = r#"{"seq": 1, "file_id": "AgAD"}"#;
const WRITE: &str = r#"{"id": "00000000000000000000000000000001", "text": "words"}"#;
const DO: &str = r#"{"id": "00000000000000000000000000000002", "did": "on-my-way"}"#;
const HAND: &str = r#"{"id": "00000000000000000000000000000003", "to": "m-1"}"#;
const RENEW: &str = concat!(
    r#"{"at": 1, "signature": ""#,
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000000",
    r#""}"#
);

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
fn refusal(route: For, stands: Stands) -> Option<(u16, &'static str)> {
    match (stands, route) {
        (Stands::Outside, _) => Some((401, "signed-out")),
        (_, For::Members) | (Stands::Reads, For::Readers) => None,
        (Stands::Apart, _) => Some((404, "no-case")),
        (Stands::Asked, _) | (Stands::Reads, For::Owner) => Some((403, "not-yours")),
    }
}

/// Somebody who asks: who they are, their cookie, the code they name, how they stand to that.
type Asker = (&'static str, String, String, Stands);

async fn ask(
    desk: &Desk<'_>,
    (method, path, body, _): (&str, &str, &str, For),
    (cookie, code): (&str, &str),
    more: &[(&str, &str)],
) -> (u16, String) {
    let url = format!("{}/api/{}", desk.url, path.replace("{code}", code));
    let asked = desk.http.request(method.parse().unwrap(), url).header("cookie", cookie);
    let asked = asked.header("host", "desk.example").header("content-type", "application/json");
    let asked = more.iter().fold(asked, |asked, (name, value)| asked.header(*name, *value));
    let answer = asked.body(body.to_owned()).send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

/// A case that the lawyer has and asks the second one to take over, and everybody who may not.
async fn askers(desk: &Desk<'_>) -> (Vec<Asker>, String) {
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
    let made_up = format!("__Host-habeas={}", "A".repeat(43));
    let at = |who, cookie: &str, stands| (who, cookie.to_owned(), code.clone(), stands);
    let askers = vec![
        at("nobody", "", Stands::Outside),
        at("a cookie that nobody gave", &made_up, Stands::Outside),
        at("what is in a link, as a cookie", &link, Stands::Outside),
        at("who signed out", &left, Stands::Outside),
        at("who was idle too long", &idle, Stands::Outside),
        at("the owner's browser, with the keys before", &before, Stands::Outside),
        at("who was revoked", &revoked, Stands::Outside),
        at("a lawyer with no part in it", &apart, Stands::Apart),
        at("a lawyer who is asked to take it over", &asked, Stands::Asked),
        at("a lawyer who is excluded", &excluded, Stands::Apart),
        at("a coordinator who is excluded", &chief_excluded, Stands::Apart),
        at("a coordinator", &reads, Stands::Reads),
        ("a coordinator, at no case", reads.clone(), "RD-999".to_owned(), Stands::Apart),
        ("the owner, at no case", owner.clone(), "RD-999".to_owned(), Stands::Apart),
        ("the owner, at what is no code", owner.clone(), "nothing".to_owned(), Stands::Apart),
    ];
    (askers, owner)
}

#[tokio::test]
async fn everybody_is_refused_at_every_route_that_is_not_for_them() {
    play(async |desk| {
        let (askers, owner) = askers(desk).await;
        let code = desk.world.code().await;
        let mut kinds = 0;
        for route in ROUTES {
            let mut unknown: Option<String> = None;
            for (who, cookie, code, stands) in &askers {
                let Some((status, word)) = refusal(route.3, *stands) else { continue };
                let (is, body) = ask(desk, route, (cookie, code), &[]).await;
                let what = format!("{who}: {} {}", route.0, route.1);
                assert_eq!(is, status, "{what}: {body}");
                assert!(body.contains(&format!("\"code\":\"{word}\"")), "{what}: {body}");
                if *stands == Stands::Apart {
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
        assert!(kinds >= 40, "{kinds}");
        let sql = "-- tests::opened
            SELECT COUNT(*) AS n FROM audit WHERE kind = 'opened'";
        assert_eq!(desk.world.count(sql, vec![]).await, 0, "nobody has opened it");

        // The same requests are good, for whom they are; what never ends, and a file that nobody has
        // fetched, have tests of their own.
        let other = |route: &(_, &str, _, _)| route.1 == "live" || route.1.contains("/files/");
        for route in ROUTES.into_iter().filter(|route| route.0 == "GET" && !other(route)) {
            let own = [("origin", ORIGIN)];
            let (is, body) = ask(desk, route, (&owner, &code), &own).await;
            assert_eq!(is, 200, "{}: {body}", route.1);
        }
    })
    .await;
}

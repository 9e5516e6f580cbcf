//! The console over HTTP, as a member's browser speaks to it, and as a stranger's does.

mod case;
mod cases;
mod codes;
mod desk;
mod live;
mod owner;
mod refused;
mod renewing;
mod reseal;
mod staying;
mod devices;
mod file_hashes;
mod files;
mod statements;
mod taking;
mod uniform;
mod viewer;
mod whose;
mod writing;

use data_encoding::{BASE64, HEXLOWER};
use habeas::audit::By;
use habeas::console::Purpose;
use habeas::crypto::SigningKey;
use habeas::oncall::members;
use habeas::storage::Tx;
use habeas_core::members::Challenge;
use serde_json::{Value, json};

use crate::support::people::{LAWYER, RELATIVE, SECOND};
use desk::{ORIGIN, WRAPPED, browser, challenge, enrolment, play};

/// The same keys under the same words, in another file.
const UNDER_WORDS_AGAIN: &[u8] = b"age-encryption.org/v1\n-> scrypt BBBB 18\nanother";
const RECORDS: &str = "-- tests::records
    SELECT COUNT(*) AS n FROM audit";

#[tokio::test]
async fn keys_are_made_once_by_a_link_and_cases_open_for_them_from_then_on() {
    play(async |desk| {
        let token = desk.link(LAWYER, Purpose::Enrol).await;
        let redeemed = desk.redeems(&token).await;
        assert_eq!((&redeemed["purpose"], &redeemed["wrapped"]), (&"enrol".into(), &json!([])));
        let again = desk.posts("redeem", json!({"token": token})).await;
        assert_eq!((again.0, &again.1["code"]), (403, &"no-link".into()));

        let (own, other) = (browser(), browser());
        let good = enrolment(&redeemed, &own);
        let mut stolen = good.clone();
        stolen["signing_key"] = json!(other.signing.public());
        let mut swapped = good.clone();
        swapped["recipient"] = json!(other.recipient);
        let mut read = good.clone();
        read["token"] = redeemed["link"].clone();
        for forged in [stolen, swapped, read] {
            let (status, refused) = desk.posts("enrol", forged).await;
            assert_eq!((status, &refused["code"]), (403, &"no-link".into()));
        }
        let mut clear = good.clone();
        clear["wrapped"] = json!(BASE64.encode(b"AGE-SECRET-KEY-1"));
        assert_eq!(desk.posts("enrol", clear).await.0, 400, "what is not wrapped is not taken");
        assert_eq!(desk.posts("enrol", good.clone()).await.0, 200);
        let more = enrolment(&redeemed, &other);
        assert_eq!(desk.posts("enrol", more).await.0, 403, "once");

        let member = desk.member(LAWYER).await;
        assert_eq!(member.recipient.as_ref(), Some(&own.recipient));
        assert_eq!(member.signing_key, Some(own.signing.public()));
        let told = desk.world.sees(LAWYER, "Your key is there.").await;
        assert!(!told.text.contains("age1"), "{}", told.text);
        let taken = desk.redeems(&desk.link(LAWYER, Purpose::Enrol).await).await;
        desk.enrols(LAWYER).await;
        let late = desk.posts("enrol", enrolment(&taken, &other)).await;
        assert_eq!(late.0, 403, "a link before new keys were made makes none");
        let own = desk.enrols(LAWYER).await;
        let kept = desk.redeems(&desk.link(LAWYER, Purpose::SignIn).await).await;
        assert_eq!(kept["wrapped"][0]["wrapped"], json!(BASE64.encode(WRAPPED)));
        desk.comes_in(LAWYER, &own).await;
    })
    .await;
}

#[tokio::test]
async fn a_browser_that_lost_the_answer_asks_the_same_again_and_hears_that_its_keys_are_made() {
    play(async |desk| {
        let redeemed = desk.redeems(&desk.link(LAWYER, Purpose::Enrol).await).await;
        let (own, other) = (browser(), browser());
        let good = enrolment(&redeemed, &own);
        let first = desk.posts("enrol", good.clone()).await;
        assert_eq!(first.0, 200);
        desk.world.sees(LAWYER, "Your key is there.").await;
        let sent = desk.world.times_sent(LAWYER, "Your key is there.").await;
        let recorded = desk.world.count(RECORDS, vec![]).await;
        // Words wrap the keys anew each time: another file, and the same keys.
        let mut again = good.clone();
        again["wrapped"] = json!(BASE64.encode(UNDER_WORDS_AGAIN));
        assert_eq!(desk.posts("enrol", again.clone()).await, first);
        assert_eq!(desk.world.count(RECORDS, vec![]).await, recorded, "it was done once");
        desk.world.settle().await;
        let told = desk.world.times_sent(LAWYER, "Your key is there.").await;
        assert_eq!((sent, told), (1, 1));
        desk.world.passes_s(3600).await;
        assert_eq!(desk.posts("enrol", again).await, first, "however late");
        let kept = desk.redeems(&desk.link(LAWYER, Purpose::SignIn).await).await;
        assert_eq!(kept["wrapped"].as_array().unwrap().len(), 1);
        assert_eq!(kept["wrapped"][0]["wrapped"], json!(BASE64.encode(WRAPPED)), "the first");

        let redeem = json!({"token": redeemed["token"]});
        assert_eq!(desk.posts("redeem", redeem).await.0, 403, "it is no link any more");
        let signed = desk.signs_in(&redeemed, &own).await;
        assert_eq!(signed.status().as_u16(), 403, "and lets nobody in");
        let mut forged = good.clone();
        forged["signature"] = enrolment(&redeemed, &other)["signature"].clone();
        for wrong in [enrolment(&redeemed, &other), forged] {
            assert_eq!(desk.posts("enrol", wrong).await.0, 403, "for other keys it says nothing");
        }
        desk.enrols(LAWYER).await;
        assert_eq!(desk.posts("enrol", good).await.0, 403, "there are newer keys");
    })
    .await;
}

#[tokio::test]
async fn nobody_comes_in_by_a_signature_that_is_for_something_else() {
    play(async |desk| {
        let (own, other) = (desk.enrols(LAWYER).await, desk.enrols(SECOND).await);
        let redeemed = desk.redeems(&desk.link(LAWYER, Purpose::SignIn).await).await;
        let wrong = async |bytes: Vec<u8>, key: &SigningKey, link: &Value| {
            let signature = HEXLOWER.encode(&key.sign(&bytes));
            let (status, refused) =
                desk.posts("sign-in", json!({"link": link, "signature": signature})).await;
            assert_eq!((status, &refused["code"]), (403, &"not-in".into()));
        };
        let asked = challenge(&redeemed);
        let link = &redeemed["link"];
        wrong(asked.sign_in_bytes(), &other.signing, link).await;
        wrong(asked.enrol_bytes(&own.recipient, own.signing.public()), &own.signing, link).await;
        let elsewhere =
            Challenge { origin: "https://desk.example.org".to_owned(), ..asked.clone() };
        wrong(elsewhere.sign_in_bytes(), &own.signing, link).await;
        let nonce = Challenge { nonce: [7; 32], ..asked.clone() };
        wrong(nonce.sign_in_bytes(), &own.signing, link).await;
        let enrol = desk.redeems(&desk.link(LAWYER, Purpose::Enrol).await).await;
        wrong(challenge(&enrol).sign_in_bytes(), &own.signing, &enrol["link"]).await;
        let unknown = json!("00".repeat(32));
        wrong(asked.sign_in_bytes(), &own.signing, &unknown).await;

        assert_eq!(desk.signs_in(&redeemed, &own).await.status().as_u16(), 200);
        assert_eq!(desk.signs_in(&redeemed, &own).await.status().as_u16(), 403, "once");
    })
    .await;
}

#[tokio::test]
async fn links_challenges_and_sessions_end_by_the_clock() {
    play(async |desk| {
        let own = desk.enrols(LAWYER).await;
        let late = desk.link(LAWYER, Purpose::SignIn).await;
        desk.world.passes_s(301).await;
        assert_eq!(desk.posts("redeem", json!({"token": late})).await.0, 403);
        let redeemed = desk.redeems(&desk.link(LAWYER, Purpose::SignIn).await).await;
        desk.world.passes_s(601).await;
        assert_eq!(desk.signs_in(&redeemed, &own).await.status().as_u16(), 403);

        let cookie = desk.comes_in(LAWYER, &own).await;
        for _ in 0..3 {
            desk.world.passes_s(14 * 60).await;
            assert_eq!(desk.me(&cookie).await.0, 200, "each request counts as a touch");
        }
        desk.world.passes_s(15 * 60).await;
        assert_eq!(desk.me(&cookie).await.0, 401);
        let cookie = desk.comes_in(LAWYER, &own).await;
        for _ in 0..34 {
            desk.world.passes_s(14 * 60).await;
            assert_eq!(desk.me(&cookie).await.0, 200);
        }
        desk.world.passes_s(14 * 60).await;
        assert_eq!(desk.me(&cookie).await.0, 401, "eight hours are enough");
    })
    .await;
}

#[tokio::test]
async fn whoever_has_a_critical_case_stays_in_for_two_hours() {
    play(async |desk| {
        let own = desk.enrols(LAWYER).await;
        desk.world.reports_critical(RELATIVE).await;
        desk.world.taps(LAWYER, "I take it").await;
        desk.world.sees(LAWYER, "You have it since").await;
        let cookie = desk.comes_in(LAWYER, &own).await;
        desk.world.passes_s(119 * 60).await;
        assert_eq!(desk.me(&cookie).await.0, 200);
    })
    .await;
}

#[tokio::test]
async fn a_revocation_or_new_keys_end_a_session_at_once() {
    play(async |desk| {
        let own = desk.enrols(LAWYER).await;
        let cookie = desk.comes_in(LAWYER, &own).await;
        let newer = desk.enrols(LAWYER).await;
        assert_eq!(desk.me(&cookie).await.0, 401, "new keys");
        let redeemed = desk.redeems(&desk.link(LAWYER, Purpose::SignIn).await).await;
        assert_eq!(redeemed["wrapped"].as_array().unwrap().len(), 1, "the old copy is revoked");
        assert_eq!(desk.signs_in(&redeemed, &own).await.status().as_u16(), 403);

        let cookie = desk.comes_in(LAWYER, &newer).await;
        let waiting = desk.link(LAWYER, Purpose::SignIn).await;
        let (id, parts) = (desk.member(LAWYER).await.id, desk.world.parts());
        let now = parts.now();
        let revoke =
            async move |tx: &mut Tx| members::revoke(tx, &parts, &id, By::Operator, now).await;
        desk.world.parts().store.run("tests-revoke", revoke).await.unwrap();
        assert_eq!(desk.me(&cookie).await.0, 401, "revoked");
        assert_eq!(desk.posts("redeem", json!({"token": waiting})).await.0, 403);
    })
    .await;
}

#[tokio::test]
async fn where_the_root_was_taken_out_of_the_configuration_nobody_comes_in() {
    play(async |desk| {
        let own = desk.enrols(LAWYER).await;
        let cookie = desk.comes_in(LAWYER, &own).await;
        // Statements were taken here once, and the configuration names no root.
        let sql = "-- tests::statements
            INSERT INTO meta (name, value) VALUES ('statements', '00')";
        desk.world.execute(sql, vec![]).await;
        assert_eq!(desk.me(&cookie).await.0, 401);
        let redeemed = desk.redeems(&desk.link(LAWYER, Purpose::SignIn).await).await;
        assert_eq!(redeemed["confirmed"], false);
        assert_eq!(desk.signs_in(&redeemed, &own).await.status().as_u16(), 403);
    })
    .await;
}

#[tokio::test]
async fn signed_out_is_out_and_a_cookie_that_nobody_gave_is_worth_nothing() {
    play(async |desk| {
        let own = desk.enrols(LAWYER).await;
        let cookie = desk.comes_in(LAWYER, &own).await;
        let other = desk.comes_in(LAWYER, &own).await;
        let (status, me) = desk.me(&cookie).await;
        assert_eq!((status, &me["recipient"]), (200, &json!(own.recipient)));
        let out = desk.asks("sign-out", &json!({})).header("cookie", &cookie).send().await.unwrap();
        assert!(out.headers()["set-cookie"].to_str().unwrap().contains("Max-Age=0"));
        assert_eq!(desk.me(&cookie).await.0, 401);
        assert_eq!(desk.me(&other).await.0, 200, "the other browser stays in");
        for none in ["", "__Host-habeas=", "__Host-habeas=AAAA", "habeas=x", "__Host-habeasx=1"] {
            assert_eq!(desk.me(none).await.0, 401, "{none}");
        }
        let sql = "-- tests::cookies
            SELECT COUNT(*) AS n FROM sessions WHERE id = $1";
        let secret = cookie.split('=').nth(1).unwrap();
        let secret = data_encoding::BASE64URL_NOPAD.decode(secret.as_bytes()).unwrap();
        assert_eq!(desk.world.count(sql, vec![secret.into()]).await, 0, "only a hash is stored");
    })
    .await;
}

#[tokio::test]
async fn another_website_gets_nothing_and_what_is_no_request_is_refused() {
    play(async |desk| {
        let order = json!({"token": "x"});
        let foreign = [
            ("origin", "https://other.example"),
            ("origin", "http://desk.example"),
            ("sec-fetch-site", "cross-site"),
            ("host", "other.example"),
        ];
        for (name, value) in foreign {
            let asked = desk.http.post(format!("{}/api/redeem", desk.url)).json(&order);
            let host = if name == "host" { value } else { "desk.example" };
            let mut asked = asked.header("host", host);
            if name != "host" {
                asked = asked.header(name, value);
            }
            assert_eq!(asked.send().await.unwrap().status().as_u16(), 403, "{name}: {value}");
        }
        // The page itself is there only where it was built in; what the guard says does not depend on it.
        for (path, mode, refused) in
            [("/", "navigate", false), ("/", "cors", true), ("/api/me", "navigate", true)]
        {
            let asked = desk.http.get(format!("{}{path}", desk.url)).header("host", "desk.example");
            let asked = asked.header("sec-fetch-site", "cross-site").header("sec-fetch-mode", mode);
            let answer = asked.header("sec-fetch-dest", "document").send().await.unwrap();
            assert_eq!(answer.status().as_u16() == 403, refused, "{path} {mode}");
        }
        let form = desk.http.post(format!("{}/api/redeem", desk.url)).body("token=x");
        let form = form.header("host", "desk.example").send().await.unwrap();
        assert_eq!(form.status().as_u16(), 400, "a form of another page can send no JSON");
        for (path, order) in [
            ("redeem", json!({})),
            ("redeem", json!({"token": "x", "more": 1})),
            ("sign-in", json!({"link": "zz", "signature": "00"})),
            ("enrol", json!([])),
        ] {
            let (status, refused) = desk.posts(path, order).await;
            assert_eq!((status, &refused["code"]), (400, &"request".into()), "{path}");
        }
        let (status, none) = desk.posts("redeem", json!({"token": "AAAA"})).await;
        assert_eq!((status, &none["code"]), (403, &"no-link".into()));
        let page = desk.http.get(&desk.url).header("host", "desk.example").send().await.unwrap();
        let allowed = page.headers()["content-security-policy"].to_str().unwrap();
        assert!(allowed.starts_with("default-src 'none';") && !allowed.contains("unsafe"));
        assert!(
            allowed.contains("frame-src 'self';") && allowed.contains("frame-ancestors 'none';")
        );
        assert_eq!(page.headers()["x-frame-options"], "DENY");
        assert_eq!(page.headers()["cache-control"], "no-store");
    })
    .await;
}

#[tokio::test]
async fn tries_without_end_are_answered_by_wait() {
    play(async |desk| {
        let mut refused = 0;
        for _ in 0..200 {
            if desk.posts("redeem", json!({"token": "AAAA"})).await.0 == 429 {
                refused += 1;
            }
        }
        assert!(refused > 50, "{refused}");
        let own = desk.enrols(LAWYER).await;
        desk.comes_in(LAWYER, &own).await;
    })
    .await;
}

#[tokio::test]
async fn who_makes_keys_has_half_an_hour_to_come_and_half_an_hour_to_write_the_words_down() {
    play(async |desk| {
        desk.world.says(LAWYER, "/console").await;
        let sent = desk.world.sees(LAWYER, "Make your keys on the computer you trust most.").await;
        assert!(sent.text.contains("half an hour"), "{}", sent.text);
        desk.world.passes_s(1700).await;
        assert!(!desk.world.is_deleted(LAWYER, sent.message_id).await);
        let url = sent.buttons[0][0].url.as_deref().unwrap();
        let redeemed = desk.redeems(url.split('#').nth(1).unwrap()).await;
        desk.world.passes_s(1700).await;
        assert!(desk.world.is_deleted(LAWYER, sent.message_id).await);
        assert_eq!(desk.posts("enrol", enrolment(&redeemed, &browser())).await.0, 200);

        desk.world.says(SECOND, "/console").await;
        let late = desk.world.sees(SECOND, "Make your keys on the computer you trust most.").await;
        desk.world.passes_s(1801).await;
        let url = late.buttons[0][0].url.as_deref().unwrap();
        let token = url.split('#').nth(1).unwrap();
        assert_eq!(desk.posts("redeem", json!({"token": token})).await.0, 403);
    })
    .await;
}

#[tokio::test]
async fn the_bot_gives_a_member_a_link_and_nobody_else() {
    play(async |desk| {
        desk.world.says(LAWYER, "/console").await;
        let made = desk.world.sees(LAWYER, "Make your keys on the computer you trust most.").await;
        let button = &made.buttons[0][0];
        let url = button.url.as_deref().unwrap();
        assert!(url.starts_with(&format!("{ORIGIN}/#")), "{url}");
        assert_eq!(button.label, "Make my keys");
        desk.enrols(LAWYER).await;
        desk.world.says(LAWYER, "/console").await;
        let into = desk.world.sees(LAWYER, "This opens the console in your browser.").await;
        let url = into.buttons[0][0].url.clone().unwrap();
        let redeemed = desk.redeems(url.split('#').nth(1).unwrap()).await;
        assert_eq!(redeemed["purpose"], "sign-in");
        let (id, parts) = (desk.member(SECOND).await.id, desk.world.parts());
        let (key, now) = (browser().recipient, parts.now());
        let give = async move |tx: &mut Tx| {
            members::set_recipient(tx, &parts, &id, (&key, None), By::Operator, now).await
        };
        desk.world.parts().store.run("tests-key", give).await.unwrap();
        desk.world.says(SECOND, "/console").await;
        let other = desk.world.sees(SECOND, "You have keys that are not of this console.").await;
        assert!(other.buttons.is_empty(), "a stolen chat replaces no key");
        desk.world.passes_s(301).await;
        assert!(desk.world.is_deleted(LAWYER, into.message_id).await, "the link leaves the chat");
        desk.world.says(RELATIVE, "/console").await;
        desk.world.sees_no(RELATIVE, "console").await;
    })
    .await;
}

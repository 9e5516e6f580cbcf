//! The locked copies of a member's keys: kept and removed by whoever signs for it.

use data_encoding::BASE64;
use habeas::console::Purpose;
use habeas_core::members::Change;
use serde_json::{Value, json};

use super::desk::{Browser, Desk, HINT, UNDER_PASSKEY, WRAPPED, browser, enrolment, play};
use crate::support::people::{LAWYER, SECOND};

impl Desk<'_> {
    /// The order to remove a copy, signed now.
    async fn removing(&self, who: (i64, &Browser), id: &str) -> Value {
        let now = self.world.parts().now();
        self.signed(who, Change::Remove { id }, now, json!({"id": id})).await
    }

    /// What a link gives whoever redeems it.
    async fn copies(&self, user: i64) -> Vec<Value> {
        let redeemed = self.redeems(&self.link(user, Purpose::SignIn).await).await;
        redeemed["wrapped"].as_array().unwrap().clone()
    }
}

#[tokio::test]
async fn a_copy_under_a_passkey_is_kept_given_out_with_its_hint_and_removed() {
    play(async |desk| {
        let own = desk.enrols(LAWYER).await;
        let cookie = desk.comes_in(LAWYER, &own).await;
        let who = (LAWYER, &own);
        let order = desk.keeping(who, "passkey", UNDER_PASSKEY).await;
        let (status, kept) = desk.asks_in(&cookie, "devices", &order).await;
        assert_eq!(status, 200, "{kept}");
        let id = kept["id"].as_str().unwrap();
        let copies = desk.copies(LAWYER).await;
        let of = |kind: &str| copies.iter().find(|copy| copy["kind"] == kind).unwrap();
        assert_eq!((&of("words")["hint"], copies.len()), (&Value::Null, 2));
        assert_eq!(of("passkey")["wrapped"], json!(BASE64.encode(UNDER_PASSKEY)));
        assert_eq!((&of("passkey")["hint"], &of("passkey")["id"]), (&json!(HINT), &json!(id)));

        let order = desk.removing(who, id).await;
        assert_eq!(desk.asks_in(&cookie, "devices/remove", &order).await.0, 200);
        assert_eq!(desk.copies(LAWYER).await.len(), 1);
        let sql = "-- tests::rows
            SELECT COUNT(*) AS n FROM devices WHERE kind = 'passkey'";
        assert_eq!(desk.world.count(sql, vec![]).await, 0, "nothing of it is left");
        let again = desk.removing(who, id).await;
        assert_eq!(desk.asks_in(&cookie, "devices/remove", &again).await.0, 403);
    })
    .await;
}

#[tokio::test]
async fn a_cookie_alone_changes_no_copy_nor_does_a_signature_for_something_else() {
    play(async |desk| {
        let (own, other) = (desk.enrols(LAWYER).await, desk.enrols(SECOND).await);
        let cookie = desk.comes_in(LAWYER, &own).await;
        let refused = async |order: Value, why: &str| {
            let (status, refused) = desk.asks_in(&cookie, "devices", &order).await;
            assert_eq!((status, &refused["code"]), (403, &json!("not-in")), "{why}");
        };
        let good = desk.keeping((LAWYER, &own), "passkey", UNDER_PASSKEY).await;
        let mut none = good.clone();
        none["signature"] = json!("00".repeat(64));
        refused(none, "no signature").await;
        refused(desk.keeping((LAWYER, &other), "passkey", UNDER_PASSKEY).await, "another key")
            .await;
        refused(desk.keeping((SECOND, &own), "passkey", UNDER_PASSKEY).await, "another member")
            .await;
        let mut swapped = good.clone();
        swapped["wrapped"] = json!(BASE64.encode(&[UNDER_PASSKEY, b"!"].concat()));
        refused(swapped, "another file").await;
        let removal = desk.removing((LAWYER, &own), "d-1").await;
        let mut turned = good.clone();
        (turned["at"], turned["signature"]) = (removal["at"].clone(), removal["signature"].clone());
        refused(turned, "for a removal").await;

        let (status, out) = desk.posts("devices", good.clone()).await;
        assert_eq!((status, &out["code"]), (401, &json!("signed-out")), "nobody is in");
        let theirs = desk.comes_in(SECOND, &other).await;
        assert_eq!(desk.asks_in(&theirs, "devices", &good).await.0, 403, "another's session");
        assert_eq!(desk.asks_in(&cookie, "devices", &good).await.0, 200);
        refused(good, "the same again").await;
        assert_eq!(desk.copies(LAWYER).await.len(), 2);
        assert_eq!(desk.copies(SECOND).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_moment_that_is_far_off_or_before_another_does_not_count() {
    play(async |desk| {
        let own = desk.enrols(LAWYER).await;
        let cookie = desk.comes_in(LAWYER, &own).await;
        let who = (LAWYER, &own);
        let at = async |seconds: i64, wrapped: &[u8]| {
            let order = json!({"kind": "passkey", "wrapped": BASE64.encode(wrapped), "hint": HINT});
            let at = desk.world.parts().now().plus_s(seconds);
            let order =
                desk.signed(who, Change::Keep { kind: "passkey", wrapped }, at, order).await;
            desk.asks_in(&cookie, "devices", &order).await.0
        };
        assert_eq!(at(-310, UNDER_PASSKEY).await, 403);
        assert_eq!(at(310, UNDER_PASSKEY).await, 403);
        assert_eq!(at(60, UNDER_PASSKEY).await, 200);
        assert_eq!(at(30, UNDER_PASSKEY).await, 403, "before one that counted");
        assert_eq!(at(90, UNDER_PASSKEY).await, 200);
    })
    .await;
}

#[tokio::test]
async fn what_is_no_age_file_of_its_kind_is_not_kept() {
    play(async |desk| {
        let own = desk.enrols(LAWYER).await;
        let cookie = desk.comes_in(LAWYER, &own).await;
        let who = (LAWYER, &own);
        let long = [UNDER_PASSKEY, &[b'x'; 4096]].concat();
        let plain = b"AGE-SECRET-KEY-1".as_slice();
        let recipient = b"age-encryption.org/v1\n-> X25519 AAAA\n".as_slice();
        for (kind, wrapped) in [
            ("passkey", WRAPPED),
            ("words", UNDER_PASSKEY),
            ("passkey", &long),
            ("passkey", plain),
            ("words", plain),
            ("words", recipient),
            ("words", b""),
        ] {
            let order = desk.keeping(who, kind, wrapped).await;
            assert_eq!(desk.asks_in(&cookie, "devices", &order).await.0, 400, "{kind}");
        }
        let good = desk.keeping(who, "passkey", UNDER_PASSKEY).await;
        for hint in [json!(null), json!("AGE-SECRET-KEY-1"), json!(format!("{HINT}\nage"))] {
            let mut order = good.clone();
            order["hint"] = hint;
            assert_eq!(desk.asks_in(&cookie, "devices", &order).await.0, 400);
        }
        let mut order = desk.keeping(who, "words", WRAPPED).await;
        order["hint"] = json!(HINT);
        assert_eq!(desk.asks_in(&cookie, "devices", &order).await.0, 400);
        assert_eq!(desk.copies(LAWYER).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn there_are_ten_copies_at_most_and_always_one_under_words() {
    play(async |desk| {
        let own = desk.enrols(LAWYER).await;
        let cookie = desk.comes_in(LAWYER, &own).await;
        let who = (LAWYER, &own);
        let words = desk.copies(LAWYER).await[0]["id"].as_str().unwrap().to_owned();
        let order = desk.removing(who, &words).await;
        let (status, refused) = desk.asks_in(&cookie, "devices/remove", &order).await;
        assert_eq!((status, &refused["code"]), (409, &json!("last-words")));
        for _ in 0..9 {
            let order = desk.keeping(who, "passkey", UNDER_PASSKEY).await;
            assert_eq!(desk.asks_in(&cookie, "devices", &order).await.0, 200);
        }
        let order = desk.keeping(who, "passkey", UNDER_PASSKEY).await;
        let (status, refused) = desk.asks_in(&cookie, "devices", &order).await;
        assert_eq!((status, &refused["code"]), (409, &json!("full")));
        let anew = [WRAPPED, b"anew"].concat();
        let order = desk.keeping(who, "words", &anew).await;
        assert_eq!(desk.asks_in(&cookie, "devices", &order).await.0, 200, "new words take a place");
        let copies = desk.copies(LAWYER).await;
        let under_words: Vec<_> = copies.iter().filter(|copy| copy["kind"] == "words").collect();
        assert_eq!((under_words.len(), copies.len()), (1, 10));
        assert_eq!(under_words[0]["wrapped"], json!(BASE64.encode(&anew)));
    })
    .await;
}

#[tokio::test]
async fn nobody_removes_the_copy_of_somebody_else() {
    play(async |desk| {
        let (own, other) = (desk.enrols(LAWYER).await, desk.enrols(SECOND).await);
        let order = desk.keeping((LAWYER, &own), "passkey", UNDER_PASSKEY).await;
        let cookie = desk.comes_in(LAWYER, &own).await;
        let (_, kept) = desk.asks_in(&cookie, "devices", &order).await;
        let theirs = desk.comes_in(SECOND, &other).await;
        let order = desk.removing((SECOND, &other), kept["id"].as_str().unwrap()).await;
        assert_eq!(desk.asks_in(&theirs, "devices/remove", &order).await.0, 403);
        assert_eq!(desk.asks_in("", "devices/remove", &order).await.0, 401);
        assert_eq!(desk.copies(LAWYER).await.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn a_passkey_can_come_with_new_keys_and_goes_with_them() {
    play(async |desk| {
        let redeemed = desk.redeems(&desk.link(LAWYER, Purpose::Enrol).await).await;
        let own = browser();
        let mut order = enrolment(&redeemed, &own);
        order["passkey"] = json!({"wrapped": BASE64.encode(WRAPPED), "hint": HINT});
        assert_eq!(desk.posts("enrol", order.clone()).await.0, 400, "words are no passkey");
        order["passkey"] = json!({"wrapped": BASE64.encode(UNDER_PASSKEY), "hint": HINT});
        assert_eq!(desk.posts("enrol", order).await.0, 200);
        assert_eq!(desk.copies(LAWYER).await.len(), 2);
        desk.enrols(LAWYER).await;
        assert_eq!(desk.copies(LAWYER).await.len(), 1, "those of the keys before open nothing");
    })
    .await;
}

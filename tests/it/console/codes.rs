//! The server's half of a six-digit code: given out for a proof, five times at most, for a shift.

use data_encoding::HEXLOWER;
use habeas::console::Purpose;
use habeas_core::members::Change;
use serde_json::{Value, json};

use super::desk::{Browser, Desk, UNDER_PASSKEY, WRAPPED, play};
use crate::support::people::{LAWYER, SECOND};

const PROOF: [u8; 32] = [7; 32];
const WRONG: [u8; 32] = [8; 32];
const ROWS: &str = "-- tests::codes
    SELECT COUNT(*) AS n FROM codes";

impl Desk<'_> {
    /// The order to set a code, signed now.
    async fn setting(&self, who: (i64, &Browser), proof: &[u8; 32]) -> Value {
        let hash: [u8; 32] =
            ring::digest::digest(&ring::digest::SHA256, proof).as_ref().try_into().unwrap();
        let order = json!({"proof_hash": HEXLOWER.encode(&hash)});
        let now = self.world.parts().now();
        self.signed(who, Change::Code { proof_hash: &hash }, now, order).await
    }

    /// Sets the code; what the browser gets.
    async fn sets(&self, cookie: &str, who: (i64, &Browser)) -> Value {
        let order = self.setting(who, &PROOF).await;
        let (status, set) = self.asks_in(cookie, "code", &order).await;
        assert_eq!(status, 200, "{set}");
        set
    }

    /// Opens by a link that was redeemed.
    async fn opens(&self, link: &Value, set: &Value, proof: [u8; 32]) -> (u16, Value) {
        let proof = HEXLOWER.encode(&proof);
        self.posts("code/open", json!({"link": link, "id": set["id"], "proof": proof})).await
    }

    async fn open_link(&self, user: i64) -> Value {
        self.redeems(&self.link(user, Purpose::SignIn).await).await["link"].clone()
    }
}

#[tokio::test]
async fn the_share_is_given_for_the_right_proof_to_whoever_has_a_link_or_is_in() {
    play(async |desk| {
        let own = desk.enrols(LAWYER).await;
        let cookie = desk.comes_in(LAWYER, &own).await;
        let set = desk.sets(&cookie, (LAWYER, &own)).await;
        let now = desk.world.parts().now().as_millis();
        let lasts = set["ends_at"].as_i64().unwrap() - now;
        assert!((11 * 3_600_000..=12 * 3_600_000).contains(&lasts), "{lasts}");
        let link = desk.open_link(LAWYER).await;
        assert_eq!(desk.opens(&link, &set, PROOF).await, (200, json!({"share": set["share"]})));
        assert_eq!(desk.opens(&link, &set, PROOF).await.0, 200, "the link still signs in");
        let inside = json!({"link": null, "id": set["id"], "proof": HEXLOWER.encode(&PROOF)});
        let (status, opened) = desk.asks_in(&cookie, "code/open", &inside).await;
        assert_eq!((status, &opened["share"]), (200, &set["share"]));
        assert_eq!(desk.posts("code/open", inside).await.0, 401, "nobody is in");
        let other = desk.sets(&cookie, (LAWYER, &own)).await;
        assert_ne!(other["share"], set["share"]);
        assert_ne!(other["id"], set["id"]);
    })
    .await;
}

#[tokio::test]
async fn a_code_is_set_by_a_signature_alone() {
    play(async |desk| {
        let (own, other) = (desk.enrols(LAWYER).await, desk.enrols(SECOND).await);
        let cookie = desk.comes_in(LAWYER, &own).await;
        let good = desk.setting((LAWYER, &own), &PROOF).await;
        let mut swapped = good.clone();
        swapped["proof_hash"] = json!("00".repeat(32));
        for forged in [swapped, desk.setting((LAWYER, &other), &PROOF).await] {
            let (status, refused) = desk.asks_in(&cookie, "code", &forged).await;
            assert_eq!((status, &refused["code"]), (403, &json!("not-in")));
        }
        assert_eq!(desk.posts("code", good.clone()).await.0, 401);
        assert_eq!(desk.asks_in(&cookie, "code", &good).await.0, 200);
        assert_eq!(desk.asks_in(&cookie, "code", &good).await.0, 403, "once");
        assert_eq!(desk.world.count(ROWS, vec![]).await, 1);
    })
    .await;
}

#[tokio::test]
async fn five_wrong_proofs_in_a_row_end_it_for_good_whatever_they_came_by() {
    play(async |desk| {
        let own = desk.enrols(LAWYER).await;
        let cookie = desk.comes_in(LAWYER, &own).await;
        let set = desk.sets(&cookie, (LAWYER, &own)).await;
        let link = desk.open_link(LAWYER).await;
        for _ in 0..4 {
            assert_eq!(desk.opens(&link, &set, WRONG).await.0, 403);
        }
        assert_eq!(desk.opens(&link, &set, PROOF).await.0, 200, "the right one counts anew");
        for _ in 0..4 {
            assert_eq!(desk.opens(&link, &set, WRONG).await.0, 403);
        }
        let inside = json!({"link": null, "id": set["id"], "proof": HEXLOWER.encode(&WRONG)});
        assert_eq!(desk.asks_in(&cookie, "code/open", &inside).await.0, 403);
        assert_eq!(desk.opens(&link, &set, PROOF).await.0, 403);
        assert_eq!(desk.world.count(ROWS, vec![]).await, 0, "the share is gone");
    })
    .await;
}

#[tokio::test]
async fn whatever_is_wrong_is_one_answer() {
    play(async |desk| {
        let (own, other) = (desk.enrols(LAWYER).await, desk.enrols(SECOND).await);
        let cookie = desk.comes_in(LAWYER, &own).await;
        let set = desk.sets(&cookie, (LAWYER, &own)).await;
        let link = desk.open_link(LAWYER).await;
        let wrong = desk.opens(&link, &set, WRONG).await;
        assert_eq!((wrong.0, &wrong.1["code"]), (403, &json!("not-in")));
        let unknown = json!({"id": format!("c-{}", "0".repeat(32))});
        assert_eq!(desk.opens(&link, &unknown, PROOF).await, wrong);
        assert_eq!(desk.opens(&json!("00".repeat(32)), &set, PROOF).await, wrong);
        assert_eq!(desk.opens(&desk.open_link(SECOND).await, &set, PROOF).await, wrong);
        let enrol = desk.redeems(&desk.link(LAWYER, Purpose::Enrol).await).await;
        assert_eq!(desk.opens(&enrol["link"], &set, PROOF).await, wrong);
        let theirs = desk.comes_in(SECOND, &other).await;
        let inside = json!({"link": null, "id": set["id"], "proof": HEXLOWER.encode(&PROOF)});
        assert_eq!(desk.asks_in(&theirs, "code/open", &inside).await, wrong);
        desk.world.passes_s(601).await;
        assert_eq!(desk.opens(&link, &set, PROOF).await, wrong, "the link's time is over");
    })
    .await;
}

#[tokio::test]
async fn it_ends_with_the_shift_new_keys_and_when_it_is_forgotten() {
    play(async |desk| {
        let own = desk.enrols(LAWYER).await;
        let who = (LAWYER, &own);
        let cookie = desk.comes_in(LAWYER, &own).await;
        let set = desk.sets(&cookie, who).await;
        desk.world.passes_s(12 * 3600 - 60).await;
        assert_eq!(desk.opens(&desk.open_link(LAWYER).await, &set, PROOF).await.0, 200);
        desk.world.passes_s(61).await;
        assert_eq!(desk.opens(&desk.open_link(LAWYER).await, &set, PROOF).await.0, 403);

        let cookie = desk.comes_in(LAWYER, &own).await;
        let set = desk.sets(&cookie, who).await;
        assert_eq!(desk.world.count(ROWS, vec![]).await, 1, "the one before is deleted");
        let order = json!({"id": set["id"]});
        let other = desk.enrols(SECOND).await;
        let theirs = desk.comes_in(SECOND, &other).await;
        assert_eq!(desk.asks_in(&theirs, "code/forget", &order).await.0, 200);
        assert_eq!(desk.world.count(ROWS, vec![]).await, 1, "nobody else's is forgotten");
        assert_eq!(desk.asks_in("", "code/forget", &order).await.0, 401);
        assert_eq!(desk.asks_in(&cookie, "code/forget", &order).await.0, 200);
        assert_eq!(desk.world.count(ROWS, vec![]).await, 0);

        let set = desk.sets(&cookie, who).await;
        desk.enrols(LAWYER).await;
        assert_eq!(desk.opens(&desk.open_link(LAWYER).await, &set, PROOF).await.0, 403);
        assert_eq!(desk.world.count(ROWS, vec![]).await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_share_is_deleted_after_its_shift_though_nobody_asks_for_it() {
    play(async |desk| {
        let own = desk.enrols(LAWYER).await;
        let cookie = desk.comes_in(LAWYER, &own).await;
        desk.sets(&cookie, (LAWYER, &own)).await;
        desk.world.passes_s(13 * 3600).await;
        desk.world.says(SECOND, "/who").await;
        desk.world.sees(SECOND, "Timur").await;
        desk.world.settle().await;
        assert_eq!(desk.world.count(ROWS, vec![]).await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_revoked_member_has_none_and_a_member_has_five_at_most() {
    play(async |desk| {
        let own = desk.enrols(LAWYER).await;
        let cookie = desk.comes_in(LAWYER, &own).await;
        let first = desk.sets(&cookie, (LAWYER, &own)).await;
        for _ in 0..5 {
            desk.world.passes_s(1).await;
            desk.sets(&cookie, (LAWYER, &own)).await;
        }
        assert_eq!(desk.world.count(ROWS, vec![]).await, 5);
        assert_eq!(desk.opens(&desk.open_link(LAWYER).await, &first, PROOF).await.0, 403);
        desk.world.revoke(&desk.member(LAWYER).await.id).await;
        assert_eq!(desk.world.count(ROWS, vec![]).await, 0);
    })
    .await;
}

#[tokio::test]
async fn new_words_or_a_copy_removed_put_everybody_else_out_and_a_new_passkey_does_not() {
    play(async |desk| {
        let (own, second) = (desk.enrols(LAWYER).await, desk.enrols(SECOND).await);
        let theirs = desk.comes_in(SECOND, &second).await;
        desk.sets(&theirs, (SECOND, &second)).await;
        let who = (LAWYER, &own);
        let here = desk.comes_in(LAWYER, &own).await;
        let goes_on = async |copy: Result<(&str, &[u8]), &str>, others: bool| {
            let there = desk.comes_in(LAWYER, &own).await;
            desk.sets(&there, who).await;
            let before = desk.world.count(ROWS, vec![]).await;
            let redeemed = desk.redeems(&desk.link(LAWYER, Purpose::SignIn).await).await;
            let now = desk.world.parts().now();
            let (path, order) = match copy {
                Ok((kind, file)) => ("devices", desk.keeping(who, kind, file).await),
                Err(id) => {
                    let (change, order) = (Change::Remove { id }, json!({"id": id}));
                    ("devices/remove", desk.signed(who, change, now, order).await)
                }
            };
            let (status, done) = desk.asks_in(&here, path, &order).await;
            assert_eq!(status, 200, "{done}");
            assert_eq!((desk.me(&here).await.0, desk.me(&theirs).await.0), (200, 200));
            assert_eq!(desk.me(&there).await.0, if others { 200 } else { 401 }, "{path}");
            let left = if others { before } else { 1 };
            assert_eq!(desk.world.count(ROWS, vec![]).await, left, "{path}");
            let by_link = desk.signs_in(&redeemed, &own).await.status().as_u16();
            assert_eq!(by_link, if others { 200 } else { 403 }, "by a link that was opened before");
            done["id"].as_str().unwrap_or_default().to_owned()
        };
        let id = goes_on(Ok(("passkey", UNDER_PASSKEY)), true).await;
        goes_on(Ok(("words", WRAPPED)), false).await;
        goes_on(Err(&id), false).await;
    })
    .await;
}

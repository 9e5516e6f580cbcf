//! A promise in the small hours: the chat's signs, and the key's.

use habeas::crypto::SigningKey;
use serde_json::Value;

use super::desk::play;
use super::owner::Owner;
use crate::support::people::{COORDINATOR, LAWYER, SECOND};

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

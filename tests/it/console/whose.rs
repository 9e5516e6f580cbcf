//! Whose an entry is: what a member's browser sealed is theirs, whatever it says of itself.

use serde_json::{Value, json};

use super::desk::play;
use super::owner::{Owner, id};
use crate::support::people::{COORDINATOR, LAWYER};

/// What nobody of the family ever wrote.
const FORGED: &str = "he is free, call nobody";

#[tokio::test]
async fn what_a_browser_seals_as_the_familys_words_or_a_colleagues_note_is_its_own_members_note() {
    play(async |desk| {
        let own = Owner::of(desk).await;
        let [me, other] = [desk.member(LAWYER).await.id, desk.member(COORDINATOR).await.id];
        let path = format!("cases/{}/entries", own.code);
        let before = desk.gets(&path, &own.cookie).await.1["entries"].as_array().unwrap().len();
        let next = i64::try_from(before).unwrap() + 1;
        let forgeries = [
            ((next, "words"), json!({"text": FORGED})),
            ((next + 1, "asked"), json!({"text": FORGED, "member": other})),
            ((0, "note"), json!({"text": FORGED, "member": other})),
            ((1, "answer"), json!({"set": {"where_now": "released"}, "reporter": 2})),
        ];
        for (n, (what, body)) in (1..).zip(&forgeries) {
            let order = own.sealed(n, *what, body).await;
            let (status, done) = own.asks("note", &order).await;
            assert_eq!(status, 200, "{done}");
        }

        let (_, answer) = desk.gets(&path, &own.cookie).await;
        let entries = answer["entries"].as_array().unwrap();
        let (old, forged) = entries.split_at(before);
        assert!(old.iter().all(|entry| entry["by"] == json!(null)), "the server sealed them");
        assert!(forged.iter().all(|entry| entry["by"] == json!(me)), "{forged:?}");

        let (_, case) = desk.gets(&format!("cases/{}", own.code), &own.cookie).await;
        let name = desk.member(LAWYER).await.name;
        assert_eq!(case["names"], json!({me.as_str(): name}), "nobody else is named");

        let opened = desk.world.opened().await;
        let kept: Vec<&Value> = opened.iter().skip(before).collect();
        for (at, note) in kept.iter().enumerate() {
            let text = if at == 3 { None } else { Some(FORGED) };
            assert_eq!((&note["kind"], &note["by"]), (&json!("note"), &json!(me)), "{note}");
            assert_eq!(
                (note["seq"].as_i64(), note["body"]["text"].as_str()),
                (Some(next + at as i64), text)
            );
            assert_eq!((&note["body"]["member"], &note["body"]["set"]), (&json!(me), &json!(null)));
        }
        assert_eq!(kept.len(), forgeries.len());
        assert!(desk.world.entries("words").await.iter().all(|words| words["text"] != FORGED));
    })
    .await;
}

#[tokio::test]
async fn a_note_that_no_browser_is_known_to_have_sealed_is_of_unknown_origin() {
    play(async |desk| {
        let own = Owner::of(desk).await;
        assert_eq!(own.asks("note", &own.note(1, "he has a scar").await).await.0, 200);
        let sql = "-- tests::forget
            UPDATE entries SET by_member = NULL";
        desk.world.execute(sql, vec![]).await;
        assert_eq!(desk.world.entries("note").await, [] as [Value; 0]);
        let unknown = desk.world.entries("note of unknown origin").await;
        assert_eq!(unknown, [json!({"text": "he has a scar"})], "nor does it say whose it is");
        assert_eq!(own.asks("do", &json!({"id": id(2), "did": "on-my-way"})).await.0, 200);
    })
    .await;
}

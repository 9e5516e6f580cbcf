//! Keys that wait are handed to whoever may open them, and taken back once they are sealed to those
//! who are to read.

use data_encoding::BASE64;
use habeas::crypto::{Identity, Recipient, Rewrapped, SealedKey, rewrap};
use serde_json::{Value, json};

use super::desk::{Browser, Desk, play};
use crate::support::people::{COORDINATOR, FRIEND, LAWYER, RELATIVE, SECOND};

fn codes(list: &Value, of: &str) -> Vec<String> {
    list[of].as_array().unwrap().iter().map(|code| code.as_str().unwrap().to_owned()).collect()
}

/// What a browser makes of a key that it was handed: sealed to those who are wanted and to recovery.
fn sealed(desk: &Desk<'_>, one: &Value, by: &Browser, more: &[Recipient]) -> Value {
    let key = SealedKey {
        recipient: one["recipient"].as_str().unwrap().to_owned(),
        case_key: Some(BASE64.decode(one["case_key"].as_str().unwrap().as_bytes()).unwrap()),
        recovery_key: None,
        half: None,
    };
    let wanted = one["wanted"].as_array().unwrap().iter();
    let mut to: Vec<Recipient> =
        wanted.map(|one| one["recipient"].as_str().unwrap().parse().unwrap()).collect();
    to.extend_from_slice(more);
    let identities = [by.identity.clone()];
    let recovery = &desk.world.parts().recovery;
    let Ok(Rewrapped::Whole { case_key: Some(file), .. }) =
        rewrap(&key, &identities, &to, recovery)
    else {
        panic!("{one}")
    };
    json!({"code": one["code"], "generation": one["generation"], "state": one["state"],
        "case_key": BASE64.encode(&file)})
}

impl Desk<'_> {
    async fn awaiting(&self, cookie: &str) -> Value {
        let (status, list) = self.gets("reseal", cookie).await;
        assert_eq!(status, 200, "{list}");
        list
    }
}

#[tokio::test]
async fn a_new_member_reads_old_cases_once_a_coordinators_browser_has_sealed_their_keys() {
    play(async |desk| {
        let chief = desk.enrols(COORDINATOR).await;
        desk.world.reports_critical(RELATIVE).await;
        let new = desk.enrols(LAWYER).await;
        let secret = new.identity.to_line();
        assert!(!desk.world.is_open_to(&secret).await);
        let (owner, boss) =
            (desk.comes_in(LAWYER, &new).await, desk.comes_in(COORDINATOR, &chief).await);
        assert_eq!(desk.awaiting(&owner).await["keys"], json!([]), "no case of theirs");
        assert_eq!(codes(&desk.awaiting(&owner).await, "others"), [""; 0], "nor any code");

        let list = desk.awaiting(&boss).await;
        let one = &list["keys"][0];
        assert_eq!(codes(&list, "codes"), [desk.world.code().await]);
        let done = sealed(desk, one, &chief, &[]);
        let more = sealed(desk, one, &chief, &[Identity::generate().recipient()]);
        let of = |change: &str, value: Value| {
            let mut other = done.clone();
            other[change] = value;
            other
        };
        for (refused, why) in [
            (of("state", "00".repeat(32).into()), "another state"),
            (of("generation", 2.into()), "no such key"),
            (of("code", "RD-999".into()), "no such case"),
            (of("case_key", BASE64.encode(b"age-encryption.org/v1\n").into()), "no age file"),
            (of("case_key", one["case_key"].clone()), "as it was: too few readers"),
            (more, "one reader more"),
        ] {
            let (status, answer) = desk.asks_in(&boss, "reseal", &refused).await;
            assert_eq!((status, &answer["code"]), (409, &"changed".into()), "{why}");
        }
        assert_eq!(desk.asks_in(&owner, "reseal", &done).await.0, 409, "not theirs to do");
        assert_eq!(desk.asks_in("", "reseal", &done).await.0, 401);
        assert!(!desk.world.is_open_to(&secret).await);

        assert_eq!(desk.asks_in(&boss, "reseal", &done).await.0, 200);
        assert!(desk.world.is_open_to(&secret).await);
        assert!(desk.world.is_open_to(&chief.identity.to_line()).await);
        assert!(!desk.world.opened().await.is_empty(), "and recovery as before");
        assert_eq!(codes(&desk.awaiting(&boss).await, "codes"), [""; 0]);
        assert_eq!(desk.asks_in(&boss, "reseal", &done).await.0, 409, "nothing waits any more");

        // Twice nothing would be nothing: what the server made itself is kept all the same.
        let sql = "-- tests::kept
            SELECT COUNT(*) AS n FROM replaced_keys WHERE by_member = 1";
        assert_eq!(desk.world.count(sql, vec![]).await, 1);
        let sql = "-- tests::first
            SELECT COUNT(*) AS n FROM replaced_keys WHERE case_key = $1";
        let first = BASE64.decode(one["case_key"].as_str().unwrap().as_bytes()).unwrap();
        desk.enrols(SECOND).await;
        let list = desk.awaiting(&boss).await;
        let again = sealed(desk, &list["keys"][0], &chief, &[]);
        assert_eq!(desk.asks_in(&boss, "reseal", &again).await.0, 200);
        assert_eq!(desk.world.count(sql, vec![first.into()]).await, 1, "the first is still there");
    })
    .await;
}

#[tokio::test]
async fn the_owner_of_a_critical_case_goes_first_and_an_owner_passes_on_their_own() {
    play(async |desk| {
        let chief = desk.enrols(COORDINATOR).await;
        desk.world.reports_critical(RELATIVE).await;
        let taken = desk.world.code().await;
        desk.world.says(SECOND, &format!("/take {taken}")).await;
        desk.world.passes_s(1).await;
        desk.world.reports_critical(FRIEND).await;
        let other = desk.world.code().await;
        let boss = desk.comes_in(COORDINATOR, &chief).await;
        let second = desk.enrols(SECOND).await;
        let list = desk.awaiting(&boss).await;
        assert_eq!(codes(&list, "codes"), [taken.clone(), other], "its owner cannot read it");

        let own = desk.comes_in(SECOND, &second).await;
        assert_eq!(desk.awaiting(&own).await["keys"], json!([]), "they cannot open it yet");
        let done = sealed(desk, &list["keys"][0], &chief, &[]);
        assert_eq!(desk.asks_in(&boss, "reseal", &done).await.0, 200);
        desk.enrols(LAWYER).await;
        let list = desk.awaiting(&own).await;
        assert_eq!(codes(&list, "codes"), [taken], "theirs alone");
        let done = sealed(desk, &list["keys"][0], &second, &[]);
        assert_eq!(desk.asks_in(&own, "reseal", &done).await.0, 200);
        let shown = desk.awaiting(&boss).await;
        assert_eq!(codes(&shown, "codes").len(), 1, "one is left: {shown}");
    })
    .await;
}

#[tokio::test]
async fn a_coordinator_without_a_key_is_told_what_waits_and_whoever_is_excluded_is_not() {
    play(async |desk| {
        desk.enrols(LAWYER).await;
        let boss = desk.enters(COORDINATOR).await;
        desk.world.reports_critical(RELATIVE).await;
        desk.enrols(SECOND).await;
        let sql = "-- tests::no_key
            UPDATE members SET recipient = NULL WHERE id = $1";
        let id = desk.member(COORDINATOR).await.id;
        assert_eq!(desk.world.execute(sql, vec![id.into()]).await, 1);
        let list = desk.awaiting(&boss).await;
        assert_eq!(codes(&list, "others"), [desk.world.code().await]);
        assert_eq!((&list["keys"], &list["codes"]), (&json!([]), &json!([])), "none is for them");
        desk.excludes(COORDINATOR).await;
        assert_eq!(codes(&desk.awaiting(&boss).await, "others"), [""; 0]);
    })
    .await;
}

#[tokio::test]
async fn a_page_that_looks_by_itself_keeps_nobody_signed_in() {
    play(async |desk| {
        let chief = desk.enrols(COORDINATOR).await;
        let boss = desk.comes_in(COORDINATOR, &chief).await;
        for _ in 0..14 {
            desk.world.passes_s(60).await;
            desk.awaiting(&boss).await;
        }
        desk.world.passes_s(61).await;
        assert_eq!(desk.gets("reseal", &boss).await.0, 401, "nobody was seen for fifteen minutes");
        assert_eq!(desk.me(&boss).await.0, 401);
    })
    .await;
}

#[tokio::test]
async fn a_key_that_was_sealed_to_whoever_was_wanted_before_is_not_taken() {
    play(async |desk| {
        let chief = desk.enrols(COORDINATOR).await;
        desk.world.reports_critical(RELATIVE).await;
        desk.enrols(LAWYER).await;
        let boss = desk.comes_in(COORDINATOR, &chief).await;
        let list = desk.awaiting(&boss).await;
        let late = sealed(desk, &list["keys"][0], &chief, &[]);
        let new = desk.enrols(LAWYER).await;
        assert_eq!(desk.asks_in(&boss, "reseal", &late).await.0, 409, "as many, and not the same");
        let list = desk.awaiting(&boss).await;
        let done = sealed(desk, &list["keys"][0], &chief, &[]);
        assert_eq!(desk.asks_in(&boss, "reseal", &done).await.0, 200);
        assert!(desk.world.is_open_to(&new.identity.to_line()).await);
    })
    .await;
}

#[tokio::test]
async fn keys_that_stay_keep_nobody_from_those_that_come_after_them() {
    play(async |desk| {
        let chief = desk.enrols(COORDINATOR).await;
        desk.world.reports_critical(RELATIVE).await;
        let earlier = "-- tests::earlier
            INSERT INTO earlier_keys
                (case_id, generation, recipient, case_key, recovery_key, readers)
            SELECT id, $1, recipient, case_key, recovery_key, key_readers FROM cases";
        for generation in 1..22_i64 {
            desk.world.execute(earlier, vec![generation.into()]).await;
        }
        let renewed = "-- tests::renewed
            UPDATE cases SET key_generation = 22";
        desk.world.execute(renewed, vec![]).await;
        desk.enrols(LAWYER).await;
        let boss = desk.comes_in(COORDINATOR, &chief).await;
        let handed = async |path: &str| {
            let (status, list) = desk.gets(path, &boss).await;
            assert_eq!((status, codes(&list, "codes").len()), (200, 22), "{path}: all are named");
            let keys = list["keys"].as_array().unwrap().iter();
            keys.map(|one| one["generation"].as_i64().unwrap()).collect::<Vec<_>>()
        };
        let (first, then) = (handed("reseal").await, handed("reseal?after=20").await);
        assert_eq!((first.len(), then.len()), (20, 2));
        let mut all = [first, then].concat();
        all.sort_unstable();
        assert_eq!(all, (1..=22).collect::<Vec<_>>());
        assert_eq!(handed("reseal?after=22").await, [0; 0]);
        for none in ["reseal?after=-1", "reseal?after=x", "reseal?before=1"] {
            let (status, refused) = desk.gets(none, &boss).await;
            assert_eq!((status, &refused["code"]), (400, &"request".into()), "{none}");
        }
    })
    .await;
}

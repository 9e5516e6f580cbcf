//! Who did what is recorded with what they did, and the head leaves the server every day.

use habeas::audit;
use habeas::crypto::Column;
use habeas::storage::Tx;
use serde_json::Value;

use crate::support::people::{COORDINATOR, LAWYER, RELATIVE, SECOND};
use crate::support::world::{World, play};

const DAY_S: i64 = 86_400;

/// The records from one number on: what, and what is sealed.
async fn records(world: &World, from: i64) -> Vec<(String, Value)> {
    let parts = world.parts();
    let read = async move |tx: &mut Tx| {
        let sql = "-- tests::records
            SELECT seq, kind, sealed_payload FROM audit WHERE seq >= $1 ORDER BY seq";
        let mut records = vec![];
        for row in tx.fetch_all(sql, &[from.into()]).await? {
            let (seq, sealed) = (row.i64("seq")?, row.bytes("sealed_payload")?);
            let plain = parts.keyring.open(Column::AuditPayload, &seq.to_be_bytes(), &sealed);
            records.push((row.text("kind")?, serde_json::from_slice(&plain.unwrap()).unwrap()));
        }
        Ok(records)
    };
    world.parts().store.read("tests-records", read).await.unwrap()
}

async fn verified(world: &World) -> audit::Verified {
    let parts = world.parts();
    audit::verify(&parts.store, Some(parts.keyring.clone()), None).await.expect("the audit holds")
}

/// The id of the member with an account.
async fn id(world: &World, user: i64) -> String {
    let parts = world.parts();
    let read = async move |tx: &mut Tx| {
        let member = habeas::oncall::members::by_telegram(tx, &parts, user).await?;
        Ok(member.expect("a member").id)
    };
    world.parts().store.read("tests-member", read).await.unwrap()
}

#[tokio::test]
async fn who_took_handed_gave_back_looked_exported_and_revoked_is_recorded() {
    play(async |world| {
        let (mira, timur) = (id(world, LAWYER).await, id(world, SECOND).await);
        let added = records(world, 1).await;
        assert_eq!(added.len(), 3);
        for ((kind, payload), role) in added.iter().zip(["lawyer", "lawyer", "coordinator"]) {
            assert_eq!((kind.as_str(), &payload["by"]), ("added", &"operator".into()));
            assert_eq!(payload["detail"], role);
        }
        assert_eq!(added[0].1["member"], mira.as_str());
        world.reports_critical(RELATIVE).await;
        let code = world.code().await;
        assert_eq!(verified(world).await.records, 3, "what a reporter does is not recorded here");
        world.taps(LAWYER, "Why").await;
        world.taps(LAWYER, "I take it").await;
        world.taps(LAWYER, "Hand over").await;
        world.taps(LAWYER, "Timur").await;
        world.taps(SECOND, "I take it").await;
        world.looks_false(SECOND).await;
        world.revoke(&timur).await;
        world.opened().await;
        let done: Vec<_> = records(world, 4).await;
        let case = |kind: &str, by: &str, member: Option<&str>| {
            (kind.to_owned(), by.to_owned(), member.map(str::to_owned), Some(code.clone()))
        };
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let seen: Vec<_> = done
            .iter()
            .map(|(kind, payload)| {
                let by = text(&payload["by"]).unwrap();
                (kind.clone(), by, text(&payload["member"]), text(&payload["case"]))
            })
            .collect();
        let mut expected = vec![
            case("viewed", &mira, None),
            case("taken", &mira, None),
            case("handed", &mira, Some(&timur)),
            case("accepted", &timur, Some(&mira)),
            case("given-back", &timur, None),
            case("revoked", "operator", Some(&timur)),
            case("exported", "operator", None),
        ];
        expected[5].3 = None;
        assert_eq!(seen, expected);
        assert_eq!(verified(world).await.records, 10);
    })
    .await;
}

#[tokio::test]
async fn of_what_is_refused_nothing_is_recorded() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        let (message, data) = world.button(LAWYER, "Why").await;
        world.forges(RELATIVE, message, &data).await;
        let (message, data) = world.button(COORDINATOR, "I take it").await;
        world.taps(LAWYER, "I take it").await;
        world.forges(COORDINATOR, message, &data).await;
        world.forges(LAWYER, message, &data).await;
        let kinds: Vec<_> = records(world, 4).await.into_iter().map(|(kind, _)| kind).collect();
        assert_eq!(kinds, ["taken"]);
    })
    .await;
}

#[tokio::test]
async fn coordinators_get_the_head_once_a_day_without_sound() {
    play(async |world| {
        let head = "Audit head of today:";
        world.passes_s(DAY_S - 600).await;
        assert_eq!(world.times_sent(COORDINATOR, head).await, 0);
        world.passes_s(600).await;
        let told = world.sees(COORDINATOR, head).await;
        assert!(told.silent);
        let now = verified(world).await.head.to_string();
        assert_eq!(told.text.lines().nth(1), Some(now.as_str()), "{}", told.text);
        assert_eq!(world.times_sent(LAWYER, head).await, 0);
        for _ in 0..3 {
            world.passes_s(DAY_S / 4).await;
        }
        world.restart().await;
        assert_eq!(world.times_sent(COORDINATOR, head).await, 1, "never twice a day");
        world.passes_s(DAY_S / 4).await;
        assert_eq!(world.times_sent(COORDINATOR, head).await, 2);
    })
    .await;
}

#[tokio::test]
async fn after_days_of_downtime_the_head_comes_once() {
    play(async |world| {
        let head = "Audit head of today:";
        world.stop().await;
        world.driver.advance_clock(3 * DAY_S * 1000);
        world.start().await;
        world.settle().await;
        assert_eq!(world.times_sent(COORDINATOR, head).await, 1);
        world.passes_s(DAY_S - 60).await;
        assert_eq!(world.times_sent(COORDINATOR, head).await, 1);
        world.passes_s(60).await;
        assert_eq!(world.times_sent(COORDINATOR, head).await, 2);
    })
    .await;
}

#[tokio::test]
async fn who_raised_and_who_closed_is_recorded() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps_all(RELATIVE, &["Kazakhstan", "Police station"]).await;
        let decide = "Change level, or close";
        world.taps_all(COORDINATOR, &[decide, "Raise to URGENT", "I spoke with the family"]).await;
        world.taps_all(COORDINATOR, &[decide, "Close: ordinary matter"]).await;
        world.sees(RELATIVE, "is closed").await;
        let dana = id(world, COORDINATOR).await;
        let made = records(world, 4).await;
        let made: Vec<_> = made.iter().map(|(kind, p)| (kind.as_str(), &p["detail"])).collect();
        let raised = "raise-urgent spoke-family".into();
        let expected = [("raised", &raised), ("closed", &"close-ordinary".into())];
        assert_eq!(made, expected);
        assert!(records(world, 4).await.iter().all(|(_, p)| p["by"] == dana.as_str()));
        verified(world).await;
    })
    .await;
}

#[tokio::test]
async fn who_lowered_and_who_invited_is_recorded() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps_all(RELATIVE, &["Kazakhstan", "Police station"]).await;
        let code = world.code().await;
        let labels = ["Change level, or close", "Lower to ROUTINE", "It is an ordinary matter"];
        world.taps_all(COORDINATOR, &labels).await;
        world.says(COORDINATOR, "/invite Asel").await;
        let made = records(world, 4).await;
        let kinds: Vec<_> = made.iter().map(|(kind, p)| (kind.as_str(), &p["detail"])).collect();
        let expected =
            [("lowered", &"lower-routine ordinary".into()), ("invited", &"lawyer".into())];
        assert_eq!(kinds, expected);
        assert_eq!(made[0].1["case"], code.as_str());
        let dana = id(world, COORDINATOR).await;
        assert!(made.iter().all(|(_, p)| p["by"] == dana.as_str()));
        verified(world).await;
    })
    .await;
}

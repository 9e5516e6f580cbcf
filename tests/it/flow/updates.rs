//! Updates are confirmed only when they are durable, whatever fails.

use std::sync::Arc;

use habeas::rehearsal::botapi::{Fault, FaultKind, Say};
use habeas::storage::{Backend, Tx};
use serde_json::json;
use sqlx::Connection as _;

use crate::support::people::{COORDINATOR, FRIEND, LAWYER, PRESS_REPORT, RELATIVE, SECOND};
use crate::support::stores::{Place, on_both};
use crate::support::world::{Scene, World, play};

#[tokio::test]
async fn an_update_that_is_delivered_twice_is_taken_once() {
    for same_id in [0, 1] {
        play(async |world| {
            world.says(RELATIVE, "/start").await;
            let twice =
                Fault { value: Some(same_id), times: 100, ..Fault::new(FaultKind::Duplicate) };
            world.driver.fault(twice);
            world.taps(RELATIVE, "Kazakhstan").await;
            world.says(RELATIVE, "some words").await;
            world.sends(RELATIVE, "photo", json!({})).await;
            world.taps(RELATIVE, "In court").await;
            let kinds: Vec<_> = world.opened().await.iter().map(|e| e["kind"].clone()).collect();
            assert_eq!(kinds, ["answer", "words", "photo", "answer"]);
            assert_eq!(world.times_sent(RELATIVE, "I sealed and deleted your words").await, 1);
        })
        .await;
    }
}

#[tokio::test]
async fn after_telegram_was_away_for_long_everything_that_was_said_is_taken() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps(RELATIVE, "Kazakhstan").await;
        for kind in [FaultKind::Reset, FaultKind::ServerError] {
            world.fault(kind, "getUpdates", None, 6);
        }
        for n in 0..5 {
            world.driver.say(&Say::new(RELATIVE, format!("words {n}"))).unwrap();
        }
        while world.unconfirmed() > 0 {
            world.driver.advance_clock(8000);
            world.driver.calls(u64::MAX - 1, 20).await;
        }
        world.settle().await;
        let expected: Vec<_> = (0..5).map(|n| json!({"text": format!("words {n}")})).collect();
        assert_eq!(world.entries("words").await, expected, "in their order");
    })
    .await;
}

#[tokio::test]
async fn after_quiet_weeks_updates_are_read_though_their_ids_have_jumped() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps(RELATIVE, "Kazakhstan").await;
        for n in 1..=3 {
            world.passes_s(8 * 24 * 3600).await;
            world.says(RELATIVE, &format!("words {n}")).await;
            assert_eq!(world.entries("words").await.len(), n, "down and up");
        }
    })
    .await;
}

/// A world at a place, for tests that handle one backend.
async fn at(place: &Place) -> World {
    let world = World::set(place, &Scene::default()).await;
    world.says(RELATIVE, "/start").await;
    world.taps(RELATIVE, "Kazakhstan").await;
    world
}

#[tokio::test]
async fn when_the_database_is_closed_nothing_is_confirmed_and_the_next_process_takes_it() {
    on_both(async |place| {
        let mut world = at(place).await;
        world.parts().store.close().await;
        let (asked, _) = world.driver.calls(u64::MAX - 1, 0).await;
        world.driver.say(&Say::new(RELATIVE, "not lost")).unwrap();
        wait_for_polls(&world, asked, 2).await;
        assert_eq!(world.unconfirmed(), 1);
        world.stop().await;
        world.start().await;
        world.settle().await;
        assert_eq!(world.entries("words").await, [json!({"text": "not lost"})]);
        world.finish().await;
    })
    .await;
}

/// Waits until getUpdates was answered so many more times, moving the clock past the pauses.
async fn wait_for_polls(world: &World, after: u64, times: usize) {
    loop {
        let (seq, calls) = world.driver.calls(after, 0).await;
        if calls.iter().filter(|call| call.method == "getUpdates").count() >= times {
            return;
        }
        world.driver.advance_clock(300);
        world.driver.calls(seq, 20).await;
    }
}

#[tokio::test]
async fn while_another_process_holds_the_database_nothing_is_confirmed_and_nothing_lost() {
    let place = Place::sqlite();
    assert_eq!(place.backend, Backend::Sqlite);
    let world = at(&place).await;
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(place.file());
    let mut other = sqlx::SqliteConnection::connect_with(&options).await.unwrap();
    sqlx::query("BEGIN IMMEDIATE").execute(&mut other).await.unwrap();
    let (asked, _) = world.driver.calls(u64::MAX - 1, 0).await;
    world.driver.say(&Say::new(RELATIVE, "not lost")).unwrap();
    wait_for_polls(&world, asked, 2).await;
    assert_eq!(world.unconfirmed(), 1);
    sqlx::query("ROLLBACK").execute(&mut other).await.unwrap();
    world.settle_slowly().await;
    assert_eq!(world.entries("words").await, [json!({"text": "not lost"})]);
    assert_eq!(world.count(PARKED, vec![]).await, 0, "a storage error parks nothing");
    other.close().await.unwrap();
    world.finish().await;
}

const PARKED: &str = "-- tests::parked
    SELECT COUNT(*) AS n FROM parked";

#[tokio::test]
async fn while_postgres_lets_nobody_write_nothing_is_confirmed_and_nothing_lost() {
    let place = Place::postgres().await;
    let world = at(&place).await;
    let mut admin = sqlx::PgConnection::connect(place.text()).await.unwrap();
    let forbid = "CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'full' USING ERRCODE = '53100'; END $$;
        CREATE TRIGGER no BEFORE INSERT ON seen_updates EXECUTE FUNCTION no()";
    sqlx::raw_sql(forbid).execute(&mut admin).await.unwrap();
    let (asked, _) = world.driver.calls(u64::MAX - 1, 0).await;
    world.driver.say(&Say::new(RELATIVE, "not lost")).unwrap();
    wait_for_polls(&world, asked, 2).await;
    assert_eq!(world.unconfirmed(), 1);
    sqlx::raw_sql("DROP TRIGGER no ON seen_updates").execute(&mut admin).await.unwrap();
    world.settle_slowly().await;
    assert_eq!(world.entries("words").await, [json!({"text": "not lost"})]);
    assert_eq!(world.count(PARKED, vec![]).await, 0, "a storage error parks nothing");
    admin.close().await.unwrap();
    world.finish().await;
}

#[tokio::test]
async fn what_fails_three_times_is_parked_while_others_go_on_and_can_be_retried() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps(RELATIVE, "Kazakhstan").await;
        world.says(FRIEND, "/start").await;
        // The relative's case cannot be read: every update about it fails.
        let read = async |tx: &mut Tx| {
            let sql = "-- tests::report
                SELECT sealed_report FROM cases";
            tx.fetch_optional(sql, &[]).await?.unwrap().bytes("sealed_report")
        };
        let whole = world.parts().store.read("tests-report", read).await.unwrap();
        let set = "-- tests::set_report
            UPDATE cases SET sealed_report = $1";
        world.execute(set, vec![vec![0_u8; 40].into()]).await;
        world.driver.say(&Say::new(RELATIVE, "not lost")).unwrap();
        world.driver.say(&Say::new(FRIEND, "words of a friend")).unwrap();
        world.settle().await;
        world.sees(RELATIVE, "Your message is kept, but I could not handle it.").await;
        world.sees(FRIEND, "I sealed and deleted your words.").await;
        let told = world.sees(COORDINATOR, "A message could not be handled.").await;
        assert!(!told.text.contains("not lost"));
        world.sees_no(RELATIVE, "not lost").await;
        let parked = habeas::telegram::parked::list(&world.parts()).await.unwrap();
        assert_eq!(parked.len(), 1);
        assert!(!parked[0].done && !parked[0].reason.contains("not lost"), "{parked:?}");
        assert_eq!(world.unconfirmed(), 0);

        let mend = "-- tests::mend_report
            UPDATE cases SET sealed_report = $1 WHERE LENGTH(sealed_report) = 40";
        assert_eq!(world.execute(mend, vec![whole.into()]).await, 1);
        let parts = world.parts();
        let retried = habeas::telegram::parked::retry(&parts, 4242).await.unwrap();
        assert_eq!(retried, (1, 0));
        world.settle().await;
        let words = "-- tests::entries
            SELECT COUNT(*) AS n FROM entries";
        assert_eq!(world.count(words, vec![]).await, 3, "an answer, its words, the friend's");
        assert_eq!(
            habeas::telegram::parked::retry(&Arc::clone(&parts), 4242).await.unwrap(),
            (0, 0)
        );
        assert!(habeas::telegram::parked::list(&parts).await.unwrap()[0].done);
    })
    .await;
}

/// The friend's case turns critical, whatever is left to do for others.
async fn a_friend_reports(world: &World) -> String {
    world.driver.say(&Say::new(FRIEND, "/start")).unwrap();
    for label in PRESS_REPORT {
        world.presses(FRIEND, label).await;
    }
    world.presses(FRIEND, "Passports of both countries at war").await;
    world.sees(FRIEND, "I am calling a lawyer now.").await;
    world.code().await
}

#[tokio::test]
async fn a_case_that_cannot_be_read_holds_up_no_page_of_another_case() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        let broken = "-- tests::break
            UPDATE cases SET sealed_report = $1";
        world.execute(broken, vec![vec![0_u8; 40].into()]).await;
        world.passes_s(61).await;
        let code = a_friend_reports(world).await;
        world.sees(LAWYER, &code).await;
    })
    .await;
}

#[tokio::test]
async fn an_alert_that_cannot_be_read_holds_up_no_step_of_another() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        let broken = "-- tests::break_policy
            UPDATE alerts SET policy = 'x'";
        world.execute(broken, vec![]).await;
        world.passes_s(61).await;
        let code = a_friend_reports(world).await;
        world.driver.advance_clock(121_000);
        world.sees(SECOND, &code).await;
    })
    .await;
}

#[tokio::test]
async fn a_chat_that_floods_keeps_no_other_waiting() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        for n in 0..300 {
            world.driver.say(&Say::new(FRIEND, format!("flood {n}"))).unwrap();
        }
        let before = world.wall_ms();
        world.presses(RELATIVE, "Kazakhstan").await;
        world.sees(RELATIVE, "Where is the person now?").await;
        let took_ms = world.wall_ms() - before;
        world.settle_slowly().await;
        let entries = "-- tests::entries
            SELECT COUNT(*) AS n FROM entries";
        assert_eq!(world.count(entries, vec![]).await, 301, "and nothing of the flood is lost");
        assert!(took_ms < 10_000, "{took_ms} ms");
    })
    .await;
}

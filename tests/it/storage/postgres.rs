//! What only PostgreSQL can do wrong: conflicts, lost connections, stricter types.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use habeas::storage::{FailureKind, Result, StoreError, Tx, Value};
use tokio::sync::{Mutex, Semaphore};

use super::{all, put};
use crate::support::stores::Place;

const CONFLICT: &str = "-- tests::conflict
DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '40001'; END $$";
const DEADLOCK: &str = "-- tests::deadlock
DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '40P01'; END $$";
const HANG_UP: &str = "-- tests::hang_up
SELECT pg_terminate_backend(pg_backend_pid())";

/// Runs a unit whose first run ends with `trouble`, swallowed; gives how often it ran.
async fn runs_with(trouble: &'static str) -> u32 {
    let place = Place::postgres().await;
    let store = place.create().await;
    let runs = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&runs);
    let unit = store.run("tests-trouble", async move |tx| {
        put(tx, "once", "").await?;
        if counted.fetch_add(1, Ordering::SeqCst) == 0 {
            assert!(tx.execute(trouble, &[]).await.is_err());
        }
        Ok(())
    });
    unit.await.unwrap();
    assert_eq!(all(&store).await, ["once"]);
    runs.load(Ordering::SeqCst)
}

#[tokio::test]
async fn a_conflict_is_run_again_even_if_the_unit_swallowed_it() {
    assert_eq!(runs_with(CONFLICT).await, 2);
    assert_eq!(runs_with(DEADLOCK).await, 2);
}

#[tokio::test]
async fn a_connection_lost_before_the_commit_is_replaced_and_the_unit_run_again() {
    assert_eq!(runs_with(HANG_UP).await, 2);
}

#[tokio::test]
async fn a_conflict_without_end_is_given_up_and_may_be_tried_later() {
    let place = Place::postgres().await;
    let store = place.create().await;
    let runs = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&runs);
    let unit = store.run("tests-endless", async move |tx| {
        counted.fetch_add(1, Ordering::SeqCst);
        tx.execute(CONFLICT, &[]).await
    });
    let error = unit.await.unwrap_err();
    assert!(error.is_retryable());
    let StoreError::Contended { unit: "tests-endless", tries } = error else { panic!("{error}") };
    assert_eq!(tries, runs.load(Ordering::SeqCst));
    assert!(tries > 10);
}

async fn sum(tx: &mut Tx) -> Result<i64> {
    let sql = "-- tests::sum
SELECT CAST(SUM(CAST(value AS BIGINT)) AS BIGINT) AS n FROM meta";
    tx.fetch_optional(sql, &[]).await?.expect("a sum is a row").i64("n")
}

/// Both read before either writes: without SERIALIZABLE both would write.
#[tokio::test]
async fn a_decision_on_what_another_has_just_changed_is_made_again() {
    let place = Place::postgres().await;
    let stores = [place.create().await, place.open().await];
    stores[0].run("tests-start", async |tx| put(tx, "start", "1").await).await.unwrap();
    let (arrived, both) = (Arc::new(AtomicU32::new(0)), Arc::new(Semaphore::new(0)));
    let decide = |store: usize, name: &'static str| {
        let (arrived, both) = (Arc::clone(&arrived), Arc::clone(&both));
        let store = stores[store].clone();
        async move {
            let unit = store.run("tests-decide", async move |tx| {
                let before = sum(tx).await?;
                match arrived.fetch_add(1, Ordering::SeqCst) {
                    0 => both.acquire().await.unwrap().forget(),
                    1 => both.add_permits(1),
                    _ => {}
                }
                put(tx, name, &before.to_string()).await
            });
            unit.await
        }
    };
    let (one, other) = tokio::join!(decide(0, "one"), decide(1, "other"));
    one.unwrap();
    other.unwrap();
    assert_eq!(arrived.load(Ordering::SeqCst), 3, "one of the two ran again");
    let total = stores[0].read("tests-sum", async |tx| sum(tx).await).await.unwrap();
    assert_eq!(total, 1 + 1 + 2);
}

#[tokio::test]
async fn a_lost_answer_to_the_commit_is_said_to_be_uncertain() {
    let place = Place::postgres().await;
    let (store, other) = (place.create().await, place.open().await);
    let (pid, gate) = (Arc::new(Mutex::new(None)), Arc::new(Semaphore::new(0)));
    let (told, go) = (Arc::clone(&pid), Arc::clone(&gate));
    let reached = Arc::new(Semaphore::new(0));
    let here = Arc::clone(&reached);
    let unit = store.run("tests-cut-off", async move |tx| {
        put(tx, "cut off", "").await?;
        let sql = "-- tests::pid
SELECT pg_backend_pid() AS pid";
        *told.lock().await = Some(tx.fetch_optional(sql, &[]).await?.unwrap().i64("pid")?);
        here.add_permits(1);
        go.acquire().await.unwrap().forget();
        Ok(())
    });
    let cutting = async {
        reached.acquire().await.unwrap().forget();
        let pid = pid.lock().await.expect("the unit has told it");
        let cut = other.run("tests-cut", async move |tx| {
            let sql = "-- tests::cut
SELECT pg_terminate_backend(CAST($1 AS INTEGER), 5000) AS done";
            tx.fetch_optional(sql, &[pid.into()]).await?.unwrap().i64("done")
        });
        assert_eq!(cut.await.unwrap(), 1);
        gate.add_permits(1);
    };
    let (outcome, ()) = tokio::join!(unit, cutting);
    let error = outcome.unwrap_err();
    assert!(matches!(error, StoreError::Uncertain { unit: "tests-cut-off" }), "{error}");
    assert!(error.is_retryable());
    assert!(all(&store).await.is_empty(), "the store has a new connection");
}

#[tokio::test]
async fn a_sum_without_a_cast_and_a_null_of_the_wrong_type_are_refused() {
    let place = Place::postgres().await;
    let store = place.create().await;
    let sum = store.run("tests-sum", async |tx| {
        let sql = "-- tests::bare_sum
SELECT SUM(at) AS total FROM seen_updates UNION ALL SELECT 1";
        tx.fetch_all(sql, &[]).await?.iter().map(|row| row.opt_i64("total")).collect()
    });
    let sum: Result<Vec<_>> = sum.await;
    assert!(matches!(sum, Err(StoreError::ForeignType { column: "total", .. })), "{sum:?}");

    let null = store.run("tests-null", async |tx| {
        let sql = "-- tests::null
INSERT INTO seen_updates (mark, at) VALUES ($1, $2)";
        tx.execute(sql, &[[1; 4].into(), Value::NullText]).await
    });
    let Err(StoreError::Statement(failure)) = null.await else { panic!("was kept") };
    assert_eq!(failure.kind, FailureKind::Refused);
    assert_eq!(failure.code.as_deref(), Some("42804"));
}

#[tokio::test]
async fn a_server_that_is_not_there_is_lost_and_may_come_back() {
    let url = "postgres://habeas@127.0.0.1:1/habeas".parse().unwrap();
    let error = habeas::storage::Store::open(&url).await.unwrap_err();
    assert!(error.is_retryable(), "{error}");
}

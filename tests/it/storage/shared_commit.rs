//! Units that wait together share a commit, and each answers for itself alone.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use futures::FutureExt as _;
use habeas::storage::{FailureKind, Store, StoreError, Tx};
use tokio::sync::Semaphore;

use super::{all, put};
use crate::support::stores::{Place, on_both};

/// Holds the writer, so that what comes meanwhile shares one commit.
pub(super) struct Held {
    gate: Arc<Semaphore>,
    holder: tokio::task::JoinHandle<()>,
}

pub(super) async fn hold(store: &Store) -> Held {
    let (reached, gate) = (Arc::new(Semaphore::new(0)), Arc::new(Semaphore::new(0)));
    let (here, go) = (Arc::clone(&reached), Arc::clone(&gate));
    let store = store.clone();
    let holder = tokio::spawn(async move {
        let unit = store.run("tests-hold", async move |_| {
            here.add_permits(1);
            go.acquire().await.unwrap().forget();
            Ok(())
        });
        unit.await.unwrap();
    });
    reached.acquire().await.unwrap().forget();
    Held { gate, holder }
}

impl Held {
    pub(super) async fn release(self) {
        self.gate.add_permits(1);
        self.holder.await.unwrap();
    }
}

#[tokio::test]
async fn a_unit_that_fails_in_a_shared_commit_is_undone_alone() {
    on_both(async |place| {
        let store = place.create().await;
        let held = hold(&store).await;
        let mut units = Box::pin(async {
            tokio::join!(
                store.run("tests-a", async |tx| put(tx, "a", "").await),
                store.run("tests-twice", async |tx| {
                    put(tx, "b", "").await?;
                    put(tx, "a", "").await
                }),
                store.run("tests-c", async |tx| put(tx, "c", "").await),
            )
        });
        assert!((&mut units).now_or_never().is_none());
        held.release().await;
        let (a, twice, c) = units.await;
        assert_eq!((a.unwrap(), c.unwrap()), (1, 1));
        assert!(matches!(twice, Err(StoreError::Statement(f)) if f.kind == FailureKind::Unique));
        assert_eq!(all(&store).await, ["a", "c"]);
    })
    .await;
}

/// The number of the transaction that a unit runs in.
const NUMBER: &str = "-- tests::number
SELECT CAST(CAST(pg_current_xact_id() AS TEXT) AS BIGINT) AS n";

#[tokio::test]
async fn on_postgres_units_that_wait_together_run_in_one_transaction() {
    let place = Place::postgres().await;
    let store = place.create().await;
    let held = hold(&store).await;
    let units = (0..10).map(|number| {
        store.run("tests-share", async move |tx| {
            put(tx, &format!("{number:02}"), "").await?;
            tx.fetch_optional(NUMBER, &[]).await?.unwrap().i64("n")
        })
    });
    let mut units = futures::future::join_all(units);
    assert!((&mut units).now_or_never().is_none(), "all ten are in the queue");
    held.release().await;
    let mut numbers: Vec<i64> = units.await.into_iter().map(Result::unwrap).collect();
    numbers.dedup();
    assert_eq!(numbers.len(), 1);
    assert_eq!(all(&store).await.len(), 10);
}

#[tokio::test]
async fn on_postgres_a_connection_lost_in_a_shared_commit_loses_no_unit() {
    let place = Place::postgres().await;
    let store = place.create().await;
    let held = hold(&store).await;
    let runs = Arc::new(AtomicU32::new(0));
    let units = (0..4).map(|number| {
        let runs = Arc::clone(&runs);
        store.run("tests-share", async move |tx| {
            put(tx, &format!("{number:02}"), "").await?;
            if runs.fetch_add(1, Ordering::SeqCst) == 2 {
                let sql = "-- tests::hang_up
SELECT pg_terminate_backend(pg_backend_pid())";
                tx.execute(sql, &[]).await?;
            }
            Ok(())
        })
    });
    let mut units = futures::future::join_all(units);
    assert!((&mut units).now_or_never().is_none());
    held.release().await;
    assert!(units.await.into_iter().all(|unit| unit.is_ok()));
    assert_eq!(runs.load(Ordering::SeqCst), 3 + 4, "three together, then each alone");
    assert_eq!(all(&store).await.len(), 4);
}

#[tokio::test]
async fn what_wakes_somebody_goes_first_and_what_only_follows_still_goes() {
    on_both(async |place| {
        let store = place.create().await;
        let held = hold(&store).await;
        let order = Arc::new(Mutex::new(String::new()));
        let unit = |name: char| {
            let order = Arc::clone(&order);
            let store = if name == 'a' { store.ahead() } else { store.clone() };
            async move {
                let note = async move |_: &mut Tx| {
                    order.lock().unwrap().push(name);
                    Ok(())
                };
                store.run("tests-turn", note).await
            }
        };
        let mut units = futures::future::join_all("bbbbaaaaaaaa".chars().map(unit));
        assert!((&mut units).now_or_never().is_none());
        held.release().await;
        assert!(units.await.into_iter().all(|unit| unit.is_ok()));
        let order = order.lock().unwrap().clone();
        assert_eq!(order.len(), 12);
        let first = order.find('b').unwrap();
        assert!(first < 4 && order[first..].starts_with("baaab"), "{order}");
        assert!(order.ends_with('b'), "{order}");
    })
    .await;
}

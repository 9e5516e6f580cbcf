//! What a unit of work may rely on, on both backends.

use std::sync::Arc;

use futures::FutureExt as _;
use habeas::storage::{Backend, FailureKind, StoreError, Wake};
use tokio::sync::Semaphore;

use super::{all, put};
use crate::support::stores::on_both;

#[derive(Debug, PartialEq, thiserror::Error)]
#[error("{0} is not on duty")]
struct OffDuty(&'static str);

#[tokio::test]
async fn a_units_own_error_undoes_it_and_comes_back() {
    on_both(async |place| {
        let store = place.create().await;
        let outcome = store.run("tests-refuse", async |tx| {
            put(tx, "written", "").await?;
            Err::<(), _>(StoreError::unit(OffDuty("mira")))
        });
        let error = outcome.await.unwrap_err();
        assert!(!error.is_retryable());
        assert_eq!(error.downcast_ref::<OffDuty>(), Some(&OffDuty("mira")));
        let error = error.downcast::<std::io::Error>().unwrap_err();
        assert_eq!(error.downcast::<OffDuty>().unwrap(), OffDuty("mira"));
        assert!(all(&store).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_swallowed_failure_is_not_committed() {
    on_both(async |place| {
        let store = place.create().await;
        let outcome = store.run("tests-swallow", async |tx| {
            put(tx, "a", "").await?;
            let repeat = put(tx, "a", "").await;
            assert!(matches!(repeat, Err(StoreError::Statement(_))));
            let next = put(tx, "b", "").await;
            assert!(matches!(next, Err(StoreError::AfterFailure)));
            Ok("all is well")
        });
        let Err(StoreError::Statement(failure)) = outcome.await else { panic!("was kept") };
        assert_eq!(failure.kind, FailureKind::Unique);
        assert!(all(&store).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_statement_left_half_way_is_not_committed() {
    on_both(async |place| {
        let store = place.create().await;
        let outcome = store.run("tests-half-way", async |tx| {
            put(tx, "a", "").await?;
            // Some answers are there at the first look.
            let mut number = 0;
            while put(tx, &format!("b{number}"), "").now_or_never().is_some() {
                number += 1;
            }
            Ok(())
        });
        let Err(StoreError::Statement(failure)) = outcome.await else { panic!("was kept") };
        assert_eq!(failure.kind, FailureKind::Abandoned);
        store.run("tests-next", async |tx| put(tx, "c", "").await).await.unwrap();
        assert_eq!(all(&store).await, ["c"]);
    })
    .await;
}

#[tokio::test]
async fn a_panic_undoes_its_unit_alone() {
    on_both(async |place| {
        let store = place.create().await;
        let (before, panicked, after) = tokio::join!(
            store.run("tests-before", async |tx| put(tx, "before", "").await),
            store.run("tests-panic", async |tx| {
                put(tx, "panicked", "").await?;
                assert!(tx.backend() == Backend::Sqlite && tx.backend() == Backend::Postgres);
                Ok(())
            }),
            store.run("tests-after", async |tx| put(tx, "after", "").await),
        );
        assert_eq!((before.unwrap(), after.unwrap()), (1, 1));
        assert!(matches!(panicked, Err(StoreError::Panicked { unit: "tests-panic" })));
        assert_eq!(all(&store).await, ["after", "before"]);
    })
    .await;
}

#[tokio::test]
async fn a_unit_inside_a_unit_is_refused_instead_of_waiting_for_ever() {
    on_both(async |place| {
        let store = place.create().await;
        let inner = store.clone();
        let outcome = store.run("tests-outer", async move |tx| {
            put(tx, "outer", "").await?;
            inner.run("tests-inner", async |tx| put(tx, "inner", "").await).await
        });
        assert!(matches!(outcome.await, Err(StoreError::Panicked { unit: "tests-outer" })));
        assert!(all(&store).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_wake_comes_after_the_commit_and_not_from_a_unit_that_is_undone() {
    on_both(async |place| {
        let store = place.create().await;
        let (mut sender, mut ladder) = (store.woken(Wake::Sender), store.woken(Wake::Ladder));
        let (reached, gate) = (Arc::new(Semaphore::new(0)), Arc::new(Semaphore::new(0)));
        let (here, go) = (Arc::clone(&reached), Arc::clone(&gate));
        let waking = tokio::spawn({
            let store = store.clone();
            async move {
                let unit = store.run("tests-wake", async move |tx| {
                    tx.wake(Wake::Sender);
                    tx.wake(Wake::Sender);
                    put(tx, "woken", "").await?;
                    here.add_permits(1);
                    go.acquire().await.unwrap().forget();
                    Ok(())
                });
                unit.await
            }
        });
        reached.acquire().await.unwrap().forget();
        assert!(sender.next().now_or_never().is_none());
        gate.add_permits(1);
        sender.next().await;
        assert_eq!(all(&store).await, ["woken"]);
        waking.await.unwrap().unwrap();
        assert!(sender.next().now_or_never().is_none(), "two wakes of one unit are one");

        let undone = store.run("tests-undone", async |tx| {
            tx.wake(Wake::Ladder);
            put(tx, "woken", "").await
        });
        assert!(undone.await.is_err());
        assert!(ladder.next().now_or_never().is_none());
    })
    .await;
}

#[tokio::test]
async fn when_the_caller_goes_away_what_has_begun_is_kept_and_what_waits_is_dropped() {
    on_both(async |place| {
        let store = place.create().await;
        let mut woken = store.woken(Wake::Schedule);
        let (reached, gate) = (Arc::new(Semaphore::new(0)), Arc::new(Semaphore::new(0)));
        let (here, go, writer) = (Arc::clone(&reached), Arc::clone(&gate), store.clone());
        let begun = tokio::spawn(async move {
            let unit = writer.run("tests-begun", async move |tx| {
                here.add_permits(1);
                go.acquire().await.unwrap().forget();
                tx.wake(Wake::Schedule);
                put(tx, "begun", "").await
            });
            unit.await
        });
        reached.acquire().await.unwrap().forget();
        let waits = store.run("tests-waits", async |tx| put(tx, "waited", "").await);
        assert!(waits.now_or_never().is_none(), "it is in the queue, and its caller is gone");
        begun.abort();
        assert!(begun.await.unwrap_err().is_cancelled());
        gate.add_permits(1);
        woken.next().await;
        store.run("tests-last", async |tx| put(tx, "last", "").await).await.unwrap();
        assert_eq!(all(&store).await, ["begun", "last"]);
    })
    .await;
}

#[tokio::test]
async fn a_read_keeps_its_view_while_others_commit() {
    on_both(async |place| {
        let store = place.create().await;
        store.run("tests-first", async |tx| put(tx, "first", "").await).await.unwrap();
        let (reached, gate) = (Arc::new(Semaphore::new(0)), Arc::new(Semaphore::new(0)));
        let (here, go) = (Arc::clone(&reached), Arc::clone(&gate));
        let count = "-- tests::count
SELECT COUNT(*) AS n FROM meta";
        let reading = store.read("tests-view", async move |tx| {
            let before = tx.fetch_optional(count, &[]).await?.unwrap().i64("n")?;
            here.add_permits(1);
            go.acquire().await.unwrap().forget();
            let after = tx.fetch_optional(count, &[]).await?.unwrap().i64("n")?;
            Ok((before, after))
        });
        let writing = async {
            reached.acquire().await.unwrap().forget();
            store.run("tests-second", async |tx| put(tx, "second", "").await).await.unwrap();
            gate.add_permits(1);
        };
        let (seen, ()) = tokio::join!(reading, writing);
        assert_eq!(seen.unwrap(), (1, 1));
        assert_eq!(all(&store).await.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn a_read_cannot_write() {
    on_both(async |place| {
        let store = place.create().await;
        let outcome = store.read("tests-sneak", async |tx| put(tx, "sneaked", "").await);
        assert!(matches!(outcome.await, Err(StoreError::Statement(_))));
        assert!(all(&store).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn closing_finishes_what_waits_and_refuses_what_comes_later() {
    on_both(async |place| {
        let store = place.create().await;
        let waiting = (0..100).map(|number| {
            let store = store.clone();
            async move {
                let unit = store.run("tests-waiting", async move |tx| {
                    put(tx, &format!("{number:03}"), "").await
                });
                unit.await
            }
        });
        let (written, ()) = tokio::join!(futures::future::join_all(waiting), store.close());
        assert!(written.iter().all(Result::is_ok));
        let late = store.run("tests-late", async |tx| put(tx, "late", "").await);
        assert!(matches!(late.await, Err(StoreError::Closed)));
        store.close().await;
        let again = place.open().await;
        assert_eq!(all(&again).await.len(), 100);
    })
    .await;
}

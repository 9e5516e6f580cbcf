//! What only SQLite can do wrong: the shared commit, a full disk, another process.

use futures::FutureExt as _;
use habeas::storage::{FailureKind, StoreError};
use sqlx::{Connection as _, Executor as _, SqliteConnection};

use super::shared_commit::hold;
use super::{all, put};
use crate::support::stores::{Place, fresh_sqlite};

/// The commits in the write-ahead log: frames whose header says how large the database is.
fn commits(place: &Place) -> usize {
    let wal = std::fs::read(place.file().with_extension("db-wal")).unwrap();
    if wal.is_empty() {
        return 0;
    }
    let page = u32::from_be_bytes(wal[8..12].try_into().unwrap()) as usize;
    wal[32..].chunks_exact(24 + page).filter(|frame| frame[4..8] != [0; 4]).count()
}

#[tokio::test]
async fn units_that_wait_together_share_a_commit() {
    let place = Place::sqlite();
    let store = place.create().await;
    let held = hold(&store).await;
    let before = commits(&place);
    let units = (0..20).map(|number| {
        store.run("tests-share", async move |tx| put(tx, &format!("{number:02}"), "").await)
    });
    let mut units = futures::future::join_all(units);
    assert!((&mut units).now_or_never().is_none(), "all twenty are in the queue");
    held.release().await;
    assert!(units.await.iter().all(Result::is_ok));
    assert_eq!(commits(&place) - before, 1);
    assert_eq!(all(&store).await.len(), 20);
}

/// SQLite undoes the whole transaction when the disk is full, savepoints and all.
#[tokio::test]
async fn a_full_disk_fails_its_unit_and_the_neighbours_are_run_again() {
    let (_folder, store) = fresh_sqlite().await;
    let limit = store.run("tests-limit", async |tx| {
        let pages = tx.fetch_optional("PRAGMA max_page_count = 1", &[]).await?.unwrap();
        pages.i64("max_page_count")
    });
    let pages = limit.await.unwrap();
    assert!(pages < 200, "the limit is what there is now: {pages}");
    let held = hold(&store).await;
    let mut units = Box::pin(async {
        tokio::join!(
            store.run("tests-a", async |tx| put(tx, "a", "").await),
            store.run("tests-large", async |tx| { put(tx, "large", &"x".repeat(1 << 20)).await }),
            store.run("tests-c", async |tx| put(tx, "c", "").await),
        )
    });
    assert!((&mut units).now_or_never().is_none());
    held.release().await;
    let (a, large, c) = units.await;
    assert_eq!((a.unwrap(), c.unwrap()), (1, 1));
    let error = large.unwrap_err();
    assert!(error.is_retryable());
    assert!(matches!(error, StoreError::Statement(f) if f.kind == FailureKind::Full));
    assert_eq!(all(&store).await, ["a", "c"]);
    store.run("tests-later", async |tx| put(tx, "later", "").await).await.unwrap();
    assert_eq!(all(&store).await, ["a", "c", "later"]);
}

#[tokio::test]
async fn a_unit_that_ends_the_transaction_harms_nobody_else() {
    let (_folder, store) = fresh_sqlite().await;
    let held = hold(&store).await;
    let mut units = Box::pin(async {
        tokio::join!(
            store.run("tests-a", async |tx| put(tx, "a", "").await),
            store.run("tests-rollback", async |tx| {
                put(tx, "b", "").await?;
                tx.execute("ROLLBACK", &[]).await?;
                Err::<(), _>(StoreError::AfterFailure)
            }),
            store.run("tests-c", async |tx| put(tx, "c", "").await),
        )
    });
    assert!((&mut units).now_or_never().is_none());
    held.release().await;
    let (a, rollback, c) = units.await;
    assert_eq!((a.unwrap(), c.unwrap()), (1, 1));
    assert!(rollback.is_err());
    assert_eq!(all(&store).await, ["a", "c"]);
}

#[tokio::test]
async fn a_unit_waits_for_another_process_that_writes() {
    let place = Place::sqlite();
    let store = place.create().await;
    let file = format!("sqlite://{}", place.file().display());
    let mut other = SqliteConnection::connect(&file).await.unwrap();
    other.execute("BEGIN IMMEDIATE").await.unwrap();
    other.execute("INSERT INTO meta (name, value) VALUES ('theirs', '')").await.unwrap();
    let mut ours = Box::pin(store.run("tests-ours", async |tx| put(tx, "ours", "").await));
    assert!((&mut ours).now_or_never().is_none());
    assert!(all(&store).await.is_empty(), "readers do not wait");
    other.execute("COMMIT").await.unwrap();
    ours.await.unwrap();
    assert_eq!(all(&store).await, ["ours", "theirs"]);
}

//! Races, each between two stores on one database, as two processes have them.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use habeas::storage::{Result, Store, Tx};

use super::put;
use crate::support::stores::on_both;

async fn value(tx: &mut Tx, name: &str) -> Result<i64> {
    let sql = "-- tests::value
SELECT CAST(value AS BIGINT) AS n FROM meta WHERE name = $1";
    tx.fetch_optional(sql, &[name.into()]).await?.expect("the row is there").i64("n")
}

async fn set(tx: &mut Tx, name: &str, value: i64) -> Result<u64> {
    let sql = "-- tests::set
UPDATE meta SET value = $2 WHERE name = $1";
    tx.execute(sql, &[name.into(), value.to_string().into()]).await
}

#[tokio::test]
async fn no_change_is_lost_between_two_stores_that_read_and_then_write() {
    on_both(async |place| {
        let (one, other) = (place.create().await, place.open().await);
        one.run("tests-start", async |tx| put(tx, "counter", "0").await).await.unwrap();
        let additions = (0..40).map(|number| {
            let store = if number % 2 == 0 { &one } else { &other };
            store.run("tests-add", async |tx| {
                let before = value(tx, "counter").await?;
                set(tx, "counter", before + 1).await
            })
        });
        for changed in futures::future::join_all(additions).await {
            assert_eq!(changed.unwrap(), 1);
        }
        let after = other.read("tests-sum", async |tx| value(tx, "counter").await).await;
        assert_eq!(after.unwrap(), 40);
    })
    .await;
}

async fn take(store: &Store, who: &'static str) -> bool {
    let taken = store.run("tests-take", async move |tx| {
        let sql = "-- tests::take
UPDATE meta SET value = $1 WHERE name = 'owner' AND value = ''";
        tx.execute(sql, &[who.into()]).await
    });
    taken.await.unwrap() == 1
}

#[tokio::test]
async fn of_many_who_take_at_once_one_is_the_owner() {
    on_both(async |place| {
        let (one, other) = (place.create().await, place.open().await);
        one.run("tests-start", async |tx| put(tx, "owner", "").await).await.unwrap();
        let takers =
            (0..20).map(|n| if n % 2 == 0 { take(&one, "mira") } else { take(&other, "timur") });
        let takers: Vec<_> = takers.map(futures::FutureExt::boxed).collect();
        let owners = futures::future::join_all(takers).await;
        assert_eq!(owners.iter().filter(|owner| **owner).count(), 1);
    })
    .await;
}

/// Each looks at what the other one changes: in any order one of the two sees the other's change.
#[tokio::test]
async fn two_decisions_on_each_others_ground_are_made_one_after_the_other() {
    on_both(async |place| {
        let (one, other) = (place.create().await, place.open().await);
        let start = one.run("tests-start", async |tx| {
            put(tx, "lawyer", "1").await?;
            put(tx, "coordinator", "1").await
        });
        start.await.unwrap();
        let runs = Arc::new(AtomicU32::new(0));
        let leave = |store: &Store, me: &'static str, colleague: &'static str| {
            let (store, runs) = (store.clone(), Arc::clone(&runs));
            async move {
                let unit = store.run("tests-leave", async move |tx| {
                    runs.fetch_add(1, Ordering::SeqCst);
                    if value(tx, colleague).await? == 1 {
                        set(tx, me, 0).await?;
                    }
                    Ok(())
                });
                unit.await
            }
        };
        let (a, b) = tokio::join!(
            leave(&one, "lawyer", "coordinator"),
            leave(&other, "coordinator", "lawyer")
        );
        a.unwrap();
        b.unwrap();
        let left = one.read("tests-left", async |tx| {
            Ok(value(tx, "lawyer").await? + value(tx, "coordinator").await?)
        });
        assert_eq!(left.await.unwrap(), 1, "somebody stays");
        assert!(runs.load(Ordering::SeqCst) >= 2);
    })
    .await;
}

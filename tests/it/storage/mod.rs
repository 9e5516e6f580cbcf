//! The storage's conformance suite runs on both backends; what only one of them can do wrong has
//! a file of its own.

mod audit;
mod backup;
mod postgres;
mod races;
mod schema;
mod shared_commit;
mod sqlite;
mod units;
mod values;

use habeas::storage::{Result, Store, Tx};

/// Writes a row that a test can look for.
async fn put(tx: &mut Tx, name: &str, value: &str) -> Result<u64> {
    let sql = "-- tests::put
INSERT INTO meta (name, value) VALUES ($1, $2)";
    tx.execute(sql, &[name.into(), value.into()]).await
}

/// The values of all rows that tests wrote, by name.
async fn all(store: &Store) -> Vec<String> {
    store
        .read("tests-all", async |tx| {
            let sql = "-- tests::all
SELECT name FROM meta ORDER BY name";
            tx.fetch_all(sql, &[]).await?.iter().map(|row| row.text("name")).collect()
        })
        .await
        .unwrap()
}

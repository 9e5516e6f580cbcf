//! A PostgreSQL whose commits reach the disk, unlike those of the tests.

use std::process::Command;

use sqlx::{Connection as _, Executor as _, PgConnection};

use crate::support::stores::Place;

/// An empty database, on the server named by `HABEAS_BENCH_POSTGRES` or on one of our own that
/// ends with this process.
///
/// # Errors
/// Why there is none.
pub async fn durable_postgres() -> Result<Place, String> {
    let address = match std::env::var("HABEAS_BENCH_POSTGRES") {
        Ok(address) => address,
        Err(_) => start()?,
    };
    let mut conn = PgConnection::connect(&address).await.map_err(|error| error.to_string())?;
    // One at a time, and always empty.
    for sql in ["DROP DATABASE IF EXISTS habeas_bench WITH (FORCE)", "CREATE DATABASE habeas_bench"]
    {
        conn.execute(sql).await.map_err(|error| error.to_string())?;
    }
    conn.close().await.map_err(|error| error.to_string())?;
    let (address, query) = address.split_once('?').unwrap_or((&address, ""));
    let (authority, _) = address.rsplit_once('/').ok_or("the address names no database")?;
    Ok(Place::postgres_at(format!("{authority}/habeas_bench?{query}")))
}

fn start() -> Result<String, String> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tools/test-postgres.sh");
    let pid = std::process::id().to_string();
    let started = Command::new(script).args(["start", &pid, "durable"]).output();
    let started = started.map_err(|error| error.to_string())?;
    if !started.status.success() {
        return Err(String::from_utf8_lossy(&started.stderr).trim().to_owned());
    }
    Ok(String::from_utf8_lossy(&started.stdout).trim().to_owned())
}

//! PostgreSQL for tests: one cluster for all test processes, one database for each test.
//!
//! `HABEAS_TEST_POSTGRES` names a server on which databases may be made; without it
//! `tools/test-postgres.sh` starts one of its own and ends it afterwards.

use std::process::Command;
use std::sync::OnceLock;

use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};

/// The address of the maintenance database.
fn server() -> &'static str {
    static SERVER: OnceLock<String> = OnceLock::new();
    SERVER.get_or_init(|| {
        if let Ok(address) = std::env::var("HABEAS_TEST_POSTGRES") {
            return address;
        }
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tools/test-postgres.sh");
        let pid = std::process::id().to_string();
        let started = Command::new(script).args(["start", &pid]).output().expect("the script runs");
        assert!(started.status.success(), "{}", String::from_utf8_lossy(&started.stderr));
        String::from_utf8(started.stdout).expect("an address is text").trim().to_owned()
    })
}

/// A database that is dropped at the end of its test.
pub struct Database {
    name: String,
}

impl Database {
    /// An empty one.
    pub async fn fresh() -> Self {
        let mut random = [0; 8];
        let rng = ring::rand::SystemRandom::new();
        ring::rand::SecureRandom::fill(&rng, &mut random).expect("the system has randomness");
        let name = format!("habeas_test_{}", data_encoding::HEXLOWER.encode(&random));
        administer(format!("CREATE DATABASE {name} TEMPLATE template0")).await;
        Self { name }
    }

    /// Its address.
    pub fn url(&self) -> String {
        let (address, query) = server().split_once('?').unwrap_or((server(), ""));
        let (authority, _) = address.rsplit_once('/').expect("an address names a database");
        format!("{authority}/{}?{query}", self.name)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let sql = format!("DROP DATABASE {} WITH (FORCE)", self.name);
        // A runtime cannot be entered twice on one thread.
        let dropped = std::thread::spawn(|| {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime starts").block_on(administer(sql));
        });
        if dropped.join().is_err() {
            eprintln!("the test's database could not be dropped");
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "a database's name cannot be an argument")]
async fn administer(sql: String) {
    let mut conn = PgConnection::connect(server()).await.expect("the tests' server answers");
    conn.execute(AssertSqlSafe(sql)).await.expect("databases may be made and dropped");
    conn.close().await.expect("the connection closes");
}

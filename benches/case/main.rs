//! How long it takes from opened keys to a case that can be read, on a phone four times slower than
//! this machine: 200 open cases of 50 sealed entries, the real server, the real console.
//!
//! The measuring is done in a browser by `web/bench`; this starts it for each database, and seeds for it.

#![expect(clippy::print_stdout, reason = "the table is what a benchmark is run for")]
#![expect(clippy::unwrap_used, reason = "a benchmark fails by panicking, as tests do")]

#[path = "../page/databases.rs"]
mod databases;
mod seed;
#[expect(dead_code, reason = "the tests use the rest")]
#[path = "../../tests/it/support/mod.rs"]
mod support;

use std::path::Path;
use std::process::{Command, ExitCode};

/// What `make bench` has built.
const BROWSER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/web/out/bench/open-case.mjs");

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    match args.as_slice() {
        [seed, config, lawyer] if seed == "seed" => {
            runtime.block_on(seed::seed(Path::new(config), lawyer.parse().unwrap()));
            ExitCode::SUCCESS
        }
        _ => runtime.block_on(bench()),
    }
}

async fn bench() -> ExitCode {
    if !Path::new(BROWSER).exists() {
        println!("an open case: not measured: run `make bench`, which builds web/bench");
        return ExitCode::SUCCESS;
    }
    let sqlite = measure("SQLite", None);
    let postgres = match databases::durable_postgres().await {
        Ok(place) => measure("PostgreSQL", Some(place.text())),
        Err(reason) => {
            println!("an open case, PostgreSQL: not measured: {reason}");
            true
        }
    };
    if sqlite && postgres { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Measures on one database; `false` if something did not work.
fn measure(name: &str, database: Option<&str>) -> bool {
    let mut browser = Command::new("node");
    browser.arg(BROWSER).arg(name);
    browser.env("HABEAS_BIN", env!("CARGO_BIN_EXE_habeas"));
    browser.env("HABEAS_SEED", std::env::current_exe().unwrap());
    if let Some(url) = database {
        browser.env("HABEAS_STORAGE__URL", url);
    }
    browser.status().unwrap().success()
}

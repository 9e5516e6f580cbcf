//! The two figures that matter, each beside its floor: how long a deciding tap takes until the
//! page is accepted while others keep answering, and how many taps a second are answered.
//!
//! Everything runs on this machine: people, Bot API server, bot, database. No limits hold.

#![expect(clippy::print_stdout, reason = "the table is what a benchmark is run for")]
#![expect(clippy::unwrap_used, reason = "a benchmark fails by panicking, as tests do")]

mod clock;
mod databases;
mod ears;
mod echo;
mod figures;
mod habeas_bot;
mod phone;
#[expect(dead_code, reason = "the tests use the rest")]
#[path = "../../tests/it/support/mod.rs"]
mod support;

use figures::{Figures, Run};
use support::stores::Place;

/// How many keep answering, how long each looks at a card before tapping, and for how many
/// milliseconds they are watched. A tap a second is faster than anybody reads a question.
const RUNS: [Run; 3] = [
    Run { answering: 200, pause_ms: 1000, ms: 18_000 },
    Run { answering: 50, pause_ms: 0, ms: 18_000 },
    Run { answering: 200, pause_ms: 0, ms: 18_000 },
];

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(bench());
}

async fn bench() {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    println!("cargo bench --locked --bench page      {cores} cores, all on loopback, limits off\n");
    println!("floor of a commit: {}\n", figures::fsync());
    println!("{}", Figures::head());
    for run in RUNS {
        println!("{}", echo::measure(run).await.line("bare echo bot", run));
        let place = Place::sqlite();
        println!("{}", habeas_bot::measure(&place, run).await.line("Habeas, SQLite", run));
        match databases::durable_postgres().await {
            Ok(place) => {
                let figures = habeas_bot::measure(&place, run).await;
                println!("{}", figures.line("Habeas, PostgreSQL", run));
            }
            Err(reason) => println!("Habeas, PostgreSQL: not measured: {reason}"),
        }
    }
    println!("\n{}", Figures::legend());
}

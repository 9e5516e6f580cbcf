//! PostgreSQL: SERIALIZABLE transactions, run again where they met those of another process.
//!
//! One connection writes, and units that wait share a commit on it: on several connections they
//! would meet each other and be run again. The others read.

use std::sync::Arc;
use std::time::Duration;

use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions as _, PgConnection};

use super::error::{Failure, FailureKind, Result, StoreError};
use super::queue::{Queue, Shared};
use super::tx::{Conn, STATEMENTS, Tx};
use super::unit::{Mode, Ran, Unit};
use super::wake::{Bell, WakeSet};
use crate::crypto::random_bytes;
use crate::outside::kill_point;

/// How many units read at the same time.
pub(super) const READERS: usize = 4;
/// How many units share a commit at most: what one costs beside the units, with a little to spare.
const GROUP: usize = 16;
/// How many units share a view at most: each reader takes a few, so that all have some.
const VIEW: usize = 4;
/// How often a unit is run when it meets other writers.
const CONFLICT_TRIES: u32 = 20;
/// How often a unit is run when the connection is lost before its commit.
const LOST_TRIES: u32 = 2;
/// The longest pause between two tries.
const LONGEST_PAUSE: Duration = Duration::from_millis(128);

/// Opens a connection. A server told to answer commits before they are durable is overruled.
pub(super) async fn connect(options: &PgConnectOptions) -> Result<Tx, Failure> {
    let options = options
        .clone()
        .application_name("habeas")
        .statement_cache_capacity(STATEMENTS)
        .disable_statement_logging();
    let conn: PgConnection =
        options.connect().await.map_err(|error| Failure::from_driver(&error, "open"))?;
    let mut tx = Tx::new(Conn::Postgres(conn));
    tx.control(DURABLE).await?;
    Ok(tx)
}

const DURABLE: &str = "-- postgres::connect
SELECT set_config('synchronous_commit', 'on', false)
WHERE current_setting('synchronous_commit') = 'off'";

/// One of the connections and the units that run on it.
pub(super) struct Worker {
    pub(super) options: PgConnectOptions,
    pub(super) tx: Option<Tx>,
    pub(super) bell: Arc<Bell>,
}

/// How one try of a unit ended.
enum Tried {
    Kept(WakeSet),
    Undone(StoreError),
    Again(Failure),
    Uncertain(WakeSet),
}

impl Worker {
    /// Takes units that read, until the queue is closed.
    pub(super) async fn serve_reads(mut self, queue: Shared) {
        loop {
            let Some(group) = queue.lock().await.next_group(VIEW).await else { break };
            self.serve(group, Mode::Read).await;
        }
        self.hang_up().await;
    }

    /// Takes the units that write, those that wait together, until the queue is closed.
    pub(super) async fn serve_writes(mut self, mut queue: Queue) {
        while let Some(group) = queue.next_group(GROUP).await {
            self.serve(group, Mode::Write).await;
        }
        self.hang_up().await;
    }

    async fn serve(&mut self, group: Vec<Unit>, mode: Mode) {
        for unit in self.together(group, mode).await {
            self.run(unit).await;
        }
    }

    /// Runs units in one transaction and tells their callers after the commit. If anything is
    /// amiss with one of them nothing is kept, and all are given back, to be run one by one.
    async fn together(&mut self, mut group: Vec<Unit>, mode: Mode) -> Vec<Unit> {
        if group.len() < 2 {
            return group;
        }
        let Ok(tx) = self.begin(mode).await else { return group };
        let mut wakes = WakeSet::default();
        for unit in &mut group {
            let Ran::Kept(asked) = unit.run(tx).await else {
                self.roll_back().await;
                return group;
            };
            wakes.join(asked);
        }
        match self.commit(mode, wakes).await {
            Tried::Kept(wakes) => {
                self.bell.ring(wakes);
                group.into_iter().for_each(|unit| unit.finish(Ok(())));
                vec![]
            }
            Tried::Uncertain(wakes) => {
                self.bell.ring(wakes);
                for unit in group {
                    let error = StoreError::Uncertain { unit: unit.name };
                    unit.finish(Err(error));
                }
                vec![]
            }
            Tried::Undone(_) | Tried::Again(_) => group,
        }
    }

    async fn run(&mut self, mut unit: Unit) {
        let mut tries = 0;
        loop {
            tries += 1;
            let failure = match self.attempt(&mut unit).await {
                Tried::Kept(wakes) => {
                    self.bell.ring(wakes);
                    return unit.finish(Ok(()));
                }
                Tried::Uncertain(wakes) => {
                    self.bell.ring(wakes);
                    let error = StoreError::Uncertain { unit: unit.name };
                    return unit.finish(Err(error));
                }
                Tried::Undone(error) => return unit.finish(Err(error)),
                Tried::Again(failure) => failure,
            };
            if failure.kind == FailureKind::Conflict {
                if tries >= CONFLICT_TRIES {
                    let error = StoreError::Contended { unit: unit.name, tries };
                    return unit.finish(Err(error));
                }
                pause(tries).await;
            } else if tries >= LOST_TRIES {
                return unit.finish(Err(failure.into()));
            }
        }
    }

    /// One transaction. Everything but a lost answer to COMMIT leaves nothing behind.
    async fn attempt(&mut self, unit: &mut Unit) -> Tried {
        let tx = match self.begin(unit.mode).await {
            Ok(tx) => tx,
            Err(failure) => return Tried::Again(failure),
        };
        let tried = match unit.run(tx).await {
            Ran::Kept(wakes) => return self.commit(unit.mode, wakes).await,
            Ran::Undone(error) => Tried::Undone(error),
            Ran::Again(failure) => Tried::Again(failure),
        };
        self.roll_back().await;
        tried
    }

    async fn roll_back(&mut self) {
        if let Some(tx) = &mut self.tx
            && tx.control("ROLLBACK").await.is_err()
        {
            self.hang_up().await;
        }
    }

    async fn begin(&mut self, mode: Mode) -> Result<&mut Tx, Failure> {
        let mut tx = match self.tx.take() {
            Some(tx) => tx,
            None => connect(&self.options).await?,
        };
        let begin = match mode {
            Mode::Write => "BEGIN ISOLATION LEVEL SERIALIZABLE",
            Mode::Read => "BEGIN ISOLATION LEVEL SERIALIZABLE READ ONLY",
        };
        // A connection that cannot begin is dropped: the next try has a new one.
        tx.control(begin).await?;
        Ok(self.tx.insert(tx))
    }

    async fn commit(&mut self, mode: Mode, wakes: WakeSet) -> Tried {
        let tx = self.tx.as_mut().expect("a unit has just run on this connection");
        let writes = mode == Mode::Write;
        if writes {
            kill_point("commit");
        }
        let Err(failure) = tx.control("COMMIT").await else {
            if writes {
                kill_point("committed");
                return Tried::Kept(wakes);
            }
            return Tried::Kept(WakeSet::default());
        };
        if failure.kind == FailureKind::Conflict {
            return Tried::Again(failure);
        }
        self.hang_up().await;
        match failure.kind {
            FailureKind::Lost if writes => Tried::Uncertain(wakes),
            _ => Tried::Undone(failure.into()),
        }
    }

    async fn hang_up(&mut self) {
        if let Some(tx) = self.tx.take() {
            tx.close().await;
        }
    }
}

/// Waits longer after each try, and not as long as the process that was met.
#[expect(
    clippy::disallowed_methods,
    reason = "a pause between two tries of a transaction decides nothing about anybody's time"
)]
async fn pause(tries: u32) {
    let base = Duration::from_millis(1 << tries.min(16)).min(LONGEST_PAUSE);
    let spread = base.mul_f64(f64::from(random_bytes::<1>()[0]) / 256.0);
    tokio::time::sleep(base / 2 + spread).await;
}

//! SQLite: one writer that lets units share a commit, and readers that hold no lock.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteSynchronous};
use sqlx::{ConnectOptions as _, SqliteConnection};

use super::error::{Failure, FailureKind, StoreError};
use super::queue::{Queue, Shared};
use super::tx::{Conn, STATEMENTS, Tx};
use super::unit::{Ran, Unit};
use super::wake::{Bell, WakeSet};
use crate::outside::kill_point;

/// How many units share a commit at most.
const GROUP: usize = 64;
/// How many units read at the same time.
pub(super) const READERS: usize = 4;
/// How long a statement waits for another process, and how often a group begins anew then.
const BUSY: Duration = Duration::from_secs(5);
const BUSY_TRIES: u32 = 3;

/// Opens a connection. The journal's mode is the file's own and set when it is made.
pub(super) async fn connect(path: &Path, read_only: bool) -> Result<Tx, Failure> {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(false)
        .read_only(read_only)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(BUSY)
        .pragma("secure_delete", "ON")
        .pragma("temp_store", "MEMORY")
        .statement_cache_capacity(STATEMENTS)
        .disable_statement_logging();
    let conn: SqliteConnection =
        options.connect().await.map_err(|error| Failure::from_driver(&error, "open"))?;
    Ok(Tx::new(Conn::Sqlite(conn)))
}

/// The one writer. It issues BEGIN, SAVEPOINT and COMMIT itself, because after a full disk SQLite
/// has already undone the transaction and a driver's own count of them is wrong.
pub(super) struct Writer {
    path: PathBuf,
    tx: Option<Tx>,
    bell: Arc<Bell>,
}

impl Writer {
    pub(super) fn new(path: PathBuf, tx: Tx, bell: Arc<Bell>) -> Self {
        Self { path, tx: Some(tx), bell }
    }

    /// Takes what waits, up to [`GROUP`] units at a time, until the queue is closed; then gives its
    /// connection back, to be closed after all others.
    pub(super) async fn serve(mut self, mut queue: Queue) -> Option<Tx> {
        while let Some(group) = queue.next_group(GROUP).await {
            for unit in self.commit(group.into(), false).await {
                self.commit(VecDeque::from([unit]), true).await;
            }
        }
        self.tx
    }

    /// Runs units in one transaction, each in a savepoint of its own, and tells their callers
    /// after the commit. Gives back the units that another one's trouble has undone: they are run
    /// again `alone`, and then have no one else to blame.
    async fn commit(&mut self, mut waiting: VecDeque<Unit>, alone: bool) -> VecDeque<Unit> {
        let tx = match self.begin().await {
            Ok(tx) => tx,
            Err(failure) => return refuse(waiting, &failure),
        };
        let mut kept = VecDeque::new();
        let mut wakes = WakeSet::default();
        let mut broken = None;
        while broken.is_none()
            && let Some(unit) = waiting.pop_front()
        {
            broken = step(tx, unit, &mut kept, &mut wakes).await.err();
        }
        if let Some(failure) = broken {
            self.reopen().await;
            kept.append(&mut waiting);
            return if alone { refuse(kept, &failure) } else { kept };
        }
        if kept.is_empty() {
            if tx.control("ROLLBACK").await.is_err() {
                self.reopen().await;
            }
            return kept;
        }
        kill_point("commit");
        let Err(failure) = tx.control("COMMIT").await else {
            kill_point("committed");
            self.bell.ring(wakes);
            kept.into_iter().for_each(|unit| unit.finish(Ok(())));
            return VecDeque::new();
        };
        self.reopen().await;
        match failure.kind {
            // Nothing was written: the whole group did not fit, each unit alone may.
            FailureKind::Full | FailureKind::Busy if alone => refuse(kept, &failure),
            FailureKind::Full | FailureKind::Busy => kept,
            _ => {
                self.bell.ring(wakes);
                for unit in kept {
                    let error = StoreError::Uncertain { unit: unit.name };
                    unit.finish(Err(error));
                }
                VecDeque::new()
            }
        }
    }

    /// A transaction that holds the write lock, on a connection that works.
    async fn begin(&mut self) -> Result<&mut Tx, Failure> {
        let mut tries = 1;
        loop {
            let begun = match self.connection().await {
                Ok(tx) => tx.control("BEGIN IMMEDIATE").await,
                Err(failure) => Err(failure),
            };
            match begun {
                Ok(()) => return self.connection().await,
                Err(failure) if tries == BUSY_TRIES => return Err(failure),
                Err(failure) if failure.kind == FailureKind::Busy => {}
                Err(_) => self.reopen().await,
            }
            tries += 1;
        }
    }

    async fn connection(&mut self) -> Result<&mut Tx, Failure> {
        let tx = match self.tx.take() {
            Some(tx) => tx,
            None => connect(&self.path, false).await?,
        };
        Ok(self.tx.insert(tx))
    }

    /// Gives up a connection, and with it the transaction that is open on it.
    async fn reopen(&mut self) {
        if let Some(tx) = self.tx.take() {
            tx.close().await;
        }
    }
}

/// Runs one unit in its savepoint. The error is that of the savepoint: the transaction is lost.
async fn step(
    tx: &mut Tx,
    mut unit: Unit,
    kept: &mut VecDeque<Unit>,
    wakes: &mut WakeSet,
) -> Result<(), Failure> {
    if unit.is_skipped() {
        return Ok(());
    }
    if let Err(failure) = tx.control("SAVEPOINT unit").await {
        kept.push_back(unit);
        return Err(failure);
    }
    let error = match unit.run(tx).await {
        Ran::Kept(asked) => {
            wakes.join(asked);
            kept.push_back(unit);
            return tx.control("RELEASE unit").await;
        }
        Ran::Undone(error) => error,
        Ran::Again(failure) => failure.into(),
    };
    unit.finish(Err(error));
    tx.control("ROLLBACK TO unit").await?;
    tx.control("RELEASE unit").await
}

/// Tells all of them why they were not run.
fn refuse(units: VecDeque<Unit>, failure: &Failure) -> VecDeque<Unit> {
    for unit in units {
        unit.finish(Err(failure.clone().into()));
    }
    VecDeque::new()
}

/// One of the readers: a consistent view for each unit, on a connection that cannot write.
pub(super) async fn serve_reads(path: PathBuf, queue: Shared) {
    let mut idle: Option<Tx> = None;
    loop {
        let Some(unit) = queue.lock().await.next().await else { break };
        let opened = match idle.take() {
            Some(tx) => Ok(tx),
            None => connect(&path, true).await,
        };
        match opened {
            Ok(tx) => idle = read(tx, unit).await,
            Err(failure) => {
                unit.finish(Err(failure.into()));
            }
        }
    }
    if let Some(tx) = idle {
        tx.close().await;
    }
}

/// Runs one unit that reads; gives the connection back if it still works.
async fn read(mut tx: Tx, mut unit: Unit) -> Option<Tx> {
    let outcome = match tx.control("BEGIN").await {
        Ok(()) => match unit.run(&mut tx).await {
            Ran::Kept(_) => Ok(()),
            Ran::Undone(error) => Err(error),
            Ran::Again(failure) => Err(failure.into()),
        },
        Err(failure) => Err(failure.into()),
    };
    unit.finish(outcome);
    match tx.control("ROLLBACK").await {
        Ok(()) => Some(tx),
        Err(_) => {
            tx.close().await;
            None
        }
    }
}

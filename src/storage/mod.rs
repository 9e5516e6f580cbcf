//! Storage: one transaction type over SQLite and PostgreSQL.
//!
//! A unit of work is a named async closure over [`Tx`]. It may run twice, so it has no outside
//! effect; its value is given out, and its wakes fire, only after the commit is durable:
//!
//! ```no_run
//! # async fn example(store: habeas::storage::Store) -> habeas::storage::Result<()> {
//! let id = vec![7_u8];
//! let changed = store
//!     .run("close-case", async move |tx| {
//!         let sql = "-- cases::close
//! UPDATE cases SET stage = 'closed' WHERE id = $1 AND stage <> 'closed'";
//!         tx.execute(sql, &[id.as_slice().into()]).await
//!     })
//!     .await?;
//! # Ok(())
//! # }
//! ```
//!
//! Units run on the store's own thread. Those that arrive together share one commit, and each that
//! fails is undone alone. On PostgreSQL a transaction is SERIALIZABLE, and run again when it met
//! one of another process. SQL says `$1` on both and keeps to what both mean the same: `BIGINT`, `TEXT`,
//! bytes, and `CAST(SUM(…) AS BIGINT)`.

mod error;
mod insert;
mod postgres;
mod queue;
mod row;
mod schema;
mod sqlite;
mod tables;
mod thread;
mod tx;
mod unit;
mod url;
mod value;
mod wake;

use std::fmt;
use std::sync::Arc;

use habeas_core::domain::Timestamp;

pub use error::{Failure, FailureKind, Result, SchemaProblem, StoreError};
pub use insert::Many;
pub use row::Row;
pub use schema::{VERSION as SCHEMA, begin_restore, end_restore};
pub use tables::{Kind, TABLES, Table, columns};
pub use tx::{Backend, Tx};
pub use url::{StorageUrl, UrlError};
pub use value::Value;
pub use wake::{Wake, Woken};

use queue::Entrance;
use schema::Intent;
use thread::Handle;
use unit::{Mode, Turn, Unit};

/// An open database. Clones share it; it is closed by [`Store::close`] or with the last clone.
#[derive(Clone)]
pub struct Store {
    handle: Arc<Handle>,
    turn: Turn,
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Store")
    }
}

impl Store {
    /// Makes a new database: the file (mode 0600) or, on PostgreSQL, the tables in an empty
    /// database, and opens it.
    ///
    /// # Errors
    /// [`StoreError::AlreadyThere`] if there is a file, or a table; otherwise what the backend
    /// says.
    pub async fn create(url: &StorageUrl) -> Result<Self> {
        Ok(Self::of(thread::start(url.0.clone(), Intent::Create).await?))
    }

    /// Opens a database that [`Store::create`] made, and runs the migrations that it lacks.
    ///
    /// # Errors
    /// [`StoreError::Missing`] without a file, [`StoreError::UnknownSchema`] for a database that
    /// is not ours or comes from another version; otherwise what the backend says.
    pub async fn open(url: &StorageUrl) -> Result<Self> {
        Ok(Self::of(thread::start(url.0.clone(), Intent::Open).await?))
    }

    fn of(handle: Handle) -> Self {
        Self { handle: Arc::new(handle), turn: Turn::Behind }
    }

    /// The same store for what somebody decides and for what wakes somebody: where units wait,
    /// these go first, and others still have a part of every commit.
    #[must_use]
    pub fn ahead(&self) -> Self {
        Self { handle: Arc::clone(&self.handle), turn: Turn::Ahead }
    }

    /// Runs a unit of work in one transaction and gives its value after the durable commit.
    ///
    /// The closure may run more than once. An error, a panic, or a failed statement, even one
    /// that the closure swallowed, undoes this unit and no other. If the caller goes away, a unit
    /// that waits is dropped; one that has begun is finished, kept, and its wakes fire.
    ///
    /// # Errors
    /// The unit's own error, or one of the database ([`StoreError::is_retryable`]).
    ///
    /// # Panics
    /// Inside another unit of the same store: it would wait for itself.
    pub async fn run<T, F>(&self, name: &'static str, unit: F) -> Result<T>
    where
        T: Send + 'static,
        F: AsyncFn(&mut Tx) -> Result<T> + Send + 'static,
    {
        self.send(&self.handle.writes, name, Mode::Write, unit).await
    }

    /// Runs a unit that only reads, on one consistent view, without waiting for writers.
    ///
    /// # Errors
    /// As [`Store::run`]; a statement that writes is refused.
    ///
    /// # Panics
    /// Inside another unit of the same store.
    pub async fn read<T, F>(&self, name: &'static str, unit: F) -> Result<T>
    where
        T: Send + 'static,
        F: AsyncFn(&mut Tx) -> Result<T> + Send + 'static,
    {
        self.send(&self.handle.reads, name, Mode::Read, unit).await
    }

    /// Ids of rows that are due, and when the next one is: `list` reads the column `id`, `next` the
    /// column `next`, both from `now` as `$1`.
    pub async fn due(
        &self,
        name: &'static str,
        list: &'static str,
        next: &'static str,
        now: Timestamp,
    ) -> Result<(Vec<Vec<u8>>, Option<Timestamp>)> {
        let read = async move |tx: &mut Tx| {
            let rows = tx.fetch_all(list, &[now.into()]).await?;
            let due: Result<Vec<Vec<u8>>> = rows.iter().map(|row| row.bytes("id")).collect();
            let row = tx.fetch_optional(next, &[now.into()]).await?;
            Ok((due?, row.map_or(Ok(None), |row| row.opt_time("next"))?))
        };
        self.read(name, read).await
    }

    /// Listens for a wake from now on.
    pub fn woken(&self, wake: Wake) -> Woken {
        self.handle.bell.listen(wake)
    }

    /// Finishes the units that wait, closes the database, and refuses every later unit. Returns
    /// when the files are closed.
    pub async fn close(&self) {
        // A queue that is closed already needs no second word.
        let _ = self.handle.writes.send(None).await;
        let _ = self.handle.reads.send(None).await;
        let mut over = self.handle.over.clone();
        while over.changed().await.is_ok() {}
    }

    async fn send<T, F>(
        &self,
        queue: &Entrance,
        name: &'static str,
        mode: Mode,
        body: F,
    ) -> Result<T>
    where
        T: Send + 'static,
        F: AsyncFn(&mut Tx) -> Result<T> + Send + 'static,
    {
        assert_ne!(
            std::thread::current().id(),
            self.handle.thread,
            "unit {name} was started inside another unit and would wait for it"
        );
        let (unit, answer) = Unit::new(name, (mode, self.turn), body);
        queue.send(Some(unit)).await.map_err(|_| StoreError::Closed)?;
        answer.await.map_err(|_| StoreError::Closed)?
    }
}

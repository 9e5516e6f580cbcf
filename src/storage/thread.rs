//! The store's thread: units are async closures that need not move between threads.

use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;
use std::thread::ThreadId;

use tokio::runtime::Builder;
use tokio::sync::{oneshot, watch};
use tokio::task::LocalSet;

use super::error::{Result, StoreError};
use super::postgres::{self, Worker};
use super::queue::{Entrance, Queue, queue};
use super::schema::{self, Intent};
use super::sqlite::{self, Writer};
use super::url::Place;
use super::wake::Bell;

/// What a store knows of its thread.
pub(super) struct Handle {
    pub(super) writes: Entrance,
    pub(super) reads: Entrance,
    pub(super) bell: Arc<Bell>,
    pub(super) thread: ThreadId,
    /// Its sender is dropped when the thread has closed the database.
    pub(super) over: watch::Receiver<()>,
}

/// Starts the thread and waits until the database is open.
pub(super) async fn start(place: Place, intent: Intent) -> Result<Handle> {
    let (writes, write_queue) = queue();
    let (reads, read_queue) = queue();
    let bell = Arc::new(Bell::default());
    let (opened, answer) = oneshot::channel();
    let (running, over) = watch::channel(());
    let rings = Arc::clone(&bell);
    let body = move || {
        // Dropped last, when the runtime and the connections in it are gone.
        let _running = running;
        if matches!(place, Place::Sqlite(_)) {
            pin();
        }
        let runtime = match Builder::new_current_thread().enable_all().build() {
            Ok(runtime) => runtime,
            Err(error) => {
                let _ = opened.send(Err(StoreError::Start(error.kind())));
                return;
            }
        };
        let tasks = LocalSet::new();
        tasks.block_on(&runtime, async {
            match place {
                Place::Sqlite(path) => {
                    serve_sqlite(&path, intent, write_queue, read_queue, rings, opened).await
                }
                Place::Postgres { options, .. } => {
                    serve_postgres(*options, intent, write_queue, read_queue, rings, opened).await
                }
            }
        });
    };
    let thread = std::thread::Builder::new()
        .name("habeas-store".to_owned())
        .spawn(body)
        .map_err(|error| StoreError::Start(error.kind()))?;
    let thread = thread.thread().id();
    answer.await.map_err(|_| StoreError::Closed)??;
    Ok(Handle { writes, reads, bell, thread, over })
}

type Opened = oneshot::Sender<Result<()>>;

async fn serve_sqlite(
    path: &Path,
    intent: Intent,
    writes: Queue,
    reads: Queue,
    bell: Arc<Bell>,
    opened: Opened,
) {
    let tx = match open_sqlite(path, intent).await {
        Ok(tx) => tx,
        Err(error) => {
            let _ = opened.send(Err(error));
            return;
        }
    };
    let reads = reads.share();
    let readers = (0..sqlite::READERS)
        .map(|_| tokio::task::spawn_local(sqlite::serve_reads(path.to_owned(), Rc::clone(&reads))));
    let readers: Vec<_> = readers.collect();
    let _ = opened.send(Ok(()));
    let last = Writer::new(path.to_owned(), tx, bell).serve(writes).await;
    futures::future::join_all(readers).await;
    // SQLite moves its log into the file when the last connection goes, if that one may write.
    if let Some(tx) = last {
        tx.close().await;
    }
}

async fn open_sqlite(path: &Path, intent: Intent) -> Result<super::tx::Tx> {
    match intent {
        Intent::Create => make_file(path)?,
        Intent::Open if !path.is_file() => return Err(StoreError::Missing),
        Intent::Open => {}
    }
    let mut tx = sqlite::connect(path, false).await.map_err(schema::not_a_database)?;
    if let Err(error) = schema::prepare(&mut tx, intent).await {
        tx.close().await;
        return Err(error);
    }
    tx.control("PRAGMA journal_mode = WAL").await?;
    Ok(tx)
}

/// Makes an empty file that only its owner reads. SQLite gives its companions the same mode.
fn make_file(path: &Path) -> Result<()> {
    use std::os::unix::fs::OpenOptionsExt as _;
    let made = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    match made {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            Err(StoreError::AlreadyThere)
        }
        Err(error) => Err(StoreError::Start(error.kind())),
    }
}

async fn serve_postgres(
    options: sqlx::postgres::PgConnectOptions,
    intent: Intent,
    writes: Queue,
    reads: Queue,
    bell: Arc<Bell>,
    opened: Opened,
) {
    let first = async {
        let mut tx = postgres::connect(&options).await?;
        match schema::prepare(&mut tx, intent).await {
            Ok(()) => Ok(tx),
            Err(error) => {
                tx.close().await;
                Err(error)
            }
        }
    };
    let first = match first.await {
        Ok(tx) => tx,
        Err(error) => {
            let _ = opened.send(Err(error));
            return;
        }
    };
    let _ = opened.send(Ok(()));
    let worker = |tx| Worker { options: options.clone(), tx, bell: Arc::clone(&bell) };
    let reads = reads.share();
    let readers = (0..postgres::READERS)
        .map(|_| tokio::task::spawn_local(worker(None).serve_reads(Rc::clone(&reads))));
    let readers: Vec<_> = readers.collect();
    worker(Some(first)).serve_writes(writes).await;
    futures::future::join_all(readers).await;
}

/// Keeps this thread, and the one of SQLite's driver that it starts, on one core: handing each
/// statement from core to core costs more than the statement. Without the permission, or with
/// one core, nothing changes.
#[cfg(target_os = "linux")]
fn pin() {
    use rustix::thread::{CpuSet, sched_getaffinity, sched_getcpu, sched_setaffinity};
    let Ok(allowed) = sched_getaffinity(None) else { return };
    let here = sched_getcpu();
    if allowed.count() > 1 && here < CpuSet::MAX_CPU && allowed.is_set(here) {
        let mut one = CpuSet::new();
        one.set(here);
        let _ = sched_setaffinity(None, &one);
    }
}

#[cfg(not(target_os = "linux"))]
fn pin() {}

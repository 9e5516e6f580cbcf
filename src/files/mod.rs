//! Files that reporters sent: fetched when a member asks for one, sealed to the case on the way, kept in
//! a folder as nobody here can read them.
//!
//! ```text
//!  console ─▶ fetch ─▶ FileSource (Telegram) ─pieces─▶ sealer ─▶ depot ─▶ row in "files"
//! ```
//!
//! A file is whole before its row is there: what a crash leaves is a name that no row has, and goes at
//! the next start. Only the browser knows the ids under which Telegram has files: nothing is fetched
//! before somebody asks, and nothing that is not the file of the entry of which it is asked for.

mod copies;
mod depot;
mod fetch;
mod kind;
mod rows;
mod sent;

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use tokio::sync::{OwnedMutexGuard, Semaphore, SemaphorePermit};

use crate::outside::FileSource;
use crate::storage::Store;

pub use copies::{Copied, copy, damaged, expire, export, keep};
pub use depot::{Depot, DepotError};
pub use fetch::{FetchError, fetch};
pub use kind::{UNKNOWN, extension, kind};
pub use rows::{Kept, Listed, all, all_in, of_case};
pub use sent::{file_of, hash, keep_of_entries};

/// So many files are fetched at once; each takes two mebibytes of memory or so.
const AT_ONCE: usize = 20;

/// Where files come from and where they are kept.
pub struct Files {
    /// Where they are kept.
    pub depot: Depot,
    source: Option<Arc<dyn FileSource>>,
    /// Who fetches which file now.
    turns: Mutex<HashMap<Vec<u8>, Weak<tokio::sync::Mutex<()>>>>,
    slots: Semaphore,
}

impl std::fmt::Debug for Files {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Files")
    }
}

impl Files {
    /// Files in this folder, which need not be there; nothing can be fetched yet.
    pub fn at(folder: &Path) -> Self {
        let (turns, slots) = (Mutex::default(), Semaphore::new(AT_ONCE));
        Self { depot: Depot::at(folder), source: None, turns, slots }
    }

    /// The same for the process that serves: files are fetched from here, and what an earlier process
    /// left half is gone. A folder that cannot be used keeps nobody from serving.
    pub async fn begin(&mut self, source: Arc<dyn FileSource>, store: &Store) {
        self.source = Some(source);
        let swept = match rows::all(store).await {
            Ok(rows) => self.depot.begin(&rows).map_err(|error| error.to_string()),
            Err(error) => Err(error.to_string()),
        };
        match swept {
            Ok(0) => {}
            Ok(gone) => tracing::info!(gone, "files that were half fetched were removed"),
            Err(error) => tracing::error!(%error, "the folder of sealed files cannot be used"),
        }
    }

    /// Waits until nobody else fetches the file with this hash.
    async fn turn(&self, hash: &[u8]) -> OwnedMutexGuard<()> {
        let mine = {
            let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
            turns.retain(|_, turn| turn.strong_count() > 0);
            match turns.get(hash).and_then(Weak::upgrade) {
                Some(turn) => turn,
                None => {
                    let turn = Arc::default();
                    turns.insert(hash.to_vec(), Arc::downgrade(&turn));
                    turn
                }
            }
        };
        mine.lock_owned().await
    }

    async fn slot(&self) -> SemaphorePermit<'_> {
        self.slots.acquire().await.expect("the semaphore is never closed")
    }
}

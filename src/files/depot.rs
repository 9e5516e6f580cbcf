//! Where sealed files are kept: an object store, which is a folder.

use std::collections::HashSet;
use std::fs::{self, DirBuilder, File};
use std::io;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use futures::StreamExt as _;
use futures::stream::BoxStream;
use object_store::local::LocalFileSystem;
use object_store::path::Path as Name;
use object_store::{MultipartUpload, ObjectStore, ObjectStoreExt as _, PutPayload};
use rustix::fs::{FlockOperation, flock};

use super::rows::Listed;
use crate::storage::StoreError;

/// Which processes use the folder is seen by this file.
const LOCK: &str = ".lock";
/// How a sealed file's name ends.
const END: &str = ".age";

/// The folder of sealed files.
pub struct Depot {
    folder: PathBuf,
    lock: Mutex<Option<File>>,
}

/// The folder cannot be used, or a file of it.
#[derive(Debug, thiserror::Error)]
pub enum DepotError {
    /// The system's reason.
    #[error("a sealed file could not be written or read: {0}")]
    Io(#[from] io::Error),
    /// The object store's.
    #[error("a sealed file could not be written or read: {0}")]
    Store(#[from] object_store::Error),
    /// The database, where the files are named.
    #[error(transparent)]
    Rows(#[from] StoreError),
}

/// A file that is being put into the folder, under a name that nobody asks for. It gets its own once it
/// is whole and durable; one that is dropped before is gone.
pub(super) struct Putting(Box<dyn MultipartUpload>);

impl Putting {
    /// Writes what comes next.
    pub async fn write(&mut self, sealed: Vec<u8>) -> Result<(), DepotError> {
        Ok(self.0.put_part(PutPayload::from(sealed)).await?)
    }

    /// The file is whole.
    pub async fn end(mut self) -> Result<(), DepotError> {
        self.0.complete().await?;
        Ok(())
    }
}

/// What a file is called.
pub(super) fn name(id: &str) -> String {
    format!("{id}{END}")
}

impl Depot {
    /// This folder; it need not be there.
    pub fn at(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), lock: Mutex::default() }
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Begins to serve: makes the folder, and removes what has no row if no other process serves from it;
    /// says how much. Files that are being fetched have none, so whoever serves says so by the lock.
    ///
    /// # Errors
    /// What the system says.
    pub fn begin(&self, rows: &[Listed]) -> io::Result<usize> {
        DirBuilder::new().recursive(true).mode(0o700).create(&self.folder)?;
        let lock = self.folder.join(LOCK);
        let lock = File::options().create(true).truncate(false).write(true).open(lock)?;
        let alone = flock(&lock, FlockOperation::NonBlockingLockExclusive).is_ok();
        let gone = if alone { self.sweep(rows)? } else { 0 };
        flock(&lock, FlockOperation::LockShared)?;
        *self.lock.lock().unwrap_or_else(PoisonError::into_inner) = Some(lock);
        Ok(gone)
    }

    fn sweep(&self, rows: &[Listed]) -> io::Result<usize> {
        let known: HashSet<String> = rows.iter().map(|row| name(&row.id)).collect();
        let mut gone = 0;
        for found in fs::read_dir(&self.folder)? {
            let found = found?;
            let file = found.file_name();
            let file = file.to_str().unwrap_or_default();
            // Whole, or half under the store's own name: `ID.age#1`.
            let ours = file.split('#').next().is_some_and(|file| file.ends_with(END));
            if ours && !known.contains(file) {
                fs::remove_file(found.path())?;
                gone += 1;
            }
        }
        Ok(gone)
    }

    fn store(&self) -> Result<Arc<dyn ObjectStore>, DepotError> {
        Ok(Arc::new(LocalFileSystem::new_with_prefix(&self.folder)?.with_fsync(true)))
    }

    /// Begins to put a file into the folder.
    pub(super) async fn put(&self, id: &str) -> Result<Putting, DepotError> {
        Ok(Putting(self.store()?.put_multipart(&Name::from(name(id))).await?))
    }

    /// Whether a file is there.
    pub(super) async fn has(&self, id: &str) -> bool {
        match self.store() {
            Ok(store) => store.head(&Name::from(name(id))).await.is_ok(),
            Err(_) => false,
        }
    }

    /// Removes a file.
    pub(super) async fn remove(&self, id: &str) -> Result<(), DepotError> {
        Ok(self.store()?.delete(&Name::from(name(id))).await?)
    }

    /// A file's length and what it holds, as it is read; `None` if it is not there.
    ///
    /// # Errors
    /// What the system says.
    pub async fn read(
        &self,
        id: &str,
    ) -> Result<Option<(u64, BoxStream<'static, io::Result<Bytes>>)>, DepotError> {
        match self.store()?.get(&Name::from(name(id))).await {
            Ok(found) => {
                let length = found.meta.size;
                let bytes = found.into_stream().map(|piece| piece.map_err(io::Error::other));
                Ok(Some((length, bytes.boxed())))
            }
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_row_goes_unless_another_process_serves_from_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        let here = folder.path().join("data/files");
        let row = Listed { id: "aa".to_owned(), code: "RD-100".to_owned(), seq: 1, hash: vec![] };
        let rows = std::slice::from_ref(&row);
        let names = || {
            let all = fs::read_dir(&here).unwrap().map(|file| file.unwrap().file_name());
            let mut all: Vec<_> = all.map(|name| name.into_string().unwrap()).collect();
            all.sort();
            all
        };
        let (first, second) = (Depot::at(&here), Depot::at(&here));
        assert_eq!(first.begin(rows).unwrap(), 0);
        for name in ["aa.age", "bb.age", "cc.age#1", "notes.txt"] {
            fs::write(here.join(name), "x").unwrap();
        }
        assert_eq!(second.begin(rows).unwrap(), 0, "the first may be fetching these");
        assert_eq!(names().len(), 5);
        drop((first, second));
        assert_eq!(Depot::at(&here).begin(rows).unwrap(), 2);
        assert_eq!(names(), [LOCK, "aa.age", "notes.txt"]);
    }
}

//! Making a backup, and letting old ones go.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use habeas_core::domain::Timestamp;
use serde_json::Value as Json;

use super::line::{Mark, VERSION, json};
use crate::crypto::{Recipient, SealError, SealingWriter};
use crate::files::{self, Copied, Listed};
use crate::storage::{self, Store, StoreError, TABLES, Tx};

/// What lets a browser in for an hour is not revived by a backup.
const NOT_KEPT: [&str; 4] = ["links", "sessions", "codes", "deeds"];
/// Where the sealed files are, beside the backups.
pub const FILES: &str = "files";
/// So many rows are read at once.
const PAGE: i64 = 500;
/// How a backup's name begins and ends; between them is the time.
const NAME: (&str, &str) = ("habeas-", ".backup.age");
/// How the name ends before it is whole.
const HALF: &str = ".backup.part";

/// Why there is no backup.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Nobody to seal it to.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The disk.
    #[error("{path} could not be written: {kind}", path = .path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        kind: io::ErrorKind,
    },
}

/// A backup that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The file.
    pub path: PathBuf,
    /// How many rows are in it.
    pub rows: u64,
    /// Of the sealed files beside it.
    pub files: Copied,
}

/// Writes everything that the database holds at one moment into a new file of `folder`, durable
/// before it returns. A file that is there is never overwritten. Sealed files are copied beside it,
/// into `files/`, each once for all backups: they never change, and the backup has their hashes. All
/// that it needs is marked as needed at `now`.
///
/// # Errors
/// [`BackupError`]; nothing half-made is left. Where only sealed files could not be copied, the database's
/// backup is there.
pub async fn write(
    store: &Store,
    sealed_files: &Path,
    recovery: &[Recipient],
    folder: &Path,
    now: Timestamp,
) -> Result<Written, BackupError> {
    let time = now.to_string().replace(':', "-");
    let path = folder.join(format!("{}{time}{}", NAME.0, NAME.1));
    let part = folder.join(format!("{}{time}{HALF}", NAME.0));
    let failed = |error: io::Error| BackupError::Write { path: path.clone(), kind: error.kind() };
    let moved = sealed(store, recovery, &part, now).await.and_then(|written| {
        // The name holds the millisecond: one that is there is the same backup's.
        if path.exists() {
            return Err(failed(io::ErrorKind::AlreadyExists.into()));
        }
        fs::rename(&part, &path).map_err(failed)?;
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(failed)?;
        Ok(written)
    });
    let _ = fs::remove_file(&part);
    let (rows, listed) = moved?;
    // Reports come first: a folder that cannot take the files has them all the same. Copies that are
    // there are kept for this backup before anything is copied, for which there may be no room.
    let copies = folder.join(FILES);
    let kept = files::keep(&listed, &copies, now);
    let mut files = files::copy(&listed, sealed_files, Some(&copies)).map_err(failed)?;
    for file in files::damaged(&listed, sealed_files).map_err(failed)? {
        if !files.missing.contains(&file) {
            files.missing.push(file);
        }
    }
    // New files are there all the same.
    kept.map_err(failed)?;
    Ok(Written { path, rows, files })
}

async fn sealed(
    store: &Store,
    recovery: &[Recipient],
    part: &Path,
    now: Timestamp,
) -> Result<(u64, Vec<Listed>), BackupError> {
    let failed =
        |error: io::Error| BackupError::Write { path: part.to_owned(), kind: error.kind() };
    let open = || OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(part);
    // Found before anything is read: a folder that cannot be written, nobody to seal to.
    drop(SealingWriter::to(recovery, open().map_err(failed)?)?);
    let (recovery, place) = (recovery.to_vec(), part.to_owned());
    let trouble: Arc<Mutex<Option<io::Error>>> = Arc::default();
    let noted = Arc::clone(&trouble);
    let read = async move |tx: &mut Tx| {
        // The unit may run again: each run begins the file anew.
        let file = OpenOptions::new().write(true).truncate(true).open(&place);
        let written = match file {
            Ok(file) => all(tx, &recovery, file, now).await?,
            Err(error) => Err(error),
        };
        // Seen at the same moment: what is listed is what the rows name.
        let listed = files::all_in(tx).await?;
        Ok(match written {
            Ok(rows) => Some((rows, listed)),
            Err(error) => {
                *noted.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
                None
            }
        })
    };
    match store.read("backup", read).await? {
        Some(written) => Ok(written),
        None => {
            let error = trouble.lock().unwrap_or_else(PoisonError::into_inner).take();
            Err(failed(error.unwrap_or_else(|| io::ErrorKind::Other.into())))
        }
    }
}

/// Writes all tables; the inner error is the disk's.
async fn all(
    tx: &mut Tx,
    recovery: &[Recipient],
    file: File,
    now: Timestamp,
) -> storage::Result<io::Result<u64>> {
    let mut out = match SealingWriter::to(recovery, file) {
        Ok(out) => out,
        Err(error) => return Err(StoreError::unit(error)),
    };
    let mut rows = 0_u64;
    let begin =
        Mark::HabeasBackup { version: VERSION, schema: storage::SCHEMA, at: now.as_millis() };
    if let Err(error) = line(&mut out, &begin) {
        return Ok(Err(error));
    }
    for table in TABLES {
        let columns = storage::columns(tx, table).await?;
        let columns = columns.into_iter().map(|(name, _)| name).collect();
        let mut written = line(&mut out, &Mark::Table { name: table.name.to_owned(), columns });
        let pages = if NOT_KEPT.contains(&table.name) { 0..0 } else { 0..i64::MAX };
        for page in pages {
            let read = tx.fetch_all(table.page, &[PAGE.into(), (page * PAGE).into()]).await?;
            for row in &read {
                let values: Vec<Json> = row.values().map(|(_, value)| json(&value)).collect();
                written = written.and_then(|()| line(&mut out, &values));
                rows += 1;
            }
            if let Err(error) = written {
                return Ok(Err(error));
            }
            if read.len() < usize::try_from(PAGE).unwrap_or(usize::MAX) {
                break;
            }
        }
    }
    let ended = line(&mut out, &Mark::End { rows });
    let file = ended.and_then(|()| out.finish());
    Ok(file.and_then(|file| file.sync_all()).map(|()| rows))
}

fn line(out: &mut impl Write, line: &impl serde::Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    out.write_all(b"\n")
}

/// Removes the backups of this folder that are older than so many days; their names.
///
/// # Errors
/// What the system says.
pub fn expire(folder: &Path, days: i64, now: Timestamp) -> io::Result<Vec<PathBuf>> {
    let mut gone = vec![];
    for found in fs::read_dir(folder)? {
        let path = found?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let time = name.strip_prefix(NAME.0).and_then(|rest| {
            // What a run that was killed left half-made goes with those of its time.
            rest.strip_suffix(NAME.1).or_else(|| rest.strip_suffix(HALF))
        });
        let Some(at) = time.and_then(made_at) else { continue };
        if now.since(at) > days.saturating_mul(86_400_000) {
            fs::remove_file(&path)?;
            gone.push(path);
        }
    }
    gone.sort();
    Ok(gone)
}

/// The time in a backup's name, in which colons are hyphens.
fn made_at(text: &str) -> Option<Timestamp> {
    let (day, time) = text.split_once('T')?;
    format!("{day}T{}", time.replace('-', ":")).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_backups_that_are_too_old_go() {
        let folder = tempfile::tempdir().unwrap();
        let now: Timestamp = "2026-03-20T12:00:00Z".parse().unwrap();
        let names = [
            "habeas-2026-03-05T11-59-59.999Z.backup.age",
            "habeas-2026-03-04T03-00-00Z.backup.part",
            "habeas-2026-03-05T12-00-00Z.backup.age",
            "habeas-2026-03-19T03-00-00Z.backup.age",
            "habeas-2026-03-01.backup.age",
            "habeas.db",
            "somebody-2020-01-01T00-00-00Z.backup.age",
        ];
        for name in names {
            fs::write(folder.path().join(name), "x").unwrap();
        }
        let gone = expire(folder.path(), 15, now).unwrap();
        assert_eq!(gone, [folder.path().join(names[1]), folder.path().join(names[0])]);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), names.len() - 2);
    }
}

//! Reading a backup into an empty database.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use habeas_core::domain::Timestamp;
use serde_json::Value as Json;

use super::line::{Mark, VERSION, value};
use crate::crypto::{Identity, OpenStreamError, open_stream};
use crate::storage::{self, Kind, Store, StoreError, TABLES, Table, Tx, Value};

/// So many rows are put in at once.
const PORTION: usize = 500;

/// Why a backup was not read.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    /// The file cannot be read.
    #[error("cannot read {path}: {kind}", path = .path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        kind: io::ErrorKind,
    },
    /// No identity opens it.
    #[error(transparent)]
    Open(#[from] OpenStreamError),
    /// It was cut off or changed, or is none.
    #[error("line {0} of the backup is damaged: take another backup")]
    Damaged(u64),
    /// Its last line is missing, or counts other rows.
    #[error("the backup is not whole: take another one")]
    NotWhole,
    /// Another version made it.
    #[error(
        "this backup is of another version (schema {found}; this program: {here}): restore it with \
         the version that made it, then upgrade"
    )]
    OtherVersion {
        /// The backup's.
        found: i64,
        /// This program's.
        here: i64,
    },
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What was in a backup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// When it was made.
    pub at: Timestamp,
    /// Rows by table, of those that have any.
    pub rows: BTreeMap<&'static str, u64>,
}

/// The table whose rows are read, with its columns.
struct Open {
    table: &'static Table,
    kinds: Vec<Kind>,
    waiting: Vec<Vec<Value>>,
}

/// Puts a backup into a database that was just made and holds nothing. Until all of it is there
/// nothing else opens the database ([`storage::Store::open`]).
///
/// # Errors
/// [`RestoreError`]; the database then holds a part, and is to be thrown away.
pub async fn restore(
    file: &Path,
    identities: &[Identity],
    store: &Store,
) -> Result<Restored, RestoreError> {
    let failed =
        |error: io::Error| RestoreError::Read { path: file.to_owned(), kind: error.kind() };
    let stream = open_stream(BufReader::new(File::open(file).map_err(failed)?), identities)?;
    let mut lines = BufReader::new(stream).lines();
    let at = beginning(lines.next())?;
    store.run("restore-begin", async |tx: &mut Tx| storage::begin_restore(tx).await).await?;
    let (mut rows, mut all) = (BTreeMap::new(), 0_u64);
    let mut tables = BTreeSet::new();
    let mut open: Option<Open> = None;
    let mut number = 1;
    loop {
        number += 1;
        let line = match lines.next() {
            None => return Err(RestoreError::NotWhole),
            Some(line) => line.map_err(|_| RestoreError::Damaged(number))?,
        };
        if line.starts_with('[') {
            let open = open.as_mut().ok_or(RestoreError::Damaged(number))?;
            let row = row(&line, &open.kinds).ok_or(RestoreError::Damaged(number))?;
            open.waiting.push(row);
            all += 1;
            *rows.entry(open.table.name).or_default() += 1;
            if open.waiting.len() >= PORTION {
                put(store, open).await?;
            }
            continue;
        }
        if let Some(mut before) = open.take() {
            put(store, &mut before).await?;
        }
        match serde_json::from_str(&line).map_err(|_| RestoreError::Damaged(number))? {
            Mark::Table { name, columns } => {
                let begun = begin(store, &name, &columns, number).await?;
                tables.insert(begun.table.name);
                open = Some(begun);
            }
            Mark::End { rows: count } if count == all && lines.next().is_none() => {
                if tables.len() < TABLES.len() {
                    return Err(RestoreError::NotWhole);
                }
                store
                    .run("restore-end", async |tx: &mut Tx| storage::end_restore(tx).await)
                    .await?;
                return Ok(Restored { at, rows });
            }
            Mark::End { .. } => return Err(RestoreError::NotWhole),
            Mark::HabeasBackup { .. } => return Err(RestoreError::Damaged(number)),
        }
    }
}

fn beginning(first: Option<io::Result<String>>) -> Result<Timestamp, RestoreError> {
    let first = first.and_then(Result::ok).and_then(|line| serde_json::from_str(&line).ok());
    match first {
        Some(Mark::HabeasBackup { version: VERSION, schema: storage::SCHEMA, at }) => {
            Ok(Timestamp::from_millis(at))
        }
        Some(Mark::HabeasBackup { schema, .. }) => {
            Err(RestoreError::OtherVersion { found: schema, here: storage::SCHEMA })
        }
        _ => Err(RestoreError::Damaged(1)),
    }
}

/// A table begins: one of ours, with the columns that it has here.
async fn begin(
    store: &Store,
    name: &str,
    columns: &[String],
    number: u64,
) -> Result<Open, RestoreError> {
    let table = TABLES.iter().find(|table| table.name == name);
    let table = table.ok_or(RestoreError::Damaged(number))?;
    let read = async move |tx: &mut Tx| {
        let empty = tx.fetch_optional(table.count, &[]).await?.map_or(Ok(0), |row| row.i64("n"))?;
        Ok((storage::columns(tx, table).await?, empty == 0))
    };
    let (here, empty) = store.read("restore-columns", read).await?;
    if !empty {
        return Err(StoreError::AlreadyThere.into());
    }
    if !here.iter().map(|(name, _)| name).eq(columns) {
        return Err(RestoreError::Damaged(number));
    }
    Ok(Open { table, kinds: here.into_iter().map(|(_, kind)| kind).collect(), waiting: vec![] })
}

fn row(line: &str, kinds: &[Kind]) -> Option<Vec<Value>> {
    let cells: Vec<Json> = serde_json::from_str(line).ok()?;
    (cells.len() == kinds.len())
        .then(|| cells.iter().zip(kinds).map(|(json, kind)| value(json, *kind)).collect())?
}

/// Puts in what waits.
async fn put(store: &Store, open: &mut Open) -> Result<(), RestoreError> {
    let (insert, rows) = (open.table.insert, std::mem::take(&mut open.waiting));
    let put = async move |tx: &mut Tx| tx.many(insert, &rows).await.map(|_| ());
    Ok(store.run("restore-rows", put).await?)
}

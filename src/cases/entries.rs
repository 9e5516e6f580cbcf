//! Entries: appended, sealed to the case, never opened here again.

use std::collections::BTreeSet;

use habeas_core::domain::Timestamp;

use super::{Case, CaseError, renew};
use crate::crypto::{Entry, random_bytes, seal_entry};
use crate::files;
use crate::parts::Parts;
use crate::storage::{Many, Result, Row, Tx, Value};

/// Of an entry with this mark the file is in `entry_files`, if it has one.
const FILES_KNOWN: i64 = 1;

/// An entry that is sealed and not yet in the database.
#[must_use = "what is not appended is lost"]
pub struct Sealed {
    row: Vec<Value>,
    /// The row of the file that it has.
    file: Option<Vec<Value>>,
}

/// Seals one entry under the case's next number; to a new key, if somebody may not read on, or
/// nobody could read so far.
pub async fn seal(
    tx: &mut Tx,
    parts: &Parts,
    case: &mut Case,
    (kind, body): (&str, &serde_json::Value),
    now: Timestamp,
) -> Result<Sealed> {
    renew_if_due(tx, parts, case, now).await?;
    let entry = Entry { seq: case.next_seq, at: now, kind, body };
    let sealed = seal_entry(&case.recipient, &entry).map_err(CaseError::from)?;
    let file = files::file_of(body)
        .map(|file_id| files::hash(&parts.keyring, (&case.id, entry.seq), file_id));
    Ok(next(case, sealed, (None, file), now))
}

/// What this member's browser has sealed to the case's present key, under the next number. What it says
/// of itself nobody here can read: it is kept as theirs, whatever that is, and has no file.
pub fn sealed_already(case: &mut Case, sealed: Vec<u8>, by: &str, now: Timestamp) -> Sealed {
    next(case, sealed, (Some(by), None), now)
}

fn next(
    case: &mut Case,
    sealed: Vec<u8>,
    (by, file): (Option<&str>, Option<Vec<u8>>),
    now: Timestamp,
) -> Sealed {
    let (id, seq) = (random_bytes::<16>(), case.next_seq);
    case.next_seq += 1;
    let row = vec![
        id.into(),
        case.id.as_slice().into(),
        seq.into(),
        sealed.into(),
        now.into(),
        case.generation.into(),
        by.map(str::to_owned).into(),
        FILES_KNOWN.into(),
    ];
    let file = file.map(|hash| vec![case.id.as_slice().into(), seq.into(), hash.into()]);
    Sealed { row, file }
}

/// Gives the case a new key, if the next entry needs one.
pub async fn renew_if_due(
    tx: &mut Tx,
    parts: &Parts,
    case: &mut Case,
    now: Timestamp,
) -> Result<()> {
    match case.stale || case.is_unread {
        true => renew::renew(tx, parts, case, now).await,
        false => Ok(()),
    }
}

/// Appends entries. The caller saves the case, which holds the next number.
pub async fn append(tx: &mut Tx, entries: Vec<Sealed>) -> Result<()> {
    let sql = Many {
        before: "-- cases::append
        INSERT INTO entries (id, case_id, seq, sealed, at, generation, by_member, files_known)
        VALUES",
        after: "",
    };
    let (rows, files): (Vec<_>, Vec<_>) =
        entries.into_iter().map(|entry| (entry.row, entry.file)).unzip();
    tx.many(sql, &rows).await?;
    let files: Vec<_> = files.into_iter().flatten().collect();
    files::keep_of_entries(tx, &files).await
}

/// An entry as it is stored.
pub struct SealedEntry {
    /// Its number.
    pub seq: i64,
    /// When it came.
    pub at: Timestamp,
    /// The generation of the case's key that opens it.
    pub generation: i64,
    /// The member whose browser sealed it, as a note of theirs; `None`: the server did.
    pub by: Option<String>,
    /// A binary age file.
    pub sealed: Vec<u8>,
}

/// At most so many entries of a case that come after a number, in their order.
pub async fn after(
    tx: &mut Tx,
    case: &[u8],
    after: i64,
    at_most: usize,
) -> Result<Vec<SealedEntry>> {
    let sql = "-- cases::entries
        SELECT seq, at, generation, by_member, sealed FROM entries WHERE case_id = $1 AND seq > $2
        ORDER BY seq LIMIT $3";
    let at_most = i64::try_from(at_most).unwrap_or(i64::MAX);
    let rows = tx.fetch_all(sql, &[case.into(), after.into(), at_most.into()]).await?;
    let read = |row: &Row| {
        Ok(SealedEntry {
            seq: row.i64("seq")?,
            at: row.time("at")?,
            generation: row.i64("generation")?,
            by: row.opt_text("by_member")?,
            sealed: row.bytes("sealed")?,
        })
    };
    rows.iter().map(read).collect()
}

/// The ids of the members whose browsers have sealed entries of a case.
pub async fn authors(tx: &mut Tx, case: &[u8]) -> Result<BTreeSet<String>> {
    let sql = "-- cases::authors
        SELECT DISTINCT by_member FROM entries WHERE case_id = $1 AND by_member IS NOT NULL";
    tx.fetch_all(sql, &[case.into()]).await?.iter().map(|row| row.text("by_member")).collect()
}

/// How many entries a case has.
pub async fn count(tx: &mut Tx, case: &[u8]) -> Result<i64> {
    let sql = "-- cases::count_entries
        SELECT COUNT(*) AS n FROM entries WHERE case_id = $1";
    let row = tx.fetch_optional(sql, &[case.into()]).await?;
    row.map_or(Ok(0), |row| row.i64("n"))
}

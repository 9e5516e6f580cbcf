//! Entries: appended, sealed to the case, never opened here again.

use habeas_core::domain::Timestamp;

use super::{Case, CaseError, renew};
use crate::crypto::{Entry, random_bytes, seal_entry};
use crate::parts::Parts;
use crate::storage::{Many, Result, Tx, Value};

/// An entry that is sealed and not yet in the database.
#[must_use = "what is not appended is lost"]
pub struct Sealed(Vec<Value>);

/// Seals one entry under the case's next number; to a new key, if somebody may not read on, or
/// nobody could read so far.
pub async fn seal(
    tx: &mut Tx,
    parts: &Parts,
    case: &mut Case,
    (kind, body): (&str, &serde_json::Value),
    now: Timestamp,
) -> Result<Sealed> {
    if case.stale || case.is_unread {
        renew::renew(tx, parts, case, now).await?;
    }
    let seq = case.next_seq;
    let entry = Entry { seq, at: now, kind, body };
    let sealed = seal_entry(&case.recipient, &entry).map_err(CaseError::from)?;
    case.next_seq += 1;
    let id = random_bytes::<16>();
    Ok(Sealed(vec![
        id.into(),
        case.id.as_slice().into(),
        seq.into(),
        sealed.into(),
        now.into(),
        case.generation.into(),
    ]))
}

/// Appends entries. The caller saves the case, which holds the next number.
pub async fn append(tx: &mut Tx, entries: Vec<Sealed>) -> Result<()> {
    let sql = Many {
        before: "-- cases::append
        INSERT INTO entries (id, case_id, seq, sealed, at, generation) VALUES",
        after: "",
    };
    let rows: Vec<Vec<Value>> = entries.into_iter().map(|entry| entry.0).collect();
    tx.many(sql, &rows).await?;
    Ok(())
}

//! Entries: appended, sealed to the case, never opened here again.

use habeas_core::domain::Timestamp;

use super::{Case, CaseError};
use crate::crypto::{Entry, random_bytes, seal_entry};
use crate::storage::{Result, Tx};

/// Seals one entry and appends it. The caller saves the case, which holds the next number.
pub async fn append(
    tx: &mut Tx,
    case: &mut Case,
    kind: &str,
    body: &serde_json::Value,
    now: Timestamp,
) -> Result<()> {
    let seq = case.next_seq;
    let entry = Entry { seq, at: now, kind, body };
    let sealed = seal_entry(&case.recipient, &entry).map_err(CaseError::from)?;
    let sql = "-- cases::append
        INSERT INTO entries (id, case_id, seq, sealed, at) VALUES ($1, $2, $3, $4, $5)";
    let id = random_bytes::<16>();
    let args = [id.into(), case.id.as_slice().into(), seq.into(), sealed.into(), now.into()];
    tx.execute(sql, &args).await?;
    case.next_seq += 1;
    Ok(())
}

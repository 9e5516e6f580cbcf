//! Writing a record.

use data_encoding::HEXLOWER;
use habeas_core::audit::Record;
use habeas_core::domain::Timestamp;
use serde::Serialize;

use super::{By, Event};
use crate::crypto::{Column, Keyring, Lookup, random_bytes};
use crate::parts::Parts;
use crate::storage::{Result, StoreError, Tx, Value};

/// What is sealed with a record.
#[derive(Serialize)]
struct Payload<'a> {
    v: u32,
    by: &'a str,
    case: Option<&'a str>,
    member: Option<&'a str>,
    detail: Option<&'a str>,
    /// Random, so that a payload that is gone cannot be guessed from its keyed hash.
    salt: String,
}

/// Records an event, in the transaction of what happened.
pub async fn record(tx: &mut Tx, parts: &Parts, event: Event<'_>, now: Timestamp) -> Result<()> {
    append(tx, Some(&parts.keyring), event, now).await
}

/// Records an event. Without a keyring the record says what happened and when, and no more.
///
/// Two processes that append at once meet at the number, and one is run again. What stands in the
/// table keeps nobody from acting: if no record fits behind it, that is an alarm and no error.
pub async fn append(
    tx: &mut Tx,
    keyring: Option<&Keyring>,
    event: Event<'_>,
    now: Timestamp,
) -> Result<()> {
    let payload = match keyring {
        Some(keyring) => Some((keyring, payload(event)?)),
        None => None,
    };
    let commitment = payload.as_ref().map(|(k, plain)| k.lookup(Lookup::Audit, plain));
    let last = last(tx).await?;
    let record = Record::after(last, now, event.kind.as_str(), commitment.unwrap_or_default());
    let sealed = payload.map(|(keyring, plain)| {
        keyring.seal(Column::AuditPayload, &record.seq.to_be_bytes(), &plain)
    });
    let sql = "-- audit::append
        INSERT INTO audit (seq, at, kind, previous, commitment, hash, sealed_payload)
        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING";
    let args: [Value; 7] = [
        record.seq.into(),
        record.at.into(),
        record.kind.into(),
        record.previous.into(),
        record.commitment.into(),
        record.hash.into(),
        sealed.into(),
    ];
    if tx.execute(sql, &args).await? == 0 {
        tracing::error!("the audit was changed and takes no record: run habeas audit verify");
    }
    Ok(())
}

fn payload(event: Event<'_>) -> Result<Vec<u8>> {
    let by = match event.by {
        By::Operator => "operator",
        By::Member(id) => id,
    };
    let Event { case, member, detail, .. } = event;
    let salt = HEXLOWER.encode(&random_bytes::<16>());
    let payload = Payload { v: 1, by, case, member, detail, salt };
    serde_json::to_vec(&payload).map_err(StoreError::unit)
}

/// The number and the hash of the last record.
pub(super) async fn last(tx: &mut Tx) -> Result<Option<(i64, Vec<u8>)>> {
    let sql = "-- audit::last
        SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1";
    let row = tx.fetch_optional(sql, &[]).await?;
    row.map(|row| Ok((row.i64("seq")?, row.bytes("hash")?))).transpose()
}

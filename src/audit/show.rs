//! The records, for somebody to read.

use habeas_core::domain::Timestamp;
use serde::Deserialize;

use super::Kind;
use crate::crypto::{Column, Keyring};
use crate::storage::{Result, Row, Store, Tx};

/// So many records are read at once.
const PAGE: i64 = 500;

/// What is sealed with a record.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Payload {
    /// `operator`, or the member's id.
    pub by: String,
    /// The case's code.
    pub case: Option<String>,
    /// The other member's id.
    pub member: Option<String>,
    /// More, in a code.
    pub detail: Option<String>,
}

/// What can be seen of a record's payload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    /// It opens.
    Open(Payload),
    /// There is no keyring to open it with.
    Sealed,
    /// It does not open, or is of another version.
    Unreadable,
    /// It was erased, or never there.
    Gone,
}

/// A record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Its number.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// What: a word of [`super::Kind`].
    pub kind: String,
    /// By whom and about what.
    pub payload: Seen,
}

/// All records since a moment, oldest first. Nothing is checked: that is for [`super::verify`].
pub async fn records(
    store: &Store,
    keyring: Option<Keyring>,
    since: Option<Timestamp>,
) -> Result<Vec<Shown>> {
    let read = async move |tx: &mut Tx| {
        let since = since.unwrap_or(Timestamp::from_millis(i64::MIN));
        let (mut shown, mut after) = (vec![], i64::MIN);
        loop {
            let sql = "-- audit::since
                SELECT seq, at, kind, sealed_payload FROM audit
                WHERE seq > $1 AND at >= $2 ORDER BY seq LIMIT $3";
            let rows = tx.fetch_all(sql, &[after.into(), since.into(), PAGE.into()]).await?;
            for row in &rows {
                let record = show(keyring.as_ref(), row)?;
                after = record.seq;
                shown.push(record);
            }
            if rows.is_empty() {
                return Ok(shown);
            }
        }
    };
    store.read("audit-show", read).await
}

/// When this was done to the case with this code since a moment, and by whom, oldest first; as far as
/// the records' payloads are there and open.
pub async fn of_case(
    tx: &mut Tx,
    keyring: &Keyring,
    (kind, code): (Kind, &str),
    since: Timestamp,
) -> Result<Vec<(Timestamp, Payload)>> {
    let sql = "-- audit::of_case
        SELECT seq, at, kind, sealed_payload FROM audit WHERE at >= $1 AND kind = $2 ORDER BY seq";
    let mut found = vec![];
    for row in tx.fetch_all(sql, &[since.into(), kind.as_str().into()]).await? {
        let record = show(Some(keyring), &row)?;
        if let Seen::Open(payload) = record.payload
            && payload.case.as_deref() == Some(code)
        {
            found.push((record.at, payload));
        }
    }
    Ok(found)
}

fn show(keyring: Option<&Keyring>, row: &Row) -> Result<Shown> {
    let seq = row.i64("seq")?;
    let payload = match (row.opt_bytes("sealed_payload")?, keyring) {
        (None, _) => Seen::Gone,
        (Some(_), None) => Seen::Sealed,
        (Some(sealed), Some(keyring)) => {
            let plain = keyring.open(Column::AuditPayload, &seq.to_be_bytes(), &sealed).ok();
            let read = plain.and_then(|plain| serde_json::from_slice(&plain).ok());
            read.map_or(Seen::Unreadable, Seen::Open)
        }
    };
    Ok(Shown { seq, at: row.time("at")?, kind: row.text("kind")?, payload })
}

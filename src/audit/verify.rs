//! Checking the chain, and the payloads that are still there.

use habeas_core::audit::{Chain, Fault, Head, Record};
use habeas_core::domain::Timestamp;

use crate::crypto::{Column, Keyring, Lookup};
use crate::storage::{Row, Store, StoreError, Tx};

/// So many records are read at once.
const PAGE: i64 = 500;

/// Why the audit is not to be trusted, or could not be checked.
#[derive(Debug, thiserror::Error)]
pub enum AuditError {
    /// The chain does not hold.
    #[error("{0}")]
    Broken(Fault),
    /// A payload does not open, or is not the one that was recorded.
    #[error("the payload of record {0} was changed")]
    Payload(i64),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What was found of the payloads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Payloads {
    /// So many are those that were recorded.
    pub right: i64,
    /// So many are gone, or were never there.
    pub gone: i64,
}

/// A chain that holds.
#[derive(Clone, Debug)]
pub struct Verified {
    /// How many records it has.
    pub records: i64,
    /// The last one's head.
    pub head: Head,
    /// The record, and its time, whose head was asked for.
    pub found: Option<(i64, Timestamp)>,
    /// What was found of the payloads; nothing without a keyring.
    pub payloads: Option<Payloads>,
}

/// Checks the whole audit, on one consistent view: the chain, with a keyring also each payload that
/// is there, and whether `head` is in it.
///
/// # Errors
/// The first record at which it does not hold.
pub async fn verify(
    store: &Store,
    keyring: Option<Keyring>,
    head: Option<Head>,
) -> Result<Verified, AuditError> {
    let walk = async move |tx: &mut Tx| Ok(walk(tx, keyring.as_ref(), head.as_ref()).await);
    store.read("audit-verify", walk).await?
}

async fn walk(
    tx: &mut Tx,
    keyring: Option<&Keyring>,
    head: Option<&Head>,
) -> Result<Verified, AuditError> {
    let mut chain = Chain::default();
    let (mut found, mut payloads) = (None, Payloads::default());
    let mut after = i64::MIN;
    loop {
        let sql = "-- audit::page
            SELECT * FROM audit WHERE seq > $1 ORDER BY seq LIMIT $2";
        let rows = tx.fetch_all(sql, &[after.into(), PAGE.into()]).await?;
        for row in &rows {
            let record = read(row)?;
            chain.read(&record).map_err(AuditError::Broken)?;
            if head.is_some_and(|head| *head == chain.head()) {
                found = Some((record.seq, record.at));
            }
            if let Some(keyring) = keyring {
                check_payload(keyring, row, &record, &mut payloads)?;
            }
            after = record.seq;
        }
        if rows.is_empty() {
            break;
        }
    }
    let payloads = keyring.map(|_| payloads);
    Ok(Verified { records: chain.records(), head: chain.head(), found, payloads })
}

fn read(row: &Row) -> Result<Record, StoreError> {
    Ok(Record {
        seq: row.i64("seq")?,
        at: row.time("at")?,
        kind: row.text("kind")?,
        previous: row.bytes("previous")?,
        commitment: row.bytes("commitment")?,
        hash: row.bytes("hash")?,
    })
}

fn check_payload(
    keyring: &Keyring,
    row: &Row,
    record: &Record,
    payloads: &mut Payloads,
) -> Result<(), AuditError> {
    let Some(sealed) = row.opt_bytes("sealed_payload")? else {
        payloads.gone += 1;
        return Ok(());
    };
    let plain = keyring.open(Column::AuditPayload, &record.seq.to_be_bytes(), &sealed);
    let plain = plain.map_err(|_| AuditError::Payload(record.seq))?;
    if !keyring.lookups(Lookup::Audit, &plain).contains(&record.commitment) {
        return Err(AuditError::Payload(record.seq));
    }
    payloads.right += 1;
    Ok(())
}

//! Receipts: eighty random bits; only a keyed hash is stored.

use habeas_core::codec::receipt;

use crate::crypto::{Lookup, random_bytes};
use crate::parts::Parts;
use crate::storage::{Result, Tx};

/// Makes a new receipt for a case and returns it as shown; the old one is worth nothing from
/// here on.
pub async fn renew(tx: &mut Tx, parts: &Parts, case: &[u8]) -> Result<String> {
    let secret = random_bytes::<10>();
    let hash = parts.keyring.lookup(Lookup::Receipt, &secret);
    let sql = "-- cases::renew_receipt
        UPDATE cases SET receipt_hash = $2 WHERE id = $1";
    tx.execute(sql, &[case.into(), hash.into()]).await?;
    Ok(receipt::show(secret))
}

/// The open case to which a receipt belongs.
pub async fn of_receipt(tx: &mut Tx, parts: &Parts, secret: &[u8; 10]) -> Result<Option<Vec<u8>>> {
    let sql = "-- cases::of_receipt
        SELECT id FROM cases WHERE receipt_hash = $1 AND stage <> 'closed'";
    let hash = parts.keyring.lookup(Lookup::Receipt, secret);
    let row = tx.fetch_optional(sql, &[hash.into()]).await?;
    row.map(|row| row.bytes("id")).transpose()
}

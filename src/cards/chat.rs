//! Chats as they stand in encrypted columns: eight bytes, big-endian.

use crate::crypto::Column;
use crate::parts::Parts;
use crate::storage::{Result, Row, StoreError};

/// A column of chats that does not open.
#[derive(Debug, thiserror::Error)]
#[error("table {table}, column {column}: not readable with this keyring")]
struct Unreadable {
    table: &'static str,
    column: &'static str,
}

/// Opens the chat in a column of a row.
pub fn open(
    parts: &Parts,
    column: Column,
    id: &[u8],
    row: &Row,
    name: &'static str,
) -> Result<i64> {
    let broken = || StoreError::unit(Unreadable { table: column.table(), column: column.column() });
    let plain = parts.keyring.open(column, id, &row.bytes(name)?).map_err(|_| broken())?;
    let bytes: [u8; 8] = plain.as_slice().try_into().map_err(|_| broken())?;
    Ok(i64::from_be_bytes(bytes))
}

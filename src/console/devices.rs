//! A member's keys as their browser wrapped them. The server cannot unwrap them: 90 bits are before
//! it (docs/KEYS.md).

use data_encoding::{BASE64, HEXLOWER};
use habeas_core::domain::Timestamp;
use serde::Serialize;

use crate::crypto::{Column, random_bytes};
use crate::parts::Parts;
use crate::storage::{Result, StoreError, Tx, Value};

/// Longest wrapped copy, in bytes.
pub(super) const LONGEST: usize = 4096;

/// By what a copy is wrapped. Words alone, for now.
pub(super) const WORDS: &str = "words";

/// One wrapped copy.
#[derive(Serialize)]
pub(super) struct Device {
    /// Its id.
    pub id: String,
    /// [`WORDS`].
    pub kind: String,
    /// When it was made, in milliseconds since 1970.
    pub added_at: i64,
    /// The age file, in Base64.
    pub wrapped: String,
}

/// A wrapped copy that cannot be read with this keyring.
#[derive(Debug, thiserror::Error)]
#[error("table devices, column sealed_wrapped: not readable with this keyring")]
struct Unreadable;

/// Those that are good.
pub(super) async fn of(tx: &mut Tx, parts: &Parts, member: &str) -> Result<Vec<Device>> {
    let sql = "-- devices::of
        SELECT id, kind, sealed_wrapped, added_at FROM devices
        WHERE member_id = $1 AND revoked_at IS NULL ORDER BY added_at, id";
    let mut all = vec![];
    for row in tx.fetch_all(sql, &[member.into()]).await? {
        let id = row.text("id")?;
        let sealed = row.bytes("sealed_wrapped")?;
        let wrapped = parts.keyring.open(Column::DevicesWrapped, id.as_bytes(), &sealed);
        let wrapped = BASE64.encode(&wrapped.map_err(|_| StoreError::unit(Unreadable))?);
        let (kind, added_at) = (row.text("kind")?, row.time("added_at")?.as_millis());
        all.push(Device { id, kind, added_at, wrapped });
    }
    Ok(all)
}

/// Keeps a copy of new keys; those of the keys before were revoked with them.
///
/// # Errors
/// What the database says.
pub async fn add(
    tx: &mut Tx,
    parts: &Parts,
    member: &str,
    wrapped: &[u8],
    now: Timestamp,
) -> Result<()> {
    let id = format!("d-{}", HEXLOWER.encode(&random_bytes::<8>()));
    let sealed = parts.keyring.seal(Column::DevicesWrapped, id.as_bytes(), wrapped);
    let sql = "-- devices::add
        INSERT INTO devices (id, member_id, kind, sealed_wrapped, added_at)
        VALUES ($1, $2, $3, $4, $5)";
    let args: [Value; 5] = [id.into(), member.into(), WORDS.into(), sealed.into(), now.into()];
    tx.execute(sql, &args).await.map(|_| ())
}

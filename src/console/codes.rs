//! The server's half of what a six-digit code opens in one browser. The browser has the other half,
//! a key that no script takes out of it; neither tells the code alone (docs/KEYS.md).

use data_encoding::HEXLOWER;
use habeas_core::domain::Timestamp;

use super::links::hash;
use crate::crypto::{Column, random_bytes};
use crate::parts::Parts;
use crate::storage::{Result, StoreError, Tx, Value};

/// A code is good so long, in seconds: a shift.
const SHIFT_S: i64 = 12 * 3600;
/// So many wrong proofs, one after the other, end it.
const TRIES: i64 = 5;
/// So many a member has at most, one in each browser.
const MOST: i64 = 5;

/// A share, as it is given out.
pub(super) type Share = [u8; 32];

/// A code that was set.
pub(super) struct Code {
    /// By which the browser names it.
    pub id: String,
    /// What the browser needs to lock, now and never kept there.
    pub share: Share,
    /// When it ends.
    pub ends_at: Timestamp,
}

/// A share that cannot be read with this keyring.
#[derive(Debug, thiserror::Error)]
#[error("table codes, column sealed_share: not readable with this keyring")]
struct Unreadable;

/// Sets one; the member's oldest go where there are too many.
pub(super) async fn set(
    tx: &mut Tx,
    parts: &Parts,
    member: &str,
    proof_hash: &[u8; 32],
    now: Timestamp,
) -> Result<Code> {
    forget_old(tx, now).await?;
    let (id, share) = (format!("c-{}", HEXLOWER.encode(&random_bytes::<16>())), random_bytes());
    let ends_at = now.plus_s(SHIFT_S);
    let sealed = parts.keyring.seal(Column::CodesShare, id.as_bytes(), &share);
    let sql = "-- codes::set
        INSERT INTO codes (id, member_id, proof_hash, sealed_share, tries, ends_at)
        VALUES ($1, $2, $3, $4, 0, $5)";
    let args: [Value; 5] = [
        id.as_str().into(),
        member.into(),
        proof_hash.as_slice().into(),
        sealed.into(),
        ends_at.into(),
    ];
    tx.execute(sql, &args).await?;
    let sql = "-- codes::make_room
        DELETE FROM codes WHERE member_id = $1 AND id NOT IN (
            SELECT id FROM codes WHERE member_id = $1 ORDER BY ends_at DESC, id LIMIT $2)";
    tx.execute(sql, &[member.into(), MOST.into()]).await?;
    Ok(Code { id, share, ends_at })
}

/// The share, for the right proof; a wrong one is counted, and the last deletes the share. `None`
/// for whatever is wrong.
pub(super) async fn open(
    tx: &mut Tx,
    parts: &Parts,
    (id, member): (&str, &str),
    proof: &[u8; 32],
    now: Timestamp,
) -> Result<Option<Share>> {
    let sql = "-- codes::open
        UPDATE codes SET tries = tries + 1 WHERE id = $1 AND member_id = $2 AND ends_at > $3
        RETURNING proof_hash, sealed_share, tries";
    let args: [Value; 3] = [id.into(), member.into(), now.into()];
    let Some(row) = tx.fetch_optional(sql, &args).await? else { return Ok(None) };
    if row.bytes("proof_hash")? == hash(proof) {
        let sealed = row.bytes("sealed_share")?;
        let share = parts.keyring.open(Column::CodesShare, id.as_bytes(), &sealed);
        let share = share.ok().and_then(|share| share[..].try_into().ok());
        let share = share.ok_or_else(|| StoreError::unit(Unreadable))?;
        let sql = "-- codes::count_anew
            UPDATE codes SET tries = 0 WHERE id = $1";
        tx.execute(sql, &[id.into()]).await?;
        return Ok(Some(share));
    }
    if row.i64("tries")? >= TRIES {
        forget(tx, id, member).await?;
    }
    Ok(None)
}

/// Forgets one of a member's.
pub(super) async fn forget(tx: &mut Tx, id: &str, member: &str) -> Result<()> {
    let sql = "-- codes::forget
        DELETE FROM codes WHERE id = $1 AND member_id = $2";
    tx.execute(sql, &[id.into(), member.into()]).await.map(|_| ())
}

/// Forgets all of a member's, in whatever browser.
pub(super) async fn forget_all(tx: &mut Tx, member: &str) -> Result<()> {
    let sql = "-- codes::forget_all
        DELETE FROM codes WHERE member_id = $1";
    tx.execute(sql, &[member.into()]).await.map(|_| ())
}

/// Forgets those whose shift is over.
///
/// # Errors
/// What the database says.
pub async fn forget_old(tx: &mut Tx, now: Timestamp) -> Result<()> {
    let sql = "-- codes::forget_old
        DELETE FROM codes WHERE ends_at <= $1";
    tx.execute(sql, &[now.into()]).await.map(|_| ())
}

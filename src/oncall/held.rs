//! What a member holds: the keys that are theirs, and what their browser came in by.

use habeas_core::domain::Timestamp;
use habeas_core::members::Key;

use super::members::{self, Member};
use crate::audit::{self, By, Event, Kind};
use crate::parts::Parts;
use crate::storage::{Result, Tx};

/// Gives a member an age recipient, or another one: cases that open from now on are sealed to it.
/// `None` if there is no active member with this id.
pub async fn set_recipient(
    tx: &mut Tx,
    parts: &Parts,
    id: &str,
    (recipient, signing_key): (&str, Option<Key>),
    by: By<'_>,
    now: Timestamp,
) -> Result<Option<Member>> {
    // Whoever has the key that was lost may not read on.
    let sql = "-- members::had_recipient
        SELECT id FROM members WHERE id = $1 AND recipient <> $2";
    if tx.fetch_optional(sql, &[id.into(), recipient.into()]).await?.is_some() {
        crate::cases::all_stale(tx).await?;
    }
    let sql = "-- members::set_recipient
        UPDATE members SET recipient = $2, signing_key = $3 WHERE id = $1 AND revoked_at IS NULL";
    let signing_key = signing_key.map(|key| key.0.to_vec());
    if tx.execute(sql, &[id.into(), recipient.into(), signing_key.into()]).await? == 0 {
        return Ok(None);
    }
    forget_browsers(tx, id).await?;
    let event = Event::new(Kind::Added, by).member(id).detail("recipient");
    audit::record(tx, parts, event, now).await?;
    members::by_id(tx, parts, id).await
}

/// What a member's browser came in by, or held, is worth nothing more: links, sessions, codes,
/// copies of keys.
pub(super) async fn forget_browsers(tx: &mut Tx, id: &str) -> Result<()> {
    let sql = "-- members::forget_links
        DELETE FROM links WHERE member_id = $1";
    tx.execute(sql, &[id.into()]).await?;
    let sql = "-- members::forget_sessions
        DELETE FROM sessions WHERE member_id = $1";
    tx.execute(sql, &[id.into()]).await?;
    let sql = "-- members::forget_codes
        DELETE FROM codes WHERE member_id = $1";
    tx.execute(sql, &[id.into()]).await?;
    let sql = "-- members::forget_copies
        DELETE FROM devices WHERE member_id = $1";
    tx.execute(sql, &[id.into()]).await.map(|_| ())
}

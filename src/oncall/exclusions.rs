//! Who may not read a case, nor be called for it: somebody whom it concerns, or who asked for it.

use habeas_core::domain::Timestamp;

use super::members::{self, Member};
use super::{leaving, steps};
use crate::audit::{self, By, Event, Kind};
use crate::cards::{self, Subject};
use crate::cases::{self, Case};
use crate::crypto::Lookup;
use crate::parts::Parts;
use crate::storage::{Result, Tx};

/// The ids of those who are excluded from a case.
pub async fn of(tx: &mut Tx, case: &[u8]) -> Result<Vec<String>> {
    let sql = "-- exclusions::of
        SELECT member_id FROM exclusions WHERE case_id = $1 ORDER BY member_id";
    let rows = tx.fetch_all(sql, &[case.into()]).await?;
    rows.iter().map(|row| row.text("member_id")).collect()
}

/// Whether whoever has this chat is excluded from a case.
pub async fn is_chat(tx: &mut Tx, parts: &Parts, case: &[u8], chat: i64) -> Result<bool> {
    let sql = "-- exclusions::is_chat
        SELECT e.member_id FROM exclusions e JOIN members m ON m.id = e.member_id
        WHERE e.case_id = $1 AND m.telegram_hash = $2 AND m.revoked_at IS NULL LIMIT 1";
    let hash = parts.keyring.lookup(Lookup::Telegram, &chat.to_be_bytes());
    Ok(tx.fetch_optional(sql, &[case.into(), hash.into()]).await?.is_some())
}

/// Whether anybody who may be called for a case can be reached.
pub async fn somebody_is_left(tx: &mut Tx, case: &[u8]) -> Result<bool> {
    let sql = "-- exclusions::somebody_is_left
        SELECT m.id FROM members m WHERE m.revoked_at IS NULL AND m.off_since IS NULL
        AND m.started_at IS NOT NULL AND NOT EXISTS (SELECT e.member_id FROM exclusions e
            WHERE e.case_id = $1 AND e.member_id = m.id) LIMIT 1";
    Ok(tx.fetch_optional(sql, &[case.into()]).await?.is_some())
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exclusion {
    /// From here on it is so.
    Done,
    /// It was so already.
    Already,
    /// Nobody would be left to be called for the case.
    NobodyLeft,
}

/// Excludes a member from a case: if they had it, it is called anew; their page of it moves on to
/// others; what comes next is sealed to a key that they do not get.
pub async fn exclude(
    tx: &mut Tx,
    parts: &Parts,
    case: &Case,
    who: &Member,
    by: By<'_>,
    now: Timestamp,
) -> Result<Exclusion> {
    let excluded = of(tx, &case.id).await?;
    let is_left = |m: &Member| m.is_reachable() && m.id != who.id && !excluded.contains(&m.id);
    if !members::active(tx, parts).await?.iter().any(is_left) {
        return Ok(Exclusion::NobodyLeft);
    }
    let sql = "-- exclusions::exclude
        INSERT INTO exclusions (case_id, member_id, at) VALUES ($1, $2, $3)
        ON CONFLICT (case_id, member_id) DO NOTHING";
    let args = [case.id.as_slice().into(), who.id.as_str().into(), now.into()];
    if tx.execute(sql, &args).await? == 0 {
        return Ok(Exclusion::Already);
    }
    cases::stale(tx, &case.id).await?;
    leaving::give_back_one(tx, parts, &who.id, &case.id, now).await?;
    steps::member_left_case(tx, parts, &who.id, &case.id, now).await?;
    cards::withdraw(tx, parts, who.telegram_id, &Subject::Page(case.id.clone())).await?;
    let event = Event::new(Kind::Excluded, by);
    changed(tx, parts, event, (case, who), now).await
}

/// Takes it back: from here on they are called again, and the keys are sealed to them.
pub async fn admit(
    tx: &mut Tx,
    parts: &Parts,
    case: &Case,
    who: &Member,
    by: By<'_>,
    now: Timestamp,
) -> Result<Exclusion> {
    let sql = "-- exclusions::admit
        DELETE FROM exclusions WHERE case_id = $1 AND member_id = $2";
    let args = [case.id.as_slice().into(), who.id.as_str().into()];
    if tx.execute(sql, &args).await? == 0 {
        return Ok(Exclusion::Already);
    }
    let event = Event::new(Kind::Excluded, by).detail("admitted");
    changed(tx, parts, event, (case, who), now).await
}

/// It is recorded, and a ladder that has ended, and called nobody else, begins again.
async fn changed<'e>(
    tx: &mut Tx,
    parts: &Parts,
    event: Event<'e>,
    (case, who): (&'e Case, &'e Member),
    now: Timestamp,
) -> Result<Exclusion> {
    audit::record(tx, parts, event.case(case.code.as_str()).member(&who.id), now).await?;
    steps::somebody_is_there(tx, now).await?;
    Ok(Exclusion::Done)
}

//! Takings that coordinators should know of: too quick to have been read, or more than one person
//! can work on. Nothing is refused.

use habeas_core::domain::{Phrase, Role, Timestamp};

use super::alerts::Alert;
use super::members::{self, Member};
use crate::cards;
use crate::parts::Parts;
use crate::storage::{Result, Tx};

/// Nobody has read a page in so many milliseconds.
const QUICK_MS: i64 = 3000;
/// So many quick takings in a row are shown.
const QUICK_IN_A_ROW: i64 = 2;
/// More critical cases than these, without anything done, are shown.
const UNWORKED: i64 = 3;

/// Looks at a taking that has just been made.
pub(super) async fn look(
    tx: &mut Tx,
    parts: &Parts,
    alert: Option<&Alert>,
    member: &Member,
    now: Timestamp,
) -> Result<()> {
    if quick_in_a_row(tx, alert, member, now).await? >= QUICK_IN_A_ROW {
        tell(tx, parts, member, "notable-quick").await?;
    }
    if unworked(tx, member).await? > UNWORKED {
        tell(tx, parts, member, "notable-many").await?;
    }
    Ok(())
}

async fn quick_in_a_row(
    tx: &mut Tx,
    alert: Option<&Alert>,
    member: &Member,
    now: Timestamp,
) -> Result<i64> {
    let Some(alert) = alert else { return Ok(0) };
    let sql = "-- notable::paged_at
        SELECT at FROM pages WHERE alert_id = $1 AND member_id = $2";
    let key = [alert.id.as_slice().into(), member.id.as_str().into()];
    let row = tx.fetch_optional(sql, &key).await?;
    let paged_at = row.map_or(Ok(None), |row| row.opt_time("at"))?;
    let quick = paged_at.is_some_and(|at| now.since(at) < QUICK_MS);
    let sql = "-- notable::count
        UPDATE members SET quick_takes = CASE WHEN $2 = 1 THEN quick_takes + 1 ELSE 0 END
        WHERE id = $1 RETURNING quick_takes";
    let row = tx.fetch_optional(sql, &[member.id.as_str().into(), i64::from(quick).into()]).await?;
    row.map_or(Ok(0), |row| row.i64("quick_takes"))
}

/// How many critical cases a member has on which they have done nothing yet.
async fn unworked(tx: &mut Tx, member: &Member) -> Result<i64> {
    let sql = "-- notable::unworked
        SELECT COUNT(*) AS n FROM promises p WHERE p.member_id = $1 AND NOT EXISTS (
            SELECT a.id FROM actions a WHERE a.case_id = p.case_id AND a.member_id = $1
            AND a.kind IN ('on-my-way', 'reached', 'filed'))";
    let row = tx.fetch_optional(sql, &[member.id.as_str().into()]).await?;
    row.map_or(Ok(0), |row| row.i64("n"))
}

async fn tell(tx: &mut Tx, parts: &Parts, member: &Member, key: &str) -> Result<()> {
    for other in members::active(tx, parts).await? {
        if other.role != Role::Coordinator || other.id == member.id {
            continue;
        }
        let name = member.name.as_str();
        let lines = vec![Phrase::new("notable-head"), Phrase::new(key).text("name", name)];
        cards::notice(tx, parts, other.telegram_id, other.language, lines).await?;
    }
    Ok(())
}

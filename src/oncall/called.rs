//! The calls that there were for a case, for its timeline.

use std::collections::BTreeMap;

use habeas_core::domain::{Level, Timestamp};

use super::alerts::{Why, read};
use crate::storage::{Result, Row, Tx};

/// A call: why, and who was called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Called {
    /// What it was opened for.
    pub why: Why,
    /// The level that it was opened with.
    pub level: Level,
    /// No step of it makes a sound.
    pub quiet: bool,
    /// Coordinators look at it first.
    pub held: bool,
    /// When it was opened.
    pub at: Timestamp,
    /// Members who were called, by id; whoever was called last comes last.
    pub members: Vec<String>,
    /// When one of them was called last.
    pub last_at: Timestamp,
    /// When it was over, where nobody took the case by it.
    pub ended_at: Option<Timestamp>,
}

/// All calls for a case, the oldest first. One that cannot be read hides no other.
///
/// # Errors
/// What the database says.
pub async fn calls(tx: &mut Tx, case: &[u8]) -> Result<Vec<Called>> {
    let sql = "-- oncall::pages_of_case
        SELECT p.alert_id, p.member_id, p.at FROM pages p JOIN alerts a ON a.id = p.alert_id
        WHERE a.case_id = $1 AND p.rung > 0 ORDER BY p.at, p.member_id";
    let mut pages: BTreeMap<Vec<u8>, Vec<(String, Timestamp)>> = BTreeMap::new();
    for row in tx.fetch_all(sql, &[case.into()]).await? {
        let page = (row.text("member_id")?, row.time("at")?);
        pages.entry(row.bytes("alert_id")?).or_default().push(page);
    }
    let sql = "-- oncall::calls
        SELECT * FROM alerts WHERE case_id = $1 ORDER BY opened_at, id";
    let rows = tx.fetch_all(sql, &[case.into()]).await?;
    Ok(rows.iter().filter_map(|row| called(row, &mut pages).ok()).collect())
}

fn called(row: &Row, pages: &mut BTreeMap<Vec<u8>, Vec<(String, Timestamp)>>) -> Result<Called> {
    let alert = read(row)?;
    let pages = pages.remove(&alert.id).unwrap_or_default();
    let nobody_took_it = row.opt_text("taken_by")?.is_none();
    Ok(Called {
        why: alert.why,
        level: row.parse("level")?,
        quiet: alert.policy.is_quiet(),
        held: alert.held,
        at: alert.opened_at,
        last_at: pages.last().map_or(alert.opened_at, |(_, at)| *at),
        members: pages.into_iter().map(|(member, _)| member).collect(),
        ended_at: row.opt_time("closed_at")?.filter(|_| nobody_took_it),
    })
}

//! Cases for which nobody who may be called can be reached, because others are excluded from them.

use std::collections::BTreeMap;

use habeas_core::domain::{Level, Phrase, Role, Timestamp};
use habeas_core::oncall::ladder::Policy;

use super::alerts::untaken;
use super::exclusions;
use super::members::{self, Member};
use crate::cards::{self, Lane, Notice};
use crate::parts::Parts;
use crate::storage::{Result, Tx, Wake};

/// Where no step of the ladder makes a sound, it is said again after so many seconds.
const QUIET_S: i64 = 3600;

/// A case that is not closed, and from which somebody is excluded.
struct Case {
    id: Vec<u8>,
    level: Level,
    excluded: Vec<String>,
}

/// The codes of these cases.
pub async fn codes(tx: &mut Tx, parts: &Parts) -> Result<Vec<String>> {
    Ok(all(tx, parts).await?.into_keys().collect())
}

/// All of them by code; each with who is excluded from it.
async fn all(tx: &mut Tx, parts: &Parts) -> Result<BTreeMap<String, Case>> {
    let sql = "-- stranded::all
        SELECT c.id, c.code, c.level, e.member_id FROM exclusions e
        JOIN cases c ON c.id = e.case_id WHERE c.stage <> 'closed'";
    let mut cases: BTreeMap<String, Case> = BTreeMap::new();
    for row in tx.fetch_all(sql, &[]).await? {
        let case = Case { id: row.bytes("id")?, level: row.parse("level")?, excluded: vec![] };
        let case = cases.entry(row.text("code")?).or_insert(case);
        case.excluded.push(row.text("member_id")?);
    }
    let mut there = members::active(tx, parts).await?;
    there.retain(Member::is_reachable);
    cases.retain(|_, case| !there.iter().any(|member| !case.excluded.contains(&member.id)));
    Ok(cases)
}

/// Somebody cannot be called any more: where that leaves nobody, the ladder runs now, and says so.
/// Where none runs, it is said at once.
pub(super) async fn look(tx: &mut Tx, parts: &Parts, now: Timestamp) -> Result<()> {
    for case in all(tx, parts).await?.into_values() {
        let Some(alert) = untaken(tx, &case.id).await? else {
            tell(tx, parts, &case.id, case.level != Level::Critical, None).await?;
            continue;
        };
        let sql = "-- stranded::look
            UPDATE alerts SET due_at = $2 WHERE id = $1 AND due_at > $2";
        tx.execute(sql, &[alert.id.as_slice().into(), now.into()]).await?;
        tx.wake(Wake::Ladder);
    }
    Ok(())
}

/// The ladder has nobody to call for a case: those who can change that hear it as the last step
/// would call them. Gives the seconds after which they hear it again.
pub(super) async fn call(tx: &mut Tx, parts: &Parts, case: &[u8], policy: &Policy) -> Result<i64> {
    let loud = policy.steps.last().filter(|step| !step.silent);
    let again_s = loud.map_or(QUIET_S, |step| step.wait_s);
    tell(tx, parts, case, loud.is_none(), Some(again_s)).await?;
    Ok(again_s)
}

/// Tells coordinators, and those who may be called and are off call; everybody, if there is none of
/// them. They read the code and nothing of the case: some of them are excluded from it.
async fn tell(
    tx: &mut Tx,
    parts: &Parts,
    case: &[u8],
    silent: bool,
    delete_after_s: Option<i64>,
) -> Result<()> {
    tracing::error!("nobody who may be called for a case can be reached: run habeas doctor");
    let sql = "-- stranded::code
        SELECT code FROM cases WHERE id = $1";
    let Some(row) = tx.fetch_optional(sql, &[case.into()]).await? else { return Ok(()) };
    let code = row.text("code")?;
    let excluded = exclusions::of(tx, case).await?;
    let may = |member: &Member| !excluded.contains(&member.id);
    let mut there = members::present(tx, parts).await?;
    there.retain(|member| member.started_at.is_some());
    let hears = |member: &Member| member.role == Role::Coordinator || may(member);
    if there.iter().any(hears) {
        there.retain(hears);
    }
    for member in &there {
        let mut lines =
            vec![Phrase::new("stranded-head"), Phrase::new("stranded-case").text("code", &*code)];
        if may(member) && member.off_since.is_some() {
            lines.push(Phrase::new("stranded-come"));
        }
        lines.push(Phrase::new("stranded-ask"));
        let notice = Notice { silent, delete_after_s, ..Notice::new(lines) };
        let (chat, lane) = (member.telegram_id, Lane::Page);
        cards::send_notice(tx, parts, chat, member.language, lane, &notice).await?;
    }
    Ok(())
}

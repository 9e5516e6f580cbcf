//! "I take it" and "I cannot".

use habeas_core::domain::{Language, Phrase, Role, Timestamp};

use super::escalate::{mark_page, untaken};
use super::members::{self, Member};
use crate::cards::{self, Lane, Subject};
use crate::cases::{self, Case, Stage};
use crate::observe::safe;
use crate::parts::Parts;
use crate::storage::{Result, Tx};

/// What came of "I take it".
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Taken {
    /// The case is yours.
    Yours,
    /// It was yours before.
    AlreadyYours,
    /// Somebody else has it: who, since when.
    By(String, Timestamp),
    /// Nobody is being paged for it.
    Nothing,
}

/// Takes a case: one conditional update, one owner (L3). All cards of the case are shown anew,
/// and the reporter is told that a lawyer has it, never who.
pub async fn take(
    tx: &mut Tx,
    parts: &Parts,
    case: &mut Case,
    member: &Member,
    now: Timestamp,
) -> Result<Taken> {
    let Some(alert) = untaken(tx, &case.id).await? else {
        return owner(tx, parts, case, member).await;
    };
    let sql = "-- oncall::take
        UPDATE alerts SET taken_by = $2, taken_at = $3
        WHERE id = $1 AND taken_by IS NULL AND closed_at IS NULL";
    let args = [alert.id.as_slice().into(), member.id.as_str().into(), now.into()];
    if tx.execute(sql, &args).await? == 0 {
        return owner(tx, parts, case, member).await;
    }
    case.stage = Stage::Taken;
    case.taken_by = Some(member.id.clone());
    case.taken_at = Some(now);
    cases::save(tx, parts, case, now).await?;
    cards::raise_subject(tx, &Subject::Page(case.id.clone()), Lane::Acknowledgement, parts).await?;
    tell_reporters(tx, parts, case, member.role, now).await?;
    tracing::info!(level = %safe(&case.level), "a case was taken");
    Ok(Taken::Yours)
}

/// Who has the case, said to somebody who wanted it.
async fn owner(tx: &mut Tx, parts: &Parts, case: &Case, member: &Member) -> Result<Taken> {
    let (Some(owner), Some(at)) = (&case.taken_by, case.taken_at) else {
        return Ok(Taken::Nothing);
    };
    if *owner == member.id {
        return Ok(Taken::AlreadyYours);
    }
    let name = members::by_id(tx, parts, owner).await?.map(|m| m.name).unwrap_or_default();
    Ok(Taken::By(name, at))
}

async fn tell_reporters(
    tx: &mut Tx,
    parts: &Parts,
    case: &Case,
    role: Role,
    now: Timestamp,
) -> Result<()> {
    let key = match role {
        Role::Lawyer => "taken-by-lawyer",
        Role::Coordinator => "taken-by-coordinator",
    };
    for chat in cases::routes_of(tx, parts, &case.id).await? {
        let language = crate::intake::language_of(tx, parts, chat).await?;
        let since = cards::clock_time(parts, &case.report.report.host_state, now);
        let lines = vec![Phrase::new(key).text("time", since), Phrase::new("taken-stay-here")];
        cards::notice(tx, parts, chat, language, lines).await?;
    }
    Ok(())
}

/// "I cannot": the next one is called at once if nobody else was asked in this step.
pub async fn decline(
    tx: &mut Tx,
    parts: &Parts,
    case: &Case,
    member: &Member,
    now: Timestamp,
) -> Result<bool> {
    let Some(alert) = untaken(tx, &case.id).await? else { return Ok(false) };
    mark_page(tx, &alert, &member.id, "declined", now).await?;
    let card = Subject::Page(case.id.clone());
    let language: Language = member.language;
    cards::Raise::new(member.telegram_id, card, language)
        .lane(Lane::Acknowledgement)
        .silent(true)
        .raise(tx, parts)
        .await?;
    Ok(true)
}

/// Whether anybody is being paged for a case, or somebody has it.
pub async fn has_alert(tx: &mut Tx, case: &[u8]) -> Result<bool> {
    let sql = "-- oncall::has_alert
        SELECT id FROM alerts WHERE case_id = $1 LIMIT 1";
    Ok(tx.fetch_optional(sql, &[case.into()]).await?.is_some())
}

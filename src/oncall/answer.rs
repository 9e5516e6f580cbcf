//! "I take it" and "I cannot".

use habeas_core::domain::{Language, Level, Phrase, Role, Timestamp};

use super::escalate::{mark_page, nobody_is_left, untaken};
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
    if case.level == Level::Critical {
        tell_colleagues(tx, parts, case, member).await?;
    }
    tell_reporters(tx, parts, case, member.role, now).await?;
    tracing::info!(level = %safe(&case.level), "a case was taken");
    Ok(Taken::Yours)
}

/// All others on call see who has a critical case and since when, also those who were not called.
async fn tell_colleagues(tx: &mut Tx, parts: &Parts, case: &Case, taker: &Member) -> Result<()> {
    for other in members::active(tx, parts).await? {
        if other.id == taker.id || other.started_at.is_none() {
            continue;
        }
        let subject = Subject::Page(case.id.clone());
        let card = cards::Raise::new(other.telegram_id, subject, other.language);
        card.lane(Lane::Acknowledgement).silent(true).raise(tx, parts).await?;
    }
    Ok(())
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

/// The reporter has added what no code says: the owner's card comes anew, without sound.
pub async fn tell_owner(tx: &mut Tx, parts: &Parts, case: &Case) -> Result<()> {
    let Some(owner) = &case.taken_by else { return Ok(()) };
    let Some(owner) = members::by_id(tx, parts, owner).await? else { return Ok(()) };
    cards::Raise::new(owner.telegram_id, Subject::Page(case.id.clone()), owner.language)
        .lane(Lane::Acknowledgement)
        .silent(true)
        .fresh()
        .raise(tx, parts)
        .await
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

/// Who had the case is no member any more: the reporters are told that others are called.
pub(super) async fn tell_called_anew(tx: &mut Tx, parts: &Parts, case: &[u8]) -> Result<()> {
    for chat in cases::routes_of(tx, parts, case).await? {
        let language = crate::intake::language_of(tx, parts, chat).await?;
        let lines = vec![Phrase::new("anew-cannot"), Phrase::new("anew-calling")];
        cards::notice(tx, parts, chat, language, lines).await?;
    }
    Ok(())
}

/// What comes of "I cannot".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Declined {
    /// The next one is called.
    Next,
    /// All have said so: they are asked again when the ladder comes round.
    NobodyLeft,
    /// Nobody is being called for it.
    NotAsked,
}

/// "I cannot": the next one is called at once if nobody else was asked in this step.
pub async fn decline(
    tx: &mut Tx,
    parts: &Parts,
    case: &Case,
    member: &Member,
    now: Timestamp,
) -> Result<Declined> {
    let Some(alert) = untaken(tx, &case.id).await? else { return Ok(Declined::NotAsked) };
    mark_page(tx, parts, &alert, &member.id, "declined", now).await?;
    let card = Subject::Page(case.id.clone());
    let language: Language = member.language;
    cards::Raise::new(member.telegram_id, card, language)
        .lane(Lane::Acknowledgement)
        .silent(true)
        .raise(tx, parts)
        .await?;
    Ok(match nobody_is_left(tx, parts, &alert).await? {
        true => Declined::NobodyLeft,
        false => Declined::Next,
    })
}

/// Whether anybody is being paged for a case, or somebody has it.
pub async fn has_alert(tx: &mut Tx, case: &[u8]) -> Result<bool> {
    let sql = "-- oncall::has_alert
        SELECT id FROM alerts WHERE case_id = $1 LIMIT 1";
    Ok(tx.fetch_optional(sql, &[case.into()]).await?.is_some())
}

//! Handing a case over: one colleague is asked by name, and the owner stays until they accept.

use habeas_core::domain::{Phrase, Timestamp};

use super::exclusions;
use super::members::{self, Member};
use crate::audit::{self, By, Event, Kind};
use crate::cards::{self, Lane, Subject};
use crate::cases::Case;
use crate::parts::Parts;
use crate::storage::{Result, Tx};

/// The members who could take a case over, in calling order, and a number that changes with the
/// list, so that a button of an older list is known as one.
pub async fn colleagues(tx: &mut Tx, parts: &Parts, case: &Case) -> Result<(Vec<Member>, u32)> {
    let owner = case.taken_by.as_deref();
    let active = members::active(tx, parts).await?;
    let excluded = exclusions::of(tx, &case.id).await?;
    let others = |m: &Member| {
        m.started_at.is_some() && Some(m.id.as_str()) != owner && !excluded.contains(&m.id)
    };
    let who: Vec<Member> = active.into_iter().filter(others).collect();
    let mix = |sum: u32, byte: u8| sum.wrapping_mul(31).wrapping_add(u32::from(byte));
    let list = who.iter().flat_map(|m| m.id.bytes()).fold(1, mix);
    Ok((who, list))
}

/// Asks one colleague, with sound. Returns the answer to the owner's tap.
pub async fn hand_to(
    tx: &mut Tx,
    parts: &Parts,
    case: &Case,
    owner: &Member,
    (at, list): (u16, u32),
    now: Timestamp,
) -> Result<Phrase> {
    if !case.is_owned_by(&owner.id) {
        return Ok(Phrase::new("toast-not-yours"));
    }
    let (who, present) = colleagues(tx, parts, case).await?;
    match who.get(usize::from(at)).filter(|_| present == list) {
        Some(to) => ask_to_take(tx, parts, case, owner, to, now).await,
        None => Ok(Phrase::new("toast-old-button")),
    }
}

/// Asks the colleague with this id. `None`: they cannot take it over, or it is not the asker's.
pub async fn hand_to_member(
    tx: &mut Tx,
    parts: &Parts,
    case: &Case,
    owner: &Member,
    to: &str,
    now: Timestamp,
) -> Result<Option<Phrase>> {
    if !case.is_owned_by(&owner.id) {
        return Ok(None);
    }
    let (who, _) = colleagues(tx, parts, case).await?;
    match who.iter().find(|member| member.id == to) {
        Some(to) => ask_to_take(tx, parts, case, owner, to, now).await.map(Some),
        None => Ok(None),
    }
}

async fn ask_to_take(
    tx: &mut Tx,
    parts: &Parts,
    case: &Case,
    owner: &Member,
    to: &Member,
    now: Timestamp,
) -> Result<Phrase> {
    let sql = "-- handover::ask
        INSERT INTO handovers (case_id, from_member, to_member, at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (case_id) DO UPDATE SET from_member = $2, to_member = $3, at = $4";
    let args =
        [case.id.as_slice().into(), owner.id.as_str().into(), to.id.as_str().into(), now.into()];
    tx.execute(sql, &args).await?;
    let event = Event::new(Kind::Handed, By::Member(&owner.id)).case(case.code.as_str());
    audit::record(tx, parts, event.member(&to.id), now).await?;
    let subject = Subject::Page(case.id.clone());
    cards::refresh(tx, parts, &subject).await?;
    let card = cards::Raise::new(to.telegram_id, subject, to.language);
    card.lane(Lane::Page).fresh().raise(tx, parts).await?;
    Ok(Phrase::new("toast-hand-asked").text("name", to.name.as_str()))
}

/// Whether the present owner asks this member to take a case over.
pub async fn handed_to(tx: &mut Tx, case: &[u8], member: &str) -> Result<bool> {
    let sql = "-- handover::to
        SELECT h.case_id FROM handovers h JOIN cases c ON c.id = h.case_id
        WHERE h.case_id = $1 AND h.to_member = $2 AND h.from_member = c.taken_by
        AND c.stage = 'taken'";
    let row = tx.fetch_optional(sql, &[case.into(), member.into()]).await?;
    Ok(row.is_some())
}

/// Forgets who was asked: they have answered, or somebody else has the case.
pub(super) async fn forget(tx: &mut Tx, case: &[u8]) -> Result<()> {
    let sql = "-- handover::forget
        DELETE FROM handovers WHERE case_id = $1";
    tx.execute(sql, &[case.into()]).await?;
    Ok(())
}

//! "I take it" and "I cannot".

use habeas_core::domain::{Language, Level, Phrase, Role, Timestamp};

use super::actions::{self, Did};
use super::alerts::{self, Why, untaken};
use super::exclusions;
use super::handover;
use super::members::{self, Member};
use super::notable;
use super::promise::{self, Begins};
use super::steps::{mark_page, nobody_is_left};
use crate::audit::{self, By, Event, Kind};
use crate::cards::{self, Lane, Notice, Subject};
use crate::cases::{self, Case, Stage};
use crate::crypto::random_bytes;
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
    /// They are excluded from it.
    Excluded,
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
    if exclusions::of(tx, &case.id).await?.contains(&member.id) {
        return Ok(Taken::Excluded);
    }
    if case.is_owned_by(&member.id) {
        // Taken once more: a sign.
        promise::sign(tx, parts, case, member, now).await?;
        return Ok(Taken::AlreadyYours);
    }
    let handed = handover::handed_to(tx, &case.id, &member.id).await?;
    let alert = untaken(tx, &case.id).await?.filter(|a| a.why != Why::Help);
    let took = match &alert {
        Some(alert) => {
            let sql = "-- oncall::take
                UPDATE alerts SET taken_by = $2, taken_at = $3
                WHERE id = $1 AND taken_by IS NULL AND closed_at IS NULL";
            let args = [alert.id.as_slice().into(), member.id.as_str().into(), now.into()];
            tx.execute(sql, &args).await? == 1
        }
        None if handed => {
            // The alert goes with the case, so that it is called again should they be revoked.
            let sql = "-- oncall::take_over
                UPDATE alerts SET taken_by = $2, taken_at = $3
                WHERE case_id = $1 AND taken_by = $4 AND closed_at IS NULL";
            let from = case.taken_by.clone();
            let args =
                [case.id.as_slice().into(), member.id.as_str().into(), now.into(), from.into()];
            tx.execute(sql, &args).await? > 0
        }
        None => false,
    };
    if !took {
        return owner(tx, parts, case, member).await;
    }
    handover::forget(tx, &case.id).await?;
    // What an owner was asked before is no question to the next.
    cards::withdraw_all(tx, parts, &Subject::LooksFalse(case.id.clone())).await?;
    // Whoever is asked for by name has another member's word.
    let begins = match !handed && actions::has_a_hand_in(tx, &case.id, &member.id).await? {
        true => Begins::UsedUp,
        false => Begins::Fresh,
    };
    audit_taking(tx, parts, case, member, handed, now).await?;
    case.stage = Stage::Taken;
    case.taken_by = Some(member.id.clone());
    case.taken_at = Some(now);
    case.report.unseen.told = true;
    actions::record(tx, parts, case, member, Did::Took, now).await?;
    alerts::close_open(tx, &case.id, None, now).await?;
    let subject = Subject::Page(case.id.clone());
    cards::raise_subject(tx, &subject, Lane::Acknowledgement, parts).await?;
    // Whoever took it by its code, or from among others, has a card of it from here on.
    let card = cards::Raise::new(member.telegram_id, subject, member.language);
    card.lane(Lane::Acknowledgement).silent(true).raise(tx, parts).await?;
    // Whom this calls is rung: the cards were quieted before.
    match case.level {
        Level::Critical => promise::begin(tx, parts, case, &member.id, begins, now).await?,
        _ => promise::end(tx, &case.id).await?,
    }
    if case.level == Level::Critical {
        tell_colleagues(tx, parts, case, member).await?;
    }
    tell_reporters(tx, parts, case, member.role, now).await?;
    for route in cases::waiting_ids(tx, &case.id).await? {
        let joined = Subject::Join([case.id.as_slice(), &route].concat());
        let card = cards::Raise::new(member.telegram_id, joined, member.language);
        card.lane(Lane::Acknowledgement).silent(true).raise(tx, parts).await?;
    }
    if case.level == Level::Critical {
        notable::look(tx, parts, alert.as_ref(), member, now).await?;
    }
    tracing::info!(level = %safe(&case.level), "a case was taken");
    Ok(Taken::Yours)
}

/// Whether somebody is called to take a case, who has not yet.
pub async fn is_to_take(tx: &mut Tx, case: &[u8]) -> Result<bool> {
    Ok(untaken(tx, case).await?.is_some_and(|alert| alert.why != Why::Help))
}

/// Who takes it, from whom, and whether they were asked to.
async fn audit_taking(
    tx: &mut Tx,
    parts: &Parts,
    case: &Case,
    member: &Member,
    handed: bool,
    now: Timestamp,
) -> Result<()> {
    let kind = if handed { Kind::Accepted } else { Kind::Taken };
    let mut event = Event::new(kind, By::Member(&member.id)).case(case.code.as_str());
    if let Some(before) = &case.taken_by {
        event = event.member(before);
    }
    audit::record(tx, parts, event, now).await
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

/// A case that a person should look at now, with sound: coordinators, or the first lawyer where there
/// is none.
pub async fn tell_watchers(tx: &mut Tx, parts: &Parts, case: &[u8]) -> Result<()> {
    let active = members::active(tx, parts).await?;
    let excluded = exclusions::of(tx, case).await?;
    let there = |m: &&Member| m.started_at.is_some() && !excluded.contains(&m.id);
    let mut who: Vec<&Member> =
        active.iter().filter(there).filter(|m| m.role == Role::Coordinator).collect();
    if who.is_empty() {
        who.extend(active.iter().find(there));
    }
    for member in who {
        let subject = Subject::Page(case.to_vec());
        let card = cards::Raise::new(member.telegram_id, subject, member.language);
        card.lane(Lane::Page).fresh().raise(tx, parts).await?;
    }
    Ok(())
}

/// Who has the case, said to somebody who wanted it.
async fn owner(tx: &mut Tx, parts: &Parts, case: &Case, member: &Member) -> Result<Taken> {
    let (Some(owner), Some(at)) = (&case.taken_by, case.taken_at) else {
        return Ok(Taken::Nothing);
    };
    if case.stage == Stage::Closed {
        return Ok(Taken::Nothing);
    }
    if *owner == member.id {
        return Ok(Taken::AlreadyYours);
    }
    let name = members::by_id(tx, parts, owner).await?.map(|m| m.name).unwrap_or_default();
    Ok(Taken::By(name, at))
}

/// Something about a reporter that the owners of their cases should know, without sound.
pub async fn tell_owners(tx: &mut Tx, parts: &Parts, reporter: i64, key: &str) -> Result<()> {
    for id in cases::open_cases_of_chat(tx, parts, reporter).await? {
        // What does not open keeps nobody from hearing of the others.
        let Ok(Some(case)) = cases::load(tx, parts, &id).await else { continue };
        let Some(owner) = &case.taken_by else { continue };
        let Ok(Some(owner)) = members::by_id(tx, parts, owner).await else { continue };
        let head = Phrase::new("take-head").text("code", case.code.as_str());
        let lines = vec![head, Phrase::new(key)];
        let to = (owner.telegram_id, owner.language);
        cards::notice_about(tx, parts, to, &id, lines).await?;
    }
    Ok(())
}

/// The person is nearer to being out of reach: the owner is rung. Where nobody was expected to do
/// anything any more, the promise begins anew, and others are called at once.
pub async fn rings_owner(tx: &mut Tx, parts: &Parts, case: &Case, now: Timestamp) -> Result<()> {
    tell_owner(tx, parts, case, true).await?;
    let Some(owner) = case.taken_by.as_deref() else { return Ok(()) };
    if case.level == Level::Critical && promise::of_case(tx, &case.id).await?.is_none() {
        promise::begin(tx, parts, case, owner, Begins::Lapsed, now).await?;
    }
    Ok(())
}

/// The owner's card comes anew: without sound where the reporter has added something, with it
/// where the person is nearer to being out of reach.
pub async fn tell_owner(tx: &mut Tx, parts: &Parts, case: &Case, loud: bool) -> Result<()> {
    let Some(owner) = &case.taken_by else { return Ok(()) };
    // What the reporter gave is kept, whoever the owner is.
    let Ok(Some(owner)) = members::by_id(tx, parts, owner).await else { return Ok(()) };
    cards::Raise::new(owner.telegram_id, Subject::Page(case.id.clone()), owner.language)
        .lane(if loud { Lane::Page } else { Lane::Acknowledgement })
        .silent(!loud)
        .fresh()
        .raise(tx, parts)
        .await
}

/// What a reporter hears of who has a case: that somebody has it and since when, never who.
fn taken_since(parts: &Parts, case: &Case, role: Role, at: Timestamp) -> Phrase {
    let key = match role {
        Role::Lawyer => "taken-by-lawyer",
        Role::Coordinator => "taken-by-coordinator",
    };
    let since = cards::clock_time(parts, &case.report.report.host_state, at);
    Phrase::new(key).text("time", since)
}

/// Said to somebody who hears from now on, if somebody has the case.
pub async fn has_it(tx: &mut Tx, parts: &Parts, case: &Case) -> Result<Vec<Phrase>> {
    let (Some(owner), Some(at), Stage::Taken) = (&case.taken_by, case.taken_at, case.stage) else {
        return Ok(vec![]);
    };
    // An owner who cannot be read has it all the same.
    let owner = members::by_id(tx, parts, owner).await.ok().flatten();
    let role = owner.map_or(Role::Lawyer, |owner| owner.role);
    Ok(vec![taken_since(parts, case, role, at), Phrase::new("taken-stay-here")])
}

async fn tell_reporters(
    tx: &mut Tx,
    parts: &Parts,
    case: &Case,
    role: Role,
    now: Timestamp,
) -> Result<()> {
    let lines = vec![taken_since(parts, case, role, now), Phrase::new("taken-stay-here")];
    to_reporters(tx, parts, &case.id, lines).await?;
    crate::intake::refresh_of_case(tx, parts, &case.id).await?;
    for chat in cases::routes_of(tx, parts, &case.id).await? {
        crate::intake::ask_for_lawyer(tx, parts, chat, case, now).await?;
    }
    Ok(())
}

/// Who had the case is no member any more: the reporters are told that others are called.
pub(super) async fn tell_called_anew(tx: &mut Tx, parts: &Parts, case: &[u8]) -> Result<()> {
    let lines = vec![Phrase::new("anew-cannot"), Phrase::new("anew-calling")];
    to_reporters(tx, parts, case, lines).await?;
    crate::intake::refresh_of_case(tx, parts, case).await
}

/// Says the same to every reporter of a case, each in their language.
pub(super) async fn to_reporters(
    tx: &mut Tx,
    parts: &Parts,
    case: &[u8],
    lines: Vec<Phrase>,
) -> Result<()> {
    to_reporters_but(tx, parts, case, 0, lines).await
}

/// Says it to all but the one who said it.
pub(super) async fn to_reporters_but(
    tx: &mut Tx,
    parts: &Parts,
    case: &[u8],
    but: i64,
    lines: Vec<Phrase>,
) -> Result<()> {
    each_reporter(tx, parts, case, but, lines).await.map(|_| ())
}

/// Says it to all but one; the chats, and by what the card of each is found.
pub(super) async fn each_reporter(
    tx: &mut Tx,
    parts: &Parts,
    case: &[u8],
    but: i64,
    lines: Vec<Phrase>,
) -> Result<Vec<(i64, [u8; 16])>> {
    let mut told = vec![];
    for chat in cases::routes_of(tx, parts, case).await?.into_iter().filter(|c| *c != but) {
        let language = crate::intake::language_of(tx, parts, chat).await?;
        let mut lines = lines.clone();
        if cases::open_cases_of_chat(tx, parts, chat).await?.len() > 1
            && let Some((code, _)) = cases::outline(tx, case).await?
        {
            lines.insert(0, Phrase::new("report-of").text("code", code));
        }
        let subject = random_bytes();
        let notice = Notice { subject: Some(subject), ..Notice::new(lines) };
        cards::send_notice(tx, parts, chat, language, Lane::Acknowledgement, &notice).await?;
        told.push((chat, subject));
    }
    Ok(told)
}

/// What comes of "I cannot".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Declined {
    /// The next one is called.
    Next,
    /// All have said so: they are asked again when the ladder comes round.
    NobodyLeft,
    /// The owner, who asked them to take the case over, keeps it.
    HandedBack,
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
    if handover::handed_to(tx, &case.id, &member.id).await? {
        handover::forget(tx, &case.id).await?;
        cards::refresh(tx, parts, &Subject::Page(case.id.clone())).await?;
        if let Some(owner) = &case.taken_by
            && let Some(owner) = members::by_id(tx, parts, owner).await?
        {
            let head = Phrase::new("take-head").text("code", case.code.as_str());
            let lines = vec![head, Phrase::new("hand-over-declined").text("name", &*member.name)];
            let to = (owner.telegram_id, owner.language);
            cards::notice_about(tx, parts, to, &case.id, lines).await?;
        }
        return Ok(Declined::HandedBack);
    }
    let alert = alerts::untaken_for(tx, &case.id, &member.id).await?;
    let Some(alert) = alert else { return Ok(Declined::NotAsked) };
    mark_page(tx, parts, &alert, &member.id, "declined", now).await?;
    let card = Subject::Page(case.id.clone());
    let language: Language = member.language;
    cards::Raise::new(member.telegram_id, card, language)
        .lane(Lane::Acknowledgement)
        .silent(true)
        .raise(tx, parts)
        .await?;
    cards::refresh_gathered(tx, parts).await?;
    Ok(match nobody_is_left(tx, parts, &alert).await? {
        true => Declined::NobodyLeft,
        false => Declined::Next,
    })
}

/// Whether anybody is being paged for a case, or somebody has it.
pub async fn has_alert(tx: &mut Tx, case: &[u8]) -> Result<bool> {
    let sql = "-- oncall::has_alert
        SELECT id FROM alerts WHERE case_id = $1 AND closed_at IS NULL LIMIT 1";
    Ok(tx.fetch_optional(sql, &[case.into()]).await?.is_some())
}

//! Coordinators raise, lower and close; what ends the calling for a critical case needs two.

use habeas_core::domain::{Level, Phrase, Role, Timestamp};
use habeas_core::oncall::decision::{Decision, Lowered, Outcome, Reason};
use serde_json::json;

use super::actions::{self, Did};
use super::exclusions;
use super::members::{self, Member};
use super::steps::run_step;
use super::{alerts, handover, promise};
use crate::alert;
use crate::audit::{self, By, Event, Kind};
use crate::cards::{self, Lane, Subject};
use crate::cases::{self, Case, Stage};
use crate::parts::Parts;
use crate::storage::{Result, Tx, Value};

/// What waits for a second coordinator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Who proposes it.
    pub by: String,
    /// What.
    pub decision: Decision,
    /// Why, where a reason was asked for.
    pub reason: Option<Reason>,
    /// When.
    pub at: Timestamp,
}

/// What is proposed for a case as it stands; what was proposed for another level is forgotten.
pub async fn proposal(tx: &mut Tx, case: &Case) -> Result<Option<Proposal>> {
    let sql = "-- decide::proposal
        SELECT member_id, decision, reason, at FROM proposals WHERE case_id = $1 AND level = $2";
    let args = [case.id.as_slice().into(), case.level.as_str().into()];
    let Some(row) = tx.fetch_optional(sql, &args).await? else { return Ok(None) };
    let Some(decision) = Decision::named(&row.text("decision")?) else { return Ok(None) };
    let reason = row.opt_text("reason")?.as_deref().and_then(Reason::named);
    Ok(Some(Proposal { by: row.text("member_id")?, decision, reason, at: row.time("at")? }))
}

/// A coordinator decides. Returns the answer to the tap.
pub async fn decide(
    tx: &mut Tx,
    parts: &Parts,
    case: &mut Case,
    member: &Member,
    (decision, reason): (Decision, Option<Reason>),
    now: Timestamp,
) -> Result<Phrase> {
    if let Some(refusal) = refused(case, member, decision) {
        return Ok(Phrase::new(refusal));
    }
    let free = matches!(decision, Decision::Close(Outcome::Free | Outcome::FreeActed));
    let anothers = case.stage == Stage::Taken && !case.is_owned_by(&member.id);
    let owner_agrees = free && anothers && actions::says_free(tx, case).await?.is_some();
    let waits = case.report.sos_begun && !matches!(decision, Decision::Raise(_));
    if !(decision.needs_second(case.level) || waits) || owner_agrees {
        let by = By::Member(&member.id);
        apply(tx, parts, case, member, by, (decision, reason), now).await?;
        return Ok(Phrase::new("toast-decided"));
    }
    let sql = "-- decide::propose
        INSERT INTO proposals (case_id, member_id, level, decision, reason, at)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (case_id) DO UPDATE SET member_id = $2, level = $3, decision = $4,
            reason = $5, at = $6";
    let args: [Value; 6] = [
        case.id.as_slice().into(),
        member.id.as_str().into(),
        case.level.as_str().into(),
        decision.as_str().into(),
        reason.map(|r| r.as_str().to_owned()).into(),
        now.into(),
    ];
    tx.execute(sql, &args).await?;
    case.report.proposed = case.report.proposed.wrapping_add(1);
    note(tx, parts, case, member, Did::Proposed, (decision, reason), now).await?;
    cards::refresh(tx, parts, &Subject::Page(case.id.clone())).await?;
    if ask_others(tx, parts, case, member).await? {
        return Ok(Phrase::new("toast-decide-second"));
    }
    say_alone(tx, parts, case, member).await?;
    Ok(Phrase::new("toast-decide-alone"))
}

/// Shows the case to every other coordinator who can be reached; `false` if there is none.
async fn ask_others(tx: &mut Tx, parts: &Parts, case: &Case, member: &Member) -> Result<bool> {
    let mut asked = false;
    let excluded = exclusions::of(tx, &case.id).await?;
    for other in members::active(tx, parts).await? {
        if excluded.contains(&other.id) {
            continue;
        }
        if other.role == Role::Coordinator && other.id != member.id && other.started_at.is_some() {
            let card = Subject::Page(case.id.clone());
            let card = cards::Raise::new(other.telegram_id, card, other.language);
            card.lane(Lane::Acknowledgement).silent(true).fresh().raise(tx, parts).await?;
            asked = true;
        }
    }
    Ok(asked)
}

/// Nobody else is there to agree: the way on is said.
async fn say_alone(tx: &mut Tx, parts: &Parts, case: &Case, member: &Member) -> Result<()> {
    let code = |key: &str| Phrase::new(key).text("code", case.code.as_str());
    let lines = vec![
        code("decide-alone-head"),
        Phrase::new("decide-alone"),
        Phrase::new("decide-alone-operator"),
        code("decide-alone-command").number("n", case.report.proposed.into()),
    ];
    cards::notice(tx, parts, member.telegram_id, member.language, lines).await
}

/// The operator agrees, at the terminal, with what a coordinator proposed and this number names;
/// `false` if nothing of this number waits.
pub async fn agree_as_operator(
    tx: &mut Tx,
    parts: &Parts,
    case: &mut Case,
    number: u32,
    now: Timestamp,
) -> Result<bool> {
    let waits = proposal(tx, case).await?.filter(|_| case.report.proposed == number);
    let Some(Proposal { by, decision, reason, .. }) = waits else { return Ok(false) };
    let proposer = members::by_id(tx, parts, &by).await?.filter(|m| m.revoked_at.is_none());
    let Some(proposer) = proposer.filter(|m| refused(case, m, decision).is_none()) else {
        return Ok(false);
    };
    apply(tx, parts, case, &proposer, By::Operator, (decision, reason), now).await?;
    Ok(true)
}

fn refused(case: &Case, member: &Member, decision: Decision) -> Option<&'static str> {
    match (member.role, case.stage) {
        (Role::Lawyer, _) => Some("toast-not-coordinator"),
        (_, Stage::Closed) => Some("page-closed"),
        _ if !decision.fits(case.level) => Some("toast-old-button"),
        _ => None,
    }
}

/// A second coordinator agrees, or does not. Returns the answer to the tap.
pub async fn second(
    tx: &mut Tx,
    parts: &Parts,
    case: &mut Case,
    member: &Member,
    (number, agrees): (u32, bool),
    now: Timestamp,
) -> Result<Phrase> {
    // What was read is what counts, not what was proposed since.
    let read = case.report.proposed == number;
    let Some(proposal) = proposal(tx, case).await?.filter(|_| read) else {
        return Ok(Phrase::new("toast-old-button"));
    };
    let proposer = members::by_id(tx, parts, &proposal.by).await?;
    let is_one = |m: Member| m.role == Role::Coordinator && m.revoked_at.is_none();
    if !proposer.is_some_and(is_one) {
        return Ok(Phrase::new("toast-old-button"));
    }
    if let Some(refusal) = refused(case, member, proposal.decision) {
        return Ok(Phrase::new(refusal));
    }
    let decision = (proposal.decision, proposal.reason);
    if proposal.by == member.id && agrees {
        return Ok(Phrase::new("toast-own-proposal"));
    }
    if !agrees {
        forget(tx, &case.id).await?;
        let (did, toast) = match proposal.by == member.id {
            true => (Did::TookBack, "toast-took-back"),
            false => (Did::Disagreed, "toast-disagreed"),
        };
        note(tx, parts, case, member, did, decision, now).await?;
        cards::refresh(tx, parts, &Subject::Page(case.id.clone())).await?;
        return Ok(Phrase::new(toast));
    }
    apply(tx, parts, case, member, By::Member(&member.id), decision, now).await?;
    Ok(Phrase::new("toast-decided"))
}

async fn forget(tx: &mut Tx, case: &[u8]) -> Result<()> {
    let sql = "-- decide::forget
        DELETE FROM proposals WHERE case_id = $1";
    tx.execute(sql, &[case.into()]).await?;
    Ok(())
}

/// Keeps who decided what and why, sealed into the case.
async fn note(
    tx: &mut Tx,
    parts: &Parts,
    case: &mut Case,
    member: &Member,
    did: Did,
    (decision, reason): (Decision, Option<Reason>),
    now: Timestamp,
) -> Result<()> {
    let why = reason.map(Reason::as_str);
    let body = json!({ "decision": decision.as_str(), "reason": why, "member": member.id });
    let entry = cases::seal(tx, parts, case, ("decision", &body), now).await?;
    cases::append(tx, vec![entry]).await?;
    actions::record_decision(tx, parts, case, member, (did, decision, reason), now).await
}

async fn apply(
    tx: &mut Tx,
    parts: &Parts,
    case: &mut Case,
    member: &Member,
    by: By<'_>,
    (decision, reason): (Decision, Option<Reason>),
    now: Timestamp,
) -> Result<()> {
    forget(tx, &case.id).await?;
    let did = match decision {
        Decision::Raise(_) => Did::Raised,
        Decision::Lower(_) => Did::Lowered,
        Decision::Close(_) => Did::Closed,
    };
    note(tx, parts, case, member, did, (decision, reason), now).await?;
    let kind = match decision {
        Decision::Raise(_) => Kind::Raised,
        Decision::Lower(_) => Kind::Lowered,
        Decision::Close(_) => Kind::Closed,
    };
    let event = Event::new(kind, by).case(case.code.as_str());
    let why = reason.map(|reason| format!("{} {}", decision.as_str(), reason.as_str()));
    let detail = why.as_deref().unwrap_or(decision.as_str());
    audit::record(tx, parts, event.detail(detail), now).await?;
    match decision {
        Decision::Raise(to) => raise(tx, parts, case, to, now).await?,
        Decision::Lower(to) => lower(tx, parts, case, to, now).await?,
        Decision::Close(_) => close(tx, parts, case, decision, now).await?,
    }
    cases::save(tx, parts, case, now).await?;
    cards::refresh(tx, parts, &Subject::Page(case.id.clone())).await
}

async fn raise(
    tx: &mut Tx,
    parts: &Parts,
    case: &mut Case,
    to: Level,
    now: Timestamp,
) -> Result<()> {
    if let Some(lowered) = &mut case.report.lowered {
        lowered.over = true;
    }
    case.level = to;
    let hours_left = alert::latest(tx, parts, &case.id).await?.and_then(|a| a.hours_left);
    alerts::open_alert(tx, parts, case, to, hours_left, now).await?;
    crate::intake::ask_no_later(tx, parts, case, now).await?;
    // A coordinator has looked.
    match alerts::untaken(tx, &case.id).await?.filter(|alert| alert.held) {
        Some(alert) => run_step(tx, parts, &alert, now).await,
        None => Ok(()),
    }
}

/// What was called for is called for no more; whoever has the case keeps it.
async fn lower(
    tx: &mut Tx,
    parts: &Parts,
    case: &mut Case,
    to: Level,
    now: Timestamp,
) -> Result<()> {
    let judged = alert::latest(tx, parts, &case.id).await?;
    let (seen, seen_low) = judged.map_or((Level::Routine, 0), |a| (a.level, a.score_low));
    case.report.lowered = Some(Lowered { to, at: now, seen, seen_low, over: false });
    case.level = to;
    alerts::close_open(tx, &case.id, None, now).await?;
    quiet(tx, parts, case).await?;
    tell_lowered(tx, parts, case).await?;
    match case.stage {
        Stage::Taken => promise::end(tx, &case.id).await,
        _ if to == Level::Routine => {
            case.stage = Stage::Open;
            Ok(())
        }
        _ => alerts::open_alert(tx, parts, case, to, None, now).await,
    }
}

/// The reporters hear what changes for them: no level, nothing of the danger, and no why.
async fn tell_lowered(tx: &mut Tx, parts: &Parts, case: &Case) -> Result<()> {
    let stays = match case.stage {
        Stage::Taken => "lowered-taken",
        _ => "lowered-open",
    };
    let lines = ["lowered-told", stays, "lowered-changes"].map(Phrase::new).to_vec();
    super::answer::to_reporters(tx, parts, &case.id, lines).await
}

/// It is over: nobody is called, and the chats that the case answered to are forgotten.
async fn close(
    tx: &mut Tx,
    parts: &Parts,
    case: &mut Case,
    decision: Decision,
    now: Timestamp,
) -> Result<()> {
    let sql = "-- decide::close_alerts
        UPDATE alerts SET closed_at = $2 WHERE case_id = $1 AND closed_at IS NULL";
    tx.execute(sql, &[case.id.as_slice().into(), now.into()]).await?;
    promise::end(tx, &case.id).await?;
    handover::forget(tx, &case.id).await?;
    quiet(tx, parts, case).await?;
    case.stage = Stage::Closed;
    let sql = "-- decide::close
        UPDATE cases SET outcome = $2 WHERE id = $1";
    tx.execute(sql, &[case.id.as_slice().into(), decision.as_str().into()]).await?;
    for chat in cases::all_routes_of(tx, parts, &case.id).await? {
        let language = crate::intake::language_of(tx, parts, chat).await?;
        let told = Phrase::new("closed-told").text("code", case.code.as_str());
        let hears = cases::hears(tx, parts, &case.id, chat).await? == Some(true);
        let because = hears.then(|| Phrase::new(closed_because(decision)));
        let lines = [told].into_iter().chain(because).chain([Phrase::new("closed-new")]).collect();
        cards::notice(tx, parts, chat, language, lines).await?;
        crate::intake::leave_case(tx, parts, chat, &case.id, now).await?;
    }
    for route in cases::route_ids(tx, &case.id).await? {
        let joined = Subject::Join([case.id.as_slice(), &route].concat());
        cards::withdraw_all(tx, parts, &joined).await?;
    }
    cards::withdraw_all(tx, parts, &Subject::Receipt(case.id.clone())).await?;
    crate::intake::forget_case(tx, parts, &case.id).await?;
    cards::forget_messages(tx, &case.id).await?;
    cards::forget_deliveries(tx, &case.id).await?;
    cases::drop_routes(tx, &case.id).await
}

/// What the reporters read of why it is over: nothing that a stranger at the phone should not.
fn closed_because(decision: Decision) -> &'static str {
    match decision {
        Decision::Close(Outcome::Free | Outcome::FreeActed) => "closed-free",
        Decision::Close(Outcome::Mistake) => "closed-mistake",
        _ => "closed-looked",
    }
}

/// Pages that wait to ring need not any more.
async fn quiet(tx: &mut Tx, parts: &Parts, case: &Case) -> Result<()> {
    let subject = Subject::Page(case.id.clone());
    cards::raise_subject(tx, &subject, Lane::Acknowledgement, parts).await
}

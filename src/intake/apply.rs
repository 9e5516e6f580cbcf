//! What a step gave, done: entries sealed, the report judged, cards raised, all in one
//! transaction.

use habeas_core::domain::{Phrase, Timestamp};
use habeas_core::intake::{Effect, Input, Outcome, step};

use super::conversations::{self, Stored};
use crate::alert;
use crate::cards::{self, Lane, Notice, Raise, Subject};
use crate::cases::{self, Case};
use crate::oncall::members;
use crate::parts::Parts;
use crate::storage::{Result, Tx};

/// A receipt leaves the chat after ten minutes, or as soon as it is written down.
const RECEIPT_STAYS_S: i64 = 600;

/// What the caller does after the commit, and with the message that came.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Heard {
    /// The answer to the tap.
    pub toast: Option<Phrase>,
    /// The message that was typed leaves the chat at once.
    pub delete_typed: bool,
}

/// Takes one input from a reporter: seals, judges, alerts, saves, raises the card.
pub async fn hear(
    tx: &mut Tx,
    parts: &Parts,
    chat: i64,
    stored: &mut Stored,
    input: Input,
    slow_ms: i64,
    now: Timestamp,
) -> Result<Heard> {
    let mut case = match &stored.case {
        Some(id) => cases::load(tx, parts, id).await?,
        None => None,
    };
    let before = case.as_ref().map(|c| c.report.report.clone()).unwrap_or_default();
    let mut report = before.clone();
    let shown = stored.state.clone();
    let outcome = step(parts.guide(), &mut stored.state, &mut report, input, now);
    let writes = outcome.effects.iter().any(|e| matches!(e, Effect::Record { .. }));
    let first = case.is_none() && writes;
    if first {
        let opened = cases::open(tx, parts, now).await?;
        cases::add_route(tx, parts, &opened.id, chat).await?;
        stored.case = Some(opened.id.clone());
        case = Some(opened);
    }
    if let Some(case) = &mut case
        && (writes || outcome.assessment.is_some())
    {
        case.report.report = report;
        case.report.note_given(&before, now);
        record(tx, parts, case, &outcome, now).await?;
        cases::save(tx, parts, case, now).await?;
    }
    let heard = tell(tx, parts, chat, stored, case.as_ref(), &outcome).await?;
    if first {
        warn_if_nobody_is_reachable(tx, parts, chat, stored).await?;
    }
    let below = outcome.effects.contains(&Effect::CardBelow);
    if below || stored.state != shown {
        let subject = Subject::Interview(stored.id.clone());
        let mut card =
            Raise::new(chat, subject, stored.state.language).lane(Lane::Question).after_ms(slow_ms);
        if below {
            card = card.fresh().silent(true);
        }
        card.raise(tx, parts).await?;
    }
    conversations::save(tx, parts, chat, stored, now).await?;
    Ok(heard)
}

/// Seals the entries and judges the report.
async fn record(
    tx: &mut Tx,
    parts: &Parts,
    case: &mut Case,
    outcome: &Outcome,
    now: Timestamp,
) -> Result<()> {
    for effect in &outcome.effects {
        if let Effect::Record { kind, body } = effect {
            cases::append(tx, case, kind, body, now).await?;
        }
    }
    if let Some(assessment) = &outcome.assessment {
        alert::judge(tx, parts, case, assessment, now).await?;
    }
    Ok(())
}

/// Sends what is to be said.
async fn tell(
    tx: &mut Tx,
    parts: &Parts,
    chat: i64,
    stored: &Stored,
    case: Option<&Case>,
    outcome: &Outcome,
) -> Result<Heard> {
    let language = stored.state.language;
    let mut heard = Heard::default();
    for effect in &outcome.effects {
        match effect {
            Effect::Record { .. } | Effect::CardBelow => {}
            Effect::DeleteTyped => heard.delete_typed = true,
            Effect::Toast(phrase) => heard.toast = Some(phrase.clone()),
            Effect::Notice(phrase) => {
                cards::notice(tx, parts, chat, language, vec![phrase.clone()]).await?;
            }
            Effect::Advice => advise(tx, parts, chat, stored, case).await?,
            Effect::Receipt => {
                if let Some(case) = case {
                    renew_receipt(tx, parts, chat, stored, &case.id).await?;
                }
            }
        }
    }
    Ok(heard)
}

/// The hour's advice, in lines that are approved, or in all of them in a rehearsal.
async fn advise(
    tx: &mut Tx,
    parts: &Parts,
    chat: i64,
    stored: &Stored,
    case: Option<&Case>,
) -> Result<()> {
    let Some(case) = case else { return Ok(()) };
    let report = &case.report.report;
    let lines =
        parts.advice.lines(|key| report.facts.code(key).map(str::to_owned), !parts.rehearsal);
    if lines.is_empty() {
        return Ok(());
    }
    let mut said = vec![Phrase::new("advice-head")];
    for (index, line) in lines.into_iter().enumerate() {
        let line = Phrase::new(line);
        said.push(Phrase::new("advice-line").number("n", index as i64 + 1).phrase("line", line));
    }
    let notice = Notice::new(said);
    cards::send_notice(tx, parts, chat, stored.state.language, Lane::Rest, &notice).await
}

/// Makes a new receipt and sends it; the old one is worth nothing from here on.
pub async fn renew_receipt(
    tx: &mut Tx,
    parts: &Parts,
    chat: i64,
    stored: &Stored,
    case: &[u8],
) -> Result<()> {
    let shown = cases::renew_receipt(tx, parts, case).await?;
    let lines = vec![
        Phrase::new("receipt-head"),
        Phrase::new("receipt-code").text("code", shown),
        Phrase::new("receipt-use"),
        Phrase::new("receipt-gone"),
    ];
    let mut notice = Notice::new(lines);
    notice.receipt = true;
    notice.delete_after_s = Some(RECEIPT_STAYS_S);
    cards::send_notice(tx, parts, chat, stored.state.language, Lane::Rest, &notice).await
}

/// Nobody has pressed /start yet: the reporter is told at once, with other help.
async fn warn_if_nobody_is_reachable(
    tx: &mut Tx,
    parts: &Parts,
    chat: i64,
    stored: &Stored,
) -> Result<()> {
    let members = members::active(tx, parts).await?;
    if members.iter().any(|m| m.started_at.is_some()) {
        return Ok(());
    }
    let language = stored.state.language;
    let mut lines = vec![Phrase::new("nobody-here"), Phrase::new("nobody-kept")];
    lines.extend(cards::fallback_line(parts, language));
    cards::notice(tx, parts, chat, language, lines).await
}

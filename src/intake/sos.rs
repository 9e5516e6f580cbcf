//! `/sos`: help at once.

use habeas_core::domain::{Phrase, Timestamp};
use habeas_core::intake::Input;
use serde_json::json;

use super::apply::{Heard, hear};
use super::asides;
use super::conversations::{self, Stored};
use crate::alert;
use crate::cards;
use crate::cases::{self, Case, Stage};
use crate::oncall::members;
use crate::parts::Parts;
use crate::storage::{Result, Tx};

/// Pressed again within so long, it is about the same case.
const SAME_CASE_MS: i64 = 3_600_000;

/// Calls for help at once: for the case of this chat, or for a new one.
pub async fn sos(
    tx: &mut Tx,
    parts: &Parts,
    chat: i64,
    stored: &mut Stored,
    slow_ms: i64,
    now: Timestamp,
) -> Result<Heard> {
    if let Some(case) = called_lately(tx, parts, chat, now).await? {
        add(tx, parts, chat, stored, case, now).await?;
        return Ok(Heard::default());
    }
    if is_of_long_ago(tx, parts, stored).await? {
        asides::set_aside(tx, parts, chat, stored, now).await?;
        conversations::begin_anew(stored);
    }
    hear(tx, parts, chat, stored, Input::Sos, slow_ms, now).await
}

/// The case for which this account has called for help within the hour.
async fn called_lately(
    tx: &mut Tx,
    parts: &Parts,
    chat: i64,
    now: Timestamp,
) -> Result<Option<Case>> {
    for id in cases::open_cases_of_chat(tx, parts, chat).await? {
        // A case that cannot be read keeps nobody from calling for help.
        let Ok(Some(case)) = cases::load(tx, parts, &id).await else { continue };
        if case.report.sos_at.is_some_and(|at| now.since(at) < SAME_CASE_MS) {
            return Ok(Some(case));
        }
    }
    Ok(None)
}

/// Whether the case that the conversation is about was called for before, or is over.
async fn is_of_long_ago(tx: &mut Tx, parts: &Parts, stored: &Stored) -> Result<bool> {
    let Some(id) = &stored.case else { return Ok(false) };
    Ok(match cases::load(tx, parts, id).await {
        Ok(Some(case)) => case.report.sos_at.is_some() || case.stage == Stage::Closed,
        _ => true,
    })
}

/// Adds to a case that was called for already: whatever became of it, somebody is called again.
async fn add(
    tx: &mut Tx,
    parts: &Parts,
    chat: i64,
    stored: &mut Stored,
    mut case: Case,
    now: Timestamp,
) -> Result<()> {
    let entry = cases::seal(tx, parts, &mut case, ("sos", &json!({})), now).await?;
    cases::append(tx, vec![entry]).await?;
    // Pressed again: the mistake was none.
    case.report.mistake_at = None;
    let first = case.report.sos_at;
    alert::sos(tx, parts, &mut case, None, now).await?;
    // The hour is counted from the first.
    case.report.sos_at = first;
    cases::save(tx, parts, &case, now).await?;
    cards::seen(tx, parts, chat, now).await?;
    let hears = cases::hears(tx, parts, &case.id, chat).await? == Some(true);
    let key = match (hears, case.stage) {
        (false, _) => "sos-heard",
        (true, Stage::Taken) => "sos-added-taken",
        (true, _) if !members::somebody_is_reachable(tx).await? => "status-nobody",
        (true, _) => "sos-added",
    };
    let lines = vec![Phrase::new(key).text("code", case.code.as_str())];
    conversations::save(tx, parts, chat, stored, now).await?;
    cards::notice(tx, parts, chat, stored.state.language, lines).await?;
    conversations::show_below(tx, parts, chat, stored).await
}

//! Whoever falls silent in the middle of an interview that could turn critical: a person is told,
//! and the reporter is asked, once.

use std::sync::Arc;

use habeas_core::assessment::assess;
use habeas_core::domain::{Level, Phrase, Timestamp};
use habeas_core::intake::conversation::{Conversation, Screen, Sos};

use super::asking;
use super::conversations::{self, Stored};
use crate::alert;
use crate::cards;
use crate::cases::{self, Case, Stage};
use crate::oncall;
use crate::parts::Parts;
use crate::storage::{Result, Tx};

/// Who called for help at once and has not said where is waited for no longer than this.
const SOS_SILENT_S: i64 = 60;

/// When a reporter who does nothing until then counts as silent.
pub(super) fn due_at(
    parts: &Parts,
    state: &Conversation,
    case: &Case,
    waits: Option<Timestamp>,
    now: Timestamp,
) -> Option<Timestamp> {
    if state.sos == Sos::Begun {
        // Nothing but its two answers puts it off.
        return waits.or(Some(now.plus_s(SOS_SILENT_S)));
    }
    let wait_s = parts.ask_reporter.unfinished_s;
    if state.held && wait_s > 0 {
        // What may be no report is one for a person to look at, if nothing says otherwise by then.
        return waits.or(Some(now.plus_s(wait_s)));
    }
    let over = state.screen == Screen::Finished || state.silence_told || wait_s == 0;
    if over || case.stage == Stage::Closed || case.level == Level::Critical {
        return None;
    }
    let judged = assess(&parts.card, &case.report.report, now);
    let could_be = judged.score_high >= parts.card.levels.critical;
    (judged.level >= Level::Watch && could_be).then(|| now.plus_s(wait_s))
}

/// Tells of all whose time has come. Returns the next moment at which somebody's does.
pub async fn silence_due(parts: &Arc<Parts>) -> Result<Option<Timestamp>> {
    let now = parts.now();
    let due = "-- silence::due
        SELECT id FROM conversations WHERE silent_at <= $1 ORDER BY silent_at LIMIT 50";
    let next = "-- silence::next_due
        SELECT MIN(silent_at) AS next FROM conversations WHERE silent_at > $1";
    let (due, next) = parts.store.due("silence-due", due, next, now).await?;
    for id in due {
        let (unit, silent) = (Arc::clone(parts), id.clone());
        let run = async move |tx: &mut Tx| fell_silent(tx, &unit, &silent, now).await;
        match parts.store.run("silence", run).await {
            Err(error) if !error.is_retryable() => {
                tracing::error!(%error, "a silence could not be told of");
                bring_somebody(parts, &id, now).await?;
            }
            done => done?,
        }
    }
    Ok(next)
}

async fn not_due(tx: &mut Tx, id: &[u8]) -> Result<()> {
    let sql = "-- silence::not_due
        UPDATE conversations SET silent_at = NULL WHERE id = $1";
    tx.execute(sql, &[id.into()]).await?;
    Ok(())
}

/// Whoever cannot be told is paged for all the same: by the case, or by nothing but its id.
async fn bring_somebody(parts: &Arc<Parts>, id: &[u8], now: Timestamp) -> Result<()> {
    let (unit, silent) = (Arc::clone(parts), id.to_vec());
    let page = async move |tx: &mut Tx| page_alone(tx, &unit, &silent, now).await;
    match parts.store.run("silence-page", page).await {
        Err(error) if !error.is_retryable() => {
            tracing::error!(%error, "a silent report does not open; somebody is called for it");
            let (unit, silent) = (Arc::clone(parts), id.to_vec());
            let page = async move |tx: &mut Tx| page_blindly(tx, &unit, &silent, now).await;
            parts.store.run("silence-blindly", page).await
        }
        done => done,
    }
}

/// Calls for the case without telling its reporter.
async fn page_alone(tx: &mut Tx, parts: &Parts, id: &[u8], now: Timestamp) -> Result<()> {
    not_due(tx, id).await?;
    let Some(stored) = conversations::by_id(tx, parts, id).await? else { return Ok(()) };
    let Some(mut case) = case_of(tx, parts, &stored).await? else { return Ok(()) };
    if has_called(&stored, &case) {
        alert::sos(tx, parts, &mut case, None, now).await?;
    } else if stored.state.held {
        alert::words_alone(tx, parts, &mut case, now).await?;
    } else {
        case.report.silent_since = Some(case.changed_at);
        oncall::tell_watchers(tx, parts, &case.id).await?;
    }
    cases::save(tx, parts, &case, now).await
}

/// A report that does not open is a report. What may have been a call for help is called for as one.
async fn page_blindly(tx: &mut Tx, parts: &Parts, id: &[u8], now: Timestamp) -> Result<()> {
    not_due(tx, id).await?;
    let sql = "-- silence::case_of
        SELECT case_id FROM conversations WHERE id = $1";
    let row = tx.fetch_optional(sql, &[id.into()]).await?;
    let Some(case) = row.map_or(Ok(None), |row| row.opt_bytes("case_id"))? else { return Ok(()) };
    let stored = conversations::by_id(tx, parts, id).await.ok().flatten();
    let only_silent = stored.is_some_and(|s| !s.restarted && s.state.sos != Sos::Begun);
    if !only_silent {
        oncall::call_blindly(tx, parts, &case, now).await?;
    }
    oncall::tell_watchers(tx, parts, &case).await
}

async fn case_of(tx: &mut Tx, parts: &Parts, stored: &Stored) -> Result<Option<Case>> {
    match &stored.case {
        Some(case) => cases::load(tx, parts, case).await,
        None => Ok(None),
    }
}

/// Whether the reporter has called for help and not said where. A conversation that was lost has
/// forgotten it; the case has not.
pub(super) fn has_called(stored: &Stored, case: &Case) -> bool {
    stored.state.sos == Sos::Begun || case.report.sos_begun
}

/// A chat goes on with something else: what was waited for is done now. A case that does not open
/// holds nobody up, and is called for by its id.
pub async fn leave(tx: &mut Tx, parts: &Parts, stored: &Stored, now: Timestamp) -> Result<()> {
    let Some(id) = &stored.case else { return Ok(()) };
    let calls = stored.state.sos == Sos::Begun;
    if stored.silent_at.is_none() && !calls && !stored.state.held {
        return Ok(());
    }
    let mut case = match cases::load(tx, parts, id).await {
        Ok(Some(case)) => case,
        Ok(None) => return Ok(()),
        Err(error) if error.is_retryable() => return Err(error),
        Err(_) if calls || stored.restarted => {
            return oncall::call_blindly(tx, parts, id, now).await;
        }
        Err(_) => return oncall::tell_watchers(tx, parts, id).await,
    };
    if has_called(stored, &case) {
        alert::sos(tx, parts, &mut case, None, now).await?;
        return cases::save(tx, parts, &case, now).await;
    }
    if stored.state.held {
        alert::words_alone(tx, parts, &mut case, now).await?;
        return cases::save(tx, parts, &case, now).await;
    }
    case.report.silent_since = Some(case.changed_at);
    cases::save(tx, parts, &case, now).await?;
    oncall::tell_watchers(tx, parts, &case.id).await
}

async fn fell_silent(tx: &mut Tx, parts: &Parts, id: &[u8], now: Timestamp) -> Result<()> {
    let stored = conversations::by_id(tx, parts, id).await?;
    // Another process was first, or an answer came meanwhile.
    let stored = stored.filter(|stored| stored.silent_at.is_some_and(|at| at <= now));
    let Some(mut stored) = stored else { return Ok(()) };
    not_due(tx, id).await?;
    let Some(mut case) = case_of(tx, parts, &stored).await? else { return Ok(()) };
    stored.silent_at = None;
    if has_called(&stored, &case) {
        // Where is not known, and nobody waits for it.
        stored.state.sos = Sos::Sent;
        stored.state.told = Some(Level::Critical);
        alert::sos(tx, parts, &mut case, None, now).await?;
    } else if std::mem::take(&mut stored.state.held) {
        alert::words_alone(tx, parts, &mut case, now).await?;
    } else {
        stored.state.silence_told = true;
        case.report.silent_since = Some(case.changed_at);
        oncall::tell_watchers(tx, parts, &case.id).await?;
    }
    cases::save(tx, parts, &case, now).await?;
    // It may have risen: asked what is new is no later than its level says.
    let at = [stored.ask_at, asking::ask_at(parts, &case, now)];
    stored.ask_at = at.into_iter().flatten().min();
    ask(tx, parts, &mut stored, &case, now).await
}

/// The reporter is asked to go on.
async fn ask(
    tx: &mut Tx,
    parts: &Parts,
    stored: &mut Stored,
    case: &Case,
    now: Timestamp,
) -> Result<()> {
    for chat in cases::all_routes_of(tx, parts, &case.id).await? {
        let theirs = conversations::by_chat(tx, parts, chat).await?;
        if theirs.is_none_or(|theirs| theirs.id != stored.id) {
            continue;
        }
        let first = match stored.state.told {
            Some(Level::Critical) => "next-critical",
            _ => "silent-kept",
        };
        let lines = vec![Phrase::new("silent-still-there"), Phrase::new(first)];
        cards::notice(tx, parts, chat, stored.state.language, lines).await?;
        if stored.state.paged() && !std::mem::replace(&mut stored.state.receipt_given, true) {
            super::renew_receipt(tx, parts, chat, stored, &case.id).await?;
        }
        conversations::save(tx, parts, chat, stored, now).await?;
        conversations::show_below(tx, parts, chat, stored).await?;
    }
    Ok(())
}

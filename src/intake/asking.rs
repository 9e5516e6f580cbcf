//! Whoever has been silent for a while is asked whether anything is new: a tap starts the time
//! anew.

use std::sync::Arc;

use habeas_core::domain::{Level, Phrase, Timestamp};
use habeas_core::intake::conversation::{Conversation, Overlay, Screen};

use super::conversations::{Stored, save, show_below, to_show};
use crate::cards::{self, Card};
use crate::cases::{Case, Stage};
use crate::oncall;
use crate::parts::Parts;
use crate::storage::{Result, Tx};

/// Nobody is asked about a case to watch from this hour, on the clock of the host state …
const NIGHT_FROM_H: i8 = 22;
/// … until this one.
const NIGHT_TO_H: i8 = 8;

/// Ticks that nothing has come to for so long are left: what whoever has the case needs is asked.
const TICKS_LEFT_S: i64 = 60;
/// Who is typing is waited for longer.
const TYPED_LEFT_S: i64 = 300;

/// When the reporter of a case is asked, if they do nothing until then.
pub(super) fn ask_at(parts: &Parts, case: &Case, now: Timestamp) -> Option<Timestamp> {
    let after = &parts.ask_reporter;
    let wait_s = match case.level {
        Level::Critical => after.critical_s,
        Level::Urgent => after.urgent_s,
        Level::Watch => after.watch_s,
        Level::Routine => 0,
    };
    if wait_s == 0 || case.stage == Stage::Closed {
        return None;
    }
    let at = now.plus_s(wait_s);
    let sleeps = case.level == Level::Watch;
    Some(if sleeps { by_day(parts, &case.report.report.host_state, at) } else { at })
}

/// The same moment by day, the next morning where it is at night; as it is where the hour is not
/// known.
fn by_day(parts: &Parts, state: &str, at: Timestamp) -> Timestamp {
    let moment = jiff::Timestamp::from_millisecond(at.as_millis()).ok();
    let there = parts.states.zone(state).zip(moment).and_then(|(zone, m)| m.in_tz(zone).ok());
    let Some(there) = there else { return at };
    let day = match there.hour() {
        hour if hour >= NIGHT_FROM_H => there.tomorrow(),
        hour if hour < NIGHT_TO_H => Ok(there.clone()),
        _ => return at,
    };
    let morning = day.and_then(|day| {
        day.with().hour(NIGHT_TO_H).minute(0).second(0).subsec_nanosecond(0).build()
    });
    morning.map_or(at, |m| Timestamp::from_millis(m.timestamp().as_millisecond()))
}

/// Asks all whose time has come. Returns the next moment at which somebody's does.
pub async fn ask_due(parts: &Arc<Parts>) -> Result<Option<Timestamp>> {
    let now = parts.now();
    let due = "-- asking::due
        SELECT id FROM conversations WHERE ask_at <= $1 ORDER BY ask_at LIMIT 50";
    let next = "-- asking::next_due
        SELECT MIN(ask_at) AS next FROM conversations WHERE ask_at > $1";
    let (due, next) = parts.store.due("asks-due", due, next, now).await?;
    for id in due {
        let (unit, asked) = (Arc::clone(parts), id.clone());
        let run = async move |tx: &mut Tx| ask(tx, &unit, &asked, now).await;
        match parts.store.run("ask-reporter", run).await {
            Err(error) if !error.is_retryable() => {
                tracing::error!(%error, "a reporter could not be asked");
                let forget = async move |tx: &mut Tx| not_due(tx, &id).await;
                parts.store.run("ask-no-more", forget).await?;
            }
            done => done?,
        }
    }
    Ok(next)
}

/// Whether a reporter has left alone what was being asked.
pub(super) fn has_left(stored: &Stored, now: Timestamp) -> bool {
    now.since(stored.changed_at) >= patience_s(&stored.state) * 1000
}

fn patience_s(state: &Conversation) -> i64 {
    let types = matches!(state.screen, Screen::TypeState { .. });
    if types || state.overlay == Some(Overlay::Write) { TYPED_LEFT_S } else { TICKS_LEFT_S }
}

/// `at`, or sooner where what is needed waits for ticks that nobody may finish.
pub(super) fn or_ticks_left(
    state: &Conversation,
    at: Option<Timestamp>,
    now: Timestamp,
) -> Option<Timestamp> {
    let left = state.waits_for_ticks().then(|| now.plus_s(patience_s(state)));
    at.into_iter().chain(left).min()
}

/// A case has risen: its reporters are asked no later than its level says.
pub async fn ask_no_later(tx: &mut Tx, parts: &Parts, case: &Case, now: Timestamp) -> Result<()> {
    let Some(at) = ask_at(parts, case, now) else { return Ok(()) };
    let args = || [case.id.as_slice().into(), at.into()];
    let sql = "-- asking::no_later
        UPDATE conversations SET ask_at = $2 WHERE case_id = $1 AND (ask_at IS NULL OR ask_at > $2)";
    tx.execute(sql, &args()).await?;
    let sql = "-- asking::aside_no_later
        UPDATE asides SET ask_at = $2 WHERE case_id = $1 AND (ask_at IS NULL OR ask_at > $2)";
    tx.execute(sql, &args()).await?;
    Ok(())
}

/// Nothing is due for ever: whoever is asked gets another time with the asking.
async fn not_due(tx: &mut Tx, id: &[u8]) -> Result<()> {
    let sql = "-- asking::not_due
        UPDATE conversations SET ask_at = NULL WHERE id = $1";
    tx.execute(sql, &[id.into()]).await?;
    Ok(())
}

async fn ask(tx: &mut Tx, parts: &Parts, id: &[u8], now: Timestamp) -> Result<()> {
    let sql = "-- asking::is_due
        SELECT id FROM conversations WHERE id = $1 AND ask_at <= $2";
    if tx.fetch_optional(sql, &[id.into(), now.into()]).await?.is_none() {
        // Another process was first, or a tap came meanwhile.
        return Ok(());
    }
    not_due(tx, id).await?;
    let sql = "-- asking::card
        SELECT c.* FROM cards c JOIN conversations v ON v.id = c.subject
        WHERE c.kind = 'interview' AND v.id = $1 AND v.blocked_at IS NULL";
    let Some(row) = tx.fetch_optional(sql, &[id.into()]).await? else { return Ok(()) };
    let (Ok(card), Some((mut stored, one_of_several))) =
        (Card::read(parts, &row), to_show(tx, parts, id).await?)
    else {
        return Ok(());
    };
    let case = match &stored.case {
        Some(case) => crate::cases::load(tx, parts, case).await?,
        None => None,
    };
    let Some(case) = case else { return Ok(()) };
    stored.ask_at = ask_at(parts, &case, now);
    if stored.state.waits_for_ticks() && stored.state.begin_for_lawyer() {
        save(tx, parts, card.chat, &mut stored, now).await?;
        return show_below(tx, parts, card.chat, &stored).await;
    }
    if stored.ask_at.is_none() {
        return Ok(());
    }
    if stored.state.overlay == Some(Overlay::Answer) && oncall::is_asked(tx, &case, now).await? {
        // The open question is the lawyer's; this one comes after it.
        return save(tx, parts, card.chat, &mut stored, now).await;
    }
    stored.state.lay(Some(Overlay::News));
    save(tx, parts, card.chat, &mut stored, now).await?;
    let mut lines = vec![Phrase::new("ask-news")];
    if one_of_several {
        lines.insert(0, Phrase::new("report-of").text("code", case.code.as_str()));
    }
    cards::notice(tx, parts, card.chat, stored.state.language, lines).await?;
    show_below(tx, parts, card.chat, &stored).await
}

//! Cases of a chat that are not in front of it: what their reporters were not asked for waits, and
//! whoever is silent about one is asked all the same.

use std::sync::Arc;

use habeas_core::domain::{Phrase, Timestamp};
use habeas_core::intake::conversation::{Overlay, Screen};
use habeas_core::intake::{Owed, adding, resume};

use super::asking;
use super::conversations::{self, Stored};
use super::silence;
use crate::cards::{self, Lane, Raise, Subject};
use crate::cases::{self, Case, Stage};
use crate::crypto::random_bytes;
use crate::parts::Parts;
use crate::storage::{Result, Row, Tx, Value};

/// An interview in which nothing has come for so long makes way for what another case needs.
const IDLE_S: i64 = 300;

/// The case that a chat is about makes way for something else.
pub async fn set_aside(
    tx: &mut Tx,
    parts: &Parts,
    chat: i64,
    stored: &Stored,
    now: Timestamp,
) -> Result<()> {
    silence::leave(tx, parts, stored, now).await?;
    let Some(id) = &stored.case else { return Ok(()) };
    // One that cannot be read keeps nobody from going on with something else.
    let Ok(Some(case)) = cases::load(tx, parts, id).await else { return Ok(()) };
    if case.stage == Stage::Closed || cases::hears(tx, parts, id, chat).await?.is_none() {
        return Ok(());
    }
    // Whoever was waited for is asked, too.
    let at = [stored.ask_at, stored.silent_at, asking::ask_at(parts, &case, now)];
    keep(tx, parts, chat, id, &Owed::of(&stored.state), at.into_iter().flatten().min()).await
}

async fn keep(
    tx: &mut Tx,
    parts: &Parts,
    chat: i64,
    case: &[u8],
    owed: &Owed,
    ask_at: Option<Timestamp>,
) -> Result<()> {
    let sql = "-- asides::keep
        INSERT INTO asides (id, case_id, chat_hash, owed, ask_at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (case_id, chat_hash) DO UPDATE SET owed = $4, ask_at = $5";
    let args: [Value; 5] = [
        random_bytes::<16>().into(),
        case.into(),
        parts.chat_hash(chat).into(),
        owed.bits().into(),
        ask_at.into(),
    ];
    tx.execute(sql, &args).await?;
    Ok(())
}

async fn find(tx: &mut Tx, parts: &Parts, chat: i64, case: &[u8]) -> Result<Option<Row>> {
    let sql = "-- asides::find
        SELECT * FROM asides WHERE case_id = $1 AND chat_hash = $2";
    tx.fetch_optional(sql, &[case.into(), parts.chat_hash(chat).into()]).await
}

/// What a chat was not asked for about a case that is not in front of it.
pub async fn owed(tx: &mut Tx, parts: &Parts, chat: i64, case: &[u8]) -> Result<Owed> {
    let row = find(tx, parts, chat, case).await?;
    row.map_or(Ok(Owed::default()), |row| Ok(Owed::read(row.i64("owed")?)))
}

/// Brings a case of a chat to its front, where it stands.
pub async fn to_front(
    tx: &mut Tx,
    parts: &Parts,
    chat: i64,
    stored: &mut Stored,
    case: &Case,
    now: Timestamp,
) -> Result<()> {
    let hears = cases::hears(tx, parts, &case.id, chat).await? == Some(true);
    let is_there = stored.case.as_deref() == Some(case.id.as_slice());
    if is_there && (silence::has_called(stored, case) || stored.state.held) {
        // It waits to be called for or looked at: where it stands, it goes on waiting.
        stored.state.lay(None);
        return Ok(());
    }
    let began_anew = stored.state.screen == Screen::First;
    if is_there && !began_anew && stored.state.adds_only != hears {
        stored.state.lay(None);
        return Ok(());
    }
    if !is_there {
        set_aside(tx, parts, chat, stored, now).await?;
    }
    let mut owed = match is_there {
        true => Owed::of(&stored.state),
        false => owed(tx, parts, chat, &case.id).await?,
    };
    if case.stage == Stage::Taken && !owed.asked {
        owed = owed.all();
    }
    let (language, report) = (stored.state.language, &case.report.report);
    let mut state = match hears {
        true => resume(&parts.guide(), language, (report, case.level), owed, now),
        false => adding(language, case.level),
    };
    let who = cases::reporter(tx, parts, &case.id, chat).await?;
    state.joined = who.is_some_and(|who| who.place > 1);
    conversations::go_on_with(stored, case.id.clone(), state);
    stored.ask_at = asking::ask_at(parts, case, now);
    let sql = "-- asides::is_in_front
        DELETE FROM asides WHERE case_id = $1 AND chat_hash = $2";
    tx.execute(sql, &[case.id.as_slice().into(), parts.chat_hash(chat).into()]).await?;
    cards::withdraw(tx, parts, chat, &Subject::GoOn(case.id.clone())).await
}

/// Somebody has a case that is not in front of its reporter: what they need waits, and comes by
/// itself where nothing else is being asked.
pub(super) async fn ask_for_lawyer(
    tx: &mut Tx,
    parts: &Parts,
    chat: i64,
    stored: &mut Stored,
    case: &Case,
    now: Timestamp,
) -> Result<()> {
    let row = find(tx, parts, chat, &case.id).await?;
    let (mut owed, ask_at) = match &row {
        Some(row) => (Owed::read(row.i64("owed")?), row.opt_time("ask_at")?),
        None => (Owed::default(), asking::ask_at(parts, case, now)),
    };
    if owed.asked {
        return Ok(());
    }
    owed = owed.all();
    keep(tx, parts, chat, &case.id, &owed, ask_at).await?;
    // Never over a report that has begun and is not finished: nobody would come back to it.
    let idle = stored.case.is_none() && now.since(stored.changed_at) >= IDLE_S * 1000;
    if stored.state.overlay.is_none() && (idle || stored.state.screen == Screen::Finished) {
        return show(tx, parts, chat, stored, case, now).await;
    }
    let card = Raise::new(chat, Subject::GoOn(case.id.clone()), stored.state.language);
    card.lane(Lane::Acknowledgement).fresh().raise(tx, parts).await
}

async fn show(
    tx: &mut Tx,
    parts: &Parts,
    chat: i64,
    stored: &mut Stored,
    case: &Case,
    now: Timestamp,
) -> Result<()> {
    to_front(tx, parts, chat, stored, case, now).await?;
    conversations::save(tx, parts, chat, stored, now).await?;
    conversations::show_below(tx, parts, chat, stored).await
}

/// Nothing is being asked in a chat any more: what another case of it needs comes to the front.
pub(super) async fn bring_up(
    tx: &mut Tx,
    parts: &Parts,
    chat: i64,
    stored: &mut Stored,
    now: Timestamp,
) -> Result<()> {
    let sql = "-- asides::of_chat
        SELECT case_id, owed FROM asides WHERE chat_hash = $1 ORDER BY id";
    for row in tx.fetch_all(sql, &[parts.chat_hash(chat).into()]).await? {
        let id = row.bytes("case_id")?;
        if Owed::read(row.i64("owed")?).needed.is_empty() {
            continue;
        }
        let Ok(Some(case)) = cases::load(tx, parts, &id).await else { continue };
        if cases::hears(tx, parts, &id, chat).await? == Some(true) {
            return show(tx, parts, chat, stored, &case, now).await;
        }
    }
    Ok(())
}

/// The button under a question about a case that is not in front: it comes there. Returns the
/// answer to the tap.
pub async fn go_on(
    tx: &mut Tx,
    parts: &Parts,
    chat: i64,
    case: &[u8],
    now: Timestamp,
) -> Result<Option<Phrase>> {
    let old = Ok(Some(Phrase::new("toast-old-button")));
    let Some(case) = cases::load(tx, parts, case).await? else { return old };
    if cases::hears(tx, parts, &case.id, chat).await?.is_none() {
        return old;
    }
    let Some(mut stored) = conversations::by_chat(tx, parts, chat).await? else { return old };
    to_front(tx, parts, chat, &mut stored, &case, now).await?;
    if stored.state.for_lawyer.is_empty() {
        stored.state.lay(Some(Overlay::News));
    }
    conversations::save(tx, parts, chat, &mut stored, now).await?;
    conversations::show_below(tx, parts, chat, &stored).await?;
    Ok(None)
}

/// Asks about all cases that are not in front and whose time has come. Returns the next moment at
/// which one's does.
pub async fn aside_due(parts: &Arc<Parts>) -> Result<Option<Timestamp>> {
    let now = parts.now();
    let due = "-- asides::due
        SELECT id FROM asides WHERE ask_at <= $1 ORDER BY ask_at LIMIT 50";
    let next = "-- asides::next_due
        SELECT MIN(ask_at) AS next FROM asides WHERE ask_at > $1";
    let (due, next) = parts.store.due("asides-due", due, next, now).await?;
    for id in due {
        let (unit, asked) = (Arc::clone(parts), id.clone());
        let run = async move |tx: &mut Tx| ask(tx, &unit, &asked, now).await;
        match parts.store.run("ask-aside", run).await {
            Err(error) if !error.is_retryable() => {
                tracing::error!(%error, "a reporter could not be asked about a case");
                let forget = async move |tx: &mut Tx| ask_again_at(tx, &id, None).await;
                parts.store.run("ask-aside-no-more", forget).await?;
            }
            done => done?,
        }
    }
    Ok(next)
}

async fn ask_again_at(tx: &mut Tx, id: &[u8], at: Option<Timestamp>) -> Result<()> {
    let sql = "-- asides::ask_again_at
        UPDATE asides SET ask_at = $2 WHERE id = $1";
    tx.execute(sql, &[id.into(), at.into()]).await?;
    Ok(())
}

async fn ask(tx: &mut Tx, parts: &Parts, id: &[u8], now: Timestamp) -> Result<()> {
    let sql = "-- asides::is_due
        SELECT a.case_id, a.chat_hash, v.id AS conversation FROM asides a
        LEFT JOIN conversations v ON v.chat_hash = a.chat_hash AND v.blocked_at IS NULL
        WHERE a.id = $1 AND a.ask_at <= $2";
    // Another process was first, or the case came to the front meanwhile.
    let Some(row) = tx.fetch_optional(sql, &[id.into(), now.into()]).await? else { return Ok(()) };
    let case = cases::load(tx, parts, &row.bytes("case_id")?).await?;
    let at = case.as_ref().and_then(|case| asking::ask_at(parts, case, now));
    ask_again_at(tx, id, at).await?;
    let (Some(case), Some(_)) = (case, row.opt_bytes("conversation")?) else { return Ok(()) };
    let chat = cases::chat_of(tx, parts, &case.id, &row.bytes("chat_hash")?).await?;
    let (Some(chat), true) = (chat, at.is_some()) else { return Ok(()) };
    let language = conversations::language_of(tx, parts, chat).await?;
    let card = Raise::new(chat, Subject::GoOn(case.id), language);
    card.lane(Lane::Acknowledgement).fresh().raise(tx, parts).await
}

/// A case is over: nobody is asked about it.
pub async fn forget_case(tx: &mut Tx, parts: &Parts, case: &[u8]) -> Result<()> {
    let sql = "-- asides::forget_case
        DELETE FROM asides WHERE case_id = $1";
    tx.execute(sql, &[case.into()]).await?;
    cards::withdraw_all(tx, parts, &Subject::GoOn(case.to_vec())).await
}

//! A member's unanswered pages: one is a page, several stand on one card, which rings once a minute
//! at most (L7). A ring that comes due within the minute stands in the table and is made up for at
//! its end.

use std::sync::Arc;

use habeas_core::domain::Timestamp;

use super::alerts::Why;
use super::members::{self, Member};
use crate::cards::{self, Lane, Raise, Subject};
use crate::parts::Parts;
use crate::storage::{Result, StoreError, Tx, Value, Wake};

/// From one ring of several pages to the next.
const AGAIN_MS: i64 = 60_000;

/// A case for which a member is called, with sound, and has not answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unanswered {
    /// The case.
    pub case: Vec<u8>,
    /// Why it calls.
    pub why: Why,
    /// Coordinators look at it before others are called.
    pub held: bool,
    /// A coordinator vouches for its reporter.
    pub vouched: bool,
}

/// What an alert's row can be wrong in.
#[derive(Debug, thiserror::Error)]
#[error("table alerts, column why: not readable")]
struct Unreadable;

/// What a member is called for and has not answered: the most pressing level first, vouched
/// reporters before others, then as they came.
pub async fn unanswered(tx: &mut Tx, member: &str) -> Result<Vec<Unanswered>> {
    let sql = "-- gather::unanswered
        SELECT a.case_id, a.why, a.held, CASE WHEN EXISTS (
                SELECT v.chat_hash FROM vouched v JOIN routes r ON r.chat_hash = v.chat_hash
                WHERE r.case_id = a.case_id) THEN 1 ELSE 0 END AS vouched,
            CASE c.level WHEN 'critical' THEN 0 WHEN 'urgent' THEN 1 ELSE 2 END AS pressing,
            CASE a.why WHEN 'help' THEN 1 ELSE 0 END AS helps
        FROM pages p JOIN alerts a ON a.id = p.alert_id JOIN cases c ON c.id = a.case_id
        WHERE p.member_id = $1 AND p.state = 'open' AND p.loud = 1
        AND a.taken_by IS NULL AND a.closed_at IS NULL
        ORDER BY pressing, vouched DESC, helps, a.opened_at, a.case_id";
    let mut found: Vec<Unanswered> = vec![];
    for row in tx.fetch_all(sql, &[member.into()]).await? {
        let case = row.bytes("case_id")?;
        if found.iter().any(|one| one.case == case) {
            continue;
        }
        let why = Why::read(&row.text("why")?).ok_or_else(|| StoreError::unit(Unreadable))?;
        let (held, vouched) = (row.i64("held")? != 0, row.i64("vouched")? != 0);
        found.push(Unanswered { case, why, held, vouched });
    }
    Ok(found)
}

/// When a member was rung last.
struct Ring {
    rung_at: Timestamp,
    gathered: bool,
    due_at: Option<Timestamp>,
}

async fn last_ring(tx: &mut Tx, member: &str) -> Result<Option<Ring>> {
    let sql = "-- gather::last_ring
        SELECT rung_at, gathered, due_at FROM rings WHERE member_id = $1";
    let Some(row) = tx.fetch_optional(sql, &[member.into()]).await? else { return Ok(None) };
    Ok(Some(Ring {
        rung_at: row.time("rung_at")?,
        gathered: row.i64("gathered")? != 0,
        due_at: row.opt_time("due_at")?,
    }))
}

async fn note_ring(tx: &mut Tx, member: &str, gathered: bool, now: Timestamp) -> Result<()> {
    let sql = "-- gather::note_ring
        INSERT INTO rings (member_id, rung_at, gathered, due_at) VALUES ($1, $2, $3, NULL)
        ON CONFLICT (member_id) DO UPDATE SET rung_at = $2, gathered = $3, due_at = NULL";
    let args: [Value; 3] = [member.into(), now.into(), i64::from(gathered).into()];
    tx.execute(sql, &args).await?;
    Ok(())
}

/// A page of this member's calls with sound: at once, or with the others as the minute ends. A
/// page alone rings as its ladder says, unless it has just rung among others (`again`).
pub(super) async fn ring(
    tx: &mut Tx,
    parts: &Parts,
    member: &Member,
    again: bool,
    now: Timestamp,
) -> Result<()> {
    let cases = unanswered(tx, &member.id).await?;
    let several = cases.len() > 1;
    let last = last_ring(tx, &member.id).await?;
    let soon = last.filter(|last| now.is_within_ms(last.rung_at, AGAIN_MS));
    let waits = soon.filter(|last| several || (again && last.gathered));
    let rang = show(tx, parts, member, &cases, waits.is_none()).await?;
    if rang {
        return note_ring(tx, &member.id, several, now).await;
    }
    if let Some(last) = waits {
        let sql = "-- gather::ring_later
            UPDATE rings SET due_at = $2 WHERE member_id = $1 AND due_at IS NULL";
        let at = last.rung_at.plus_ms(AGAIN_MS);
        tx.execute(sql, &[member.id.as_str().into(), at.into()]).await?;
        tx.wake(Wake::Ladder);
    }
    Ok(())
}

/// Shows a member what they are called for: a page, or one card for several. Returns whether it
/// rings: as asked for, or because what stood there before had not rung yet.
async fn show(
    tx: &mut Tx,
    parts: &Parts,
    member: &Member,
    cases: &[Unanswered],
    loud: bool,
) -> Result<bool> {
    let chat = member.telegram_id;
    let gathered = Subject::Gathered(member.id.clone().into_bytes());
    let (subject, was_to_ring) = match cases {
        [] => return Ok(false),
        [one] => {
            let was_to_ring = cards::put_away(tx, parts, chat, &gathered).await?;
            (Subject::Page(one.case.clone()), was_to_ring)
        }
        _ => (gathered, cards::put_pages_away(tx, parts, chat, &member.id).await?),
    };
    let loud = loud || was_to_ring;
    let raise = Raise::new(chat, subject, member.language).lane(Lane::Page).silent(!loud);
    let raise = if loud { raise.fresh() } else { raise };
    raise.raise(tx, parts).await?;
    Ok(loud)
}

/// A gathered card has fewer than two pages left: the last one becomes its usual page again,
/// without a ring of its own.
pub async fn gather_no_more(tx: &mut Tx, parts: &Parts, chat: i64, now: Timestamp) -> Result<()> {
    let Some(member) = members::by_telegram(tx, parts, chat).await? else { return Ok(()) };
    let gathered = Subject::Gathered(member.id.clone().into_bytes());
    let was_to_ring = cards::put_away(tx, parts, chat, &gathered).await?;
    let cases = unanswered(tx, &member.id).await?;
    if show(tx, parts, &member, &cases, was_to_ring).await? {
        note_ring(tx, &member.id, true, now).await?;
    }
    Ok(())
}

/// Makes up for the rings whose minute is over. Returns the next moment at which one is.
pub(super) async fn ring_due(parts: &Arc<Parts>) -> Result<Option<Timestamp>> {
    let now = parts.now();
    let read = parts.store.read("rings-due", async move |tx| {
        let sql = "-- gather::due
            SELECT member_id FROM rings WHERE due_at <= $1 ORDER BY due_at LIMIT 200";
        let rows = tx.fetch_all(sql, &[now.into()]).await?;
        rows.iter().map(|row| row.text("member_id")).collect::<Result<Vec<String>>>()
    });
    for member in read.await? {
        let (unit, id) = (Arc::clone(parts), member.clone());
        let run = async move |tx: &mut Tx| make_up(tx, &unit, &id, now).await;
        match parts.store.ahead().run("ring", run).await {
            Err(error) if !error.is_retryable() => {
                tracing::error!(%error, "a member could not be rung; it is tried again");
                put_off(parts, member, now).await?;
            }
            done => done?,
        }
    }
    let read = parts.store.read("rings-next", async |tx| {
        let sql = "-- gather::next_due
            SELECT MIN(due_at) AS next FROM rings";
        let row = tx.fetch_optional(sql, &[]).await?;
        row.map_or(Ok(None), |row| row.opt_time("next"))
    });
    read.await
}

/// Rings a member for whatever is unanswered now, if a ring is still due.
async fn make_up(tx: &mut Tx, parts: &Parts, id: &str, now: Timestamp) -> Result<()> {
    let due = last_ring(tx, id).await?.and_then(|last| last.due_at);
    if due.is_none_or(|at| at > now) {
        return Ok(());
    }
    let member = members::by_id(tx, parts, id).await?.filter(|m| m.revoked_at.is_none());
    if let Some(member) = member {
        let cases = unanswered(tx, id).await?;
        if show(tx, parts, &member, &cases, true).await? {
            return note_ring(tx, id, true, now).await;
        }
    }
    let sql = "-- gather::nobody_to_ring
        UPDATE rings SET due_at = NULL WHERE member_id = $1";
    tx.execute(sql, &[id.into()]).await?;
    Ok(())
}

async fn put_off(parts: &Arc<Parts>, member: String, now: Timestamp) -> Result<()> {
    let later = now.plus_s(parts.delays.empty_step_s.max(1));
    let run = async move |tx: &mut Tx| {
        let sql = "-- gather::put_off
            UPDATE rings SET due_at = $2 WHERE member_id = $1";
        tx.execute(sql, &[member.as_str().into(), later.into()]).await
    };
    parts.store.run("ring-put-off", run).await.map(|_| ())
}

//! What came of a message, recorded: shown, tried again, or failed for good.

use std::sync::Arc;

use habeas_core::domain::Timestamp;

use super::Answer;
use crate::cards::deletions::{self, KEEP_MS};
use crate::cards::deliveries;
use crate::cards::find;
use crate::cards::raise::{Card, Lane};
use crate::cards::subject::Subject;
use crate::observe::Counter;
use crate::outside::SendError;
use crate::parts::Parts;
use crate::storage::{Result, Tx, Wake};
use crate::{intake, oncall};

/// A page that has to wait for more seconds counts as a failed delivery at once (S4); it is still
/// sent when the wait is over.
pub(super) const LONGEST_WAIT_S: i64 = 20;
/// The longest pause before a message without a clear answer is sent again.
const LONGEST_PAUSE_S: i64 = 8;

/// A copy whose answer was lost has one of so many ids before that of its repeat: what a bot sends
/// and hears meanwhile, and the ids that one call deletes.
const LOST_AMONG: i64 = 99;

/// Records what came of a card.
pub(super) async fn record(
    parts: &Arc<Parts>,
    card: Card,
    answer: Answer,
    delete_after_s: Option<i64>,
) -> Result<()> {
    count(&card, &answer);
    let (unit, store) = (Arc::clone(parts), card.store(parts));
    let now = parts.now();
    let run = async move |tx: &mut Tx| {
        tx.wake(Wake::Sender);
        match &answer {
            Answer::Sent(message) => sent(tx, &unit, &card, *message, delete_after_s, now).await,
            Answer::Edited => shown(tx, &card, card.message).await.map(|_| ()),
            Answer::Nothing => nothing(tx, &unit, &card, now).await,
            Answer::Failed(SendError::TooMany(wait_s)) => {
                later(tx, &card, 0, now.plus_s(*wait_s)).await?;
                match *wait_s > LONGEST_WAIT_S {
                    true => failed(tx, &unit, &card, now).await,
                    false => Ok(()),
                }
            }
            Answer::Failed(SendError::Unknown) => {
                let pause = if card.lane == Lane::Page as i64 { 1 } else { 1 << card.tries.min(3) };
                later(tx, &card, 1, now.plus_s(pause.min(LONGEST_PAUSE_S))).await
            }
            Answer::Failed(SendError::Gone) => gone(tx, &card, now).await,
            Answer::Failed(SendError::Refused(_)) => refused(tx, &unit, &card, now).await,
        }
    };
    store.run("record-card", run).await
}

fn count(card: &Card, answer: &Answer) {
    if matches!(answer, Answer::Sent(_) | Answer::Edited) {
        Counter::Sent.count();
    }
    match answer {
        Answer::Sent(_) if card.lane == Lane::Page as i64 => Counter::Pages.count(),
        Answer::Failed(SendError::Refused(why)) => {
            Counter::SendsFailed.count();
            tracing::warn!(kind = card.subject.kind(), why, "telegram refused a card");
        }
        Answer::Failed(SendError::Unknown) => Counter::SendsRepeated.count(),
        _ => {}
    }
}

/// A new message stands in the chat: an earlier one of the same card is deleted.
async fn sent(
    tx: &mut Tx,
    parts: &Parts,
    card: &Card,
    message: Option<i64>,
    delete_after_s: Option<i64>,
    now: Timestamp,
) -> Result<()> {
    deliveries::sent(tx, card, now).await?;
    if let Some(old) = card.message.filter(|old| Some(*old) != message) {
        deletions::schedule(tx, parts, card.chat, old, now).await?;
    }
    if let Some(message) = message {
        find::note_message(tx, parts, card, message).await?;
        let stays = delete_after_s.map_or(KEEP_MS, |s| s * 1000);
        deletions::schedule(tx, parts, card.chat, message, now.plus_ms(stays)).await?;
        if card.tries > 0 {
            // A copy may be there whose id nobody knows. Ids rise over all of a bot's private
            // chats, so it is one of those before; Telegram passes over the others.
            let before: Vec<i64> = (message - LOST_AMONG..message).filter(|id| *id > 0).collect();
            let end = now.plus_ms(KEEP_MS);
            deletions::schedule_all(tx, parts, card.chat, &before, end).await?;
        }
    }
    if !shown(tx, card, message).await?
        && let Some(message) = message
    {
        // It was put away or withdrawn while it was on its way.
        deletions::schedule(tx, parts, card.chat, message, now).await?;
    }
    Ok(())
}

/// The revision that was leased is seen; a newer one is due at once. A notice's body is wiped.
/// `false` for a card that is put away.
async fn shown(tx: &mut Tx, card: &Card, message: Option<i64>) -> Result<bool> {
    let sql = "-- cards::shown
        UPDATE cards SET shown = $2, message_id = COALESCE($3, message_id), tries = 0, lease_until = NULL,
            sealed_body = NULL,
            state = CASE WHEN wanted > $2 THEN 'due' ELSE 'idle' END
        WHERE id = $1 AND state <> 'away'";
    let args = [card.id.into(), card.wanted.into(), message.into()];
    Ok(tx.execute(sql, &args).await? > 0)
}

/// There was nothing to show: the card rests. A card that gathers fewer than two gives way to the
/// usual page.
async fn nothing(tx: &mut Tx, parts: &Parts, card: &Card, now: Timestamp) -> Result<()> {
    if let Subject::Gathered(_) = card.subject {
        return oncall::gather_no_more(tx, parts, card.chat, now).await;
    }
    let sql = "-- cards::nothing
        UPDATE cards SET shown = $2, tries = 0, lease_until = NULL,
            state = CASE WHEN wanted > $2 THEN 'due' ELSE 'idle' END
        WHERE id = $1 AND state <> 'away'";
    tx.execute(sql, &[card.id.into(), card.wanted.into()]).await?;
    Ok(())
}

/// Sent again later.
async fn later(tx: &mut Tx, card: &Card, tries: i64, at: Timestamp) -> Result<()> {
    let sql = "-- cards::later
        UPDATE cards SET state = 'due', tries = tries + $2, due_at = $3, lease_until = NULL
        WHERE id = $1 AND state <> 'away'";
    tx.execute(sql, &[card.id.into(), tries.into(), at.into()]).await?;
    Ok(())
}

/// The message to be edited is gone: a new one takes its place.
async fn gone(tx: &mut Tx, card: &Card, now: Timestamp) -> Result<()> {
    let sql = "-- cards::gone
        UPDATE cards SET state = 'due', message_id = NULL, due_at = $2, lease_until = NULL
        WHERE id = $1 AND state <> 'away'";
    tx.execute(sql, &[card.id.into(), now.into()]).await?;
    Ok(())
}

/// Refused for good: the card ends, and a page counts as a failed delivery at once (S4).
async fn refused(tx: &mut Tx, parts: &Parts, card: &Card, now: Timestamp) -> Result<()> {
    let sql = "-- cards::refused
        UPDATE cards SET lease_until = NULL, message_id = NULL,
            sealed_body = CASE WHEN wanted > $2 THEN sealed_body ELSE NULL END,
            state = CASE WHEN wanted > $2 THEN 'due' ELSE 'failed' END
        WHERE id = $1 AND state <> 'away'";
    tx.execute(sql, &[card.id.into(), card.wanted.into()]).await?;
    if let Subject::Interview(_) = &card.subject {
        intake::mark_blocked(tx, parts, card.chat, Some(now)).await?;
    }
    failed(tx, parts, card, now).await
}

/// A page did not reach its chat, or none of those that one card gathers: it counts as failed.
async fn failed(tx: &mut Tx, parts: &Parts, card: &Card, now: Timestamp) -> Result<()> {
    match &card.subject {
        Subject::Page(case) => oncall::delivery_failed(tx, parts, case, card.chat, now).await,
        Subject::Gathered(_) => oncall::deliveries_failed(tx, parts, card.chat, now).await,
        _ => Ok(()),
    }
}

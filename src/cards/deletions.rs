//! The deletion schedule: every message sent or received leaves the chat.
//!
//! Bot API, deleteMessages: own and incoming messages of private chats, younger than 48 h, at
//! most 100 ids a call, unknown ids are skipped.

use std::collections::BTreeMap;
use std::sync::Arc;

use habeas_core::domain::Timestamp;

use super::chat;
use crate::crypto::{Column, random_bytes};
use crate::outside::{Messenger, SendError};
use crate::parts::Parts;
use crate::storage::{Many, Result, Tx, Value, Wake};

/// What has no shorter time goes before 47 hours.
pub const KEEP_MS: i64 = 46 * 3_600_000;
/// After so many refusals, two days of them, a message is given up: Telegram no longer lets it be
/// deleted.
const TRIES: i64 = 60;
/// Looks at least this often.
const SWEEP_S: i64 = 2;
/// A failed deletion is tried again after so many seconds; a refused one each time twice as late,
/// up to an hour.
const RETRY_S: i64 = 30;
const LONGEST_RETRY_S: i64 = 3600;

/// Puts a message on the schedule; an earlier time wins.
pub async fn schedule(
    tx: &mut Tx,
    parts: &Parts,
    chat: i64,
    message: i64,
    due: Timestamp,
) -> Result<()> {
    schedule_all(tx, parts, chat, &[message], due).await
}

/// Puts different messages of a chat on the schedule.
pub async fn schedule_all(
    tx: &mut Tx,
    parts: &Parts,
    chat: i64,
    messages: &[i64],
    due: Timestamp,
) -> Result<()> {
    let sql = Many {
        before: "-- deletions::schedule
        INSERT INTO deletions (id, chat_hash, sealed_chat, message_id, due_at, tries) VALUES",
        after: " ON CONFLICT (chat_hash, message_id) DO UPDATE SET due_at =
            CASE WHEN deletions.due_at < excluded.due_at THEN deletions.due_at
            ELSE excluded.due_at END",
    };
    let row = |message: &i64| -> Vec<Value> {
        let id = random_bytes::<16>();
        let sealed = parts.keyring.seal(Column::DeletionsChat, &id, &chat.to_be_bytes());
        let hash = parts.chat_hash(chat);
        vec![id.into(), hash.into(), sealed.into(), (*message).into(), due.into(), 0.into()]
    };
    let rows: Vec<Vec<Value>> = messages.iter().map(row).collect();
    tx.many(sql, &rows).await?;
    if due <= parts.now() && !messages.is_empty() {
        tx.wake(Wake::Schedule);
    }
    Ok(())
}

/// Takes messages off the schedule: they are gone.
pub async fn forget(tx: &mut Tx, ids: &[Vec<u8>]) -> Result<()> {
    let sql = Many {
        before: "-- deletions::forget
        DELETE FROM deletions WHERE id IN (VALUES",
        after: ")",
    };
    let rows: Vec<Vec<Value>> = ids.iter().map(|id| vec![id.as_slice().into()]).collect();
    tx.many(sql, &rows).await?;
    Ok(())
}

/// So many messages are deleted in one call (Bot API, deleteMessages).
const PER_CALL: usize = 100;

/// A message that is due.
struct Due {
    row: Vec<u8>,
    message: i64,
    tries: i64,
}

/// Deletes what is due, for as long as the process lives.
pub struct Sweeper {
    parts: Arc<Parts>,
    messenger: Arc<dyn Messenger>,
}

impl std::fmt::Debug for Sweeper {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sweeper")
    }
}

impl Sweeper {
    /// A sweeper.
    pub fn new(parts: Arc<Parts>, messenger: Arc<dyn Messenger>) -> Self {
        Self { parts, messenger }
    }

    /// Runs until the task is dropped.
    pub async fn run(self) {
        let mut woken = self.parts.store.woken(Wake::Schedule);
        loop {
            let more = match self.sweep().await {
                Ok(more) => more,
                Err(error) => {
                    tracing::error!(%error, "the deletion schedule could not run");
                    false
                }
            };
            if more {
                continue;
            }
            let sweep = self.parts.now().plus_s(SWEEP_S);
            tokio::select! {
                () = woken.next() => {}
                () = self.parts.clock.sleep_until(sweep) => {}
            }
        }
    }

    /// One round. Returns whether there may be more at once.
    async fn sweep(&self) -> Result<bool> {
        let due = self.due().await?;
        let some = !due.is_empty();
        let jobs = due.into_iter().map(|(chat, due)| self.delete_all(chat, due));
        let done: Vec<Result<bool>> = futures::future::join_all(jobs).await;
        let mut all_gone = true;
        for one in done {
            all_gone &= one?;
        }
        Ok(some && all_gone)
    }

    async fn due(&self) -> Result<BTreeMap<i64, Vec<Vec<Due>>>> {
        let parts = Arc::clone(&self.parts);
        let now = parts.now();
        let read = self.parts.store.read("deletions-due", async move |tx| {
            let sql = "-- deletions::due
                SELECT * FROM deletions WHERE due_at <= $1 ORDER BY due_at LIMIT 1000";
            let mut due: BTreeMap<i64, Vec<Vec<Due>>> = BTreeMap::new();
            for row in tx.fetch_all(sql, &[now.into()]).await? {
                let id = row.bytes("id")?;
                let chat = match chat::open(&parts, Column::DeletionsChat, &id, &row, "sealed_chat")
                {
                    Ok(chat) => chat,
                    Err(error) => {
                        tracing::error!(%error, "a message cannot be deleted");
                        continue;
                    }
                };
                let (message, tries) = (row.i64("message_id")?, row.i64("tries")?);
                let of_chat = due.entry(chat).or_default();
                // One that was refused goes alone: Telegram refuses a whole call for one message
                // that is too old.
                let alone =
                    tries > 0 || of_chat.last().is_some_and(|c| c.iter().any(|d| d.tries > 0));
                if alone || of_chat.last().is_none_or(|call| call.len() == PER_CALL) {
                    of_chat.push(vec![]);
                }
                if let Some(call) = of_chat.last_mut() {
                    call.push(Due { row: id, message, tries });
                }
            }
            Ok(due)
        });
        read.await
    }

    /// One chat, call after call; what follows a failed call waits for another round.
    async fn delete_all(&self, chat: i64, calls: Vec<Vec<Due>>) -> Result<bool> {
        for due in calls {
            if !self.delete(chat, due).await? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    async fn delete(&self, chat: i64, due: Vec<Due>) -> Result<bool> {
        let messages = due.iter().map(|d| d.message).collect();
        let answer = self.messenger.delete(chat, messages).await;
        let now = self.parts.now();
        // What was refused comes later; what had no answer holds up the rest of its chat.
        let goes_on = matches!(answer, Ok(()) | Err(SendError::Refused(_) | SendError::Gone));
        let unit = async move |tx: &mut Tx| match &answer {
            Ok(()) => {
                let rows: Vec<Vec<u8>> = due.iter().map(|d| d.row.clone()).collect();
                forget(tx, &rows).await
            }
            Err(SendError::Refused(_) | SendError::Gone) => refused(tx, &due, now).await,
            Err(SendError::TooMany(wait_s)) => later(tx, &due, 0, now.plus_s(*wait_s)).await,
            Err(SendError::Unknown) => later(tx, &due, 0, now.plus_s(RETRY_S)).await,
        };
        self.parts.store.run("deleted", unit).await?;
        Ok(goes_on)
    }
}

/// Deletes later; `refused` is added to the count of refusals.
async fn later(tx: &mut Tx, due: &[Due], refused: i64, at: Timestamp) -> Result<()> {
    let sql = "-- deletions::later
        UPDATE deletions SET tries = tries + $2, due_at = $3 WHERE id = $1";
    for one in due {
        tx.execute(sql, &[one.row.as_slice().into(), refused.into(), at.into()]).await?;
    }
    Ok(())
}

/// Telegram refused: each is tried by itself, later each time, and given up in the end.
async fn refused(tx: &mut Tx, due: &[Due], now: Timestamp) -> Result<()> {
    let first = due.first().map_or(0, |d| d.tries);
    let wait_s = if due.len() > 1 { 0 } else { LONGEST_RETRY_S.min(RETRY_S << first.min(10)) };
    later(tx, due, 1, now.plus_s(wait_s)).await?;
    let sql = "-- deletions::give_up
        DELETE FROM deletions WHERE tries > $1";
    tx.execute(sql, &[TRIES.into()]).await?;
    Ok(())
}

/// Puts a message on the schedule for the end of its time, which counts from when it was sent.
pub async fn schedule_late(
    tx: &mut Tx,
    parts: &Parts,
    chat: i64,
    message: i64,
    sent: Timestamp,
) -> Result<()> {
    schedule(tx, parts, chat, message, sent.plus_ms(KEEP_MS)).await
}

/// Forgets notices that were sent so long ago that nothing of them is in the chat.
pub async fn forget_old(tx: &mut Tx, now: Timestamp) -> Result<()> {
    let sql = "-- deletions::forget_old
        DELETE FROM cards WHERE kind IN ('notice', 'receipt') AND state IN ('idle', 'failed') AND due_at < $1";
    tx.execute(sql, &[now.plus_ms(-2 * KEEP_MS).into()]).await?;
    super::find::forget_old(tx, now.plus_ms(-2 * KEEP_MS)).await
}

//! The inbound loop: Telegram keeps what is not confirmed, so a batch is confirmed only when every
//! update of it is committed or parked.
//!
//! The next offset is the last id of the batch just committed + 1: assigned, never a maximum,
//! never stored; the first call of a process has none (ids jump after a quiet week, also down).

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use futures::FutureExt;
use habeas_core::domain::Timestamp;
use serde_json::Value;
use tokio::sync::watch;

use super::gateway::{Gateway, GatewayError};
use super::outage::Heard;
use super::parked;
use super::process::{After, Leave, chat_unit};
use super::seen;
use super::update::Update;
use crate::cards;
use crate::observe::{Counter, Gauge};
use crate::outside::Messenger;
use crate::parts::Parts;
use crate::storage::{Result, StoreError, Tx};

/// Pauses after failures, in milliseconds: doubled up to the last.
const PAUSES_MS: [i64; 6] = [250, 500, 1000, 2000, 4000, 8000];
/// An update that fails so often is parked.
const TRIES: usize = 3;
/// A batch older than this is an alarm.
const SLOW_BATCH_MS: i64 = 2000;
/// A chat above its rate is answered so much later.
const FLOOD_DELAY_MS: i64 = 5000;
/// Words from a group that was left so long ago mean that the bot is still there.
const LEFT_MS: i64 = 60_000;
/// Old marks are forgotten this often.
const FORGET_EVERY_MS: i64 = 3_600_000;

/// Reads updates for as long as the process lives.
pub struct Inbox {
    parts: Arc<Parts>,
    gateway: Gateway,
    bot: i64,
    /// When each chat wrote in the last minute.
    rates: HashMap<i64, VecDeque<Timestamp>>,
    forgot_at: Timestamp,
    heard: Heard,
    /// Groups that were left in the last minute.
    left: Mutex<HashMap<i64, Timestamp>>,
}

impl std::fmt::Debug for Inbox {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Inbox")
    }
}

impl Inbox {
    /// An inbox for the bot with this id.
    pub fn new(parts: Arc<Parts>, gateway: Gateway, bot: i64) -> Self {
        let forgot_at = Timestamp::from_millis(0);
        let (rates, left) = (HashMap::new(), Mutex::default());
        Self { parts, gateway, bot, rates, forgot_at, heard: Heard::default(), left }
    }

    /// Reads until `stop` is set; the batch in hand is finished and stays unconfirmed in
    /// Telegram, where its marks make it harmless.
    ///
    /// # Errors
    /// Only a token that Telegram refuses ends the loop.
    pub async fn run(
        mut self,
        mut stop: watch::Receiver<bool>,
    ) -> std::result::Result<(), GatewayError> {
        let mut offset = None;
        let mut failures = 0;
        loop {
            let asked = self.parts.now();
            let batch = tokio::select! {
                _ = stop.wait_for(|stop| *stop) => return Ok(()),
                batch = self.gateway.updates(offset) => batch,
            };
            if batch.is_ok() {
                self.parts.note_heard();
            }
            let done = match batch {
                Ok(batch) => match self.hear(&batch, asked).await {
                    Ok(last) => {
                        offset = last.map_or(offset, |id| Some(id + 1));
                        Ok(())
                    }
                    Err(error) => {
                        tracing::error!(%error, "a batch was not stored and stays unconfirmed");
                        Err(())
                    }
                },
                Err(GatewayError::TokenRefused) => return Err(GatewayError::TokenRefused),
                Err(error) => {
                    tracing::warn!(%error, "updates could not be read; trying again");
                    Err(())
                }
            };
            failures = if done.is_ok() { 0 } else { failures + 1 };
            if failures > 0 {
                let pause = PAUSES_MS[(failures - 1).min(PAUSES_MS.len() - 1)];
                let until = self.parts.now().plus_ms(pause);
                tokio::select! {
                    _ = stop.wait_for(|stop| *stop) => return Ok(()),
                    () = self.parts.clock.sleep_until(until) => {}
                }
            }
        }
    }

    /// Telegram is heard: who was cut off before is asked first, then the batch is taken.
    async fn hear(&mut self, batch: &[Value], asked: Timestamp) -> Result<Option<i64>> {
        let parts = Arc::clone(&self.parts);
        match self.heard.before_batch(&parts, asked).await {
            Err(error) if !error.is_retryable() => {
                tracing::error!(%error, "after an outage nobody could be asked to press once more");
            }
            done => done?,
        }
        let last = self.take(batch).await?;
        self.heard.after_batch(&parts).await?;
        Ok(last)
    }

    /// Commits a batch: chats in parallel, one chat strictly in order. Returns its last id.
    async fn take(&mut self, batch: &[Value]) -> Result<Option<i64>> {
        if batch.is_empty() {
            return Ok(None);
        }
        let begun = self.parts.now();
        let mut last = None;
        let mut order: Vec<i64> = vec![];
        let mut chats: HashMap<i64, Vec<(Update, &Value)>> = HashMap::new();
        for raw in batch {
            let Some(update) = Update::read(raw) else { continue };
            last = Some(update.id);
            let of_chat = chats.entry(update.chat).or_default();
            if of_chat.is_empty() {
                order.push(update.chat);
            }
            of_chat.push((update, raw));
        }
        let mut work = vec![];
        for chat in order {
            let updates = chats.remove(&chat).unwrap_or_default();
            work.push((self.slow_ms(chat, updates.len(), begun), updates));
        }
        let units = work.into_iter().map(|(slow_ms, updates)| self.chat(updates, slow_ms));
        for done in futures::future::join_all(units).await {
            done?;
        }
        Counter::Updates.count_many(batch.len() as u64);
        let took_ms = self.parts.now().since(begun);
        Gauge::LastBatchSeconds.set(took_ms as f64 / 1000.0);
        if took_ms > SLOW_BATCH_MS {
            tracing::warn!(took_ms, "a batch of updates took too long to commit");
        }
        self.forget_old(begun).await?;
        Ok(last)
    }

    /// One chat's updates as one unit; if it fails, each by itself, and what fails three times is
    /// parked. A storage error parks nothing: it stops the confirming.
    async fn chat(&self, updates: Vec<(Update, &Value)>, slow_ms: i64) -> Result<()> {
        let all: Vec<Update> = updates.iter().map(|(update, _)| update.clone()).collect();
        match self.unit(all, slow_ms).await {
            Ok(after) => {
                self.follow_up(after);
                return Ok(());
            }
            Err(error) if is_storage(&error) => return Err(error),
            Err(_) => {}
        }
        for (update, raw) in updates {
            self.alone(update, raw, slow_ms).await?;
        }
        Ok(())
    }

    async fn alone(&self, update: Update, raw: &Value, slow_ms: i64) -> Result<()> {
        let mut reason = String::new();
        for _ in 0..TRIES {
            match self.unit(vec![update.clone()], slow_ms).await {
                Ok(after) => {
                    self.follow_up(after);
                    return Ok(());
                }
                Err(error) if is_storage(&error) => return Err(error),
                Err(error) => reason = error.to_string(),
            }
        }
        tracing::error!(kind = update.kind.name(), "an update failed three times and is parked");
        Counter::UpdatesParked.count();
        parked::park(&self.parts, &update, raw, &reason).await
    }

    async fn unit(&self, updates: Vec<Update>, slow_ms: i64) -> Result<After> {
        let parts = Arc::clone(&self.parts);
        chat_unit(parts, self.bot, updates, slow_ms).await
    }

    /// What is not durable and comes right after the commit: answers to taps, groups to leave.
    fn follow_up(&self, after: After) {
        for (query, phrase, language) in after.answers {
            let text = phrase.map(|p| cards::say(&self.parts, language, &p));
            let gateway = self.gateway.clone();
            tokio::spawn(async move { gateway.answer(query, text).await });
        }
        for Leave { chat, language, added } in after.leave {
            if !self.leaves(chat, added) {
                continue;
            }
            let phrase = habeas_core::domain::Phrase::new("group-private-only");
            let text = cards::say(&self.parts, language, &phrase);
            let gateway = self.gateway.clone();
            tokio::spawn(async move {
                let (buttons, keyboard) = (vec![], crate::outside::Keyboard::Kept);
                let message = crate::outside::Outgoing {
                    chat,
                    text,
                    buttons,
                    link: None,
                    keyboard,
                    silent: true,
                };
                let _ = gateway.send(message).await;
                gateway.leave(chat).await;
            });
        }
    }

    /// Whether a group is still to be left: what was written there before the bot had left is
    /// read after it.
    fn leaves(&self, chat: i64, added: bool) -> bool {
        let now = self.parts.now();
        let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        left.retain(|_, at| now.since(*at) < LEFT_MS);
        left.insert(chat, now).is_none() || added
    }

    /// How much later a chat that floods is answered; nothing of it is refused.
    fn slow_ms(&mut self, chat: i64, new: usize, now: Timestamp) -> i64 {
        let times = self.rates.entry(chat).or_default();
        let most = usize::try_from(self.parts.updates_per_chat_per_min).unwrap_or(usize::MAX);
        times.extend(std::iter::repeat_n(now, new));
        while times.front().is_some_and(|t| now.since(*t) > 60_000) || times.len() > most + 100 {
            times.pop_front();
        }
        let floods = times.len() > most;
        if self.rates.len() > 10_000 {
            self.rates.retain(|_, t| t.back().is_some_and(|t| now.since(*t) <= 60_000));
        }
        if floods { FLOOD_DELAY_MS } else { 0 }
    }

    async fn forget_old(&mut self, now: Timestamp) -> Result<()> {
        if now.since(self.forgot_at) < FORGET_EVERY_MS {
            return Ok(());
        }
        self.forgot_at = now;
        let parts = Arc::clone(&self.parts);
        let unit = async move |tx: &mut Tx| {
            seen::forget_old(tx, now).await?;
            cards::forget_old(tx, now).await?;
            crate::oncall::invitations::forget_old(tx, now).await?;
            crate::intake::forget_tries(tx, now).await?;
            crate::console::forget_codes(tx, now).await?;
            crate::console::forget_writes(tx, now).await?;
            parked::forget_old(tx, now).await
        };
        parts.store.run("forget-old", unit).boxed().await
    }
}

/// Whether the database itself failed, and not what was to be done in it.
fn is_storage(error: &StoreError) -> bool {
    error.is_retryable() || matches!(error, StoreError::Closed | StoreError::Start(..))
}

//! The sender: leases due cards, renders them as they should be seen now, sends or edits, records.
//!
//! Delivery is at least once. A request without a clear answer is sent again as "repeat N" with
//! the same code and buttons; an expired lease goes back to pending, never to failed (S2, S3).

mod lease;
mod outcome;

use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Semaphore;

use super::limiter::Limiter;
use super::raise::{Card, Lane};
use super::render;
use crate::outside::{Messenger, SendError};
use crate::parts::Parts;
use crate::storage::{Result, Wake};

/// Looks at least this often (S8).
const SWEEP_MS: i64 = 2000;
/// So many messages that are no pages are on their way at once.
const IN_FLIGHT: usize = 64;

/// Sends cards for as long as the process lives.
pub struct Sender {
    parts: Arc<Parts>,
    messenger: Arc<dyn Messenger>,
    limiter: Arc<Mutex<Limiter>>,
    in_flight: Arc<Semaphore>,
}

impl std::fmt::Debug for Sender {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sender")
    }
}

impl Sender {
    /// A sender within these limits.
    pub fn new(
        parts: Arc<Parts>,
        messenger: Arc<dyn Messenger>,
        per_chat_per_s: i64,
        per_s: i64,
    ) -> Self {
        let limiter = Arc::new(Mutex::new(Limiter::new(per_chat_per_s, per_s)));
        Self { parts, messenger, limiter, in_flight: Arc::new(Semaphore::new(IN_FLIGHT)) }
    }

    /// Takes back what an earlier process had leased: it may have gone out or not.
    pub async fn take_back_leases(&self) -> Result<()> {
        lease::take_back_all(&self.parts).await
    }

    /// Runs until the task is dropped. A storage error is logged and tried again.
    pub async fn run(self) {
        let mut woken = self.parts.store.woken(Wake::Sender);
        loop {
            let now = self.parts.now();
            let mut next = now.plus_ms(SWEEP_MS);
            match lease::lease(&self.parts, &self.limiter, self.in_flight.available_permits()).await
            {
                Ok(leased) => {
                    if let Some(at) = leased.next {
                        next = next.min(at);
                    }
                    for card in leased.cards {
                        self.spawn(card);
                    }
                }
                Err(error) => tracing::error!(%error, "cards could not be leased"),
            }
            tokio::select! {
                () = woken.next() => {}
                () = self.parts.clock.sleep_until(next) => {}
            }
        }
    }

    fn spawn(&self, card: Card) {
        let job = Job {
            parts: Arc::clone(&self.parts),
            messenger: Arc::clone(&self.messenger),
            limiter: Arc::clone(&self.limiter),
        };
        let is_page = card.lane == Lane::Page as i64;
        let permit = (!is_page).then(|| Arc::clone(&self.in_flight).try_acquire_owned());
        tokio::spawn(async move {
            if let Err(error) = job.send(card).await {
                // The lease runs out and the card is sent again.
                tracing::error!(%error, "a card could not be recorded as sent");
            }
            drop(permit);
        });
    }
}

/// One message on its way.
struct Job {
    parts: Arc<Parts>,
    messenger: Arc<dyn Messenger>,
    limiter: Arc<Mutex<Limiter>>,
}

/// What Telegram made of a card.
enum Answer {
    /// A new message, with its id if that was readable.
    Sent(Option<i64>),
    /// The message in the chat shows the present state.
    Edited,
    /// There was nothing to show any more.
    Nothing,
    /// It did not work, or nobody knows.
    Failed(SendError),
}

impl Job {
    async fn send(self, card: Card) -> Result<()> {
        let shown = card.clone();
        let store = card.store(&self.parts);
        let parts = Arc::clone(&self.parts);
        let render =
            async move |tx: &mut crate::storage::Tx| render::message(tx, &parts, &shown).await;
        let message = match store.read("render", render).await {
            Err(error) if !error.is_retryable() => {
                // Broken data: what waits behind this card in its chat is not held up by it.
                tracing::error!(%error, kind = card.subject.kind(), "a card could not be shown");
                let failed = Answer::Failed(SendError::Refused("it could not be rendered"));
                return outcome::record(&self.parts, card, failed, None).await;
            }
            read => read?,
        };
        let delete_after_s = message.as_ref().and_then(|m| m.delete_after_s);
        let answer = match message {
            None => Answer::Nothing,
            Some(message) => match card.message.filter(|_| !card.goes_anew()) {
                Some(id) => match self.messenger.edit(id, message.outgoing).await {
                    Ok(()) => Answer::Edited,
                    Err(error) => Answer::Failed(error),
                },
                None => match self.messenger.send(message.outgoing).await {
                    Ok(id) => Answer::Sent(id),
                    Err(error) => Answer::Failed(error),
                },
            },
        };
        if let Answer::Failed(SendError::TooMany(wait_s)) = &answer {
            let chat = self.parts.chat_hash(card.chat);
            let mut limiter = self.limiter.lock().unwrap_or_else(PoisonError::into_inner);
            limiter.refused(&chat, *wait_s, self.parts.now());
        }
        outcome::record(&self.parts, card, answer, delete_after_s).await
    }
}

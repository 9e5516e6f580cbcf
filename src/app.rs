//! The composition root: parts are put together here, started in order, stopped in order.

mod bound;
mod build;
mod refuse;

use std::sync::Arc;

use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::cards::{Sender, Sweeper};
use crate::config::Config;
use crate::oncall::Escalator;
use crate::outside::{Clock, FileSource, Messenger};
use crate::parts::Parts;
use crate::telegram::{Gateway, GatewayError, Inbox, Profile};

pub use bound::bind_keyring;
pub use build::{AppError, assemble, keyring};
pub use refuse::{
    Refusal, check_before_serving, check_clear_identities, check_keyring, check_keyring_place,
    on_one_file_system,
};

/// A bot that is put together and not yet running.
pub struct App {
    parts: Arc<Parts>,
    gateway: Gateway,
    sender: Sender,
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("App")
    }
}

impl App {
    /// Puts the bot together: opens the database, takes back what an earlier process had leased.
    ///
    /// # Errors
    /// A sentence that says how to mend it.
    pub async fn new(config: &Config, clock: Arc<dyn Clock>) -> Result<Self, AppError> {
        let mut parts = assemble(config, clock).await?;
        let telegram = &config.telegram;
        let gateway = Gateway::new(
            telegram.api_url.as_str(),
            telegram.require_token()?,
            telegram.request_timeout_s,
            telegram.poll_timeout_s,
        )?;
        let source: Arc<dyn FileSource> = Arc::new(gateway.clone());
        parts.files.begin(source, &parts.store).await;
        let parts = Arc::new(parts);
        let messenger: Arc<dyn Messenger> = Arc::new(gateway.clone());
        let limits = &config.limits;
        let sender = Sender::new(
            Arc::clone(&parts),
            messenger,
            limits.sends_per_chat_per_s,
            limits.sends_per_s,
        );
        sender.take_back_leases().await?;
        Ok(Self { parts, gateway, sender })
    }

    /// The parts, to be looked at by metrics and tests.
    pub fn parts(&self) -> Arc<Parts> {
        Arc::clone(&self.parts)
    }

    /// Whether a batch of updates was read or waited for in the last minutes: what `/healthz`
    /// answers.
    pub fn health(&self) -> Arc<dyn Fn() -> bool + Send + Sync> {
        let parts = Arc::clone(&self.parts);
        Arc::new(move || parts.heard_lately())
    }

    /// Runs until `stop` is set: first the inbox stops, so that nothing new comes in, then the
    /// rest, then the database closes. What was not sent is sent by the next process.
    ///
    /// # Errors
    /// [`GatewayError::TokenRefused`]: every other failure of Telegram is waited out.
    pub async fn run(
        self,
        mut stop: watch::Receiver<bool>,
        ready: impl FnOnce(),
    ) -> Result<(), GatewayError> {
        // A refused token is said before "ready"; an unreachable Telegram is waited for after it.
        let first = tokio::select! {
            _ = stop.wait_for(|stop| *stop) => Err(GatewayError::Unreachable),
            first = self.gateway.who_am_i() => first,
        };
        if first == Err(GatewayError::TokenRefused) {
            self.parts.store.close().await;
            return Err(GatewayError::TokenRefused);
        }
        let messenger: Arc<dyn Messenger> = Arc::new(self.gateway.clone());
        let mut tasks = JoinSet::new();
        tasks.spawn(self.sender.run());
        tasks.spawn(Sweeper::new(Arc::clone(&self.parts), messenger).run());
        tasks.spawn(Escalator::new(Arc::clone(&self.parts)).run());
        ready();
        let inbox = read_updates(Arc::clone(&self.parts), self.gateway.clone(), stop);
        tokio::pin!(inbox);
        let ended = tokio::select! {
            ended = &mut inbox => ended,
            Some(task) = tasks.join_next() => {
                // A loop that ends by itself is a fault: better a restart than a bot that is deaf.
                tracing::error!(panicked = task.is_err(), "a loop of the bot ended by itself");
                Err(GatewayError::Unreachable)
            }
        };
        tasks.shutdown().await;
        self.parts.store.close().await;
        ended
    }
}

/// Learns the bot's id, then reads updates. While Telegram is unreachable it is asked again.
async fn read_updates(
    parts: Arc<Parts>,
    gateway: Gateway,
    mut stop: watch::Receiver<bool>,
) -> Result<(), GatewayError> {
    let mut pause_ms = 250;
    let bot = loop {
        match gateway.who_am_i().await {
            Ok(bot) => break bot,
            Err(GatewayError::TokenRefused) => return Err(GatewayError::TokenRefused),
            Err(_) => {
                tracing::warn!(pause_ms, "telegram is unreachable; trying again");
                let until = parts.now().plus_ms(pause_ms);
                tokio::select! {
                    _ = stop.wait_for(|stop| *stop) => return Ok(()),
                    () = parts.clock.sleep_until(until) => {}
                }
                pause_ms = (pause_ms * 2).min(8000);
            }
        }
    };
    let profile = Profile::new(Arc::clone(&parts), gateway.clone(), bot);
    tokio::select! {
        ended = Inbox::new(parts, gateway, bot).run(stop) => ended,
        () = profile.run() => Err(GatewayError::Unreachable),
    }
}

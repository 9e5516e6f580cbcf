//! The people: what they say, tap and send, what they see, and what goes wrong around them.

mod error;
mod files;
pub(super) mod http;
mod keys;
mod orders;
mod say;
mod send;
mod tap;

use std::sync::Arc;

use habeas_core::domain::Timestamp;
use tokio::sync::watch;

use super::chat::Chat;
use super::fault::{Fault, FaultKind};
use super::hub::{Call, Hub};
use super::methods::profile::offered;
use super::view::ChatView;
use super::world::World;
use crate::outside::Clock;

pub use error::DriverError;
pub use orders::{Person, Press, Said, Say, Sending, Tap, Tapped};

/// Plays the people of one bot. The HTTP driver is a thin layer over this.
#[derive(Debug, Clone)]
pub struct Driver {
    hub: Arc<Hub>,
    /// Absent: the first bot that the server saw.
    bot: Option<i64>,
}

impl Driver {
    pub(super) fn new(hub: Arc<Hub>) -> Self {
        Self { hub, bot: None }
    }

    /// The same for the people of this bot; `None`: of the first bot that the server saw.
    #[must_use]
    pub fn of_bot(&self, bot: Option<i64>) -> Self {
        Self { hub: Arc::clone(&self.hub), bot }
    }

    fn with<T>(&self, work: impl FnOnce(&mut World, Timestamp) -> T) -> T {
        self.hub.with(self.bot, work)
    }

    /// A user says something in the private chat with the bot; the first words open it.
    ///
    /// # Errors
    ///
    /// [`DriverError::Blocked`] while the user blocks the bot, except for `/start`, which
    /// unblocks it first as Telegram's clients do.
    pub fn say(&self, order: &Say) -> Result<Said, DriverError> {
        say::say(self, order)
    }

    /// A user presses a button.
    ///
    /// # Errors
    ///
    /// [`DriverError::NoSuchButton`] where no such button is shown now.
    pub fn tap(&self, order: &Tap) -> Result<Tapped, DriverError> {
        tap::tap(self, order)
    }

    /// A user presses a key of the keyboard that the bot shows.
    ///
    /// # Errors
    ///
    /// [`DriverError::NoSuchKey`] where no such key is shown now.
    pub fn press(&self, order: &Press) -> Result<Said, DriverError> {
        keys::press(self, order)
    }

    /// A user sends something other than words, or edits them.
    ///
    /// # Errors
    ///
    /// [`DriverError::Order`] for an unknown kind or a detail of the wrong type.
    pub fn send(&self, order: &Sending) -> Result<Said, DriverError> {
        send::send(self, order)
    }

    /// A user blocks the bot. Returns the id of the update, 0 if the bot did not ask for it.
    pub fn block(&self, user: i64) -> i64 {
        self.with(|world, now| say::set_blocked(world, user, true, now))
    }

    /// A user unblocks the bot. Returns the id of the update, 0 if the bot did not ask for it.
    pub fn unblock(&self, user: i64) -> i64 {
        self.with(|world, now| say::set_blocked(world, user, false, now))
    }

    /// Orders a fault.
    pub fn fault(&self, fault: Fault) {
        self.with(|world, _| world.faults.order(fault));
    }

    /// How many updates Telegram still keeps for the bot.
    pub fn unconfirmed(&self) -> i64 {
        self.with(|world, _| i64::try_from(world.queue.len()).unwrap_or(i64::MAX))
    }

    /// Takes back every fault of this kind that was ordered.
    pub fn mend(&self, kind: FaultKind) {
        self.with(|world, _| world.faults.mend(kind));
    }

    /// The kinds of faults that are still to come.
    pub fn faults(&self) -> Vec<FaultKind> {
        self.with(|world, _| world.faults.ordered())
    }

    /// What a user's client says of its user from now on.
    pub fn person(&self, order: &Person) {
        self.with(|world, _| {
            let chat = world.private(order.user);
            say::describe(chat, order.language.as_deref(), order.name.as_deref());
            chat.touch();
        });
    }

    /// Tells when something changes in the private chats of these users.
    pub fn watch(&self, users: &[i64]) -> Vec<watch::Receiver<u64>> {
        self.with(|world, _| users.iter().map(|user| world.private(*user).watch()).collect())
    }

    /// Moves the server's clock, and all that share it, ahead.
    pub fn advance_clock(&self, ms: i64) {
        self.hub.clock.advance_ms(ms);
        self.with(|world, _| world.arrived.notify_waiters());
    }

    /// The server's present moment.
    pub fn now(&self) -> Timestamp {
        self.hub.now()
    }

    /// What a user sees. With `after`, waits until the chat has changed since that `seq`, for
    /// at most `wait_ms` milliseconds of real time.
    pub async fn chat(&self, user: i64, after: Option<u64>, wait_ms: i64) -> ChatView {
        let mut changed = self.with(|world, _| world.private(user).watch());
        if let Some(after) = after {
            let timer = self.hub.wall.sleep_until(self.hub.wall.now().plus_ms(wait_ms));
            let mut stopping = self.hub.stopping.subscribe();
            tokio::select! {
                _ = changed.wait_for(|seq| *seq > after) => {}
                _ = stopping.wait_for(|stopping| *stopping) => {}
                () = timer => {}
            }
        }
        let (mut view, messages) = self.with(|world, now| {
            let language = world.private(user).language.clone();
            let commands = offered(world, user, language.as_deref().unwrap_or_default());
            let chat: &Chat = world.private(user);
            let view = ChatView {
                opened: chat.opened,
                blocked: chat.blocked,
                typing: chat.is_typing(now),
                language,
                commands,
                seq: chat.seq(),
                messages: vec![],
                toasts: chat.toasts.clone(),
                answered: chat.answered.clone(),
                keyboard: chat.keyboard.as_ref().map(|k| k.keys.clone()).unwrap_or_default(),
            };
            (view, chat.messages.clone())
        });
        view.messages = messages.iter().map(|message| message.view()).collect();
        view
    }

    /// The number of the last call and the calls after `after`, of all bots. Waits until there
    /// is one, for at most `wait_ms` milliseconds of real time.
    pub async fn calls(&self, after: u64, wait_ms: i64) -> (u64, Vec<Arc<Call>>) {
        if wait_ms > 0 {
            let timer = self.hub.wall.sleep_until(self.hub.wall.now().plus_ms(wait_ms));
            let mut called = self.hub.called.subscribe();
            let mut stopping = self.hub.stopping.subscribe();
            tokio::select! {
                _ = called.wait_for(|called| *called > after) => {}
                _ = stopping.wait_for(|stopping| *stopping) => {}
                () = timer => {}
            }
        }
        self.hub.calls(after)
    }
}

//! The server's whole state behind one lock, with its clocks.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use habeas_core::domain::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use tokio::sync::watch;

use super::reply::{Answer, ApiError};
use super::world::World;
use crate::outside::{Clock, RealClock};

/// Calls that are remembered; older ones are forgotten.
const CALLS_KEPT: usize = 50_000;

/// One request of a bot, as the driver lists it. The token is never in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Call {
    /// Its place in the list, from 1.
    pub seq: u64,
    /// When it was answered: the server's clock, in milliseconds since 1970.
    pub at: i64,
    /// The bot.
    pub bot: i64,
    /// The method, in Telegram's spelling.
    pub method: String,
    /// The chat that it was about.
    pub chat: Option<i64>,
    /// Whether it was carried out.
    pub ok: bool,
    /// Telegram's number of the error.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_code: Option<u16>,
    /// The error's sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The fault that befell it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault: Option<super::FaultKind>,
    /// Its parameters.
    pub params: Value,
}

/// What the lock guards.
#[derive(Debug)]
pub(super) struct State {
    worlds: Vec<World>,
    by_bot: HashMap<i64, usize>,
    calls: VecDeque<Arc<Call>>,
    called: u64,
}

/// The server's state and clocks.
#[derive(Debug)]
pub(super) struct Hub {
    state: Mutex<State>,
    /// The clock that Telegram's rules go by; it can be moved.
    pub clock: RealClock,
    /// The clock that waiting callers go by; nobody moves it.
    pub wall: RealClock,
    token: Option<String>,
    limits: bool,
    /// Turns true once, when the server stops.
    pub stopping: watch::Sender<bool>,
    /// The number of calls so far.
    pub called: watch::Sender<u64>,
}

impl Hub {
    /// A server with one world: that of the bot with this token, else of whoever calls first.
    pub fn new(token: Option<String>, limits: bool, clock: RealClock) -> Self {
        let bot = token.as_deref().and_then(bot_of_token);
        let world = World::new(bot, limits, clock.now());
        let by_bot = bot.into_iter().map(|bot| (bot, 0)).collect();
        let (worlds, calls) = (vec![world], VecDeque::new());
        Self {
            state: Mutex::new(State { worlds, by_bot, calls, called: 0 }),
            clock,
            wall: RealClock::default(),
            token,
            limits,
            stopping: watch::Sender::new(false),
            called: watch::Sender::new(0),
        }
    }

    /// The bot that a token belongs to.
    ///
    /// # Errors
    ///
    /// 404 if it does not look like a token, 401 if it is another one than the server's.
    pub fn bot(&self, token: &str) -> Result<i64, ApiError> {
        let bot = bot_of_token(token).ok_or_else(ApiError::not_found)?;
        match &self.token {
            Some(known) if known != token => Err(ApiError::unauthorized()),
            _ => Ok(bot),
        }
    }

    /// The server's present moment.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Works on one bot's world: the first one if none is named.
    pub fn with<T>(&self, bot: Option<i64>, work: impl FnOnce(&mut World, Timestamp) -> T) -> T {
        let mut state = self.lock();
        let now = self.now();
        work(state.world(bot, self.limits, now), now)
    }

    /// As [`Self::with`] for a call of a method, listed before anybody sees what it did.
    pub fn call(
        &self,
        bot: i64,
        record: CallRecord,
        work: impl FnOnce(&mut World, &Map<String, Value>, Timestamp) -> Answer,
    ) -> Answer {
        let mut state = self.lock();
        let now = self.now();
        let answer = work(state.world(Some(bot), self.limits, now), &record.params, now);
        state.list(bot, record, &answer, now);
        self.called.send_replace(state.called);
        answer
    }

    /// Lists a call whose answer is known.
    pub fn list(&self, bot: i64, record: CallRecord, answer: &Answer) {
        let mut state = self.lock();
        state.list(bot, record, answer, self.now());
        self.called.send_replace(state.called);
    }

    /// The number of the last call, and the calls after the one with this number.
    pub fn calls(&self, after: u64) -> (u64, Vec<Arc<Call>>) {
        let state = self.lock();
        let first = state.calls.front().map_or(1, |call| call.seq);
        let skip = usize::try_from((after + 1).saturating_sub(first)).unwrap_or(usize::MAX);
        (state.called, state.calls.iter().skip(skip).map(Arc::clone).collect())
    }
}

/// A call before its answer.
#[derive(Debug)]
pub(super) struct CallRecord {
    pub method: String,
    pub chat: Option<i64>,
    pub params: Map<String, Value>,
    pub fault: Option<super::FaultKind>,
}

impl State {
    /// The bot's world. The first bot that is named or calls takes over what was there before it.
    fn world(&mut self, bot: Option<i64>, limits: bool, now: Timestamp) -> &mut World {
        let index = match bot {
            None => 0,
            Some(bot) => match self.by_bot.get(&bot) {
                Some(index) => *index,
                None => self.add(bot, limits, now),
            },
        };
        self.worlds.get_mut(index).expect("worlds are never removed")
    }

    fn add(&mut self, bot: i64, limits: bool, now: Timestamp) -> usize {
        let index = match self.worlds.first_mut() {
            Some(world) if world.bot.is_none() => {
                world.bot = Some(bot);
                0
            }
            _ => {
                self.worlds.push(World::new(Some(bot), limits, now));
                self.worlds.len() - 1
            }
        };
        self.by_bot.insert(bot, index);
        index
    }

    fn list(&mut self, bot: i64, record: CallRecord, answer: &Answer, now: Timestamp) {
        self.called += 1;
        let error = answer.as_ref().err();
        let CallRecord { method, chat, params, fault } = record;
        self.calls.push_back(Arc::new(Call {
            seq: self.called,
            at: now.as_millis(),
            bot,
            method,
            chat,
            ok: answer.is_ok(),
            error_code: error.map(|error| error.code),
            description: error.map(|error| error.description.clone()),
            fault,
            params: Value::Object(params),
        }));
        if self.calls.len() > CALLS_KEPT {
            self.calls.pop_front();
        }
    }
}

/// The bot's id in `DIGITS:REST`; `None` if it is no token.
pub(super) fn bot_of_token(token: &str) -> Option<i64> {
    let (id, rest) = token.split_once(':')?;
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let is_plain = !rest.is_empty() && rest.chars().all(plain);
    if is_plain && id.bytes().all(|b| b.is_ascii_digit()) { id.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_digits_a_colon_and_a_rest() {
        assert_eq!(bot_of_token("42:Ab_-9"), Some(42));
        for wrong in ["", "42", "42:", ":x", "x:y", "+42:x", "42:a/b", "99999999999999999999:x"] {
            assert_eq!(bot_of_token(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_first_bot_takes_over_what_was_there_before_it() {
        let hub = Hub::new(None, false, RealClock::default());
        hub.with(None, |world, _| world.private(7).opened = true);
        assert!(hub.with(Some(42), |world, _| world.private(7).opened));
        assert!(!hub.with(Some(43), |world, _| world.private(7).opened), "but not the second");
        assert_eq!(hub.with(None, |world, _| world.bot), Some(42));
    }
}

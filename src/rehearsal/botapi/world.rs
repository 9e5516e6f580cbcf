//! All that one bot can see and touch. One bot's chats never mix with another's.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use bytes::Bytes;
use habeas_core::domain::Timestamp;
use serde_json::{Value, json};
use tokio::sync::Notify;

use super::chat::Chat;
use super::fault::Faults;
use super::limits::Limits;
use super::queue::{Copies, Queue};
use super::reply::ApiError;

/// A tap that waits for its answer.
#[derive(Debug)]
pub(super) struct Tap {
    pub chat: i64,
    pub at: Timestamp,
}

/// A file that a user sent.
#[derive(Debug, Clone)]
pub(super) struct StoredFile {
    pub path: String,
    pub bytes: Bytes,
}

/// One bot's world.
#[derive(Debug)]
pub(super) struct World {
    /// The bot; `None` until the first one calls.
    pub bot: Option<i64>,
    pub chats: HashMap<i64, Chat>,
    pub queue: Queue,
    /// The kinds that `getUpdates` asked for last; `None`: Telegram's defaults.
    pub allowed: Option<Vec<String>>,
    /// Counts polls: the older of two ends.
    pub polls: u64,
    /// Wakes the poll that waits.
    pub arrived: Arc<Notify>,
    /// Taps by id, until they are answered.
    pub taps: HashMap<String, Tap>,
    pub files: HashMap<String, StoredFile>,
    /// What set… methods left, by method, scope and language.
    pub profile: BTreeMap<String, Value>,
    pub limits: Option<Limits>,
    pub faults: Faults,
    counter: u64,
}

/// Kinds of updates that come only when they are asked for by name.
const NOT_BY_DEFAULT: [&str; 3] = ["chat_member", "message_reaction", "message_reaction_count"];

impl World {
    /// An empty world.
    pub fn new(bot: Option<i64>, limits: bool, now: Timestamp) -> Self {
        let seed = bot.unwrap_or_default().unsigned_abs() ^ now.as_millis().unsigned_abs();
        Self {
            bot,
            chats: HashMap::new(),
            queue: Queue::new(seed, now),
            allowed: None,
            polls: 0,
            arrived: Arc::new(Notify::new()),
            taps: HashMap::new(),
            files: HashMap::new(),
            profile: BTreeMap::new(),
            limits: limits.then(|| Limits::new(now)),
            faults: Faults::default(),
            counter: 0,
        }
    }

    /// The bot, as Telegram describes it.
    pub fn bot_user(&self) -> Value {
        let id = self.bot.unwrap_or_default();
        let username = format!("rehearsal_{id}_bot");
        json!({"id": id, "is_bot": true, "first_name": "Habeas", "username": username})
    }

    /// A number that no other call of this gets.
    pub fn next_number(&mut self) -> u64 {
        self.counter += 1;
        self.counter
    }

    /// The private chat with this user; there from the first mention, opened by Start.
    pub fn private(&mut self, user: i64) -> &mut Chat {
        self.chats.entry(user).or_insert_with(|| Chat::private(user))
    }

    /// The chat, if the bot may write there.
    pub fn writable(&mut self, id: i64) -> Result<&mut Chat, ApiError> {
        let unknown = || {
            if id > 0 {
                ApiError::forbidden("bot can't initiate conversation with a user")
            } else {
                ApiError::bad("chat not found")
            }
        };
        let chat = self.chats.get_mut(&id).ok_or_else(unknown)?;
        if let Some(supergroup) = chat.migrated_to {
            return Err(ApiError::migrated(supergroup));
        }
        if chat.blocked {
            return Err(ApiError::blocked());
        }
        match chat.opened {
            true => Ok(chat),
            false if id > 0 => Err(unknown()),
            false => Err(ApiError::forbidden("bot is not a member of the group chat")),
        }
    }

    /// Counts one message or edit against Telegram's rates.
    pub fn take_rate(&mut self, chat: i64, now: Timestamp) -> Result<(), ApiError> {
        let Some(limits) = &mut self.limits else { return Ok(()) };
        limits.take(chat, now).map_err(ApiError::too_many)
    }

    /// Queues an update from a chat if the bot wants its kind. Returns its id, 0 if it does not.
    pub fn queue_update(&mut self, chat: i64, kind: &str, what: Value, now: Timestamp) -> i64 {
        let wanted = match &self.allowed {
            Some(kinds) => kinds.iter().any(|wanted| wanted == kind),
            None => !NOT_BY_DEFAULT.contains(&kind),
        };
        if !wanted {
            return 0;
        }
        let mut update = serde_json::Map::new();
        update.insert(kind.to_owned(), what);
        self.queue_raw(chat, &Value::Object(update), now)
    }

    /// Queues an update whatever is in it.
    pub fn queue_raw(&mut self, chat: i64, update: &Value, now: Timestamp) -> i64 {
        let copies = match self.faults.meet_update(chat) {
            None => Copies::One,
            Some(Some(1)) => Copies::SameId,
            Some(_) => Copies::OwnIds,
        };
        let id = self.queue.push(update, now, copies);
        self.arrived.notify_waiters();
        id
    }
}

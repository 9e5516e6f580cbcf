//! One chat: its messages as both sides see them, and who waits for a change.

use std::sync::Arc;

use habeas_core::domain::Timestamp;
use serde_json::{Map, Value, json};
use tokio::sync::watch;

use super::keyboard::{Change, Keyboard};
use super::view::{Button, MessageView, Sender, Toast};

/// A message, with what Telegram's JSON does not say about it.
#[derive(Debug, Clone)]
pub(super) struct Message {
    pub id: i64,
    pub sender: Sender,
    pub at: Timestamp,
    /// The message as Telegram shows it to the bot.
    pub body: Map<String, Value>,
    /// The texts before each edit.
    pub earlier: Vec<String>,
    pub deleted: bool,
    pub silent: bool,
    pub protected: bool,
    /// Whether it brought a keyboard or took one away.
    pub with_keyboard: bool,
}

/// A chat of one bot.
#[derive(Debug)]
pub(super) struct Chat {
    pub id: i64,
    /// Telegram's object for the chat.
    pub shape: Value,
    /// What people are called who never gave a name.
    pub first_name: String,
    /// The user's `language_code`.
    pub language: Option<String>,
    /// Whether the user has pressed Start, or the bot is in the group.
    pub opened: bool,
    /// Whether the user has blocked the bot.
    pub blocked: bool,
    /// The supergroup that this group has become.
    pub migrated_to: Option<i64>,
    pub messages: Vec<Arc<Message>>,
    pub toasts: Vec<Toast>,
    /// What stands in the place of the phone's own keyboard.
    pub keyboard: Option<Keyboard>,
    /// The ids of the taps that were answered.
    pub answered: Vec<String>,
    /// Until when the bot is seen writing (sendChatAction).
    pub typing_until: Option<Timestamp>,
    next_id: i64,
    changed: watch::Sender<u64>,
}

impl Chat {
    /// The private chat of a user who has not pressed Start.
    pub fn private(user: i64) -> Self {
        let first_name = format!("User {user}");
        let shape = json!({"id": user, "first_name": first_name, "type": "private"});
        Self::new(user, shape, first_name)
    }

    /// A group with the bot in it.
    pub fn group(id: i64, shape: Value) -> Self {
        let mut chat = Self::new(id, shape, String::new());
        chat.opened = true;
        chat
    }

    fn new(id: i64, shape: Value, first_name: String) -> Self {
        Self {
            id,
            shape,
            first_name,
            language: None,
            opened: false,
            blocked: false,
            migrated_to: None,
            messages: Vec::new(),
            toasts: Vec::new(),
            keyboard: None,
            answered: Vec::new(),
            typing_until: None,
            next_id: 1,
            changed: watch::Sender::new(0),
        }
    }

    /// The user, as Telegram describes the sender of a message.
    pub fn user(&self) -> Value {
        let mut user = json!({"id": self.id, "is_bot": false, "first_name": self.first_name});
        if let Some(language) = &self.language {
            user["language_code"] = json!(language);
        }
        user
    }

    /// The same string for the same chat, as in every tap.
    pub fn instance(&self) -> String {
        format!("{}", self.id.wrapping_mul(0x5851_F42D_4C95_7F2D))
    }

    /// The head of a message that is sent now: id, sender, chat, date.
    pub fn head(&self, from: Value, now: Timestamp) -> Map<String, Value> {
        let mut body = Map::new();
        body.insert("message_id".to_owned(), self.next_id.into());
        body.insert("from".to_owned(), from);
        body.insert("chat".to_owned(), self.shape.clone());
        body.insert("date".to_owned(), seconds(now).into());
        body
    }

    /// Puts a message with this body at the end. Its id is that of the body; a body without
    /// one, or with one that is not above all others, is not shown.
    pub fn append(&mut self, sender: Sender, body: Map<String, Value>, now: Timestamp) -> i64 {
        if sender == Sender::Bot {
            self.typing_until = None;
        }
        let id = body.get("message_id").and_then(Value::as_i64).unwrap_or_default();
        if id >= self.next_id {
            self.next_id = id.saturating_add(1);
            let (earlier, deleted, silent, protected) = (Vec::new(), false, false, false);
            let message = Message {
                id,
                sender,
                at: now,
                body,
                earlier,
                deleted,
                silent,
                protected,
                with_keyboard: false,
            };
            self.messages.push(Arc::new(message));
        }
        self.touch();
        id
    }

    /// The message of this id, deleted or not.
    pub fn message(&self, id: i64) -> Option<&Arc<Message>> {
        let index = self.messages.binary_search_by_key(&id, |message| message.id).ok()?;
        self.messages.get(index)
    }

    /// As [`Self::message`], to change it; whoever holds a snapshot keeps the old one.
    pub fn message_mut(&mut self, id: i64) -> Option<&mut Message> {
        let index = self.messages.binary_search_by_key(&id, |message| message.id).ok()?;
        self.messages.get_mut(index).map(Arc::make_mut)
    }

    /// A message of the bot's brings a keyboard, or takes it away.
    pub fn change_keyboard(&mut self, message_id: i64, change: Change) {
        if let Some(message) = self.message_mut(message_id) {
            message.with_keyboard = true;
        }
        self.keyboard = match change {
            Change::Shown(keys) => Some(Keyboard { message_id, keys }),
            Change::Removed => None,
        };
        self.touch();
    }

    /// A message is gone, and with it the keyboard that it brought.
    pub fn delete(&mut self, id: i64) {
        if let Some(message) = self.message_mut(id) {
            message.deleted = true;
        }
        self.keyboard.take_if(|keyboard| keyboard.message_id == id);
    }

    /// Whether the bot is seen writing.
    pub fn is_typing(&self, now: Timestamp) -> bool {
        self.typing_until.is_some_and(|until| now < until)
    }

    /// How often the chat has changed.
    pub fn seq(&self) -> u64 {
        *self.changed.borrow()
    }

    /// Counts a change and wakes who waits for it.
    pub fn touch(&mut self) {
        self.changed.send_modify(|seq| *seq += 1);
    }

    /// Tells when the chat changes.
    pub fn watch(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }
}

impl Message {
    /// The body as a JSON value.
    pub fn value(&self) -> Value {
        Value::Object(self.body.clone())
    }

    /// What it is, as [`MessageView::kind`] says.
    fn kind(&self) -> &'static str {
        match KINDS.into_iter().find(|(field, _)| self.body.contains_key(*field)) {
            Some((_, kind)) => kind,
            None => "other",
        }
    }

    fn reply_to(&self) -> Option<i64> {
        self.body.get("reply_to_message").and_then(|m| m.get("message_id")).and_then(Value::as_i64)
    }

    /// The text, or the caption of a file.
    pub fn text(&self) -> &str {
        let text = self.body.get("text").or_else(|| self.body.get("caption"));
        text.and_then(Value::as_str).unwrap_or_default()
    }

    /// Puts another body in the place of the one that was there.
    pub fn edit(&mut self, body: Map<String, Value>) {
        self.earlier.push(self.text().to_owned());
        self.body = body;
    }

    /// The buttons under the message, row by row.
    pub fn buttons(&self) -> Vec<Vec<Button>> {
        let markup = self.body.get("reply_markup").and_then(|m| m.get("inline_keyboard"));
        let rows = markup.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let row = |row: &Value| {
            let buttons = row.as_array().map(Vec::as_slice).unwrap_or_default();
            buttons.iter().map(Button::read).collect()
        };
        rows.iter().map(row).collect()
    }

    /// The message as a person sees it.
    pub fn view(&self) -> MessageView {
        MessageView {
            message_id: self.id,
            from: self.sender,
            at: self.at.as_millis(),
            kind: self.kind().to_owned(),
            text: self.text().to_owned(),
            buttons: self.buttons(),
            edits: u32::try_from(self.earlier.len()).unwrap_or(u32::MAX),
            earlier: self.earlier.clone(),
            deleted: self.deleted,
            silent: self.silent,
            protected: self.protected,
            previews: self
                .body
                .get("link_preview_options")
                .is_none_or(|options| options.get("is_disabled") != Some(&Value::Bool(true))),
            reply_to: self.reply_to(),
        }
    }
}

/// Fields of a message that tell what it is, and the name of that.
const KINDS: [(&str, &str); 9] = [
    ("forward_origin", "forward"),
    ("text", "text"),
    ("photo", "photo"),
    ("document", "document"),
    ("voice", "voice"),
    ("video", "video"),
    ("location", "location"),
    ("contact", "contact"),
    ("sticker", "sticker"),
];

/// Telegram's dates: whole seconds since 1970.
pub(super) fn seconds(at: Timestamp) -> i64 {
    at.as_millis().div_euclid(1000)
}

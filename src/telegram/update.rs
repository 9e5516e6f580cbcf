//! Updates as they come, read tolerantly: what is not known is passed over, never refused.
//!
//! Bot API, "Update", "Message", "CallbackQuery". Every field that Habeas does not need is left
//! unread, so that a new kind of entity or a missing optional field cannot blank a message.

use habeas_core::domain::Timestamp;
use serde_json::{Value, json};

/// One update.
#[derive(Clone, PartialEq)]
pub struct Update {
    /// `update_id`.
    pub id: i64,
    /// The chat it belongs to; updates of one chat are handled in order.
    pub chat: i64,
    /// Whether the chat is private.
    pub private: bool,
    /// Who did it (`from.id`).
    pub user: i64,
    /// `from.language_code`.
    pub language: Option<String>,
    /// When the message was sent: the one that came, or the one that was tapped.
    pub sent: Option<Timestamp>,
    /// What happened.
    pub kind: UpdateKind,
}

/// What happened.
#[derive(Clone, PartialEq)]
pub enum UpdateKind {
    /// Words were typed, or a command.
    Text {
        /// The message.
        message: i64,
        /// What was typed.
        text: String,
        /// Somebody else's words.
        forwarded: bool,
        /// The message of the chat that this one replies to.
        reply_to: Option<i64>,
    },
    /// An earlier message was edited.
    Edited {
        /// The message.
        message: i64,
        /// Its new text.
        text: String,
        /// `edit_date`, seconds.
        edited_at: i64,
    },
    /// A file was replaced, its caption edited, or a live location has moved.
    EditedFile {
        /// The message.
        message: i64,
        /// As that of a file.
        kind: &'static str,
        /// What is sealed of it now.
        body: Value,
        /// `edit_date`, seconds.
        edited_at: i64,
    },
    /// A file, a place, a contact.
    File {
        /// The message.
        message: i64,
        /// `photo`, `document`, `voice`, `video`, `location`, `contact` …
        kind: &'static str,
        /// What is sealed of it.
        body: Value,
    },
    /// Something in which nothing can be reported: a sticker, a poll, an unknown kind.
    Unusable {
        /// The message.
        message: i64,
        /// `sticker`, `poll` or `other`.
        kind: &'static str,
    },
    /// A button was pressed.
    Tap {
        /// The callback query to be answered.
        query: String,
        /// The message that the button stands on.
        message: Option<i64>,
        /// Callback data; anybody can forge it.
        data: String,
    },
    /// The user blocked the bot, or came back.
    Membership {
        /// Whether the bot can write to the chat now.
        reachable: bool,
    },
    /// A kind of update that Habeas does not handle.
    Other,
}

impl std::fmt::Debug for Update {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Update({}, <not shown>)", self.kind.name())
    }
}

impl UpdateKind {
    /// The message that the user sent, if it is one.
    pub fn message(&self) -> Option<i64> {
        match self {
            Self::Text { message, .. }
            | Self::File { message, .. }
            | Self::Unusable { message, .. }
            | Self::Edited { message, .. }
            | Self::EditedFile { message, .. } => Some(*message),
            Self::Tap { .. } | Self::Membership { .. } | Self::Other => None,
        }
    }

    /// The kind's name, without content.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Text { .. } => "text",
            Self::Edited { .. } => "edited",
            Self::File { kind, .. }
            | Self::EditedFile { kind, .. }
            | Self::Unusable { kind, .. } => kind,
            Self::Tap { .. } => "tap",
            Self::Membership { .. } => "membership",
            Self::Other => "other",
        }
    }
}

/// Files and the like: field of the message, fields that are sealed.
const FILES: [(&str, &str); 10] = [
    ("photo", "photo"),
    ("video", "video"),
    ("voice", "voice"),
    ("audio", "audio"),
    ("video_note", "video"),
    ("animation", "video"),
    ("document", "document"),
    // A venue carries its location beside it too.
    ("venue", "location"),
    ("location", "location"),
    ("contact", "contact"),
];

impl Update {
    /// Reads an update. `None` if it has no id at all.
    pub fn read(raw: &Value) -> Option<Self> {
        let id = raw.get("update_id")?.as_i64()?;
        let at = |name: &str| raw.get(name).filter(|v| v.is_object());
        if let Some(query) = at("callback_query") {
            return Some(tap(id, query));
        }
        if let Some(message) = at("message") {
            return Some(Self { kind: message_kind(message), ..of_message(id, message) });
        }
        if let Some(message) = at("edited_message") {
            return Some(Self { kind: edited_kind(message), ..of_message(id, message) });
        }
        if let Some(change) = at("my_chat_member") {
            let status = change.pointer("/new_chat_member/status").and_then(Value::as_str);
            let reachable = !matches!(status, Some("kicked" | "left"));
            let kind = UpdateKind::Membership { reachable };
            return Some(Self { kind, ..of_message(id, change) });
        }
        let other = raw.as_object()?.values().find(|v| v.get("chat").is_some());
        Some(of_message(id, other.unwrap_or(&Value::Null)))
    }
}

impl Update {
    /// When the message was sent, as far as that is known, and never in the future.
    pub fn sent_by(&self, now: Timestamp) -> Timestamp {
        self.sent.map_or(now, |sent| sent.min(now))
    }
}

fn int(value: &Value, path: &str) -> Option<i64> {
    value.pointer(path).and_then(Value::as_i64)
}

fn text(value: &Value, path: &str) -> Option<String> {
    value.pointer(path).and_then(Value::as_str).map(str::to_owned)
}

fn of_message(id: i64, message: &Value) -> Update {
    let chat = int(message, "/chat/id").or_else(|| int(message, "/from/id")).unwrap_or(0);
    let kind = message.pointer("/chat/type").and_then(Value::as_str);
    Update {
        id,
        chat,
        private: kind == Some("private"),
        user: int(message, "/from/id").unwrap_or(0),
        language: text(message, "/from/language_code"),
        sent: date(message, "/date"),
        kind: UpdateKind::Other,
    }
}

/// A date in seconds; an inaccessible message has 0 for it.
fn date(value: &Value, path: &str) -> Option<Timestamp> {
    int(value, path).filter(|s| *s > 0).map(|s| Timestamp::from_millis(s.saturating_mul(1000)))
}

fn tap(id: i64, query: &Value) -> Update {
    let user = int(query, "/from/id").unwrap_or(0);
    let chat = int(query, "/message/chat/id").unwrap_or(user);
    let chat_type = query.pointer("/message/chat/type").and_then(Value::as_str);
    Update {
        id,
        chat,
        private: chat == user || chat_type == Some("private"),
        user,
        language: text(query, "/from/language_code"),
        sent: date(query, "/message/date"),
        kind: UpdateKind::Tap {
            query: text(query, "/id").unwrap_or_default(),
            message: int(query, "/message/message_id"),
            data: text(query, "/data").unwrap_or_default(),
        },
    }
}

fn message_id(message: &Value) -> i64 {
    int(message, "/message_id").unwrap_or(0)
}

/// The file, place or contact of a message: its kind, and what is sealed of it.
fn file(message: &Value) -> Option<(&'static str, Value)> {
    let there = |field: &str| message.get(field).filter(|v| !v.is_null());
    let (kind, sent) = FILES.iter().find_map(|(field, kind)| Some((*kind, there(field)?)))?;
    let mut body = json!({ "sent": sent });
    if let Some(caption) = there("caption") {
        body["caption"] = caption.clone();
    }
    Some((kind, body))
}

fn message_kind(message: &Value) -> UpdateKind {
    let id = message_id(message);
    if let Some((kind, body)) = file(message) {
        return UpdateKind::File { message: id, kind, body };
    }
    if let Some(text) = text(message, "/text") {
        let forwarded = ["forward_origin", "forward_date", "forward_from"]
            .iter()
            .any(|f| message.get(f).is_some_and(|v| !v.is_null()));
        let reply_to = int(message, "/reply_to_message/message_id");
        return UpdateKind::Text { message: id, text, forwarded, reply_to };
    }
    let kind = ["sticker", "poll"].into_iter().find(|k| message.get(k).is_some());
    UpdateKind::Unusable { message: id, kind: kind.unwrap_or("other") }
}

fn edited_kind(message: &Value) -> UpdateKind {
    let id = message_id(message);
    let edited_at = int(message, "/edit_date").unwrap_or(0);
    if let Some((kind, body)) = file(message) {
        return UpdateKind::EditedFile { message: id, kind, body, edited_at };
    }
    match text(message, "/text") {
        Some(text) => UpdateKind::Edited { message: id, text, edited_at },
        None => UpdateKind::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(extra: Value) -> Value {
        let mut message = json!({
            "message_id": 5, "chat": {"id": 7, "type": "private"},
            "from": {"id": 7, "language_code": "ru"},
        });
        for (key, value) in extra.as_object().unwrap() {
            message[key] = value.clone();
        }
        json!({ "update_id": 1, "message": message })
    }

    #[test]
    fn text_with_an_unknown_entity_is_read_whole() {
        let raw = message(json!({"text": "words", "entities": [{"type": "date_time", "x": 1}]}));
        let update = Update::read(&raw).unwrap();
        assert!(matches!(update.kind, UpdateKind::Text { text, .. } if text == "words"));
    }

    #[test]
    fn a_voice_without_mime_type_is_a_file() {
        let update = Update::read(&message(json!({"voice": {"file_id": "f"}}))).unwrap();
        assert!(matches!(update.kind, UpdateKind::File { kind: "voice", .. }));
    }

    #[test]
    fn an_unknown_kind_of_update_keeps_its_id() {
        let raw = json!({"update_id": 9, "brand_new": {"chat": {"id": 3, "type": "private"}}});
        let update = Update::read(&raw).unwrap();
        assert_eq!((update.id, update.chat), (9, 3));
        assert!(matches!(update.kind, UpdateKind::Other));
    }

    #[test]
    fn an_unknown_kind_of_message_is_unusable_and_not_lost() {
        let update = Update::read(&message(json!({"hologram": {}}))).unwrap();
        assert!(matches!(update.kind, UpdateKind::Unusable { kind: "other", .. }));
    }

    #[test]
    fn ids_above_32_bits_are_read() {
        let raw = json!({"update_id": 1, "message": {
            "message_id": 1, "chat": {"id": 5_000_000_000_i64, "type": "private"},
            "from": {"id": 5_000_000_000_i64}, "text": "x"}});
        assert_eq!(Update::read(&raw).unwrap().user, 5_000_000_000);
    }

    #[test]
    fn a_venue_keeps_its_address() {
        let venue = json!({"venue": {"address": "x"}, "location": {"latitude": 1.0}});
        let UpdateKind::File { kind: "location", body, .. } =
            Update::read(&message(venue)).unwrap().kind
        else {
            panic!("a venue is a place")
        };
        assert_eq!(body["sent"]["address"], "x");
    }

    #[test]
    fn a_replaced_photo_without_a_caption_is_an_edited_file() {
        let mut raw = message(json!({"photo": [{"file_id": "f"}], "edit_date": 7}));
        raw["edited_message"] = raw["message"].take();
        let update = Update::read(&raw).unwrap();
        assert!(matches!(update.kind, UpdateKind::EditedFile { kind: "photo", edited_at: 7, .. }));
    }
}

//! The driver's orders and what they give back.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A user says something.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Say {
    /// Who; the id of the private chat too.
    pub user: i64,
    /// What: of any length, longer than Telegram's clients would send as well.
    pub text: String,
    /// `language_code` of the user's client, kept until another is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// First name of the user, kept until another is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The message of the chat that this one replies to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<i64>,
}

impl Say {
    /// These words by this user.
    pub fn new(user: i64, text: impl Into<String>) -> Self {
        Self { user, text: text.into(), ..Self::default() }
    }
}

/// What a user's client says of its user, from now on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// Who.
    pub user: i64,
    /// `language_code` of the user's client.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// First name of the user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// A user presses a button, named by its label, its data, or both.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tap {
    /// Who.
    pub user: i64,
    /// The message under which the button stands.
    pub message_id: i64,
    /// Exactly what stands on the button.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Exactly the button's data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data: Option<String>,
    /// Send the data although no such button is shown, as a modified client can.
    #[serde(default)]
    pub forged: bool,
}

impl Tap {
    /// A tap on the button with this label.
    pub fn label(user: i64, message_id: i64, label: impl Into<String>) -> Self {
        Self { user, message_id, label: Some(label.into()), ..Self::default() }
    }

    /// A tap on the button with this data.
    pub fn data(user: i64, message_id: i64, data: impl Into<String>) -> Self {
        Self { user, message_id, data: Some(data.into()), ..Self::default() }
    }
}

/// A user presses a key of the keyboard that the bot shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Press {
    /// Who.
    pub user: i64,
    /// Exactly what stands on the key.
    pub label: String,
    /// The user's number, for a key that sends it; absent: an invented one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone_number: Option<String>,
}

impl Press {
    /// This key, by this user.
    pub fn new(user: i64, label: impl Into<String>) -> Self {
        Self { user, label: label.into(), phone_number: None }
    }
}

/// A user sends something other than words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sending {
    /// Who.
    pub user: i64,
    /// `photo`, `document`, `voice`, `video`, `location`, `contact`, `sticker`, `poll`,
    /// `forward`, `edit` or `raw`.
    pub kind: String,
    /// Details of the kind, each with a default: `caption`, `content` (of a file;
    /// or `content_base64`), `file_name`, `mime_type` (null: left out), `duration`, `latitude`, `longitude`,
    /// `phone_number`, `first_name`, `emoji`, `question`, `options`, `text` (forward, edit),
    /// `message_id` (edit; absent: the user's last), `update` (raw: queued as it is, with an
    /// `update_id` put in).
    #[serde(flatten)]
    pub details: Map<String, Value>,
}

impl Sending {
    /// Something of this kind with these details (a JSON object).
    pub fn new(user: i64, kind: &str, details: Value) -> Self {
        let details = match details {
            Value::Object(details) => details,
            _ => Map::new(),
        };
        Self { user, kind: kind.to_owned(), details }
    }
}

/// What was said or sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// The id of the update; 0 if the bot did not ask for this kind.
    pub update_id: i64,
    /// The id of the message in the user's chat; 0 if the update holds none.
    pub message_id: i64,
}

/// A tap on its way to the bot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tapped {
    /// The id of the update; 0 if the bot did not ask for taps.
    pub update_id: i64,
    /// The id under which the bot answers the tap.
    pub callback_query_id: String,
}

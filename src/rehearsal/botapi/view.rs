//! What a person sees on the phone, as the driver shows it.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Who wrote a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sender {
    /// The bot.
    Bot,
    /// The person.
    User,
}

/// A button under a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Button {
    /// What stands on it.
    pub label: String,
    /// What the bot gets when it is pressed; `None` for a button of another kind.
    pub data: Option<String>,
    /// Where it leads, if it is a link.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// `danger`, `success` or `primary`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub style: Option<String>,
    /// Whether it is shown but cannot be pressed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub disabled: bool,
}

impl Button {
    /// From Telegram's JSON.
    pub(super) fn read(button: &Value) -> Self {
        let text = |name: &str| button.get(name).and_then(Value::as_str).map(str::to_owned);
        Self {
            label: text("text").unwrap_or_default(),
            data: text("callback_data"),
            url: text("url"),
            style: text("style"),
            disabled: button.get("disabled") == Some(&Value::Bool(true)),
        }
    }
}

/// A key of the keyboard that the bot shows in the place of the phone's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Key {
    /// What stands on it.
    pub label: String,
    /// Whether pressing it sends the user's own number, as a contact; else it sends the label.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub contact: bool,
}

/// A message as a person sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageView {
    /// Its id, ascending within the chat.
    pub message_id: i64,
    /// Who wrote it.
    pub from: Sender,
    /// When it was sent: the server's clock, in milliseconds since 1970.
    pub at: i64,
    /// What it is: `text`, `photo`, `document`, `voice`, `video`, `location`, `contact`, `sticker`,
    /// `forward`, or `other`.
    #[serde(default)]
    pub kind: String,
    /// Its present text, or the caption of a file; empty if it has neither.
    pub text: String,
    /// Its present buttons, row by row.
    pub buttons: Vec<Vec<Button>>,
    /// How often it was edited.
    pub edits: u32,
    /// Its text before each edit, oldest first.
    pub earlier: Vec<String>,
    /// Whether it was deleted; the person no longer sees it then.
    pub deleted: bool,
    /// Whether it came without a sound.
    pub silent: bool,
    /// Whether it cannot be forwarded or saved.
    pub protected: bool,
    /// Whether Telegram looks up what an address in it leads to.
    pub previews: bool,
    /// The message that it replies to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<i64>,
}

/// The small notice that answers a tap.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Toast {
    /// The notice.
    pub text: String,
    /// Whether it has to be dismissed.
    pub alert: bool,
    /// The id of the tap that it answers; not in what is sent over HTTP.
    #[serde(skip)]
    pub query: String,
}

/// A chat at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChatView {
    /// Grows with every change of this chat.
    pub seq: u64,
    /// All its messages, deleted ones too, oldest first.
    pub messages: Vec<MessageView>,
    /// All notices that answered taps, oldest first; answers without a text are not here.
    pub toasts: Vec<Toast>,
    /// The ids of all taps that were answered, with a text or without.
    pub answered: Vec<String>,
    /// The keyboard that the bot shows in the place of the phone's own, row by row.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keyboard: Vec<Vec<Key>>,
    /// Whether the user has pressed Start.
    #[serde(default)]
    pub opened: bool,
    /// Whether the user has blocked the bot.
    #[serde(default)]
    pub blocked: bool,
    /// Whether the bot shows that it is busy writing.
    #[serde(default)]
    pub typing: bool,
    /// `language_code` of the user's client.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The commands that the user is offered.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub commands: Vec<Offered>,
}

/// A command that the bot offers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offered {
    /// Without the slash.
    pub command: String,
    /// What it does.
    pub description: String,
}

impl ChatView {
    /// The messages that are there to be seen.
    pub fn shown(&self) -> impl DoubleEndedIterator<Item = &MessageView> {
        self.messages.iter().filter(|message| !message.deleted)
    }
}

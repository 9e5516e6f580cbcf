//! The chat network as the rest of the house sees it. Telegram implements it.

use futures::future::BoxFuture;

/// A message to be sent or put in place of an earlier one.
#[derive(Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// The chat; for a private chat, the user's id.
    pub chat: i64,
    /// The text: 1–4096 UTF-16 units (Bot API, sendMessage).
    pub text: String,
    /// Rows of buttons.
    pub buttons: Vec<Vec<LabelledButton>>,
    /// A button below them that opens an address in the browser: what stands on it, and the address.
    pub link: Option<(String, String)>,
    /// What a new message does to the phone's keyboard; with one, there are no buttons.
    pub keyboard: Keyboard,
    /// Without sound.
    pub silent: bool,
}

/// What a message does to the keyboard of the phone that shows it. An edit does nothing to it.
#[derive(Clone, Default, PartialEq, Eq)]
pub enum Keyboard {
    /// Nothing.
    #[default]
    Kept,
    /// One key takes its place: it sends the user's own number as a contact. What stands on it.
    Contact(String),
    /// What took its place is taken away.
    Removed,
}

impl std::fmt::Debug for Outgoing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Outgoing(<not shown>)")
    }
}

/// A button.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelledButton {
    /// What stands on it.
    pub label: String,
    /// Its callback data, 1–64 bytes (Bot API, InlineKeyboardButton).
    pub data: String,
}

/// Why a message did not go out, as far as that is known.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// Time-out, reset, 5xx or an unreadable answer: it may have gone out or not.
    #[error("telegram gave no clear answer")]
    Unknown,
    /// 403 or a permanent 400: this chat cannot be written to.
    #[error("telegram refused: {0}")]
    Refused(&'static str),
    /// 429: to be tried again after so many seconds.
    #[error("telegram asks to wait {0} s")]
    TooMany(i64),
    /// The message to be edited is not there any more.
    #[error("the message to be edited is gone")]
    Gone,
}

/// Sends, edits and deletes messages.
pub trait Messenger: Send + Sync {
    /// Sends a message; `Ok(None)` if it went out but its id was not readable.
    fn send(&self, message: Outgoing) -> BoxFuture<'_, Result<Option<i64>, SendError>>;
    /// Puts text and buttons in place of those of an earlier message. "Not modified" is success.
    fn edit(&self, id: i64, message: Outgoing) -> BoxFuture<'_, Result<(), SendError>>;
    /// Deletes up to 100 messages of a chat; unknown ids are passed over.
    fn delete(&self, chat: i64, ids: Vec<i64>) -> BoxFuture<'_, Result<(), SendError>>;
    /// Answers a tap, once, with a short sentence or none (200 characters at most).
    fn answer(&self, callback: String, text: Option<String>) -> BoxFuture<'_, ()>;
    /// Leaves a group.
    fn leave(&self, chat: i64) -> BoxFuture<'_, ()>;
}

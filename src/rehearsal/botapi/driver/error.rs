//! Why an order of the driver was refused.

/// A refused order.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DriverError {
    /// The message shows no such button now: it is unknown, deleted or edited, or the button is
    /// disabled or of another kind.
    #[error("no such button is shown under message {message_id} now")]
    NoSuchButton {
        /// The message that was named.
        message_id: i64,
    },
    /// The bot shows no keyboard with such a key now.
    #[error("no such key is shown now")]
    NoSuchKey,
    /// There is no such message of the user's.
    #[error("the user has no such message")]
    NoSuchMessage,
    /// The user has blocked the bot and has to unblock it first.
    #[error("this user has blocked the bot: unblock it first, or say /start")]
    Blocked,
    /// The order cannot be understood.
    #[error("{0}")]
    Order(String),
}

impl DriverError {
    /// The kind of refusal, for a page that has its own sentence for it.
    pub(super) const fn code(&self) -> &'static str {
        match self {
            Self::NoSuchButton { .. } => "no-such-button",
            Self::NoSuchKey => "no-such-key",
            Self::NoSuchMessage => "no-such-message",
            Self::Blocked => "blocked",
            Self::Order(_) => "order",
        }
    }

    /// The status over HTTP: 409 where the chat is not as the order supposes, else 400.
    pub(super) fn status(&self) -> u16 {
        match self {
            Self::NoSuchButton { .. } | Self::NoSuchKey | Self::NoSuchMessage | Self::Blocked => {
                409
            }
            Self::Order(_) => 400,
        }
    }
}

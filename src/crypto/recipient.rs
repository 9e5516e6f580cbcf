//! age recipients: X25519 only, one kind in every file.

use std::fmt;
use std::str::FromStr;

/// A public key that can be sealed to, `age1…` (age-encryption.org/v1, X25519).
#[derive(Clone, PartialEq, Eq)]
pub struct Recipient(pub(super) age::x25519::Recipient);

/// Text that is no X25519 recipient.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum RecipientError {
    /// A private key was given.
    #[error("this is a private key; give the public one, which begins with age1")]
    Private,
    /// Anything else.
    #[error("not an age recipient; it begins with age1 and has 62 characters")]
    Other,
}

impl FromStr for Recipient {
    type Err = RecipientError;

    fn from_str(text: &str) -> Result<Self, RecipientError> {
        let text = text.trim();
        if text.to_ascii_uppercase().starts_with("AGE-SECRET-KEY") {
            return Err(RecipientError::Private);
        }
        text.parse().map(Self).map_err(|_| RecipientError::Other)
    }
}

impl fmt::Display for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl fmt::Debug for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Recipient({})", self.0)
    }
}

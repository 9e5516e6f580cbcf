//! What a statement takes: a closed set of values that mean the same on both backends.

use std::fmt;

use habeas_core::domain::Timestamp;

/// One argument of a statement. A NULL says its type, because PostgreSQL asks for it.
///
/// `Debug` shows the kind and never the content.
#[derive(Clone, PartialEq, Eq)]
pub enum Value {
    /// A whole number, or a moment in milliseconds since the Unix epoch.
    I64(i64),
    /// Text without NUL characters (PostgreSQL has no place for one).
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
    /// No number.
    NullI64,
    /// No text.
    NullText,
    /// No bytes.
    NullBytes,
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::I64(_) => "I64(..)",
            Self::Text(_) => "Text(..)",
            Self::Bytes(_) => "Bytes(..)",
            Self::NullI64 => "NullI64",
            Self::NullText => "NullText",
            Self::NullBytes => "NullBytes",
        })
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::I64(value)
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

impl From<&[u8]> for Value {
    fn from(value: &[u8]) -> Self {
        Self::Bytes(value.to_vec())
    }
}

impl From<Vec<u8>> for Value {
    fn from(value: Vec<u8>) -> Self {
        Self::Bytes(value)
    }
}

impl<const N: usize> From<[u8; N]> for Value {
    fn from(value: [u8; N]) -> Self {
        Self::Bytes(value.to_vec())
    }
}

impl<const N: usize> From<&[u8; N]> for Value {
    fn from(value: &[u8; N]) -> Self {
        Self::Bytes(value.to_vec())
    }
}

impl From<Option<i64>> for Value {
    fn from(value: Option<i64>) -> Self {
        value.map_or(Self::NullI64, Self::I64)
    }
}

impl From<Option<String>> for Value {
    fn from(value: Option<String>) -> Self {
        value.map_or(Self::NullText, Self::Text)
    }
}

impl From<Option<Vec<u8>>> for Value {
    fn from(value: Option<Vec<u8>>) -> Self {
        value.map_or(Self::NullBytes, Self::Bytes)
    }
}

impl From<Timestamp> for Value {
    fn from(value: Timestamp) -> Self {
        Self::I64(value.as_millis())
    }
}

impl From<Option<Timestamp>> for Value {
    fn from(value: Option<Timestamp>) -> Self {
        value.map(Timestamp::as_millis).into()
    }
}

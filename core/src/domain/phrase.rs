//! A sentence that a person will read, before it is put into their language.

use serde::{Deserialize, Serialize};

/// What stands in a place of a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Arg {
    /// A number; plural forms follow it.
    Number(i64),
    /// Text put in as it is.
    Text(String),
    /// Another sentence, in the same language.
    Phrase(Phrase),
}

/// A sentence by its key in `locales/`, with what stands in its places.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phrase {
    /// The Fluent message.
    pub key: String,
    /// Its arguments.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub args: Vec<(String, Arg)>,
}

impl Phrase {
    /// A sentence without places.
    pub fn new(key: impl Into<String>) -> Self {
        Self { key: key.into(), args: vec![] }
    }

    /// Puts a number into a place.
    #[must_use]
    pub fn number(mut self, name: &str, value: i64) -> Self {
        self.args.push((name.to_owned(), Arg::Number(value)));
        self
    }

    /// Puts text into a place.
    #[must_use]
    pub fn text(mut self, name: &str, value: impl Into<String>) -> Self {
        self.args.push((name.to_owned(), Arg::Text(value.into())));
        self
    }

    /// Puts another sentence into a place.
    #[must_use]
    pub fn phrase(mut self, name: &str, value: Phrase) -> Self {
        self.args.push((name.to_owned(), Arg::Phrase(value)));
        self
    }
}

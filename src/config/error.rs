//! Why a configuration is refused, each with the way to mend it. Values are never repeated: one of
//! them may be a secret pasted into the wrong place.

use std::fmt;
use std::io;
use std::path::PathBuf;

/// Where a value was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// The built-in defaults.
    Default,
    /// A line of the configuration file, counted from 1.
    Line(usize),
    /// An environment variable.
    Variable(String),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("the built-in defaults"),
            Self::Line(line) => write!(f, "line {line} of the configuration"),
            Self::Variable(name) => write!(f, "environment variable {name}"),
        }
    }
}

/// A configuration that is refused.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file is not there or cannot be read.
    #[error(
        "cannot read the configuration {}: {source}; give --config the habeas.toml that `habeas init` wrote",
        path.display()
    )]
    Unreadable {
        /// The file asked for.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file is not TOML.
    #[error("line {line} of the configuration is not TOML: {message}")]
    Syntax {
        /// The line, counted from 1.
        line: usize,
        /// What the parser said, without the line's text.
        message: String,
    },
    /// A section that does not exist.
    #[error("unknown section {name} ({place}); the sections are {allowed}")]
    UnknownSection {
        /// The section's name as written.
        name: String,
        /// Where.
        place: Place,
        /// All that there are.
        allowed: String,
    },
    /// A key that does not exist in its section.
    #[error("unknown key {key} ({place}); its section has {allowed}")]
    UnknownKey {
        /// `section.key` as written.
        key: String,
        /// Where.
        place: Place,
        /// All keys of the section.
        allowed: String,
    },
    /// A secret stands in the configuration file.
    #[error("{key} holds a secret and may not stand in the configuration ({place}): {mend}")]
    SecretInFile {
        /// `section.key`.
        key: &'static str,
        /// Where.
        place: Place,
        /// Where the secret belongs.
        mend: &'static str,
    },
    /// A value of the wrong kind.
    #[error("{key} must be {wanted} ({place})")]
    WrongKind {
        /// `section.key`.
        key: String,
        /// Where.
        place: Place,
        /// What it should be.
        wanted: &'static str,
    },
    /// A value that cannot stand.
    #[error("{key} {must} ({place})")]
    Refused {
        /// `section.key`.
        key: &'static str,
        /// Where.
        place: Place,
        /// What it must be, as the rest of a sentence.
        must: &'static str,
    },
    /// A `…_file` that cannot be read.
    #[error("cannot read {}, which {key} names: {source}", path.display())]
    SecretFile {
        /// `section.key`.
        key: &'static str,
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Something a command needs is not set.
    #[error("{key} is not set: {mend}")]
    Missing {
        /// `section.key`.
        key: &'static str,
        /// How to set it.
        mend: &'static str,
    },
    /// The token is a sample, or no token at all.
    #[error(
        "the bot's token {problem}: ask @BotFather for one and put it into the file that telegram.token_file names, or into HABEAS_TELEGRAM__TOKEN"
    )]
    Token {
        /// What is wrong with it.
        problem: &'static str,
    },
}

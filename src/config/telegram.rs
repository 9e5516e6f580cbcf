//! `[telegram]`: how to reach the Bot API, and the bot's token.

use std::path::Path;

use secrecy::{ExposeSecret, SecretString};

use super::error::ConfigError;
use super::values::{Values, refused};

/// Tokens that stand in guides, and so belong to nobody.
const SAMPLES: &[&str] = &[
    "123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11",
    "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw",
    "4839574812:AAFD39kkdpWt3ywyRZergyOLMaJhac60qcE",
];

/// The `[telegram]` section.
#[derive(Debug)]
pub struct Telegram {
    token: Token,
    /// The Bot API server, without a slash at the end.
    pub api_url: String,
    /// How long one getUpdates waits, in seconds (1 to 50).
    pub poll_timeout_s: i64,
    /// How long any other request may take, in seconds.
    pub request_timeout_s: i64,
}

/// A token is looked for when the configuration is read, and asked for only by who needs it: the
/// operator's own account need not be able to read it to add a member.
#[derive(Debug)]
enum Token {
    Given(SecretString),
    NotSet,
    Unreadable(std::path::PathBuf, std::io::ErrorKind),
}

impl Telegram {
    pub(super) fn read(values: &Values, dir: &Path) -> Result<Self, ConfigError> {
        let (api_url, place) = values.text("telegram.api_url").ok_or(ConfigError::Missing {
            key: "telegram.api_url",
            mend: "leave the line out for https://api.telegram.org",
        })?;
        match reqwest::Url::parse(api_url) {
            Ok(url) if url.password().is_some() => {
                return Err(refused("telegram.api_url", place, "must hold no password"));
            }
            Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => {}
            _ => return Err(refused("telegram.api_url", place, "must be an http(s) address")),
        }
        Ok(Self {
            token: Token::read(values, dir),
            api_url: api_url.trim_end_matches('/').to_owned(),
            poll_timeout_s: values.number(
                "telegram.poll_timeout_s",
                1..=50,
                "must be from 1 to 50 seconds: Telegram waits no longer",
            )?,
            request_timeout_s: values.number(
                "telegram.request_timeout_s",
                1..=20,
                "must be from 1 to 20 seconds: a message is sent again after 30",
            )?,
        })
    }

    /// The token as given, unchecked; `None` if there is none or it cannot be read.
    pub fn token(&self) -> Option<&SecretString> {
        match &self.token {
            Token::Given(token) => Some(token),
            Token::NotSet | Token::Unreadable(..) => None,
        }
    }

    /// The token, if it is there, has a token's shape and is not one from a guide.
    ///
    /// # Errors
    /// [`ConfigError::Token`] or [`ConfigError::SecretFile`], saying where the token belongs.
    pub fn require_token(&self) -> Result<&SecretString, ConfigError> {
        let token = match &self.token {
            Token::Given(token) => token,
            Token::NotSet => return Err(ConfigError::Token { problem: "is not set" }),
            Token::Unreadable(path, kind) => {
                let (path, source) = (path.clone(), std::io::Error::from(*kind));
                return Err(ConfigError::SecretFile { key: "telegram.token_file", path, source });
            }
        };
        let text = token.expose_secret();
        if text.is_empty() {
            return Err(ConfigError::Token { problem: "is empty" });
        }
        if SAMPLES.contains(&text) {
            return Err(ConfigError::Token { problem: "is the sample from a guide" });
        }
        if !has_token_shape(text) {
            return Err(ConfigError::Token { problem: "is not of the form DIGITS:LETTERS" });
        }
        Ok(token)
    }
}

impl Token {
    fn read(values: &Values, dir: &Path) -> Self {
        if let Some(token) = values.only_environment("telegram.token") {
            return Self::Given(SecretString::from(token.trim()));
        }
        let Some((file, _)) = values.text("telegram.token_file") else { return Self::NotSet };
        let path = dir.join(file);
        match std::fs::read_to_string(&path) {
            Ok(token) => Self::Given(SecretString::from(token.trim())),
            Err(error) => Self::Unreadable(path, error.kind()),
        }
    }
}

/// The bot's number, a colon, and letters, digits, `_` or `-`.
fn has_token_shape(token: &str) -> bool {
    let Some((id, rest)) = token.split_once(':') else { return false };
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    !id.is_empty()
        && id.chars().all(|c| c.is_ascii_digit())
        && !rest.is_empty()
        && rest.chars().all(word)
}

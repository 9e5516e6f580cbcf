//! What every request is handed, how it is read, and why it is refused.

use std::sync::Arc;

use axum::Json;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use data_encoding::HEXLOWER_PERMISSIVE;
use governor::DefaultDirectRateLimiter;
use serde::de::DeserializeOwned;
use serde_json::json;
use tokio::sync::watch;

use super::live::Ears;
use super::{links, sessions};
use crate::files::DepotError;
use crate::oncall::roster::RosterError;
use crate::parts::Parts;
use crate::storage::{StoreError, Tx};

/// What every request is handed.
#[derive(Clone)]
pub(super) struct Here {
    pub parts: Arc<Parts>,
    pub tries: Arc<DefaultDirectRateLimiter>,
    pub ears: Arc<Ears>,
    /// Set once the server stops: what never ends by itself ends then.
    pub over: watch::Receiver<bool>,
}

/// Why something was not done. All that is wrong with a link or a signature is one answer: nobody
/// learns who is a member.
#[derive(Debug, thiserror::Error)]
pub(super) enum Refused {
    #[error("this link is good for nothing (any more): ask the bot for another one")]
    NoLink,
    #[error("this is not let in")]
    NotIn,
    #[error("what this is about has changed meanwhile: ask for it again")]
    Changed,
    #[error("this is the last one of their role who can be reached: the operator can revoke them")]
    LastOne,
    #[error("nobody is signed in")]
    SignedOut,
    #[error("too many tries: wait a minute")]
    TooMany,
    #[error("there are copies enough: remove one first")]
    Full,
    #[error("the keys' copy under words stays")]
    LastWords,
    #[error("this is no such request: {0}")]
    Request(&'static str),
    #[error("the statements on members do not hold here: call the operator")]
    Chain,
    #[error(transparent)]
    Statement(RosterError),
    #[error("there is no such case, or it is not for you")]
    NoCase,
    #[error("this is for somebody else at this case, or for another time")]
    NotYours,
    #[error("they have not pressed Start in the bot: it cannot write to them")]
    Unreachable,
    #[error("telegram gives no file of more than 20 MB")]
    TooLarge,
    #[error("telegram has this file no more")]
    Gone,
    #[error("telegram does not answer: ask for it again")]
    Telegram,
    #[error("the folder of sealed files cannot be used: call the operator")]
    Depot(#[from] DepotError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let (status, code) = match &self {
            Self::NoLink => (StatusCode::FORBIDDEN, "no-link"),
            Self::NotIn => (StatusCode::FORBIDDEN, "not-in"),
            Self::LastOne => (StatusCode::CONFLICT, "last-one"),
            Self::Changed => (StatusCode::CONFLICT, "changed"),
            Self::SignedOut => (StatusCode::UNAUTHORIZED, "signed-out"),
            Self::TooMany => (StatusCode::TOO_MANY_REQUESTS, "too-many"),
            Self::Full => (StatusCode::CONFLICT, "full"),
            Self::LastWords => (StatusCode::CONFLICT, "last-words"),
            Self::Request(_) => (StatusCode::BAD_REQUEST, "request"),
            Self::Chain => (StatusCode::SERVICE_UNAVAILABLE, "chain"),
            Self::Statement(_) => (StatusCode::CONFLICT, "statement"),
            Self::NoCase => (StatusCode::NOT_FOUND, "no-case"),
            Self::NotYours => (StatusCode::FORBIDDEN, "not-yours"),
            Self::Unreachable => (StatusCode::CONFLICT, "unreachable"),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "too-large"),
            Self::Gone => (StatusCode::GONE, "gone"),
            Self::Telegram => (StatusCode::SERVICE_UNAVAILABLE, "telegram"),
            Self::Depot(error) => {
                tracing::error!(%error, "a sealed file was not served");
                (StatusCode::SERVICE_UNAVAILABLE, "store")
            }
            Self::Store(error) => {
                tracing::error!(%error, "a request of the console was not served");
                return (StatusCode::SERVICE_UNAVAILABLE, Json(json!({"code": "store"})))
                    .into_response();
            }
        };
        (status, Json(json!({"error": self.to_string(), "code": code}))).into_response()
    }
}

/// What a request is answered.
pub(super) type Done = Result<Response, Refused>;

/// A browser sends JSON as such only to its own page's server, or after asking.
pub(super) fn read<T: DeserializeOwned>(headers: &HeaderMap, body: &[u8]) -> Result<T, Refused> {
    let kind = headers.get(header::CONTENT_TYPE).map(HeaderValue::as_bytes);
    if kind != Some(b"application/json") {
        return Err(Refused::Request("the content type is application/json"));
    }
    serde_json::from_slice(body).map_err(|_| Refused::Request("these are other fields"))
}

/// Bytes in hexadecimal.
pub(super) fn hex<const N: usize>(text: &str) -> Result<[u8; N], Refused> {
    let bytes = HEXLOWER_PERMISSIVE.decode(text.as_bytes()).ok();
    bytes.and_then(|bytes| bytes.try_into().ok()).ok_or(Refused::Request("hexadecimal is wanted"))
}

impl Here {
    /// Nothing was found. Only misses are counted: no flood of them keeps a good link out.
    pub fn miss(&self, refused: Refused) -> Refused {
        if self.tries.check().is_ok() { refused } else { Refused::TooMany }
    }

    /// The link behind a token, if there is one; looked for without a place in the writers' queue.
    pub async fn link(&self, token: &str) -> Result<[u8; 32], Refused> {
        let secret = links::secret(token).ok_or_else(|| self.miss(Refused::NoLink))?;
        let id = links::hash(&secret);
        let look = async move |tx: &mut Tx| links::exists(tx, &id).await;
        match self.parts.store.read("console-link", look).await? {
            true => Ok(id),
            false => Err(self.miss(Refused::NoLink)),
        }
    }

    /// The cookie, if somebody is in with it.
    pub async fn cookie(&self, headers: &HeaderMap) -> Result<String, Refused> {
        let cookie = cookie(headers);
        let there = cookie.clone();
        let look = async move |tx: &mut Tx| sessions::exists(tx, &there).await;
        match self.parts.store.read("console-cookie", look).await? {
            true => Ok(cookie),
            false => Err(Refused::SignedOut),
        }
    }
}

/// The value of our cookie; nothing that is there is an empty one, which nobody has.
fn cookie(headers: &HeaderMap) -> String {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = all.flat_map(|value| value.split(';')).map(str::trim);
    let ours = pairs.find_map(|pair| pair.strip_prefix(sessions::COOKIE)?.strip_prefix('='));
    ours.unwrap_or_default().to_owned()
}

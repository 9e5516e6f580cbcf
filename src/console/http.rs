//! The console's server.

use std::num::NonZeroU32;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router, middleware};
use data_encoding::{BASE64, HEXLOWER, HEXLOWER_PERMISSIVE};
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use habeas_core::members::{Key, Signature};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::links::Purpose;
use super::{devices, links, sessions};
use crate::audit::By;
use crate::config::Console;
use crate::crypto::{Recipient, verifies};
use crate::oncall::members;
use crate::oncall::roster::{self, KeyState};
use crate::pages::{self, Names, guard};
use crate::parts::Parts;
use crate::storage::{StoreError, Tx};
use crate::telegram;

/// Longest request, in bytes.
const LONGEST_BODY: usize = 32 * 1024;
/// So many misses are told apart from each other in a minute, all browsers together.
const MISSES_PER_MIN: u32 = 120;

/// What every request is handed.
#[derive(Clone)]
struct Here {
    parts: Arc<Parts>,
    tries: Arc<DefaultDirectRateLimiter>,
}

/// Why something was not done. All that is wrong with a link or a signature is one answer: nobody
/// learns who is a member.
#[derive(Debug, thiserror::Error)]
enum Refused {
    #[error("this link is good for nothing (any more): ask the bot for another one")]
    NoLink,
    #[error("this is not let in")]
    NotIn,
    #[error("nobody is signed in")]
    SignedOut,
    #[error("too many tries: wait a minute")]
    TooMany,
    #[error("this is no such request: {0}")]
    Request(&'static str),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let (status, code) = match &self {
            Self::NoLink => (StatusCode::FORBIDDEN, "no-link"),
            Self::NotIn => (StatusCode::FORBIDDEN, "not-in"),
            Self::SignedOut => (StatusCode::UNAUTHORIZED, "signed-out"),
            Self::TooMany => (StatusCode::TOO_MANY_REQUESTS, "too-many"),
            Self::Request(_) => (StatusCode::BAD_REQUEST, "request"),
            Self::Store(error) => {
                tracing::error!(%error, "a request of the console was not served");
                return (StatusCode::SERVICE_UNAVAILABLE, Json(json!({"code": "store"})))
                    .into_response();
            }
        };
        (status, Json(json!({"error": self.to_string(), "code": code}))).into_response()
    }
}

type Done = Result<Response, Refused>;

/// Serves the console until `stop`.
///
/// # Errors
/// Those of the listener.
pub async fn serve(
    listener: TcpListener,
    console: &Console,
    parts: Arc<Parts>,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let names = Names { scheme: console.scheme(), hosts: vec![console.host().to_owned()] };
    let quota = Quota::per_minute(NonZeroU32::new(MISSES_PER_MIN).expect("not zero"));
    let here = Here { parts, tries: Arc::new(RateLimiter::direct(quota)) };
    let routes = Router::new()
        .route("/", get(async || pages::file("console.html")))
        .route("/{name}", get(pages::named))
        .route("/words/{language}", get(words))
        .route("/api/redeem", post(redeem))
        .route("/api/enrol", post(enrol))
        .route("/api/sign-in", post(sign_in))
        .route("/api/sign-out", post(sign_out))
        .route("/api/me", get(me))
        .layer(DefaultBodyLimit::max(LONGEST_BODY))
        .layer(middleware::from_fn_with_state(names, guard))
        .with_state(here);
    axum::serve(listener, routes).with_graceful_shutdown(stop).await
}

async fn words(Path(language): Path<String>) -> Response {
    pages::of_language("cs-", &language)
}

/// A browser sends JSON as such only to its own page's server, or after asking.
fn read<T: DeserializeOwned>(headers: &HeaderMap, body: &[u8]) -> Result<T, Refused> {
    let kind = headers.get(header::CONTENT_TYPE).map(HeaderValue::as_bytes);
    if kind != Some(b"application/json") {
        return Err(Refused::Request("the content type is application/json"));
    }
    serde_json::from_slice(body).map_err(|_| Refused::Request("these are other fields"))
}

fn hex<const N: usize>(text: &str) -> Result<[u8; N], Refused> {
    let bytes = HEXLOWER_PERMISSIVE.decode(text.as_bytes()).ok();
    bytes.and_then(|bytes| bytes.try_into().ok()).ok_or(Refused::Request("hexadecimal is wanted"))
}

impl Here {
    /// Nothing was found. Only misses are counted: no flood of them keeps a good link out.
    fn miss(&self, refused: Refused) -> Refused {
        if self.tries.check().is_ok() { refused } else { Refused::TooMany }
    }

    /// The link behind a token, if there is one; looked for without a place in the writers' queue.
    async fn link(&self, token: &str) -> Result<[u8; 32], Refused> {
        let secret = links::secret(token).ok_or_else(|| self.miss(Refused::NoLink))?;
        let id = links::hash(&secret);
        let look = async move |tx: &mut Tx| links::exists(tx, &id).await;
        match self.parts.store.read("console-link", look).await? {
            true => Ok(id),
            false => Err(self.miss(Refused::NoLink)),
        }
    }

    /// The cookie, if somebody is in with it.
    async fn cookie(&self, headers: &HeaderMap) -> Result<String, Refused> {
        let cookie = cookie(headers);
        let there = cookie.clone();
        let look = async move |tx: &mut Tx| sessions::exists(tx, &there).await;
        match self.parts.store.read("console-cookie", look).await? {
            true => Ok(cookie),
            false => Err(Refused::SignedOut),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Redeem {
    token: String,
}

async fn redeem(State(here): State<Here>, headers: HeaderMap, body: Bytes) -> Done {
    let Redeem { token } = read(&headers, &body)?;
    let id = here.link(&token).await?;
    let (unit, now) = (Arc::clone(&here.parts), here.parts.now());
    let run = async move |tx: &mut Tx| {
        let Some(redeemed) = links::redeem(tx, &unit, &id, now).await? else { return Ok(None) };
        let of = &redeemed.challenge.member;
        let Some(member) = members::by_id(tx, &unit, of).await? else { return Ok(None) };
        if member.revoked_at.is_some() {
            return Ok(None);
        }
        let wrapped = match redeemed.purpose {
            Purpose::SignIn => devices::of(tx, &unit, of).await?,
            Purpose::Enrol => vec![],
        };
        let lets_in = sessions::signing_key(tx, &unit, &member).await?.is_some();
        let challenge = redeemed.challenge;
        Ok(Some(json!({
            "purpose": redeemed.purpose.as_str(),
            "link": HEXLOWER.encode(&challenge.link),
            "member": member.id,
            "language": member.language,
            "nonce": HEXLOWER.encode(&challenge.nonce),
            "expiry": challenge.expiry.as_millis(),
            "wrapped": wrapped,
            "confirmed": lets_in,
        })))
    };
    let found: Option<Value> = here.parts.store.run("console-redeem", run).await?;
    Ok(Json(found.ok_or_else(|| here.miss(Refused::NoLink))?).into_response())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Enrol {
    /// What was behind `#`: the link's id alone lies in the database.
    token: String,
    recipient: String,
    signing_key: Key,
    wrapped: String,
    signature: String,
}

async fn enrol(State(here): State<Here>, headers: HeaderMap, body: Bytes) -> Done {
    let asked: Enrol = read(&headers, &body)?;
    let link = here.link(&asked.token).await?;
    let signature: Signature = hex(&asked.signature)?;
    let recipient: Recipient =
        asked.recipient.parse().map_err(|_| Refused::Request("the recipient is age1…"))?;
    let (recipient, key) = (recipient.to_string(), asked.signing_key);
    let wrapped = BASE64.decode(asked.wrapped.as_bytes()).unwrap_or_default();
    if !wrapped.starts_with(b"age-encryption.org/v1\n-> scrypt ")
        || wrapped.len() > devices::LONGEST
    {
        return Err(Refused::Request("the wrapped keys are an age file under a passphrase"));
    }
    let (unit, now) = (Arc::clone(&here.parts), here.parts.now());
    let run = async move |tx: &mut Tx| {
        let Some(redeemed) = links::open(tx, &unit, &link, now).await? else { return Ok(false) };
        let challenge = redeemed.challenge;
        let bytes = challenge.enrol_bytes(&recipient, key);
        if redeemed.purpose != Purpose::Enrol || !verifies(key, &bytes, &signature) {
            return Ok(false);
        }
        let (id, by) = (challenge.member.as_str(), By::Member(&challenge.member));
        let keys = (recipient.as_str(), Some(key));
        let Some(member) = members::set_recipient(tx, &unit, id, keys, by, now).await? else {
            return Ok(false);
        };
        devices::add(tx, &unit, id, &wrapped, now).await?;
        telegram::key_added(tx, &unit, &member).await?;
        Ok(true)
    };
    match here.parts.store.run("console-enrol", run).await? {
        true => Ok(Json(json!({"confirmed": here.parts.root.is_none()})).into_response()),
        false => Err(here.miss(Refused::NoLink)),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SignIn {
    link: String,
    signature: String,
}

async fn sign_in(State(here): State<Here>, headers: HeaderMap, body: Bytes) -> Done {
    let asked: SignIn = read(&headers, &body)?;
    let link: [u8; 32] = hex(&asked.link)?;
    let signature: Signature = hex(&asked.signature)?;
    let look = async move |tx: &mut Tx| links::exists(tx, &link).await;
    if !here.parts.store.read("console-sign-in", look).await? {
        return Err(here.miss(Refused::NotIn));
    }
    let (unit, now) = (Arc::clone(&here.parts), here.parts.now());
    let run = async move |tx: &mut Tx| {
        let Some(redeemed) = links::open(tx, &unit, &link, now).await? else { return Ok(None) };
        let challenge = redeemed.challenge;
        let Some(member) = members::by_id(tx, &unit, &challenge.member).await? else {
            return Ok(None);
        };
        let key = sessions::signing_key(tx, &unit, &member).await?;
        let bytes = challenge.sign_in_bytes();
        let signs = key.filter(|key| verifies(*key, &bytes, &signature));
        let Some(key) = signs.filter(|_| redeemed.purpose == Purpose::SignIn) else {
            return Ok(None);
        };
        links::spend(tx, &link).await?;
        sessions::begin(tx, &member.id, key, now).await.map(Some)
    };
    let cookie = here.parts.store.run("console-sign-in", run).await?;
    let cookie = cookie.ok_or_else(|| here.miss(Refused::NotIn))?;
    let cookie =
        format!("{}={cookie}; Path=/; Secure; HttpOnly; SameSite=Strict", sessions::COOKIE);
    Ok(([(header::SET_COOKIE, cookie)], Json(json!({}))).into_response())
}

/// The value of our cookie; nothing that is there is an empty one, which nobody has.
fn cookie(headers: &HeaderMap) -> String {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = all.flat_map(|value| value.split(';')).map(str::trim);
    let ours = pairs.find_map(|pair| pair.strip_prefix(sessions::COOKIE)?.strip_prefix('='));
    ours.unwrap_or_default().to_owned()
}

async fn sign_out(State(here): State<Here>, headers: HeaderMap) -> Done {
    if let Ok(cookie) = here.cookie(&headers).await {
        let run = async move |tx: &mut Tx| sessions::end(tx, &cookie).await;
        here.parts.store.run("console-sign-out", run).await?;
    }
    let gone =
        format!("{}=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0", sessions::COOKIE);
    Ok(([(header::SET_COOKIE, gone)], Json(json!({}))).into_response())
}

async fn me(State(here): State<Here>, headers: HeaderMap) -> Done {
    let cookie = here.cookie(&headers).await?;
    let (unit, now) = (Arc::clone(&here.parts), here.parts.now());
    let run = async move |tx: &mut Tx| {
        let Some(session) = sessions::seen(tx, &unit, &cookie, now).await? else { return Ok(None) };
        let member = session.member;
        let stored = roster::stored(tx, &unit).await?.ok();
        let roster = stored.as_ref().map(|stored| &stored.roster);
        let active = roster::key_state(&unit, roster, &member) == KeyState::Active;
        Ok(Some(json!({
            "member": member.id, "role": member.role, "language": member.language,
            "recipient": member.recipient, "signing_key": member.signing_key,
            "confirmed": active, "ends_at": session.ends_at.as_millis(), "now": now.as_millis(),
            "devices": devices::of(tx, &unit, &member.id).await?.iter()
                .map(|one| json!({"id": one.id, "kind": one.kind, "added_at": one.added_at}))
                .collect::<Vec<_>>(),
        })))
    };
    let found: Option<Value> = here.parts.store.run("console-me", run).await?;
    Ok(Json(found.ok_or(Refused::SignedOut)?).into_response())
}

//! Requests to the Bot API: teloxide's client and payloads, answers read by our own types.
//!
//! teloxide's own reading of answers is not used: it sleeps 10 s inside a request after a 5xx and
//! fails a sent message whose answer it cannot parse. No error here carries the address of a
//! request, because the token is part of it.

mod files;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures::FutureExt;
use futures::future::BoxFuture;
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use serde_json::{Value, json};
use teloxide::payloads;
use teloxide::requests::Payload;
use teloxide::types as tg;

use crate::outside::{Keyboard, Messenger, Outgoing, SendError, kill_point};

/// The Bot API, for one bot.
#[derive(Clone)]
pub struct Gateway {
    client: reqwest::Client,
    /// Polls have connections of their own: what is typed comes by these alone.
    polls: Arc<Mutex<reqwest::Client>>,
    /// Files come by a connection of their own, which is closed after each.
    downloads: reqwest::Client,
    base: reqwest::Url,
    /// Where files are: it holds the token, as `base` does.
    files: reqwest::Url,
    request_timeout: Duration,
    poll_timeout_s: u32,
}

impl std::fmt::Debug for Gateway {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Gateway(<token not shown>)")
    }
}

/// Why the gateway could not be made or asked.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum GatewayError {
    /// `telegram.api_url` is no address.
    #[error("telegram.api_url is not an address such as https://api.telegram.org")]
    Address,
    /// The HTTP client could not be set up.
    #[error("the http client could not be set up")]
    Client,
    /// 401 or 404 to getMe.
    #[error("telegram refuses this bot token; ask @BotFather for the bot's present token")]
    TokenRefused,
    /// Another process polls with the same token (409).
    #[error("another process reads this bot's updates; stop it, one bot has one reader")]
    SecondReader,
    /// No answer, or none that could be read.
    #[error("telegram did not answer")]
    Unreachable,
}

/// An answer that is not `ok`.
enum Failure {
    Unclear,
    Refused { code: i64, description: String, retry_after_s: Option<i64> },
}

/// The parameters of getUpdates, without teloxide's typed answer.
#[derive(Serialize)]
struct RawGetUpdates<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    offset: Option<i64>,
    limit: u8,
    timeout: u32,
    allowed_updates: &'a [&'a str],
}

/// teloxide's client with room for a long poll. It follows no redirection: whoever it leads to would be
/// told the address that it came from, and the token with it.
fn new_client() -> Result<reqwest::Client, GatewayError> {
    let settings = teloxide::net::default_reqwest_settings().timeout(Duration::from_secs(120));
    let settings = settings.redirect(reqwest::redirect::Policy::none());
    settings.build().map_err(|_| GatewayError::Client)
}

/// What `serve` listens to (Bot API, getUpdates).
const ALLOWED: [&str; 5] =
    ["message", "edited_message", "callback_query", "my_chat_member", "chat_member"];

impl Gateway {
    /// A gateway; nothing is sent yet.
    pub fn new(
        api_url: &str,
        token: &SecretString,
        request_timeout_s: i64,
        poll_timeout_s: i64,
    ) -> Result<Self, GatewayError> {
        let api_url = reqwest::Url::parse(api_url).map_err(|_| GatewayError::Address)?;
        let client = new_client()?;
        let polls = Arc::new(Mutex::new(new_client()?));
        let bot = teloxide::Bot::with_client(token.expose_secret(), client).set_api_url(api_url);
        let (mut base, mut files) = (bot.api_url(), bot.api_url());
        let bot_segment = format!("bot{}", bot.token());
        for (url, before) in [(&mut base, None), (&mut files, Some("file"))] {
            let mut segments = url.path_segments_mut().map_err(|()| GatewayError::Address)?;
            segments.pop_if_empty().extend(before).push(&bot_segment);
        }
        let poll_timeout_s = u32::try_from(poll_timeout_s).unwrap_or(30);
        let request_timeout = Duration::from_secs(u64::try_from(request_timeout_s).unwrap_or(8));
        let client = bot.client().clone();
        let downloads = files::new_client()?;
        Ok(Self { client, polls, downloads, base, files, request_timeout, poll_timeout_s })
    }

    /// The bot's id, if Telegram knows the token (Bot API, getMe).
    pub async fn who_am_i(&self) -> Result<i64, GatewayError> {
        match self.call(&self.client, "getMe", &json!({}), self.request_timeout).await {
            Ok(me) => me.get("id").and_then(Value::as_i64).ok_or(GatewayError::Unreachable),
            Err(Failure::Refused { code: 401 | 404, .. }) => Err(GatewayError::TokenRefused),
            Err(_) => Err(GatewayError::Unreachable),
        }
    }

    /// One batch of raw updates, waiting up to the poll time-out (Bot API, getUpdates).
    pub async fn updates(&self, offset: Option<i64>) -> Result<Vec<Value>, GatewayError> {
        let timeout = self.poll_timeout_s;
        let ask = RawGetUpdates { offset, limit: 100, timeout, allowed_updates: &ALLOWED };
        let patience = self.request_timeout + Duration::from_secs(u64::from(timeout));
        let polls = self.polls().clone();
        kill_point("poll");
        let answer = self.call(&polls, "getUpdates", &ask, patience).await;
        kill_point("polled");
        match answer {
            Ok(Value::Array(updates)) => {
                if updates.iter().any(|update| update.get("callback_query").is_none()) {
                    self.forget_connections();
                }
                Ok(updates)
            }
            Err(Failure::Refused { code: 401 | 404, .. }) => Err(GatewayError::TokenRefused),
            Err(Failure::Refused { code: 409, .. }) => Err(GatewayError::SecondReader),
            Ok(_) | Err(_) => Err(GatewayError::Unreachable),
        }
    }

    /// Sets something of the bot's own profile: `false` if Telegram refused or did not answer
    /// (Bot API, setMyCommands, deleteMyCommands, setMyDescription, setMyShortDescription).
    pub async fn set_profile(&self, method: &str, parameters: &Value) -> bool {
        self.call(&self.client, method, parameters, self.request_timeout).await.is_ok()
    }

    fn polls(&self) -> MutexGuard<'_, reqwest::Client> {
        self.polls.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Closes the connections of polls. A connection that is kept open keeps its buffer, and with
    /// it what was typed, until something longer comes; once closed its memory is wiped.
    fn forget_connections(&self) {
        if let Ok(fresh) = new_client() {
            *self.polls() = fresh;
        }
    }

    async fn request<P: Payload + Serialize + Sync>(&self, payload: &P) -> Result<Value, Failure> {
        kill_point("request");
        let answer = self.call(&self.client, P::NAME, payload, self.request_timeout).await;
        kill_point("requested");
        answer
    }

    async fn call(
        &self,
        client: &reqwest::Client,
        method: &str,
        parameters: &impl Serialize,
        patience: Duration,
    ) -> Result<Value, Failure> {
        let mut url = self.base.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.push(method);
        }
        let request = client.post(url).timeout(patience).json(parameters);
        let response = request.send().await.map_err(|_| Failure::Unclear)?;
        if response.status().is_server_error() {
            return Err(Failure::Unclear);
        }
        let body = response.bytes().await.map_err(|_| Failure::Unclear)?;
        let mut answer: Value = serde_json::from_slice(&body).map_err(|_| Failure::Unclear)?;
        match answer.get("ok").and_then(Value::as_bool) {
            Some(true) => Ok(answer.get_mut("result").map(Value::take).unwrap_or_default()),
            Some(false) => Err(Failure::Refused {
                code: answer.get("error_code").and_then(Value::as_i64).unwrap_or(0),
                description: answer
                    .get("description")
                    .and_then(Value::as_str)
                    .unwrap_or_default()
                    .to_lowercase(),
                retry_after_s: answer.pointer("/parameters/retry_after").and_then(Value::as_i64),
            }),
            None => Err(Failure::Unclear),
        }
    }
}

/// Buttons under a message, or what it does to the phone's keyboard (Bot API, sendMessage).
fn markup(message: &Outgoing) -> Option<tg::ReplyMarkup> {
    match &message.keyboard {
        Keyboard::Kept if message.buttons.is_empty() && message.link.is_none() => None,
        Keyboard::Kept => Some(tg::ReplyMarkup::InlineKeyboard(inline(message))),
        Keyboard::Contact(label) => {
            let key = tg::KeyboardButton::new(label.clone()).request(tg::ButtonRequest::Contact);
            let keys = tg::KeyboardMarkup::new([[key]]).one_time_keyboard().resize_keyboard();
            Some(tg::ReplyMarkup::Keyboard(keys))
        }
        Keyboard::Removed => Some(tg::ReplyMarkup::KeyboardRemove(tg::KeyboardRemove::new())),
    }
}

fn inline(message: &Outgoing) -> tg::InlineKeyboardMarkup {
    let rows = message.buttons.iter().map(|row| {
        row.iter()
            .map(|b| tg::InlineKeyboardButton::callback(b.label.clone(), b.data.clone()))
            .collect::<Vec<_>>()
    });
    let link = message.link.iter().filter_map(|(label, url)| {
        // Our own address, checked when the configuration was read.
        let url = reqwest::Url::parse(url).ok()?;
        Some(vec![tg::InlineKeyboardButton::url(label.clone(), url)])
    });
    tg::InlineKeyboardMarkup::new(rows.chain(link))
}

/// An address in somebody's words is not looked up by Telegram's servers for a picture of it (Bot API,
/// `LinkPreviewOptions`).
const fn no_preview() -> tg::LinkPreviewOptions {
    tg::LinkPreviewOptions {
        is_disabled: true,
        url: None,
        prefer_small_media: false,
        prefer_large_media: false,
        show_above_text: false,
    }
}

impl From<Failure> for SendError {
    fn from(failure: Failure) -> Self {
        let Failure::Refused { code, description, retry_after_s } = failure else {
            return Self::Unknown;
        };
        match (code, retry_after_s) {
            (429, Some(s)) => Self::TooMany(s.max(1)),
            (429, None) => Self::TooMany(1),
            (403, _) => Self::Refused("the chat is closed to the bot"),
            (400, _) if description.contains("message to edit not found") => Self::Gone,
            (400, _) if description.contains("message can't be edited") => Self::Gone,
            (400, _) => Self::Refused("the request or the chat was refused"),
            _ => Self::Unknown,
        }
    }
}

impl Messenger for Gateway {
    fn send(&self, message: Outgoing) -> BoxFuture<'_, Result<Option<i64>, SendError>> {
        async move {
            let markup = markup(&message);
            let mut payload = payloads::SendMessage::new(tg::ChatId(message.chat), message.text);
            payload.disable_notification = Some(message.silent);
            payload.protect_content = Some(true);
            payload.link_preview_options = Some(no_preview());
            payload.reply_markup = markup;
            let sent = self.request(&payload).await?;
            Ok(sent.get("message_id").and_then(Value::as_i64))
        }
        .boxed()
    }

    fn edit(&self, id: i64, message: Outgoing) -> BoxFuture<'_, Result<(), SendError>> {
        async move {
            let Ok(message_id) = i32::try_from(id) else { return Err(SendError::Gone) };
            let markup = inline(&message);
            let chat = tg::Recipient::Id(tg::ChatId(message.chat));
            let mut payload =
                payloads::EditMessageText::new(chat, tg::MessageId(message_id), message.text);
            payload.link_preview_options = Some(no_preview());
            payload.reply_markup = Some(markup);
            match self.request(&payload).await {
                Ok(_) => Ok(()),
                Err(Failure::Refused { code: 400, description, .. })
                    if description.contains("message is not modified") =>
                {
                    Ok(())
                }
                Err(failure) => Err(failure.into()),
            }
        }
        .boxed()
    }

    fn delete(&self, chat: i64, ids: Vec<i64>) -> BoxFuture<'_, Result<(), SendError>> {
        async move {
            let ids: Vec<tg::MessageId> = ids
                .into_iter()
                .filter_map(|id| i32::try_from(id).ok())
                .map(tg::MessageId)
                .collect();
            let payload = payloads::DeleteMessages::new(tg::ChatId(chat), ids);
            self.request(&payload).await?;
            Ok(())
        }
        .boxed()
    }

    fn answer(&self, callback: String, text: Option<String>) -> BoxFuture<'_, ()> {
        async move {
            let mut payload = payloads::AnswerCallbackQuery::new(tg::CallbackQueryId(callback));
            payload.text = text;
            let _ = self.request(&payload).await;
        }
        .boxed()
    }

    fn leave(&self, chat: i64) -> BoxFuture<'_, ()> {
        async move {
            let payload = payloads::LeaveChat::new(tg::ChatId(chat));
            let _ = self.request(&payload).await;
        }
        .boxed()
    }
}

//! A server, a bot that speaks plain HTTP, and people.

use std::time::Duration;

use habeas::outside::RealClock;
use habeas::rehearsal::botapi::{BotApi, BotApiOptions, ChatView, Driver, Say};
use serde_json::{Value, json};

/// The bot's token.
pub const TOKEN: &str = "42:rehearsal";
/// A day on the server's clock.
pub const DAY_MS: i64 = 24 * 3_600_000;

/// A server with one bot, whose clock moves alone.
pub struct Stage {
    pub server: BotApi,
    pub people: Driver,
    pub http: reqwest::Client,
}

/// An answer of the server: the status, the body, and the header Retry-After.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub body: Value,
    pub retry_after: Option<String>,
}

impl Answer {
    /// The result of a call that was carried out.
    #[track_caller]
    pub fn result(self) -> Value {
        assert_eq!(self.status, 200, "{}", self.body);
        assert_eq!(self.body["ok"], json!(true), "{}", self.body);
        self.body["result"].clone()
    }

    /// The code and the sentence of one that was refused.
    #[track_caller]
    pub fn refusal(&self) -> (u16, &str) {
        assert_eq!(self.body["ok"], json!(false), "{}", self.body);
        assert_eq!(self.body["error_code"], json!(self.status));
        (self.status, self.body["description"].as_str().unwrap())
    }
}

fn options() -> BotApiOptions {
    let listen = ([127, 0, 0, 1], 0).into();
    BotApiOptions { listen, token: None, limits: false, driver: true, clock: RealClock::default() }
}

impl Stage {
    /// Telegram's rates do not hold.
    pub async fn new() -> Self {
        Self::with(false, None).await
    }

    /// Telegram's rates hold.
    pub async fn limited() -> Self {
        Self::with(true, None).await
    }

    pub async fn with(limits: bool, token: Option<&str>) -> Self {
        let token = token.map(str::to_owned);
        Self::of(BotApiOptions { limits, token, ..options() }).await
    }

    /// The people are played elsewhere.
    pub async fn unplayed() -> Self {
        Self::of(BotApiOptions { driver: false, ..options() }).await
    }

    async fn of(options: BotApiOptions) -> Self {
        let server = BotApi::start(options).await.unwrap();
        let timeout = Duration::from_secs(30);
        let http = reqwest::Client::builder().timeout(timeout).no_proxy().build().unwrap();
        Self { people: server.driver(), server, http }
    }

    /// The address of a method.
    pub fn method(&self, token: &str, method: &str) -> String {
        format!("{}/bot{token}/{method}", self.server.url())
    }

    /// A call with these parameters.
    pub async fn call(&self, method: &str, params: Value) -> Answer {
        self.call_as(TOKEN, method, params).await
    }

    /// A call of the bot with this token.
    pub async fn call_as(&self, token: &str, method: &str, params: Value) -> Answer {
        answer(self.http.post(self.method(token, method)).json(&params)).await.unwrap()
    }

    /// The result of a call that must be carried out.
    pub async fn done(&self, method: &str, params: Value) -> Value {
        self.call(method, params).await.result()
    }

    /// A message of the bot's; its id.
    pub async fn send(&self, chat: i64, text: &str) -> i64 {
        let sent = self.done("sendMessage", json!({"chat_id": chat, "text": text})).await;
        sent["message_id"].as_i64().unwrap()
    }

    /// A message of the bot's with one button; its id.
    pub async fn send_button(&self, chat: i64, label: &str, data: &str) -> i64 {
        let markup = json!({"inline_keyboard": [[{"text": label, "callback_data": data}]]});
        let params = json!({"chat_id": chat, "text": "?", "reply_markup": markup});
        self.done("sendMessage", params).await["message_id"].as_i64().unwrap()
    }

    /// What waits for the bot now.
    pub async fn updates(&self) -> Vec<Value> {
        self.updates_from(json!({})).await
    }

    pub async fn updates_from(&self, params: Value) -> Vec<Value> {
        self.done("getUpdates", params).await.as_array().unwrap().clone()
    }

    /// The user presses Start, and the update is confirmed.
    pub async fn opened(&self, user: i64) {
        self.say(user, "/start");
        let last = self.updates().await.last().unwrap()["update_id"].as_i64().unwrap();
        assert!(self.updates_from(json!({"offset": last + 1})).await.is_empty());
    }

    pub fn say(&self, user: i64, text: &str) -> (i64, i64) {
        let said = self.people.say(&Say::new(user, text)).unwrap();
        (said.update_id, said.message_id)
    }

    /// Resolves once a poll has confirmed all that waited: it has come and waits itself now.
    pub async fn polled(&self) {
        while self.done("getWebhookInfo", json!({})).await["pending_update_count"] != json!(0) {}
    }

    /// What the user sees now.
    pub async fn chat(&self, user: i64) -> ChatView {
        self.people.chat(user, None, 0).await
    }

    /// An order of the driver over HTTP.
    pub async fn order(&self, name: &str, order: Value) -> Answer {
        let url = format!("{}/driver/{name}", self.server.url());
        answer(self.http.post(url).json(&order)).await.unwrap()
    }

    /// A question to the driver over HTTP.
    pub async fn ask(&self, question: &str) -> Answer {
        answer(self.http.get(format!("{}/driver/{question}", self.server.url()))).await.unwrap()
    }
}

/// Sends a request and reads its answer.
pub async fn answer(request: reqwest::RequestBuilder) -> reqwest::Result<Answer> {
    let response = request.send().await?;
    let status = response.status().as_u16();
    let retry_after = response.headers().get("Retry-After");
    let retry_after = retry_after.map(|value| value.to_str().unwrap().to_owned());
    Ok(Answer { status, body: response.json().await?, retry_after })
}

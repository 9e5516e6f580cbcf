//! The driver over HTTP: JSON in, JSON out, errors as `{"error": "sentence", "code": "kind"}`.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::{Driver, DriverError, Person, Press, Say, Sending, Tap};
use crate::rehearsal::botapi::fault::{Fault, FaultKind};
use crate::rehearsal::botapi::hub::Hub;

/// Longest wait of one request, in milliseconds.
const LONGEST_WAIT_MS: f64 = 600_000.0;

type Outcome = Result<Json<Value>, Refused>;

/// The driver's routes.
pub(in crate::rehearsal::botapi) fn routes() -> Router<Arc<Hub>> {
    Router::new()
        .route("/driver/say", post(say))
        .route("/driver/tap", post(tap))
        .route("/driver/press", post(press))
        .route("/driver/send", post(send))
        .route("/driver/block", post(block))
        .route("/driver/unblock", post(unblock))
        .route("/driver/person", post(person))
        .route("/driver/fault", post(fault))
        .route("/driver/mend", post(mend))
        .route("/driver/clock", get(clock).post(advance))
        .route("/driver/chat", get(chat))
        .route("/driver/calls", get(calls))
        .route("/driver/{*rest}", axum::routing::any(unknown))
}

/// A refused order as a response.
#[derive(Debug)]
struct Refused {
    status: u16,
    error: String,
    code: &'static str,
}

impl From<DriverError> for Refused {
    fn from(error: DriverError) -> Self {
        Self { status: error.status(), error: error.to_string(), code: error.code() }
    }
}

impl Refused {
    fn order(error: impl std::fmt::Display) -> Self {
        DriverError::Order(error.to_string()).into()
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::BAD_REQUEST);
        (status, Json(json!({"error": self.error, "code": self.code}))).into_response()
    }
}

/// Reads an order; `bot` in it names the bot whose people are meant.
fn order<T: DeserializeOwned>(hub: Arc<Hub>, body: &[u8]) -> Result<(Driver, T), Refused> {
    let mut object: Map<String, Value> = serde_json::from_slice(body).map_err(Refused::order)?;
    let bot = match object.remove("bot") {
        None | Some(Value::Null) => None,
        Some(bot) => Some(bot.as_i64().ok_or_else(|| Refused::order("\"bot\" must be a number"))?),
    };
    let order = serde_json::from_value(Value::Object(object)).map_err(Refused::order)?;
    Ok((Driver::new(hub).of_bot(bot), order))
}

/// As `order` for a query.
fn query<T: DeserializeOwned>(query: Option<String>) -> Result<T, Refused> {
    let uri = format!("/?{}", query.unwrap_or_default());
    let uri = uri.parse().map_err(Refused::order)?;
    let query = axum::extract::Query::<T>::try_from_uri(&uri).map_err(|error| {
        let error = error.body_text();
        Refused::order(error)
    })?;
    Ok(query.0)
}

fn json_of(value: impl serde::Serialize) -> Outcome {
    serde_json::to_value(value).map(Json).map_err(Refused::order)
}

async fn say(State(hub): State<Arc<Hub>>, body: Bytes) -> Outcome {
    let (driver, order) = order::<Say>(hub, &body)?;
    json_of(driver.say(&order)?)
}

async fn tap(State(hub): State<Arc<Hub>>, body: Bytes) -> Outcome {
    let (driver, order) = order::<Tap>(hub, &body)?;
    json_of(driver.tap(&order)?)
}

async fn press(State(hub): State<Arc<Hub>>, body: Bytes) -> Outcome {
    let (driver, order) = order::<Press>(hub, &body)?;
    json_of(driver.press(&order)?)
}

async fn send(State(hub): State<Arc<Hub>>, body: Bytes) -> Outcome {
    let (driver, order) = order::<Sending>(hub, &body)?;
    json_of(driver.send(&order)?)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Whom {
    user: i64,
}

async fn block(State(hub): State<Arc<Hub>>, body: Bytes) -> Outcome {
    let (driver, order) = order::<Whom>(hub, &body)?;
    json_of(json!({"update_id": driver.block(order.user)}))
}

async fn unblock(State(hub): State<Arc<Hub>>, body: Bytes) -> Outcome {
    let (driver, order) = order::<Whom>(hub, &body)?;
    json_of(json!({"update_id": driver.unblock(order.user)}))
}

async fn fault(State(hub): State<Arc<Hub>>, body: Bytes) -> Outcome {
    let (driver, order) = order::<Fault>(hub, &body)?;
    driver.fault(order);
    json_of(json!({}))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Mend {
    kind: FaultKind,
}

async fn mend(State(hub): State<Arc<Hub>>, body: Bytes) -> Outcome {
    let (driver, order) = order::<Mend>(hub, &body)?;
    driver.mend(order.kind);
    json_of(json!({}))
}

async fn person(State(hub): State<Arc<Hub>>, body: Bytes) -> Outcome {
    let (driver, order) = order::<Person>(hub, &body)?;
    driver.person(&order);
    json_of(json!({}))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Advance {
    advance_ms: i64,
}

async fn advance(State(hub): State<Arc<Hub>>, body: Bytes) -> Outcome {
    let (driver, order) = order::<Advance>(hub, &body)?;
    if order.advance_ms < 0 {
        return Err(Refused::order("the clock goes ahead only"));
    }
    driver.advance_clock(order.advance_ms);
    json_of(json!({"now": driver.now()}))
}

async fn clock(State(hub): State<Arc<Hub>>) -> Outcome {
    json_of(json!({"now": Driver::new(hub).now()}))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ChatQuery {
    user: i64,
    after: Option<u64>,
    wait_s: Option<f64>,
    bot: Option<i64>,
}

async fn chat(State(hub): State<Arc<Hub>>, RawQuery(asked): RawQuery) -> Outcome {
    let asked: ChatQuery = query(asked)?;
    let driver = Driver::new(hub).of_bot(asked.bot);
    json_of(driver.chat(asked.user, asked.after, wait_ms(asked.wait_s)).await)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CallsQuery {
    after: Option<u64>,
    wait_s: Option<f64>,
}

async fn calls(State(hub): State<Arc<Hub>>, RawQuery(asked): RawQuery) -> Outcome {
    let asked: CallsQuery = query(asked)?;
    let after = asked.after.unwrap_or(0);
    let (seq, calls) = Driver::new(hub).calls(after, wait_ms(asked.wait_s)).await;
    let calls: Vec<_> = calls.iter().map(AsRef::as_ref).collect();
    json_of(json!({"seq": seq, "calls": calls}))
}

/// Seconds of a query as milliseconds.
fn wait_ms(seconds: Option<f64>) -> i64 {
    let ms = (seconds.unwrap_or(0.0) * 1000.0).clamp(0.0, LONGEST_WAIT_MS);
    #[expect(clippy::cast_possible_truncation, reason = "clamped to ten minutes")]
    let ms = ms as i64;
    ms
}

async fn unknown() -> Refused {
    let error = "the driver has no such order".to_owned();
    Refused { status: 404, error, code: "order" }
}

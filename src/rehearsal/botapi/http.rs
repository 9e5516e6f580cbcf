//! `/bot<token>/<method>` and `/file/bot<token>/<path>`: from a request to an answer.

use std::io;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures::stream;
use serde_json::Map;

use super::fault::{FaultKind, Mishap};
use super::hub::{CallRecord, Hub};
use super::listener::Cut;
use super::methods;
use super::params;
use super::reply::{Answer, ApiError, body};
use super::tables::tables;
use crate::outside::Clock;

/// What a broken proxy in front of Telegram would send.
const BROKEN: &str = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n\
    <center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n";

/// All paths that are not the driver's.
pub(super) async fn serve(
    State(hub): State<Arc<Hub>>,
    ConnectInfo(cut): ConnectInfo<Cut>,
    request: Request,
) -> Response {
    let path = request.uri().path().replace("%3A", ":").replace("%3a", ":");
    if let Some(rest) = path.strip_prefix("/file/bot") {
        return file(&hub, rest, &cut).await;
    }
    let parts = path.strip_prefix("/bot").and_then(|rest| rest.split_once('/'));
    let Some((token, name)) = parts else { return answered(&Err(ApiError::not_found())) };
    match hub.bot(token) {
        Ok(bot) => call(hub, bot, name, request, &cut).await,
        Err(error) => answered(&Err(error)),
    }
}

/// One call of a method, with what befalls it.
async fn call(hub: Arc<Hub>, bot: i64, name: &str, request: Request, cut: &Cut) -> Response {
    let Some(method) = tables().method(name.trim_end_matches('/')) else {
        return answered(&Err(ApiError::not_found()));
    };
    let (params, unread) = match params::read(method, request).await {
        Ok(params) => (params, None),
        Err(error) => (Map::new(), Some(error)),
    };
    let refused = unread.or_else(|| tables().check(method, &params).err());
    let chat = methods::chat_id(&params);
    let mishap = hub.with(Some(bot), |world, _| world.faults.meet_call(&method.name, chat));
    let fault = mishap.hit.map(|(kind, _)| kind);
    let record = CallRecord { method: method.name.clone(), chat, params, fault };
    let carried_out = carry_out(hub, bot, record, mishap, refused);
    let answer = if method.name == "getUpdates" {
        carried_out.await
    } else {
        // What has been asked for is done, also when the caller no longer waits for it.
        tokio::spawn(carried_out).await.unwrap_or_else(|_| Err(ApiError::gateway("panic", 500)))
    };
    match (fault, &answer) {
        (Some(FaultKind::Reset | FaultKind::LostAnswer), _) => {
            cut.pull();
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
        (Some(FaultKind::ServerError), Err(error)) => broken(error.code),
        _ => answered(&answer),
    }
}

/// Waits, refuses or does what was asked, and lists the call.
async fn carry_out(
    hub: Arc<Hub>,
    bot: i64,
    record: CallRecord,
    mishap: Mishap,
    refused: Option<ApiError>,
) -> Answer {
    if mishap.slow_ms > 0 {
        hub.wall.sleep_until(hub.wall.now().plus_ms(mishap.slow_ms)).await;
    }
    if let Some(error) = instead(mishap).or(refused) {
        let answer = Err(error);
        hub.list(bot, record, &answer);
        return answer;
    }
    if record.method == "getUpdates" {
        let answer = methods::updates::get_updates(&hub, bot, &record.params).await;
        hub.list(bot, record, &answer);
        return answer;
    }
    let name = record.method.clone();
    hub.call(bot, record, |world, params, now| methods::call(world, &name, params, now))
}

/// What a fault answers instead of doing what was asked.
fn instead(mishap: Mishap) -> Option<ApiError> {
    let (kind, value) = mishap.hit?;
    match kind {
        FaultKind::Reset => Some(ApiError::gateway("connection reset", 0)),
        FaultKind::ServerError => {
            let status = value.and_then(|status| u16::try_from(status).ok()).unwrap_or(502);
            Some(ApiError::gateway("a page of HTML", status))
        }
        FaultKind::TooMany => Some(ApiError::too_many(value.unwrap_or(5))),
        FaultKind::Forbidden if value == Some(1) => {
            Some(ApiError::forbidden("user is deactivated"))
        }
        FaultKind::Forbidden => Some(ApiError::blocked()),
        FaultKind::LostAnswer | FaultKind::Duplicate | FaultKind::Slow => None,
    }
}

fn broken(status: u16) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_GATEWAY);
    (status, [(header::CONTENT_TYPE, "text/html")], BROKEN).into_response()
}

/// An answer in Telegram's envelope.
fn answered(answer: &Answer) -> Response {
    let mut response = axum::Json(body(answer)).into_response();
    if let Err(error) = answer {
        let status = StatusCode::from_u16(error.code);
        *response.status_mut() = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        if let Some(seconds) = error.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
    }
    response
}

/// The content of a file that a user sent, with what befalls it; faults name it `file`.
async fn file(hub: &Hub, rest: &str, cut: &Cut) -> Response {
    let Some((token, path)) = rest.split_once('/') else {
        return answered(&Err(ApiError::not_found()));
    };
    let bot = match hub.bot(token) {
        Ok(bot) => bot,
        Err(error) => return answered(&Err(error)),
    };
    let (found, mishap) = hub.with(Some(bot), |world, _| {
        let found = world.files.values().find(|file| file.path == path);
        (found.map(|file| file.bytes.clone()), world.faults.meet_call("file", None))
    });
    if mishap.slow_ms > 0 {
        hub.wall.sleep_until(hub.wall.now().plus_ms(mishap.slow_ms)).await;
    }
    if let Some((FaultKind::Reset, _)) = mishap.hit {
        cut.pull();
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    }
    let Some(bytes) = found else { return answered(&Err(ApiError::not_found())) };
    let kind = [(header::CONTENT_TYPE, "application/octet-stream")];
    match instead(mishap) {
        Some(error) if matches!(mishap.hit, Some((FaultKind::ServerError, _))) => {
            broken(error.code)
        }
        Some(error) => answered(&Err(error)),
        None if matches!(mishap.hit, Some((FaultKind::LostAnswer, _))) => {
            // Half of it, then the connection ends.
            let half = [Ok(bytes.slice(..bytes.len() / 2)), Err(io::Error::other("cut off"))];
            (kind, Body::from_stream(stream::iter(half))).into_response()
        }
        None => (kind, Body::from(bytes)).into_response(),
    }
}

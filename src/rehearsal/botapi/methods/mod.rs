//! What the methods do, once their parameters have been checked against the tables.

mod chats;
mod messages;
pub(super) mod profile;
mod removal;
mod taps;
pub(super) mod updates;

use habeas_core::domain::Timestamp;
use serde_json::{Map, Value};

use super::reply::{Answer, ApiError};
use super::world::World;

/// A call's parameters.
pub(super) type Params = Map<String, Value>;

/// Carries out a method; `getUpdates` waits and is elsewhere ([`updates::get_updates`]).
pub(super) fn call(world: &mut World, name: &str, params: &Params, now: Timestamp) -> Answer {
    match name {
        "getMe" => Ok(profile::me(world)),
        "sendMessage" => messages::send(world, params, now),
        "editMessageText" => messages::edit_text(world, params, now),
        "editMessageReplyMarkup" => messages::edit_markup(world, params, now),
        "deleteMessage" => removal::delete_one(world, params, now),
        "deleteMessages" => removal::delete_many(world, params, now),
        "answerCallbackQuery" => taps::answer(world, params, now),
        "sendChatAction" => chats::action(world, params, now),
        "leaveChat" => chats::leave(world, params),
        "getChat" => chats::get(world, params),
        "getFile" => chats::get_file(world, params),
        "deleteWebhook" => Ok(updates::delete_webhook(world, params)),
        "getWebhookInfo" => Ok(updates::webhook_info(world)),
        _ => profile::call(world, name, params),
    }
}

/// A refusal that says the fault is the stage's, not the caller's.
fn not_simulated(what: &str) -> ApiError {
    ApiError::bad(format!("{what} not simulated"))
}

/// The chat that a call is about; numbers in a text count, user names do not.
pub(super) fn chat_id(params: &Params) -> Option<i64> {
    match params.get("chat_id")? {
        Value::String(text) => text.parse().ok(),
        value => value.as_i64(),
    }
}

fn required_chat(params: &Params) -> Result<i64, ApiError> {
    chat_id(params).ok_or_else(|| ApiError::bad("chat not found"))
}

fn text<'a>(params: &'a Params, name: &str) -> &'a str {
    params.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn number(params: &Params, name: &str) -> Option<i64> {
    params.get(name).and_then(Value::as_i64)
}

fn flag(params: &Params, name: &str) -> bool {
    params.get(name) == Some(&Value::Bool(true))
}

//! sendMessage and the edits.

use habeas_core::domain::Timestamp;
use serde_json::{Map, Value};

use super::{Params, chat_id, flag, not_simulated, number, required_chat};
use crate::rehearsal::botapi::chat::{Chat, seconds};
use crate::rehearsal::botapi::content;
use crate::rehearsal::botapi::keyboard;
use crate::rehearsal::botapi::reply::{Answer, ApiError};
use crate::rehearsal::botapi::view::Sender;
use crate::rehearsal::botapi::world::World;

/// sendMessage.
pub(super) fn send(world: &mut World, params: &Params, now: Timestamp) -> Answer {
    let id = required_chat(params)?;
    let chat = world.writable(id)?;
    let text = content::text(params)?;
    let inline = content::inline_keyboard(params)?;
    let keys = keyboard::read(params, id > 0)?;
    let replied = replied(chat, params)?;
    world.take_rate(id, now)?;

    let bot = world.bot_user();
    let chat = world.writable(id)?;
    let mut body = chat.head(bot, now);
    let protected = flag(params, "protect_content");
    if protected {
        body.insert("has_protected_content".to_owned(), true.into());
    }
    if let Some(replied) = replied {
        body.insert("reply_to_message".to_owned(), replied);
    }
    put(&mut body, "text", Some(text.text.into()));
    put(&mut body, "entities", text.entities);
    put(&mut body, "link_preview_options", params.get("link_preview_options").cloned());
    put(&mut body, "reply_markup", inline);
    let message_id = chat.append(Sender::Bot, body.clone(), now);
    if let Some(message) = chat.message_mut(message_id) {
        message.silent = flag(params, "disable_notification");
        message.protected = protected;
    }
    if let Some(change) = keys {
        chat.change_keyboard(message_id, change);
    }
    Ok(Value::Object(body))
}

/// The message that is replied to.
fn replied(chat: &Chat, params: &Params) -> Result<Option<Value>, ApiError> {
    let Some(reply) = params.get("reply_parameters") else { return Ok(None) };
    let id = reply.get("message_id").and_then(Value::as_i64).unwrap_or_default();
    match chat.message(id).filter(|message| !message.deleted) {
        Some(message) => {
            let mut body = message.body.clone();
            body.remove("reply_to_message");
            Ok(Some(Value::Object(body)))
        }
        None if reply.get("allow_sending_without_reply") == Some(&Value::Bool(true)) => Ok(None),
        None => Err(ApiError::bad("message to be replied not found")),
    }
}

/// editMessageText: without a keyboard in the call, the message has none afterwards.
pub(super) fn edit_text(world: &mut World, params: &Params, now: Timestamp) -> Answer {
    let (chat, message) = to_edit(world, params)?;
    if params.contains_key("rich_message") {
        return Err(not_simulated("rich_message"));
    }
    let text = content::text(params)?;
    let keyboard = content::inline_keyboard(params)?;
    let change = |body: &mut Map<String, Value>| {
        put(body, "text", Some(text.text.into()));
        put(body, "entities", text.entities);
        put(body, "link_preview_options", params.get("link_preview_options").cloned());
        put(body, "reply_markup", keyboard);
    };
    edit(world, chat, message, now, change)
}

/// editMessageReplyMarkup: without a keyboard in the call, it is taken away.
pub(super) fn edit_markup(world: &mut World, params: &Params, now: Timestamp) -> Answer {
    let (chat, message) = to_edit(world, params)?;
    let keyboard = content::inline_keyboard(params)?;
    edit(world, chat, message, now, |body| put(body, "reply_markup", keyboard))
}

/// The chat and the message of the bot's own that are to be edited.
fn to_edit(world: &mut World, params: &Params) -> Result<(i64, i64), ApiError> {
    if params.contains_key("inline_message_id") {
        return Err(not_simulated("inline_message_id"));
    }
    let id = chat_id(params).ok_or_else(|| ApiError::bad("chat not found"))?;
    let chat = world.writable(id)?;
    let message_id = number(params, "message_id").unwrap_or_default();
    match chat.message(message_id).filter(|message| !message.deleted) {
        None => Err(ApiError::bad("message to edit not found")),
        Some(message) if message.sender != Sender::Bot || message.with_keyboard => {
            Err(ApiError::bad("message can't be edited"))
        }
        Some(_) => Ok((id, message_id)),
    }
}

fn edit(
    world: &mut World,
    chat_id: i64,
    message_id: i64,
    now: Timestamp,
    change: impl FnOnce(&mut Map<String, Value>),
) -> Answer {
    let gone = || ApiError::bad("message to edit not found");
    let before = world.writable(chat_id)?.message(message_id).ok_or_else(gone)?.body.clone();
    let mut body = before.clone();
    change(&mut body);
    // Telegram's objects have no order; a body compares the same however it was put together.
    if body == before {
        let text = "message is not modified: specified new message content and reply markup \
                    are exactly the same as a current content and reply markup of the message";
        return Err(ApiError::bad(text));
    }
    world.take_rate(chat_id, now)?;
    put(&mut body, "edit_date", Some(seconds(now).into()));
    let chat = world.writable(chat_id)?;
    let message = chat.message_mut(message_id).ok_or_else(gone)?;
    message.edit(body.clone());
    chat.touch();
    Ok(Value::Object(body))
}

fn put(body: &mut Map<String, Value>, name: &str, value: Option<Value>) {
    match value {
        Some(value) => body.insert(name.to_owned(), value),
        None => body.remove(name),
    };
}

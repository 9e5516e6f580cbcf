//! deleteMessage and deleteMessages: own and incoming messages, under 48 h old.

use habeas_core::domain::Timestamp;
use serde_json::Value;

use super::{Params, number, required_chat};
use crate::rehearsal::botapi::chat::Chat;
use crate::rehearsal::botapi::reply::{Answer, ApiError};
use crate::rehearsal::botapi::world::World;

/// A message older than this cannot be deleted for both sides, in milliseconds: 48 h.
const DELETABLE_MS: i64 = 48 * 3_600_000;
/// Most ids in one deleteMessages.
const IDS: usize = 100;

/// deleteMessage.
pub(super) fn delete_one(world: &mut World, params: &Params, now: Timestamp) -> Answer {
    let chat = known(world, params)?;
    let id = number(params, "message_id").unwrap_or_default();
    match deletable(chat, id, now) {
        None => Err(ApiError::bad("message to delete not found")),
        Some(false) => Err(too_old()),
        Some(true) => {
            chat.delete(id);
            chat.touch();
            Ok(true.into())
        }
    }
}

/// deleteMessages: unknown ids are skipped; one that is too old refuses them all.
pub(super) fn delete_many(world: &mut World, params: &Params, now: Timestamp) -> Answer {
    let chat = known(world, params)?;
    let ids = params.get("message_ids").and_then(Value::as_array);
    let ids: Vec<i64> = ids.into_iter().flatten().filter_map(Value::as_i64).collect();
    if ids.is_empty() {
        return Err(ApiError::bad("message identifiers are not specified"));
    }
    if ids.len() > IDS {
        return Err(ApiError::bad("too many message identifiers specified"));
    }
    if ids.iter().any(|id| deletable(chat, *id, now) == Some(false)) {
        return Err(too_old());
    }
    for id in ids {
        chat.delete(id);
    }
    chat.touch();
    Ok(true.into())
}

/// The chat, blocked or not: what was said there can still be deleted.
fn known<'a>(world: &'a mut World, params: &Params) -> Result<&'a mut Chat, ApiError> {
    let id = required_chat(params)?;
    let chat = world.chats.get_mut(&id).filter(|chat| chat.opened);
    chat.ok_or_else(|| ApiError::bad("chat not found"))
}

/// Whether a message can be deleted; `None` if there is none.
fn deletable(chat: &Chat, id: i64, now: Timestamp) -> Option<bool> {
    let message = chat.message(id).filter(|message| !message.deleted)?;
    Some(now.since(message.at) < DELETABLE_MS)
}

fn too_old() -> ApiError {
    ApiError::bad("message can't be deleted for everyone")
}

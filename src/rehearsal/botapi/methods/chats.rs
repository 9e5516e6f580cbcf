//! sendChatAction, leaveChat, getChat, getFile.

use habeas_core::domain::Timestamp;
use serde_json::json;

use super::{Params, not_simulated, required_chat, text};
use crate::rehearsal::botapi::reply::{Answer, ApiError};
use crate::rehearsal::botapi::world::World;

/// What a bot can be seen doing.
const ACTIONS: [&str; 11] = [
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
];

/// An action is seen for five seconds, or until a message comes (Bot API, sendChatAction).
const SEEN_FOR_MS: i64 = 5000;

/// sendChatAction.
pub(super) fn action(world: &mut World, params: &Params, now: Timestamp) -> Answer {
    let chat = world.writable(required_chat(params)?)?;
    if !ACTIONS.contains(&text(params, "action")) {
        return Err(ApiError::bad("wrong parameter action in request"));
    }
    chat.typing_until = Some(now.plus_ms(SEEN_FOR_MS));
    chat.touch();
    Ok(true.into())
}

/// leaveChat: groups only.
pub(super) fn leave(world: &mut World, params: &Params) -> Answer {
    let id = required_chat(params)?;
    let chat = world.writable(id)?;
    if id > 0 {
        return Err(not_simulated("leaving a private chat"));
    }
    chat.opened = false;
    chat.touch();
    Ok(true.into())
}

/// getChat.
pub(super) fn get(world: &mut World, params: &Params) -> Answer {
    let id = required_chat(params)?;
    let chat = world.chats.get(&id).filter(|chat| chat.opened);
    let chat = chat.ok_or_else(|| ApiError::bad("chat not found"))?;
    let mut shape = chat.shape.clone();
    shape["accent_color_id"] = json!(0);
    shape["max_reaction_count"] = json!(11);
    shape["accepted_gift_types"] = json!({
        "unlimited_gifts": false,
        "limited_gifts": false,
        "unique_gifts": false,
        "premium_subscription": false,
        "gifts_from_channels": false,
    });
    Ok(shape)
}

/// Bots are given no longer file (Bot API, getFile: 20 MB).
const MOST_FILE_BYTES: usize = 20 << 20;

/// getFile.
pub(super) fn get_file(world: &mut World, params: &Params) -> Answer {
    let id = text(params, "file_id");
    let file = world.files.get(id).ok_or_else(|| ApiError::bad("invalid file_id"))?;
    if file.bytes.len() > MOST_FILE_BYTES {
        return Err(ApiError::bad("file is too big"));
    }
    let unique = format!("u{id}");
    let size = file.bytes.len();
    let path = &file.path;
    Ok(json!({"file_id": id, "file_unique_id": unique, "file_size": size, "file_path": path}))
}

//! answerCallbackQuery: each tap once, and not for ever.

use habeas_core::domain::Timestamp;

use super::{Params, flag, text};
use crate::rehearsal::botapi::queue::TAP_KEPT_MS;
use crate::rehearsal::botapi::reply::{Answer, ApiError};
use crate::rehearsal::botapi::view::Toast;
use crate::rehearsal::botapi::world::World;

/// Longest notice, in characters.
const NOTICE: usize = 200;

/// answerCallbackQuery.
pub(super) fn answer(world: &mut World, params: &Params, now: Timestamp) -> Answer {
    let id = text(params, "callback_query_id");
    let notice = text(params, "text");
    if notice.chars().count() > NOTICE {
        return Err(ApiError::bad("MESSAGE_TOO_LONG"));
    }
    let tap = world.taps.remove(id).filter(|tap| now.since(tap.at) < TAP_KEPT_MS);
    let tap = tap.ok_or_else(|| {
        let text = "query is too old and response timeout expired or query ID is invalid";
        ApiError::bad(text)
    })?;
    if let Some(chat) = world.chats.get_mut(&tap.chat) {
        if !notice.is_empty() {
            let alert = flag(params, "show_alert");
            let (text, query) = (notice.to_owned(), id.to_owned());
            chat.toasts.push(Toast { text, alert, query });
        }
        chat.answered.push(id.to_owned());
        chat.touch();
    }
    Ok(true.into())
}

//! Words, and blocking.

use habeas_core::domain::Timestamp;
use serde_json::{Map, Value, json};

use super::{Driver, DriverError, Said, Say};
use crate::rehearsal::botapi::chat::{Chat, seconds};
use crate::rehearsal::botapi::view::Sender;
use crate::rehearsal::botapi::world::World;

pub(super) fn say(driver: &Driver, order: &Say) -> Result<Said, DriverError> {
    if order.text.is_empty() {
        return Err(DriverError::Order("a text has at least one character".to_owned()));
    }
    driver.with(|world, now| {
        let chat = world.private(order.user);
        describe(chat, order.language.as_deref(), order.name.as_deref());
        if chat.blocked && order.text.starts_with("/start") {
            set_blocked(world, order.user, false, now);
        }
        let mut content = Map::new();
        if let Some(message) = order.reply_to {
            let shape = world.private(order.user).shape.clone();
            let replied = json!({"message_id": message, "chat": shape, "date": seconds(now)});
            content.insert("reply_to_message".to_owned(), replied);
        }
        content.insert("text".to_owned(), json!(order.text));
        let commands = commands(&order.text);
        if !commands.is_empty() {
            content.insert("entities".to_owned(), Value::Array(commands));
        }
        deliver(world, order.user, content, now)
    })
}

/// Keeps what a user's client says of its user.
pub(super) fn describe(chat: &mut Chat, language: Option<&str>, name: Option<&str>) {
    if let Some(language) = language {
        chat.language = Some(language.to_owned());
    }
    if let Some(name) = name {
        name.clone_into(&mut chat.first_name);
        chat.shape["first_name"] = json!(name);
    }
}

/// Puts a message of the user's into the chat, which opens it, and queues it.
pub(super) fn deliver(
    world: &mut World,
    user: i64,
    content: Map<String, Value>,
    now: Timestamp,
) -> Result<Said, DriverError> {
    let chat = world.private(user);
    if chat.blocked {
        return Err(DriverError::Blocked);
    }
    chat.opened = true;
    let mut body = chat.head(chat.user(), now);
    body.extend(content);
    let message_id = chat.append(Sender::User, body.clone(), now);
    let update_id = world.queue_update(user, "message", Value::Object(body), now);
    Ok(Said { update_id, message_id })
}

/// Blocks or unblocks the bot; the bot is told if that is a change.
pub(super) fn set_blocked(world: &mut World, user: i64, blocked: bool, now: Timestamp) -> i64 {
    let bot = world.bot_user();
    let chat = world.private(user);
    if chat.blocked == blocked {
        return 0;
    }
    chat.blocked = blocked;
    chat.touch();
    let member = json!({"user": bot, "status": "member"});
    let kicked = json!({"user": bot, "status": "kicked", "until_date": 0});
    let (old, new) = if blocked { (member, kicked) } else { (kicked, member) };
    let update = json!({
        "chat": chat.shape,
        "from": chat.user(),
        "date": seconds(now),
        "old_chat_member": old,
        "new_chat_member": new,
    });
    world.queue_update(user, "my_chat_member", update, now)
}

/// The commands in a text, as entities: `/word` at the start or after a space.
fn commands(text: &str) -> Vec<Value> {
    let mut entities = Vec::new();
    let mut units = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        let name = word.trim_end();
        let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '@';
        let length = name.len() - 1.min(name.len());
        if name.starts_with('/') && (1..=64).contains(&length) && name[1..].chars().all(is_plain) {
            let entity = json!({"type": "bot_command", "offset": units, "length": name.len()});
            entities.push(entity);
        }
        units += word.encode_utf16().count();
    }
    entities
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_found_at_their_utf16_places() {
        let found = commands("/start 😀 /take RD-742 a/b /ё /");
        let command = |offset: i32, length: i32| json!({"type": "bot_command", "offset": offset, "length": length});
        assert_eq!(found, [command(0, 6), command(10, 5)]);
    }
}

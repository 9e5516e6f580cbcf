//! Everything that is not words: files, places, polls, forwards, edits, raw updates.

use habeas_core::domain::Timestamp;
use serde_json::{Map, Value, json};

use super::files::{keep, smaller};
use super::say::deliver;
use super::{Driver, DriverError, Said, Sending};
use crate::rehearsal::botapi::chat::{Chat, Message, seconds};
use crate::rehearsal::botapi::view::Sender;
use crate::rehearsal::botapi::world::{self, World};

/// The details of an order, each taken once; what is left at the end is a mistake.
#[derive(Debug)]
pub(super) struct Details(Map<String, Value>);

impl Details {
    /// A text, or the default.
    pub fn text(&mut self, name: &str, default: &str) -> Result<String, DriverError> {
        match self.0.remove(name) {
            None => Ok(default.to_owned()),
            Some(Value::String(text)) => Ok(text),
            Some(_) => Err(DriverError::Order(format!("\"{name}\" must be a text"))),
        }
    }

    /// A number, or the default.
    fn number(&mut self, name: &str, default: Value) -> Result<Value, DriverError> {
        match self.0.remove(name) {
            None => Ok(default),
            Some(number) if number.is_number() => Ok(number),
            Some(_) => Err(DriverError::Order(format!("\"{name}\" must be a number"))),
        }
    }

    /// Copies what is there of these names; `null` stands for "left out".
    fn copy(&mut self, names: &[&str], into: &mut Map<String, Value>) {
        for name in names {
            match self.0.remove(*name) {
                None => {}
                Some(Value::Null) => drop(into.remove(*name)),
                Some(value) => drop(into.insert((*name).to_owned(), value)),
            }
        }
    }

    fn end(self) -> Result<(), DriverError> {
        match self.0.keys().next() {
            None => Ok(()),
            Some(name) => Err(DriverError::Order(format!("unknown detail \"{name}\""))),
        }
    }
}

pub(super) fn send(driver: &Driver, order: &Sending) -> Result<Said, DriverError> {
    let mut details = Details(order.details.clone());
    driver.with(|world, now| match order.kind.as_str() {
        "raw" => raw(world, order.user, details, now),
        "edit" => edit(world, order.user, details, now),
        kind => {
            let content = content(world, kind, &mut details, now)?;
            details.end()?;
            deliver(world, order.user, content, now)
        }
    })
}

/// What a message of this kind has in it.
fn content(
    world: &mut World,
    kind: &str,
    details: &mut Details,
    now: Timestamp,
) -> Result<Map<String, Value>, DriverError> {
    let mut message = Map::new();
    details.copy(&["caption", "has_media_spoiler", "media_group_id"], &mut message);
    let what = match kind {
        "photo" => {
            let size = |mut file: Map<String, Value>, width: i32, height: i32| {
                file.insert("width".to_owned(), width.into());
                file.insert("height".to_owned(), height.into());
                Value::Object(file)
            };
            let file = keep(world, kind, details)?;
            let small = smaller(world, &file);
            json!([size(small, 90, 67), size(file, 1280, 960)])
        }
        "document" | "voice" | "video" => file(world, kind, details)?,
        "location" => {
            let latitude = details.number("latitude", json!(43.238_949))?;
            let longitude = details.number("longitude", json!(76.889_709))?;
            json!({"latitude": latitude, "longitude": longitude})
        }
        "contact" => {
            let phone = details.text("phone_number", "+70000000000")?;
            let mut contact = Map::new();
            contact.insert("phone_number".to_owned(), json!(phone));
            contact.insert("first_name".to_owned(), json!(details.text("first_name", "Somebody")?));
            details.copy(&["last_name", "user_id", "vcard"], &mut contact);
            Value::Object(contact)
        }
        "sticker" => {
            let mut sticker = keep(world, kind, details)?;
            let emoji = details.text("emoji", "👍")?;
            let rest = json!({"type": "regular", "width": 512, "height": 512,
                "is_animated": false, "is_video": false, "emoji": emoji});
            sticker.extend(rest.as_object().cloned().unwrap_or_default());
            Value::Object(sticker)
        }
        "poll" => poll(world, details)?,
        "forward" => {
            let text = details.text("text", "Forwarded words")?;
            message.insert("text".to_owned(), json!(text));
            json!({"type": "hidden_user", "sender_user_name": "Somebody", "date": seconds(now)})
        }
        _ => return Err(DriverError::Order(format!("unknown kind \"{kind}\""))),
    };
    let place = if kind == "forward" { "forward_origin" } else { kind };
    message.insert(place.to_owned(), what);
    Ok(message)
}

fn file(world: &mut World, kind: &str, details: &mut Details) -> Result<Value, DriverError> {
    let mut file = keep(world, kind, details)?;
    let rest = match kind {
        "document" => json!({"file_name": "paper.pdf", "mime_type": "application/pdf"}),
        "voice" => json!({"duration": 7, "mime_type": "audio/ogg"}),
        _ => json!({"duration": 7, "mime_type": "video/mp4", "width": 640, "height": 480}),
    };
    file.extend(rest.as_object().cloned().unwrap_or_default());
    details.copy(&["file_name", "mime_type", "duration", "width", "height"], &mut file);
    Ok(Value::Object(file))
}

fn poll(world: &mut World, details: &mut Details) -> Result<Value, DriverError> {
    let question = details.text("question", "Which?")?;
    let mut given = Map::new();
    details.copy(&["options"], &mut given);
    let options = given.remove("options").unwrap_or_else(|| json!(["this", "that"]));
    let options = options.as_array().cloned().unwrap_or_default();
    let option = |text: Value| json!({"text": text, "voter_count": 0});
    let options: Vec<Value> = options.into_iter().map(option).collect();
    let id = world.next_number().to_string();
    Ok(json!({"id": id, "question": question, "options": options, "total_voter_count": 0,
        "is_closed": false, "is_anonymous": true, "type": "regular",
        "allows_multiple_answers": false}))
}

/// The user changes words of their own.
fn edit(
    world: &mut World,
    user: i64,
    mut details: Details,
    now: Timestamp,
) -> Result<Said, DriverError> {
    let text = details.text("text", "Edited words")?;
    let given = details.number("message_id", Value::Null)?.as_i64();
    details.end()?;
    let chat = world.private(user);
    if chat.blocked {
        return Err(DriverError::Blocked);
    }
    let own = |message: &Message| message.sender == Sender::User && !message.deleted;
    let id = match given {
        Some(id) => chat.message(id).filter(|message| own(message)).map(|message| message.id),
        None => chat.messages.iter().rev().find(|message| own(message)).map(|message| message.id),
    };
    let message = id.and_then(|id| chat.message_mut(id)).ok_or(DriverError::NoSuchMessage)?;
    let mut body = message.body.clone();
    let place = if body.contains_key("text") { "text" } else { "caption" };
    body.insert(place.to_owned(), text.into());
    body.remove("entities");
    body.insert("edit_date".to_owned(), seconds(now).into());
    message.edit(body);
    let (message_id, body) = (message.id, message.value());
    chat.touch();
    let update_id = world.queue_update(user, "edited_message", body, now);
    Ok(Said { update_id, message_id })
}

/// Queues an update as it is. Its message, if it can be read, is shown in its chat; its chat is
/// open from then on; its callback query can be answered.
fn raw(
    world: &mut World,
    user: i64,
    mut details: Details,
    now: Timestamp,
) -> Result<Said, DriverError> {
    let update = details.0.remove("update").filter(Value::is_object);
    let missing = || DriverError::Order("a raw update is an object in \"update\"".to_owned());
    let update = update.ok_or_else(missing)?;
    details.end()?;
    let query = update.get("callback_query");
    if let Some(id) = query.and_then(|query| query.get("id")).and_then(Value::as_str) {
        world.taps.insert(id.to_owned(), world::Tap { chat: user, at: now });
    }
    let mut message_id = 0;
    if let Some(message) = update.get("message").and_then(Value::as_object) {
        let shape = message.get("chat").cloned().unwrap_or_default();
        let id = shape.get("id").and_then(Value::as_i64).unwrap_or(user);
        let group = || Chat::group(id, shape);
        let chat =
            if id < 0 { world.chats.entry(id).or_insert_with(group) } else { world.private(id) };
        chat.opened = true;
        chat.migrated_to = message.get("migrate_to_chat_id").and_then(Value::as_i64);
        message_id = chat.append(Sender::User, message.clone(), now);
    }
    let update_id = world.queue_raw(user, &update, now);
    Ok(Said { update_id, message_id })
}

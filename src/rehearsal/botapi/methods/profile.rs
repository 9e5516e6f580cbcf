//! The bot's own profile: getMe, commands, name, descriptions, menu button.

use serde_json::{Value, json};

use super::{Params, not_simulated, text};
use crate::rehearsal::botapi::reply::{Answer, ApiError};
use crate::rehearsal::botapi::view::Offered;
use crate::rehearsal::botapi::world::World;

/// Most commands in one list.
const COMMANDS: usize = 100;

/// getMe.
pub(super) fn me(world: &World) -> Value {
    let mut me = world.bot_user();
    for (ability, has_it) in [
        ("can_join_groups", true),
        ("can_read_all_group_messages", false),
        ("supports_inline_queries", false),
        ("can_connect_to_business", false),
        ("has_main_web_app", false),
        ("has_topics_enabled", false),
    ] {
        me[ability] = json!(has_it);
    }
    me
}

/// The set…, get… and delete… methods of the profile; every other method is not simulated.
pub(super) fn call(world: &mut World, name: &str, params: &Params) -> Answer {
    check_language(params)?;
    check_scope(world, params)?;
    match name {
        "setMyCommands" => check_commands(params)?,
        "setMyName" => check_length(params, "name", 64)?,
        "setMyDescription" => check_length(params, "description", 512)?,
        "setMyShortDescription" => check_length(params, "short_description", 120)?,
        "setChatMenuButton" | "deleteMyCommands" => {}
        "getMyCommands"
        | "getMyName"
        | "getMyDescription"
        | "getMyShortDescription"
        | "getChatMenuButton" => return Ok(get(world, name, params)),
        _ => return Err(not_simulated("method")),
    }
    if name == "deleteMyCommands" {
        world.profile.remove(&place("MyCommands", params));
    } else {
        let what = name.trim_start_matches("set");
        world.profile.insert(place(what, params), Value::Object(params.clone()));
    }
    Ok(true.into())
}

/// Where a setting is kept: each scope, chat and language has its own.
fn place(what: &str, params: &Params) -> String {
    let part = |name: &str| params.get(name).map(Value::to_string).unwrap_or_default();
    let (scope, chat, language) = (part("scope"), part("chat_id"), text(params, "language_code"));
    format!("{what}/{scope}/{chat}/{language}")
}

fn get(world: &World, name: &str, params: &Params) -> Value {
    let what = name.trim_start_matches("get");
    let kept = world.profile.get(&place(what, params));
    let kept = |field: &str| kept.and_then(|kept| kept.get(field)).cloned();
    let empty = || json!("");
    match what {
        "MyCommands" => kept("commands").unwrap_or_else(|| json!([])),
        "ChatMenuButton" => kept("menu_button").unwrap_or_else(|| json!({"type": "default"})),
        "MyName" => json!({"name": kept("name").unwrap_or_else(|| json!("Habeas"))}),
        "MyDescription" => json!({"description": kept("description").unwrap_or_else(empty)}),
        _ => json!({"short_description": kept("short_description").unwrap_or_else(empty)}),
    }
}

/// The commands that a user is offered in the private chat with the bot: the first list that was
/// set, the narrowest first (Bot API, "Determining list of commands").
pub fn offered(world: &World, user: i64, language: &str) -> Vec<Offered> {
    let kept: Vec<&Value> = world
        .profile
        .iter()
        .filter(|(at, _)| at.starts_with("MyCommands/"))
        .map(|(_, v)| v)
        .collect();
    let is_for = |kept: &Value, scope: &str, wanted: &str| {
        let given = kept.get("scope");
        let kind = given.and_then(|s| s.get("type")).and_then(Value::as_str).unwrap_or("default");
        let chat = given.and_then(|s| s.get("chat_id")).and_then(Value::as_i64);
        let language = kept.get("language_code").and_then(Value::as_str).unwrap_or_default();
        kind == scope && language == wanted && (scope != "chat" || chat == Some(user))
    };
    let scopes = ["chat", "all_private_chats", "default"];
    let places = scopes.into_iter().flat_map(|scope| [(scope, language), (scope, "")]);
    let list = places.into_iter().find_map(|(scope, language)| {
        kept.iter().find(|kept| is_for(kept, scope, language))?.get("commands").cloned()
    });
    list.and_then(|list| serde_json::from_value(list).ok()).unwrap_or_default()
}

/// Two small letters (ISO 639-1), or nothing.
fn check_language(params: &Params) -> Result<(), ApiError> {
    let code = text(params, "language_code");
    if code.is_empty() || (code.len() == 2 && code.bytes().all(|b| b.is_ascii_lowercase())) {
        return Ok(());
    }
    Err(ApiError::bad("invalid language code specified"))
}

/// Commands for one chat need a chat that the bot knows.
fn check_scope(world: &World, params: &Params) -> Result<(), ApiError> {
    let Some(scope) = params.get("scope") else { return Ok(()) };
    if scope.get("type").and_then(Value::as_str) != Some("chat") {
        return Ok(());
    }
    let chat = scope.get("chat_id").and_then(|id| match id {
        Value::String(text) => text.parse::<i64>().ok(),
        id => id.as_i64(),
    });
    match chat.and_then(|id| world.chats.get(&id)).is_some_and(|chat| chat.opened) {
        true => Ok(()),
        false => Err(ApiError::bad("chat not found")),
    }
}

fn check_length(params: &Params, name: &str, longest: usize) -> Result<(), ApiError> {
    if text(params, name).chars().count() > longest {
        return Err(ApiError::bad(format!("{name} is too long")));
    }
    Ok(())
}

fn check_commands(params: &Params) -> Result<(), ApiError> {
    let commands = params.get("commands").and_then(Value::as_array).map(Vec::as_slice);
    let commands = commands.unwrap_or_default();
    if commands.len() > COMMANDS {
        return Err(ApiError::bad("BOT_COMMANDS_TOO_MUCH"));
    }
    for command in commands {
        let part = |name: &str| command.get(name).and_then(Value::as_str).unwrap_or_default();
        let name = part("command").trim_start_matches('/');
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if !(1..=32).contains(&name.len()) || !name.chars().all(plain) {
            return Err(ApiError::bad("BOT_COMMAND_INVALID"));
        }
        if !(1..=256).contains(&part("description").chars().count()) {
            return Err(ApiError::bad("BOT_COMMAND_DESCRIPTION_INVALID"));
        }
    }
    Ok(())
}

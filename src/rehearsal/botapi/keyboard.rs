//! The keyboard that a bot shows in the place of the phone's own: from one message on, until
//! another takes it away.

use serde_json::{Map, Value};

use super::reply::ApiError;
use super::view::Key;

/// What a message changes about the keyboard.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// These keys are there from here on, row by row.
    Shown(Vec<Vec<Key>>),
    /// It is taken away.
    Removed,
}

/// The keyboard of a chat.
#[derive(Debug, Clone)]
pub(super) struct Keyboard {
    /// The message that brought it; with it the keyboard goes.
    pub message_id: i64,
    pub keys: Vec<Vec<Key>>,
}

/// Reads `reply_markup` of a message that is sent. What asks for the user's number is allowed in
/// private chats only.
pub(super) fn read(
    params: &Map<String, Value>,
    is_private: bool,
) -> Result<Option<Change>, ApiError> {
    let Some(markup) = params.get("reply_markup") else { return Ok(None) };
    if markup.get("remove_keyboard") == Some(&Value::Bool(true)) {
        return Ok(Some(Change::Removed));
    }
    let Some(rows) = markup.get("keyboard") else { return Ok(None) };
    let not_rows = || ApiError::bad("field \"keyboard\" must be an Array of Arrays");
    let mut keys = Vec::new();
    for row in rows.as_array().ok_or_else(not_rows)? {
        let row = row.as_array().ok_or_else(not_rows)?;
        let row = row.iter().map(|key| key_of(key, is_private)).collect::<Result<Vec<_>, _>>()?;
        if !row.is_empty() {
            keys.push(row);
        }
    }
    Ok((!keys.is_empty()).then_some(Change::Shown(keys)))
}

/// Fields of a key that are simulated.
const FIELDS: [&str; 2] = ["text", "request_contact"];

fn key_of(key: &Value, is_private: bool) -> Result<Key, ApiError> {
    let mut names = key.as_object().into_iter().flat_map(Map::keys);
    if let Some(other) = names.find(|name| !FIELDS.contains(&name.as_str())) {
        return Err(ApiError::bad(format!("keyboard button field \"{other}\" not simulated")));
    }
    let contact = key.get("request_contact") == Some(&Value::Bool(true));
    if contact && !is_private {
        return Err(ApiError::bad("phone number can be requested in private chats only"));
    }
    let label = key.get("text").and_then(Value::as_str).unwrap_or_default();
    match label.trim().is_empty() {
        true => Err(ApiError::bad("keyboard button text must be non-empty")),
        false => Ok(Key { label: label.to_owned(), contact }),
    }
}

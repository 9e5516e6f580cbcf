//! What may stand in a message: texts, entities, keyboards.

use serde_json::{Map, Value, json};

use super::reply::ApiError;

/// Longest text of a message, in UTF-16 units.
const TEXT_UNITS: usize = 4096;
/// Longest data of a button, in bytes.
const DATA_BYTES: usize = 64;
/// Most buttons under one message.
const BUTTONS: usize = 100;
/// Most buttons in one row.
const ROW: usize = 8;

/// The kinds of entities that a bot may send.
const ENTITIES: [&str; 20] = [
    "mention",
    "hashtag",
    "cashtag",
    "bot_command",
    "url",
    "email",
    "phone_number",
    "bold",
    "italic",
    "underline",
    "strikethrough",
    "spoiler",
    "blockquote",
    "expandable_blockquote",
    "code",
    "pre",
    "text_link",
    "text_mention",
    "custom_emoji",
    "date_time",
];

/// What an inline button can do; it does exactly one of these.
const ACTIONS: [&str; 10] = [
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
];

/// The text of a message and its entities, as they are shown.
#[derive(Debug, PartialEq)]
pub(super) struct Text {
    pub text: String,
    pub entities: Option<Value>,
}

/// Reads `text` and `entities`.
pub(super) fn text(params: &Map<String, Value>) -> Result<Text, ApiError> {
    let text = params.get("text").and_then(Value::as_str).unwrap_or_default();
    if text.trim().is_empty() {
        return Err(ApiError::bad("message text is empty"));
    }
    if text.encode_utf16().count() > TEXT_UNITS {
        return Err(ApiError::bad("message is too long"));
    }
    if params.get("parse_mode").is_some_and(|mode| mode.as_str() != Some("")) {
        return Err(ApiError::bad("parse_mode not simulated: send entities"));
    }
    let entities = params.get("entities").and_then(Value::as_array).map(Vec::as_slice);
    let entities = entities.unwrap_or_default();
    for entity in entities {
        check_entity(text, entity)?;
    }
    let entities = (!entities.is_empty()).then(|| Value::Array(entities.to_vec()));
    Ok(Text { text: text.to_owned(), entities })
}

fn check_entity(text: &str, entity: &Value) -> Result<(), ApiError> {
    let kind = entity.get("type").and_then(Value::as_str).unwrap_or_default();
    if !ENTITIES.contains(&kind) {
        let error = "can't parse MessageEntity: Unsupported type specified";
        return Err(ApiError::bad(error));
    }
    let number = |name: &str| entity.get(name).and_then(Value::as_i64).unwrap_or(-1);
    let (start, length) = (number("offset"), number("length"));
    let end = start.saturating_add(length);
    let is_inside = start >= 0 && length > 0 && splits_at(text, start) && splits_at(text, end);
    if is_inside { Ok(()) } else { Err(ApiError::bad("ENTITY_BOUNDS_INVALID")) }
}

/// Whether a character ends, or the text begins, after so many UTF-16 units.
fn splits_at(text: &str, units: i64) -> bool {
    let mut seen = 0;
    for character in text.chars() {
        if seen >= units {
            break;
        }
        seen += if u32::from(character) > 0xFFFF { 2 } else { 1 };
    }
    seen == units
}

/// Reads `reply_markup`: the inline keyboard that is shown under the message, if there is one.
pub(super) fn inline_keyboard(params: &Map<String, Value>) -> Result<Option<Value>, ApiError> {
    let Some(markup) = params.get("reply_markup") else { return Ok(None) };
    let Some(rows) = markup.get("inline_keyboard").and_then(Value::as_array) else {
        return Ok(None);
    };
    let mut count = 0;
    let mut shown = Vec::new();
    for row in rows {
        let buttons = row.as_array().map(Vec::as_slice).unwrap_or_default();
        buttons.iter().try_for_each(check_button)?;
        count += buttons.len();
        if buttons.len() > ROW || count > BUTTONS {
            return Err(ApiError::bad("reply markup is too long"));
        }
        if !buttons.is_empty() {
            shown.push(row.clone());
        }
    }
    Ok((!shown.is_empty()).then(|| json!({"inline_keyboard": shown})))
}

fn check_button(button: &Value) -> Result<(), ApiError> {
    let wrong =
        |text: &str| Err(ApiError::bad(format!("can't parse inline keyboard button: {text}")));
    if button.get("text").and_then(Value::as_str).unwrap_or_default().trim().is_empty() {
        return wrong("the text is empty");
    }
    if let Some(data) = button.get("callback_data").and_then(Value::as_str)
        && !(1..=DATA_BYTES).contains(&data.len())
    {
        return Err(ApiError::bad("BUTTON_DATA_INVALID"));
    }
    if let Some(style) = button.get("style").and_then(Value::as_str)
        && !["danger", "success", "primary"].contains(&style)
    {
        return wrong("the style is unknown");
    }
    let actions = ACTIONS.iter().filter(|action| button.get(**action).is_some()).count();
    match actions {
        1 => Ok(()),
        0 if button.get("disabled") == Some(&Value::Bool(true)) => Ok(()),
        0 => wrong("Text buttons are unallowed in the inline keyboard"),
        _ => wrong("a button does exactly one thing"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(params: Value) -> Result<Text, String> {
        text(params.as_object().unwrap()).map_err(|error| error.description)
    }

    #[test]
    fn a_text_has_1_to_4096_utf16_units() {
        assert!(read(json!({"text": "a".repeat(4096)})).is_ok());
        assert!(read(json!({"text": "😀".repeat(2048)})).is_ok());
        let long = "Bad Request: message is too long";
        assert_eq!(read(json!({"text": "😀".repeat(2049)})).unwrap_err(), long);
        let empty = "Bad Request: message text is empty";
        assert_eq!(read(json!({"text": " \n"})).unwrap_err(), empty);
    }

    #[test]
    fn an_entity_lies_inside_the_text_and_cuts_no_character() {
        let entity = |offset: i64, length: i64| {
            let entity = json!({"type": "bold", "offset": offset, "length": length});
            read(json!({"text": "a😀b", "entities": [entity]})).is_ok()
        };
        assert!(entity(0, 4) && entity(1, 2) && entity(3, 1));
        let wrong = [(0, 5), (4, 1), (0, 0), (-1, 2), (1, 1), (2, 1), (0, i64::MAX)];
        for (offset, length) in wrong {
            assert!(!entity(offset, length), "{offset} {length}");
        }
    }

    #[test]
    fn an_unknown_kind_of_entity_is_refused() {
        let entity = json!({"type": "shiny", "offset": 0, "length": 1});
        assert!(read(json!({"text": "a", "entities": [entity]})).is_err());
    }

    fn keyboard(rows: Value) -> Result<Option<Value>, String> {
        let params = json!({"reply_markup": {"inline_keyboard": rows}});
        inline_keyboard(params.as_object().unwrap()).map_err(|error| error.description)
    }

    #[test]
    fn the_data_of_a_button_has_1_to_64_bytes() {
        let with = |data: &str| keyboard(json!([[{"text": "a", "callback_data": data}]]));
        assert!(with(&"я".repeat(32)).is_ok());
        let invalid = "Bad Request: BUTTON_DATA_INVALID";
        assert_eq!(with(&"я".repeat(33)).unwrap_err(), invalid);
        assert_eq!(with("").unwrap_err(), invalid);
    }

    #[test]
    fn a_button_has_a_text_and_does_exactly_one_thing() {
        assert!(
            keyboard(json!([[{"text": "a", "callback_data": "b", "style": "danger"}]])).is_ok()
        );
        for wrong in [
            json!({"text": "a"}),
            json!({"text": " ", "callback_data": "b"}),
            json!({"text": "a", "callback_data": "b", "url": "https://example.org"}),
            json!({"text": "a", "callback_data": "b", "style": "pink"}),
        ] {
            assert!(keyboard(json!([[wrong]])).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_keyboard_has_at_most_a_hundred_buttons_and_eight_in_a_row() {
        let button = json!({"text": "a", "callback_data": "b"});
        let rows = |rows: usize, row: usize| keyboard(json!(vec![vec![button.clone(); row]; rows]));
        assert!(rows(50, 2).is_ok());
        assert!(rows(51, 2).is_err());
        assert!(rows(1, 9).is_err());
        assert_eq!(rows(1, 0), Ok(None), "an empty row is no keyboard");
    }
}

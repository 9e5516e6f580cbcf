//! The Bot API's methods and parameter types, as `tools/bot_api_tables.py` wrote them.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::reply::ApiError;

/// One parameter of a method, or one field of an object.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Field {
    pub name: String,
    /// Any of these will do: `Integer`, `String`, `Array of …`, the name of an object.
    pub types: Vec<String>,
    pub required: bool,
}

#[derive(Debug, Deserialize)]
struct Kind {
    fields: Vec<Field>,
    /// Not empty for a union: a value must be one of these.
    subtypes: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct File {
    bot_api_version: String,
    source_sha256: String,
    methods: HashMap<String, Vec<Field>>,
    types: HashMap<String, Kind>,
}

/// A method that Telegram knows.
#[derive(Debug)]
pub(super) struct Method {
    /// Its name in Telegram's spelling.
    pub name: String,
    /// Its parameters.
    pub fields: Vec<Field>,
}

/// Every method and every type that a parameter can contain.
#[derive(Debug)]
pub(super) struct Tables {
    /// The version of the Bot API that the file describes.
    pub version: String,
    /// SHA-256 of the specification that the file was made from, in hexadecimal.
    pub source_sha256: String,
    methods: HashMap<String, Method>,
    types: HashMap<String, Kind>,
}

/// Fields newer than the tables' version that Habeas uses: (method or type, field, types).
const DELTA: &[(&str, &str, &[&str])] = &[
    // Bot API 10.3: a button that is shown but cannot be pressed.
    ("InlineKeyboardButton", "disabled", &["Boolean"]),
];

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let file: File = serde_json::from_str(include_str!("tables.json"))
        .expect("the committed file was written by its generator");
    let mut tables = Tables {
        version: file.bot_api_version,
        source_sha256: file.source_sha256,
        methods: HashMap::new(),
        types: file.types,
    };
    for (name, fields) in file.methods {
        tables.methods.insert(name.to_ascii_lowercase(), Method { name, fields });
    }
    for (owner, name, types) in DELTA {
        let types = types.iter().map(|t| (*t).to_owned()).collect();
        let field = Field { name: (*name).to_owned(), types, required: false };
        if let Some(method) = tables.methods.get_mut(&owner.to_ascii_lowercase()) {
            method.fields.push(field);
        } else if let Some(kind) = tables.types.get_mut(*owner) {
            kind.fields.push(field);
        }
    }
    tables
});

/// The tables, read once.
pub(super) fn tables() -> &'static Tables {
    &TABLES
}

impl Tables {
    /// The method of this name, in any case; `None` if Telegram has none.
    pub fn method(&self, name: &str) -> Option<&Method> {
        self.methods.get(&name.to_ascii_lowercase())
    }

    /// Refuses missing, unknown and mistyped parameters.
    pub fn check(&self, method: &Method, params: &Map<String, Value>) -> Result<(), ApiError> {
        for name in params.keys() {
            if !method.fields.iter().any(|field| field.name == *name) {
                return Err(ApiError::bad(format!("unknown parameter \"{name}\"")));
            }
        }
        for field in &method.fields {
            match params.get(&field.name) {
                None if field.required => {
                    return Err(ApiError::bad(format!("parameter \"{}\" is missing", field.name)));
                }
                None => {}
                Some(value) => self.check_any(&field.types, value, &field.name)?,
            }
        }
        Ok(())
    }

    /// Refuses a value that is of none of the types; the sentence is that of the nearest one.
    fn check_any(&self, types: &[String], value: &Value, place: &str) -> Result<(), ApiError> {
        let mut nearest: Option<(usize, ApiError)> = None;
        for name in types {
            match self.check_one(name, value, place) {
                Ok(()) => return Ok(()),
                Err((depth, error)) => {
                    if nearest.as_ref().is_none_or(|(known, _)| depth > *known) {
                        nearest = Some((depth, error));
                    }
                }
            }
        }
        match nearest {
            Some((depth, error)) if depth > 0 => Err(error),
            _ => {
                let wanted = types.join(" or ");
                Err(ApiError::bad(format!("\"{place}\" must be of type {wanted}")))
            }
        }
    }

    /// As `check_any` for one type. The number says how far the value fitted.
    fn check_one(&self, name: &str, value: &Value, place: &str) -> Result<(), (usize, ApiError)> {
        let mistyped = || (0, ApiError::bad(format!("\"{place}\" must be of type {name}")));
        if let Some(item) = name.strip_prefix("Array of ") {
            let items = value.as_array().ok_or_else(mistyped)?;
            for (index, value) in items.iter().enumerate() {
                let place = format!("{place}[{index}]");
                self.check_one(item, value, &place).map_err(|(depth, error)| (depth + 1, error))?;
            }
            return Ok(());
        }
        let fits = match name {
            "Integer" => value.is_i64(),
            "Float" => value.is_number(),
            "String" | "InputFile" => value.is_string(),
            "Boolean" => value.is_boolean(),
            "True" => *value == Value::Bool(true),
            _ => return self.check_object(name, value, place),
        };
        if fits { Ok(()) } else { Err(mistyped()) }
    }

    fn check_object(
        &self,
        name: &str,
        value: &Value,
        place: &str,
    ) -> Result<(), (usize, ApiError)> {
        let mistyped = |depth| (depth, ApiError::bad(format!("\"{place}\" is not a {name}")));
        let Some(kind) = self.types.get(name) else { return Err(mistyped(0)) };
        if !kind.subtypes.is_empty() {
            let fits = |kind: &String| self.check_one(kind, value, place).is_ok();
            return if kind.subtypes.iter().any(fits) { Ok(()) } else { Err(mistyped(1)) };
        }
        let object = value.as_object().ok_or_else(|| mistyped(0))?;
        for key in object.keys() {
            if !kind.fields.iter().any(|field| field.name == *key) {
                let text = format!("unknown field \"{key}\" in \"{place}\"");
                return Err((object.len().min(1), ApiError::bad(text)));
            }
        }
        let mut known = 1;
        for field in &kind.fields {
            let inside = format!("{place}.{}", field.name);
            match object.get(&field.name) {
                Some(value) => {
                    known += 1;
                    let checked = self.check_any(&field.types, value, &inside);
                    checked.map_err(|error| (known, error))?;
                }
                None if field.required => {
                    let text = format!("field \"{inside}\" is missing");
                    return Err((known, ApiError::bad(text)));
                }
                None => {}
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn check(method: &str, params: Value) -> Result<(), String> {
        let tables = tables();
        let method = tables.method(method).unwrap();
        tables.check(method, params.as_object().unwrap()).map_err(|error| error.description)
    }

    #[test]
    fn the_tables_say_what_they_were_made_from() {
        assert_eq!(tables().version, "10.1");
        assert_eq!(tables().source_sha256.len(), 64);
        assert_eq!(tables().methods.len(), 180);
    }

    #[test]
    fn a_method_is_found_in_any_case() {
        assert_eq!(tables().method("SENDmessage").unwrap().name, "sendMessage");
        assert!(tables().method("sendMessages").is_none());
    }

    #[test]
    fn missing_unknown_and_mistyped_parameters_are_refused() {
        assert_eq!(check("sendMessage", json!({"chat_id": 1, "text": "x"})), Ok(()));
        let missing = check("sendMessage", json!({"chat_id": 1}));
        assert_eq!(missing.unwrap_err(), "Bad Request: parameter \"text\" is missing");
        let unknown = check("sendMessage", json!({"chat_id": 1, "text": "x", "txt": 1}));
        assert_eq!(unknown.unwrap_err(), "Bad Request: unknown parameter \"txt\"");
        let mistyped = check("sendMessage", json!({"chat_id": 1, "text": 5}));
        assert_eq!(mistyped.unwrap_err(), "Bad Request: \"text\" must be of type String");
        let mistyped = check("sendMessage", json!({"chat_id": true, "text": "x"}));
        let text = "Bad Request: \"chat_id\" must be of type Integer or String";
        assert_eq!(mistyped.unwrap_err(), text);
    }

    #[test]
    fn a_mistake_deep_inside_a_keyboard_is_named_by_its_place() {
        let keyboard = |button: Value| {
            let markup = json!({"inline_keyboard": [[button]]});
            check("sendMessage", json!({"chat_id": 1, "text": "x", "reply_markup": markup}))
        };
        assert_eq!(keyboard(json!({"text": "a", "callback_data": "b", "disabled": true})), Ok(()));
        let place = "reply_markup.inline_keyboard[0][0]";
        let unknown = keyboard(json!({"text": "a", "data": "b"})).unwrap_err();
        assert_eq!(unknown, format!("Bad Request: unknown field \"data\" in \"{place}\""));
        let missing = keyboard(json!({"callback_data": "b"})).unwrap_err();
        assert_eq!(missing, format!("Bad Request: field \"{place}.text\" is missing"));
    }

    #[test]
    fn a_union_takes_each_of_its_kinds_and_nothing_else() {
        let scope = |scope: Value| check("deleteMyCommands", json!({"scope": scope}));
        assert_eq!(scope(json!({"type": "chat", "chat_id": 5})), Ok(()));
        assert!(scope(json!({"type": "chat", "chat": 5})).is_err());
    }
}

//! The lines of a backup.

use data_encoding::BASE64;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::storage::{Kind, Value};

/// The version of this form.
pub(super) const VERSION: u32 = 1;

/// One line that is no row.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Mark {
    /// The first line.
    HabeasBackup {
        /// [`VERSION`].
        version: u32,
        /// The newest migration.
        schema: i64,
        /// When, in milliseconds since 1970.
        at: i64,
    },
    /// The rows of this table follow, each a list in the order of its columns.
    Table {
        /// Its name.
        name: String,
        /// Its columns.
        columns: Vec<String>,
    },
    /// The last line: so many rows were before it.
    End {
        /// How many.
        rows: u64,
    },
}

/// A value as JSON: a number, a text, `{"b": BASE64}`, null.
pub(super) fn json(value: &Value) -> Json {
    match value {
        Value::I64(number) => (*number).into(),
        Value::Text(text) => text.as_str().into(),
        Value::Bytes(bytes) => serde_json::json!({"b": BASE64.encode(bytes)}),
        Value::NullI64 | Value::NullText | Value::NullBytes => Json::Null,
    }
}

/// The value of a column; `None` if it is of another kind.
pub(super) fn value(json: &Json, kind: Kind) -> Option<Value> {
    match (json, kind) {
        (Json::Null, kind) => Some(kind.null()),
        (Json::Number(number), Kind::I64) => number.as_i64().map(Value::I64),
        (Json::String(text), Kind::Text) => Some(Value::Text(text.clone())),
        (Json::Object(object), Kind::Bytes) if object.len() == 1 => {
            let bytes = BASE64.decode(object.get("b")?.as_str()?.as_bytes()).ok()?;
            Some(Value::Bytes(bytes))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_reads_back_and_no_other_kind_is_taken_for_it() {
        let kinds = [Kind::I64, Kind::Text, Kind::Bytes];
        let values = [
            (Value::I64(i64::MIN), Kind::I64),
            (Value::Text("ж\u{1F34B}\"\n".to_owned()), Kind::Text),
            (Value::Bytes(vec![0, 255]), Kind::Bytes),
            (Value::Bytes(vec![]), Kind::Bytes),
        ];
        for (there, kind) in values {
            let text = serde_json::to_string(&json(&there)).unwrap();
            let read: Json = serde_json::from_str(&text).unwrap();
            for other in kinds {
                assert_eq!(value(&read, other), (other == kind).then(|| there.clone()), "{text}");
            }
        }
        assert_eq!(kinds.map(|kind| value(&Json::Null, kind)), kinds.map(|kind| Some(kind.null())));
    }
}

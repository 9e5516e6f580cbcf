//! Files that users send: their ids, and what getFile finds.

use bytes::Bytes;
use data_encoding::BASE64;
use serde_json::{Map, Value, json};

use super::DriverError;
use super::send::Details;
use crate::rehearsal::botapi::world::{StoredFile, World};

/// Keeps a file and describes it: `file_id`, `file_unique_id`, `file_size`.
pub(super) fn keep(
    world: &mut World,
    kind: &str,
    details: &mut Details,
) -> Result<Map<String, Value>, DriverError> {
    let content = details.text("content", "an invented file")?;
    let base64 = details.text("content_base64", "")?;
    let bytes = match BASE64.decode(base64.as_bytes()) {
        Ok(bytes) if !bytes.is_empty() => Bytes::from(bytes),
        Ok(_) => Bytes::from(content),
        Err(_) => return Err(DriverError::Order("\"content_base64\" is no base64".to_owned())),
    };
    let number = world.next_number();
    let id = format!("AgAD-{kind}-{number}");
    let mut file = Map::new();
    file.insert("file_id".to_owned(), json!(id));
    file.insert("file_unique_id".to_owned(), json!(format!("u{id}")));
    file.insert("file_size".to_owned(), json!(bytes.len()));
    world.files.insert(id, StoredFile { path: format!("{kind}s/file_{number}"), bytes });
    Ok(file)
}

/// The same in a smaller size, which has ids of its own.
pub(super) fn smaller(world: &mut World, file: &Map<String, Value>) -> Map<String, Value> {
    let id = file.get("file_id").and_then(Value::as_str).unwrap_or_default();
    let small = format!("{id}-small");
    if let Some(StoredFile { path, bytes }) = world.files.get(id) {
        let kept = StoredFile { path: format!("{path}_small"), bytes: bytes.clone() };
        world.files.insert(small.clone(), kept);
    }
    let mut file = file.clone();
    file.insert("file_unique_id".to_owned(), json!(format!("u{small}")));
    file.insert("file_id".to_owned(), json!(small));
    file
}

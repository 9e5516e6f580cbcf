//! Files that users send: their ids, and what getFile finds.

use std::sync::Arc;

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
    let number = world.next_number();
    let id = format!("AgAD-{kind}-{number}");
    let bytes: Arc<[u8]> = content.into_bytes().into();
    let mut file = Map::new();
    file.insert("file_id".to_owned(), json!(id));
    file.insert("file_unique_id".to_owned(), json!(format!("u{id}")));
    file.insert("file_size".to_owned(), json!(bytes.len()));
    world.files.insert(id, StoredFile { path: format!("{kind}s/file_{number}"), bytes });
    Ok(file)
}

//! What whoever seizes the server finds: every row of the database, as it lies on the disk.

use data_encoding::BASE64;
use serde_json::{Value as Json, json};

use super::hall::OrderError;
use crate::app::AppError;
use crate::crypto::Column;
use crate::rehearsal::stage::{Stage, StageError};
use crate::storage::{Row, Store, StoreError, TABLES, Table, Tx, Value};

/// How an age file begins (age-encryption.org/v1).
const AGE: &[u8] = b"age-encryption.org/v1";

/// All tables that hold anything. The database is opened anew and without a keyring, as by a
/// stranger; also while the bot is dead.
pub(super) async fn seize(stage: &Stage) -> Result<Json, OrderError> {
    let failed = |error: StoreError| StageError::App(AppError::from(error));
    let url = stage.storage().parse().map_err(|error| StageError::App(AppError::Url(error)))?;
    let store = Store::open(&url).await.map_err(failed)?;
    let read = async |tx: &mut Tx| {
        let mut tables = vec![];
        for Table { name, newest, count, .. } in TABLES {
            let rows = tx.fetch_all(newest, &[]).await?;
            let Some(first) = rows.first() else { continue };
            let count = tx.fetch_optional(count, &[]).await?.map_or(Ok(0), |row| row.i64("n"))?;
            let columns: Vec<&str> = first.values().map(|(column, _)| column).collect();
            let columns: Vec<Json> = columns
                .into_iter()
                .map(|column| json!({"name": column, "kept": kept(name, column, &rows)}))
                .collect();
            let rows: Vec<Vec<Json>> = rows
                .iter()
                .map(|row| row.values().map(|(_, value)| cell(&value)).collect())
                .collect();
            tables.push(json!({"name": name, "count": count, "columns": columns, "rows": rows}));
        }
        Ok(json!({"tables": tables}))
    };
    let found = store.read("seize", read).await;
    store.close().await;
    Ok(found.map_err(failed)?)
}

/// What protects a column: an age file, the keyring, a keyed hash, or nothing.
fn kept(table: &str, column: &str, rows: &[Row]) -> &'static str {
    let is_age = |row: &Row| {
        row.values().any(|(name, value)| {
            name == column && matches!(&value, Value::Bytes(bytes) if bytes.starts_with(AGE))
        })
    };
    let by_keyring = |known: &Column| known.table() == table && known.column() == column;
    if rows.iter().any(is_age) {
        "age"
    } else if Column::ALL.iter().any(by_keyring) {
        "keyring"
    } else if column.ends_with("hash") {
        "hash"
    } else {
        "clear"
    }
}

fn cell(value: &Value) -> Json {
    match value {
        Value::I64(number) => (*number).into(),
        Value::Text(text) => text.as_str().into(),
        Value::Bytes(bytes) => json!({"b64": BASE64.encode(bytes)}),
        Value::NullI64 | Value::NullText | Value::NullBytes => Json::Null,
    }
}

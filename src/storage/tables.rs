//! Every table, for whoever looks at the database as a whole: a backup, a restore, the rehearsal's
//! seized server.

use super::error::Result;
use super::insert::Many;
use super::tx::{Backend, Tx};
use super::value::Value;

/// A table and what is asked of it as a whole.
#[derive(Debug)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// The rows from `$2` on, at most `$1`, in the order of its key.
    pub page: &'static str,
    /// The newest rows first, at most 200; SQLite only.
    pub newest: &'static str,
    /// How many there are, as `n`.
    pub count: &'static str,
    /// Puts whole rows in.
    pub insert: Many,
}

macro_rules! tables {
    ($($name:literal by $key:literal),+ $(,)?) => {
        &[$(Table {
            name: $name,
            page: concat!("-- tables::page\n SELECT * FROM ", $name, " ORDER BY ", $key,
                " LIMIT $1 OFFSET $2"),
            newest: concat!("-- tables::newest\n SELECT * FROM ", $name,
                " ORDER BY rowid DESC LIMIT 200"),
            count: concat!("-- tables::count\n SELECT COUNT(*) AS n FROM ", $name),
            insert: Many {
                before: concat!("-- tables::insert\n INSERT INTO ", $name, " VALUES"),
                after: "",
            },
        }),+]
    };
}

/// All of them but the migrations; a row stands behind the row that it refers to.
pub const TABLES: &[Table] = tables![
    "cases" by "id",
    "entries" by "id",
    "entry_files" by "case_id, seq, file_hash",
    "files" by "id",
    "earlier_keys" by "case_id, generation",
    "replaced_keys" by "case_id, generation",
    "exclusions" by "case_id, member_id",
    "assessments" by "id",
    "conversations" by "id",
    "routes" by "id",
    "members" by "id",
    "statements" by "seq",
    "drafts" by "member_id",
    "alerts" by "id",
    "pages" by "id",
    "cards" by "id",
    "deletions" by "id",
    "actions" by "id",
    "audit" by "seq",
    "invitations" by "id",
    "parked" by "id",
    "promises" by "case_id",
    "proposals" by "case_id",
    "handovers" by "case_id",
    "asks" by "case_id",
    "asides" by "id",
    "case_messages" by "chat_hash, message_id",
    "rings" by "member_id",
    "false_marks" by "case_id, chat_hash, member_id",
    "vouched" by "chat_hash",
    "receipt_tries" by "chat_hash",
    "code_tries" by "chat_hash",
    "seen_updates" by "mark",
    "links" by "id",
    "devices" by "id",
    "sessions" by "id",
    "codes" by "id",
    "deeds" by "member_id",
    "writes" by "member_id, id",
    "deliveries" by "subject",
    "meta" by "name",
];

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Whole numbers.
    I64,
    /// Text.
    Text,
    /// Bytes.
    Bytes,
}

impl Kind {
    /// Nothing, of this kind.
    pub const fn null(self) -> Value {
        match self {
            Self::I64 => Value::NullI64,
            Self::Text => Value::NullText,
            Self::Bytes => Value::NullBytes,
        }
    }
}

/// A table's columns in their order.
///
/// # Errors
/// What the database says.
pub async fn columns(tx: &mut Tx, table: &Table) -> Result<Vec<(String, Kind)>> {
    let sql = match tx.backend() {
        Backend::Sqlite => {
            "-- tables::columns
            SELECT name, type AS kind FROM pragma_table_info($1) ORDER BY cid"
        }
        Backend::Postgres => {
            "-- tables::columns
            SELECT CAST(column_name AS TEXT) AS name, CAST(data_type AS TEXT) AS kind
            FROM information_schema.columns
            WHERE table_schema = current_schema() AND table_name = $1 ORDER BY ordinal_position"
        }
    };
    let rows = tx.fetch_all(sql, &[table.name.into()]).await?;
    let column = |row: &super::Row| {
        let kind = match row.text("kind")?.to_ascii_uppercase().as_str() {
            "INTEGER" | "BIGINT" => Kind::I64,
            "BLOB" | "BYTEA" => Kind::Bytes,
            _ => Kind::Text,
        };
        Ok((row.text("name")?, kind))
    };
    rows.iter().map(column).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A table that is added later is backed up and seized too.
    #[test]
    fn every_table_of_the_schema_is_listed() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations/sqlite");
        let mut made = vec![];
        for file in std::fs::read_dir(folder).unwrap() {
            let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
            let names = text.lines().filter_map(|line| line.strip_prefix("CREATE TABLE "));
            made.extend(names.map(|rest| rest.trim_end_matches(" (").to_owned()));
        }
        let mut known: Vec<String> = TABLES.iter().map(|table| table.name.to_owned()).collect();
        made.sort();
        made.dedup();
        known.sort();
        assert_eq!(known, made);
    }
}

//! The tables: migrations that only grow, and the refusal of a database that is not ours.

use super::error::{FailureKind, Result, SchemaProblem, StoreError};
use super::tx::{Backend, Tx};
use super::value::Value;

/// One migration, for both backends under the same number and name.
struct Migration {
    version: i64,
    name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

macro_rules! migration {
    ($version:literal, $name:literal) => {
        Migration {
            version: $version,
            name: $name,
            sqlite: include_str!(concat!("../../migrations/sqlite/", $name, ".sql")),
            postgres: include_str!(concat!("../../migrations/postgres/", $name, ".sql")),
        }
    };
}

/// All migrations in their order. New ones are added at the end (`migrations/README.md`).
const MIGRATIONS: &[Migration] = &[
    migration!(1, "0001_foundation"),
    migration!(2, "0002_promise"),
    migration!(3, "0003_asks"),
    migration!(4, "0004_ask_at"),
    migration!(5, "0005_silent_at"),
    migration!(6, "0006_proposals"),
    migration!(7, "0007_joining"),
    migration!(8, "0008_place"),
    migration!(9, "0009_audit"),
    migration!(10, "0010_members"),
    migration!(11, "0011_flood"),
    migration!(12, "0012_asides"),
    migration!(13, "0013_relay"),
    migration!(14, "0014_statements"),
    migration!(15, "0015_replaced_keys"),
    migration!(16, "0016_console"),
    migration!(17, "0017_case_keys"),
    migration!(18, "0018_codes"),
    migration!(19, "0019_drafts"),
    migration!(20, "0020_replaced_by"),
    migration!(21, "0021_stale_keys"),
    migration!(22, "0022_writes"),
    migration!(23, "0023_files"),
    migration!(24, "0024_sealed_by"),
    migration!(25, "0025_entry_files"),
];

/// The newest migration's number.
pub const VERSION: i64 = MIGRATIONS[MIGRATIONS.len() - 1].version;

/// What is expected at the address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Intent {
    /// Nothing; the tables are made.
    Create,
    /// Our tables; the migrations that are missing are run.
    Open,
}

/// Checks the schema and brings it up to date, in one transaction.
pub(super) async fn prepare(tx: &mut Tx, intent: Intent) -> Result<()> {
    // PostgreSQL: not SERIALIZABLE, so that what is read after the lock is what the process
    // before left.
    let begin = match tx.backend() {
        Backend::Sqlite => "BEGIN IMMEDIATE",
        Backend::Postgres => "BEGIN",
    };
    tx.control(begin).await.map_err(not_a_database)?;
    tx.start_unit();
    migrate(tx, intent).await?;
    Ok(tx.control("COMMIT").await?)
}

/// A file that is no database at all is as foreign as somebody else's.
pub(super) fn not_a_database(failure: super::error::Failure) -> StoreError {
    const NOTADB: &str = "26";
    match failure.code.as_deref() {
        Some(NOTADB) if failure.kind == FailureKind::Refused => {
            StoreError::UnknownSchema(SchemaProblem::Foreign)
        }
        _ => failure.into(),
    }
}

async fn migrate(tx: &mut Tx, intent: Intent) -> Result<()> {
    let applied = match intent {
        Intent::Create => {
            lock(tx).await?;
            if count_tables(tx, "").await? > 0 {
                return Err(StoreError::AlreadyThere);
            }
            tx.execute(CREATE_TABLE, &[]).await?;
            0
        }
        Intent::Open => {
            if count_tables(tx, "habeas_migrations").await? == 0 {
                return Err(StoreError::UnknownSchema(SchemaProblem::Foreign));
            }
            lock(tx).await?;
            count_applied(tx).await?
        }
    };
    for migration in &MIGRATIONS[applied..] {
        let text = text(migration, tx.backend());
        tx.script(text).await?;
        let args = [migration.version.into(), migration.name.into(), checksum(text).into()];
        tx.execute(RECORD, &args).await?;
    }
    Ok(())
}

const CREATE_TABLE: &str = "-- schema::migrate
CREATE TABLE habeas_migrations (
  version BIGINT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  checksum TEXT NOT NULL
)";

/// No migration's number: the database is being restored, or that was broken off.
const RESTORING: i64 = -1;

const RECORD: &str = "-- schema::migrate
INSERT INTO habeas_migrations (version, name, checksum) VALUES ($1, $2, $3)";

/// A backup is being put in: until it is there, the database is nobody's.
pub async fn begin_restore(tx: &mut Tx) -> Result<()> {
    let args = [RESTORING.into(), "restoring".into(), "".into()];
    tx.execute(RECORD, &args).await.map(|_| ())
}

/// All of it is there.
pub async fn end_restore(tx: &mut Tx) -> Result<()> {
    let sql = "-- schema::end_restore
DELETE FROM habeas_migrations WHERE version = $1";
    tx.execute(sql, &[RESTORING.into()]).await.map(|_| ())
}

/// How many of our migrations are there: they must be the first of [`MIGRATIONS`], unchanged.
async fn count_applied(tx: &mut Tx) -> Result<usize> {
    let sql = "-- schema::count_applied
SELECT version, name, checksum FROM habeas_migrations ORDER BY version";
    let rows = tx.fetch_all(sql, &[]).await?;
    for (place, row) in rows.iter().enumerate() {
        let version = row.i64("version")?;
        if version == RESTORING {
            return Err(StoreError::UnknownSchema(SchemaProblem::HalfRestored));
        }
        let Some(known) = MIGRATIONS.get(place) else {
            return Err(StoreError::UnknownSchema(SchemaProblem::Newer(version)));
        };
        let same = known.version == version
            && known.name == row.text("name")?
            && checksum(text(known, tx.backend())) == row.text("checksum")?;
        if !same {
            return Err(StoreError::UnknownSchema(SchemaProblem::Changed(version)));
        }
    }
    Ok(rows.len())
}

/// How many tables there are: all, or those of one name.
async fn count_tables(tx: &mut Tx, name: &str) -> Result<i64> {
    let sql = match tx.backend() {
        Backend::Sqlite => {
            "-- schema::count_tables
SELECT COUNT(*) AS n FROM sqlite_schema
WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND ($1 = '' OR name = $1)"
        }
        Backend::Postgres => {
            "-- schema::count_tables
SELECT COUNT(*) AS n FROM information_schema.tables
WHERE table_schema = current_schema() AND ($1 = '' OR table_name = $1)"
        }
    };
    match tx.fetch_optional(sql, &[Value::from(name)]).await.map_err(foreign_file)? {
        Some(row) => row.i64("n"),
        None => Ok(0),
    }
}

fn foreign_file(error: StoreError) -> StoreError {
    match error {
        StoreError::Statement(failure) => not_a_database(failure),
        other => other,
    }
}

/// PostgreSQL: one process at a time runs migrations. SQLite's transaction sees to it itself.
async fn lock(tx: &mut Tx) -> Result<()> {
    const ANY_FIXED_NUMBER: i64 = 0x6861_6265_6173;
    if tx.backend() == Backend::Postgres {
        let sql = "-- schema::lock
SELECT pg_advisory_xact_lock($1)";
        tx.execute(sql, &[ANY_FIXED_NUMBER.into()]).await?;
    }
    Ok(())
}

fn text(migration: &Migration, backend: Backend) -> &'static str {
    match backend {
        Backend::Sqlite => migration.sqlite,
        Backend::Postgres => migration.postgres,
    }
}

fn checksum(text: &str) -> String {
    let digest = ring::digest::digest(&ring::digest::SHA256, text.as_bytes());
    data_encoding::HEXLOWER.encode(digest.as_ref())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::path::Path;

    fn folder() -> &'static Path {
        Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/migrations"))
    }

    #[test]
    fn every_migration_file_is_in_the_list_and_in_the_lock() {
        let mut files = BTreeSet::new();
        for backend in ["sqlite", "postgres"] {
            for file in std::fs::read_dir(folder().join(backend)).unwrap() {
                files.insert(format!("{backend}/{}", file.unwrap().file_name().display()));
            }
        }
        let listed: BTreeSet<_> = MIGRATIONS
            .iter()
            .flat_map(|m| [format!("sqlite/{}.sql", m.name), format!("postgres/{}.sql", m.name)])
            .collect();
        assert_eq!(files, listed);

        let lock = std::fs::read_to_string(folder().join("LOCK")).unwrap();
        let locked: BTreeSet<_> =
            lock.lines().filter_map(|line| line.split_once("  ")).map(|(_, p)| p.into()).collect();
        assert_eq!(files, locked, "run `tools/migrations-lock.sh add`");
    }

    #[test]
    fn no_migration_has_changed_since_it_was_locked() {
        let lock = std::fs::read_to_string(folder().join("LOCK")).unwrap();
        for line in lock.lines() {
            let (hash, path) = line.split_once("  ").unwrap();
            let text = std::fs::read_to_string(folder().join(path)).unwrap();
            assert_eq!(checksum(&text), hash, "{path}: add a new migration instead");
        }
    }

    #[test]
    fn migrations_are_numbered_without_a_gap() {
        for (place, migration) in MIGRATIONS.iter().enumerate() {
            assert_eq!(migration.version, i64::try_from(place).unwrap() + 1);
            assert!(migration.name.starts_with(&format!("{:04}_", migration.version)));
        }
    }
}

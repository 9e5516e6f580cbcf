//! What is made, what is opened, and what is refused.

use std::os::unix::fs::PermissionsExt as _;

use habeas::storage::{
    Backend, Result, SchemaProblem, Store, StoreError, Tx, begin_restore, end_restore,
};

use super::{all, put};
use crate::support::stores::{Place, on_both};

async fn refusal(place: &Place) -> StoreError {
    Store::open(&place.url()).await.expect_err("a database that is not ours was opened")
}

#[tokio::test]
async fn what_was_made_opens_again() {
    on_both(async |place| {
        let store = place.create().await;
        store.run("tests-keep", async |tx| put(tx, "kept", "").await).await.unwrap();
        store.close().await;
        assert_eq!(all(&place.open().await).await, ["kept"]);
    })
    .await;
}

#[tokio::test]
async fn a_database_is_not_made_over_another() {
    on_both(async |place| {
        let store = place.create().await;
        store.run("tests-keep", async |tx| put(tx, "kept", "").await).await.unwrap();
        let again = Store::create(&place.url()).await;
        assert!(matches!(again, Err(StoreError::AlreadyThere)));
        assert_eq!(all(&store).await, ["kept"]);
    })
    .await;
}

#[tokio::test]
async fn a_missing_file_is_not_made_by_opening() {
    let place = Place::sqlite();
    assert!(matches!(refusal(&place).await, StoreError::Missing));
    assert!(!place.file().exists());
}

#[tokio::test]
async fn an_empty_database_is_refused() {
    let lite = Place::sqlite();
    std::fs::write(lite.file(), "").unwrap();
    for place in [lite, Place::postgres().await] {
        let error = refusal(&place).await;
        assert!(matches!(error, StoreError::UnknownSchema(SchemaProblem::Foreign)), "{error}");
    }
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused_and_left_as_it_was() {
    let place = Place::sqlite();
    let text = "not a database, but somebody's diary. ".repeat(50);
    std::fs::write(place.file(), &text).unwrap();
    let error = refusal(&place).await;
    assert!(matches!(error, StoreError::UnknownSchema(SchemaProblem::Foreign)), "{error}");
    assert_eq!(std::fs::read_to_string(place.file()).unwrap(), text);
}

/// Makes our tables, then does to them what `change` says.
async fn changed(place: &Place, change: &'static str) -> StoreError {
    let store = place.create().await;
    store.run("tests-change", async move |tx| tx.execute(change, &[]).await).await.unwrap();
    store.close().await;
    refusal(place).await
}

#[tokio::test]
async fn somebody_elses_tables_are_refused_and_left_as_they_were() {
    on_both(async |place| {
        let error = changed(place, "ALTER TABLE habeas_migrations RENAME TO notes").await;
        assert!(matches!(error, StoreError::UnknownSchema(SchemaProblem::Foreign)), "{error}");
        if place.backend == Backend::Sqlite {
            let before = std::fs::read(place.file()).unwrap();
            refusal(place).await;
            assert_eq!(std::fs::read(place.file()).unwrap(), before);
        }
    })
    .await;
}

#[tokio::test]
async fn a_migration_from_a_newer_version_is_refused() {
    on_both(async |place| {
        let newer = "INSERT INTO habeas_migrations VALUES (9000, '9000_later', '')";
        let error = changed(place, newer).await;
        let SchemaProblem::Newer(9000) = problem(&error) else { panic!("{error}") };
        assert!(error.to_string().contains("install that version"));
    })
    .await;
}

#[tokio::test]
async fn a_migration_that_was_changed_is_refused() {
    on_both(async |place| {
        let other = "UPDATE habeas_migrations SET checksum = 'other' WHERE version = 1";
        let error = changed(place, other).await;
        assert_eq!(problem(&error), SchemaProblem::Changed(1));
    })
    .await;
}

fn problem(error: &StoreError) -> SchemaProblem {
    match error {
        StoreError::UnknownSchema(problem) => *problem,
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn two_who_make_the_same_database_at_once_make_it_once() {
    on_both(async |place| {
        let url = place.url();
        let (one, other) = tokio::join!(Store::create(&url), Store::create(&url));
        let made = [one.is_ok(), other.is_ok()];
        assert!(made == [true, false] || made == [false, true], "{made:?}");
    })
    .await;
}

#[tokio::test]
async fn the_database_and_its_companions_are_read_by_their_owner_only() {
    let place = Place::sqlite();
    let store = place.create().await;
    store.run("tests-keep", async |tx| put(tx, "kept", "").await).await.unwrap();
    let mut files: Vec<_> = std::fs::read_dir(place.file().parent().unwrap())
        .unwrap()
        .map(|file| file.unwrap())
        .map(|file| (file.file_name(), file.metadata().unwrap().permissions().mode() & 0o777))
        .collect();
    files.sort();
    let expected = ["habeas.db", "habeas.db-shm", "habeas.db-wal"].map(|f| (f.into(), 0o600));
    assert_eq!(files, expected);
}

type Column = (String, String, String, i64);

async fn columns(place: &Place) -> Vec<Column> {
    let sql = match place.backend {
        Backend::Sqlite => {
            "-- tests::columns
SELECT t.name AS tab, c.name AS col, c.type AS kind, c.\"notnull\" AS needed
FROM sqlite_schema t, pragma_table_info(t.name) c WHERE t.type = 'table' ORDER BY tab, c.cid"
        }
        Backend::Postgres => {
            "-- tests::columns
SELECT CAST(table_name AS TEXT) COLLATE \"C\" AS tab, CAST(column_name AS TEXT) AS col,
  CAST(data_type AS TEXT) AS kind, CASE is_nullable WHEN 'NO' THEN 1 ELSE 0 END AS needed
FROM information_schema.columns WHERE table_schema = current_schema()
ORDER BY tab, ordinal_position"
        }
    };
    let store = place.create().await;
    let columns = store.read("tests-columns", async move |tx| {
        let rows = tx.fetch_all(sql, &[]).await?;
        let column = |row: &habeas::storage::Row| -> Result<Column> {
            let kind = match row.text("kind")?.to_ascii_lowercase().as_str() {
                "blob" | "bytea" => "bytes",
                "bigint" | "integer" => "i64",
                "text" => "text",
                other => panic!("{other} does not mean the same on both backends"),
            };
            Ok((row.text("tab")?, row.text("col")?, kind.to_owned(), row.i64("needed")?))
        };
        rows.iter().map(column).collect()
    });
    columns.await.unwrap()
}

#[tokio::test]
async fn both_backends_have_the_same_tables_and_columns() {
    let lite = columns(&Place::sqlite()).await;
    assert!(lite.iter().any(|(table, column, ..)| table == "entries" && column == "sealed"));
    assert_eq!(lite, columns(&Place::postgres().await).await);
}

#[tokio::test]
async fn each_connection_keeps_what_the_threat_model_promises() {
    let place = Place::sqlite();
    place.create().await.close().await;
    let store = place.open().await;
    let settings = async |tx: &mut habeas::storage::Tx| {
        let mut found = Vec::new();
        for (sql, column) in [
            ("PRAGMA synchronous", "synchronous"),
            ("PRAGMA secure_delete", "secure_delete"),
            ("PRAGMA foreign_keys", "foreign_keys"),
            ("PRAGMA temp_store", "temp_store"),
            ("PRAGMA busy_timeout", "timeout"),
        ] {
            let row = tx.fetch_optional(sql, &[]).await?;
            found.push(row.expect("a setting has a value").i64(column)?);
        }
        let row = tx.fetch_optional("PRAGMA journal_mode", &[]).await?;
        Ok((found, row.expect("a mode").text("journal_mode")?))
    };
    let promised = (vec![2, 1, 1, 2, 5000], "wal".to_owned());
    assert_eq!(store.run("tests-settings", settings).await.unwrap(), promised);
    assert_eq!(store.read("tests-settings", settings).await.unwrap(), promised);
}

#[tokio::test]
async fn a_reference_to_nothing_is_refused() {
    on_both(async |place| {
        let store = place.create().await;
        let orphan = store.run("tests-orphan", async |tx| {
            let sql = "-- tests::orphan
INSERT INTO entries (id, case_id, seq, sealed, at) VALUES ($1, $1, 1, $1, 0)";
            tx.execute(sql, &[[9; 16].into()]).await
        });
        assert!(matches!(orphan.await, Err(StoreError::Statement(_))));
    })
    .await;
}

#[tokio::test]
async fn a_database_into_which_a_backup_is_being_put_is_nobodys_until_all_of_it_is_there() {
    on_both(async |place| {
        let store = place.create().await;
        store.run("tests-begin", async |tx| begin_restore(tx).await).await.unwrap();
        let error = refusal(place).await;
        assert!(matches!(error, StoreError::UnknownSchema(SchemaProblem::HalfRestored)), "{error}");
        store.run("tests-end", async |tx| end_restore(tx).await).await.unwrap();
        store.close().await;
        place.open().await.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_case_that_is_sealed_to_somebody_who_was_revoked_before_keys_were_renewed_gets_a_new_key()
{
    on_both(async |place| {
        let migration = match place.backend {
            Backend::Sqlite => include_str!("../../../migrations/sqlite/0021_stale_keys.sql"),
            Backend::Postgres => include_str!("../../../migrations/postgres/0021_stale_keys.sql"),
        };
        let store = place.create().await;
        let made = async |tx: &mut Tx| {
            let sql = "-- tests::case
INSERT INTO cases (id, code, desk, level, stage, recipient, sealed_report, next_seq, opened_at,
  changed_at) VALUES ($1, 'RD-742', '', 'urgent', 'open', 'age1', $1, 1, 1, 1)";
            tx.execute(sql, &[[9; 16].into()]).await?;
            let sql = "-- tests::member
INSERT INTO members (id, role, language, call_order, telegram_hash, sealed_person, added_at)
VALUES ('m-1', 'lawyer', 'en', 1, $1, $1, 1)";
            tx.execute(sql, &[[9; 16].into()]).await
        };
        store.run("tests-made", made).await.unwrap();
        for (change, stale) in
            [("UPDATE members SET off_since = 5", 0), ("UPDATE members SET revoked_at = 5", 1)]
        {
            let run = async move |tx: &mut Tx| {
                tx.execute(change, &[]).await?;
                tx.execute(migration, &[]).await?;
                let row = tx.fetch_optional("SELECT key_stale FROM cases", &[]).await?;
                row.unwrap().i64("key_stale")
            };
            assert_eq!(store.run("tests-migrated", run).await.unwrap(), stale, "{change}");
        }
    })
    .await;
}

#[tokio::test]
async fn of_notes_from_before_whose_they_are_is_known_where_nothing_else_is_of_their_moment() {
    const NOTES: [(i64, &str, &str); 5] = [
        (10, "m-1", "note"),
        (20, "m-1", "note"),
        (30, "m-1", "write"),
        (40, "m-1", "note"),
        (40, "m-2", "note"),
    ];
    on_both(async |place| {
        let migration = match place.backend {
            Backend::Sqlite => include_str!("../../../migrations/sqlite/0024_sealed_by.sql"),
            Backend::Postgres => include_str!("../../../migrations/postgres/0024_sealed_by.sql"),
        };
        let backfill = migration.find("UPDATE").map(|at| &migration[at..]).unwrap();
        let store = place.create().await;
        let run = async move |tx: &mut Tx| {
            for (case, code) in [(8, "RD-741"), (9, "RD-742")] {
                let sql = "-- tests::case
INSERT INTO cases (id, code, desk, level, stage, recipient, sealed_report, next_seq, opened_at,
  changed_at) VALUES ($1, $2, '', 'urgent', 'open', 'age1', $1, 1, 1, 1)";
                tx.execute(sql, &[[case; 16].into(), code.into()]).await?;
            }
            // Of the moment 20 there are two entries; the other case has one of the moment 10 too.
            for (n, case, at) in
                [(1, 9, 10), (2, 9, 20), (3, 9, 20), (4, 9, 30), (5, 9, 40), (6, 9, 50), (7, 8, 10)]
            {
                let sql = "-- tests::entry
INSERT INTO entries (id, case_id, seq, sealed, at) VALUES ($1, $2, $3, $1, $4)";
                let args = [[n; 16].into(), [case; 16].into(), i64::from(n).into(), at.into()];
                tx.execute(sql, &args).await?;
            }
            for (n, (at, member, what)) in (0_i64..).zip(NOTES) {
                let sql = "-- tests::write
INSERT INTO writes (member_id, id, case_id, what, at) VALUES ($1, $2, $3, $4, $5)";
                let id = format!("{n:032x}");
                let args = [member.into(), id.into(), [9; 16].into(), what.into(), at.into()];
                tx.execute(sql, &args).await?;
            }
            tx.execute(backfill, &[]).await?;
            let sql = "-- tests::by
SELECT seq, by_member FROM entries WHERE by_member IS NOT NULL ORDER BY seq";
            let rows = tx.fetch_all(sql, &[]).await?;
            rows.iter().map(|row| Ok((row.i64("seq")?, row.text("by_member")?))).collect()
        };
        let known: Vec<(i64, String)> = store.run("tests-migrated", run).await.unwrap();
        assert_eq!(known, [(1, "m-1".to_owned())]);
    })
    .await;
}

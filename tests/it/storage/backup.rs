//! Backups that are none of ours, or not whole.

use std::io::Write as _;

use habeas::backup::{RestoreError, Restored, restore, write};
use habeas::crypto::{Identity, SealingWriter};
use habeas::storage::{Many, SCHEMA, StoreError, TABLES, Tx, Value, columns};
use habeas_core::domain::Timestamp;
use serde_json::json;

use crate::support::stores::{Place, on_both};

/// Restores a backup of these lines, which whoever knows the recipient can make.
async fn restored(place: &Place, lines: &[&str]) -> Result<Restored, RestoreError> {
    let holder = Identity::generate();
    let mut writer = SealingWriter::to(&[holder.recipient()], vec![]).unwrap();
    for line in lines {
        writeln!(writer, "{line}").unwrap();
    }
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), writer.finish().unwrap()).unwrap();
    let store = place.create().await;
    let done = restore(file.path(), &[holder], &store).await;
    store.close().await;
    done
}

fn begin(schema: i64) -> String {
    format!(r#"{{"habeas_backup":{{"version":1,"schema":{schema},"at":5}}}}"#)
}

const META: &str = r#"{"table":{"name":"meta","columns":["name","value"]}}"#;
const ROW: &str = r#"["a","b"]"#;

fn end(rows: u64) -> String {
    format!(r#"{{"end":{{"rows":{rows}}}}}"#)
}

/// Every table but `meta`, with its columns here and no row.
async fn others(place: &Place) -> Vec<String> {
    let store = place.create().await;
    let read = async |tx: &mut Tx| {
        let mut marks = vec![];
        for table in TABLES.iter().filter(|table| table.name != "meta") {
            let columns: Vec<String> =
                columns(tx, table).await?.into_iter().map(|(name, _)| name).collect();
            marks.push(json!({"table": {"name": table.name, "columns": columns}}).to_string());
        }
        Ok(marks)
    };
    let marks = store.read("tests-columns", read).await.unwrap();
    store.close().await;
    marks
}

#[tokio::test]
async fn what_is_whole_is_put_in_and_what_is_not_is_refused_by_its_line() {
    let others = others(&Place::sqlite()).await;
    let first = begin(SCHEMA);
    let with = |lines: &[&str]| -> Vec<String> {
        let mut all = vec![first.clone()];
        all.extend(others.iter().cloned());
        all.extend(lines.iter().map(|line| (*line).to_owned()));
        all
    };
    on_both(async |place| {
        let lines = with(&[META, ROW, &end(1)]);
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let done = restored(place, &lines).await.unwrap();
        assert_eq!((done.at.as_millis(), done.rows["meta"]), (5, 1));
    })
    .await;
    let many: Vec<String> = (0..1203).map(|n| format!(r#"["a{n}","b"]"#)).collect();
    let mut lines = with(&[META]);
    lines.extend(many);
    lines.push(end(1203));
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    assert_eq!(restored(&Place::sqlite(), &lines).await.unwrap().rows["meta"], 1203);

    let unknown = r#"{"table":{"name":"meta; DROP TABLE cases","columns":["name","value"]}}"#;
    let columns = r#"{"table":{"name":"meta","columns":["value","name"]}}"#;
    let (one, more, newer) = (end(1), end(2), begin(SCHEMA + 1));
    let cases: [(&[&str], &str); 12] = [
        (&[], "line 1 of the backup is damaged"),
        (&[META], "line 1 of the backup is damaged"),
        (&[&newer, META, ROW, &one], "another version"),
        (&[&first, META, ROW], "not whole"),
        (&[&first, META, ROW, &one], "not whole"),
        (&[&first, META, ROW, &more], "not whole"),
        (&[&first, META, ROW, &one, ROW], "not whole"),
        (&[&first, ROW, &one], "line 2 of the backup is damaged"),
        (&[&first, META, r#"["a"]"#, &one], "line 3 of the backup is damaged"),
        (&[&first, META, r#"["a",5]"#, &one], "line 3 of the backup is damaged"),
        (&[&first, unknown, ROW, &one], "line 2 of the backup is damaged"),
        (&[&first, columns, ROW, &one], "line 2 of the backup is damaged"),
    ];
    for (lines, says) in cases {
        let refused = restored(&Place::sqlite(), lines).await.unwrap_err().to_string();
        assert!(refused.contains(says), "{lines:?}: {refused}");
    }
}

#[tokio::test]
async fn a_count_that_is_wrong_is_found_though_every_table_is_there() {
    let others = others(&Place::sqlite()).await;
    let (first, more) = (begin(SCHEMA), end(2));
    let mut lines = vec![first.as_str()];
    lines.extend(others.iter().map(String::as_str));
    lines.extend([META, ROW, &more]);
    let refused = restored(&Place::sqlite(), &lines).await.unwrap_err();
    assert!(matches!(refused, RestoreError::NotWhole), "{refused}");
}

#[tokio::test]
async fn a_table_that_holds_something_is_not_added_to() {
    let lines = [&begin(SCHEMA), META, ROW, META, ROW, &end(2)];
    let refused = restored(&Place::sqlite(), &lines).await.unwrap_err();
    assert!(matches!(refused, RestoreError::Store(StoreError::AlreadyThere)));
}

#[tokio::test]
async fn a_table_of_many_rows_is_backed_up_whole() {
    on_both(async |place| {
        let store = place.create().await;
        let insert = async |tx: &mut Tx| {
            let rows: Vec<Vec<Value>> =
                (0..1203).map(|n| vec![format!("a{n}").into(), "b".into()]).collect();
            let sql = Many {
                before: "-- tests::fill\n INSERT INTO meta (name, value) VALUES",
                after: "",
            };
            tx.many(sql, &rows).await.map(|_| ())
        };
        store.run("tests-fill", insert).await.unwrap();
        let holder = Identity::generate();
        let folder = tempfile::tempdir().unwrap();
        let now = Timestamp::from_millis(5);
        let written =
            write(&store, &folder.path().join("none"), &[holder.recipient()], folder.path(), now)
                .await
                .unwrap();
        store.close().await;
        let other = Place::sqlite();
        let back = other.create().await;
        let done = restore(&written.path, &[holder], &back).await.unwrap();
        assert_eq!((done.rows["meta"], written.rows), (1203, 1203));
        back.close().await;
    })
    .await;
}

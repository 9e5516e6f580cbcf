//! Backups that are none of ours, or not whole.

use std::io::Write as _;

use habeas::backup::{RestoreError, Restored, restore};
use habeas::crypto::{Identity, SealingWriter};
use habeas::storage::SCHEMA;

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

#[tokio::test]
async fn what_is_whole_is_put_in_and_what_is_not_is_refused_by_its_line() {
    on_both(async |place| {
        let done = restored(place, &[&begin(SCHEMA), META, ROW, &end(1)]).await.unwrap();
        assert_eq!((done.at.as_millis(), done.rows["meta"]), (5, 1));
    })
    .await;
    let first = begin(SCHEMA);
    let more = end(2);
    let unknown = r#"{"table":{"name":"meta; DROP TABLE cases","columns":["name","value"]}}"#;
    let columns = r#"{"table":{"name":"meta","columns":["value","name"]}}"#;
    let (one, newer) = (end(1), begin(SCHEMA + 1));
    let cases: [(&[&str], &str); 11] = [
        (&[], "line 1 of the backup is damaged"),
        (&[META], "line 1 of the backup is damaged"),
        (&[&newer, META, ROW, &one], "another version"),
        (&[&first, META, ROW], "not whole"),
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
async fn a_table_that_holds_something_is_not_added_to() {
    let lines = [&begin(SCHEMA), META, ROW, META, ROW, &end(2)];
    let refused = restored(&Place::sqlite(), &lines).await.unwrap_err();
    assert!(matches!(refused, RestoreError::Store(habeas::storage::StoreError::AlreadyThere)));
}

//! `case open` of a folder, as somebody on another machine runs it.

use std::path::Path;

use habeas::crypto::{Entry, Identity, new_case_key, seal_entry};
use habeas_core::domain::Timestamp;
use serde_json::json;

use crate::support::{Ended, person, run};

/// An exported case with two entries, and a file with an identity that opens it.
fn exported(folder: &Path) -> String {
    let holder = person(folder, "holder.key");
    let identity = Identity::read_file(Path::new(&holder.file)).unwrap().remove(0);
    let case = new_case_key(&[], &[identity.recipient()]).unwrap();
    std::fs::write(folder.join("case_key.age"), case.case_key.unwrap()).unwrap();
    std::fs::create_dir(folder.join("entries")).unwrap();
    for (seq, kind) in [(1, "words"), (2, "note")] {
        let (at, body) = (Timestamp::from_millis(0), json!({"text": "by the mill"}));
        let entry = seal_entry(&case.recipient, &Entry { seq, at, kind, body: &body }).unwrap();
        std::fs::write(folder.join(format!("entries/000{seq}.age")), entry).unwrap();
    }
    holder.file
}

async fn open(folder: &Path, identity: &str) -> Ended {
    run(&["case", "open", folder.to_str().unwrap(), "--identity", identity]).await
}

#[tokio::test]
async fn a_folder_that_does_not_say_whose_entries_are_is_named_once_and_opens() {
    let folder = tempfile::tempdir().unwrap();
    let identity = exported(folder.path());
    let silent = open(folder.path(), &identity).await;
    let said = format!(
        "habeas: sealed_by.json is missing or damaged in {}: whose each entry is cannot be told, \
         whatever it says of itself. Export the case again\n",
        folder.path().display()
    );
    assert_eq!((silent.code, silent.err.as_str()), (Some(0), said.as_str()));
    assert_eq!(silent.out.lines().count(), 2, "{}", silent.out);

    for damaged in ["", "{\"1\":{\"mem"] {
        std::fs::write(folder.path().join("sealed_by.json"), damaged).unwrap();
        let open = open(folder.path(), &identity).await;
        assert_eq!((open.code, &open.err, &open.out), (Some(0), &said, &silent.out));
    }
    std::fs::write(folder.path().join("sealed_by.json"), "{}").unwrap();
    let told = open(folder.path(), &identity).await;
    assert_eq!((told.code, told.err.as_str()), (Some(0), ""), "it says that they are nobody's");
    assert_eq!(told.out, silent.out);
}

//! `recovery new` and `case open`, as their subcommands run them.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::slice;

use clap::Parser;
use habeas::cli::case_open;
use habeas::crypto::{Entry, Identity, new_case_key, seal_entry};
use habeas_core::domain::Timestamp;
use serde_json::json;

use crate::support::{Person, stock_age};

#[derive(Parser)]
struct Open {
    #[command(flatten)]
    args: case_open::CaseOpenArgs,
}

fn recovery_new() -> String {
    let made = Command::new(env!("CARGO_BIN_EXE_habeas")).args(["recovery", "new"]).output();
    String::from_utf8(made.unwrap().stdout).unwrap()
}

fn case_open(folder: &Path, identities: &[&Path]) -> (String, Option<String>) {
    let mut line = vec!["open".into(), folder.as_os_str().to_owned()];
    for identity in identities {
        line.extend(["--identity".into(), identity.as_os_str().to_owned()]);
    }
    let args = Open::try_parse_from(line).unwrap().args;
    let mut out = Vec::new();
    let error = case_open::run(&args, &mut out).err().map(|error| error.to_string());
    (String::from_utf8(out).unwrap(), error)
}

#[test]
fn what_recovery_new_prints_is_an_identity_file_of_stock_age() {
    let folder = tempfile::tempdir().unwrap();
    let printed = recovery_new();
    let recipient = printed.lines().find_map(|line| line.strip_prefix("# public key: ")).unwrap();
    let file = folder.path().join("recovery.key");
    fs::write(&file, &printed).unwrap();

    let sealed = stock_age(&["-r", recipient], b"hello").unwrap();
    let opened = stock_age(&["-d", "-i", file.to_str().unwrap()], &sealed).unwrap();
    assert_eq!(opened, b"hello");
    let secrets = printed.lines().filter(|line| line.starts_with("AGE-SECRET-KEY-1"));
    assert_eq!(secrets.count(), 1);
    assert_ne!(recovery_new(), printed);
}

#[test]
fn case_open_prints_what_opens_and_then_says_what_did_not() {
    let folder = tempfile::tempdir().unwrap();
    let holder = Person::new(folder.path(), "holder.key");
    let case = new_case_key(&[], slice::from_ref(&holder.recipient)).unwrap();
    fs::write(folder.path().join("case_key.age"), case.case_key.unwrap()).unwrap();
    fs::create_dir(folder.path().join("entries")).unwrap();
    for seq in 1..=2 {
        let body = json!({ "n": seq });
        let at = Timestamp::from_millis(0);
        let entry = Entry { seq, at, kind: "answer", body: &body };
        let file = folder.path().join(format!("entries/000{seq}.age"));
        fs::write(file, seal_entry(&case.recipient, &entry).unwrap()).unwrap();
    }
    let first = "{\"v\":1,\"seq\":1,\"at\":\"1970-01-01T00:00:00Z\",\"kind\":\"answer\",\"body\":{\"n\":1}}\n";
    let (out, error) = case_open(folder.path(), &[&holder.file]);
    assert_eq!(error, None);
    assert_eq!(
        out,
        format!("{first}{}", first.replace("\"seq\":1", "\"seq\":2").replace("\"n\":1", "\"n\":2"))
    );

    fs::write(folder.path().join("entries/0002.age"), "not an age file").unwrap();
    let (out, error) = case_open(folder.path(), &[&holder.file]);
    assert_eq!(out, first);
    assert!(error.unwrap().ends_with("export the case again"));
}

#[test]
fn an_identity_file_that_cannot_be_used_is_told_with_the_remedy() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("me.key");
    let told = |content: &[u8]| {
        fs::write(&file, content).unwrap();
        case_open(folder.path(), &[&file]).1.unwrap()
    };
    assert!(told(b"# only a comment\n").contains("there is no AGE-SECRET-KEY-1"));
    assert!(told(b"\xff\xfe").contains("there is no AGE-SECRET-KEY-1"));
    assert!(told(b"age-encryption.org/v1\n").contains("locked by a passphrase"));
    let line = Identity::generate().to_line();
    let cut = told(&line.as_bytes()[..50]);
    assert!(cut.contains("line 1 of"), "{cut}");
    assert!(!cut.contains(&line[16..50]), "the error quotes the key");
}

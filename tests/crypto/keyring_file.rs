//! The keyring's file: written once, read only when it is safe.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use habeas::crypto::{Column, Keyring, KeyringError, Lookup, Purpose};
use habeas_core::domain::Timestamp;

use crate::support::{set_mode, vector_keyring};

fn now() -> Timestamp {
    "2026-11-24T23:59:00Z".parse().unwrap()
}

#[test]
fn a_written_keyring_opens_what_it_sealed_before() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keyring.toml");
    let keyring = Keyring::generate(Purpose::Serve);
    let sealed = keyring.seal(Column::MembersPerson, b"m1", b"name");
    keyring.write_new(&path, now()).unwrap();
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains("created = \"2026-11-24\"\n"), "the day it is told");

    let read = Keyring::load(&path).unwrap();
    assert_eq!(read.purpose(), Purpose::Serve);
    assert_eq!(read.open(Column::MembersPerson, b"m1", &sealed).unwrap().as_slice(), b"name");
    assert_eq!(read.lookup(Lookup::Chat, b"1"), keyring.lookup(Lookup::Chat, b"1"));
    assert!(read.verify_callback(b"tap", &keyring.callback_tag(b"tap")));
}

#[test]
fn a_new_keyring_is_for_its_owner_alone_and_overwrites_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keyring.toml");
    Keyring::generate(Purpose::Serve).write_new(&path, now()).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);

    let before = fs::read(&path).unwrap();
    let again = Keyring::generate(Purpose::Serve).write_new(&path, now());
    assert!(matches!(again, Err(KeyringError::Exists(_))), "{again:?}");
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn nothing_is_written_through_a_dangling_link() {
    let folder = tempfile::tempdir().unwrap();
    let (link, target) = (folder.path().join("link"), folder.path().join("target"));
    std::os::unix::fs::symlink(&target, &link).unwrap();
    assert!(Keyring::generate(Purpose::Serve).write_new(&link, now()).is_err());
    assert!(!target.exists());
}

#[test]
fn a_keyring_that_others_can_read_is_refused_with_the_remedy() {
    let folder = tempfile::tempdir().unwrap();
    let path = vector_keyring(folder.path());
    for mode in [0o640, 0o604, 0o620, 0o601, 0o666] {
        set_mode(&path, mode);
        let error = Keyring::load(&path).unwrap_err();
        assert!(matches!(error, KeyringError::ReadableByOthers { .. }), "{mode:o}: {error}");
        assert!(error.to_string().ends_with(&format!("chmod 600 {}", path.display())));
    }
    set_mode(&path, 0o400);
    assert!(Keyring::load(&path).is_ok());
}

#[test]
fn a_missing_keyring_and_a_folder_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let error = Keyring::load(&folder.path().join("none")).unwrap_err();
    assert!(matches!(error, KeyringError::Missing(_)));
    set_mode(folder.path(), 0o700);
    assert!(matches!(Keyring::load(folder.path()), Err(KeyringError::Damaged { .. })));
}

#[test]
fn a_newer_version_is_refused_even_when_its_fields_are_new() {
    let folder = tempfile::tempdir().unwrap();
    let path = vector_keyring(folder.path());
    fs::write(&path, "version = 2\nslots = []\n").unwrap();
    let error = Keyring::load(&path).unwrap_err();
    assert!(matches!(error, KeyringError::UnknownVersion { version: 2, .. }), "{error}");
}

#[test]
fn a_damaged_keyring_is_refused_and_its_keys_are_not_quoted() {
    let folder = tempfile::tempdir().unwrap();
    let path = vector_keyring(folder.path());
    let whole = fs::read_to_string(&path).unwrap();
    let key = whole.lines().find_map(|line| line.strip_prefix("key = \"")).unwrap();
    let (key, _) = key.split_once('"').unwrap();
    let lists = whole.find("[[lookup]]").unwrap();
    let damaged = [
        String::new(),
        whole[..lists].to_owned(),
        format!("lookup = []\ncallback = []\n{}", &whole[..lists]),
        whole.replace("id = 17", "id = 2864434397"),
        whole.replace("[[callback]]", "[[surplus]]"),
        whole.replace(key, &key[..20]),
        whole.replace(key, &key.replace('=', "!")),
        whole.replace(&format!("{key}\""), key),
        whole.replace("\"rehearsal\"", "\"both\""),
        whole.replace("version = 1\n", ""),
    ];
    for (number, text) in damaged.iter().enumerate() {
        assert_ne!(text, &whole, "number {number} changes nothing");
        fs::write(&path, text).unwrap();
        let error = Keyring::load(&path).expect_err(&format!("number {number} was read"));
        assert!(matches!(error, KeyringError::Damaged { .. }), "number {number}: {error}");
        assert!(!format!("{error} {error:?}").contains(&key[..10]), "number {number}");
    }
}

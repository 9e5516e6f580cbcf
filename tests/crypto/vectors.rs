//! Vectors made by another implementation of the documented formulas.

use data_encoding::HEXLOWER;
use habeas::crypto::{Column, Keyring, Lookup, OpenError, Purpose};
use serde_json::Value;

use crate::support::vector_keyring;

fn vectors() -> (Keyring, Value) {
    let folder = tempfile::tempdir().unwrap();
    let keyring = Keyring::load(&vector_keyring(folder.path())).unwrap();
    let vectors = serde_json::from_str(include_str!("../vectors/crypto/keyring.json")).unwrap();
    (keyring, vectors)
}

fn bytes(value: &Value) -> Vec<u8> {
    HEXLOWER.decode(value.as_str().unwrap().as_bytes()).unwrap()
}

#[test]
fn values_sealed_elsewhere_open() {
    let (keyring, vectors) = vectors();
    assert_eq!(keyring.purpose(), Purpose::Rehearsal);
    let opens = vectors["opens"].as_array().unwrap();
    assert_eq!(opens.len(), 2);
    for case in opens {
        let opened =
            keyring.open(Column::CasesReport, &bytes(&vectors["row"]), &bytes(&case["sealed"]));
        assert_eq!(opened.unwrap().as_slice(), bytes(&vectors["plain"]), "{}", case["why"]);
    }
}

#[test]
fn values_that_must_not_open_do_not() {
    let (keyring, vectors) = vectors();
    let fails = vectors["fails"].as_array().unwrap();
    assert_eq!(fails.len(), 15);
    for case in fails {
        let why = case["why"].as_str().unwrap();
        let error = keyring
            .open(Column::CasesReport, &bytes(&vectors["row"]), &bytes(&case["sealed"]))
            .expect_err(why);
        let expected = match why {
            "empty" | "the version alone" | "one byte short of the smallest" => {
                OpenError::CutOff(Column::CasesReport)
            }
            "flipped version" => OpenError::Version { column: Column::CasesReport, version: 0 },
            "flipped key id" => {
                OpenError::UnknownKey { column: Column::CasesReport, id: 2_864_434_396 }
            }
            _ => OpenError::Refused(Column::CasesReport),
        };
        assert_eq!(error, expected, "{why}");
    }
}

#[test]
fn lookup_hashes_are_those_computed_elsewhere() {
    let (keyring, vectors) = vectors();
    for what in Lookup::ALL {
        let case = vectors["lookups"].as_array().unwrap().iter();
        let case = case.clone().find(|case| case["what"] == what.as_str()).unwrap();
        let expected: Vec<_> = case["hashes"].as_array().unwrap().iter().map(bytes).collect();
        assert_eq!(keyring.lookups(what, &bytes(&case["value"])), expected);
        assert_eq!(keyring.lookup(what, &bytes(&case["value"])), expected[0]);
    }
}

#[test]
fn callback_tags_of_every_live_key_are_accepted_and_the_newest_given() {
    let (keyring, vectors) = vectors();
    let message = bytes(&vectors["callback"]["message"]);
    let tags: Vec<_> = vectors["callback"]["tags"].as_array().unwrap().iter().map(bytes).collect();
    assert_eq!(keyring.callback_tag(&message).as_slice(), tags[0]);
    for tag in &tags {
        assert!(keyring.verify_callback(&message, tag));
        assert!(!keyring.verify_callback(b"another message", tag));
        assert!(!keyring.verify_callback(&message, &tag[..11]));
    }
}

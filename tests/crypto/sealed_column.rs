//! A sealed column opens in its place, under its keyring, and nowhere else.

use habeas::crypto::{Column, Keyring, Lookup, OpenError, Purpose};
use proptest::prelude::*;

fn column() -> impl Strategy<Value = Column> {
    proptest::sample::select(&Column::ALL[..])
}

fn lookup() -> impl Strategy<Value = Lookup> {
    proptest::sample::select(&Lookup::ALL[..])
}

proptest! {
    #[test]
    fn what_is_sealed_opens_in_its_place(
        column in column(), row: Vec<u8>, plain: Vec<u8>,
    ) {
        let keyring = Keyring::generate(Purpose::Serve);
        let sealed = keyring.seal(column, &row, &plain);
        prop_assert_eq!(sealed.len(), plain.len() + 33);
        let opened = keyring.open(column, &row, &sealed).unwrap();
        prop_assert_eq!(opened.as_slice(), &plain[..]);
    }

    #[test]
    fn another_column_or_row_does_not_open_it(
        column in column(), other in column(), row: Vec<u8>, other_row: Vec<u8>, plain: Vec<u8>,
    ) {
        prop_assume!((column, &row) != (other, &other_row));
        let keyring = Keyring::generate(Purpose::Serve);
        let sealed = keyring.seal(column, &row, &plain);
        prop_assert_eq!(keyring.open(other, &other_row, &sealed), Err(OpenError::Refused(other)));
    }

    #[test]
    fn one_flipped_bit_anywhere_does_not_open(
        plain: Vec<u8>, at: prop::sample::Index, bit in 0_u8..8,
    ) {
        let keyring = Keyring::generate(Purpose::Serve);
        let mut sealed = keyring.seal(Column::RoutesChat, b"row", &plain);
        let at = at.index(sealed.len());
        sealed[at] ^= 1 << bit;
        prop_assert!(keyring.open(Column::RoutesChat, b"row", &sealed).is_err());
    }

    #[test]
    fn a_value_cut_off_anywhere_does_not_open(plain: Vec<u8>, at: prop::sample::Index) {
        let keyring = Keyring::generate(Purpose::Serve);
        let sealed = keyring.seal(Column::RoutesChat, b"row", &plain);
        let cut = &sealed[..at.index(sealed.len())];
        prop_assert!(keyring.open(Column::RoutesChat, b"row", cut).is_err());
    }

    #[test]
    fn arbitrary_bytes_do_not_open(bytes: Vec<u8>) {
        let keyring = Keyring::generate(Purpose::Serve);
        prop_assert!(keyring.open(Column::RoutesChat, b"row", &bytes).is_err());
    }

    #[test]
    fn a_lookup_hash_tells_kind_and_value_apart(
        kind in lookup(), other in lookup(), value: Vec<u8>, other_value: Vec<u8>,
    ) {
        let keyring = Keyring::generate(Purpose::Serve);
        let same = (kind, &value) == (other, &other_value);
        let equal = keyring.lookup(kind, &value) == keyring.lookup(other, &other_value);
        prop_assert_eq!(equal, same);
    }
}

#[test]
fn another_keyring_says_that_the_key_is_not_its_own() {
    let sealed = Keyring::generate(Purpose::Serve).seal(Column::CasesReport, b"row", b"facts");
    let error = Keyring::generate(Purpose::Serve).open(Column::CasesReport, b"row", &sealed);
    assert!(matches!(error, Err(OpenError::UnknownKey { .. })), "{error:?}");
}

#[test]
fn the_same_value_is_never_sealed_the_same_way_twice() {
    let keyring = Keyring::generate(Purpose::Serve);
    let [a, b] = [(); 2].map(|()| keyring.seal(Column::CasesReport, b"row", b"facts"));
    assert_ne!(a[5..17], b[5..17], "the nonce came twice");
    assert_ne!(a, b);
}

#[test]
fn another_keyring_finds_no_hash_and_takes_no_tag() {
    let [one, two] = [(); 2].map(|()| Keyring::generate(Purpose::Serve));
    assert_ne!(one.lookup(Lookup::Chat, b"42")[5..], two.lookup(Lookup::Chat, b"42")[5..]);
    assert!(one.verify_callback(b"tap", &one.callback_tag(b"tap")));
    assert!(!two.verify_callback(b"tap", &one.callback_tag(b"tap")));
}

#[test]
fn a_tag_with_one_wrong_bit_or_another_length_is_refused() {
    let keyring = Keyring::generate(Purpose::Serve);
    let tag = keyring.callback_tag(b"tap");
    for bit in 0..96 {
        let mut wrong = tag;
        wrong[bit / 8] ^= 1 << (bit % 8);
        assert!(!keyring.verify_callback(b"tap", &wrong), "bit {bit}");
    }
    assert!(!keyring.verify_callback(b"tap", b""));
    assert!(!keyring.verify_callback(b"tap", &[&tag[..], &[0]].concat()));
}

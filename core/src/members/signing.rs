//! What a browser signs with a member's signing key, beside statements: that it may come in, that
//! a new key is its own, and what it does to the copies of the keys. The age identity answers
//! nothing.

use sha2::{Digest, Sha256};

use super::statement::{Key, length_prefixed};
use crate::domain::Timestamp;

/// A link that was redeemed, and what the server asks to be signed because of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Challenge {
    /// Where the browser is: `https://desk.example`, without a path.
    pub origin: String,
    /// The link, without its secret.
    pub link: [u8; 32],
    /// Whose.
    pub member: String,
    /// Chosen by the server for this once.
    pub nonce: [u8; 32],
    /// After this moment it is worth nothing.
    pub expiry: Timestamp,
}

impl Challenge {
    /// What is signed to come in.
    ///
    /// **Formula**: `LP("habeas/sign-in/v1") ‖ LP(origin) ‖ LP(link) ‖ LP(member) ‖ LP(nonce) ‖
    /// LP(expiry)`; `expiry` is 8 bytes, big-endian, in milliseconds; `LP(x)` is the length of `x` (8
    /// bytes, big-endian) and `x`.
    ///
    /// **Warning**: the same bytes are made in the browser, which reads `origin` from itself and
    /// never from the server.
    pub fn sign_in_bytes(&self) -> Vec<u8> {
        self.bytes(b"habeas/sign-in/v1", &[])
    }

    /// What is signed by a new signing key, so that nobody enrols somebody else's.
    ///
    /// **Formula**: as for coming in, with `"habeas/enrol/v1"`, and `‖ LP(recipient) ‖ LP(key)`.
    pub fn enrol_bytes(&self, recipient: &str, key: Key) -> Vec<u8> {
        self.bytes(b"habeas/enrol/v1", &[recipient.as_bytes(), &key.0])
    }

    fn bytes(&self, purpose: &[u8], more: &[&[u8]]) -> Vec<u8> {
        let expiry = self.expiry.as_millis().to_be_bytes();
        let member = self.member.as_bytes();
        let fields = [purpose, self.origin.as_bytes(), &self.link, member, &self.nonce, &expiry];
        length_prefixed(&[&fields, more].concat())
    }
}

/// What whoever is signed in does to the copies of their own keys, that they take a case or still have
/// it, and what they note in it: a stolen cookie alone does none of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deed<'a> {
    /// Where the browser is, as in [`Challenge::origin`].
    pub origin: &'a str,
    /// Who.
    pub member: &'a str,
    /// What.
    pub change: Change<'a>,
    /// When, by the server's clock.
    pub at: Timestamp,
}

/// A change to the copies of a member's keys, or to a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change<'a> {
    /// A copy is kept.
    Keep {
        /// What it is locked by.
        kind: &'a str,
        /// The age file.
        wrapped: &'a [u8],
    },
    /// A copy is removed.
    Remove {
        /// Its id.
        id: &'a str,
    },
    /// A six-digit code is set.
    Code {
        /// SHA-256 of the proof that will be shown.
        proof_hash: &'a [u8; 32],
    },
    /// A case that they have is still theirs: the promise is renewed.
    Renew {
        /// The case's code.
        code: &'a str,
    },
    /// A case is taken.
    Take {
        /// The case's code.
        code: &'a str,
        /// The order's id: 32 hexadecimal digits.
        id: &'a str,
    },
    /// A note is added to a case.
    Note {
        /// The case's code.
        code: &'a str,
        /// The order's id: 32 hexadecimal digits.
        id: &'a str,
        /// The age file.
        sealed: &'a [u8],
    },
}

impl Deed<'_> {
    /// What is signed.
    ///
    /// **Formula**: `LP(purpose) ‖ LP(origin) ‖ LP(member) ‖ … ‖ LP(at)`, where purpose and what is
    /// between are, for a copy, `"habeas/device/v1"` and `LP(kind) ‖ LP(SHA-256(wrapped))`, for its
    /// removal `"habeas/device-remove/v1"` and `LP(id)`, for a code `"habeas/code-set/v1"` and
    /// `LP(proof hash)`, for a renewal `"habeas/renew/v1"` and `LP(the case's code)`, for a taking
    /// `"habeas/take/v1"` and `LP(the case's code) ‖ LP(the order's id)`, for a note
    /// `"habeas/note/v1"` and `LP(the case's code) ‖ LP(the order's id) ‖ LP(SHA-256(sealed))`; `at`
    /// and `LP` as for [`Challenge`].
    ///
    /// **Standard**: FIPS 180-4.
    pub fn bytes(&self) -> Vec<u8> {
        let hash: [u8; 32];
        let (purpose, fields): (&[u8], &[&[u8]]) = match self.change {
            Change::Keep { kind, wrapped } => {
                hash = Sha256::digest(wrapped).into();
                (b"habeas/device/v1", &[kind.as_bytes(), &hash])
            }
            Change::Remove { id } => (b"habeas/device-remove/v1", &[id.as_bytes()]),
            Change::Code { proof_hash } => (b"habeas/code-set/v1", &[proof_hash]),
            Change::Renew { code } => (b"habeas/renew/v1", &[code.as_bytes()]),
            Change::Take { code, id } => (b"habeas/take/v1", &[code.as_bytes(), id.as_bytes()]),
            Change::Note { code, id, sealed } => {
                hash = Sha256::digest(sealed).into();
                (b"habeas/note/v1", &[code.as_bytes(), id.as_bytes(), &hash])
            }
        };
        let at = self.at.as_millis().to_be_bytes();
        let before: &[&[u8]] = &[purpose, self.origin.as_bytes(), self.member.as_bytes()];
        length_prefixed(&[before, fields, &[&at]].concat())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn challenge() -> Challenge {
        Challenge {
            origin: "https://desk.example".to_owned(),
            link: [1; 32],
            member: "m-1".to_owned(),
            nonce: [2; 32],
            expiry: Timestamp::from_millis(3),
        }
    }

    #[test]
    fn every_field_is_signed_and_no_purpose_serves_for_another() {
        let whole = challenge();
        for other in [
            Challenge { origin: "https://desk.example.org".to_owned(), ..challenge() },
            Challenge { link: [9; 32], ..challenge() },
            Challenge { member: "m-2".to_owned(), ..challenge() },
            Challenge { nonce: [9; 32], ..challenge() },
            Challenge { expiry: Timestamp::from_millis(4), ..challenge() },
        ] {
            assert_ne!(other.sign_in_bytes(), whole.sign_in_bytes(), "{other:?}");
        }
        let (key, other) = (Key([4; 32]), Key([5; 32]));
        let enrol = whole.enrol_bytes("age1x", key);
        assert_ne!(enrol, whole.sign_in_bytes());
        assert_ne!(enrol, whole.enrol_bytes("age1y", key));
        assert_ne!(enrol, whole.enrol_bytes("age1x", other));
    }

    #[test]
    fn every_field_of_a_deed_is_signed_and_none_serves_for_another() {
        let (origin, member, at) = ("https://desk.example", "m-1", Timestamp::from_millis(3));
        let keep = Change::Keep { kind: "words", wrapped: b"file" };
        let whole = Deed { origin, member, change: keep, at };
        let changes = [
            Change::Keep { kind: "passkey", wrapped: b"file" },
            Change::Keep { kind: "words", wrapped: b"other" },
            Change::Remove { id: "d-1" },
            Change::Remove { id: "d-2" },
            Change::Code { proof_hash: &[1; 32] },
            Change::Code { proof_hash: &[2; 32] },
            Change::Renew { code: "d-1" },
            Change::Renew { code: "d-2" },
            Change::Take { code: "d-1", id: "01" },
            Change::Take { code: "d-2", id: "01" },
            Change::Take { code: "d-1", id: "02" },
            Change::Note { code: "d-1", id: "01", sealed: b"file" },
            Change::Note { code: "d-2", id: "01", sealed: b"file" },
            Change::Note { code: "d-1", id: "02", sealed: b"file" },
            Change::Note { code: "d-1", id: "01", sealed: b"other" },
        ];
        let mut all = vec![
            whole,
            Deed { origin: "https://desk.example.org", ..whole },
            Deed { member: "m-2", ..whole },
            Deed { at: Timestamp::from_millis(4), ..whole },
        ];
        all.extend(changes.map(|change| Deed { change, ..whole }));
        let mut bytes: Vec<_> = all.iter().map(Deed::bytes).collect();
        bytes.sort();
        bytes.dedup();
        assert_eq!(bytes.len(), all.len());
    }

    /// The browser's tests make the same bytes.
    #[test]
    fn the_bytes_of_a_deed_are_these() {
        let change = Change::Keep { kind: "words", wrapped: b"" };
        let at = Timestamp::from_millis(3);
        let deed = Deed { origin: "https://desk.example", member: "m-1", change, at };
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        let hash = data_encoding::HEXLOWER.decode(empty.as_bytes()).unwrap();
        let fields: [&[u8]; 6] = [
            b"habeas/device/v1",
            b"https://desk.example",
            b"m-1",
            b"words",
            &hash,
            &[0, 0, 0, 0, 0, 0, 0, 3],
        ];
        assert_eq!(deed.bytes(), length_prefixed(&fields));
    }

    /// `web/tests/challenge.test.ts` has the same bytes.
    #[test]
    fn the_bytes_of_a_renewal_are_these() {
        let at = Timestamp::from_millis(3);
        let change = Change::Renew { code: "RD-123" };
        let deed = Deed { origin: "https://desk.example", member: "m-1", change, at };
        let fields: [&[u8]; 5] = [
            b"habeas/renew/v1",
            b"https://desk.example",
            b"m-1",
            b"RD-123",
            &[0, 0, 0, 0, 0, 0, 0, 3],
        ];
        assert_eq!(deed.bytes(), length_prefixed(&fields));
    }

    /// `web/tests/challenge.test.ts` has the same bytes.
    #[test]
    fn the_bytes_of_a_taking_and_of_a_note_are_these() {
        let at = Timestamp::from_millis(3);
        let whole = |change| Deed { origin: "https://desk.example", member: "m-1", change, at };
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        let hash = data_encoding::HEXLOWER.decode(empty.as_bytes()).unwrap();
        let fields = |purpose: &'static [u8], more: &[&[u8]]| {
            let before: &[&[u8]] = &[purpose, b"https://desk.example", b"m-1", b"RD-123", b"0a"];
            length_prefixed(&[before, more, &[&[0, 0, 0, 0, 0, 0, 0, 3]]].concat())
        };
        let (code, id) = ("RD-123", "0a");
        let take = whole(Change::Take { code, id });
        assert_eq!(take.bytes(), fields(b"habeas/take/v1", &[]));
        let note = whole(Change::Note { code, id, sealed: b"" });
        assert_eq!(note.bytes(), fields(b"habeas/note/v1", &[&hash]));
    }

    /// The browser's tests make the same bytes.
    #[test]
    fn the_bytes_are_these() {
        let bytes = challenge().sign_in_bytes();
        let mut expected = vec![0, 0, 0, 0, 0, 0, 0, 17];
        expected.extend(b"habeas/sign-in/v1");
        assert_eq!(bytes[..25], expected);
        assert_eq!(bytes.len(), 6 * 8 + 17 + 20 + 32 + 3 + 32 + 8);
    }
}

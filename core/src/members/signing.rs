//! What a browser signs with a member's signing key, beside statements: that it may come in, and
//! that a new key is its own. The age identity answers nothing.

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

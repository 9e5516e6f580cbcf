//! What members and the organisation sign statements with: Ed25519, and the words of a key.

use std::fmt;
use std::num::NonZeroU32;
use std::path::Path;

use data_encoding::{HEXLOWER, HEXLOWER_PERMISSIVE};
use habeas_core::codec::words;
use habeas_core::domain::Timestamp;
use habeas_core::members::{Act, Key, Roster, Signature, Signed, Statement};
use ring::pbkdf2::{PBKDF2_HMAC_SHA256, derive};
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};
use zeroize::Zeroizing;

use super::identity::read_bounded;
use super::random_bytes;

/// Bytes of an Ed25519 seed (RFC 8032, 5.1.5).
const SEED_BYTES: usize = 32;
/// What a signing key's line begins with.
const PREFIX: &str = "HABEAS-SIGNING-KEY-";
/// Rounds that make each guess at another key with the same words dear.
const ROUNDS: u32 = 1 << 18;
/// Words of a fingerprint.
const WORDS: usize = 8;

/// A private signing key. `Debug` shows nothing.
pub struct SigningKey {
    seed: Zeroizing<[u8; SEED_BYTES]>,
    pair: Ed25519KeyPair,
}

/// A file that holds no signing key. Never quotes it.
#[derive(Debug, thiserror::Error)]
pub enum SigningKeyError {
    /// The file could not be read.
    #[error("cannot read the signing key: {0}")]
    Unreadable(#[from] std::io::Error),
    /// There is no such line in it.
    #[error(
        "there is no whole HABEAS-SIGNING-KEY-… line in it: give the file that habeas member root \
         printed"
    )]
    Empty,
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey(<sealed>)")
    }
}

impl SigningKey {
    /// A new key from the system's randomness.
    pub fn generate() -> Self {
        Self::of(Zeroizing::new(random_bytes()))
    }

    fn of(seed: Zeroizing<[u8; SEED_BYTES]>) -> Self {
        let pair = Ed25519KeyPair::from_seed_unchecked(&seed[..])
            .expect("every 32 bytes are a seed of Ed25519");
        Self { seed, pair }
    }

    /// The public key.
    pub fn public(&self) -> Key {
        let bytes = self.pair.public_key().as_ref().try_into();
        Key(bytes.expect("a public key of Ed25519 is 32 bytes"))
    }

    /// Signs.
    ///
    /// **Standard**: Ed25519, RFC 8032, by `ring`.
    pub fn sign(&self, bytes: &[u8]) -> Signature {
        let signature = self.pair.sign(bytes);
        signature.as_ref().try_into().expect("a signature of Ed25519 is 64 bytes")
    }

    /// The next statement of a chain, signed by this key.
    pub fn states(&self, chain: &Roster, act: Act, at: Timestamp) -> Statement {
        let (seq, previous) = (chain.statements() + 1, chain.head());
        let mut statement = Statement { seq, at, previous, act, signed: vec![] };
        let signature = self.sign(&statement.signed_bytes());
        statement.signed.push(Signed { by: self.public(), signature });
        statement
    }

    /// The line of a key file, without its end: `HABEAS-SIGNING-KEY-` and 64 hexadecimal digits.
    pub fn to_line(&self) -> Zeroizing<String> {
        let mut line = Zeroizing::new(String::with_capacity(PREFIX.len() + 2 * SEED_BYTES));
        line.push_str(PREFIX);
        HEXLOWER.encode_append(&self.seed[..], &mut line);
        line
    }

    /// The key in the text of a key file; `#` begins a comment.
    ///
    /// # Errors
    /// [`SigningKeyError::Empty`].
    pub fn parse(text: &str) -> Result<Self, SigningKeyError> {
        let mut lines = text.lines().map(str::trim).filter(|line| !line.starts_with('#'));
        let hex = lines.find_map(|line| line.strip_prefix(PREFIX)).ok_or(SigningKeyError::Empty)?;
        let mut seed = Zeroizing::new([0; SEED_BYTES]);
        let fits = HEXLOWER_PERMISSIVE.decode_len(hex.len()) == Ok(SEED_BYTES);
        let read = fits.then(|| HEXLOWER_PERMISSIVE.decode_mut(hex.as_bytes(), &mut seed[..]));
        match read {
            Some(Ok(_)) => Ok(Self::of(seed)),
            _ => Err(SigningKeyError::Empty),
        }
    }

    /// The key in a key file.
    ///
    /// # Errors
    /// [`SigningKeyError`].
    pub fn read_file(path: &Path) -> Result<Self, SigningKeyError> {
        let bytes = read_bounded(path)?;
        Self::parse(str::from_utf8(&bytes).map_err(|_| SigningKeyError::Empty)?)
    }
}

/// Whether this key signed these bytes.
///
/// **Standard**: Ed25519, RFC 8032, by `ring` (no small-order keys, no malleable signatures).
pub fn verifies(key: Key, bytes: &[u8], signature: &Signature) -> bool {
    UnparsedPublicKey::new(&ED25519, key.0).verify(bytes, signature).is_ok()
}

/// The eight words of a member's keys, which two people compare by voice before one signs for the
/// other.
///
/// **Formula**: the first 8 bytes of `PBKDF2-HMAC-SHA-256(password = recipient ‖ 0x00 ‖ signing key,
/// salt = "habeas/fingerprint/v1", 2^18 rounds)`, a word each; no signing key is no bytes.
///
/// **Standard**: RFC 8018.
///
/// **Warning**: 64 bits, each guess 2^18 times as dear as a hash: whoever wants other keys under the
/// words of given ones has 2^82 hashes before them.
pub fn fingerprint(recipient: &str, signing_key: Option<Key>) -> String {
    let mut keys = recipient.as_bytes().to_vec();
    keys.push(0);
    keys.extend(signing_key.iter().flat_map(|key| key.0));
    let mut bytes = [0; WORDS];
    let rounds = NonZeroU32::new(ROUNDS).expect("not zero");
    derive(PBKDF2_HMAC_SHA256, rounds, b"habeas/fingerprint/v1", &keys, &mut bytes);
    words::show(bytes)
}

/// Whether these are the eight words of these keys, in either alphabet.
pub fn is_fingerprint(typed: &str, recipient: &str, signing_key: Option<Key>) -> bool {
    words::read::<WORDS>(typed)
        .is_some_and(|typed| words::show(typed) == fingerprint(recipient, signing_key))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 8032, 7.1, test 2.
    #[test]
    fn it_is_the_ed25519_of_the_standard() {
        let seed = "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb";
        let public = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
        let signature = "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da\
                         085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";
        let key = SigningKey::parse(&format!("{PREFIX}{seed}")).unwrap();
        assert_eq!(key.public().to_string(), public);
        assert_eq!(HEXLOWER.encode(&key.sign(&[0x72])), signature.replace(' ', ""));
        assert!(verifies(key.public(), &[0x72], &key.sign(&[0x72])));
    }

    #[test]
    fn another_key_other_words_and_a_broken_signature_do_not_verify() {
        let (key, other) = (SigningKey::generate(), SigningKey::generate());
        let signature = key.sign(b"words");
        assert!(verifies(key.public(), b"words", &signature));
        assert!(!verifies(other.public(), b"words", &signature));
        assert!(!verifies(key.public(), b"other", &signature));
        let mut broken = signature;
        broken[63] ^= 1;
        assert!(!verifies(key.public(), b"words", &broken));
        let weak = Key([0; 32]);
        assert!(!verifies(weak, b"words", &[0; 64]), "a key of small order");
    }

    #[test]
    fn a_key_file_reads_back_and_debug_shows_nothing() {
        let key = SigningKey::generate();
        let text = format!("# a comment\n# public key: x\n{}\n", *key.to_line());
        assert_eq!(SigningKey::parse(&text).unwrap().public(), key.public());
        assert_eq!(format!("{key:?}"), "SigningKey(<sealed>)");
        for none in ["", "AGE-SECRET-KEY-1", &key.to_line()[..60], &format!("# {}", *key.to_line())]
        {
            assert!(SigningKey::parse(none).is_err());
        }
    }

    #[test]
    fn eight_words_belong_to_both_keys() {
        let (a, b) = (Some(SigningKey::generate().public()), Some(SigningKey::generate().public()));
        let words = fingerprint("age1x", a);
        assert_eq!(words.split(' ').count(), 8);
        assert!(is_fingerprint(&words, "age1x", a));
        let cyrillic = habeas_core::codec::words::in_cyrillic(&words).to_uppercase();
        assert!(is_fingerprint(&cyrillic, "age1x", a));
        assert!(!is_fingerprint(&words, "age1y", a));
        assert!(!is_fingerprint(&words, "age1x", b));
        assert!(!is_fingerprint(&words, "age1x", None));
        assert!(!is_fingerprint("agat agat agat", "age1x", a));
    }
}

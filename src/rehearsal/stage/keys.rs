//! A member's keys as their browser would have made them, and the words that stand on their paper.

use habeas_core::codec::words;
use habeas_core::members::Key;
use zeroize::Zeroizing;

use crate::crypto::{Identity, SealError, SigningKey, random_bytes, seal_under_words};

/// Of scrypt, as a power of two: what these words guard is invented, and a rehearsal starts at once.
const WORK: u8 = 10;
/// As many as a browser makes; from the shorter list that the program has.
const WORDS: usize = 7;

/// What one member has.
pub(super) struct Keys {
    /// The line of the age identity.
    pub identity: Zeroizing<String>,
    /// Whom to seal to.
    pub recipient: String,
    /// What they sign with, the public half.
    pub signing_key: Key,
    /// Under which the copy for the server is wrapped.
    pub words: Zeroizing<String>,
    /// That copy.
    pub wrapped: Vec<u8>,
}

impl Keys {
    /// New ones, of a member of the organisation with this root: an identity file as
    /// `web/console/keys.ts` writes it, under seven words.
    pub fn make(root: Key) -> Result<Self, SealError> {
        let (age, signing) = (Identity::generate(), SigningKey::generate());
        let (identity, recipient) = (age.to_line(), age.recipient().to_string());
        let (signing_key, seed) = (signing.public(), signing.to_line());
        let file = Zeroizing::new(format!(
            "# public key: {recipient}\n# signs as: {signing_key}\n# trusts: {root}\n# {}\n{}",
            *seed, *identity
        ));
        let words = Zeroizing::new(words::show(random_bytes::<WORDS>()));
        let wrapped = seal_under_words(&words, WORK, file.as_bytes())?;
        Ok(Self { identity, recipient, signing_key, words, wrapped })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_open_an_identity_file_as_a_browser_writes_it() {
        let root = SigningKey::generate().public();
        let keys = Keys::make(root).unwrap();
        assert_eq!(keys.words.split(' ').count(), WORDS);
        let by = |words: &str| age::scrypt::Identity::new(words.to_owned().into());
        assert!(age::decrypt(&by("other words"), &keys.wrapped).is_err());
        let plain = age::decrypt(&by(&keys.words), &keys.wrapped).unwrap();
        let text = String::from_utf8(plain).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(
            lines[..3],
            [
                format!("# public key: {}", keys.recipient),
                format!("# signs as: {}", keys.signing_key),
                format!("# trusts: {root}"),
            ]
        );
        let seed = lines[3].strip_prefix("# ").unwrap();
        assert_eq!(SigningKey::parse(seed).unwrap().public(), keys.signing_key);
        let identities = Identity::parse_lines(&text).unwrap();
        assert_eq!(identities[0].recipient().to_string(), keys.recipient);
        assert_eq!((lines.len(), format!("{}\n", lines[4])), (5, keys.identity.to_string()));
    }
}

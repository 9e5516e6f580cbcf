//! Whether bytes that somebody else sealed are an entry of a case: as much as shows from outside.

use super::entry::ENTRY_STEP;

/// How a binary age file begins (age-encryption.org/v1).
const AGE: &[u8] = b"age-encryption.org/v1\n";
/// What comes before the sealed text, and behind each chunk of it, in bytes.
const NONCE: usize = 16;
const TAG: usize = 16;
/// A chunk holds so much, in bytes.
const CHUNK: usize = 64 * 1024;
/// 32 bytes in Base64 without padding.
const KEY_SIGNS: usize = 43;

/// Whether this is one binary age file to X25519 recipients alone, of a text that fills whole steps.
///
/// **Standard**: age v1, header and payload. A stanza of grease says nothing and is passed over.
///
/// **Warning**: to whom it is sealed does not show, nor what is in it: whoever sealed it can have
/// sealed it to another key, and then nobody reads it.
pub fn is_sealed_entry(file: &[u8]) -> bool {
    let Some(payload) = file.strip_prefix(AGE).and_then(after_header) else { return false };
    let Some(sealed) = payload.len().checked_sub(NONCE) else { return false };
    let chunks = sealed.div_ceil(CHUNK + TAG);
    let plain = sealed.saturating_sub(chunks * TAG);
    plain > 0 && plain.is_multiple_of(ENTRY_STEP)
}

/// What stands behind the header, if it is one of X25519 alone.
fn after_header(mut rest: &[u8]) -> Option<&[u8]> {
    let (mut line, mut keys) = (take_line(&mut rest)?, 0);
    while let Some(stanza) = line.strip_prefix("-> ") {
        let mut words = stanza.split(' ');
        let (kind, share, more) = (words.next()?, words.next(), words.next());
        let is_key = kind == "X25519" && share.is_some_and(is_key) && more.is_none();
        if !is_key && !kind.ends_with("-grease") {
            return None;
        }
        let body = take_line(&mut rest)?;
        keys += usize::from(is_key && self::is_key(body));
        line = body;
        while !line.starts_with("-> ") && !line.starts_with("--- ") {
            line = take_line(&mut rest)?;
        }
    }
    let mac = line.strip_prefix("--- ")?;
    (keys > 0 && is_key(mac)).then_some(rest)
}

fn is_key(text: &str) -> bool {
    let is_sign = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/';
    text.len() == KEY_SIGNS && text.bytes().all(is_sign)
}

/// The next line, of which a header has none that is longer than a screen's.
fn take_line<'a>(rest: &mut &'a [u8]) -> Option<&'a str> {
    let end = rest.iter().take(1024).position(|byte| *byte == b'\n')?;
    let (line, behind) = rest.split_at(end);
    *rest = &behind[1..];
    str::from_utf8(line).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::{Identity, seal_to, seal_under_words};

    fn sealed(plain: &[u8]) -> Vec<u8> {
        seal_to(&[Identity::generate().recipient()], plain).unwrap()
    }

    #[test]
    fn what_is_sealed_to_a_key_in_whole_steps_is_an_entry() {
        for steps in [1, 2, 20, 64, 65] {
            assert!(is_sealed_entry(&sealed(&vec![b' '; steps * ENTRY_STEP])), "{steps}");
        }
        let two = [Identity::generate().recipient(), Identity::generate().recipient()];
        assert!(is_sealed_entry(&seal_to(&two, &[b' '; ENTRY_STEP]).unwrap()));
    }

    #[test]
    fn nothing_else_is() {
        let good = sealed(&[b' '; ENTRY_STEP]);
        for length in [0, 1, ENTRY_STEP - 1, ENTRY_STEP + 1] {
            assert!(!is_sealed_entry(&sealed(&vec![b' '; length])), "{length}");
        }
        let words = seal_under_words("seven words", 2, &[b' '; ENTRY_STEP]).unwrap();
        assert!(!is_sealed_entry(&words), "under a passphrase");
        for cut in 0..good.len() {
            assert!(!is_sealed_entry(&good[..cut]), "cut at {cut}");
        }
        assert!(!is_sealed_entry(&[good.as_slice(), b"x"].concat()), "something behind it");
        assert!(!is_sealed_entry(&[b"x", good.as_slice()].concat()), "something before it");
        assert!(!is_sealed_entry(b"-----BEGIN AGE ENCRYPTED FILE-----\n"), "armoured");
        assert!(!is_sealed_entry(&[b' '; 2 * ENTRY_STEP]), "not sealed");
    }
}

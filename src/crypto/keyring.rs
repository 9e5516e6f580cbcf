//! The server's own keys, and what they do.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use habeas_core::domain::Timestamp;
use ring::hmac;
use ring::rand::SystemRandom;
use zeroize::Zeroizing;

use super::column::{Column, Lookup};
use super::keyring_file::{self, KeyringError, Purpose, RawKeyring};
use super::keys::{ColumnKey, MacKey};

/// The first byte of every sealed value and every lookup hash.
const VERSION: u8 = 1;
/// Bytes of `version ‖ key id`.
const HEAD_BYTES: usize = 5;
/// Bytes of a nonce and of a tag, together.
const NONCE_AND_TAG_BYTES: usize = 12 + 16;
/// Bytes of the tag on a button: 96 bits.
const CALLBACK_TAG_BYTES: usize = 12;

/// A column's value that did not open.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum OpenError {
    /// Shorter than a sealed value can be.
    #[error("the value in {table}.{column} is cut off", table = .0.table(), column = .0.column())]
    CutOff(Column),
    /// Sealed by a newer version of Habeas.
    #[error(
        "the value in {table}.{column} has version {version}, which this version of habeas does \
         not know", table = .column.table(), column = .column.column()
    )]
    Version {
        /// Where it is.
        column: Column,
        /// Its first byte.
        version: u8,
    },
    /// Sealed under a key that is not in this keyring.
    #[error(
        "the value in {table}.{column} was sealed under key {id:08x}, which is not in this \
         keyring", table = .column.table(), column = .column.column()
    )]
    UnknownKey {
        /// Where it is.
        column: Column,
        /// The id of the key it names.
        id: u32,
    },
    /// Changed since, or moved here from another row, column or table.
    #[error(
        "the value in {table}.{column} was changed, or belongs to another row",
        table = .0.table(), column = .0.column()
    )]
    Refused(Column),
}

struct Inner {
    purpose: Purpose,
    columns: Vec<ColumnKey>,
    lookups: Vec<MacKey>,
    callbacks: Vec<MacKey>,
    /// Of this process only: compares tags without telling how far they agree.
    compare: hmac::Key,
}

/// The keys of one installation, shared by cloning. See docs/KEYS.md for what they protect from.
///
/// The first key of each kind is the newest: it seals; the others still open.
#[derive(Clone)]
pub struct Keyring(Arc<Inner>);

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keyring(<sealed>)")
    }
}

impl Keyring {
    /// A new keyring with one key of each kind, from the system's randomness.
    pub fn generate(purpose: Purpose) -> Self {
        Self::from_raw(RawKeyring::generate(purpose))
    }

    /// Writes the keyring to a new file that its owner alone can read, durable on return;
    /// `now` is the day that it names.
    ///
    /// # Errors
    ///
    /// If the file exists (nothing is overwritten) or cannot be written.
    pub fn write_new(&self, path: &Path, now: Timestamp) -> Result<(), KeyringError> {
        let inner = &self.0;
        keyring_file::write_new(
            path,
            &RawKeyring {
                purpose: inner.purpose,
                columns: inner.columns.iter().map(|key| key.raw.clone()).collect(),
                lookups: inner.lookups.iter().map(|key| key.raw.clone()).collect(),
                callbacks: inner.callbacks.iter().map(|key| key.raw.clone()).collect(),
            },
            now,
        )
    }

    /// Reads a keyring.
    ///
    /// # Errors
    ///
    /// If it is missing, readable by others than its owner, of an unknown version or damaged; each
    /// says how to mend it.
    pub fn load(path: &Path) -> Result<Self, KeyringError> {
        keyring_file::load(path).map(Self::from_raw)
    }

    fn from_raw(raw: RawKeyring) -> Self {
        let compare = hmac::Key::generate(hmac::HMAC_SHA256, &SystemRandom::new())
            .expect("the system's random number generator answers");
        Self(Arc::new(Inner {
            purpose: raw.purpose,
            columns: raw.columns.into_iter().map(ColumnKey::new).collect(),
            lookups: raw.lookups.into_iter().map(MacKey::new).collect(),
            callbacks: raw.callbacks.into_iter().map(MacKey::new).collect(),
            compare,
        }))
    }

    /// What the keyring was made for.
    pub fn purpose(&self) -> Purpose {
        self.0.purpose
    }

    /// Seals one value of one row.
    ///
    /// **Formula**: `0x01 ‖ key id (4) ‖ nonce (12) ‖ AES-256-GCM[key](nonce, aad, plain) ‖ tag
    /// (16)` with `aad = LP("habeas/column/v1") ‖ LP(table) ‖ LP(row) ‖ LP(column)`, where `LP(x)`
    /// is the length of `x` (8 bytes, big-endian) and `x`.
    ///
    /// **Standard**: NIST SP 800-38D, by ring; a random 96-bit nonce per seal.
    ///
    /// **Warning**: a random nonce is good for 2^32 seals under one key; uses are counted per
    /// process and warned of at 2^31. The length is visible. An older value of the same place,
    /// put back, opens.
    pub fn seal(&self, column: Column, row: &[u8], plain: &[u8]) -> Vec<u8> {
        let key = first(&self.0.columns);
        let mut out = Vec::with_capacity(HEAD_BYTES + NONCE_AND_TAG_BYTES + plain.len());
        out.extend_from_slice(&head(key.raw.id));
        key.seal_onto(&mut out, &place(column, row), plain);
        out
    }

    /// Opens what [`Keyring::seal`] sealed for the same column and row.
    ///
    /// # Errors
    ///
    /// If it is cut off, of an unknown version, under a key that is not here, changed, or moved
    /// from another place.
    pub fn open(
        &self,
        column: Column,
        row: &[u8],
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, OpenError> {
        if let Some(&version) = sealed.first()
            && version != VERSION
        {
            return Err(OpenError::Version { column, version });
        }
        if sealed.len() < HEAD_BYTES + NONCE_AND_TAG_BYTES {
            return Err(OpenError::CutOff(column));
        }
        let (head, body) = sealed.split_at(HEAD_BYTES);
        let id = u32::from_be_bytes(head[1..].try_into().expect("a head ends with a 4-byte id"));
        let key = self
            .0
            .columns
            .iter()
            .find(|key| key.raw.id == id)
            .ok_or(OpenError::UnknownKey { column, id })?;
        key.open(&place(column, row), body).ok_or(OpenError::Refused(column))
    }

    /// The hash under which `value` is stored and found, by the newest lookup key.
    ///
    /// **Formula**: `0x01 ‖ key id (4) ‖ HMAC-SHA256[key](LP("habeas/lookup/v1") ‖ LP(kind) ‖
    /// LP(value))`, whole; `LP` as in [`Keyring::seal`].
    ///
    /// **Standard**: RFC 2104 and FIPS 180-4, by ring.
    ///
    /// **Warning**: whoever has the keyring can try every chat number there is. Equal values are
    /// visibly equal; that is what it is for.
    pub fn lookup(&self, what: Lookup, value: &[u8]) -> Vec<u8> {
        lookup_by(first(&self.0.lookups), what, value)
    }

    /// The hashes of `value` by every live lookup key, newest first: what is stored under an older
    /// key is found by one of them.
    pub fn lookups(&self, what: Lookup, value: &[u8]) -> Vec<Vec<u8>> {
        self.0.lookups.iter().map(|key| lookup_by(key, what, value)).collect()
    }

    /// The tag on a button's data.
    ///
    /// **Formula**: the first 12 bytes of `HMAC-SHA256[key](LP("habeas/callback/v1") ‖ message)`,
    /// by the newest callback key.
    ///
    /// **Standard**: RFC 2104; truncation as its section 5 has it, but to 96 bits where it advises
    /// 128: a button holds 64 bytes, and a forger has to ask the running bot for each try.
    ///
    /// **Warning**: proves who made the button, not when: the message must name what it acts on,
    /// its generation and the user.
    pub fn callback_tag(&self, message: &[u8]) -> [u8; CALLBACK_TAG_BYTES] {
        callback_by(first(&self.0.callbacks), message)
    }

    /// Whether `tag` is the tag of `message` by any live callback key. The time it takes does not
    /// depend on how much of the tag is right.
    pub fn verify_callback(&self, message: &[u8], tag: &[u8]) -> bool {
        let compare = &self.0.compare;
        self.0.callbacks.iter().fold(false, |found, key| {
            let blinded = hmac::sign(compare, &callback_by(key, message));
            found | hmac::verify(compare, tag, blinded.as_ref()).is_ok()
        })
    }
}

fn first<K>(keys: &[K]) -> &K {
    keys.first().expect("a keyring with an empty list of keys is refused when it is read")
}

fn head(id: u32) -> [u8; HEAD_BYTES] {
    let [a, b, c, d] = id.to_be_bytes();
    [VERSION, a, b, c, d]
}

fn place(column: Column, row: &[u8]) -> Vec<u8> {
    length_prefixed(&[
        b"habeas/column/v1",
        column.table().as_bytes(),
        row,
        column.column().as_bytes(),
    ])
}

fn lookup_by(key: &MacKey, what: Lookup, value: &[u8]) -> Vec<u8> {
    let message =
        Zeroizing::new(length_prefixed(&[b"habeas/lookup/v1", what.as_str().as_bytes(), value]));
    let mut out = head(key.raw.id).to_vec();
    out.extend_from_slice(key.sign(&message).as_ref());
    out
}

fn callback_by(key: &MacKey, message: &[u8]) -> [u8; CALLBACK_TAG_BYTES] {
    let mut labelled = length_prefixed(&[b"habeas/callback/v1"]);
    labelled.extend_from_slice(message);
    let tag = key.sign(&labelled);
    *tag.as_ref().first_chunk().expect("HMAC-SHA256 gives 32 bytes")
}

/// Each part after its length, in 8 bytes, big-endian: no two lists of parts give the same bytes.
pub fn length_prefixed(parts: &[&[u8]]) -> Vec<u8> {
    let mut out = Vec::with_capacity(parts.iter().map(|part| 8 + part.len()).sum());
    for part in parts {
        out.extend_from_slice(&(part.len() as u64).to_be_bytes());
        out.extend_from_slice(part);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_no_key() {
        assert_eq!(format!("{:?}", Keyring::generate(Purpose::Serve)), "Keyring(<sealed>)");
    }

    #[test]
    fn a_moved_boundary_between_two_parts_gives_other_bytes() {
        assert_ne!(length_prefixed(&[b"ab", b"c"]), length_prefixed(&[b"a", b"bc"]));
    }
}

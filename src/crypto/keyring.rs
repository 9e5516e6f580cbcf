//! The keyring: AES-256-GCM for columns, HMAC-SHA256 for lookups and callback tags.
//!
//! Stored column: `version(1) ‖ key id(4) ‖ nonce(12) ‖ ciphertext ‖ tag(16)`, NIST SP 800-38D,
//! associated data as in [`Column`]. Lookup: `version(1) ‖ key id(4) ‖ HMAC(key, label ‖ 0 ‖
//! value)`, RFC 2104. Warning: nonces are random, so one key is good for 2^32 uses; a warning
//! comes at 2^31. Nothing here protects from an older database put in place of a newer one.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::hmac;
use zeroize::Zeroizing;

use super::column::{Column, Lookup};
use super::random_bytes;

/// The only version of a stored column or lookup.
const VERSION: u8 = 1;
/// Bytes before the ciphertext.
const HEAD: usize = 1 + 4 + NONCE_LEN;
/// Uses of one key at which the operator is warned.
const WARN_USES: u64 = 1 << 31;
/// Bytes of a callback tag.
const CALLBACK_TAG: usize = 12;

/// What a keyring was made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Purpose {
    /// Real reports.
    Serve,
    /// Invented cases; `serve` refuses it.
    Rehearsal,
}

/// Why a stored column does not open. It never says which byte was wrong.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum OpenError {
    /// Too short, or of an unknown version.
    #[error("not a column of a known version")]
    Shape,
    /// Its key is not in the keyring.
    #[error("sealed under a key that is not in this keyring")]
    NoKey,
    /// Changed, cut, or taken from another place.
    #[error("does not open here: changed, or from another row or column")]
    Refused,
}

/// One key with its id.
pub(super) struct Key {
    pub(super) id: u32,
    pub(super) secret: Zeroizing<Vec<u8>>,
}

impl Key {
    pub(super) fn generate() -> Self {
        let id = u32::from_be_bytes(random_bytes::<4>());
        Self { id, secret: Zeroizing::new(random_bytes::<32>().to_vec()) }
    }
}

/// The secrets of a keyring, newest first in each list.
pub(super) struct Secrets {
    pub(super) purpose: Purpose,
    pub(super) columns: Vec<Key>,
    pub(super) lookups: Vec<Key>,
    pub(super) callbacks: Vec<Key>,
}

struct ColumnKey {
    id: u32,
    key: LessSafeKey,
    uses: AtomicU64,
}

struct Inner {
    secrets: Secrets,
    columns: Vec<ColumnKey>,
    lookups: Vec<(u32, hmac::Key)>,
    callbacks: Vec<hmac::Key>,
}

/// The keyring. Clones share it; `Debug` shows nothing.
#[derive(Clone)]
pub struct Keyring(Arc<Inner>);

impl std::fmt::Debug for Keyring {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keyring(<sealed>)")
    }
}

impl Keyring {
    /// A new keyring with one key of each kind.
    pub fn generate(purpose: Purpose) -> Self {
        let one = || vec![Key::generate()];
        let secrets = Secrets { purpose, columns: one(), lookups: one(), callbacks: one() };
        Self::from_secrets(secrets).expect("generated keys have the right length")
    }

    /// From secrets read from a file; `None` if a key has another length than 32 bytes, or a list
    /// is empty.
    pub(super) fn from_secrets(secrets: Secrets) -> Option<Self> {
        let mac = |key: &Key| hmac::Key::new(hmac::HMAC_SHA256, &key.secret);
        let column = |key: &Key| {
            let unbound = UnboundKey::new(&AES_256_GCM, &key.secret).ok()?;
            Some(ColumnKey { id: key.id, key: LessSafeKey::new(unbound), uses: AtomicU64::new(0) })
        };
        let columns = secrets.columns.iter().map(column).collect::<Option<Vec<_>>>()?;
        let lookups: Vec<_> = secrets.lookups.iter().map(|k| (k.id, mac(k))).collect();
        let callbacks: Vec<_> = secrets.callbacks.iter().map(mac).collect();
        let whole = !columns.is_empty() && !lookups.is_empty() && !callbacks.is_empty();
        whole.then(|| Self(Arc::new(Inner { secrets, columns, lookups, callbacks })))
    }

    pub(super) fn secrets(&self) -> &Secrets {
        &self.0.secrets
    }

    /// What it was made for.
    pub fn purpose(&self) -> Purpose {
        self.0.secrets.purpose
    }

    /// Encrypts a value for its place: table, column and row are bound to it.
    ///
    /// # Panics
    /// Only if ring refuses to encrypt, which it does for values of 64 GiB.
    pub fn seal(&self, column: Column, row: &[u8], plain: &[u8]) -> Vec<u8> {
        let key = &self.0.columns[0];
        if key.uses.fetch_add(1, Ordering::Relaxed) == WARN_USES {
            tracing::warn!("a column key has been used 2^31 times; make a new keyring key");
        }
        let nonce = random_bytes::<NONCE_LEN>();
        let mut sealed = Vec::with_capacity(HEAD + plain.len() + AES_256_GCM.tag_len());
        sealed.push(VERSION);
        sealed.extend_from_slice(&key.id.to_be_bytes());
        sealed.extend_from_slice(&nonce);
        let mut text = Zeroizing::new(plain.to_vec());
        let aad = Aad::from(column.associated_data(row));
        let nonce = Nonce::assume_unique_for_key(nonce);
        let tag = key
            .key
            .seal_in_place_separate_tag(nonce, aad, &mut text)
            .expect("values are far below the cipher's limit");
        sealed.extend_from_slice(&text);
        sealed.extend_from_slice(tag.as_ref());
        sealed
    }

    /// Opens a value at its place.
    ///
    /// # Errors
    /// [`OpenError`]; broken data, another key, table, column or row.
    pub fn open(
        &self,
        column: Column,
        row: &[u8],
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, OpenError> {
        if sealed.len() < HEAD + AES_256_GCM.tag_len() || sealed[0] != VERSION {
            return Err(OpenError::Shape);
        }
        let id = u32::from_be_bytes([sealed[1], sealed[2], sealed[3], sealed[4]]);
        let key = self.0.columns.iter().find(|k| k.id == id).ok_or(OpenError::NoKey)?;
        let nonce =
            Nonce::try_assume_unique_for_key(&sealed[5..HEAD]).map_err(|_| OpenError::Shape)?;
        let mut text = Zeroizing::new(sealed[HEAD..].to_vec());
        let aad = Aad::from(column.associated_data(row));
        let len =
            key.key.open_in_place(nonce, aad, &mut text).map_err(|_| OpenError::Refused)?.len();
        text.truncate(len);
        Ok(text)
    }

    /// The keyed hash under which a value is found, by the newest lookup key.
    pub fn lookup(&self, what: Lookup, value: &[u8]) -> Vec<u8> {
        lookup_with(&self.0.lookups[0], what, value)
    }

    /// The keyed hashes by all live lookup keys, the newest first.
    pub fn lookups(&self, what: Lookup, value: &[u8]) -> Vec<Vec<u8>> {
        self.0.lookups.iter().map(|key| lookup_with(key, what, value)).collect()
    }

    /// The tag of callback data: the first twelve bytes of an HMAC-SHA256.
    pub fn callback_tag(&self, message: &[u8]) -> [u8; CALLBACK_TAG] {
        let mut tag = [0; CALLBACK_TAG];
        let whole = callback_mac(&self.0.callbacks[0], message);
        tag.copy_from_slice(&whole.as_ref()[..CALLBACK_TAG]);
        tag
    }

    /// Checks the tag of callback data against all live keys, in constant time.
    pub fn verify_callback(&self, message: &[u8], tag: &[u8]) -> bool {
        self.0.callbacks.iter().fold(false, |found, key| {
            let whole = callback_mac(key, message);
            found | same(&whole.as_ref()[..CALLBACK_TAG], tag)
        })
    }
}

fn callback_mac(key: &hmac::Key, message: &[u8]) -> hmac::Tag {
    let mut context = hmac::Context::with_key(key);
    context.update(b"habeas/callback\0");
    context.update(message);
    context.sign()
}

/// Whether two tags are the same, without saying where they differ.
fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |d, (x, y)| d | (x ^ y)) == 0
}

fn lookup_with((id, key): &(u32, hmac::Key), what: Lookup, value: &[u8]) -> Vec<u8> {
    let mut context = hmac::Context::with_key(key);
    context.update(what.label());
    context.update(&[0]);
    context.update(value);
    let mut hash = vec![VERSION];
    hash.extend_from_slice(&id.to_be_bytes());
    hash.extend_from_slice(context.sign().as_ref());
    hash
}

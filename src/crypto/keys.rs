//! One key each: for a column, or for a keyed hash.

use std::sync::atomic::{AtomicU64, Ordering};

use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::hmac;
use zeroize::Zeroizing;

use super::random_bytes;

/// Bytes of an AES-256 key and of an HMAC-SHA256 key.
pub(super) const KEY_BYTES: usize = 32;

/// Uses of one column key after which a new one is due. NIST SP 800-38D allows 2^32 seals under
/// random nonces; this is half of it.
const WARN_AT: u64 = 1 << 31;

/// A key as it is kept: 32 bytes with an id that sealed values name.
#[derive(Clone)]
pub(super) struct RawKey {
    pub(super) id: u32,
    pub(super) bytes: Zeroizing<[u8; KEY_BYTES]>,
}

impl RawKey {
    /// A new key from the system's randomness. The id is random too, so that a value sealed under
    /// another keyring is told apart from a damaged one.
    pub(super) fn generate() -> Self {
        Self { id: u32::from_be_bytes(random_bytes()), bytes: Zeroizing::new(random_bytes()) }
    }
}

/// A column key: AES-256-GCM.
pub(super) struct ColumnKey {
    pub(super) raw: RawKey,
    cipher: LessSafeKey,
    uses: AtomicU64,
}

impl ColumnKey {
    pub(super) fn new(raw: RawKey) -> Self {
        let key = UnboundKey::new(&AES_256_GCM, &raw.bytes[..])
            .expect("a key of 32 bytes fits AES-256-GCM");
        Self { raw, cipher: LessSafeKey::new(key), uses: AtomicU64::new(0) }
    }

    /// Appends `nonce ‖ ciphertext ‖ tag` to `out`.
    pub(super) fn seal_onto(&self, out: &mut Vec<u8>, aad: &[u8], plain: &[u8]) {
        if self.count_use() {
            tracing::warn!(
                key.id = self.raw.id,
                "a column key has sealed 2^31 values since the start: make a new one"
            );
        }
        let nonce: [u8; NONCE_LEN] = random_bytes();
        out.extend_from_slice(&nonce);
        let start = out.len();
        out.extend_from_slice(plain);
        let tag = self
            .cipher
            .seal_in_place_separate_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(aad),
                &mut out[start..],
            )
            .expect("a value is far below the 64 GiB that AES-GCM seals at once");
        out.extend_from_slice(tag.as_ref());
    }

    /// Opens `nonce ‖ ciphertext ‖ tag`; `None` if it was not sealed by this key with this `aad`.
    pub(super) fn open(&self, aad: &[u8], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let (nonce, rest) = sealed.split_first_chunk::<NONCE_LEN>()?;
        let mut buffer = Zeroizing::new(rest.to_vec());
        let length = self
            .cipher
            .open_in_place(Nonce::assume_unique_for_key(*nonce), Aad::from(aad), &mut buffer)
            .ok()?
            .len();
        buffer.truncate(length);
        Some(buffer)
    }

    /// Counts one use; true exactly when the warning is due.
    fn count_use(&self) -> bool {
        self.uses.fetch_add(1, Ordering::Relaxed) + 1 == WARN_AT
    }
}

/// A key for keyed hashes: HMAC-SHA256.
pub(super) struct MacKey {
    pub(super) raw: RawKey,
    mac: hmac::Key,
}

impl MacKey {
    pub(super) fn new(raw: RawKey) -> Self {
        let mac = hmac::Key::new(hmac::HMAC_SHA256, &raw.bytes[..]);
        Self { raw, mac }
    }

    /// HMAC-SHA256 of `message`, whole.
    pub(super) fn sign(&self, message: &[u8]) -> hmac::Tag {
        hmac::sign(&self.mac, message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_key_warns_once_when_half_its_nonces_are_gone() {
        let key = ColumnKey::new(RawKey::generate());
        assert!(!key.count_use());
        key.uses.store(WARN_AT - 2, Ordering::Relaxed);
        assert_eq!([key.count_use(), key.count_use(), key.count_use()], [false, true, false]);
    }
}

//! Keys: the keyring that the server holds, and sealing to keys that it does not hold.
//!
//! No cryptography of our own: age seals, ring encrypts columns, makes tags and random bytes.

mod case_key;
mod column;
mod entry;
mod harden;
mod keyring;
mod keyring_file;
mod open_folder;
mod recipient;
mod wipe;

pub use case_key::{NewCase, SealError, new_case_key, recovery_new, seal_to};
pub use column::{Column, Lookup};
pub use entry::{Entry, seal_entry};
pub use harden::{HardenError, clear_identities_under, harden_process};
pub use keyring::{Keyring, OpenError, Purpose};
pub use keyring_file::KeyringError;
pub use open_folder::{OpenFolderError, open_folder};
pub use recipient::{Recipient, RecipientError};

use ring::rand::{SecureRandom, SystemRandom};

/// Random bytes from the system's generator; every id, key, nonce and receipt comes from here.
///
/// # Panics
/// If the system has no randomness: nothing can be sealed then.
pub fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    SystemRandom::new().fill(&mut bytes).expect("the system's random generator answers");
    bytes
}

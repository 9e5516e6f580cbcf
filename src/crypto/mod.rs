//! Everything that is sealed, and the keys it is sealed with. docs/KEYS.md says who holds what.
//!
//! Two seals, for two readers:
//!
//! - **The keyring** ([`Keyring`]) seals what the server must read again: coded facts, chats,
//!   conversation state. AES-256-GCM bound to its place ([`Column`]); equality search by keyed
//!   hash ([`Lookup`]); tags on buttons.
//! - **age** seals what the server must not read again: [`new_case_key`] makes a key for one case,
//!   [`seal_entry`] seals to it, and [`open_folder`] opens an exported case on a member's machine.
//!
//! Who is a member is signed ([`SigningKey`]), so that the server cannot add a reader.
//!
//! No cryptography of our own: `age` and `ring` do the work, here it is only put together. Neither
//! seal protects from a rollback: whoever can write the database can put an older value back.

mod case_key;
mod clear_identities;
mod column;
mod entry;
mod harden;
mod identity;
mod keyring;
mod keyring_file;
mod keys;
mod open_case;
mod open_files;
mod pieces;
mod random;
mod recipient;
mod rewrap;
mod sealed_file;
mod signing;
mod stream;
mod whose;
mod wipe;

pub use case_key::{NewCase, SealError, new_case_key, seal_to, seal_to_desk, seal_under_words};
pub use clear_identities::clear_identities_under;
pub use column::{Column, Lookup};
pub use entry::{ENTRY_STEP, Entry, seal_entry};
pub use harden::{HardenError, harden_process};
pub use identity::{Identity, IdentityError, recovery_new};
pub use keyring::{Keyring, OpenError, length_prefixed};
pub use keyring_file::{KeyringError, Purpose};
pub use open_case::{OpenCaseError, OpenedCase, open_folder};
pub use open_files::{OpenedFiles, open_files};
pub use pieces::PieceSealer;
pub use random::random_bytes;
pub use recipient::{Recipient, RecipientError};
pub use rewrap::{RewrapError, Rewrapped, SealedKey, rewrap};
pub use sealed_file::is_sealed_entry;
pub use signing::{SigningKey, SigningKeyError, fingerprint, is_fingerprint, verifies};
pub use stream::{OpenStreamError, SealingWriter, open_stream};
pub use whose::{SEALED_BY, SealedBy};

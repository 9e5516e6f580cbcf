//! Backups: everything in the database, sealed to the recovery holders, and back into an empty one.
//!
//! A backup is one age file; with two holders, age inside age. In it are lines of JSON: a
//! beginning, for each table its columns and its rows, an end that counts them. It holds neither the
//! keyring nor the token, and what the database holds sealed is sealed in it once more. It is read
//! from one consistent view while the bot runs, and can be put back into either kind of database.
//!
//! Files that reporters sent stand beside the backups, in `files/`, sealed to their cases as they always
//! are: they never change, so each is copied once, and every backup has the hashes of its own.
//!
//! **Warning**: age proves nothing about who sealed a file: whoever knows the holders' public keys
//! can make another backup. After a restore, `audit verify` and `member verify` tell.

mod line;
mod read;
mod write;

pub use read::{RestoreError, Restored, restore};
pub use write::{BackupError, FILES, Written, expire, write};

//! `[keyring]` and `[recovery]`: the server's own keys, and who can open everything.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use super::error::ConfigError;
use super::values::{Values, refused};

/// The keyring's file, absolute; `None` if it is not set.
pub(super) fn keyring(values: &Values, dir: &Path) -> Option<PathBuf> {
    values.text("keyring.file").map(|(file, _)| dir.join(file))
}

/// The recovery recipients: none, one, or two different ones.
pub(super) fn recipients(values: &Values) -> Result<Vec<String>, ConfigError> {
    const KEY: &str = "recovery.recipients";
    let (recipients, place) = values.texts(KEY);
    if recipients.len() > 2 {
        return Err(refused(KEY, place, "must be one recipient, or two of which both are needed"));
    }
    if recipients.len() == 2 && recipients[0] == recipients[1] {
        return Err(refused(KEY, place, "must be two different recipients"));
    }
    for recipient in &recipients {
        if recipient.to_uppercase().starts_with("AGE-SECRET-KEY-") {
            let must = "holds a secret identity where only recipients (age1…) belong: that identity is burnt, make a new one with `habeas recovery new` on an offline machine";
            return Err(refused(KEY, place, must));
        }
        if age::x25519::Recipient::from_str(recipient).is_err() {
            return Err(refused(KEY, place, "must be age recipients, as age1…"));
        }
    }
    Ok(recipients)
}

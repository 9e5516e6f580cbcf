//! `[members]`: who says who is a member.

use habeas_core::members::Key;

use super::error::ConfigError;
use super::values::{Values, refused};

/// The public key of the organisation's root; `None`: members are not signed.
pub(super) fn root(values: &Values) -> Result<Option<Key>, ConfigError> {
    const KEY: &str = "members.root";
    let Some((text, place)) = values.text(KEY) else { return Ok(None) };
    if text.to_uppercase().contains("SIGNING-KEY") {
        let must = "holds a private key where only the public one belongs: that key is burnt, make a new one with `habeas member root`";
        return Err(refused(KEY, place, must));
    }
    let root = text.parse();
    root.map(Some).map_err(|_| {
        refused(
            KEY,
            place,
            "must be the public key that `habeas member root` printed, 64 hexadecimal digits",
        )
    })
}

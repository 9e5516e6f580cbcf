//! `[limits]`: how fast the bot sends, and how fast one chat is answered.

use super::error::ConfigError;
use super::values::Values;

/// The `[limits]` section, all positive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Messages and edits into one chat in a second.
    pub sends_per_chat_per_s: i64,
    /// Messages and edits altogether in a second.
    pub sends_per_s: i64,
    /// Updates of one chat in a minute, before its answers slow down.
    pub updates_per_chat_per_min: i64,
}

impl Limits {
    pub(super) fn read(values: &Values) -> Result<Self, ConfigError> {
        let rate = |key| values.number(key, 1..=1_000_000, "must be from 1 to 1000000");
        Ok(Self {
            sends_per_chat_per_s: rate("limits.sends_per_chat_per_s")?,
            sends_per_s: rate("limits.sends_per_s")?,
            updates_per_chat_per_min: rate("limits.updates_per_chat_per_min")?,
        })
    }
}

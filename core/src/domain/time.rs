//! Moments, as the database keeps them.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A moment: milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(i64);

/// A time that could not be read.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum TimeError {
    /// Not RFC 3339, or without an offset from UTC.
    #[error("not a time with an offset, as in 2026-02-10T02:05:00+07:00")]
    Unreadable,
}

impl Timestamp {
    /// From milliseconds since the Unix epoch.
    pub const fn from_millis(ms: i64) -> Self {
        Self(ms)
    }

    /// Milliseconds since the Unix epoch.
    pub const fn as_millis(self) -> i64 {
        self.0
    }

    /// This moment moved by `ms` milliseconds.
    #[must_use]
    pub const fn plus_ms(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }

    /// This moment moved by `s` seconds.
    #[must_use]
    pub const fn plus_s(self, s: i64) -> Self {
        self.plus_ms(s.saturating_mul(1000))
    }

    /// Milliseconds from `earlier` to this moment; negative if it comes first.
    pub const fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// Whether less than so many milliseconds have passed since `earlier`. Where the clock was set
    /// back, nobody knows: they count as passed.
    pub const fn is_within_ms(self, earlier: Self, ms: i64) -> bool {
        let since = self.since(earlier);
        0 <= since && since < ms
    }
}

impl FromStr for Timestamp {
    type Err = TimeError;

    /// Reads RFC 3339; an offset is required.
    fn from_str(text: &str) -> Result<Self, TimeError> {
        let moment: jiff::Timestamp = text.parse().map_err(|_| TimeError::Unreadable)?;
        Ok(Self(moment.as_millisecond()))
    }
}

impl fmt::Display for Timestamp {
    /// RFC 3339 in UTC.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match jiff::Timestamp::from_millisecond(self.0) {
            Ok(moment) => write!(f, "{moment}"),
            Err(_) => write!(f, "{} ms", self.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_clock_that_was_set_back_says_is_not_lately() {
        let at = Timestamp::from_millis;
        for (now, within) in [(999, false), (1000, true), (1099, true), (1100, false)] {
            assert_eq!(at(now).is_within_ms(at(1000), 100), within, "{now}");
        }
    }

    #[test]
    fn a_time_without_offset_is_refused() {
        assert_eq!("2026-02-10T02:05:00".parse::<Timestamp>(), Err(TimeError::Unreadable));
    }

    #[test]
    fn an_offset_is_taken_into_account() {
        let there: Timestamp = "2026-02-10T02:05:00+07:00".parse().unwrap();
        let utc: Timestamp = "2026-02-09T19:05:00Z".parse().unwrap();
        assert_eq!(there, utc);
        assert_eq!(utc.to_string(), "2026-02-09T19:05:00Z");
    }
}

//! When things happened, or will.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Timestamp, vocabulary};

/// How well `detained_at` is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// To the minute.
    Exact,
    /// To about an hour.
    About,
    /// The day alone.
    DateOnly,
}

/// A timeline key that the vocabulary does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no such time in the vocabulary")]
pub struct TimelineError;

/// Times by key: a moment, or `None` where it was asked and is not known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Stored")]
pub struct Timeline {
    #[serde(flatten)]
    times: BTreeMap<&'static str, Option<Timestamp>>,
    #[serde(rename = "detained_at_precision", skip_serializing_if = "Option::is_none")]
    precision: Option<Precision>,
}

#[derive(Deserialize)]
struct Stored {
    detained_at_precision: Option<Precision>,
    #[serde(flatten)]
    times: BTreeMap<String, Option<Timestamp>>,
}

impl TryFrom<Stored> for Timeline {
    type Error = TimelineError;
    fn try_from(stored: Stored) -> Result<Self, TimelineError> {
        let mut timeline = Self { times: BTreeMap::new(), precision: stored.detained_at_precision };
        for (key, at) in stored.times {
            timeline.set(&key, at)?;
        }
        Ok(timeline)
    }
}

impl Timeline {
    /// No times yet.
    pub const fn new() -> Self {
        Self { times: BTreeMap::new(), precision: None }
    }

    /// Sets a time (`None`: asked, not known) and gives back what it replaces.
    ///
    /// # Errors
    /// The vocabulary has no such time.
    pub fn set(
        &mut self,
        key: &str,
        at: Option<Timestamp>,
    ) -> Result<Option<Option<Timestamp>>, TimelineError> {
        let known = vocabulary::timeline_key(key)
            .filter(|known| *known != "detained_at_precision")
            .ok_or(TimelineError)?;
        Ok(self.times.insert(known, at))
    }

    /// The time of a key, if it is known.
    pub fn at(&self, key: &str) -> Option<Timestamp> {
        self.times.get(key).copied().flatten()
    }

    /// Takes a time out.
    pub fn remove(&mut self, key: &str) -> Option<Option<Timestamp>> {
        self.times.remove(key)
    }

    /// How well `detained_at` is known.
    pub fn precision(&self) -> Option<Precision> {
        self.precision
    }

    /// Says how well `detained_at` is known.
    pub fn set_precision(&mut self, precision: Option<Precision>) {
        self.precision = precision;
    }

    /// Keys and times, in alphabetical order.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, Option<Timestamp>)> {
        self.times.iter().map(|(key, at)| (*key, *at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timeline_survives_storage() {
        let mut timeline = Timeline::new();
        timeline.set("flight_at", Some(Timestamp::from_millis(5))).unwrap();
        timeline.set("court_at", None).unwrap();
        timeline.set_precision(Some(Precision::DateOnly));
        let json = serde_json::to_string(&timeline).unwrap();
        assert_eq!(json, r#"{"court_at":null,"flight_at":5,"detained_at_precision":"date_only"}"#);
        assert_eq!(serde_json::from_str::<Timeline>(&json).unwrap(), timeline);
    }

    #[test]
    fn an_unknown_time_is_refused() {
        assert_eq!(Timeline::new().set("lunch_at", None), Err(TimelineError));
        assert!(serde_json::from_str::<Timeline>(r#"{"lunch_at":1}"#).is_err());
    }
}

//! A report: what assessment reads, and nothing else.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{FactValue, Facts, Timeline, Timestamp, vocabulary};

/// An answer that the reporter changed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Superseded {
    /// The fact.
    pub key: String,
    /// What it was before.
    pub value: FactValue,
    /// When it was changed.
    pub at: Timestamp,
}

impl fmt::Debug for Superseded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Superseded").field("at", &self.at).finish_non_exhaustive()
    }
}

/// The coded part of a report. `Debug` shows no answer.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The state where the person is held: ISO 3166-1 alpha-2, `XK`, or `unknown`.
    pub host_state: String,
    /// The answers.
    pub facts: Facts,
    /// The times.
    pub timeline: Timeline,
    /// Changed answers, oldest first.
    pub superseded: Vec<Superseded>,
}

impl Report {
    /// A report of which only the host state is known.
    pub fn new(host_state: &str) -> Self {
        Self {
            host_state: host_state.to_owned(),
            facts: Facts::new(),
            timeline: Timeline::new(),
            superseded: Vec::new(),
        }
    }

    /// Whether `code` may stand as a host state.
    pub fn is_host_state(code: &str) -> bool {
        vocabulary::is_state(code) || code == vocabulary::UNKNOWN
    }
}

impl Default for Report {
    fn default() -> Self {
        Self::new(vocabulary::UNKNOWN)
    }
}

impl fmt::Debug for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Report").field("facts", &self.facts).finish_non_exhaustive()
    }
}

//! The coded answers of a case, as they stand in `cases.sealed_report`.

use std::collections::BTreeMap;

use habeas_core::domain::{Report, Timestamp};
use habeas_core::oncall::decision::Lowered;
use serde::{Deserialize, Serialize};

/// The report with the time at which each answer was given.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StoredReport {
    /// Shape of this record.
    pub v: u32,
    /// What assessment reads.
    pub report: Report,
    /// When each fact was given last.
    pub given: BTreeMap<String, Timestamp>,
    /// A call for help at once waits for its answers: nobody ends it alone.
    #[serde(default)]
    pub sos_begun: bool,
    /// When the reporter called for help at once.
    #[serde(default)]
    pub sos_at: Option<Timestamp>,
    /// When the reporter said that this was a mistake.
    #[serde(default)]
    pub mistake_at: Option<Timestamp>,
    /// A level that people have set below what the answers come to.
    #[serde(default)]
    pub lowered: Option<Lowered>,
    /// Since when nothing has come, in the middle of an interview that could turn critical.
    #[serde(default)]
    pub silent_since: Option<Timestamp>,
}

impl StoredReport {
    /// The only shape so far.
    pub const VERSION: u32 = 1;

    /// A report without answers.
    pub fn empty() -> Self {
        let report = Report { host_state: "unknown".to_owned(), ..Report::default() };
        Self {
            v: Self::VERSION,
            report,
            given: BTreeMap::new(),
            sos_begun: false,
            sos_at: None,
            mistake_at: None,
            lowered: None,
            silent_since: None,
        }
    }

    /// Notes the time of every fact that differs from `before`.
    pub fn note_given(&mut self, before: &Report, now: Timestamp) {
        for (key, value) in self.report.facts.iter() {
            if before.facts.get(key) != Some(value) {
                self.given.insert(key.to_owned(), now);
            }
        }
        if before.host_state != self.report.host_state {
            self.given.insert("host_state".to_owned(), now);
        }
    }
}

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
    /// What the case's entries are sealed to. It stands here too, because whoever writes to the
    /// database can write another one into its column and not here.
    #[serde(default)]
    pub sealed_to: String,
    /// When each fact was given last.
    pub given: BTreeMap<String, Timestamp>,
    /// When it was last said that the person is held: no word "free" from before counts.
    #[serde(default)]
    pub held_at: Option<Timestamp>,
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
    /// What reporters gave while nobody had the case.
    #[serde(default)]
    pub unseen: Unseen,
    /// How often something was proposed: the number of the proposal that waits.
    #[serde(default)]
    pub proposed: u32,
    /// Since when nothing has come, in the middle of an interview that could turn critical.
    #[serde(default)]
    pub silent_since: Option<Timestamp>,
}

/// What reporters gave that no owner has seen. The entries are sealed: only that there are some,
/// and since when, can be said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unseen {
    /// How many.
    pub n: u32,
    /// When the newest came.
    pub at: Option<Timestamp>,
    /// Somebody has taken the case since, and reads this on their card.
    pub told: bool,
}

impl StoredReport {
    /// The only shape so far.
    pub const VERSION: u32 = 1;

    /// A report without answers, of a case that is sealed to this recipient.
    pub fn empty(sealed_to: &str) -> Self {
        let report = Report { host_state: "unknown".to_owned(), ..Report::default() };
        Self {
            v: Self::VERSION,
            report,
            sealed_to: sealed_to.to_owned(),
            given: BTreeMap::new(),
            held_at: None,
            sos_begun: false,
            sos_at: None,
            mistake_at: None,
            lowered: None,
            unseen: Unseen::default(),
            proposed: 0,
            silent_since: None,
        }
    }

    /// Notes that so much came while nobody had the case. What an owner was told of before counts
    /// no more.
    pub fn note_unseen(&mut self, n: u32, now: Timestamp) {
        if std::mem::take(&mut self.unseen.told) {
            self.unseen.n = 0;
        }
        self.unseen.n = self.unseen.n.saturating_add(n);
        self.unseen.at = Some(now);
    }

    /// Notes the time of every fact that differs from `before`.
    pub fn note_given(&mut self, before: &Report, now: Timestamp) {
        for (key, value) in self.report.facts.iter() {
            if before.facts.get(key) != Some(value) {
                self.given.insert(key.to_owned(), now);
            }
        }
        let place = |report: &Report| report.facts.code("where_now").map(str::to_owned);
        if place(before) != place(&self.report)
            && place(&self.report).as_deref() != Some("released")
        {
            self.held_at = Some(now);
        }
        if before.host_state != self.report.host_state {
            self.given.insert("host_state".to_owned(), now);
        }
    }
}

//! A report as it is judged: the first so many answers, perhaps with one earlier value in place.

use super::card::Card;
use super::risk::RiskClass;
use crate::domain::{FactValue, Report, Superseded, Timestamp};

/// Which fact must be there before a time counts: a time is asked with its fact or after it.
pub(crate) const GATES: [(&str, &str); 14] = [
    ("detained_at", "detained_ago"),
    ("flight_at", "removal_sign"),
    ("moved_at", "removal_sign"),
    ("hearing_at", "court_stage"),
    ("court_at", "court_stage"),
    ("decision_at", "court_stage"),
    ("removal_notice_at", "court_stage"),
    ("appeal_deadline_at", "court_stage"),
    ("leave_by_at", "time_to_leave"),
    ("departed_at", "where_now"),
    ("arrived_at", "where_now"),
    ("released_at", "where_now"),
    ("protocol_at", "stated_reason"),
    ("last_contact_at", "contact"),
];

const MS_PER_HOUR: f64 = 3_600_000.0;

/// What a judgement sees; borrows all of it.
#[derive(Clone, Copy)]
pub(crate) struct View<'a> {
    report: &'a Report,
    now: Timestamp,
    limit: usize,
    earlier: Option<&'a Superseded>,
    risk: Option<RiskClass>,
}

impl<'a> View<'a> {
    /// The first `limit` answers of `report` at `now`, with `earlier` in place of its present value.
    pub(crate) fn new(
        card: &Card,
        report: &'a Report,
        now: Timestamp,
        limit: usize,
        earlier: Option<&'a Superseded>,
    ) -> Self {
        let mut view = Self { report, now, limit, earlier, risk: None };
        view.risk = match view.fact("risk_profile") {
            None | Some(FactValue::Count(_)) => None,
            Some(FactValue::One(word)) => RiskClass::from_word(word),
            Some(FactValue::Many(codes)) => Some(card.risk_class(codes)),
        };
        view
    }

    pub(crate) fn fact(&self, key: &str) -> Option<&'a FactValue> {
        match self.earlier {
            Some(earlier) if earlier.key == key => Some(&earlier.value),
            _ => self.report.facts.get_within(key, self.limit),
        }
    }

    pub(crate) fn code(&self, key: &str) -> Option<&'a str> {
        match self.fact(key) {
            Some(FactValue::One(code)) => Some(code),
            _ => None,
        }
    }

    pub(crate) fn risk(&self) -> Option<RiskClass> {
        self.risk
    }

    pub(crate) fn host_state(&self) -> &'a str {
        &self.report.host_state
    }

    /// Hours from now until a time, negative once it is past; `None` while it does not count.
    pub(crate) fn hours_until(&self, key: &str) -> Option<f64> {
        let at = self.report.timeline.at(key)?;
        let (_, gate) = GATES.iter().find(|(time, _)| *time == key)?;
        self.fact(gate)?;
        #[expect(clippy::cast_precision_loss, reason = "exact to the millisecond for centuries")]
        let ms = at.since(self.now) as f64;
        Some(ms / MS_PER_HOUR)
    }
}

//! A report cut down to what the interview can ask: the judgement a tapped case would get.

use super::card::Card;
use super::clock::middle_hours;
use super::judge::{Assessment, Extent, assess_extent, level_within};
use crate::domain::{Level, Report, Timestamp};

/// The facts that a question sets, and the one that the system counts.
const ASKED: [&str; 23] = [
    "where_now",
    "removal_sign",
    "receiving_state",
    "risk_profile",
    "detained_ago",
    "stated_reason",
    "pretext_offence",
    "court_stage",
    "time_to_leave",
    "can_contest",
    "citizenships",
    "wanted_in_origin",
    "protection_claim",
    "agents",
    "foreign_officers",
    "contact",
    "phone_seized",
    "lawyer_access",
    "signed_paper",
    "vulnerability",
    "reporter_role",
    "consent",
    "similar_cases_90d",
];

/// After which answers "When?" is asked, and for which time.
const WHEN: [(&str, &str, &[&str]); 4] = [
    ("flight_at", "removal_sign", &["ticket_or_flight", "taken_to_airport_or_border"]),
    ("hearing_at", "court_stage", &["hearing_soon", "extradition_pending"]),
    (
        "decision_at",
        "court_stage",
        &["expulsion_decided", "removal_without_court", "extradition_final"],
    ),
    ("leave_by_at", "time_to_leave", &["hours", "days", "weeks"]),
];

/// A report as tapping would have given it.
#[derive(Clone, Debug)]
pub struct Asked {
    /// What is left.
    pub report: Report,
    /// The place of each fact left, counted from 1 over all that were there.
    places: Vec<usize>,
    /// How many facts there were.
    answered: usize,
}

/// Drops the facts that no question sets and the times that no tap sets; `detained_at` becomes
/// `now` minus the middle of `detained_ago`. Dropped facts still count as answers.
pub fn asked_only(report: &Report, now: Timestamp) -> Asked {
    let mut left = Report::new(&report.host_state);
    let mut places = Vec::new();
    for (place, (key, value)) in report.facts.iter().enumerate() {
        if ASKED.contains(&key) {
            left.facts.set(key, value.clone()).expect("it was in a checked report");
            places.push(place + 1);
        }
    }
    for (time, key, values) in WHEN {
        let asked = report.facts.code(key).is_some_and(|code| values.contains(&code));
        if let (true, Some(at)) = (asked, report.timeline.at(time)) {
            left.timeline.set(time, Some(at)).expect("a time of the vocabulary");
        }
    }
    if let Some(hours) = report.facts.code("detained_ago").and_then(middle_hours) {
        #[expect(clippy::cast_possible_truncation, reason = "half hours up to four days")]
        let at = now.plus_ms(-(hours * 3_600_000.0) as i64);
        left.timeline.set("detained_at", Some(at)).expect("a time of the vocabulary");
    }
    left.superseded =
        report.superseded.iter().filter(|s| ASKED.contains(&s.key.as_str())).cloned().collect();
    Asked { report: left, places, answered: report.facts.len() }
}

/// As `assess`, for a report that was cut down.
pub fn assess_asked(card: &Card, asked: &Asked, now: Timestamp) -> Assessment {
    let extent = Extent { facts: asked.places.len(), answered: asked.answered };
    assess_extent(card, &asked.report, now, extent)
}

/// As `fired_at`, counting the dropped facts too.
pub fn fired_at_asked(card: &Card, asked: &Asked, now: Timestamp) -> Option<usize> {
    (1..=asked.answered).find(|&n| {
        let facts = asked.places.iter().filter(|place| **place <= n).count();
        let extent = Extent { facts, answered: n };
        level_within(card, &asked.report, now, extent) == Level::Critical
    })
}

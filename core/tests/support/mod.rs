//! Reports made at random from the whole vocabulary.

use habeas_core::domain::vocabulary::{self, Kind};
use habeas_core::domain::{FactValue, Report, Superseded, Timestamp};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

pub const NOW: Timestamp = Timestamp::from_millis(1_790_000_000_000);

pub const TIMES: [&str; 14] = [
    "detained_at",
    "last_contact_at",
    "protocol_at",
    "court_at",
    "decision_at",
    "moved_at",
    "flight_at",
    "departed_at",
    "arrived_at",
    "released_at",
    "hearing_at",
    "appeal_deadline_at",
    "leave_by_at",
    "removal_notice_at",
];

const STATES: [&str; 4] = ["KZ", "RU", "CN", "unknown"];

/// Any value a fact may have.
pub fn value(key: &'static str) -> BoxedStrategy<FactValue> {
    match vocabulary::kind(key).expect("a key of the vocabulary") {
        Kind::Word(words) => select(words.clone()).prop_map(FactValue::one).boxed(),
        Kind::Words(words) => {
            let together: Vec<&str> =
                words.iter().copied().filter(|w| !["unknown", "none_known"].contains(w)).collect();
            prop_oneof![
                3 => subsequence(together, 1..=3).prop_map(|codes| FactValue::many(&codes)),
                1 => Just(FactValue::many(&["unknown"])),
                1 => Just(FactValue::many(&[words[words.len() - 2]])),
            ]
            .boxed()
        }
        Kind::State { none } => {
            let mut states = STATES.to_vec();
            states.extend(none.then_some("none"));
            select(states).prop_map(FactValue::one).boxed()
        }
        Kind::States => prop_oneof![
            subsequence(vec!["KZ", "RU", "stateless"], 1..=2).prop_map(|c| FactValue::many(&c)),
            Just(FactValue::many(&["unknown"])),
        ]
        .boxed(),
        Kind::Count => {
            prop_oneof![(0..6_u32).prop_map(FactValue::Count), Just(FactValue::one("unknown"))]
                .boxed()
        }
    }
}

/// The way in which a fact says "not known".
pub fn unknown(key: &str) -> FactValue {
    if vocabulary::is_array(key) {
        FactValue::many(&["unknown"])
    } else {
        FactValue::one("unknown")
    }
}

/// Any fact with any value.
pub fn fact() -> impl Strategy<Value = (&'static str, FactValue)> {
    select(vocabulary::fact_keys().collect::<Vec<_>>())
        .prop_flat_map(|key| value(key).prop_map(move |value| (key, value)))
}

/// Any report without changed answers.
pub fn report() -> impl Strategy<Value = Report> {
    let facts = proptest::collection::vec(fact(), 0..24);
    let times = proptest::collection::vec((select(TIMES.to_vec()), -120..120_i64), 0..6);
    (select(STATES.to_vec()), facts, times).prop_map(|(host, facts, times)| {
        let mut report = Report::new(host);
        for (key, value) in facts {
            report.facts.set(key, value).expect("a value of the vocabulary");
        }
        for (key, hours) in times {
            let at = NOW.plus_s(hours * 3600);
            report.timeline.set(key, Some(at)).expect("a key of the vocabulary");
        }
        report
    })
}

/// Up to three changed answers.
pub fn changed() -> impl Strategy<Value = Vec<Superseded>> {
    let one = fact().prop_map(|(key, value)| Superseded { key: key.to_owned(), value, at: NOW });
    proptest::collection::vec(one, 1..4)
}

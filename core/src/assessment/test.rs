//! The predicates of a card: a closed list, each answered yes, no or not known.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::view::View;
use crate::domain::FactValue;

/// An answer that may be missing. Absent and `unknown` are both not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    Yes,
    No,
    Unknown,
}

impl Answer {
    fn from_bool(holds: bool) -> Self {
        if holds { Self::Yes } else { Self::No }
    }
}

/// One predicate over a report.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Test {
    /// Each fact has one of the values; a list matches by any of its codes. Not known where the
    /// fact is absent or `unknown` (unless `unknown` is listed and was said).
    Is(BTreeMap<String, Vec<String>>),
    /// No fact has one of the values; what was not answered was not said, so never "not known".
    NotSaid(BTreeMap<String, Vec<String>>),
    /// Each number is at least this.
    AtLeast(BTreeMap<String, u32>),
    /// A state was named.
    StateNamed(String),
    /// Every citizenship is that of the host state.
    OwnCitizenOnly,
    /// A time lies ahead of now.
    Ahead(Moment),
    /// A time lies at or before now.
    Past(Moment),
    /// Two times in this order, at most so many hours apart.
    Within {
        /// The earlier timeline key.
        from: String,
        /// The later timeline key.
        to: String,
        /// Hours.
        hours: f64,
    },
    /// A condition of the card, by name.
    Named(String),
    /// All of these.
    All(Vec<Test>),
    /// Any of these.
    Any(Vec<Test>),
}

/// A time seen from now; a distance on the bound counts as within.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Moment {
    /// The timeline key.
    pub time: String,
    /// At most so many hours away.
    pub within_h: Option<f64>,
    /// More than so many hours away.
    pub beyond_h: Option<f64>,
}

impl Moment {
    fn fits(&self, hours: f64) -> Answer {
        let near = self.within_h.is_none_or(|limit| hours <= limit);
        let far = self.beyond_h.is_none_or(|limit| hours > limit);
        Answer::from_bool(near && far)
    }
}

/// All of `tests`: no as soon as one is no, not known as soon as one is not known.
pub(crate) fn all(tests: &[Test], view: &View) -> Answer {
    let mut answer = Answer::Yes;
    for test in tests {
        match test.ask(view) {
            Answer::No => return Answer::No,
            Answer::Unknown => answer = Answer::Unknown,
            Answer::Yes => {}
        }
    }
    answer
}

/// Any of `tests`: yes as soon as one is yes.
pub(crate) fn any(tests: &[Test], view: &View) -> Answer {
    let mut answer = Answer::No;
    for test in tests {
        match test.ask(view) {
            Answer::Yes => return Answer::Yes,
            Answer::Unknown => answer = Answer::Unknown,
            Answer::No => {}
        }
    }
    answer
}

impl Test {
    pub(crate) fn ask(&self, view: &View) -> Answer {
        match self {
            Self::Is(facts) => {
                let mut answer = Answer::Yes;
                for (key, values) in facts {
                    match is(view, key, values) {
                        Answer::No => return Answer::No,
                        Answer::Unknown => answer = Answer::Unknown,
                        Answer::Yes => {}
                    }
                }
                answer
            }
            Self::NotSaid(facts) => Answer::from_bool(
                facts.iter().all(|(key, values)| is(view, key, values) != Answer::Yes),
            ),
            Self::AtLeast(numbers) => {
                let mut answer = Answer::Yes;
                for (key, least) in numbers {
                    match view.fact(key) {
                        Some(FactValue::Count(n)) if n >= least => {}
                        Some(FactValue::Count(_)) => return Answer::No,
                        _ => answer = Answer::Unknown,
                    }
                }
                answer
            }
            Self::StateNamed(key) => match view.code(key) {
                None | Some("unknown") => Answer::Unknown,
                Some(code) => Answer::from_bool(code != "none"),
            },
            Self::OwnCitizenOnly => match (view.fact("citizenships"), view.host_state()) {
                (_, "unknown") => Answer::Unknown,
                (Some(FactValue::Many(codes)), host) if codes[0] != "unknown" => {
                    Answer::from_bool(codes.iter().all(|code| code == host))
                }
                _ => Answer::Unknown,
            },
            Self::Ahead(moment) => match view.hours_until(&moment.time) {
                None => Answer::Unknown,
                Some(hours) if hours <= 0.0 => Answer::No,
                Some(hours) => moment.fits(hours),
            },
            Self::Past(moment) => match view.hours_until(&moment.time) {
                None => Answer::Unknown,
                Some(hours) if hours > 0.0 => Answer::No,
                Some(hours) => moment.fits(-hours),
            },
            Self::Within { from, to, hours } => {
                match (view.hours_until(from), view.hours_until(to)) {
                    (Some(from), Some(to)) => {
                        Answer::from_bool((0.0..=*hours).contains(&(to - from)))
                    }
                    _ => Answer::Unknown,
                }
            }
            // A parsed card has none left; an unresolved name speaks neither way.
            Self::Named(_) => Answer::Unknown,
            Self::All(tests) => all(tests, view),
            Self::Any(tests) => any(tests, view),
        }
    }
}

fn is(view: &View, key: &str, values: &[String]) -> Answer {
    let listed = |code: &str| values.iter().any(|value| value == code);
    let one = |code: &str| {
        if listed(code) {
            Answer::Yes
        } else if code == "unknown" {
            Answer::Unknown
        } else {
            Answer::No
        }
    };
    if key == "risk_profile" {
        return view.risk().map_or(Answer::Unknown, |class| one(class.as_str()));
    }
    match view.fact(key) {
        None => Answer::Unknown,
        Some(FactValue::One(code)) => one(code),
        Some(FactValue::Many(codes)) => {
            if codes.iter().any(|code| listed(code)) {
                Answer::Yes
            } else if codes.iter().any(|code| code == "unknown") {
                Answer::Unknown
            } else {
                Answer::No
            }
        }
        Some(FactValue::Count(_)) => Answer::No,
    }
}

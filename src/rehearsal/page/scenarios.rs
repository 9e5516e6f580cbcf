//! The plays that the page offers.

use crate::rehearsal::script::{self, Step, Who};

/// A play.
pub(super) struct Scenario {
    /// Its name in orders and texts.
    pub name: &'static str,
    script: &'static str,
}

/// All of them, in the order in which they are offered.
pub(super) const ALL: [Scenario; 5] = [
    Scenario {
        name: "press-report",
        script: include_str!("../../../rehearsal/press-report.script"),
    },
    Scenario {
        name: "nobody-answers",
        script: include_str!("../../../rehearsal/nobody-answers.script"),
    },
    Scenario { name: "flood", script: include_str!("../../../rehearsal/flood.script") },
    Scenario {
        name: "paper-release",
        script: include_str!("../../../rehearsal/paper-release.script"),
    },
    Scenario {
        name: "stolen-phone",
        script: include_str!("../../../rehearsal/stolen-phone.script"),
    },
];

impl Scenario {
    /// The one with this name.
    pub fn named(name: &str) -> Option<&'static Self> {
        ALL.iter().find(|scenario| scenario.name == name)
    }

    /// Its steps.
    pub fn steps(&self) -> Vec<(usize, Step)> {
        script::read(self.script).expect("the tests read these very files")
    }

    /// Whose phones are on the page while it is played.
    pub fn cast(&self) -> Vec<Who> {
        let steps = self.steps();
        let plays = |who: &Who| steps.iter().any(|(_, step)| step.who() == Some(*who));
        Who::ALL.into_iter().filter(plays).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scenario_is_a_script_in_which_somebody_reports_and_somebody_is_called() {
        for scenario in &ALL {
            let cast = scenario.cast();
            assert!(cast.contains(&Who::Relative), "{}", scenario.name);
            assert!(cast.contains(&Who::Lawyer1), "{}", scenario.name);
            assert!(Scenario::named(scenario.name).is_some());
        }
        assert!(Scenario::named("another").is_none());
    }
}

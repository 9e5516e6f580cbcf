//! The hour's advice: which lines apply, `config/advice.toml`.

use std::sync::LazyLock;

use serde::Deserialize;

/// When a line applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum When {
    Danger,
    Receiving,
    Removal,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    text: String,
    when: Vec<When>,
    approved: bool,
}

/// The lines, in their order.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Advice {
    version: u32,
    line: Vec<Line>,
}

impl Advice {
    /// The built-in lines.
    ///
    /// # Panics
    /// Never in a build whose tests passed.
    pub fn builtin() -> &'static Self {
        static BUILTIN: LazyLock<Advice> = LazyLock::new(|| {
            let text = include_str!("../../../config/advice.toml");
            toml::from_str(text).expect("the built-in advice is tested")
        });
        &BUILTIN
    }

    /// What helps a lawyer in the first hour, `config/first-hour.toml`.
    ///
    /// # Panics
    /// Never in a build whose tests passed.
    pub fn first_hour() -> &'static Self {
        static BUILTIN: LazyLock<Advice> = LazyLock::new(|| {
            let text = include_str!("../../../config/first-hour.toml");
            toml::from_str(text).expect("the built-in lines for the first hour are tested")
        });
        &BUILTIN
    }

    /// The locale keys of the lines that apply; `fact` gives the code of an answered fact, and of
    /// `risk_profile` its class.
    pub fn lines(&self, fact: impl Fn(&str) -> Option<String>, approved_only: bool) -> Vec<&str> {
        let holds = |when: &When| match when {
            When::Danger => !matches!(fact("risk_profile").as_deref(), Some("none" | "neutral")),
            When::Receiving => {
                fact("receiving_state").is_some_and(|state| state != "none" && state != "unknown")
            }
            When::Removal => fact("removal_sign").is_some(),
        };
        self.line
            .iter()
            .filter(|line| line.approved || !approved_only)
            .filter(|line| line.when.iter().all(holds))
            .map(|line| line.text.as_str())
            .collect()
    }

    /// How many lines a lawyer has approved, and how many there are.
    pub fn approved(&self) -> (usize, usize) {
        (self.line.iter().filter(|line| line.approved).count(), self.line.len())
    }

    /// The version of the list.
    pub fn version(&self) -> u32 {
        self.version
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(facts: &[(&str, &str)]) -> Vec<String> {
        let fact =
            |key: &str| facts.iter().find(|(k, _)| *k == key).map(|(_, value)| (*value).to_owned());
        Advice::builtin().lines(fact, false).into_iter().map(str::to_owned).collect()
    }

    #[test]
    fn asylum_is_named_only_where_danger_is_indicated_or_not_known() {
        let has = |class| lines(&[("risk_profile", class)]).contains(&"advice-3".to_owned());
        assert!(has("strong") && has("unknown") && !has("none") && !has("neutral"));
    }

    #[test]
    fn the_consulate_is_named_only_with_a_receiving_state() {
        let has = |state| lines(&[("receiving_state", state)]).contains(&"advice-6".to_owned());
        assert!(has("RU") && !has("none") && !has("unknown"));
    }

    #[test]
    fn nothing_that_no_lawyer_approved_is_shown_outside_rehearsals() {
        assert!(Advice::builtin().lines(|_| None, true).is_empty());
    }
}

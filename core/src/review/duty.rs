//! Duty numbers of the host states: data with source and date, `config/duty.toml`.

use std::sync::LazyLock;

use serde::Deserialize;

/// A number that somebody answers.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Number {
    /// The locale key of whose it is.
    pub text: String,
    states: Vec<String>,
    /// As it is dialled, with its country's code.
    pub number: String,
    /// Where it was read.
    pub source: String,
    /// When it was read or confirmed, `YYYY-MM-DD`.
    pub as_of: Option<String>,
    approved: bool,
}

/// The numbers, in their order.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Duty {
    version: u32,
    number: Vec<Number>,
}

impl Duty {
    /// The built-in numbers.
    ///
    /// # Panics
    /// Never in a build whose tests passed.
    pub fn builtin() -> &'static Self {
        static BUILTIN: LazyLock<Duty> = LazyLock::new(|| {
            let text = include_str!("../../../config/duty.toml");
            toml::from_str(text).expect("the built-in numbers are tested")
        });
        &BUILTIN
    }

    /// The numbers of a state; what nobody has approved, or has no date, is for rehearsals.
    pub fn of(&self, state: &str, approved_only: bool) -> impl Iterator<Item = &Number> {
        let here = move |number: &&Number| number.states.iter().any(|of| of == state);
        let shown =
            move |number: &&Number| (number.approved && number.as_of.is_some()) || !approved_only;
        self.number.iter().filter(here).filter(shown)
    }

    /// The version of the list.
    pub fn version(&self) -> u32 {
        self.version
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_has_its_own_numbers_and_outside_rehearsals_only_those_that_were_called() {
        let duty = Duty::builtin();
        assert_eq!(duty.version(), 1);
        assert_eq!(duty.of("RS", false).count(), 2);
        assert_eq!(duty.of("RS", true).count(), 0, "nobody has approved any yet");
        assert_eq!(duty.of("KZ", false).count(), 0);
    }

    #[test]
    fn what_is_approved_without_a_date_is_not_shown() {
        let line = "[[number]]\ntext = \"duty-x\"\nstates = [\"RS\"]\nnumber = \"+1 2\"\n\
                    source = \"a page\"\napproved = true\n";
        let of = |more: &str| {
            let duty: Duty = toml::from_str(&format!("version = 1\n{line}{more}")).unwrap();
            duty.of("RS", true).count()
        };
        assert_eq!((of(""), of("as_of = \"2026-11-01\"\n")), (0, 1));
    }
}

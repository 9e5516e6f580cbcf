//! The coded answers of a report in the words in which they were asked and given.

use crate::domain::{FactValue, Phrase, Report, vocabulary};
use crate::intake::interview::{Choice, ChoiceKind, Interview, Question};

/// One answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Answered {
    /// The fact that was asked for, as `given` of a stored report has it.
    pub fact: String,
    /// The question.
    pub question: Phrase,
    /// What was chosen, one or several.
    pub chosen: Vec<Phrase>,
}

/// What was answered, in the order of the interview. Of danger only a class is stored, which is said
/// apart; the answer itself is sealed.
pub fn answered(interview: &Interview, report: &Report) -> Vec<Answered> {
    let asked = interview.questions().iter().filter(|of| of.fact() != vocabulary::RISK_PROFILE);
    let answer = |question: &Question| {
        let chosen = chosen(question, report)?;
        let fact = question.fact().to_owned();
        Some(Answered { fact, question: Phrase::new(format!("q-{}", question.name())), chosen })
    };
    asked.filter_map(answer).collect()
}

fn chosen(question: &Question, report: &Report) -> Option<Vec<Phrase>> {
    if question.fact() == "host_state" {
        let known = report.host_state != vocabulary::UNKNOWN;
        return known.then(|| vec![state(&report.host_state)]);
    }
    match report.facts.get(question.fact())? {
        FactValue::One(code) => Some(vec![said(question, code, report)]),
        FactValue::Many(codes) => {
            Some(codes.iter().map(|code| said(question, code, report)).collect())
        }
        FactValue::Count(_) => None,
    }
}

/// The option by which a code was given: of several that give it the one all of whose facts hold; a
/// state that is no option was typed.
fn said(question: &Question, code: &str, report: &Report) -> Phrase {
    if is_typed(question) && vocabulary::is_state(code) {
        return state(code);
    }
    let holds = |choice: &&Choice| {
        let others = choice.set().iter().skip(1);
        choice.value() == Some(code)
            && others.into_iter().all(|(key, value)| report.facts.code(key) == Some(value))
    };
    let fits = question.options().iter().filter(holds).max_by_key(|choice| choice.set().len());
    let first = || question.options().iter().find(|choice| choice.value() == Some(code));
    match fits.or_else(first) {
        Some(choice) => Phrase::new(format!("q-{}--{}", question.name(), choice.id())),
        // From an interview that had it: what is known is shown, in its code.
        None => Phrase::new("fact-code").text("code", code),
    }
}

fn is_typed(question: &Question) -> bool {
    question.options().iter().any(|choice| choice.kind() == ChoiceKind::OtherState)
}

fn state(code: &str) -> Phrase {
    Phrase::new(format!("state-{code}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(facts: &[(&str, FactValue)]) -> Vec<(String, Vec<String>)> {
        let mut report = Report::new("KZ");
        for (key, value) in facts {
            report.facts.set(key, value.clone()).unwrap();
        }
        let all = answered(Interview::builtin(), &report).into_iter();
        let of = |phrases: Vec<Phrase>| phrases.into_iter().map(|phrase| phrase.key).collect();
        all.map(|one| (one.question.key, of(one.chosen))).collect()
    }

    fn of(facts: &[(&str, FactValue)], question: &str) -> Vec<String> {
        let found = keys(facts).into_iter().find(|(key, _)| key == question);
        found.map(|(_, chosen)| chosen).unwrap_or_default()
    }

    #[test]
    fn answers_come_in_the_order_of_the_interview_and_what_was_not_asked_is_not_there() {
        let facts =
            [("contact", FactValue::one("ongoing")), ("where_now", FactValue::one("court"))];
        let all: Vec<String> = keys(&facts).into_iter().map(|(question, _)| question).collect();
        assert_eq!(all, ["q-host_state", "q-where_now", "q-contact"]);
        assert_eq!(answered(Interview::builtin(), &Report::default()), []);
    }

    #[test]
    fn of_two_options_with_the_same_code_the_one_is_shown_that_was_tapped() {
        let lost = ("contact", FactValue::one("lost"));
        let taken = ("phone_seized", FactValue::one("yes"));
        assert_eq!(of(&[lost.clone(), taken], "q-contact"), ["q-contact--phone_taken"]);
        assert_eq!(of(&[lost], "q-contact"), ["q-contact--lost"]);
        let offence = |code| {
            let reason = ("stated_reason", FactValue::one("minor_offence"));
            of(&[reason, ("pretext_offence", FactValue::one(code))], "q-stated_reason")
        };
        assert_eq!(offence("jaywalking"), ["q-stated_reason--jaywalking"]);
        assert_eq!(offence("smoking_indoors"), ["q-stated_reason--smoking_indoors"]);
    }

    #[test]
    fn states_are_named_and_several_answers_are_all_shown() {
        let citizen = ("citizenships", FactValue::many(&["RU", "KZ", "stateless"]));
        let shown = ["state-RU", "state-KZ", "q-citizenships--stateless"];
        assert_eq!(of(&[citizen], "q-citizenships"), shown);
        let none = ("receiving_state", FactValue::one("none"));
        assert_eq!(of(&[none], "q-receiving_state"), ["q-receiving_state--none"]);
    }

    #[test]
    fn the_class_of_danger_is_no_answer_of_the_list() {
        assert_eq!(of(&[("risk_profile", FactValue::one("strong"))], "q-risk_profile"), [""; 0]);
    }

    #[test]
    fn every_value_of_every_fact_that_is_asked_has_words_or_its_code() {
        for question in Interview::builtin().questions() {
            for choice in question.options() {
                let Some(code) = choice.value().filter(|_| question.fact() != "host_state") else {
                    continue;
                };
                let mut report = Report::new("KZ");
                for (key, value) in choice.set() {
                    report
                        .facts
                        .set(key, FactValue::one(value))
                        .or_else(|_| report.facts.set(key, FactValue::many(&[value])))
                        .unwrap();
                }
                let key = said(question, code, &report).key;
                let state = vocabulary::is_state(code);
                let tapped = format!("q-{}--{}", question.name(), choice.id());
                assert_eq!(key, if state { format!("state-{code}") } else { tapped });
            }
        }
    }
}

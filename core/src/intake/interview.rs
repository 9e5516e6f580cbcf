//! The interview as data: questions in their order and what each answer sets.
//!
//! The texts are not here: Fluent keys `q-<question>` and `q-<question>--<choice>`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::Deserialize;

const BUILTIN: &str = include_str!("../../../config/interview.toml");
const VERSION: u32 = 1;
/// Values that exclude every other one in a question with several answers.
const ALONE: [&str; 2] = ["unknown", "none_known"];

/// Why an interview cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum InterviewError {
    /// Not TOML, or not of this shape.
    #[error("the interview cannot be read: {0}")]
    Toml(#[from] toml::de::Error),
    /// A version that this program does not know.
    #[error("the interview has version {0}, this program knows version {VERSION}")]
    Version(u32),
    /// A question breaks a rule of the shape.
    #[error("question {question}: {why}")]
    Question {
        /// The question's name, or its number if it has no usable one.
        question: String,
        /// What is wrong, as a clause.
        why: &'static str,
    },
    /// A choice breaks a rule of the shape.
    #[error("question {question}, choice {choice}: {why}")]
    Choice {
        /// The question's name.
        question: String,
        /// The choice's id.
        choice: String,
        /// What is wrong, as a clause.
        why: &'static str,
    },
}

/// What a choice does when it is tapped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChoiceKind {
    /// Sets what `set` says.
    #[default]
    Plain,
    /// Asks for a state by name; its code becomes the question's first fact.
    OtherState,
    /// The question's first fact becomes the code of the host state.
    Host,
}

/// One answer that may be tapped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    id: String,
    set: Vec<(String, String)>,
    kind: ChoiceKind,
    sensitive: bool,
}

impl Choice {
    /// The name of the choice, unique in its question.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Facts and the codes they get, the question's own fact first; empty unless the kind is plain.
    pub fn set(&self) -> &[(String, String)] {
        &self.set
    }

    /// What tapping it does.
    pub fn kind(&self) -> ChoiceKind {
        self.kind
    }

    /// Whether its label may be shown only behind "another reason there".
    pub fn is_sensitive(&self) -> bool {
        self.sensitive
    }

    /// Whether it says that the reporter does not know.
    pub fn is_unknown(&self) -> bool {
        self.value() == Some("unknown")
    }

    /// Whether, among several answers, it excludes the others.
    pub fn stands_alone(&self) -> bool {
        self.value().is_some_and(|value| ALONE.contains(&value))
    }

    /// The code that the question's own fact gets; `None` if it depends on a state.
    pub fn value(&self) -> Option<&str> {
        self.set.first().map(|(_, value)| value.as_str())
    }
}

/// One question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    name: String,
    facts: Vec<String>,
    several: bool,
    options: Vec<Choice>,
}

impl Question {
    /// The name, unique in the interview.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Every fact that an answer may set; the first is the one asked.
    pub fn facts(&self) -> &[String] {
        &self.facts
    }

    /// The fact that is asked.
    pub fn fact(&self) -> &str {
        &self.facts[0]
    }

    /// Whether more than one choice may hold.
    pub fn several(&self) -> bool {
        self.several
    }

    /// The choices in the order in which they are shown.
    pub fn options(&self) -> &[Choice] {
        &self.options
    }

    /// The choice of that id.
    pub fn option(&self, id: &str) -> Option<&Choice> {
        self.options.iter().find(|choice| choice.id == id)
    }

    /// The place of a choice, counted from 0.
    pub fn index_of(&self, id: &str) -> Option<usize> {
        self.options.iter().position(|choice| choice.id == id)
    }
}

/// All questions, in their order; every invariant of the shape is checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interview {
    questions: Vec<Question>,
}

impl Interview {
    /// The interview that this program was built with (`config/interview.toml`).
    pub fn builtin() -> &'static Self {
        static INTERVIEW: LazyLock<Interview> =
            LazyLock::new(|| Interview::parse(BUILTIN).expect("the tests read this very file"));
        &INTERVIEW
    }

    /// Reads and checks an interview.
    ///
    /// # Errors
    /// [`InterviewError`] names the question and the choice that break a rule.
    pub fn parse(text: &str) -> Result<Self, InterviewError> {
        let file: File = toml::from_str(text)?;
        if file.version != VERSION {
            return Err(InterviewError::Version(file.version));
        }
        let mut names = BTreeSet::new();
        let mut questions = Vec::with_capacity(file.question.len());
        for (number, raw) in file.question.into_iter().enumerate() {
            if !is_code(&raw.name) {
                let question = (number + 1).to_string();
                return Err(InterviewError::Question { question, why: "the name is not a code" });
            }
            if !names.insert(raw.name.clone()) {
                return Err(wrong(&raw.name, "the name is used twice"));
            }
            questions.push(raw.check()?);
        }
        Ok(Self { questions })
    }

    /// The questions in their order.
    pub fn questions(&self) -> &[Question] {
        &self.questions
    }

    /// The question of that name.
    pub fn question(&self, name: &str) -> Option<&Question> {
        self.questions.iter().find(|question| question.name == name)
    }

    /// The place of a question, counted from 0.
    pub fn index_of(&self, name: &str) -> Option<usize> {
        self.questions.iter().position(|question| question.name == name)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    question: Vec<RawQuestion>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawQuestion {
    name: String,
    facts: Vec<String>,
    several: bool,
    option: Vec<RawChoice>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawChoice {
    id: String,
    #[serde(default)]
    set: BTreeMap<String, String>,
    #[serde(default)]
    kind: ChoiceKind,
    #[serde(default)]
    sensitive: bool,
}

impl RawQuestion {
    fn check(self) -> Result<Question, InterviewError> {
        if self.facts.is_empty() || !self.facts.iter().all(|fact| is_code(fact)) {
            return Err(wrong(&self.name, "facts must be codes, at least one"));
        }
        if self.option.is_empty() {
            return Err(wrong(&self.name, "there is nothing to choose"));
        }
        let mut ids = BTreeSet::new();
        let mut options = Vec::with_capacity(self.option.len());
        for raw in self.option {
            let refuse = |why| InterviewError::Choice {
                question: self.name.clone(),
                choice: raw.id.clone(),
                why,
            };
            if !is_code(&raw.id) {
                return Err(refuse("the id is not a code"));
            }
            if !ids.insert(raw.id.clone()) {
                return Err(refuse("the id is used twice"));
            }
            options.push(raw.check(&self.facts).map_err(refuse)?);
        }
        Ok(Question { name: self.name, facts: self.facts, several: self.several, options })
    }
}

impl RawChoice {
    fn check(&self, facts: &[String]) -> Result<Choice, &'static str> {
        let plain = self.kind == ChoiceKind::Plain;
        if plain != self.set.contains_key(&facts[0]) {
            return Err("a plain choice sets the question's own fact, another kind sets nothing");
        }
        if !plain && !self.set.is_empty() {
            return Err("a choice that names a state sets nothing else");
        }
        if !self.set.keys().all(|key| facts.contains(key)) {
            return Err("it sets a fact that the question does not list");
        }
        if !self.set.values().all(|value| is_code(&value.to_ascii_lowercase())) {
            return Err("a value is not a code");
        }
        let mut set = Vec::with_capacity(self.set.len());
        for fact in facts {
            set.extend(self.set.get(fact).map(|value| (fact.clone(), value.clone())));
        }
        Ok(Choice { id: self.id.clone(), set, kind: self.kind, sensitive: self.sensitive })
    }
}

/// Lower-case letters, digits, `_` and `-`: usable in a Fluent key.
fn is_code(word: &str) -> bool {
    !word.is_empty()
        && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"_-".contains(&b))
}

fn wrong(question: &str, why: &'static str) -> InterviewError {
    InterviewError::Question { question: question.to_owned(), why }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORDER: [&str; 19] = [
        "host_state",
        "where_now",
        "removal_sign",
        "receiving_state",
        "risk_profile",
        "detained_ago",
        "stated_reason",
        "court_stage",
        "time_to_leave",
        "citizenships",
        "wanted_in_origin",
        "protection_claim",
        "agents",
        "contact",
        "lawyer_access",
        "signed_paper",
        "vulnerability",
        "reporter_role",
        "consent",
    ];

    #[test]
    fn the_questions_come_in_the_order_of_the_domain() {
        let names: Vec<_> = Interview::builtin().questions().iter().map(Question::name).collect();
        assert_eq!(names, ORDER);
        assert_eq!(Interview::builtin().index_of("court_stage"), Some(7));
    }

    #[test]
    fn not_knowing_is_always_the_last_choice_and_consent_has_none() {
        for question in Interview::builtin().questions() {
            let unknown = question.options().iter().position(Choice::is_unknown);
            let last = question.options().len() - 1;
            assert_eq!(unknown, (question.name() != "consent").then_some(last), "{question:?}");
        }
    }

    #[test]
    fn a_choice_sets_the_question_s_own_fact_first() {
        let interview = Interview::builtin();
        let reason = interview.question("stated_reason").unwrap().option("overstay").unwrap();
        let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        let expected =
            [pair("stated_reason", "migration_violation"), pair("pretext_offence", "overstay")];
        assert_eq!(reason.set(), expected);
        let agents = interview.question("agents").unwrap();
        assert_eq!(agents.facts(), ["agents", "foreign_officers"]);
        assert_eq!(agents.option("foreign_officers").unwrap().set().len(), 2);
    }

    #[test]
    fn states_are_typed_and_the_host_is_taken_over() {
        let citizenships = Interview::builtin().question("citizenships").unwrap();
        assert_eq!(citizenships.option("other").unwrap().kind(), ChoiceKind::OtherState);
        assert_eq!(citizenships.option("host").unwrap().kind(), ChoiceKind::Host);
        assert!(citizenships.option("other").unwrap().set().is_empty());
    }

    #[test]
    fn dangerous_words_stand_one_level_deeper() {
        let risk = Interview::builtin().question("risk_profile").unwrap();
        let deeper: Vec<_> = risk.options().iter().filter(|c| c.is_sensitive()).collect();
        let ids: Vec<_> = deeper.iter().map(|choice| choice.id()).collect();
        assert_eq!(ids, ["persecuted_movement", "lgbt"]);
        assert!(risk.option("none_known").unwrap().stands_alone());
    }

    fn one(option: &str) -> String {
        format!(
            "version = 1\n[[question]]\nname = \"a\"\nfacts = [\"a\", \"b\"]\n\
             several = false\noption = [{option}]\n"
        )
    }

    #[test]
    fn what_breaks_the_shape_is_refused() {
        let good = r#"{ id = "x", set = { b = "2", a = "1" } }"#;
        assert!(Interview::parse(&one(good)).is_ok());
        for bad in [
            "",
            r#"{ id = "x" }"#,
            r#"{ id = "X", set = { a = "1" } }"#,
            r#"{ id = "x", set = { b = "1" } }"#,
            r#"{ id = "x", set = { a = "1", c = "1" } }"#,
            r#"{ id = "x", set = { a = "two words" } }"#,
            r#"{ id = "x", set = { a = "1" }, kind = "host" }"#,
            r#"{ id = "x", set = { b = "1" }, kind = "host" }"#,
            r#"{ id = "x", set = { a = "1" }, colour = "red" }"#,
            r#"{ id = "x", set = { a = "1" } }, { id = "x", set = { a = "2" } }"#,
        ] {
            assert!(Interview::parse(&one(bad)).is_err(), "{bad}");
        }
        assert!(Interview::parse(&one(good).replace("version = 1", "version = 2")).is_err());
        let twice = one(good) + &one(good).replace("version = 1", "");
        assert!(matches!(Interview::parse(&twice), Err(InterviewError::Question { .. })));
    }
}

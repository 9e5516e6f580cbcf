//! States: their names in four languages, the names people type, their clocks, their order.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::Deserialize;

use super::spelling::{is_within_one, key, words};
use crate::domain::Language;

const BUILTIN: &str = include_str!("../../../config/states.toml");
const VERSION: u32 = 1;
/// Longer answers are no name of a state and are not searched, in characters.
const LONGEST: usize = 80;
/// Shorter names are recognised only when spelled right, in letters.
const SHORTEST_WITH_ERROR: usize = 5;

/// Why the list of states cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum StatesError {
    /// Not TOML, or not of this shape.
    #[error("the states cannot be read: {0}")]
    Toml(#[from] toml::de::Error),
    /// A version that this program does not know.
    #[error("the states have version {0}, this program knows version {VERSION}")]
    Version(u32),
    /// Not two capital letters.
    #[error("{0} is not a code of a state")]
    Code(String),
    /// A list names a state that is not there.
    #[error("{0} is in a list, but is no state here")]
    Missing(String),
    /// Typed, the name would mean two states, or a state and none.
    #[error("the name {0} has two meanings")]
    Name(String),
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct State {
    zone: Option<String>,
    en: String,
    ru: String,
    kk: String,
    uk: String,
    #[serde(default)]
    also: Vec<String>,
}

impl State {
    fn name(&self, language: Language) -> &str {
        match language {
            Language::En => &self.en,
            Language::Ru => &self.ru,
            Language::Kk => &self.kk,
            Language::Uk => &self.uk,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    not_a_state: Vec<String>,
    code_never: BTreeSet<String>,
    code_in_capitals_only: BTreeSet<String>,
    receiving_order: BTreeMap<String, Vec<String>>,
    state: BTreeMap<String, State>,
}

/// All states of ISO 3166-1 and Kosovo.
pub struct States {
    file: File,
    /// Key of a name → code; `None` is a name that means no state, or several.
    names: BTreeMap<String, Option<String>>,
    /// The same, as letters, for typing errors.
    letters: Vec<(Vec<char>, Option<String>)>,
    kazakh: BTreeMap<String, String>,
}

impl States {
    /// The states that this program was built with (`config/states.toml`).
    pub fn builtin() -> &'static Self {
        static STATES: LazyLock<States> =
            LazyLock::new(|| States::parse(BUILTIN).expect("the tests read this very file"));
        &STATES
    }

    /// Reads and checks a list of states.
    ///
    /// # Errors
    /// [`StatesError`]: a wrong code, a list naming an absent state, a name with two meanings.
    pub fn parse(text: &str) -> Result<Self, StatesError> {
        let file: File = toml::from_str(text)?;
        if file.version != VERSION {
            return Err(StatesError::Version(file.version));
        }
        let two_capitals = |c: &str| c.len() == 2 && c.bytes().all(|b| b.is_ascii_uppercase());
        if let Some(code) = file.state.keys().find(|code| !two_capitals(code)) {
            return Err(StatesError::Code(code.clone()));
        }
        let hosts = file.receiving_order.keys().filter(|host| *host != "default");
        let listed = file.receiving_order.values().flatten().chain(hosts);
        let listed = listed.chain(&file.code_never).chain(&file.code_in_capitals_only);
        for code in listed {
            if !file.state.contains_key(code) {
                return Err(StatesError::Missing(code.clone()));
            }
        }
        let (mut names, mut kazakh) = (BTreeMap::new(), BTreeMap::new());
        for name in &file.not_a_state {
            names.insert(key(name), None);
        }
        for (code, state) in &file.state {
            let shown = Language::ALL.iter().map(|language| state.name(*language));
            for name in shown.chain(state.also.iter().map(String::as_str)) {
                let known = names.insert(key(name), Some(code.clone()));
                if known.is_some_and(|other| other.as_ref() != Some(code)) {
                    return Err(StatesError::Name(name.to_owned()));
                }
            }
            kazakh.insert(key(&state.kk), code.clone());
        }
        let letters = names.iter().map(|(n, code)| (n.chars().collect(), code.clone())).collect();
        Ok(Self { file, names, letters, kazakh })
    }

    /// Every code, in the order of the alphabet.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.file.state.keys().map(String::as_str)
    }

    /// Whether the code is one of a state.
    pub fn contains(&self, code: &str) -> bool {
        self.file.state.contains_key(code)
    }

    /// The name as it is shown.
    pub fn name(&self, code: &str, language: Language) -> Option<&str> {
        Some(self.file.state.get(code)?.name(language))
    }

    /// The IANA time zone of a state that has effectively one; else times are shown in UTC.
    pub fn zone(&self, code: &str) -> Option<&str> {
        self.file.state.get(code)?.zone.as_deref()
    }

    /// The receiving states in the order in which they are offered to a report from `host`.
    /// The host itself comes last, or not at all.
    pub fn receiving_order(&self, host: &str) -> Vec<&str> {
        let orders = &self.file.receiving_order;
        let order = orders.get(host).or_else(|| orders.get("default"));
        let mut codes: Vec<&str> = order.into_iter().flatten().map(String::as_str).collect();
        codes.sort_by_key(|code| *code == host);
        codes
    }

    /// The code of the one state that was typed, in any of the four languages; `None` whenever it
    /// is not certain which state is meant, or that one is meant.
    pub fn recognise(&self, typed: &str) -> Option<&str> {
        if typed.chars().nth(LONGEST).is_some() {
            return None;
        }
        if let Some(code) = self.by_code(typed).or_else(|| self.by_flag(typed)) {
            return Some(code);
        }
        let words = words(typed);
        let name = without_preposition(&words);
        let joined = name.concat();
        match self.names.get(&joined) {
            Some(code) => code.as_deref(),
            None => self
                .by_republic(name)
                .or_else(|| self.by_ending(&joined))
                .or_else(|| self.by_typing_error(&joined)),
        }
    }

    fn by_code(&self, typed: &str) -> Option<&str> {
        let typed = typed.trim_matches(|c: char| !c.is_alphanumeric());
        let code = typed.to_ascii_uppercase();
        let (code, _) = self.file.state.get_key_value(&code)?;
        let in_capitals = typed == code;
        let word = self.file.code_never.contains(code)
            || (!in_capitals && self.file.code_in_capitals_only.contains(code));
        (!word).then_some(code)
    }

    /// A flag is two regional indicator symbols.
    fn by_flag(&self, typed: &str) -> Option<&str> {
        let letter = |c: char| {
            let place = u32::from(c).checked_sub(0x1f1e6).filter(|place| *place < 26)?;
            char::from_u32(u32::from(b'A') + place)
        };
        let code: String = typed.trim().chars().map(letter).collect::<Option<_>>()?;
        self.file.state.get_key_value(&code).map(|(code, _)| code.as_str())
    }

    /// "Республика Молдова", "Republic of Moldova", "Молдова Республикасы".
    fn by_republic(&self, name: &[String]) -> Option<&str> {
        static BEFORE: LazyLock<[String; 3]> =
            LazyLock::new(|| ["Республика", "Республіка", "Republic"].map(key));
        static AFTER: LazyLock<String> = LazyLock::new(|| key("Республикасы"));
        let inner = match name {
            [first, of, the, rest @ ..] if BEFORE.contains(first) && of == "of" && the == "the" => {
                rest
            }
            [first, of, rest @ ..] if BEFORE.contains(first) && of == "of" => rest,
            [first, rest @ ..] if BEFORE.contains(first) => rest,
            [rest @ .., last] if *last == *AFTER => rest,
            _ => return None,
        };
        self.names.get(&inner.concat())?.as_deref()
    }

    /// Kazakh says "to" and "in" by an ending: "Ресейге", "Өзбекстанда".
    fn by_ending(&self, joined: &str) -> Option<&str> {
        static ENDINGS: LazyLock<[String; 8]> =
            LazyLock::new(|| ["ға", "ге", "қа", "ке", "да", "де", "та", "те"].map(key));
        let stem = |ending: &String| self.kazakh.get(joined.strip_suffix(ending.as_str())?);
        ENDINGS.iter().find_map(stem).map(String::as_str)
    }

    fn by_typing_error(&self, joined: &str) -> Option<&str> {
        let typed: Vec<char> = joined.chars().collect();
        if typed.len() < SHORTEST_WITH_ERROR {
            return None;
        }
        let near = || self.letters.iter().filter(|(name, _)| is_within_one(&typed, name));
        let code = near().next()?.1.as_deref()?;
        // Near to a shorter name, or to one with another beginning: not certain enough.
        let certain = near().all(|(_, other)| other.as_deref() == Some(code))
            && near().any(|(name, _)| name.len() >= SHORTEST_WITH_ERROR && name[0] == typed[0]);
        certain.then_some(code)
    }
}

/// "to Russia", "в Россию", "до Росії".
fn without_preposition(words: &[String]) -> &[String] {
    static PREPOSITIONS: LazyLock<[String; 8]> =
        LazyLock::new(|| ["to", "in", "the", "в", "во", "на", "у", "до"].map(key));
    match words {
        [first, the, rest @ ..] if PREPOSITIONS.contains(first) && the == "the" => rest,
        [first, rest @ ..] if PREPOSITIONS.contains(first) && !rest.is_empty() => rest,
        _ => words,
    }
}

#[cfg(test)]
#[path = "states_tests.rs"]
mod tests;

//! States, as they are shown and as people type them: `config/states.toml`.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::LazyLock;

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::domain::Language;

/// Words shorter than this are never guessed.
const GUESSED_FROM: usize = 5;

/// Why the list cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum StatesError {
    /// Not the shape that this version reads.
    #[error("the list of states does not parse: {0}")]
    Shape(#[from] toml::de::Error),
    /// Two states would be recognised by the same word.
    #[error("{0} and {1} share a name; add it to not_a_state")]
    Shared(String, String),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    not_a_state: Vec<String>,
    code_never: HashSet<String>,
    code_in_capitals_only: HashSet<String>,
    receiving_order: BTreeMap<String, Vec<String>>,
    state: BTreeMap<String, State>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct State {
    #[serde(default)]
    zone: Option<String>,
    en: String,
    ru: String,
    kk: String,
    uk: String,
    #[serde(default)]
    also: Vec<String>,
}

impl State {
    fn names(&self) -> impl Iterator<Item = &str> {
        let shown = [&self.en, &self.ru, &self.kk, &self.uk];
        shown.into_iter().chain(&self.also).map(String::as_str)
    }
}

/// All states of ISO 3166-1, and XK.
#[derive(Debug)]
pub struct States {
    file: File,
    /// Folded name to code.
    names: HashMap<String, String>,
    /// Folded words that name no state; what is near them is not guessed.
    refused: HashSet<String>,
}

impl States {
    /// The built-in list.
    ///
    /// # Panics
    /// Never in a build whose tests passed.
    pub fn builtin() -> &'static Self {
        static BUILTIN: LazyLock<States> = LazyLock::new(|| {
            let text = include_str!("../../../config/states.toml");
            States::parse(text).expect("the built-in list of states is tested")
        });
        &BUILTIN
    }

    /// Reads a list.
    ///
    /// # Errors
    /// [`StatesError`].
    pub fn parse(text: &str) -> Result<Self, StatesError> {
        let file: File = toml::from_str(text)?;
        let mut names: HashMap<String, String> = HashMap::new();
        for (code, state) in &file.state {
            for name in state.names() {
                let before = names.insert(fold(name), code.clone());
                if let Some(other) = before.filter(|other| other != code) {
                    return Err(StatesError::Shared(other, code.clone()));
                }
            }
        }
        let refused = file.not_a_state.iter().map(|word| fold(word)).collect();
        Ok(Self { file, names, refused })
    }

    /// The code of a state as typed, in any of the four languages; `None` if it is not clear.
    pub fn recognise(&self, typed: &str) -> Option<&str> {
        let typed = typed.trim();
        let folded = fold(typed);
        if folded.is_empty() || self.refused.contains(&folded) {
            return None;
        }
        if let Some(code) = self.names.get(&folded) {
            return Some(code);
        }
        self.by_code(typed).or_else(|| self.near(&folded))
    }

    /// Two Latin letters, unless they are a word.
    fn by_code(&self, typed: &str) -> Option<&str> {
        if typed.len() != 2 {
            return None;
        }
        let code = typed.to_ascii_uppercase();
        let file = &self.file;
        let as_word = file.code_never.contains(&code)
            || (file.code_in_capitals_only.contains(&code) && typed != code);
        let (found, _) = file.state.get_key_value(&code)?;
        (!as_word).then_some(found)
    }

    /// One typing error away from the names of exactly one state, and from no refused word.
    fn near(&self, folded: &str) -> Option<&str> {
        let typed: Vec<char> = folded.chars().collect();
        if typed.len() < GUESSED_FROM || self.refused.iter().any(|word| one_apart(&typed, word)) {
            return None;
        }
        let mut found: Option<&str> = None;
        for (name, code) in &self.names {
            if name.chars().count() >= GUESSED_FROM && one_apart(&typed, name) {
                if found.is_some_and(|other| other != code) {
                    return None;
                }
                found = Some(code);
            }
        }
        found
    }

    /// The name that is shown; `None` for a code that is no state.
    pub fn name(&self, code: &str, language: Language) -> Option<&str> {
        let state = self.file.state.get(code)?;
        Some(match language {
            Language::En => &state.en,
            Language::Ru => &state.ru,
            Language::Kk => &state.kk,
            Language::Uk => &state.uk,
        })
    }

    /// The IANA time zone of a state that has effectively one.
    pub fn zone(&self, code: &str) -> Option<&str> {
        self.file.state.get(code)?.zone.as_deref()
    }

    /// The order in which receiving states are offered for a host state.
    pub fn receiving_order(&self, host: &str) -> &[String] {
        let order = &self.file.receiving_order;
        order.get(host).or_else(|| order.get("default")).map_or(&[], Vec::as_slice)
    }

    /// The version of the list.
    pub fn version(&self) -> u32 {
        self.file.version
    }
}

/// What two spellings of a name have in common: no case, no marks, no punctuation; letters of
/// one sound in Russian, Kazakh and Ukrainian as one; look-alikes in a Cyrillic word as Cyrillic.
fn fold(name: &str) -> String {
    let plain: String = name.nfkd().filter(|c| !is_combining_mark(*c)).collect();
    let plain = plain.to_lowercase();
    let cyrillic = plain.chars().any(|c| ('а'..='џ').contains(&c) || ('ѐ'..='ԯ').contains(&c));
    let mut folded = String::with_capacity(plain.len());
    for c in plain.chars() {
        let c = if cyrillic { look_alike(c) } else { c };
        match c {
            'қ' => folded.push('к'),
            'ғ' | 'ґ' => folded.push('г'),
            'ү' | 'ұ' => folded.push('у'),
            'ө' => folded.push('о'),
            'ә' => folded.push('а'),
            'ң' => folded.push('н'),
            'һ' => folded.push('х'),
            'і' | 'ы' => folded.push('и'),
            'є' | 'э' => folded.push('е'),
            'ь' | 'ъ' => {}
            'ø' => folded.push('o'),
            c if c.is_alphanumeric() => folded.push(c),
            _ => {}
        }
    }
    folded
}

fn look_alike(c: char) -> char {
    match c {
        'a' => 'а',
        'b' => 'в',
        'c' => 'с',
        'e' => 'е',
        'h' => 'н',
        'i' => 'и',
        'k' => 'к',
        'm' => 'м',
        'o' => 'о',
        'p' => 'р',
        't' => 'т',
        'x' => 'х',
        'y' => 'у',
        c => c,
    }
}

/// Whether one insertion, deletion, change or swap of neighbours makes one word of the other.
fn one_apart(typed: &[char], name: &str) -> bool {
    let name: Vec<char> = name.chars().collect();
    let (short, long) =
        if typed.len() <= name.len() { (typed, name.as_slice()) } else { (name.as_slice(), typed) };
    if long.len() - short.len() > 1 {
        return false;
    }
    let head = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    let (short, long) = (&short[head..], &long[head..]);
    if long.len() > short.len() {
        return short == &long[1..];
    }
    match (short, long) {
        ([], []) => true,
        ([a, b, rest @ ..], [c, d, end @ ..]) if a == d && b == c => rest == end,
        ([_, rest @ ..], [_, end @ ..]) => rest == end,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_in_every_language_is_recognised() {
        let states = States::builtin();
        for (code, state) in &states.file.state {
            for name in state.names() {
                assert_eq!(states.recognise(name), Some(code.as_str()), "{name}");
                assert_eq!(states.recognise(&name.to_uppercase()), Some(code.as_str()), "{name}");
            }
        }
    }

    #[test]
    fn spellings_that_people_type_are_recognised() {
        let states = States::builtin();
        for (typed, code) in [
            ("Киргизия", "KG"),
            ("россия ", "RU"),
            ("Poccия", "RU"),
            ("Казахстан.", "KZ"),
            ("қазақстан", "KZ"),
            ("Kazahstan", "KZ"),
            ("Turkey", "TR"),
            ("Türkiye", "TR"),
            ("Вірменія", "AM"),
            ("Georgia", "GE"),
            ("kz", "KZ"),
            ("Узбекистон", "UZ"),
        ] {
            assert_eq!(states.recognise(typed), Some(code), "{typed}");
        }
    }

    #[test]
    fn what_is_not_clear_is_not_guessed() {
        let states = States::builtin();
        for typed in ["", "Congo", "Корея", "no", "he is at home", "Сибирь", "Гвин", "дом", "NO"]
        {
            assert_eq!(states.recognise(typed), None, "{typed}");
        }
    }

    #[test]
    fn every_zone_is_known_and_every_offered_state_exists() {
        let states = States::builtin();
        for state in states.file.state.values() {
            if let Some(zone) = &state.zone {
                assert!(jiff::tz::TimeZone::get(zone).is_ok(), "{zone}");
            }
        }
        for code in states.file.receiving_order.values().flatten() {
            assert!(states.file.state.contains_key(code), "{code}");
        }
    }
}

//! The closed list of fact keys, their values, and timeline keys.
//!
//! The words are data (`core/data/vocabulary.json`); what the data cannot say (states, counts) is
//! added here.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::Value;

use super::{FactError, FactValue};

/// Asked, and the reporter does not know.
pub const UNKNOWN: &str = "unknown";
/// Asked, and none of the listed things is the case.
pub const NONE_KNOWN: &str = "none_known";
/// The fact of which a stored report keeps the class alone.
pub const RISK_PROFILE: &str = "risk_profile";
/// The classes that stand for a `risk_profile` once its list is sealed away.
pub const RISK_CLASSES: [&str; 5] = ["strong", "weak", "neutral", "none", UNKNOWN];

/// What values a fact key takes.
#[derive(Debug)]
pub enum Kind {
    /// One word of a list.
    Word(Vec<&'static str>),
    /// Several words of a list; `unknown` and `none_known` stand alone.
    Words(Vec<&'static str>),
    /// A state: ISO 3166-1 alpha-2 in form (`XK` for Kosovo included), or `unknown`.
    State {
        /// Whether `none` is a value too.
        none: bool,
    },
    /// Several states, `stateless` among them; `unknown` stands alone.
    States,
    /// A number from 0 up, or `unknown`.
    Count,
}

#[derive(Deserialize)]
struct File {
    #[serde(borrow, rename = "enum")]
    one: BTreeMap<&'static str, Vec<&'static str>>,
    #[serde(borrow)]
    array: BTreeMap<&'static str, Vec<&'static str>>,
    #[serde(borrow)]
    timeline: Vec<&'static str>,
}

struct Vocabulary {
    facts: BTreeMap<&'static str, Kind>,
    timeline: Vec<&'static str>,
}

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
    let file: File = serde_json::from_str(include_str!("../../data/vocabulary.json"))
        .expect("the embedded vocabulary is read by a test");
    let mut facts = BTreeMap::from([
        ("receiving_state", Kind::State { none: true }),
        ("origin_state", Kind::State { none: false }),
        ("citizenships", Kind::States),
        ("similar_cases_90d", Kind::Count),
    ]);
    facts.extend(file.one.into_iter().map(|(key, words)| (key, Kind::Word(words))));
    facts.extend(file.array.into_iter().map(|(key, words)| (key, Kind::Words(words))));
    Vocabulary { facts, timeline: file.timeline }
});

/// Every fact key, in alphabetical order.
pub fn fact_keys() -> impl Iterator<Item = &'static str> {
    VOCABULARY.facts.keys().copied()
}

/// What values `key` takes; `None` if there is no such fact.
pub fn kind(key: &str) -> Option<&'static Kind> {
    VOCABULARY.facts.get(key)
}

/// Whether `key` takes several values; `false` also for a key that does not exist.
pub fn is_array(key: &str) -> bool {
    matches!(kind(key), Some(Kind::Words(_) | Kind::States))
}

/// The vocabulary's own copy of a fact key.
pub fn fact_key(key: &str) -> Option<&'static str> {
    VOCABULARY.facts.get_key_value(key).map(|(known, _)| *known)
}

/// The vocabulary's own copy of a timeline key.
pub fn timeline_key(key: &str) -> Option<&'static str> {
    VOCABULARY.timeline.iter().copied().find(|known| *known == key)
}

/// Whether `code` has the form of an ISO 3166-1 alpha-2 code.
pub fn is_state(code: &str) -> bool {
    code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase())
}

/// Checks a value for `key`, in the form in which it is stored: for `risk_profile` a class as well.
///
/// # Errors
/// What is wrong, without the value itself.
pub fn check(key: &str, value: &FactValue) -> Result<(), FactError> {
    let kind = kind(key).ok_or(FactError::UnknownKey)?;
    let right = match (kind, value) {
        (Kind::Words(_), FactValue::One(class)) if key == RISK_PROFILE => {
            RISK_CLASSES.contains(&class.as_str())
        }
        (Kind::Word(words), FactValue::One(word)) => words.contains(&word.as_str()),
        (Kind::Words(words), FactValue::Many(given)) => {
            check_list(given, |word| words.contains(&word))?;
            true
        }
        (Kind::State { none }, FactValue::One(code)) => {
            is_state(code) || code == UNKNOWN || (*none && code == "none")
        }
        (Kind::States, FactValue::Many(given)) => {
            check_list(given, |code| is_state(code) || code == "stateless" || code == UNKNOWN)?;
            true
        }
        (Kind::Count, FactValue::Count(_)) => true,
        (Kind::Count, FactValue::One(word)) => word == UNKNOWN,
        _ => return Err(FactError::WrongType),
    };
    if right { Ok(()) } else { Err(FactError::UnknownValue) }
}

fn check_list(given: &[String], allowed: impl Fn(&str) -> bool) -> Result<(), FactError> {
    if given.is_empty() {
        return Err(FactError::EmptyList);
    }
    if !given.iter().all(|word| allowed(word)) {
        return Err(FactError::UnknownValue);
    }
    let alone = given.iter().any(|word| word == UNKNOWN || word == NONE_KNOWN);
    if alone && given.len() > 1 { Err(FactError::NotAlone) } else { Ok(()) }
}

/// Reads a value as a report writes it in JSON: the public form, without risk classes.
///
/// # Errors
/// What is wrong, without the value itself.
pub fn read(key: &str, json: &Value) -> Result<FactValue, FactError> {
    let value = match json {
        Value::String(word) => FactValue::One(word.clone()),
        Value::Number(number) => FactValue::Count(
            number.as_u64().and_then(|n| u32::try_from(n).ok()).ok_or(FactError::WrongType)?,
        ),
        Value::Array(items) => FactValue::Many(
            items
                .iter()
                .map(|item| item.as_str().map(str::to_owned).ok_or(FactError::WrongType))
                .collect::<Result<_, _>>()?,
        ),
        Value::Null | Value::Bool(_) | Value::Object(_) => FactValue::One(String::new()),
    };
    check(key, &value)?;
    if key == RISK_PROFILE && !matches!(value, FactValue::Many(_)) {
        return Err(FactError::WrongType);
    }
    Ok(value)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_vocabulary_knows_every_key() {
        assert_eq!(fact_keys().count(), 32);
        assert!(is_array("agents") && is_array("citizenships") && !is_array("where_now"));
        assert_eq!(timeline_key("flight_at"), Some("flight_at"));
        assert_eq!(fact_key("host_state"), None);
    }

    #[test]
    fn what_is_not_in_the_vocabulary_is_refused() {
        let wrong = [
            ("whereabouts", json!("court"), FactError::UnknownKey),
            ("where_now", json!("moon"), FactError::UnknownValue),
            ("where_now", json!(["court"]), FactError::WrongType),
            ("where_now", json!(null), FactError::UnknownValue),
            ("agents", json!([]), FactError::EmptyList),
            ("agents", json!("police"), FactError::WrongType),
            ("agents", json!(["unknown", "police"]), FactError::NotAlone),
            ("risk_profile", json!(["none_known", "tourist"]), FactError::NotAlone),
            ("risk_profile", json!("strong"), FactError::WrongType),
            ("citizenships", json!(["Kz"]), FactError::UnknownValue),
            ("citizenships", json!(["unknown", "KZ"]), FactError::NotAlone),
            ("origin_state", json!("none"), FactError::UnknownValue),
            ("similar_cases_90d", json!(-1), FactError::WrongType),
            ("similar_cases_90d", json!("many"), FactError::UnknownValue),
        ];
        for (key, value, error) in wrong {
            assert_eq!(read(key, &value).err(), Some(error), "{key} {value}");
        }
    }

    #[test]
    fn what_is_in_the_vocabulary_is_taken() {
        for (key, value) in [
            ("where_now", json!("court")),
            ("receiving_state", json!("none")),
            ("receiving_state", json!("XK")),
            ("origin_state", json!("unknown")),
            ("citizenships", json!(["RU", "stateless"])),
            ("risk_profile", json!(["lgbt", "tourist"])),
            ("similar_cases_90d", json!(3)),
            ("similar_cases_90d", json!("unknown")),
        ] {
            assert!(read(key, &value).is_ok(), "{key} {value}");
        }
    }
}

//! The coded answers of a report.

use std::fmt;

use serde::de::{Error as _, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::vocabulary;

/// The value of a fact. Its `Debug` shows the kind only.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum FactValue {
    /// One code.
    One(String),
    /// Several codes, in the order in which they were given.
    Many(Vec<String>),
    /// A number.
    Count(u32),
}

impl fmt::Debug for FactValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::One(_) => "One(..)",
            Self::Many(_) => "Many(..)",
            Self::Count(_) => "Count(..)",
        })
    }
}

impl FactValue {
    /// One code.
    pub fn one(code: &str) -> Self {
        Self::One(code.to_owned())
    }

    /// Several codes.
    pub fn many(codes: &[&str]) -> Self {
        Self::Many(codes.iter().map(|code| (*code).to_owned()).collect())
    }

    /// Whether this says "asked, not known".
    pub fn is_unknown(&self) -> bool {
        match self {
            Self::One(code) => code == vocabulary::UNKNOWN,
            Self::Many(codes) => codes.iter().any(|code| code == vocabulary::UNKNOWN),
            Self::Count(_) => false,
        }
    }
}

/// Why a fact was refused. Never says the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FactError {
    /// The vocabulary has no such fact.
    #[error("no such fact in the vocabulary")]
    UnknownKey,
    /// The fact has no such value.
    #[error("no such value in the vocabulary")]
    UnknownValue,
    /// A list without an item.
    #[error("an empty list; leave the key out if nothing was answered")]
    EmptyList,
    /// `unknown` or `none_known` beside other values.
    #[error("unknown and none_known stand alone")]
    NotAlone,
    /// A list where one value belongs, or the reverse.
    #[error("a value of the wrong type")]
    WrongType,
}

/// The coded answers, in the order in which they were first given.
///
/// Absent (not asked yet), `unknown` (asked, not known) and a value such as `none` are three
/// things. Each key and value is in the vocabulary; of `risk_profile` a report may hold the class
/// alone, as `FactValue::One("strong")`. `Debug` shows how many there are, no more.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Facts(Vec<(&'static str, FactValue)>);

impl Facts {
    /// No answers yet.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Sets a fact and gives back what it replaces; a key that is there keeps its place.
    ///
    /// # Errors
    /// The key or the value is not in the vocabulary; nothing is changed then.
    pub fn set(&mut self, key: &str, value: FactValue) -> Result<Option<FactValue>, FactError> {
        let known = vocabulary::fact_key(key).ok_or(FactError::UnknownKey)?;
        vocabulary::check(known, &value)?;
        match self.0.iter_mut().find(|(there, _)| *there == known) {
            Some((_, old)) => Ok(Some(std::mem::replace(old, value))),
            None => {
                self.0.push((known, value));
                Ok(None)
            }
        }
    }

    /// The value of a fact; `None` if it was not answered.
    pub fn get(&self, key: &str) -> Option<&FactValue> {
        self.get_within(key, self.0.len())
    }

    /// The value of a fact among the first `limit` answers.
    pub(crate) fn get_within(&self, key: &str, limit: usize) -> Option<&FactValue> {
        self.0.iter().take(limit).find(|(there, _)| *there == key).map(|(_, value)| value)
    }

    /// The code of a fact that has one.
    pub fn code(&self, key: &str) -> Option<&str> {
        match self.get(key) {
            Some(FactValue::One(code)) => Some(code),
            _ => None,
        }
    }

    /// Takes a fact out.
    pub fn remove(&mut self, key: &str) -> Option<FactValue> {
        let place = self.0.iter().position(|(there, _)| *there == key)?;
        Some(self.0.remove(place).1)
    }

    /// Keys and values in order.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &FactValue)> {
        self.0.iter().map(|(key, value)| (*key, value))
    }

    /// How many facts there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nothing was answered.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for Facts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Facts({} keys)", self.0.len())
    }
}

impl Serialize for Facts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, value) in &self.0 {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Facts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Facts;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of facts")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Facts, A::Error> {
                let mut facts = Facts::new();
                while let Some((key, value)) = map.next_entry::<String, FactValue>()? {
                    facts.set(&key, value).map_err(A::Error::custom)?;
                }
                Ok(facts)
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_answer_keeps_its_place() {
        let mut facts = Facts::new();
        facts.set("where_now", FactValue::one("court")).unwrap();
        facts.set("removal_sign", FactValue::one("none")).unwrap();
        let old = facts.set("where_now", FactValue::one("airport")).unwrap();
        assert!(old == Some(FactValue::one("court")));
        assert_eq!(
            serde_json::to_string(&facts).unwrap(),
            r#"{"where_now":"airport","removal_sign":"none"}"#
        );
    }

    #[test]
    fn a_refused_value_changes_nothing() {
        let mut facts = Facts::new();
        assert_eq!(facts.set("where_now", FactValue::one("moon")), Err(FactError::UnknownValue));
        assert!(facts.is_empty());
    }

    #[test]
    fn a_stored_report_may_hold_the_class_of_danger_alone() {
        let stored = r#"{"where_now":"court","risk_profile":"strong","similar_cases_90d":2}"#;
        let facts: Facts = serde_json::from_str(stored).unwrap();
        assert_eq!(facts.code("risk_profile"), Some("strong"));
        assert_eq!(serde_json::to_string(&facts).unwrap(), stored);
        assert!(serde_json::from_str::<Facts>(r#"{"risk_profile":"lgbt"}"#).is_err());
    }

    #[test]
    fn debug_shows_no_answer() {
        let mut facts = Facts::new();
        facts.set("risk_profile", FactValue::many(&["lgbt"])).unwrap();
        let shown = format!("{facts:?} {:?}", facts.get("risk_profile"));
        assert!(!shown.contains("lgbt"), "{shown}");
    }
}

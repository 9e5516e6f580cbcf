//! Values by name, laid over one another: the defaults, the file, the environment.
//!
//! `config/default.toml` is the list of what exists: a section or key that is not in it is unknown,
//! and a value must be of the kind of its default.

use std::collections::BTreeMap;

use toml::de::{DeInteger, DeTable, DeValue};

use super::error::{ConfigError, Place};

/// Every key with its default, embedded so that it cannot be missing.
pub(super) const DEFAULTS: &str = include_str!("../../config/default.toml");

/// Keys that only the environment may set, because the file must not hold a secret.
const ONLY_ENVIRONMENT: &[(&str, &str)] = &[("telegram", "token")];

/// One value, as written.
#[derive(Clone, Debug)]
pub(super) enum Value {
    Text(String),
    Number(i64),
    Texts(Vec<String>),
    Numbers(Vec<i64>),
}

/// All values with their places, by section and key.
pub(super) struct Values {
    sections: BTreeMap<String, BTreeMap<String, (Value, Place)>>,
}

impl Values {
    /// The defaults, then `file`, then what of `env` is configuration.
    pub(super) fn layered(
        file: &str,
        env: impl Iterator<Item = (String, String)>,
    ) -> Result<Self, ConfigError> {
        let mut values = Self { sections: BTreeMap::new() };
        values.lay_defaults();
        values.lay_file(file)?;
        for (name, text) in env {
            values.lay_variable(&name, &text)?;
        }
        Ok(values)
    }

    fn lay_defaults(&mut self) {
        let table =
            DeTable::parse(DEFAULTS).expect("config/default.toml is TOML: tested").into_inner();
        for (section, keys) in table {
            let DeValue::Table(keys) = keys.into_inner() else { continue };
            let keys = keys.into_iter().filter_map(|(key, value)| {
                let value = plain(value.get_ref())?;
                Some((key.into_inner().into_owned(), (value, Place::Default)))
            });
            self.sections.insert(section.into_inner().into_owned(), keys.collect());
        }
    }

    fn lay_file(&mut self, text: &str) -> Result<(), ConfigError> {
        let line_of = |at: usize| Place::Line(line(text, at));
        let table = DeTable::parse(text).map_err(|error| ConfigError::Syntax {
            line: line(text, error.span().map_or(0, |span| span.start)),
            message: error.message().to_owned(),
        })?;
        for (section, keys) in table.into_inner() {
            let place = line_of(section.span().start);
            self.known_section(section.get_ref(), &place)?;
            let DeValue::Table(keys) = keys.into_inner() else {
                let key = section.get_ref().to_string();
                return Err(ConfigError::WrongKind { key, place, wanted: "a [section]" });
            };
            for (key, value) in keys {
                let place = line_of(key.span().start);
                if ONLY_ENVIRONMENT.contains(&(section.get_ref(), key.get_ref())) {
                    return Err(ConfigError::SecretInFile {
                        key: "telegram.token",
                        place,
                        mend: "write it into a file of its own and name that in telegram.token_file, or set HABEAS_TELEGRAM__TOKEN",
                    });
                }
                self.put(section.get_ref(), key.get_ref(), plain(value.get_ref()), place)?;
            }
        }
        Ok(())
    }

    fn lay_variable(&mut self, name: &str, text: &str) -> Result<(), ConfigError> {
        let Some((section, key)) = name.strip_prefix("HABEAS_").and_then(|n| n.split_once("__"))
        else {
            return Ok(());
        };
        let (section, key) = (section.to_lowercase(), key.to_lowercase());
        let place = Place::Variable(name.to_owned());
        self.known_section(&section, &place)?;
        if ONLY_ENVIRONMENT.contains(&(&section, &key)) {
            let keys = self.sections.entry(section).or_default();
            keys.insert(key, (Value::Text(text.to_owned()), place));
            return Ok(());
        }
        let items = || text.split(',').map(str::trim).filter(|item| !item.is_empty());
        let value = match self.sections.get(&section).and_then(|keys| keys.get(&key)) {
            Some((Value::Number(_), _)) => text.trim().parse().ok().map(Value::Number),
            Some((Value::Texts(_), _)) => Some(Value::Texts(items().map(str::to_owned).collect())),
            Some((Value::Numbers(_), _)) => {
                items().map(|item| item.parse().ok()).collect::<Option<_>>().map(Value::Numbers)
            }
            Some((Value::Text(_), _)) | None => Some(Value::Text(text.to_owned())),
        };
        self.put(&section, &key, value, place)
    }

    /// Lays `value` over the one that is there, if it is of the same kind.
    fn put(
        &mut self,
        section: &str,
        key: &str,
        value: Option<Value>,
        place: Place,
    ) -> Result<(), ConfigError> {
        let keys = self.sections.get_mut(section).expect("the section was looked up before");
        let name = format!("{section}.{key}");
        let Some(old) = keys.get_mut(key) else {
            let mut allowed: Vec<&str> = keys.keys().map(String::as_str).collect();
            allowed.retain(|key| !ONLY_ENVIRONMENT.contains(&(section, key)));
            return Err(ConfigError::UnknownKey { key: name, place, allowed: allowed.join(", ") });
        };
        let value = match (&old.0, value) {
            (Value::Text(_), Some(Value::Text(text))) => Ok(Value::Text(text)),
            (Value::Text(_), _) => Err("a text"),
            (Value::Number(_), Some(Value::Number(number))) => Ok(Value::Number(number)),
            (Value::Number(_), _) => Err("a whole number"),
            (Value::Texts(_), Some(Value::Texts(texts))) => Ok(Value::Texts(texts)),
            (Value::Texts(_), _) => Err("a list of texts"),
            (Value::Numbers(_), Some(Value::Numbers(numbers))) => Ok(Value::Numbers(numbers)),
            (Value::Numbers(_), Some(Value::Texts(texts))) if texts.is_empty() => {
                Ok(Value::Numbers(Vec::new()))
            }
            (Value::Numbers(_), _) => Err("a list of whole numbers"),
        };
        match value {
            Ok(value) => *old = (value, place),
            Err(wanted) => return Err(ConfigError::WrongKind { key: name, place, wanted }),
        }
        Ok(())
    }

    fn known_section(&self, name: &str, place: &Place) -> Result<(), ConfigError> {
        if self.sections.contains_key(name) {
            return Ok(());
        }
        let allowed = self.sections.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
        Err(ConfigError::UnknownSection { name: name.to_owned(), place: place.clone(), allowed })
    }

    fn get(&self, dotted: &'static str) -> Option<&(Value, Place)> {
        let (section, key) = dotted.split_once('.')?;
        self.sections.get(section)?.get(key)
    }

    /// A text that may be empty, with its place; `None` if it is empty or not there.
    pub(super) fn text(&self, key: &'static str) -> Option<(&str, Place)> {
        match self.get(key)? {
            (Value::Text(text), place) if !text.is_empty() => Some((text, place.clone())),
            _ => None,
        }
    }

    /// The text of a key that only the environment sets; empty counts as set.
    pub(super) fn only_environment(&self, key: &'static str) -> Option<&str> {
        match self.get(key)? {
            (Value::Text(text), _) => Some(text),
            _ => None,
        }
    }

    /// A whole number from `least` to `most`.
    pub(super) fn number(
        &self,
        key: &'static str,
        range: std::ops::RangeInclusive<i64>,
        must: &'static str,
    ) -> Result<i64, ConfigError> {
        let (value, place) = self.get(key).expect("every key read is in default.toml: tested");
        match value {
            Value::Number(number) if range.contains(number) => Ok(*number),
            _ => Err(refused(key, place.clone(), must)),
        }
    }

    /// A list of whole numbers with its place.
    pub(super) fn numbers(&self, key: &'static str) -> (Vec<i64>, Place) {
        match self.get(key) {
            Some((Value::Numbers(numbers), place)) => (numbers.clone(), place.clone()),
            _ => (Vec::new(), Place::Default),
        }
    }

    /// A list of texts with its place.
    pub(super) fn texts(&self, key: &'static str) -> (Vec<String>, Place) {
        match self.get(key) {
            Some((Value::Texts(texts), place)) => (texts.clone(), place.clone()),
            _ => (Vec::new(), Place::Default),
        }
    }
}

/// The refusal of a value of `key`, as "key must be …".
pub(super) fn refused(key: &'static str, place: Place, must: &'static str) -> ConfigError {
    ConfigError::Refused { key, place, must }
}

/// A TOML value as one of ours; `None` for kinds that no key has.
fn plain(value: &DeValue<'_>) -> Option<Value> {
    let number = |n: &DeInteger<'_>| i64::from_str_radix(n.as_str(), n.radix()).ok();
    match value {
        DeValue::String(text) => Some(Value::Text(text.to_string())),
        DeValue::Integer(n) => number(n).map(Value::Number),
        DeValue::Array(items) => {
            let texts = items.iter().map(|item| item.get_ref().as_str().map(str::to_owned));
            if let Some(texts) = texts.collect::<Option<Vec<_>>>() {
                return Some(Value::Texts(texts));
            }
            let numbers = items.iter().map(|item| item.get_ref().as_integer().and_then(number));
            numbers.collect::<Option<Vec<_>>>().map(Value::Numbers)
        }
        _ => None,
    }
}

/// The line of byte `at`, counted from 1.
fn line(text: &str, at: usize) -> usize {
    1 + text.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count()
}

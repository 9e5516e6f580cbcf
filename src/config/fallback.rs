//! `[fallback]`: what a reporter reads when no lawyer can be reached.

use std::collections::BTreeMap;

use habeas_core::domain::Language;

use super::values::Values;

/// The `[fallback]` section.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fallback {
    /// Contacts by language; a language that has none is not in it.
    pub contacts: BTreeMap<Language, String>,
}

impl Fallback {
    pub(super) fn read(values: &Values) -> Self {
        let keys = Language::ALL.iter().map(|language| {
            let key = match language {
                Language::En => "fallback.contacts_en",
                Language::Ru => "fallback.contacts_ru",
                Language::Kk => "fallback.contacts_kk",
                Language::Uk => "fallback.contacts_uk",
            };
            (*language, values.text(key))
        });
        let contacts =
            keys.filter_map(|(language, text)| Some((language, text?.0.trim().to_owned())));
        Self { contacts: contacts.filter(|(_, text)| !text.is_empty()).collect() }
    }

    /// The contacts in `language`, else in English, else in any language.
    pub fn for_language(&self, language: Language) -> Option<&str> {
        let own = self.contacts.get(&language).or_else(|| self.contacts.get(&Language::En));
        own.or_else(|| self.contacts.values().next()).map(String::as_str)
    }
}

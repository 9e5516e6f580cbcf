//! Small closed lists: levels, roles, languages.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A word that is not in its closed list.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("not one of: {0}")]
pub struct NotInList(pub &'static str);

macro_rules! closed_list {
    ($(#[$doc:meta])* $name:ident, $all:literal: $($(#[$vdoc:meta])* $variant:ident = $word:literal),+ $(,)?) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$vdoc])* #[serde(rename = $word)] $variant),+
        }

        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word that files, tables and JSON use.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl FromStr for $name {
            type Err = NotInList;
            fn from_str(word: &str) -> Result<Self, NotInList> {
                match word { $($word => Ok(Self::$variant),)+ _ => Err(NotInList($all)) }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

closed_list! {
    /// How pressing a case is; the later, the more.
    Level, "routine, watch, urgent, critical":
    /// An ordinary matter: information and referral.
    Routine = "routine",
    /// Weak or partial signs: coordinators ask again.
    Watch = "watch",
    /// Credible danger with more than about a day left: a silent message, then coordinators.
    Urgent = "urgent",
    /// Removal under way or plausible within a day: page now.
    Critical = "critical",
}

closed_list! {
    /// What a member does.
    Role, "lawyer, coordinator":
    /// Is paged, takes cases.
    Lawyer = "lawyer",
    /// Reviews, and is paged when no lawyer takes a case.
    Coordinator = "coordinator",
}

closed_list! {
    /// A language that people can read Habeas in (ISO 639-1).
    Language, "en, ru, kk, uk":
    /// English.
    En = "en",
    /// Russian.
    Ru = "ru",
    /// Kazakh.
    Kk = "kk",
    /// Ukrainian.
    Uk = "uk",
}

impl Language {
    /// The language of an IETF tag such as Telegram's `language_code`; `None` if it is not ours.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next()?.to_ascii_lowercase();
        primary.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_rise_in_their_order() {
        assert!(Level::Critical > Level::Urgent && Level::Watch > Level::Routine);
    }

    #[test]
    fn a_regional_tag_gives_its_language() {
        assert_eq!(Language::from_tag("ru-RU"), Some(Language::Ru));
        assert_eq!(Language::from_tag("de"), None);
    }
}

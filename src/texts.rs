//! Every sentence a person reads: Fluent files of four languages, built in.
//!
//! English is the fallback for a key that another language lacks; the tests allow none to lack.
//! Direction and isolation marks are never added: Telegram shows them as boxes on some phones.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use habeas_core::domain::Language;
use unic_langid::LanguageIdentifier;

/// The line, in any file of a language, that says whose reading its texts still need.
const STATUS: &str = "## status: awaiting ";

macro_rules! files {
    ($($language:ident $folder:literal: $($name:literal),+;)+) => {
        &[$((Language::$language, &[$((
            concat!($folder, "/", $name),
            include_str!(concat!("../locales/", $folder, "/", $name)),
        )),+])),+]
    };
}

type Files = &'static [(&'static str, &'static str)];

const BUILTIN: &[(Language, Files)] = files! {
    En "en": "bot.ftl", "console.ftl", "interview.ftl", "page.ftl", "why.ftl";
    Ru "ru": "bot.ftl", "console.ftl", "interview.ftl", "page.ftl", "why.ftl";
    Kk "kk": "bot.ftl", "console.ftl", "interview.ftl", "page.ftl", "why.ftl";
    Uk "uk": "bot.ftl", "console.ftl", "interview.ftl", "page.ftl", "why.ftl";
};

/// Why the texts cannot be used. No variant holds a text's argument.
#[derive(Debug, thiserror::Error)]
pub enum TextsError {
    /// A file is not Fluent.
    #[error("locales/{0} is not Fluent")]
    Syntax(&'static str),
    /// A key stands twice in one language.
    #[error("locales/{0} repeats a key of its language")]
    Repeated(&'static str),
}

/// A value put into a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arg {
    /// Words, shown as they are.
    Text(String),
    /// A whole number: chooses the plural form and is shown without separators.
    Number(i64),
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Arg {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

/// A language with texts that somebody still has to read before real use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unchecked {
    /// The language.
    pub language: Language,
    /// Whose reading is missing, such as "a native reader".
    pub awaiting: &'static str,
    /// The files that say so, under `locales/`.
    pub files: Vec<&'static str>,
}

struct Locale {
    bundle: FluentBundle<FluentResource>,
    keys: BTreeSet<&'static str>,
}

/// The texts of all languages. Shared freely between threads.
pub struct Texts {
    locales: BTreeMap<Language, Locale>,
    unchecked: Vec<Unchecked>,
}

impl Texts {
    /// The texts that this program was built with (`locales/`).
    pub fn builtin() -> &'static Self {
        static TEXTS: LazyLock<Texts> =
            LazyLock::new(|| Texts::load(BUILTIN).expect("the tests load these very files"));
        &TEXTS
    }

    fn load(languages: &[(Language, Files)]) -> Result<Self, TextsError> {
        let mut locales = BTreeMap::new();
        let mut unchecked = Vec::new();
        for (language, files) in languages {
            let tag: LanguageIdentifier =
                language.as_str().parse().expect("two letters are a language tag");
            let mut bundle = FluentBundle::new_concurrent(vec![tag]);
            bundle.set_use_isolating(false);
            let mut keys = BTreeSet::new();
            for (name, text) in *files {
                let resource = FluentResource::try_new((*text).to_owned())
                    .map_err(|_| TextsError::Syntax(name))?;
                bundle.add_resource(resource).map_err(|_| TextsError::Repeated(name))?;
                keys.extend(text.lines().filter_map(key_of));
                if let Some(awaiting) = text.lines().find_map(|line| line.strip_prefix(STATUS)) {
                    note(&mut unchecked, *language, awaiting.trim_end(), name);
                }
            }
            locales.insert(*language, Locale { bundle, keys });
        }
        Ok(Self { locales, unchecked })
    }

    /// The text of a key, with its arguments. A key that no language has comes back as itself, and
    /// the log says so.
    pub fn get(&self, language: Language, key: &str, args: &[(&str, Arg)]) -> String {
        let values = arguments(args);
        if let Some(text) = self.format(language, key, &values) {
            return text;
        }
        tracing::error!(text.key = key, text.language = %language, "a text is missing");
        self.format(Language::En, key, &values).unwrap_or_else(|| key.to_owned())
    }

    /// Whether the language itself has the key.
    pub fn has(&self, language: Language, key: &str) -> bool {
        self.locales.get(&language).is_some_and(|locale| locale.bundle.has_message(key))
    }

    /// Every key of a language.
    pub fn keys(&self, language: Language) -> impl Iterator<Item = &'static str> + '_ {
        self.locales.get(&language).into_iter().flat_map(|locale| locale.keys.iter().copied())
    }

    /// A question as it is asked.
    pub fn question(&self, language: Language, question: &str) -> String {
        self.get(language, &format!("q-{question}"), &[])
    }

    /// What stands on the button of a choice.
    pub fn label(&self, language: Language, question: &str, choice: &str) -> String {
        self.get(language, &format!("q-{question}--{choice}"), &[])
    }

    /// The languages whose texts still await a reader.
    pub fn unchecked(&self) -> &[Unchecked] {
        &self.unchecked
    }

    fn format(&self, language: Language, key: &str, args: &FluentArgs<'_>) -> Option<String> {
        let bundle = &self.locales.get(&language)?.bundle;
        let pattern = bundle.get_message(key)?.value()?;
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, Some(args), &mut errors).into_owned();
        if !errors.is_empty() {
            tracing::error!(text.key = key, text.language = %language, "a text lacks an argument");
        }
        Some(text)
    }
}

fn arguments<'a>(args: &'a [(&'a str, Arg)]) -> FluentArgs<'a> {
    let mut values = FluentArgs::with_capacity(args.len());
    for (name, arg) in args {
        match arg {
            Arg::Text(text) => values.set(*name, text.as_str()),
            Arg::Number(number) => values.set(*name, FluentValue::from(*number)),
        }
    }
    values
}

/// The key that a line of a Fluent file starts, if it starts one.
fn key_of(line: &'static str) -> Option<&'static str> {
    let (key, _) = line.split_once('=')?;
    let key = key.trim_end();
    let word = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    (key.starts_with(|c: char| c.is_ascii_alphabetic()) && key.chars().all(word)).then_some(key)
}

fn note(list: &mut Vec<Unchecked>, language: Language, who: &'static str, file: &'static str) {
    match list.iter_mut().find(|u| u.language == language && u.awaiting == who) {
        Some(known) => known.files.push(file),
        None => list.push(Unchecked { language, awaiting: who, files: vec![file] }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLURALS: &str = "hours = { $n ->\n    [one] { $n } час\n    [few] { $n } часа\n   \
                           *[other] { $n } часов\n}\nwho = кто: { $name }\n";

    fn small() -> Texts {
        Texts::load(&[
            (Language::En, &[("en/a.ftl", "only-english = here\n")]),
            (Language::Ru, &[("ru/a.ftl", PLURALS)]),
        ])
        .unwrap()
    }

    #[test]
    fn a_number_chooses_its_plural() {
        let texts = small();
        let hours = |n: i64| texts.get(Language::Ru, "hours", &[("n", n.into())]);
        assert_eq!([hours(1), hours(3), hours(11)], ["1 час", "3 часа", "11 часов"]);
    }

    #[test]
    fn an_argument_gets_no_isolation_marks() {
        let text = small().get(Language::Ru, "who", &[("name", "Ада".into())]);
        assert_eq!(text, "кто: Ада");
    }

    #[test]
    fn a_missing_text_falls_back_to_english_and_then_to_its_key() {
        let texts = small();
        assert_eq!(texts.get(Language::Ru, "only-english", &[]), "here");
        assert_eq!(texts.get(Language::Ru, "nowhere", &[]), "nowhere");
        assert!(!texts.has(Language::Ru, "only-english"));
    }

    #[test]
    fn a_broken_file_and_a_repeated_key_are_refused_by_name() {
        let broken = Texts::load(&[(Language::En, &[("en/a.ftl", "key = { $\n")])]);
        assert!(matches!(broken, Err(TextsError::Syntax("en/a.ftl"))));
        let twice =
            Texts::load(&[(Language::En, &[("en/a.ftl", "k = 1\n"), ("en/b.ftl", "k = 2\n")])]);
        assert!(matches!(twice, Err(TextsError::Repeated("en/b.ftl"))));
    }

    #[test]
    fn the_texts_may_be_read_from_every_thread() {
        fn shared<T: Send + Sync>() {}
        shared::<Texts>();
    }
}

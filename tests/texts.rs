//! Every text that a person reads, in four languages.

use std::collections::BTreeSet;
use std::fmt::Write;

use habeas::texts::{Arg, Texts};
use habeas_core::assessment::Card;
use habeas_core::domain::Language;
use habeas_core::intake::advice::Advice;
use habeas_core::intake::interview::Interview;
use serde_json::Value;

/// Something for every place that a text has.
fn arguments() -> Vec<(&'static str, Arg)> {
    let text = |text: &str| Arg::Text(text.to_owned());
    vec![
        ("n", Arg::Number(5)),
        ("m", Arg::Number(19)),
        ("low", Arg::Number(12)),
        ("high", Arg::Number(40)),
        ("name", text("A. Colleague")),
        ("time", text("03:07")),
        ("code", text("RD-742")),
        ("contacts", text("example.org")),
        ("level", text("LEVEL")),
        ("hours", text("HOURS")),
        ("state", text("STATE")),
        ("place", text("PLACE")),
        ("line", text("LINE")),
        ("weight", text("+5")),
        ("reason", text("REASON")),
        ("reasons", text("ONE; TWO")),
        ("card", text("rapid-removal")),
        ("version", text("1")),
        ("what", text("WHAT")),
        ("words", text("WORDS")),
        ("from", text("03:00")),
        ("to", text("03:05")),
        ("head", text("3f2a 91bc")),
        ("role", text("ROLE")),
        ("id", text("m-0123456789")),
    ]
}

fn keys(language: Language) -> BTreeSet<&'static str> {
    Texts::builtin().keys(language).collect()
}

#[test]
fn every_key_is_there_in_every_language() {
    for language in Language::ALL {
        let missing: Vec<_> = keys(Language::En).difference(&keys(*language)).copied().collect();
        let extra: Vec<_> = keys(*language).difference(&keys(Language::En)).copied().collect();
        assert!(missing.is_empty() && extra.is_empty(), "{language}: {missing:?} {extra:?}");
    }
}

#[test]
fn every_text_in_every_language_is_as_it_was_read_aloud() {
    for language in Language::ALL {
        let mut all = String::new();
        for key in keys(*language) {
            let text = Texts::builtin().get(*language, key, &arguments());
            assert!(!text.contains('{') && !text.contains('$'), "{language} {key}: {text}");
            writeln!(all, "{key}: {text}").unwrap();
        }
        insta::assert_snapshot!(format!("texts_{language}"), all);
    }
}

#[test]
fn plural_forms_follow_each_language() {
    let say =
        |language, n| Texts::builtin().get(language, "when-ahead-n-days", &[("n", Arg::Number(n))]);
    let ru: Vec<String> = [1, 2, 5, 11, 21, 22].map(|n| say(Language::Ru, n)).into();
    assert_eq!(
        ru,
        [
            "Через 1 день",
            "Через 2 дня",
            "Через 5 дней",
            "Через 11 дней",
            "Через 21 день",
            "Через 22 дня"
        ]
    );
    assert_eq!(say(Language::Uk, 3), "За 3 дні");
    assert_eq!(say(Language::Kk, 3), "3 күннен кейін");
    assert_eq!(say(Language::En, 2), "In 2 days");
}

/// L8: a lock screen shows at least sixty characters of level, code, hours and "open to read".
#[test]
fn the_first_line_of_a_page_fills_a_lock_screen() {
    let texts = Texts::builtin();
    for language in Language::ALL {
        for level in ["critical", "urgent", "watch"] {
            for hours in ["page-hours", "page-hours-unknown"] {
                let args = [
                    ("level", Arg::Text(texts.get(*language, &format!("level-{level}"), &[]))),
                    ("code", Arg::Text("RD-742".to_owned())),
                    ("hours", Arg::Text(texts.get(*language, hours, &[("n", Arg::Number(6))]))),
                ];
                let line = texts.get(*language, "page-first-line", &args);
                assert!(line.chars().count() >= 60, "{language}: {line}");
            }
        }
    }
}

#[test]
fn the_first_line_of_several_pages_fills_a_lock_screen_too() {
    let texts = Texts::builtin();
    for language in Language::ALL {
        for n in [2, 5, 21] {
            let level = texts.get(*language, "level-urgent", &[]);
            let args = [("level", Arg::Text(level)), ("n", Arg::Number(n))];
            let line = texts.get(*language, "gathered-first-line", &args);
            assert!(line.chars().count() >= 60, "{language}: {line}");
        }
    }
}

/// A frightened person reads short sentences.
#[test]
fn no_sentence_to_a_reporter_has_more_than_twelve_words() {
    let to_reporters = [
        "first-",
        "type-",
        "typed-",
        "city-",
        "for-lawyer-",
        "go-on-",
        "write-",
        "review-",
        "finished-",
        "when-",
        "toast-",
        "kept-",
        "cannot-",
        "next-",
        "taken-",
        "lowered-",
        "unheard-",
        "nobody-",
        "receipt-",
        "code-",
        "new-",
        "back-",
        "status-",
        "help-what",
        "help-taps",
        "help-words",
        "parked-",
        "group-",
        "invite",
        "off-",
        "on-",
        "revoke-",
        "told-",
        "about-",
        "pending-",
        "revoked-",
        "relay-",
        "owner-says",
        "family-says",
        "joined-",
        "closed-",
        "join-",
        "sos-",
        "silent-",
        "lapse-",
        "anew-",
        "restarted",
        "words-call",
        "news-",
        "mistake-",
    ];
    for language in Language::ALL {
        for key in keys(*language) {
            if !to_reporters.iter().any(|start| key.starts_with(start)) {
                continue;
            }
            let text = Texts::builtin().get(*language, key, &arguments());
            for sentence in text.split_inclusive(['.', '?', '!', ';']) {
                let words = sentence.split_whitespace().count();
                assert!(words <= 12, "{language} {key}: {words} words in \"{sentence}\"");
            }
        }
    }
}

#[test]
fn every_reason_of_the_card_and_every_line_of_advice_has_a_sentence() {
    let card = Card::builtin();
    let advice = Advice::builtin().lines(|_| Some("x".to_owned()), false);
    for key in card.sentences().into_iter().chain(advice) {
        assert!(keys(Language::En).contains(key), "{key}");
    }
}

#[test]
fn every_question_and_option_has_its_label() {
    for question in Interview::builtin().questions() {
        assert!(keys(Language::En).contains(format!("q-{}", question.name()).as_str()));
        for option in question.options() {
            let key = format!("q-{}--{}", question.name(), option.id());
            assert!(keys(Language::En).contains(key.as_str()), "{key}");
        }
    }
}

/// The labels were reviewed as they stand in the vector file; none may change by hand.
#[test]
fn the_interviews_labels_are_unchanged() {
    let Ok(text) = std::fs::read_to_string("tests/vectors/interview-labels.json") else {
        panic!("tests/vectors/interview-labels.json is missing");
    };
    let vectors: Value = serde_json::from_str(&text).unwrap();
    let mut checked = 0;
    for (language, labels) in vectors.as_object().unwrap() {
        let language: Language = language.parse().unwrap();
        for (key, label) in labels.as_object().unwrap() {
            let shown = Texts::builtin().get(language, key, &[]);
            assert_eq!(shown, label.as_str().unwrap(), "{language} {key}");
            checked += 1;
        }
    }
    assert!(checked > 400, "{checked} labels");
}

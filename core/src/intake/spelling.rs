//! Spelling: what two people type for the same name becomes the same key.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Folds words to their skeletons: compatibility forms, case, accents, apostrophes, ё/е, Kazakh and
/// Ukrainian letters as a Russian keyboard types them, Cyrillic letters that look Latin. Anything
/// that is neither a letter nor a digit parts words.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        match c {
            '\'' | '’' | '‘' | 'ʼ' | 'ʻ' | '`' | '´' | '\u{ad}' | '\u{200b}'..='\u{200f}' => {
            }
            '&' => words.extend(["and".to_owned(), String::new()]),
            c if c.is_alphanumeric() => {
                if let Some(word) = words.last_mut() {
                    skeleton(c, word);
                }
            }
            // `İ` in small letters carries a combining dot.
            c if is_combining_mark(c) => {}
            _ => words.push(String::new()),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// The words without anything between them.
pub(super) fn key(text: &str) -> String {
    words(text).concat()
}

fn skeleton(c: char, word: &mut String) {
    word.push(match c {
        'а' | 'ә' => 'a',
        'в' => 'b',
        'с' => 'c',
        'е' | 'э' | 'є' => 'e',
        'г' | 'ґ' | 'ғ' => 'г',
        'н' | 'ң' | 'һ' => 'h',
        'і' | 'и' | 'ı' => 'i',
        'к' | 'қ' => 'k',
        'м' => 'm',
        'о' | 'ө' | 'ø' => 'o',
        'р' => 'p',
        'т' => 't',
        'х' => 'x',
        'у' | 'ұ' | 'ү' => 'y',
        'ł' => 'l',
        'ъ' => return,
        'ß' => return word.push_str("ss"),
        'æ' => return word.push_str("ae"),
        other => other,
    });
}

/// Whether one typing error at most (a letter more, less or wrong, two neighbours swapped) makes
/// one word of the other.
pub(super) fn is_within_one(a: &[char], b: &[char]) -> bool {
    if a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    let same = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[same..], &b[same..]);
    match (a, b) {
        ([], rest) | (rest, []) => rest.len() <= 1,
        ([x, a_rest @ ..], [y, b_rest @ ..]) => {
            a_rest == b_rest
                || a_rest == b
                || a == b_rest
                || matches!((a_rest, b_rest), ([x2, a2 @ ..], [y2, b2 @ ..])
                    if x == y2 && y == x2 && a2 == b2)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keyboards_and_scripts_do_not_matter() {
        assert_eq!(key("Қазақстан"), key("КАЗАКСТАН"));
        assert_eq!(key("Түрікменстан"), key("Турикменстан"));
        assert_eq!(key("TÜRKİYE"), key("Turkiye"));
        assert_eq!(key("Білорусь"), key("Бiлорусь"));
        assert_eq!(key("Кот-д’Ивуар"), key("кот дивуар"));
        assert_eq!(key("Trinidad & Tobago"), key("trinidad and tobago"));
        assert_ne!(key("Иран"), key("Ирак"));
    }

    #[test]
    fn one_error_is_a_letter_more_less_wrong_or_swapped() {
        let near = |a: &str, b: &str| {
            let (a, b): (Vec<_>, Vec<_>) = (a.chars().collect(), b.chars().collect());
            assert_eq!(is_within_one(&a, &b), is_within_one(&b, &a));
            is_within_one(&a, &b)
        };
        for typed in ["russia", "rusia", "russsia", "ruskia", "rusisa", "russi", "russiaa"] {
            assert!(near(typed, "russia"), "{typed}");
        }
        for typed in ["rusi", "ruzzia", "srusai", "russ", "", "prussias"] {
            assert!(!near(typed, "russia"), "{typed}");
        }
    }
}

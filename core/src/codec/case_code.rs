//! Case codes: two letters and three digits that can be read out over a bad line, as in `RD-742`.

use std::fmt;
use std::str::FromStr;

/// Letters that look and sound like no other in Latin or Cyrillic, upper or lower case.
const LETTERS: &[u8] = b"DFGJLNQRSUVWZ";
/// Digits; 0 is left out because it is read as the letter O.
const DIGITS: &[u8] = b"123456789";

/// How many different codes there are.
pub const COUNT: u32 =
    (LETTERS.len() * LETTERS.len() * DIGITS.len() * DIGITS.len() * DIGITS.len()) as u32;

/// A code as people say and type it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CaseCode(String);

/// Text that is no case code.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("a case code is two letters and three digits, as in RD-742")]
pub struct NotACode;

impl CaseCode {
    /// The code with this number, `0..COUNT`; larger numbers wrap.
    pub fn from_number(number: u32) -> Self {
        let mut rest = number % COUNT;
        let mut next = |list: &[u8]| {
            let len = list.len() as u32;
            let item = list[(rest % len) as usize];
            rest /= len;
            char::from(item)
        };
        let letters = [next(LETTERS), next(LETTERS)];
        let digits = [next(DIGITS), next(DIGITS), next(DIGITS)];
        Self(letters.into_iter().chain(['-']).chain(digits).collect())
    }

    /// The number of this code: [`CaseCode::from_number`] gives it back.
    pub fn number(&self) -> u32 {
        let lists = [LETTERS, LETTERS, DIGITS, DIGITS, DIGITS];
        let signs = self.0.bytes().filter(|sign| *sign != b'-');
        let places = signs.zip(lists).map(|(sign, list)| {
            (list.iter().position(|s| *s == sign).unwrap_or(0) as u32, list.len() as u32)
        });
        let places: Vec<(u32, u32)> = places.collect();
        places.iter().rev().fold(0, |number, (place, len)| number * len + place)
    }

    /// The code as text, with its hyphen.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for CaseCode {
    type Err = NotACode;

    /// Reads a code as typed: any case, with or without hyphen or spaces.
    fn from_str(typed: &str) -> Result<Self, NotACode> {
        let plain: Vec<char> = typed
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '–' | '—' | '‑' | '_' | '.'))
            .map(|c| c.to_ascii_uppercase())
            .collect();
        let [a, b, x, y, z] = plain[..] else { return Err(NotACode) };
        let letter = |c: char| c.is_ascii() && LETTERS.contains(&(c as u8));
        let digit = |c: char| c.is_ascii() && DIGITS.contains(&(c as u8));
        if letter(a) && letter(b) && digit(x) && digit(y) && digit(z) {
            Ok(Self(format!("{a}{b}-{x}{y}{z}")))
        } else {
            Err(NotACode)
        }
    }
}

impl fmt::Display for CaseCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_with_or_without_its_hyphen_in_any_case() {
        for typed in ["RD-742", "rd742", " rd 742 ", "RD—742"] {
            assert_eq!(typed.parse::<CaseCode>().map(|c| c.0), Ok("RD-742".to_owned()));
        }
    }

    #[test]
    fn every_number_is_read_back_from_its_code() {
        for number in 0..COUNT {
            assert_eq!(CaseCode::from_number(number).number(), number);
        }
    }

    #[test]
    fn what_is_no_code_is_refused() {
        for typed in ["", "RD-74", "RD-7421", "OО-742", "RD-042", "АВ-742"] {
            assert_eq!(typed.parse::<CaseCode>(), Err(NotACode), "{typed}");
        }
    }

    #[test]
    fn every_number_gives_its_own_code_and_reads_back() {
        let mut seen = std::collections::HashSet::new();
        for number in 0..COUNT {
            let code = CaseCode::from_number(number);
            assert_eq!(code.as_str().parse::<CaseCode>().as_ref(), Ok(&code));
            assert!(seen.insert(code));
        }
    }
}

//! Entries: one line of JSON, padded, sealed to the case.

use habeas_core::domain::Timestamp;
use serde_json::Value;
use zeroize::Zeroizing;

use super::case_key::{SealError, seal_to};

/// Plaintexts are padded to a multiple of so many bytes.
const STEP: usize = 1024;

/// An entry before it is sealed.
#[derive(Clone)]
pub struct Entry<'a> {
    /// Its number in the case, from 1.
    pub seq: i64,
    /// When it came.
    pub at: Timestamp,
    /// `answer`, `words`, `city`, `photo` …
    pub kind: &'a str,
    /// What it holds.
    pub body: &'a Value,
}

impl std::fmt::Debug for Entry<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Entry({}, <sealed>)", self.seq)
    }
}

/// The fields in the order in which they are written.
#[derive(serde::Serialize)]
struct Line<'a> {
    v: u8,
    seq: i64,
    at: String,
    kind: &'a str,
    body: &'a Value,
}

/// Seals an entry to a case's recipient: `{"v":1,"seq","at","kind","body"}` on one line, padded
/// with spaces to a multiple of 1,024 bytes.
///
/// # Errors
/// [`SealError::Recipient`] if the recipient does not parse.
pub fn seal_entry(recipient: &str, entry: &Entry<'_>) -> Result<Vec<u8>, SealError> {
    let recipient = recipient.parse().map_err(|_| SealError::Recipient)?;
    seal_to(&[recipient], &plaintext(entry)?)
}

fn plaintext(entry: &Entry<'_>) -> Result<Zeroizing<Vec<u8>>, SealError> {
    let at = entry.at.to_string();
    let line = Line { v: 1, seq: entry.seq, at, kind: entry.kind, body: entry.body };
    let mut plain = Zeroizing::new(serde_json::to_vec(&line).map_err(|_| SealError::Age)?);
    let padded = plain.len().div_ceil(STEP) * STEP;
    plain.resize(padded, b' ');
    Ok(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_plaintext_is_a_multiple_of_1024_bytes_and_one_line() {
        for len in [0, 900, 960, 1024, 5000] {
            let body = serde_json::json!({ "text": "x".repeat(len) });
            let at = Timestamp::from_millis(0);
            let entry = Entry { seq: 1, at, kind: "words", body: &body };
            let plain = plaintext(&entry).unwrap();
            assert_eq!(plain.len() % STEP, 0);
            assert!(!plain.contains(&b'\n'));
            let read: Value = serde_json::from_slice(&plain).unwrap();
            assert_eq!(read["body"], body);
        }
    }
}

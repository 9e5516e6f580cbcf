//! One entry of a case: a line of JSON, padded, sealed to the case.

use habeas_core::domain::Timestamp;
use serde::Serialize;
use zeroize::Zeroizing;

use super::case_key::{SealError, seal_to};
use super::recipient::Recipient;
use super::wipe::on_wiped_stack;

/// Entries are padded to a multiple of this many bytes, so that a length tells little.
pub const ENTRY_STEP: usize = 1024;

/// What is kept of one answer, message or act.
pub struct Entry<'a> {
    /// Its number in the case, from 1.
    pub seq: i64,
    /// When it arrived.
    pub at: Timestamp,
    /// What it is: `answer`, `words`, `photo`, …
    pub kind: &'a str,
    /// Its content.
    pub body: &'a serde_json::Value,
}

impl std::fmt::Debug for Entry<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Entry(<sealed>)")
    }
}

#[derive(Serialize)]
struct Line<'a> {
    v: u8,
    seq: i64,
    at: String,
    kind: &'a str,
    body: &'a serde_json::Value,
}

/// Seals an entry to its case.
///
/// **Formula**: `age[recipient](line ‖ spaces)`, where `line` is `{"v":1,"seq","at","kind","body"}`
/// with `at` in RFC 3339 UTC, and the whole is the next multiple of 1,024 bytes.
///
/// **Standard**: age v1, binary, by the `age` crate.
///
/// **Warning**: the server cannot open it again, and cannot prove who wrote it. The number of
/// steps and of entries is visible.
///
/// # Errors
///
/// If the recipient cannot be sealed to.
pub fn seal_entry(recipient: &str, entry: &Entry<'_>) -> Result<Vec<u8>, SealError> {
    let recipient: Recipient = recipient.parse()?;
    on_wiped_stack(|| seal_to(&[recipient], &padded(entry)?))
}

fn padded(entry: &Entry<'_>) -> Result<Zeroizing<Vec<u8>>, SealError> {
    let line =
        Line { v: 1, seq: entry.seq, at: entry.at.to_string(), kind: entry.kind, body: entry.body };
    let mut plain = Zeroizing::new(Vec::with_capacity(ENTRY_STEP));
    serde_json::to_writer(&mut *plain, &line).map_err(|_| SealError::Json)?;
    let whole = plain.len().next_multiple_of(ENTRY_STEP);
    plain.resize(whole, b' ');
    Ok(plain)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn entry(body: &serde_json::Value) -> Entry<'_> {
        Entry { seq: 7, at: Timestamp::from_millis(1_770_000_000_000), kind: "words", body }
    }

    #[test]
    fn an_entry_is_one_line_in_the_documented_order() {
        let body = json!({"text": "a\nb"});
        let plain = padded(&entry(&body)).unwrap();
        assert_eq!(
            str::from_utf8(&plain).unwrap().trim_end_matches(' '),
            r#"{"v":1,"seq":7,"at":"2026-02-02T02:40:00Z","kind":"words","body":{"text":"a\nb"}}"#
        );
        assert_eq!(plain.len(), 1024);
    }

    proptest! {
        #[test]
        fn any_entry_fills_whole_steps_and_reads_back(text in "\\PC{0,3000}", cut in 0_usize..3000) {
            let text: String = text.chars().take(cut).collect();
            let body = json!({ "text": text });
            let plain = padded(&entry(&body)).unwrap();
            prop_assert_eq!(plain.len() % ENTRY_STEP, 0);
            prop_assert!(!plain.contains(&b'\n'));
            let read: serde_json::Value = serde_json::from_slice(&plain).unwrap();
            prop_assert_eq!(&read["body"], &body);
            // No step is wasted.
            let line = plain.iter().rposition(|byte| *byte != b' ').unwrap() + 1;
            prop_assert!(plain.len() - line < ENTRY_STEP);
        }
    }
}

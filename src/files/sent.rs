//! The table `entry_files`: which file an entry has, kept as what was sent is sealed.

use std::slice;

use serde_json::Value as Json;
use zeroize::Zeroizing;

use crate::crypto::{Keyring, Lookup, length_prefixed};
use crate::storage::{Many, Result, Tx, Value};

/// Telegram's id of the file in an entry's body, as the console asks for it (`fileOf` in
/// `web/console/entry-body.ts`): of a photo the widest size, of several the first; of all else its own, not
/// that of a picture of it.
pub fn file_of(body: &Json) -> Option<&str> {
    let sent = body.get("sent")?;
    let sizes = sent.as_array().map_or(slice::from_ref(sent), Vec::as_slice);
    let wider = |a, b| if width(b) > width(a) { b } else { a };
    sizes.iter().reduce(wider)?.get("file_id")?.as_str()
}

fn width(size: &Json) -> f64 {
    size.get("width").and_then(Json::as_f64).unwrap_or_default()
}

/// The hash under which the file of an entry is kept and found. One file in two cases, or twice in one, has
/// two that show nothing of it.
///
/// **Formula**: the lookup hash ([`Keyring::lookup`]) of kind `entry-file` of `LP(case) ‖ LP(number) ‖
/// LP(Telegram's id)`, the number in 8 bytes, big-endian; `LP` as in [`length_prefixed`].
///
/// **Warning**: whoever has the keyring, and knows Telegram's id of a file, finds the entries that have it.
pub fn hash(keyring: &Keyring, (case, seq): (&[u8], i64), file_id: &str) -> Vec<u8> {
    let place = length_prefixed(&[case, &seq.to_be_bytes(), file_id.as_bytes()]);
    keyring.lookup(Lookup::EntryFile, &Zeroizing::new(place))
}

/// Keeps which file an entry has: rows of the case, the entry's number and the file's hash.
///
/// # Errors
/// What the database says.
pub async fn keep_of_entries(tx: &mut Tx, rows: &[Vec<Value>]) -> Result<()> {
    let sql = Many {
        before: "-- files::keep_of_entries
        INSERT INTO entry_files (case_id, seq, file_hash) VALUES",
        after: "",
    };
    tx.many(sql, rows).await.map(|_| ())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::crypto::Purpose;

    #[test]
    fn the_file_of_what_was_sent_is_the_one_that_the_console_asks_for() {
        let vectors = include_str!("../../tests/vectors/entry-file.json");
        let vectors: Vec<Json> = serde_json::from_str(vectors).unwrap();
        assert_eq!(vectors.len(), 20);
        for case in vectors {
            assert_eq!(file_of(&case["body"]), case["file"].as_str(), "{}", case["why"]);
        }
    }

    #[test]
    fn one_file_has_another_hash_in_each_entry_and_none_is_that_of_its_id_alone() {
        let keyring = Keyring::generate(Purpose::Rehearsal);
        let of = |case: &[u8], seq, id| hash(&keyring, (case, seq), id);
        assert_eq!(of(b"case", 1, "id"), of(b"case", 1, "id"));
        // A moved boundary is another case, number or file.
        let all = [
            of(b"case", 1, "id"),
            of(b"esac", 1, "id"),
            of(b"case", 2, "id"),
            of(b"case", 256, "id"),
            of(b"case", 1, "di"),
            of(b"case\0", 1 << 8, "id"),
            of(b"cas", 1, "eid"),
            of(b"", 1, "caseid"),
            keyring.lookup(Lookup::File, b"id"),
            keyring.lookup(Lookup::File, &length_prefixed(&[b"case", &1_i64.to_be_bytes(), b"id"])),
        ];
        assert_eq!(BTreeSet::from(all.clone()).len(), all.len());
    }
}

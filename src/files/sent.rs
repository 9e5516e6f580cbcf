//! The table `entry_files`: which files an entry has, kept as what was sent is sealed.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use crate::crypto::{Keyring, Lookup};
use crate::storage::{Many, Result, Tx, Value};

/// Keyed hashes of the ids of all files that stand in an entry's body: of a photo each size, of a film its
/// picture too.
pub fn hashes(keyring: &Keyring, body: &Json) -> Vec<Vec<u8>> {
    let mut ids = BTreeSet::new();
    collect(body, &mut ids);
    ids.into_iter().map(|id| keyring.lookup(Lookup::File, id.as_bytes())).collect()
}

fn collect<'a>(of: &'a Json, ids: &mut BTreeSet<&'a str>) {
    match of {
        Json::Array(all) => all.iter().for_each(|one| collect(one, ids)),
        Json::Object(fields) => {
            ids.extend(fields.get("file_id").and_then(Json::as_str));
            fields.values().for_each(|one| collect(one, ids));
        }
        _ => {}
    }
}

/// Keeps which files an entry has: rows of the case, the entry's number and a file's hash.
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
    use serde_json::json;

    use super::*;
    use crate::crypto::Purpose;

    #[test]
    fn every_file_of_what_was_sent_is_found_and_nothing_else() {
        let keyring = Keyring::generate(Purpose::Rehearsal);
        let of = |id: &str| keyring.lookup(Lookup::File, id.as_bytes());
        let photo = json!({"sent": [{"file_id": "b"}, {"file_id": "a"}, {"file_id": "b"}]});
        assert_eq!(hashes(&keyring, &photo), [of("a"), of("b")]);
        let film = json!({"sent": {"thumbnail": {"file_id": "t"}, "file_id": "v", "duration": 7}});
        assert_eq!(hashes(&keyring, &film), [of("t"), of("v")]);
        for none in [json!({"text": "file_id"}), json!({"sent": {"file_id": 7}}), json!(null)] {
            assert_eq!(hashes(&keyring, &none), [] as [Vec<u8>; 0]);
        }
    }
}

//! Whose an entry of an exported case is: what the server kept of it counts, not what it says of itself.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::open_case::{OpenCaseError, read_if_there};

/// What an exported case calls the file that says which entries members' browsers sealed.
pub const SEALED_BY: &str = "sealed_by.json";

/// Whose browser sealed an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedBy {
    /// The member's id.
    pub member: String,
    /// When the server took it, RFC 3339.
    pub at: String,
}

/// Of an exported case, who sealed the entries that the server did not, by their numbers. `None`: the
/// file that says it is damaged, or not there, as in a case that was exported before this was kept. It
/// keeps no entry shut.
pub(super) fn read(folder: &Path) -> Result<Option<BTreeMap<u64, SealedBy>>, OpenCaseError> {
    let file = read_if_there(&folder.join(SEALED_BY))?;
    Ok(file.and_then(|file| serde_json::from_slice(&file).ok()))
}

/// What is read of an entry that is, or says that it is, a note.
#[derive(Deserialize)]
struct Said {
    at: String,
    #[serde(default)]
    body: Text,
}

#[derive(Default, Deserialize, Serialize)]
struct Text {
    #[serde(default)]
    text: Option<String>,
    #[serde(skip_deserializing, skip_serializing_if = "Option::is_none")]
    member: Option<String>,
}

#[derive(Serialize)]
struct Note<'a> {
    v: u8,
    seq: u64,
    at: &'a str,
    kind: &'static str,
    by: Option<&'a str>,
    body: Text,
}

/// A note as it is printed, under the number of its file: of what it says of itself the text alone is
/// taken, and of one that no member's browser is known to have sealed the time too. `None` if it is no
/// entry.
pub(super) fn note(line: &[u8], number: u64, by: Option<&SealedBy>) -> Option<Zeroizing<String>> {
    let Said { at, body: Text { text, .. } } = serde_json::from_slice(line).ok()?;
    let member = by.map(|by| by.member.clone());
    let note = Note {
        v: 1,
        seq: number,
        at: by.map_or(&at, |by| &by.at),
        kind: if by.is_some() { "note" } else { "note of unknown origin" },
        by: by.map(|by| by.member.as_str()),
        body: Text { text, member },
    };
    serde_json::to_string(&note).ok().map(Zeroizing::new)
}

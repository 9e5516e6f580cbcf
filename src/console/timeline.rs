//! What has happened in a case, by whom, oldest first: from its row, its actions and the audit.

use std::collections::BTreeMap;

use habeas_core::domain::{Phrase, Timestamp};
use serde_json::{Value, json};

use super::reader::Outline;
use crate::audit::{self, Kind};
use crate::cards;
use crate::oncall;
use crate::parts::Parts;
use crate::storage::{Result, Tx};

/// One thing.
struct Happened {
    at: Timestamp,
    what: Phrase,
    by: Option<String>,
}

/// All of it, in a reader's words.
pub(super) async fn of_case(
    tx: &mut Tx,
    parts: &Parts,
    case: &Outline,
    names: &BTreeMap<String, String>,
    say: impl Fn(&Phrase) -> String,
) -> Result<Vec<Value>> {
    let began = Phrase::new("case-began");
    let mut all = vec![Happened { at: case.opened_at, what: began, by: None }];
    let code = (Kind::Handed, case.code.as_str());
    for (at, handed) in audit::of_case(tx, &parts.keyring, code, case.opened_at).await? {
        let to = handed.member.and_then(|id| names.get(&id)).cloned().unwrap_or_default();
        let what = Phrase::new("case-handed").text("name", to);
        all.push(Happened { at, what, by: names.get(&handed.by).cloned() });
    }
    for done in oncall::history(tx, parts, &case.id).await? {
        let (what, at) = (cards::deed(&done), done.at);
        all.push(Happened { at, what, by: Some(done.name).filter(|name| !name.is_empty()) });
    }
    all.sort_by_key(|happened| happened.at);
    let line = |Happened { at, what, by }: &Happened| json!({"at": at.as_millis(), "text": say(what), "by": by});
    Ok(all.iter().map(line).collect())
}

//! Whom no key of a case is sealed to: who is excluded from it, as it has to be known where no server is.

use std::collections::BTreeMap;

use habeas_core::members::{Act, Statement};
use serde::{Deserialize, Serialize};

use crate::storage::{Result, Tx};

/// Somebody who is excluded from a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeptFrom {
    /// The member's id.
    pub member: String,
    /// Their age recipient, and those that any statement names for them.
    pub recipients: Vec<String>,
}

/// All of them, by the case's code. Statements are taken as they stand: nobody gains by a false one.
pub async fn all(tx: &mut Tx) -> Result<BTreeMap<String, Vec<KeptFrom>>> {
    let sql = "-- kept_from::all
        SELECT c.code, e.member_id, m.recipient FROM exclusions e
        JOIN cases c ON c.id = e.case_id LEFT JOIN members m ON m.id = e.member_id
        ORDER BY e.member_id";
    let mut cases: BTreeMap<String, Vec<KeptFrom>> = BTreeMap::new();
    for row in tx.fetch_all(sql, &[]).await? {
        let recipients = row.opt_text("recipient")?.into_iter().collect();
        let who = KeptFrom { member: row.text("member_id")?, recipients };
        cases.entry(row.text("code")?).or_default().push(who);
    }
    if cases.is_empty() {
        return Ok(cases);
    }
    let sql = "-- kept_from::statements
        SELECT statement FROM statements ORDER BY seq";
    for row in tx.fetch_all(sql, &[]).await? {
        let statement = serde_json::from_str::<Statement>(&row.text("statement")?);
        let Ok(Act::Member { member, recipient, .. }) = statement.map(|stated| stated.act) else {
            continue;
        };
        for who in cases.values_mut().flatten().filter(|who| who.member == member) {
            if !who.recipients.contains(&recipient) {
                who.recipients.push(recipient.clone());
            }
        }
    }
    Ok(cases)
}

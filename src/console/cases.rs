//! The cases that a member may know of: codes, levels, clocks, and nothing that is in them.

use std::cmp::Reverse;
use std::collections::HashSet;
use std::result::Result as Plain;
use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use habeas_core::domain::Timestamp;
use habeas_core::review::{Action, Relation};
use serde::Deserialize;
use serde_json::{Value, json};

use super::reader::{self, Asks, Outline};
use super::request::{Done, Here, Refused};
use crate::alert;
use crate::cases::{self, Stage};
use crate::parts::Parts;
use crate::storage::{Result, Tx};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Asked {
    /// The page asks in the background.
    #[serde(default)]
    itself: bool,
}

pub(super) async fn list(
    State(here): State<Here>,
    headers: HeaderMap,
    asked: Plain<Query<Asked>, QueryRejection>,
) -> Done {
    let Query(asked) = asked.map_err(|_| Refused::Request("these are other parameters"))?;
    let asks = Asks::by_itself(asked.itself);
    let cookie = here.cookie(&headers).await?;
    let (unit, now) = (Arc::clone(&here.parts), here.parts.now());
    let run = async move |tx: &mut Tx| {
        let member = match reader::session(tx, &unit, &cookie, asks, now).await? {
            Ok(session) => session.member,
            Err(refused) => return Ok(Err(refused)),
        };
        let mut all = reader::seen_by(tx, &member).await?;
        let mine = |case: &Outline| case.relation == Relation::Owner;
        all.sort_by_key(|case| (!mine(case), Reverse(case.level), since(case)));
        let ids: Vec<&[u8]> = all.iter().map(|case| case.id.as_slice()).collect();
        let judged = alert::latest_of(tx, &unit, &ids).await?;
        let unreadable = unreadable(tx, &unit, &all).await?;
        let line = |case: &Outline| {
            let hours = judged.get(&case.id).and_then(|assessment| assessment.hours_left);
            let mut line = json!({
                "code": case.code.as_str(), "level": case.level, "stage": case.stage.as_str(),
                "hours_left": hours, "since": since(case).as_millis(), "mine": mine(case),
                "handed": case.relation == Relation::Handed,
                "called": matches!(case.relation, Relation::Called | Relation::CalledAgain),
                "reads": case.lets(&member, Action::Read),
            });
            if unreadable.contains(&case.id) {
                line["unreadable"] = true.into();
            }
            line
        };
        let lines: Vec<Value> = all.iter().map(line).collect();
        Ok(Ok(json!({"now": now.as_millis(), "cases": lines})))
    };
    let found = here.parts.store.run("console-cases", run).await?;
    Ok(Json(found?).into_response())
}

/// The ids of those that somebody is asked to take, and whose report does not open here: nobody takes
/// them here.
async fn unreadable(tx: &mut Tx, parts: &Parts, all: &[Outline]) -> Result<HashSet<Vec<u8>>> {
    let asked = |case: &&Outline| {
        matches!(case.relation, Relation::Called | Relation::CalledAgain | Relation::Handed)
    };
    let asked = all.iter().filter(asked);
    let ids: Vec<&[u8]> = asked.map(|case| case.id.as_slice()).collect();
    let loaded = cases::load_all(tx, parts, &ids).await?;
    Ok(loaded.into_iter().filter(|(_, case)| case.is_err()).map(|(id, _)| id).collect())
}

/// Since when it is as it is: taken, or open.
fn since(case: &Outline) -> Timestamp {
    let taken = case.taken_at.filter(|_| case.stage == Stage::Taken);
    taken.unwrap_or(case.opened_at)
}

//! What a case hands out sealed, and who has opened it.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use data_encoding::BASE64;
use habeas_core::domain::Timestamp;
use habeas_core::review::Action;
use serde::Deserialize;
use serde_json::{Value, json};

use super::reader::{self, Asks, Reader};
use super::request::{Done, Here, Refused};
use crate::audit::{self, By, Event, Kind, Payload};
use crate::cases;
use crate::oncall::members;
use crate::parts::Parts;
use crate::storage::{Result, Tx};

/// So many entries are handed out at once.
const AT_ONCE: usize = 100;
/// Whoever opens a case again within so many milliseconds is not recorded again.
const SAME_OPENING_MS: i64 = 15 * 60_000;
/// So many openings are shown, the last ones.
const SHOWN: usize = 200;

/// Records that a member has opened a case, once in a quarter of an hour.
pub(super) async fn record(
    tx: &mut Tx,
    parts: &Parts,
    reader: &Reader,
    now: Timestamp,
) -> Result<()> {
    let (code, who) = (reader.case.code.as_str(), reader.session.member.id.as_str());
    let since = now.plus_ms(1 - SAME_OPENING_MS);
    let lately = audit::of_case(tx, &parts.keyring, (Kind::Opened, code), since).await?;
    if lately.iter().any(|(_, payload)| payload.by == who) {
        return Ok(());
    }
    let event = Event::new(Kind::Opened, By::Member(who)).case(code);
    audit::record(tx, parts, event, now).await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct After {
    /// The number of the last entry that is there already.
    #[serde(default)]
    after: i64,
    /// The page asks in the background.
    #[serde(default)]
    itself: bool,
}

/// A case's entries as they were sealed.
pub(super) async fn entries(
    State(here): State<Here>,
    headers: HeaderMap,
    Path(code): Path<String>,
    asked: std::result::Result<Query<After>, QueryRejection>,
) -> Done {
    let Query(asked) = asked.map_err(|_| Refused::Request("these are other parameters"))?;
    let asks = Asks::by_itself(asked.itself);
    let cookie = here.cookie(&headers).await?;
    let (unit, now) = (Arc::clone(&here.parts), here.parts.now());
    let run = async move |tx: &mut Tx| {
        let wants = (code.as_str(), Action::Read);
        let reader = match reader::at(tx, &unit, (&cookie, asks), wants, now).await? {
            Ok(reader) => reader,
            Err(refused) => return Ok(Err(refused)),
        };
        record(tx, &unit, &reader, now).await?;
        let mut found = cases::entries(tx, &reader.case.id, asked.after, AT_ONCE + 1).await?;
        let more = found.len() > AT_ONCE;
        found.truncate(AT_ONCE);
        let line = |entry: &cases::SealedEntry| {
            json!({
                "seq": entry.seq, "at": entry.at.as_millis(), "generation": entry.generation,
                "by": entry.by, "sealed": BASE64.encode(&entry.sealed),
            })
        };
        let entries: Vec<Value> = found.iter().map(line).collect();
        Ok(Ok(json!({"entries": entries, "more": more})))
    };
    let found = here.parts.store.run("console-entries", run).await?;
    Ok(Json(found?).into_response())
}

/// Who has opened a case, and when, the last ones first.
pub(super) async fn openings(
    State(here): State<Here>,
    headers: HeaderMap,
    Path(code): Path<String>,
) -> Done {
    let cookie = here.cookie(&headers).await?;
    let (unit, now) = (Arc::clone(&here.parts), here.parts.now());
    let run = async move |tx: &mut Tx| {
        let wants = (code.as_str(), Action::Openings);
        let case = match reader::at(tx, &unit, (&cookie, Asks::Member), wants, now).await? {
            Ok(reader) => reader.case,
            Err(refused) => return Ok(Err(refused)),
        };
        let kind = (Kind::Opened, case.code.as_str());
        let all = audit::of_case(tx, &unit.keyring, kind, case.opened_at).await?;
        let names = names(tx, &unit).await?;
        let line = |(at, opened): &(Timestamp, Payload)| json!({"name": names.get(&opened.by), "at": at.as_millis()});
        let lines: Vec<Value> = all.iter().rev().take(SHOWN).map(line).collect();
        Ok(Ok(json!({"openings": lines})))
    };
    let found = here.parts.store.run("console-openings", run).await?;
    Ok(Json(found?).into_response())
}

/// What members are called, by their ids.
pub(super) async fn names(tx: &mut Tx, parts: &Parts) -> Result<BTreeMap<String, String>> {
    let all = members::readable(tx, parts).await?;
    Ok(all.into_iter().map(|member| (member.id, member.name)).collect())
}

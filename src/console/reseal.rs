//! What awaits re-sealing, handed to a browser that may open it, and taken back.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use data_encoding::{BASE64, HEXLOWER};
use habeas_core::domain::Role;
use serde::Deserialize;
use serde_json::{Value, json};

use super::request::{Done, Here, Refused, hex, read};
use super::sessions;
use crate::cases::{self, Awaiting, KeyError};
use crate::parts::Parts;
use crate::storage::Tx;

/// So many keys are handed out at once.
const AT_ONCE: usize = 20;

/// What a browser is to do: open `case_key`, seal it to `wanted`.
fn to_do(parts: &Parts, one: &Awaiting) -> Option<Value> {
    let case_key = one.of.key.case_key.as_ref()?;
    let wanted: Vec<Value> =
        one.wanted.iter().map(|(id, key)| json!({"member": id, "recipient": key})).collect();
    Some(json!({
        "code": one.of.code,
        "generation": one.of.generation,
        "recipient": one.of.key.recipient,
        "case_key": BASE64.encode(case_key),
        "state": HEXLOWER.encode(&one.token(parts)),
        "wanted": wanted,
        "two_holders": one.of.key.recovery_key.is_some(),
    }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct After {
    /// So many of the first keys stay, as this browser knows: it asks for those after them.
    #[serde(default)]
    after: usize,
}

/// The keys that this member's browser can seal to others, some at once, and the codes of all that
/// wait.
pub(super) async fn list(
    State(here): State<Here>,
    asked: Result<Query<After>, QueryRejection>,
    headers: HeaderMap,
) -> Done {
    let Query(After { after }) = asked.map_err(|_| Refused::Request("after is a number"))?;
    let cookie = here.cookie(&headers).await?;
    let (unit, now) = (Arc::clone(&here.parts), here.parts.now());
    let run = async move |tx: &mut Tx| {
        let Some(session) = sessions::by_itself(tx, &unit, &cookie, now).await? else {
            return Ok(None);
        };
        let all = cases::awaiting(tx, &unit).await?;
        let (mut mine, mut others): (Vec<_>, Vec<_>) =
            all.iter().partition(|one| one.is_for(&session.member));
        // Of which it is not known who opens them: they keep nobody from the others.
        mine.sort_by_key(|one| one.of.readers.is_none());
        others.retain(|one| !one.is_kept_from(&session.member));
        let may_know = session.member.role == Role::Coordinator;
        let codes = |of: &[&Awaiting]| of.iter().map(|one| one.of.code.clone()).collect::<Vec<_>>();
        let keys = mine.iter().filter_map(|one| to_do(&unit, one)).skip(after).take(AT_ONCE);
        Ok(Some(json!({
            "keys": keys.collect::<Vec<_>>(),
            "codes": codes(&mine),
            "others": if may_know { codes(&others) } else { vec![] },
        })))
    };
    let found: Option<Value> = here.parts.store.run("console-awaiting", run).await?;
    Ok(Json(found.ok_or(Refused::SignedOut)?).into_response())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Resealed {
    code: String,
    generation: i64,
    /// As it was handed out.
    state: String,
    case_key: String,
}

/// Takes one key that a browser sealed anew.
pub(super) async fn take(State(here): State<Here>, headers: HeaderMap, body: Bytes) -> Done {
    let asked: Resealed = read(&headers, &body)?;
    let token: [u8; 32] = hex(&asked.state)?;
    let case_key = BASE64.decode(asked.case_key.as_bytes());
    let case_key = case_key.map_err(|_| Refused::Request("the key is an age file in Base64"))?;
    let cookie = here.cookie(&headers).await?;
    let (unit, now) = (Arc::clone(&here.parts), here.parts.now());
    let run = async move |tx: &mut Tx| {
        let Some(session) = sessions::by_itself(tx, &unit, &cookie, now).await? else {
            return Ok(None);
        };
        let of = (asked.code.as_str(), asked.generation);
        let key = (case_key.as_slice(), token);
        cases::take_resealed(tx, &unit, &session.member, of, key, now).await?;
        Ok(Some(()))
    };
    match here.parts.store.run("console-resealed", run).await {
        Ok(Some(())) => Ok(Json(json!({})).into_response()),
        Ok(None) => Err(Refused::SignedOut),
        Err(error) if error.downcast_ref::<KeyError>().is_some() => Err(Refused::Changed),
        Err(error) => Err(error.into()),
    }
}

//! Members as browsers need them: the signed chain, the list of people, and what coordinators do with
//! both: sign for somebody, revoke, send a link for new keys.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use habeas_core::domain::{Role, Timestamp};
use habeas_core::members::{Act, Statement};
use serde::Deserialize;
use serde_json::{Value, json};

use super::request::{Done, Here, Refused, read};
use super::sessions;
use crate::audit::By;
use crate::crypto::verifies;
use crate::oncall::drafts;
use crate::oncall::members::{self, Member};
use crate::oncall::roster::{self, RosterError, Stored};
use crate::parts::Parts;
use crate::storage::{Result, Tx};
use crate::telegram;

type Answer = std::result::Result<Value, Refused>;

/// The chain as far as the keyring vouches for it; nobody has to be believed who hands it on.
pub(super) async fn chain(State(here): State<Here>, headers: HeaderMap) -> Done {
    let cookie = here.cookie(&headers).await?;
    let (unit, now) = (Arc::clone(&here.parts), here.parts.now());
    let run = async move |tx: &mut Tx| {
        // Before the session, which ends where the chain is broken: the browser is to hear why.
        let statements = match roster::stored(tx, &unit).await? {
            Ok(stored) => stored.statements,
            Err(RosterError::NoRoot) => vec![],
            Err(error) => return Ok(Err(broken(&error))),
        };
        if sessions::by_itself(tx, &unit, &cookie, now).await?.is_none() {
            return Ok(Err(Refused::SignedOut));
        }
        Ok(Ok(json!({"root": unit.root, "statements": statements})))
    };
    answer(here.parts.store.run("console-chain", run).await?)
}

/// Who is and was a member, how their keys stand here, and for coordinators which statements wait for
/// a second signature.
pub(super) async fn list(State(here): State<Here>, headers: HeaderMap) -> Done {
    let cookie = here.cookie(&headers).await?;
    let (unit, now) = (Arc::clone(&here.parts), here.parts.now());
    let run = async move |tx: &mut Tx| {
        let Some(session) = sessions::seen(tx, &unit, &cookie, now).await? else {
            return Ok(Err(Refused::SignedOut));
        };
        let me = session.member;
        let stored = roster::stored(tx, &unit).await?.ok();
        let waits = match &stored {
            Some(stored) if me.role == Role::Coordinator => {
                let mut waits = drafts::waiting(tx, &unit, stored).await?;
                waits.retain(|draft| draft.act.member() != Some(&me.id));
                waits
            }
            _ => vec![],
        };
        let mut all = members::readable(tx, &unit).await?;
        // Who was here once is for coordinators.
        all.retain(|member| member.revoked_at.is_none() || me.role == Role::Coordinator);
        let line = |member: &Member| line(&unit, stored.as_ref(), member);
        let all: Vec<Value> = all.iter().map(line).collect();
        Ok(Ok(json!({"members": all, "waits": waits})))
    };
    answer(here.parts.store.run("console-members", run).await?)
}

fn line(parts: &Parts, stored: Option<&Stored>, member: &Member) -> Value {
    let key = roster::key_state(parts, stored.map(|stored| &stored.roster), member);
    json!({
        "id": member.id, "name": member.name, "role": member.role, "key": key,
        "recipient": member.recipient, "signing_key": member.signing_key,
        "revoked": member.revoked_at.is_some(),
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Posted {
    statement: Statement,
}

/// A coordinator has signed: taken if that suffices, kept if one signature more is needed.
pub(super) async fn state(State(here): State<Here>, headers: HeaderMap, body: Bytes) -> Done {
    let Posted { statement } = read(&headers, &body)?;
    let run = async move |tx: &mut Tx, unit: &Parts, me: Member, now: Timestamp| {
        let stored = match roster::stored(tx, unit).await? {
            Ok(Stored { put_in: Some(seq), .. }) => {
                return Ok(Err(broken(&RosterError::PutIn(seq))));
            }
            Ok(stored) => stored,
            Err(error) => return Ok(Err(broken(&error))),
        };
        if !statement.signed.iter().any(|signed| Some(signed.by) == me.signing_key) {
            return Ok(Err(Refused::NotIn));
        }
        let is_draft = drafts::lacks_second(&stored, &statement);
        if !is_draft && let Err(fault) = stored.roster.clone().read(&statement, verifies) {
            return Ok(Err(Refused::Statement(fault.into())));
        }
        if let Act::Revoked { member } = &statement.act
            && let Some(who) = members::by_id(tx, unit, member).await?
            && !members::leaves_somebody(tx, unit, &who).await?
        {
            return Ok(Err(Refused::LastOne));
        }
        if let Err(error) = roster::fits(tx, unit, &statement.act).await? {
            return Ok(Err(Refused::Statement(error)));
        }
        if !is_draft {
            let by = By::Member(&me.id);
            telegram::accept_and_tell(tx, unit, std::slice::from_ref(&statement), by, now).await?;
        } else if let Some(member) = statement.act.member() {
            drafts::keep(tx, &statement, member, now).await?;
            if let Some(whom) = members::by_id(tx, unit, member).await? {
                telegram::tell_of_draft(tx, unit, &whom).await?;
            }
        }
        Ok(Ok(json!({"accepted": !is_draft})))
    };
    as_coordinator(&here, &headers, "console-state", run).await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ForWhom {
    member: String,
}

/// A coordinator has a link for new keys sent to a member who lost theirs. It goes to that member's
/// chat alone.
pub(super) async fn enrol_link(State(here): State<Here>, headers: HeaderMap, body: Bytes) -> Done {
    let ForWhom { member } = read(&headers, &body)?;
    let run = async move |tx: &mut Tx, unit: &Parts, me: Member, now: Timestamp| {
        let whom = members::by_id(tx, unit, &member).await?;
        // Whoever has a coordinator's browser and chat makes no keys in their name.
        let others = whom.filter(|whom| whom.id != me.id && whom.revoked_at.is_none());
        let Some(whom) = others else {
            return Ok(Err(Refused::Request("this is the id of nobody else who is present")));
        };
        if whom.started_at.is_none() || !telegram::send_enrol_link(tx, unit, &whom, now).await? {
            return Ok(Err(Refused::Unreachable));
        }
        Ok(Ok(json!({})))
    };
    as_coordinator(&here, &headers, "console-enrol-link", run).await
}

/// Does it for the coordinator who is in, and for nobody else.
async fn as_coordinator<F>(here: &Here, headers: &HeaderMap, name: &'static str, what: F) -> Done
where
    F: AsyncFn(&mut Tx, &Parts, Member, Timestamp) -> Result<Answer> + Send + 'static,
{
    let cookie = here.cookie(headers).await?;
    let (unit, now) = (Arc::clone(&here.parts), here.parts.now());
    let run = async move |tx: &mut Tx| match sessions::seen(tx, &unit, &cookie, now).await? {
        None => Ok(Err(Refused::SignedOut)),
        Some(session) if session.member.role != Role::Coordinator => Ok(Err(Refused::NotIn)),
        Some(session) => what(tx, &unit, session.member, now).await,
    };
    answer(here.parts.store.run(name, run).await?)
}

fn broken(error: &RosterError) -> Refused {
    tracing::error!(%error, "the console hands out no statements: run habeas member verify");
    Refused::Chain
}

fn answer(answer: Answer) -> Done {
    Ok(Json(answer?).into_response())
}

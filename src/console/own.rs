//! What members do to their own keys: copies are kept and removed, a six-digit code is set, tried
//! and forgotten.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use data_encoding::BASE64;
use habeas_core::members::Change;
use serde::Deserialize;
use serde_json::json;

use super::deeds::{self, Proof};
use super::devices::{Kind, Wrapped};
use super::links::Purpose;
use super::request::{Done, Here, Refused, hex, read};
use super::{codes, devices, links, sessions};
use crate::audit::{self, By, Event};
use crate::storage::Tx;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Keep {
    kind: Kind,
    wrapped: String,
    hint: Option<String>,
    at: i64,
    signature: String,
}

/// A copy under words takes the place of the one before; whoever came in by that one is out.
pub(super) async fn keep(State(here): State<Here>, headers: HeaderMap, body: Bytes) -> Done {
    let asked: Keep = read(&headers, &body)?;
    let copy = Wrapped::read(asked.kind, &asked.wrapped, asked.hint.as_deref())?;
    let (proof, cookie) = (Proof::read(asked.at, &asked.signature)?, here.cookie(&headers).await?);
    let (unit, now) = (Arc::clone(&here.parts), here.parts.now());
    let run = async move |tx: &mut Tx| {
        let change = Change::Keep { kind: copy.kind.as_str(), wrapped: &copy.file };
        let member = match deeds::done(tx, &unit, &cookie, change, &proof, now).await? {
            Ok(member) => member,
            Err(refused) => return Ok(Err(refused)),
        };
        let mut there = devices::of(tx, &unit, &member.id).await?;
        if copy.kind == Kind::Words {
            for old in there.extract_if(.., |old| old.kind == Kind::Words.as_str()) {
                devices::remove(tx, &old.id).await?;
            }
            sessions::end_others(tx, &member.id, &cookie).await?;
        }
        if there.len() >= devices::MOST {
            return Ok(Err(Refused::Full));
        }
        let id = devices::add(tx, &unit, &member.id, &copy, now).await?;
        let event = Event::new(audit::Kind::Added, By::Member(&member.id));
        audit::record(tx, &unit, event.member(&member.id).detail(copy.kind.as_str()), now).await?;
        Ok(Ok(id))
    };
    match here.parts.store.run("console-keep", run).await? {
        Ok(id) => Ok(Json(json!({"id": id})).into_response()),
        Err(refused) => Err(counted(&here, refused)),
    }
}

/// A wrong signature is a miss.
fn counted(here: &Here, refused: Refused) -> Refused {
    if matches!(refused, Refused::NotIn) { here.miss(refused) } else { refused }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Remove {
    id: String,
    at: i64,
    signature: String,
}

/// Whoever came in by the copy is out, in every other browser.
pub(super) async fn remove(State(here): State<Here>, headers: HeaderMap, body: Bytes) -> Done {
    let Remove { id, at, signature } = read(&headers, &body)?;
    let (proof, cookie) = (Proof::read(at, &signature)?, here.cookie(&headers).await?);
    let (unit, now) = (Arc::clone(&here.parts), here.parts.now());
    let run = async move |tx: &mut Tx| {
        let change = Change::Remove { id: &id };
        let member = match deeds::done(tx, &unit, &cookie, change, &proof, now).await? {
            Ok(member) => member,
            Err(refused) => return Ok(Err(refused)),
        };
        let there = devices::of(tx, &unit, &member.id).await?;
        let Some(copy) = there.iter().find(|copy| copy.id == id) else {
            return Ok(Err(Refused::NotIn));
        };
        let words = Kind::Words.as_str();
        if copy.kind == words && there.iter().filter(|other| other.kind == words).count() == 1 {
            return Ok(Err(Refused::LastWords));
        }
        devices::remove(tx, &id).await?;
        sessions::end_others(tx, &member.id, &cookie).await?;
        let event = Event::new(audit::Kind::Revoked, By::Member(&member.id));
        audit::record(tx, &unit, event.member(&member.id).detail(&copy.kind), now).await?;
        Ok(Ok(()))
    };
    let done = here.parts.store.run("console-remove", run).await?;
    done.map_err(|refused| counted(&here, refused))?;
    Ok(Json(json!({})).into_response())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SetCode {
    proof_hash: String,
    at: i64,
    signature: String,
}

pub(super) async fn set_code(State(here): State<Here>, headers: HeaderMap, body: Bytes) -> Done {
    let asked: SetCode = read(&headers, &body)?;
    let proof_hash: [u8; 32] = hex(&asked.proof_hash)?;
    let (proof, cookie) = (Proof::read(asked.at, &asked.signature)?, here.cookie(&headers).await?);
    let (unit, now) = (Arc::clone(&here.parts), here.parts.now());
    let run = async move |tx: &mut Tx| {
        let change = Change::Code { proof_hash: &proof_hash };
        match deeds::done(tx, &unit, &cookie, change, &proof, now).await? {
            Ok(member) => codes::set(tx, &unit, &member.id, &proof_hash, now).await.map(Ok),
            Err(refused) => Ok(Err(refused)),
        }
    };
    let set = here.parts.store.run("console-code", run).await?;
    let code = set.map_err(|refused| counted(&here, refused))?;
    let (share, ends_at) = (BASE64.encode(&code.share), code.ends_at.as_millis());
    Ok(Json(json!({"id": code.id, "share": share, "ends_at": ends_at})).into_response())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OpenCode {
    /// Redeemed, to come in; without it whoever has the cookie unlocks anew.
    link: Option<String>,
    id: String,
    proof: String,
}

/// Whatever is wrong with it is one answer.
pub(super) async fn open_code(State(here): State<Here>, headers: HeaderMap, body: Bytes) -> Done {
    let asked: OpenCode = read(&headers, &body)?;
    let proof: [u8; 32] = hex(&asked.proof)?;
    let link = asked.link.as_deref().map(hex::<32>).transpose()?;
    let cookie = match link {
        Some(link) => {
            let look = async move |tx: &mut Tx| links::exists(tx, &link).await;
            if !here.parts.store.read("console-open-code", look).await? {
                return Err(here.miss(Refused::NotIn));
            }
            String::new()
        }
        None => here.cookie(&headers).await?,
    };
    let (unit, now) = (Arc::clone(&here.parts), here.parts.now());
    let run = async move |tx: &mut Tx| {
        let member = match link {
            Some(link) => links::open(tx, &unit, &link, now).await?.and_then(|redeemed| {
                (redeemed.purpose == Purpose::SignIn).then_some(redeemed.challenge.member)
            }),
            None => sessions::seen(tx, &unit, &cookie, now).await?.map(|of| of.member.id),
        };
        let Some(member) = member else { return Ok(None) };
        codes::open(tx, &unit, (&asked.id, &member), &proof, now).await
    };
    let share = here.parts.store.run("console-open-code", run).await?;
    let share = share.ok_or_else(|| here.miss(Refused::NotIn))?;
    Ok(Json(json!({"share": BASE64.encode(&share)})).into_response())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ForgetCode {
    id: String,
}

pub(super) async fn forget_code(State(here): State<Here>, headers: HeaderMap, body: Bytes) -> Done {
    let ForgetCode { id } = read(&headers, &body)?;
    let cookie = here.cookie(&headers).await?;
    let (unit, now) = (Arc::clone(&here.parts), here.parts.now());
    let run = async move |tx: &mut Tx| {
        let Some(session) = sessions::seen(tx, &unit, &cookie, now).await? else {
            return Ok(false);
        };
        codes::forget(tx, &id, &session.member.id).await?;
        Ok(true)
    };
    match here.parts.store.run("console-forget-code", run).await? {
        true => Ok(Json(json!({})).into_response()),
        false => Err(Refused::SignedOut),
    }
}

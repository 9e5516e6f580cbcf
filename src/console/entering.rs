//! Coming in: a link is redeemed, keys are made, a signature lets in; and going out.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::IntoResponse;
use data_encoding::HEXLOWER;
use habeas_core::members::{Challenge, Key, Signature};
use serde::Deserialize;
use serde_json::{Value, json};

use super::devices::{Kind, Wrapped};
use super::links::Purpose;
use super::request::{Done, Here, Refused, hex, read};
use super::{devices, links, sessions};
use crate::audit::By;
use crate::crypto::{Recipient, verifies};
use crate::oncall::members::{self, Member};
use crate::storage::Tx;
use crate::telegram;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Redeem {
    token: String,
}

pub(super) async fn redeem(State(here): State<Here>, headers: HeaderMap, body: Bytes) -> Done {
    let Redeem { token } = read(&headers, &body)?;
    let id = here.link(&token).await?;
    let (unit, now) = (Arc::clone(&here.parts), here.parts.now());
    let run = async move |tx: &mut Tx| {
        let Some(redeemed) = links::redeem(tx, &unit, &id, now).await? else { return Ok(None) };
        let of = &redeemed.challenge.member;
        let Some(member) = members::by_id(tx, &unit, of).await? else { return Ok(None) };
        if member.revoked_at.is_some() {
            return Ok(None);
        }
        let wrapped = match redeemed.purpose {
            Purpose::SignIn => devices::of(tx, &unit, of).await?,
            Purpose::Enrol => vec![],
        };
        let lets_in = sessions::signing_key(tx, &unit, &member).await?.is_some();
        let challenge = redeemed.challenge;
        Ok(Some(json!({
            "purpose": redeemed.purpose.as_str(),
            "link": HEXLOWER.encode(&challenge.link),
            "member": member.id,
            "language": member.language,
            "nonce": HEXLOWER.encode(&challenge.nonce),
            "expiry": challenge.expiry.as_millis(),
            "wrapped": wrapped,
            "renews": member.recipient.is_some(),
            "confirmed": lets_in,
            "root": unit.root,
        })))
    };
    let found: Option<Value> = here.parts.store.run("console-redeem", run).await?;
    Ok(Json(found.ok_or_else(|| here.miss(Refused::NoLink))?).into_response())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Enrol {
    /// What was behind `#`: the link's id alone lies in the database.
    token: String,
    recipient: String,
    signing_key: Key,
    /// Under words: always.
    wrapped: String,
    /// Under a passkey as well, where there is one.
    passkey: Option<Passkey>,
    signature: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Passkey {
    wrapped: String,
    hint: String,
}

/// The same order again, after an answer that was lost, is answered as done and does nothing.
pub(super) async fn enrol(State(here): State<Here>, headers: HeaderMap, body: Bytes) -> Done {
    let asked: Enrol = read(&headers, &body)?;
    let link = here.link(&asked.token).await?;
    let signature: Signature = hex(&asked.signature)?;
    let recipient: Recipient =
        asked.recipient.parse().map_err(|_| Refused::Request("the recipient is age1…"))?;
    let (recipient, key) = (recipient.to_string(), asked.signing_key);
    let mut copies = vec![Wrapped::read(Kind::Words, &asked.wrapped, None)?];
    if let Some(Passkey { wrapped, hint }) = &asked.passkey {
        copies.push(Wrapped::read(Kind::Passkey, wrapped, Some(hint))?);
    }
    let (unit, now) = (Arc::clone(&here.parts), here.parts.now());
    let run = async move |tx: &mut Tx| {
        let signs = |challenge: &Challenge| {
            verifies(key, &challenge.enrol_bytes(&recipient, key), &signature)
        };
        if let Some(challenge) = links::enrolled(tx, &unit, &link).await? {
            let member = members::by_id(tx, &unit, &challenge.member).await?;
            let theirs = |member: Member| {
                member.recipient.as_deref() == Some(&*recipient) && member.signing_key == Some(key)
            };
            return Ok(signs(&challenge) && member.is_some_and(theirs));
        }
        let Some(redeemed) = links::open(tx, &unit, &link, now).await? else { return Ok(false) };
        let challenge = redeemed.challenge;
        if redeemed.purpose != Purpose::Enrol || !signs(&challenge) {
            return Ok(false);
        }
        let (id, by) = (challenge.member.as_str(), By::Member(&challenge.member));
        let keys = (recipient.as_str(), Some(key));
        let Some(member) = members::set_recipient(tx, &unit, id, keys, by, now).await? else {
            return Ok(false);
        };
        for copy in &copies {
            devices::add(tx, &unit, id, copy, now).await?;
        }
        links::keep_enrolled(tx, &challenge, now).await?;
        telegram::key_added(tx, &unit, &member).await?;
        Ok(true)
    };
    match here.parts.store.run("console-enrol", run).await? {
        true => Ok(Json(json!({"confirmed": here.parts.root.is_none()})).into_response()),
        false => Err(here.miss(Refused::NoLink)),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SignIn {
    link: String,
    signature: String,
}

pub(super) async fn sign_in(State(here): State<Here>, headers: HeaderMap, body: Bytes) -> Done {
    let asked: SignIn = read(&headers, &body)?;
    let link: [u8; 32] = hex(&asked.link)?;
    let signature: Signature = hex(&asked.signature)?;
    let look = async move |tx: &mut Tx| links::exists(tx, &link).await;
    if !here.parts.store.read("console-sign-in", look).await? {
        return Err(here.miss(Refused::NotIn));
    }
    let (unit, now) = (Arc::clone(&here.parts), here.parts.now());
    let run = async move |tx: &mut Tx| {
        let Some(redeemed) = links::open(tx, &unit, &link, now).await? else { return Ok(None) };
        let challenge = redeemed.challenge;
        let Some(member) = members::by_id(tx, &unit, &challenge.member).await? else {
            return Ok(None);
        };
        let key = sessions::signing_key(tx, &unit, &member).await?;
        let bytes = challenge.sign_in_bytes();
        let signs = key.filter(|key| verifies(*key, &bytes, &signature));
        let Some(key) = signs.filter(|_| redeemed.purpose == Purpose::SignIn) else {
            return Ok(None);
        };
        links::spend(tx, &link).await?;
        sessions::begin(tx, &member.id, key, now).await.map(Some)
    };
    let cookie = here.parts.store.run("console-sign-in", run).await?;
    let cookie = cookie.ok_or_else(|| here.miss(Refused::NotIn))?;
    let cookie =
        format!("{}={cookie}; Path=/; Secure; HttpOnly; SameSite=Strict", sessions::COOKIE);
    Ok(([(header::SET_COOKIE, cookie)], Json(json!({}))).into_response())
}

pub(super) async fn sign_out(State(here): State<Here>, headers: HeaderMap) -> Done {
    if let Ok(cookie) = here.cookie(&headers).await {
        let run = async move |tx: &mut Tx| sessions::end(tx, &cookie).await;
        here.parts.store.run("console-sign-out", run).await?;
    }
    let gone =
        format!("{}=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0", sessions::COOKIE);
    Ok(([(header::SET_COOKIE, gone)], Json(json!({}))).into_response())
}

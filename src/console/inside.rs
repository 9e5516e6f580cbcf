//! What somebody who is signed in sees first: who they are, with which keys, until when.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use serde_json::{Value, json};

use super::request::{Done, Here, Refused};
use super::{devices, sessions};
use crate::oncall::roster::{self, KeyState};
use crate::storage::Tx;

pub(super) async fn me(State(here): State<Here>, headers: HeaderMap) -> Done {
    let cookie = here.cookie(&headers).await?;
    let (unit, now) = (Arc::clone(&here.parts), here.parts.now());
    let run = async move |tx: &mut Tx| {
        let Some(session) = sessions::seen(tx, &unit, &cookie, now).await? else { return Ok(None) };
        let member = session.member;
        let stored = roster::stored(tx, &unit).await?.ok();
        let roster = stored.as_ref().map(|stored| &stored.roster);
        let active = roster::key_state(&unit, roster, &member) == KeyState::Active;
        Ok(Some(json!({
            "member": member.id, "role": member.role, "language": member.language,
            "recipient": member.recipient, "signing_key": member.signing_key,
            "confirmed": active, "ends_at": session.ends_at.as_millis(), "now": now.as_millis(),
            "devices": devices::of(tx, &unit, &member.id).await?, "root": unit.root,
        })))
    };
    let found: Option<Value> = here.parts.store.run("console-me", run).await?;
    Ok(Json(found.ok_or(Refused::SignedOut)?).into_response())
}

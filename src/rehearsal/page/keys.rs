//! Members' keys on the page: the paper with their words, and what the operator does.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Query, State};
use habeas_core::domain::Language;
use serde::Deserialize;
use serde_json::json;

use super::hall::OrderError;
use super::http::{Done, Here, done, order};
use crate::rehearsal::script::Who;

/// About whom.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Whose {
    who: String,
    #[serde(default)]
    language: String,
}

impl Whose {
    fn who(&self) -> Result<Who, OrderError> {
        Who::named(&self.who).ok_or(OrderError::Nobody)
    }
}

/// The seven words of a member's paper, as long as they open anything.
pub(super) async fn paper(State(hall): Here, Query(asked): Query<Whose>) -> Done {
    let words = hall.scene().stage.paper(asked.who()?).await?;
    Ok(Json(json!({"words": words.as_ref().map(|words| words.as_str())})))
}

/// The eight words that a member reads out, in the letters of a language.
pub(super) async fn voice(State(hall): Here, Query(asked): Query<Whose>) -> Done {
    let language = asked.language.parse().unwrap_or(Language::En);
    let words = hall.scene().stage.voice(asked.who()?, language).await?;
    Ok(Json(json!({"words": words})))
}

/// A link for new keys goes into a member's chat.
pub(super) async fn enrol(State(hall): Here, body: Bytes) -> Done {
    let scene = hall.scene();
    match scene.stage.send_new_keys(order::<Whose>(&body)?.who()?).await? {
        true => done(&scene),
        false => Err(OrderError::Nobody),
    }
}

/// The operator signs for the keys that wait.
pub(super) async fn sign(State(hall): Here, body: Bytes) -> Done {
    let scene = hall.scene();
    match scene.stage.sign_for(order::<Whose>(&body)?.who()?).await? {
        true => done(&scene),
        false => Err(OrderError::NothingWaits),
    }
}

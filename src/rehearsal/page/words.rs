//! The page's own texts, in the language in which it is read.

use axum::Json;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use habeas_core::domain::Language;
use serde_json::{Map, Value};

use crate::texts::Texts;

/// What the keys of the page's texts begin with.
const PREFIX: &str = "rp-";

/// All texts of the page in a language.
pub(super) async fn of_language(Path(language): Path<String>) -> Response {
    let Ok(language) = language.parse::<Language>() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let texts = Texts::builtin();
    let own = texts.keys(language).filter(|key| key.starts_with(PREFIX));
    let all: Map<String, Value> =
        own.map(|key| (key.to_owned(), texts.get(language, key, &[]).into())).collect();
    Json(all).into_response()
}

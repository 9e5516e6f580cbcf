//! A page's own texts, in the language in which it is read.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use habeas_core::domain::Language;
use serde_json::{Map, Value};

use crate::texts::Texts;

/// All texts of a page in a language: those whose keys begin with `prefix`.
pub fn of_language(prefix: &str, language: &str) -> Response {
    let Ok(language) = language.parse::<Language>() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let texts = Texts::builtin();
    let own = texts.keys(language).filter(|key| key.starts_with(prefix));
    let all: Map<String, Value> =
        own.map(|key| (key.to_owned(), texts.get(language, key, &[]).into())).collect();
    Json(all).into_response()
}

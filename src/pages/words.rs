//! A page's own texts, in the language in which it is read.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use habeas_core::domain::Language;
use serde_json::{Map, Value};

use crate::texts::Texts;

pub(super) const KIND: &str = "application/json";

/// All texts of a page in a language: those whose keys begin with `prefix`.
pub fn of_language(prefix: &str, language: &str) -> Response {
    match language.parse::<Language>() {
        Ok(language) => ([(header::CONTENT_TYPE, KIND)], json(prefix, language)).into_response(),
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}

/// The same bytes each time.
pub(super) fn json(prefix: &str, language: Language) -> Vec<u8> {
    let texts = Texts::builtin();
    let own = texts.keys(language).filter(|key| key.starts_with(prefix));
    let all: Map<String, Value> =
        own.map(|key| (key.to_owned(), texts.get(language, key, &[]).into())).collect();
    Value::from(all).to_string().into_bytes()
}

//! The files of the pages, built into the program where Node had built them (`make web`).

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

include!(concat!(env!("OUT_DIR"), "/page.rs"));

/// Whether this program has the pages in it.
pub fn are_there() -> bool {
    !FILES.is_empty()
}

/// A file of the pages by its name.
pub async fn named(Path(name): Path<String>) -> Response {
    file(&name)
}

/// A file of the pages.
pub fn file(name: &str) -> Response {
    match bytes(name) {
        Some(bytes) => ([(header::CONTENT_TYPE, kind(name))], bytes).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

pub(super) fn bytes(name: &str) -> Option<&'static [u8]> {
    FILES.iter().find(|(known, _)| *known == name).map(|(_, bytes)| *bytes)
}

pub(super) fn kind(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    }
}

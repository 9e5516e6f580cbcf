//! The files of the pages, built into the program where Node had built them (`make web`).

use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// A file as it was built in.
struct Built {
    name: &'static str,
    bytes: &'static [u8],
    /// The same in Brotli.
    packed: Option<&'static [u8]>,
}

include!(concat!(env!("OUT_DIR"), "/page.rs"));

/// Whether this program has the pages in it.
pub fn are_there() -> bool {
    !FILES.is_empty()
}

/// A file of the pages by its name.
pub async fn named(Path(name): Path<String>, headers: HeaderMap) -> Response {
    file(&name, &headers)
}

/// A file of the pages, in Brotli where the browser takes that: over TLS all do.
pub fn file(name: &str, headers: &HeaderMap) -> Response {
    let Some(Built { bytes, packed, .. }) = FILES.iter().find(|file| file.name == name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let about = [(header::CONTENT_TYPE, kind(name)), (header::VARY, "accept-encoding")];
    match packed.filter(|_| takes_brotli(headers)) {
        Some(packed) => (about, [(header::CONTENT_ENCODING, "br")], packed).into_response(),
        None => (about, *bytes).into_response(),
    }
}

/// RFC 9110, 12.5.3: named, and not with a weight of nothing.
fn takes_brotli(headers: &HeaderMap) -> bool {
    let all = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|v| v.to_str().ok());
    all.flat_map(|value| value.split(',')).any(|one| {
        let mut parts = one.split(';').map(str::trim);
        let is_named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case("br"));
        let is_nothing = |weight: &str| weight.trim_end_matches(['0', '.']).is_empty();
        is_named && !parts.any(|part| part.strip_prefix("q=").is_some_and(is_nothing))
    })
}

/// The parts of the console's script, each named by its hash.
pub(super) fn parts() -> impl Iterator<Item = &'static str> {
    let names = FILES.iter().map(|file| file.name);
    names.filter(|name| name.starts_with("console-") && name.ends_with(".js"))
}

pub(super) fn bytes(name: &str) -> Option<&'static [u8]> {
    FILES.iter().find(|file| file.name == name).map(|file| file.bytes)
}

pub(super) fn kind(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("webmanifest") => "application/manifest+json",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn takes(value: &'static str) -> bool {
        let value = HeaderValue::from_static(value);
        takes_brotli(&HeaderMap::from_iter([(header::ACCEPT_ENCODING, value)]))
    }

    #[test]
    fn brotli_goes_to_whoever_names_it() {
        assert!(takes("gzip, deflate, br, zstd") && takes("gzip;q=1, BR;q=0.5"));
        assert!(!takes("gzip") && !takes("br;q=0.00") && !takes("brotli"));
        assert!(!takes_brotli(&HeaderMap::new()));
    }
}

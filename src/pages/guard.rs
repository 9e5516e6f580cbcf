//! Who may speak to a page's server: a browser that shows the page itself.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// What a browser may do with whatever comes from here: nothing from elsewhere, nothing inline.
pub(super) const HEADERS: [(HeaderName, &str); 7] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; \
         media-src blob:; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
         require-trusted-types-for 'script'; trusted-types 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::CACHE_CONTROL, "no-store"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (header::X_FRAME_OPTIONS, "DENY"),
];

/// The names under which the page may be asked for, as `127.0.0.1:PORT`: another name is somebody
/// else's that was made to lead here.
#[derive(Clone, Debug)]
pub struct Names {
    /// `http` or `https`.
    pub scheme: &'static str,
    /// Hosts with their ports.
    pub hosts: Vec<String>,
}

/// Refuses what another page asks for, and puts the headers on every answer.
pub async fn guard(State(names): State<Names>, request: Request, next: Next) -> Response {
    let own = is_own(&names, request.headers()) || is_opened(&names, &request);
    let mut answer = match own {
        true => next.run(request).await,
        false => (StatusCode::FORBIDDEN, "only the page itself may ask for this").into_response(),
    };
    for (name, value) in HEADERS {
        answer.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    answer
}

/// Somebody has followed a link to the page itself, from another website perhaps: the page is the
/// same for everybody, and what it does it asks for itself.
fn is_opened(names: &Names, request: &Request) -> bool {
    let text = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
    request.method() == Method::GET
        && request.uri().path() == "/"
        && text("host").is_some_and(|host| names.hosts.iter().any(|name| name == host))
        && text("sec-fetch-mode") == Some("navigate")
        && text("sec-fetch-dest") == Some("document")
}

/// Fetch Metadata and the Origin header: a browser sets both and no page can change them.
fn is_own(names: &Names, headers: &HeaderMap) -> bool {
    let text = |name: HeaderName| headers.get(name).map(|v| v.to_str().unwrap_or("?"));
    let host = text(header::HOST).is_some_and(|host| names.hosts.iter().any(|name| name == host));
    let origin = text(header::ORIGIN).is_none_or(|origin| {
        let from = origin.strip_prefix(names.scheme).and_then(|rest| rest.strip_prefix("://"));
        from.is_some_and(|from| names.hosts.iter().any(|name| name == from))
    });
    let site = text(HeaderName::from_static("sec-fetch-site"));
    host && origin && site.is_none_or(|site| ["same-origin", "none"].contains(&site))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(headers: &[(&'static str, &'static str)]) -> bool {
        let hosts = vec!["127.0.0.1:7".to_owned(), "localhost:7".to_owned()];
        let names = Names { scheme: "http", hosts };
        let of = |(name, value): &(&'static str, &'static str)| {
            (HeaderName::from_static(name), HeaderValue::from_static(value))
        };
        is_own(&names, &headers.iter().map(of).collect())
    }

    #[test]
    fn the_page_itself_is_heard() {
        assert!(asked(&[("host", "127.0.0.1:7")]), "typed into the address line");
        let own = [("host", "localhost:7"), ("origin", "http://localhost:7")];
        assert!(asked(&own));
        assert!(asked(&[("host", "127.0.0.1:7"), ("sec-fetch-site", "same-origin")]));
    }

    #[test]
    fn another_page_is_refused() {
        for other in [
            [("host", "rebound.example:7"), ("sec-fetch-site", "same-origin")],
            [("host", "127.0.0.1:7"), ("origin", "http://other.example")],
            [("host", "127.0.0.1:7"), ("origin", "null")],
            [("host", "127.0.0.1:7"), ("origin", "https://127.0.0.1:7")],
            [("host", "127.0.0.1:7"), ("sec-fetch-site", "cross-site")],
            [("host", "127.0.0.1:7"), ("sec-fetch-site", "same-site")],
        ] {
            assert!(!asked(&other), "{other:?}");
        }
        assert!(!asked(&[]), "no host at all");
    }
}

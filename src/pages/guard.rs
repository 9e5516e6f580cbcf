//! Who may speak to a page's server: a browser that shows the page itself.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::headers::{self, is_for_everybody};

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
    let own = is_own(&names, request.headers())
        || is_opened(&names, &request)
        || is_public(&names, &request);
    let path = request.uri().path().to_owned();
    let mut answer = match own {
        true => next.run(request).await,
        false => (StatusCode::FORBIDDEN, "only the page itself may ask for this").into_response(),
    };
    for (name, value) in headers::all(&path) {
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
        && is_named(names, request.headers())
        && text("sec-fetch-mode") == Some("navigate")
        && text("sec-fetch-dest") == Some("document")
}

/// What the frame loads that shows what somebody sent: its origin is nobody's, and the file is the same
/// for everybody.
fn is_public(names: &Names, request: &Request) -> bool {
    request.method() == Method::GET
        && is_for_everybody(request.uri().path())
        && is_named(names, request.headers())
}

/// Whether it is asked for under a name of ours.
fn is_named(names: &Names, headers: &HeaderMap) -> bool {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    host.is_some_and(|host| names.hosts.iter().any(|name| name == host))
}

/// Fetch Metadata and the Origin header: a browser sets both and no page can change them.
fn is_own(names: &Names, headers: &HeaderMap) -> bool {
    let text = |name: HeaderName| headers.get(name).map(|v| v.to_str().unwrap_or("?"));
    let origin = text(header::ORIGIN).is_none_or(|origin| {
        let from = origin.strip_prefix(names.scheme).and_then(|rest| rest.strip_prefix("://"));
        from.is_some_and(|from| names.hosts.iter().any(|name| name == from))
    });
    let site = text(HeaderName::from_static("sec-fetch-site"));
    is_named(names, headers)
        && origin
        && site.is_none_or(|site| ["same-origin", "none"].contains(&site))
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

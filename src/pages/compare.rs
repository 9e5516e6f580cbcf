//! Whether what somebody serves is a file of the console as it was built in.

use axum::http::{HeaderMap, StatusCode, header};
use reqwest::Url;

use super::headers;
use super::published::{Published, sha256};

/// What would have a browser load, keep or report something else than the file.
const UNWANTED: [&str; 8] = [
    "access-control-allow-origin",
    "content-security-policy-report-only",
    "link",
    "nel",
    "refresh",
    "reporting-endpoints",
    "service-worker-allowed",
    "set-cookie",
];

/// What is wrong with an answer; nothing if it is this file, sent as it has to be.
pub fn faults(
    file: &Published,
    status: StatusCode,
    headers: &HeaderMap,
    body: &[u8],
) -> Vec<String> {
    if status.is_redirection() {
        let to = headers.get(header::LOCATION).and_then(|to| to.to_str().ok()).unwrap_or("?");
        return vec![format!("sends browsers elsewhere: to {to}")];
    }
    if status != StatusCode::OK {
        return vec![format!("is answered by {}", status.as_u16())];
    }
    let mut faults = vec![];
    let (got, wanted) = (sha256(body), file.sha256());
    if got != wanted {
        faults.push(format!("is another file: {got}, and {wanted} is built in"));
    }
    for (name, value) in headers::all(&file.path) {
        let sent: Vec<&[u8]> =
            headers.get_all(&name).iter().map(|value| value.as_bytes()).collect();
        match sent.as_slice() {
            [] => faults.push(format!("the header {name} is missing")),
            [one] if *one == value.as_bytes() => {}
            [_] => faults.push(format!("the header {name} is not what it has to be")),
            _ => faults.push(format!("the header {name} is there more than once")),
        }
    }
    if !is_kind(headers, file.kind) {
        faults.push(format!("the header content-type is not {}", file.kind));
    }
    let there = UNWANTED.iter().filter(|name| headers.contains_key(**name));
    faults.extend(there.map(|name| format!("the header {name} must not be there")));
    faults
}

/// Whether nothing is shown at this other address of a page: nobody finds it there, or is led to the
/// page's own address on the same host.
pub fn is_none(own: &Url, other: &Url, status: StatusCode, headers: &HeaderMap) -> bool {
    let to = || headers.get(header::LOCATION)?.to_str().ok().and_then(|to| other.join(to).ok());
    status == StatusCode::NOT_FOUND || status.is_redirection() && to().as_ref() == Some(own)
}

/// The same media type, and no other charset than UTF-8: in another one the same bytes are other
/// text.
fn is_kind(headers: &HeaderMap, kind: &str) -> bool {
    let parts = |text: &str| {
        let (essence, more) = text.split_once(';').unwrap_or((text, ""));
        (essence.trim().to_ascii_lowercase(), more.trim().to_ascii_lowercase())
    };
    let mut all = headers.get_all(header::CONTENT_TYPE).iter();
    let (Some(Ok(sent)), None) = (all.next().map(|value| value.to_str()), all.next()) else {
        return false;
    };
    let (essence, more) = parts(sent);
    essence == parts(kind).0 && ["", "charset=utf-8"].contains(&more.as_str())
}

/// What a page at this address links to that is on no list.
pub fn strangers(page: &[u8], at: &Url, files: &[Published]) -> Vec<String> {
    let text = String::from_utf8_lossy(page);
    let known = |link: &str| {
        let url = at.join(link).ok();
        url.is_some_and(|url| {
            let listed = files.iter().any(|file| file.path == url.path());
            listed && url.origin() == at.origin() && url.query().is_none()
        })
    };
    let links = links(&text).into_iter().filter(|link| !known(link));
    links.map(|link| link.escape_debug().to_string()).collect()
}

/// The values of attributes by which a page loads something.
fn links(page: &str) -> Vec<String> {
    let mut found = vec![];
    for name in ["src", "href", "srcset", "data", "action"] {
        for (at, _) in page.match_indices(name) {
            let before = page[..at].chars().next_back();
            let Some(value) = page[at + name.len()..].trim_start().strip_prefix('=') else {
                continue;
            };
            if before.is_none_or(|c| !c.is_whitespace() && !['"', '\'', '/'].contains(&c)) {
                continue;
            }
            let value = value.trim_start();
            let quote = value.chars().next().filter(|c| ['"', '\''].contains(c));
            let end = |c: char| match quote {
                Some(quote) => c == quote,
                None => c.is_whitespace() || c == '>',
            };
            let value = value.strip_prefix(|c| Some(c) == quote).unwrap_or(value);
            found.push(value[..value.find(end).unwrap_or(value.len())].to_owned());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    fn file() -> Published {
        let (path, name) = ("/console.js".to_owned(), "console.js".to_owned());
        Published { path, name, kind: "text/javascript; charset=utf-8", bytes: b"go".into() }
    }

    /// What is said of an answer that is good but for this.
    fn said(change: impl Fn(&mut HeaderMap), body: &str) -> Vec<String> {
        let mut headers = HeaderMap::new();
        for (name, value) in super::headers::all("/console.js") {
            headers.insert(name, HeaderValue::from_static(value));
        }
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/javascript"));
        change(&mut headers);
        faults(&file(), StatusCode::OK, &headers, body.as_bytes())
    }

    #[test]
    fn the_same_bytes_with_the_same_headers_are_the_file() {
        assert_eq!(said(|_| (), "go"), Vec::<String>::new());
    }

    #[test]
    fn each_header_that_is_missing_changed_or_repeated_is_named() {
        for (name, _) in headers::all("/console.js") {
            let gone = said(|headers| _ = headers.remove(&name), "go");
            assert_eq!(gone, [format!("the header {name} is missing")]);
            let other = HeaderValue::from_static("unsafe");
            let changed = said(|headers| _ = headers.insert(&name, other.clone()), "go");
            assert_eq!(changed, [format!("the header {name} is not what it has to be")]);
            let twice = said(|headers| _ = headers.append(&name, other.clone()), "go");
            assert_eq!(twice, [format!("the header {name} is there more than once")]);
        }
        for name in UNWANTED {
            let (name, value) = (HeaderName::from_static(name), HeaderValue::from_static("x"));
            let more = said(|headers| _ = headers.insert(&name, value.clone()), "go");
            assert_eq!(more, [format!("the header {name} must not be there")]);
        }
    }

    #[test]
    fn another_kind_or_charset_is_another_file() {
        for kind in ["text/html", "text/javascript; charset=utf-16", "text/javascript;charset=x"] {
            let value = HeaderValue::from_static(kind);
            let said =
                said(|headers| _ = headers.insert(header::CONTENT_TYPE, value.clone()), "go");
            assert_eq!(said.len(), 1, "{kind}: {said:?}");
        }
        let none = said(|headers| _ = headers.remove(header::CONTENT_TYPE), "go");
        assert_eq!(none.len(), 1, "{none:?}");
    }

    #[test]
    fn another_byte_another_status_and_another_address_are_not_the_file() {
        assert!(said(|_| (), "gO")[0].starts_with("is another file: "));
        let none = HeaderMap::new();
        assert_eq!(faults(&file(), StatusCode::NOT_FOUND, &none, b"go"), ["is answered by 404"]);
        let mut away = HeaderMap::new();
        away.insert(header::LOCATION, HeaderValue::from_static("https://other.example/"));
        assert_eq!(
            faults(&file(), StatusCode::FOUND, &away, b"go"),
            ["sends browsers elsewhere: to https://other.example/"]
        );
    }

    #[test]
    fn what_a_page_links_to_and_nobody_listed_is_found_however_it_is_written() {
        let at: Url = "https://desk.example/".parse().unwrap();
        let page = "<script src=/console.js></script><script  src = '/a.js'></script>\
            <link rel=\"x\"href=\"https://desk.example/console.js\"><img src=\"//b.example/c\">\
            <a href=\"/console.js?d\"></a><p title=\"no src here\">";
        let found = strangers(page.as_bytes(), &at, &[file()]);
        assert_eq!(found, ["/a.js", "//b.example/c", "/console.js?d"]);
    }
}

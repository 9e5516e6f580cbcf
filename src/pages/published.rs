//! What a browser loads of the console, as any host may serve it, and by which hash it is known.

use std::borrow::Cow;
use std::iter;

use axum::extract::Path;
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use data_encoding::HEXLOWER;
use habeas_core::domain::Language;
use ring::digest::{SHA256, digest};

use super::headers::{COMMON, own};
use super::{assets, vocabulary, words};

/// How the keys of the console's texts begin.
pub const CONSOLE_WORDS: &str = "cs-";

/// Where a browser asks, what the file is called in a folder, and how it was built in.
const FILES: [(&str, &str, &str); 11] = [
    ("/", "index.html", "console.html"),
    ("/console.js", "console.js", "console.js"),
    ("/console.css", "console.css", "console.css"),
    ("/console.webmanifest", "console.webmanifest", "console.webmanifest"),
    ("/console-icon.png", "console-icon.png", "console-icon.png"),
    ("/icon.svg", "icon.svg", "icon.svg"),
    ("/viewer.html", "viewer.html", "viewer.html"),
    ("/viewer.js", "viewer.js", "viewer.js"),
    ("/viewer.css", "viewer.css", "viewer.css"),
    ("/viewer-pdf.html", "viewer-pdf.html", "viewer-pdf.html"),
    ("/viewer-pdf.js", "viewer-pdf.js", "viewer-pdf.js"),
];

/// Where hosts of static files answer with a page too, and where it is: index files, and addresses
/// without their ending.
const OTHERS: [(&str, &str); 3] =
    [("/index.html", "/"), ("/viewer", "/viewer.html"), ("/viewer-pdf", "/viewer-pdf.html")];

/// One file of the console: the same for everybody.
pub struct Published {
    /// Where a browser asks for it.
    pub path: String,
    /// What it is called in a folder, and in `SHA256SUMS`.
    pub name: String,
    /// Its `Content-Type`.
    pub kind: &'static str,
    /// What is in it.
    pub bytes: Cow<'static, [u8]>,
}

impl Published {
    /// The hash of what is in it, in hexadecimal (FIPS 180-4).
    pub fn sha256(&self) -> String {
        sha256(&self.bytes)
    }

    /// Where a host of static files may have it too.
    pub fn other(&self) -> Option<&'static str> {
        OTHERS.iter().find(|(_, own)| *own == self.path).map(|(other, _)| *other)
    }
}

pub(super) fn sha256(bytes: &[u8]) -> String {
    HEXLOWER.encode(digest(&SHA256, bytes).as_ref())
}

/// Every file that a browser loads; none if the pages were not built in.
pub fn published() -> Vec<Published> {
    let own = FILES.iter().filter_map(|(path, name, built)| {
        Some(Published {
            path: (*path).to_owned(),
            name: (*name).to_owned(),
            kind: assets::kind(built),
            bytes: assets::bytes(built)?.into(),
        })
    });
    let parts = assets::parts().filter_map(|name| {
        Some(Published {
            path: format!("/{name}"),
            name: name.to_owned(),
            kind: assets::kind(name),
            bytes: assets::bytes(name)?.into(),
        })
    });
    let words = Language::ALL.iter().map(|language| Published {
        path: format!("/words/{language}"),
        name: format!("words/{language}"),
        kind: words::KIND,
        bytes: words::json(CONSOLE_WORDS, *language).into(),
    });
    let vocabularies = Language::ALL.iter().map(|language| Published {
        path: format!("/vocabulary/{language}"),
        name: format!("vocabulary/{language}"),
        kind: words::KIND,
        bytes: vocabulary::json(*language).into(),
    });
    match assets::are_there() {
        true => own.chain(parts).chain(words).chain(vocabularies).collect(),
        false => vec![],
    }
}

/// A file of the console by its name; nothing else of what was built in.
pub async fn console_file(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let is_own = FILES.iter().any(|(path, ..)| path.strip_prefix('/') == Some(name.as_str()));
    if is_own || assets::parts().any(|part| part == name) {
        return assets::file(&name, &headers);
    }
    StatusCode::NOT_FOUND.into_response()
}

/// The hashes, as `sha256sum` writes and checks them.
pub fn sums(files: &[Published]) -> String {
    files.iter().map(|file| format!("{}  {}\n", file.sha256(), file.name)).collect()
}

/// What every file is to be sent with, in the form that hosts of static files call `_headers`. Each
/// header of a file stands once: some hosts add up what stands twice. A page's other address has its
/// headers too: a host that answers there has no policy else.
pub fn header_list(files: &[Published]) -> String {
    let line = |(name, value): (HeaderName, &str)| format!("  {name}: {value}\n");
    let mut text: String = iter::once("/*\n".to_owned()).chain(COMMON.map(line)).collect();
    for file in files {
        for path in iter::once(file.path.as_str()).chain(file.other()) {
            let lines =
                own(&file.path).into_iter().chain([(header::CONTENT_TYPE, file.kind)]).map(line);
            text.push_str(path);
            text.push('\n');
            text.extend(lines);
        }
    }
    text
}

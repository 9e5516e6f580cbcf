//! What a browser loads of the console, as any host may serve it, and by which hash it is known.

use std::borrow::Cow;
use std::fmt::Write;

use data_encoding::HEXLOWER;
use habeas_core::domain::Language;
use ring::digest::{SHA256, digest};

use super::guard::HEADERS;
use super::{assets, vocabulary, words};

/// How the keys of the console's texts begin.
pub const CONSOLE_WORDS: &str = "cs-";

/// Where a browser asks, what the file is called in a folder, and how it was built in.
const FILES: [(&str, &str, &str); 6] = [
    ("/", "index.html", "console.html"),
    ("/console.js", "console.js", "console.js"),
    ("/console.css", "console.css", "console.css"),
    ("/console.webmanifest", "console.webmanifest", "console.webmanifest"),
    ("/console-icon.png", "console-icon.png", "console-icon.png"),
    ("/icon.svg", "icon.svg", "icon.svg"),
];

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

/// The hashes, as `sha256sum` writes and checks them.
pub fn sums(files: &[Published]) -> String {
    files.iter().map(|file| format!("{}  {}\n", file.sha256(), file.name)).collect()
}

/// What every file is to be sent with, in the form that hosts of static files call `_headers`.
pub fn header_list(files: &[Published]) -> String {
    let mut text = "/*\n".to_owned();
    for (name, value) in HEADERS {
        writeln!(text, "  {name}: {value}").expect("a string takes everything");
    }
    for file in files {
        writeln!(text, "{}\n  content-type: {}", file.path, file.kind)
            .expect("a string takes everything");
    }
    text
}

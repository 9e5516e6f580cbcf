//! Builds the pages into the program, where `make web` has made it; without it everything
//! but the page works.

use std::path::Path;
use std::{env, fs};

/// The pages' files, as `web/build.mjs` writes them.
const FILES: [&str; 7] =
    ["index.html", "page.js", "page.css", "icon.svg", "console.html", "console.js", "console.css"];

fn main() {
    let root = env::var("CARGO_MANIFEST_DIR").expect("cargo sets it");
    let made = Path::new(&root).join("web/dist");
    println!("cargo:rerun-if-changed=build.rs");
    // The folder is always there: a path that is not would build everything anew each time.
    println!("cargo:rerun-if-changed={}", made.display());
    let mut list = String::new();
    for name in FILES {
        let file = made.join(name);
        if file.is_file() {
            list.push_str(&format!("    ({name:?}, include_bytes!({file:?})),\n"));
        }
    }
    if list.lines().count() < FILES.len() {
        list.clear();
    }
    let text = format!("/// Name and content.\nconst FILES: &[(&str, &[u8])] = &[\n{list}];\n");
    let out = env::var("OUT_DIR").expect("cargo sets it");
    fs::write(Path::new(&out).join("page.rs"), text).expect("cargo's folder can be written");
}

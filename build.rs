//! Builds the pages into the program, where `make web` has made it; without it everything
//! but the page works.

use std::path::Path;
use std::{env, fs};

/// The pages' files, as `web/build.mjs` writes them; beside them are the parts of the console's
/// script, each named by its hash.
const FILES: [&str; 14] = [
    "index.html",
    "page.js",
    "page.css",
    "icon.svg",
    "console.html",
    "console.js",
    "console.css",
    "console.webmanifest",
    "console-icon.png",
    "viewer.html",
    "viewer.js",
    "viewer.css",
    "viewer-pdf.html",
    "viewer-pdf.js",
];

fn main() {
    let root = env::var("CARGO_MANIFEST_DIR").expect("cargo sets it");
    let made = Path::new(&root).join("web/dist");
    println!("cargo:rerun-if-changed=build.rs");
    // The folder is always there: a path that is not would build everything anew each time.
    println!("cargo:rerun-if-changed={}", made.display());
    let mut names: Vec<String> = fs::read_dir(&made)
        .into_iter()
        .flatten()
        .filter_map(|file| file.ok()?.file_name().into_string().ok())
        .filter(|name| FILES.contains(&name.as_str()) || is_part(name))
        .collect();
    names.sort();
    if names.iter().filter(|name| !is_part(name)).count() < FILES.len() {
        names.clear();
    }
    let line = |name: &String| {
        let (file, packed) = (made.join(name), made.join(format!("{name}.br")));
        let packed = match packed.is_file() {
            true => format!("Some(include_bytes!({packed:?}))"),
            false => "None".to_owned(),
        };
        format!(
            "    Built {{ name: {name:?}, bytes: include_bytes!({file:?}), packed: {packed} }},\n"
        )
    };
    let list: String = names.iter().map(line).collect();
    let text = format!("const FILES: &[Built] = &[\n{list}];\n");
    let out = env::var("OUT_DIR").expect("cargo sets it");
    fs::write(Path::new(&out).join("page.rs"), text).expect("cargo's folder can be written");
}

/// Whether it is a part of the console's script.
fn is_part(name: &str) -> bool {
    name.starts_with("console-") && name.ends_with(".js")
}

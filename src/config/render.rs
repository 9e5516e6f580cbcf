//! The configuration that `habeas init` writes: every key with its comment, defaults commented out
//! so that a later version's better default is taken.

use std::path::Path;

use super::storage::has_password;
use super::values::DEFAULTS;

/// The text of a new `habeas.toml`.
///
/// `storage_url` is written only if it holds no password; one that does leaves `url` empty, so that
/// `serve` without `HABEAS_STORAGE__URL` is refused instead of opening another database.
pub fn rendered(
    recovery_recipients: &[String],
    keyring: &Path,
    storage_url: Option<&str>,
) -> String {
    let keyring = quoted(&keyring.to_string_lossy());
    let recipients: Vec<String> = recovery_recipients.iter().map(|r| quoted(r)).collect();
    let url = storage_url.map(|url| if has_password(url) { quoted("") } else { quoted(url) });
    let mut section = "";
    let mut text = String::new();
    for line in DEFAULTS.lines() {
        if line.starts_with('[') {
            section = line;
        }
        let key = line.split_once(" = ").map(|(key, _)| key);
        let set = match (section, key) {
            ("[keyring]", Some("file")) => Some(keyring.clone()),
            ("[recovery]", Some("recipients")) => Some(format!("[{}]", recipients.join(", "))),
            ("[storage]", Some("url")) => url.clone(),
            _ => None,
        };
        match (key, set) {
            (Some(key), Some(value)) => text.push_str(&format!("{key} = {value}")),
            (Some(_), None) if !line.starts_with('#') => text.push_str(&format!("# {line}")),
            _ => text.push_str(line),
        }
        text.push('\n');
    }
    text
}

/// `text` as a TOML string.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

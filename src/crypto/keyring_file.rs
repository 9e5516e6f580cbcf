//! The keyring's file: TOML, version 1, readable by its owner alone.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use data_encoding::BASE64;
use habeas_core::domain::Timestamp;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::keys::{KEY_BYTES, RawKey};

const VERSION: i64 = 1;
/// A keyring is a few hundred bytes; what is larger is another file.
const MOST_BYTES: u64 = 1024 * 1024;

const PREAMBLE: &str = "\
# The keyring of one Habeas installation: with the database it opens facts and chats.
# Keep it away from the data folder and its backups. Without it, running cases are lost to the
# server; the sealed entries still open with members' and recovery identities.
# The first key of each list seals, the others only open.
";

/// What a keyring was made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Purpose {
    /// An installation that people report to.
    Serve,
    /// A rehearsal; `serve` refuses it.
    Rehearsal,
}

/// A keyring that could not be written or read.
#[derive(Debug, thiserror::Error)]
pub enum KeyringError {
    /// There is no such file.
    #[error(
        "there is no keyring at {0}: set keyring.file to where it lies, or make one with habeas \
         init"
    )]
    Missing(PathBuf),
    /// Others than the owner may read or write it.
    #[error(
        "the keyring {path} can be read or changed by others than its owner (mode {mode:03o}): \
         chmod 600 {path}", path = .path.display()
    )]
    ReadableByOthers {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// Made by a newer Habeas.
    #[error(
        "the keyring {path} has version {version}, and this habeas reads version 1: install the \
         version that made it", path = .path.display()
    )]
    UnknownVersion {
        /// The file.
        path: PathBuf,
        /// What it says.
        version: i64,
    },
    /// Not a keyring, or damaged.
    #[error("{path} is not a whole keyring ({what}): restore it from its copy",
        path = .path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong, without any of the file's content.
        what: &'static str,
    },
    /// A file is there already.
    #[error("{0} exists, and a keyring is never overwritten: give another path")]
    Exists(PathBuf),
    /// The system refused.
    #[error("cannot {verb} the keyring {path}: {source}", path = .path.display())]
    Io {
        /// What was tried.
        verb: &'static str,
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
}

/// A keyring as the file has it.
pub(super) struct RawKeyring {
    pub(super) purpose: Purpose,
    pub(super) columns: Vec<RawKey>,
    pub(super) lookups: Vec<RawKey>,
    pub(super) callbacks: Vec<RawKey>,
}

impl RawKeyring {
    /// One key of each kind.
    pub(super) fn generate(purpose: Purpose) -> Self {
        Self {
            purpose,
            columns: vec![RawKey::generate()],
            lookups: vec![RawKey::generate()],
            callbacks: vec![RawKey::generate()],
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileForm {
    version: i64,
    purpose: Purpose,
    /// The day it was made, for people.
    created: String,
    column: Vec<KeyForm>,
    lookup: Vec<KeyForm>,
    callback: Vec<KeyForm>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyForm {
    id: u32,
    key: String,
}

#[derive(Deserialize)]
struct VersionForm {
    version: i64,
}

/// Writes a new file with mode 0600; the file and its name are on the disk when this returns.
pub(super) fn write_new(
    path: &Path,
    keyring: &RawKeyring,
    now: Timestamp,
) -> Result<(), KeyringError> {
    let moment = now.to_string();
    let form = FileForm {
        version: VERSION,
        purpose: keyring.purpose,
        created: moment.split('T').next().unwrap_or(&moment).to_owned(),
        column: keyring.columns.iter().map(to_form).collect(),
        lookup: keyring.lookups.iter().map(to_form).collect(),
        callback: keyring.callbacks.iter().map(to_form).collect(),
    };
    let text = Zeroizing::new(toml::to_string(&form).expect("plain strings and numbers are TOML"));
    let failed = |source| KeyringError::Io { verb: "write", path: path.to_owned(), source };
    let opened = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    let mut file = match opened {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            return Err(KeyringError::Exists(path.to_owned()));
        }
        other => other.map_err(failed)?,
    };
    let written = file
        .write_all(PREAMBLE.as_bytes())
        .and_then(|()| file.write_all(text.as_bytes()))
        .and_then(|()| file.sync_all())
        .and_then(|()| File::open(folder_of(path))?.sync_all());
    written.map_err(|error| {
        // Half a keyring is worse than none, and this file is ours.
        let _ = fs::remove_file(path);
        failed(error)
    })
}

/// Reads a file, having looked at its permissions first.
pub(super) fn load(path: &Path) -> Result<RawKeyring, KeyringError> {
    let failed = |source| KeyringError::Io { verb: "read", path: path.to_owned(), source };
    let damaged = |what| KeyringError::Damaged { path: path.to_owned(), what };
    let file = match File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(KeyringError::Missing(path.to_owned()));
        }
        other => other.map_err(failed)?,
    };
    let about = file.metadata().map_err(failed)?;
    let mode = about.permissions().mode() & 0o777;
    if !about.is_file() {
        return Err(damaged("not a file"));
    }
    if mode & 0o077 != 0 {
        return Err(KeyringError::ReadableByOthers { path: path.to_owned(), mode });
    }
    let mut text = Zeroizing::new(String::new());
    match file.take(MOST_BYTES).read_to_string(&mut text) {
        Err(error) if error.kind() == io::ErrorKind::InvalidData => {
            return Err(damaged("not text"));
        }
        other => other.map_err(failed)?,
    };
    // The parser's own message quotes the line it stumbled over, which may be a key: not shown.
    let version: VersionForm = toml::from_str(&text).map_err(|_| damaged("no version"))?;
    if version.version != VERSION {
        return Err(KeyringError::UnknownVersion {
            path: path.to_owned(),
            version: version.version,
        });
    }
    let form: FileForm = toml::from_str(&text)
        .map_err(|_| damaged("a field is missing, unknown or not readable"))?;
    let keys = |forms: &[KeyForm]| from_forms(forms).map_err(damaged);
    Ok(RawKeyring {
        purpose: form.purpose,
        columns: keys(&form.column)?,
        lookups: keys(&form.lookup)?,
        callbacks: keys(&form.callback)?,
    })
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

fn to_form(key: &RawKey) -> KeyForm {
    KeyForm { id: key.id, key: BASE64.encode(&key.bytes[..]) }
}

fn from_forms(forms: &[KeyForm]) -> Result<Vec<RawKey>, &'static str> {
    if forms.is_empty() {
        return Err("a kind of key is missing");
    }
    let mut keys: Vec<RawKey> = Vec::with_capacity(forms.len());
    for form in forms {
        let bytes =
            Zeroizing::new(BASE64.decode(form.key.as_bytes()).map_err(|_| "a key is not base64")?);
        let bytes: [u8; KEY_BYTES] =
            bytes.as_slice().try_into().map_err(|_| "a key is not 32 bytes long")?;
        if keys.iter().any(|key| key.id == form.id) {
            return Err("two keys have the same id");
        }
        keys.push(RawKey { id: form.id, bytes: Zeroizing::new(bytes) });
    }
    Ok(keys)
}

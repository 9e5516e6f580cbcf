//! The keyring's file: TOML, mode 0600, apart from the data; written once, never over another.

use std::fs;
use std::io::Write;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use data_encoding::BASE64;
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, Zeroizing};

use super::keyring::{Key, Keyring, Purpose, Secrets};

/// The only version of the file.
const VERSION: u32 = 1;

/// Why a keyring was not read or written.
#[derive(Debug, thiserror::Error)]
pub enum KeyringError {
    /// No file there.
    #[error(
        "the keyring {0} is missing; put it back from where you keep its copy, or set keyring.file"
    )]
    Missing(PathBuf),
    /// Group or others may read it.
    #[error("the keyring {0} can be read by others; run: chmod 600 {0}")]
    ReadableByOthers(PathBuf),
    /// Not a keyring, or of another version.
    #[error("{0} is not a keyring of this version; name the file that `habeas init` wrote")]
    Unreadable(PathBuf),
    /// Something is there already.
    #[error("{0} exists already; nothing is overwritten, name another file")]
    Exists(PathBuf),
    /// The system refused.
    #[error("the keyring {path} could not be used: {kind}")]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        kind: std::io::ErrorKind,
    },
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileKey {
    id: u32,
    secret: String,
}

impl Drop for FileKey {
    fn drop(&mut self) {
        self.secret.zeroize();
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    purpose: Purpose,
    column: Vec<FileKey>,
    lookup: Vec<FileKey>,
    callback: Vec<FileKey>,
}

fn to_file(keys: &[Key]) -> Vec<FileKey> {
    keys.iter().map(|k| FileKey { id: k.id, secret: BASE64.encode(&k.secret) }).collect()
}

fn from_file(keys: &[FileKey]) -> Option<Vec<Key>> {
    keys.iter()
        .map(|k| {
            let secret = Zeroizing::new(BASE64.decode(k.secret.as_bytes()).ok()?);
            (secret.len() == 32).then_some(Key { id: k.id, secret })
        })
        .collect()
}

impl Keyring {
    /// Writes the keyring to a new file, mode 0600, durable before it returns.
    ///
    /// # Errors
    /// [`KeyringError::Exists`] if there is a file.
    pub fn write_new(&self, path: &Path) -> Result<(), KeyringError> {
        let secrets = self.secrets();
        let file = File {
            version: VERSION,
            purpose: secrets.purpose,
            column: to_file(&secrets.columns),
            lookup: to_file(&secrets.lookups),
            callback: to_file(&secrets.callbacks),
        };
        let text = toml::to_string(&file).map_err(|_| KeyringError::Unreadable(path.to_owned()))?;
        let text = Zeroizing::new(text);
        let failed = |e: std::io::Error| match e.kind() {
            std::io::ErrorKind::AlreadyExists => KeyringError::Exists(path.to_owned()),
            kind => KeyringError::Io { path: path.to_owned(), kind },
        };
        let mut options = fs::OpenOptions::new();
        let mut out =
            options.write(true).create_new(true).mode(0o600).open(path).map_err(failed)?;
        out.write_all(text.as_bytes()).and_then(|()| out.sync_all()).map_err(failed)?;
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty());
        let folder = fs::File::open(folder.unwrap_or(Path::new("."))).map_err(failed)?;
        folder.sync_all().map_err(failed)
    }

    /// Reads a keyring.
    ///
    /// # Errors
    /// [`KeyringError`]: missing, readable by group or others, or not a keyring.
    pub fn load(path: &Path) -> Result<Self, KeyringError> {
        let failed = |e: std::io::Error| match e.kind() {
            std::io::ErrorKind::NotFound => KeyringError::Missing(path.to_owned()),
            kind => KeyringError::Io { path: path.to_owned(), kind },
        };
        let mode = fs::metadata(path).map_err(failed)?.permissions().mode();
        if mode & 0o077 != 0 {
            return Err(KeyringError::ReadableByOthers(path.to_owned()));
        }
        let text = Zeroizing::new(fs::read_to_string(path).map_err(failed)?);
        read(&text).ok_or_else(|| KeyringError::Unreadable(path.to_owned()))
    }
}

fn read(text: &str) -> Option<Keyring> {
    let file: File = toml::from_str(text).ok()?;
    if file.version != VERSION {
        return None;
    }
    Keyring::from_secrets(Secrets {
        purpose: file.purpose,
        columns: from_file(&file.column)?,
        lookups: from_file(&file.lookup)?,
        callbacks: from_file(&file.callback)?,
    })
}

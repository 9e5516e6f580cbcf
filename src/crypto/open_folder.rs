//! Opening an exported case, away from the server: the folder and one identity, or two.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

/// Why a folder was not opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenFolderError {
    /// A file could not be read.
    #[error("{path} could not be read: {kind}")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        kind: std::io::ErrorKind,
    },
    /// The identity file holds none.
    #[error("{0} holds no age identity; it is a line that begins with AGE-SECRET-KEY-1")]
    NoIdentity(PathBuf),
    /// No key file there.
    #[error(
        "{0} holds neither case_key.age nor recovery_key.age; name the folder that `habeas case export` wrote"
    )]
    NoKeyFile(PathBuf),
    /// None of the identities opens the key.
    #[error(
        "these identities do not open the case's key; two recovery holders need both, as --identity A --identity B"
    )]
    NotForYou,
    /// An entry does not open.
    #[error("{0} does not open with the case's key: it is changed or belongs to another case")]
    Entry(PathBuf),
}

/// Opens every entry of an exported case; each is one line of JSON, without its padding.
///
/// # Errors
/// [`OpenFolderError`].
pub fn open_folder(
    folder: &Path,
    identity_files: &[PathBuf],
) -> Result<Vec<Zeroizing<String>>, OpenFolderError> {
    let mut identities = vec![];
    for path in identity_files {
        identities.extend(read_identities(path)?);
    }
    let key = case_identity(folder, &identities)?;
    let mut names: Vec<PathBuf> = fs::read_dir(folder.join("entries"))
        .map_err(|e| failed(&folder.join("entries"), &e))?
        .filter_map(|entry| entry.ok().map(|e| e.path()))
        .filter(|path| path.extension().is_some_and(|e| e == "age"))
        .collect();
    names.sort();
    names.iter().map(|path| open_entry(path, &key)).collect()
}

fn failed(path: &Path, error: &std::io::Error) -> OpenFolderError {
    OpenFolderError::Read { path: path.to_owned(), kind: error.kind() }
}

fn read_identities(path: &Path) -> Result<Vec<age::x25519::Identity>, OpenFolderError> {
    let text = Zeroizing::new(fs::read_to_string(path).map_err(|e| failed(path, &e))?);
    let found: Vec<_> = text.lines().filter_map(|line| line.trim().parse().ok()).collect();
    if found.is_empty() {
        return Err(OpenFolderError::NoIdentity(path.to_owned()));
    }
    Ok(found)
}

fn case_identity(
    folder: &Path,
    identities: &[age::x25519::Identity],
) -> Result<age::x25519::Identity, OpenFolderError> {
    let read = |name: &str| fs::read(folder.join(name)).ok();
    let (key, recovery) = (read("case_key.age"), read("recovery_key.age"));
    if key.is_none() && recovery.is_none() {
        return Err(OpenFolderError::NoKeyFile(folder.to_owned()));
    }
    let plain = key.and_then(|sealed| open_any(&sealed, identities)).or_else(|| {
        let inner = open_any(&recovery?, identities)?;
        open_any(&inner, identities)
    });
    let plain = plain.ok_or(OpenFolderError::NotForYou)?;
    let line = std::str::from_utf8(&plain).map_err(|_| OpenFolderError::NotForYou)?;
    line.trim().parse().map_err(|_| OpenFolderError::NotForYou)
}

fn open_any(sealed: &[u8], identities: &[age::x25519::Identity]) -> Option<Zeroizing<Vec<u8>>> {
    identities.iter().find_map(|identity| open(sealed, identity))
}

fn open(sealed: &[u8], identity: &age::x25519::Identity) -> Option<Zeroizing<Vec<u8>>> {
    let decryptor = age::Decryptor::new(sealed).ok()?;
    let mut reader = decryptor.decrypt(std::iter::once(identity as &dyn age::Identity)).ok()?;
    let mut plain = Zeroizing::new(Vec::with_capacity(sealed.len()));
    reader.read_to_end(&mut plain).ok()?;
    Some(plain)
}

fn open_entry(
    path: &Path,
    key: &age::x25519::Identity,
) -> Result<Zeroizing<String>, OpenFolderError> {
    let sealed = fs::read(path).map_err(|e| failed(path, &e))?;
    let plain = open(&sealed, key).ok_or_else(|| OpenFolderError::Entry(path.to_owned()))?;
    let text = std::str::from_utf8(&plain).map_err(|_| OpenFolderError::Entry(path.to_owned()))?;
    Ok(Zeroizing::new(text.trim_end().to_owned()))
}

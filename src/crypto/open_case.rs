//! Opens an exported case, on the machine of somebody who holds a key.

use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use zeroize::Zeroizing;

use super::identity::Identity;

const CASE_KEY: &str = "case_key.age";
const RECOVERY_KEY: &str = "recovery_key.age";
const ENTRIES: &str = "entries";

/// A case, or a part of it, that did not open. Never quotes what it holds.
#[derive(Debug, thiserror::Error)]
pub enum OpenCaseError {
    /// The folder is not an exported case.
    #[error(
        "there is no case_key.age or recovery_key.age in {0}: give the folder that habeas case \
         export wrote"
    )]
    NotACase(PathBuf),
    /// None of the identities opens a key of this case.
    #[error(
        "none of the identities given opens this case: give the identity of a member of its desk \
         or of a recovery holder with --identity FILE"
    )]
    NotForYou,
    /// Only one of two holders is there.
    #[error(
        "recovery_key.age needs the identities of both recovery holders: give --identity twice"
    )]
    BothHolders,
    /// A file is cut off, changed, or sealed for another case.
    #[error("{0} is damaged or belongs to another case: export the case again")]
    Damaged(PathBuf),
    /// An entry is missing, or stands in another's place.
    #[error("entry {0} is missing or out of place: export the case again")]
    Gap(u64),
    /// The system refused.
    #[error("cannot read {path}: {source}", path = .path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
}

/// The entries of a case whose key is open, in order; each is one line of JSON without its padding.
///
/// An entry that fails is an `Err` in its place, and the next ones still come.
pub struct OpenedCase {
    key: Vec<Identity>,
    files: std::vec::IntoIter<(u64, PathBuf)>,
    /// The number of the last file.
    last: u64,
    /// What `seq` minus the file's number is in this export, known from the first entry on.
    offset: Option<i128>,
    waiting: Option<(u64, PathBuf)>,
}

impl std::fmt::Debug for OpenedCase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("OpenedCase(<sealed>)")
    }
}

/// Opens the key of an exported case; the entries follow one by one.
///
/// `case_key.age` is tried with each identity, else `recovery_key.age` with two of them, whichever
/// order they come in.
///
/// # Errors
///
/// If the folder is no case, or no key of it opens.
pub fn open_folder(folder: &Path, identities: &[Identity]) -> Result<OpenedCase, OpenCaseError> {
    let key = open_key(folder, identities)?;
    Ok(OpenedCase {
        key,
        files: entry_files(&folder.join(ENTRIES))?.into_iter(),
        last: 0,
        offset: None,
        waiting: None,
    })
}

fn open_key(folder: &Path, identities: &[Identity]) -> Result<Vec<Identity>, OpenCaseError> {
    let (case_path, recovery_path) = (folder.join(CASE_KEY), folder.join(RECOVERY_KEY));
    let case_key = read_if_there(&case_path)?;
    let recovery_key = read_if_there(&recovery_path)?;
    if case_key.is_none() && recovery_key.is_none() {
        return Err(OpenCaseError::NotACase(folder.to_owned()));
    }
    if let Some(file) = case_key
        && let Some(line) = open_file(&case_path, &file, identities)?
    {
        return read_key(&case_path, &line);
    }
    let Some(file) = recovery_key else {
        return Err(OpenCaseError::NotForYou);
    };
    let Some(inner) = open_file(&recovery_path, &file, identities)? else {
        return Err(OpenCaseError::NotForYou);
    };
    match open_file(&recovery_path, &inner, identities)? {
        Some(line) => read_key(&recovery_path, &line),
        None => Err(OpenCaseError::BothHolders),
    }
}

fn read_key(path: &Path, line: &[u8]) -> Result<Vec<Identity>, OpenCaseError> {
    let damaged = || OpenCaseError::Damaged(path.to_owned());
    let text = str::from_utf8(line).map_err(|_| damaged())?;
    match Identity::parse_lines(text) {
        Ok(found) if found.len() == 1 => Ok(found),
        _ => Err(damaged()),
    }
}

fn open_file(
    path: &Path,
    file: &[u8],
    identities: &[Identity],
) -> Result<Option<Zeroizing<Vec<u8>>>, OpenCaseError> {
    open_age(file, identities).map_err(|Damaged| OpenCaseError::Damaged(path.to_owned()))
}

/// An age file that is cut off or changed, or none.
#[derive(Debug)]
pub(super) struct Damaged;

/// What an age file holds; `None` if it is not sealed to any of the identities.
pub(super) fn open_age(
    file: &[u8],
    identities: &[Identity],
) -> Result<Option<Zeroizing<Vec<u8>>>, Damaged> {
    let decryptor = age::Decryptor::new(file).map_err(|_| Damaged)?;
    let mut reader = match decryptor.decrypt(identities.iter().map(Identity::as_age)) {
        Err(age::DecryptError::NoMatchingKeys) => return Ok(None),
        other => other.map_err(|_| Damaged)?,
    };
    let mut plain = Zeroizing::new(Vec::with_capacity(file.len()));
    reader.read_to_end(&mut plain).map_err(|_| Damaged)?;
    Ok(Some(plain))
}

fn read_if_there(path: &Path) -> Result<Option<Vec<u8>>, OpenCaseError> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(OpenCaseError::Io { path: path.to_owned(), source }),
    }
}

/// `NUMBER.age` files by number; others are not ours.
fn entry_files(folder: &Path) -> Result<Vec<(u64, PathBuf)>, OpenCaseError> {
    let failed = |source| OpenCaseError::Io { path: folder.to_owned(), source };
    let mut files = Vec::new();
    for found in fs::read_dir(folder).map_err(failed)? {
        let path = found.map_err(failed)?.path();
        let name = path.file_name().and_then(|name| name.to_str());
        let number = name.and_then(|name| name.strip_suffix(".age")?.parse().ok());
        files.extend(number.map(|number| (number, path)));
    }
    files.sort_unstable();
    Ok(files)
}

#[derive(Deserialize)]
struct Numbered {
    seq: i64,
}

impl OpenedCase {
    fn open_entry(&mut self, path: &Path) -> Result<Zeroizing<String>, OpenCaseError> {
        let damaged = || OpenCaseError::Damaged(path.to_owned());
        let file =
            fs::read(path).map_err(|source| OpenCaseError::Io { path: path.to_owned(), source })?;
        let mut plain = open_file(path, &file, &self.key)?.ok_or_else(damaged)?;
        let line = str::from_utf8(&plain).map_err(|_| damaged())?.trim_end_matches(' ').len();
        plain.truncate(line);
        let numbered: Numbered = serde_json::from_slice(&plain).map_err(|_| damaged())?;
        let offset = i128::from(numbered.seq) - i128::from(self.last);
        if *self.offset.get_or_insert(offset) != offset {
            return Err(OpenCaseError::Gap(self.last));
        }
        String::from_utf8(std::mem::take(&mut *plain)).map(Zeroizing::new).map_err(|_| damaged())
    }
}

impl Iterator for OpenedCase {
    type Item = Result<Zeroizing<String>, OpenCaseError>;

    fn next(&mut self) -> Option<Self::Item> {
        let (number, path) = match self.waiting.take() {
            Some(waiting) => waiting,
            None => self.files.next()?,
        };
        let expected = self.last + 1;
        if number > expected {
            self.waiting = Some((number, path));
            self.last = number - 1;
            return Some(Err(OpenCaseError::Gap(expected)));
        }
        self.last = number;
        Some(self.open_entry(&path))
    }
}

//! Opens an exported case, on the machine of somebody who holds a key.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use zeroize::Zeroizing;

use super::identity::Identity;
use super::whose::{self, SealedBy};

const CASE_KEY: &str = "case_key";
const RECOVERY_KEY: &str = "recovery_key";
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
    /// An entry of a key that none of the identities opens.
    #[error(
        "{0} is sealed to another key of this case than you open: a key from before or after you \
         could read it. If you may read it, ask a coordinator to sign in: keys are passed on then"
    )]
    OtherKey(PathBuf),
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
/// What a member's browser sealed is a note of that member, whatever it says of itself, and says `by`
/// whom; what only calls itself a note is said to be one of unknown origin.
///
/// An entry that fails is an `Err` in its place, and the next ones still come.
pub struct OpenedCase {
    keys: Vec<Identity>,
    /// There is a key of this case that none of the identities opens.
    some_are_shut: bool,
    files: std::vec::IntoIter<(u64, PathBuf)>,
    /// Who sealed those that the server did not; `None`: nothing says it.
    by: Option<BTreeMap<u64, SealedBy>>,
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
/// order they come in; so are `case_key-1.age` and so on, of a case whose key was renewed.
///
/// # Errors
///
/// If the folder is no case, or no key of it opens.
pub fn open_folder(folder: &Path, identities: &[Identity]) -> Result<OpenedCase, OpenCaseError> {
    let (keys, some_are_shut) = open_keys(folder, identities)?;
    Ok(OpenedCase {
        keys,
        some_are_shut,
        files: entry_files(&folder.join(ENTRIES))?.into_iter(),
        by: whose::read(folder)?,
        last: 0,
        offset: None,
        waiting: None,
    })
}

/// The keys of all generations that open, at least one, and whether there are others.
pub(super) fn open_keys(
    folder: &Path,
    identities: &[Identity],
) -> Result<(Vec<Identity>, bool), OpenCaseError> {
    let (mut keys, mut trouble) = (vec![], None);
    for end in generations(folder)? {
        let paths = [CASE_KEY, RECOVERY_KEY].map(|name| folder.join(format!("{name}{end}.age")));
        match open_generation(&paths, identities) {
            Ok(key) => keys.extend(key),
            Err(error) => trouble = Some(error),
        }
    }
    match trouble {
        Some(error) if keys.is_empty() => Err(error),
        None if keys.is_empty() => Err(OpenCaseError::NotACase(folder.to_owned())),
        shut => Ok((keys, shut.is_some())),
    }
}

/// What stands between the name and `.age`: nothing for the newest key, `-1`, `-2` … for those
/// before it. The newest comes last: why it did not open is said.
fn generations(folder: &Path) -> Result<Vec<String>, OpenCaseError> {
    let failed = |source| OpenCaseError::Io { path: folder.to_owned(), source };
    let mut ends = BTreeSet::new();
    for found in fs::read_dir(folder).map_err(failed)? {
        let name = found.map_err(failed)?.file_name();
        let name = name.to_str().and_then(|name| name.strip_suffix(".age"));
        let end = |kind| name.and_then(|name| name.strip_prefix(kind));
        let Some(end) = end(CASE_KEY).or_else(|| end(RECOVERY_KEY)) else { continue };
        let number = end.strip_prefix('-').and_then(|number| number.parse::<u32>().ok());
        if end.is_empty() || number.is_some() {
            ends.insert((std::cmp::Reverse(number), end.to_owned()));
        }
    }
    Ok(ends.into_iter().map(|(_, end)| end).collect())
}

fn open_generation(
    [case_path, recovery_path]: &[PathBuf; 2],
    identities: &[Identity],
) -> Result<Vec<Identity>, OpenCaseError> {
    if let Some(file) = read_if_there(case_path)?
        && let Some(line) = open_file(case_path, &file, identities)?
    {
        return read_key(case_path, &line);
    }
    let Some(file) = read_if_there(recovery_path)? else {
        return Err(OpenCaseError::NotForYou);
    };
    let Some(inner) = open_file(recovery_path, &file, identities)? else {
        return Err(OpenCaseError::NotForYou);
    };
    match open_file(recovery_path, &inner, identities)? {
        Some(line) => read_key(recovery_path, &line),
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

pub(super) fn read_if_there(path: &Path) -> Result<Option<Vec<u8>>, OpenCaseError> {
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
    #[serde(default)]
    kind: String,
}

impl Numbered {
    fn is_note(&self) -> bool {
        self.kind == "note"
    }

    /// A note is sealed in a browser, before it has a number; nothing else is without one.
    fn is_unnumbered(&self) -> bool {
        self.seq == 0 && self.is_note()
    }
}

impl OpenedCase {
    /// Whether the folder says who sealed the entries that the server did not. Where it does not, any
    /// entry may be a member's, whatever it says of itself.
    pub fn tells_whose(&self) -> bool {
        self.by.is_some()
    }

    fn open_entry(&mut self, path: &Path) -> Result<Zeroizing<String>, OpenCaseError> {
        let damaged = || OpenCaseError::Damaged(path.to_owned());
        let file =
            fs::read(path).map_err(|source| OpenCaseError::Io { path: path.to_owned(), source })?;
        let shut = || match self.some_are_shut {
            true => OpenCaseError::OtherKey(path.to_owned()),
            false => damaged(),
        };
        let mut plain = open_file(path, &file, &self.keys)?.ok_or_else(shut)?;
        let line = str::from_utf8(&plain).map_err(|_| damaged())?.trim_end_matches(' ').len();
        plain.truncate(line);
        let numbered: Numbered = serde_json::from_slice(&plain).map_err(|_| damaged())?;
        let by = self.by.as_ref().and_then(|by| by.get(&self.last));
        let offset = i128::from(numbered.seq) - i128::from(self.last);
        let has_number = by.is_none() && !numbered.is_unnumbered();
        if has_number && *self.offset.get_or_insert(offset) != offset {
            return Err(OpenCaseError::Gap(self.last));
        }
        if by.is_some() || numbered.is_note() {
            return whose::note(&plain, self.last, by).ok_or_else(damaged);
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

//! Opens the files of an exported case, on the machine of somebody who holds a key.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::identity::Identity;
use super::open_case::{OpenCaseError, open_keys};

/// What an exported case calls the folder of its sealed files.
const FILES: &str = "files";
/// By so many first bytes it is seen what a file is.
const HEAD: u64 = 8 * 1024;

/// What became of the files of an exported case.
#[derive(Debug, Default)]
pub struct OpenedFiles {
    /// Those that are open now.
    pub opened: Vec<PathBuf>,
    /// Those that did not open.
    pub failed: Vec<OpenCaseError>,
}

/// Opens each sealed file of an exported case into a folder, under a name that ends as `extension` says
/// of its first bytes. A file that is there already is never overwritten.
///
/// # Errors
/// If no key of the case opens, or the folder cannot be written.
pub fn open_files(
    case: &Path,
    identities: &[Identity],
    out: &Path,
    extension: impl Fn(&[u8]) -> &'static str,
) -> Result<OpenedFiles, OpenCaseError> {
    let (keys, _) = open_keys(case, identities)?;
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| OpenCaseError::Io { path, source }
    };
    let folder = case.join(FILES);
    let mut sealed = vec![];
    if folder.exists() {
        for found in fs::read_dir(&folder).map_err(failed(&folder))? {
            sealed.push(found.map_err(failed(&folder))?.path());
        }
    }
    sealed.retain(|path| path.extension().is_some_and(|end| end == "age"));
    sealed.sort();
    let mut done = OpenedFiles::default();
    fs::create_dir_all(out).map_err(failed(out))?;
    for path in sealed {
        match open_one(&path, &keys, out, &extension) {
            Ok(path) => done.opened.push(path),
            Err(error) => done.failed.push(error),
        }
    }
    Ok(done)
}

fn open_one(
    path: &Path,
    keys: &[Identity],
    out: &Path,
    extension: &impl Fn(&[u8]) -> &'static str,
) -> Result<PathBuf, OpenCaseError> {
    let damaged = || OpenCaseError::Damaged(path.to_owned());
    let file = File::open(path);
    let file = file.map_err(|source| OpenCaseError::Io { path: path.to_owned(), source })?;
    let age = age::Decryptor::new_buffered(io::BufReader::new(file)).map_err(|_| damaged())?;
    let mut plain = match age.decrypt(keys.iter().map(Identity::as_age)) {
        Err(age::DecryptError::NoMatchingKeys) => {
            return Err(OpenCaseError::OtherKey(path.to_owned()));
        }
        other => other.map_err(|_| damaged())?,
    };
    let mut head = Zeroizing::new(vec![]);
    (&mut plain).take(HEAD).read_to_end(&mut head).map_err(|_| damaged())?;
    let name = path.file_stem().unwrap_or_default();
    let to = out.join(name).with_extension(extension(&head));
    let failed = |source| OpenCaseError::Io { path: to.clone(), source };
    let new = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&to);
    let mut new = new.map_err(failed)?;
    if let Err(error) = io::copy(&mut head.as_slice().chain(plain), &mut new) {
        // A part that was changed or cut off is found where it is reached.
        fs::remove_file(&to).map_err(failed)?;
        return Err(match error.kind() {
            io::ErrorKind::StorageFull => failed(error),
            _ => damaged(),
        });
    }
    Ok(to)
}

//! The process keeps to itself: files for the owner only, no core dumps; and no private key in
//! clear lies about the data.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use rustix::process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit};

/// How every age X25519 identity begins.
const IDENTITY: &[u8] = b"AGE-SECRET-KEY-1";
/// Where its first dash is.
const DASH_AT: usize = 3;
/// Files larger than this are read only so far.
const MOST_BYTES: u64 = 64 << 20;
/// Folders deeper than this are not entered.
const MOST_DEPTH: usize = 6;

/// The system refused to harden the process.
#[derive(Debug, thiserror::Error)]
#[error("core dumps could not be turned off: {0}")]
pub struct HardenError(std::io::Error);

/// umask 077, core dumps off, memory not readable by other processes of the user.
///
/// # Errors
/// [`HardenError`]; a process that can leave its memory on disk must not run.
pub fn harden_process() -> Result<(), HardenError> {
    rustix::process::umask(rustix::fs::Mode::from_raw_mode(0o077));
    let none = Rlimit { current: Some(0), maximum: Some(0) };
    setrlimit(Resource::Core, none).map_err(|e| HardenError(e.into()))?;
    set_dumpable_behavior(DumpableBehavior::NotDumpable).map_err(|e| HardenError(e.into()))
}

/// The first file under these folders that holds an age identity in clear.
pub fn clear_identities_under(folders: &[&Path]) -> Option<PathBuf> {
    folders.iter().find_map(|folder| search(folder, 0))
}

fn search(path: &Path, depth: usize) -> Option<PathBuf> {
    let kind = std::fs::symlink_metadata(path).ok()?.file_type();
    if kind.is_file() {
        return holds_identity(path).then(|| path.to_owned());
    }
    if !kind.is_dir() || depth > MOST_DEPTH {
        return None;
    }
    let files = std::fs::read_dir(path).ok()?;
    files.filter_map(Result::ok).find_map(|file| search(&file.path(), depth + 1))
}

fn holds_identity(path: &Path) -> bool {
    let Ok(file) = File::open(path) else { return false };
    let mut file = file.take(MOST_BYTES);
    let mut held = vec![0; 1 << 16];
    let mut kept = 0;
    loop {
        let Ok(read) = file.read(&mut held[kept..]) else { return false };
        if read == 0 {
            return false;
        }
        let len = kept + read;
        if holds(&held[..len]) {
            return true;
        }
        kept = len.min(IDENTITY.len() - 1);
        held.copy_within(len - kept..len, 0);
    }
}

/// Whether an identity begins in these bytes. Looks for the dash first: a database is long.
fn holds(bytes: &[u8]) -> bool {
    let mut from = 0;
    while let Some(dash) = bytes[from..].iter().position(|b| *b == b'-') {
        from += dash + 1;
        let begin = from.checked_sub(1 + DASH_AT);
        let found = begin.and_then(|begin| bytes.get(begin..begin + IDENTITY.len()));
        if found.is_some_and(|found| found.eq_ignore_ascii_case(IDENTITY)) {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identity_is_found_wherever_it_begins_and_however_it_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let deep = folder.path().join("a/b");
        std::fs::create_dir_all(&deep).unwrap();
        let file = deep.join("notes");
        // Around the end of a block that is read at once, too.
        for at in [0, 1, 1000, (1 << 16) - 20, (1 << 16) - 8, (1 << 16) - 1, 1 << 16] {
            for name in ["AGE-SECRET-KEY-1QQ", "age-secret-key-1qq"] {
                let mut bytes = vec![b'-'; at];
                bytes.extend_from_slice(name.as_bytes());
                std::fs::write(&file, &bytes).unwrap();
                assert_eq!(clear_identities_under(&[folder.path()]), Some(file.clone()), "{at}");
            }
            std::fs::write(&file, [vec![b'x'; at], b"AGE-SECRET-KEY".to_vec()].concat()).unwrap();
            assert_eq!(clear_identities_under(&[folder.path()]), None, "{at}");
        }
    }
}

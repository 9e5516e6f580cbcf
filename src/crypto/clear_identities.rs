//! Looks for a secret identity that somebody left beside the data.

use std::collections::VecDeque;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// Files looked at, over all folders.
const MOST_FILES: usize = 100_000;
/// Bytes read of one file: an identity file is short; a database is not read whole.
const MOST_OF_A_FILE: u64 = 16 * 1024 * 1024;
/// Bytes read over all files.
const MOST_BYTES: u64 = 1024 * 1024 * 1024;
const CHUNK: usize = 64 * 1024;

/// How a sealed file begins (age-encryption.org/v1): not read on.
const SEALED: &[u8] = b"age-encryption.org/v1\n";

/// What begins every native age identity (`AGE-SECRET-KEY-PQ-1` is the hybrid kind), and our own
/// signing keys.
const BEGINNINGS: [&[u8]; 3] =
    [b"AGE-SECRET-KEY-1", b"AGE-SECRET-KEY-PQ-1", b"HABEAS-SIGNING-KEY-"];
/// Letters and digits that must follow: an X25519 identity has 58, a mention in a text has none.
const SECRET_LETTERS: usize = 58;
/// The longest match, so that one across two chunks is found.
const OVERLAP: usize = 19 + SECRET_LETTERS - 1;

/// The first file under `folders` that holds a clear `AGE-SECRET-KEY-1…`, in any letter case.
///
/// Bounded: 100,000 files, 16 MiB of each, 1 GiB together; a warning is logged when a bound is
/// met. Links to folders are not followed. What cannot be read is passed over.
///
/// **Warning**: a net for an oversight, not for somebody who hides a key: a compressed, encoded or
/// locked one is not seen.
pub fn clear_identities_under(folders: &[&Path]) -> Option<PathBuf> {
    let mut folders: VecDeque<PathBuf> = folders.iter().map(|folder| folder.into()).collect();
    let (mut files, mut bytes) = (0, 0);
    while let Some(folder) = folders.pop_front() {
        let Ok(found) = fs::read_dir(&folder) else { continue };
        let mut found: Vec<_> = found.filter_map(Result::ok).collect();
        found.sort_unstable_by_key(fs::DirEntry::file_name);
        for entry in found {
            let path = entry.path();
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                folders.push_back(path);
                continue;
            }
            // Follows a link, and passes over pipes and sockets, which would wait for a writer.
            if !fs::metadata(&path).is_ok_and(|about| about.is_file()) {
                continue;
            }
            if files >= MOST_FILES || bytes >= MOST_BYTES {
                tracing::warn!(
                    files.looked_at = files,
                    "too much lies under the data folders to look all through it for a clear \
                     recovery identity: move away what is not Habeas's"
                );
                return None;
            }
            files += 1;
            if holds_identity(&path, &mut bytes) {
                return Some(path);
            }
        }
    }
    None
}

fn holds_identity(path: &Path, total: &mut u64) -> bool {
    let Ok(file) = File::open(path) else { return false };
    let mut file = file.take(MOST_OF_A_FILE);
    let mut buffer = vec![0; OVERLAP + CHUNK];
    let mut kept = 0;
    loop {
        let Ok(read) = file.read(&mut buffer[kept..]) else { return false };
        if read == 0 {
            return false;
        }
        *total += read as u64;
        let filled = kept + read;
        if has_identity(&buffer[..filled]) {
            return true;
        }
        // Sealed files are many and long, and are random after their first lines.
        if kept == 0 && buffer.starts_with(SEALED) {
            return false;
        }
        kept = filled.min(OVERLAP);
        buffer.copy_within(filled - kept..filled, 0);
    }
}

fn has_identity(bytes: &[u8]) -> bool {
    let dashes = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'-');
    // Each beginning has its first dash at its fourth place.
    dashes.filter_map(|(at, _)| at.checked_sub(3)).any(|start| {
        BEGINNINGS.iter().any(|beginning| {
            let rest = &bytes[start..];
            rest.len() >= beginning.len() + SECRET_LETTERS
                && rest[..beginning.len()].eq_ignore_ascii_case(beginning)
                && rest[beginning.len()..][..SECRET_LETTERS].iter().all(u8::is_ascii_alphanumeric)
        })
    })
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use rustix::fs::{CWD, FileType, Mode, mknodat};

    use super::*;
    use crate::crypto::recovery_new;

    fn folder_with(name: &str, content: &[u8]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        folder
    }

    fn found_in(name: &str, content: &[u8]) -> Option<PathBuf> {
        let folder = folder_with(name, content);
        let found = clear_identities_under(&[folder.path()])?;
        Some(found.strip_prefix(folder.path()).unwrap().to_owned())
    }

    #[test]
    fn an_identity_is_found_in_any_file_under_the_folders() {
        let (secret, _) = recovery_new();
        for name in ["recovery.txt", "a/b/c/.hidden", "habeas.db"] {
            assert_eq!(found_in(name, secret.as_bytes()), Some(name.into()));
        }
        let lower = secret.to_lowercase();
        assert_eq!(found_in("note", lower.as_bytes()), Some("note".into()));
    }

    #[test]
    fn an_identity_across_two_chunks_is_found() {
        let (secret, _) = recovery_new();
        for before in [CHUNK - 40, CHUNK - 1, CHUNK + OVERLAP - 40, CHUNK + OVERLAP - 1] {
            let mut content = vec![b'-'; before];
            content.extend_from_slice(secret.as_bytes());
            assert!(found_in("f", &content).is_some(), "{before} bytes before it");
        }
    }

    #[test]
    fn recipients_and_mentions_are_left_alone() {
        let (secret, recipient) = recovery_new();
        let text = format!("{recipient}\nan identity begins AGE-SECRET-KEY-1…\n{}", &secret[..60]);
        assert_eq!(found_in("habeas.toml", text.as_bytes()), None);
    }

    #[test]
    fn a_pipe_or_a_missing_folder_stops_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let (secret, _) = recovery_new();
        let pipe = folder.path().join("a");
        mknodat(CWD, &pipe, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
        let mut pipe = File::options().read(true).write(true).open(pipe).unwrap();
        pipe.write_all(secret.as_bytes()).unwrap();
        fs::write(folder.path().join("b"), secret.as_bytes()).unwrap();
        let missing = folder.path().join("missing");
        let found = clear_identities_under(&[&missing, folder.path()]);
        assert_eq!(found, Some(folder.path().join("b")));
    }
}

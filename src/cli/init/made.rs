//! What a command has made so far; removed again unless it is kept.

use std::fs;
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use anyhow::Context;

/// Files and folders that were not there before, in the order of making.
#[derive(Debug, Default)]
pub(super) struct Made(Vec<PathBuf>);

impl Made {
    /// Makes a folder and those above it, as far as they are missing.
    pub(super) fn folder(&mut self, path: &Path) -> anyhow::Result<()> {
        if path.is_dir() {
            return Ok(());
        }
        if let Some(parent) = path.parent() {
            self.folder(parent)?;
        }
        fs::create_dir(path).with_context(|| could_not_be_made(path))?;
        self.note(path);
        Ok(())
    }

    /// Writes a new file, mode 0600, durable before it returns.
    pub(super) fn file(&mut self, path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
        let file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
        let mut file = file.with_context(|| could_not_be_made(path))?;
        self.note(path);
        let written = file.write_all(bytes).and_then(|()| file.sync_all());
        written.and_then(|()| sync_parent(path)).with_context(|| could_not_be_made(path))
    }

    /// Something else has made, or is about to make, `path`.
    pub(super) fn note(&mut self, path: &Path) {
        self.0.push(path.to_owned());
    }

    /// All is done: nothing is removed.
    pub(super) fn keep(mut self) {
        self.0.clear();
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        for path in self.0.iter().rev() {
            // A folder in which somebody put something meanwhile stays, and is named.
            let removed = if path.is_dir() { fs::remove_dir(path) } else { fs::remove_file(path) };
            match removed {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    tracing::warn!(error = %error.kind(), "something half-made could not be removed");
                }
                _ => {}
            }
        }
    }
}

fn sync_parent(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), |folder| fs::File::open(folder)?.sync_all())
}

fn could_not_be_made(path: &Path) -> String {
    format!("{} could not be made", path.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_kept_is_removed_and_what_was_there_before_stays() {
        let temp = tempfile::tempdir().unwrap();
        let there = temp.path().join("there");
        fs::create_dir(&there).unwrap();
        let mut made = Made::default();
        made.folder(&there.join("a/b")).unwrap();
        made.file(&there.join("a/b/c"), b"x").unwrap();
        made.note(&there.join("never-made"));
        drop(made);
        assert!(there.is_dir());
        assert_eq!(fs::read_dir(&there).unwrap().count(), 0);
    }

    #[test]
    fn what_is_kept_stays_and_is_never_overwritten() {
        let temp = tempfile::tempdir().unwrap();
        let path = temp.path().join("a");
        let mut made = Made::default();
        made.file(&path, b"first").unwrap();
        made.keep();
        let mut made = Made::default();
        assert!(made.file(&path, b"second").is_err());
        drop(made);
        assert_eq!(fs::read(&path).unwrap(), b"first");
    }
}

//! Where a new installation may lie.

use std::io;
use std::path::{Component, Path, PathBuf};

use anyhow::bail;

/// The absolute path without links and dots, also of something that is not there yet.
pub(super) fn real(path: &Path) -> io::Result<PathBuf> {
    let mut real = PathBuf::new();
    for part in std::path::absolute(path)?.components() {
        match part {
            Component::ParentDir => {
                real.pop();
            }
            Component::CurDir => {}
            other => real.push(other),
        }
        // What is there may be a link; what is not there is none.
        if let Ok(found) = real.canonicalize() {
            real = found;
        }
    }
    Ok(real)
}

/// The folder is new or empty; the keyring is new and not in it.
pub(super) fn check(dir: &Path, keyring: &Path) -> anyhow::Result<()> {
    if keyring.starts_with(dir) {
        bail!(
            "the keyring {} would lie inside {}: whoever copies the folder would have both; name a place outside it",
            keyring.display(),
            dir.display()
        );
    }
    if dir.to_str().is_none() || keyring.to_str().is_none() {
        bail!("--dir and --keyring must be names in readable text (UTF-8); name others");
    }
    if keyring.is_dir() {
        bail!("--keyring {} is a folder; name a new file in it", keyring.display());
    }
    if keyring.symlink_metadata().is_ok() {
        bail!("{} exists already; nothing is overwritten, name another file", keyring.display());
    }
    match std::fs::read_dir(dir).map(|mut files| files.next().is_none()) {
        Ok(true) => Ok(()),
        Ok(false) => bail!("{} is not empty; name a folder that is new or empty", dir.display()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => bail!(
            "--dir {} cannot be used ({}); name a folder that is new or empty",
            dir.display(),
            error.kind()
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_and_links_do_not_hide_where_a_path_ends() {
        let temp = tempfile::tempdir().unwrap();
        let base = temp.path().canonicalize().unwrap();
        std::fs::create_dir(base.join("data")).unwrap();
        std::os::unix::fs::symlink(base.join("data"), base.join("link")).unwrap();
        assert_eq!(real(&base.join("link/ring")).unwrap(), base.join("data/ring"));
        assert_eq!(real(&base.join("no/../data/./ring")).unwrap(), base.join("data/ring"));
        assert!(check(&base.join("data"), &real(&base.join("link/ring")).unwrap()).is_err());
        assert!(check(&base.join("data"), &base.join("data2")).is_ok());
    }
}

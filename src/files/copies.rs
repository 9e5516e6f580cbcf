//! Copies of sealed files: beside a backup, back from there, beside an exported case.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::Path;
use std::time::{Duration, UNIX_EPOCH};

use habeas_core::domain::Timestamp;
use ring::digest::{Context, SHA256};

use super::rows::{self, Listed};
use crate::storage::Store;

/// So much is copied at once, in bytes.
const PIECE: usize = 64 * 1024;

/// What became of the files that were to be copied.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Copied {
    /// So many are there, whole.
    pub there: u64,
    /// Those that are nowhere where they were looked for, or damaged.
    pub missing: Vec<Listed>,
}

impl Copied {
    fn count(&mut self, file: &Listed, whole: bool) {
        match whole {
            true => self.there += 1,
            false => self.missing.push(file.clone()),
        }
    }
}

/// Copies files from one folder to another, which is made. One that is there already stays if it is
/// whole; it is read for that each time, for it may have been damaged since, and can be mended only
/// while the other one is there. Without a place to copy to it is only seen whether they are whole.
///
/// # Errors
/// What the system says of the folder that is written to.
pub fn copy(files: &[Listed], from: &Path, to: Option<&Path>) -> io::Result<Copied> {
    let mut copied = Copied::default();
    if let Some(to) = to {
        DirBuilder::new().recursive(true).mode(0o700).create(to)?;
    }
    for file in files {
        let from = from.join(file.name());
        let whole = match to.map(|to| to.join(file.name())) {
            Some(to) => one(&to, &file.hash, None)? || one(&from, &file.hash, Some(&to))?,
            None => one(&from, &file.hash, None)?,
        };
        copied.count(file, whole);
    }
    if let Some(to) = to {
        File::open(to)?.sync_all()?;
    }
    Ok(copied)
}

/// Those that are in a folder and damaged: whoever asks for one is handed it as it is.
///
/// # Errors
/// What the system says.
pub fn damaged(files: &[Listed], folder: &Path) -> io::Result<Vec<Listed>> {
    let mut all = vec![];
    for file in files {
        let path = folder.join(file.name());
        if path.try_exists()? && !one(&path, &file.hash, None)? {
            all.push(file.clone());
        }
    }
    Ok(all)
}

/// Notes at the copies of these files, by the time at which they were changed, that a backup of this
/// moment needs them.
///
/// # Errors
/// What the system says.
pub fn keep(files: &[Listed], folder: &Path, now: Timestamp) -> io::Result<()> {
    let needed = UNIX_EPOCH + Duration::from_millis(u64::try_from(now.as_millis()).unwrap_or(0));
    for file in files {
        match File::open(folder.join(file.name())) {
            Ok(copy) => copy.set_modified(needed)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// One file, under another name until it is whole; `false` if there is none, or another.
fn one(from: &Path, hash: &[u8], to: Option<&Path>) -> io::Result<bool> {
    let Ok(mut from) = File::open(from) else { return Ok(false) };
    let part = to.map(|to| to.with_extension("part"));
    let mut out = match &part {
        Some(part) => {
            if let Some(folder) = part.parent() {
                fs::create_dir_all(folder)?;
            }
            let mut new = OpenOptions::new();
            new.write(true).create(true).truncate(true).mode(0o600);
            Some(new.open(part)?)
        }
        None => None,
    };
    let (mut seen, mut piece) = (Context::new(&SHA256), vec![0; PIECE]);
    let read = loop {
        match from.read(&mut piece) {
            Ok(0) => break true,
            Ok(n) => {
                seen.update(&piece[..n]);
                if let Some(out) = &mut out {
                    out.write_all(&piece[..n])?;
                }
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => break false,
        }
    };
    let whole = read && seen.finish().as_ref() == hash;
    if let (Some(out), Some(part), Some(to)) = (out, part, to) {
        out.sync_all()?;
        match whole {
            true => fs::rename(part, to)?,
            false => fs::remove_file(part)?,
        }
    }
    Ok(whole)
}

/// Removes from a folder of copies what the database has no row of any more, and no backup of the last
/// so many days had one of ([`keep`]): the backups that need it are gone too. How many.
///
/// # Errors
/// What the system says.
pub fn expire(files: &[Listed], folder: &Path, days: i64, now: Timestamp) -> io::Result<u64> {
    let known: std::collections::HashSet<String> = files.iter().map(Listed::name).collect();
    let all = match fs::read_dir(folder) {
        Ok(all) => all,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(0),
        Err(error) => return Err(error),
    };
    let mut gone = 0;
    for found in all {
        let found = found?;
        let name = found.file_name();
        let name = name.to_str().unwrap_or_default();
        let ours = name.ends_with(".age") || name.ends_with(".part");
        if !ours || known.contains(name) {
            continue;
        }
        let made = found.metadata()?.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
        let made = Timestamp::from_millis(i64::try_from(made.as_millis()).unwrap_or(i64::MAX));
        if now.since(made) > days.saturating_mul(86_400_000) {
            fs::remove_file(found.path())?;
            gone += 1;
        }
    }
    Ok(gone)
}

/// Copies the sealed files of a case into `files/` of the folder that it is exported to: `0007-1.age` is
/// the first file of entry 7. They open with the case's key, as its entries do.
///
/// # Errors
/// What the system or the database says.
pub async fn export(
    store: &Store,
    from: &Path,
    code: &str,
    folder: &Path,
) -> Result<Copied, super::DepotError> {
    let rows = rows::of_code(store, code).await?;
    let (to, mut copied) = (folder.join("files"), Copied::default());
    let (mut entry, mut nth) = (0, 0);
    for row in &rows {
        nth = if row.seq == entry { nth + 1 } else { 1 };
        entry = row.seq;
        let to = to.join(format!("{entry:04}-{nth}.age"));
        let whole = one(&from.join(row.name()), &row.hash, Some(&to))?;
        copied.count(row, whole);
    }
    Ok(copied)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(id: &str, bytes: &[u8]) -> Listed {
        let hash = ring::digest::digest(&SHA256, bytes).as_ref().to_vec();
        Listed { id: id.to_owned(), code: "RD-100".to_owned(), seq: 1, hash }
    }

    fn at(day: i64) -> Timestamp {
        Timestamp::from_millis(1_772_000_000_000).plus_s(day * 86_400)
    }

    #[test]
    fn only_what_is_whole_is_copied_and_only_once() {
        let folder = tempfile::tempdir().unwrap();
        let (from, to) = (folder.path().join("from"), folder.path().join("to"));
        fs::create_dir(&from).unwrap();
        let whole = vec![7; 200_000];
        let files = [listed("a", &whole), listed("b", b"as it was"), listed("c", b"lost")];
        fs::write(from.join("a.age"), &whole).unwrap();
        fs::write(from.join("b.age"), "as it is").unwrap();
        let seen = Copied { there: 1, missing: files[1..].to_vec() };
        assert_eq!(copy(&files, &from, None).unwrap(), seen);
        assert!(!to.exists(), "it was only looked at");
        assert_eq!(copy(&files, &from, Some(&to)).unwrap(), seen);
        assert_eq!(fs::read(to.join("a.age")).unwrap(), whole);
        assert_eq!(fs::read_dir(&to).unwrap().count(), 1, "nothing half, nothing damaged");
        fs::remove_file(from.join("a.age")).unwrap();
        assert_eq!(copy(&files, &from, Some(&to)).unwrap(), seen, "a copy that is there stays");
    }

    #[test]
    fn a_copy_that_was_damaged_is_not_counted_and_is_mended_while_the_file_is_there() {
        let folder = tempfile::tempdir().unwrap();
        let (from, to) = (folder.path().join("from"), folder.path().join("to"));
        fs::create_dir(&from).unwrap();
        let files = [listed("a", b"as it was")];
        fs::write(from.join("a.age"), "as it was").unwrap();
        assert_eq!(copy(&files, &from, Some(&to)).unwrap().there, 1);
        assert_eq!(super::damaged(&files, &from).unwrap(), []);
        assert_eq!(super::damaged(&files, &folder.path().join("none")).unwrap(), []);
        fs::write(from.join("a.age"), "as it wos").unwrap();
        assert_eq!(copy(&files, &from, Some(&to)).unwrap().there, 1, "the copy is whole");
        assert_eq!(super::damaged(&files, &from).unwrap(), files);
        fs::write(from.join("a.age"), "as it was").unwrap();
        for damaged in ["as it wos", "as it", ""] {
            fs::write(to.join("a.age"), damaged).unwrap();
            assert_eq!(copy(&files, &from, Some(&to)).unwrap().there, 1, "{damaged}");
            assert_eq!(fs::read(to.join("a.age")).unwrap(), b"as it was");
        }
        fs::write(to.join("a.age"), "as it is").unwrap();
        fs::remove_file(from.join("a.age")).unwrap();
        assert_eq!(copy(&files, &from, Some(&to)).unwrap().missing, files);
        assert_eq!(fs::read(to.join("a.age")).unwrap(), b"as it is", "nothing is thrown away");
    }

    #[test]
    fn copies_go_once_the_last_backup_that_needs_them_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["a.age", "b.age", "b.part", "habeas.db"] {
            fs::write(folder.path().join(name), "x").unwrap();
        }
        let [with, without] = [vec![listed("a", b"x"), listed("b", b"x")], vec![listed("a", b"x")]];
        File::open(folder.path().join("b.part")).unwrap().set_modified(UNIX_EPOCH).unwrap();
        // The row of "b" goes on day 100: until then each day's backup needs it.
        for day in 0..100 {
            keep(&with, folder.path(), at(day)).unwrap();
        }
        let gone = |day| expire(&without, folder.path(), 14, at(day)).unwrap();
        assert_eq!((gone(100), gone(113), gone(114), gone(115)), (1, 0, 1, 0));
        assert!(folder.path().join("a.age").exists() && folder.path().join("habeas.db").exists());
        assert_eq!(expire(&without, &folder.path().join("none"), 14, at(0)).unwrap(), 0);
    }
}

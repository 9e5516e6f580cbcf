//! `habeas case list` and `habeas case export`: codes without content, and sealed files.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use habeas_core::codec::case_code::CaseCode;
use habeas_core::domain::Timestamp;

use super::keys::{self, KeyOf};
use crate::audit::{self, By, Event, Kind};
use crate::crypto::{Keyring, SEALED_BY, SealedBy};
use crate::storage::{Result, Row, Store, StoreError, Tx};

/// One line of `habeas case list`.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct CaseLine {
    /// Its code.
    pub code: String,
    /// Its level.
    pub level: String,
    /// Its stage.
    pub stage: String,
    /// When it was opened, RFC 3339.
    pub opened_at: String,
    /// How many sealed entries it has.
    pub entries: i64,
}

/// Why a case was not exported.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// No case has this code.
    #[error("no case has the code {0}; `habeas case list` shows the codes there are")]
    NoCase(CaseCode),
    /// The folder holds something already.
    #[error("{0} is not empty; name a folder that is new or empty")]
    NotEmpty(PathBuf),
    /// A file could not be written.
    #[error("{path} could not be written: {kind}")]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        kind: std::io::ErrorKind,
    },
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// All cases, the newest first.
pub async fn list(store: &Store) -> Result<Vec<CaseLine>> {
    store
        .read("case-list", async |tx| {
            let sql = "-- cases::list
                SELECT code, level, stage, opened_at, next_seq FROM cases
                ORDER BY opened_at DESC, code";
            let rows = tx.fetch_all(sql, &[]).await?;
            rows.iter()
                .map(|row| {
                    Ok(CaseLine {
                        code: row.text("code")?,
                        level: row.text("level")?,
                        stage: row.text("stage")?,
                        opened_at: row.time("opened_at")?.to_string(),
                        entries: row.i64("next_seq")? - 1,
                    })
                })
                .collect()
        })
        .await
}

/// The sealed files of one case.
struct Sealed {
    /// The newest key first.
    keys: Vec<KeyOf>,
    entries: Vec<(i64, Vec<u8>)>,
    /// Of those that members' browsers sealed.
    by: BTreeMap<i64, SealedBy>,
}

/// Takes them out, and records that: without the keyring, which may be lost, only when.
async fn sealed(
    store: &Store,
    keyring: Option<Keyring>,
    code: &CaseCode,
    now: Timestamp,
) -> Result<Option<Sealed>> {
    let code = code.as_str().to_owned();
    store
        .run("case-export", async move |tx: &mut Tx| {
            let sql = "-- cases::export
                SELECT id FROM cases WHERE code = $1";
            let Some(row) = tx.fetch_optional(sql, &[code.as_str().into()]).await? else {
                return Ok(None);
            };
            let keys = keys::of_case(tx, &code).await?;
            let event = Event::new(Kind::Exported, By::Operator).case(&code);
            audit::append(tx, keyring.as_ref(), event, now).await?;
            let sql = "-- cases::export_entries
                SELECT seq, at, by_member, sealed FROM entries WHERE case_id = $1 ORDER BY seq";
            let rows = tx.fetch_all(sql, &[row.bytes("id")?.into()]).await?;
            let entry = |row: &Row| Ok((row.i64("seq")?, row.bytes("sealed")?));
            let entries = rows.iter().map(entry).collect::<Result<_>>()?;
            let by = rows.iter().filter_map(|row| sealed_by(row).transpose());
            Ok(Some(Sealed { keys, entries, by: by.collect::<Result<_>>()? }))
        })
        .await
}

/// Who sealed an entry, and when, if a member's browser did.
fn sealed_by(row: &Row) -> Result<Option<(i64, SealedBy)>> {
    let Some(member) = row.opt_text("by_member")? else { return Ok(None) };
    Ok(Some((row.i64("seq")?, SealedBy { member, at: row.time("at")?.to_string() })))
}

/// Writes `case_key.age`, `recovery_key.age` (two holders) and `entries/0001.age` … into a new or
/// empty folder, after the audit says so. A case whose key was renewed has `case_key-1.age` too, and
/// so on, for its earlier entries. `sealed_by.json` has the entries that members' browsers sealed, by
/// their numbers: each is a note of that member, whatever it says of itself. Returns how many entries
/// were written.
pub async fn export(
    store: &Store,
    keyring: Option<Keyring>,
    code: &CaseCode,
    folder: &Path,
    now: Timestamp,
) -> std::result::Result<usize, ExportError> {
    if fs::read_dir(folder).is_ok_and(|mut files| files.next().is_some()) {
        return Err(ExportError::NotEmpty(folder.to_owned()));
    }
    let sealed = sealed(store, keyring, code, now).await?;
    let sealed = sealed.ok_or_else(|| ExportError::NoCase(code.clone()))?;
    let entries = folder.join("entries");
    let made = fs::create_dir_all(&entries);
    made.map_err(|e| ExportError::Write { path: entries.clone(), kind: e.kind() })?;
    for (at, KeyOf { generation, key, .. }) in sealed.keys.iter().enumerate() {
        let end = if at == 0 { String::new() } else { format!("-{generation}") };
        for (name, file) in [("case_key", &key.case_key), ("recovery_key", &key.recovery_key)] {
            if let Some(file) = file {
                write(&folder.join(format!("{name}{end}.age")), file)?;
            }
        }
    }
    let by = serde_json::to_vec(&sealed.by).map_err(StoreError::unit)?;
    write(&folder.join(SEALED_BY), &by)?;
    for (seq, bytes) in &sealed.entries {
        write(&entries.join(format!("{seq:04}.age")), bytes)?;
    }
    Ok(sealed.entries.len())
}

fn write(path: &Path, bytes: &[u8]) -> std::result::Result<(), ExportError> {
    let file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    file.and_then(|mut file| file.write_all(bytes))
        .map_err(|e| ExportError::Write { path: path.to_owned(), kind: e.kind() })
}

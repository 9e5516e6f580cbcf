//! The table `files`: what was fetched, and where it stands.

use habeas_core::domain::Timestamp;

use super::depot::name;
use super::kind::UNKNOWN;
use super::sent;
use crate::crypto::{Column, Keyring, Lookup};
use crate::parts::Parts;
use crate::storage::{Result, Row, Store, Tx, Value};

/// No more files of an entry are fetched than that: one from before may have each size of a photo.
pub(super) const MOST_OF_ENTRY: i64 = 12;

/// A file that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// By which it is asked for: random.
    pub id: String,
    /// The number of the case's key to which it is sealed.
    pub generation: i64,
    /// What it is (IANA media type).
    pub kind: String,
    /// How long it was as it was sent.
    pub bytes: i64,
}

/// A file as copies of the folder name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// By which it is asked for.
    pub id: String,
    /// The code of its case.
    pub code: String,
    /// The entry that it belongs to.
    pub seq: i64,
    /// SHA-256 of the sealed file.
    pub hash: Vec<u8>,
}

impl Listed {
    /// What it is called in a folder.
    pub fn name(&self) -> String {
        name(&self.id)
    }
}

/// Which file of which entry.
#[derive(Clone)]
pub(super) struct Which {
    pub case: Vec<u8>,
    pub seq: i64,
    /// By which it is kept.
    pub hash: Vec<u8>,
    /// By which it was kept before: one in all cases.
    before: Vec<u8>,
}

impl Which {
    /// The file that Telegram has under this id, of this entry.
    pub fn of(keyring: &Keyring, (case, seq): (&[u8], i64), file_id: &str) -> Self {
        let hash = sent::hash(keyring, (case, seq), file_id);
        let before = keyring.lookup(Lookup::File, file_id.as_bytes());
        Self { case: case.to_vec(), seq, hash, before }
    }

    fn args(&self) -> [Value; 4] {
        let Self { case, seq, hash, before } = self;
        let [case, hash, before] = [case, hash, before].map(|bytes| bytes.as_slice().into());
        [case, (*seq).into(), hash, before]
    }
}

fn read(parts: &Parts, row: &Row) -> Result<Kept> {
    let id = row.text("id")?;
    let kind = parts.keyring.open(Column::FilesType, id.as_bytes(), &row.bytes("sealed_type")?);
    // Whatever it is, it can be handed out: it is sealed to those who may read it.
    let kind = kind.ok().and_then(|kind| String::from_utf8(kind.to_vec()).ok());
    let kind = kind.unwrap_or_else(|| UNKNOWN.to_owned());
    Ok(Kept { id, generation: row.i64("generation")?, kind, bytes: row.i64("bytes")? })
}

/// The file, if it was fetched before.
pub(super) async fn find(tx: &mut Tx, parts: &Parts, which: &Which) -> Result<Option<Kept>> {
    let sql = "-- files::find
        SELECT id, generation, sealed_type, bytes FROM files
        WHERE case_id = $1 AND seq = $2 AND file_hash IN ($3, $4)
        ORDER BY CASE WHEN file_hash = $3 THEN 0 ELSE 1 END LIMIT 1";
    let row = tx.fetch_optional(sql, &which.args()).await?;
    row.map(|row| read(parts, &row)).transpose()
}

/// How many files were fetched of the entry, if the case has it and it has this file. Of an entry from
/// before that was kept, nobody can say which it has; what a member's browser sealed has none.
pub(super) async fn entry(tx: &mut Tx, which: &Which) -> Result<Option<i64>> {
    let sql = "-- files::entry
        SELECT (SELECT COUNT(*) FROM files f WHERE f.case_id = e.case_id AND f.seq = e.seq) AS n
        FROM entries e WHERE e.case_id = $1 AND e.seq = $2 AND e.by_member IS NULL
        AND (e.files_known = 0 OR EXISTS (SELECT h.seq FROM entry_files h
            WHERE h.case_id = e.case_id AND h.seq = e.seq AND h.file_hash IN ($3, $4)))";
    tx.fetch_optional(sql, &which.args()).await?.map(|row| row.i64("n")).transpose()
}

/// Writes down a file that is whole, in the place of one that is not there any more. Whoever was faster
/// in another process has it: then that one is given back.
pub(super) async fn keep(
    tx: &mut Tx,
    parts: &Parts,
    which: &Which,
    (lost, kept, sealed_hash): (Option<&str>, &Kept, &[u8]),
    now: Timestamp,
) -> Result<Kept> {
    if let Some(lost) = lost {
        let sql = "-- files::forget
            DELETE FROM files WHERE id = $1";
        tx.execute(sql, &[lost.into()]).await?;
    }
    let kind = parts.keyring.seal(Column::FilesType, kept.id.as_bytes(), kept.kind.as_bytes());
    let sql = "-- files::keep
        INSERT INTO files (id, case_id, seq, file_hash, generation, sealed_type, bytes,
            sealed_hash, at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (case_id, seq, file_hash) DO NOTHING";
    let args: [Value; 9] = [
        kept.id.as_str().into(),
        which.case.as_slice().into(),
        which.seq.into(),
        which.hash.as_slice().into(),
        kept.generation.into(),
        kind.into(),
        kept.bytes.into(),
        sealed_hash.into(),
        now.into(),
    ];
    tx.execute(sql, &args).await?;
    Ok(find(tx, parts, which).await?.unwrap_or_else(|| kept.clone()))
}

/// A file of this case.
///
/// # Errors
/// What the database says.
pub async fn of_case(tx: &mut Tx, parts: &Parts, case: &[u8], id: &str) -> Result<Option<Kept>> {
    let sql = "-- files::of_case
        SELECT id, generation, sealed_type, bytes FROM files WHERE case_id = $1 AND id = $2";
    let row = tx.fetch_optional(sql, &[case.into(), id.into()]).await?;
    row.map(|row| read(parts, &row)).transpose()
}

fn listed(rows: &[Row]) -> Result<Vec<Listed>> {
    let one = |row: &Row| {
        let (id, code) = (row.text("id")?, row.text("code")?);
        Ok(Listed { id, code, seq: row.i64("seq")?, hash: row.bytes("sealed_hash")? })
    };
    rows.iter().map(one).collect()
}

/// All files.
///
/// # Errors
/// What the database says.
pub async fn all(store: &Store) -> Result<Vec<Listed>> {
    store.read("files-all", async |tx: &mut Tx| all_in(tx).await).await
}

/// All files that a view of the database has.
///
/// # Errors
/// What the database says.
pub async fn all_in(tx: &mut Tx) -> Result<Vec<Listed>> {
    let sql = "-- files::all
        SELECT f.id, f.seq, f.sealed_hash, c.code FROM files f JOIN cases c ON c.id = f.case_id
        ORDER BY c.code, f.seq, f.at, f.id";
    listed(&tx.fetch_all(sql, &[]).await?)
}

/// The files of the case with this code, by entry and time.
pub(super) async fn of_code(store: &Store, code: &str) -> Result<Vec<Listed>> {
    let code = code.to_owned();
    let read = async move |tx: &mut Tx| {
        let sql = "-- files::of_code
            SELECT f.id, f.seq, f.sealed_hash, c.code FROM files f JOIN cases c ON c.id = f.case_id
            WHERE c.code = $1 ORDER BY f.seq, f.at, f.id";
        listed(&tx.fetch_all(sql, &[code.as_str().into()]).await?)
    };
    store.read("files-of-code", read).await
}

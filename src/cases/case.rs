//! A case's row: what the server may know of it.

use std::collections::HashMap;
use std::str::FromStr;

use habeas_core::codec::case_code::CaseCode;
use habeas_core::domain::{Level, NotInList, Timestamp};

use super::StoredReport;
use crate::crypto::{Column, Lookup};
use crate::parts::Parts;
use crate::storage::{Many, Result, Row, StoreError, Tx, Value};

/// What begins within so long of each other is of the same hour.
const SAME_HOUR_MS: i64 = 3_600_000;

/// Answers to "where" by which no two cases are likely about the same person.
const NO_PLACE: [&str; 4] = ["unknown", "released", "released_per_officials", "not_detained"];

/// How far a case has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Answers come in.
    Open,
    /// Somebody is being paged.
    Paged,
    /// Somebody has it.
    Taken,
    /// It is over.
    Closed,
}

impl Stage {
    /// The word in the table.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Paged => "paged",
            Self::Taken => "taken",
            Self::Closed => "closed",
        }
    }
}

impl FromStr for Stage {
    type Err = NotInList;

    fn from_str(word: &str) -> std::result::Result<Self, NotInList> {
        let all = [Self::Open, Self::Paged, Self::Taken, Self::Closed];
        let found = all.into_iter().find(|stage| stage.as_str() == word);
        found.ok_or(NotInList("open, paged, taken, closed"))
    }
}

/// What a case's row can be wrong in.
#[derive(Debug, thiserror::Error)]
pub enum CaseError {
    /// A column does not open or does not parse.
    #[error("table cases, column {column}: not readable with this keyring and version")]
    Unreadable {
        /// The column.
        column: &'static str,
    },
    /// Sealing failed.
    #[error("a case could not be sealed: {0}")]
    Seal(#[from] crate::crypto::SealError),
    /// No free code was found.
    #[error("no free case code was found; close old cases")]
    NoCode,
}

impl From<CaseError> for StoreError {
    fn from(error: CaseError) -> Self {
        StoreError::unit(error)
    }
}

/// A case as loaded.
#[derive(Clone, Debug)]
pub struct Case {
    /// Random id.
    pub id: Vec<u8>,
    /// Speakable code.
    pub code: CaseCode,
    /// Highest level so far; never lowered by machine.
    pub level: Level,
    /// How far it has come.
    pub stage: Stage,
    /// What its entries are sealed to.
    pub recipient: String,
    /// The number of the key that belongs to it: 1 for the first.
    pub generation: i64,
    /// Somebody may not read on: the next entry needs a new key.
    pub stale: bool,
    /// Its key is sealed to recovery alone, as long as there was no member to seal it to.
    pub is_unread: bool,
    /// The coded answers.
    pub report: StoredReport,
    /// Number of the next entry.
    pub next_seq: i64,
    /// The member who took it.
    pub taken_by: Option<String>,
    /// When.
    pub taken_at: Option<Timestamp>,
    /// When the first answer came.
    pub opened_at: Timestamp,
    /// When anything of it changed last.
    pub changed_at: Timestamp,
}

impl Case {
    /// Whether this member has the case.
    pub fn is_owned_by(&self, member: &str) -> bool {
        self.stage == Stage::Taken && self.taken_by.as_deref() == Some(member)
    }
}

fn read(parts: &Parts, row: &Row) -> Result<Case> {
    let broken = |column| CaseError::Unreadable { column };
    let id = row.bytes("id")?;
    let sealed = row.bytes("sealed_report")?;
    let plain = parts
        .keyring
        .open(Column::CasesReport, &id, &sealed)
        .map_err(|_| broken("sealed_report"))?;
    let report: StoredReport =
        serde_json::from_slice(&plain).map_err(|_| broken("sealed_report"))?;
    let recipient = recipient(row.text("recipient")?, &report);
    Ok(Case {
        code: row.text("code")?.parse().map_err(|_| broken("code"))?,
        level: row.text("level")?.parse().map_err(|_| broken("level"))?,
        stage: row.text("stage")?.parse().map_err(|_| broken("stage"))?,
        recipient,
        generation: row.i64("key_generation")?,
        stale: row.i64("key_stale")? != 0,
        is_unread: row.opt_text("key_readers")?.is_some_and(|readers| readers.is_empty()),
        report,
        next_seq: row.i64("next_seq")?,
        taken_by: row.opt_text("taken_by")?,
        taken_at: row.opt_time("taken_at")?,
        opened_at: row.time("opened_at")?,
        changed_at: row.time("changed_at")?,
        id,
    })
}

/// What the case is sealed to: what stands under the keyring, whatever the column says by now.
fn recipient(column: String, report: &StoredReport) -> String {
    if report.sealed_to.is_empty() || report.sealed_to == column {
        return column;
    }
    tracing::error!("somebody has written another recipient into a case: it is not heeded");
    report.sealed_to.clone()
}

/// The case with this id.
pub async fn load(tx: &mut Tx, parts: &Parts, id: &[u8]) -> Result<Option<Case>> {
    let sql = "-- cases::load
        SELECT * FROM cases WHERE id = $1";
    let row = tx.fetch_optional(sql, &[id.into()]).await?;
    row.map(|row| read(parts, &row)).transpose()
}

/// The case with this id; of one that does not open, its code and level.
pub async fn load_or_outline(
    tx: &mut Tx,
    parts: &Parts,
    id: &[u8],
) -> Result<Option<std::result::Result<Case, (String, Level)>>> {
    match load(tx, parts, id).await {
        Ok(case) => Ok(case.map(Ok)),
        Err(error) if error.is_retryable() => Err(error),
        Err(_) => Ok(outline(tx, id).await?.map(Err)),
    }
}

/// Of the cases with these ids those that there are, each with its id; some may not be readable.
pub async fn load_all(
    tx: &mut Tx,
    parts: &Parts,
    ids: &[&[u8]],
) -> Result<HashMap<Vec<u8>, Result<Case>>> {
    let sql = Many {
        before: "-- cases::load_all
        SELECT * FROM cases WHERE id IN (VALUES",
        after: ")",
    };
    let ids: Vec<Vec<Value>> = ids.iter().map(|id| vec![(*id).into()]).collect();
    let rows = tx.many(sql, &ids).await?;
    rows.iter().map(|row| Ok((row.bytes("id")?, read(parts, row)))).collect()
}

/// Code and level of a case, also of one whose report does not open.
pub async fn outline(tx: &mut Tx, id: &[u8]) -> Result<Option<(String, Level)>> {
    let sql = "-- cases::outline
        SELECT code, level FROM cases WHERE id = $1";
    let Some(row) = tx.fetch_optional(sql, &[id.into()]).await? else { return Ok(None) };
    Ok(Some((row.text("code")?, row.parse("level")?)))
}

/// The case with this code.
pub async fn by_code(tx: &mut Tx, parts: &Parts, code: &CaseCode) -> Result<Option<Case>> {
    let sql = "-- cases::by_code
        SELECT * FROM cases WHERE code = $1";
    let row = tx.fetch_optional(sql, &[code.as_str().into()]).await?;
    row.map(|row| read(parts, &row)).transpose()
}

/// Writes what may change: level, stage, owner, report, the number of the next entry.
pub async fn save(tx: &mut Tx, parts: &Parts, case: &Case, now: Timestamp) -> Result<()> {
    let plain = serde_json::to_vec(&case.report).map_err(StoreError::unit)?;
    let sealed = parts.keyring.seal(Column::CasesReport, &case.id, &plain);
    let report = &case.report.report;
    let pair = report.facts.code("receiving_state").map(|to| {
        let pair = format!("{}>{to}", report.host_state);
        parts.keyring.lookup(Lookup::Pair, pair.as_bytes())
    });
    let place =
        report.facts.code("where_now").filter(|place| !NO_PLACE.contains(place)).map(|place| {
            let place = format!("place:{}>{place}", report.host_state);
            parts.keyring.lookup(Lookup::Pair, place.as_bytes())
        });
    let sql = "-- cases::save
        UPDATE cases SET level = $2, stage = $3, sealed_report = $4, next_seq = $5,
            taken_by = $6, taken_at = $7, pair_hash = $8, changed_at = $9, place_hash = $10
        WHERE id = $1";
    let args: [Value; 10] = [
        case.id.as_slice().into(),
        case.level.as_str().into(),
        case.stage.as_str().into(),
        sealed.into(),
        case.next_seq.into(),
        case.taken_by.clone().into(),
        case.taken_at.into(),
        pair.into(),
        now.into(),
        place.into(),
    ];
    tx.execute(sql, &args).await?;
    Ok(())
}

/// Cases that are likely about the same: the same state and kind of place, begun within the hour,
/// and somebody is called for them or has them. Ids and codes.
pub async fn likely_same(tx: &mut Tx, case: &Case) -> Result<Vec<(Vec<u8>, String)>> {
    let sql = "-- cases::likely_same
        SELECT o.id, o.code FROM cases c JOIN cases o ON o.place_hash = c.place_hash
        WHERE c.id = $1 AND o.id <> c.id AND o.stage IN ('paged', 'taken')
        AND o.opened_at >= $2 AND o.opened_at <= $3 ORDER BY o.opened_at, o.id LIMIT 3";
    let (from, to) = (case.opened_at.plus_ms(-SAME_HOUR_MS), case.opened_at.plus_ms(SAME_HOUR_MS));
    let rows = tx.fetch_all(sql, &[case.id.as_slice().into(), from.into(), to.into()]).await?;
    rows.iter().map(|row| Ok((row.bytes("id")?, row.text("code")?))).collect()
}

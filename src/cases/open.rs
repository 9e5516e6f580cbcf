//! The first answer opens a case: a code, a key of its own, a row.

use habeas_core::codec::case_code::{self, CaseCode};
use habeas_core::domain::{Level, Timestamp};

use super::renew::text_of;
use super::{Case, CaseError, Stage, StoredReport};
use crate::crypto::{Column, new_case_key, random_bytes};
use crate::oncall::roster;
use crate::parts::Parts;
use crate::storage::{Result, StoreError, Tx, Value};

/// The one desk there is for now.
const DESK: &str = "main";
/// So many random codes are tried before giving up.
const CODE_TRIES: usize = 64;

/// Opens a case, sealed to the members who have a key and to recovery.
pub async fn open(tx: &mut Tx, parts: &Parts, now: Timestamp) -> Result<Case> {
    let readers = roster::readers(tx, parts, None).await?;
    let key = new_case_key(&readers, &parts.recovery).map_err(CaseError::from)?;
    let case = Case {
        id: random_bytes::<16>().to_vec(),
        code: free_code(tx).await?,
        level: Level::Routine,
        stage: Stage::Open,
        report: StoredReport::empty(&key.recipient),
        recipient: key.recipient,
        generation: 1,
        stale: false,
        is_unread: readers.is_empty(),
        next_seq: 1,
        taken_by: None,
        taken_at: None,
        opened_at: now,
        changed_at: now,
    };
    let plain = serde_json::to_vec(&case.report).map_err(StoreError::unit)?;
    let sealed = parts.keyring.seal(Column::CasesReport, &case.id, &plain);
    let sql = "-- cases::open
        INSERT INTO cases (id, code, desk, level, stage, recipient, case_key, recovery_key,
            sealed_report, next_seq, opened_at, changed_at, key_readers)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11, $12)";
    let args: [Value; 12] = [
        case.id.as_slice().into(),
        case.code.as_str().into(),
        DESK.into(),
        case.level.as_str().into(),
        case.stage.as_str().into(),
        case.recipient.as_str().into(),
        key.case_key.into(),
        key.recovery_key.into(),
        sealed.into(),
        case.next_seq.into(),
        now.into(),
        text_of(&readers).into(),
    ];
    tx.execute(sql, &args).await?;
    Ok(case)
}

/// A random code that no case has.
async fn free_code(tx: &mut Tx) -> Result<CaseCode> {
    let sql = "-- cases::free_code
        SELECT id FROM cases WHERE code = $1";
    for _ in 0..CODE_TRIES {
        let number = u32::from_be_bytes(random_bytes::<4>()) % case_code::COUNT;
        let code = CaseCode::from_number(number);
        if tx.fetch_optional(sql, &[code.as_str().into()]).await?.is_none() {
            return Ok(code);
        }
    }
    Err(CaseError::NoCode.into())
}

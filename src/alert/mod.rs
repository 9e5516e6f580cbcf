//! 4 — the assessment of a case, kept with the card that made it, and the alert it calls for.

use std::collections::HashMap;

use habeas_core::alert::decide;
use habeas_core::assessment::Assessment;
use habeas_core::domain::{Level, Timestamp};

use crate::cards::{self, Subject};
use crate::cases::{Case, Stage};
use crate::crypto::{Column, random_bytes};
use crate::oncall;
use crate::parts::Parts;
use crate::storage::{Many, Result, Row, StoreError, Tx, Value};

/// A call for help rings whoever has the case this often at most.
const SOS_RINGS_MS: i64 = 600_000;

/// What an assessment's row can be wrong in.
#[derive(Debug, thiserror::Error)]
#[error("table assessments, column sealed_detail: not readable with this keyring and version")]
struct Unreadable;

/// Keeps an assessment, raises the case's level, and opens an alert if the level calls for one.
pub async fn judge(
    tx: &mut Tx,
    parts: &Parts,
    case: &mut Case,
    assessment: &Assessment,
    now: Timestamp,
) -> Result<()> {
    keep(tx, parts, case, assessment, now).await?;
    if let Some(lowered) = &mut case.report.lowered {
        if lowered.stands(assessment.level, assessment.score_low) {
            return Ok(());
        }
        lowered.over = true;
    }
    case.level = case.level.max(assessment.level);
    if decide(None, assessment.level).is_none() {
        return Ok(());
    }
    let highest = highest(tx, case).await?;
    if let Some(level) = decide(highest, assessment.level) {
        oncall::open_alert(tx, parts, case, level, assessment.hours_left, now).await?;
    }
    Ok(())
}

/// The reporter calls for help at once: somebody is called, whatever the sum is and whatever was
/// decided before; whoever has the case is told with sound.
pub async fn sos(
    tx: &mut Tx,
    parts: &Parts,
    case: &mut Case,
    hours_left: Option<f64>,
    now: Timestamp,
) -> Result<()> {
    let before = case.report.sos_at.replace(now);
    case.report.sos_begun = false;
    let rises = case.level < Level::Critical;
    case.level = Level::Critical;
    if let Some(lowered) = &mut case.report.lowered {
        lowered.over = true;
    }
    let freed = oncall::sos_takes_back(tx, case, now).await?;
    let page = Subject::Page(case.id.clone());
    match case.stage {
        Stage::Taken if rises => {
            oncall::open_alert(tx, parts, case, Level::Critical, hours_left, now).await
        }
        Stage::Taken if freed => oncall::family_denies(tx, parts, case, now).await,
        // Pressed again and again it rings once in a while.
        Stage::Taken if before.is_none_or(|at| !now.is_within_ms(at, SOS_RINGS_MS)) => {
            oncall::rings_owner(tx, parts, case, now).await
        }
        Stage::Taken => oncall::tell_owner(tx, parts, case, false).await,
        _ if !rises && oncall::is_calling(tx, case).await? => {
            cards::refresh(tx, parts, &page).await
        }
        _ if !rises && case.stage == Stage::Paged => oncall::rings_anew(tx, parts, case, now).await,
        _ => oncall::open_alert(tx, parts, case, Level::Critical, hours_left, now).await,
    }
}

/// Words or a file came, and no answer has called anybody: no machine judges them, so a person
/// looks. Whoever has the case is that person.
pub async fn words_alone(
    tx: &mut Tx,
    parts: &Parts,
    case: &mut Case,
    now: Timestamp,
) -> Result<()> {
    // Whatever raised it to this level has opened an alert.
    if case.level >= Level::Watch || case.stage == Stage::Taken {
        return Ok(());
    }
    case.level = Level::Watch;
    oncall::open_alert(tx, parts, case, Level::Watch, None, now).await
}

/// How a member stands to the present calling for a case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Called {
    /// They are being called, or were and answered "I cannot".
    pub is: bool,
    /// They said "I cannot".
    pub declined: bool,
    /// Why they are being called and have not yet answered; a call for help last.
    pub waits_for: Option<oncall::Why>,
}

/// How a member stands to the present calling for a case.
pub async fn called(tx: &mut Tx, case: &[u8], member: &str) -> Result<Called> {
    let sql = "-- alert::called
        SELECT a.why, p.state FROM pages p JOIN alerts a ON a.id = p.alert_id
        WHERE a.case_id = $1 AND a.closed_at IS NULL AND a.taken_by IS NULL
        AND p.member_id = $2 ORDER BY CASE WHEN a.why = 'help' THEN 1 ELSE 0 END";
    let mut called = Called::default();
    for row in tx.fetch_all(sql, &[case.into(), member.into()]).await? {
        called.is = true;
        match row.text("state")?.as_str() {
            "declined" => called.declined = true,
            "open" if called.waits_for.is_none() => {
                called.waits_for = oncall::Why::read(&row.text("why")?);
            }
            _ => {}
        }
    }
    Ok(called)
}

async fn keep(
    tx: &mut Tx,
    parts: &Parts,
    case: &Case,
    assessment: &Assessment,
    now: Timestamp,
) -> Result<()> {
    let id = random_bytes::<16>();
    let plain = serde_json::to_vec(assessment).map_err(StoreError::unit)?;
    let sealed = parts.keyring.seal(Column::AssessmentsDetail, &id, &plain);
    let sql = "-- alert::keep
        INSERT INTO assessments (id, case_id, after_seq, at, card_id, card_version,
            card_hash, level, sealed_detail)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let args: [Value; 9] = [
        id.into(),
        case.id.as_slice().into(),
        case.next_seq.into(),
        now.into(),
        parts.card.id.as_str().into(),
        i64::from(parts.card.version).into(),
        parts.card.hash.as_str().into(),
        assessment.level.as_str().into(),
        sealed.into(),
    ];
    tx.execute(sql, &args).await?;
    Ok(())
}

/// The highest level that opened an alert, since people lowered it if they did; a call beside an
/// owner is none of those.
async fn highest(tx: &mut Tx, case: &Case) -> Result<Option<Level>> {
    let sql = "-- alert::highest
        SELECT level FROM alerts WHERE case_id = $1 AND why = 'level' AND opened_at > $2";
    let lowered = case.report.lowered.as_ref();
    let since = lowered.map_or(Timestamp::from_millis(i64::MIN), |l| l.at);
    let rows = tx.fetch_all(sql, &[case.id.as_slice().into(), since.into()]).await?;
    let mut highest = lowered.map(|l| l.to);
    for row in rows {
        highest = highest.max(row.text("level")?.parse().ok());
    }
    Ok(highest)
}

/// The assessment that was kept last.
pub async fn latest(tx: &mut Tx, parts: &Parts, case: &[u8]) -> Result<Option<Assessment>> {
    let sql = "-- alert::latest
        SELECT id, sealed_detail FROM assessments WHERE case_id = $1
        ORDER BY after_seq DESC LIMIT 1";
    let row = tx.fetch_optional(sql, &[case.into()]).await?;
    row.map(|row| read(parts, &row)).transpose()
}

/// Every assessment of a case, the first one first.
pub async fn history(tx: &mut Tx, parts: &Parts, case: &[u8]) -> Result<Vec<Assessment>> {
    let sql = "-- alert::history
        SELECT id, sealed_detail FROM assessments WHERE case_id = $1 ORDER BY after_seq, at";
    let rows = tx.fetch_all(sql, &[case.into()]).await?;
    rows.iter().map(|row| read(parts, row)).collect()
}

/// The assessments that were kept last of these cases, by case, as far as they are readable.
pub async fn latest_of(
    tx: &mut Tx,
    parts: &Parts,
    cases: &[&[u8]],
) -> Result<HashMap<Vec<u8>, Assessment>> {
    let sql = Many {
        before: "-- alert::latest_of
        SELECT a.case_id, a.id, a.sealed_detail FROM assessments a
        WHERE a.after_seq = (SELECT MAX(b.after_seq) FROM assessments b
            WHERE b.case_id = a.case_id) AND a.case_id IN (VALUES",
        after: ")",
    };
    let cases: Vec<Vec<Value>> = cases.iter().map(|id| vec![(*id).into()]).collect();
    let mut found = HashMap::new();
    for row in tx.many(sql, &cases).await? {
        if let Ok(assessment) = read(parts, &row) {
            found.insert(row.bytes("case_id")?, assessment);
        }
    }
    Ok(found)
}

fn read(parts: &Parts, row: &Row) -> Result<Assessment> {
    let sealed = row.bytes("sealed_detail")?;
    let plain = parts
        .keyring
        .open(Column::AssessmentsDetail, &row.bytes("id")?, &sealed)
        .map_err(|_| StoreError::unit(Unreadable))?;
    serde_json::from_slice(&plain).map_err(|_| StoreError::unit(Unreadable))
}

//! Alerts: what is being called for, opened in the transaction that saw the need.

use habeas_core::domain::{Level, Timestamp};
use habeas_core::oncall::ladder::Policy;

use super::members::Member;
use super::steps::run_step;
use crate::cards::{self, Lane, Subject};
use crate::cases::{self, Case};
use crate::crypto::random_bytes;
use crate::observe::safe;
use crate::parts::Parts;
use crate::storage::{Result, Row, StoreError, Tx, Value};

/// What an alert's row can be wrong in.
#[derive(Debug, thiserror::Error)]
#[error("table alerts, column {0}: not readable")]
struct Unreadable(&'static str);

/// An alert as loaded.
pub(super) struct Alert {
    pub(super) id: Vec<u8>,
    pub(super) case: Vec<u8>,
    pub(super) why: Why,
    pub(super) policy: Policy,
    pub(super) step: usize,
    pub(super) due_at: Timestamp,
    pub(super) opened_at: Timestamp,
    pub(super) unheard_told: i64,
    /// Coordinators look at it before others are called.
    pub(super) held: bool,
}

/// Why an alert was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The case's level called for it.
    Level,
    /// Nobody has heard from the owner, or a colleague asks that others be called (L4, L6).
    Lapse,
    /// The owner asks for help.
    Help,
}

impl Why {
    /// The name in storage.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Level => "level",
            Self::Lapse => "lapse",
            Self::Help => "help",
        }
    }

    pub(crate) fn read(word: &str) -> Option<Self> {
        [Self::Level, Self::Lapse, Self::Help].into_iter().find(|why| why.as_str() == word)
    }
}

pub(super) fn read(row: &Row) -> Result<Alert> {
    let policy = serde_json::from_str(&row.text("policy")?);
    Ok(Alert {
        id: row.bytes("id")?,
        case: row.bytes("case_id")?,
        why: Why::read(&row.text("why")?).ok_or_else(|| StoreError::unit(Unreadable("why")))?,
        policy: policy.map_err(|_| StoreError::unit(Unreadable("policy")))?,
        step: usize::try_from(row.i64("step")?).unwrap_or(0),
        due_at: row.time("due_at")?,
        opened_at: row.time("opened_at")?,
        unheard_told: row.i64("unheard_told")?,
        held: row.i64("held")? != 0,
    })
}

/// The alert of a case that nobody has taken, if there is one; a call for help last.
pub(super) async fn untaken(tx: &mut Tx, case: &[u8]) -> Result<Option<Alert>> {
    let sql = "-- oncall::untaken
        SELECT * FROM alerts WHERE case_id = $1 AND taken_by IS NULL AND closed_at IS NULL
        ORDER BY CASE WHEN why = 'help' THEN 1 ELSE 0 END, opened_at DESC LIMIT 1";
    tx.fetch_optional(sql, &[case.into()]).await?.map(|row| read(&row)).transpose()
}

/// The alert of a case that nobody has taken and for which this member is being called; else any.
pub(super) async fn untaken_for(tx: &mut Tx, case: &[u8], member: &str) -> Result<Option<Alert>> {
    let sql = "-- oncall::untaken_for
        SELECT a.* FROM alerts a JOIN pages p ON p.alert_id = a.id
        WHERE a.case_id = $1 AND p.member_id = $2 AND p.state = 'open'
        AND a.taken_by IS NULL AND a.closed_at IS NULL
        ORDER BY CASE WHEN a.why = 'help' THEN 1 ELSE 0 END, a.opened_at DESC LIMIT 1";
    let row = tx.fetch_optional(sql, &[case.into(), member.into()]).await?;
    match row {
        Some(row) => read(&row).map(Some),
        None => untaken(tx, case).await,
    }
}

/// Opens an alert of this level and runs its first step in the same transaction. A lower alert
/// that nobody took gives way to it.
pub async fn open_alert(
    tx: &mut Tx,
    parts: &Parts,
    case: &mut Case,
    level: Level,
    hours_left: Option<f64>,
    now: Timestamp,
) -> Result<()> {
    let Some(policy) = Policy::new(level, &parts.delays, hours_left) else { return Ok(()) };
    let sql = "-- oncall::give_way
        UPDATE alerts SET closed_at = $2
        WHERE case_id = $1 AND closed_at IS NULL AND taken_by IS NULL";
    tx.execute(sql, &[case.id.as_slice().into(), now.into()]).await?;
    let subject = Subject::Page(case.id.clone());
    cards::raise_subject(tx, &subject, Lane::Acknowledgement, parts).await?;
    let owner = case.taken_by.clone().filter(|_| case.stage == cases::Stage::Taken);
    let call = Call { level, why: Why::Level, policy, step: 0 };
    let alert = insert(tx, parts, &case.id, call, now).await?;
    case.stage = cases::Stage::Paged;
    cases::save(tx, parts, case, now).await?;
    for (other, _) in cases::likely_same(tx, case).await? {
        cards::refresh(tx, parts, &Subject::Page(other)).await?;
    }
    super::promise::end(tx, &case.id).await?;
    super::handover::forget(tx, &case.id).await?;
    tracing::info!(level = %safe(&level), "an alert was opened");
    let Some(owner) = owner else {
        return match level {
            Level::Critical => super::doubt::begin(tx, parts, case, &alert, now).await,
            _ => run_step(tx, parts, &alert, now).await,
        };
    };
    // Who has it already is told with sound, whoever the ladder begins with.
    run_step(tx, parts, &alert, now).await?;
    super::steps::page_also(tx, parts, &alert, &owner, now).await
}

/// A critical case that was quiet is called for from the first step on.
pub(super) async fn call_anew(
    tx: &mut Tx,
    parts: &Parts,
    case: &Case,
    now: Timestamp,
) -> Result<()> {
    close_open(tx, &case.id, None, now).await?;
    let Some(policy) = Policy::new(case.level, &parts.delays, None) else { return Ok(()) };
    let call = Call { level: case.level, why: Why::Level, policy, step: 0 };
    let alert = insert(tx, parts, &case.id, call, now).await?;
    super::doubt::begin(tx, parts, case, &alert, now).await
}

/// Two people hold a case for false: it stands on the coordinators' list, without sound.
pub(super) async fn quieten(tx: &mut Tx, parts: &Parts, case: &Case, now: Timestamp) -> Result<()> {
    close_open(tx, &case.id, None, now).await?;
    let policy = Policy::quiet(&parts.delays);
    let call = Call { level: case.level, why: Why::Level, policy, step: 0 };
    let alert = insert(tx, parts, &case.id, call, now).await?;
    run_step(tx, parts, &alert, now).await
}

/// Calls one more person, and then the others, to help the owner.
pub(super) async fn open_help(
    tx: &mut Tx,
    parts: &Parts,
    case: &[u8],
    now: Timestamp,
) -> Result<bool> {
    let policy = Policy::help(&parts.delays);
    let call = Call { level: Level::Critical, why: Why::Help, policy, step: 0 };
    beside(tx, parts, case, call, now).await
}

/// Calls others beside the owner of a critical case, by nothing but the case's id, from this step
/// of the ladder on.
pub(super) async fn open_lapse(
    tx: &mut Tx,
    parts: &Parts,
    case: &[u8],
    step: i64,
    now: Timestamp,
) -> Result<bool> {
    let level = Level::Critical;
    let Some(policy) = Policy::new(level, &parts.delays, None) else { return Ok(false) };
    let call = Call { level, why: Why::Lapse, policy, step };
    beside(tx, parts, case, call, now).await
}

/// Calls for a case as for a critical one, by nothing but its id: its report does not open.
pub async fn call_blindly(tx: &mut Tx, parts: &Parts, case: &[u8], now: Timestamp) -> Result<()> {
    let sql = "-- oncall::call_blindly
        UPDATE cases SET level = 'critical',
            stage = CASE WHEN stage = 'open' THEN 'paged' ELSE stage END
        WHERE id = $1 AND stage <> 'closed'";
    if tx.execute(sql, &[case.into()]).await? == 1 {
        open_lapse(tx, parts, case, 0, now).await?;
    }
    Ok(())
}

/// How far the ladders of this level have come for a case: those that go on go on from there.
pub(super) async fn step_reached(tx: &mut Tx, case: &[u8], level: Level) -> Result<i64> {
    let sql = "-- oncall::step_reached
        SELECT MAX(step) AS step FROM alerts
        WHERE case_id = $1 AND level = $2 AND why <> 'help'";
    let row = tx.fetch_optional(sql, &[case.into(), level.as_str().into()]).await?;
    Ok(row.map_or(Ok(None), |row| row.opt_i64("step"))?.unwrap_or(0))
}

/// Opens an alert beside the case's owner, who stays its owner until somebody else takes it.
/// Nothing happens while one of the kind is open.
async fn beside(
    tx: &mut Tx,
    parts: &Parts,
    case: &[u8],
    call: Call,
    now: Timestamp,
) -> Result<bool> {
    let why = call.why;
    // A call that has run to its end with no answer gives way to a new one.
    let sql = "-- oncall::ended
        UPDATE alerts SET closed_at = $3 WHERE case_id = $1 AND why = $2 AND due_at = $4
        AND taken_by IS NULL AND closed_at IS NULL";
    let never = Timestamp::from_millis(i64::MAX);
    let ended = [case.into(), why.as_str().into(), now.into(), never.into()];
    tx.execute(sql, &ended).await?;
    if is_open(tx, case, why).await? {
        return Ok(false);
    }
    let alert = insert(tx, parts, case, call, now).await?;
    tracing::info!("others are called beside a case's owner");
    run_step(tx, parts, &alert, now).await?;
    Ok(true)
}

/// The owner gives a case back: the ladder goes on from where it was, with those who have not
/// given it back first. If two people hold it for false, it is quiet.
pub(super) async fn reopen(
    tx: &mut Tx,
    parts: &Parts,
    case: &mut Case,
    from: &Member,
    quiet: bool,
    now: Timestamp,
) -> Result<()> {
    case.stage = cases::Stage::Paged;
    super::promise::end(tx, &case.id).await?;
    super::handover::forget(tx, &case.id).await?;
    if quiet && case.level == Level::Critical {
        return quieten(tx, parts, case, now).await;
    }
    close_open(tx, &case.id, None, now).await?;
    let Some(policy) = Policy::new(case.level, &parts.delays, None) else { return Ok(()) };
    let step = step_reached(tx, &case.id, case.level).await?;
    let call = Call { level: case.level, why: Why::Level, policy, step };
    let alert = insert(tx, parts, &case.id, call, now).await?;
    // Asked again only with all the others.
    super::steps::mark_declined(tx, &alert, &from.id, now).await?;
    run_step(tx, parts, &alert, now).await
}

/// Whether an alert of this kind waits for somebody.
pub(super) async fn is_open(tx: &mut Tx, case: &[u8], why: Why) -> Result<bool> {
    let sql = "-- oncall::is_open
        SELECT id FROM alerts WHERE case_id = $1 AND why = $2 AND taken_by IS NULL
        AND closed_at IS NULL";
    let row = tx.fetch_optional(sql, &[case.into(), why.as_str().into()]).await?;
    Ok(row.is_some())
}

/// Ends the calls beside the owner; all calls, where `why` names none.
pub(super) async fn close_open(
    tx: &mut Tx,
    case: &[u8],
    why: Option<Why>,
    now: Timestamp,
) -> Result<()> {
    let sql = "-- oncall::close_open
        UPDATE alerts SET closed_at = $2 WHERE case_id = $1 AND closed_at IS NULL
        AND taken_by IS NULL AND ($3 = '' OR why = $3)";
    let why = why.map_or("", Why::as_str);
    tx.execute(sql, &[case.into(), now.into(), why.into()]).await?;
    Ok(())
}

/// What an alert is opened with.
struct Call {
    level: Level,
    why: Why,
    policy: Policy,
    /// The step that runs first.
    step: i64,
}

async fn insert(
    tx: &mut Tx,
    parts: &Parts,
    case: &[u8],
    call: Call,
    now: Timestamp,
) -> Result<Alert> {
    let Call { level, why, policy, step } = call;
    let id = random_bytes::<16>().to_vec();
    let told = level == Level::Critical && why == Why::Level;
    let unheard_at = parts.unheard_after_s.first().filter(|_| told).map(|s| now.plus_s(*s));
    let frozen = serde_json::to_string(&policy).map_err(StoreError::unit)?;
    let sql = "-- oncall::open_alert
        INSERT INTO alerts (id, case_id, level, why, policy, step, due_at, opened_at,
            unheard_told, unheard_at)
        VALUES ($1, $2, $3, $4, $5, $8, $6, $6, 0, $7)";
    let args: [Value; 8] = [
        id.as_slice().into(),
        case.into(),
        level.as_str().into(),
        why.as_str().into(),
        frozen.into(),
        now.into(),
        unheard_at.into(),
        step.into(),
    ];
    tx.execute(sql, &args).await?;
    let case = case.to_vec();
    let step = usize::try_from(step).unwrap_or(0);
    let (due_at, opened_at) = (now, now);
    Ok(Alert { id, case, why, policy, step, due_at, opened_at, unheard_told: 0, held: false })
}

//! The running ladder: opens alerts, runs their steps when they are due, never stops by itself.

use std::sync::Arc;

use habeas_core::domain::{Level, Phrase, Timestamp};
use habeas_core::oncall::ladder::{self, PageState, Paged, Policy};

use super::measure::measure;
use super::members::{self, Member};
use crate::cards::{self, Lane, Subject};
use crate::cases::{self, Case};
use crate::crypto::random_bytes;
use crate::observe::safe;
use crate::parts::Parts;
use crate::storage::{Result, Row, StoreError, Tx, Value, Wake};

/// Looks at least this often for steps that are due.
const SWEEP_S: i64 = 2;

/// What an alert's row can be wrong in.
#[derive(Debug, thiserror::Error)]
#[error("table alerts, column {0}: not readable")]
struct Unreadable(&'static str);

/// An alert as loaded.
pub(super) struct Alert {
    pub(super) id: Vec<u8>,
    pub(super) case: Vec<u8>,
    policy: Policy,
    step: usize,
    due_at: Timestamp,
    opened_at: Timestamp,
    unheard_told: i64,
}

fn read(row: &Row) -> Result<Alert> {
    let policy = serde_json::from_str(&row.text("policy")?);
    Ok(Alert {
        id: row.bytes("id")?,
        case: row.bytes("case_id")?,
        policy: policy.map_err(|_| StoreError::unit(Unreadable("policy")))?,
        step: usize::try_from(row.i64("step")?).unwrap_or(0),
        due_at: row.time("due_at")?,
        opened_at: row.time("opened_at")?,
        unheard_told: row.i64("unheard_told")?,
    })
}

/// The alert of a case that nobody has taken, if there is one.
pub(super) async fn untaken(tx: &mut Tx, case: &[u8]) -> Result<Option<Alert>> {
    let sql = "-- oncall::untaken
        SELECT * FROM alerts WHERE case_id = $1 AND taken_by IS NULL AND closed_at IS NULL
        ORDER BY opened_at DESC LIMIT 1";
    tx.fetch_optional(sql, &[case.into()]).await?.map(|row| read(&row)).transpose()
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
    let alert = Alert {
        id: random_bytes::<16>().to_vec(),
        case: case.id.clone(),
        policy,
        step: 0,
        due_at: now,
        opened_at: now,
        unheard_told: 0,
    };
    let first_unheard = parts.unheard_after_s.first().filter(|_| level == Level::Critical);
    let unheard_at = first_unheard.map(|s| now.plus_s(*s));
    let policy = serde_json::to_string(&alert.policy).map_err(StoreError::unit)?;
    let sql = "-- oncall::open_alert
        INSERT INTO alerts (id, case_id, level, policy, step, due_at, opened_at, unheard_told,
            unheard_at)
        VALUES ($1, $2, $3, $4, 0, $5, $5, 0, $6)";
    let args: [Value; 6] = [
        alert.id.as_slice().into(),
        case.id.as_slice().into(),
        level.as_str().into(),
        policy.into(),
        now.into(),
        unheard_at.into(),
    ];
    tx.execute(sql, &args).await?;
    case.stage = cases::Stage::Paged;
    tracing::info!(level = %safe(&level), "an alert was opened");
    run_step(tx, parts, &alert, now).await
}

/// Runs the step that is due: whom it means is answered now.
async fn run_step(tx: &mut Tx, parts: &Parts, alert: &Alert, now: Timestamp) -> Result<()> {
    let members = members::active(tx, parts).await?;
    let pages = pages(tx, &alert.id).await?;
    let run = ladder::advance(&alert.policy, alert.step, &members::rota(&members), &pages, now);
    for id in &run.page {
        if let Some(member) = members.iter().find(|m| m.id == *id) {
            page(tx, parts, alert, member, run.step, run.silent, now).await?;
        }
    }
    // A ladder that ends is never due again; "never" is the far end of time.
    let due_at = run.due_at.map_or(Timestamp::from_millis(i64::MAX), |at| {
        planned(at, now.since(alert.due_at), run.step + 1 < alert.policy.steps.len(), now)
    });
    let sql = "-- oncall::next_step
        UPDATE alerts SET step = $2, due_at = $3 WHERE id = $1";
    let next = i64::try_from(run.next_step).unwrap_or(i64::MAX);
    tx.execute(sql, &[alert.id.as_slice().into(), next.into(), due_at.into()]).await?;
    tx.wake(Wake::Ladder);
    tracing::info!(step = run.step, paged = run.page.len(), "a step of the ladder ran");
    Ok(())
}

/// When the next step is due: counted from when this one was, so that a step that ran late, after
/// an outage, delays none of those after it. What comes round without end is not made up for.
fn planned(due_at: Timestamp, late_ms: i64, has_next: bool, now: Timestamp) -> Timestamp {
    let planned = due_at.plus_ms(-late_ms.max(0));
    if has_next || planned > now { planned } else { due_at }
}

/// Pages one member: the card is sent anew, so that it rings.
async fn page(
    tx: &mut Tx,
    parts: &Parts,
    alert: &Alert,
    member: &Member,
    step: usize,
    silent: bool,
    now: Timestamp,
) -> Result<()> {
    let sql = "-- oncall::page
        INSERT INTO pages (id, alert_id, member_id, step, rung, state, at)
        VALUES ($1, $2, $3, $4, 1, 'open', $5)
        ON CONFLICT (alert_id, member_id) DO UPDATE
        SET step = $4, rung = pages.rung + 1, state = 'open', at = $5";
    let step = i64::try_from(step).unwrap_or(i64::MAX);
    let id = random_bytes::<16>();
    let args: [Value; 5] =
        [id.into(), alert.id.as_slice().into(), member.id.as_str().into(), step.into(), now.into()];
    tx.execute(sql, &args).await?;
    cards::Raise::new(member.telegram_id, Subject::Page(alert.case.clone()), member.language)
        .lane(Lane::Page)
        .silent(silent)
        .fresh()
        .raise(tx, parts)
        .await
}

/// The pages of an alert.
async fn pages(tx: &mut Tx, alert: &[u8]) -> Result<Vec<Paged>> {
    let sql = "-- oncall::pages
        SELECT member_id, step, state FROM pages WHERE alert_id = $1 ORDER BY at, member_id";
    let rows = tx.fetch_all(sql, &[alert.into()]).await?;
    rows.iter()
        .map(|row| {
            let state = match row.text("state")?.as_str() {
                "failed" => PageState::Failed,
                "declined" => PageState::Declined,
                _ => PageState::Open,
            };
            let step = usize::try_from(row.i64("step")?).unwrap_or(0);
            Ok(Paged { member: row.text("member_id")?, step, state })
        })
        .collect()
}

/// Notes that a page failed or was declined; if nobody of the step that ran last is left, the
/// next step is due now (L2).
pub(super) async fn mark_page(
    tx: &mut Tx,
    parts: &Parts,
    alert: &Alert,
    member: &str,
    state: &'static str,
    now: Timestamp,
) -> Result<()> {
    let sql = "-- oncall::mark_page
        UPDATE pages SET state = $3 WHERE alert_id = $1 AND member_id = $2 AND state <> $3";
    let args = [alert.id.as_slice().into(), member.into(), state.into()];
    if tx.execute(sql, &args).await? == 0 {
        return Ok(());
    }
    let pages = pages(tx, &alert.id).await?;
    if state == "declined" && !somebody_else(tx, parts, &pages).await? {
        // The same people again, at once, would change nothing: the next step has its time.
        return Ok(());
    }
    let last_run = pages.iter().map(|p| p.step).max().unwrap_or(0);
    // The last step has no next: it comes round by itself.
    let has_next = last_run + 1 < alert.policy.steps.len();
    if has_next && ladder::step_is_dead(last_run, &pages) && alert.due_at > now {
        let sql = "-- oncall::due_now
            UPDATE alerts SET due_at = $2 WHERE id = $1";
        tx.execute(sql, &[alert.id.as_slice().into(), now.into()]).await?;
        tx.wake(Wake::Ladder);
    }
    Ok(())
}

/// Whether anybody on call has not said "I cannot".
async fn somebody_else(tx: &mut Tx, parts: &Parts, pages: &[Paged]) -> Result<bool> {
    let declined =
        |id: &str| pages.iter().any(|p| p.member == id && p.state == PageState::Declined);
    Ok(members::active(tx, parts).await?.iter().any(|m| !declined(&m.id)))
}

/// Whether "I cannot" of this member leaves nobody on call for the case.
pub(super) async fn nobody_is_left(tx: &mut Tx, parts: &Parts, alert: &Alert) -> Result<bool> {
    let pages = pages(tx, &alert.id).await?;
    Ok(!somebody_else(tx, parts, &pages).await?)
}

/// A page to this chat could not be delivered: it counts at once.
pub async fn delivery_failed(
    tx: &mut Tx,
    parts: &Parts,
    case: &[u8],
    chat: i64,
    now: Timestamp,
) -> Result<()> {
    let Some(alert) = untaken(tx, case).await? else { return Ok(()) };
    let Some(member) = members::by_telegram(tx, parts, chat).await? else { return Ok(()) };
    mark_page(tx, parts, &alert, &member.id, "failed", now).await
}

/// A member was revoked: their open pages count as failed at once (L1).
pub(super) async fn member_left(
    tx: &mut Tx,
    parts: &Parts,
    member: &str,
    now: Timestamp,
) -> Result<()> {
    let sql = "-- oncall::member_left
        SELECT a.* FROM alerts a JOIN pages p ON p.alert_id = a.id
        WHERE p.member_id = $1 AND p.state = 'open' AND a.taken_by IS NULL
        AND a.closed_at IS NULL";
    for row in tx.fetch_all(sql, &[member.into()]).await? {
        mark_page(tx, parts, &read(&row)?, member, "failed", now).await?;
    }
    Ok(())
}

/// Runs all that is due now, once. Returns the next moment at which something is due.
///
/// Each alert is a unit of its own: one that cannot be read delays no other, and is tried again
/// as an empty step is.
pub async fn escalate(parts: &Arc<Parts>) -> Result<Option<Timestamp>> {
    for id in due(parts).await? {
        for what in [Due::Step, Due::Unheard] {
            match run_alert(parts, id.clone(), what).await {
                Err(error) if !error.is_retryable() => {
                    tracing::error!(%error, "a step of the ladder could not run; it is tried again");
                    put_off(parts, id.clone(), what).await?;
                }
                done => done?,
            }
        }
    }
    let next = parts.store.read("escalate-next", async |tx| {
        let sql = "-- oncall::next_due
            SELECT MIN(CASE WHEN unheard_at < due_at THEN unheard_at ELSE due_at END) AS next
            FROM alerts WHERE closed_at IS NULL AND taken_by IS NULL";
        let row = tx.fetch_optional(sql, &[]).await?;
        row.map_or(Ok(None), |row| row.opt_time("next"))
    });
    let next = next.await;
    measure(parts).await?;
    next
}

/// The alerts that are due now.
async fn due(parts: &Arc<Parts>) -> Result<Vec<Vec<u8>>> {
    let now = parts.now();
    let read = parts.store.read("escalate-due", async move |tx| {
        let sql = "-- oncall::due
            SELECT id FROM alerts WHERE closed_at IS NULL AND taken_by IS NULL
            AND (due_at <= $1 OR unheard_at <= $1)
            ORDER BY CASE WHEN level = 'critical' THEN 0 ELSE 1 END, due_at LIMIT 50";
        tx.fetch_all(sql, &[now.into()]).await?.iter().map(|row| row.bytes("id")).collect()
    });
    read.await
}

/// What may be due of an alert. Each is a unit of its own: what keeps the reporter from being
/// told keeps nobody from being paged.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Due {
    Step,
    Unheard,
}

/// Runs what is due of one alert, if it still is.
async fn run_alert(parts: &Arc<Parts>, id: Vec<u8>, what: Due) -> Result<()> {
    let now = parts.now();
    let unit = Arc::clone(parts);
    let run = async move |tx: &mut Tx| {
        let sql = "-- oncall::untaken_by_id
            SELECT * FROM alerts WHERE id = $1 AND closed_at IS NULL AND taken_by IS NULL";
        let Some(row) = tx.fetch_optional(sql, &[id.as_slice().into()]).await? else {
            return Ok(());
        };
        let alert = read(&row)?;
        if what == Due::Step && alert.due_at <= now {
            run_step(tx, &unit, &alert, now).await?;
        }
        let unheard = row.opt_time("unheard_at")?.is_some_and(|at| at <= now);
        if what == Due::Unheard && unheard {
            tell_unheard(tx, &unit, &alert, now).await?;
        }
        Ok(())
    };
    parts.store.run("escalate", run).await
}

/// An alert that could not run is due again after a while.
async fn put_off(parts: &Arc<Parts>, id: Vec<u8>, what: Due) -> Result<()> {
    let later = parts.now().plus_s(parts.delays.empty_step_s.max(1));
    let run = async move |tx: &mut Tx| {
        let sql = match what {
            Due::Step => {
                "-- oncall::put_off
                UPDATE alerts SET due_at = $2 WHERE id = $1"
            }
            Due::Unheard => {
                "-- oncall::put_off_unheard
                UPDATE alerts SET unheard_at = $2 WHERE id = $1"
            }
        };
        tx.execute(sql, &[id.as_slice().into(), later.into()]).await
    };
    parts.store.run("escalate-put-off", run).await.map(|_| ())
}

/// Nobody took a critical case for so long: the reporter is told, with what they can do.
async fn tell_unheard(tx: &mut Tx, parts: &Parts, alert: &Alert, now: Timestamp) -> Result<()> {
    let told = alert.unheard_told + 1;
    let next = usize::try_from(told).ok().and_then(|i| parts.unheard_after_s.get(i));
    let next_at = next.map(|s| alert.opened_at.plus_s(*s));
    let sql = "-- oncall::unheard
        UPDATE alerts SET unheard_told = $2, unheard_at = $3 WHERE id = $1";
    tx.execute(sql, &[alert.id.as_slice().into(), told.into(), next_at.into()]).await?;
    let minutes = (now.since(alert.opened_at) / 60_000).max(1);
    for chat in cases::routes_of(tx, parts, &alert.case).await? {
        let language = crate::intake::language_of(tx, parts, chat).await?;
        let mut lines = vec![
            Phrase::new("unheard-still-calling"),
            Phrase::new("unheard-minutes").number("n", minutes),
            Phrase::new("unheard-meanwhile"),
        ];
        lines.extend(cards::fallback_line(parts, language));
        cards::notice(tx, parts, chat, language, lines).await?;
    }
    Ok(())
}

/// Runs the ladder for as long as the process lives.
#[derive(Debug)]
pub struct Escalator {
    parts: Arc<Parts>,
}

impl Escalator {
    /// A ladder runner.
    pub fn new(parts: Arc<Parts>) -> Self {
        Self { parts }
    }

    /// Runs until the task is dropped. A storage error is logged and tried again.
    pub async fn run(self) {
        let mut woken = self.parts.store.woken(Wake::Ladder);
        loop {
            let sweep = self.parts.now().plus_s(SWEEP_S);
            let next = match escalate(&self.parts).await {
                Ok(next) => next.map_or(sweep, |at| at.min(sweep)),
                Err(error) => {
                    tracing::error!(%error, "the ladder could not run; it is tried again");
                    sweep
                }
            };
            tokio::select! {
                () = woken.next() => {}
                () = self.parts.clock.sleep_until(next) => {}
            }
        }
    }
}

/// A member can be reached from now on: what reached nobody before is tried at once. A ladder
/// that has ended begins again.
pub async fn somebody_is_there(tx: &mut Tx, now: Timestamp) -> Result<()> {
    let sql = "-- oncall::somebody_is_there
        UPDATE alerts SET due_at = $1, step = CASE WHEN level = 'critical' THEN step ELSE 0 END
        WHERE closed_at IS NULL AND taken_by IS NULL AND due_at > $1 AND NOT EXISTS (
            SELECT p.id FROM pages p WHERE p.alert_id = alerts.id AND p.state = 'open')";
    tx.execute(sql, &[now.into()]).await?;
    tx.wake(Wake::Ladder);
    Ok(())
}

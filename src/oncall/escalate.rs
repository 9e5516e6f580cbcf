//! The running ladder: steps and promises run when they are due; it never stops by itself.

use std::sync::Arc;

use habeas_core::domain::{Phrase, Timestamp};

use super::alerts::{Alert, read};
use super::gather;
use super::measure::measure;
use super::promise;
use super::steps::run_step;
use crate::cards;
use crate::cases;
use crate::parts::Parts;
use crate::storage::{Result, Tx, Wake};

/// Looks at least this often for steps that are due.
const SWEEP_S: i64 = 2;

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
    let next_ring = gather::ring_due(parts).await?;
    let (promises, next_promise) = promise::due(parts, parts.now()).await?;
    for id in promises {
        match promise::run(parts, id.clone()).await {
            Err(error) if !error.is_retryable() => {
                tracing::error!(%error, "a promise could not be looked at; others are called");
                promise::lapse_blindly(parts, id).await?;
            }
            done => done?,
        }
    }
    let next_ask = crate::intake::ask_due(parts).await?;
    let next_aside = crate::intake::aside_due(parts).await?;
    let next_silence = crate::intake::silence_due(parts).await?;
    let next = parts.store.read("escalate-next", async |tx| {
        let sql = "-- oncall::next_due
            SELECT MIN(CASE WHEN unheard_at < due_at THEN unheard_at ELSE due_at END) AS next
            FROM alerts WHERE closed_at IS NULL AND taken_by IS NULL";
        let row = tx.fetch_optional(sql, &[]).await?;
        row.map_or(Ok(None), |row| row.opt_time("next"))
    });
    let next = next.await?;
    measure(parts).await?;
    if let Err(error) = crate::audit::send_head(parts).await {
        // Nobody waits for it; everybody waits for the ladder.
        tracing::error!(%error, "the audit's head could not be sent; it is tried again");
    }
    // Whatever a promise has just been put off to wakes the ladder by its commit.
    let rest = next_ring.into_iter().chain(next_promise).chain(next_ask).chain(next_aside);
    let rest = rest.chain(next_silence);
    Ok(next.into_iter().chain(rest).min())
}

/// The alerts that are due now: those of vouched reporters before others of their level.
async fn due(parts: &Arc<Parts>) -> Result<Vec<Vec<u8>>> {
    let now = parts.now();
    let read = parts.store.read("escalate-due", async move |tx| {
        let sql = "-- oncall::due
            SELECT id FROM alerts WHERE closed_at IS NULL AND taken_by IS NULL
            AND (due_at <= $1 OR unheard_at <= $1)
            ORDER BY CASE WHEN level = 'critical' THEN 0 ELSE 1 END, CASE WHEN EXISTS (
                SELECT v.chat_hash FROM vouched v JOIN routes r ON r.chat_hash = v.chat_hash
                WHERE r.case_id = alerts.case_id) THEN 0 ELSE 1 END, due_at LIMIT 50";
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
    parts.store.ahead().run("escalate", run).await
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

//! Whether the bot has anything left to do at this moment of the clock.

use crate::outside::Clock;
use crate::parts::Parts;
use crate::rehearsal::botapi::Driver;
use crate::storage::{Result, Tx, Value};

/// What is left to do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Left {
    /// Updates that are not confirmed.
    pub updates: i64,
    /// Steps, questions and promises that are due.
    pub steps: i64,
    /// Cards that are due or on their way.
    pub cards: i64,
    /// Deletions that are due.
    pub deletions: i64,
}

impl Left {
    /// Whether nothing is.
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}

const CARDS: &str = "-- idle::cards
    SELECT COUNT(*) AS n FROM cards WHERE state = 'leased' OR (state = 'due' AND due_at <= $1)";
const DELETIONS: &str = "-- idle::deletions
    SELECT COUNT(*) AS n FROM deletions WHERE due_at <= $1";
const ALERTS: &str = "-- idle::alerts
    SELECT COUNT(*) AS n FROM alerts WHERE closed_at IS NULL AND taken_by IS NULL
    AND (due_at <= $1 OR unheard_at <= $1)";
const ASKS: &str = "-- idle::asks
    SELECT COUNT(*) AS n FROM conversations WHERE ask_at <= $1 OR silent_at <= $1";
const ASIDES: &str = "-- idle::asides
    SELECT COUNT(*) AS n FROM asides WHERE ask_at <= $1";
const PROMISES: &str = "-- idle::promises
    SELECT COUNT(*) AS n FROM promises WHERE due_at <= $1";
const RINGS: &str = "-- idle::rings
    SELECT COUNT(*) AS n FROM rings WHERE due_at <= $1";
/// By the moment a day ago: the head of the audit goes out daily.
const HEAD: &str = "-- idle::head
    SELECT CAST(COALESCE(MAX(CASE WHEN CAST(value AS BIGINT) <= $1 AND EXISTS (
        SELECT id FROM members WHERE role = 'coordinator' AND started_at IS NOT NULL
        AND revoked_at IS NULL) THEN 1 ELSE 0 END), 0) AS BIGINT) AS n
    FROM meta WHERE name = 'audit_head_at'";
const A_DAY_S: i64 = 86_400;

/// What is left to do at this moment of `clock`.
///
/// In this order, each by the clock as it is then: what one of them makes is due at once and
/// counted by the next. A card that failed makes a step due: hence a second look.
///
/// # Errors
/// What the database says.
pub async fn left(parts: &Parts, driver: &Driver, clock: &dyn Clock) -> Result<Left> {
    let mut left = Left { updates: driver.unconfirmed(), ..Left::default() };
    for _ in 0..2 {
        for steps in [ASKS, ASIDES, PROMISES, ALERTS, RINGS] {
            left.steps += count(parts, steps, clock.now().into()).await?;
        }
        left.steps += count(parts, HEAD, clock.now().plus_s(-A_DAY_S).into()).await?;
        left.cards += count(parts, CARDS, clock.now().into()).await?;
        left.deletions += count(parts, DELETIONS, clock.now().into()).await?;
    }
    Ok(left)
}

async fn count(parts: &Parts, sql: &'static str, at: Value) -> Result<i64> {
    let read = async move |tx: &mut Tx| {
        let row = tx.fetch_optional(sql, std::slice::from_ref(&at)).await?;
        row.map_or(Ok(0), |row| row.i64("n"))
    };
    parts.store.read("idle", read).await
}

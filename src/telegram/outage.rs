//! After an outage: Telegram keeps a tap for 150 seconds only, so whoever was answering is asked to
//! press once more.

use std::sync::Arc;

use habeas_core::domain::{Phrase, Timestamp};

use crate::cards::{self, Card};
use crate::cases;
use crate::intake;
use crate::parts::Parts;
use crate::storage::{Result, Tx};

/// Telegram gives up a tap that nobody has read for so long.
const TAP_LIVES_S: i64 = 150;
/// Who did something in so many seconds before the outage is asked.
const ACTIVE_S: i64 = 900;
/// That Telegram was heard is written down this often.
const NOTE_EVERY_S: i64 = 15;

/// The row of `meta`.
const NAME: &str = "heard_at";

/// When Telegram was heard last, by this process or the one before.
#[derive(Debug, Default)]
pub(super) struct Heard {
    last: Option<Timestamp>,
    noted: Option<Timestamp>,
}

impl Heard {
    /// Telegram has answered what was `asked` then. If nothing had been taken for too long, those
    /// who were answering before are asked to press once more: while a question is open, a tap
    /// arrives at once.
    pub(super) async fn before_batch(
        &mut self,
        parts: &Arc<Parts>,
        asked: Timestamp,
    ) -> Result<()> {
        let last = match self.last {
            Some(last) => Some(last),
            None => read(parts).await?,
        };
        if let Some(last) = last.filter(|last| asked.since(*last) > TAP_LIVES_S * 1000) {
            tracing::warn!(away_s = asked.since(last) / 1000, "telegram was not heard for long");
            ask_again(parts, last, asked).await?;
            self.last = Some(asked);
        }
        Ok(())
    }

    /// What Telegram kept is taken: until here nobody was cut off.
    pub(super) async fn after_batch(&mut self, parts: &Arc<Parts>) -> Result<()> {
        let now = parts.now();
        self.last = Some(now);
        if self.noted.is_none_or(|noted| now.since(noted) >= NOTE_EVERY_S * 1000) {
            note(parts, now).await?;
            self.noted = Some(now);
        }
        Ok(())
    }
}

async fn read(parts: &Arc<Parts>) -> Result<Option<Timestamp>> {
    let read = parts.store.read("heard-at", async |tx| {
        let sql = "-- outage::read
            SELECT CAST(value AS BIGINT) AS at FROM meta WHERE name = $1";
        let row = tx.fetch_optional(sql, &[NAME.into()]).await?;
        row.map(|row| row.time("at")).transpose()
    });
    read.await
}

async fn note(parts: &Arc<Parts>, now: Timestamp) -> Result<()> {
    let run = async move |tx: &mut Tx| {
        let sql = "-- outage::note
            INSERT INTO meta (name, value) VALUES ($1, $2)
            ON CONFLICT (name) DO UPDATE SET value = $2";
        tx.execute(sql, &[NAME.into(), now.as_millis().to_string().into()]).await
    };
    parts.store.run("heard-at", run).await.map(|_| ())
}

/// Each conversation that was active before gets its card again. The moment is written down in
/// the same transaction: nobody is asked twice for one outage.
async fn ask_again(parts: &Arc<Parts>, last: Timestamp, now: Timestamp) -> Result<()> {
    let unit = Arc::clone(parts);
    let run = async move |tx: &mut Tx| {
        let sql = "-- outage::since
            SELECT CAST(value AS BIGINT) AS at FROM meta WHERE name = $1";
        let row = tx.fetch_optional(sql, &[NAME.into()]).await?;
        if row.map(|row| row.time("at")).transpose()?.is_some_and(|at| at > last) {
            // They were asked, and the answer to that commit was lost.
            return Ok(());
        }
        let sql = "-- outage::active
            SELECT c.* FROM cards c JOIN conversations v ON c.kind = 'interview'
            AND c.subject = v.id WHERE v.changed_at >= $1 AND v.blocked_at IS NULL";
        for row in tx.fetch_all(sql, &[last.plus_s(-ACTIVE_S).into()]).await? {
            // One that cannot be read keeps nobody else from being asked.
            let Ok(card) = Card::read(&unit, &row) else { continue };
            match ask(tx, &unit, card.chat, last, now).await {
                Err(error) if !error.is_retryable() => {
                    tracing::error!(%error, "a reporter could not be asked to press once more");
                }
                done => done?,
            }
        }
        let sql = "-- outage::told
            UPDATE meta SET value = $2 WHERE name = $1";
        tx.execute(sql, &[NAME.into(), now.as_millis().to_string().into()]).await?;
        Ok(())
    };
    parts.store.run("after-outage", run).await
}

async fn ask(tx: &mut Tx, parts: &Parts, chat: i64, from: Timestamp, to: Timestamp) -> Result<()> {
    let Some(stored) = intake::by_chat(tx, parts, chat).await? else { return Ok(()) };
    let case = match &stored.case {
        Some(id) => cases::load(tx, parts, id).await?,
        None => None,
    };
    let host = case.map(|case| case.report.report.host_state).unwrap_or_default();
    let away = Phrase::new("outage-away")
        .text("from", cards::clock_time(parts, &host, from))
        .text("to", cards::clock_time(parts, &host, to));
    let lines = vec![away, Phrase::new("outage-press")];
    cards::notice(tx, parts, chat, stored.state.language, lines).await?;
    intake::show_below(tx, parts, chat, &stored).await
}

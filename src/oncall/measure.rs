//! The figures of the ladder and the sender.

use std::sync::Arc;

use crate::observe::Gauge;
use crate::parts::Parts;
use crate::storage::Result;

/// Sets the figures that an operator watches: what nobody has taken, what waits to be sent.
pub(super) async fn measure(parts: &Arc<Parts>) -> Result<()> {
    let read = parts.store.read("measure", async |tx| {
        let sql = "-- oncall::measure_untaken
            SELECT COUNT(*) AS n FROM alerts WHERE level = 'critical' AND why <> 'help'
            AND taken_by IS NULL AND closed_at IS NULL";
        let untaken = tx.fetch_optional(sql, &[]).await?.map_or(Ok(0), |row| row.i64("n"))?;
        let sql = "-- oncall::measure_waiting
            SELECT COUNT(*) AS n FROM cards WHERE state = 'due'";
        let waiting = tx.fetch_optional(sql, &[]).await?.map_or(Ok(0), |row| row.i64("n"))?;
        Ok((untaken, waiting))
    });
    let (untaken, waiting) = read.await?;
    Gauge::CriticalUntaken.set(untaken as f64);
    Gauge::SendsWaiting.set(waiting as f64);
    Ok(())
}

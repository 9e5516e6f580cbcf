//! A member leaves: nobody waits for what they had.

use habeas_core::domain::Timestamp;

use super::answer;
use crate::cards::{self, Subject};
use crate::parts::Parts;
use crate::storage::{Result, Tx, Wake};

/// What a member who left had taken has no owner any more: the ladder begins anew, and the
/// reporters are told.
pub(super) async fn give_back(tx: &mut Tx, parts: &Parts, id: &str, now: Timestamp) -> Result<()> {
    let sql = "-- members::given_back
        SELECT id FROM cases WHERE taken_by = $1 AND stage = 'taken'";
    let mut cases = vec![];
    for row in tx.fetch_all(sql, &[id.into()]).await? {
        cases.push(row.bytes("id")?);
    }
    for case in &cases {
        answer::tell_called_anew(tx, parts, case).await?;
    }
    let sql = "-- members::give_back_promises
        DELETE FROM promises WHERE member_id = $1";
    tx.execute(sql, &[id.into()]).await?;
    let sql = "-- members::give_back_alerts_beside
        UPDATE alerts SET closed_at = $2 WHERE closed_at IS NULL AND taken_by IS NULL
        AND why <> 'level' AND case_id IN (SELECT id FROM cases WHERE taken_by = $1)";
    tx.execute(sql, &[id.into(), now.into()]).await?;
    let unheard_at = parts.unheard_after_s.first().map(|s| now.plus_s(*s));
    let sql = "-- members::give_back_alerts
        UPDATE alerts SET taken_by = NULL, taken_at = NULL, step = 0, due_at = $2,
            opened_at = $2, unheard_told = 0,
            unheard_at = CASE WHEN level = 'critical' THEN $3 ELSE NULL END
        WHERE taken_by = $1 AND closed_at IS NULL
        AND case_id IN (SELECT id FROM cases WHERE taken_by = $1 AND stage = 'taken')
        AND opened_at = (SELECT MAX(b.opened_at) FROM alerts b
            WHERE b.case_id = alerts.case_id AND b.closed_at IS NULL)";
    tx.execute(sql, &[id.into(), now.into(), unheard_at.into()]).await?;
    let sql = "-- members::give_back_cases
        UPDATE cases SET stage = 'paged', taken_by = NULL, taken_at = NULL
        WHERE taken_by = $1 AND stage = 'taken'";
    tx.execute(sql, &[id.into()]).await?;
    for case in cases {
        cards::refresh(tx, parts, &Subject::Page(case)).await?;
    }
    tx.wake(Wake::Ladder);
    Ok(())
}

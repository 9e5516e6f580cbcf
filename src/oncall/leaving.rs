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
    for row in tx.fetch_all(sql, &[id.into()]).await? {
        give_back_one(tx, parts, id, &row.bytes("id")?, now).await?;
    }
    Ok(())
}

/// The same of one case, if this member has it.
pub(super) async fn give_back_one(
    tx: &mut Tx,
    parts: &Parts,
    id: &str,
    case: &[u8],
    now: Timestamp,
) -> Result<()> {
    let sql = "-- members::has
        SELECT id FROM cases WHERE id = $1 AND taken_by = $2 AND stage = 'taken'";
    if tx.fetch_optional(sql, &[case.into(), id.into()]).await?.is_none() {
        return Ok(());
    }
    answer::tell_called_anew(tx, parts, case).await?;
    let sql = "-- members::give_back_promise
        DELETE FROM promises WHERE case_id = $1 AND member_id = $2";
    tx.execute(sql, &[case.into(), id.into()]).await?;
    let sql = "-- members::give_back_alerts_beside
        UPDATE alerts SET closed_at = $2 WHERE case_id = $1 AND closed_at IS NULL
        AND taken_by IS NULL AND why <> 'level'";
    tx.execute(sql, &[case.into(), now.into()]).await?;
    let unheard_at = parts.unheard_after_s.first().map(|s| now.plus_s(*s));
    let sql = "-- members::give_back_alert
        UPDATE alerts SET taken_by = NULL, taken_at = NULL, step = 0, due_at = $3,
            opened_at = $3, unheard_told = 0,
            unheard_at = CASE WHEN level = 'critical' THEN $4 ELSE NULL END
        WHERE case_id = $1 AND taken_by = $2 AND closed_at IS NULL
        AND opened_at = (SELECT MAX(b.opened_at) FROM alerts b
            WHERE b.case_id = $1 AND b.closed_at IS NULL)";
    tx.execute(sql, &[case.into(), id.into(), now.into(), unheard_at.into()]).await?;
    let sql = "-- members::give_back_case
        UPDATE cases SET stage = 'paged', taken_by = NULL, taken_at = NULL WHERE id = $1";
    tx.execute(sql, &[case.into()]).await?;
    cards::refresh(tx, parts, &Subject::Page(case.to_vec())).await?;
    tx.wake(Wake::Ladder);
    Ok(())
}

//! Cases as members count them: whose they are, and which nobody has.

use crate::storage::{Result, Tx};

/// So many cases are shown in one list.
pub const SHOWN: usize = 25;

/// The ids of the cases that a member has, longest first.
pub async fn taken_by(tx: &mut Tx, member: &str) -> Result<Vec<Vec<u8>>> {
    let sql = "-- cases::taken_by
        SELECT id FROM cases WHERE taken_by = $1 AND stage = 'taken' ORDER BY taken_at, id LIMIT 25";
    let rows = tx.fetch_all(sql, &[member.into()]).await?;
    rows.iter().map(|row| row.bytes("id")).collect()
}

/// The ids of the open cases that somebody is called for and nobody has: most pressing first,
/// then longest.
pub async fn untaken(tx: &mut Tx) -> Result<Vec<Vec<u8>>> {
    let sql = "-- cases::untaken
        SELECT id FROM cases WHERE stage = 'paged' ORDER BY
        CASE level WHEN 'critical' THEN 0 WHEN 'urgent' THEN 1 WHEN 'watch' THEN 2 ELSE 3 END,
        opened_at, id";
    let rows = tx.fetch_all(sql, &[]).await?;
    rows.iter().map(|row| row.bytes("id")).collect()
}

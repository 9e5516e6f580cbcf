//! Statements that one coordinator has signed and that need another one's signature too: kept until
//! it is there, or until something else is stated first.

use habeas_core::domain::Timestamp;
use habeas_core::members::{Fault, Statement};

use super::roster::{self, Stored};
use crate::crypto::verifies;
use crate::parts::Parts;
use crate::storage::{Result, StoreError, Tx, Value};

/// Whether a second signature is all that this statement lacks.
pub fn lacks_second(stored: &Stored, statement: &Statement) -> bool {
    let read = stored.roster.clone().read(statement, verifies);
    matches!(read, Err(Fault::NeedsTwo(_))) && statement.signed.len() == 1
}

/// Keeps a draft, in the place of an earlier one about the same member.
pub async fn keep(tx: &mut Tx, statement: &Statement, member: &str, now: Timestamp) -> Result<()> {
    let line = serde_json::to_string(statement).map_err(StoreError::unit)?;
    let sql = "-- drafts::keep
        INSERT INTO drafts (member_id, statement, at) VALUES ($1, $2, $3)
        ON CONFLICT (member_id) DO UPDATE SET statement = $2, at = $3";
    let args: [Value; 3] = [member.into(), line.into(), now.into()];
    tx.execute(sql, &args).await.map(|_| ())
}

/// The drafts that a second signature would complete. The others are dropped: something else was
/// stated first, the keys are others by now, or nobody with a key wrote the row.
pub async fn waiting(tx: &mut Tx, parts: &Parts, stored: &Stored) -> Result<Vec<Statement>> {
    let sql = "-- drafts::waiting
        SELECT member_id, statement FROM drafts ORDER BY at, member_id";
    let mut waiting = vec![];
    for row in tx.fetch_all(sql, &[]).await? {
        let draft: Option<Statement> = serde_json::from_str(&row.text("statement")?).ok();
        let draft = draft.filter(|draft| lacks_second(stored, draft));
        let fits = match &draft {
            Some(draft) => roster::fits(tx, parts, &draft.act).await?.is_ok(),
            None => false,
        };
        if fits {
            waiting.extend(draft);
        } else {
            let sql = "-- drafts::drop
                DELETE FROM drafts WHERE member_id = $1";
            tx.execute(sql, &[row.text("member_id")?.into()]).await?;
        }
    }
    Ok(waiting)
}

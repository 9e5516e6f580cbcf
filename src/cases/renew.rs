//! A new key for a case: what comes after somebody may not read on is sealed to it.

use habeas_core::domain::Timestamp;

use super::keys::as_text;
use super::{Case, CaseError, case};
use crate::crypto::{NewCase, Recipient, new_case_key};
use crate::oncall::{exclusions, roster};
use crate::parts::Parts;
use crate::storage::{Result, Tx, Value};

/// Every case needs a new key before its next entry: somebody may not read on.
pub async fn all_stale(tx: &mut Tx) -> Result<()> {
    let sql = "-- cases::all_stale
        UPDATE cases SET key_stale = 1 WHERE key_stale = 0";
    tx.execute(sql, &[]).await.map(|_| ())
}

/// This case needs a new key before its next entry.
pub async fn stale(tx: &mut Tx, case: &[u8]) -> Result<()> {
    let sql = "-- cases::stale
        UPDATE cases SET key_stale = 1 WHERE id = $1";
    tx.execute(sql, &[case.into()]).await.map(|_| ())
}

/// Whom a case's key is sealed to, beside the recovery holders, as things stand.
pub(super) async fn readers(tx: &mut Tx, parts: &Parts, case: &[u8]) -> Result<Vec<Recipient>> {
    let excluded = exclusions::of(tx, case).await?;
    roster::readers_without(tx, parts, &excluded).await
}

/// Recipients as the key's row has them.
pub(super) fn text_of(readers: &[Recipient]) -> String {
    as_text(&readers.iter().map(ToString::to_string).collect::<Vec<_>>())
}

/// Gives the case a key that only those open who may read on. The one before it stands beside, and
/// opens what was sealed to it. Where it is sealed to nobody, and still would be, it stays.
pub(super) async fn renew(
    tx: &mut Tx,
    parts: &Parts,
    case: &mut Case,
    now: Timestamp,
) -> Result<()> {
    let readers = readers(tx, parts, &case.id).await?;
    if readers.is_empty() && !case.stale {
        // Once for all entries of a unit: a flood is not slowed by it.
        case.is_unread = false;
        return Ok(());
    }
    // Whoever renews it too waits here, and begins anew.
    let sql = "-- cases::renews
        UPDATE cases SET key_stale = 0 WHERE id = $1";
    tx.execute(sql, &[case.id.as_slice().into()]).await?;
    let NewCase { recipient, case_key, recovery_key } =
        new_case_key(&readers, &parts.recovery).map_err(CaseError::from)?;
    let sql = "-- cases::keep_earlier
        INSERT INTO earlier_keys (case_id, generation, recipient, case_key, recovery_key, readers)
        SELECT id, key_generation, recipient, case_key, recovery_key, key_readers
        FROM cases WHERE id = $1";
    tx.execute(sql, &[case.id.as_slice().into()]).await?;
    let sql = "-- cases::renew
        UPDATE cases SET key_generation = key_generation + 1, key_stale = 0, recipient = $2,
            case_key = $3, recovery_key = $4, key_readers = $5 WHERE id = $1";
    let args: [Value; 5] = [
        case.id.as_slice().into(),
        recipient.as_str().into(),
        case_key.into(),
        recovery_key.into(),
        text_of(&readers).into(),
    ];
    tx.execute(sql, &args).await?;
    case.generation += 1;
    case.stale = false;
    case.is_unread = readers.is_empty();
    case.report.sealed_to.clone_from(&recipient);
    case.recipient = recipient;
    // The recipient stands in the report too, and both are saved together.
    case::save(tx, parts, case, now).await
}

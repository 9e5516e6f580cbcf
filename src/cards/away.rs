//! Cards that are put away: several pages of one member stand on one card instead, and a card of
//! one case takes its place again. A card that is away stays known, so that a button of its last
//! message still does what it says.

use super::raise::{Lane, queue_number};
use super::subject::Subject;
use crate::parts::Parts;
use crate::storage::{Result, Row, Tx, Wake};

/// Puts a chat's card about a subject away; its message leaves the chat. Returns whether it was
/// still to ring.
pub async fn put_away(tx: &mut Tx, parts: &Parts, chat: i64, subject: &Subject) -> Result<bool> {
    let sql = "-- cards::put_away_find
        SELECT * FROM cards WHERE chat_hash = $1 AND kind = $2 AND subject = $3
        AND state IN ('due', 'leased', 'idle')";
    let key = [parts.chat_hash(chat).into(), subject.kind().into(), subject.id().into()];
    let rows = tx.fetch_all(sql, &key).await?;
    put_all_away(tx, parts, chat, &rows).await
}

/// Puts away the pages that stand on a member's gathered card. Returns whether one was still to
/// ring.
pub async fn put_pages_away(tx: &mut Tx, parts: &Parts, chat: i64, member: &str) -> Result<bool> {
    let sql = "-- cards::put_pages_away
        SELECT k.* FROM cards k WHERE k.chat_hash = $1 AND k.kind = 'page'
        AND k.state IN ('due', 'leased', 'idle') AND k.subject IN (
            SELECT a.case_id FROM pages p JOIN alerts a ON a.id = p.alert_id
            WHERE p.member_id = $2 AND p.state = 'open' AND p.loud = 1
            AND a.taken_by IS NULL AND a.closed_at IS NULL)";
    let rows = tx.fetch_all(sql, &[parts.chat_hash(chat).into(), member.into()]).await?;
    put_all_away(tx, parts, chat, &rows).await
}

async fn put_all_away(tx: &mut Tx, parts: &Parts, chat: i64, rows: &[Row]) -> Result<bool> {
    let sql = "-- cards::put_away
        UPDATE cards SET state = 'away', shown = wanted, message_id = NULL, tries = 0,
            lease_until = NULL
        WHERE id = $1";
    let mut was_to_ring = false;
    for row in rows {
        // What is on its way may ring or not: it counts as not rung.
        was_to_ring |= row.text("state")? != "idle"
            && row.i64("fresh")? > row.i64("shown")?
            && row.i64("silent")? == 0;
        if let Some(message) = row.opt_i64("message_id")? {
            super::deletions::schedule(tx, parts, chat, message, parts.now()).await?;
        }
        tx.execute(sql, &[row.bytes("id")?.into()]).await?;
    }
    Ok(was_to_ring)
}

/// Shows every gathered card as it stands now, in place.
pub async fn refresh_gathered(tx: &mut Tx, parts: &Parts) -> Result<()> {
    let sql = "-- cards::refresh_gathered
        UPDATE cards SET wanted = wanted + 1, queued_at = $2, due_at = $3,
            silent = CASE WHEN state = 'leased' THEN silent ELSE 1 END,
            lane = CASE WHEN state = 'leased' THEN lane ELSE $1 END,
            state = CASE WHEN state = 'leased' THEN 'leased' ELSE 'due' END
        WHERE kind = 'gathered' AND state IN ('idle', 'leased')";
    let now = parts.now();
    let lane = Lane::Acknowledgement as i64;
    tx.execute(sql, &[lane.into(), queue_number(now).into(), now.into()]).await?;
    tx.wake(Wake::Sender);
    Ok(())
}

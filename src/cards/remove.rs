//! Taking cards off chats.

use super::chat;
use super::deletions::schedule;
use super::raise::queue_number;
use super::subject::Subject;
use crate::crypto::Column;
use crate::parts::Parts;
use crate::storage::{Result, Tx, Wake};

/// Takes a chat's card about a subject off the chat and forgets it.
pub async fn withdraw(tx: &mut Tx, parts: &Parts, chat: i64, subject: &Subject) -> Result<()> {
    let sql = "-- cards::withdraw_find
        SELECT id, message_id FROM cards WHERE chat_hash = $1 AND kind = $2 AND subject = $3";
    let key = [parts.chat_hash(chat).into(), subject.kind().into(), subject.id().into()];
    let Some(row) = tx.fetch_optional(sql, &key).await? else { return Ok(()) };
    if let Some(message) = row.opt_i64("message_id")? {
        schedule(tx, parts, chat, message, parts.now()).await?;
    }
    let sql = "-- cards::withdraw
        DELETE FROM cards WHERE id = $1";
    tx.execute(sql, &[row.bytes("id")?.into()]).await?;
    Ok(())
}

/// Takes every card about a subject off its chat and forgets it.
pub async fn withdraw_all(tx: &mut Tx, parts: &Parts, subject: &Subject) -> Result<()> {
    let sql = "-- cards::withdraw_all_find
        SELECT id, sealed_chat, message_id FROM cards WHERE kind = $1 AND subject = $2";
    for row in tx.fetch_all(sql, &[subject.kind().into(), subject.id().into()]).await? {
        let id = row.bytes("id")?;
        if let Some(message) = row.opt_i64("message_id")? {
            let chat = chat::open(parts, Column::CardsChat, &id, &row, "sealed_chat")?;
            schedule(tx, parts, chat, message, parts.now()).await?;
        }
        let sql = "-- cards::withdraw_all
            DELETE FROM cards WHERE id = $1";
        tx.execute(sql, &[id.into()]).await?;
    }
    Ok(())
}

/// Empties the chat of somebody who is no member any more: every message of the bot's and theirs
/// leaves at once, but for a report of their own. What is being sent just now is edited to a line that says
/// nothing.
pub async fn empty(tx: &mut Tx, parts: &Parts, chat: i64) -> Result<()> {
    let hash = parts.chat_hash(chat);
    let now = parts.now();
    let sql = "-- cards::empty_messages
        UPDATE deletions SET due_at = $2 WHERE chat_hash = $1 AND due_at > $2
        AND message_id NOT IN (SELECT message_id FROM cards WHERE chat_hash = $1
            AND kind IN ('interview', 'receipt') AND message_id IS NOT NULL)";
    tx.execute(sql, &[hash.clone().into(), now.into()]).await?;
    let sql = "-- cards::empty
        DELETE FROM cards WHERE chat_hash = $1 AND state <> 'leased'
        AND kind NOT IN ('interview', 'receipt')";
    tx.execute(sql, &[hash.clone().into()]).await?;
    let sql = "-- cards::empty_leased
        UPDATE cards SET wanted = wanted + 1, silent = 1, queued_at = $2, due_at = $3
        WHERE chat_hash = $1 AND state = 'leased' AND kind NOT IN ('interview', 'receipt')";
    tx.execute(sql, &[hash.clone().into(), queue_number(now).into(), now.into()]).await?;
    let sql = "-- cards::empty_replies
        DELETE FROM case_messages WHERE chat_hash = $1";
    tx.execute(sql, &[hash.into()]).await?;
    tx.wake(Wake::Schedule);
    tx.wake(Wake::Sender);
    Ok(())
}

//! Routes: the chats that a case answers to, encrypted, found by keyed hash.

use crate::cards::chat;
use crate::crypto::{Column, random_bytes};
use crate::parts::Parts;
use crate::storage::{Result, Tx};

/// Adds a chat to a case; nothing happens if it is there.
pub async fn add(tx: &mut Tx, parts: &Parts, case: &[u8], chat: i64) -> Result<()> {
    let id = random_bytes::<16>();
    let sealed = parts.keyring.seal(Column::RoutesChat, &id, &chat.to_be_bytes());
    let sql = "-- cases::add_route
        INSERT INTO routes (id, case_id, chat_hash, sealed_chat) VALUES ($1, $2, $3, $4)
        ON CONFLICT (case_id, chat_hash) DO NOTHING";
    let args = [id.into(), case.into(), parts.chat_hash(chat).into(), sealed.into()];
    tx.execute(sql, &args).await?;
    Ok(())
}

/// The chats of a case.
pub async fn of_case(tx: &mut Tx, parts: &Parts, case: &[u8]) -> Result<Vec<i64>> {
    let sql = "-- cases::routes_of
        SELECT id, sealed_chat FROM routes WHERE case_id = $1 ORDER BY id";
    let rows = tx.fetch_all(sql, &[case.into()]).await?;
    rows.iter()
        .map(|row| chat::open(parts, Column::RoutesChat, &row.bytes("id")?, row, "sealed_chat"))
        .collect()
}

/// The ids of the cases that answer to a chat, the newest first.
pub async fn open_cases_of_chat(tx: &mut Tx, parts: &Parts, chat: i64) -> Result<Vec<Vec<u8>>> {
    let sql = "-- cases::open_cases_of_chat
        SELECT c.id FROM routes r JOIN cases c ON c.id = r.case_id
        WHERE r.chat_hash = $1 AND c.stage <> 'closed' ORDER BY c.opened_at DESC";
    let rows = tx.fetch_all(sql, &[parts.chat_hash(chat).into()]).await?;
    rows.iter().map(|row| row.bytes("id")).collect()
}

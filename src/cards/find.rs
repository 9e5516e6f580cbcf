//! Finding a card: by its id, by its message.

use super::raise::Card;
use crate::parts::Parts;
use crate::storage::{Result, Tx};

/// The card with this id.
pub async fn by_id(tx: &mut Tx, parts: &Parts, id: &[u8; 8]) -> Result<Option<Card>> {
    let sql = "-- cards::by_id
        SELECT * FROM cards WHERE id = $1";
    let row = tx.fetch_optional(sql, &[id.into()]).await?;
    row.map(|row| Card::read(parts, &row)).transpose()
}

/// The case whose page stands in this message of a chat.
pub async fn case_of_message(
    tx: &mut Tx,
    parts: &Parts,
    chat: i64,
    message: i64,
) -> Result<Option<Vec<u8>>> {
    let sql = "-- cards::case_of_message
        SELECT subject FROM cards WHERE chat_hash = $1 AND kind = 'page' AND message_id = $2";
    let row = tx.fetch_optional(sql, &[parts.chat_hash(chat).into(), message.into()]).await?;
    row.map(|row| row.bytes("subject")).transpose()
}

/// Whether this message of a chat is its interview.
pub async fn is_interview(tx: &mut Tx, parts: &Parts, chat: i64, message: i64) -> Result<bool> {
    let sql = "-- cards::is_interview
        SELECT id FROM cards WHERE chat_hash = $1 AND kind = 'interview' AND message_id = $2";
    let row = tx.fetch_optional(sql, &[parts.chat_hash(chat).into(), message.into()]).await?;
    Ok(row.is_some())
}

//! Finding a card: by its id; and the case that a message is about.

use habeas_core::domain::{Language, Timestamp};

use super::notice;
use super::raise::Card;
use super::subject::Subject;
use crate::oncall::exclusions;
use crate::parts::Parts;
use crate::storage::{Result, Tx};

/// The card with this id.
pub async fn by_id(tx: &mut Tx, parts: &Parts, id: &[u8; 8]) -> Result<Option<Card>> {
    let sql = "-- cards::by_id
        SELECT * FROM cards WHERE id = $1";
    let row = tx.fetch_optional(sql, &[id.into()]).await?;
    row.map(|row| Card::read(parts, &row)).transpose()
}

/// The case that a card is about, if a reply to it can be meant for that case.
fn case_of(parts: &Parts, card: &Card) -> Option<Vec<u8>> {
    match &card.subject {
        Subject::Page(case)
        | Subject::Why(case)
        | Subject::HandOver(case)
        | Subject::Decide(case) => Some(case.clone()),
        Subject::Reasons(id) => id.split_last().map(|(_, case)| case.to_vec()),
        Subject::Join(id) => id.get(..id.len() / 2).map(<[u8]>::to_vec),
        Subject::Notice(_) => notice::case_of(parts, card),
        _ => None,
    }
}

/// Whether a card is about a case from which the member in this chat is excluded.
pub async fn is_withheld(tx: &mut Tx, parts: &Parts, card: &Card) -> Result<bool> {
    let case = match &card.subject {
        Subject::Page(case)
        | Subject::Why(case)
        | Subject::HandOver(case)
        | Subject::LooksFalse(case)
        | Subject::Decide(case) => case,
        Subject::Reasons(id) => match id.split_last() {
            Some((_, case)) => case,
            None => return Ok(false),
        },
        _ => return Ok(false),
    };
    exclusions::is_chat(tx, parts, case, card.chat).await
}

/// Notes that a message of a chat shows this card: a reply to it is about the card's case, also
/// when the card has a newer message.
pub(super) async fn note_message(
    tx: &mut Tx,
    parts: &Parts,
    card: &Card,
    message: i64,
) -> Result<()> {
    let Some(case) = case_of(parts, card) else { return Ok(()) };
    let sql = "-- cards::note_message
        INSERT INTO case_messages (chat_hash, message_id, case_id, at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (chat_hash, message_id) DO UPDATE SET case_id = $3, at = $4";
    let hash = parts.chat_hash(card.chat);
    tx.execute(sql, &[hash.into(), message.into(), case.into(), parts.now().into()]).await?;
    Ok(())
}

/// The case that a message of a chat is about.
pub async fn case_of_message(
    tx: &mut Tx,
    parts: &Parts,
    chat: i64,
    message: i64,
) -> Result<Option<Vec<u8>>> {
    let sql = "-- cards::case_of_message
        SELECT case_id FROM case_messages WHERE chat_hash = $1 AND message_id = $2";
    let row = tx.fetch_optional(sql, &[parts.chat_hash(chat).into(), message.into()]).await?;
    row.map(|row| row.bytes("case_id")).transpose()
}

/// Forgets what the messages of a case were about: it is closed.
pub async fn forget_messages(tx: &mut Tx, case: &[u8]) -> Result<()> {
    let sql = "-- cards::forget_messages
        DELETE FROM case_messages WHERE case_id = $1";
    tx.execute(sql, &[case.into()]).await?;
    Ok(())
}

/// Forgets messages older than this.
pub(super) async fn forget_old(tx: &mut Tx, before: Timestamp) -> Result<()> {
    let sql = "-- cards::forget_old_messages
        DELETE FROM case_messages WHERE at < $1";
    tx.execute(sql, &[before.into()]).await?;
    Ok(())
}

/// Whether an invitation waits in this chat for its four words.
pub async fn has_invitation(tx: &mut Tx, parts: &Parts, chat: i64) -> Result<bool> {
    let sql = "-- cards::has_invitation
        SELECT id FROM cards WHERE chat_hash = $1 AND kind = 'invitation' LIMIT 1";
    let row = tx.fetch_optional(sql, &[parts.chat_hash(chat).into()]).await?;
    Ok(row.is_some())
}

/// Whether this message of a chat is its interview.
pub async fn is_interview(tx: &mut Tx, parts: &Parts, chat: i64, message: i64) -> Result<bool> {
    let sql = "-- cards::is_interview
        SELECT id FROM cards WHERE chat_hash = $1 AND kind = 'interview' AND message_id = $2";
    let row = tx.fetch_optional(sql, &[parts.chat_hash(chat).into(), message.into()]).await?;
    Ok(row.is_some())
}

/// What stands in a chat is shown in this language from its next change on.
pub async fn speak(tx: &mut Tx, parts: &Parts, chat: i64, language: Language) -> Result<()> {
    let sql = "-- cards::speak
        UPDATE cards SET language = $2 WHERE chat_hash = $1";
    tx.execute(sql, &[parts.chat_hash(chat).into(), language.as_str().into()]).await?;
    Ok(())
}

//! What becomes of what a member writes to reporters: a row for each message, until the case is over
//! or three days have passed.

use habeas_core::domain::Timestamp;

use super::raise::Card;
use super::subject::Subject;
use crate::parts::Parts;
use crate::storage::{Result, Tx, Value};

/// How far a message has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Delivery {
    /// The chat takes no messages from the bot, or there is none.
    Failed,
    /// It is to be sent.
    Waiting,
    /// It stands in the chat.
    Delivered,
    /// The reporter has written or pressed something since. Telegram tells no bot more.
    Seen,
}

/// One message to one chat, with the card by which it goes.
pub struct Sending<'a> {
    /// The case.
    pub case: &'a [u8],
    /// Of what the member wrote: whose, and its id.
    pub of: (&'a str, &'a str),
    /// The chat.
    pub chat: i64,
    /// The notice's card.
    pub subject: [u8; 16],
}

impl std::fmt::Debug for Sending<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sending(<a chat>)")
    }
}

/// Looks after a message from here on.
pub async fn look_after(tx: &mut Tx, parts: &Parts, sending: &Sending<'_>) -> Result<()> {
    let sql = "-- deliveries::look_after
        INSERT INTO deliveries (subject, case_id, member_id, write_id, chat_hash, at)
        VALUES ($1, $2, $3, $4, $5, $6)";
    let (member, write) = sending.of;
    let args: [Value; 6] = [
        sending.subject.into(),
        sending.case.into(),
        member.into(),
        write.into(),
        parts.chat_hash(sending.chat).into(),
        parts.now().into(),
    ];
    tx.execute(sql, &args).await.map(|_| ())
}

/// A card stands in its chat.
pub(super) async fn sent(tx: &mut Tx, card: &Card, now: Timestamp) -> Result<()> {
    let Subject::Notice(subject) = &card.subject else { return Ok(()) };
    let sql = "-- deliveries::sent
        UPDATE deliveries SET sent_at = $2 WHERE subject = $1 AND sent_at IS NULL";
    tx.execute(sql, &[subject.as_slice().into(), now.into()]).await.map(|_| ())
}

/// The reporter in this chat does something: what stands there has been seen.
pub async fn seen(tx: &mut Tx, parts: &Parts, chat: i64, now: Timestamp) -> Result<()> {
    let sql = "-- deliveries::seen
        UPDATE deliveries SET seen_at = $2
        WHERE chat_hash = $1 AND sent_at IS NOT NULL AND seen_at IS NULL";
    tx.execute(sql, &[parts.chat_hash(chat).into(), now.into()]).await.map(|_| ())
}

/// How far each message of a case has come: whose it is, the id of what was written, and how far.
pub async fn deliveries(tx: &mut Tx, case: &[u8]) -> Result<Vec<(String, String, Delivery)>> {
    let sql = "-- deliveries::of_case
        SELECT d.member_id, d.write_id, d.sent_at, d.seen_at, c.state FROM deliveries d
        LEFT JOIN cards c ON c.chat_hash = d.chat_hash AND c.kind = 'notice'
            AND c.subject = d.subject
        WHERE d.case_id = $1";
    let mut all = vec![];
    for row in tx.fetch_all(sql, &[case.into()]).await? {
        let waits = matches!(row.opt_text("state")?.as_deref(), Some("due" | "leased"));
        let state = match (row.opt_time("seen_at")?, row.opt_time("sent_at")?) {
            (Some(_), _) => Delivery::Seen,
            (None, Some(_)) => Delivery::Delivered,
            (None, None) if waits => Delivery::Waiting,
            (None, None) => Delivery::Failed,
        };
        all.push((row.text("member_id")?, row.text("write_id")?, state));
    }
    Ok(all)
}

/// Forgets to which chats a case's messages went: it is over.
pub async fn forget_deliveries(tx: &mut Tx, case: &[u8]) -> Result<()> {
    let sql = "-- deliveries::forget_case
        DELETE FROM deliveries WHERE case_id = $1";
    tx.execute(sql, &[case.into()]).await.map(|_| ())
}

/// Forgets those before this moment.
pub async fn forget_deliveries_before(tx: &mut Tx, before: Timestamp) -> Result<()> {
    let sql = "-- deliveries::forget_old
        DELETE FROM deliveries WHERE at < $1";
    tx.execute(sql, &[before.into()]).await.map(|_| ())
}

//! Raising a card: the transaction that changed something says that somebody should see it.

use std::sync::atomic::{AtomicI64, Ordering};

use habeas_core::domain::{Language, Timestamp};

use super::chat;
use super::subject::Subject;
use crate::crypto::{Column, random_bytes};
use crate::parts::Parts;
use crate::storage::{Result, Row, Store, StoreError, Tx, Value, Wake};

/// Which goes first: pages, then acknowledgements, then the next question, then the rest (S7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lane {
    /// A page to a member.
    Page = 0,
    /// Somebody has it, and what happens next.
    Acknowledgement = 1,
    /// The interview.
    Question = 2,
    /// Advice, receipts, answers to commands.
    Rest = 3,
}

/// A card as loaded; chats are opened only where they are needed.
#[derive(Clone, PartialEq, Eq)]
pub struct Card {
    /// Eight random bytes; also the subject of its callback data.
    pub id: [u8; 8],
    /// The chat.
    pub chat: i64,
    /// What it is about.
    pub subject: Subject,
    /// Its lane.
    pub lane: i64,
    /// Without sound.
    pub silent: bool,
    /// The revision that should be seen.
    pub wanted: i64,
    /// The revision that is seen.
    pub shown: i64,
    /// The revision that must be a new message, so that it rings; 0 for none.
    pub fresh: i64,
    /// The message in the chat, if it is known.
    pub message: Option<i64>,
    /// The body of a notice, encrypted.
    pub body: Option<Vec<u8>>,
    /// The reader's language.
    pub language: Language,
    /// How often the present revision was sent without a clear answer.
    pub tries: i64,
}

/// What a card's row can be wrong in.
#[derive(Debug, thiserror::Error)]
#[error("table cards, column {0}: not readable")]
struct Unreadable(&'static str);

impl Card {
    /// Reads a row.
    pub fn read(parts: &Parts, row: &Row) -> Result<Self> {
        let broken = |column| StoreError::unit(Unreadable(column));
        let id = row.bytes("id")?;
        let subject = Subject::read(&row.text("kind")?, row.bytes("subject")?);
        Ok(Self {
            chat: chat::open(parts, Column::CardsChat, &id, row, "sealed_chat")?,
            subject: subject.ok_or_else(|| broken("kind"))?,
            lane: row.i64("lane")?,
            silent: row.i64("silent")? != 0,
            wanted: row.i64("wanted")?,
            shown: row.i64("shown")?,
            fresh: row.i64("fresh")?,
            message: row.opt_i64("message_id")?,
            body: row.opt_bytes("sealed_body")?,
            language: row.text("language")?.parse().map_err(|_| broken("language"))?,
            tries: row.i64("tries")?,
            id: id.try_into().map_err(|_| broken("id"))?,
        })
    }

    /// The store in which this card's units run: a page's go ahead of others.
    pub(super) fn store(&self, parts: &Parts) -> Store {
        match self.lane == Lane::Page as i64 {
            true => parts.store.ahead(),
            false => parts.store.clone(),
        }
    }

    /// Whether the next revision goes out as a new message.
    pub fn goes_anew(&self) -> bool {
        self.message.is_none() || self.fresh > self.shown
    }
}

/// A card to be raised.
#[derive(Clone, Debug)]
pub struct Raise {
    chat: i64,
    subject: Subject,
    language: Language,
    lane: Lane,
    silent: bool,
    fresh: bool,
    body: Option<Vec<u8>>,
    id: [u8; 8],
    after_ms: i64,
}

impl Raise {
    /// A card for this chat and subject; edited in place if it is there already.
    pub fn new(chat: i64, subject: Subject, language: Language) -> Self {
        Self {
            chat,
            subject,
            language,
            lane: Lane::Rest,
            silent: false,
            fresh: false,
            body: None,
            id: random_bytes::<8>(),
            after_ms: 0,
        }
    }

    /// In this lane.
    #[must_use]
    pub fn lane(mut self, lane: Lane) -> Self {
        self.lane = lane;
        self
    }

    /// Without sound, or with.
    #[must_use]
    pub fn silent(mut self, silent: bool) -> Self {
        self.silent = silent;
        self
    }

    /// As a new message, also if there is one: it rings, and the old one is deleted.
    #[must_use]
    pub fn fresh(mut self) -> Self {
        self.fresh = true;
        self
    }

    /// Not before so many milliseconds have passed.
    #[must_use]
    pub fn after_ms(mut self, ms: i64) -> Self {
        self.after_ms = ms;
        self
    }

    /// With a body of its own, sealed here and wiped when it is sent.
    #[must_use]
    pub fn body(mut self, parts: &Parts, plain: &[u8]) -> Self {
        self.body = Some(parts.keyring.seal(Column::CardsBody, &self.id, plain));
        self
    }

    /// Raises it. Nothing goes out before the transaction is durable. What waits and was to ring
    /// rings all the same; of what may stand in the chat already, a repeat is told as one.
    pub async fn raise(self, tx: &mut Tx, parts: &Parts) -> Result<()> {
        let sql = "-- cards::raise
            INSERT INTO cards (id, chat_hash, sealed_chat, kind, subject, lane, silent, wanted,
                shown, fresh, sealed_body, language, state, tries, queued_at, due_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, 1, 0, $8, $9, $10, 'due', 0, $11, $12)
            ON CONFLICT (chat_hash, kind, subject) DO UPDATE SET
                wanted = cards.wanted + 1,
                fresh = CASE WHEN $8 = 1 THEN cards.wanted + 1 ELSE cards.fresh END,
                silent = CASE WHEN cards.state IN ('due', 'leased') AND cards.fresh > cards.shown
                    AND cards.silent = 0 THEN 0 ELSE $7 END,
                lane = CASE WHEN cards.state IN ('due', 'leased') AND cards.lane < $6 THEN cards.lane
                    ELSE $6 END,
                language = $10,
                tries = CASE WHEN cards.state IN ('due', 'leased') THEN cards.tries ELSE 0 END,
                state = CASE WHEN cards.state = 'leased' THEN 'leased' ELSE 'due' END,
                queued_at = CASE WHEN cards.state = 'due' THEN cards.queued_at ELSE $11 END,
                due_at = CASE WHEN cards.state = 'due' AND cards.due_at < $12
                    THEN cards.due_at ELSE $12 END";
        let now = parts.now();
        let sealed = parts.keyring.seal(Column::CardsChat, &self.id, &self.chat.to_be_bytes());
        let args: [Value; 12] = [
            self.id.into(),
            parts.chat_hash(self.chat).into(),
            sealed.into(),
            self.subject.kind().into(),
            self.subject.id().into(),
            (self.lane as i64).into(),
            i64::from(self.silent).into(),
            i64::from(self.fresh).into(),
            self.body.into(),
            self.language.as_str().into(),
            queue_number(now).into(),
            now.plus_ms(self.after_ms).into(),
        ];
        tx.execute(sql, &args).await?;
        tx.wake(Wake::Sender);
        Ok(())
    }
}

/// Numbers that rise with time and never repeat in one process: the order of a chat's lane.
pub(super) fn queue_number(now: Timestamp) -> i64 {
    static LAST: AtomicI64 = AtomicI64::new(0);
    let floor = now.as_millis().saturating_mul(1000);
    let next = |last: i64| Some(floor.max(last + 1));
    let last = LAST.fetch_update(Ordering::SeqCst, Ordering::SeqCst, next).unwrap_or(floor);
    floor.max(last + 1)
}

/// Raises every card about a subject, in place and without sound.
pub async fn raise_subject(
    tx: &mut Tx,
    subject: &Subject,
    lane: Lane,
    parts: &Parts,
) -> Result<()> {
    let sql = "-- cards::raise_subject
        UPDATE cards SET wanted = wanted + 1, silent = 1, lane = $3,
            tries = CASE WHEN state IN ('due', 'leased') THEN tries ELSE 0 END,
            state = CASE WHEN state = 'leased' THEN 'leased' ELSE 'due' END,
            queued_at = $4,
            due_at = $5
        WHERE kind = $1 AND subject = $2 AND state <> 'failed'";
    let now = parts.now();
    let args: [Value; 5] = [
        subject.kind().into(),
        subject.id().into(),
        (lane as i64).into(),
        queue_number(now).into(),
        now.into(),
    ];
    tx.execute(sql, &args).await?;
    gathered_too(tx, parts, subject).await?;
    tx.wake(Wake::Sender);
    Ok(())
}

/// What changes on a page changes on the cards that gather pages.
async fn gathered_too(tx: &mut Tx, parts: &Parts, subject: &Subject) -> Result<()> {
    match subject {
        Subject::Page(_) => super::away::refresh_gathered(tx, parts).await,
        _ => Ok(()),
    }
}

/// Shows the cards about a subject as they stand now, in place. What waits to be sent shows it
/// anyway, and rings if it was to ring.
pub async fn refresh(tx: &mut Tx, parts: &Parts, subject: &Subject) -> Result<()> {
    let sql = "-- cards::refresh
        UPDATE cards SET wanted = wanted + 1, queued_at = $4, due_at = $5,
            silent = CASE WHEN state = 'leased' THEN silent ELSE 1 END,
            lane = CASE WHEN state = 'leased' THEN lane ELSE $3 END,
            state = CASE WHEN state = 'leased' THEN 'leased' ELSE 'due' END
        WHERE kind = $1 AND subject = $2 AND state IN ('idle', 'leased')";
    let now = parts.now();
    let args: [Value; 5] = [
        subject.kind().into(),
        subject.id().into(),
        (Lane::Rest as i64).into(),
        queue_number(now).into(),
        now.into(),
    ];
    tx.execute(sql, &args).await?;
    gathered_too(tx, parts, subject).await?;
    tx.wake(Wake::Sender);
    Ok(())
}

/// Learns a card's message from a tap on it. If another message was known, that is the one the
/// reader does not look at: it is deleted, and the tapped one is edited from here on.
pub async fn learn_message(
    tx: &mut Tx,
    parts: &Parts,
    card: &Card,
    message: i64,
    sent: Timestamp,
) -> Result<()> {
    if card.message == Some(message) {
        return Ok(());
    }
    let now = parts.now();
    if let Some(other) = card.message {
        if message < other {
            // An older copy of the card: the newer one stays.
            return super::deletions::schedule(tx, parts, card.chat, message, now).await;
        }
        super::deletions::schedule(tx, parts, card.chat, other, now).await?;
    }
    let sql = "-- cards::learn_message
        UPDATE cards SET message_id = $2 WHERE id = $1";
    tx.execute(sql, &[card.id.into(), message.into()]).await?;
    super::find::note_message(tx, parts, card, message).await?;
    super::deletions::schedule_late(tx, parts, card.chat, message, sent).await
}

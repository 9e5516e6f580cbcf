//! Conversations, encrypted under the keyring, found by a keyed hash of the chat.

use habeas_core::domain::{Language, Timestamp};
use habeas_core::intake::conversation::{Conversation, Overlay, Screen, VERSION};

use super::{asides, asking};
use crate::cards::{self, Lane, Raise, Subject};
use crate::cases::Case;
use crate::crypto::{Column, random_bytes};
use crate::parts::Parts;
use crate::storage::{Result, Row, StoreError, Tx, Value};

/// A conversation with its row.
#[derive(Clone, Debug)]
pub struct Stored {
    /// Random id.
    pub id: Vec<u8>,
    /// Where the reporter stands.
    pub state: Conversation,
    /// The case that the answers go to; none before the first.
    pub case: Option<Vec<u8>>,
    /// When the reporter is asked whether anything is new.
    pub ask_at: Option<Timestamp>,
    /// When the reporter counts as silent.
    pub silent_at: Option<Timestamp>,
    /// When it was saved last.
    pub changed_at: Timestamp,
    /// What was stored could not be used, and the reporter is to be told.
    pub restarted: bool,
    /// The language of the key that sends the reporter's number, where it is shown.
    key: Option<Language>,
    /// The row is there already.
    saved: bool,
}

impl Stored {
    /// A conversation that begins.
    pub fn new(language: Language) -> Self {
        let state = Conversation::new(language);
        Self {
            id: random_bytes::<16>().to_vec(),
            state,
            case: None,
            ask_at: None,
            silent_at: None,
            changed_at: Timestamp::from_millis(0),
            restarted: false,
            key: None,
            saved: false,
        }
    }

    /// What the chat lost while the bot could not write to it comes anew with the next saving.
    pub fn shows_anew(&mut self) {
        self.key = None;
    }
}

/// Reads a row. A state of another version, or one that does not open, restarts kindly: the
/// answers are in the case, only the place in the interview is lost.
fn read(parts: &Parts, row: &Row) -> Result<Stored> {
    let id = row.bytes("id")?;
    let sealed = row.bytes("sealed_state")?;
    let plain = parts.keyring.open(Column::ConversationsState, &id, &sealed).ok();
    let state = plain.and_then(|p| serde_json::from_slice::<Conversation>(&p).ok());
    let state = state.filter(|s| s.v == VERSION);
    let restarted = state.is_none();
    if restarted {
        tracing::warn!("a conversation of another version begins anew");
    }
    let language = || row.opt_text("card_language").ok().flatten().and_then(|l| l.parse().ok());
    let state = state.unwrap_or_else(|| Conversation::new(language().unwrap_or(Language::En)));
    let has_key = state.asks_for_number() || restarted && row.i64("keys")? > 0;
    Ok(Stored {
        key: has_key.then_some(state.language),
        case: row.opt_bytes("case_id")?,
        ask_at: row.opt_time("ask_at")?,
        silent_at: row.opt_time("silent_at")?,
        changed_at: row.time("changed_at")?,
        id,
        state,
        restarted,
        saved: true,
    })
}

/// A conversation with the language of its card, in which it restarts should it not be readable.
macro_rules! with_card {
    ($name:literal, $where:literal) => {
        with_card!($name, "", $where)
    };
    ($name:literal, $also:literal, $where:literal) => {
        concat!(
            "-- conversations::",
            $name,
            "
        SELECT v.*, c.language AS card_language, (SELECT COUNT(*) FROM cards k
            WHERE k.kind = 'number' AND k.subject = v.id) AS keys",
            $also,
            " FROM conversations v
        LEFT JOIN cards c ON c.chat_hash = v.chat_hash AND c.kind = 'interview'
            AND c.subject = v.id
        WHERE ",
            $where
        )
    };
}

/// The conversation of a chat.
pub async fn by_chat(tx: &mut Tx, parts: &Parts, chat: i64) -> Result<Option<Stored>> {
    let sql = with_card!("by_chat", "v.chat_hash = $1");
    let row = tx.fetch_optional(sql, &[parts.chat_hash(chat).into()]).await?;
    row.map(|row| read(parts, &row)).transpose()
}

/// The conversation with this id.
pub async fn by_id(tx: &mut Tx, parts: &Parts, id: &[u8]) -> Result<Option<Stored>> {
    let sql = with_card!("by_id", "v.id = $1");
    let row = tx.fetch_optional(sql, &[id.into()]).await?;
    row.map(|row| read(parts, &row)).transpose()
}

/// The conversation with this id, and whether its chat has other open cases than the one that it
/// is about.
pub async fn to_show(tx: &mut Tx, parts: &Parts, id: &[u8]) -> Result<Option<(Stored, bool)>> {
    let sql = with_card!(
        "to_show",
        ", (SELECT COUNT(*) FROM routes r JOIN cases k ON k.id = r.case_id
            WHERE r.chat_hash = v.chat_hash AND k.stage <> 'closed'
            AND (v.case_id IS NULL OR k.id <> v.case_id)) AS others",
        "v.id = $1"
    );
    let Some(row) = tx.fetch_optional(sql, &[id.into()]).await? else { return Ok(None) };
    Ok(Some((read(parts, &row)?, row.i64("others")? > 0)))
}

/// The language that a chat reads.
pub async fn language_of(tx: &mut Tx, parts: &Parts, chat: i64) -> Result<Language> {
    Ok(by_chat(tx, parts, chat).await?.map_or(Language::En, |c| c.state.language))
}

/// Saves a conversation. The key that sends the reporter's number comes and goes with it.
pub async fn save(
    tx: &mut Tx,
    parts: &Parts,
    chat: i64,
    stored: &mut Stored,
    now: Timestamp,
) -> Result<()> {
    let plain = serde_json::to_vec(&stored.state).map_err(StoreError::unit)?;
    let sealed = parts.keyring.seal(Column::ConversationsState, &stored.id, &plain);
    let sql = if stored.saved {
        "-- conversations::update
        UPDATE conversations SET chat_hash = $2, sealed_state = $3, case_id = $4, changed_at = $5,
            ask_at = $6, silent_at = $7 WHERE id = $1"
    } else {
        "-- conversations::insert
        INSERT INTO conversations (id, chat_hash, sealed_state, case_id, changed_at, ask_at,
            silent_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)"
    };
    let args: [Value; 7] = [
        stored.id.as_slice().into(),
        parts.chat_hash(chat).into(),
        sealed.into(),
        stored.case.clone().into(),
        now.into(),
        stored.ask_at.into(),
        stored.silent_at.into(),
    ];
    tx.execute(sql, &args).await?;
    (stored.saved, stored.changed_at) = (true, now);
    let key = stored.state.asks_for_number().then_some(stored.state.language);
    if std::mem::replace(&mut stored.key, key) != key {
        // A keyboard comes and goes with messages of its own, never with an edit.
        let card = Raise::new(chat, Subject::Number(stored.id.clone()), stored.state.language);
        card.lane(Lane::Question).fresh().silent(true).raise(tx, parts).await?;
    }
    Ok(())
}

/// Begins a new report in a chat; the earlier case stays as it is and keeps answering here.
pub fn begin_anew(stored: &mut Stored) {
    let mut state = Conversation::new(stored.state.language);
    state.generation = stored.state.generation.wrapping_add(1);
    state.told_revoked = stored.state.told_revoked;
    stored.state = state;
    stored.case = None;
    stored.ask_at = None;
    stored.silent_at = None;
}

/// Goes on with a case in a chat.
pub fn go_on_with(stored: &mut Stored, case: Vec<u8>, mut state: Conversation) {
    state.generation = stored.state.generation.wrapping_add(1);
    state.told_revoked = stored.state.told_revoked;
    stored.state = state;
    stored.case = Some(case);
    (stored.ask_at, stored.silent_at) = (None, None);
}

/// Forgets the conversation of a chat in which nothing was reported, and takes its card off. Words
/// that were held stay sealed, and a person looks at them: nobody but people decides what is none.
pub async fn forget_unreported(tx: &mut Tx, parts: &Parts, chat: i64) -> Result<()> {
    let Some(stored) = by_chat(tx, parts, chat).await? else { return Ok(()) };
    if stored.case.is_some() && !stored.state.held {
        return Ok(());
    }
    crate::cards::withdraw(tx, parts, chat, &Subject::Interview(stored.id.clone())).await?;
    let sql = "-- conversations::forget_unreported
        DELETE FROM conversations WHERE id = $1";
    tx.execute(sql, &[stored.id.into()]).await?;
    match stored.case {
        Some(id) => release(tx, parts, &id).await,
        None => Ok(()),
    }
}

/// What was held is a report for coordinators to look at.
async fn release(tx: &mut Tx, parts: &Parts, id: &[u8]) -> Result<()> {
    let Some(mut case) = crate::cases::load(tx, parts, id).await? else { return Ok(()) };
    crate::alert::words_alone(tx, parts, &mut case, parts.now()).await?;
    crate::cases::save(tx, parts, &case, parts.now()).await
}

/// A case is over: what its chat says next belongs to a new one.
pub async fn leave_case(
    tx: &mut Tx,
    parts: &Parts,
    chat: i64,
    case: &[u8],
    now: Timestamp,
) -> Result<()> {
    let stored = by_chat(tx, parts, chat).await?;
    let Some(mut stored) = stored.filter(|s| s.case.as_deref() == Some(case)) else {
        return Ok(());
    };
    begin_anew(&mut stored);
    save(tx, parts, chat, &mut stored, now).await?;
    show_below(tx, parts, chat, &stored).await?;
    asides::bring_up(tx, parts, chat, &mut stored, now).await
}

/// Sends the card anew, at the bottom of the chat.
pub async fn show_below(tx: &mut Tx, parts: &Parts, chat: i64, stored: &Stored) -> Result<()> {
    let subject = Subject::Interview(stored.id.clone());
    let card = Raise::new(chat, subject, stored.state.language);
    card.lane(Lane::Question).fresh().raise(tx, parts).await
}

/// Somebody has the case: its reporter is asked what they need, at once or as soon as no other
/// case is in front.
pub async fn ask_for_lawyer(
    tx: &mut Tx,
    parts: &Parts,
    chat: i64,
    case: &Case,
    now: Timestamp,
) -> Result<()> {
    let ask = |stored: &mut Stored| {
        let shows = stored.state.ask_for_lawyer(asking::has_left(stored, now));
        stored.ask_at = asking::or_ticks_left(&stored.state, stored.ask_at, now);
        shows
    };
    if change(tx, parts, chat, &case.id, now, ask).await? {
        return Ok(());
    }
    match by_chat(tx, parts, chat).await? {
        Some(mut stored) => asides::ask_for_lawyer(tx, parts, chat, &mut stored, case, now).await,
        None => Ok(()),
    }
}

/// Whoever has the case has written: what the reporter types next is words to them. The card asks
/// for nothing else meanwhile.
/// `false` if the chat is about another case now.
pub async fn expect_words(
    tx: &mut Tx,
    parts: &Parts,
    chat: i64,
    case: &[u8],
    now: Timestamp,
) -> Result<bool> {
    let write = |stored: &mut Stored| {
        stored.state.lay(Some(Overlay::Answer));
        if stored.state.waits_for_ticks() {
            stored.ask_at = asking::or_ticks_left(&stored.state, None, now);
        }
        true
    };
    change(tx, parts, chat, case, now, write).await
}

/// Changes the conversation of a chat if it is about this case, else gives `false`; shows it below
/// where `how` says so.
async fn change(
    tx: &mut Tx,
    parts: &Parts,
    chat: i64,
    case: &[u8],
    now: Timestamp,
    how: impl FnOnce(&mut Stored) -> bool,
) -> Result<bool> {
    let stored = by_chat(tx, parts, chat).await?;
    let Some(mut stored) = stored.filter(|s| s.case.as_deref() == Some(case)) else {
        return Ok(false);
    };
    let shows = how(&mut stored);
    save(tx, parts, chat, &mut stored, now).await?;
    if shows {
        show_below(tx, parts, chat, &stored).await?;
    }
    Ok(true)
}

/// Whoever is asked for what is needed reads whether somebody has the case.
pub async fn refresh_of_case(tx: &mut Tx, parts: &Parts, case: &[u8]) -> Result<()> {
    let sql = "-- conversations::of_case
        SELECT id FROM conversations WHERE case_id = $1";
    for row in tx.fetch_all(sql, &[case.into()]).await? {
        let id = row.bytes("id")?;
        let stored = by_id(tx, parts, &id).await?;
        if stored.is_some_and(|s| matches!(s.state.screen, Screen::ForLawyer { .. })) {
            cards::refresh(tx, parts, &Subject::Interview(id)).await?;
        }
    }
    cards::refresh(tx, parts, &Subject::GoOn(case.to_vec())).await
}

/// Notes that the reporter blocked the bot, or came back.
pub async fn mark_blocked(
    tx: &mut Tx,
    parts: &Parts,
    chat: i64,
    at: Option<Timestamp>,
) -> Result<()> {
    let sql = "-- conversations::mark_blocked
        UPDATE conversations SET blocked_at = $2 WHERE chat_hash = $1";
    tx.execute(sql, &[parts.chat_hash(chat).into(), at.into()]).await?;
    Ok(())
}

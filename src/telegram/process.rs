//! One chat's updates of one batch: one unit of work, in order.

use std::sync::Arc;

use habeas_core::codec::case_code::CaseCode;
use habeas_core::codec::receipt;
use habeas_core::domain::{Language, Phrase, Timestamp};
use serde_json::Value;

use super::commands::Command;
use super::update::{Update, UpdateKind};
use super::{members, reporters, seen};
use crate::cards;
use crate::parts::Parts;
use crate::storage::{Result, Tx};

/// What is done once the unit is durable: answers to taps, groups to leave.
#[derive(Clone, Debug, Default)]
pub(super) struct After {
    /// Callback query id and what to say.
    pub(super) answers: Vec<(String, Option<Phrase>, Language)>,
    /// Groups to leave, after one sentence.
    pub(super) leave: Vec<Leave>,
}

/// A group to leave.
#[derive(Clone, Copy, Debug)]
pub(super) struct Leave {
    pub(super) chat: i64,
    pub(super) language: Language,
    /// The bot was added just now; else somebody wrote there.
    pub(super) added: bool,
}

/// Who wrote and where, while one update is handled.
#[derive(Clone, Copy)]
pub(super) struct From {
    pub(super) chat: i64,
    pub(super) user: i64,
    pub(super) language: Option<Language>,
    /// Answers wait so long: this chat floods.
    pub(super) slow_ms: i64,
    pub(super) now: Timestamp,
}

/// Handles the updates of one chat in one transaction.
pub(super) async fn chat_unit(
    parts: Arc<Parts>,
    bot: i64,
    updates: Vec<Update>,
    slow_ms: i64,
) -> Result<After> {
    let unit = Arc::clone(&parts);
    parts
        .store
        .ahead()
        .run("updates", async move |tx| {
            let mut after = After::default();
            let mut rest = updates.as_slice();
            while let Some(first) = rest.first() {
                let words = rest.iter().take_while(|u| is_words(u, first.user)).count();
                let (now, later) = rest.split_at(words.max(1));
                if !together(tx, &unit, bot, now, slow_ms).await? {
                    for update in now {
                        one(tx, &unit, bot, update, slow_ms, &mut after).await?;
                    }
                }
                rest = later;
            }
            Ok(after)
        })
        .await
}

/// Whether an update is words that this user typed, no command and no code.
fn is_words(update: &Update, user: i64) -> bool {
    let typed = match &update.kind {
        UpdateKind::Text { text, forwarded: false, .. } => {
            let code = receipt::read(text).is_some() || text.parse::<CaseCode>().is_ok();
            Command::read(text).is_none() && !code
        }
        _ => false,
    };
    typed && update.private && update.user == user && user != 0
}

/// Handles words that came together as one: a flood costs little more than its sealing. `false`
/// if they are to be handled one by one.
async fn together(
    tx: &mut Tx,
    parts: &Parts,
    bot: i64,
    updates: &[Update],
    slow_ms: i64,
) -> Result<bool> {
    let [first, _, ..] = updates else { return Ok(false) };
    if crate::oncall::members::by_telegram(tx, parts, first.user).await?.is_some() {
        return Ok(false);
    }
    let now = parts.now();
    let mut words = vec![];
    for (update, new) in updates.iter().zip(seen::mark(tx, parts, bot, updates, now).await?) {
        if let UpdateKind::Text { message, text, .. } = &update.kind
            && new
        {
            words.push((*message, text.clone()));
        }
    }
    if !words.is_empty() {
        let language = first.language.as_deref().and_then(Language::from_tag);
        let from = From { chat: first.chat, user: first.user, language, slow_ms, now };
        reporters::typed(tx, parts, from, words).await?;
    }
    Ok(true)
}

/// Handles one update.
async fn one(
    tx: &mut Tx,
    parts: &Parts,
    bot: i64,
    update: &Update,
    slow_ms: i64,
    after: &mut After,
) -> Result<()> {
    let now = parts.now();
    if seen::mark(tx, parts, bot, std::slice::from_ref(update), now).await? == [false] {
        // A repeat: the tap is answered, so that the phone stops waiting; nothing else happens.
        if let UpdateKind::Tap { query, .. } = &update.kind {
            after.answers.push((query.clone(), None, Language::En));
        }
        return Ok(());
    }
    let language = update.language.as_deref().and_then(Language::from_tag);
    if !update.private {
        let added = matches!(update.kind, UpdateKind::Membership { reachable: true });
        if (added || matches!(update.kind, UpdateKind::Text { .. })) && update.chat != 0 {
            let language = language.unwrap_or(Language::En);
            after.leave.push(Leave { chat: update.chat, language, added });
        }
        return Ok(());
    }
    if update.user == 0 {
        return Ok(());
    }
    let from = From { chat: update.chat, user: update.user, language, slow_ms, now };
    note_incoming(tx, parts, update, now).await?;
    if let UpdateKind::Tap { query, message, data } = &update.kind {
        let (toast, language) =
            members::tap(tx, parts, from, (*message, update.sent_by(now)), data).await?;
        after.answers.push((query.clone(), toast, language));
        return Ok(());
    }
    if let UpdateKind::Membership { reachable } = update.kind {
        return reporters::membership(tx, parts, from, reachable).await;
    }
    if let Some(member) = crate::oncall::members::by_telegram(tx, parts, from.user).await?
        && members::wrote(tx, parts, from, &member, &update.kind).await?
    {
        return Ok(());
    }
    reporters::wrote(tx, parts, from, &update.kind).await
}

/// Every message that comes in is on the deletion schedule from the transaction that took it.
async fn note_incoming(tx: &mut Tx, parts: &Parts, update: &Update, now: Timestamp) -> Result<()> {
    match update.kind.message() {
        Some(message) => {
            cards::schedule_late(tx, parts, update.chat, message, update.sent_by(now)).await
        }
        None => Ok(()),
    }
}

/// Handles a parked update again, by itself.
pub(super) async fn reprocess(parts: Arc<Parts>, bot: i64, raw: &Value) -> Result<()> {
    if let Some(update) = Update::read(raw) {
        chat_unit(parts, bot, vec![update], 0).await?;
    }
    Ok(())
}

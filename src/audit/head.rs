//! The head leaves the server every day, so that what was recorded before cannot be rewritten
//! unnoticed.

use std::sync::Arc;

use habeas_core::audit::Head;
use habeas_core::domain::{Phrase, Role, Timestamp};

use super::record::last;
use crate::cards::{self, Lane, Notice};
use crate::oncall::members;
use crate::parts::Parts;
use crate::storage::{Result, Store, Tx};

/// The head goes out this often.
const EVERY_MS: i64 = 24 * 60 * 60 * 1000;

/// The row of `meta` that says when the head was sent last.
const NAME: &str = "audit_head_at";

/// The number and the head of the last record; nothing if there is none yet.
pub async fn head(store: &Store) -> Result<Option<(i64, Head)>> {
    let last = store.read("audit-head", async |tx| last(tx).await).await?;
    Ok(last.map(|(seq, hash)| (seq, Head::of(&hash))))
}

/// Sends the head to coordinators if a day has passed since it was sent last. The first day begins
/// when this is asked first. Without a coordinator who can be reached it waits for one.
pub async fn send_head(parts: &Arc<Parts>) -> Result<()> {
    let now = parts.now();
    if !parts.store.read("audit-head-due", async move |tx| due(tx, now).await).await? {
        return Ok(());
    }
    let unit = Arc::clone(parts);
    let send = async move |tx: &mut Tx| {
        if sent_at(tx).await?.is_none() {
            return note(tx, now).await;
        }
        // Another process may have sent it since.
        if due(tx, now).await? && tell(tx, &unit).await? {
            note(tx, now).await?;
        }
        Ok(())
    };
    parts.store.run("audit-head-send", send).await
}

async fn sent_at(tx: &mut Tx) -> Result<Option<Timestamp>> {
    let sql = "-- audit::sent_at
        SELECT CAST(value AS BIGINT) AS at FROM meta WHERE name = $1";
    let row = tx.fetch_optional(sql, &[NAME.into()]).await?;
    row.map(|row| row.time("at")).transpose()
}

/// Whether a day has passed; so far apart in either direction, a clock was put right.
async fn due(tx: &mut Tx, now: Timestamp) -> Result<bool> {
    Ok(sent_at(tx).await?.is_none_or(|at| now.since(at).abs() >= EVERY_MS))
}

async fn note(tx: &mut Tx, now: Timestamp) -> Result<()> {
    let sql = "-- audit::note
        INSERT INTO meta (name, value) VALUES ($1, $2)
        ON CONFLICT (name) DO UPDATE SET value = $2";
    tx.execute(sql, &[NAME.into(), now.as_millis().to_string().into()]).await?;
    Ok(())
}

/// Tells every coordinator, without sound; `false` if there is nobody to tell, or nothing.
async fn tell(tx: &mut Tx, parts: &Parts) -> Result<bool> {
    let Some((_, hash)) = last(tx).await? else { return Ok(false) };
    let lines = vec![
        Phrase::new("audit-head"),
        Phrase::new("audit-head-is").text("head", Head::of(&hash).to_string()),
        Phrase::new("audit-head-keep"),
        Phrase::new("audit-head-why"),
        Phrase::new("audit-head-next"),
    ];
    let notice = Notice { silent: true, ..Notice::new(lines) };
    let mut told = false;
    for member in members::active(tx, parts).await? {
        if member.role == Role::Coordinator && member.started_at.is_some() {
            let (chat, language) = (member.telegram_id, member.language);
            cards::send_notice(tx, parts, chat, language, Lane::Rest, &notice).await?;
            told = true;
        }
    }
    Ok(told)
}

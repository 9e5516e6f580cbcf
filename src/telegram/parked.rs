//! Parked updates: what failed three times is kept for 72 hours under the keyring, and sealed to
//! those who can open cases. The sender is told that it is kept.

use std::sync::Arc;

use data_encoding::HEXLOWER;
use habeas_core::domain::{Language, Phrase, Role, Timestamp};
use serde_json::Value;

use super::process::reprocess;
use super::update::{Update, UpdateKind};
use crate::cards;
use crate::crypto::{Column, random_bytes, seal_to_desk};
use crate::oncall::members::{self, Member};
use crate::oncall::roster;
use crate::parts::Parts;
use crate::storage::{Result, StoreError, Tx};

/// How long an update is kept, in milliseconds.
const KEEP_MS: i64 = 72 * 3_600_000;

/// One line of `habeas parked list`: no content.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct ParkedLine {
    /// Its id.
    pub id: String,
    /// When it was parked, RFC 3339.
    pub at: String,
    /// Why it failed, in the program's words.
    pub reason: String,
    /// Whether it has been taken since.
    pub done: bool,
}

/// Parks an update.
pub async fn park(parts: &Arc<Parts>, update: &Update, raw: &Value, reason: &str) -> Result<()> {
    let unit = Arc::clone(parts);
    let (chat, user, private) = (update.chat, update.user, update.private);
    let typed = matches!(update.kind, UpdateKind::Text { .. } | UpdateKind::Edited { .. });
    let message = update.kind.message().filter(|_| private);
    let language = update.language.as_deref().and_then(Language::from_tag);
    let plain = serde_json::to_vec(raw).map_err(StoreError::unit)?;
    let reason = reason.to_owned();
    let now = parts.now();
    let sent = update.sent_by(now);
    let run = async move |tx: &mut Tx| {
        let id = HEXLOWER.encode(&random_bytes::<8>());
        let sealed = unit.keyring.seal(Column::ParkedUpdate, id.as_bytes(), &plain);
        let coordinators: Vec<Member> = members::active(tx, &unit)
            .await?
            .into_iter()
            .filter(|m| m.role == Role::Coordinator)
            .collect();
        let keys = roster::readers(tx, &unit, Some(Role::Coordinator)).await?;
        let to_coordinators =
            seal_to_desk(&keys, &unit.recovery, &plain).map_err(StoreError::unit)?;
        let sql = "-- parked::park
            INSERT INTO parked (id, sealed_update, sealed_to_coordinators, reason, at)
            VALUES ($1, $2, $3, $4, $5)";
        let args = [
            id.as_str().into(),
            sealed.into(),
            to_coordinators.into(),
            reason.as_str().into(),
            now.into(),
        ];
        tx.execute(sql, &args).await?;
        for coordinator in coordinators {
            let lines = vec![Phrase::new("parked-coordinators"), Phrase::new("parked-operator")];
            let (chat, language) = (coordinator.telegram_id, coordinator.language);
            cards::notice(tx, &unit, chat, language, lines).await?;
        }
        if let Some(message) = message {
            // What was typed is sealed here, so it leaves the chat as always.
            let due = if typed { now } else { sent.plus_ms(cards::KEEP_MS) };
            cards::schedule(tx, &unit, chat, message, due).await?;
        }
        if private {
            let mut lines = vec![Phrase::new("parked-kept"), Phrase::new("parked-again")];
            // A member who cannot be read is told how to begin a report: that harms nobody.
            if !matches!(members::by_telegram(tx, &unit, user).await, Ok(Some(_))) {
                lines.push(Phrase::new("parked-new"));
            }
            cards::notice(tx, &unit, chat, language.unwrap_or(Language::En), lines).await?;
        }
        Ok(())
    };
    parts.store.run("park", run).await
}

/// All parked updates, without content.
pub async fn list(parts: &Parts) -> Result<Vec<ParkedLine>> {
    let read = async |tx: &mut Tx| {
        let sql = "-- parked::list
            SELECT id, at, reason, retried_at FROM parked ORDER BY at";
        let rows = tx.fetch_all(sql, &[]).await?;
        rows.iter()
            .map(|row| {
                Ok(ParkedLine {
                    id: row.text("id")?,
                    at: row.time("at")?.to_string(),
                    reason: row.text("reason")?,
                    done: row.opt_time("retried_at")?.is_some(),
                })
            })
            .collect()
    };
    parts.store.read("parked-list", read).await
}

/// Handles every parked update again. Returns how many were taken and how many failed again.
pub async fn retry(parts: &Arc<Parts>, bot: i64) -> Result<(usize, usize)> {
    let (mut taken, mut failed) = (0, 0);
    for (id, raw) in waiting(parts).await? {
        if reprocess(Arc::clone(parts), bot, &raw).await.is_err() {
            failed += 1;
            continue;
        }
        let now = parts.now();
        let run = async move |tx: &mut Tx| {
            let sql = "-- parked::done
                UPDATE parked SET retried_at = $2, sealed_update = NULL WHERE id = $1";
            tx.execute(sql, &[id.as_str().into(), now.into()]).await?;
            Ok(())
        };
        parts.store.run("parked-done", run).await?;
        taken += 1;
    }
    Ok((taken, failed))
}

async fn waiting(parts: &Arc<Parts>) -> Result<Vec<(String, Value)>> {
    let unit = Arc::clone(parts);
    let read = async move |tx: &mut Tx| {
        let sql = "-- parked::waiting
            SELECT id, sealed_update FROM parked WHERE retried_at IS NULL ORDER BY at";
        let mut found = vec![];
        for row in tx.fetch_all(sql, &[]).await? {
            let (id, Some(sealed)) = (row.text("id")?, row.opt_bytes("sealed_update")?) else {
                continue;
            };
            let plain = unit.keyring.open(Column::ParkedUpdate, id.as_bytes(), &sealed);
            if let Some(raw) = plain.ok().and_then(|p| serde_json::from_slice(&p).ok()) {
                found.push((id, raw));
            }
        }
        Ok(found)
    };
    parts.store.read("parked-waiting", read).await
}

/// Forgets what is older than 72 hours.
pub async fn forget_old(tx: &mut Tx, now: Timestamp) -> Result<()> {
    let sql = "-- parked::forget_old
        DELETE FROM parked WHERE at < $1";
    tx.execute(sql, &[now.plus_ms(-KEEP_MS).into()]).await?;
    Ok(())
}

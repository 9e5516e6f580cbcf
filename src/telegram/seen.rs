//! Each update is taken once: by (bot, update id), and by what it is about.
//!
//! Both marks are kept three days: update ids jump after a quiet week, and a lasting mark could
//! swallow a report.

use habeas_core::domain::Timestamp;

use super::update::{Update, UpdateKind};
use crate::crypto::Lookup;
use crate::parts::Parts;
use crate::storage::{Result, Tx, Value};

/// How long a mark is kept, in milliseconds.
const WINDOW_MS: i64 = 3 * 24 * 3_600_000;

/// Marks an update as taken; `false` if it was taken before.
pub(super) async fn mark(
    tx: &mut Tx,
    parts: &Parts,
    bot: i64,
    update: &Update,
    now: Timestamp,
) -> Result<bool> {
    let marks: Vec<Vec<u8>> = names(bot, update)
        .iter()
        .map(|name| parts.keyring.lookup(Lookup::Update, name.as_bytes()))
        .collect();
    let count = marks.len() as u64;
    let mut args: Vec<Value> = vec![now.into()];
    args.extend(marks.into_iter().map(Value::from));
    let sql = match args.len() {
        2 => {
            "-- seen::mark_one
            INSERT INTO seen_updates (mark, at) VALUES ($2, $1) ON CONFLICT (mark) DO NOTHING"
        }
        _ => {
            "-- seen::mark
            INSERT INTO seen_updates (mark, at) VALUES ($2, $1), ($3, $1)
            ON CONFLICT (mark) DO NOTHING"
        }
    };
    Ok(tx.execute(sql, &args).await? == count)
}

fn names(bot: i64, update: &Update) -> Vec<String> {
    let chat = update.chat;
    let by_id = format!("{bot}/update/{}", update.id);
    let about = match &update.kind {
        UpdateKind::Text { message, .. }
        | UpdateKind::File { message, .. }
        | UpdateKind::Unusable { message, .. } => format!("{bot}/message/{chat}/{message}"),
        UpdateKind::Edited { message, edited_at, text, .. } => {
            // Two edits within one second carry the same date: their length tells them apart.
            format!("{bot}/edited/{chat}/{message}/{edited_at}/{}", text)
        }
        UpdateKind::Tap { query, .. } => format!("{bot}/tap/{query}"),
        UpdateKind::Membership { .. } | UpdateKind::Other => return vec![by_id],
    };
    vec![by_id, about]
}

/// Forgets marks older than three days.
pub(super) async fn forget_old(tx: &mut Tx, now: Timestamp) -> Result<()> {
    let sql = "-- seen::forget_old
        DELETE FROM seen_updates WHERE at < $1";
    tx.execute(sql, &[now.plus_ms(-WINDOW_MS).into()]).await?;
    Ok(())
}

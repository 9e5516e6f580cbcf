//! Each update is taken once: by (bot, update id), and by what it is about.
//!
//! Both marks are kept three days: update ids jump after a quiet week, and a lasting mark could
//! swallow a report.

use std::collections::BTreeSet;

use habeas_core::domain::Timestamp;

use super::update::{Update, UpdateKind};
use crate::crypto::Lookup;
use crate::parts::Parts;
use crate::storage::{Many, Result, Tx, Value};

/// How long a mark is kept, in milliseconds.
const WINDOW_MS: i64 = 3 * 24 * 3_600_000;

/// Marks updates as taken; for each, `false` if it was taken before.
pub(super) async fn mark(
    tx: &mut Tx,
    parts: &Parts,
    bot: i64,
    updates: &[Update],
    now: Timestamp,
) -> Result<Vec<bool>> {
    let marks_of = |update| -> Vec<Vec<u8>> {
        let names = names(bot, update);
        names.iter().map(|n| parts.keyring.lookup(Lookup::Update, n.as_bytes())).collect()
    };
    let marks: Vec<Vec<Vec<u8>>> = updates.iter().map(marks_of).collect();
    let each: BTreeSet<&Vec<u8>> = marks.iter().flatten().collect();
    let rows: Vec<Vec<Value>> =
        each.into_iter().map(|mark| vec![mark.as_slice().into(), now.into()]).collect();
    let sql = Many {
        before: "-- seen::mark
        INSERT INTO seen_updates (mark, at) VALUES",
        after: " ON CONFLICT (mark) DO NOTHING RETURNING mark",
    };
    let mut new = BTreeSet::new();
    for row in tx.many(sql, &rows).await? {
        new.insert(row.bytes("mark")?);
    }
    // Each mark is new for the first update that bears it.
    let mut is_new =
        |of: &Vec<Vec<u8>>| of.iter().filter(|mark| new.remove(*mark)).count() == of.len();
    Ok(marks.iter().map(&mut is_new).collect())
}

fn names(bot: i64, update: &Update) -> Vec<String> {
    let chat = update.chat;
    let by_id = format!("{bot}/update/{}", update.id);
    let about = match &update.kind {
        UpdateKind::Text { message, .. }
        | UpdateKind::File { message, .. }
        | UpdateKind::Unusable { message, .. } => format!("{bot}/message/{chat}/{message}"),
        // Two edits within one second carry the same date: what they say tells them apart.
        UpdateKind::Edited { message, edited_at, text } => {
            format!("{bot}/edited/{chat}/{message}/{edited_at}/{text}")
        }
        UpdateKind::EditedFile { message, edited_at, body, .. } => {
            format!("{bot}/edited/{chat}/{message}/{edited_at}/{body}")
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

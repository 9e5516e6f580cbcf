//! Who waits to be a member, or is one no more, and writes: it may be no report. The words are
//! sealed, and nobody is called for them before a button of the first screen says what they are.

use habeas_core::domain::Phrase;

use super::process::From;
use crate::cards;
use crate::intake::Stored;
use crate::oncall::{invitations, members};
use crate::parts::Parts;
use crate::storage::{Result, Tx};

/// Looks at who writes; says to whoever waits that they wait, and how to report. Whoever was
/// revoked is told once: what they write after that is a report like anybody's.
pub(super) async fn wrote(
    tx: &mut Tx,
    parts: &Parts,
    from: From,
    stored: &mut Stored,
) -> Result<()> {
    let nothing_yet = stored.case.is_none() || stored.state.held;
    let waits = nothing_yet && invitations::is_pending(tx, parts, from.user, from.now).await?;
    let gone = !waits && is_gone(tx, parts, from, stored).await?;
    stored.state.held = nothing_yet && (waits || gone);
    if !stored.state.held {
        return Ok(());
    }
    let keys: &[&str] = match waits {
        true => &["pending-waits", "pending-held", "pending-report"],
        false => &["pending-held", "pending-report"],
    };
    say(tx, parts, from, stored, keys).await
}

/// Whoever is a member no more is told so, once. Whether they were told now.
pub(super) async fn is_gone(
    tx: &mut Tx,
    parts: &Parts,
    from: From,
    stored: &mut Stored,
) -> Result<bool> {
    if stored.state.told_revoked || !members::was_one(tx, parts, from.user).await? {
        return Ok(false);
    }
    stored.state.told_revoked = true;
    say(tx, parts, from, stored, &["revoked-told"]).await?;
    Ok(true)
}

/// Whoever waits and has begun a report by a tap is told that it counts.
pub(super) async fn tapped(tx: &mut Tx, parts: &Parts, from: From, stored: &Stored) -> Result<()> {
    if !invitations::is_pending(tx, parts, from.user, from.now).await? {
        return Ok(());
    }
    say(tx, parts, from, stored, &["pending-waits", "pending-counts"]).await
}

async fn say(tx: &mut Tx, parts: &Parts, from: From, stored: &Stored, keys: &[&str]) -> Result<()> {
    let lines = keys.iter().copied().map(Phrase::new).collect();
    cards::notice(tx, parts, from.chat, stored.state.language, lines).await
}

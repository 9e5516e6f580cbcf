//! What a member wrote that belongs nowhere: it leaves the chat, and they are told how to write to a
//! family.

use habeas_core::domain::Phrase;

use super::process::From;
use super::update::UpdateKind;
use crate::cards;
use crate::cases;
use crate::intake;
use crate::oncall::members::Member;
use crate::parts::Parts;
use crate::storage::{Result, Tx};

/// Words of a member go to their own report if they have begun one; else they leave the chat, and
/// help is shown.
pub(super) async fn unless_reported(
    tx: &mut Tx,
    parts: &Parts,
    from: From,
    member: &Member,
    kind: &UpdateKind,
) -> Result<bool> {
    if intake::by_chat(tx, parts, from.chat).await?.is_some() {
        return Ok(false);
    }
    let Some(message) = kind.message() else { return Ok(true) };
    cards::schedule(tx, parts, from.chat, message, from.now).await?;
    let lines = how(tx, parts, from, member, kind).await?;
    cards::notice(tx, parts, from.chat, member.language, lines).await?;
    Ok(true)
}

/// What became of words that belong nowhere, and how to write to a family. Which family is never
/// guessed.
async fn how(
    tx: &mut Tx,
    parts: &Parts,
    from: From,
    member: &Member,
    kind: &UpdateKind,
) -> Result<Vec<Phrase>> {
    let owned = cases::taken_by(tx, &member.id).await?;
    let mut lines = vec![];
    match owned.as_slice() {
        [one] if !cards::has_invitation(tx, parts, from.chat).await? => {
            if let Some((code, _)) = cases::outline(tx, one).await? {
                lines.push(Phrase::new("relay-how").text("code", code));
            }
        }
        [] => {}
        _ => lines.extend(["relay-deleted", "relay-how-any"].map(Phrase::new)),
    }
    if !owned.is_empty() && !matches!(kind, UpdateKind::Text { .. }) {
        lines.push(Phrase::new("relay-only-words"));
    }
    if lines.is_empty() {
        lines = ["member-not-kept", "relay-deleted", "member-take"].map(Phrase::new).into();
    }
    Ok(lines)
}

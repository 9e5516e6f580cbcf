//! "Looks false" is asked once more: whoever presses it by mistake gives nothing back.

use habeas_core::codec::callback::Action;
use habeas_core::domain::Phrase;

use super::process::From;
use crate::cards::{self, Lane, Raise, Subject};
use crate::cases::{self, Case};
use crate::oncall::members::{self, Member};
use crate::oncall::{self, Did};
use crate::parts::Parts;
use crate::storage::{Result, Tx};

/// Asks whether it was meant.
pub(super) async fn ask(
    tx: &mut Tx,
    parts: &Parts,
    from: From,
    case: &Case,
    member: &Member,
) -> Result<Option<Phrase>> {
    let card = Raise::new(from.chat, Subject::LooksFalse(case.id.clone()), member.language);
    card.lane(Lane::Acknowledgement).silent(true).fresh().raise(tx, parts).await?;
    Ok(None)
}

/// "Looks false" was pressed, and this is the answer to the question whether it was meant.
pub(super) async fn tap(
    tx: &mut Tx,
    parts: &Parts,
    from: From,
    case: &[u8],
    action: Action,
) -> Result<Option<Phrase>> {
    let Some(member) = members::by_telegram(tx, parts, from.user).await? else {
        return Ok(Some(Phrase::new("toast-not-member")));
    };
    let Some(mut case) = cases::load(tx, parts, case).await? else {
        return Ok(Some(Phrase::new("toast-old-button")));
    };
    cards::withdraw(tx, parts, from.chat, &Subject::LooksFalse(case.id.clone())).await?;
    if action == Action::Leave {
        return Ok(Some(Phrase::new("toast-left")));
    }
    oncall::act(tx, parts, &mut case, &member, Did::LooksFalse, from.now).await.map(Some)
}

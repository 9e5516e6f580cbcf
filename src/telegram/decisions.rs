//! What coordinators press to raise, lower and close.

use habeas_core::codec::callback::{Action, Callback};
use habeas_core::domain::{Phrase, Role};
use habeas_core::oncall::decision::Decision;

use super::process::From;
use crate::cards::{self, Lane, Raise, Subject};
use crate::cases;
use crate::oncall::{self, members};
use crate::parts::Parts;
use crate::storage::{Result, Tx};

/// Whether an action is one of these.
pub(super) const fn is_one(action: Action) -> bool {
    matches!(
        action,
        Action::Decide
            | Action::Agree(_)
            | Action::Disagree(_)
            | Action::AgreeTo
            | Action::DisagreeWith
    )
}

/// Handles a tap. Returns what to answer.
pub(super) async fn tap(
    tx: &mut Tx,
    parts: &Parts,
    from: From,
    (menu, case): (&Subject, &[u8]),
    callback: Callback,
) -> Result<Option<Phrase>> {
    let toast = |key: &str| Ok(Some(Phrase::new(key)));
    let Some(member) = members::by_telegram(tx, parts, from.user).await? else {
        return toast("toast-not-member");
    };
    if member.role != Role::Coordinator {
        return toast("toast-not-coordinator");
    }
    let Some(mut case) = cases::load(tx, parts, case).await? else {
        return toast("toast-old-button");
    };
    let show = match callback.action {
        Action::Decide => Subject::Decide(case.id.clone()),
        Action::Decision(at) => match (Decision::ALL.get(usize::from(at)), u8::try_from(at)) {
            (Some(decision), Ok(at)) if !decision.reasons().is_empty() => {
                Subject::Reasons([case.id.as_slice(), &[at]].concat())
            }
            (Some(decision), _) => {
                let decision = (*decision, None);
                put_away(tx, parts, from, menu, &case.id).await?;
                let done = oncall::decide(tx, parts, &mut case, &member, decision, from.now);
                return done.await.map(Some);
            }
            (None, _) => return toast("toast-old-button"),
        },
        Action::Reason(code) => {
            let [at, reason] = code.to_be_bytes().map(usize::from);
            let decision = Decision::ALL.get(at);
            let reason = decision.and_then(|d| d.reasons().get(reason));
            let (Some(decision), Some(reason)) = (decision, reason) else {
                return toast("toast-old-button");
            };
            let decision = (*decision, Some(*reason));
            put_away(tx, parts, from, menu, &case.id).await?;
            let done = oncall::decide(tx, parts, &mut case, &member, decision, from.now);
            return done.await.map(Some);
        }
        Action::Leave => {
            put_away(tx, parts, from, menu, &case.id).await?;
            return toast("toast-left");
        }
        action @ (Action::AgreeTo | Action::DisagreeWith) => {
            let said = (callback.generation, action == Action::AgreeTo);
            let done = oncall::second(tx, parts, &mut case, &member, said, from.now);
            return done.await.map(Some);
        }
        _ => return toast("toast-old-button"),
    };
    let card = Raise::new(from.chat, show, member.language);
    card.lane(Lane::Acknowledgement).silent(true).fresh().raise(tx, parts).await?;
    Ok(None)
}

/// What was looked at leaves the chat: a list of reasons, and the list of decisions before it.
async fn put_away(
    tx: &mut Tx,
    parts: &Parts,
    from: From,
    menu: &Subject,
    case: &[u8],
) -> Result<()> {
    if matches!(menu, Subject::Reasons(_)) {
        cards::withdraw(tx, parts, from.chat, menu).await?;
    }
    cards::withdraw(tx, parts, from.chat, &Subject::Decide(case.to_vec())).await
}

//! Somebody comes with an invitation's code.

use habeas_core::domain::{Language, Phrase, Role};

use super::process::From;
use crate::cards::{self, Lane, Raise, Subject};
use crate::oncall::invitations::{self, Pending, Redeemed};
use crate::oncall::members;
use crate::parts::Parts;
use crate::storage::{Result, Tx};

/// `/start CODE` of somebody who is no member. The message leaves the chat at once.
pub(super) async fn came(
    tx: &mut Tx,
    parts: &Parts,
    from: From,
    message: i64,
    secret: [u8; 8],
) -> Result<()> {
    cards::schedule(tx, parts, from.chat, message, from.now).await?;
    let language = from.language.unwrap_or(Language::En);
    match invitations::redeem(tx, parts, (from.user, from.language), secret, from.now).await? {
        Redeemed::Pending(who) => {
            show_words(tx, parts, from.chat, &who).await?;
            tell_inviters(tx, parts, &who).await
        }
        Redeemed::NotValid => {
            let lines = vec![Phrase::new("invited-not-valid"), Phrase::new("invited-ask-anew")];
            cards::notice(tx, parts, from.chat, language, lines).await
        }
        Redeemed::Wait => {
            let lines = vec![Phrase::new("invited-wait")];
            cards::notice(tx, parts, from.chat, language, lines).await
        }
    }
}

/// The card with the four words and the languages, in the language of whoever is invited.
async fn show_words(tx: &mut Tx, parts: &Parts, chat: i64, who: &Pending) -> Result<()> {
    let subject = Subject::Invitation(who.id.as_bytes().to_vec());
    Raise::new(chat, subject, who.language).lane(Lane::Acknowledgement).raise(tx, parts).await
}

/// Who is invited chooses a language. Returns the answer to the tap.
pub(super) async fn speaks(
    tx: &mut Tx,
    parts: &Parts,
    from: From,
    id: &[u8],
    at: u16,
) -> Result<Option<Phrase>> {
    let id = String::from_utf8_lossy(id);
    let who = invitations::by_id(tx, parts, &id).await?.filter(|w| w.telegram_id == from.user);
    let (Some(mut who), Some(language)) = (who, Language::ALL.get(usize::from(at))) else {
        return Ok(Some(Phrase::new("toast-old-button")));
    };
    invitations::speak(tx, &who.id, *language).await?;
    who.language = *language;
    show_words(tx, parts, from.chat, &who).await?;
    Ok(None)
}

/// Who invited sees the words; where a coordinator is to be made, all coordinators do. What the
/// operator's terminal began is confirmed there.
async fn tell_inviters(tx: &mut Tx, parts: &Parts, who: &Pending) -> Result<()> {
    let Some(by) = &who.by else { return Ok(()) };
    for member in members::present(tx, parts).await? {
        if member.role != Role::Coordinator || (who.role == Role::Lawyer && member.id != *by) {
            continue;
        }
        let subject = Subject::Invitation(who.id.as_bytes().to_vec());
        let card = Raise::new(member.telegram_id, subject, member.language);
        card.lane(Lane::Acknowledgement).fresh().raise(tx, parts).await?;
    }
    Ok(())
}

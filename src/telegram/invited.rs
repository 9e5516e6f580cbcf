//! Somebody comes with an invitation's code.

use habeas_core::codec::words::in_cyrillic;
use habeas_core::domain::{Language, Phrase, Role};

use super::process::From;
use crate::cards::{self, Lane, Notice, Raise, Subject};
use crate::oncall::invitations::{self, Pending, Redeemed};
use crate::oncall::members;
use crate::parts::Parts;
use crate::storage::{Result, Tx};

/// The four words leave the chat of who was invited after so many seconds.
const WORDS_STAY_S: i64 = 3600;

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
    match invitations::redeem(tx, parts, from.user, secret, from.now).await? {
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

async fn show_words(tx: &mut Tx, parts: &Parts, chat: i64, who: &Pending) -> Result<()> {
    let words = who.words(parts);
    let lines = vec![
        Phrase::new("invited-head"),
        Phrase::new("words-latin").text("words", &*words),
        Phrase::new("words-cyrillic").text("words", in_cyrillic(&words)),
        Phrase::new("invited-say"),
        Phrase::new("invited-then"),
    ];
    let notice = Notice { delete_after_s: Some(WORDS_STAY_S), ..Notice::new(lines) };
    cards::send_notice(tx, parts, chat, who.language, Lane::Acknowledgement, &notice).await
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

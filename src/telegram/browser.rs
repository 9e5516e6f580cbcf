//! The link by which a member's browser comes in.

use habeas_core::domain::{Phrase, Timestamp};

use super::process::From;
use crate::cards::{self, Lane, Notice};
use crate::console::{self, Purpose};
use crate::oncall::members::Member;
use crate::parts::Parts;
use crate::storage::{Result, Tx};

/// The message with the link goes after so many seconds.
const LINK_S: i64 = 5 * 60;

/// `/console`: a link to come in, or to make keys while there are none. Whoever has keys and lost
/// them, or has others than a browser's, gets a link for new ones from somebody else: a stolen chat
/// is not enough.
pub(super) async fn console(tx: &mut Tx, parts: &Parts, from: From, me: &Member) -> Result<()> {
    let (chat, language) = (me.telegram_id, me.language);
    let purpose = match (&me.signing_key, &me.recipient) {
        (Some(_), _) => Purpose::SignIn,
        (None, None) => Purpose::Enrol,
        (None, Some(_)) => {
            let lines = ["console-other-keys", "console-ask"].map(Phrase::new).into();
            return cards::notice(tx, parts, chat, language, lines).await;
        }
    };
    send_link(tx, parts, me, purpose, from.now).await
}

/// Sends a member a link for their browser, into their own chat.
pub async fn send_link(
    tx: &mut Tx,
    parts: &Parts,
    me: &Member,
    purpose: Purpose,
    now: Timestamp,
) -> Result<()> {
    let (chat, language, until) = (me.telegram_id, me.language, now.plus_s(LINK_S));
    let Some(url) = console::new_link(tx, parts, &me.id, purpose, until, now).await? else {
        return cards::notice(tx, parts, chat, language, vec![Phrase::new("console-none")]).await;
    };
    let (lines, button) = match purpose {
        Purpose::SignIn => (["console-sign-in", "console-once"], "button-console-sign-in"),
        Purpose::Enrol => (["console-enrol", "console-once"], "button-console-enrol"),
    };
    let notice = Notice {
        delete_after_s: Some(LINK_S),
        link: Some((button.to_owned(), url)),
        ..Notice::new(lines.map(Phrase::new).into())
    };
    cards::send_notice(tx, parts, chat, language, Lane::Acknowledgement, &notice).await
}

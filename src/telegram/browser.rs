//! The link by which a member's browser comes in.

use habeas_core::domain::{Phrase, Timestamp};

use super::process::From;
use super::signed::tell_of_link;
use crate::cards::{self, Lane, Notice};
use crate::console::{self, Purpose};
use crate::oncall::members::Member;
use crate::parts::Parts;
use crate::storage::{Result, Tx};

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
    let (chat, language, until) = (me.telegram_id, me.language, now.plus_s(purpose.lasts_s()));
    let Some(url) = console::new_link(tx, parts, &me.id, purpose, until, now).await? else {
        return cards::notice(tx, parts, chat, language, vec![Phrase::new("console-none")]).await;
    };
    let (lines, button) = match purpose {
        Purpose::SignIn => {
            (["console-sign-in", "console-once", "console-browser"], "button-console-sign-in")
        }
        Purpose::Enrol => {
            (["console-enrol", "console-half-hour", "console-browser"], "button-console-enrol")
        }
    };
    let notice = Notice {
        delete_after_s: Some(purpose.lasts_s()),
        link: Some((button.to_owned(), url)),
        ..Notice::new(lines.map(Phrase::new).into())
    };
    cards::send_notice(tx, parts, chat, language, Lane::Acknowledgement, &notice).await
}

/// Sends a member a link to make new keys, into their own chat, and tells all coordinators. `false`
/// without a console.
pub async fn send_enrol_link(
    tx: &mut Tx,
    parts: &Parts,
    whom: &Member,
    now: Timestamp,
) -> Result<bool> {
    let lasts_s = Purpose::Enrol.lasts_s();
    let until = now.plus_s(lasts_s);
    let link = console::new_link(tx, parts, &whom.id, Purpose::Enrol, until, now).await?;
    let Some(url) = link else { return Ok(false) };
    let lines = ["console-new-keys", "console-enrol", "console-half-hour", "console-browser"];
    let notice = Notice {
        delete_after_s: Some(lasts_s),
        link: Some(("button-console-enrol".to_owned(), url)),
        ..Notice::new(lines.map(Phrase::new).into())
    };
    let (chat, lane) = (whom.telegram_id, Lane::Acknowledgement);
    cards::send_notice(tx, parts, chat, whom.language, lane, &notice).await?;
    tell_of_link(tx, parts, whom).await?;
    Ok(true)
}

//! From a card to a message: the present state, in the reader's language, with signed buttons.

use habeas_core::codec::callback::{Action, Callback};
use habeas_core::domain::{Language, Phrase};

use super::find::is_withheld;
use super::raise::Card;
use super::subject::Subject;
use super::{decide, doubt, gathered, go_on, interview, join, notice, number, page, rota, words};
use crate::outside::{Keyboard, LabelledButton, Outgoing};
use crate::parts::Parts;
use crate::storage::{Result, Tx};

/// Bot API, sendMessage: at most so many UTF-16 units.
const TEXT_UNITS: usize = 4096;
/// Labels longer than this are cut by phones.
const LABEL_CHARS: usize = 64;

/// A button before it is signed.
pub(super) struct Button {
    pub(super) label: String,
    pub(super) action: Action,
    pub(super) generation: u32,
}

/// A message before it is addressed.
pub(super) struct Rendered {
    pub(super) text: String,
    pub(super) buttons: Vec<Vec<Button>>,
    /// What stands on a button that opens an address, and the address.
    pub(super) link: Option<(String, String)>,
    /// The message leaves the chat after so many seconds.
    pub(super) delete_after_s: Option<i64>,
}

/// A message, and when it is to be deleted.
pub(super) struct Message {
    pub(super) outgoing: Outgoing,
    pub(super) delete_after_s: Option<i64>,
}

/// Renders a card as it should be seen now; `None` if there is nothing to be seen any more.
pub(super) async fn message(tx: &mut Tx, parts: &Parts, card: &Card) -> Result<Option<Message>> {
    if is_withheld(tx, parts, card).await? {
        return Ok(None);
    }
    let mut keyboard = Keyboard::Kept;
    let rendered = match &card.subject {
        Subject::Interview(id) => interview::render(tx, parts, id).await?,
        Subject::Number(id) => {
            let (rendered, keys) = number::render(tx, parts, card, id).await?;
            keyboard = keys;
            Some(rendered)
        }
        Subject::Page(case) => page::render(tx, parts, card, case).await?,
        Subject::Gathered(_) => gathered::render(tx, parts, card).await?,
        Subject::Why(case) => page::render_why(tx, parts, card, case).await?,
        Subject::HandOver(case) => page::render_hand_over(tx, parts, card, case).await?,
        Subject::LooksFalse(case) => doubt::render(tx, parts, card, case).await?,
        Subject::Decide(case) => decide::render(tx, parts, card, case, None).await?,
        Subject::Reasons(id) => match id.split_last() {
            Some((chosen, case)) => decide::render(tx, parts, card, case, Some(*chosen)).await?,
            None => None,
        },
        Subject::Join(id) => join::render(tx, parts, card, id).await?,
        Subject::GoOn(case) => go_on::render(tx, parts, card, case).await?,
        Subject::Notice(_) | Subject::Receipt(_) => notice::render(parts, card),
        Subject::Invitation(id) => rota::invitation(tx, parts, card, id).await?,
        Subject::Mine(_) => rota::mine(tx, parts, card).await?,
        Subject::Off(_) => rota::off(tx, parts, card).await?,
        Subject::Languages(_) => rota::languages(parts, card),
        Subject::Revoke(_) => rota::revoke(tx, parts, card).await?,
        Subject::RevokeOne(id) => rota::revoke_one(tx, parts, card, id).await?,
    };
    let Some(rendered) = rendered else { return Ok(None) };
    let buttons = rendered
        .buttons
        .iter()
        .map(|row| row.iter().map(|b| sign(parts, card, b)).collect())
        .collect();
    let mut text = rendered.text;
    if card.tries > 0 && card.goes_anew() {
        text = repeated(parts, card.language, text, card.tries);
    }
    let text = cut(text);
    let outgoing = Outgoing {
        chat: card.chat,
        text,
        buttons,
        link: rendered.link,
        keyboard,
        silent: card.silent,
    };
    Ok(Some(Message { outgoing, delete_after_s: rendered.delete_after_s }))
}

/// Signs a button for the one who may press it: in a private chat, the chat's own user.
fn sign(parts: &Parts, card: &Card, button: &Button) -> LabelledButton {
    let callback =
        Callback { subject: card.id, action: button.action, generation: button.generation };
    let tag = parts.keyring.callback_tag(&callback.signed_bytes(card.chat));
    let mut label: String = button.label.chars().take(LABEL_CHARS).collect();
    if label.len() < button.label.len() {
        label.pop();
        label.push('…');
    }
    LabelledButton { label, data: callback.pack(&tag) }
}

/// Adds "repeat N" below: the same card, sent again because no clear answer came.
fn repeated(parts: &Parts, language: Language, text: String, n: i64) -> String {
    let line = words::say(parts, language, &Phrase::new("repeat").number("n", n));
    format!("{text}\n{line}")
}

fn cut(text: String) -> String {
    if text.encode_utf16().count() <= TEXT_UNITS {
        return text;
    }
    let mut units = 0;
    text.chars()
        .take_while(|c| {
            units += c.len_utf16();
            units < TEXT_UNITS
        })
        .collect()
}

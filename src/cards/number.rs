//! The key that sends the reporter's number: a message of its own beside the interview's card,
//! because a keyboard cannot come with an edit. A second message takes it away.

use habeas_core::domain::Phrase;

use super::raise::Card;
use super::render::Rendered;
use super::words;
use crate::intake;
use crate::outside::Keyboard;
use crate::parts::Parts;
use crate::storage::{Result, Tx};

/// The line that takes the key away leaves the chat after so many seconds.
const GONE_STAYS_S: i64 = 60;

/// The key where the number is being asked for, else its end.
pub(super) async fn render(
    tx: &mut Tx,
    parts: &Parts,
    card: &Card,
    conversation: &[u8],
) -> Result<(Rendered, Keyboard)> {
    let stored = intake::by_id(tx, parts, conversation).await?;
    let say = |key: &str| words::say(parts, card.language, &Phrase::new(key));
    let shown = |key: &str, delete_after_s| Rendered {
        text: say(key),
        buttons: vec![],
        delete_after_s,
        link: None,
    };
    Ok(match stored.is_some_and(|stored| stored.state.asks_for_number()) {
        true => {
            let key = Keyboard::Contact(say("button-share-number"));
            (shown("for-lawyer-number-key", None), key)
        }
        false => (shown("for-lawyer-number-gone", Some(GONE_STAYS_S)), Keyboard::Removed),
    })
}

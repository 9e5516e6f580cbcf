//! Whether a case is to be held for false: asked once, so that no slip of a thumb gives it back.

use habeas_core::codec::callback::Action;
use habeas_core::domain::Phrase;

use super::owned::code;
use super::raise::Card;
use super::render::{Button, Rendered};
use super::words;
use crate::cases::{self, Stage};
use crate::oncall::Did;
use crate::parts::Parts;
use crate::storage::{Result, Tx};

/// The question leaves the chat after so many seconds.
const STAYS_S: i64 = 600;

/// What a yes does, and both answers.
pub(super) async fn render(
    tx: &mut Tx,
    parts: &Parts,
    card: &Card,
    case: &[u8],
) -> Result<Option<Rendered>> {
    let Some(case) = cases::load(tx, parts, case).await? else { return Ok(None) };
    let then = match case.stage {
        Stage::Taken => "false-gives-back",
        Stage::Paged => "false-needs-two",
        Stage::Open | Stage::Closed => return Ok(None),
    };
    let head = Phrase::new("false-ask").text("code", case.code.as_str());
    let button = |key: &str, action| {
        let label = words::say(parts, card.language, &Phrase::new(key));
        vec![Button { label, action, generation: 0 }]
    };
    Ok(Some(Rendered {
        text: words::say_all(parts, card.language, &[head, Phrase::new(then)]),
        buttons: vec![
            button("button-false-yes", Action::Did(code(Did::LooksFalse))),
            button("button-leave", Action::Leave),
        ],
        delete_after_s: Some(STAYS_S),
        link: None,
    }))
}

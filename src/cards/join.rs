//! Somebody joined a case by its receipt: those on it are asked whether they may hear.

use habeas_core::codec::callback::Action;
use habeas_core::domain::Phrase;

use super::raise::Card;
use super::render::{Button, Rendered};
use super::words;
use crate::cases;
use crate::parts::Parts;
use crate::storage::{Result, Tx};

/// Renders the question, or that it is answered.
pub(super) async fn render(
    tx: &mut Tx,
    parts: &Parts,
    card: &Card,
    id: &[u8],
) -> Result<Option<Rendered>> {
    let (case, route) = id.split_at(id.len() / 2);
    let Some((code, _)) = cases::outline(tx, case).await? else { return Ok(None) };
    let waits = cases::route_waiting(tx, parts, route).await?.is_some();
    let lines = [
        Phrase::new("join-somebody").text("code", code),
        Phrase::new(if waits { "join-ask" } else { "join-hears" }),
    ];
    let button = |key: &str, action| {
        let label = words::say(parts, card.language, &Phrase::new(key));
        vec![Button { label, action, generation: 0 }]
    };
    let buttons = match waits {
        true => vec![
            button("button-join-yes", Action::MayHear(1)),
            button("button-join-no", Action::MayHear(0)),
        ],
        false => vec![],
    };
    let text = words::say_all(parts, card.language, &lines);
    Ok(Some(Rendered { text, buttons, delete_after_s: None }))
}

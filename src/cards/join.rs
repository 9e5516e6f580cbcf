//! Somebody joined a case by its receipt: those on it are asked whether they may hear.

use habeas_core::codec::callback::Action;
use habeas_core::domain::Phrase;

use super::raise::Card;
use super::render::{Button, Rendered};
use super::words;
use crate::cases;
use crate::oncall::members;
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
    // On whose chat it stands: whoever has the case, or one of those who report it.
    let owns = members::by_telegram(tx, parts, card.chat).await?.is_some()
        && cases::hears(tx, parts, case, card.chat).await?.is_none();
    let asks: &[&str] = match (waits, owns) {
        (true, true) => &["join-adds", "join-ask-owner", "join-if-no"],
        (true, false) => &["join-adds", "join-ask", "join-if-no", "join-if-unsure"],
        (false, _) => &["join-hears"],
    };
    let first = if owns { "join-somebody-owner" } else { "join-somebody" };
    let mut lines = vec![Phrase::new(first).text("code", code)];
    lines.extend(asks.iter().copied().map(Phrase::new));
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
    Ok(Some(Rendered { text, buttons, delete_after_s: None, link: None }))
}

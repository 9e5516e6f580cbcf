//! A question about a case that is not in front of its chat, with a button that brings it there.

use habeas_core::codec::callback::Action;
use habeas_core::domain::Phrase;

use super::raise::Card;
use super::render::{Button, Rendered};
use super::words;
use crate::cases::{self, Stage};
use crate::intake;
use crate::parts::Parts;
use crate::storage::{Result, Tx};

/// Names the case and what is asked; `None` where the case is in front now, or over.
pub(super) async fn render(
    tx: &mut Tx,
    parts: &Parts,
    card: &Card,
    case: &[u8],
) -> Result<Option<Rendered>> {
    let Some(case) = cases::load(tx, parts, case).await? else { return Ok(None) };
    let stored = intake::by_chat(tx, parts, card.chat).await?;
    let in_front = stored.is_some_and(|s| s.case.as_deref() == Some(case.id.as_slice()));
    if case.stage == Stage::Closed || in_front {
        return Ok(None);
    }
    let owed = intake::owed(tx, parts, card.chat, &case.id).await?;
    let needed = match (owed.needed.is_empty(), case.stage) {
        (true, _) => None,
        (false, Stage::Taken) => Some("go-on-needed"),
        (false, _) => Some("go-on-open"),
    };
    let named = |key: &str| Phrase::new(key).text("code", case.code.as_str());
    let label = words::say(parts, card.language, &named("button-go-on"));
    let asks = needed.into_iter().chain(["ask-news"]).map(Phrase::new);
    let lines: Vec<Phrase> = std::iter::once(named("report-of")).chain(asks).collect();
    let text = words::say_all(parts, card.language, &lines);
    let button = Button { label, action: Action::GoOn, generation: 0 };
    Ok(Some(Rendered { text, buttons: vec![vec![button]], delete_after_s: None, link: None }))
}

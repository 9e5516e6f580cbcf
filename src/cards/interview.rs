//! The reporter's card: the interview as it stands.

use habeas_core::domain::{Language, Phrase};
use habeas_core::intake::view;

use super::render::{Button, Rendered};
use super::words;
use crate::cases::{self, Stage};
use crate::intake;
use crate::parts::Parts;
use crate::storage::{Result, Tx};

/// Renders the card of a conversation; `None` if there is none.
pub(super) async fn render(
    tx: &mut Tx,
    parts: &Parts,
    conversation: &[u8],
) -> Result<Option<Rendered>> {
    let Some((stored, one_of_several)) = intake::to_show(tx, parts, conversation).await? else {
        return Ok(None);
    };
    let case = match &stored.case {
        Some(id) => cases::load(tx, parts, id).await?,
        None => None,
    };
    let report = case.as_ref().map(|c| c.report.report.clone()).unwrap_or_default();
    let state = &stored.state;
    let mut view = view::view(&parts.guide(), state, &report);
    if case.as_ref().is_none_or(|case| case.stage != Stage::Taken) {
        view.of_nobody();
    }
    if one_of_several {
        view.lines.insert(
            0,
            match &case {
                Some(case) => Phrase::new("report-of").text("code", case.code.as_str()),
                None => Phrase::new("report-new"),
            },
        );
    }
    let language: Language = state.language;
    let buttons = view
        .buttons
        .iter()
        .map(|row| row.iter().map(|b| button(parts, language, b, state.generation)).collect())
        .collect();
    let text = words::say_all(parts, language, &view.lines);
    Ok(Some(Rendered { text, buttons, delete_after_s: None, link: None }))
}

fn button(parts: &Parts, language: Language, button: &view::Button, generation: u32) -> Button {
    let label = words::say(parts, language, &button.label);
    let label = if button.ticked { format!("✓ {label}") } else { label };
    Button { label, action: button.action, generation }
}

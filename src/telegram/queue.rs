//! `/queue`: what nobody has.

use habeas_core::domain::Phrase;

use super::rota;
use crate::cards;
use crate::cases;
use crate::oncall::members::Member;
use crate::parts::Parts;
use crate::storage::{Result, Tx};

/// `/queue`: codes, levels and times, no content.
pub(super) async fn queue(tx: &mut Tx, parts: &Parts, me: &Member) -> Result<()> {
    let waiting = cases::untaken(tx).await?;
    let mut lines = vec![Phrase::new("queue-head")];
    for id in waiting.iter().take(cases::SHOWN) {
        lines.extend(line(tx, parts, id).await?);
    }
    if waiting.is_empty() {
        lines.push(Phrase::new("queue-none"));
    }
    let more = waiting.len().saturating_sub(cases::SHOWN);
    if let Some(more) = i64::try_from(more).ok().filter(|more| *more > 0) {
        lines.push(Phrase::new("queue-more").number("n", more));
    }
    lines.push(Phrase::new("member-take"));
    rota::list(tx, parts, me, lines).await
}

/// One case; that it does not open hides none of the others.
async fn line(tx: &mut Tx, parts: &Parts, id: &[u8]) -> Result<Option<Phrase>> {
    let (line, code, level) = match cases::load_or_outline(tx, parts, id).await? {
        Some(Ok(case)) => {
            let at = cards::clock_time(parts, &case.report.report.host_state, case.opened_at);
            (Phrase::new("queue-case").text("time", at), case.code.as_str().to_owned(), case.level)
        }
        Some(Err((code, level))) => (Phrase::new("queue-unreadable"), code, level),
        None => return Ok(None),
    };
    Ok(Some(line.text("code", code).phrase("level", Phrase::new(format!("level-{level}")))))
}

//! What a coordinator can decide about a case, and why; and what waits for a second one.

use habeas_core::codec::callback::Action;
use habeas_core::domain::{Phrase, Role};
use habeas_core::oncall::decision::{Decision, Reason};

use super::owned::Shown;
use super::raise::Card;
use super::render::{Button, Rendered};
use super::words;
use crate::cases::{self, Stage};
use crate::oncall;
use crate::oncall::members::{self, Member};
use crate::parts::Parts;
use crate::storage::{Result, Tx};

/// The list leaves the chat after so many seconds.
const STAYS_S: i64 = 600;

/// What the decision with this place in [`Decision::ALL`] says on a button.
pub(super) fn named(decision: Decision) -> Phrase {
    Phrase::new(format!("decision-{}", decision.as_str()))
}

/// What a reason says.
pub(super) fn reason_phrase(reason: Reason) -> Phrase {
    Phrase::new(format!("reason-{}", reason.as_str()))
}

/// The decisions that fit a case, or the reasons for one of them.
pub(super) async fn render(
    tx: &mut Tx,
    parts: &Parts,
    card: &Card,
    case: &[u8],
    chosen: Option<u8>,
) -> Result<Option<Rendered>> {
    let Some(case) = cases::load(tx, parts, case).await? else { return Ok(None) };
    if case.stage == Stage::Closed {
        return Ok(None);
    }
    let chosen = chosen.and_then(|at| Decision::ALL.get(usize::from(at)).map(|d| (at, *d)));
    let (head, buttons): (_, Vec<(Phrase, Action)>) = match chosen {
        None => {
            let all = (0_u16..).zip(Decision::ALL).filter(|(_, d)| d.fits(case.level));
            ("decide-head", all.map(|(at, d)| (named(d), Action::Decision(at))).collect())
        }
        Some((at, decision)) => {
            let code = u16::from(at) << 8;
            let reasons = (code..).zip(decision.reasons());
            ("decide-why", reasons.map(|(n, r)| (reason_phrase(*r), Action::Reason(n))).collect())
        }
    };
    let head = Phrase::new(head).text("code", case.code.as_str());
    let label = |phrase: &Phrase| words::say(parts, card.language, phrase);
    let button = |(phrase, action)| vec![Button { label: label(&phrase), action, generation: 0 }];
    let leave = (Phrase::new("button-leave-all"), Action::Leave);
    Ok(Some(Rendered {
        text: label(&head),
        buttons: buttons.into_iter().chain([leave]).map(button).collect(),
        delete_after_s: Some(STAYS_S),
        link: None,
    }))
}

/// What a coordinator reads and can press on the page of any case.
pub(super) async fn on_page(
    tx: &mut Tx,
    parts: &Parts,
    case: &cases::Case,
    me: &Member,
) -> Result<Shown> {
    let mut shown = Shown::default();
    if me.role != Role::Coordinator {
        return Ok(shown);
    }
    if let Some(proposal) = oncall::proposal(tx, case).await? {
        let mine = proposal.by == me.id;
        let by = members::by_id(tx, parts, &proposal.by).await.ok().flatten();
        let line = Phrase::new(if mine { "page-you-propose" } else { "page-proposal" })
            .text("name", by.map(|m| m.name).unwrap_or_default())
            .phrase("what", named(proposal.decision));
        shown.lines.push(line);
        if let Some(reason) = proposal.reason {
            shown.lines.push(reason_phrase(reason));
        }
        shown.rows.push(match mine {
            true => vec![("button-take-back", Action::DisagreeWith)],
            false => {
                vec![("button-agree", Action::AgreeTo), ("button-disagree", Action::DisagreeWith)]
            }
        });
    }
    shown.rows.push(vec![("button-decide", Action::Decide)]);
    Ok(shown)
}

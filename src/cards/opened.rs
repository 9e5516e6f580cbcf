//! What an open case says in the console, by the sentences of its cards.

use habeas_core::assessment::Assessment;
use habeas_core::domain::{Language, Phrase};

use super::{owned, page, words};
use crate::cases::{Case, Stage};
use crate::oncall::{self, Done};
use crate::parts::Parts;
use crate::storage::{Result, Tx};

/// What an owner's card says first is to read the case, which is open here: what comes after that is
/// first here.
fn once_open(key: &'static str) -> Option<&'static str> {
    match key {
        "page-yours-first" => None,
        "page-yours-then" => Some("page-yours-call"),
        key => Some(key),
    }
}

/// The sum of a case in a reader's language.
#[derive(Debug, serde::Serialize)]
pub struct Sum {
    /// What acts or weighs, a line each.
    lines: Vec<String>,
    /// What is not known.
    unknown: Vec<String>,
    /// The sum of what is known.
    low: i64,
    /// The sum if all that is not known spoke for danger.
    high: i64,
    /// The rules and their version.
    card: String,
}

/// How a case comes to its level.
pub fn sum(parts: &Parts, language: Language, assessment: &Assessment) -> Sum {
    let (lines, unknown) = page::reasons(assessment);
    let say = |all: &[Phrase]| all.iter().map(|one| words::say(parts, language, one)).collect();
    Sum {
        lines: say(&lines),
        unknown: say(&unknown),
        low: assessment.score_low,
        high: assessment.score_high,
        card: words::say(parts, language, &page::rules(parts)),
    }
}

/// Whether danger is indicated, never of which kind: that is sealed.
pub fn danger(case: &Case) -> Phrase {
    page::danger_phrase(case)
}

/// What somebody did, without who and when.
pub fn deed(done: &Done) -> Phrase {
    owned::what_was_done(done)
}

/// What a reader sees first: what nobody may miss, then what to do.
pub async fn first(tx: &mut Tx, parts: &Parts, case: &Case, mine: bool) -> Result<Vec<Phrase>> {
    if case.stage == Stage::Closed {
        return Ok(vec![Phrase::new("page-closed")]);
    }
    let mut lines: Vec<Phrase> = page::said(case).collect();
    lines.extend(page::silent_since(parts, case));
    let free = oncall::said_free(tx, case).await?;
    if mine {
        let signs = oncall::promise_of(tx, &case.id).await?.is_some();
        let next = owned::what_next(free, signs).iter().filter_map(|key| once_open(key));
        lines.extend(next.map(|key| Phrase::new(key).text("code", case.code.as_str())));
    }
    if !free.by_anybody() {
        lines.extend(owned::first_hour(parts, case));
    }
    Ok(lines)
}

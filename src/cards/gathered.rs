//! One card for all that a member is called for and has not answered: a line and its buttons for
//! each case, the most pressing first.

use habeas_core::codec::callback::Action;
use habeas_core::codec::case_code::CaseCode;
use habeas_core::domain::{Level, Phrase};

use super::owned::code as did;
use super::page::{hours_phrase, level_phrase, place_phrase};
use super::raise::Card;
use super::render::{Button, Rendered};
use super::words;
use crate::alert;
use crate::cases;
use crate::oncall::{self, Beside, Did, Unanswered, Why, members};
use crate::parts::Parts;
use crate::storage::{Result, Tx};

/// So many cases have a line of their own: what a message can hold and a tired reader can read.
const SHOWN: usize = 20;
/// So many are looked at to find the most pressing.
const READ: usize = 60;

/// What a line says of a case; of one that cannot be read, its code and level.
struct Line {
    code: CaseCode,
    level: Level,
    hours: Option<f64>,
    place: Phrase,
    about: Unanswered,
    /// Why it is called for beside its owner.
    beside: Option<Beside>,
}

/// Renders a member's unanswered pages; `None` if there are not several any more.
pub(super) async fn render(tx: &mut Tx, parts: &Parts, card: &Card) -> Result<Option<Rendered>> {
    let Some(me) = members::by_telegram(tx, parts, card.chat).await? else {
        let text = words::say(parts, card.language, &Phrase::new("page-not-for-you"));
        return Ok(Some(Rendered { text, buttons: vec![], delete_after_s: None, link: None }));
    };
    let all = oncall::unanswered(tx, &me.id).await?;
    if all.len() < 2 {
        return Ok(None);
    }
    let count = all.len();
    let mut found = lines(tx, parts, all).await?;
    let hours = |line: &Line| line.hours.unwrap_or(f64::INFINITY);
    found.sort_by(|a, b| {
        let by_level = b.level.cmp(&a.level);
        by_level.then(b.about.vouched.cmp(&a.about.vouched)).then(hours(a).total_cmp(&hours(b)))
    });
    found.truncate(SHOWN);
    let level = found.first().map_or(Level::Critical, |line| line.level);
    let mut lines = vec![
        Phrase::new("gathered-first-line")
            .phrase("level", level_phrase(level))
            .number("n", i64::try_from(count).unwrap_or(i64::MAX)),
    ];
    lines.extend(found.iter().map(say));
    let more = count - found.len();
    if more > 0 {
        lines.push(Phrase::new("gathered-more").number("n", i64::try_from(more).unwrap_or(0)));
    }
    lines.extend(["gathered-do", "gathered-rings"].map(Phrase::new));
    Ok(Some(Rendered {
        text: words::say_all(parts, card.language, &lines),
        buttons: found.iter().map(|line| row(parts, card, line)).collect(),
        delete_after_s: None,
        link: None,
    }))
}

/// A line for each of the first cases that there still are.
async fn lines(tx: &mut Tx, parts: &Parts, all: Vec<Unanswered>) -> Result<Vec<Line>> {
    let ids: Vec<&[u8]> = all.iter().take(READ).map(|one| one.case.as_slice()).collect();
    let mut cases = cases::load_all(tx, parts, &ids).await?;
    let judged = alert::latest_of(tx, parts, &ids).await?;
    let mut lines = vec![];
    for about in all {
        let beside = match about.why {
            Why::Lapse => Some(oncall::beside_owner(tx, parts, &about.case).await?),
            Why::Level | Why::Help => None,
        };
        let hours = judged.get(&about.case).and_then(|assessment| assessment.hours_left);
        match cases.remove(&about.case) {
            Some(Ok(case)) => {
                let place = place_phrase(&case);
                let (code, level) = (case.code, case.level);
                lines.push(Line { code, level, hours, place, about, beside });
            }
            Some(Err(_)) => lines.extend(unreadable(tx, about, beside).await?),
            None => {}
        }
    }
    Ok(lines)
}

/// A line of a case whose report does not open.
async fn unreadable(
    tx: &mut Tx,
    about: Unanswered,
    beside: Option<Beside>,
) -> Result<Option<Line>> {
    let outline = cases::outline(tx, &about.case).await?;
    let readable = outline.and_then(|(code, level)| Some((code.parse().ok()?, level)));
    let place = Phrase::new("page-unreadable");
    Ok(readable.map(|(code, level)| Line { code, level, hours: None, place, about, beside }))
}

fn say(line: &Line) -> Phrase {
    let said = Phrase::new("gathered-line")
        .phrase("level", level_phrase(line.level))
        .text("code", line.code.as_str())
        .phrase("hours", hours_phrase(line.hours))
        .phrase("place", line.place.clone());
    let key = match (line.about.held, line.about.why) {
        (true, _) => "gathered-held",
        (_, Why::Lapse) => match line.beside {
            Some(Beside::NoSign) => "gathered-lapse",
            Some(Beside::Asked(..)) => "gathered-asked",
            Some(Beside::OneMore) | None => "gathered-one-more",
        },
        (_, Why::Help) => "gathered-help",
        (_, Why::Level) => return said,
    };
    Phrase::new(key).phrase("line", said)
}

/// What can be pressed for a case: its code's number goes with each button.
fn row(parts: &Parts, card: &Card, line: &Line) -> Vec<Button> {
    let button = |key: &str, action| {
        let label = Phrase::new(key).text("code", line.code.as_str());
        let label = words::say(parts, card.language, &label);
        Button { label, action, generation: line.code.number() }
    };
    let why = button("button-why", Action::Why);
    match (line.about.held, line.about.why) {
        (true, _) => vec![
            button("button-at-once-code", Action::Did(did(Did::PagedAtOnce))),
            button("button-looks-false", Action::Did(did(Did::LooksFalse))),
            why,
        ],
        (_, Why::Help) => vec![
            button("button-helps-code", Action::Did(did(Did::Helps))),
            button("button-cannot", Action::Decline),
            why,
        ],
        _ => vec![
            button("button-take-code", Action::Take),
            button("button-cannot", Action::Decline),
            why,
        ],
    }
}

//! What is asked next: safety and place first, then what can most change the level.

use super::answers;
use super::conversation::{Conversation, Screen};
use super::interview::Question;
use super::step::Guide;
use super::when;
use crate::assessment::level_on;
use crate::domain::{Level, Report, Timestamp};

/// Asked first, in this order: enough for the first alert.
const FIRST: [&str; 5] =
    ["host_state", "where_now", "removal_sign", "receiving_state", "risk_profile"];
/// Asked only after the page or at the end: it changes no level.
const LAST: &str = "consent";

/// The screen that comes next.
pub fn next_screen(
    guide: &Guide<'_>,
    conversation: &Conversation,
    report: &Report,
    now: Timestamp,
) -> Screen {
    if let Some(what) = conversation.for_lawyer.first().filter(|_| conversation.paged()) {
        return Screen::ForLawyer { what: *what };
    }
    let open = |name: &str| !conversation.answered.iter().any(|a| a == name);
    let ask = |name: &str| Screen::Ask { question: name.to_owned(), more: false };
    if open(FIRST[0]) {
        return Screen::First;
    }
    if let Some(name) = FIRST.into_iter().find(|name| open(name)) {
        return ask(name);
    }
    if !conversation.city_done {
        return Screen::City;
    }
    let after_page = after_the_page(conversation);
    if conversation.paged()
        && let Some(screen) = after_page
    {
        return screen;
    }
    let left: Vec<&Question> =
        guide.interview.questions().iter().filter(|q| q.name() != LAST && open(q.name())).collect();
    if let Some(question) = most_telling(guide, &left, conversation, report, now) {
        return ask(question.name());
    }
    let needed = conversation.for_lawyer.first().map(|what| Screen::ForLawyer { what: *what });
    after_the_page(conversation).or(needed).unwrap_or(Screen::Finished)
}

/// City, consent and the times that could wait.
fn after_the_page(conversation: &Conversation) -> Option<Screen> {
    if !conversation.city_done {
        return Some(Screen::City);
    }
    if !conversation.answered.iter().any(|a| a == LAST) {
        return Some(Screen::Ask { question: LAST.to_owned(), more: false });
    }
    let key = conversation.whens.first()?;
    Some(Screen::When { key: key.clone(), days: false })
}

/// The question whose answers can raise the level most; among equals the earlier one.
fn most_telling<'q>(
    guide: &Guide<'_>,
    left: &[&'q Question],
    conversation: &Conversation,
    report: &Report,
    now: Timestamp,
) -> Option<&'q Question> {
    if conversation.paged() {
        return left.first().copied();
    }
    let mut best: Option<(&Question, (Level, i64))> = None;
    for question in left {
        let reach = highest_reach(guide, question, report, now);
        if best.is_none_or(|(_, most)| reach > most) {
            best = Some((question, reach));
        }
    }
    best.map(|(question, _)| question)
}

/// The highest level and score that any one answer to this question would give.
fn highest_reach(
    guide: &Guide<'_>,
    question: &Question,
    report: &Report,
    now: Timestamp,
) -> (Level, i64) {
    let mut most = (Level::Routine, i64::MIN);
    for (index, choice) in question.options().iter().enumerate() {
        let mut trial = report.clone();
        if question.several() {
            answers::write_ticks(&mut trial, &[choice.id().to_owned()], question, guide.card, now);
        } else {
            answers::choose(&mut trial, question, index, now);
        }
        trial.superseded.clone_from(&report.superseded);
        most = most.max(level_on(guide.card, &trial, now));
    }
    most
}

/// Whether any answer to this "When?" gives another level than none.
pub fn when_can_change_the_level(
    guide: &Guide<'_>,
    key: &str,
    report: &Report,
    now: Timestamp,
) -> bool {
    let mut trial = report.clone();
    let present = level_on(guide.card, &trial, now).0;
    let past = when::is_past(key);
    let taps = when::When::ALL.into_iter().filter_map(|w| w.moment(past, now));
    let days = when::DAYS.into_iter().map(|d| when::in_days(d, past, now));
    taps.chain(days).any(|at| {
        let _ = trial.timeline.set(key, Some(at));
        level_on(guide.card, &trial, now).0 > present
    })
}

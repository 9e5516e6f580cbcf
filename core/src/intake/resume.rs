//! A report that was begun before is gone on with: what is answered is not asked again.

use super::conversation::{Conversation, Screen};
use super::order;
use super::step::Guide;
use crate::domain::{Language, Level, Report, Timestamp};

/// The conversation of a report as it stands, whose level is this. The city and receipt are not
/// offered again.
pub fn resume(
    guide: &Guide<'_>,
    language: Language,
    report: &Report,
    level: Level,
    now: Timestamp,
) -> Conversation {
    let given = |name: &str| match name {
        "host_state" => report.host_state != "unknown",
        name => guide
            .interview
            .question(name)
            .is_some_and(|q| q.facts().iter().any(|fact| report.facts.get(fact).is_some())),
    };
    let questions = guide.interview.questions().iter().map(|q| q.name().to_owned());
    let mut conversation = Conversation {
        answered: questions.filter(|name| given(name)).collect(),
        told: Some(level),
        told_fifth: true,
        city_done: true,
        asked_for_lawyer: true,
        advised: true,
        receipt_given: true,
        silence_told: true,
        ..Conversation::new(language)
    };
    conversation.screen = order::next_screen(guide, &conversation, report, now);
    conversation
}

/// The conversation of somebody who joined: they add, and are asked nothing.
pub fn adding(language: Language, level: Level) -> Conversation {
    Conversation {
        screen: Screen::Finished,
        adds_only: true,
        told: Some(level),
        told_fifth: true,
        asked_for_lawyer: true,
        advised: true,
        receipt_given: true,
        ..Conversation::new(language)
    }
}

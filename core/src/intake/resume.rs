//! A report that was begun before is gone on with: what is answered is not asked again.

use super::conversation::{Conversation, ForLawyer, Screen};
use super::order;
use super::step::Guide;
use crate::domain::{Language, Level, Report, Timestamp};

/// What a conversation still owes a case, kept while another case is in front of its chat.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Owed {
    /// What whoever has the case needs was asked for.
    pub asked: bool,
    /// What of that was neither given nor skipped.
    pub needed: Vec<ForLawyer>,
    /// The city was given.
    pub city_given: bool,
}

/// Bits of a number that holds what is owed: those of what is needed, in its order, then these.
const ASKED: i64 = 1 << 8;
const CITY_GIVEN: i64 = 1 << 9;

impl Owed {
    /// What is owed by a conversation.
    pub fn of(conversation: &Conversation) -> Self {
        Self {
            asked: conversation.asked_for_lawyer,
            needed: conversation.for_lawyer.clone(),
            city_given: conversation.city_given,
        }
    }

    /// Somebody has the case: all that they need is asked for.
    #[must_use]
    pub fn all(self) -> Self {
        Self { asked: true, needed: ForLawyer::ALL.to_vec(), ..self }
    }

    /// As a number.
    pub fn bits(&self) -> i64 {
        let bit = |(place, what)| if self.needed.contains(what) { 1_i64 << place } else { 0 };
        let needed: i64 = ForLawyer::ALL.iter().enumerate().map(bit).sum();
        let flag = |is: bool, bit: i64| if is { bit } else { 0 };
        needed | flag(self.asked, ASKED) | flag(self.city_given, CITY_GIVEN)
    }

    /// From a number; bits that are not known say nothing.
    pub fn read(bits: i64) -> Self {
        let is_needed = |(place, _): &(usize, &ForLawyer)| bits & (1 << place) != 0;
        let needed = ForLawyer::ALL.iter().enumerate().filter(is_needed).map(|(_, what)| *what);
        Self {
            needed: needed.collect(),
            asked: bits & ASKED != 0,
            city_given: bits & CITY_GIVEN != 0,
        }
    }
}

/// The conversation of a report as it stands, whose level is this. The city and receipt are not
/// offered again; what is owed is asked.
pub fn resume(
    guide: &Guide<'_>,
    language: Language,
    (report, level): (&Report, Level),
    owed: Owed,
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
        city_given: owed.city_given,
        for_lawyer: owed.needed,
        asked_for_lawyer: owed.asked,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_owed_is_read_back_from_its_number() {
        for bits in 0..16 {
            for (asked, city_given) in [(false, false), (true, false), (false, true), (true, true)]
            {
                let owed = Owed { asked, city_given, ..Owed::read(bits) };
                assert_eq!(Owed::read(owed.bits()), owed);
                assert_eq!(owed.bits() & 15, bits);
            }
        }
        assert_eq!(Owed::default().all().needed, ForLawyer::ALL);
    }
}

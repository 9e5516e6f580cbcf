//! What a coordinator can decide about a case, and when a second one has to agree.

use serde::{Deserialize, Serialize};

use crate::domain::{Level, Timestamp};

/// How a case ended. That we acted is kept apart, so that a saved person is no false alarm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Free, and we acted.
    FreeActed,
    /// Free without us.
    Free,
    /// Sent out.
    SentOut,
    /// An ordinary matter.
    Ordinary,
    /// The report was false.
    False,
    /// Nothing more is known.
    NotKnown,
    /// The reporter called for help by mistake.
    Mistake,
}

/// A decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// To a higher level.
    Raise(Level),
    /// To a lower one.
    Lower(Level),
    /// It is over.
    Close(Outcome),
}

impl Decision {
    /// All. Their places are frozen: they stand in callback data and in the table.
    pub const ALL: [Self; 13] = [
        Self::Raise(Level::Critical),
        Self::Raise(Level::Urgent),
        Self::Raise(Level::Watch),
        Self::Lower(Level::Urgent),
        Self::Lower(Level::Watch),
        Self::Lower(Level::Routine),
        Self::Close(Outcome::FreeActed),
        Self::Close(Outcome::Free),
        Self::Close(Outcome::SentOut),
        Self::Close(Outcome::Ordinary),
        Self::Close(Outcome::False),
        Self::Close(Outcome::NotKnown),
        Self::Close(Outcome::Mistake),
    ];

    /// The word in keys of texts, in entries and in the table.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Raise(Level::Critical) => "raise-critical",
            Self::Raise(Level::Urgent) => "raise-urgent",
            Self::Raise(_) => "raise-watch",
            Self::Lower(Level::Urgent) => "lower-urgent",
            Self::Lower(Level::Watch) => "lower-watch",
            Self::Lower(_) => "lower-routine",
            Self::Close(Outcome::FreeActed) => "close-free-acted",
            Self::Close(Outcome::Free) => "close-free",
            Self::Close(Outcome::SentOut) => "close-sent-out",
            Self::Close(Outcome::Ordinary) => "close-ordinary",
            Self::Close(Outcome::False) => "close-false",
            Self::Close(Outcome::NotKnown) => "close-not-known",
            Self::Close(Outcome::Mistake) => "close-mistake",
        }
    }

    /// The decision with this word.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|decision| decision.as_str() == word)
    }

    /// Whether it changes a case of this level.
    pub fn fits(self, level: Level) -> bool {
        match self {
            Self::Raise(to) => to > level,
            Self::Lower(to) => to < level,
            Self::Close(_) => true,
        }
    }

    /// Whether it ends the calling for a critical case: nobody is trusted alone with that.
    pub fn needs_second(self, level: Level) -> bool {
        level == Level::Critical && !matches!(self, Self::Raise(_))
    }

    /// The reasons that can be given; none where the decision says it all.
    pub const fn reasons(self) -> &'static [Reason] {
        match self {
            Self::Raise(_) => &[Reason::SpokeFamily, Reason::KnowsMore, Reason::LikeOthers],
            Self::Lower(_) => {
                &[Reason::SpokeFamily, Reason::Ordinary, Reason::NoDanger, Reason::LooksFalse]
            }
            Self::Close(_) => &[],
        }
    }
}

/// Why a level is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The coordinator has spoken with the family.
    SpokeFamily,
    /// The coordinator knows more than the answers say.
    KnowsMore,
    /// Others in the same place were sent out like this.
    LikeOthers,
    /// It is an ordinary matter.
    Ordinary,
    /// There is no danger where the person would be sent.
    NoDanger,
    /// The report looks false.
    LooksFalse,
}

impl Reason {
    /// The reason with this word.
    pub fn named(word: &str) -> Option<Self> {
        let mut reasons = Decision::ALL.iter().flat_map(|decision| decision.reasons());
        reasons.find(|reason| reason.as_str() == word).copied()
    }

    /// The word in keys of texts and in entries.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SpokeFamily => "spoke-family",
            Self::KnowsMore => "knows-more",
            Self::LikeOthers => "like-others",
            Self::Ordinary => "ordinary",
            Self::NoDanger => "no-danger",
            Self::LooksFalse => "looks-false",
        }
    }
}

/// A level that people have set below what the answers came to. It stands until the answers come
/// to more than they did then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lowered {
    /// The level.
    pub to: Level,
    /// When.
    pub at: Timestamp,
    /// What the answers came to then.
    pub seen: Level,
    /// Their sum then.
    pub seen_low: i64,
    /// Something has risen since; what was called for before does not count any more.
    pub over: bool,
}

impl Lowered {
    /// Whether it still stands, now that the answers come to this.
    pub fn stands(&self, level: Level, low: i64) -> bool {
        !self.over && level <= self.seen && low <= self.seen_low
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_decisions_share_a_word_and_each_fits_some_level() {
        let words: std::collections::BTreeSet<_> =
            Decision::ALL.iter().map(|d| d.as_str()).collect();
        assert_eq!(words.len(), Decision::ALL.len());
        let levels = [Level::Routine, Level::Watch, Level::Urgent, Level::Critical];
        assert!(Decision::ALL.iter().all(|d| levels.iter().any(|level| d.fits(*level))));
    }

    #[test]
    fn nobody_alone_lowers_or_closes_what_is_critical() {
        for decision in Decision::ALL {
            let raises = matches!(decision, Decision::Raise(_));
            assert_eq!(decision.needs_second(Level::Critical), !raises);
            assert!(!decision.needs_second(Level::Urgent));
        }
    }

    #[test]
    fn what_was_lowered_stands_until_the_answers_come_to_more() {
        let at = Timestamp::from_millis(0);
        let lowered =
            Lowered { to: Level::Watch, at, seen: Level::Urgent, seen_low: 9, over: false };
        assert!(lowered.stands(Level::Urgent, 9) && lowered.stands(Level::Watch, 3));
        assert!(!lowered.stands(Level::Urgent, 10) && !lowered.stands(Level::Critical, 9));
        assert!(!Lowered { over: true, ..lowered }.stands(Level::Watch, 3));
    }
}

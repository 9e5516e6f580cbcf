//! "I take it" is a promise: its owner shows a sign from time to time, or others are called (L4, L5).

use crate::domain::Timestamp;

/// The terms of a promise: seconds, and how often Telegram alone renews it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// Without a sign for so long, the owner is asked.
    pub ask_after_s: i64,
    /// Without a sign for so long, the next person is called.
    pub lapse_after_s: i64,
    /// So many signs from the owner's chat count; then another member has to have spoken with them.
    pub renewals: i64,
}

/// How a promise stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promise {
    /// The last sign that counted: the taking, a renewal, another member's word.
    pub signed_at: Timestamp,
    /// Renewals from the owner's chat since the taking, or since another member's word.
    pub renewed: i64,
    /// The owner has been asked since the last sign.
    pub asked: bool,
    /// Others are being called.
    pub lapsed: bool,
}

/// What a promise calls for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// The owner is to be asked.
    Ask,
    /// The next person is to be called.
    Lapse,
}

impl Promise {
    /// A promise given now.
    pub fn new(now: Timestamp) -> Self {
        Self { signed_at: now, renewed: 0, asked: false, lapsed: false }
    }

    /// What it calls for next, and when; nothing once others are being called.
    pub fn next(&self, terms: &Terms) -> Option<(Timestamp, Due)> {
        match (self.lapsed, self.asked) {
            (true, _) => None,
            (false, false) => Some((self.signed_at.plus_s(terms.ask_after_s), Due::Ask)),
            (false, true) => Some((self.signed_at.plus_s(terms.lapse_after_s), Due::Lapse)),
        }
    }

    /// Does what is due; the question, and the call, once each.
    pub fn fall_due(&mut self, due: Due) {
        match due {
            Due::Ask => self.asked = true,
            Due::Lapse => self.lapsed = true,
        }
    }

    /// A sign from the owner's chat; `false` if it no longer counts. Before the owner is asked it
    /// uses nothing up, and moves nothing.
    pub fn renew(&mut self, terms: &Terms, now: Timestamp) -> bool {
        if !self.asked && !self.lapsed {
            return true;
        }
        if !self.can_renew(terms) {
            return false;
        }
        *self = Self { renewed: self.renewed + 1, ..Self::new(now) };
        true
    }

    /// A sign by the owner's own key, made at this moment; `false` if a later one is known. It counts
    /// without limit: it uses up none of the chat's, and gives none back. Whom somebody's word has
    /// called beside the owner it sends away no more than silence does: that takes a word too.
    pub fn renew_by_key(&mut self, at: Timestamp, called_by_word: bool) -> bool {
        if at <= self.signed_at {
            return false;
        }
        let called = self.lapsed && called_by_word;
        *self = Self { signed_at: at, renewed: self.renewed, asked: called, lapsed: called };
        true
    }

    /// Whether a sign from the owner's chat still counts.
    pub fn can_renew(&self, terms: &Terms) -> bool {
        self.renewed < terms.renewals
    }

    /// Another member has spoken with the owner.
    pub fn vouch(&mut self, now: Timestamp) {
        *self = Self::new(now);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TERMS: Terms = Terms { ask_after_s: 600, lapse_after_s: 900, renewals: 2 };
    const NOW: Timestamp = Timestamp::from_millis(1_000_000);

    #[test]
    fn the_owner_is_asked_and_then_others_are_called() {
        let mut promise = Promise::new(NOW);
        assert_eq!(promise.next(&TERMS), Some((NOW.plus_s(600), Due::Ask)));
        promise.fall_due(Due::Ask);
        assert_eq!(promise.next(&TERMS), Some((NOW.plus_s(900), Due::Lapse)));
        promise.fall_due(Due::Lapse);
        assert_eq!(promise.next(&TERMS), None);
    }

    #[test]
    fn from_one_chat_alone_it_lasts_three_times_the_term_and_no_longer() {
        let mut promise = Promise::new(NOW);
        let mut now = NOW;
        // Whoever holds the chat signs as late as they can.
        while let Some((at, due)) = promise.next(&TERMS) {
            now = at;
            if due == Due::Lapse && promise.renew(&TERMS, now.plus_ms(-1)) {
                continue;
            }
            promise.fall_due(due);
        }
        let minutes = now.since(NOW) / 60_000;
        assert!((44..=45).contains(&minutes), "{minutes} min");
        assert!(!promise.renew(&TERMS, now));
    }

    #[test]
    fn another_members_word_begins_it_anew() {
        let mut promise = Promise { renewed: 2, asked: true, lapsed: true, signed_at: NOW };
        promise.vouch(NOW.plus_s(5));
        assert_eq!(promise, Promise::new(NOW.plus_s(5)));
        assert!(promise.renew(&TERMS, NOW.plus_s(6)));
        assert_eq!(promise, Promise::new(NOW.plus_s(5)), "before the question it uses nothing up");
    }

    /// Everything that comes due until `end`, from the moment of the last sign; how often others
    /// were called.
    fn plays_until(promise: &mut Promise, end: Timestamp) -> usize {
        let mut lapses = 0;
        while let Some((_, due)) = promise.next(&TERMS).filter(|(at, _)| *at <= end) {
            promise.fall_due(due);
            lapses += usize::from(due == Due::Lapse);
        }
        lapses
    }

    #[test]
    fn by_the_key_it_lasts_a_whole_night_and_takes_nothing_from_the_chat() {
        let mut promise = Promise::new(NOW);
        let mut now = NOW;
        for _ in 0..60 {
            now = now.plus_s(14 * 60);
            assert_eq!(plays_until(&mut promise, now), 0, "{} min", now.since(NOW) / 60_000);
            assert!(promise.renew_by_key(now, false));
        }
        assert_eq!(promise, Promise::new(now));
        // The key is gone: the chat has its two signs, and then others are called.
        for _ in 0..TERMS.renewals {
            now = now.plus_s(14 * 60);
            assert_eq!(plays_until(&mut promise, now), 0);
            assert!(promise.renew(&TERMS, now));
        }
        now = now.plus_s(14 * 60);
        plays_until(&mut promise, now);
        assert!(!promise.renew(&TERMS, now));
        assert!(promise.renew_by_key(now, false), "the key still counts");
        assert_eq!((promise.renewed, promise.asked), (2, false), "and gives the chat none back");
    }

    #[test]
    fn the_key_ends_what_silence_has_begun_and_no_call_of_a_colleague() {
        let lapsed = Promise { asked: true, lapsed: true, ..Promise::new(NOW) };
        let mut quiet = lapsed.clone();
        assert!(quiet.renew_by_key(NOW.plus_s(1), false));
        assert_eq!(quiet, Promise::new(NOW.plus_s(1)));
        let mut called = lapsed.clone();
        assert!(called.renew_by_key(NOW.plus_s(1), true));
        assert_eq!(called, Promise { signed_at: NOW.plus_s(1), ..lapsed });
        let mut asked = Promise { asked: true, ..Promise::new(NOW) };
        assert!(asked.renew_by_key(NOW.plus_s(1), true));
        assert_eq!(asked, Promise::new(NOW.plus_s(1)), "nobody was called");
    }

    proptest! {
        /// Whatever came before, in whatever order: the last sign never moves back, and what was
        /// signed before it, or is shown once more, changes nothing.
        #[test]
        fn no_earlier_or_second_showing_of_a_signature_counts(
            renewed in 0_i64..4, asked: bool, lapsed: bool, word: bool,
            moments in proptest::collection::vec(-2_000_i64..2_000, 1..20),
        ) {
            let mut promise = Promise { signed_at: NOW, renewed, asked: asked || lapsed, lapsed };
            for at in moments {
                let before = promise.clone();
                let at = NOW.plus_s(at);
                let counts = promise.renew_by_key(at, word);
                prop_assert_eq!(counts, at > before.signed_at);
                prop_assert_eq!(promise.signed_at, before.signed_at.max(at));
                prop_assert_eq!(promise.renewed, renewed);
                prop_assert_eq!(promise.lapsed, before.lapsed && (word || !counts));
                let after = promise.clone();
                prop_assert!(!promise.renew_by_key(at, word));
                prop_assert_eq!(&promise, &after);
            }
        }
    }
}

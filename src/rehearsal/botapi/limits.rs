//! Telegram's rates: token buckets per chat and overall, with a penalty that grows.

use std::collections::HashMap;

use habeas_core::domain::Timestamp;

/// Messages a private chat may get at once before one a second is the rule.
const CHAT_BURST: f64 = 3.0;
/// Messages per second in one private chat.
const CHAT_PER_S: f64 = 1.0;
/// Messages a group may get at once, and in a minute.
const GROUP_BURST: f64 = 20.0;
/// Messages per second in one group.
const GROUP_PER_S: f64 = 20.0 / 60.0;
/// Messages per second over all chats, and how many of them at once.
const OVERALL_PER_S: f64 = 30.0;
/// The longest time that an eager bot is sent away for, in seconds.
const LONGEST_PENALTY_S: i64 = 60;

/// One bucket and what it holds against a bot that does not wait.
#[derive(Debug)]
struct Bucket {
    tokens: f64,
    filled_at: Timestamp,
    burst: f64,
    per_s: f64,
    /// Nothing passes before this moment.
    shut_until: Timestamp,
    /// Refusals since the last message that passed.
    strikes: u32,
}

impl Bucket {
    fn new(now: Timestamp, burst: f64, per_s: f64) -> Self {
        Self { tokens: burst, filled_at: now, burst, per_s, shut_until: now, strikes: 0 }
    }

    fn fill(&mut self, now: Timestamp) {
        #[expect(clippy::cast_precision_loss, reason = "hours in milliseconds are exact in f64")]
        let passed_s = now.since(self.filled_at) as f64 / 1000.0;
        self.tokens = (self.tokens + passed_s * self.per_s).min(self.burst);
        self.filled_at = now;
    }

    fn is_open(&self, now: Timestamp) -> bool {
        self.tokens >= 1.0 && now >= self.shut_until
    }

    /// Refuses and shuts: for the time until a token is there, doubled with each strike.
    fn refuse(&mut self, now: Timestamp) -> i64 {
        let missing_s = ((1.0 - self.tokens) / self.per_s).ceil().max(1.0);
        #[expect(clippy::cast_possible_truncation, reason = "at most a few seconds")]
        let wait_s = (missing_s as i64) << self.strikes.min(6);
        let wait_s = wait_s.min(LONGEST_PENALTY_S);
        self.strikes = self.strikes.saturating_add(1);
        self.shut_until = self.shut_until.max(now.plus_s(wait_s));
        (self.shut_until.since(now) + 999) / 1000
    }

    fn take(&mut self) {
        self.tokens -= 1.0;
        self.strikes = 0;
    }
}

/// The rates of one bot. Sends and edits pass through here; deletes and answers to taps do not.
#[derive(Debug)]
pub(super) struct Limits {
    overall: Bucket,
    chats: HashMap<i64, Bucket>,
}

impl Limits {
    /// Full buckets.
    pub fn new(now: Timestamp) -> Self {
        Self { overall: Bucket::new(now, OVERALL_PER_S, OVERALL_PER_S), chats: HashMap::new() }
    }

    /// Counts one message or edit.
    ///
    /// # Errors
    ///
    /// The seconds to wait before the next try.
    pub fn take(&mut self, chat: i64, now: Timestamp) -> Result<(), i64> {
        let is_group = chat < 0;
        let (burst, per_s) =
            if is_group { (GROUP_BURST, GROUP_PER_S) } else { (CHAT_BURST, CHAT_PER_S) };
        let chat = self.chats.entry(chat).or_insert_with(|| Bucket::new(now, burst, per_s));
        chat.fill(now);
        self.overall.fill(now);
        if !chat.is_open(now) {
            return Err(chat.refuse(now));
        }
        if !self.overall.is_open(now) {
            return Err(self.overall.refuse(now));
        }
        chat.take();
        self.overall.take();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Timestamp = Timestamp::from_millis(0);

    #[test]
    fn a_chat_takes_a_short_burst_and_then_one_a_second() {
        let mut limits = Limits::new(START);
        for _ in 0..3 {
            assert_eq!(limits.take(1, START), Ok(()));
        }
        assert_eq!(limits.take(1, START), Err(1));
        assert_eq!(limits.take(2, START), Ok(()), "another chat is not touched");
        assert_eq!(limits.take(1, START.plus_s(1)), Ok(()));
        assert_eq!(limits.take(1, START.plus_ms(1001)), Err(1));
    }

    #[test]
    fn the_penalty_grows_for_a_bot_that_does_not_wait() {
        let mut limits = Limits::new(START);
        for _ in 0..3 {
            assert_eq!(limits.take(1, START), Ok(()));
        }
        let waits: Vec<_> = (0..8).map(|_| limits.take(1, START).unwrap_err()).collect();
        assert_eq!(waits, [1, 2, 4, 8, 16, 32, 60, 60]);
        assert_eq!(limits.take(1, START.plus_s(59)), Err(60), "and trying early is punished");
        assert_eq!(limits.take(1, START.plus_s(119)), Ok(()));
    }

    #[test]
    fn a_group_gets_twenty_a_minute() {
        let mut limits = Limits::new(START);
        for _ in 0..20 {
            assert_eq!(limits.take(-5, START), Ok(()));
        }
        assert_eq!(limits.take(-5, START), Err(3));
    }

    #[test]
    fn all_chats_together_get_thirty_a_second() {
        let mut limits = Limits::new(START);
        for chat in 1..=30 {
            assert_eq!(limits.take(chat, START), Ok(()));
        }
        assert_eq!(limits.take(31, START), Err(1));
        assert_eq!(limits.take(31, START.plus_s(1)), Ok(()));
    }
}

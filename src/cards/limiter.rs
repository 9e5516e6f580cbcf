//! Telegram's limits, kept on our side: a bucket per chat, one for all, pauses after a 429.
//!
//! "My bot is hitting limits" (Telegram's bot FAQ): about one message a second in a chat with
//! short bursts, about thirty a second over all; edits share them.

use std::collections::HashMap;

use habeas_core::domain::Timestamp;

/// How many messages a chat may get at once after a pause.
const BURST: i64 = 3;
/// So many chats refused within a second: the bot itself is limited (S6).
const CHATS_FOR_GLOBAL: usize = 3;
/// How long the rest is slowed then.
const GLOBAL_PAUSE_MS: i64 = 2000;

/// The limiter; times are milliseconds of the clock it is given.
#[derive(Debug)]
pub struct Limiter {
    /// A little more than the limit asks for: messages do not all take equally long to arrive.
    chat_interval_ms: i64,
    interval_ms: i64,
    burst_all: i64,
    chats: HashMap<Vec<u8>, Chat>,
    next_all_ms: i64,
    refused: Vec<(Vec<u8>, i64)>,
    slow_until_ms: i64,
}

#[derive(Debug, Default, Clone, Copy)]
struct Chat {
    /// Theoretical time of the next message (generic cell rate).
    next_ms: i64,
    paused_until_ms: i64,
}

impl Limiter {
    /// A limiter with so many messages a second per chat and over all.
    pub fn new(per_chat_per_s: i64, per_s: i64) -> Self {
        let per_s = per_s.max(1);
        Self {
            chat_interval_ms: 1050 / per_chat_per_s.max(1),
            interval_ms: (1000 / per_s).max(0),
            burst_all: per_s,
            chats: HashMap::new(),
            next_all_ms: 0,
            refused: vec![],
            slow_until_ms: 0,
        }
    }

    /// When a message to this chat may go out, with so many `promised` to others that are not yet
    /// counted; not later than `now` means at once. Pages pass what slows the rest.
    pub fn ready_at(&self, chat: &[u8], page: bool, promised: i64, now: Timestamp) -> Timestamp {
        let now_ms = now.as_millis();
        let of_chat = self.chats.get(chat).copied().unwrap_or_default();
        let burst = (BURST - 1) * self.chat_interval_ms;
        let chat_at = of_chat.paused_until_ms.max(of_chat.next_ms - burst);
        let next_all_ms = match promised {
            0 => self.next_all_ms,
            _ => self.next_all_ms.max(now_ms) + promised * self.interval_ms,
        };
        let all_at = next_all_ms - (self.burst_all - 1) * self.interval_ms;
        let at = if page { chat_at } else { chat_at.max(all_at).max(self.slow_until_ms) };
        Timestamp::from_millis(at.max(now_ms))
    }

    /// Counts a message that goes out now.
    pub fn took(&mut self, chat: &[u8], now: Timestamp) {
        let now_ms = now.as_millis();
        let interval = self.chat_interval_ms;
        let of_chat = self.chats.entry(chat.to_vec()).or_default();
        of_chat.next_ms = of_chat.next_ms.max(now_ms) + interval;
        self.next_all_ms = self.next_all_ms.max(now_ms) + self.interval_ms;
        if self.chats.len() > 10_000 {
            let idle = now_ms - 60_000;
            self.chats.retain(|_, c| c.next_ms > idle || c.paused_until_ms > now_ms);
        }
    }

    /// A 429: this chat waits (S5); if three chats are refused within a second, the rest slows
    /// and pages go on (S6).
    pub fn refused(&mut self, chat: &[u8], wait_s: i64, now: Timestamp) {
        let now_ms = now.as_millis();
        self.chats.entry(chat.to_vec()).or_default().paused_until_ms = now_ms + wait_s * 1000;
        self.refused.retain(|(c, at)| now_ms - at < 1000 && c != chat);
        self.refused.push((chat.to_vec(), now_ms));
        if self.refused.len() >= CHATS_FOR_GLOBAL {
            self.slow_until_ms = now_ms + GLOBAL_PAUSE_MS;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_000_000);

    #[test]
    fn a_chat_gets_a_burst_and_then_a_little_less_than_one_a_second() {
        let mut limiter = Limiter::new(1, 30);
        for _ in 0..BURST {
            assert_eq!(limiter.ready_at(b"a", false, 0, NOW), NOW);
            limiter.took(b"a", NOW);
        }
        assert_eq!(limiter.ready_at(b"a", false, 0, NOW), NOW.plus_ms(1050));
        assert_eq!(limiter.ready_at(b"b", false, 0, NOW), NOW);
    }

    #[test]
    fn a_429_in_one_chat_delays_no_other() {
        let mut limiter = Limiter::new(1, 30);
        limiter.refused(b"a", 7, NOW);
        assert_eq!(limiter.ready_at(b"a", true, 0, NOW), NOW.plus_s(7));
        assert_eq!(limiter.ready_at(b"b", false, 0, NOW), NOW);
    }

    #[test]
    fn three_chats_refused_at_once_slow_the_rest_and_not_pages() {
        let mut limiter = Limiter::new(1, 30);
        for chat in [b"a", b"b", b"c"] {
            limiter.refused(chat, 1, NOW);
        }
        assert!(limiter.ready_at(b"d", false, 0, NOW) > NOW);
        assert_eq!(limiter.ready_at(b"d", true, 0, NOW), NOW);
    }

    #[test]
    fn all_chats_together_stay_under_the_overall_rate() {
        let mut limiter = Limiter::new(1, 30);
        let mut at = NOW;
        for chat in 0..60_u32 {
            at = limiter.ready_at(&chat.to_be_bytes(), false, 0, at);
            limiter.took(&chat.to_be_bytes(), at);
        }
        assert!(at.since(NOW) >= 900, "{} ms", at.since(NOW));
    }

    #[test]
    fn what_is_promised_in_one_round_counts_against_the_overall_rate() {
        let limiter = Limiter::new(1, 30);
        assert_eq!(limiter.ready_at(b"a", false, 29, NOW), NOW);
        assert!(limiter.ready_at(b"a", false, 30, NOW) > NOW);
        assert_eq!(limiter.ready_at(b"a", true, 30, NOW), NOW, "a page goes all the same");
    }
}

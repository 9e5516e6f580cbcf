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
/// How long the rest waits then, if no longer time was said.
const GLOBAL_PAUSE_MS: i64 = 2000;

/// The limiter; times are milliseconds of the clock it is given.
#[derive(Debug)]
pub struct Limiter {
    /// A little more than the limit asks for, in a chat and over all: messages do not all take
    /// equally long to arrive.
    chat_interval_ms: i64,
    interval_ms: i64,
    /// Less than Telegram takes at once: pages pass without waiting for the rest.
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
            interval_ms: 1050 / per_s,
            burst_all: (per_s * 4 / 5).max(1),
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

    /// A 429: this chat waits (S5); if three chats are refused within a second, the rest waits as
    /// long, and pages go on (S6).
    pub fn refused(&mut self, chat: &[u8], wait_s: i64, now: Timestamp) {
        let now_ms = now.as_millis();
        self.chats.entry(chat.to_vec()).or_default().paused_until_ms = now_ms + wait_s * 1000;
        self.refused.retain(|(c, at)| now_ms - at < 1000 && c != chat);
        self.refused.push((chat.to_vec(), now_ms));
        if self.refused.len() >= CHATS_FOR_GLOBAL {
            let until_ms = now_ms + GLOBAL_PAUSE_MS.max(wait_s * 1000);
            self.slow_until_ms = self.slow_until_ms.max(until_ms);
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

    /// Telegram counts when a message arrives, which is not when it was sent, and counts pages too,
    /// for which nobody waits here. Who is refused once is sent away for longer each time.
    #[test]
    fn what_arrives_sooner_or_later_than_it_was_sent_is_never_too_much() {
        let mut limiter = Limiter::new(1, 30);
        let mut arrivals = vec![];
        let mut at = NOW;
        for n in 0..600_u32 {
            let (chat, page) = (n.to_be_bytes(), n % 100 == 7);
            at = limiter.ready_at(&chat, page, 0, at);
            limiter.took(&chat, at);
            arrivals.push(at.as_millis() + i64::from(n * 37 % 60));
        }
        arrivals.sort_unstable();
        let (mut tokens, mut filled) = (30_000, arrivals[0]);
        for at in arrivals {
            tokens = (tokens + (at - filled) * 30).min(30_000);
            filled = at;
            assert!(tokens >= 1000, "refused {} ms after the first", at - NOW.as_millis());
            tokens -= 1000;
        }
        let all_s = at.since(NOW) / 1000;
        assert!((19..=22).contains(&all_s), "and no slower than need be: {all_s} s");
    }

    #[test]
    fn who_is_refused_over_all_is_waited_for_as_long_as_is_said() {
        let mut limiter = Limiter::new(1, 30);
        for chat in [b"a", b"b", b"c"] {
            limiter.refused(chat, 9, NOW);
        }
        assert_eq!(limiter.ready_at(b"d", false, 0, NOW), NOW.plus_s(9));
        assert_eq!(limiter.ready_at(b"d", true, 0, NOW), NOW, "a page is tried all the same");
    }

    #[test]
    fn what_is_promised_in_one_round_counts_against_the_overall_rate() {
        let limiter = Limiter::new(1, 30);
        assert_eq!(limiter.ready_at(b"a", false, 23, NOW), NOW);
        assert!(limiter.ready_at(b"a", false, 24, NOW) > NOW);
        assert_eq!(limiter.ready_at(b"a", true, 24, NOW), NOW, "a page goes all the same");
    }
}

//! A bot's queue of updates: ascending ids, confirmed only by an offset, forgotten with age.

use std::collections::VecDeque;
use std::sync::Arc;

use habeas_core::domain::Timestamp;
use serde_json::Value;

/// How long an unconfirmed message is kept, in milliseconds: 24 h.
const MESSAGE_KEPT_MS: i64 = 24 * 3_600_000;
/// How long an unconfirmed tap is kept, in milliseconds: 150 s.
pub(super) const TAP_KEPT_MS: i64 = 150_000;
/// After so long without an update the next id is random: a week, in milliseconds.
const QUIET_MS: i64 = 7 * 24 * 3_600_000;
/// An offset further ahead than this is not believed.
const AHEAD: i64 = 10;
/// An offset further behind than this is not believed.
const BEHIND: i64 = 100_000;

/// One update as it is delivered, with its `update_id` inside.
#[derive(Debug, Clone)]
struct Queued {
    id: i64,
    expires: Timestamp,
    update: Arc<Value>,
}

/// The queue of one bot.
#[derive(Debug)]
pub(super) struct Queue {
    events: VecDeque<Queued>,
    /// The id of the next update.
    tail: i64,
    last_at: Timestamp,
    jumps: u64,
    seed: u64,
}

impl Queue {
    /// An empty queue whose first id is drawn from `seed`.
    pub fn new(seed: u64, now: Timestamp) -> Self {
        let mut queue = Self { events: VecDeque::new(), tail: 0, last_at: now, jumps: 0, seed };
        queue.tail = 400_000_000 + queue.draw(200_000_000);
        queue
    }

    /// The number of updates that wait.
    pub fn len(&self) -> usize {
        self.events.len()
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.events.clear();
    }

    /// Puts an update (an object with one kind in it) at the end, `copies` times: each under an
    /// id of its own, or all under the same one. Returns the first id.
    pub fn push(&mut self, update: &Value, now: Timestamp, copies: Copies) -> i64 {
        self.jump_if_quiet(now);
        let kept =
            if update.get("callback_query").is_some() { TAP_KEPT_MS } else { MESSAGE_KEPT_MS };
        let first = self.tail;
        let count = if copies == Copies::One { 1 } else { 2 };
        for copy in 0..count {
            if copy == 0 || copies == Copies::OwnIds {
                self.tail += 1;
            }
            let id = self.tail - 1;
            let mut whole = serde_json::Map::new();
            whole.insert("update_id".to_owned(), id.into());
            if let Some(kinds) = update.as_object() {
                let kinds = kinds.iter().filter(|(name, _)| *name != "update_id");
                whole.extend(kinds.map(|(name, value)| (name.clone(), value.clone())));
            }
            let update = Arc::new(Value::Object(whole));
            self.events.push_back(Queued { id, expires: now.plus_ms(kept), update });
        }
        first
    }

    /// Where a poll with this offset starts to look; `None`: at the head, confirming nothing.
    ///
    /// Negative offsets count from the end; one far ahead or far behind is not believed.
    pub fn start(&self, offset: Option<i64>) -> Option<i64> {
        let head = self.events.front().map_or(self.tail, |event| event.id);
        match offset {
            None | Some(0) => None,
            Some(back) if back < 0 => Some(self.tail.saturating_add(back).max(head)),
            Some(from) if from > self.tail + AHEAD || from < head - BEHIND => None,
            Some(from) => Some(from),
        }
    }

    /// Confirms all that comes before `from` and returns at most `limit` of the rest.
    pub fn take(&mut self, from: Option<i64>, limit: usize, now: Timestamp) -> Vec<Arc<Value>> {
        if let Some(from) = from {
            while self.events.front().is_some_and(|event| event.id < from) {
                self.events.pop_front();
            }
        }
        let mut updates = Vec::new();
        let mut found_old = false;
        for event in &self.events {
            if event.expires <= now {
                found_old = true;
            } else if updates.len() < limit {
                updates.push(Arc::clone(&event.update));
            } else {
                break;
            }
        }
        if found_old {
            self.events.retain(|event| event.expires > now);
        }
        updates
    }

    /// After a week without updates the next id is chosen anew: first lower, then higher, and so
    /// on in turn.
    fn jump_if_quiet(&mut self, now: Timestamp) {
        let quiet = now.since(self.last_at) >= QUIET_MS;
        self.last_at = now;
        if !quiet {
            return;
        }
        self.events.retain(|event| event.expires > now);
        if !self.events.is_empty() {
            return;
        }
        let distance = 1_000 + self.draw(100_000_000);
        let down = self.jumps.is_multiple_of(2) && self.tail > 2 * distance;
        self.tail = if down { self.tail - distance } else { self.tail + distance };
        self.jumps += 1;
    }

    /// A number below `bound`, from the seed (SplitMix64).
    fn draw(&mut self, bound: i64) -> i64 {
        self.seed = self.seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.seed;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        let bits = i64::try_from((mixed ^ (mixed >> 31)) >> 1).expect("63 bits fit");
        bits % bound
    }
}

/// How often an update is queued.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Copies {
    /// Once.
    One,
    /// Twice, each under an id of its own.
    OwnIds,
    /// Twice under the same id.
    SameId,
}

#[cfg(test)]
#[path = "queue_tests.rs"]
mod tests;

//! The stop-watch.

use std::time::Instant;

/// The present moment.
#[expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]
pub fn now() -> Instant {
    Instant::now()
}

/// Microseconds from `then` to now.
pub fn us_since(then: Instant) -> u64 {
    u64::try_from(now().duration_since(then).as_micros()).unwrap_or(u64::MAX)
}

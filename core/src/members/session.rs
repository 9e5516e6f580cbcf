//! How long somebody who signed in stays in.

use crate::domain::Timestamp;

/// Nothing asked for so long, in seconds: signed out.
pub const IDLE_S: i64 = 15 * 60;
/// The same for whoever has an open critical case.
pub const IDLE_CRITICAL_S: i64 = 2 * 3600;
/// And never longer than this, in seconds.
pub const LONGEST_S: i64 = 8 * 3600;

/// Until when somebody stays in who signed in and was seen last at these moments.
pub fn ends_at(opened: Timestamp, seen: Timestamp, has_critical: bool) -> Timestamp {
    let idle = if has_critical { IDLE_CRITICAL_S } else { IDLE_S };
    seen.plus_s(idle).min(opened.plus_s(LONGEST_S))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn idle_ends_it_sooner_and_eight_hours_end_it_in_any_case() {
        let at = |minutes: i64| Timestamp::from_millis(minutes * 60_000);
        assert_eq!(ends_at(at(0), at(0), false), at(15));
        assert_eq!(ends_at(at(0), at(10), false), at(25));
        assert_eq!(ends_at(at(0), at(10), true), at(130));
        assert_eq!(ends_at(at(0), at(479), false), at(480));
        assert_eq!(ends_at(at(0), at(479), true), at(480));
    }
}

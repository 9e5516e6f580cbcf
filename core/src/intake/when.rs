//! "When?": which answers ask for a time, and what moment a tap stands for.

use crate::domain::Timestamp;

/// One hour in milliseconds.
const HOUR: i64 = 3_600_000;

/// The timeline key that an answer asks for, if any.
///
/// Hearing: `hearing_soon`, `extradition_pending`; decision: `expulsion_decided`,
/// `removal_without_court`, `extradition_final`; flight: a ticket, or on the way to the airport.
pub fn key_after(fact: &str, value: &str) -> Option<&'static str> {
    match (fact, value) {
        ("removal_sign", "ticket_or_flight" | "taken_to_airport_or_border") => Some("flight_at"),
        ("court_stage", "hearing_soon" | "extradition_pending") => Some("hearing_at"),
        ("court_stage", "expulsion_decided" | "removal_without_court" | "extradition_final") => {
            Some("decision_at")
        }
        ("time_to_leave", "hours" | "days" | "weeks") => Some("leave_by_at"),
        _ => None,
    }
}

/// The fact whose answer asks for this timeline key.
pub fn asked_by(key: &str) -> Option<&'static str> {
    match key {
        "flight_at" => Some("removal_sign"),
        "hearing_at" | "decision_at" => Some("court_stage"),
        "leave_by_at" => Some("time_to_leave"),
        _ => None,
    }
}

/// Whether the moment lies behind.
pub fn is_past(key: &str) -> bool {
    key == "decision_at"
}

/// The taps, in order; the last is "I don't know".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Within 3 hours; taken as 1.5 hours away.
    ThreeHours,
    /// Later (or earlier) today; taken as 6 hours away.
    Today,
    /// Tomorrow (or yesterday); taken as 18 hours away.
    NextDay,
    /// In (or before) a number of days, chosen on a second screen.
    Days,
    /// "I don't know".
    Unknown,
}

impl When {
    /// Every tap, in the order of the buttons.
    pub const ALL: [Self; 5] =
        [Self::ThreeHours, Self::Today, Self::NextDay, Self::Days, Self::Unknown];

    /// The name in locale keys.
    pub fn name(self) -> &'static str {
        match self {
            Self::ThreeHours => "three-hours",
            Self::Today => "today",
            Self::NextDay => "next-day",
            Self::Days => "days",
            Self::Unknown => "unknown",
        }
    }

    /// The moment this tap stands for; `None` for "I don't know" and before a number is chosen.
    pub fn moment(self, past: bool, now: Timestamp) -> Option<Timestamp> {
        let hours = match self {
            Self::ThreeHours => 3 * HOUR / 2,
            Self::Today => 6 * HOUR,
            Self::NextDay => 18 * HOUR,
            Self::Days | Self::Unknown => return None,
        };
        Some(now.plus_ms(if past { -hours } else { hours }))
    }
}

/// The numbers of days to choose from.
pub const DAYS: [u16; 9] = [2, 3, 4, 5, 6, 7, 10, 14, 30];

/// The moment so many days away.
pub fn in_days(days: u16, past: bool, now: Timestamp) -> Timestamp {
    let ms = i64::from(days) * 24 * HOUR;
    now.plus_ms(if past { -ms } else { ms })
}

/// The middle of a `detained_ago` range, in milliseconds before now (vocabulary, `hours_left`
/// step 5). `None` where there is no such time.
pub fn middle_of(detained_ago: &str) -> Option<i64> {
    match detained_ago {
        "lt_1h" => Some(HOUR / 2),
        "1_6h" => Some(7 * HOUR / 2),
        "6_24h" => Some(15 * HOUR),
        "1_3d" => Some(48 * HOUR),
        "gt_3d" => Some(96 * HOUR),
        _ => None,
    }
}

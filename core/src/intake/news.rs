//! What is new, by one tap: each is written like an answer and judged at once.

use crate::domain::{FactValue, Report, Timestamp};

/// What has happened since.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// Nothing has changed.
    StillHeld,
    /// Before a court.
    InCourt,
    /// Being driven somewhere.
    Driven,
    /// At the airport.
    AtAirport,
    /// On the plane.
    OnPlane,
    /// The reporter has lost contact.
    NoContact,
    /// The reporter has seen or heard that the person is free.
    Free,
    /// Officials say so, and nobody has seen it: it never lowers.
    TheySayFree,
    /// A call for help was a mistake: a person looks all the same.
    Mistake,
}

impl News {
    /// All, in the order of the buttons.
    pub const ALL: [Self; 9] = [
        Self::StillHeld,
        Self::InCourt,
        Self::Driven,
        Self::AtAirport,
        Self::OnPlane,
        Self::NoContact,
        Self::Free,
        Self::TheySayFree,
        Self::Mistake,
    ];

    /// The word in keys of texts and in entries.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::StillHeld => "still-held",
            Self::InCourt => "in-court",
            Self::Driven => "driven",
            Self::AtAirport => "at-airport",
            Self::OnPlane => "on-plane",
            Self::NoContact => "no-contact",
            Self::Free => "free",
            Self::TheySayFree => "they-say-free",
            Self::Mistake => "mistake",
        }
    }

    /// Whether it would have the person free, or farther from being out of reach than is known.
    pub fn takes_away(self, report: &Report) -> bool {
        let known = nearness(report.facts.code("where_now"));
        self.sets().iter().any(|(key, code)| {
            *key == "where_now" && (is_free(Some(code)) || nearness(Some(code)) < known)
        })
    }

    /// The facts that it sets (`config/interview.toml` has their codes).
    pub const fn sets(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::StillHeld | Self::Mistake => &[],
            Self::InCourt => &[("where_now", "court")],
            Self::Driven => &[("where_now", "vehicle_moving")],
            Self::AtAirport => &[("where_now", "airport")],
            Self::OnPlane => &[("where_now", "aircraft")],
            Self::NoContact => &[("contact", "lost")],
            Self::Free => &[("where_now", "released")],
            Self::TheySayFree => &[("where_now", "released_per_officials")],
        }
    }
}

/// What was said of a place for less than so long ago counts as said: back and forth rings once.
const SAID_MS: i64 = 600_000;

/// Whether the person is nearer to being out of reach than anything said a moment ago: a rise is
/// told to whoever has the case. So is being held anew, after being free.
pub fn is_nearer(before: &Report, after: &Report, now: Timestamp) -> bool {
    let (was, is) = (before.facts.code("where_now"), after.facts.code("where_now"));
    let said =
        before.superseded.iter().filter(|s| s.key == "where_now" && now.since(s.at) < SAID_MS);
    let place = |value: &FactValue| match value {
        FactValue::One(code) => nearness(Some(code)),
        _ => 0,
    };
    let nearest = said.map(|s| place(&s.value)).max().unwrap_or(0).max(nearness(was));
    let held_anew = is_free(was) && !is_free(is) && is.is_some_and(|is| is != "unknown");
    nearness(is) > nearest || held_anew
}

fn is_free(place: Option<&str>) -> bool {
    matches!(place, Some("released" | "not_detained"))
}

/// How near a place is to the irreversible step.
fn nearness(place: Option<&str>) -> u8 {
    match place {
        Some("receiving_state") => 4,
        Some("aircraft") => 3,
        Some("airport" | "border_crossing") => 2,
        Some("vehicle_moving" | "taken_place_unknown" | "military_site") => 1,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Facts;

    #[test]
    fn what_takes_danger_away_is_told_from_what_adds_to_it() {
        let mut report = Report::default();
        let at = FactValue::One("airport".to_owned());
        assert!(report.facts.set("where_now", at).is_ok());
        let takes: Vec<News> = News::ALL.into_iter().filter(|n| n.takes_away(&report)).collect();
        assert_eq!(takes, [News::InCourt, News::Driven, News::Free, News::TheySayFree]);
        let takes = News::ALL.into_iter().filter(|n| n.takes_away(&Report::default()));
        assert_eq!(takes.collect::<Vec<_>>(), [News::Free], "from a place that is not known");
    }

    #[test]
    fn every_news_sets_facts_of_the_vocabulary() {
        for news in News::ALL {
            for (key, value) in news.sets() {
                let value = crate::domain::FactValue::One((*value).to_owned());
                assert!(Facts::default().set(key, value).is_ok(), "{news:?}");
            }
        }
    }
}

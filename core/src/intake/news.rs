//! What is new, by one tap: each is written like an answer and judged at once.

use super::answers;
use crate::domain::{FactValue, Report, Superseded, Timestamp};

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
        takes_away(report, self.sets().iter().copied())
    }

    /// Whether it says that the person is held.
    pub const fn says_held(self) -> bool {
        matches!(
            self,
            Self::StillHeld | Self::InCourt | Self::Driven | Self::AtAirport | Self::OnPlane
        )
    }

    /// The facts that it sets in this report: who is still held is where they were held last.
    pub fn pairs(self, report: &Report) -> Vec<(String, String)> {
        let held_anew = self == Self::StillHeld && is_free(report.facts.code("where_now"));
        let last = held_anew.then(|| ("where_now".to_owned(), last_held(report)));
        let sets = self.sets().iter().map(|(key, code)| ((*key).to_owned(), (*code).to_owned()));
        sets.chain(last).collect()
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

/// Whether what is set would have the person free, or farther from being out of reach than is
/// known.
pub fn takes_away<'a>(report: &Report, sets: impl IntoIterator<Item = (&'a str, &'a str)>) -> bool {
    let known = nearness(report.facts.code("where_now"));
    sets.into_iter().any(|(key, code)| {
        key == "where_now" && (is_free(Some(code)) || nearness(Some(code)) < known)
    })
}

/// What was said of a place for less than so long ago counts as said: back and forth rings once.
const SAID_MS: i64 = 600_000;

/// Whether the person is nearer to being out of reach than anything said a moment ago: a rise is
/// told to whoever has the case. So is being held anew, after being free.
pub fn is_nearer(before: &Report, after: &Report, now: Timestamp) -> bool {
    let (was, is) = (before.facts.code("where_now"), after.facts.code("where_now"));
    let lately = |s: &&Superseded| s.key == "where_now" && now.is_within_ms(s.at, SAID_MS);
    let said = before.superseded.iter().filter(lately);
    let place = |value: &FactValue| match value {
        FactValue::One(code) => nearness(Some(code)),
        _ => 0,
    };
    let nearest = said.map(|s| place(&s.value)).max().unwrap_or(0).max(nearness(was));
    let held_anew = is_free(was) && !is_free(is) && is.is_some_and(|is| is != "unknown");
    nearness(is) > nearest || held_anew
}

/// Whoever was said to be free is held where they were held last.
pub fn take_free_back(report: &mut Report, now: Timestamp) {
    let pairs = News::StillHeld.pairs(report);
    answers::set_pairs(report, &pairs, now);
}

/// Where the person was held before they were said to be free.
fn last_held(report: &Report) -> String {
    let places = report.superseded.iter().filter(|s| s.key == "where_now");
    let codes = places.filter_map(|s| match &s.value {
        FactValue::One(code) => Some((s.at, code)),
        _ => None,
    });
    let held = codes.filter(|(_, code)| !NOT_HELD.contains(&code.as_str()));
    let last = held.max_by_key(|(at, _)| *at).map(|(_, code)| code.clone());
    last.unwrap_or_else(|| "taken_place_unknown".to_owned())
}

/// Answers to "where" by which nobody is held.
const NOT_HELD: [&str; 4] = ["unknown", "released", "released_per_officials", "not_detained"];

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
    fn who_is_still_held_after_being_free_is_where_they_were_last() {
        let mut report = Report::default();
        assert!(News::StillHeld.pairs(&report).is_empty());
        for place in ["court", "police_station", "released"] {
            let pairs = vec![("where_now".to_owned(), place.to_owned())];
            let at = Timestamp::from_millis(report.superseded.len() as i64);
            crate::intake::answers::set_pairs(&mut report, &pairs, at);
        }
        let expected = ("where_now".to_owned(), "police_station".to_owned());
        assert_eq!(News::StillHeld.pairs(&report), [expected]);
    }

    #[test]
    fn where_they_were_held_last_is_told_from_where_they_were_before() {
        let mut report = Report::default();
        let places = ["airport", "vehicle_moving", "airport", "released"];
        for (at, place) in (0..).zip(places) {
            let pairs = vec![("where_now".to_owned(), place.to_owned())];
            answers::set_pairs(&mut report, &pairs, Timestamp::from_millis(at));
        }
        let expected = ("where_now".to_owned(), "airport".to_owned());
        assert_eq!(News::StillHeld.pairs(&report), [expected]);
        assert_eq!(report.superseded.len(), 2, "each once");
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

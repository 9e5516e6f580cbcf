//! Putting sentences into a reader's language, and times into a reader's clock.

use habeas_core::domain::{Arg, Language, Phrase, Timestamp};

use crate::parts::Parts;
use crate::texts;

/// How a phrase names a state: `state-KZ`; the names stand in `config/states.toml`.
const STATE: &str = "state-";

/// A sentence in a language.
pub fn say(parts: &Parts, language: Language, phrase: &Phrase) -> String {
    let state = phrase.key.strip_prefix(STATE).and_then(|code| parts.states.name(code, language));
    if let Some(name) = state {
        return name.to_owned();
    }
    let args: Vec<(&str, texts::Arg)> = phrase
        .args
        .iter()
        .map(|(name, arg)| {
            let arg = match arg {
                Arg::Number(n) => texts::Arg::Number(*n),
                Arg::Text(text) => texts::Arg::Text(text.clone()),
                Arg::Phrase(inner) => texts::Arg::Text(say(parts, language, inner)),
            };
            (name.as_str(), arg)
        })
        .collect();
    parts.texts.get(language, &phrase.key, &args)
}

/// Sentences, a line each.
pub fn say_all(parts: &Parts, language: Language, lines: &[Phrase]) -> String {
    let lines: Vec<String> = lines.iter().map(|line| say(parts, language, line)).collect();
    lines.join("\n")
}

/// Hours and minutes on the clock of a state, or of Greenwich where it has several; always with how
/// far that clock is from Greenwich, as in "14:05 UTC+5": readers are in other zones.
pub fn clock_time(parts: &Parts, state: &str, at: Timestamp) -> String {
    let Ok(moment) = jiff::Timestamp::from_millisecond(at.as_millis()) else {
        return at.to_string();
    };
    match parts.states.zone(state).and_then(|zone| moment.in_tz(zone).ok()) {
        Some(there) => {
            format!("{} {}", there.strftime("%H:%M"), from_utc(there.offset().seconds()))
        }
        None => moment.strftime("%H:%M UTC").to_string(),
    }
}

/// The same with the day before it.
pub fn day_and_time(parts: &Parts, state: &str, at: Timestamp) -> String {
    let zone = parts.states.zone(state).unwrap_or("UTC");
    let there = jiff::Timestamp::from_millisecond(at.as_millis()).and_then(|at| at.in_tz(zone));
    let time = clock_time(parts, state, at);
    there.map_or(time.clone(), |there| format!("{} {time}", there.strftime("%Y-%m-%d")))
}

/// How far a clock is from Greenwich.
fn from_utc(seconds: i32) -> String {
    let (hours, minutes) = (seconds.abs() / 3600, seconds.abs() / 60 % 60);
    let sign = if seconds < 0 { '-' } else { '+' };
    match (seconds, minutes) {
        (0, _) => "UTC".to_owned(),
        (_, 0) => format!("UTC{sign}{hours}"),
        _ => format!("UTC{sign}{hours}:{minutes:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_says_how_far_its_clock_is_from_greenwich() {
        let shown = [18_000, 20_700, -14_400, -12_600, 0].map(from_utc);
        assert_eq!(shown, ["UTC+5", "UTC+5:45", "UTC-4", "UTC-3:30", "UTC"]);
    }
}

//! `[oncall]`: the ladder's delays, in seconds. Every delay is a key, so that a test sets seconds.

use super::error::ConfigError;
use super::values::{Values, refused};

/// After so many seconds of silence a reporter is asked whether anything is new; 0: never.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskReporter {
    /// Of a critical case.
    pub critical_s: i64,
    /// Of an urgent one.
    pub urgent_s: i64,
    /// Of one to watch; never at night.
    pub watch_s: i64,
    /// In the middle of an interview that could turn critical: coordinators are told, and the
    /// reporter is asked to go on, once.
    pub unfinished_s: i64,
}

/// The `[oncall]` section: seconds, all positive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnCall {
    /// After opening: the first lawyer is paged again.
    pub repeat_after_s: i64,
    /// After opening: the next lawyer.
    pub next_after_s: i64,
    /// After opening: all lawyers.
    pub all_after_s: i64,
    /// After opening: coordinators too.
    pub coordinators_after_s: i64,
    /// From then on: everybody again, each time this passes, without end.
    pub last_every_s: i64,
    /// How soon a failed, declined or empty step is left.
    pub empty_step_s: i64,
    /// An urgent case that nobody took reaches coordinators with sound.
    pub urgent_coordinators_after_s: i64,
    /// The owner of a critical case without a sign for so long is asked whether they are on it.
    pub ask_after_s: i64,
    /// Without a sign for so long, the next person is called; longer than `ask_after_s`.
    pub lapse_after_s: i64,
    /// So many signs from the owner's chat count before another member has to speak with them.
    pub renewals: i64,
    /// When a silent reporter is asked.
    pub ask_reporter: AskReporter,
    /// When the reporter of an untaken critical case is told so; rising.
    pub unheard_after_s: Vec<i64>,
}

impl OnCall {
    pub(super) fn read(values: &Values) -> Result<Self, ConfigError> {
        const UNHEARD: &str = "oncall.unheard_after_s";
        let (unheard_after_s, place) = values.numbers(UNHEARD);
        let rising = unheard_after_s.windows(2).all(|pair| pair[0] < pair[1]);
        if !rising || unheard_after_s.iter().any(|s| !DELAY_S.contains(s)) {
            return Err(refused(UNHEARD, place, "must be rising seconds, each from 1 to 86400"));
        }
        Ok(Self {
            repeat_after_s: delay(values, "oncall.repeat_after_s")?,
            next_after_s: delay(values, "oncall.next_after_s")?,
            all_after_s: delay(values, "oncall.all_after_s")?,
            coordinators_after_s: delay(values, "oncall.coordinators_after_s")?,
            last_every_s: delay(values, "oncall.last_every_s")?,
            empty_step_s: delay(values, "oncall.empty_step_s")?,
            urgent_coordinators_after_s: delay(values, "oncall.urgent_coordinators_after_s")?,
            ask_after_s: delay(values, "oncall.ask_after_s")?,
            lapse_after_s: lapse_after_s(values)?,
            renewals: values.number("oncall.renewals", 0..=20, "must be from 0 to 20")?,
            ask_reporter: AskReporter {
                critical_s: silence(values, "oncall.ask_reporter_critical_s")?,
                urgent_s: silence(values, "oncall.ask_reporter_urgent_s")?,
                watch_s: silence(values, "oncall.ask_reporter_watch_s")?,
                unfinished_s: silence(values, "oncall.ask_reporter_unfinished_s")?,
            },
            unheard_after_s,
        })
    }
}

/// A ladder that waits longer than a day is no ladder.
const DELAY_S: std::ops::RangeInclusive<i64> = 1..=86_400;

/// Asked first, then others are called.
fn lapse_after_s(values: &Values) -> Result<i64, ConfigError> {
    const LAPSE: &str = "oncall.lapse_after_s";
    let ask = delay(values, "oncall.ask_after_s")?;
    values.number(LAPSE, ask + 1..=86_401, "must be more than oncall.ask_after_s, up to 86400")
}

fn silence(values: &Values, key: &'static str) -> Result<i64, ConfigError> {
    values.number(key, 0..=86_400, "must be from 0 (never) to 86400 seconds")
}

fn delay(values: &Values, key: &'static str) -> Result<i64, ConfigError> {
    values.number(key, DELAY_S, "must be from 1 to 86400 seconds")
}

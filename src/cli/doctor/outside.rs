//! What lies outside: Telegram, the token it knows, the time it has.

use std::time::Duration;

use habeas_core::domain::Timestamp;

use super::check::Check;
use crate::config::Config;
use crate::outside::{Clock, RealClock};
use crate::telegram::{Gateway, GatewayError};

/// An answer that takes longer counts as none.
const PATIENCE_S: i64 = 8;
/// Clocks further apart than this, in milliseconds, are worth a look,
const APART_MS: i64 = 30_000;
/// and further than this make every "how many hours are left" wrong.
const WRONG_MS: i64 = 300_000;
/// 2026-01-01 and 2100-01-01: a clock outside was never set.
const PLAUSIBLE_MS: std::ops::Range<i64> = 1_767_225_600_000..4_102_444_800_000;

/// The clock and the token.
pub(super) async fn telegram(config: &Config) -> (Check, Check) {
    let clock = RealClock::default();
    let (theirs, token) = futures::join!(their_time(&config.telegram.api_url), token(config));
    (judged(clock.now(), theirs), token)
}

/// Whether Telegram knows the token.
async fn token(config: &Config) -> Check {
    const ID: &str = "token";
    let telegram = &config.telegram;
    let token = match telegram.require_token() {
        Ok(token) => token,
        Err(error) => {
            let mend =
                "put the token that @BotFather gave into the file that telegram.token_file names";
            return Check::fail(ID, error, mend);
        }
    };
    let patience = telegram.request_timeout_s.min(PATIENCE_S);
    let asked = match Gateway::new(&telegram.api_url, token, patience, 1) {
        Ok(gateway) => gateway.who_am_i().await,
        Err(error) => Err(error),
    };
    match asked {
        Ok(bot) => Check::ok(ID, format!("telegram knows it as bot {bot}")),
        Err(error @ GatewayError::TokenRefused) => {
            Check::fail(ID, error, "put the bot's present token where the old one is")
        }
        Err(error @ GatewayError::Unreachable) => Check::warn(
            ID,
            format!("{error}, so that the token was not tried"),
            "look at the way to telegram.api_url; `serve` keeps trying",
        ),
        Err(error) => Check::fail(ID, error, "set telegram.api_url"),
    }
}

/// The time of the server's answer, whatever it answers; no token is sent.
async fn their_time(api_url: &str) -> Option<Timestamp> {
    let client = teloxide::net::default_reqwest_settings()
        .timeout(Duration::from_secs(PATIENCE_S.unsigned_abs()))
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .ok()?;
    let answer = client.head(api_url).send().await.ok()?;
    let date = answer.headers().get(reqwest::header::DATE)?.to_str().ok()?;
    let date = jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(date).ok()?;
    Some(Timestamp::from_millis(date.as_millisecond()))
}

/// Our time beside theirs.
fn judged(ours: Timestamp, theirs: Option<Timestamp>) -> Check {
    const ID: &str = "clock";
    const MEND: &str = "set the system's clock and keep it set (systemd-timesyncd, chrony)";
    if !PLAUSIBLE_MS.contains(&ours.as_millis()) {
        return Check::fail(ID, format!("it says {ours}, which cannot be"), MEND);
    }
    let Some(theirs) = theirs else {
        return Check::ok(ID, format!("it says {ours}; telegram gave no time to compare with"));
    };
    let apart = ours.since(theirs);
    let text = format!("it is {} s {} telegram's", apart.abs() / 1000, word(apart));
    match apart.abs() {
        0..=APART_MS => Check::ok(ID, "agrees with telegram's"),
        ..=WRONG_MS => Check::warn(ID, text, MEND),
        _ => Check::fail(ID, text, MEND),
    }
}

fn word(apart_ms: i64) -> &'static str {
    if apart_ms > 0 { "ahead of" } else { "behind" }
}

#[cfg(test)]
mod tests {
    use super::super::check::State;
    use super::*;

    #[test]
    fn a_clock_is_judged_by_telegrams_and_never_believed_before_this_was_written() {
        let now: Timestamp = "2026-11-24T01:00:00Z".parse().unwrap();
        let state = |apart_s: i64| judged(now.plus_s(apart_s), Some(now)).state;
        assert_eq!([state(0), state(-30), state(31), state(-300)], {
            [State::Ok, State::Ok, State::Warn, State::Warn]
        });
        assert_eq!([state(301), state(-86_400)], [State::Fail, State::Fail]);
        assert!(judged(now.plus_s(-90), Some(now)).text.contains("90 s behind"));
        assert_eq!(judged(now, None).state, State::Ok);
        let never_set = Timestamp::from_millis(0);
        assert_eq!(judged(never_set, Some(never_set)).state, State::Fail);
    }
}

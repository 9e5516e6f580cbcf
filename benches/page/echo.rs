//! The floor: a bot that answers each message with itself, by the same client, without a database.

use std::sync::Arc;
use std::sync::Mutex;

use habeas::outside::{Clock, Keyboard, Messenger, Outgoing, RealClock};
use habeas::rehearsal::botapi::{BotApi, BotApiOptions, Driver, Say};
use habeas::telegram::Gateway;
use secrecy::SecretString;
use serde_json::Value;

use super::clock;
use super::ears::Ears;
use super::figures::{Figures, Run};

/// The token of the echo bot.
const TOKEN: &str = "17:echo";
/// Who is measured while the others talk.
const DECIDER: i64 = 9000;

/// Measures a run.
pub async fn measure(run: Run) -> Figures {
    let wall = RealClock::default();
    let server = BotApi::start(BotApiOptions {
        listen: ([127, 0, 0, 1], 0).into(),
        token: Some(TOKEN.to_owned()),
        limits: false,
        driver: false,
        clock: RealClock::default(),
    });
    let server = server.await.unwrap();
    let token = SecretString::from(TOKEN.to_owned());
    let bot = tokio::spawn(echo(Gateway::new(&server.url(), &token, 8, 5).unwrap()));
    let (driver, begun) = (server.driver(), clock::now());
    let ears = Ears::open(driver.clone()).await;
    let figures = Arc::new(Mutex::new(Figures::default()));
    let people: Vec<_> = (0..run.answering as i64)
        .map(|n| {
            let figures = Arc::clone(&figures);
            let talk = talk(10_000 + n, run, driver.clone(), ears.clone(), move |us| {
                figures.lock().unwrap().taps.0.push(us);
            });
            tokio::spawn(talk)
        })
        .collect();
    let pages = Arc::clone(&figures);
    let decider =
        talk(DECIDER, run, driver, ears, move |us| pages.lock().unwrap().pages.0.push(us));
    let decider = tokio::spawn(decider);
    wall.sleep_until(wall.now().plus_ms(run.ms)).await;
    people.iter().for_each(|person| person.abort());
    decider.abort();
    bot.abort();
    server.stop().await;
    let mut figures = std::mem::take(&mut *figures.lock().unwrap());
    figures.counted_ms = clock::us_since(begun) / 1000;
    figures
}

/// Says something again as soon as it was echoed.
async fn talk(user: i64, run: Run, driver: Driver, ears: Ears, note: impl Fn(u64)) {
    let mut heard = ears.of(user);
    run.begin(user).await;
    loop {
        let then = clock::now();
        driver.say(&Say::new(user, "as good as a tap")).unwrap();
        let Some(echo) = heard.recv().await else { return };
        note(u64::try_from(echo.at.duration_since(then).as_micros()).unwrap_or(u64::MAX));
        run.look().await;
    }
}

/// The whole bot.
async fn echo(gateway: Gateway) {
    let mut offset = None;
    loop {
        let Ok(updates) = gateway.updates(offset).await else { continue };
        for update in &updates {
            let chat = update.pointer("/message/chat/id").and_then(Value::as_i64).unwrap_or(0);
            let text = update.pointer("/message/text").and_then(Value::as_str).unwrap_or_default();
            let text = text.to_owned();
            let gateway = gateway.clone();
            tokio::spawn(async move {
                let (buttons, keyboard) = (vec![], Keyboard::Kept);
                let message = Outgoing { chat, text, buttons, link: None, keyboard, silent: true };
                let _ = gateway.send(message).await;
            });
        }
        let last = updates.last().and_then(|u| u["update_id"].as_i64());
        offset = last.map_or(offset, |id| Some(id + 1));
    }
}

//! Habeas itself: many who keep answering, and one whose tap decides, again and again.

use std::sync::{Arc, Mutex};

use habeas::outside::{Clock, RealClock};
use habeas::rehearsal::botapi::Driver;
use tokio::sync::mpsc::{Receiver, Sender, channel};

use super::clock;
use super::ears::Ears;
use super::figures::{Figures, Run};
use super::phone::Phone;
use super::support::people::{LAWYER, PRESS_REPORT};
use super::support::stores::Place;
use super::support::world::{Scene, World};

/// The tap that decides, after the press report's first answers.
const DECIDING: &str = "Passports of both countries at war";
/// So many prepare their case beside those who are counted; without a pause fewer are enough.
const PREPARING: i64 = 30;
const PREPARING_AT_ONCE: i64 = 6;
/// People get going for so long before anything is counted.
const WARM_UP_MS: i64 = 2000;

/// Measures a run on a fresh database.
pub async fn measure(place: &Place, run: Run) -> Figures {
    // The ladder keeps quiet: each page belongs to the tap just made.
    let env = vec![
        ("HABEAS_ONCALL__REPEAT_AFTER_S", "3000"),
        ("HABEAS_ONCALL__NEXT_AFTER_S", "3100"),
        ("HABEAS_ONCALL__ALL_AFTER_S", "3200"),
        ("HABEAS_ONCALL__COORDINATORS_AFTER_S", "3300"),
        ("HABEAS_LIMITS__UPDATES_PER_CHAT_PER_MIN", "1000000"),
    ];
    let world = World::set(place, &Scene { env, ..Scene::default() }).await;
    let wall = RealClock::default();
    let (driver, ears) = (world.driver.clone(), Ears::open(world.driver.clone()).await);
    let figures = Arc::new(Mutex::new(Figures::default()));
    let mut tasks = vec![];
    for n in 0..run.answering as i64 {
        let (driver, ears, figures) = (driver.clone(), ears.clone(), Arc::clone(&figures));
        let user = 10_000 + n;
        tasks.push(tokio::spawn(keep_answering(user, run, driver, ears, figures)));
    }
    let (ready, prepared) = channel(16);
    let preparing = if run.pause_ms > 0 { PREPARING } else { PREPARING_AT_ONCE };
    for n in 0..preparing {
        let (driver, ears, ready) = (driver.clone(), ears.clone(), ready.clone());
        tasks.push(tokio::spawn(prepare(1_000_000 * (n + 1), run, driver, ears, ready)));
    }
    wall.sleep_until(wall.now().plus_ms(WARM_UP_MS)).await;
    let begun = clock::now();
    *figures.lock().unwrap() = Figures::default();
    let pages = Arc::clone(&figures);
    tasks.push(tokio::spawn(decide(prepared, ears, pages)));
    wall.sleep_until(wall.now().plus_ms(run.ms)).await;
    let mut measured = std::mem::take(&mut *figures.lock().unwrap());
    measured.counted_ms = clock::us_since(begun) / 1000;
    for task in &tasks {
        assert!(!task.is_finished(), "a person gave up: see the panic above");
        task.abort();
    }
    world.finish().await;
    measured
}

async fn keep_answering(
    user: i64,
    run: Run,
    driver: Driver,
    ears: Ears,
    figures: Arc<Mutex<Figures>>,
) {
    run.begin(user).await;
    let mut phone = Phone::start(user, driver, &ears).await;
    loop {
        let then = phone.go_on();
        let took = phone.card().await.duration_since(then);
        let us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        figures.lock().unwrap().taps.0.push(us);
        run.look().await;
    }
}

/// One reporter after the other is brought to the answer before the deciding one.
async fn prepare(first: i64, run: Run, driver: Driver, ears: Ears, ready: Sender<Phone>) {
    for user in first.. {
        let mut phone = Phone::start(user, driver.clone(), &ears).await;
        for label in PRESS_REPORT {
            phone.answer(label).await;
            run.look().await;
        }
        if ready.send(phone).await.is_err() {
            return;
        }
    }
}

/// The deciding tap, and the page.
async fn decide(mut prepared: Receiver<Phone>, ears: Ears, figures: Arc<Mutex<Figures>>) {
    let mut lawyer = ears.of(LAWYER);
    while let Some(phone) = prepared.recv().await {
        let then = clock::now();
        phone.press(DECIDING);
        let page = loop {
            let heard = lawyer.recv().await.expect("the ears stay open");
            let text = heard.call.params["text"].as_str().unwrap_or_default();
            if heard.call.ok && text.starts_with("CRITICAL") {
                break heard.at;
            }
        };
        let us = u64::try_from(page.duration_since(then).as_micros()).unwrap_or(u64::MAX);
        figures.lock().unwrap().pages.0.push(us);
    }
}

//! The door is never shut: a flood slows the flood, not the next one who taps.

use habeas::rehearsal::botapi::{Fault, FaultKind, Say, Tapped};

use crate::support::people::{FRIEND, LAWYER, PRESS_REPORT, RELATIVE};
use crate::support::world::{PATIENCE_MS, Scene, World, play_in};

/// How many messages one chat sends at once.
const FLOOD: usize = 1000;
/// The contract: another's tap is answered within so many milliseconds.
const WITHIN_MS: i64 = 1000;

/// The usual world with the limit that a real one has on a chat's updates.
fn scene() -> Scene {
    Scene { env: vec![("HABEAS_LIMITS__UPDATES_PER_CHAT_PER_MIN", "120")], ..Scene::default() }
}

/// When, on the server's clock, a tap was answered and the card of its chat changed: both after
/// the call numbered `after`.
async fn answered_at(world: &World, after: u64, user: i64, tapped: &Tapped) -> (i64, i64) {
    let deadline = world.wall_ms() + PATIENCE_MS;
    let (mut last, mut answer, mut edit) = (after, None, None);
    loop {
        let (called, calls) = world.driver.calls(last, deadline - world.wall_ms()).await;
        last = called;
        for call in calls.iter().filter(|call| call.ok) {
            let id = call.params["callback_query_id"].as_str();
            if call.method == "answerCallbackQuery" && id == Some(&tapped.callback_query_id) {
                answer = answer.or(Some(call.at));
            }
            if call.method == "editMessageText" && call.chat == Some(user) {
                edit = edit.or(Some(call.at));
            }
        }
        if let (Some(answer), Some(edit)) = (answer, edit) {
            return (answer, edit);
        }
        assert!(world.wall_ms() < deadline, "answered {answer:?}, edited {edit:?}");
    }
}

/// Presses a button and asserts that answer and card are there in time.
async fn is_answered_in_time(world: &World, user: i64, label: &str) {
    let (after, _) = world.driver.calls(u64::MAX - 1, 0).await;
    let tapped_at = world.driver.now().as_millis();
    let tapped = world.presses(user, label).await;
    let (answer, edit) = answered_at(world, after, user, &tapped).await;
    let (answer, edit) = (answer - tapped_at, edit - tapped_at);
    eprintln!("answered after {answer} ms, the card after {edit} ms");
    assert!(answer <= WITHIN_MS && edit <= WITHIN_MS, "answer {answer} ms, card {edit} ms");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_one_chat_floods_anothers_tap_is_answered_within_a_second_and_nothing_is_lost() {
    play_in(scene(), async |world| {
        world.says(RELATIVE, "/start").await;
        world.says(FRIEND, "/start").await;
        let typed: Vec<String> = (0..FLOOD).map(|n| format!("word {n}")).collect();
        let said: Vec<i64> = typed
            .iter()
            .map(|text| world.driver.say(&Say::new(FRIEND, text.as_str())).unwrap().message_id)
            .collect();
        is_answered_in_time(world, RELATIVE, "Kazakhstan").await;

        world.settle().await;
        let entries = "-- tests::entries
            SELECT COUNT(*) AS n FROM entries";
        let kept = world.count(entries, vec![]).await;
        assert_eq!(kept, FLOOD as i64 + 1, "every word of the flood, and the tap's answer");
        let view = world.driver.chat(FRIEND, None, 0).await;
        let left = view.shown().filter(|m| said.contains(&m.message_id)).count();
        assert_eq!(left, 0, "typed words leave the chat");
        // What the flood is told comes later, and comes.
        world.passes_s(6).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_429_in_one_chat_delays_no_other() {
    play_in(scene(), async |world| {
        for user in [RELATIVE, FRIEND] {
            world.says(user, "/start").await;
            world.taps_all(user, &PRESS_REPORT).await;
        }
        let value = Some(20);
        let fault = Fault { chat: Some(FRIEND), times: 1, value, ..Fault::new(FaultKind::TooMany) };
        world.driver.fault(fault);
        let text = "Passports of both countries at war";
        let (refused_after, _) = world.driver.calls(u64::MAX - 1, 0).await;
        world.presses(FRIEND, text).await;
        world.sees(LAWYER, "CRITICAL").await;
        is_answered_in_time(world, RELATIVE, text).await;
        // Settling would wait for what waits; another's tap shows that the sender went round.
        world.driver.advance_clock(10_000);
        world.driver.say(&Say::new(FRIEND, "/help")).unwrap();
        is_answered_in_time(world, RELATIVE, "Journalist or blogger").await;
        let (_, calls) = world.driver.calls(refused_after, 0).await;
        let refused = calls.iter().find(|call| call.error_code == Some(429));
        let refused = refused.expect("the fault was met");
        let sends = ["sendMessage", "editMessageText"];
        let mut sent = calls
            .iter()
            .filter(|call| call.chat == Some(FRIEND) && sends.contains(&call.method.as_str()));
        // What was on its way already is not called back.
        let begun = refused.at + WITHIN_MS;
        assert!(sent.all(|call| call.at < begun), "the chat that was refused waits");
        world.passes_s(11).await;
        world.sees(FRIEND, "Tap your answers. Every tap is kept at once.").await;
        world.sees(FRIEND, "I am calling a lawyer now.").await;
        world.passes_s(60).await;
    })
    .await;
}

#[tokio::test]
async fn of_forty_who_report_at_once_telegram_refuses_nothing_as_too_much() {
    let scene = Scene { limits: true, ..Scene::default() };
    play_in(scene, async |world| {
        for n in 0..40 {
            world.driver.say(&Say::new(5000 + n, "/start")).unwrap();
        }
        world.settle_slowly().await;
        for n in 0..40 {
            world.sees(5000 + n, "In which country is this happening?").await;
        }
        let (_, calls) = world.driver.calls(0, 0).await;
        let refused = calls.iter().filter(|call| call.error_code == Some(429)).count();
        assert_eq!(refused, 0, "who is refused is sent away for longer each time");
    })
    .await;
}

//! Several cases for one lawyer: one card, one ring a minute, and nobody is forgotten for it.

use habeas::rehearsal::botapi::FaultKind;

use crate::support::people::{FRIEND, LAWYER, PRESS_REPORT, RELATIVE, SECOND};
use crate::support::world::{Scene, World, play, play_in};

/// More who report.
const OTHERS: i64 = 1100;
/// How the gathered card of two begins.
const TWO: &str = "CRITICAL · 2 cases are waiting for you · open this message to read them";

/// Two reporters' cases, both unanswered; returns their codes, the earlier first.
async fn two(world: &World) -> (String, String) {
    world.reports_critical(RELATIVE).await;
    let first = world.code().await;
    world.reports_critical(FRIEND).await;
    (first, world.code().await)
}

/// How often a lawyer's phone has rung for pages.
async fn rung(world: &World, user: i64) -> usize {
    world.rings(user, "CRITICAL").await
}

#[tokio::test]
async fn a_second_case_joins_the_first_on_one_card_that_rings_as_the_minute_ends() {
    play(async |world| {
        let (first, second) = two(world).await;
        let card = world.sees(LAWYER, TWO).await;
        assert!(card.silent, "the first ring was less than a minute ago");
        assert!(TWO.chars().count() >= 60);
        let lines: Vec<&str> = card.text.lines().collect();
        assert_eq!(lines[0], TWO);
        for (line, code) in lines[1..].iter().zip([&first, &second]) {
            assert!(line.starts_with(&format!("CRITICAL · {code} · ")), "{line}");
            assert!(line.contains("Kazakhstan. Now: In court"), "{line}");
        }
        world.sees_no(LAWYER, "Can you act in the next minutes?").await;
        assert_eq!(rung(world, LAWYER).await, 1);
        world.passes_s(60).await;
        assert_eq!(rung(world, LAWYER).await, 2, "two ladders are due and it rings once");
        assert_eq!(world.screen(LAWYER).await.matches("2 cases are waiting").count(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_clock_that_was_set_back_silences_no_page() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        let sql = "-- tests::rung_tomorrow
            UPDATE rings SET rung_at = rung_at + 86400000";
        assert!(world.execute(sql, vec![]).await > 0);
        world.reports_critical(FRIEND).await;
        assert!(!world.sees(LAWYER, TWO).await.silent);
    })
    .await;
}

#[tokio::test]
async fn who_has_not_been_rung_within_a_minute_is_rung_at_once() {
    let later = ("HABEAS_ONCALL__REPEAT_AFTER_S", "110");
    play_in(Scene { env: vec![later], ..Scene::default() }, async |world| {
        world.reports_critical(RELATIVE).await;
        world.passes_s(70).await;
        world.reports_critical(FRIEND).await;
        assert!(!world.sees(LAWYER, TWO).await.silent);
        assert_eq!(rung(world, LAWYER).await, 2);
    })
    .await;
}

#[tokio::test]
async fn ten_accounts_are_one_card_and_one_ring_a_minute_while_unanswered() {
    play(async |world| {
        for n in 0..10 {
            world.reports_critical(OTHERS + n).await;
        }
        world.sees(LAWYER, "CRITICAL · 10 cases are waiting for you").await;
        let before = rung(world, LAWYER).await;
        assert!(before <= 2, "{before} rings while they came");
        for minute in 1..=10 {
            world.passes_s(60).await;
            let rings = rung(world, LAWYER).await - before;
            assert!(rings <= minute, "{rings} rings in {minute} min");
        }
        let rings = rung(world, LAWYER).await - before;
        assert!(rings >= 5, "{rings} rings in ten minutes: it goes on");
        let screen = world.screen(LAWYER).await;
        assert_eq!(screen.matches("open this message").count(), 1, "{screen}");
        assert!(rung(world, SECOND).await > 4, "the others are called as well");
    })
    .await;
}

#[tokio::test]
async fn whoever_takes_one_by_its_button_has_its_usual_card_and_the_rest_is_a_usual_page() {
    play(async |world| {
        let (first, second) = two(world).await;
        world.taps(LAWYER, &format!("I take {second}")).await;
        world.hears(LAWYER, "You have it. The family is told now.").await;
        let mine = world.sees(LAWYER, "You have it since").await;
        assert!(mine.text.contains(&second), "{}", mine.text);
        let left = world.sees(LAWYER, "Can you act in the next minutes?").await;
        assert!(left.text.contains(&first) && left.silent, "{}", left.text);
        world.sees_no(LAWYER, "cases are waiting").await;
        assert_eq!(rung(world, LAWYER).await, 1, "without a ring of its own");
        world.taps(LAWYER, "I take it").await;
        world.sees_no(LAWYER, "Can you act in the next minutes?").await;
    })
    .await;
}

#[tokio::test]
async fn taking_by_code_works_and_the_card_shows_it() {
    play(async |world| {
        let (first, _) = two(world).await;
        world.reports_critical(OTHERS).await;
        let third = world.code().await;
        world.says(LAWYER, &format!("/take {first}")).await;
        world.sees(LAWYER, "You have it since").await;
        let card = world.sees(LAWYER, TWO).await;
        assert!(!card.text.contains(&first) && card.text.contains(&third), "{}", card.text);
    })
    .await;
}

#[tokio::test]
async fn why_and_i_cannot_work_from_the_card_and_the_next_is_called_at_once() {
    play(async |world| {
        two(world).await;
        world.taps(LAWYER, "Why").await;
        world.sees(LAWYER, "Sum:").await;
        world.taps(LAWYER, "I cannot").await;
        world.sees(SECOND, "CRITICAL").await;
        assert_eq!(rung(world, SECOND).await, 1);
        world.sees_no(LAWYER, "cases are waiting").await;
        world.sees(LAWYER, "Can you act in the next minutes?").await;
    })
    .await;
}

#[tokio::test]
async fn a_button_of_a_page_that_was_just_gathered_still_does_what_it_says() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        let (page, take) = world.button(LAWYER, "I take it").await;
        world.reports_critical(FRIEND).await;
        world.sees(LAWYER, TWO).await;
        world.forges(LAWYER, page, &take).await;
        world.sees(LAWYER, "You have it since").await;
    })
    .await;
}

#[tokio::test]
async fn a_ring_that_waits_for_the_minutes_end_outlives_the_process() {
    play(async |world| {
        two(world).await;
        world.sees(LAWYER, TWO).await;
        assert_eq!(rung(world, LAWYER).await, 1);
        world.stop().await;
        world.driver.advance_clock(59_000);
        world.start().await;
        world.settle().await;
        world.passes_s(2).await;
        assert_eq!(rung(world, LAWYER).await, 2);
        world.restart().await;
        world.taps(LAWYER, &format!("I take {}", world.code().await)).await;
        world.sees(LAWYER, "You have it since").await;
        world.sees(LAWYER, "Can you act in the next minutes?").await;
    })
    .await;
}

#[tokio::test]
async fn a_card_that_telegram_refuses_fails_for_all_its_cases_at_once() {
    play(async |world| {
        two(world).await;
        world.sees(LAWYER, TWO).await;
        world.fault(FaultKind::Forbidden, "sendMessage", Some(LAWYER), 1);
        world.passes_s(60).await;
        world.passes_s(5).await;
        world.sees(SECOND, TWO).await;
        assert!(rung(world, SECOND).await >= 1);
        let failed = "-- tests::failed
            SELECT COUNT(*) AS n FROM pages WHERE state = 'failed'";
        assert_eq!(world.count(failed, vec![]).await, 2);
    })
    .await;
}

#[tokio::test]
async fn a_card_without_a_clear_answer_is_sent_again_as_a_repeat() {
    play(async |world| {
        two(world).await;
        world.sees(LAWYER, TWO).await;
        world.fault(FaultKind::LostAnswer, "sendMessage", Some(LAWYER), 1);
        world.passes_s(60).await;
        world.passes_s(3).await;
        let card = world.sees(LAWYER, "repeat 1").await;
        assert!(card.text.starts_with(TWO) && !card.silent, "{}", card.text);
        world.taps(LAWYER, &format!("I take {}", world.code().await)).await;
        world.sees(LAWYER, "You have it since").await;
    })
    .await;
}

#[tokio::test]
async fn a_case_that_cannot_be_read_keeps_no_other_off_the_card() {
    play(async |world| {
        let (first, second) = two(world).await;
        let spoil = "-- tests::spoil
            UPDATE cases SET sealed_report = $1 WHERE code = $2";
        world.execute(spoil, vec![vec![7_u8; 40].into(), first.as_str().into()]).await;
        world.passes_s(60).await;
        let card = world.sees(LAWYER, TWO).await;
        assert!(card.text.contains(&second), "{}", card.text);
        assert!(card.text.contains("The server cannot read this report."), "{}", card.text);
    })
    .await;
}

#[tokio::test]
async fn a_ring_that_was_not_heard_yet_is_not_lost_when_pages_are_gathered() {
    play(async |world| {
        for user in [RELATIVE, FRIEND] {
            world.says(user, "/start").await;
            world.taps_all(user, &PRESS_REPORT).await;
        }
        world.fault(FaultKind::ServerError, "sendMessage", Some(LAWYER), 1);
        for user in [RELATIVE, FRIEND] {
            world.presses(user, "Passports of both countries at war").await;
        }
        world.settle().await;
        world.sees(LAWYER, TWO).await;
        assert!(rung(world, LAWYER).await > 0, "rung before the minute is over");
    })
    .await;
}

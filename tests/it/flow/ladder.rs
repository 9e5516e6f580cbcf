//! Who is called and when, while nobody takes the case.

use habeas_core::domain::Role;

use crate::support::people::{COORDINATOR, FRIEND, LAWYER, RELATIVE, SECOND};
use crate::support::proof::amount;
use crate::support::world::{Scene, World, play, play_in};

/// How often each was paged: the first lawyer, the second, the coordinator.
async fn rung(world: &World) -> [usize; 3] {
    let mut rung = [0; 3];
    for (times, user) in rung.iter_mut().zip([LAWYER, SECOND, COORDINATOR]) {
        *times = world.rings(user, "CRITICAL").await;
    }
    rung
}

#[tokio::test]
async fn the_ladder_climbs_as_configured_and_its_last_step_never_ends() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        let steps = [
            (0, [1, 0, 0]),
            (60, [2, 0, 0]),
            (120, [2, 1, 0]),
            (240, [3, 2, 0]),
            (360, [3, 2, 1]),
            (480, [4, 3, 2]),
            (600, [5, 4, 3]),
            (720, [6, 5, 4]),
            (840, [7, 6, 5]),
        ];
        let mut at = 0;
        let mut before = steps[0].1;
        for (second, expected) in steps {
            if second > 0 {
                world.passes_s(second - 8 - at).await;
                assert_eq!(rung(world).await, before, "shortly before {second} s");
                world.passes_s(9).await;
                at = second + 1;
            }
            assert_eq!(rung(world).await, expected, "at {second} s");
            before = expected;
        }
        for user in [LAWYER, SECOND, COORDINATOR] {
            let pages = world.screen(user).await.matches("CRITICAL").count();
            assert_eq!(pages, 1, "the page before is deleted as the next one rings");
        }
    })
    .await;
}

#[tokio::test]
async fn after_a_lawyer_who_blocked_the_bot_the_next_is_called_within_five_seconds() {
    play(async |world| {
        world.driver.block(LAWYER);
        world.settle().await;
        world.reports_critical(RELATIVE).await;
        world.passes_s(5).await;
        world.sees(SECOND, "CRITICAL").await;
    })
    .await;
}

#[tokio::test]
async fn without_lawyers_the_coordinators_are_called_at_once() {
    play_in(Scene { empty: true, ..Scene::default() }, async |world| {
        world.add(Role::Coordinator, "Dana", COORDINATOR).await;
        world.says(COORDINATOR, "/start").await;
        world.reports_critical(RELATIVE).await;
        let page = world.sees(COORDINATOR, "CRITICAL").await;
        assert!(page.text.contains("No lawyer has taken it."), "{}", page.text);
        world.taps(COORDINATOR, "I take it").await;
        world.sees(RELATIVE, "A coordinator on duty has it since").await;
    })
    .await;
}

#[tokio::test]
async fn when_all_lawyers_cannot_the_coordinators_are_called_at_once() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        world.taps(LAWYER, "I cannot").await;
        world.taps(SECOND, "I cannot").await;
        world.passes_s(5).await;
        world.sees(COORDINATOR, "CRITICAL").await;
    })
    .await;
}

#[tokio::test]
async fn when_everybody_cannot_all_are_called_again_without_end() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        for user in [LAWYER, SECOND, COORDINATOR] {
            world.passes_s(5).await;
            world.taps(user, "I cannot").await;
        }
        let before = rung(world).await;
        for _ in 0..3 {
            world.passes_s(121).await;
        }
        let after = rung(world).await;
        for (before, after) in before.into_iter().zip(after) {
            assert!(after >= before + 2, "{before} pages, then {after}");
        }
    })
    .await;
}

#[tokio::test]
async fn an_urgent_case_is_a_silent_message_and_coordinators_with_sound_after_half_an_hour() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps_all(RELATIVE, &["Kazakhstan", "In court", "Yes: officers said so"]).await;
        world.taps(RELATIVE, "Russia").await;
        let page = world.sees(LAWYER, "URGENT").await;
        assert!(page.silent);
        world.sees(RELATIVE, "A lawyer gets your answers now.").await;
        world.passes_s(29 * 60).await;
        assert_eq!(world.rings(COORDINATOR, "URGENT").await, 0);
        world.passes_s(61).await;
        assert_eq!(world.rings(COORDINATOR, "URGENT").await, 1);
        assert_eq!(world.rings(LAWYER, "URGENT").await, 0);
        world.sees_no(SECOND, "URGENT").await;
    })
    .await;
}

#[tokio::test]
async fn a_case_to_watch_is_a_silent_card_for_coordinators() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps_all(RELATIVE, &["Kazakhstan", "Police station"]).await;
        assert!(world.sees(COORDINATOR, "WATCH").await.silent);
        world.passes_s(7200).await;
        world.sees_no(LAWYER, "WATCH").await;
        assert_eq!(world.times_sent(COORDINATOR, "WATCH").await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_case_that_rises_from_urgent_to_critical_rings() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        let page = world.sees(LAWYER, "CRITICAL").await;
        assert!(!page.silent);
        world.sees_no(LAWYER, "URGENT").await;
        world.sees(RELATIVE, "A lawyer gets your answers now.").await;
    })
    .await;
}

#[tokio::test]
async fn a_case_that_turns_critical_after_it_was_taken_as_urgent_is_paged_again() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps_all(RELATIVE, &["Kazakhstan", "In court", "Yes: officers said so"]).await;
        world.taps(RELATIVE, "Russia").await;
        world.taps(LAWYER, "I take it").await;
        world.taps(RELATIVE, "Passports of both countries at war").await;
        let page = world.sees(LAWYER, "CRITICAL").await;
        assert!(!page.silent && page.text.contains("Tap “I take it”"), "{}", page.text);
        world.taps(LAWYER, "I take it").await;
        world.passes_s(600).await;
        assert_eq!(world.rings(SECOND, "CRITICAL").await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_ladder_stands_where_it_should_after_a_restart() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        world.stop().await;
        world.driver.advance_clock(130_000);
        world.start().await;
        world.settle().await;
        assert_eq!(rung(world).await[1], 1, "the next lawyer, as by the clock");
        world.stop().await;
        world.driver.advance_clock(10 * 3_600_000);
        world.start().await;
        world.settle().await;
        let [first, _, coordinator] = rung(world).await;
        assert!(coordinator > 0, "nobody is left out");
        assert!(first < 8, "what comes round without end is not made up for: {first} pages");
    })
    .await;
}

#[tokio::test]
async fn for_as_long_as_nobody_answers_everybody_is_called_every_two_minutes() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        world.passes_s(361).await;
        let (begun, first) = (world.driver.now(), rung(world).await);
        let mut before = first;
        for round in 0..amount(6, 72) * 30 {
            world.passes_s(120).await;
            let now = rung(world).await;
            // Real time runs on beside the simulated one: once in a while it adds up to a ring.
            let more = [0, 1, 2].map(|who| now[who] - before[who]);
            assert!(more.iter().all(|times| (1..=2).contains(times)), "round {round}: {more:?}");
            before = now;
        }
        let due = world.driver.now().since(begun) / 120_000;
        for who in [0, 1, 2] {
            let rang = i64::try_from(before[who] - first[who]).unwrap();
            assert!((rang - due).abs() <= 1, "{rang} rings in the time of {due}");
        }
    })
    .await;
}

#[tokio::test]
async fn who_has_a_critical_case_is_called_for_the_next_one_after_who_is_free() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        world.taps(LAWYER, "I take it").await;
        let [first, second, _] = rung(world).await;
        world.reports_critical(FRIEND).await;
        assert_eq!(rung(world).await, [first, second + 1, 0], "the next who is free, at once");
        world.passes_s(61).await;
        assert_eq!(rung(world).await, [first + 1, second + 2, 0], "and then both");
        world.taps(SECOND, "I take it").await;
        let [first, second, _] = rung(world).await;
        world.reports_critical(1003).await;
        assert_eq!(rung(world).await, [first + 1, second, 0], "nobody is free: as ever");
    })
    .await;
}

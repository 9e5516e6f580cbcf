//! Cases that members hold for false: nothing is refused, nobody is silenced by one person, and
//! lawyers sleep.

use habeas::rehearsal::botapi::FaultKind;
use habeas_core::domain::Role;

use crate::support::people::{COORDINATOR, FRIEND, LAWYER, PRESS_REPORT, RELATIVE, SECOND};
use crate::support::world::{Scene, World, play, play_in};

/// A worker of an organisation who reports for others.
const WORKER: i64 = 1200;

/// One more critical case of an account; returns its code.
async fn reports_again(world: &World, user: i64) -> String {
    world.says(user, "/new").await;
    world.taps_all(user, &PRESS_REPORT).await;
    world.taps(user, "Passports of both countries at war").await;
    world.code().await
}

/// Two lawyers, each rung once, hold a case for false.
async fn both_lawyers_mark(world: &World) {
    world.passes_s(20).await;
    world.taps(LAWYER, "I take it").await;
    let one = world.looks_false(LAWYER).await;
    assert!(one.contains("Coordinators see it. Others are called meanwhile."), "{one}");
    world.passes_s(20).await;
    world.taps(SECOND, "I take it").await;
    let two = world.looks_false(SECOND).await;
    assert!(two.contains("Two of you hold it for false."), "{two}");
}

/// Three cases of an account, each held for false by both lawyers.
async fn three_false(world: &World, user: i64) {
    world.says(user, "/start").await;
    for _ in 0..3 {
        reports_again(world, user).await;
        both_lawyers_mark(world).await;
        world.passes_s(600).await;
    }
}

async fn rung(world: &World) -> [usize; 3] {
    let mut rung = [0; 3];
    for (times, user) in rung.iter_mut().zip([LAWYER, SECOND, COORDINATOR]) {
        *times = world.rings(user, "CRITICAL").await;
    }
    rung
}

#[tokio::test]
async fn ten_false_cases_of_one_account_ring_each_lawyer_five_times_at_most_and_a_true_one_rings() {
    play(async |world| {
        three_false(world, RELATIVE).await;
        for _ in 3..10 {
            reports_again(world, RELATIVE).await;
            world.sees(COORDINATOR, "From an account with three false marks.").await;
            world.passes_s(240).await;
            world.looks_false(COORDINATOR).await;
            world.hears(COORDINATOR, "Two of you hold it for false.").await;
            world.passes_s(1800).await;
        }
        let [first, second, coordinator] = rung(world).await;
        assert!(first <= 5 && second <= 5, "{first} and {second} rings");
        assert!(coordinator <= 7, "{coordinator} rings: once for each look");
        let told = "I am calling a lawyer now.";
        assert_eq!(world.times_sent(RELATIVE, told).await, 10, "the reporter is told the same");
        world.reports_critical(FRIEND).await;
        assert_eq!(rung(world).await, [first + 1, second, coordinator], "the true one, at once");
        world.sees(LAWYER, "Can you act in the next minutes?").await;
    })
    .await;
}

#[tokio::test]
async fn one_persons_word_ends_no_calling_and_a_seconds_makes_it_quiet() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        world.taps(LAWYER, "I take it").await;
        world.looks_false(LAWYER).await;
        world.taps(LAWYER, "I take it").await;
        world.looks_false(LAWYER).await;
        let before = rung(world).await;
        world.passes_s(125).await;
        assert!(rung(world).await[1] > before[1], "the same person twice is one person");
        world.taps(SECOND, "I take it").await;
        world.looks_false(SECOND).await;
        world.sees(COORDINATOR, "Two of us hold it for false.").await;
        let before = rung(world).await;
        world.passes_s(3600).await;
        world.passes_s(3600).await;
        assert_eq!(rung(world).await, before, "nobody is rung");
        world.taps(COORDINATOR, "I take it").await;
        world.sees(COORDINATOR, "You have it since").await;
    })
    .await;
}

#[tokio::test]
async fn news_calls_for_a_quiet_case_anew_and_takes_two_words_again() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        both_lawyers_mark(world).await;
        let before = rung(world).await;
        world.taps_all(RELATIVE, &["Something is new", "At the airport"]).await;
        assert_eq!(rung(world).await[0], before[0] + 1);
        world.taps(COORDINATOR, "I take it").await;
        world.looks_false(COORDINATOR).await;
        world.hears(COORDINATOR, "Coordinators see it. Others are called meanwhile.").await;
        let before = rung(world).await;
        world.passes_s(250).await;
        assert!(rung(world).await[1] > before[1], "one word ends nothing");
    })
    .await;
}

#[tokio::test]
async fn without_a_look_the_case_pages_after_five_minutes_also_after_a_restart() {
    play(async |world| {
        three_false(world, RELATIVE).await;
        let before = rung(world).await;
        reports_again(world, RELATIVE).await;
        world.passes_s(290).await;
        world.restart().await;
        let [first, second, coordinator] = rung(world).await;
        assert_eq!([first, second], before[..2]);
        assert_eq!(coordinator, before[2] + 1, "with sound, once");
        world.stop().await;
        world.driver.advance_clock(11_000);
        world.start().await;
        world.settle().await;
        assert_eq!(rung(world).await, [first + 1, second, coordinator]);
        world.sees(COORDINATOR, "A lawyer is being called.").await;
        world.passes_s(125).await;
        assert_eq!(rung(world).await[1], second + 1, "the ladder climbs as always");
    })
    .await;
}

#[tokio::test]
async fn a_coordinators_tap_pages_at_once() {
    play(async |world| {
        three_false(world, RELATIVE).await;
        let [first, ..] = rung(world).await;
        reports_again(world, RELATIVE).await;
        world.taps(COORDINATOR, "Page at once").await;
        world.hears(COORDINATOR, "Lawyers are called now.").await;
        assert_eq!(rung(world).await[0], first + 1);
    })
    .await;
}

#[tokio::test]
async fn what_a_coordinator_raises_waits_for_no_look() {
    play(async |world| {
        three_false(world, RELATIVE).await;
        world.says(RELATIVE, "/new").await;
        world.taps_all(RELATIVE, &["Kazakhstan", "Police station"]).await;
        let before = rung(world).await[0];
        let decide = "Change level, or close";
        let labels = [decide, "Raise to CRITICAL", "I know more than the answers"];
        world.taps_all(COORDINATOR, &labels).await;
        assert_eq!(rung(world).await[0], before + 1);
    })
    .await;
}

#[tokio::test]
async fn without_a_coordinator_within_reach_it_pages_at_once() {
    play_in(Scene { empty: true, ..Scene::default() }, async |world| {
        for (name, user) in [("Mira", LAWYER), ("Timur", SECOND)] {
            world.add(Role::Lawyer, name, user).await;
            world.says(user, "/start").await;
        }
        world.add(Role::Coordinator, "Dana", COORDINATOR).await;
        three_false(world, RELATIVE).await;
        let [first, ..] = rung(world).await;
        reports_again(world, RELATIVE).await;
        assert_eq!(rung(world).await[0], first + 1);
    })
    .await;
}

#[tokio::test]
async fn a_look_that_cannot_be_delivered_pages_at_once() {
    play(async |world| {
        three_false(world, RELATIVE).await;
        let [first, ..] = rung(world).await;
        world.says(RELATIVE, "/new").await;
        world.taps_all(RELATIVE, &PRESS_REPORT).await;
        world.fault(FaultKind::Forbidden, "sendMessage", Some(COORDINATOR), 1);
        world.taps(RELATIVE, "Passports of both countries at war").await;
        world.passes_s(5).await;
        assert_eq!(rung(world).await[0], first + 1);
    })
    .await;
}

#[tokio::test]
async fn a_coordinator_who_marked_all_alone_makes_no_case_quiet() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        for _ in 0..3 {
            let code = reports_again(world, RELATIVE).await;
            world.says(COORDINATOR, &format!("/take {code}")).await;
            world.looks_false(COORDINATOR).await;
            world.hears(COORDINATOR, "Coordinators see it. Others are called meanwhile.").await;
        }
        reports_again(world, RELATIVE).await;
        world.sees(COORDINATOR, "From an account with three false marks.").await;
        world.looks_false(COORDINATOR).await;
        world.hears(COORDINATOR, "Noted. It pages by itself unless a colleague agrees.").await;
        let code = world.code().await;
        let card = world.sees(LAWYER, "cases are waiting for you").await;
        assert!(!card.text.contains(&code), "{}", card.text);
        world.passes_s(301).await;
        let card = world.sees(LAWYER, "cases are waiting for you").await;
        assert!(card.text.contains(&code), "{}", card.text);
    })
    .await;
}

#[tokio::test]
async fn a_case_that_somebody_works_on_does_not_count_as_false() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        for n in 0..3 {
            reports_again(world, RELATIVE).await;
            both_lawyers_mark(world).await;
            if n == 2 {
                let code = world.code().await;
                world.says(COORDINATOR, &format!("/take {code}")).await;
            }
        }
        let [first, ..] = rung(world).await;
        reports_again(world, RELATIVE).await;
        assert_eq!(rung(world).await[0], first + 1, "at once");
    })
    .await;
}

#[tokio::test]
async fn a_vouch_is_taken_back_and_the_next_case_is_looked_at_first() {
    play(async |world| {
        three_false(world, WORKER).await;
        reports_again(world, WORKER).await;
        world.taps(COORDINATOR, "I vouch for the reporter").await;
        world.taps(COORDINATOR, "I no longer vouch").await;
        world.hears(COORDINATOR, "The next cases are looked at as anybody's are.").await;
        world.sees(COORDINATOR, "no longer vouches for the reporter").await;
        world.sees_no(LAWYER, "I no longer vouch").await;
        reports_again(world, WORKER).await;
        world.sees(COORDINATOR, "From an account with three false marks.").await;
    })
    .await;
}

#[tokio::test]
async fn vouched_reporters_are_never_held_and_stand_first_on_the_gathered_card() {
    play(async |world| {
        three_false(world, WORKER).await;
        reports_again(world, WORKER).await;
        world.taps(COORDINATOR, "I vouch for the reporter").await;
        world.hears(COORDINATOR, "Noted. This reporter's cases go first and never wait.").await;
        world.sees(LAWYER, "Can you act in the next minutes?").await;
        world.taps(LAWYER, "I take it").await;
        world.passes_s(120).await;
        let [_, second, ..] = rung(world).await;
        world.reports_critical(RELATIVE).await;
        let vouched = reports_again(world, WORKER).await;
        let card = world.sees(SECOND, "CRITICAL · 2 cases are waiting for you").await;
        let line = card.text.lines().nth(1).unwrap();
        assert!(line.contains(&vouched), "{}", card.text);
        assert!(rung(world).await[1] > second);
        world.sees_no(COORDINATOR, "From an account with three false marks.").await;
        world.sees_no(LAWYER, "I vouch for the reporter").await;
    })
    .await;
}

#[tokio::test]
async fn one_tap_alone_holds_nothing_for_false() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        let code = world.code().await;
        world.taps(LAWYER, "I take it").await;
        world.taps(LAWYER, "Looks false").await;
        world.sees(LAWYER, &format!("{code}: do you hold it for false?")).await;
        world.sees(LAWYER, "If yes, you give it back and others are called.").await;
        let marks = "-- tests::marks
            SELECT COUNT(*) AS n FROM false_marks";
        assert_eq!(world.count(marks, vec![]).await, 0);
        world.taps(LAWYER, "No, leave it").await;
        world.sees_no(LAWYER, "do you hold it for false?").await;
        world.sees(LAWYER, "You have it since").await;
        world.looks_false(LAWYER).await;
        world.hears(LAWYER, "Coordinators see it. Others are called meanwhile.").await;
        world.sees_no(LAWYER, "do you hold it for false?").await;
        assert_eq!(world.count(marks, vec![]).await, 1);
    })
    .await;
}

#[tokio::test]
async fn what_was_asked_before_the_case_was_taken_anew_is_old() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        world.taps(LAWYER, "I take it").await;
        world.taps(LAWYER, "Looks false").await;
        let asked = world.sees(LAWYER, "do you hold it for false?").await;
        let yes = asked.buttons[0][0].data.clone().unwrap();
        world.taps_all(LAWYER, &["Hand over", "Timur"]).await;
        world.taps(SECOND, "I take it").await;
        world.sees_no(LAWYER, "do you hold it for false?").await;
        world.taps_all(SECOND, &["Hand over", "Mira"]).await;
        world.taps(LAWYER, "I take it").await;
        world.forges(LAWYER, asked.message_id, &yes).await;
        world.hears(LAWYER, "This button is old").await;
        world.sees(LAWYER, "You have it since").await;
    })
    .await;
}

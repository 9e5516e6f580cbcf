//! "I take it" is a promise: asked for, renewed, vouched for, handed over, or others are called.

use habeas_core::domain::Role;

use crate::support::people::{COORDINATOR, FRIEND, LAWYER, RELATIVE, SECOND};
use crate::support::world::{Scene, World, play, play_in};

/// The relative's case, taken by the first lawyer.
pub(super) async fn taken(world: &World) {
    world.reports_critical(RELATIVE).await;
    world.taps(LAWYER, "I take it").await;
}

#[tokio::test]
async fn without_a_sign_the_owner_is_asked_at_ten_minutes_and_the_next_is_called_at_fifteen() {
    play(async |world| {
        taken(world).await;
        let rung = world.rings(LAWYER, "CRITICAL").await;
        world.passes_s(599).await;
        assert_eq!(world.rings(LAWYER, "CRITICAL").await, rung);
        world.passes_s(1).await;
        assert_eq!(world.rings(LAWYER, "Still on it?").await, 1, "with sound");
        world.passes_s(299).await;
        assert_eq!(world.rings(SECOND, "CRITICAL").await, 0);
        world.passes_s(1).await;
        let page = world.sees(SECOND, "No sign since").await;
        assert!(!page.silent && page.text.contains("has it since"), "{}", page.text);
        world.sees(RELATIVE, "A second lawyer is being called too.").await;
        world.sees_no(RELATIVE, "I am still calling").await;
        world.sees(LAWYER, "Others are being called.").await;
        world.taps(SECOND, "I take it").await;
        world.sees(LAWYER, "has it since").await;
        world.sees_no(LAWYER, "You have it since").await;
        world.sees(SECOND, "You have it since").await;
    })
    .await;
}

#[tokio::test]
async fn nobody_answers_the_second_call_either_and_it_does_not_end() {
    play(async |world| {
        taken(world).await;
        world.passes_s(900).await;
        for _ in 0..30 {
            world.passes_s(60).await;
        }
        assert!(world.rings(SECOND, "CRITICAL").await > 5);
        assert!(world.rings(COORDINATOR, "CRITICAL").await > 5);
    })
    .await;
}

#[tokio::test]
async fn a_sign_stops_the_second_call_and_the_owner_stays() {
    play(async |world| {
        taken(world).await;
        world.passes_s(900).await;
        world.sees(SECOND, "No sign since").await;
        world.taps(LAWYER, "On my way").await;
        world.hears(LAWYER, "Noted. All see it.").await;
        world.sees_no(SECOND, "No sign since").await;
        world.sees(SECOND, ": on the way").await;
        world.sees(COORDINATOR, ": on the way").await;
        let rung = world.rings(SECOND, "CRITICAL").await;
        world.passes_s(590).await;
        assert_eq!(world.rings(SECOND, "CRITICAL").await, rung);
        let actions = world.entries("action").await;
        let did: Vec<_> = actions.iter().map(|a| a["did"].as_str().unwrap()).collect();
        assert_eq!(did, ["took", "on-my-way"], "sealed into the case");
    })
    .await;
}

/// Whoever has one lawyer's phone presses all that the phone shows, whenever it helps.
#[tokio::test]
async fn one_stolen_session_keeps_a_critical_case_silent_for_45_minutes_at_most() {
    play(async |world| {
        taken(world).await;
        let (mut minutes, mut signed) = (0, 0);
        while world.rings(SECOND, "CRITICAL").await == 0 {
            world.passes_s(60).await;
            minutes += 1;
            assert!(minutes <= 45, "silent for longer");
            let page = world.sees(LAWYER, "You have it since").await;
            // As late as possible: a minute before others would be called.
            if page.text.contains("Still on it?") && minutes - signed == 14 {
                world.taps(LAWYER, "I am on it").await;
                signed = minutes;
            }
        }
        assert!(minutes > 40, "renewed twice, {minutes} min");
        for label in ["I am on it", "On my way", "I am at the court"] {
            world.taps_and_hears(LAWYER, label, "Your taps alone no longer count.").await;
        }
        world.taps_and_hears(LAWYER, "They are free", "The family is asked too.").await;
        world.says(LAWYER, &format!("/take {}", world.code().await)).await;
        still_calls_others(world).await;
        // Giving it back and taking it again wins no time either.
        world.looks_false(LAWYER).await;
        world.taps(LAWYER, "I take it").await;
        world.sees(LAWYER, "You have it since").await;
        still_calls_others(world).await;
        world.taps(LAWYER, "I am on it").await;
        still_calls_others(world).await;
        world.taps(SECOND, "I spoke with them").await;
        world.sees_no(SECOND, "No sign since").await;
    })
    .await;
}

async fn still_calls_others(world: &World) {
    let rung = world.rings(SECOND, "CRITICAL").await;
    for _ in 0..4 {
        world.passes_s(60).await;
    }
    assert!(world.rings(SECOND, "CRITICAL").await > rung, "others are called all the same");
}

#[tokio::test]
async fn who_has_others_called_away_from_an_owner_cannot_quiet_the_case_by_taking_it() {
    play(async |world| {
        taken(world).await;
        world.taps(SECOND, "Page again anyway").await;
        let rung = world.rings(LAWYER, "CRITICAL").await;
        world.taps(SECOND, "I take it").await;
        world.sees(SECOND, "You have it since").await;
        assert_eq!(world.rings(LAWYER, "CRITICAL").await, rung + 1, "rung at once");
        for _ in 0..4 {
            world.passes_s(60).await;
        }
        assert!(world.rings(LAWYER, "CRITICAL").await > rung + 1, "others are called all the same");
    })
    .await;
}

/// One session that gives a case back and takes it again, each time before the next is called.
#[tokio::test]
async fn giving_back_and_taking_again_keeps_no_step_of_the_ladder_from_coming() {
    play(async |world| {
        taken(world).await;
        for _ in 0..8 {
            world.looks_false(LAWYER).await;
            world.taps(LAWYER, "I take it").await;
            world.sees(LAWYER, "You have it since").await;
            world.passes_s(50).await;
        }
        assert!(world.rings(SECOND, "CRITICAL").await > 2);
        assert!(world.rings(COORDINATOR, "CRITICAL").await > 0, "within seven minutes");
    })
    .await;
}

#[tokio::test]
async fn a_sign_that_nobody_asked_for_ends_no_call_of_a_colleague_for_nothing() {
    play(async |world| {
        taken(world).await;
        for _ in 0..2 {
            world.taps(SECOND, "Page again anyway").await;
            world.taps_and_hears(LAWYER, "On my way", "Noted. All see it.").await;
        }
        world.taps(SECOND, "Page again anyway").await;
        world.taps_and_hears(LAWYER, "On my way", "Your taps alone no longer count.").await;
        world.sees(LAWYER, "Speak with a colleague").await;
    })
    .await;
}

#[tokio::test]
async fn help_for_an_urgent_case_keeps_nobody_from_being_called_when_it_becomes_critical() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps_all(RELATIVE, &["Kazakhstan", "In court", "Yes: officers said so"]).await;
        world.taps(RELATIVE, "Russia").await;
        world.taps(LAWYER, "I take it").await;
        world.taps(LAWYER, "I need help").await;
        world.taps_all(RELATIVE, &["Passports of both countries at war"]).await;
        world.sees(LAWYER, "CRITICAL").await;
        assert!(world.rings(LAWYER, "CRITICAL").await > 0);
        world.passes_s(240).await;
        assert!(world.rings(SECOND, "CRITICAL").await > 1, "the ladder runs");
    })
    .await;
}

#[tokio::test]
async fn a_case_that_cannot_be_read_lapses_all_the_same() {
    play(async |world| {
        taken(world).await;
        let spoil = "-- tests::spoil
            UPDATE cases SET sealed_report = $1";
        world.execute(spoil, vec![vec![7_u8; 40].into()]).await;
        world.passes_s(900).await;
        let page = world.sees(SECOND, "The server cannot read this report.").await;
        assert!(!page.silent && page.text.starts_with("CRITICAL"), "{}", page.text);
    })
    .await;
}

#[tokio::test]
async fn help_that_nobody_gave_can_be_called_for_again() {
    play(async |world| {
        taken(world).await;
        world.taps(LAWYER, "I need help").await;
        let rung = world.rings(SECOND, "CRITICAL").await;
        for _ in 0..9 {
            world.passes_s(60).await;
        }
        let more = world.rings(SECOND, "CRITICAL").await;
        assert!(more > rung);
        world.taps(LAWYER, "I need help").await;
        world.hears(LAWYER, "One more person is called now.").await;
        assert!(world.rings(SECOND, "CRITICAL").await > more);
    })
    .await;
}

#[tokio::test]
async fn another_members_word_lets_the_owner_go_on() {
    play(async |world| {
        taken(world).await;
        for _ in 0..2 {
            world.passes_s(600).await;
            world.taps(LAWYER, "I am on it").await;
        }
        world.passes_s(900).await;
        world.sees(LAWYER, "Speak with a colleague").await;
        world.sees(SECOND, "No sign since").await;
        world.taps(SECOND, "I spoke with them").await;
        world.sees_no(SECOND, "No sign since").await;
        let rung = world.rings(SECOND, "CRITICAL").await;
        world.passes_s(610).await;
        assert_eq!(world.rings(SECOND, "CRITICAL").await, rung);
        world.taps_and_hears(LAWYER, "I am on it", "Noted. All see it.").await;
    })
    .await;
}

#[tokio::test]
async fn who_doubts_it_can_have_others_called_again() {
    play(async |world| {
        taken(world).await;
        let told = world.sees(COORDINATOR, "has it since").await;
        assert!(told.silent);
        world.taps(COORDINATOR, "Page again anyway").await;
        world.hears(COORDINATOR, "Others are called now.").await;
        world.sees(SECOND, "Dana asks for one more person (since ").await;
        assert_eq!(world.rings(SECOND, "CRITICAL").await, 1);
        world.taps(COORDINATOR, "I spoke with them").await;
        world.sees_no(SECOND, "Dana asks for one more person (since ").await;
    })
    .await;
}

#[tokio::test]
async fn a_page_beside_the_owner_says_why_it_is_sent() {
    play(async |world| {
        taken(world).await;
        let code = world.code().await;
        world.passes_s(60).await;
        world.taps(LAWYER, "On my way").await;
        world.taps(COORDINATOR, "Page again anyway").await;
        let page = world.sees(SECOND, "Dana asks for one more person").await.text;
        assert!(page.contains("The last sign of the owner: "), "{page}");
        assert!(!page.contains("No sign since"), "{page}");
        world.reports_critical(1009).await;
        world.passes_s(120).await;
        let both = world.sees(SECOND, "2 cases are waiting for you").await.text;
        let line = both.lines().find(|line| line.contains(&code)).unwrap();
        assert!(line.ends_with("a colleague asks for one more"), "{line}");
        world.taps(LAWYER, "On my way").await;
        world.passes_s(900).await;
        let both = world.sees(SECOND, "2 cases are waiting for you").await.text;
        let line = both.lines().find(|line| line.contains(&code)).unwrap();
        assert!(line.ends_with("no sign from whoever has it"), "{line}");
    })
    .await;
}

#[tokio::test]
async fn whose_signs_are_used_up_reads_which_case_why_and_who_can_help() {
    play(async |world| {
        taken(world).await;
        let code = world.code().await;
        for _ in 0..2 {
            world.passes_s(600).await;
            world.taps(LAWYER, "I am on it").await;
        }
        world.passes_s(600).await;
        let card = world.sees(LAWYER, "Speak with a colleague").await.text;
        let why = format!("{code}: your own taps no longer count for it.");
        assert!(card.contains(&why), "{card}");
        assert!(card.contains("taps “I spoke with them”: Timur, Dana."), "{card}");
        assert!(card.contains("Without that, others are called at "), "{card}");
        world.taps(LAWYER, "On my way").await;
        world.hears(LAWYER, &format!("{code}: noted. Your taps alone no longer count.")).await;
    })
    .await;
}

#[tokio::test]
async fn who_needs_help_gets_one_more_and_keeps_the_case() {
    play(async |world| {
        taken(world).await;
        world.taps(LAWYER, "I need help").await;
        world.hears(LAWYER, "One more person is called now.").await;
        world.sees(SECOND, "asks for help now").await;
        assert_eq!(world.rings(COORDINATOR, "CRITICAL").await, 0, "one, not all");
        world.taps(SECOND, "I help").await;
        world.sees(LAWYER, ": helps").await;
        world.sees(LAWYER, "You have it since").await;
        let rung = world.rings(SECOND, "CRITICAL").await;
        world.passes_s(300).await;
        assert_eq!(world.rings(SECOND, "CRITICAL").await, rung);
    })
    .await;
}

#[tokio::test]
async fn a_case_is_handed_over_only_when_the_other_accepts() {
    play(async |world| {
        taken(world).await;
        world.taps(LAWYER, "Hand over").await;
        world.taps(LAWYER, "Timur").await;
        world.sees(SECOND, "asks you to take this case over").await;
        assert_eq!(world.rings(SECOND, "CRITICAL").await, 1, "asked with sound");
        world.sees(LAWYER, "You have it since").await;
        world.taps(SECOND, "I cannot").await;
        world.sees(LAWYER, "cannot take it. You still have it.").await;
        world.taps(LAWYER, "Timur").await;
        world.taps(SECOND, "I take it").await;
        world.sees(SECOND, "You have it since").await;
        world.sees_no(LAWYER, "You have it since").await;
        world.passes_s(600).await;
        assert_eq!(world.rings(SECOND, "Still on it?").await, 1, "the promise is theirs now");
    })
    .await;
}

#[tokio::test]
async fn one_word_that_it_looks_false_ends_no_calling() {
    play(async |world| {
        taken(world).await;
        world.looks_false(LAWYER).await;
        world.sees(COORDINATOR, ": holds it for false").await;
        assert_eq!(world.rings(SECOND, "CRITICAL").await, 1, "the ladder runs on with the next");
        let rung = world.rings(LAWYER, "CRITICAL").await;
        world.passes_s(200).await;
        assert_eq!(world.rings(LAWYER, "CRITICAL").await, rung, "and not with whoever said so");
        world.taps(SECOND, "I take it").await;
        world.sees(SECOND, "You have it since").await;
    })
    .await;
}

#[tokio::test]
async fn takings_that_nobody_can_have_read_are_shown_to_coordinators() {
    play(async |world| {
        taken(world).await;
        world.sees_no(COORDINATOR, "within three seconds").await;
        world.reports_critical(FRIEND).await;
        // Who is free is called first.
        world.passes_s(120).await;
        world.taps(LAWYER, "I take it").await;
        world.sees(COORDINATOR, "took two pages in a row, each within three seconds").await;
    })
    .await;
}

#[tokio::test]
async fn a_revoked_owners_second_call_gives_way_to_a_new_ladder() {
    play_in(Scene { empty: true, ..Scene::default() }, async |world| {
        let mira = world.add(Role::Lawyer, "Mira", LAWYER).await;
        world.add(Role::Lawyer, "Timur", SECOND).await;
        world.says(LAWYER, "/start").await;
        world.says(SECOND, "/start").await;
        taken(world).await;
        world.passes_s(900).await;
        world.sees(SECOND, "No sign since").await;
        world.revoke(&mira).await;
        world.passes_s(5).await;
        world.sees(SECOND, "Can you act in the next minutes?").await;
        world.taps(SECOND, "I take it").await;
        world.sees(SECOND, "You have it since").await;
    })
    .await;
}

#[tokio::test]
async fn a_promise_stands_where_it_should_after_a_restart() {
    play(async |world| {
        taken(world).await;
        world.stop().await;
        world.driver.advance_clock(905_000);
        world.start().await;
        world.settle().await;
        world.sees(SECOND, "No sign since").await;
    })
    .await;
}

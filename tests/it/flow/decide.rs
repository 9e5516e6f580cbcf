//! Coordinators raise, lower and close; what ends the calling for a critical case needs two.

use habeas::rehearsal::botapi::Tap;
use habeas_core::domain::Role;

use habeas::oncall;

use crate::support::people::{COORDINATOR, FRIEND, LAWYER, RELATIVE, SECOND, drawn};
use crate::support::world::{World, play};

/// A second coordinator's account.
const OTHER: i64 = 7_000_000_077;

/// What the coordinator presses, one after the other.
async fn decides(world: &World, who: i64, labels: &[&str]) {
    world.taps(who, "Change level, or close").await;
    world.taps_all(who, labels).await;
}

async fn with_another_coordinator(world: &World) {
    world.add(Role::Coordinator, "Vera", OTHER).await;
    world.says(OTHER, "/start").await;
    world.sees(OTHER, "You are on call here").await;
}

async fn watched(world: &World) {
    world.says(RELATIVE, "/start").await;
    world.taps_all(RELATIVE, &["Kazakhstan", "Police station"]).await;
    world.sees(COORDINATOR, "WATCH").await;
}

#[tokio::test]
async fn a_coordinator_raises_with_a_reason_and_the_ladder_runs() {
    play(async |world| {
        watched(world).await;
        decides(world, COORDINATOR, &["Raise to CRITICAL", "I know more than the answers"]).await;
        world.hears(COORDINATOR, "Done. All see it.").await;
        assert_eq!(world.rings(LAWYER, "CRITICAL").await, 1);
        world
            .sees(LAWYER, "Dana: decides: Raise to CRITICAL · “I know more than the answers”")
            .await;
        let decided = world.entries("decision").await;
        assert_eq!(decided[0]["decision"], "raise-critical");
        assert_eq!(decided[0]["reason"], "knows-more");
    })
    .await;
}

#[tokio::test]
async fn one_coordinator_alone_ends_no_calling_for_a_critical_case() {
    play(async |world| {
        with_another_coordinator(world).await;
        world.reports_critical(RELATIVE).await;
        world.passes_s(360).await;
        decides(world, COORDINATOR, &["Lower to WATCH", "The report looks false"]).await;
        world.hears(COORDINATOR, "A second coordinator has to agree. They are asked now.").await;
        world.sees_no(COORDINATOR, "I do not agree").await;
        world.taps(COORDINATOR, "Take it back").await;
        world.hears(COORDINATOR, "Taken back. Nothing changes.").await;
        world.sees(OTHER, "Dana: takes the proposal back").await;
        world.sees_no(OTHER, "Do you agree?").await;
        decides(world, COORDINATOR, &["Close: report was false"]).await;
        let rung = world.rings(LAWYER, "CRITICAL").await;
        world.passes_s(241).await;
        assert!(world.rings(LAWYER, "CRITICAL").await > rung, "it goes on");
        let page = world.sees(OTHER, "Dana proposes: Close: report was false.").await;
        assert!(page.text.starts_with("CRITICAL"), "{}", page.text);
        world.taps(OTHER, "I do not agree").await;
        world.sees_no(OTHER, "Do you agree?").await;
        let rung = world.rings(LAWYER, "CRITICAL").await;
        world.passes_s(241).await;
        assert!(world.rings(LAWYER, "CRITICAL").await > rung, "and on");
    })
    .await;
}

#[tokio::test]
async fn two_coordinators_lower_a_critical_case_until_the_answers_come_to_more() {
    play(async |world| {
        with_another_coordinator(world).await;
        world.says(RELATIVE, "/sos").await;
        world.taps_all(RELATIVE, &["Kazakhstan", "Police station"]).await;
        world.passes_s(360).await;
        decides(world, COORDINATOR, &["Lower to WATCH", "I spoke with the family"]).await;
        world.taps(OTHER, "I agree").await;
        world.sees(OTHER, "Dana: proposes: Lower to WATCH · “I spoke with the family”").await;
        world.sees(OTHER, "Vera: decides: Lower to WATCH · “I spoke with the family”").await;
        let told = world.sees(RELATIVE, "People on duty have looked at your report again.").await;
        assert_eq!(
            told.text.lines().nth(1),
            Some("Nobody is called urgently now. All that you gave is kept.")
        );
        assert!(told.text.ends_with("If anything changes, tell me here, or send /sos."));
        let rung = world.rings(LAWYER, "CRITICAL").await;
        let cards = world.rings(LAWYER, &format!("case {}", world.code().await)).await;
        world.passes_s(7200).await;
        assert_eq!(world.rings(LAWYER, "CRITICAL").await, rung);
        let now = world.rings(LAWYER, &format!("case {}", world.code().await)).await;
        assert_eq!(now, cards, "under no other level either");
        world.sees(COORDINATOR, "WATCH").await;
        // More is known now than when it was lowered.
        world.taps_all(RELATIVE, &["Yes: officers said so", "Russia"]).await;
        world.taps(RELATIVE, "Passports of both countries at war").await;
        assert!(world.rings(LAWYER, "CRITICAL").await > rung, "it is called anew");
    })
    .await;
}

#[tokio::test]
async fn a_case_that_somebody_has_stays_theirs_when_it_is_lowered() {
    play(async |world| {
        with_another_coordinator(world).await;
        world.reports_critical(RELATIVE).await;
        world.taps(LAWYER, "I take it").await;
        decides(world, COORDINATOR, &["Lower to URGENT", "It is an ordinary matter"]).await;
        world.taps(OTHER, "I agree").await;
        let card = world.sees(LAWYER, "You have it since").await;
        assert!(card.text.starts_with("URGENT"), "{}", card.text);
        world.sees(RELATIVE, "Whoever has it keeps it.").await;
        world.sees_no(RELATIVE, "URGENT").await;
        world.passes_s(1800).await;
        assert_eq!(world.rings(LAWYER, "Still on it?").await, 0, "nothing was promised any more");
        assert_eq!(world.rings(SECOND, "URGENT").await, 0);
        world.sees_no(SECOND, "No sign since").await;
    })
    .await;
}

#[tokio::test]
async fn a_closed_case_calls_nobody_forgets_its_chats_and_takes_nothing_more() {
    play(async |world| {
        watched(world).await;
        let code = world.code().await;
        decides(world, COORDINATOR, &["Close: ordinary matter"]).await;
        world.sees(RELATIVE, &format!("Your report {code} is closed.")).await;
        world.sees(COORDINATOR, "This case is closed.").await;
        world.sees(COORDINATOR, "Dana: decides: Close: ordinary matter").await;
        let routes = "-- tests::routes
            SELECT COUNT(*) AS n FROM routes";
        assert_eq!(world.count(routes, vec![]).await, 0);
        let outcome = "-- tests::outcome
            SELECT COUNT(*) AS n FROM cases WHERE outcome = 'close-ordinary' AND stage = 'closed'";
        assert_eq!(world.count(outcome, vec![]).await, 1);
        // What is said next is another report.
        world.taps_all(RELATIVE, &["Kazakhstan", "In court"]).await;
        assert_ne!(world.code().await, code);
        world.says(LAWYER, &format!("/take {code}")).await;
        world.sees(LAWYER, "Nobody is being called for this case now.").await;
    })
    .await;
}

#[tokio::test]
async fn where_the_owner_says_free_one_coordinator_closes() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        world.taps(LAWYER, "I take it").await;
        decides(world, COORDINATOR, &["Close: free, and we acted"]).await;
        world.hears(COORDINATOR, "A second coordinator has to agree. Nobody else").await;
        world.passes_s(1).await;
        world.taps(LAWYER, "They are free").await;
        decides(world, COORDINATOR, &["Close: free, and we acted"]).await;
        world.sees(RELATIVE, "is closed").await;
        world.sees(LAWYER, "This case is closed.").await;
        world.passes_s(3600).await;
        assert_eq!(world.rings(SECOND, "CRITICAL").await, 0);
    })
    .await;
}

#[tokio::test]
async fn what_was_proposed_for_another_level_is_old() {
    play(async |world| {
        with_another_coordinator(world).await;
        world.says(RELATIVE, "/sos").await;
        world.taps_all(RELATIVE, &["Kazakhstan", "Police station"]).await;
        world.passes_s(360).await;
        decides(world, COORDINATOR, &["Lower to URGENT", "I spoke with the family"]).await;
        world.taps(OTHER, "I agree").await;
        decides(world, OTHER, &["Raise to CRITICAL", "Others were sent out like this"]).await;
        world.sees(COORDINATOR, "CRITICAL").await;
        world.sees_no(COORDINATOR, "Do you agree?").await;
    })
    .await;
}

#[tokio::test]
async fn what_was_proposed_before_a_case_rose_by_itself_is_old() {
    play(async |world| {
        with_another_coordinator(world).await;
        world.says(RELATIVE, "/start").await;
        world.taps(RELATIVE, "SOS: help at once").await;
        decides(world, COORDINATOR, &["Close: report was false"]).await;
        world.sees(OTHER, "Dana proposes: Close: report was false.").await;
        let (message, agree) = world.button(OTHER, "I agree").await;
        world.passes_s(61).await;
        assert_eq!(world.rings(LAWYER, "CRITICAL").await, 1);
        world.sees_no(OTHER, "Do you agree?").await;
        let tapped = world.forges(OTHER, message, &agree).await;
        let answer = world.answer_to(OTHER, &tapped).await;
        assert!(answer.contains("This button is old"), "{answer}");
        world.sees_no(RELATIVE, "is closed").await;
    })
    .await;
}

#[tokio::test]
async fn a_lawyer_decides_no_level() {
    play(async |world| {
        world.reports_critical(FRIEND).await;
        let page = drawn(&world.sees(LAWYER, "CRITICAL").await);
        assert!(!page.contains("Change level"), "{page}");
    })
    .await;
}

#[tokio::test]
async fn who_said_free_before_a_case_rose_does_not_close_it_alone() {
    play(async |world| {
        watched(world).await;
        world.taps(COORDINATOR, "I take it").await;
        world.taps(COORDINATOR, "They are free").await;
        world.passes_s(1).await;
        world.taps_all(RELATIVE, &["Yes: officers said so", "Russia"]).await;
        world.taps(RELATIVE, "Passports of both countries at war").await;
        world.sees(COORDINATOR, "CRITICAL").await;
        decides(world, COORDINATOR, &["Close: free without us"]).await;
        world.hears(COORDINATOR, "A second coordinator has to agree.").await;
        let rung = world.rings(LAWYER, "CRITICAL").await;
        world.passes_s(61).await;
        assert!(world.rings(LAWYER, "CRITICAL").await > rung);
    })
    .await;
}

#[tokio::test]
async fn a_second_coordinator_agrees_with_what_they_read_and_nothing_else() {
    play(async |world| {
        with_another_coordinator(world).await;
        world.reports_critical(RELATIVE).await;
        world.passes_s(360).await;
        decides(world, COORDINATOR, &["Lower to URGENT", "I spoke with the family"]).await;
        let read = world.sees(OTHER, "Dana proposes: Lower to URGENT.").await;
        let agree = read.buttons.iter().flatten().find(|b| b.label == "I agree").unwrap();
        decides(world, COORDINATOR, &["Close: report was false"]).await;
        // As from a phone that still shows the card before.
        let now = world.sees(OTHER, "Dana proposes: Close: report was false.").await;
        let tap = Tap::data(OTHER, now.message_id, agree.data.clone().unwrap());
        let tap = Tap { forged: true, ..tap };
        world.driver.tap(&tap).unwrap();
        world.hears(OTHER, "This button is old").await;
        world.sees(LAWYER, "CRITICAL").await;
        world.sees_no(RELATIVE, "is closed").await;
    })
    .await;
}

#[tokio::test]
async fn a_call_for_help_that_waits_for_its_answers_is_closed_by_nobody_alone() {
    play(async |world| {
        world.says(RELATIVE, "/sos").await;
        world.sees(COORDINATOR, "WATCH").await;
        decides(world, COORDINATOR, &["Close: report was false"]).await;
        world.hears(COORDINATOR, "A second coordinator has to agree.").await;
        world.passes_s(61).await;
        assert_eq!(world.rings(LAWYER, "CRITICAL").await, 1);
    })
    .await;
}

#[tokio::test]
async fn who_looked_at_the_menu_can_leave_all_as_it_is() {
    play(async |world| {
        watched(world).await;
        decides(world, COORDINATOR, &["Leave all as it is"]).await;
        world.sees_no(COORDINATOR, "what do you decide?").await;
        decides(world, COORDINATOR, &["Raise to CRITICAL", "Leave all as it is"]).await;
        world.sees_no(COORDINATOR, "what do you decide?").await;
        world.sees_no(COORDINATOR, ": why?").await;
        assert_eq!(world.rings(LAWYER, "CRITICAL").await, 0);
        assert!(world.entries("decision").await.is_empty());
        decides(world, COORDINATOR, &["Raise to CRITICAL", "I know more than the answers"]).await;
        world.sees_no(COORDINATOR, "what do you decide?").await;
        assert_eq!(world.rings(LAWYER, "CRITICAL").await, 1);
    })
    .await;
}

#[tokio::test]
async fn what_was_taken_back_and_is_proposed_anew_needs_a_look_anew() {
    play(async |world| {
        let at = "-- tests::proposed_at
            SELECT at AS n FROM proposals";
        with_another_coordinator(world).await;
        world.reports_critical(RELATIVE).await;
        decides(world, COORDINATOR, &["Close: report was false"]).await;
        let read = world.sees(OTHER, "Dana proposes: Close: report was false.").await;
        let first_at = world.count(at, vec![]).await;
        world.taps(COORDINATOR, "Take it back").await;
        decides(world, COORDINATOR, &["Close: report was false"]).await;
        // Nothing tells the two apart but that they are two.
        let same = "-- tests::same_moment
            UPDATE proposals SET at = $1";
        world.execute(same, vec![first_at.into()]).await;
        let agree = read.buttons.iter().flatten().find(|b| b.label == "I agree").unwrap();
        world.forges(OTHER, read.message_id, agree.data.as_deref().unwrap()).await;
        world.hears(OTHER, "This button is old").await;
        world.sees_no(RELATIVE, "is closed").await;
        world.taps(OTHER, "I agree").await;
        world.sees(RELATIVE, "is closed").await;
    })
    .await;
}

#[tokio::test]
async fn a_lone_coordinator_is_told_the_way_on_and_the_operator_agrees_at_the_terminal() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        world.passes_s(360).await;
        decides(world, COORDINATOR, &["Close: report was false"]).await;
        world.hears(COORDINATOR, "Nobody else is there yet.").await;
        let told = world.sees(COORDINATOR, "Your operator can agree at the terminal.").await.text;
        let command = told.lines().find(|line| line.starts_with("habeas case decide ")).unwrap();
        assert!(!told.lines().next().unwrap().contains("false"), "{told}");
        let code = world.code().await;
        let number = command.strip_prefix(&format!("habeas case decide {code} --agree ")).unwrap();
        let number: u32 = number.parse().unwrap();
        for (agreed, expected) in [(number.wrapping_add(1), false), (number, true)] {
            let (parts, now, code) = (world.parts(), world.parts().now(), code.clone());
            let agree = async move |tx: &mut _| {
                let code = code.parse().unwrap();
                let mut case = habeas::cases::by_code(tx, &parts, &code).await?.unwrap();
                oncall::agree_as_operator(tx, &parts, &mut case, agreed, now).await
            };
            let done = world.parts().store.run("tests-agree", agree).await.unwrap();
            assert_eq!(done, expected, "only what was proposed");
        }
        world.settle().await;
        world.sees(COORDINATOR, "This case is closed.").await;
        let rung = world.rings(LAWYER, "CRITICAL").await;
        world.passes_s(600).await;
        assert_eq!(world.rings(LAWYER, "CRITICAL").await, rung);
    })
    .await;
}

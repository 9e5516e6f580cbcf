//! A case that is not in front of its chat: what whoever has it needs is asked, and so is what is new.

use habeas::storage::Tx;

use crate::support::people::{COORDINATOR, LAWYER, RELATIVE, SECOND};
use crate::support::world::{Scene, World, play, play_in};

/// The usual world, in which silence is noticed as it is by default.
fn noticed() -> Scene {
    let env = vec![
        ("HABEAS_ONCALL__ASK_REPORTER_CRITICAL_S", "1200"),
        ("HABEAS_ONCALL__ASK_REPORTER_URGENT_S", "7200"),
        ("HABEAS_ONCALL__ASK_REPORTER_WATCH_S", "14400"),
        ("HABEAS_ONCALL__ASK_REPORTER_UNFINISHED_S", "300"),
    ];
    Scene { env, ..Scene::default() }
}

/// A critical case, and another one in front of it; the code of the first.
async fn two_cases(world: &World) -> String {
    world.reports_critical(RELATIVE).await;
    let code = world.code().await;
    world.says(RELATIVE, "/new").await;
    world.taps_all(RELATIVE, &["Kazakhstan", "Police station"]).await;
    code
}

async fn takes(world: &World, code: &str) {
    world.says(LAWYER, &format!("/take {code}")).await;
    world.sees(LAWYER, "You have it since").await;
}

#[tokio::test]
async fn a_case_taken_while_another_is_in_front_waits_behind_a_button() {
    play(async |world| {
        let code = two_cases(world).await;
        takes(world, &code).await;
        let waits = world.sees(RELATIVE, "The person on duty needs something from you.").await;
        assert!(waits.text.starts_with(&format!("Report {code}")), "{}", waits.text);
        world.sees(RELATIVE, "Yes: officers said so").await;
        world.sees_no(RELATIVE, "Where exactly is the person?").await;
        world.taps(RELATIVE, &format!("Go on with {code}")).await;
        let card = world.sees(RELATIVE, "Where exactly is the person?").await;
        assert!(card.text.starts_with(&format!("Report {code}")), "{}", card.text);
        assert!(world.is_deleted(RELATIVE, waits.message_id).await);
        world.says(RELATIVE, "room 5").await;
        world.sees(LAWYER, "room 5").await;
        world.sees(RELATIVE, "What are their full name and date of birth?").await;
    })
    .await;
}

#[tokio::test]
async fn what_was_asked_of_a_case_is_kept_while_another_is_in_front() {
    play(async |world| {
        let first = two_cases(world).await;
        let second = world.code().await;
        takes(world, &first).await;
        world.says(RELATIVE, &first).await;
        world.taps(RELATIVE, "Skip").await;
        world.sees(RELATIVE, "What are their full name and date of birth?").await;
        world.says(RELATIVE, &first).await;
        world.sees(RELATIVE, "What are their full name and date of birth?").await;
        world.says(RELATIVE, &second).await;
        world.sees(RELATIVE, "Yes: officers said so").await;
        world.restart().await;
        world.says(RELATIVE, &first).await;
        world.sees(RELATIVE, "What are their full name and date of birth?").await;
        world.sees_no(RELATIVE, "Where exactly is the person?").await;
        world.taps_all(RELATIVE, &["Skip", "Skip", "Not now"]).await;
        // Asked once, whoever takes it next.
        world.says(RELATIVE, &second).await;
        world.taps_all(LAWYER, &["Hand over", "Timur"]).await;
        world.taps(SECOND, "I take it").await;
        world.sees(SECOND, "You have it since").await;
        world.sees_no(RELATIVE, "The person on duty needs").await;
        world.says(RELATIVE, &first).await;
        world.sees_no(RELATIVE, "The person on duty needs this.").await;
    })
    .await;
}

#[tokio::test]
async fn it_comes_by_itself_where_nothing_came_for_five_minutes() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        let code = world.code().await;
        world.says(RELATIVE, "/new").await;
        world.passes_s(301).await;
        takes(world, &code).await;
        world.sees(RELATIVE, "Where exactly is the person?").await;
    })
    .await;
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        let code = world.code().await;
        world.says(RELATIVE, "/new").await;
        world.passes_s(280).await;
        takes(world, &code).await;
        world.sees_no(RELATIVE, "Where exactly is the person?").await;
        world.sees(RELATIVE, &format!("Go on with {code}")).await;
    })
    .await;
}

#[tokio::test]
async fn it_never_takes_the_place_of_a_report_that_is_not_finished() {
    play(async |world| {
        let code = two_cases(world).await;
        world.passes_s(301).await;
        takes(world, &code).await;
        world.sees(RELATIVE, "The person on duty needs something from you.").await;
        world.sees(RELATIVE, "Are there signs the person is being sent out").await;
        world.sees_no(RELATIVE, "Where exactly is the person?").await;
    })
    .await;
}

/// Says "I don't know" to the end of an interview.
async fn finishes(world: &World) {
    let labels = ["Skip", "✓ I don't know", "I don't know", "Prefer not to say", "Not yet"];
    for _ in 0..40 {
        let view = world.driver.chat(RELATIVE, None, 0).await;
        let mut buttons = view.shown().rev().flat_map(|m| m.buttons.iter().flatten());
        let next = buttons.find(|b| labels.contains(&b.label.as_str())).map(|b| b.label.clone());
        match next.as_deref() {
            Some("✓ I don't know") => world.taps(RELATIVE, "Done").await,
            Some(label) => world.taps(RELATIVE, label).await,
            None => return,
        };
        if world.screen(RELATIVE).await.contains("Where exactly is the person?") {
            return;
        }
    }
}

#[tokio::test]
async fn it_comes_by_itself_when_the_interview_in_front_is_over() {
    play(async |world| {
        let code = two_cases(world).await;
        takes(world, &code).await;
        finishes(world).await;
        let card = world.sees(RELATIVE, "Where exactly is the person?").await;
        assert!(card.text.starts_with(&format!("Report {code}")), "{}", card.text);
        world.sees_no(RELATIVE, &format!("Go on with {code}")).await;
    })
    .await;
}

#[tokio::test]
async fn what_is_new_is_asked_of_a_critical_case_that_is_not_in_front() {
    play_in(noticed(), async |world| {
        let code = two_cases(world).await;
        takes(world, &code).await;
        let asks = "Is anything new? Please tap below.";
        assert_eq!(world.rings(RELATIVE, asks).await, 1, "with what the lawyer needs");
        world.passes_s(1205).await;
        assert_eq!(world.rings(RELATIVE, asks).await, 2);
        let asked = world.sees(RELATIVE, asks).await;
        assert!(asked.text.starts_with(&format!("Report {code}\n")), "{}", asked.text);
        world.sees(RELATIVE, "Yes: officers said so").await;
        world.restart_after_s(1205).await;
        assert_eq!(world.rings(RELATIVE, asks).await, 3, "and again");
        let label = format!("Go on with {code}");
        world.taps_all(RELATIVE, &[&label, "Skip", "Skip", "Skip", "Not now"]).await;
        world.passes_s(1205).await;
        let asked = world.sees(RELATIVE, "Is anything new?").await;
        assert!(asked.text.starts_with(&format!("Report {code}\n")), "{}", asked.text);
        world.taps(RELATIVE, "At the airport").await;
        world.sees(LAWYER, "Now: Airport").await;
    })
    .await;
}

#[tokio::test]
async fn a_tap_on_the_question_what_is_new_shows_what_can_be() {
    play_in(noticed(), async |world| {
        let code = two_cases(world).await;
        world.passes_s(1205).await;
        world.taps(RELATIVE, &format!("Go on with {code}")).await;
        let card = world.sees(RELATIVE, "What is new?").await;
        assert!(card.text.starts_with(&format!("Report {code}")), "{}", card.text);
        world.taps(RELATIVE, "At the airport").await;
        world.sees(LAWYER, "Now: Airport").await;
    })
    .await;
}

#[tokio::test]
async fn whose_case_is_raised_is_asked_in_the_time_of_its_level() {
    play_in(noticed(), async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps_all(RELATIVE, &["Kazakhstan", "Police station"]).await;
        world.taps(COORDINATOR, "Change level, or close").await;
        world.taps_all(COORDINATOR, &["Raise to CRITICAL", "I know more than the answers"]).await;
        world.passes_s(1205).await;
        world.sees(RELATIVE, "Is anything new?").await;
    })
    .await;
}

#[tokio::test]
async fn who_fell_silent_after_sos_is_asked_in_the_time_of_a_critical_case() {
    play_in(noticed(), async |world| {
        world.says(RELATIVE, "/sos").await;
        world.passes_s(61).await;
        world.sees(LAWYER, "CRITICAL").await;
        world.passes_s(1205).await;
        world.sees(RELATIVE, "Is anything new?").await;
    })
    .await;
}

#[tokio::test]
async fn a_case_that_is_over_is_asked_about_no_more() {
    play_in(noticed(), async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps_all(RELATIVE, &["Kazakhstan", "Police station"]).await;
        let code = world.code().await;
        world.says(RELATIVE, "/new").await;
        world.passes_s(301).await;
        world.sees(RELATIVE, &format!("Go on with {code}")).await;
        let labels = ["Change level, or close", "Close: ordinary matter"];
        world.taps_all(COORDINATOR, &labels).await;
        world.sees_no(RELATIVE, &format!("Go on with {code}")).await;
        let left = "-- tests::left
            SELECT (SELECT COUNT(*) FROM asides) + (SELECT COUNT(*) FROM cards
                WHERE kind = 'go-on') AS n FROM meta LIMIT 1";
        assert_eq!(world.count(left, vec![]).await, 0, "nothing ties the chat to the case");
    })
    .await;
}

/// No report opens any more, as of now.
async fn breaks_reports(world: &World) {
    let sql = "-- tests::break
        UPDATE cases SET sealed_report = $1";
    world.execute(sql, vec![vec![7_u8; 40].into()]).await;
}

#[tokio::test]
async fn whose_report_in_front_does_not_open_is_told_and_begins_anew() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps_all(RELATIVE, &["Kazakhstan", "Police station"]).await;
        let broken = world.code().await;
        breaks_reports(world).await;
        world.says(RELATIVE, "not lost").await;
        let told = world.sees(RELATIVE, "Your message is kept, but I could not handle it.").await;
        assert!(told.text.contains("/new"), "the way on: {}", told.text);
        world.says(RELATIVE, "/new").await;
        world.taps_all(RELATIVE, &["Kazakhstan", "In court"]).await;
        assert_ne!(world.code().await, broken);
        assert_eq!(world.entries("answer").await.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn a_report_in_front_that_does_not_open_makes_way_for_another_and_for_a_call_for_help() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        let first = world.code().await;
        let read = async |tx: &mut Tx| {
            let sql = "-- tests::report
                SELECT sealed_report FROM cases";
            tx.fetch_optional(sql, &[]).await?.unwrap().bytes("sealed_report")
        };
        let whole = world.parts().store.read("tests-report", read).await.unwrap();
        world.says(RELATIVE, "/new").await;
        world.taps_all(RELATIVE, &["Kazakhstan", "Police station"]).await;
        breaks_reports(world).await;
        let mend = "-- tests::mend
            UPDATE cases SET sealed_report = $2 WHERE code = $1";
        world.execute(mend, vec![first.as_str().into(), whole.into()]).await;
        world.says(RELATIVE, &first).await;
        world.sees(RELATIVE, &format!("Report {first}\n")).await;
        world.says(RELATIVE, "/status").await;
        world.sees(RELATIVE, &format!("{first}: I am calling.")).await;
    })
    .await;
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps_all(RELATIVE, &["Kazakhstan", "Police station"]).await;
        let broken = world.code().await;
        breaks_reports(world).await;
        world.says(RELATIVE, "/sos").await;
        world.taps_all(RELATIVE, &["Kazakhstan", "In court"]).await;
        assert_ne!(world.code().await, broken);
        assert_eq!(world.rings(LAWYER, "CRITICAL").await, 1);
    })
    .await;
}

#[tokio::test]
async fn who_leaves_a_silent_report_that_does_not_open_brings_the_coordinator_and_no_lawyer() {
    play_in(noticed(), async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps_all(RELATIVE, &["Kazakhstan", "Police station"]).await;
        breaks_reports(world).await;
        world.says(RELATIVE, "/new").await;
        world.passes_s(600).await;
        let unread = "The server cannot read this report.";
        assert_eq!(world.rings(COORDINATOR, unread).await, 1);
        assert_eq!(world.times_sent(LAWYER, unread).await, 0);
        assert_eq!(world.rings(LAWYER, "CRITICAL").await, 0);
    })
    .await;
}

#[tokio::test]
async fn one_report_that_does_not_open_hides_no_other_in_a_list() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps_all(RELATIVE, &["Kazakhstan", "Police station"]).await;
        let broken = world.code().await;
        breaks_reports(world).await;
        world.says(RELATIVE, "/new").await;
        world.taps_all(RELATIVE, &["Kazakhstan", "In court"]).await;
        let whole = world.code().await;
        world.says(RELATIVE, "/status").await;
        let told = world.sees(RELATIVE, "Your reports:").await.text;
        assert!(told.contains(&format!("{whole}: ")), "{told}");
        assert!(told.contains(&format!("{broken}: kept, but I cannot open it.")), "{told}");
        world.says(COORDINATOR, "/queue").await;
        let told = world.sees(COORDINATOR, "What nobody has yet:").await.text;
        assert!(told.contains(&format!("{whole} · WATCH")), "{told}");
        assert!(told.contains(&format!("{broken} · WATCH · the server cannot read it")), "{told}");
    })
    .await;
}

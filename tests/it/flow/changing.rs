//! Going back and changing an answer.

use serde_json::json;

use habeas::storage::Tx;

use crate::support::people::{LAWYER, PRESS_REPORT, RELATIVE, drawn};
use crate::support::world::{World, play};

/// The newest case's coded report.
async fn report(world: &World) -> habeas_core::domain::Report {
    let parts = world.parts();
    let code = world.code().await.parse().unwrap();
    let unit = std::sync::Arc::clone(&parts);
    let read = async move |tx: &mut Tx| habeas::cases::by_code(tx, &unit, &code).await;
    parts.store.read("tests-report", read).await.unwrap().unwrap().report.report
}

#[tokio::test]
async fn back_shows_the_question_before() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps_all(RELATIVE, &["Kazakhstan", "Police station", "Back"]).await;
        world.sees(RELATIVE, "Where is the person now?").await;
        world.taps(RELATIVE, "Back").await;
        world.sees(RELATIVE, "In which country is this happening?").await;
    })
    .await;
}

#[tokio::test]
async fn the_list_of_answers_has_ticks_and_never_what_was_answered() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps_all(RELATIVE, &["Kazakhstan", "Police station", "Change an answer"]).await;
        let card = world.sees(RELATIVE, "Which answer do you want to change?").await;
        let drawn = drawn(&card);
        assert!(drawn.contains("[✓ Where is the person now?]"), "{drawn}");
        assert!(!drawn.contains("Are there signs"), "only what was answered: {drawn}");
        assert!(!drawn.contains("Police station") && !drawn.contains("Kazakhstan"), "{drawn}");
        world.taps(RELATIVE, "Back").await;
        world.sees(RELATIVE, "Are there signs").await;
    })
    .await;
}

#[tokio::test]
async fn a_changed_answer_keeps_the_earlier_one_and_never_lowers_the_level() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        world.taps_all(RELATIVE, &["Change an answer", "Where is the person now?"]).await;
        world.taps(RELATIVE, "Released, I know it for sure").await;
        let report = report(world).await;
        assert_eq!(report.facts.code("where_now"), Some("released"));
        let earlier = report.superseded.iter().find(|s| s.key == "where_now").unwrap();
        assert_eq!(serde_json::to_value(&earlier.value).unwrap(), json!("court"));
        let level = habeas_core::assessment::assess(&world.parts().card, &report, earlier.at);
        assert_eq!(level.level.as_str(), "critical");
        world.passes_s(61).await;
        assert_eq!(world.rings(LAWYER, "CRITICAL").await, 2, "the ladder goes on");
        let answers = world.entries("answer").await;
        assert!(answers.iter().any(|a| a["set"] == json!({"where_now": "court"})));
        assert!(answers.iter().any(|a| a["set"] == json!({"where_now": "released"})));
    })
    .await;
}

#[tokio::test]
async fn of_the_reasons_only_the_class_stays_with_the_server() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps_all(RELATIVE, &PRESS_REPORT).await;
        world.taps_all(RELATIVE, &["Journalist or blogger", "Done"]).await;
        let report = report(world).await;
        assert_eq!(report.facts.code("risk_profile"), Some("strong"));
        let kept = serde_json::to_string(&report).unwrap();
        assert!(!kept.contains("journalist"), "{kept}");
    })
    .await;
}

#[tokio::test]
async fn a_reason_that_is_taken_back_does_not_lower_the_level() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        world.taps(RELATIVE, "None of these").await;
        let report = report(world).await;
        assert!(report.superseded.iter().any(|s| s.key == "risk_profile"));
        world.passes_s(61).await;
        assert_eq!(world.rings(LAWYER, "CRITICAL").await, 2);
    })
    .await;
}

#[tokio::test]
async fn a_time_and_the_city_can_be_changed_too() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        let first = ["Kazakhstan", "I don't know", "Yes: there is a ticket or flight"];
        world.taps_all(RELATIVE, &first).await;
        world.taps(RELATIVE, "Later today").await;
        let before = report(world).await.timeline.at("flight_at");
        world.taps_all(RELATIVE, &["Change an answer", "When is the flight or the trip?"]).await;
        world.taps(RELATIVE, "Within 3 hours").await;
        let after = report(world).await.timeline.at("flight_at");
        assert!(after.is_some() && after < before, "{after:?} {before:?}");
        world.taps_all(RELATIVE, &["Russia", "Journalist or blogger", "Done"]).await;
        world.sees(RELATIVE, "In which city or town is it?").await;
        world.says(RELATIVE, "Almaty").await;
        world.taps(RELATIVE, "Change an answer").await;
        world.taps(RELATIVE, "In which city or town is it? Please write it.").await;
        world.says(RELATIVE, "Astana").await;
        let cities = world.entries("city").await;
        assert_eq!(cities, [json!({"text": "Almaty"}), json!({"text": "Astana"})]);
    })
    .await;
}

#[tokio::test]
async fn a_tick_taken_back_and_given_again_costs_no_more_each_time() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps_all(RELATIVE, &PRESS_REPORT).await;
        for _ in 0..6 {
            world.taps(RELATIVE, "Journalist or blogger").await;
        }
        assert!(report(world).await.superseded.len() <= 2);
    })
    .await;
}

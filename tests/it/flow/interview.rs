//! The interview as a reporter sees it.

use serde_json::json;

use crate::support::people::{FRIEND, LAWYER, PRESS_REPORT, RELATIVE, drawn};
use crate::support::world::play;

const REASON: &str = "Passports of both countries at war";

#[tokio::test]
async fn the_first_screen_holds_the_notice_the_countries_and_the_languages() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        let first = world.sees(RELATIVE, "In which country is this happening?").await;
        assert!(first.text.starts_with("Telegram can read this chat."), "{}", first.text);
        assert_eq!(first.text.lines().count(), 4, "three lines of notice and the question");
        let drawn = drawn(&first);
        for label in ["[Kazakhstan]", "[Another country]", "[English]", "[Қазақша]", "[Українська]"]
        {
            assert!(drawn.contains(label), "{label} in {drawn}");
        }
    })
    .await;
}

#[tokio::test]
async fn the_language_comes_from_the_phone_and_else_is_english() {
    play(async |world| {
        for (user, code, question) in [
            (RELATIVE, "ru-RU", "[Русский]"),
            (FRIEND, "sw", "In which country is this happening?"),
        ] {
            world.says_in(user, code, "/start").await;
            world.sees(user, question).await;
        }
        let screen = world.screen(RELATIVE).await;
        assert!(!screen.contains("In which country"), "{screen}");
    })
    .await;
}

#[tokio::test]
async fn another_language_is_one_tap_away() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps(RELATIVE, "Українська").await;
        world.sees_no(RELATIVE, "In which country").await;
        world.taps(RELATIVE, "English").await;
        world.sees(RELATIVE, "In which country").await;
    })
    .await;
}

#[tokio::test]
async fn one_card_is_edited_in_place_and_says_how_far_it_is() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        let first = world.sees(RELATIVE, "In which country").await;
        world.taps(RELATIVE, "Kazakhstan").await;
        let second = world.sees(RELATIVE, "Where is the person now?").await;
        assert_eq!(first.message_id, second.message_id);
        assert!(second.text.starts_with("Question 2 of at most "), "{}", second.text);
        let last = second.buttons.iter().rev().nth(1).unwrap();
        assert_eq!(last[0].label, "I don't know", "last, above the way back");
    })
    .await;
}

#[tokio::test]
async fn each_tick_is_saved_at_once_and_done_only_moves_on() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps_all(RELATIVE, &PRESS_REPORT).await;
        world.taps(RELATIVE, "Done").await;
        world.hears(RELATIVE, "Please tick at least one line").await;
        world.taps(RELATIVE, "Comes from occupied land (e.g. Crimea)").await;
        world.sees(LAWYER, "CRITICAL").await;
        world.taps(RELATIVE, REASON).await;
        world.sees(RELATIVE, "[✓ Passports of both countries at war]").await;
        let before = world.entries("answer").await.len();
        world.taps(RELATIVE, "Done").await;
        assert_eq!(world.entries("answer").await.len(), before, "Done writes nothing");
        world.sees_no(RELATIVE, "Why could it be dangerous").await;
    })
    .await;
}

#[tokio::test]
async fn a_tick_can_be_taken_off_again() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps_all(RELATIVE, &PRESS_REPORT).await;
        world.taps_all(RELATIVE, &["Journalist or blogger", REASON, REASON]).await;
        world.sees_no(RELATIVE, "[✓ Passports of both").await;
        let last = world.entries("answer").await.pop().unwrap();
        assert_eq!(last["set"], json!({"risk_profile": ["journalist_or_blogger"]}));
    })
    .await;
}

#[tokio::test]
async fn i_do_not_know_stands_alone() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps_all(RELATIVE, &PRESS_REPORT).await;
        world.taps_all(RELATIVE, &["Journalist or blogger", "I don't know"]).await;
        world.sees(RELATIVE, "[✓ I don't know]").await;
        world.sees_no(RELATIVE, "[✓ Journalist").await;
        world.taps(RELATIVE, "Tourist, short visit").await;
        world.sees_no(RELATIVE, "[✓ I don't know]").await;
    })
    .await;
}

#[tokio::test]
async fn sensitive_reasons_stand_behind_another_reason_there() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps_all(RELATIVE, &PRESS_REPORT).await;
        world.sees_no(RELATIVE, "LGBT").await;
        world.taps(RELATIVE, "Another reason there").await;
        world.taps(RELATIVE, "LGBT").await;
        world.taps(RELATIVE, "Back to the first reasons").await;
        world.sees_no(RELATIVE, "LGBT").await;
        let last = world.entries("answer").await.pop().unwrap();
        assert_eq!(last["set"], json!({"risk_profile": ["lgbt"]}));
    })
    .await;
}

#[tokio::test]
async fn after_the_page_come_the_city_consent_and_the_receipt() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        world.sees(RELATIVE, "Your code for this report.").await;
        world.taps(RELATIVE, "Done").await;
        world.sees(RELATIVE, "In which city or town is it?").await;
        let said = world.says(RELATIVE, "Invented City").await;
        assert!(world.is_deleted(RELATIVE, said.message_id).await, "typed words are deleted");
        assert_eq!(world.entries("city").await, [json!({"text": "Invented City"})]);
        world.taps(RELATIVE, "Only the lawyer on duty").await;
        let last = world.entries("answer").await.pop().unwrap();
        assert_eq!(last["set"], json!({"consent": "lawyer_only"}));
        world.sees(RELATIVE, "Question ").await;
        world.sees_no(RELATIVE, "Invented City").await;
    })
    .await;
}

#[tokio::test]
async fn the_city_can_be_skipped() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        world.taps_all(RELATIVE, &["Done", "Skip"]).await;
        world.sees(RELATIVE, "Who may see your report?").await;
        assert!(world.entries("city").await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn after_the_fifth_answer_a_reporter_without_a_page_is_told_what_happens_next() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps_all(RELATIVE, &["Kazakhstan", "Released, I know it for sure", "No"]).await;
        world.taps(RELATIVE, "Not about sending away").await;
        world.sees_no(RELATIVE, "Your answers are kept.").await;
        world.taps(RELATIVE, "None of these").await;
        world.sees(RELATIVE, "Your answers are kept. Tell me at once").await;
    })
    .await;
}

/// An answer for every question, whatever is asked next.
const CALM: [&str; 4] = ["Skip", "I don't know", "Prefer not to say", "Not yet"];

#[tokio::test]
async fn a_report_without_danger_ends_with_the_receipt_and_stays_open_for_more() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        for _ in 0..40 {
            let card = world.sees(RELATIVE, "").await;
            let screen = world.screen(RELATIVE).await;
            if screen.contains("That is all for now.") {
                break;
            }
            let label = CALM.iter().find(|l| screen.contains(&format!("[{l}]")));
            match label {
                Some(label) => _ = world.taps(RELATIVE, label).await,
                None => _ = world.taps(RELATIVE, "Done").await,
            }
            if drawn(&card).contains("[Done]") {
                world.taps(RELATIVE, "Done").await;
            }
        }
        world.sees(RELATIVE, "That is all for now.").await;
        world.sees(RELATIVE, "Your code for this report.").await;
        world.says(RELATIVE, "They let him call once").await;
        assert_eq!(world.entries("words").await, [json!({"text": "They let him call once"})]);
    })
    .await;
}

//! The owner asks and the reporter answers: both ways sealed, neither sees the other's account.

use habeas::rehearsal::botapi::Say;
use habeas_core::domain::Role;
use serde_json::json;

use crate::support::people::{FRIEND, LAWYER, RELATIVE, SECOND, THIRD};
use crate::support::world::{World, play};

async fn replies(world: &World, user: i64, to: &str, text: &str) -> i64 {
    let card = world.sees(user, to).await;
    let say = Say { reply_to: Some(card.message_id), ..Say::new(user, text) };
    let said = world.driver.say(&say).unwrap();
    world.settle().await;
    said.message_id
}

#[tokio::test]
async fn a_reply_to_the_card_reaches_the_reporter_and_the_answer_comes_back() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        world.taps(LAWYER, "I take it").await;
        world.taps(RELATIVE, "Done").await;
        for _ in 0..4 {
            let skip =
                if world.screen(RELATIVE).await.contains("[Not now]") { "Not now" } else { "Skip" };
            world.taps(RELATIVE, skip).await;
        }
        let typed = replies(world, LAWYER, "You have it since", "which entrance?").await;
        assert!(world.is_deleted(LAWYER, typed).await);
        world.sees(LAWYER, "Sent to the family.").await;
        let asked = world.sees(RELATIVE, "which entrance?").await;
        assert!(asked.text.starts_with("The person on duty asks:"), "{}", asked.text);
        assert!(!asked.text.contains("Mira"), "no name");
        world.says(RELATIVE, "the north one").await;
        world.sees(RELATIVE, "I passed your words on, and deleted them here.").await;
        world.sees_no(RELATIVE, "I sealed your words").await;
        let back = world.sees(LAWYER, "the north one").await;
        let first = back.text.lines().next().unwrap();
        assert_eq!(first, format!("{}: open this message to read it.", world.code().await));
        world.sees_no(SECOND, "the north one").await;
        assert_eq!(world.entries("asked").await[0]["text"], "which entrance?");
        assert_eq!(
            world.entries("words").await,
            [json!({"text": "the north one", "answer": true})]
        );
        world.passes_s(3590).await;
        assert!(!world.is_deleted(LAWYER, back.message_id).await);
        world.passes_s(15).await;
        assert!(world.is_deleted(LAWYER, back.message_id).await, "an hour, no longer");
    })
    .await;
}

#[tokio::test]
async fn a_reply_to_any_message_of_the_case_in_the_owners_chat_reaches_the_reporter() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        world.taps(LAWYER, "I take it").await;
        let old = world.sees(LAWYER, "You have it since").await.message_id;
        world.taps_all(RELATIVE, &["Done", "Skip", "Skip", "Skip", "Not now"]).await;
        replies(world, LAWYER, "You have it since", "which entrance?").await;
        world.says(RELATIVE, "the north one").await;
        replies(world, LAWYER, "the north one", "who is with him?").await;
        world.sees(RELATIVE, "who is with him?").await;
        replies(world, LAWYER, "Sent to the family.", "since when?").await;
        world.sees(RELATIVE, "since when?").await;
        world.taps(LAWYER, "Why").await;
        replies(world, LAWYER, "Sum:", "is he hurt?").await;
        world.sees(RELATIVE, "is he hurt?").await;
        world.passes_s(610).await;
        replies(world, LAWYER, "Still on it?", "which floor?").await;
        world.sees(RELATIVE, "which floor?").await;
        // A card that a newer one has replaced while the lawyer wrote.
        assert!(world.is_deleted(LAWYER, old).await);
        let say = Say { reply_to: Some(old), ..Say::new(LAWYER, "which room?") };
        world.driver.say(&say).unwrap();
        world.sees(RELATIVE, "which room?").await;
        world.driver.block(RELATIVE);
        world.settle().await;
        world.driver.unblock(RELATIVE);
        world.settle().await;
        replies(world, LAWYER, "The family can read the bot again.", "are you there?").await;
        world.sees(RELATIVE, "are you there?").await;
    })
    .await;
}

#[tokio::test]
async fn what_is_no_question_is_not_shown_as_one_and_one_question_is_open_at_a_time() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        world.taps(LAWYER, "I take it").await;
        world.taps(RELATIVE, "Done").await;
        world.sees(RELATIVE, "Where exactly is the person?").await;
        replies(world, LAWYER, "You have it since", "I am at the court now.").await;
        let told = world.sees(RELATIVE, "I am at the court now.").await;
        assert_eq!(told.text, "The person on duty writes:\nI am at the court now.");
        let screen = world.screen(RELATIVE).await;
        assert_eq!(screen.matches("You can answer here. I pass it on.").count(), 1, "{screen}");
        assert!(!screen.contains("Where exactly is the person?"), "{screen}");
        assert!(!screen.contains("Write a name"), "{screen}");
        world.says(RELATIVE, "thank you").await;
        world.sees(LAWYER, "thank you").await;
        // Then the card's own question comes again, and not for an answer before it.
        world.sees(RELATIVE, "Where exactly is the person?").await;
        world.sees_no(RELATIVE, "You can answer here.").await;
        replies(world, LAWYER, "You have it since", "which entrance?").await;
        world.sees_no(RELATIVE, "Where exactly is the person?").await;
        world.taps(RELATIVE, "Go on with the questions").await;
        world.sees(RELATIVE, "Where exactly is the person?").await;
    })
    .await;
}

#[tokio::test]
async fn words_that_are_no_reply_go_to_no_family_and_leave_the_chat() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        let code = world.code().await;
        world.taps(LAWYER, "I take it").await;
        let said = world.says(LAWYER, "which entrance?").await;
        let how =
            format!("{code}: not sent, and deleted here. To ask the family, reply to its card.");
        world.sees(LAWYER, &how).await;
        assert!(world.is_deleted(LAWYER, said.message_id).await);
        replies(world, LAWYER, &how, "which room?").await;
        world
            .sees(LAWYER, "Not sent, and deleted here. Please reply to a message of the case.")
            .await;
        let sent = world.sends(LAWYER, "voice", json!({})).await;
        world.sees(LAWYER, "I pass on typed words only.").await;
        assert!(world.is_deleted(LAWYER, sent.message_id).await);
        // Where it could be one of two, none is named.
        world.reports_critical(FRIEND).await;
        world.says(LAWYER, &format!("/take {}", world.code().await)).await;
        world.says(LAWYER, "which one?").await;
        world.sees(LAWYER, "To write to a family, reply to the card of its case.").await;
        for reporter in [RELATIVE, FRIEND] {
            world.sees_no(reporter, "which").await;
        }
        // Who has no case is told that nothing was kept.
        let said = world.says(SECOND, "hello").await;
        world.sees(SECOND, "This was not kept: you are a member.").await;
        assert!(world.is_deleted(SECOND, said.message_id).await);
        assert_eq!(world.entries("words").await.len(), 0);
    })
    .await;
}

#[tokio::test]
async fn who_looked_at_the_first_screen_before_they_were_a_member_reports_nothing_by_writing() {
    play(async |world| {
        world.says(THIRD, "/start").await;
        world.sees(THIRD, "In which country is this happening?").await;
        world.add(Role::Lawyer, "Asel", THIRD).await;
        world.sees_no(THIRD, "In which country is this happening?").await;
        world.reports_critical(RELATIVE).await;
        let code = world.code().await;
        world.says(THIRD, &format!("/take {code}")).await;
        world.says(THIRD, "which entrance?").await;
        world.sees(THIRD, "To ask the family, reply to its card.").await;
        assert_eq!(world.code().await, code, "no second case");
    })
    .await;
}

#[tokio::test]
async fn without_a_question_words_are_sealed_and_not_passed_on() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        world.taps(LAWYER, "I take it").await;
        world.taps(RELATIVE, "Write something").await;
        world.says(RELATIVE, "not asked for").await;
        world.sees(LAWYER, "Something was added at").await;
        world.sees_no(LAWYER, "not asked for").await;
        assert_eq!(world.entries("words").await, [json!({"text": "not asked for"})]);
    })
    .await;
}

#[tokio::test]
async fn a_flood_of_answers_does_not_reach_the_lawyers_chat() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        world.taps(LAWYER, "I take it").await;
        replies(world, LAWYER, "You have it since", "where?").await;
        for n in 0..12 {
            world.says(RELATIVE, &format!("answer {n}")).await;
        }
        world.passes_s(60).await;
        assert_eq!(world.times_sent(LAWYER, "The family answers:").await, 5);
        let kept = world.entries("words").await.len() + world.entries("for-lawyer").await.len();
        assert_eq!(kept, 12, "all are sealed");
    })
    .await;
}

#[tokio::test]
async fn who_does_not_have_the_case_cannot_write_to_the_family() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        world.taps(LAWYER, "I take it").await;
        let typed = replies(world, SECOND, "has it since", "this is a bank").await;
        assert!(world.is_deleted(SECOND, typed).await);
        world.sees(SECOND, "Only whoever has the case can write to the family.").await;
        world.sees_no(RELATIVE, "this is a bank").await;
    })
    .await;
}

#[tokio::test]
async fn at_the_taking_the_reporter_is_asked_for_what_the_lawyer_needs_one_by_one() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        world.taps(LAWYER, "I take it").await;
        world.taps(RELATIVE, "Done").await;
        world.sees(RELATIVE, "Where exactly is the person?").await;
        let typed = world.says(RELATIVE, "District court, room 5").await;
        assert!(world.is_deleted(RELATIVE, typed.message_id).await);
        world.sees(LAWYER, "District court, room 5").await;
        world.sees(RELATIVE, "What are their full name and date of birth?").await;
        world.taps(RELATIVE, "Skip").await;
        world.sees(RELATIVE, "Which number can we call?").await;
        world.says(RELATIVE, "+0 000").await;
        world.sees(LAWYER, "+0 000").await;
        world.sees(RELATIVE, "Do you ask the person on duty to act in their name?").await;
        world.taps(RELATIVE, "Yes, I ask them to act").await;
        world.sees(LAWYER, "The family asks you to act.").await;
        let given = world.entries("for-lawyer").await;
        let what: Vec<_> = given.iter().map(|g| g["what"].as_str().unwrap()).collect();
        assert_eq!(what, ["place", "number", "mandate"]);
        // The interview goes on where it was, and nothing is asked twice.
        world.sees(RELATIVE, "Question 6 of at most 19").await;
        world.taps(LAWYER, "Hand over").await;
        world.taps(LAWYER, "Timur").await;
        world.taps(SECOND, "I take it").await;
        world.sees_no(RELATIVE, "Where exactly is the person?").await;
    })
    .await;
}

#[tokio::test]
async fn a_case_that_is_not_critical_goes_on_with_its_interview() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps_all(RELATIVE, &["Kazakhstan", "In court", "Yes: officers said so"]).await;
        world.taps(RELATIVE, "Russia").await;
        world.taps(LAWYER, "I take it").await;
        world.sees(RELATIVE, "Why could it be dangerous for them there?").await;
        world.taps(RELATIVE, "Passports of both countries at war").await;
        world.sees(LAWYER, "CRITICAL").await;
    })
    .await;
}

#[tokio::test]
async fn a_question_about_another_case_of_the_chat_says_how_to_answer_it() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        let code = world.code().await;
        world.taps(LAWYER, "I take it").await;
        world.says(RELATIVE, "/new").await;
        world.taps_all(RELATIVE, &["Kazakhstan", "Police station"]).await;
        replies(world, LAWYER, "You have it since", "which entrance?").await;
        world.sees(RELATIVE, &format!("First send me {code}, then your answer.")).await;
        world.says(RELATIVE, &code).await;
        world.sees(RELATIVE, "You can answer here. I pass it on.").await;
        world.says(RELATIVE, "the side one").await;
        world.sees(LAWYER, "the side one").await;
    })
    .await;
}

/// How the line on an owner's card begins.
const SEALED: &str = "From before, sealed in this case: ";

#[tokio::test]
async fn whoever_takes_the_case_reads_that_messages_from_before_are_sealed() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        for text in ["third floor", "a grey van"] {
            world.taps(RELATIVE, "Write something").await;
            world.says(RELATIVE, text).await;
        }
        world.sees_no(LAWYER, SEALED).await;
        world.taps(LAWYER, "I take it").await;
        world.taps(RELATIVE, "Done").await;
        let card = world.sees(LAWYER, "You have it since").await;
        let line = card.text.lines().find(|line| line.starts_with(SEALED)).unwrap();
        assert!(line.starts_with(&format!("{SEALED}2, the newest at ")), "{line}");
        assert!(line.ends_with(". Ask anew what you need."), "{line}");
        world.sees_no(SECOND, SEALED).await;
        // What comes now is passed on: it is not from before.
        world.says(RELATIVE, "Almaty, Abai 10").await;
        world.sees(LAWYER, "Almaty, Abai 10").await;
        world.sees(LAWYER, &format!("{SEALED}2,")).await;
    })
    .await;
}

#[tokio::test]
async fn what_comes_between_two_owners_is_counted_anew() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        world.taps(RELATIVE, "Write something").await;
        world.says(RELATIVE, "third floor").await;
        world.taps(LAWYER, "I take it").await;
        world.taps(RELATIVE, "Done").await;
        world.looks_false(LAWYER).await;
        // Asked for whoever had it; nobody has it now.
        world.says(RELATIVE, "Almaty, Abai 10").await;
        assert_eq!(world.entries("for-lawyer").await.len(), 1);
        world.restart().await;
        world.taps(SECOND, "I take it").await;
        world.sees(SECOND, &format!("{SEALED}1,")).await;
    })
    .await;
}

#[tokio::test]
async fn what_comes_while_the_owner_gives_no_sign_is_sealed_for_the_next() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        world.taps(LAWYER, "I take it").await;
        world.sees_no(LAWYER, SEALED).await;
        world.passes_s(910).await;
        world.says(RELATIVE, "Almaty, Abai 10").await;
        world.taps(SECOND, "I take it").await;
        world.sees(SECOND, &format!("{SEALED}1,")).await;
    })
    .await;
}

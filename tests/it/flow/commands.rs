//! Commands of reporters and members.

use crate::support::people::{COORDINATOR, LAWYER, RELATIVE};
use crate::support::world::play;

/// The receipt in the newest message that shows one.
fn receipt(text: &str) -> String {
    text.lines().nth(1).expect("the second line is the code").to_owned()
}

#[tokio::test]
async fn start_shows_the_card_below_and_keeps_the_answers() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps(RELATIVE, "Kazakhstan").await;
        let before = world.sees(RELATIVE, "Where is the person now?").await;
        world.says(RELATIVE, "/start").await;
        let after = world.sees(RELATIVE, "Where is the person now?").await;
        assert!(after.message_id > before.message_id);
        assert!(world.is_deleted(RELATIVE, before.message_id).await, "one card, not two");
    })
    .await;
}

#[tokio::test]
async fn new_begins_another_report_and_keeps_the_first() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps(RELATIVE, "Kazakhstan").await;
        let first = world.code().await;
        world.says(RELATIVE, "/new").await;
        world.sees(RELATIVE, "The earlier report is kept. Here is a new one.").await;
        world.driver.advance_clock(1000);
        world.taps(RELATIVE, "Georgia").await;
        assert_ne!(world.code().await, first);
        assert_eq!(world.opened().await.len(), 1);
        world.says(RELATIVE, "/status").await;
        let status = world.sees(RELATIVE, "Your reports:").await;
        assert_eq!(status.text.matches("your answers are kept").count(), 2, "{}", status.text);
    })
    .await;
}

#[tokio::test]
async fn status_says_where_a_report_stands() {
    play(async |world| {
        world.says(RELATIVE, "/status").await;
        world.sees(RELATIVE, "There is no report yet.").await;
        world.reports_critical(RELATIVE).await;
        world.says(RELATIVE, "/status").await;
        world.sees(RELATIVE, ": I am calling. Nobody has answered yet.").await;
        world.taps(LAWYER, "I take it").await;
        world.says(RELATIVE, "/status").await;
        world.sees(RELATIVE, ": somebody on duty has it since ").await;
    })
    .await;
}

#[tokio::test]
async fn code_makes_a_new_receipt_and_the_old_one_is_worth_nothing() {
    play(async |world| {
        world.says(RELATIVE, "/code").await;
        world.sees(RELATIVE, "The code comes with your first answer.").await;
        world.taps(RELATIVE, "Kazakhstan").await;
        let mut codes = vec![];
        let hash = "-- tests::receipt
            SELECT COUNT(*) AS n FROM cases WHERE receipt_hash IS NOT NULL";
        for _ in 0..2 {
            world.says(RELATIVE, "/code").await;
            codes.push(receipt(&world.sees(RELATIVE, "Your code for this report.").await.text));
            assert_eq!(world.count(hash, vec![]).await, 1, "one receipt at a time");
        }
        assert_ne!(codes[0], codes[1]);
    })
    .await;
}

#[tokio::test]
async fn language_offers_four_and_help_says_what_this_is() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps(RELATIVE, "Kazakhstan").await;
        world.says(RELATIVE, "/language").await;
        world.sees(RELATIVE, "Which language shall I use?").await;
        world.taps(RELATIVE, "Русский").await;
        world.sees_no(RELATIVE, "Where is the person now?").await;
        world.says(RELATIVE, "/language").await;
        world.taps(RELATIVE, "English").await;
        world.sees(RELATIVE, "Where is the person now?").await;
        world.says(RELATIVE, "/help").await;
        world.sees(RELATIVE, "You report a detention here, step by step.").await;
        world.says(RELATIVE, "/nonsense").await;
        world.sees(RELATIVE, "I do not know this command.").await;
    })
    .await;
}

#[tokio::test]
async fn a_command_leaves_the_chat() {
    play(async |world| {
        for command in ["/start", "/help", "/status"] {
            let said = world.says(RELATIVE, command).await;
            assert!(world.is_deleted(RELATIVE, said.message_id).await, "{command}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_member_who_types_is_helped_and_can_report_after_new() {
    play(async |world| {
        world.says(COORDINATOR, "hello").await;
        world.sees(COORDINATOR, "This was not kept: you are a member.").await;
        world.says(COORDINATOR, "/help").await;
        world.sees(COORDINATOR, "Pages come here when a case needs somebody now.").await;
        world.says(COORDINATOR, "/take").await;
        world.sees(COORDINATOR, "Which case? Write its code").await;
        world.says(COORDINATOR, "/new").await;
        world.taps(COORDINATOR, "Kazakhstan").await;
        assert_eq!(world.opened().await.len(), 1);
    })
    .await;
}

//! Several reporters of one case: the receipt lets its holder add at once, and hear after a yes.

use habeas::rehearsal::botapi::Say;

use crate::support::people::{COORDINATOR, FRIEND, LAWYER, RELATIVE, SECOND};
use crate::support::world::{World, play};

/// The receipt that a reporter was shown.
async fn receipt(world: &World, user: i64) -> String {
    let shown = world.sees(user, "Your code for this report").await;
    shown.text.lines().nth(1).unwrap().to_owned()
}

async fn entries(world: &World, kind: &str) -> usize {
    world.entries(kind).await.len()
}

#[tokio::test]
async fn whoever_holds_the_receipt_adds_at_once_and_all_are_told() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        world.taps(LAWYER, "I take it").await;
        let (code, receipt) = (world.code().await, receipt(world, RELATIVE).await);
        world.says(FRIEND, "/start").await;
        world.says(FRIEND, &receipt.to_lowercase().replace('-', " ")).await;
        world.sees(FRIEND, &format!("You can add to {code} now.")).await;
        world.sees_no(FRIEND, &receipt).await;
        world.sees(RELATIVE, &format!("Somebody used your code to add to {code}.")).await;
        world.sees(LAWYER, &format!("Somebody used the receipt of {code}")).await;
        world.says(FRIEND, "they drove him north").await;
        assert_eq!(entries(world, "words").await, 1);
        assert_eq!(entries(world, "joined").await, 1);
        world.sees(LAWYER, "Something was added at").await;
        // What news there is counts, too.
        let rung = world.rings(LAWYER, "CRITICAL").await;
        world.taps_all(FRIEND, &["Something is new", "At the airport"]).await;
        assert_eq!(world.rings(LAWYER, "CRITICAL").await, rung + 1);
    })
    .await;
}

#[tokio::test]
async fn whoever_joined_hears_nothing_before_a_yes_of_somebody_on_the_case() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        let receipt = receipt(world, RELATIVE).await;
        world.says(FRIEND, &receipt).await;
        world.sees(FRIEND, "Those who reported it are asked").await;
        world.says(FRIEND, "/status").await;
        world.sees(FRIEND, "You do not hear yet.").await;
        world.taps(LAWYER, "I take it").await;
        world.sees(RELATIVE, "A lawyer on duty has it since").await;
        world.sees_no(FRIEND, "A lawyer on duty has it since").await;
        world.taps(RELATIVE, "Yes, they may hear").await;
        world.sees(FRIEND, "You hear now what happens").await;
        world.sees(RELATIVE, "They hear what happens, too.").await;
        let page = world.sees(LAWYER, "You have it since").await;
        let ask = Say { reply_to: Some(page.message_id), ..Say::new(LAWYER, "who is with him?") };
        world.driver.say(&ask).unwrap();
        world.sees(FRIEND, "who is with him?").await;
        world.sees(RELATIVE, "who is with him?").await;
    })
    .await;
}

#[tokio::test]
async fn the_receipt_and_the_question_about_a_joiner_say_what_they_mean() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        let code = world.code().await;
        world.taps(LAWYER, "I take it").await;
        let shown = world.sees(RELATIVE, "Your code for this report").await.text;
        assert!(shown.contains("With it, somebody you trust can add to this report."), "{shown}");
        assert!(shown.contains("Whoever finds it can add too, but never read."), "{shown}");
        world.says(FRIEND, shown.lines().nth(1).unwrap()).await;
        let lines = |text: String| text.lines().map(str::to_owned).collect::<Vec<_>>();
        let asked = world.sees(RELATIVE, "Somebody used your code").await.text;
        assert_eq!(
            lines(asked),
            [
                &format!("Somebody used your code to add to {code}."),
                "They can add already. They read nothing of what was given.",
                "May they also hear what the lawyer says?",
                "If no: they can add, and hear nothing.",
                "You do not know them? Tap “No”; /code makes a new code.",
            ]
        );
        let asked = world.sees(LAWYER, "Somebody used the receipt").await.text;
        assert!(asked.contains("May they also hear what you write to the family?"), "{asked}");
        assert!(asked.contains("If no: they can add, and hear nothing."), "{asked}");
    })
    .await;
}

#[tokio::test]
async fn a_joiner_reads_the_notice_and_after_the_yes_that_somebody_has_it() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        world.taps(LAWYER, "I take it").await;
        let receipt = receipt(world, RELATIVE).await;
        // As a link carries it, or typed behind the command.
        let said = world.says(FRIEND, &format!("/start {}", receipt.replace('-', " "))).await;
        assert!(world.is_deleted(FRIEND, said.message_id).await);
        let told = world.sees(FRIEND, "You can add to").await.text;
        for line in ["Telegram can read this chat.", "Someone may take your phone?"] {
            assert!(told.contains(line), "{told}");
        }
        assert!(!told.contains("has it since"), "{told}");
        world.taps(RELATIVE, "Yes, they may hear").await;
        let told = world.sees(FRIEND, "You hear now what happens").await.text;
        assert!(told.contains("A lawyer on duty has it since "), "{told}");
        world.says(1009, &format!("/start {receipt}")).await;
        world.sees(1009, "You can add to").await;
        world.says(1010, "/start 0000-0000-0000-0000").await;
        world.sees(1010, "I find no report with this code.").await;
    })
    .await;
}

/// A lawyer's reply to the card of the case.
async fn asks(world: &World, words: &str) {
    let page = world.sees(LAWYER, "You have it since").await;
    let ask = Say { reply_to: Some(page.message_id), ..Say::new(LAWYER, words) };
    world.driver.say(&ask).unwrap();
    world.settle().await;
}

#[tokio::test]
async fn the_lawyer_sees_which_reporter_answers_and_who_never_read_the_question_answers_nothing() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        world.taps(LAWYER, "I take it").await;
        world.taps_all(RELATIVE, &["Done", "Skip", "Skip", "Skip", "Not now"]).await;
        world.says(FRIEND, &receipt(world, RELATIVE).await).await;
        asks(world, "which entrance?").await;
        for n in 0..6 {
            world.says(FRIEND, &format!("they drove him north {n}")).await;
        }
        world.sees_no(LAWYER, "they drove him north").await;
        world.sees(LAWYER, "Something was added at").await;
        assert_eq!(world.entries("words").await[0]["reporter"], 2);
        world.says(RELATIVE, "the side one").await;
        let answer = world.sees(LAWYER, "the side one").await;
        let lines: Vec<&str> = answer.text.lines().skip(1).take(3).collect();
        assert_eq!(lines, ["From the first reporter.", "The family answers:", "the side one"]);

        world.driver.advance_clock(1000);
        world.taps(RELATIVE, "Yes, they may hear").await;
        world.says(FRIEND, "he has a passport").await;
        let words = world.sees(LAWYER, "he has a passport").await;
        assert!(words.text.contains("From somebody who joined (number 2)."), "{}", words.text);
        assert!(words.text.contains("they have not read your question:"), "{}", words.text);
        world.driver.advance_clock(1000);
        asks(world, "which floor?").await;
        world.says(FRIEND, "the third").await;
        let answer = world.sees(LAWYER, "the third").await;
        let lines: Vec<&str> = answer.text.lines().skip(1).take(2).collect();
        assert_eq!(lines, ["From somebody who joined (number 2).", "The family answers:"]);
    })
    .await;
}

#[tokio::test]
async fn the_lawyer_can_say_yes_and_nobody_who_is_not_on_the_case() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        world.taps(LAWYER, "I take it").await;
        world.says(FRIEND, &receipt(world, RELATIVE).await).await;
        world.sees_no(SECOND, "Somebody used").await;
        world.taps(RELATIVE, "No").await;
        world.hears(RELATIVE, "They add, and hear nothing.").await;
        world.sees_no(FRIEND, "You hear now").await;
        // Whoever had the case before says nothing any more.
        let (message, yes) = world.button(LAWYER, "Yes, they may hear").await;
        world.taps_all(LAWYER, &["Hand over", "Timur"]).await;
        world.taps(SECOND, "I take it").await;
        let tapped = world.forges(LAWYER, message, &yes).await;
        let answer = world.answer_to(LAWYER, &tapped).await;
        assert!(answer.contains("This button is old"), "{answer}");
        world.sees_no(FRIEND, "You hear now").await;
        world.taps(SECOND, "Yes, they may hear").await;
        world.sees(FRIEND, "You hear now what happens").await;
    })
    .await;
}

#[tokio::test]
async fn a_renewed_receipt_kills_the_old_one() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        let old = receipt(world, RELATIVE).await;
        world.says(RELATIVE, "/code").await;
        world.settle().await;
        world.says(FRIEND, "/start").await;
        world.says(FRIEND, &old).await;
        world.sees(FRIEND, "I find no report with this code.").await;
        world.says(FRIEND, &receipt(world, RELATIVE).await).await;
        world.sees(FRIEND, "You can add to").await;
    })
    .await;
}

#[tokio::test]
async fn guessing_is_slowed_and_never_locked() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        let receipt = receipt(world, RELATIVE).await;
        for n in 0..5 {
            world.says(FRIEND, &format!("0000-0000-0000-000{n}")).await;
        }
        world.sees(FRIEND, "Please wait").await;
        world.says(FRIEND, &receipt).await;
        world.sees_no(FRIEND, "You can add to").await;
        world.passes_s(600).await;
        world.says(FRIEND, &receipt).await;
        world.sees(FRIEND, "You can add to").await;
    })
    .await;
}

#[tokio::test]
async fn words_that_look_like_a_receipt_are_kept_in_the_report_that_is_open() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps_all(RELATIVE, &["Kazakhstan", "Police station"]).await;
        world.says(RELATIVE, "4276 1234 5678 9010").await;
        world.settle().await;
        assert_eq!(entries(world, "words").await, 1);
    })
    .await;
}

#[tokio::test]
async fn one_account_keeps_many_cases_and_each_answer_goes_to_the_open_one() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        let first = world.code().await;
        world.says(RELATIVE, "/new").await;
        world.taps_all(RELATIVE, &["Kazakhstan", "Police station"]).await;
        let second = world.code().await;
        assert_ne!(first, second);
        world.says(RELATIVE, "/status").await;
        let status = world.sees(RELATIVE, "Your reports:").await;
        assert!(status.text.contains(&first) && status.text.contains(&second), "{}", status.text);
        // What is said of the first names it.
        world.sees(RELATIVE, &format!("Report {second}")).await;
        world.taps(LAWYER, "I take it").await;
        let told = world.sees(RELATIVE, "A lawyer on duty has it since").await;
        assert!(told.text.contains(&format!("Report {first}")), "{}", told.text);
        // Its code leads back to it, and to the question that is open there.
        world.says(RELATIVE, &first).await;
        world.sees(RELATIVE, &format!("Report {first}")).await;
        world.sees(RELATIVE, "Where exactly is the person?").await;
        world.says(RELATIVE, "about the first").await;
        world.sees(LAWYER, "about the first").await;
    })
    .await;
}

#[tokio::test]
async fn whoever_may_not_hear_makes_no_new_code_and_is_told_when_it_is_over() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps_all(RELATIVE, &["Kazakhstan", "Police station"]).await;
        world.says(RELATIVE, "/code").await;
        world.says(FRIEND, &receipt(world, RELATIVE).await).await;
        world.says(FRIEND, "/code").await;
        world.sees(FRIEND, "Only those who hear can make a code.").await;
        let labels = ["Change level, or close", "Close: ordinary matter"];
        world.taps_all(COORDINATOR, &labels).await;
        world.sees(FRIEND, "is closed").await;
        world.sees_no(FRIEND, "A person on duty has decided this.").await;
        let left = "-- tests::left
            SELECT COUNT(*) AS n FROM cards WHERE kind IN ('join', 'receipt')";
        assert_eq!(world.count(left, vec![]).await, 0, "nothing ties the chats to the case");
    })
    .await;
}

#[tokio::test]
async fn ones_own_receipt_typed_ends_no_interview() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps_all(RELATIVE, &["Kazakhstan", "Police station"]).await;
        world.says(RELATIVE, "/code").await;
        world.says(RELATIVE, &receipt(world, RELATIVE).await).await;
        world.sees(RELATIVE, "You are on").await;
        world.taps(RELATIVE, "Yes: officers said so").await;
        world.sees(RELATIVE, "To which country might they be sent?").await;
    })
    .await;
}

#[tokio::test]
async fn whoever_joined_makes_nobody_free() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        world.taps_all(RELATIVE, &["Something is new", "At the airport"]).await;
        world.taps(LAWYER, "I take it").await;
        world.says(FRIEND, &receipt(world, RELATIVE).await).await;
        for label in ["Free: I saw them or spoke with them", "In court"] {
            world.taps_all(FRIEND, &["Something is new", label]).await;
            world.hears(FRIEND, "Kept. Whoever has the case looks at it.").await;
        }
        world.sees(LAWYER, "It changes nothing until those who reported first say so.").await;
        world.sees(RELATIVE, "Whoever joined by the code tapped: “In court”.").await;
        let card = world.sees(LAWYER, "Something was added at").await;
        assert!(card.text.contains("Now: Airport"), "{}", card.text);
        assert_eq!(entries(world, "joined-news").await, 2, "sealed all the same");
        // Nor does the owner give them a voice: one person could be both.
        world.taps(LAWYER, "Yes, they may hear").await;
        let code = world.code().await;
        world.says(FRIEND, &code).await;
        let free = "Free: I saw them or spoke with them";
        world.taps_all(FRIEND, &["Something is new", free]).await;
        world.sees_no(LAWYER, "The family says: free.").await;
        assert_eq!(entries(world, "joined-news").await, 3);
        // What adds to the danger counts, from whomever it comes.
        world.taps_all(FRIEND, &["Something is new", "On the plane"]).await;
        world.sees(LAWYER, "Now: On the plane").await;
    })
    .await;
}

#[tokio::test]
async fn nor_does_whoever_joined_make_them_free_by_changing_an_answer() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        world.taps_all(RELATIVE, &["Something is new", "At the airport"]).await;
        world.taps(LAWYER, "I take it").await;
        world.says(FRIEND, &receipt(world, RELATIVE).await).await;
        world.taps(LAWYER, "Yes, they may hear").await;
        world.says(FRIEND, &world.code().await).await;
        for label in ["Released, I know it for sure", "In court"] {
            world.taps_all(FRIEND, &["Change an answer", "Where is the person now?", label]).await;
            world.hears(FRIEND, "Kept. Whoever has the case looks at it.").await;
        }
        world.sees(RELATIVE, "tapped: “Released, I know it for sure”.").await;
        world.sees(RELATIVE, "Then tap “Something is new”, or “Change an answer”.").await;
        world.sees_no(LAWYER, "The family says: free.").await;
        world.taps(LAWYER, "They are free").await;
        world.hears(LAWYER, "The family is asked too.").await;
        world.sees_no(LAWYER, "Nobody is called any more.").await;
        assert_eq!(entries(world, "joined-news").await, 2, "sealed all the same");
        // Nor where their conversation has begun anew.
        let sql = "-- tests::corrupt
            UPDATE conversations SET sealed_state = $1";
        world.execute(sql, vec![vec![7_u8; 40].into()]).await;
        world.says(FRIEND, "hello").await;
        world.taps_all(FRIEND, &["Kazakhstan", "Released, I know it for sure"]).await;
        world.hears(FRIEND, "Kept. Whoever has the case looks at it.").await;
        world.sees_no(LAWYER, "Nobody is called any more.").await;
        // What adds to the danger counts.
        world.taps(FRIEND, "Change an answer").await;
        world.taps_all(FRIEND, &["Where is the person now?", "On the plane"]).await;
        world.sees(LAWYER, "Now: On the plane").await;
    })
    .await;
}

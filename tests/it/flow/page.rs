//! The page: taken, declined, explained.

use habeas::cards::clock_time;
use habeas::outside::Clock;

use crate::support::people::{COORDINATOR, LAWYER, RELATIVE, SECOND};
use crate::support::world::{World, play};

/// The minute after "since" in a text.
fn since(text: &str) -> &str {
    let (_, rest) = text.split_once("since ").expect("the text says since when");
    rest.split(['.', '\n']).next().unwrap()
}

/// Both lawyers have the page.
async fn both_are_paged(world: &mut World) {
    world.reports_critical(RELATIVE).await;
    world.passes_s(121).await;
    world.sees(SECOND, "I take it").await;
}

#[tokio::test]
async fn the_relative_is_told_since_when_a_lawyer_has_it_and_never_who() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        world.taps(LAWYER, "I take it").await;
        let now = clock_time(&world.parts(), "KZ", world.clock.now());
        world.hears(LAWYER, "You have it. The family is told now.").await;
        let told = world.sees(RELATIVE, "A lawyer on duty has it since").await;
        let earlier = clock_time(&world.parts(), "KZ", world.clock.now().plus_s(-60));
        assert!([now.as_str(), earlier.as_str()].contains(&since(&told.text)), "{}", told.text);
        assert!(!world.screen(RELATIVE).await.contains("Mira"));
        let page = world.sees(LAWYER, "You have it since").await;
        assert_eq!(since(&page.text), since(&told.text));
    })
    .await;
}

#[tokio::test]
async fn the_other_lawyers_are_told_the_takers_name_and_minute() {
    play(async |world| {
        both_are_paged(world).await;
        world.taps(LAWYER, "I take it").await;
        let told = world.sees(RELATIVE, "A lawyer on duty has it since").await;
        let page = world.sees(SECOND, "Mira has it since").await;
        assert_eq!(since(&page.text), since(&told.text));
        let buttons = crate::support::people::drawn(&page);
        assert!(!buttons.contains("[I take it]"), "{buttons}");
        assert_eq!(world.rings(COORDINATOR, "CRITICAL").await, 0);
    })
    .await;
}

#[tokio::test]
async fn of_two_lawyers_who_take_it_at_once_one_has_it_and_the_other_is_told_who() {
    play(async |world| {
        both_are_paged(world).await;
        world.presses(LAWYER, "I take it").await;
        world.presses(SECOND, "I take it").await;
        world.settle().await;
        let first_has_it = world.screen(LAWYER).await.contains("You have it since");
        let (owner, other, name) =
            if first_has_it { (LAWYER, SECOND, "Mira") } else { (SECOND, LAWYER, "Timur") };
        world.sees(owner, "You have it since").await;
        let page = world.sees(other, &format!("{name} has it since")).await;
        world.hears(owner, "You have it. The family is told now.").await;
        world.hears(other, &format!("{name} has it since {}", since(&page.text))).await;
        assert_eq!(world.times_sent(RELATIVE, "A lawyer on duty has it since").await, 1);
        let taken = "-- tests::taken
            SELECT COUNT(*) AS n FROM alerts WHERE taken_by IS NOT NULL";
        assert_eq!(world.count(taken, vec![]).await, 1);
    })
    .await;
}

#[tokio::test]
async fn after_i_cannot_the_next_lawyer_is_called_at_once() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        world.sees_no(SECOND, "CRITICAL").await;
        world.taps(LAWYER, "I cannot").await;
        world.hears(LAWYER, "Noted. The next person is called.").await;
        let page = world.sees(SECOND, "CRITICAL").await;
        assert!(!page.silent);
        world.sees(LAWYER, "You said “I cannot”.").await;
    })
    .await;
}

#[tokio::test]
async fn who_cannot_can_still_take_it() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        world.taps(LAWYER, "I cannot").await;
        world.taps(LAWYER, "I take it").await;
        world.sees(LAWYER, "You have it since").await;
        world.sees(SECOND, "Mira has it since").await;
    })
    .await;
}

#[tokio::test]
async fn nobody_is_paged_any_more_once_the_case_is_taken() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        world.taps(LAWYER, "I take it").await;
        let pages = world.rings(LAWYER, "CRITICAL").await;
        world.passes_s(590).await;
        assert_eq!(world.rings(LAWYER, "CRITICAL").await, pages);
        for other in [SECOND, COORDINATOR] {
            let told = world.sees(other, "has it since").await;
            assert!(told.silent, "who has it and since when, without a ring");
            assert_eq!(world.rings(other, "CRITICAL").await, 0);
        }
        world.sees_no(RELATIVE, "I am still calling").await;
    })
    .await;
}

#[tokio::test]
async fn the_first_line_of_a_page_is_level_code_and_hours_and_nothing_else() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        let page = world.sees(LAWYER, "CRITICAL").await;
        let (first, rest) = page.text.split_once('\n').unwrap();
        let code = world.code().await;
        assert!(first.starts_with(&format!("CRITICAL · case {code} · ")), "{first}");
        assert!(first.ends_with(" · open this message to read it"), "{first}");
        assert!(first.chars().count() >= 60, "{first}");
        assert!(rest.contains("Danger there: indicated."));
        assert!(!page.text.contains("Passports of both"), "no category of danger");
    })
    .await;
}

#[tokio::test]
async fn why_explains_the_sum_and_leaves_the_chat_after_ten_minutes() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        world.taps(LAWYER, "Why").await;
        let why = world.sees(LAWYER, "Sum:").await;
        assert!(why.silent);
        world.taps(LAWYER, "I take it").await;
        world.passes_s(9 * 60).await;
        world.sees(LAWYER, "Sum:").await;
        world.passes_s(62).await;
        world.sees_no(LAWYER, "Sum:").await;
        assert!(world.is_deleted(LAWYER, why.message_id).await);
    })
    .await;
}

#[tokio::test]
async fn a_case_can_be_taken_by_its_code_with_or_without_the_hyphen() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        let code = world.code().await;
        world.says(SECOND, "/take RD-742").await;
        world.sees(SECOND, "No case has this code.").await;
        world.says(SECOND, &format!("/take {}", code.replace('-', "").to_lowercase())).await;
        world.sees(SECOND, "You have it. The family is told now.").await;
        world.sees(RELATIVE, "A lawyer on duty has it since").await;
        world.says(LAWYER, &code).await;
        world.sees(LAWYER, "Timur has it since").await;
    })
    .await;
}

//! "They are free": two who know it end the calling, and nothing before or after does.

use super::promise::taken;
use crate::support::people::{COORDINATOR, FRIEND, LAWYER, RELATIVE, SECOND};
use crate::support::world::{World, play};

const FREE: &str = "Free: I saw them or spoke with them";

#[tokio::test]
async fn when_two_know_that_the_person_is_free_nobody_is_called_any_more() {
    play(async |world| {
        taken(world).await;
        world.taps(LAWYER, "They are free").await;
        world.passes_s(900).await;
        let card = world.sees(SECOND, "No sign since").await;
        assert!(card.text.contains("Mira says: they are free."), "{}", card.text);
        world.taps(SECOND, "They are free, I asked").await;
        world.hears(SECOND, "Both of you say: free.").await;
        world.sees(LAWYER, "Timur: asked, and says: the person is free").await;
        let rung = world.rings(SECOND, "CRITICAL").await;
        world.passes_s(7200).await;
        assert_eq!(world.rings(SECOND, "CRITICAL").await, rung);
        world.sees_no(LAWYER, "Still on it?").await;
        world.sees_no(SECOND, "Mira says: they are free.").await;
    })
    .await;
}

#[tokio::test]
async fn a_colleague_who_vouches_for_the_owner_does_not_say_free() {
    play(async |world| {
        taken(world).await;
        world.taps(LAWYER, "They are free").await;
        world.sees(SECOND, "Mira says: they are free.").await;
        world.passes_s(900).await;
        world.taps(SECOND, "I spoke with them").await;
        world.hears(SECOND, "Thank you. The calling stops.").await;
        world.sees_no(LAWYER, "Nobody is called any more.").await;
        world.passes_s(600).await;
        world.sees(LAWYER, "Still on it?").await;
        world.passes_s(300).await;
        world.sees(SECOND, "No sign since").await;
        // Where the owner says so no more, an old button is no word.
        let old = world.button(SECOND, "They are free, I asked").await;
        world.taps(LAWYER, "On my way").await;
        world.forges(SECOND, old.0, &old.1).await;
        world.passes_s(900).await;
        world.sees(SECOND, "No sign since").await;
    })
    .await;
}

#[tokio::test]
async fn one_who_was_free_and_is_held_anew_is_everybodys_case_again() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        world.taps_all(RELATIVE, &["Something is new", "At the airport"]).await;
        world.taps(LAWYER, "I take it").await;
        world
            .taps_all(RELATIVE, &["Something is new", "Free: I saw them or spoke with them"])
            .await;
        world.taps(LAWYER, "They are free").await;
        world.hears(LAWYER, "The family says so too.").await;
        let rung = (world.rings(LAWYER, "CRITICAL").await, world.rings(SECOND, "CRITICAL").await);
        world.passes_s(3600).await;
        assert_eq!(world.rings(SECOND, "CRITICAL").await, rung.1);
        world.taps_all(RELATIVE, &["Something is new", "At the airport"]).await;
        assert_eq!(world.rings(LAWYER, "CRITICAL").await, rung.0 + 1);
        assert_eq!(world.rings(SECOND, "CRITICAL").await, rung.1 + 1, "others are called too");
    })
    .await;
}

#[tokio::test]
async fn a_word_too_soon_that_they_are_free_ends_nothing_later() {
    play(async |world| {
        taken(world).await;
        world.taps(LAWYER, "They are free").await;
        world.passes_s(1).await;
        world.taps(LAWYER, "I am at the court").await;
        world.passes_s(900).await;
        world.taps(SECOND, "I spoke with them").await;
        world.hears(SECOND, "Thank you. The calling stops.").await;
        world.passes_s(900).await;
        world.sees(SECOND, "No sign since").await;
    })
    .await;
}

#[tokio::test]
async fn the_words_of_the_family_and_of_the_owner_are_two() {
    play(async |world| {
        taken(world).await;
        world.taps_all(RELATIVE, &["Something is new", FREE]).await;
        let card = world.sees(LAWYER, "The family says: free.").await;
        assert!(card.silent && !card.text.contains("Then: call the place"), "{}", card.text);
        world.sees(LAWYER, "Make sure: ask the family").await;
        let seen = world.sees(COORDINATOR, "Make sure, then close it below.").await;
        assert!(seen.silent && seen.text.contains("The family says: free."), "{}", seen.text);
        world.taps(LAWYER, "They are free").await;
        world.hears(LAWYER, "The family says so too.").await;
        world.sees(LAWYER, "Nobody is called any more.").await;
        let rung = world.rings(SECOND, "CRITICAL").await;
        world.passes_s(7200).await;
        world.sees_no(LAWYER, "Still on it?").await;
        assert_eq!(world.rings(SECOND, "CRITICAL").await, rung);
        // Held anew: all of it counts again.
        world.taps_all(RELATIVE, &["Something is new", "At the airport"]).await;
        world.sees(LAWYER, "Then: call the place").await;
        assert_eq!(world.rings(SECOND, "CRITICAL").await, rung + 1);
    })
    .await;
}

#[tokio::test]
async fn the_owners_word_alone_is_put_to_the_family_and_the_promise_runs_on() {
    play(async |world| {
        taken(world).await;
        world.taps(LAWYER, "They are free").await;
        world.hears(LAWYER, "The family is asked too.").await;
        world.sees(RELATIVE, "The person on duty says: free.").await;
        world.sees(COORDINATOR, "Make sure, then close it below.").await;
        world.passes_s(600).await;
        assert_eq!(world.rings(LAWYER, "Still on it?").await, 1);
        world.taps_all(RELATIVE, &["Something is new", FREE]).await;
        world.sees(LAWYER, "Nobody is called any more.").await;
        let rung = world.rings(SECOND, "CRITICAL").await;
        world.passes_s(7200).await;
        assert_eq!(world.rings(SECOND, "CRITICAL").await, rung);
    })
    .await;
}

#[tokio::test]
async fn still_held_takes_the_word_free_back() {
    play(async |world| {
        taken(world).await;
        // The owner alone has said so; the family denies it by a tap that changes no answer.
        world.taps(LAWYER, "They are free").await;
        let rung = world.rings(LAWYER, "CRITICAL").await;
        world.taps_all(RELATIVE, &["Something is new", "Still held"]).await;
        world.sees(LAWYER, "Then: call the place").await;
        assert_eq!(world.rings(LAWYER, "CRITICAL").await, rung + 1);
        // Both had said so.
        world.taps_all(RELATIVE, &["Something is new", FREE]).await;
        world.taps(LAWYER, "They are free").await;
        world.hears(LAWYER, "The family says so too.").await;
        let rung = world.rings(SECOND, "CRITICAL").await;
        world.taps_all(RELATIVE, &["Something is new", "Still held"]).await;
        world.sees(LAWYER, "Then: call the place").await;
        world.sees_no(LAWYER, "The family says: free.").await;
        assert_eq!(world.rings(SECOND, "CRITICAL").await, rung + 1, "others are called again");
    })
    .await;
}

#[tokio::test]
async fn one_word_is_never_called_two() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps_all(RELATIVE, &["Kazakhstan", "In court"]).await;
        world.taps(COORDINATOR, "I take it").await;
        world.taps(COORDINATOR, "They are free").await;
        world.sees(COORDINATOR, "You said: free. The family is asked too.").await;
        world.sees_no(COORDINATOR, "Two people say: free.").await;
    })
    .await;
}

#[tokio::test]
async fn what_officials_say_is_no_word_of_the_family() {
    play(async |world| {
        taken(world).await;
        world.taps_all(RELATIVE, &["Something is new", "They say free, I did not see it"]).await;
        world.sees(LAWYER, "Then: call the place").await;
        world.sees_no(LAWYER, "The family says: free.").await;
        world.taps(LAWYER, "They are free").await;
        world.hears(LAWYER, "The family is asked too.").await;
    })
    .await;
}

#[tokio::test]
async fn two_who_were_set_free_are_not_perhaps_the_same() {
    play(async |world| {
        taken(world).await;
        world.reports_critical(FRIEND).await;
        for who in [RELATIVE, FRIEND] {
            world.taps_all(who, &["Something is new", FREE]).await;
        }
        let code = world.code().await;
        world.sees(SECOND, &format!("case {code}")).await;
        world.sees_no(SECOND, "same place, same hour").await;
        world.sees_no(LAWYER, "same place, same hour").await;
    })
    .await;
}

/// The owner of a case that two have settled is expected to show signs again.
async fn is_asked_again(world: &World) {
    world.sees_no(LAWYER, "Nobody is called any more.").await;
    let (asked, rung) =
        (world.rings(LAWYER, "Still on it?").await, world.rings(SECOND, "CRITICAL").await);
    world.passes_s(600).await;
    assert_eq!(world.rings(LAWYER, "Still on it?").await, asked + 1);
    world.passes_s(300).await;
    assert_eq!(world.rings(SECOND, "CRITICAL").await, rung + 1);
}

#[tokio::test]
async fn an_owner_who_says_free_no_more_is_asked_again() {
    play(async |world| {
        taken(world).await;
        world.taps(LAWYER, "They are free").await;
        world.taps(SECOND, "They are free, I asked").await;
        world.passes_s(3600).await;
        // Said once more, it stays settled.
        world.taps(LAWYER, "They are free").await;
        world.sees(LAWYER, "Nobody is called any more.").await;
        world.passes_s(3600).await;
        world.sees_no(LAWYER, "Still on it?").await;
        world.taps(LAWYER, "On my way").await;
        is_asked_again(world).await;
    })
    .await;
}

#[tokio::test]
async fn where_the_family_has_it_from_officials_only_the_owner_is_asked_again() {
    play(async |world| {
        taken(world).await;
        world.taps(LAWYER, "They are free").await;
        world.taps(SECOND, "They are free, I asked").await;
        world.passes_s(3600).await;
        world.taps_all(RELATIVE, &["Something is new", "They say free, I did not see it"]).await;
        is_asked_again(world).await;
    })
    .await;
}

#[tokio::test]
async fn paged_again_after_two_words_nobody_reads_that_nobody_is_called() {
    play(async |world| {
        taken(world).await;
        world.taps(LAWYER, "They are free").await;
        world.taps(SECOND, "They are free, I asked").await;
        world.sees(LAWYER, "Nobody is called any more.").await;
        world.taps(COORDINATOR, "Page again anyway").await;
        world.sees_no(LAWYER, "Nobody is called any more.").await;
        world.sees(LAWYER, "Others are being called.").await;
        world.taps(LAWYER, "They are free").await;
        world.sees(LAWYER, "You said: free.").await;
        world.taps(SECOND, "They are free, I asked").await;
        world.sees(LAWYER, "Nobody is called any more.").await;
        // So too where the family is the second; the owner says it once more.
        world.taps_all(RELATIVE, &["Something is new", FREE]).await;
        world.taps(COORDINATOR, "Page again anyway").await;
        world.sees(LAWYER, "Sure? Tap “They are free”.").await;
        world.taps(LAWYER, "They are free").await;
        world.hears(LAWYER, "The family says so too.").await;
    })
    .await;
}

/// A call for help that somebody has, and that both have said is over.
async fn freed_after_sos(world: &World) {
    world.says(RELATIVE, "/sos").await;
    world.taps_all(RELATIVE, &["Kazakhstan", "Police station"]).await;
    world.passes_s(60).await;
    world.taps(LAWYER, "I take it").await;
    world.passes_s(120).await;
    world.taps_all(RELATIVE, &["Something is new", FREE]).await;
    world.passes_s(60).await;
    world.taps(LAWYER, "They are free").await;
    world.hears(LAWYER, "The family says so too.").await;
}

/// Held anew: all are rung, and nothing that was said before ends it.
async fn sos_again_rings_and_old_words_end_nothing(world: &World) {
    let rung = (world.rings(LAWYER, "CRITICAL").await, world.rings(SECOND, "CRITICAL").await);
    world.says(RELATIVE, "/sos").await;
    assert_eq!(world.rings(LAWYER, "CRITICAL").await, rung.0 + 1);
    assert_eq!(world.rings(SECOND, "CRITICAL").await, rung.1 + 1, "others are called too");
    world.sees(LAWYER, "Then: call the place").await;
    let card = world.sees(LAWYER, "Now: Police station").await;
    assert!(!card.text.contains("The family says: free."), "{}", card.text);
    assert!(!card.text.contains("Nobody is called any more."), "{}", card.text);
    let closes = ["Change level, or close", "Close: free without us"];
    world.taps_all(COORDINATOR, &closes).await;
    world.hears(COORDINATOR, "A second coordinator has to agree.").await;
    world.taps(SECOND, "I spoke with them").await;
    world.hears(SECOND, "Thank you. The calling stops.").await;
    world.taps(LAWYER, "They are free").await;
    world.hears(LAWYER, "The family is asked too.").await;
    world.passes_s(900).await;
    world.sees(SECOND, "No sign since").await;
    // Free anew: the owner's word is of before the family's, and of after the call.
    world.taps_all(RELATIVE, &["Something is new", FREE]).await;
    world.sees(LAWYER, "Nobody is called any more.").await;
}

#[tokio::test]
async fn a_call_for_help_soon_after_the_word_free_takes_it_back() {
    play(async |world| {
        freed_after_sos(world).await;
        world.passes_s(240).await;
        sos_again_rings_and_old_words_end_nothing(world).await;
    })
    .await;
}

#[tokio::test]
async fn a_call_for_help_long_after_the_word_free_takes_it_back() {
    play(async |world| {
        freed_after_sos(world).await;
        world.passes_s(1560).await;
        sos_again_rings_and_old_words_end_nothing(world).await;
    })
    .await;
}

#[tokio::test]
async fn what_the_owner_said_before_the_family_denied_it_is_never_the_second_word() {
    play(async |world| {
        taken(world).await;
        world.taps(LAWYER, "They are free").await;
        world.passes_s(1).await;
        world.taps_all(RELATIVE, &["Something is new", "Still held"]).await;
        world.passes_s(1).await;
        world.taps_all(RELATIVE, &["Something is new", FREE]).await;
        world.sees(LAWYER, "Make sure: ask the family").await;
        world.sees_no(LAWYER, "Nobody is called any more.").await;
    })
    .await;
}

#[tokio::test]
async fn a_denial_that_raises_the_level_opens_one_ladder() {
    play(async |world| {
        let other = 7_000_000_077;
        world.add(habeas_core::domain::Role::Coordinator, "Vera", other).await;
        world.says(other, "/start").await;
        taken(world).await;
        let lower = ["Change level, or close", "Lower to URGENT", "I spoke with the family"];
        world.taps_all(COORDINATOR, &lower).await;
        world.taps(other, "I agree").await;
        world.taps(LAWYER, "They are free").await;
        world.taps_all(RELATIVE, &["Something is new", "On the plane"]).await;
        world.sees(LAWYER, "CRITICAL").await;
        let open = "-- tests::open
            SELECT COUNT(*) AS n FROM alerts WHERE taken_by IS NULL AND closed_at IS NULL";
        assert_eq!(world.count(open, vec![]).await, 1);
        let promises = "-- tests::promises
            SELECT COUNT(*) AS n FROM promises";
        assert_eq!(world.count(promises, vec![]).await, 0);
        world.taps(LAWYER, "I take it").await;
        world.sees_no(LAWYER, "You said: free.").await;
    })
    .await;
}

#[tokio::test]
async fn two_words_end_the_call_for_a_helper_too() {
    play(async |world| {
        taken(world).await;
        world.taps(LAWYER, "I need help").await;
        world.sees(SECOND, "I help").await;
        world.taps_all(RELATIVE, &["Something is new", FREE]).await;
        world.taps(LAWYER, "They are free").await;
        world.hears(LAWYER, "The family says so too.").await;
        world.sees_no(SECOND, "I help").await;
        let rung =
            (world.rings(SECOND, "CRITICAL").await, world.rings(COORDINATOR, "CRITICAL").await);
        world.passes_s(3600).await;
        assert_eq!(world.rings(SECOND, "CRITICAL").await, rung.0);
        assert_eq!(world.rings(COORDINATOR, "CRITICAL").await, rung.1);
    })
    .await;
}

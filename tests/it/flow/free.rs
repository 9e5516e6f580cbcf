//! "They are free": two who know it end the calling, and nothing before or after does.

use super::promise::taken;
use crate::support::people::{COORDINATOR, FRIEND, LAWYER, RELATIVE, SECOND};
use crate::support::world::play;

const FREE: &str = "Free: I saw them or spoke with them";

#[tokio::test]
async fn when_two_know_that_the_person_is_free_nobody_is_called_any_more() {
    play(async |world| {
        taken(world).await;
        world.taps(LAWYER, "They are free").await;
        world.passes_s(900).await;
        world.sees(SECOND, "No sign since").await;
        world.taps(SECOND, "I spoke with them").await;
        let rung = world.rings(SECOND, "CRITICAL").await;
        world.passes_s(7200).await;
        assert_eq!(world.rings(SECOND, "CRITICAL").await, rung);
        world.sees_no(LAWYER, "Still on it?").await;
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

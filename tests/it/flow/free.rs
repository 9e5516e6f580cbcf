//! "They are free": two who know it end the calling, and nothing before or after does.

use super::promise::taken;
use crate::support::people::{LAWYER, RELATIVE, SECOND};
use crate::support::world::play;

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
        world.taps(SECOND, "I spoke with them").await;
        world.hears(SECOND, "Both of you say: free.").await;
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
        world.taps(LAWYER, "I am at the station").await;
        world.passes_s(900).await;
        world.taps(SECOND, "I spoke with them").await;
        world.hears(SECOND, "Thank you. The calling stops.").await;
        world.passes_s(900).await;
        world.sees(SECOND, "No sign since").await;
    })
    .await;
}

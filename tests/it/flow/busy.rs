//! Who is called first while somebody has another critical case: whose promise runs is busy.

use super::promise::taken;
use crate::support::people::{FRIEND, LAWYER, RELATIVE, SECOND};
use crate::support::world::{World, play};

/// A friend reports another critical case, elsewhere; its code.
async fn another_critical(world: &World) -> String {
    world.says(FRIEND, "/start").await;
    let answers = ["Kazakhstan", "Police station", "Yes: officers said so", "Russia"];
    world.taps_all(FRIEND, &answers).await;
    world.taps(FRIEND, "Passports of both countries at war").await;
    world.sees(FRIEND, "Your code for this report").await;
    world.code().await
}

#[tokio::test]
async fn who_was_asked_and_is_within_the_promise_is_busy() {
    play(async |world| {
        taken(world).await;
        world.passes_s(600).await;
        assert_eq!(world.rings(LAWYER, "Still on it?").await, 1);
        let code = another_critical(world).await;
        world.sees(SECOND, &code).await;
        world.sees_no(LAWYER, &code).await;
    })
    .await;
}

#[tokio::test]
async fn whose_promise_has_lapsed_is_not_busy_and_called_first() {
    play(async |world| {
        taken(world).await;
        world.passes_s(900).await;
        world.sees(SECOND, "No sign since").await;
        let code = another_critical(world).await;
        world.sees(LAWYER, &code).await;
        world.sees_no(SECOND, &code).await;
    })
    .await;
}

#[tokio::test]
async fn whose_case_two_know_to_be_free_is_not_busy() {
    play(async |world| {
        taken(world).await;
        world.taps(LAWYER, "They are free").await;
        world
            .taps_all(RELATIVE, &["Something is new", "Free: I saw them or spoke with them"])
            .await;
        world.sees(LAWYER, "Nobody is called any more.").await;
        let code = another_critical(world).await;
        world.sees(LAWYER, &code).await;
        world.sees_no(SECOND, &code).await;
    })
    .await;
}

//! After an outage: who was answering is asked to press once more, and nobody else.

use crate::support::people::{FRIEND, LAWYER, RELATIVE};
use crate::support::world::{World, play};

async fn is_away_for(world: &mut World, seconds: i64) {
    world.stop().await;
    world.driver.advance_clock(seconds * 1000);
    world.start().await;
    world.settle().await;
}

#[tokio::test]
async fn who_was_answering_before_an_outage_gets_the_card_again() {
    play(async |world| {
        world.says(FRIEND, "/start").await;
        world.taps(FRIEND, "Kazakhstan").await;
        for _ in 0..12 {
            world.passes_s(100).await;
        }
        world.says(RELATIVE, "/start").await;
        world.taps(RELATIVE, "Kazakhstan").await;
        let card = world.sees(RELATIVE, "Where is the person now?").await;
        is_away_for(world, 200).await;
        let told = world.sees(RELATIVE, "I was away from").await;
        assert!(told.text.contains("please press it once more"), "{}", told.text);
        world.passes_s(3).await;
        let again = world.sees(RELATIVE, "Where is the person now?").await;
        let ids = [card.message_id, told.message_id, again.message_id];
        assert!(ids.is_sorted_by(|a, b| a < b), "the card stands below: {ids:?}");
        world.sees_no(FRIEND, "I was away from").await;
        world.passes_s(60).await;
        is_away_for(world, 10).await;
        assert_eq!(world.times_sent(RELATIVE, "I was away from").await, 1, "once for an outage");
    })
    .await;
}

#[tokio::test]
async fn a_short_absence_is_not_spoken_of() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps(RELATIVE, "Kazakhstan").await;
        is_away_for(world, 100).await;
        world.sees_no(RELATIVE, "I was away from").await;
    })
    .await;
}

#[tokio::test]
async fn the_owner_is_told_when_the_family_cannot_read_the_bot() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        world.taps(LAWYER, "I take it").await;
        world.driver.block(RELATIVE);
        world.settle().await;
        let told = world.sees(LAWYER, "The family has blocked the bot.").await;
        assert!(told.text.starts_with(&world.code().await), "{}", told.text);
        world.driver.unblock(RELATIVE);
        world.settle().await;
        world.sees(LAWYER, "The family can read the bot again.").await;
    })
    .await;
}

#[tokio::test]
async fn one_case_that_cannot_be_read_makes_nobody_deaf_after_an_outage() {
    play(async |world| {
        for user in [FRIEND, RELATIVE] {
            world.says(user, "/start").await;
            world.taps(user, "Kazakhstan").await;
        }
        let spoil = "-- tests::spoil
            UPDATE cases SET sealed_report = $1 WHERE id = (
                SELECT id FROM cases ORDER BY id LIMIT 1)";
        world.execute(spoil, vec![vec![7_u8; 40].into()]).await;
        is_away_for(world, 200).await;
        world.says(LAWYER, "/help").await;
        world.sees(LAWYER, "/take").await;
        let told = world.times_sent(FRIEND, "I was away from").await
            + world.times_sent(RELATIVE, "I was away from").await;
        assert_eq!(told, 1, "the one whose case can be read");
    })
    .await;
}

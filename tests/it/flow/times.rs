//! "When?", asked by taps, at once only where the answer can change the level.

use serde_json::json;

use crate::support::people::{FRIEND, RELATIVE};
use crate::support::world::play;

#[tokio::test]
async fn when_is_the_flight_is_asked_at_once_where_it_can_change_the_level() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps_all(RELATIVE, &["Kazakhstan", "I don't know"]).await;
        world.taps(RELATIVE, "Yes: there is a ticket or flight").await;
        world.sees(RELATIVE, "When is the flight or the trip?").await;
        world.taps(RELATIVE, "Within 3 hours").await;
        world.sees(RELATIVE, "To which country").await;
        let time = world.entries("answer").await.pop().unwrap();
        assert_eq!(time["time"], json!("flight_at"));
        assert!(time["at"].is_string());
    })
    .await;
}

#[tokio::test]
async fn when_waits_until_after_the_page_where_it_can_change_nothing() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps_all(RELATIVE, &["Kazakhstan", "In court", "Yes: officers said so"]).await;
        world.taps_all(RELATIVE, &["Russia", "Passports of both countries at war"]).await;
        world.taps_all(RELATIVE, &["Change an answer"]).await;
        world.taps(RELATIVE, "Are there signs the person is being sent out of the country?").await;
        world.taps(RELATIVE, "Yes: there is a ticket or flight").await;
        world.sees_no(RELATIVE, "When is the flight").await;
        world.taps_all(RELATIVE, &["Skip", "Not yet"]).await;
        world.sees(RELATIVE, "When is the flight or the trip?").await;
    })
    .await;
}

#[tokio::test]
async fn a_time_days_away_is_chosen_on_a_second_screen_and_may_be_unknown() {
    play(async |world| {
        for user in [RELATIVE, FRIEND] {
            world.says(user, "/start").await;
            world.taps_all(user, &["Kazakhstan", "I don't know"]).await;
            world.taps(user, "Yes: there is a ticket or flight").await;
        }
        world.taps_all(FRIEND, &["I don't know"]).await;
        world.sees(FRIEND, "To which country").await;
        let time = world.entries("answer").await.pop().unwrap();
        assert_eq!(time, json!({"time": "flight_at", "at": null}));
        world.taps_all(RELATIVE, &["In some days", "In 2 days"]).await;
        world.sees(RELATIVE, "To which country").await;
    })
    .await;
}

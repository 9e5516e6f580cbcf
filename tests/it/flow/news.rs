//! What is new, by one tap: judged at once, and told to whoever has the case.

use serde_json::json;

use crate::support::people::{LAWYER, RELATIVE, drawn};
use crate::support::world::play;

#[tokio::test]
async fn whoever_has_the_case_is_told_with_sound_that_the_person_is_being_driven() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        world.taps(LAWYER, "I take it").await;
        let rung = world.rings(LAWYER, "CRITICAL").await;
        world.taps_all(RELATIVE, &["Something is new", "In court"]).await;
        assert_eq!(world.rings(LAWYER, "CRITICAL").await, rung, "no nearer: no ring");
        world.taps_all(RELATIVE, &["Something is new", "Being driven somewhere"]).await;
        world.hears(RELATIVE, "Kept. It is judged at once.").await;
        let card = world.sees(LAWYER, "Now: Being driven somewhere").await;
        assert!(!card.silent && card.text.contains("You have it since"), "{}", card.text);
        assert_eq!(world.rings(LAWYER, "CRITICAL").await, rung + 1);
        let news = world.entries("news").await;
        assert_eq!(news, [json!({"news": "in-court"}), json!({"news": "driven"})]);
    })
    .await;
}

#[tokio::test]
async fn what_officials_say_lowers_nothing() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        world.taps(RELATIVE, "Something is new").await;
        world.taps(RELATIVE, "They say free, I did not see it").await;
        world.sees(LAWYER, "CRITICAL").await;
        let rung = world.rings(LAWYER, "CRITICAL").await;
        world.passes_s(61).await;
        assert_eq!(world.rings(LAWYER, "CRITICAL").await, rung + 1, "the ladder goes on");
    })
    .await;
}

#[tokio::test]
async fn news_can_be_given_once_the_page_is_out_and_not_before() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps(RELATIVE, "Kazakhstan").await;
        let card = drawn(&world.sees(RELATIVE, "Where is the person now?").await);
        assert!(!card.contains("[Something is new]"), "{card}");
        world.taps_all(RELATIVE, &["In court", "Yes: officers said so", "Russia"]).await;
        world.taps(RELATIVE, "Passports of both countries at war").await;
        world.taps_all(RELATIVE, &["Something is new", "Back"]).await;
        world.sees(RELATIVE, "Why could it be dangerous for them there?").await;
    })
    .await;
}

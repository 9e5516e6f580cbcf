//! What a reporter is told while nobody takes a critical case.

use crate::support::people::{LAWYER, RELATIVE};
use crate::support::world::{Scene, play, play_in};

const CALLING: &str = "I am still calling. Nobody has answered yet.";

#[tokio::test]
async fn the_reporter_is_told_at_five_and_at_fifteen_minutes_that_nobody_has_it_yet() {
    let contacts = ("HABEAS_FALLBACK__CONTACTS_EN", "the invented helpline, 000");
    play_in(Scene { env: vec![contacts], ..Scene::default() }, async |world| {
        world.reports_critical(RELATIVE).await;
        world.passes_s(290).await;
        world.sees_no(RELATIVE, CALLING).await;
        world.passes_s(11).await;
        let told = world.sees(RELATIVE, CALLING).await;
        assert!(told.text.contains("I have been calling for 5 minutes and do not stop."));
        assert!(told.text.contains("Meanwhile, call a lawyer you know"));
        assert!(told.text.contains("the invented helpline, 000"));
        world.passes_s(590).await;
        assert_eq!(world.times_sent(RELATIVE, CALLING).await, 1);
        world.passes_s(11).await;
        world.sees(RELATIVE, "I have been calling for 15 minutes and do not stop.").await;
        world.passes_s(3600).await;
        assert_eq!(world.times_sent(RELATIVE, CALLING).await, 2);
    })
    .await;
}

#[tokio::test]
async fn the_reporter_is_not_told_that_nobody_has_it_once_somebody_has() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        world.passes_s(200).await;
        world.taps(LAWYER, "I take it").await;
        world.passes_s(1000).await;
        world.sees_no(RELATIVE, CALLING).await;
    })
    .await;
}

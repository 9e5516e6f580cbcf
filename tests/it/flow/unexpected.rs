//! What people do that nobody asked for: each is kept, answered, and loses nothing.

use serde_json::json;

use crate::support::people::{LAWYER, PRESS_REPORT, RELATIVE};
use crate::support::world::{Scene, play, play_in};

#[tokio::test]
async fn words_typed_for_a_tap_are_sealed_and_deleted_and_the_question_stays() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps(RELATIVE, "Kazakhstan").await;
        let said = world.says(RELATIVE, "he is at the station").await;
        assert!(world.is_deleted(RELATIVE, said.message_id).await);
        world
            .sees(RELATIVE, "I sealed and deleted your words. To answer, please tap a button.")
            .await;
        assert_eq!(world.entries("words").await, [json!({"text": "he is at the station"})]);
        world.taps(RELATIVE, "Police station").await;
        world.sees(RELATIVE, "Are there signs").await;
        world.sees_no(RELATIVE, "he is at the station").await;
    })
    .await;
}

#[tokio::test]
async fn words_before_the_first_tap_open_a_case() {
    play(async |world| {
        world.says(RELATIVE, "They took my brother").await;
        assert_eq!(world.entries("words").await, [json!({"text": "They took my brother"})]);
        world.taps(RELATIVE, "Kazakhstan").await;
        assert_eq!(world.opened().await.len(), 2, "in the same case");
    })
    .await;
}

#[tokio::test]
async fn words_that_are_announced_are_sealed_and_deleted() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps_all(RELATIVE, &["Kazakhstan", "Write something"]).await;
        world.sees(RELATIVE, "I seal each message and delete it from this chat.").await;
        let said = world.says(RELATIVE, "His name is Invented").await;
        assert!(world.is_deleted(RELATIVE, said.message_id).await);
        world.sees(RELATIVE, "I sealed your words and deleted them here.").await;
        assert_eq!(world.entries("words").await, [json!({"text": "His name is Invented"})]);
        world.sees(RELATIVE, "Where is the person now?").await;
    })
    .await;
}

#[tokio::test]
async fn a_forwarded_message_is_sealed_and_deleted() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps(RELATIVE, "Kazakhstan").await;
        let sent = world.sends(RELATIVE, "forward", json!({"text": "/start of a rumour"})).await;
        assert!(world.is_deleted(RELATIVE, sent.message_id).await);
        world.sees(RELATIVE, "I sealed the forwarded message and deleted it here.").await;
        assert_eq!(world.entries("forwarded").await, [json!({"text": "/start of a rumour"})]);
    })
    .await;
}

#[tokio::test]
async fn an_edited_message_is_sealed_anew() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps(RELATIVE, "Kazakhstan").await;
        let photo = world.sends(RELATIVE, "photo", json!({"caption": "car 1"})).await;
        let edit = json!({"message_id": photo.message_id, "text": "car 2"});
        world.sends(RELATIVE, "edit", edit).await;
        let photos = world.entries("photo").await;
        let captions: Vec<_> = photos.iter().map(|photo| &photo["caption"]).collect();
        assert_eq!(captions, ["car 1", "car 2"], "a changed caption is a new entry");
        assert_eq!(photos[0]["sent"], photos[1]["sent"], "with the file that it stands under");
        let photo_is_gone = world.is_deleted(RELATIVE, photo.message_id).await;
        assert!(!photo_is_gone, "the photo stays until the schedule deletes it");
    })
    .await;
}

#[tokio::test]
async fn a_sticker_and_a_poll_are_answered_by_a_sentence() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps(RELATIVE, "Kazakhstan").await;
        world.sends(RELATIVE, "sticker", json!({})).await;
        world.sees(RELATIVE, "I cannot read stickers.").await;
        world.sends(RELATIVE, "poll", json!({})).await;
        world.sees(RELATIVE, "I cannot read polls.").await;
        world.taps(RELATIVE, "Police station").await;
        assert_eq!(world.opened().await.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn of_two_taps_at_once_the_first_counts_and_the_second_is_told_so() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps(RELATIVE, "Kazakhstan").await;
        world.presses(RELATIVE, "Police station").await;
        world.presses(RELATIVE, "In court").await;
        world.settle().await;
        world.hears(RELATIVE, "This button is old. Please use the newest card.").await;
        let answers = world.entries("answer").await;
        assert_eq!(answers.len(), 2);
        assert_eq!(answers[1]["set"], json!({"where_now": "police_station"}));
    })
    .await;
}

#[tokio::test]
async fn two_ticks_at_once_both_count() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps_all(RELATIVE, &PRESS_REPORT).await;
        world.presses(RELATIVE, "Journalist or blogger").await;
        world.presses(RELATIVE, "Tourist, short visit").await;
        world.settle().await;
        let last = world.entries("answer").await.pop().unwrap();
        assert_eq!(last["set"], json!({"risk_profile": ["journalist_or_blogger", "tourist"]}));
    })
    .await;
}

#[tokio::test]
async fn a_tap_on_an_old_card_changes_nothing_and_is_answered_kindly() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        let (message, data) = world.button(RELATIVE, "Kazakhstan").await;
        world.taps_all(RELATIVE, &["Kazakhstan", "Police station"]).await;
        world.forges(RELATIVE, message, &data).await;
        world.hears(RELATIVE, "This button is old.").await;
        assert_eq!(world.entries("answer").await.len(), 2);
        world.sees(RELATIVE, "Are there signs").await;
    })
    .await;
}

#[tokio::test]
async fn a_tap_from_before_a_restart_counts() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps(RELATIVE, "Kazakhstan").await;
        world.stop().await;
        world.presses(RELATIVE, "Police station").await;
        world.start().await;
        world.settle().await;
        world.sees(RELATIVE, "Are there signs").await;
        assert_eq!(world.entries("answer").await.len(), 2);
        world.restart().await;
        world.taps(RELATIVE, "Yes: officers said so").await;
        assert_eq!(world.entries("answer").await.len(), 3);
    })
    .await;
}

#[tokio::test]
async fn a_reporter_who_blocked_the_bot_and_comes_back_goes_on() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps(RELATIVE, "Kazakhstan").await;
        world.driver.block(RELATIVE);
        world.settle().await;
        world.driver.unblock(RELATIVE);
        world.settle().await;
        world.sees(RELATIVE, "Welcome back. Your answers are kept.").await;
        world.taps(RELATIVE, "In court").await;
        assert_eq!(world.entries("answer").await.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn a_bot_without_members_takes_the_whole_report() {
    play_in(Scene { empty: true, ..Scene::default() }, async |world| {
        world.reports_critical(RELATIVE).await;
        world.sees(RELATIVE, "Nobody is on call here at this moment.").await;
        world.sees_no(RELATIVE, "I am calling a lawyer now.").await;
        world.says(RELATIVE, "/status").await;
        world.sees(RELATIVE, "kept. Nobody is on call at this moment.").await;
        assert_eq!(world.entries("answer").await.len(), 5);
        world.says(LAWYER, "/take").await;
        world.sees(LAWYER, "Only members on call can take a case.").await;
    })
    .await;
}

#[tokio::test]
async fn a_country_that_nobody_knows_is_sealed_and_the_fact_is_unknown() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps(RELATIVE, "Another country").await;
        world.sees(RELATIVE, "Please write the name of the country.").await;
        let said = world.says(RELATIVE, "Ruritania-by-the-Sea").await;
        assert!(world.is_deleted(RELATIVE, said.message_id).await);
        world.sees(RELATIVE, "I do not know this country. I sealed what you wrote.").await;
        let typed = json!({"question": "host_state", "text": "Ruritania-by-the-Sea"});
        assert_eq!(world.entries("country").await, [typed]);
        let answer = world.entries("answer").await.pop().unwrap();
        assert_eq!(answer["set"], json!({"host_state": "unknown"}));
        world.sees(RELATIVE, "Where is the person now?").await;
    })
    .await;
}

#[tokio::test]
async fn a_country_is_understood_in_four_languages() {
    play(async |world| {
        for (user, typed) in
            [(1101, "germany"), (1102, "Германия"), (1103, "Германия"), (1104, "Німеччина")]
        {
            world.says(user, "/start").await;
            world.taps(user, "Another country").await;
            world.says(user, typed).await;
            let answer = world.entries("answer").await.pop().unwrap();
            assert_eq!(answer["set"], json!({"host_state": "DE"}), "{typed}");
        }
    })
    .await;
}

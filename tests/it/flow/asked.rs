//! What whoever has the case needs is asked one by one; a number and a place can be sent, too.

use habeas::rehearsal::botapi::{FaultKind, Say};
use serde_json::json;

use crate::support::people::{LAWYER, RELATIVE, SECOND};
use crate::support::world::{World, play};

const KEY: &str = "Send my number";

/// Up to the question for a number.
async fn asked_for_a_number(world: &World) {
    world.reports_critical(RELATIVE).await;
    world.taps(RELATIVE, "Done").await;
    world.taps(LAWYER, "I take it").await;
    world.sees(RELATIVE, "Where exactly is the person?").await;
    world.has_no_key(RELATIVE).await;
    world.taps_all(RELATIVE, &["Skip", "Skip"]).await;
    world.sees(RELATIVE, "Which number can we call?").await;
}

#[tokio::test]
async fn a_number_is_sent_by_one_key_which_goes_with_the_question() {
    play(async |world| {
        asked_for_a_number(world).await;
        let brought = world.sees(RELATIVE, "The button below sends your number.").await;
        assert!(brought.silent && brought.protected);
        let sent = world.shares(RELATIVE, KEY).await;
        world.sees(RELATIVE, "Do you ask the person on duty to act").await;
        assert!(world.is_deleted(RELATIVE, sent.message_id).await, "a number is left in no chat");
        let told = world.sees(LAWYER, "+77000001001").await;
        assert!(told.text.contains("Number to call:"), "{}", told.text);
        assert!(!told.text.contains("User 1001"), "no account: {}", told.text);
        let given = world.entries("for-lawyer").await;
        assert_eq!(given, [json!({"what": "number", "text": "+77000001001"})]);
        assert_eq!(world.entries("contact").await.len(), 1);
        world.has_no_key(RELATIVE).await;
        assert!(world.is_deleted(RELATIVE, brought.message_id).await);
        let away = world.sees(RELATIVE, "The button for the number is gone.").await;
        world.passes_s(61).await;
        assert!(world.is_deleted(RELATIVE, away.message_id).await);
    })
    .await;
}

#[tokio::test]
async fn a_number_can_be_typed_or_skipped_and_the_key_goes_too() {
    play(async |world| {
        asked_for_a_number(world).await;
        world.says(RELATIVE, "+0 00").await;
        world.sees(LAWYER, "+0 00").await;
        world.has_no_key(RELATIVE).await;
        world.taps(RELATIVE, "Back").await;
        world.taps(RELATIVE, "Skip").await;
        world.sees(RELATIVE, "Do you ask the person on duty to act").await;
        world.has_no_key(RELATIVE).await;
    })
    .await;
}

#[tokio::test]
async fn anybodys_contact_is_an_answer_and_one_without_a_number_is_kept_as_a_file() {
    play(async |world| {
        asked_for_a_number(world).await;
        world.sends(RELATIVE, "contact", json!({"phone_number": ""})).await;
        world.sees(RELATIVE, "I kept this for the lawyer.").await;
        world.sees(RELATIVE, "Which number can we call?").await;
        let aunt = json!({"phone_number": "+0 11", "first_name": "Aunt"});
        world.sends(RELATIVE, "contact", aunt.clone()).await;
        let told = world.sees(LAWYER, "+0 11").await;
        assert!(!told.text.contains("Aunt"), "{}", told.text);
        world.sees(RELATIVE, "Do you ask the person on duty to act").await;
        // Asked no more, a contact is kept as before.
        world.sends(RELATIVE, "contact", aunt).await;
        world.sees(RELATIVE, "I kept this for the lawyer.").await;
        assert_eq!(world.entries("for-lawyer").await.len(), 1);
        assert_eq!(world.entries("contact").await.len(), 3);
    })
    .await;
}

#[tokio::test]
async fn the_key_outlives_a_restart_and_follows_the_language_and_another_report() {
    play(async |world| {
        asked_for_a_number(world).await;
        world.restart().await;
        world.says(RELATIVE, "/language").await;
        world.taps(RELATIVE, "Русский").await;
        world.has_key(RELATIVE, "Отправить мой номер").await;
        world.shares(RELATIVE, "Отправить мой номер").await;
        world.sees(LAWYER, "+77000001001").await;
        world.has_no_key(RELATIVE).await;
        world.taps(RELATIVE, "Назад").await;
        world.has_key(RELATIVE, "Отправить мой номер").await;
        world.says(RELATIVE, "/new").await;
        world.has_no_key(RELATIVE).await;
    })
    .await;
}

#[tokio::test]
async fn who_blocked_the_bot_meanwhile_gets_the_key_on_coming_back() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        world.taps(RELATIVE, "Done").await;
        world.taps(LAWYER, "I take it").await;
        world.taps(RELATIVE, "Skip").await;
        // The message with the key is the one that meets the block.
        world.fault(FaultKind::Forbidden, "sendMessage", Some(RELATIVE), 1);
        world.taps(RELATIVE, "Skip").await;
        world.has_no_key(RELATIVE).await;
        world.driver.block(RELATIVE);
        world.settle().await;
        world.driver.unblock(RELATIVE);
        world.settle().await;
        world.sees(RELATIVE, "Which number can we call?").await;
        world.shares(RELATIVE, KEY).await;
        world.sees(LAWYER, "+77000001001").await;
    })
    .await;
}

#[tokio::test]
async fn a_key_whose_answer_was_lost_comes_again_and_goes_all_the_same() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        world.taps(RELATIVE, "Done").await;
        world.taps(LAWYER, "I take it").await;
        world.taps(RELATIVE, "Skip").await;
        world.fault(FaultKind::LostAnswer, "sendMessage", Some(RELATIVE), 1);
        world.taps(RELATIVE, "Skip").await;
        world.passes_s(2).await;
        let sent = world.times_sent(RELATIVE, "The button below sends your number.").await;
        assert_eq!(sent, 2);
        world.shares(RELATIVE, KEY).await;
        world.sees(LAWYER, "+77000001001").await;
        world.has_no_key(RELATIVE).await;
    })
    .await;
}

#[tokio::test]
async fn a_state_that_cannot_be_read_leaves_no_key_behind() {
    play(async |world| {
        asked_for_a_number(world).await;
        world.has_key(RELATIVE, KEY).await;
        let spoil = "-- tests::spoil
            UPDATE conversations SET sealed_state = $1";
        world.execute(spoil, vec![vec![7_u8; 40].into()]).await;
        world.says(RELATIVE, "words").await;
        world.has_no_key(RELATIVE).await;
    })
    .await;
}

#[tokio::test]
async fn who_gave_the_city_is_asked_for_the_exact_place_alone() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        world.taps(RELATIVE, "Done").await;
        world.says(RELATIVE, "Almaty").await;
        world.taps(LAWYER, "I take it").await;
        world.sees(RELATIVE, "Where exactly is the person? Building, department, room.").await;
    })
    .await;
}

#[tokio::test]
async fn who_skipped_the_city_is_asked_for_it_with_the_place() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        world.taps_all(RELATIVE, &["Done", "Skip"]).await;
        world.taps(LAWYER, "I take it").await;
        world.sees(RELATIVE, "Where exactly is the person? City, building, department.").await;
    })
    .await;
}

#[tokio::test]
async fn a_place_that_is_sent_answers_where_exactly() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        world.taps(RELATIVE, "Done").await;
        world.taps(LAWYER, "I take it").await;
        world.sees(RELATIVE, "Where exactly is the person?").await;
        let place = json!({"latitude": 43.25, "longitude": 76.5});
        let sent = world.sends(RELATIVE, "location", place.clone()).await;
        assert!(world.is_deleted(RELATIVE, sent.message_id).await);
        let told = world.sees(LAWYER, "43.25, 76.5").await;
        assert!(told.text.contains("Where exactly:"), "{}", told.text);
        world.sees(RELATIVE, "What are their full name and date of birth?").await;
        let given = world.entries("for-lawyer").await;
        assert_eq!(given, [json!({"what": "place", "text": "43.25, 76.5"})]);
        assert_eq!(world.entries("location").await, [json!({"sent": place})]);
        // Asked no more, it is kept as before.
        world.sends(RELATIVE, "location", place).await;
        world.sees(RELATIVE, "I kept the place for the lawyer.").await;
        world.sees(RELATIVE, "What are their full name and date of birth?").await;
    })
    .await;
}

#[tokio::test]
async fn a_venue_answers_with_its_name_and_a_live_location_goes_on_moving() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        world.taps(RELATIVE, "Done").await;
        world.taps(LAWYER, "I take it").await;
        let at = json!({"latitude": 43.25, "longitude": 76.5});
        let venue = json!({"location": at, "title": "Court 5", "address": "Abay 1"});
        arrives(world, json!({"venue": venue, "location": at})).await;
        world.sees(LAWYER, "Court 5, Abay 1, 43.25, 76.5").await;
        world.taps(RELATIVE, "Back").await;
        let live = json!({"latitude": 43.5, "longitude": 76.75, "live_period": 3600});
        let message = arrives(world, json!({"location": live})).await;
        world.sees(LAWYER, "43.5, 76.75").await;
        assert!(!world.is_deleted(RELATIVE, message).await, "deleted, it would end");
    })
    .await;
}

/// A message of another kind than words comes as Telegram sends it; its id.
async fn arrives(world: &World, content: serde_json::Value) -> i64 {
    let id = world.driver.say(&Say::new(RELATIVE, "/help")).unwrap().message_id + 1000;
    let who = json!({"id": RELATIVE, "is_bot": false, "first_name": "x", "type": "private"});
    let mut message = json!({"message_id": id, "from": who, "chat": who,
        "date": world.driver.now().as_millis() / 1000});
    let fields = message.as_object_mut().unwrap();
    fields.extend(content.as_object().unwrap().clone());
    world.sends(RELATIVE, "raw", json!({"update": {"message": message}})).await;
    id
}

#[tokio::test]
async fn ticks_are_set_to_the_end_before_what_the_lawyer_needs_is_asked() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        world.taps(LAWYER, "I take it").await;
        world.sees_no(RELATIVE, "Where exactly is the person?").await;
        world.taps(RELATIVE, "Comes from occupied land (e.g. Crimea)").await;
        world.sees_no(RELATIVE, "Where exactly is the person?").await;
        world.taps(RELATIVE, "Done").await;
        world.sees(RELATIVE, "Where exactly is the person?").await;
        let ticked = world.entries("answer").await.pop().unwrap();
        assert_eq!(ticked["set"]["risk_profile"].as_array().map(Vec::len), Some(2), "{ticked}");
    })
    .await;
}

#[tokio::test]
async fn ticks_that_are_left_by_going_back_or_left_alone_hold_nothing_up() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        world.taps(LAWYER, "I take it").await;
        world.taps(RELATIVE, "Back").await;
        world.sees(RELATIVE, "Where exactly is the person?").await;
        world.taps(RELATIVE, "Back").await;
        world.sees(RELATIVE, "To which country might they be sent?").await;
    })
    .await;
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        world.taps(LAWYER, "I take it").await;
        world.passes_s(50).await;
        world.taps(RELATIVE, "Comes from occupied land (e.g. Crimea)").await;
        world.passes_s(50).await;
        world.sees_no(RELATIVE, "Where exactly is the person?").await;
        world.restart_after_s(11).await;
        world.sees(RELATIVE, "Where exactly is the person?").await;
    })
    .await;
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        world.taps(LAWYER, "I take it").await;
        world.taps(RELATIVE, "Write something").await;
        world.passes_s(290).await;
        world.sees_no(RELATIVE, "Where exactly is the person?").await;
        world.passes_s(11).await;
        world.sees(RELATIVE, "Where exactly is the person?").await;
    })
    .await;
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        world.passes_s(60).await;
        world.taps(LAWYER, "I take it").await;
        world.sees(RELATIVE, "Where exactly is the person?").await;
    })
    .await;
}

#[tokio::test]
async fn where_nobody_has_the_case_the_card_speaks_of_nobody_on_duty() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        world.taps(RELATIVE, "Done").await;
        world.taps(LAWYER, "I take it").await;
        let card = world.sees(RELATIVE, "The person on duty needs this.").await;
        world.looks_false(LAWYER).await;
        world.sees(RELATIVE, "The person on duty cannot go on with it.").await;
        let open = world.sees(RELATIVE, "This helps whoever acts. You can skip it.").await;
        assert_eq!(card.message_id, open.message_id, "in place");
        world.taps_all(RELATIVE, &["Skip", "Skip", "Skip"]).await;
        world.sees(RELATIVE, "Do you ask a lawyer to act in their name?").await;
        world.sees_no(RELATIVE, "The person on duty needs this.").await;
        world.taps(SECOND, "I take it").await;
        world.sees(RELATIVE, "The person on duty needs this.").await;
        world.sees(RELATIVE, "Do you ask the person on duty to act in their name?").await;
    })
    .await;
}

//! Sending, editing, deleting, and who may be written to.

use habeas::rehearsal::botapi::{Sender, Sending};
use serde_json::json;

use crate::stage::{DAY_MS, Stage};

#[tokio::test]
async fn nobody_is_written_to_before_start_or_after_blocking() {
    let stage = Stage::new().await;
    let send = || stage.call("sendMessage", json!({"chat_id": 7, "text": "x"}));
    let unknown = "Forbidden: bot can't initiate conversation with a user";
    assert_eq!(send().await.refusal(), (403, unknown));
    stage.opened(7).await;
    let card = stage.send(7, "hello").await;

    stage.people.block(7);
    let blocked = (403, "Forbidden: bot was blocked by the user");
    assert_eq!(send().await.refusal(), blocked);
    let edit = json!({"chat_id": 7, "message_id": card, "text": "y"});
    assert_eq!(stage.call("editMessageText", edit).await.refusal(), blocked);
    stage.people.unblock(7);
    assert_eq!(send().await.status, 200);

    let updates = stage.updates().await;
    let statuses: Vec<_> = updates
        .iter()
        .map(|update| &update["my_chat_member"])
        .map(|change| (&change["old_chat_member"]["status"], &change["new_chat_member"]["status"]))
        .collect();
    let (member, kicked) = (json!("member"), json!("kicked"));
    assert_eq!(statuses, [(&member, &kicked), (&kicked, &member)]);
}

#[tokio::test]
async fn a_user_who_blocked_comes_back_with_start() {
    let stage = Stage::new().await;
    stage.opened(7).await;
    stage.people.block(7);
    assert_eq!(stage.order("say", json!({"user": 7, "text": "hello"})).await.status, 409);
    stage.say(7, "/start");
    let updates = stage.updates().await;
    assert_eq!(updates.len(), 3, "blocked, unblocked, /start");
    assert_eq!(updates[2]["message"]["text"], json!("/start"));
    stage.send(7, "welcome back").await;
}

#[tokio::test]
async fn a_sent_message_is_seen_as_it_was_sent() {
    let stage = Stage::new().await;
    stage.opened(7).await;
    let markup = json!({"inline_keyboard": [
        [{"text": "A", "callback_data": "a"}, {"text": "B", "callback_data": "b", "style": "danger"}],
        [{"text": "C", "url": "https://example.org"}],
    ]});
    let params = json!({"chat_id": 7, "text": "words", "reply_markup": markup,
        "disable_notification": true, "protect_content": true});
    let sent = stage.done("sendMessage", params).await;
    assert_eq!(sent["reply_markup"], markup);
    assert_eq!(sent["has_protected_content"], json!(true));
    assert_eq!(sent["from"]["is_bot"], json!(true));
    assert_eq!(sent["date"], json!(stage.people.now().as_millis() / 1000));

    let chat = stage.chat(7).await;
    let seen = chat.shown().next_back().unwrap();
    assert_eq!((seen.from, seen.text.as_str()), (Sender::Bot, "words"));
    assert!(seen.silent && seen.protected && !seen.deleted && seen.edits == 0);
    let labels: Vec<Vec<_>> = seen
        .buttons
        .iter()
        .map(|row| row.iter().map(|button| button.label.as_str()).collect())
        .collect();
    assert_eq!(labels, [vec!["A", "B"], vec!["C"]]);
    assert_eq!(seen.buttons[0][1].data.as_deref(), Some("b"));
    assert_eq!(chat.messages[0].from, Sender::User);
}

#[tokio::test]
async fn an_edit_without_a_keyboard_takes_it_away_and_must_change_something() {
    let stage = Stage::new().await;
    stage.opened(7).await;
    let card = stage.send_button(7, "Yes", "y").await;
    let edit = json!({"chat_id": 7, "message_id": card, "text": "now"});
    let edited = stage.done("editMessageText", edit.clone()).await;
    assert!(edited["edit_date"].is_i64() && edited.get("reply_markup").is_none());
    let refused = stage.call("editMessageText", edit).await;
    assert!(refused.refusal().1.starts_with("Bad Request: message is not modified"));
    let markup = json!({"inline_keyboard": [[{"text": "No", "callback_data": "n"}]]});
    let params = json!({"chat_id": 7, "message_id": card, "reply_markup": markup});
    stage.done("editMessageReplyMarkup", params.clone()).await;
    assert_eq!(stage.call("editMessageReplyMarkup", params).await.status, 400);
    let seen = stage.chat(7).await.messages.pop().unwrap();
    assert_eq!((seen.edits, seen.text.as_str()), (2, "now"));
    assert_eq!(seen.earlier, ["?", "now"]);
    assert_eq!(seen.buttons[0][0].label, "No");
}

#[tokio::test]
async fn only_a_message_of_the_bots_own_that_is_there_is_edited() {
    let stage = Stage::new().await;
    stage.opened(7).await;
    let edit = |id: i64| json!({"chat_id": 7, "message_id": id, "text": "x"});
    let missing = (400, "Bad Request: message to edit not found");
    assert_eq!(stage.call("editMessageText", edit(99)).await.refusal(), missing);
    let foreign = (400, "Bad Request: message can't be edited");
    assert_eq!(stage.call("editMessageText", edit(1)).await.refusal(), foreign);
    let card = stage.send(7, "y").await;
    stage.done("deleteMessage", json!({"chat_id": 7, "message_id": card})).await;
    assert_eq!(stage.call("editMessageText", edit(card)).await.refusal(), missing);
}

#[tokio::test]
async fn messages_of_both_sides_are_deleted_for_48_hours() {
    let stage = Stage::new().await;
    stage.opened(7).await;
    let (_, words) = stage.say(7, "typed words");
    let card = stage.send(7, "card").await;
    let delete = |id: i64| json!({"chat_id": 7, "message_id": id});
    stage.done("deleteMessage", delete(words)).await;
    let again = stage.call("deleteMessage", delete(words)).await;
    assert_eq!(again.refusal(), (400, "Bad Request: message to delete not found"));
    stage.people.advance_clock(2 * DAY_MS - 60_000);
    let young = stage.send(7, "young").await;
    stage.people.advance_clock(60_000);
    let too_old = "Bad Request: message can't be deleted for everyone";
    assert_eq!(stage.call("deleteMessage", delete(card)).await.refusal(), (400, too_old));
    stage.done("deleteMessage", delete(young)).await;
    let chat = stage.chat(7).await;
    let deleted: Vec<_> = chat.messages.iter().map(|message| message.deleted).collect();
    assert_eq!(deleted, [false, true, false, true]);
    assert_eq!(chat.messages[1].text, "typed words", "the view still says what it was");
}

#[tokio::test]
async fn many_are_deleted_at_once_and_unknown_ids_are_skipped() {
    let stage = Stage::new().await;
    stage.opened(7).await;
    let card = stage.send(7, "card").await;
    let delete =
        |ids: Vec<i64>| stage.call("deleteMessages", json!({"chat_id": 7, "message_ids": ids}));
    assert_eq!(delete(vec![]).await.status, 400);
    assert_eq!(delete((1..=101).collect()).await.status, 400);
    assert!(!stage.chat(7).await.messages[1].deleted);
    assert_eq!(delete(vec![card, 999]).await.result(), json!(true));
    assert!(stage.chat(7).await.messages[1].deleted);
}

#[tokio::test]
async fn message_ids_ascend_within_each_chat() {
    let stage = Stage::new().await;
    stage.opened(7).await;
    stage.opened(8).await;
    let first = stage.send(7, "a").await;
    let (_, second) = stage.say(7, "b");
    assert!(first < second && second < stage.send(7, "c").await);
}

#[tokio::test]
async fn a_group_is_left_and_no_longer_written_to() {
    let stage = Stage::new().await;
    let group = json!({"id": -1005, "type": "supergroup", "title": "A group"});
    let from = json!({"id": 7, "is_bot": false, "first_name": "U"});
    let message = json!({"message_id": 900, "date": 1, "chat": group, "from": from, "text": "hi"});
    let raw = json!({"update": {"message": message}});
    stage.people.send(&Sending::new(7, "raw", raw)).unwrap();
    assert!(stage.send(-1005, "one sentence").await > 900);
    stage.done("leaveChat", json!({"chat_id": -1005})).await;
    let refused = stage.call("sendMessage", json!({"chat_id": -1005, "text": "x"})).await;
    assert_eq!(refused.refusal(), (403, "Forbidden: bot is not a member of the group chat"));
    let unknown = stage.call("sendMessage", json!({"chat_id": -1, "text": "x"})).await;
    assert_eq!(unknown.refusal(), (400, "Bad Request: chat not found"));
}

#[tokio::test]
async fn a_group_that_became_a_supergroup_names_its_new_id() {
    let stage = Stage::new().await;
    let group = json!({"id": -5, "type": "group", "title": "A group"});
    let message = json!({"message_id": 1, "date": 1, "chat": group, "migrate_to_chat_id": -1006});
    let raw = json!({"update": {"message": message}});
    stage.people.send(&Sending::new(7, "raw", raw)).unwrap();
    let refused = stage.call("sendMessage", json!({"chat_id": -5, "text": "x"})).await;
    let text = "Bad Request: group chat was upgraded to a supergroup chat";
    assert_eq!(refused.refusal(), (400, text));
    assert_eq!(refused.body["parameters"], json!({"migrate_to_chat_id": -1006}));
}

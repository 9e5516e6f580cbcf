//! Many at once: nothing here is quadratic.

use std::collections::HashSet;

use futures::future::join_all;
use habeas::rehearsal::botapi::Tap;
use serde_json::json;

use crate::stage::Stage;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_queued_messages_and_200_users_tapping_all_arrive() {
    let stage = Stage::new().await;
    for n in 0..1000 {
        stage.say(1, &n.to_string());
    }
    let users: Vec<i64> = (100..300).collect();
    for user in &users {
        stage.say(*user, "/start");
    }
    let cards = join_all(users.iter().map(|user| stage.send_button(*user, "Yes", "y"))).await;
    for (user, card) in users.iter().zip(&cards) {
        stage.people.tap(&Tap::label(*user, *card, "Yes")).unwrap();
    }
    let (mut offset, mut texts, mut tapped) = (0, 0, HashSet::new());
    loop {
        let updates = stage.updates_from(json!({"offset": offset})).await;
        let Some(last) = updates.last() else { break };
        offset = last["update_id"].as_i64().unwrap() + 1;
        let queries = updates.iter().filter_map(|update| update.get("callback_query"));
        let queries: Vec<_> = queries.cloned().collect();
        texts += updates.len() - queries.len();
        let answers = queries.iter().map(|query| {
            stage.done("answerCallbackQuery", json!({"callback_query_id": query["id"]}))
        });
        join_all(answers).await;
        tapped.extend(queries.iter().map(|query| query["from"]["id"].as_i64().unwrap()));
    }
    assert_eq!((texts, tapped.len()), (1200, 200));
    let chats = join_all(users.iter().map(|user| stage.chat(*user))).await;
    assert!(chats.iter().all(|chat| chat.answered.len() == 1));
}

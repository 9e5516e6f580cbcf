//! Stock teloxide against the server.

use habeas::rehearsal::botapi::Tap;
use teloxide::prelude::*;
use teloxide::types::{
    AllowedUpdate, BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, MessageId, UpdateKind,
};
use teloxide::{ApiError, RequestError};

use crate::stage::{Stage, TOKEN};

fn client(stage: &Stage) -> Bot {
    let url = stage.server.url().parse().unwrap();
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    Bot::with_client(TOKEN, http).set_api_url(url)
}

#[tokio::test]
async fn stock_teloxide_talks_to_the_server() {
    let stage = Stage::new().await;
    let bot = client(&stage);
    assert_eq!(bot.get_me().await.unwrap().id, UserId(42));
    stage.say(7, "/start");
    let updates = bot.get_updates().timeout(1).await.unwrap();
    let UpdateKind::Message(message) = &updates[0].kind else { panic!("{:?}", updates[0].kind) };
    assert_eq!(message.text(), Some("/start"));

    let button = InlineKeyboardButton::callback("Yes", "y");
    let sent = bot
        .send_message(message.chat.id, "Well?")
        .reply_markup(InlineKeyboardMarkup::new([[button]]))
        .protect_content(true)
        .await
        .unwrap();
    stage.people.tap(&Tap::label(7, i64::from(sent.id.0), "Yes")).unwrap();
    let kinds = [AllowedUpdate::Message, AllowedUpdate::CallbackQuery];
    let next = i32::try_from(updates[0].id.0).unwrap() + 1;
    let updates = bot.get_updates().offset(next).allowed_updates(kinds).await.unwrap();
    let UpdateKind::CallbackQuery(query) = &updates[0].kind else { panic!() };
    assert_eq!(query.data.as_deref(), Some("y"));
    bot.answer_callback_query(query.id.clone()).text("ok").await.unwrap();
    bot.edit_message_text(message.chat.id, sent.id, "Thanks").await.unwrap();
    bot.delete_message(message.chat.id, sent.id).await.unwrap();
    bot.set_my_commands([BotCommand::new("start", "Begin")]).await.unwrap();
    assert_eq!(stage.chat(7).await.toasts.len(), 1);
}

#[tokio::test]
async fn teloxide_knows_the_refusals() {
    let stage = Stage::limited().await;
    let bot = client(&stage);
    stage.opened(7).await;
    let edited = bot.edit_message_text(ChatId(7), MessageId(99), "x").await.unwrap_err();
    assert!(matches!(edited, RequestError::Api(ApiError::MessageToEditNotFound)), "{edited}");
    for _ in 0..3 {
        bot.send_message(ChatId(7), "x").await.unwrap();
    }
    let limited = bot.send_message(ChatId(7), "x").await.unwrap_err();
    assert!(matches!(limited, RequestError::RetryAfter(wait) if wait.seconds() == 1));
    stage.people.block(7);
    let blocked = bot.send_message(ChatId(7), "x").await.unwrap_err();
    assert!(matches!(blocked, RequestError::Api(ApiError::BotBlocked)), "{blocked}");
}

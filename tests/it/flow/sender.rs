//! Sending while Telegram fails in each of its ways.

use habeas::rehearsal::botapi::{Fault, FaultKind, Say};

use crate::support::people::{FRIEND, LAWYER, PRESS_REPORT, RELATIVE, SECOND};
use crate::support::world::{Scene, play, play_in};

#[tokio::test]
async fn a_page_without_an_answer_is_sent_again_as_a_repeat_and_either_copy_can_be_tapped() {
    for newest in [true, false] {
        play(async |world| {
            world.says(RELATIVE, "/start").await;
            world.taps_all(RELATIVE, &PRESS_REPORT).await;
            world.fault(FaultKind::LostAnswer, "sendMessage", Some(LAWYER), 1);
            world.taps(RELATIVE, "Passports of both countries at war").await;
            world.passes_s(3).await;
            let repeat = world.sees(LAWYER, "(repeat 1: sent again to be sure)").await;
            let view = world.driver.chat(LAWYER, None, 0).await;
            let pages: Vec<_> = view.shown().filter(|m| m.text.contains("CRITICAL")).collect();
            assert_eq!(pages.len(), 2, "{}", world.screen(LAWYER).await);
            let code = world.code().await;
            assert!(pages.iter().all(|page| page.text.contains(&code)), "the same code");
            let copy = pages[usize::from(newest)];
            assert_eq!(newest, copy.message_id == repeat.message_id);
            let data = copy.buttons[0][0].data.clone().unwrap();
            world.forges(LAWYER, copy.message_id, &data).await;
            world.hears(LAWYER, "You have it. The family is told now.").await;
            world.sees(RELATIVE, "A lawyer on duty has it since").await;
            let left = world.sees(LAWYER, "You have it since").await;
            assert!(!left.text.contains("Tap “I take it”"));
        })
        .await;
    }
}

#[tokio::test]
async fn a_repeat_is_told_as_one_also_if_there_was_news_meanwhile() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps_all(RELATIVE, &PRESS_REPORT).await;
        world.fault(FaultKind::LostAnswer, "sendMessage", Some(LAWYER), 1);
        world.taps(RELATIVE, "Passports of both countries at war").await;
        world.sees(LAWYER, "CRITICAL").await;
        world.taps(RELATIVE, "Change an answer").await;
        world.taps(RELATIVE, "Where is the person now?").await;
        world.taps(RELATIVE, "Airport").await;
        world.passes_s(3).await;
        let repeat = world.sees(LAWYER, "(repeat 1: sent again to be sure)").await;
        assert!(repeat.text.contains("Now: Airport"), "{}", repeat.text);
    })
    .await;
}

#[tokio::test]
async fn a_notice_without_an_answer_is_sent_again_as_a_repeat() {
    play(async |world| {
        // An urgent case: its taking sends the relative this one message.
        world.says(RELATIVE, "/start").await;
        world.taps_all(RELATIVE, &["Kazakhstan", "In court", "Yes: officers said so"]).await;
        world.taps(RELATIVE, "Russia").await;
        world.fault(FaultKind::LostAnswer, "sendMessage", Some(RELATIVE), 1);
        world.taps(LAWYER, "I take it").await;
        world.passes_s(3).await;
        let told = world.sees(RELATIVE, "A lawyer on duty has it since").await;
        assert!(told.text.contains("(repeat 1: sent again to be sure)"), "{}", told.text);
        assert_eq!(world.times_sent(RELATIVE, "A lawyer on duty has it since").await, 2);
    })
    .await;
}

#[tokio::test]
async fn an_edit_without_an_answer_is_made_again_without_a_word() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        world.fault(FaultKind::LostAnswer, "editMessageText", Some(RELATIVE), 1);
        world.taps(RELATIVE, "Kazakhstan").await;
        world.passes_s(3).await;
        world.sees(RELATIVE, "Where is the person now?").await;
        world.sees_no(RELATIVE, "(repeat").await;
        let view = world.driver.chat(RELATIVE, None, 0).await;
        assert_eq!(view.shown().count(), 1, "an edit made twice is one card");
    })
    .await;
}

#[tokio::test]
async fn a_page_survives_broken_answers_and_resets() {
    play(async |world| {
        world.fault(FaultKind::ServerError, "sendMessage", Some(LAWYER), 2);
        world.fault(FaultKind::Reset, "sendMessage", Some(LAWYER), 2);
        world.reports_critical(RELATIVE).await;
        for _ in 0..5 {
            world.passes_s(2).await;
        }
        world.taps(LAWYER, "I take it").await;
        world.sees(RELATIVE, "A lawyer on duty has it since").await;
    })
    .await;
}

#[tokio::test]
async fn a_429_in_one_chat_delays_no_other() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        world.says(FRIEND, "/start").await;
        let fault = Fault { value: Some(15), chat: Some(FRIEND), ..Fault::new(FaultKind::TooMany) };
        let method = Some("editMessageText".to_owned());
        world.driver.fault(Fault { method, ..fault });
        world.taps(FRIEND, "Kazakhstan").await;
        world.sees_no(FRIEND, "Where is the person now?").await;
        world.taps(RELATIVE, "Kazakhstan").await;
        world.sees(RELATIVE, "Where is the person now?").await;
        world.passes_s(16).await;
        world.sees(FRIEND, "Where is the person now?").await;
    })
    .await;
}

#[tokio::test]
async fn a_lawyer_whom_telegram_makes_wait_too_long_counts_as_not_reached() {
    play(async |world| {
        let fault = Fault {
            value: Some(300),
            chat: Some(LAWYER),
            times: 1,
            ..Fault::new(FaultKind::TooMany)
        };
        world.driver.fault(fault);
        world.reports_critical(RELATIVE).await;
        world.passes_s(5).await;
        world.sees(SECOND, "CRITICAL").await;
        world.taps(SECOND, "I take it").await;
        world.sees(RELATIVE, "A lawyer on duty has it since").await;
        // The page is not lost by the wait: it comes when the wait is over, as it stands then.
        world.passes_s(320).await;
        world.sees(LAWYER, "has it since").await;
        world.settle().await;
    })
    .await;
}

#[tokio::test]
async fn a_lawyer_whose_account_is_gone_counts_as_not_reached() {
    play(async |world| {
        let fault = Fault {
            value: Some(1),
            chat: Some(LAWYER),
            times: 9,
            ..Fault::new(FaultKind::Forbidden)
        };
        world.driver.fault(fault);
        world.reports_critical(RELATIVE).await;
        world.passes_s(5).await;
        world.sees(SECOND, "CRITICAL").await;
        world.taps(SECOND, "I take it").await;
    })
    .await;
}

#[tokio::test]
async fn a_card_whose_message_is_gone_is_sent_anew() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps(RELATIVE, "Kazakhstan").await;
        let card = world.sees(RELATIVE, "Where is the person now?").await;
        let (message, data) = world.button(RELATIVE, "In court").await;
        // The card's message goes with the schedule; its button is still on another phone.
        world.passes_s(46 * 3600 + 60).await;
        assert!(world.is_deleted(RELATIVE, card.message_id).await);
        world.forges(RELATIVE, message, &data).await;
        let anew = world.sees(RELATIVE, "Are there signs").await;
        assert!(anew.message_id > card.message_id);
    })
    .await;
}

#[tokio::test]
async fn a_page_overtakes_what_waits_in_its_chat_for_telegrams_limits() {
    play_in(Scene { limits: true, ..Scene::default() }, async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps_all(RELATIVE, &PRESS_REPORT).await;
        for _ in 0..8 {
            world.driver.say(&Say::new(LAWYER, "/help")).unwrap();
        }
        while world.unconfirmed() > 0 {
            world.driver.calls(u64::MAX - 1, 5).await;
        }
        world.presses(RELATIVE, "Passports of both countries at war").await;
        let page = world.sees(LAWYER, "CRITICAL").await;
        world.settle().await;
        let last_help = world.sees(LAWYER, "Pages come here when").await;
        assert!(page.message_id + 2 < last_help.message_id, "the page did not wait its turn");
    })
    .await;
}

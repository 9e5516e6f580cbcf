//! Conversations and reports that do not open any more: no call for help is lost with them.

use habeas::crypto::Column;
use habeas::storage::Tx;
use serde_json::json;

use super::sos::noticed;
use crate::support::people::{COORDINATOR, LAWYER, RELATIVE};
use crate::support::world::{World, play, play_in};

/// How the states of all conversations are lost.
#[derive(Clone, Copy)]
enum Lost {
    /// They do not open.
    Garbage,
    /// They are of another version.
    Version,
}

const BOTH: [Lost; 2] = [Lost::Garbage, Lost::Version];

async fn loses(world: &World, how: Lost) {
    let sql = "-- tests::lose
        UPDATE conversations SET sealed_state = $2 WHERE id = $1";
    let parts = world.parts();
    let read = async |tx: &mut Tx| {
        let sql = "-- tests::states
            SELECT id, sealed_state FROM conversations";
        tx.fetch_all(sql, &[]).await
    };
    for row in parts.store.read("tests-states", read).await.unwrap() {
        let (id, sealed) = (row.bytes("id").unwrap(), row.bytes("sealed_state").unwrap());
        let sealed = match how {
            Lost::Garbage => vec![7; 40],
            Lost::Version => {
                let plain = parts.keyring.open(Column::ConversationsState, &id, &sealed).unwrap();
                let mut state: serde_json::Value = serde_json::from_slice(&plain).unwrap();
                state["v"] = 99.into();
                let state = state.to_string();
                parts.keyring.seal(Column::ConversationsState, &id, state.as_bytes())
            }
        };
        assert_eq!(world.execute(sql, vec![id.into(), sealed.into()]).await, 1);
    }
}

/// The state of every conversation does not open any more.
async fn corrupts(world: &World) {
    loses(world, Lost::Garbage).await;
}

/// No report opens any more.
async fn corrupts_reports(world: &World) {
    let sql = "-- tests::corrupt_report
        UPDATE cases SET sealed_report = $1";
    world.execute(sql, vec![vec![7_u8; 40].into()]).await;
}

#[tokio::test]
async fn a_call_for_help_whose_conversation_does_not_open_is_called_for() {
    play(async |world| {
        world.says(RELATIVE, "/sos").await;
        corrupts(world).await;
        world.passes_s(61).await;
        assert_eq!(world.rings(LAWYER, "CRITICAL").await, 1);
        world.passes_s(360).await;
        assert!(world.rings(COORDINATOR, "CRITICAL").await > 0, "as for every critical case");
    })
    .await;
}

#[tokio::test]
async fn a_silent_report_that_does_not_open_brings_a_person() {
    play_in(noticed(), async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps_all(RELATIVE, &["Kazakhstan", "Police station"]).await;
        corrupts(world).await;
        corrupts_reports(world).await;
        world.passes_s(301).await;
        let page = world.sees(COORDINATOR, "The server cannot read this report.").await;
        assert!(!page.silent, "{}", page.text);
        world.passes_s(1801).await;
        assert!(world.rings(COORDINATOR, "CRITICAL").await > 1, "until somebody has it");
    })
    .await;
}

#[tokio::test]
async fn a_silent_report_that_alone_does_not_open_brings_a_coordinator_and_no_lawyer() {
    play_in(noticed(), async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps_all(RELATIVE, &["Kazakhstan", "Police station"]).await;
        corrupts_reports(world).await;
        world.passes_s(301).await;
        let unread = "The server cannot read this report.";
        assert_eq!(world.rings(COORDINATOR, unread).await, 1);
        assert_eq!(world.times_sent(LAWYER, unread).await, 0, "nobody has called for help");
    })
    .await;
}

#[tokio::test]
async fn words_after_a_lost_conversation_put_a_call_for_help_off_no_longer() {
    for how in BOTH {
        play(async |world| {
            world.says(RELATIVE, "/sos").await;
            loses(world, how).await;
            world.passes_s(20).await;
            world.says(RELATIVE, "please").await;
            world.passes_s(20).await;
            world.says(RELATIVE, "they are at the door").await;
            assert_eq!(world.rings(LAWYER, "CRITICAL").await, 0);
            world.restart_after_s(21).await;
            assert_eq!(world.rings(LAWYER, "CRITICAL").await, 1);
            world.passes_s(360).await;
            assert!(world.rings(COORDINATOR, "CRITICAL").await > 0, "until somebody has it");
        })
        .await;
    }
}

#[tokio::test]
async fn the_two_answers_after_a_lost_conversation_call_at_once() {
    for how in BOTH {
        play(async |world| {
            world.says(RELATIVE, "/sos").await;
            loses(world, how).await;
            world.says(RELATIVE, "/help").await;
            world.taps(RELATIVE, "Kazakhstan").await;
            assert_eq!(world.rings(LAWYER, "CRITICAL").await, 0);
            world.taps(RELATIVE, "Police station").await;
            assert_eq!(world.rings(LAWYER, "CRITICAL").await, 1);
        })
        .await;
    }
}

#[tokio::test]
async fn no_command_makes_a_call_for_help_a_mere_silence() {
    for how in BOTH {
        play(async |world| {
            let mut called = 0;
            for (user, does) in (1201..).zip(["/help", "/status", "/language", "/start", ""]) {
                world.says(user, "/sos").await;
                loses(world, how).await;
                match does {
                    "" => world.sends(user, "sticker", json!({})).await,
                    command => world.says(user, command).await,
                };
                world.passes_s(61).await;
                called += 1;
                let sql = "-- tests::called
                    SELECT COUNT(*) AS n FROM cases WHERE level = 'critical'";
                assert_eq!(world.count(sql, vec![]).await, called, "after \"{does}\"");
            }
            assert!(world.rings(LAWYER, "CRITICAL").await > 0);
        })
        .await;
    }
}

#[tokio::test]
async fn a_new_report_calls_for_one_of_which_nothing_opens() {
    for how in BOTH {
        play(async |world| {
            world.says(RELATIVE, "/sos").await;
            loses(world, how).await;
            corrupts_reports(world).await;
            world.says(RELATIVE, "/new").await;
            assert_eq!(world.rings(LAWYER, "CRITICAL").await, 1);
        })
        .await;
    }
}

#[tokio::test]
async fn the_code_of_the_case_typed_after_a_lost_conversation_drops_no_call_for_help() {
    play(async |world| {
        world.says(RELATIVE, "/sos").await;
        corrupts(world).await;
        world.says(RELATIVE, &world.code().await).await;
        world.passes_s(61).await;
        assert_eq!(world.rings(LAWYER, "CRITICAL").await, 1);
    })
    .await;
}

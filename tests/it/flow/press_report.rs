//! The press report's case, from the first tap to the lawyer who has it.

use serde_json::json;

use crate::support::people::{LAWYER, PRESS_REPORT, RELATIVE, SECOND};
use crate::support::world::play;

#[tokio::test]
async fn the_page_is_in_the_lawyers_chat_before_the_sixth_answer() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps_all(RELATIVE, &PRESS_REPORT).await;
        for reason in [
            "Comes from occupied land (e.g. Crimea)",
            "Passports of both countries at war",
            "Sent money the authorities there punish",
            "Moved here to work after 2022",
        ] {
            world.taps(RELATIVE, reason).await;
        }
        let page = world.sees(LAWYER, "CRITICAL").await;
        assert!(!page.silent, "a page rings");
        assert!(page.protected);
        world.sees(RELATIVE, "I am calling a lawyer now.").await;
        world.sees_no(SECOND, "CRITICAL").await;

        let answers = world.entries("answer").await;
        assert_eq!(answers[0], json!({"question": "host_state", "set": {"host_state": "KZ"}}));
        assert_eq!(answers[1]["set"], json!({"where_now": "court"}));
        assert_eq!(answers[3]["set"], json!({"receiving_state": "RU"}));
        let reasons = json!([
            "occupied_territory_origin",
            "conflict_dual_citizen",
            "donations_to_other_side",
            "it_relocator"
        ]);
        assert_eq!(answers[7]["set"], json!({"risk_profile": reasons}));
        assert_eq!(answers.len(), 8, "each tick is an entry");
    })
    .await;
}

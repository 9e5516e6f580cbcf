//! Files, places and contacts: sealed with their file id, and said so.

use serde_json::json;

use crate::support::people::RELATIVE;
use crate::support::world::play;

#[tokio::test]
async fn files_places_and_contacts_are_sealed_and_stay_in_the_chat_until_the_schedule() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps(RELATIVE, "Kazakhstan").await;
        let mut sent = vec![];
        for kind in ["photo", "document", "voice", "video", "location", "contact"] {
            let details = if kind == "photo" { json!({"caption": "the car"}) } else { json!({}) };
            let message = world.sends(RELATIVE, kind, details).await.message_id;
            assert!(!world.is_deleted(RELATIVE, message).await, "{kind}");
            sent.push(message);
            let said = if kind == "location" { "I kept the place" } else { "I kept this" };
            world.sees(RELATIVE, said).await;
            let [entry] = <[_; 1]>::try_from(world.entries(kind).await).unwrap();
            let has_file_id = entry.to_string().contains("file_id");
            assert_eq!(has_file_id, !["location", "contact"].contains(&kind), "{entry}");
        }
        assert_eq!(world.entries("photo").await[0]["caption"], "the car");
        world.taps(RELATIVE, "In court").await;
        world.sees(RELATIVE, "Are there signs").await;
        world.passes_s(47 * 3600).await;
        for message in sent {
            assert!(world.is_deleted(RELATIVE, message).await);
        }
    })
    .await;
}

#[tokio::test]
async fn a_voice_without_a_type_is_kept() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        world.sends(RELATIVE, "voice", json!({"mime_type": null})).await;
        assert_eq!(world.entries("voice").await.len(), 1, "and it opens a case");
        world.sees(RELATIVE, "In which country").await;
    })
    .await;
}

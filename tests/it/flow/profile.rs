//! The bot's own profile: commands per role and language, descriptions with other help.

use habeas::rehearsal::botapi::FaultKind;
use habeas_core::domain::Role;
use serde_json::{Value, json};

use crate::support::people::{COORDINATOR, LAWYER, THIRD};
use crate::support::world::{PATIENCE_MS, Scene, World, play, play_in};

/// Asks the server until its answer is as it should be.
async fn becomes(world: &World, method: &str, what: Value, right: impl Fn(&Value) -> bool) {
    let deadline = world.wall_ms() + PATIENCE_MS;
    loop {
        let answer = world.asks(method, &what).await;
        if right(&answer["result"]) {
            return;
        }
        assert!(world.wall_ms() < deadline, "{method} {what}: {answer}");
        world.next_call().await;
    }
}

fn names(commands: &Value) -> Vec<&str> {
    let commands = commands.as_array().map(Vec::as_slice).unwrap_or_default();
    commands.iter().filter_map(|command| command["command"].as_str()).collect()
}

fn in_chat(user: i64) -> Value {
    json!({"scope": {"type": "chat", "chat_id": user}})
}

const ALL: [&str; 7] = ["start", "sos", "new", "status", "code", "language", "help"];

#[tokio::test]
async fn commands_are_shown_per_language_and_per_role() {
    play(async |world| {
        becomes(world, "getMyCommands", json!({"language_code": ""}), |c| {
            names(c) == ALL && c[0]["description"] == "Begin, or see the card again"
        })
        .await;
        becomes(world, "getMyCommands", json!({"language_code": "uk"}), |c| {
            names(c) == ALL && c[0]["description"] == "Почати або знову побачити картку"
        })
        .await;
        let lawyer = ["take", "mine", "who", "queue", "off", "on"];
        becomes(world, "getMyCommands", in_chat(LAWYER), |c| {
            names(c) == [&lawyer[..], &ALL[..]].concat()
        })
        .await;
        let more = ["invite", "revoke"];
        let coordinator = [&lawyer[..], &more[..], &ALL[..]].concat();
        becomes(world, "getMyCommands", in_chat(COORDINATOR), |c| names(c) == coordinator).await;
    })
    .await;
}

#[tokio::test]
async fn who_comes_gets_the_commands_of_their_role_and_who_is_revoked_loses_them() {
    play(async |world| {
        let asel = world.add(Role::Coordinator, "Asel", THIRD).await;
        world.says(THIRD, "/start").await;
        let shown = |c: &Value| names(c).contains(&"invite");
        becomes(world, "getMyCommands", in_chat(THIRD), shown).await;
        world.revoke(&asel).await;
        becomes(world, "getMyCommands", in_chat(THIRD), |c| names(c).is_empty()).await;
    })
    .await;
}

#[tokio::test]
async fn the_description_names_the_fallback_contacts_in_each_language() {
    let env = vec![
        ("HABEAS_FALLBACK__CONTACTS_EN", "the invented helpline, 000"),
        ("HABEAS_FALLBACK__CONTACTS_RU", "выдуманная линия, 111"),
    ];
    play_in(Scene { env, ..Scene::default() }, async |world| {
        let holds = |field: &'static str, part: &'static str| {
            move |it: &Value| it[field].as_str().is_some_and(|text| text.contains(part))
        };
        let (en, ru) = (json!({"language_code": ""}), json!({"language_code": "ru"}));
        let about = holds("description", "You can also ask here: the invented helpline, 000");
        becomes(world, "getMyDescription", en.clone(), about).await;
        becomes(world, "getMyDescription", ru, holds("description", "выдуманная линия, 111")).await;
        let short = holds("short_description", "the invented helpline, 000");
        becomes(world, "getMyShortDescription", en, short).await;
    })
    .await;
}

#[tokio::test]
async fn what_has_not_changed_is_not_set_again() {
    play(async |world| {
        becomes(world, "getMyCommands", in_chat(COORDINATOR), |c| !names(c).is_empty()).await;
        let kept = "-- tests::kept
            SELECT COUNT(*) AS n FROM meta WHERE name LIKE 'telegram/%'";
        let deadline = world.wall_ms() + PATIENCE_MS;
        while world.count(kept, vec![]).await < 15 {
            assert!(world.wall_ms() < deadline, "{}", world.count(kept, vec![]).await);
            world.next_call().await;
        }
        world.restart().await;
        let before = set_calls(world).await;
        world.passes_s(4000).await;
        world.passes_s(4000).await;
        assert_eq!(set_calls(world).await, before, "nothing is set twice");
    })
    .await;
}

/// How often something of the profile was set.
async fn set_calls(world: &World) -> usize {
    let (_, calls) = world.driver.calls(0, 0).await;
    calls.iter().filter(|call| call.method.starts_with("setMy")).count()
}

#[tokio::test]
async fn what_telegram_refuses_stops_nothing_and_is_tried_again() {
    play_in(Scene { silent: true, ..Scene::default() }, async |world| {
        world.fault(FaultKind::ServerError, "setMyCommands", None, 1);
        world.says(LAWYER, "/start").await;
        world.sees(LAWYER, "You are on call here as a lawyer.").await;
        world.passes_s(61).await;
        world.passes_s(121).await;
        becomes(world, "getMyCommands", in_chat(LAWYER), |c| names(c).contains(&"take")).await;
    })
    .await;
}

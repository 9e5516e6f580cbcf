//! `habeas doctor`.

use std::fs;

use rustix::process::Signal;
use serde_json::{Value, json};

use crate::support::{Home, TOKEN, heard, nobody, set_mode, telegram};

const IDS: [&str; 12] = [
    "config",
    "keyring",
    "keyring-place",
    "database",
    "audit",
    "clock",
    "token",
    "recipients",
    "signed",
    "oncall",
    "exclusions",
    "texts",
];

/// The exit code and the object.
async fn doctor(home: &Home, api_url: &str, token: &str) -> (i32, Value) {
    let env = [("HABEAS_TELEGRAM__API_URL", api_url), ("HABEAS_TELEGRAM__TOKEN", token)];
    let ended = home.run(&["doctor", "--json"], &env).await;
    let answer: Value = serde_json::from_str(&ended.out).unwrap();
    let checks = answer["checks"].as_array().unwrap();
    let ids: Vec<&str> = checks.iter().map(|check| check["id"].as_str().unwrap()).collect();
    assert_eq!(ids, IDS);
    for check in checks {
        let mended = check["mend"].as_str().is_some_and(|mend| !mend.is_empty());
        assert_eq!(mended, check["state"] != json!("ok"), "{check}");
    }
    let failed = checks.iter().any(|check| check["state"] == json!("fail"));
    assert_eq!(answer["ok"], json!(!failed));
    assert!(
        !ended.out.contains("Ada") && !ended.err.contains("Ada"),
        "names are nobody's business"
    );
    (ended.code.unwrap(), answer)
}

fn check<'a>(answer: &'a Value, id: &str) -> &'a Value {
    answer["checks"].as_array().unwrap().iter().find(|check| check["id"] == json!(id)).unwrap()
}

#[track_caller]
fn state(answer: &Value, id: &str, state: &str, says: &str) {
    let check = check(answer, id);
    assert_eq!(check["state"], json!(state), "{check}");
    assert!(check["text"].as_str().unwrap().contains(says), "{check}");
}

#[tokio::test]
async fn an_installation_with_a_rota_that_can_be_reached_is_ready() {
    let home = Home::new().await;
    let telegram = telegram().await;
    let bot = home.serve(&telegram.url()).await;
    for (role, user) in [("lawyer", 1), ("lawyer", 2), ("coordinator", 3)] {
        home.add(role, user).await;
        let (_, answer) = doctor(&home, &telegram.url(), TOKEN).await;
        let reached = user > 1;
        state(&answer, "oncall", if reached { "warn" } else { "fail" }, "not started by m-");
        heard(&telegram, user, "/start").await;
    }
    let (code, answer) = doctor(&home, &telegram.url(), TOKEN).await;
    assert_eq!(code, 0, "{answer}");
    for id in ["config", "keyring", "database", "clock", "token", "oncall"] {
        state(&answer, id, "ok", "");
    }
    state(&answer, "audit", "ok", "the chain holds up to record 3; its head: ");
    state(&answer, "clock", "ok", "agrees with telegram's");
    state(&answer, "keyring-place", "warn", "file system");
    state(&answer, "recipients", "warn", "no member on call has a key");
    state(&answer, "texts", "warn", "kk awaits a native reader");
    state(&answer, "texts", "warn", "uk awaits a native reader");
    assert_eq!(bot.end(Signal::TERM).await.code, Some(0));
}

#[tokio::test]
async fn a_case_whose_last_one_to_be_called_leaves_fails() {
    let home = Home::new().await;
    let telegram = telegram().await;
    let lawyer = home.add("lawyer", 1).await;
    let coordinator = home.add("coordinator", 2).await;
    let bot = home.serve(&telegram.url()).await;
    for user in [1, 2, 7001] {
        heard(&telegram, user, "/start").await;
    }
    heard(&telegram, 7001, "the blue house by the mill").await;
    let listed = home.run(&["case", "list"], &[]).await.done();
    let case: Value = serde_json::from_str(listed.lines().next().unwrap()).unwrap();
    let code = case["code"].as_str().unwrap();
    home.run(&["case", "exclude", code, "--member", &lawyer], &[]).await.done();
    let (code_before, answer) = doctor(&home, &telegram.url(), TOKEN).await;
    state(&answer, "exclusions", "ok", "for every case");
    let revoked = home.run(&["member", "revoke", &coordinator], &[]).await;
    let said = format!("nobody who may be called for {code} can be reached");
    assert!(revoked.err.contains(&said), "{revoked:?}");
    let (code_after, answer) = doctor(&home, &telegram.url(), TOKEN).await;
    assert_eq!((code_before, code_after), (0, 1), "{answer}");
    state(&answer, "exclusions", "fail", "in cases: 1");
    assert!(!answer.to_string().contains(code), "whoever helps need not know the code");
    home.run(&["case", "exclude", code, "--member", &lawyer, "--undo"], &[]).await.done();
    let (_, answer) = doctor(&home, &telegram.url(), TOKEN).await;
    state(&answer, "exclusions", "ok", "");
    assert_eq!(bot.end(Signal::TERM).await.code, Some(0));
}

#[tokio::test]
async fn without_json_each_check_is_a_line_and_a_failure_is_exit_code_1() {
    let home = Home::new().await;
    let ended = home.run(&["doctor"], &[]).await;
    assert_eq!(ended.code, Some(1));
    assert_eq!(ended.out.lines().count(), IDS.len(), "{}", ended.out);
    for (line, id) in ended.out.lines().zip(IDS) {
        assert_eq!(line.split_whitespace().nth(1), Some(id), "{line}");
    }
    assert_eq!(ended.err, "habeas: not ready: token, oncall; each line says how to mend it\n");
}

#[tokio::test]
async fn a_token_fails_if_it_is_refused_or_a_sample_and_warns_if_nobody_could_be_asked() {
    let home = Home::new().await;
    let telegram = telegram().await;
    let (code, answer) = doctor(&home, &telegram.url(), "42:other").await;
    state(&answer, "token", "fail", "telegram refuses this bot token");
    state(&answer, "oncall", "fail", "there is no member");
    assert_eq!(code, 1);
    let (_, answer) = doctor(&home, &nobody(), "42:other").await;
    state(&answer, "token", "warn", "telegram did not answer");
    state(&answer, "clock", "ok", "gave no time");
    let sample = "123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11";
    let (_, answer) = doctor(&home, &nobody(), sample).await;
    state(&answer, "token", "fail", "sample");
    let (_, answer) = doctor(&home, &nobody(), "").await;
    state(&answer, "token", "fail", "empty");
}

#[tokio::test]
async fn a_lost_an_open_and_another_installations_keyring_fail() {
    let home = Home::new().await;
    home.add("lawyer", 1).await;
    set_mode(&home.keyring, 0o644);
    let (code, answer) = doctor(&home, &nobody(), TOKEN).await;
    assert_eq!(code, 1);
    state(&answer, "keyring", "fail", "can be read or changed by others");
    state(&answer, "database", "ok", "not tried without the keyring");
    state(&answer, "oncall", "warn", "not checked");
    let other = Home::new().await;
    fs::copy(&other.keyring, &home.keyring).unwrap();
    set_mode(&home.keyring, 0o600);
    let (_, answer) = doctor(&home, &nobody(), TOKEN).await;
    state(&answer, "keyring", "ok", "");
    state(&answer, "database", "fail", "another installation");
    fs::rename(&home.keyring, home.dir().join("data/keyring")).unwrap();
    let (_, answer) = doctor(&home, &nobody(), TOKEN).await;
    state(&answer, "keyring", "fail", "there is no keyring at");
    let text = fs::read_to_string(&home.config).unwrap();
    let ring = home.keyring.to_str().unwrap();
    fs::write(&home.config, text.replace(ring, "data/keyring")).unwrap();
    let (_, answer) = doctor(&home, &nobody(), TOKEN).await;
    state(&answer, "keyring-place", "fail", "inside the data's folders");
}

#[tokio::test]
async fn a_lost_database_a_lost_folder_and_a_private_key_on_the_server_fail() {
    let home = Home::new().await;
    let secret = habeas::crypto::recovery_new().0;
    fs::write(home.dir().join("key.txt"), secret.as_bytes()).unwrap();
    fs::remove_file(home.dir().join("habeas.db")).unwrap();
    fs::remove_dir(home.dir().join("data")).unwrap();
    let (code, answer) = doctor(&home, &nobody(), TOKEN).await;
    assert_eq!(code, 1);
    state(&answer, "config", "fail", "storage.data_dir");
    state(&answer, "database", "fail", "no database");
    state(&answer, "recipients", "fail", "key.txt");
    assert!(!answer.to_string().contains(&secret[16..]));
}

#[tokio::test]
async fn a_configuration_that_cannot_be_read_still_gets_every_line() {
    let home = Home::new().await;
    fs::write(&home.config, "[telegram]\ntokken = 1\n").unwrap();
    let (code, answer) = doctor(&home, &nobody(), TOKEN).await;
    assert_eq!(code, 1);
    state(&answer, "config", "fail", "unknown key telegram.tokken");
    for id in &IDS[1..9] {
        state(&answer, id, "warn", "not checked");
    }
}

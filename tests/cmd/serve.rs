//! `habeas serve`: what it refuses, when it is ready, how it ends.

use std::fs;

use habeas::crypto::{Keyring, Purpose, recovery_new};
use habeas_core::domain::Timestamp;
use rustix::process::Signal;
use sqlx::{Connection, Executor, SqliteConnection};

use crate::support::{Home, TOKEN, heard, nobody, set_mode, telegram};

/// The sentence with which it does not start.
async fn refusal(home: &Home) -> String {
    refusal_with(home, TOKEN).await
}

async fn refusal_with(home: &Home, token: &str) -> String {
    let api = nobody();
    let env = [("HABEAS_TELEGRAM__API_URL", api.as_str()), ("HABEAS_TELEGRAM__TOKEN", token)];
    home.run(&["serve"], &env).await.refused()
}

#[tokio::test]
async fn a_missing_keyring_is_refused() {
    let home = Home::new().await;
    fs::remove_file(&home.keyring).unwrap();
    assert!(refusal(&home).await.contains("there is no keyring at"));
}

#[tokio::test]
async fn a_keyring_that_others_read_is_refused() {
    let home = Home::new().await;
    for mode in [0o640, 0o604, 0o620] {
        set_mode(&home.keyring, mode);
        assert!(refusal(&home).await.contains("chmod 600"), "{mode:o}");
    }
}

#[tokio::test]
async fn a_keyring_inside_the_data_folder_is_refused_also_by_a_link() {
    let home = Home::new().await;
    let inside = home.dir().join("data/keyring");
    fs::rename(&home.keyring, &inside).unwrap();
    std::os::unix::fs::symlink(&inside, &home.keyring).unwrap();
    assert!(refusal(&home).await.contains("inside the data's folders"));
    fs::remove_file(&home.keyring).unwrap();
    let text = fs::read_to_string(&home.config).unwrap();
    let ring = home.keyring.to_str().unwrap();
    fs::write(&home.config, text.replace(ring, "data/keyring")).unwrap();
    assert!(refusal(&home).await.contains("inside the data's folders"));
}

#[tokio::test]
async fn another_installations_keyring_is_refused_before_anything_is_lost() {
    let (home, other) = (Home::new().await, Home::new().await);
    fs::copy(&other.keyring, &home.keyring).unwrap();
    assert!(refusal(&home).await.contains("keyring.file is of another installation"));
}

#[tokio::test]
async fn a_lost_keyring_keeps_no_case_from_being_listed_and_exported() {
    let home = Home::new().await;
    fs::remove_file(&home.keyring).unwrap();
    assert_eq!(home.run(&["case", "list"], &[]).await.done(), "");
    let out = home.folder.path().join("out");
    let export = ["case", "export", "RD-742", "--out", out.to_str().unwrap()];
    assert!(home.run(&export, &[]).await.refused().contains("RD-742"), "no such case, and no more");
}

#[tokio::test]
async fn a_keyring_made_by_a_rehearsal_is_refused() {
    let home = Home::new().await;
    fs::remove_file(&home.keyring).unwrap();
    Keyring::generate(Purpose::Rehearsal)
        .write_new(&home.keyring, Timestamp::from_millis(0))
        .unwrap();
    assert!(refusal(&home).await.contains("was made by a rehearsal"));
}

#[tokio::test]
async fn a_file_that_is_no_keyring_is_refused() {
    let home = Home::new().await;
    fs::write(&home.keyring, "version = 1\n").unwrap();
    assert!(refusal(&home).await.contains("not a whole keyring"));
}

#[tokio::test]
async fn an_unknown_schema_is_refused() {
    let home = Home::new().await;
    let file = home.dir().join("habeas.db");
    let mut db = SqliteConnection::connect(file.to_str().unwrap()).await.unwrap();
    let newer = "INSERT INTO habeas_migrations VALUES (999, '0999_later', 'x')";
    db.execute(newer).await.unwrap();
    db.close().await.unwrap();
    assert!(refusal(&home).await.contains("newer habeas"));
    for end in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(home.dir().join(format!("habeas.db{end}")));
    }
    assert!(refusal(&home).await.contains("no database"));
    fs::write(&file, "this is no database, only some text that somebody left").unwrap();
    assert!(refusal(&home).await.contains("not made by habeas"));
}

#[tokio::test]
async fn an_empty_a_sample_and_a_shapeless_token_are_refused() {
    let home = Home::new().await;
    assert!(refusal_with(&home, "").await.contains("token is empty"));
    let sample = "123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11";
    assert!(refusal_with(&home, sample).await.contains("the sample"));
    let shapeless = refusal_with(&home, "secret words").await;
    assert!(shapeless.contains("DIGITS:LETTERS") && !shapeless.contains("secret"), "{shapeless}");
    let none = home.run(&["serve"], &[]).await.refused();
    assert!(none.contains("token is not set"), "{none}");
}

#[tokio::test]
async fn a_recovery_identity_in_clear_under_its_folders_is_refused() {
    let home = Home::new().await;
    let deep = home.dir().join("data/old/backup");
    fs::create_dir_all(&deep).unwrap();
    let secret = recovery_new().0;
    fs::write(deep.join("notes.txt"), format!("# keep\n{}\n", *secret)).unwrap();
    let said = refusal(&home).await;
    assert!(said.contains("notes.txt holds a recovery identity in clear"), "{said}");
    assert!(!said.contains(&secret[16..]));
}

#[tokio::test]
async fn a_token_that_telegram_refuses_is_refused_before_ready() {
    let home = Home::new().await;
    let telegram = telegram().await;
    let url = telegram.url();
    let env = [("HABEAS_TELEGRAM__API_URL", url.as_str()), ("HABEAS_TELEGRAM__TOKEN", "42:other")];
    let said = home.run(&["serve"], &env).await.refused();
    assert!(said.contains("telegram refuses this bot token"), "{said}");
    assert!(!said.contains("42:other"));
}

#[tokio::test]
async fn either_signal_ends_it_with_0_while_it_waits_for_updates() {
    for signal in [Signal::TERM, Signal::INT] {
        let home = Home::new().await;
        let telegram = telegram().await;
        let bot = home.serve(&telegram.url()).await;
        // It has answered, and so has come back to wait for more.
        heard(&telegram, 7, "/start").await;
        let ended = bot.end(signal).await;
        assert_eq!((ended.code, ended.out.as_str()), (Some(0), ""), "{ended:?}");
        assert!(ended.err.contains("on the data's file system"), "{}", ended.err);
        assert!(!ended.err.contains(TOKEN), "{}", ended.err);
    }
}

#[tokio::test]
async fn it_is_ready_and_can_be_stopped_while_telegram_is_unreachable() {
    let home = Home::new().await;
    let bot = home.serve(&nobody()).await;
    let ended = bot.end(Signal::TERM).await;
    assert_eq!((ended.code, ended.out.as_str()), (Some(0), ""), "{ended:?}");
}

#[tokio::test]
async fn a_telegram_that_never_answers_does_not_keep_it_from_stopping() {
    let home = Home::new().await;
    // Connections are taken by the system and never answered.
    let deaf = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", deaf.local_addr().unwrap());
    let env = [
        ("HABEAS_TELEGRAM__API_URL", url.as_str()),
        ("HABEAS_TELEGRAM__TOKEN", TOKEN),
        ("HABEAS_TELEGRAM__REQUEST_TIMEOUT_S", "20"),
    ];
    let mut child =
        crate::support::habeas(&["serve", "--config", &home.config], &env).spawn().unwrap();
    let asked = tokio::task::spawn_blocking(move || deaf.accept().unwrap());
    let _held = asked.await.unwrap();
    let id = i32::try_from(child.id().unwrap()).unwrap();
    let id = rustix::process::Pid::from_raw(id).unwrap();
    rustix::process::kill_process(id, Signal::TERM).unwrap();
    let ended = tokio::time::timeout(std::time::Duration::from_secs(10), child.wait());
    assert_eq!(ended.await.expect("it ends within ten seconds").unwrap().code(), Some(0));
}

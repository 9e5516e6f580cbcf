//! `habeas bot-api`: the command itself.

use std::process::Stdio;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_habeas"));
    command.arg("bot-api").args(arguments);
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    command
}

/// Starts the server; the child and its address.
async fn started(arguments: &[&str]) -> (Child, String) {
    let mut child = command(arguments).spawn().unwrap();
    let stdout = child.stdout.take().unwrap();
    let line = BufReader::new(stdout).lines().next_line().await.unwrap().unwrap();
    let url = line.strip_prefix("listening ").unwrap().to_owned();
    assert!(url.starts_with("http://127.0.0.1:"), "{url}");
    (child, url)
}

#[tokio::test]
async fn it_prints_where_it_listens_serves_and_ends_with_0_on_either_signal() {
    for signal in [rustix::process::Signal::TERM, rustix::process::Signal::INT] {
        let (mut child, url) = started(&["--listen", "127.0.0.1:0", "--token", "42:x"]).await;
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        let me: Value =
            http.get(format!("{url}/bot42:x/getMe")).send().await.unwrap().json().await.unwrap();
        assert_eq!(me["result"]["id"], json!(42));
        let other = http.get(format!("{url}/bot42:y/getMe")).send().await.unwrap();
        assert_eq!(other.status(), 401);
        let id = i32::try_from(child.id().unwrap()).unwrap();
        let id = rustix::process::Pid::from_raw(id).unwrap();
        rustix::process::kill_process(id, signal).unwrap();
        assert_eq!(child.wait().await.unwrap().code(), Some(0));
    }
}

#[tokio::test]
async fn only_this_machine_can_reach_it() {
    let output = command(&["--listen", "0.0.0.0:0"]).output();
    let output = tokio::time::timeout(Duration::from_secs(20), output).await.unwrap().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("loopback"), "{said}");
}

#[tokio::test]
async fn limits_are_on_unless_they_are_switched_off() {
    for (arguments, passed) in [(vec![], 3), (vec!["--limits", "off"], 10)] {
        let (_child, url) = started(&arguments).await;
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        let start = json!({"user": 7, "text": "/start", "bot": 42});
        http.post(format!("{url}/driver/say")).json(&start).send().await.unwrap();
        let mut statuses = Vec::new();
        for _ in 0..10 {
            let send = http.post(format!("{url}/bot42:x/sendMessage"));
            let send = send.json(&json!({"chat_id": 7, "text": "x"}));
            statuses.push(send.send().await.unwrap().status().as_u16());
        }
        assert_eq!(statuses.iter().take_while(|status| **status == 200).count(), passed);
    }
}

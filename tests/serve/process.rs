//! `habeas serve` as a child: started, ended, and started again as a service manager would.

use std::fs::{File, OpenOptions};
use std::os::unix::process::ExitStatusExt;
use std::process::Stdio;

use habeas::outside::{Clock, RealClock};
use rustix::process::{Pid, Signal, kill_process};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use crate::house::House;

/// The contract's limit for an end by SIGTERM, in milliseconds.
const END_WITHIN_MS: i64 = 10_000;

/// The command, with its logs at the end of a file.
pub fn serve(house: &House) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_habeas"));
    command.args(["serve", "--config"]).arg(house.config_path());
    command.env_clear().envs(house.env()).env("TMPDIR", house.path("temp"));
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log(house)).kill_on_drop(true);
    command
}

/// Where the logs go.
pub fn log(house: &House) -> File {
    OpenOptions::new().create(true).append(true).open(house.path("log")).unwrap()
}

/// What was logged so far.
pub fn logged(house: &House) -> String {
    std::fs::read_to_string(house.path("log")).unwrap_or_default()
}

/// Starts it and waits for `ready`.
pub async fn start(house: &House) -> Child {
    let mut child = serve(house).spawn().unwrap();
    assert!(ready(&mut child).await, "{}", logged(house));
    child
}

/// Waits for the line `ready`; `false` if the child ends without it.
pub async fn ready(child: &mut Child) -> bool {
    let out = child.stdout.take().expect("it is asked once");
    let mut lines = BufReader::new(out).lines();
    while let Some(line) = lines.next_line().await.unwrap() {
        if line == "ready" {
            return true;
        }
    }
    false
}

/// Sends a signal.
pub fn signal(child: &Child, signal: Signal) {
    let id = i32::try_from(child.id().expect("it has not been waited for")).unwrap();
    kill_process(Pid::from_raw(id).unwrap(), signal).unwrap();
}

/// Ends it by SIGTERM: exit code 0, within the contract's time.
pub async fn end(house: &House, mut child: Child) {
    signal(&child, Signal::TERM);
    let clock = RealClock::default();
    let deadline = clock.now().plus_ms(END_WITHIN_MS);
    tokio::select! {
        status = child.wait() => {
            let status = status.unwrap();
            assert_eq!((status.code(), status.signal()), (Some(0), None), "{}", logged(house));
        }
        () = clock.sleep_until(deadline) => panic!("it does not end by SIGTERM within 10 s"),
    }
}

//! The lives of one bot: it dies as told and is started again, until it is asked to end.

use std::collections::VecDeque;
use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;

use habeas::outside::{Clock, RealClock};
use rustix::process::Signal;
use tokio::process::{Child, Command};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::house::House;
use crate::process;

/// How a life ends.
#[derive(Clone, Copy, Debug)]
pub enum Death {
    /// By its own SIGKILL at the n-th point of this life.
    AtPoint(u64),
    /// By a signal from outside, so long after it is ready.
    Signal { signal: Signal, after_ms: i64 },
}

/// All lives of one bot in one play.
pub struct Lives {
    left: watch::Receiver<usize>,
    end: watch::Sender<bool>,
    task: Option<JoinHandle<()>>,
    log: PathBuf,
}

impl Lives {
    /// Starts the first life.
    pub fn begin(house: &House, deaths: Vec<Death>) -> Self {
        let (tell, left) = watch::channel(deaths.len());
        let (end, ended) = watch::channel(false);
        let command = |death: Option<Death>| {
            let mut command = process::serve(house);
            command.env("HABEAS_KILL_LIST", "1");
            if let Some(Death::AtPoint(n)) = death {
                command.env("HABEAS_KILL_AT", n.to_string());
            }
            (command, death)
        };
        // Each life's command, the last without a death.
        let lives = deaths.into_iter().map(Some).chain([None]).map(command).collect();
        let log = house.path("log");
        let task = tokio::spawn(live(lives, tell, ended, log.clone()));
        Self { left, end, task: Some(task), log }
    }

    /// Waits until all deaths but the last, orderly one have happened.
    pub async fn died_as_told(mut self) -> Self {
        if self.left.wait_for(|left| *left == 0).await.is_err() {
            self = self.over().await;
        }
        self
    }

    /// Ends the last life by SIGTERM.
    pub async fn over(mut self) -> Self {
        self.end.send_replace(true);
        if let Some(task) = self.task.take() {
            task.await.unwrap();
        }
        self
    }

    /// The names of the points that were passed, of all lives.
    pub fn points(&self) -> Vec<String> {
        let text = std::fs::read_to_string(&self.log).unwrap();
        let lines = text.lines().filter_map(|line| line.strip_prefix("kill-point "));
        lines.filter_map(|rest| Some(rest.split_once(' ')?.1.to_owned())).collect()
    }
}

async fn live(
    mut lives: VecDeque<(Command, Option<Death>)>,
    left: watch::Sender<usize>,
    mut ended: watch::Receiver<bool>,
    log: PathBuf,
) {
    while let Some((mut command, death)) = lives.pop_front() {
        let mut child = command.spawn().unwrap();
        match death {
            Some(death) => {
                die(&mut child, death, &log).await;
                left.send_replace(lives.len() - 1);
            }
            None => {
                process::ready(&mut child).await;
                tokio::select! {
                    _ = ended.wait_for(|ended| *ended) => process::signal(&child, Signal::TERM),
                    status = child.wait() => panic!("it ended by itself: {status:?}, {log:?}"),
                }
                let status = child.wait().await.unwrap();
                assert_eq!(status.code(), Some(0), "{status:?}");
            }
        }
    }
}

async fn die(child: &mut Child, death: Death, log: &std::path::Path) {
    let signal = match death {
        Death::AtPoint(_) => Signal::KILL,
        Death::Signal { signal, after_ms } => {
            process::ready(child).await;
            let clock = RealClock::default();
            clock.sleep_until(clock.now().plus_ms(after_ms)).await;
            process::signal(child, signal);
            signal
        }
    };
    let status = child.wait().await.unwrap();
    let as_told = match signal {
        Signal::KILL => status.signal() == Some(Signal::KILL.as_raw()),
        _ => status.code() == Some(0),
    };
    assert!(as_told, "{death:?}: {status:?}, {}", std::fs::read_to_string(log).unwrap());
}

//! Playing a script: each step done, each screen printed as it changes, each expectation kept.

use std::collections::HashMap;
use std::io::Write;

use super::botapi::{ChatView, Driver, Key, MessageView, Press, Say, Sender, Tap};
use super::script::{Step, Who};
use super::stage::{Stage, StageError};
use crate::outside::{Clock, RealClock};

/// An expectation is given up after so long, in milliseconds of real time: what was sent without a
/// clear answer is sent again when its lease of 30 s is over.
const PATIENCE_MS: i64 = 45_000;
/// What is under way is waited for so long, in milliseconds of real time.
const SETTLED_MS: i64 = 5000;
/// How fast a play goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// As fast as the bot answers.
    Quick,
    /// So that the phones of a page can be watched.
    Watching,
    /// So that a transcript can be read.
    Reading,
}

impl Pace {
    /// What a step takes, in milliseconds.
    const fn step_ms(self) -> i64 {
        match self {
            Self::Quick => 0,
            Self::Watching => 1300,
            Self::Reading => 2500,
        }
    }
}

/// Why a play failed.
#[derive(Debug, thiserror::Error)]
pub enum PlayError {
    /// An expectation did not hold.
    #[error("line {line}: {what}")]
    Expectation {
        /// The line of the script.
        line: usize,
        /// What was expected.
        what: String,
    },
    /// The stage.
    #[error(transparent)]
    Stage(#[from] StageError),
    /// The transcript could not be written.
    #[error("the transcript could not be written: {0}")]
    Write(#[from] std::io::Error),
}

/// One play.
struct Play<'a, W> {
    stage: &'a Stage,
    driver: Driver,
    out: W,
    /// The text of each message as it was printed last.
    printed: HashMap<(i64, i64), String>,
    keys: HashMap<i64, Vec<Vec<Key>>>,
    toasts: HashMap<i64, usize>,
    holds: Vec<(usize, String)>,
    pace: Pace,
}

/// Plays steps on a stage and opens the case at the end. The transcript goes to `out`.
///
/// # Errors
/// The first expectation that did not hold.
pub async fn play(
    stage: &Stage,
    steps: &[(usize, Step)],
    pace: Pace,
    out: impl Write,
) -> Result<(), PlayError> {
    let mut play = Play {
        stage,
        driver: stage.driver(),
        out,
        printed: HashMap::new(),
        keys: HashMap::new(),
        toasts: HashMap::new(),
        holds: vec![],
        pace,
    };
    for (line, step) in steps {
        if *step == Step::Stop {
            break;
        }
        stage.until_started().await;
        play.step(*line, step).await?;
        play.show_all().await?;
        if pace != Pace::Quick && !matches!(step, Step::Title(_)) {
            let now = stage.clock().now();
            stage.clock().sleep_until(now.plus_ms(pace.step_ms())).await;
        }
    }
    stage.until_started().await;
    play.open_case().await
}

impl<W: Write> Play<'_, W> {
    async fn step(&mut self, line: usize, step: &Step) -> Result<(), PlayError> {
        let fail = |what: String| PlayError::Expectation { line, what };
        match step {
            Step::Title(text) => writeln!(self.out, "\n=== {text}")?,
            Step::Says(who, text) => {
                writeln!(self.out, "\n{} types: {text}", who.name())?;
                let said = self.driver.say(&Say::new(who.user(), text));
                said.map_err(|error| fail(error.to_string()))?;
            }
            Step::Replies(who, seen, text) => {
                let missing = || fail(format!("{} does not see \"{seen}\"", who.name()));
                let find = |view: &ChatView| {
                    let holds = view.shown().filter(|m| m.text.contains(seen.as_str()));
                    holds.map(|m| m.message_id).next_back()
                };
                let message = self.until(*who, find).await.ok_or_else(missing)?;
                writeln!(self.out, "\n{} replies to \"{seen}\": {text}", who.name())?;
                let say = Say { reply_to: Some(message), ..Say::new(who.user(), text) };
                self.driver.say(&say).map_err(|error| fail(error.to_string()))?;
            }
            Step::Taps(who, label) => {
                let missing = || fail(format!("{} has no button \"{label}\"", who.name()));
                let find = |view: &ChatView| button(view, label);
                let (message, data) = self.until(*who, find).await.ok_or_else(missing)?;
                writeln!(self.out, "\n{} taps [{label}]", who.name())?;
                let tap = Tap::data(who.user(), message, data);
                self.driver.tap(&tap).map_err(|error| fail(error.to_string()))?;
            }
            Step::Shares(who, label) => {
                let missing = || fail(format!("{} has no key \"{label}\"", who.name()));
                let find = |view: &ChatView| {
                    view.keyboard.iter().flatten().any(|key| key.label == *label).then_some(())
                };
                self.until(*who, find).await.ok_or_else(missing)?;
                writeln!(self.out, "\n{} presses the key [{label}]", who.name())?;
                let press = Press::new(who.user(), label);
                self.driver.press(&press).map_err(|error| fail(error.to_string()))?;
            }
            Step::Sees(who, text) => {
                let found = self.until(*who, |view| sees(view, text).then_some(())).await;
                found.ok_or_else(|| fail(format!("{} does not see \"{text}\"", who.name())))?;
            }
            Step::SeesNo(who, text) => {
                self.stage.settle(SETTLED_MS).await;
                let view = self.driver.chat(who.user(), None, 0).await;
                if sees(&view, text) {
                    return Err(fail(format!("{} sees \"{text}\"", who.name())));
                }
            }
            Step::Hears(who, text) => {
                let told = |view: &ChatView| {
                    view.toasts.iter().any(|toast| toast.text.contains(text)).then_some(())
                };
                let found = self.until(*who, told).await;
                found.ok_or_else(|| fail(format!("{} does not hear \"{text}\"", who.name())))?;
            }
            Step::Blocks(who) => _ = self.driver.block(who.user()),
            Step::Unblocks(who) => _ = self.driver.unblock(who.user()),
            Step::Wait(ms) => {
                writeln!(self.out, "\n… {} seconds pass", ms / 1000)?;
                self.stage.settle(SETTLED_MS).await;
                self.driver.advance_clock(*ms);
            }
            Step::CaseHolds(text) => self.holds.push((line, text.clone())),
            Step::Stop => {}
        }
        Ok(())
    }

    /// Waits until something is found in a chat. While somebody keeps the bot killed, patience
    /// does not run out.
    async fn until<T>(&mut self, who: Who, find: impl Fn(&ChatView) -> Option<T>) -> Option<T> {
        // Whoever watches may move the stage's clock.
        let wall = RealClock::default();
        let mut deadline = wall.now().plus_ms(PATIENCE_MS);
        let mut view = self.driver.chat(who.user(), None, 0).await;
        loop {
            if let Some(found) = find(&view) {
                return Some(found);
            }
            if self.stage.is_killed().await {
                deadline = wall.now().plus_ms(PATIENCE_MS);
            }
            let left = deadline.since(wall.now());
            if left <= 0 {
                return None;
            }
            view = self.driver.chat(who.user(), Some(view.seq), left.min(500)).await;
        }
    }

    /// Prints every message that is new or changed.
    async fn show_all(&mut self) -> Result<(), PlayError> {
        for who in Who::ALL {
            let view = self.driver.chat(who.user(), None, 0).await;
            for message in view.shown().filter(|m| m.from == Sender::Bot) {
                let text = drawn(message);
                let key = (who.user(), message.message_id);
                if self.printed.get(&key) != Some(&text) {
                    self.show(who, message, &text)?;
                    self.printed.insert(key, text);
                }
            }
            if self.keys.insert(who.user(), view.keyboard.clone()).unwrap_or_default()
                != view.keyboard
            {
                let keys: Vec<String> =
                    view.keyboard.iter().flatten().map(|key| format!(" [{}]", key.label)).collect();
                let keys = if keys.is_empty() { " as usual".to_owned() } else { keys.concat() };
                writeln!(self.out, "  {}'s keyboard:{keys}", who.name())?;
            }
            let heard = self.toasts.entry(who.user()).or_default();
            for toast in view.toasts.iter().skip(*heard).filter(|t| !t.text.is_empty()) {
                writeln!(self.out, "  {:<11} ( {} )", who.name(), toast.text)?;
            }
            *heard = view.toasts.len();
        }
        self.out.flush()?;
        Ok(())
    }

    fn show(&mut self, who: Who, message: &MessageView, text: &str) -> Result<(), PlayError> {
        let how = match (message.edits > 0, message.silent) {
            (true, _) => " (changed)",
            (false, true) => " (silent)",
            (false, false) => "",
        };
        writeln!(self.out, "  {}{how}", who.name())?;
        for line in text.lines() {
            writeln!(self.out, "    │ {line}")?;
        }
        Ok(())
    }

    /// Opens the case with the recovery identity, prints it, and checks what it must hold.
    async fn open_case(mut self) -> Result<(), PlayError> {
        let fail = |what: String| PlayError::Expectation { line: 0, what };
        let (code, lines) = self.stage.open_newest_case().await.map_err(fail)?;
        if !code.is_empty() {
            writeln!(self.out, "\n=== Case {code}, opened with the recovery identity")?;
            for line in &lines {
                writeln!(self.out, "  {line}")?;
            }
        }
        for (line, text) in &self.holds {
            if !lines.iter().any(|entry| entry.contains(text)) {
                let what = format!("no entry of the case holds \"{text}\"");
                return Err(PlayError::Expectation { line: *line, what });
            }
        }
        if self.pace == Pace::Reading {
            writeln!(self.out, "\nThe play is over.")?;
        }
        Ok(())
    }
}

/// A message as text: its lines, then its buttons.
fn drawn(message: &MessageView) -> String {
    let mut text = message.text.clone();
    for row in &message.buttons {
        let row: Vec<String> = row.iter().map(|b| format!("[{}]", b.label)).collect();
        text.push('\n');
        text.push_str(&row.join(" "));
    }
    text
}

fn sees(view: &ChatView, text: &str) -> bool {
    view.shown().filter(|m| m.from == Sender::Bot).any(|m| drawn(m).contains(text))
}

/// The newest button with this label, with or without a tick.
fn button(view: &ChatView, label: &str) -> Option<(i64, String)> {
    view.shown().rev().find_map(|message| {
        let mut buttons = message.buttons.iter().flatten();
        let found = buttons.find(|b| b.label.trim_start_matches("✓ ") == label)?;
        Some((message.message_id, found.data.clone()?))
    })
}

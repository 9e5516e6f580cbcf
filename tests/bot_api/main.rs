//! The Bot API server over real HTTP: each of Telegram's rules that it follows.

#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod client;
mod command;
mod driver;
mod faults;
mod hostile;
mod keyboard;
mod limits;
mod messages;
mod polling;
mod protocol;
mod stage;
mod taps;
mod throughput;

//! 1 — updates in, read by our own tolerant types; requests out through teloxide's client.

mod commands;
mod decisions;
mod gateway;
mod inbox;
mod outage;
mod members;
pub mod parked;
mod process;
mod reporters;
mod seen;
mod update;

pub use gateway::{Gateway, GatewayError};
pub use inbox::Inbox;

//! 1 — updates in, read by our own tolerant types; requests out through teloxide's client.

mod browser;
mod commands;
mod decisions;
mod doubt;
mod gateway;
mod inbox;
mod outage;
mod invited;
mod members;
mod not_kept;
pub mod parked;
mod process;
mod profile;
mod queue;
mod reporters;
mod rota;
mod seen;
mod signed;
mod update;
mod waiting;

pub use browser::{send_enrol_link, send_link};
pub use gateway::{Gateway, GatewayError};
pub use inbox::Inbox;
pub use profile::Profile;
pub use rota::{key_added, revoke_and_tell, welcome};
pub use signed::{accept_and_tell, tell_of_draft};

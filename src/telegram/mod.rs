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
mod update;
mod waiting;

pub use browser::send_link;
pub use gateway::{Gateway, GatewayError};
pub use inbox::Inbox;
pub use profile::Profile;
pub use rota::{key_added, key_confirmed, revoke_and_tell, welcome};

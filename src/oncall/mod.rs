//! 5 — who is on call: members, the running ladder, taking and declining.

mod answer;
mod escalate;
mod measure;
pub mod members;

pub use answer::{Declined, Taken, decline, has_alert, take, tell_owner};
pub use escalate::{Escalator, delivery_failed, escalate, open_alert, somebody_is_there};

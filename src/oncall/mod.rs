//! 5 — who is on call: members, the running ladder, taking and declining.

mod answer;
mod escalate;
pub mod members;

pub use answer::{Taken, decline, has_alert, take};
pub use escalate::{Escalator, delivery_failed, escalate, open_alert, somebody_is_there};

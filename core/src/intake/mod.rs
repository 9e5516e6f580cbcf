//! The interview: what is asked, in which order, and what an answer does. Pure.

pub mod advice;
mod answers;
pub mod conversation;
pub mod interview;
pub mod news;
mod order;
mod resume;
mod spelling;
pub mod states;
mod step;
pub mod view;
pub mod when;

pub use resume::{Owed, adding, resume};
pub use step::{Effect, Guide, Input, Outcome, danger_class, step};

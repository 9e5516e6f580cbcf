//! 1 — the interview's shell: loads a conversation, calls the pure step, saves what it gave.

mod apply;
mod asides;
mod asking;
mod conversations;
mod join;
mod silence;
mod sos;
mod telling;

pub use apply::{Heard, hear, hear_all};
pub use asides::{aside_due, forget_case, go_on, owed, set_aside};
pub use asking::{ask_due, ask_no_later};
pub use conversations::{
    Stored, ask_for_lawyer, begin_anew, by_chat, by_id, expect_words, forget_unreported,
    language_of, leave_case, mark_blocked, refresh_of_case, save, show_below, to_show,
};
pub use join::{forget_tries, join, may_hear, switch};
pub use silence::silence_due;
pub use sos::sos;
pub use telling::renew_receipt;

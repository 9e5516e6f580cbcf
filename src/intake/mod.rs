//! 1 — the interview's shell: loads a conversation, calls the pure step, saves what it gave.

mod apply;
mod asking;
mod conversations;

pub use apply::{Heard, hear, hear_all, renew_receipt};
pub use asking::ask_due;
pub use conversations::{
    Stored, ask_for_lawyer, begin_anew, by_chat, by_id, expect_words, language_of, mark_blocked,
    save, show_below,
};

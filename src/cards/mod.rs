//! 7 — what each person should see: cards are raised in a transaction, rendered and sent later,
//! and deleted on schedule.

mod away;
pub mod chat;
mod decide;
mod deletions;
mod deliveries;
mod doubt;
mod find;
mod gathered;
mod go_on;
mod interview;
mod join;
mod limiter;
mod notice;
mod number;
mod opened;
mod owned;
mod page;
mod raise;
mod remove;
mod render;
mod rota;
mod sender;
mod subject;
mod words;

pub use away::{put_away, put_pages_away, refresh_gathered};
pub use deletions::{KEEP_MS, Sweeper, forget_old, schedule, schedule_all, schedule_late};
pub use deliveries::{
    Delivery, Sending, deliveries, forget_deliveries, forget_deliveries_before, look_after, seen,
};
pub use find::{
    by_id, case_of_message, forget_messages, has_invitation, is_interview, is_withheld, speak,
};
pub use notice::{Notice, fallback_line, notice, notice_about, notice_waits, send_notice};
pub use opened::{Sum, danger, deed, first, sum};
pub use raise::{Card, Lane, Raise, learn_message, raise_subject, refresh};
pub use remove::{empty, withdraw, withdraw_all};
pub use rota::{critical_of, revocable};
pub use sender::Sender;
pub use subject::Subject;
pub use words::{clock_time, day_and_time, say};

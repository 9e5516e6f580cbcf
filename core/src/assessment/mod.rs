//! How pressing a report is: an additive, versioned card, as data, judged as a pure function.
//!
//! - [`Card`]: indicators with weights, ordered windows, hard triggers, combinations that lower.
//! - [`assess`]: the level, the sum behind it and every reason.
//! - [`fired_at`]: how many answers it took until the page.
//! - [`asked_only`]: a report cut down to what the interview can ask.

mod asked;
mod card;
mod check;
mod clock;
mod judge;
mod risk;
mod test;
mod view;

pub use asked::{Asked, asked_only, assess_asked, fired_at_asked};
pub use card::{Card, CardError, Indicator, Levels, Lowering, Scale, Similar, Step, Trigger};
pub use judge::{Assessment, Reason, Verdict, assess, fired_at, level_on};
pub use risk::{RiskClass, RiskTable};
pub use test::{Moment, Test};

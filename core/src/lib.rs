//! What Habeas decides, as pure functions: no clock, no network, no disk.
//!
//! In the order in which a report flows: the words of the domain, the interview, the assessment,
//! the alert, the ladder, the members, who may do what at a case, the audit; and the codec of what
//! travels as text.

pub mod domain;
pub mod intake;
pub mod assessment;
pub mod alert;
pub mod oncall;
pub mod members;
pub mod review;
pub mod audit;
pub mod codec;

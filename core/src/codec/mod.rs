//! What travels as text: callback data of buttons, case codes, receipts, invitation codes, and the
//! words that two people compare.

pub mod callback;
pub mod case_code;
pub mod invitation;
pub mod receipt;
pub mod words;

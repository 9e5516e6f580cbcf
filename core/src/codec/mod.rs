//! What travels as text: callback data of buttons, case codes, receipts.

pub mod callback;
pub mod case_code;
pub mod receipt;

//! Who is a member, signed: statements in a chain, each signed by somebody whom the chain trusts.
//!
//! The server stores the chain and cannot add to it: the first statement names the organisation's
//! root key, which is on no server, and each later one is signed by it or by coordinators. Server,
//! browser and `habeas member verify` read the same chain by the same rules ([`Roster::read`]), and
//! seal to nobody who is not in it.

mod roster;
pub mod session;
mod signing;
mod statement;

pub use roster::{Fault, Roster, Standing};
pub use signing::{Challenge, Change, Deed};
pub use statement::{Act, BEGINNING, Key, Signature, Signed, Statement};

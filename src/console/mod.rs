//! The console: where members' browsers make and keep keys, and sign in.
//!
//! The pages are files that are built in (`web/console/`); the server answers JSON. A browser comes in
//! by a link that is good once, and a signature; the server sees neither words nor private keys.
//!
//! ```text
//! chat or terminal ─▶ links ─▶ browser ─▶ guard ─▶ http ─▶ redeem  ─▶ links
//!                                                       ─▶ enrol   ─▶ devices, members
//!                                                       ─▶ sign-in ─▶ sessions
//!                                                       ─▶ me      ◀─ sessions
//! ```

mod devices;
mod http;
mod links;
mod sessions;

pub use http::serve;
pub use links::{Purpose, new as new_link};

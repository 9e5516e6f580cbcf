//! The console: where members' browsers make and keep keys, and sign in.
//!
//! The pages are files that are built in (`web/console/`); the server answers JSON. A browser comes in
//! by a link that is good once, and a signature; the server sees neither words nor private keys.
//!
//! ```text
//! chat or terminal ─▶ links ─▶ browser ─▶ guard ─▶ http ─▶ entering ─▶ links, devices, sessions
//!                                                       ─▶ inside   ◀─ sessions
//!                                                       ─▶ reseal   ─▶ cases
//!                                                       ─▶ own      ─▶ deeds, devices, codes
//!                                                       ─▶ members  ─▶ roster, drafts
//!                                                       ─▶ cases, case, opened ─▶ reader ─▶ core: review
//!                                                       ─▶ files    ─▶ reader, files: fetch, depot
//!                                                       ─▶ acting ─▶ writes, reader ─▶ oncall
//!                                                       ─▶ live     ◀─ the store's wakes
//! ```

mod acting;
mod case;
mod cases;
mod codes;
mod deeds;
mod devices;
mod entering;
mod files;
mod http;
mod inside;
mod links;
mod live;
mod members;
mod opened;
mod own;
mod reader;
mod request;
mod reseal;
mod sessions;
mod timeline;
mod writes;

pub use codes::forget_old as forget_codes;
pub use devices::keep_words;
pub use http::{routes, serve};
pub use links::{Purpose, new as new_link};
pub use sessions::lets_in;
pub use writes::forget_old as forget_writes;

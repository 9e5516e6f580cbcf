//! The rehearsal page: phones in a browser, on the same stage that scripts play on.
//!
//! The page is files that are built into the program (`web/`), one stream of events, the driver
//! that tests use too, and a few orders to the stage. Everything is on this machine only.
//!
//! ```text
//! browser ─▶ guard ─▶ http ─▶ /            assets
//!                          ─▶ /driver/…    the Bot API server's people
//!                          ─▶ /stage/…     hall ─▶ stage, keys, scenarios, seize
//!                          ◀─ /events      look ─▶ phones, strip
//! ```

mod http;
mod hall;
mod keys;
mod scenarios;
mod look;
mod strip;
mod seize;

pub use http::{Page, PageError};

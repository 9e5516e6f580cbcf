//! Everything on one machine with no token: a Bot API server of our own that follows Telegram's
//! rules, the real bot against it over real HTTP, plays from a script, and a page with phones.

pub mod botapi;
mod script;
mod bot;
mod idle;
mod stage;
mod play;
mod page;

pub use idle::{Left, left};
pub use page::{Page, PageError};
pub use play::{Pace, PlayError, play};
pub use script::{GRAMMAR, ScriptError, Step, Who, read};
pub use stage::{Stage, StageError};

//! Everything on one machine with no token: a Bot API server of our own that follows Telegram's
//! rules, the real bot against it over real HTTP, and plays from a script.

pub mod botapi;
mod play;
mod script;
mod stage;

pub use play::{PlayError, play};
pub use script::{GRAMMAR, ScriptError, Step, Who, read};
pub use stage::{Stage, StageError};

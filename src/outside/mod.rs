//! What the world supplies, as traits: time, the chat network and its files, and the places where a crash is
//! tried.

mod clock;
mod kill_point;
mod messenger;
mod source;

pub use clock::{Clock, RealClock};
pub use kill_point::kill_point;
pub use messenger::{Keyboard, LabelledButton, Messenger, Outgoing, SendError};
pub use source::{Coming, FileSource, SourceError};

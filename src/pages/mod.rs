//! What the rehearsal page and the console share: files that are built in, their texts, and the
//! guard that keeps other websites out.

mod assets;
mod guard;
mod words;

pub use assets::{are_there, file, named};
pub use guard::{Names, guard};
pub use words::of_language;

//! What the rehearsal page and the console share: files that are built in, their texts, and the
//! guard that keeps other websites out.

mod assets;
mod compare;
mod guard;
mod headers;
mod published;
mod vocabulary;
mod words;

pub use assets::{are_there, file, named};
pub use compare::{faults, is_none, strangers};
pub use guard::{Names, guard};
pub use published::{CONSOLE_WORDS, Published, console_file, header_list, published, sums};
pub use vocabulary::vocabulary;
pub use words::of_language;

//! The words of the domain: time, levels, roles, languages, facts, reports, sentences.

mod facts;
mod level;
mod phrase;
mod report;
mod time;
mod timeline;
pub mod vocabulary;

pub use facts::{FactError, FactValue, Facts};
pub use level::{Language, Level, NotInList, Role};
pub use phrase::{Arg, Phrase};
pub use report::{Report, Superseded};
pub use time::{TimeError, Timestamp};
pub use timeline::{Precision, Timeline, TimelineError};

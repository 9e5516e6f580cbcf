//! What may be written into a log line, as a list of types.

use std::fmt::Display;

use habeas_core::domain::{Language, Level, Role, Timestamp};

/// A type whose text can hold nothing that a person said, and nothing that tells one person from
/// another: closed lists, counts, times, places in our own source.
///
/// `String` and `&str` are not in the list on purpose; `&'static str` in a log line is the
/// message itself.
pub trait LogSafe: Display {}

impl LogSafe for Level {}
impl LogSafe for Role {}
impl LogSafe for Language {}
impl LogSafe for Timestamp {}
impl LogSafe for bool {}
impl LogSafe for i32 {}
impl LogSafe for u16 {}
impl LogSafe for u32 {}
impl LogSafe for u64 {}
impl LogSafe for usize {}
impl LogSafe for std::net::SocketAddr {}
impl LogSafe for std::io::ErrorKind {}

/// `value`, for a field of a log line: `info!(case.level = %safe(&level), "a case was opened")`.
/// Values of types that are not [`LogSafe`] do not compile here.
pub fn safe<T: LogSafe>(value: &T) -> impl Display + '_ {
    value
}

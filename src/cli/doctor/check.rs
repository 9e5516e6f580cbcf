//! One check and what came of it.

use std::fmt;

use serde::Serialize;

/// What came of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum State {
    /// As it should be.
    Ok,
    /// It works, and somebody should look.
    Warn,
    /// Reports or pages would be lost, or `serve` does not start.
    Fail,
}

/// A check as it is printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Check {
    /// A fixed name.
    pub(super) id: &'static str,
    /// What came of it.
    pub(super) state: State,
    /// What was found.
    pub(super) text: String,
    /// How to mend it; nothing if there is nothing to mend.
    pub(super) mend: Option<String>,
}

impl Check {
    pub(super) fn ok(id: &'static str, text: impl fmt::Display) -> Self {
        Self { id, state: State::Ok, text: text.to_string(), mend: None }
    }

    pub(super) fn warn(id: &'static str, text: impl fmt::Display, mend: impl Into<String>) -> Self {
        Self { id, state: State::Warn, text: text.to_string(), mend: Some(mend.into()) }
    }

    pub(super) fn fail(id: &'static str, text: impl fmt::Display, mend: impl Into<String>) -> Self {
        Self { id, state: State::Fail, text: text.to_string(), mend: Some(mend.into()) }
    }

    /// Not checked, because something else failed that is reported by itself.
    pub(super) fn unknown(id: &'static str, because: &str) -> Self {
        Self::warn(id, format!("not checked: {because}"), "mend that first")
    }
}

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = match self.state {
            State::Ok => "ok  ",
            State::Warn => "warn",
            State::Fail => "FAIL",
        };
        write!(f, "{state}  {:<13}  {}", self.id, self.text)?;
        self.mend.as_ref().map_or(Ok(()), |mend| write!(f, "; to mend it: {mend}"))
    }
}

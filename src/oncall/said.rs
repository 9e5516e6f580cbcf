//! What is said to a member who takes or declines, in the chat and in the console.

use habeas_core::domain::Phrase;

use super::answer::{Declined, Taken};
use crate::cards;
use crate::cases::Case;
use crate::parts::Parts;

impl Taken {
    /// What is said to whoever wanted it.
    pub fn said(self, parts: &Parts, case: &Case) -> Phrase {
        match self {
            Self::Yours => Phrase::new("toast-yours"),
            Self::AlreadyYours => Phrase::new("toast-already-yours"),
            Self::By(name, at) => {
                let time = cards::clock_time(parts, &case.report.report.host_state, at);
                Phrase::new("toast-taken-by").text("name", name).text("time", time)
            }
            Self::Nothing => Phrase::new("toast-nothing-to-take"),
            Self::Excluded => Phrase::new("toast-not-for-you"),
        }
    }
}

impl Declined {
    /// What is said to whoever declines.
    pub fn said(self) -> Phrase {
        Phrase::new(match self {
            Self::Next => "toast-declined",
            Self::NobodyLeft => "toast-declined-last",
            Self::HandedBack => "toast-hand-declined",
            Self::NotAsked => "toast-nothing-to-decline",
        })
    }
}

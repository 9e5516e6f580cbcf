//! What a member may do at a case in the console: role × how they stand to it × how far it is × what.
//!
//! | action | owner | coordinator | lawyer |
//! | --- | --- | --- | --- |
//! | see | yes | always | who is asked to take it over, or called to take it |
//! | read, file, note, openings, export | yes | always | who had it, and is called for it again |
//! | write, act, hand over, renew | yes | no | no |
//! | speak | no | while somebody else has it | who is asked to take it over |
//! | take | yes, a sign | until it is closed | who is asked to take it over, or called to take it |
//!
//! Nobody does anything at a case of which they may not know: codes are soon guessed. A lawyer who is
//! called sees the case's level and clock, as in the chat, and nothing that is in it. Whoever had it when
//! its level rose is called for it again, and reads on meanwhile: what they know already they do not lose
//! in the minute in which it matters. Whoever is excluded may do nothing. There is an owner, and one who is
//! asked to take over, only while a case is taken: in any other state both stand to it as all others do.

use crate::domain::Role;

mod answered;
mod duty;
#[cfg(test)]
mod test;

pub use answered::{Answered, answered};
pub use duty::{Duty, Number};

/// How a member stands to a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// They have it.
    Owner,
    /// Its owner asks them to take it over, and they have not answered.
    Handed,
    /// They are being called to take it, and have not said that they cannot.
    Called,
    /// The same, and they had it until its level rose.
    CalledAgain,
    /// None of these.
    Other,
    /// It is kept from them.
    Excluded,
}

/// How far a case has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Answers come in.
    Open,
    /// Somebody is being called for it.
    Paged,
    /// Somebody has it.
    Taken,
    /// It is over.
    Closed,
}

/// What a member may want at a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// See in a list that it is there.
    See,
    /// Be handed what is known of it, its sealed keys and entries.
    Read,
    /// Have a file fetched, and be handed it sealed.
    File,
    /// Write to those who report it.
    Write,
    /// Add a sealed note.
    Note,
    /// Say what they do about it, as its owner.
    Act,
    /// Say what they do beside its owner: have spoken with them, help, have others called again, agree
    /// that the person is free.
    Speak,
    /// Ask a colleague to take it over.
    HandOver,
    /// Take it, or say that they cannot. Whether anybody is called for it is another question.
    Take,
    /// See who has opened it.
    Openings,
    /// Carry it out of the console.
    Export,
    /// Renew with their key what they promised by taking it.
    Renew,
}

impl Action {
    /// Every action.
    pub const ALL: [Self; 12] = [
        Self::See,
        Self::Read,
        Self::File,
        Self::Write,
        Self::Note,
        Self::Act,
        Self::Speak,
        Self::HandOver,
        Self::Take,
        Self::Openings,
        Self::Export,
        Self::Renew,
    ];

    /// The word that the console uses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::See => "see",
            Self::Read => "read",
            Self::File => "file",
            Self::Write => "write",
            Self::Note => "note",
            Self::Act => "act",
            Self::Speak => "speak",
            Self::HandOver => "hand-over",
            Self::Take => "take",
            Self::Openings => "openings",
            Self::Export => "export",
            Self::Renew => "renew",
        }
    }
}

/// Whether a member may do this at a case.
pub fn may(role: Role, relation: Relation, state: State, action: Action) -> bool {
    let taken = state == State::Taken;
    let owns = taken && relation == Relation::Owner;
    let handed = taken && relation == Relation::Handed;
    let again = state == State::Paged && relation == Relation::CalledAgain;
    let is_asked = matches!(relation, Relation::Called | Relation::CalledAgain);
    let called = is_asked && state != State::Closed;
    let coordinates = role == Role::Coordinator;
    if relation == Relation::Excluded {
        return false;
    }
    match action {
        Action::See => owns || handed || called || coordinates,
        Action::Read | Action::File | Action::Note | Action::Openings | Action::Export => {
            owns || again || coordinates
        }
        Action::Write | Action::Act | Action::HandOver | Action::Renew => owns,
        Action::Speak => handed || (taken && coordinates && !owns),
        Action::Take => owns || handed || called || (coordinates && state != State::Closed),
    }
}

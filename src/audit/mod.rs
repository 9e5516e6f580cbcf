//! 6 — the audit: who took, handed, revoked, looked, in a chain of hashes that only grows.
//!
//! A record is written in the transaction of what it records. Its payload (who, which case) is
//! sealed; the record holds a keyed hash of it, so that a payload can go and the chain still holds.
//! The chain itself is `habeas_core::audit`.

mod head;
mod record;
mod show;
mod verify;

pub use head::{head, send_head};
pub use record::{append, record};
pub use show::{Payload, Seen, Shown, of_case, records};
pub use verify::{AuditError, Payloads, Verified, verify};

/// What is recorded. Frozen: the words stand in the table and in its hashes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Somebody took a case that was being called, or had it taken over from a silent owner.
    Taken,
    /// The owner asked a colleague to take a case over.
    Handed,
    /// The colleague accepted.
    Accepted,
    /// The owner gave a case back: it looks false.
    GivenBack,
    /// A case's level was raised by hand.
    Raised,
    /// A case's level was lowered.
    Lowered,
    /// Somebody was invited to become a member.
    Invited,
    /// An invitation was confirmed.
    Confirmed,
    /// Somebody became a member, or has new keys, or another copy of them.
    Added,
    /// A member was revoked, or a copy of their keys removed.
    Revoked,
    /// A statement on members was signed and taken.
    Signed,
    /// A member looked at the reasons of a case.
    Viewed,
    /// A member opened a case in the console.
    Opened,
    /// The sealed files of a case were written out.
    Exported,
    /// A case's key was sealed to others.
    Resealed,
    /// A member was excluded from a case, or let in again.
    Excluded,
    /// A case was closed.
    Closed,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 17] = [
        Self::Taken,
        Self::Handed,
        Self::Accepted,
        Self::GivenBack,
        Self::Raised,
        Self::Lowered,
        Self::Invited,
        Self::Confirmed,
        Self::Added,
        Self::Revoked,
        Self::Signed,
        Self::Viewed,
        Self::Opened,
        Self::Exported,
        Self::Resealed,
        Self::Excluded,
        Self::Closed,
    ];

    /// The word in the table.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Taken => "taken",
            Self::Handed => "handed",
            Self::Accepted => "accepted",
            Self::GivenBack => "given-back",
            Self::Raised => "raised",
            Self::Lowered => "lowered",
            Self::Invited => "invited",
            Self::Confirmed => "confirmed",
            Self::Added => "added",
            Self::Revoked => "revoked",
            Self::Signed => "signed",
            Self::Viewed => "viewed",
            Self::Opened => "opened",
            Self::Exported => "exported",
            Self::Resealed => "resealed",
            Self::Excluded => "excluded",
            Self::Closed => "closed",
        }
    }
}

/// Who did it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By<'a> {
    /// Somebody at the server's command line.
    Operator,
    /// The member with this id.
    Member(&'a str),
}

/// What happened, to be recorded.
#[derive(Clone, Copy, Debug)]
pub struct Event<'a> {
    kind: Kind,
    by: By<'a>,
    case: Option<&'a str>,
    member: Option<&'a str>,
    detail: Option<&'a str>,
}

impl<'a> Event<'a> {
    /// An event of this kind.
    pub fn new(kind: Kind, by: By<'a>) -> Self {
        Self { kind, by, case: None, member: None, detail: None }
    }

    /// To the case with this code.
    #[must_use]
    pub fn case(mut self, code: &'a str) -> Self {
        self.case = Some(code);
        self
    }

    /// To or from the member with this id.
    #[must_use]
    pub fn member(mut self, id: &'a str) -> Self {
        self.member = Some(id);
        self
    }

    /// With more, in a code. What somebody typed belongs into the case, sealed, never here.
    #[must_use]
    pub fn detail(mut self, code: &'a str) -> Self {
        self.detail = Some(code);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_kinds_share_a_word() {
        let words: std::collections::BTreeSet<_> = Kind::ALL.map(Kind::as_str).into();
        assert_eq!(words.len(), Kind::ALL.len());
    }
}

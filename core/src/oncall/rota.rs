//! The people on call, in the order in which they are called.

use std::collections::BTreeSet;

use crate::domain::{Role, Timestamp};

/// One active member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnCall {
    /// The member's id.
    pub member: String,
    /// Lawyer or coordinator.
    pub role: Role,
    /// `--order`; smaller is called earlier.
    pub order: i64,
    /// When the member was added; decides between equal orders.
    pub added_at: Timestamp,
}

/// The active members in calling order: by `order`, then by date of adding, then by id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rota {
    members: Vec<OnCall>,
    busy: BTreeSet<String>,
}

impl Rota {
    /// Puts members into calling order.
    pub fn new(mut members: Vec<OnCall>) -> Self {
        members.sort_by(|a, b| {
            (a.order, a.added_at, &a.member).cmp(&(b.order, b.added_at, &b.member))
        });
        Self { members, busy: BTreeSet::new() }
    }

    /// The same, of whom these have another critical case: a step that means one person means
    /// somebody who is free before them.
    #[must_use]
    pub fn with_busy(self, busy: impl IntoIterator<Item = String>) -> Self {
        Self { busy: busy.into_iter().collect(), ..self }
    }

    /// The same, without those who are excluded.
    #[must_use]
    pub fn without(mut self, excluded: &[String]) -> Self {
        self.members.retain(|m| !excluded.contains(&m.member));
        self
    }

    /// Whether this member has no other critical case.
    pub fn is_free(&self, member: &str) -> bool {
        !self.busy.contains(member)
    }

    /// The others, those after `member` in the calling order first; all, if nobody else is there.
    pub fn after(&self, member: &str) -> Self {
        let at = self.members.iter().position(|m| m.member == member);
        let Some(at) = at else { return self.clone() };
        let (before, rest) = self.members.split_at(at);
        let members: Vec<OnCall> = rest[1..].iter().chain(before).cloned().collect();
        if members.is_empty() { self.clone() } else { Self { members, busy: self.busy.clone() } }
    }

    /// The ids of the members with this role, in calling order.
    pub fn with_role(&self, role: Role) -> impl Iterator<Item = &str> {
        self.members.iter().filter(move |m| m.role == role).map(|m| m.member.as_str())
    }

    /// The ids of all members: lawyers first, then coordinators.
    pub fn everybody(&self) -> impl Iterator<Item = &str> {
        self.with_role(Role::Lawyer).chain(self.with_role(Role::Coordinator))
    }
}

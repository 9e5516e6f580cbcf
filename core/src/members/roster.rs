//! What a chain of statements comes to: who is a member, with which keys.

use std::collections::{BTreeMap, BTreeSet};

use super::statement::{Act, BEGINNING, Key, Signature, Statement};
use crate::domain::{Role, Timestamp};

/// How many keys have signed where one does not suffice.
const TWO: usize = 2;

/// A member, as the newest statement about them says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Lawyer or coordinator.
    pub role: Role,
    /// The age recipient that cases are sealed to.
    pub recipient: String,
    /// What they sign with.
    pub signing_key: Option<Key>,
    /// Since when.
    pub from: Timestamp,
    /// Since when they are none any more.
    pub revoked: Option<Timestamp>,
    /// The ids of all who ever signed for them; the root has none.
    made_by: BTreeSet<String>,
}

/// Why a statement does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// There is no statement of this number.
    #[error("statement {0} is missing")]
    Missing(i64),
    /// A number that was there before, or that none can have.
    #[error("statement {0} was put in")]
    PutIn(i64),
    /// It names another statement before it.
    #[error("statement {0} does not follow the one before it: one of the two was changed")]
    Detached(i64),
    /// The chain begins with another key than the one that is trusted.
    #[error("statement {0} begins with another root key than the one that is trusted here")]
    OtherRoot(i64),
    /// The signature is none of this key over these words.
    #[error("statement {0} is not signed by the key that it names")]
    NotSigned(i64),
    /// Whoever signed may not.
    #[error("statement {0} is signed by somebody who may not sign it")]
    NotTheirs(i64),
    /// A coordinator is made or revoked by the root or by two coordinators of whom neither made
    /// the other.
    #[error("statement {0} needs the root's signature, or those of two other coordinators")]
    NeedsTwo(i64),
    /// It revokes nobody.
    #[error("statement {0} revokes somebody who is no member")]
    Nobody(i64),
    /// A key that is somebody else's already, or was, or died with a revocation.
    #[error("statement {0} gives a key that another member has, or a revoked one had")]
    KeyTaken(i64),
    /// Recovery has one holder or two, who are not the same.
    #[error("statement {0} does not name one recovery recipient or two different ones")]
    Holders(i64),
}

/// A chain as far as it was read.
#[derive(Clone, Debug)]
pub struct Roster {
    root: Key,
    members: BTreeMap<String, Standing>,
    recovery: Vec<String>,
    /// Whose each key is or was: a recipient, or a signing key in hexadecimal.
    keys: BTreeMap<String, String>,
    statements: i64,
    head: [u8; 32],
    /// Every hash, so that a head that was kept elsewhere is found.
    heads: BTreeSet<[u8; 32]>,
}

impl Roster {
    /// An empty chain, which must begin with this key.
    pub fn trusting(root: Key) -> Self {
        Self {
            root,
            members: BTreeMap::new(),
            recovery: vec![],
            keys: BTreeMap::new(),
            statements: 0,
            head: BEGINNING,
            heads: BTreeSet::new(),
        }
    }

    /// How many statements were read.
    pub fn statements(&self) -> i64 {
        self.statements
    }

    /// The hash of the last statement.
    pub fn head(&self) -> [u8; 32] {
        self.head
    }

    /// Whether the chain ended with this hash once, or ends with it now.
    pub fn passed(&self, head: &[u8; 32]) -> bool {
        *head == BEGINNING || self.heads.contains(head)
    }

    /// Everybody there ever was, by id.
    pub fn members(&self) -> impl Iterator<Item = (&str, &Standing)> {
        self.members.iter().map(|(id, standing)| (id.as_str(), standing))
    }

    /// Who can open every case, offline: what the root said last, the outer of two first; none if it
    /// never said.
    pub fn recovery(&self) -> &[String] {
        &self.recovery
    }

    /// A member who is none any more is no one.
    pub fn active(&self, id: &str) -> Option<&Standing> {
        self.members.get(id).filter(|standing| standing.revoked.is_none())
    }

    /// The active member whose signing key this is.
    pub fn by_key(&self, key: Key) -> Option<(&str, &Standing)> {
        let has = |standing: &Standing| standing.signing_key == Some(key);
        self.members().find(|(_, standing)| standing.revoked.is_none() && has(standing))
    }

    /// Reads the next statement. `verifies(key, bytes, signature)` is Ed25519 (RFC 8032).
    ///
    /// # Errors
    /// [`Fault`] if it cannot be the next one; the roster is then as before. It is looked for last
    /// whether one signature more is needed: [`Fault::NeedsTwo`] says that nothing else is missing.
    pub fn read(
        &mut self,
        statement: &Statement,
        verifies: impl Fn(Key, &[u8], &Signature) -> bool,
    ) -> Result<(), Fault> {
        let seq = self.statements + 1;
        if statement.seq != seq {
            let missing = statement.seq > seq;
            return Err(if missing { Fault::Missing(seq) } else { Fault::PutIn(statement.seq) });
        }
        if statement.previous != self.head {
            return Err(Fault::Detached(seq));
        }
        let bytes = statement.signed_bytes();
        let signed = |s: &super::Signed| verifies(s.by, &bytes, &s.signature);
        if statement.signed.is_empty() || !statement.signed.iter().all(signed) {
            return Err(Fault::NotSigned(seq));
        }
        let signers: Vec<Key> = statement.signed.iter().map(|signed| signed.by).collect();
        match &statement.act {
            Act::Root { key } if seq == 1 => {
                if *key != self.root {
                    return Err(Fault::OtherRoot(seq));
                }
                if signers != [*key] {
                    return Err(Fault::NotTheirs(seq));
                }
            }
            Act::Root { .. } => return Err(Fault::PutIn(seq)),
            _ if seq == 1 => return Err(Fault::OtherRoot(seq)),
            Act::Member { member, role, recipient, signing_key } => {
                let before = self.members.get(member);
                // Whoever was a coordinator, or was revoked, comes back by more than one.
                let heavy = *role == Role::Coordinator
                    || before.is_some_and(|b| b.role == Role::Coordinator || b.revoked.is_some());
                let keys = [Some(recipient.clone()), signing_key.map(|key| key.to_string())];
                self.are_free(seq, member, keys.iter().flatten())?;
                self.may_sign(seq, member, heavy, &signers)?;
                let mut made_by = before.map(|b| b.made_by.clone()).unwrap_or_default();
                made_by
                    .extend(signers.iter().filter_map(|key| Some(self.by_key(*key)?.0.to_owned())));
                self.keys.extend(keys.into_iter().flatten().map(|key| (key, member.clone())));
                let standing = Standing {
                    role: *role,
                    recipient: recipient.clone(),
                    signing_key: *signing_key,
                    from: statement.at,
                    revoked: None,
                    made_by,
                };
                self.members.insert(member.clone(), standing);
            }
            Act::Revoked { member } => {
                let Some(standing) = self.active(member) else { return Err(Fault::Nobody(seq)) };
                self.may_sign(seq, member, standing.role == Role::Coordinator, &signers)?;
                if let Some(standing) = self.members.get_mut(member) {
                    standing.revoked = Some(statement.at);
                }
            }
            Act::Recovery { recipients } => {
                if signers != [self.root] {
                    return Err(Fault::NotTheirs(seq));
                }
                if !are_holders(recipients) {
                    return Err(Fault::Holders(seq));
                }
                self.recovery.clone_from(recipients);
            }
        }
        (self.statements, self.head) = (seq, statement.hash());
        self.heads.insert(self.head);
        Ok(())
    }

    /// The root may sign anything; a coordinator signs for lawyers, never for themselves; for a
    /// coordinator two sign, of whom neither made the other.
    fn may_sign(&self, seq: i64, about: &str, heavy: bool, signers: &[Key]) -> Result<(), Fault> {
        if signers == [self.root] {
            return Ok(());
        }
        let mut who = vec![];
        for key in signers {
            let Some((id, standing)) = self.by_key(*key) else { return Err(Fault::NotTheirs(seq)) };
            if standing.role != Role::Coordinator || id == about {
                return Err(Fault::NotTheirs(seq));
            }
            who.push((id, standing));
        }
        match who.as_slice() {
            [_] if !heavy => Ok(()),
            [one, other] if who.len() == TWO => {
                let made = |a: &(&str, &Standing), b: &(&str, &Standing)| b.1.made_by.contains(a.0);
                let apart = one.0 != other.0 && !made(one, other) && !made(other, one);
                if apart { Ok(()) } else { Err(Fault::NeedsTwo(seq)) }
            }
            _ => Err(Fault::NeedsTwo(seq)),
        }
    }

    /// A key belongs to one member for good, and to nobody once they were revoked: whoever took it
    /// could come back with it.
    fn are_free<'a>(
        &self,
        seq: i64,
        member: &str,
        mut keys: impl Iterator<Item = &'a String>,
    ) -> Result<(), Fault> {
        let root = self.root.to_string();
        let dead = self.active(member).is_none();
        let taken = |key: &String| {
            *key == root || self.keys.get(key).is_some_and(|whose| dead || whose != member)
        };
        if keys.any(taken) { Err(Fault::KeyTaken(seq)) } else { Ok(()) }
    }
}

/// One age recipient or two different ones; what is signed has a space between them.
fn are_holders(recipients: &[String]) -> bool {
    let is_one = |text: &String| {
        let rest = text.strip_prefix("age1").unwrap_or_default();
        !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_lowercase())
    };
    let right = match recipients {
        [_] => true,
        [one, other] => one != other,
        _ => false,
    };
    right && recipients.iter().all(is_one)
}

#[cfg(test)]
mod tests;

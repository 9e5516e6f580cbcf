//! What a chain of statements comes to: who is a member, with which keys.

use std::collections::BTreeMap;

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
    /// Who signed for them: the root's key, or coordinators'.
    signers: Vec<Key>,
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
    /// A key that is somebody else's already, or was.
    #[error("statement {0} gives a key that another member has")]
    KeyTaken(i64),
}

/// A chain as far as it was read.
#[derive(Clone, Debug)]
pub struct Roster {
    root: Key,
    members: BTreeMap<String, Standing>,
    /// Whose each key is or was: a recipient, or a signing key in hexadecimal.
    keys: BTreeMap<String, String>,
    statements: i64,
    head: [u8; 32],
}

impl Roster {
    /// An empty chain, which must begin with this key.
    pub fn trusting(root: Key) -> Self {
        Self {
            root,
            members: BTreeMap::new(),
            keys: BTreeMap::new(),
            statements: 0,
            head: BEGINNING,
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

    /// Everybody there ever was, by id.
    pub fn members(&self) -> impl Iterator<Item = (&str, &Standing)> {
        self.members.iter().map(|(id, standing)| (id.as_str(), standing))
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
    /// [`Fault`] if it cannot be the next one; the roster is then as before.
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
                let was = self.active(member).map(|standing| standing.role);
                let heavy = *role == Role::Coordinator || was == Some(Role::Coordinator);
                self.may_sign(seq, member, heavy, &signers)?;
                let keys = [Some(recipient.clone()), signing_key.map(|key| key.to_string())];
                self.are_free(seq, member, keys.iter().flatten())?;
                self.keys.extend(keys.into_iter().flatten().map(|key| (key, member.clone())));
                let standing = Standing {
                    role: *role,
                    recipient: recipient.clone(),
                    signing_key: *signing_key,
                    from: statement.at,
                    revoked: None,
                    signers,
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
        }
        (self.statements, self.head) = (seq, statement.hash());
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
            who.push((*key, standing));
        }
        match who.as_slice() {
            [_] if !heavy => Ok(()),
            [one, other] if who.len() == TWO => {
                let made = |a: &(Key, &Standing), b: &(Key, &Standing)| b.1.signers.contains(&a.0);
                let apart = one.0 != other.0 && !made(one, other) && !made(other, one);
                if apart { Ok(()) } else { Err(Fault::NeedsTwo(seq)) }
            }
            _ => Err(Fault::NeedsTwo(seq)),
        }
    }

    /// A key belongs to one member for good: else a revoked one could come back under another name.
    fn are_free<'a>(
        &self,
        seq: i64,
        member: &str,
        mut keys: impl Iterator<Item = &'a String>,
    ) -> Result<(), Fault> {
        let root = self.root.to_string();
        let taken =
            |key: &String| *key == root || self.keys.get(key).is_some_and(|whose| whose != member);
        if keys.any(taken) { Err(Fault::KeyTaken(seq)) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests;

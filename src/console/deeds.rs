//! What whoever is in does with a signature of their own: lately, and once.

use habeas_core::domain::Timestamp;
use habeas_core::members::{Change, Deed, Signature};

use super::request::{Refused, hex};
use super::sessions;
use crate::crypto::verifies;
use crate::oncall::members::Member;
use crate::parts::Parts;
use crate::storage::{Result, Tx};

/// The moment that is signed may be so far from the server's, in milliseconds.
const OFF_MS: i64 = 5 * 60_000;

/// What came beside a change.
#[derive(Clone, Copy)]
pub(super) struct Proof {
    /// The moment that is signed.
    pub at: Timestamp,
    /// By the member's signing key.
    pub signature: Signature,
}

impl Proof {
    /// As it stands in a request: milliseconds, and hexadecimal digits.
    pub fn read(at: i64, signature: &str) -> std::result::Result<Self, Refused> {
        Ok(Self { at: Timestamp::from_millis(at), signature: hex(signature)? })
    }
}

/// Whose cookie this is, if they signed the change, and none of theirs that counted is as late.
pub(super) async fn done(
    tx: &mut Tx,
    parts: &Parts,
    cookie: &str,
    change: Change<'_>,
    proof: &Proof,
    now: Timestamp,
) -> Result<std::result::Result<Member, Refused>> {
    let Some(session) = sessions::seen(tx, parts, cookie, now).await? else {
        return Ok(Err(Refused::SignedOut));
    };
    let (member, at) = (session.member, proof.at);
    if !is_signed(parts, &member, change, proof, now) {
        return Ok(Err(Refused::NotIn));
    }
    let sql = "-- deeds::done
        INSERT INTO deeds (member_id, at) VALUES ($1, $2)
        ON CONFLICT (member_id) DO UPDATE SET at = excluded.at WHERE deeds.at < excluded.at";
    match tx.execute(sql, &[member.id.as_str().into(), at.into()]).await? {
        1 => Ok(Ok(member)),
        _ => Ok(Err(Refused::NotIn)),
    }
}

/// Whether this member has signed this change, lately.
pub(super) fn is_signed(
    parts: &Parts,
    member: &Member,
    change: Change<'_>,
    proof: &Proof,
    now: Timestamp,
) -> bool {
    let (Some(key), Some(origin), at) = (member.signing_key, &parts.console, proof.at) else {
        return false;
    };
    let deed = Deed { origin, member: &member.id, change, at };
    let is_late = at < now.plus_ms(-OFF_MS) || at > now.plus_ms(OFF_MS);
    !is_late && verifies(key, &deed.bytes(), &proof.signature)
}

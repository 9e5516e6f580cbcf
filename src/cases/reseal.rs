//! What awaits re-sealing: keys that are not sealed to exactly those who may read.
//!
//! The server cannot do it: a browser of somebody who opens the key seals it to the others, one short
//! file for each, and never an entry.

use std::collections::BTreeMap;

use habeas_core::domain::{Level, Role, Timestamp};
use ring::digest::{Context, SHA256};

use super::keys::{self, KeyError, KeyOf, NewKey, as_text};
use crate::audit::By;
use crate::oncall::members::Member;
use crate::oncall::roster;
use crate::parts::Parts;
use crate::storage::{Result, Row, Tx};

/// Longest key that is taken, in bytes: an age file for a hundred readers.
const LONGEST: usize = 16 * 1024;

/// A key that is sealed to others than those who may read.
#[derive(Clone, Debug)]
pub struct Awaiting {
    /// The key.
    pub of: KeyOf,
    /// Who is to open it: ids and age recipients.
    pub wanted: Vec<(String, String)>,
    /// The ids of those who are excluded from the case.
    pub excluded: Vec<String>,
    /// Who has the case.
    pub owner: Option<String>,
    /// The case's level.
    pub level: Level,
}

impl Awaiting {
    /// The owner of a critical case cannot open it.
    fn is_pressing(&self) -> bool {
        let key = self.wanted.iter().find(|(id, _)| Some(id) == self.owner.as_ref());
        let reads = |key: &String| self.of.readers.as_ref().is_some_and(|all| all.contains(key));
        self.level == Level::Critical && key.is_some_and(|(_, key)| !reads(key))
    }

    /// By which a browser names what it was handed: the key, and whom it is to be sealed to.
    ///
    /// **Formula**: `SHA-256(KeyOf::state ‖ LP(members' recipients) ‖ LP(holders' recipients))`, each
    /// sorted, with spaces between.
    pub fn token(&self, parts: &Parts) -> [u8; 32] {
        let holders: Vec<String> = parts.recovery.iter().map(ToString::to_string).collect();
        let wanted: Vec<String> = self.wanted.iter().map(|(_, key)| key.clone()).collect();
        let mut hash = Context::new(&SHA256);
        hash.update(&self.of.state());
        for list in [as_text(&wanted), as_text(&holders)] {
            hash.update(&(list.len() as u64).to_be_bytes());
            hash.update(list.as_bytes());
        }
        hash.finish().as_ref().try_into().expect("a SHA-256 is 32 bytes")
    }

    /// Whether this member is excluded from the case. Whose key nothing is sealed to is not.
    pub fn is_kept_from(&self, member: &Member) -> bool {
        self.excluded.contains(&member.id)
    }

    /// Whether this member may be handed the key (the owner, and coordinators), is to open it, and
    /// does, as far as is known.
    pub fn is_for(&self, member: &Member) -> bool {
        let may = member.role == Role::Coordinator || self.owner.as_ref() == Some(&member.id);
        let reads = |key: &String| self.of.readers.as_ref().is_none_or(|all| all.contains(key));
        let wanted = self.wanted.iter().any(|(id, _)| *id == member.id);
        may && wanted && member.recipient.as_ref().is_some_and(reads)
    }

    /// The ids of those who are to open it and cannot.
    pub fn missing(&self) -> impl Iterator<Item = &str> {
        let reads = |key: &String| self.of.readers.as_ref().is_some_and(|all| all.contains(key));
        self.wanted.iter().filter(move |(_, key)| !reads(key)).map(|(id, _)| id.as_str())
    }
}

/// All of them; those whose owner waits for a critical case first, then by level, the newest first.
pub async fn awaiting(tx: &mut Tx, parts: &Parts) -> Result<Vec<Awaiting>> {
    let everybody = roster::keys_of(tx, parts, |_| true).await?;
    let everybody: Vec<(String, String)> =
        everybody.into_iter().map(|(id, key)| (id, key.to_string())).collect();
    let excluded = excluded(tx).await?;
    let text = as_text(&everybody.iter().map(|(_, key)| key.clone()).collect::<Vec<_>>());
    let sql = "-- cases::awaiting
        SELECT id, code, level, stage, taken_by, opened_at, key_generation AS generation, recipient,
            case_key, recovery_key, key_readers AS readers FROM cases
        WHERE key_readers IS NULL OR key_readers <> $1
            OR id IN (SELECT case_id FROM exclusions)
        UNION ALL
        SELECT c.id, c.code, c.level, c.stage, c.taken_by, c.opened_at, e.generation, e.recipient,
            e.case_key, e.recovery_key, e.readers FROM earlier_keys e
            JOIN cases c ON c.id = e.case_id
        WHERE e.readers IS NULL OR e.readers <> $1
            OR c.id IN (SELECT case_id FROM exclusions)";
    let mut all = vec![];
    for row in tx.fetch_all(sql, &[text.into()]).await? {
        let (opened, one) = read(&row, &everybody, &excluded)?;
        let wanted: Vec<String> = one.wanted.iter().map(|(_, key)| key.clone()).collect();
        if one.of.readers.as_deref().map(as_text) != Some(as_text(&wanted)) {
            all.push((opened, one));
        }
    }
    all.sort_by_key(|(opened, one)| {
        let newest = std::cmp::Reverse((one.is_pressing(), one.level, *opened, one.of.generation));
        (newest, one.of.code.clone())
    });
    Ok(all.into_iter().map(|(_, one)| one).collect())
}

fn read(
    row: &Row,
    everybody: &[(String, String)],
    excluded: &BTreeMap<Vec<u8>, Vec<String>>,
) -> Result<(Timestamp, Awaiting)> {
    let excluded = excluded.get(&row.bytes("id")?).cloned().unwrap_or_default();
    let may = |(id, _): &&(String, String)| !excluded.contains(id);
    let owner = row.opt_text("taken_by")?.filter(|_| row.text("stage").is_ok_and(|s| s == "taken"));
    let one = Awaiting {
        of: keys::read(row)?,
        wanted: everybody.iter().filter(may).cloned().collect(),
        excluded,
        owner,
        level: row.parse("level")?,
    };
    Ok((row.time("opened_at")?, one))
}

async fn excluded(tx: &mut Tx) -> Result<BTreeMap<Vec<u8>, Vec<String>>> {
    let sql = "-- cases::excluded
        SELECT case_id, member_id FROM exclusions";
    let mut all: BTreeMap<Vec<u8>, Vec<String>> = BTreeMap::new();
    for row in tx.fetch_all(sql, &[]).await? {
        all.entry(row.bytes("case_id")?).or_default().push(row.text("member_id")?);
    }
    Ok(all)
}

/// Takes a key that a member's browser sealed anew: only what awaits it, only from whoever may, and
/// only a file that as many open as are to open it.
///
/// # Errors
/// [`KeyError::Changed`] if it does not fit what is there now.
pub async fn take_resealed(
    tx: &mut Tx,
    parts: &Parts,
    member: &Member,
    (code, generation): (&str, i64),
    (case_key, token): (&[u8], [u8; 32]),
    now: Timestamp,
) -> Result<()> {
    let changed = || KeyError::Changed(code.to_owned());
    let all = awaiting(tx, parts).await?;
    let fits = |one: &&Awaiting| {
        one.of.code == code && one.of.generation == generation && one.is_for(member)
    };
    let one = all.iter().find(fits).filter(|one| one.token(parts) == token).ok_or_else(changed)?;
    // Two holders have a file of their own, which stays as it is.
    let holders = if one.of.key.recovery_key.is_some() { 0 } else { parts.recovery.len() };
    if case_key.len() > LONGEST || stanzas(case_key) != Some(one.wanted.len() + holders) {
        return Err(KeyError::NoKey(code.to_owned()).into());
    }
    let mut of = one.of.clone();
    of.key.case_key = Some(case_key.to_vec());
    of.readers = Some(one.wanted.iter().map(|(_, key)| key.clone()).collect());
    let new = NewKey { of, replaces: one.of.state() };
    let by = By::Member(&member.id);
    let left = keys::put_back(tx, Some(&parts.keyring), &[new], by, now).await?;
    left.into_iter().next().map_or(Ok(()), |error| Err(error.into()))
}

/// For how many X25519 recipients an age file is; `None` if it is none (age-encryption.org/v1).
fn stanzas(file: &[u8]) -> Option<usize> {
    let header = file.windows(5).position(|five| five == b"\n--- ")?;
    let header = std::str::from_utf8(&file[..header]).ok()?;
    let mut lines = header.lines();
    (lines.next() == Some("age-encryption.org/v1"))
        .then(|| lines.filter(|line| line.starts_with("-> X25519 ")).count())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::{Identity, seal_to};

    #[test]
    fn the_readers_of_a_file_are_counted_and_what_is_none_is_not() {
        for n in [1, 2, 7] {
            let readers: Vec<_> = (0..n).map(|_| Identity::generate().recipient()).collect();
            assert_eq!(stanzas(&seal_to(&readers, b"key").unwrap()), Some(n));
        }
        for none in [&b""[..], b"age-encryption.org/v1\n", b"other\n-> X25519 a\n--- mac"] {
            assert_eq!(stanzas(none), None, "{none:?}");
        }
    }
}

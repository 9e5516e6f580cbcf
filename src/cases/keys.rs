//! Cases' keys on their way to whoever can open them, and back.
//!
//! A case has a key of each generation: the newest stands with the case, those before it beside.

use habeas_core::domain::Timestamp;
use ring::digest::{Context, SHA256};

use crate::audit::{self, By, Event, Kind};
use crate::crypto::{Keyring, SealedKey};
use crate::storage::{Result, Row, StoreError, Tx, Value};

/// How an age file begins (age-encryption.org/v1).
const AGE: &[u8] = b"age-encryption.org/v1\n";

/// A case's key as it is stored, and whose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyOf {
    /// The case's code.
    pub code: String,
    /// 1 for the key that was made with the case.
    pub generation: i64,
    /// The key.
    pub key: SealedKey,
    /// To whose age recipients it is sealed, sorted, beside the recovery holders; `None`: not known.
    pub readers: Option<Vec<String>>,
}

impl KeyOf {
    /// By which a key that was sealed anew names what it takes the place of.
    ///
    /// **Formula**: `SHA-256(LP(case_key) ‖ LP(recovery_key))`, empty for one that is not there.
    pub fn state(&self) -> [u8; 32] {
        let mut hash = Context::new(&SHA256);
        for file in [&self.key.case_key, &self.key.recovery_key] {
            let file = file.as_deref().unwrap_or_default();
            hash.update(&(file.len() as u64).to_be_bytes());
            hash.update(file);
        }
        hash.finish().as_ref().try_into().expect("a SHA-256 is 32 bytes")
    }
}

/// A key that was sealed anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewKey {
    /// The case and its new files.
    pub of: KeyOf,
    /// [`KeyOf::state`] of what it takes the place of.
    pub replaces: [u8; 32],
}

/// Why a key was not taken; none of those that came with it is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// No case.
    #[error("no case has the code {0} here")]
    NoCase(String),
    /// The case's key was sealed anew meanwhile.
    #[error("the key of {0} is another one by now: export the keys and seal them again")]
    Changed(String),
    /// Nobody could open the case.
    #[error("the new key of {0} is no age file: nobody could open the case")]
    NoKey(String),
}

impl From<KeyError> for StoreError {
    fn from(error: KeyError) -> Self {
        StoreError::unit(error)
    }
}

/// Recipients as a column has them.
pub(super) fn as_text(readers: &[String]) -> String {
    let mut readers = readers.to_vec();
    readers.sort_unstable();
    readers.join(" ")
}

/// A key from a row: code, generation, recipient, both files, readers.
pub(super) fn read(row: &Row) -> Result<KeyOf> {
    let readers = row.opt_text("readers")?;
    Ok(KeyOf {
        code: row.text("code")?,
        generation: row.i64("generation")?,
        key: SealedKey {
            recipient: row.text("recipient")?,
            case_key: row.opt_bytes("case_key")?,
            recovery_key: row.opt_bytes("recovery_key")?,
            half: None,
        },
        readers: readers.map(|all| all.split_whitespace().map(str::to_owned).collect()),
    })
}

/// The key of this generation, with the case's id.
async fn one(tx: &mut Tx, code: &str, generation: i64) -> Result<Option<(Vec<u8>, KeyOf)>> {
    let sql = "-- cases::key
        SELECT id, code, key_generation AS generation, recipient, case_key, recovery_key,
            key_readers AS readers FROM cases WHERE code = $1 AND key_generation = $2
        UNION ALL
        SELECT c.id, c.code, e.generation, e.recipient, e.case_key, e.recovery_key, e.readers
        FROM earlier_keys e JOIN cases c ON c.id = e.case_id
        WHERE c.code = $1 AND e.generation = $2";
    let row = tx.fetch_optional(sql, &[code.into(), generation.into()]).await?;
    row.map(|row| Ok((row.bytes("id")?, read(&row)?))).transpose()
}

/// The keys of a case, the newest first.
pub async fn of_case(tx: &mut Tx, code: &str) -> Result<Vec<KeyOf>> {
    let sql = "-- cases::keys_of_case
        SELECT code, key_generation AS generation, recipient, case_key, recovery_key,
            key_readers AS readers FROM cases WHERE code = $1
        UNION ALL
        SELECT c.code, e.generation, e.recipient, e.case_key, e.recovery_key, e.readers
        FROM earlier_keys e JOIN cases c ON c.id = e.case_id WHERE c.code = $1
        ORDER BY generation DESC";
    tx.fetch_all(sql, &[code.into()]).await?.iter().map(read).collect()
}

/// To whose age recipients a case's present key is sealed, as far as that is known.
pub async fn key_readers(tx: &mut Tx, case: &[u8]) -> Result<Vec<String>> {
    let sql = "-- cases::key_readers
        SELECT key_readers FROM cases WHERE id = $1";
    let row = tx.fetch_optional(sql, &[case.into()]).await?;
    let readers = row.map_or(Ok(None), |row| row.opt_text("key_readers"))?;
    Ok(readers.map_or(vec![], |all| all.split_whitespace().map(str::to_owned).collect()))
}

/// The keys of all cases, or of those with these codes, oldest first. Recorded.
pub async fn take_out(
    tx: &mut Tx,
    keyring: Option<&Keyring>,
    codes: &[String],
    now: Timestamp,
) -> Result<Vec<KeyOf>> {
    let sql = "-- cases::keys
        SELECT code, opened_at, key_generation AS generation, recipient, case_key, recovery_key,
            key_readers AS readers FROM cases
        UNION ALL
        SELECT c.code, c.opened_at, e.generation, e.recipient, e.case_key, e.recovery_key,
            e.readers FROM earlier_keys e JOIN cases c ON c.id = e.case_id
        ORDER BY opened_at, code, generation";
    let mut keys = vec![];
    for row in tx.fetch_all(sql, &[]).await? {
        let key = read(&row)?;
        if !codes.is_empty() && !codes.contains(&key.code) {
            continue;
        }
        let event = Event::new(Kind::Exported, By::Operator).case(&key.code).detail("key");
        audit::append(tx, keyring, event, now).await?;
        keys.push(key);
    }
    match codes.iter().find(|code| !keys.iter().any(|key| key.code == **code)) {
        Some(code) => Err(KeyError::NoCase(code.clone()).into()),
        None => Ok(keys),
    }
}

/// Of these keys the ones that stood in their place before, and what each would take the place of.
pub async fn replaced(tx: &mut Tx, keys: &[KeyOf]) -> Result<Vec<(KeyOf, Option<[u8; 32]>)>> {
    let mut before = vec![];
    for now in keys {
        let sql = "-- cases::replaced
            SELECT r.case_key, r.recovery_key FROM replaced_keys r
            JOIN cases c ON c.id = r.case_id WHERE c.code = $1 AND r.generation = $2";
        let args = [now.code.as_str().into(), now.generation.into()];
        let Some(row) = tx.fetch_optional(sql, &args).await? else { continue };
        let key = SealedKey {
            recipient: now.key.recipient.clone(),
            case_key: row.opt_bytes("case_key")?,
            recovery_key: row.opt_bytes("recovery_key")?,
            half: None,
        };
        let of = KeyOf { key, readers: None, ..now.clone() };
        before.push((of, Some(now.state())));
    }
    Ok(before)
}

/// Puts keys that were sealed anew in the place of those that they name, all or none. Recorded.
pub async fn put_back(
    tx: &mut Tx,
    keyring: Option<&Keyring>,
    keys: &[NewKey],
    by: By<'_>,
    now: Timestamp,
) -> Result<()> {
    for NewKey { of: new, replaces } in keys {
        let code = || new.code.clone();
        let files: Vec<&Vec<u8>> =
            [&new.key.case_key, &new.key.recovery_key].into_iter().flatten().collect();
        if files.is_empty() || !files.iter().all(|file| file.starts_with(AGE)) {
            return Err(KeyError::NoKey(code()).into());
        }
        let here = one(tx, &new.code, new.generation).await?;
        let (id, here) = here.ok_or_else(|| KeyError::NoCase(code()))?;
        if here.state() != *replaces || here.key.recipient != new.key.recipient {
            return Err(KeyError::Changed(code()).into());
        }
        keep(tx, &id, here, by, now).await?;
        put(tx, &id, new).await?;
        let event = Event::new(Kind::Resealed, by).case(&new.code);
        audit::append(tx, keyring, event, now).await?;
    }
    Ok(())
}

/// The server cannot see whether a new key is good: the one before is kept. In the place of one that
/// came from a member's browser nothing is kept anew: what is kept is the last that did not.
async fn keep(tx: &mut Tx, id: &[u8], old: KeyOf, by: By<'_>, now: Timestamp) -> Result<()> {
    let sql = match by {
        By::Operator => {
            "-- cases::keep_key
            INSERT INTO replaced_keys (case_id, generation, case_key, recovery_key, at, by_member)
            VALUES ($1, $2, $3, $4, $5, 0)
            ON CONFLICT (case_id, generation) DO UPDATE SET case_key = $3, recovery_key = $4,
                at = $5, by_member = 0"
        }
        By::Member(_) => {
            "-- cases::keep_trusted_key
            INSERT INTO replaced_keys (case_id, generation, case_key, recovery_key, at, by_member)
            VALUES ($1, $2, $3, $4, $5, 1)
            ON CONFLICT (case_id, generation) DO UPDATE SET case_key = $3, recovery_key = $4,
                at = $5, by_member = 1 WHERE replaced_keys.by_member = 0"
        }
    };
    let args: [Value; 5] = [
        id.into(),
        old.generation.into(),
        old.key.case_key.into(),
        old.key.recovery_key.into(),
        now.into(),
    ];
    tx.execute(sql, &args).await.map(|_| ())
}

async fn put(tx: &mut Tx, id: &[u8], new: &KeyOf) -> Result<()> {
    let args: [Value; 5] = [
        id.into(),
        new.generation.into(),
        new.key.case_key.clone().into(),
        new.key.recovery_key.clone().into(),
        new.readers.as_deref().map(as_text).into(),
    ];
    for sql in [
        "-- cases::put_key
        UPDATE cases SET case_key = $3, recovery_key = $4, key_readers = $5
        WHERE id = $1 AND key_generation = $2",
        "-- cases::put_earlier_key
        UPDATE earlier_keys SET case_key = $3, recovery_key = $4, readers = $5
        WHERE case_id = $1 AND generation = $2",
    ] {
        tx.execute(sql, &args).await?;
    }
    Ok(())
}

//! Cases' keys on their way to whoever can open them, and back.

use habeas_core::domain::Timestamp;
use ring::digest::{Context, SHA256};

use crate::audit::{self, By, Event, Kind};
use crate::crypto::{Keyring, SealedKey};
use crate::storage::{Result, StoreError, Tx, Value};

/// How an age file begins (age-encryption.org/v1).
const AGE: &[u8] = b"age-encryption.org/v1\n";

/// A case's key as it is stored, and whose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyOf {
    /// The case's code.
    pub code: String,
    /// The key.
    pub key: SealedKey,
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

/// The keys of all cases, or of those with these codes, oldest first. Recorded.
pub async fn take_out(
    tx: &mut Tx,
    keyring: Option<&Keyring>,
    codes: &[String],
    now: Timestamp,
) -> Result<Vec<KeyOf>> {
    let sql = "-- cases::keys
        SELECT code, recipient, case_key, recovery_key FROM cases ORDER BY opened_at, code";
    let mut keys = vec![];
    for row in tx.fetch_all(sql, &[]).await? {
        let code = row.text("code")?;
        if !codes.is_empty() && !codes.contains(&code) {
            continue;
        }
        let event = Event::new(Kind::Exported, By::Operator).case(&code).detail("key");
        audit::append(tx, keyring, event, now).await?;
        let key = SealedKey {
            recipient: row.text("recipient")?,
            case_key: row.opt_bytes("case_key")?,
            recovery_key: row.opt_bytes("recovery_key")?,
            half: None,
        };
        keys.push(KeyOf { code, key });
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
            JOIN cases c ON c.id = r.case_id WHERE c.code = $1";
        let row = tx.fetch_optional(sql, &[now.code.as_str().into()]).await?;
        let Some(row) = row else { continue };
        let key = SealedKey {
            recipient: now.key.recipient.clone(),
            case_key: row.opt_bytes("case_key")?,
            recovery_key: row.opt_bytes("recovery_key")?,
            half: None,
        };
        before.push((KeyOf { code: now.code.clone(), key }, Some(now.state())));
    }
    Ok(before)
}

/// Puts keys that were sealed anew in the place of those that they name, all or none. Recorded.
pub async fn put_back(
    tx: &mut Tx,
    keyring: Option<&Keyring>,
    keys: &[NewKey],
    now: Timestamp,
) -> Result<()> {
    for NewKey { of: new, replaces } in keys {
        let code = || new.code.clone();
        let files: Vec<&Vec<u8>> =
            [&new.key.case_key, &new.key.recovery_key].into_iter().flatten().collect();
        if files.is_empty() || !files.iter().all(|file| file.starts_with(AGE)) {
            return Err(KeyError::NoKey(code()).into());
        }
        let sql = "-- cases::key
            SELECT id, recipient, case_key, recovery_key FROM cases WHERE code = $1";
        let row = tx.fetch_optional(sql, &[new.code.as_str().into()]).await?;
        let row = row.ok_or_else(|| KeyError::NoCase(code()))?;
        let here = KeyOf {
            code: code(),
            key: SealedKey {
                recipient: row.text("recipient")?,
                case_key: row.opt_bytes("case_key")?,
                recovery_key: row.opt_bytes("recovery_key")?,
                half: None,
            },
        };
        if here.state() != *replaces || here.key.recipient != new.key.recipient {
            return Err(KeyError::Changed(code()).into());
        }
        // The server cannot see whether a new key is good: the one before is kept.
        let sql = "-- cases::keep_key
            INSERT INTO replaced_keys (case_id, case_key, recovery_key, at) VALUES ($1, $2, $3, $4)
            ON CONFLICT (case_id) DO UPDATE SET case_key = $2, recovery_key = $3, at = $4";
        let args: [Value; 4] = [
            row.bytes("id")?.into(),
            here.key.case_key.into(),
            here.key.recovery_key.into(),
            now.into(),
        ];
        tx.execute(sql, &args).await?;
        let sql = "-- cases::put_key
            UPDATE cases SET case_key = $2, recovery_key = $3 WHERE code = $1";
        let args: [Value; 3] = [
            new.code.as_str().into(),
            new.key.case_key.clone().into(),
            new.key.recovery_key.clone().into(),
        ];
        tx.execute(sql, &args).await?;
        let event = Event::new(Kind::Resealed, By::Operator).case(&new.code);
        audit::append(tx, keyring, event, now).await?;
    }
    Ok(())
}

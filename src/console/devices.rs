//! A member's keys as their browser wrapped them. The server cannot unwrap them: 90 bits, or a
//! passkey, are before it (docs/KEYS.md).

use data_encoding::{BASE64, HEXLOWER};
use habeas_core::domain::Timestamp;
use serde::{Deserialize, Serialize};

use super::request::Refused;
use crate::crypto::{Column, random_bytes};
use crate::parts::Parts;
use crate::storage::{Result, StoreError, Tx, Value};

/// So many copies a member has at most.
pub(super) const MOST: usize = 10;
/// Longest wrapped copy, in bytes.
const LONGEST: usize = 4096;
/// Longest hint, in characters: a credential's id has 1,023 bytes at most.
const LONGEST_HINT: usize = 2048;
/// How a hint begins, which is kept as a line before its file.
const HINT: &[u8] = b"AGE-PLUGIN-FIDO2PRF-1";

/// By what a copy is wrapped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Kind {
    /// Seven words.
    Words,
    /// What a passkey makes of a salt (WebAuthn PRF).
    Passkey,
}

impl Kind {
    /// The word in the table.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Words => "words",
            Self::Passkey => "passkey",
        }
    }

    /// How a file of this kind begins: its first stanza is the only lock.
    const fn beginning(self) -> &'static [u8] {
        match self {
            Self::Words => b"age-encryption.org/v1\n-> scrypt ",
            Self::Passkey => b"age-encryption.org/v1\n-> age-encryption.org/fido2prf ",
        }
    }
}

/// A copy as a browser hands it over.
pub(super) struct Wrapped {
    /// By what.
    pub kind: Kind,
    /// The age file.
    pub file: Vec<u8>,
    /// Which passkey, in age's words; no secret.
    hint: Option<String>,
}

impl Wrapped {
    /// What came in Base64, if it is a file of this kind.
    pub fn read(
        kind: Kind,
        wrapped: &str,
        hint: Option<&str>,
    ) -> std::result::Result<Self, Refused> {
        let file = BASE64.decode(wrapped.as_bytes()).unwrap_or_default();
        let hint = hint.map(str::to_owned);
        let is_hint = |hint: &String| {
            hint.as_bytes().starts_with(HINT)
                && hint.len() <= LONGEST_HINT
                && hint.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-')
        };
        match file.starts_with(kind.beginning())
            && file.len() <= LONGEST
            && hint.as_ref().is_none_or(is_hint)
            && hint.is_some() == (kind == Kind::Passkey)
        {
            true => Ok(Self { kind, file, hint }),
            false => {
                Err(Refused::Request("a wrapped copy is an age file under words or a passkey"))
            }
        }
    }
}

/// One wrapped copy that is kept.
#[derive(Serialize)]
pub(super) struct Device {
    /// Its id.
    pub id: String,
    /// [`Kind::as_str`].
    pub kind: String,
    /// When it was made, in milliseconds since 1970.
    pub added_at: i64,
    /// The age file, in Base64.
    pub wrapped: String,
    /// Which passkey.
    pub hint: Option<String>,
}

/// A wrapped copy that cannot be read with this keyring.
#[derive(Debug, thiserror::Error)]
#[error("table devices, column sealed_wrapped: not readable with this keyring")]
struct Unreadable;

/// Those that are good.
pub(super) async fn of(tx: &mut Tx, parts: &Parts, member: &str) -> Result<Vec<Device>> {
    let sql = "-- devices::of
        SELECT id, kind, sealed_wrapped, added_at FROM devices
        WHERE member_id = $1 AND revoked_at IS NULL ORDER BY added_at, id";
    let mut all = vec![];
    for row in tx.fetch_all(sql, &[member.into()]).await? {
        let id = row.text("id")?;
        let sealed = row.bytes("sealed_wrapped")?;
        let plain = parts.keyring.open(Column::DevicesWrapped, id.as_bytes(), &sealed);
        let plain = plain.map_err(|_| StoreError::unit(Unreadable))?;
        let (hint, file) = match plain.iter().position(|byte| *byte == b'\n') {
            Some(end) if plain.starts_with(HINT) => (Some(&plain[..end]), &plain[end + 1..]),
            _ => (None, &plain[..]),
        };
        let hint = hint.map(|line| String::from_utf8_lossy(line).into_owned());
        let (kind, added_at) = (row.text("kind")?, row.time("added_at")?.as_millis());
        all.push(Device { id, kind, added_at, wrapped: BASE64.encode(file), hint });
    }
    Ok(all)
}

/// Keeps a copy under seven words that no browser made.
///
/// # Errors
/// What the database says.
pub async fn keep_words(
    tx: &mut Tx,
    parts: &Parts,
    member: &str,
    file: &[u8],
    now: Timestamp,
) -> Result<()> {
    let copy = Wrapped { kind: Kind::Words, file: file.to_vec(), hint: None };
    add(tx, parts, member, &copy, now).await.map(|_| ())
}

/// Keeps a copy; its id.
pub(super) async fn add(
    tx: &mut Tx,
    parts: &Parts,
    member: &str,
    copy: &Wrapped,
    now: Timestamp,
) -> Result<String> {
    let id = format!("d-{}", HEXLOWER.encode(&random_bytes::<8>()));
    let hint = copy.hint.as_ref().map(|hint| format!("{hint}\n")).unwrap_or_default();
    let plain = [hint.as_bytes(), &copy.file].concat();
    let sealed = parts.keyring.seal(Column::DevicesWrapped, id.as_bytes(), &plain);
    let sql = "-- devices::add
        INSERT INTO devices (id, member_id, kind, sealed_wrapped, added_at)
        VALUES ($1, $2, $3, $4, $5)";
    let kind = copy.kind.as_str();
    let args: [Value; 5] =
        [id.as_str().into(), member.into(), kind.into(), sealed.into(), now.into()];
    tx.execute(sql, &args).await?;
    Ok(id)
}

/// A copy is given out no more, and its bytes are gone.
pub(super) async fn remove(tx: &mut Tx, id: &str) -> Result<()> {
    let sql = "-- devices::remove
        DELETE FROM devices WHERE id = $1";
    tx.execute(sql, &[id.into()]).await.map(|_| ())
}

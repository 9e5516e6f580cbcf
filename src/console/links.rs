//! Links by which a browser comes in: 32 random bytes, good once, of which the server keeps a hash.

use data_encoding::BASE64URL_NOPAD;
use habeas_core::domain::Timestamp;
use habeas_core::members::Challenge;
use ring::digest::{SHA256, digest};

use crate::crypto::random_bytes;
use crate::parts::Parts;
use crate::storage::{Result, Row, StoreError, Tx, Value};

/// Rows are kept so long after their end, in milliseconds.
const KEEP_MS: i64 = 86_400_000;
/// The word in the table for a link by which keys were made.
const ENROLLED: &str = "enrolled";

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To come in with keys that are there.
    SignIn,
    /// To make keys in a browser, in the place of any that were there.
    Enrol,
}

impl Purpose {
    /// The word in the table.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SignIn => "sign-in",
            Self::Enrol => "enrol",
        }
    }

    /// A link is good for so many seconds: whoever makes keys may have to go to another computer.
    pub const fn lasts_s(self) -> i64 {
        match self {
            Self::SignIn => 5 * 60,
            Self::Enrol => 30 * 60,
        }
    }

    /// Once it was redeemed, words are found and typed within so many seconds, or written down and
    /// typed back.
    const fn typing_s(self) -> i64 {
        match self {
            Self::SignIn => 10 * 60,
            Self::Enrol => 30 * 60,
        }
    }

    fn read(word: &str) -> Option<Self> {
        [Self::SignIn, Self::Enrol].into_iter().find(|purpose| purpose.as_str() == word)
    }
}

/// A link that was redeemed.
pub(super) struct Redeemed {
    /// What it is for.
    pub purpose: Purpose,
    /// What is to be signed.
    pub challenge: Challenge,
}

/// SHA-256: a bearer secret of 32 random bytes is stored as its hash (FIPS 180-4).
pub(super) fn hash(secret: &[u8]) -> [u8; 32] {
    digest(&SHA256, secret).as_ref().try_into().expect("a SHA-256 is 32 bytes")
}

/// Makes a link for a member, good until a moment; those of the same purpose before it are worth
/// nothing more, also if they were redeemed.
/// What is behind `#` never reaches a server by itself, nor its logs.
///
/// # Errors
/// What the database says; `None` without a console.
pub async fn new(
    tx: &mut Tx,
    parts: &Parts,
    member: &str,
    purpose: Purpose,
    until: Timestamp,
    now: Timestamp,
) -> Result<Option<String>> {
    let Some(origin) = &parts.console else { return Ok(None) };
    let sql = "-- links::replace
        DELETE FROM links
        WHERE (member_id = $1 AND purpose = $2) OR expires_at < $3";
    let (what, old) = (purpose.as_str(), now.plus_ms(-KEEP_MS));
    tx.execute(sql, &[member.into(), what.into(), old.into()]).await?;
    let secret = random_bytes::<32>();
    let sql = "-- links::new
        INSERT INTO links (id, member_id, purpose, expires_at) VALUES ($1, $2, $3, $4)";
    let args: [Value; 4] = [hash(&secret).into(), member.into(), what.into(), until.into()];
    tx.execute(sql, &args).await?;
    Ok(Some(format!("{origin}/#{}", BASE64URL_NOPAD.encode(&secret))))
}

/// The 32 bytes behind `#`; `None` for everything else, which needs no look into the database.
pub(super) fn secret(token: &str) -> Option<[u8; 32]> {
    BASE64URL_NOPAD.decode(token.as_bytes()).ok()?.try_into().ok()
}

/// Whether there is such a link at all.
pub(super) async fn exists(tx: &mut Tx, id: &[u8; 32]) -> Result<bool> {
    let sql = "-- links::exists
        SELECT id FROM links WHERE id = $1";
    Ok(tx.fetch_optional(sql, &[id.as_slice().into()]).await?.is_some())
}

/// Uses a link up: from here on only its challenge counts. `None` for whatever reason it is good
/// for nothing.
pub(super) async fn redeem(
    tx: &mut Tx,
    parts: &Parts,
    id: &[u8; 32],
    now: Timestamp,
) -> Result<Option<Redeemed>> {
    let nonce = random_bytes::<32>();
    let [sign_in, enrol] = [Purpose::SignIn, Purpose::Enrol].map(|of| now.plus_s(of.typing_s()));
    let sql = "-- links::redeem
        UPDATE links SET nonce = $2, used_at = $3,
            expires_at = CASE WHEN purpose = 'enrol' THEN $5 ELSE $4 END
        WHERE id = $1 AND used_at IS NULL AND expires_at >= $3 RETURNING id";
    let args: [Value; 5] =
        [id.as_slice().into(), nonce.into(), now.into(), sign_in.into(), enrol.into()];
    match tx.fetch_optional(sql, &args).await? {
        Some(row) => open(tx, parts, &row.bytes("id")?, now).await,
        None => Ok(None),
    }
}

/// A redeemed link whose challenge is still to be answered.
pub(super) async fn open(
    tx: &mut Tx,
    parts: &Parts,
    id: &[u8],
    now: Timestamp,
) -> Result<Option<Redeemed>> {
    let sql = "-- links::open
        SELECT id, member_id, purpose, nonce, expires_at FROM links
        WHERE id = $1 AND nonce IS NOT NULL AND expires_at >= $2 AND purpose <> $3";
    let args: [Value; 3] = [id.into(), now.into(), ENROLLED.into()];
    let row = tx.fetch_optional(sql, &args).await?;
    let (Some(row), Some(origin)) = (row, &parts.console) else { return Ok(None) };
    let purpose = Purpose::read(&row.text("purpose")?)
        .ok_or_else(|| -> StoreError { row.broken("purpose", "is none of the known names") })?;
    Ok(Some(Redeemed { purpose, challenge: challenge(&row, origin)? }))
}

fn challenge(row: &Row, origin: &str) -> Result<Challenge> {
    let bytes = |column| -> Result<[u8; 32]> {
        row.bytes(column)?.try_into().map_err(|_| row.broken(column, "is not 32 bytes"))
    };
    Ok(Challenge {
        origin: origin.to_owned(),
        link: bytes("id")?,
        member: row.text("member_id")?,
        nonce: bytes("nonce")?,
        expiry: row.time("expires_at")?,
    })
}

/// Its challenge was answered: it is worth nothing more.
pub(super) async fn spend(tx: &mut Tx, link: &[u8; 32]) -> Result<()> {
    let sql = "-- links::spend
        UPDATE links SET nonce = NULL WHERE id = $1";
    tx.execute(sql, &[link.as_slice().into()]).await.map(|_| ())
}

/// Keeps the challenge by which a member's keys were made, once all their links are gone: the same
/// order again, by a browser that lost the answer, is known by it, and makes nothing.
pub(super) async fn keep_enrolled(tx: &mut Tx, by: &Challenge, now: Timestamp) -> Result<()> {
    let sql = "-- links::keep_enrolled
        INSERT INTO links (id, member_id, purpose, expires_at, nonce, used_at)
        VALUES ($1, $2, $3, $4, $5, $6)";
    let args: [Value; 6] = [
        by.link.as_slice().into(),
        by.member.as_str().into(),
        ENROLLED.into(),
        by.expiry.into(),
        by.nonce.as_slice().into(),
        now.into(),
    ];
    tx.execute(sql, &args).await.map(|_| ())
}

/// The challenge by which the keys that a member has now were made, however late it is.
pub(super) async fn enrolled(tx: &mut Tx, parts: &Parts, id: &[u8]) -> Result<Option<Challenge>> {
    let sql = "-- links::enrolled
        SELECT id, member_id, nonce, expires_at FROM links WHERE id = $1 AND purpose = $2";
    let row = tx.fetch_optional(sql, &[id.into(), ENROLLED.into()]).await?;
    let (Some(row), Some(origin)) = (row, &parts.console) else { return Ok(None) };
    challenge(&row, origin).map(Some)
}

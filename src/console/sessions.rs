//! Who is signed in. The browser has 32 random bytes in a cookie, the table their hash.

use data_encoding::BASE64URL_NOPAD;
use habeas_core::domain::Timestamp;
use habeas_core::members::{Key, session};

use super::codes;
use super::links::{hash, secret};
use crate::crypto::random_bytes;
use crate::oncall::members::{self, Member};
use crate::oncall::roster::{self, KeyState, RosterError};
use crate::parts::Parts;
use crate::storage::{Result, Tx, Value};

/// The cookie. Its name makes the browser refuse it without `Secure`, or for another host.
pub(super) const COOKIE: &str = "__Host-habeas";

/// A page asks for several things at once, and a later request may be answered first; a clock may be put
/// right. So far ahead of a request a session may have been seen, in seconds.
const OVERTAKEN_S: i64 = 60;

/// Somebody who is signed in.
pub(super) struct Session {
    /// Who.
    pub member: Member,
    /// Until when, if nothing more is asked.
    pub ends_at: Timestamp,
    id: [u8; 32],
    opened_at: Timestamp,
    has_critical: bool,
}

/// The key with which a member signs here; where members are signed, only once all of their keys
/// are signed for. `None`: nobody lets them in.
pub(super) async fn signing_key(
    tx: &mut Tx,
    parts: &Parts,
    member: &Member,
) -> Result<Option<Key>> {
    if member.revoked_at.is_some() {
        return Ok(None);
    }
    match roster::stored(tx, parts).await? {
        Ok(stored) => {
            let state = roster::key_state(parts, Some(&stored.roster), member);
            Ok(member.signing_key.filter(|_| state == KeyState::Active))
        }
        Err(RosterError::NoRoot) => Ok(member.signing_key),
        // Broken, or the root was taken out of the configuration: nobody is known to be a member.
        Err(_) => Ok(None),
    }
}

/// Whether there is a console, and this member's key lets them in.
///
/// # Errors
/// What the database says.
pub async fn lets_in(tx: &mut Tx, parts: &Parts, member: &Member) -> Result<bool> {
    Ok(parts.console.is_some() && signing_key(tx, parts, member).await?.is_some())
}

/// By which a session is found; `None` for what is no cookie of ours.
fn id_of(cookie: &str) -> Option<[u8; 32]> {
    secret(cookie).map(|secret| hash(&secret))
}

/// Whether there is such a session at all: what is none changes nothing.
pub(super) async fn exists(tx: &mut Tx, cookie: &str) -> Result<bool> {
    let Some(id) = id_of(cookie) else { return Ok(false) };
    let sql = "-- sessions::exists
        SELECT id FROM sessions WHERE id = $1";
    Ok(tx.fetch_optional(sql, &[id.into()]).await?.is_some())
}

/// Lets a member in; the cookie's value.
pub(super) async fn begin(tx: &mut Tx, member: &str, key: Key, now: Timestamp) -> Result<String> {
    let secret = random_bytes::<32>();
    let sql = "-- sessions::begin
        INSERT INTO sessions (id, member_id, signing_key, opened_at, seen_at)
        VALUES ($1, $2, $3, $4, $4)";
    let args: [Value; 4] =
        [hash(&secret).into(), member.into(), key.0.as_slice().into(), now.into()];
    tx.execute(sql, &args).await?;
    let sql = "-- sessions::forget
        DELETE FROM sessions WHERE opened_at < $1";
    tx.execute(sql, &[now.plus_s(-session::LONGEST_S).into()]).await?;
    Ok(BASE64URL_NOPAD.encode(&secret))
}

/// Whose cookie this is, and that they were seen now. `None` for whatever reason it is worth
/// nothing: unknown, too old, idle too long, the member revoked, or their key another one.
pub(super) async fn seen(
    tx: &mut Tx,
    parts: &Parts,
    cookie: &str,
    now: Timestamp,
) -> Result<Option<Session>> {
    let Some(session) = by_itself(tx, parts, cookie, now).await? else { return Ok(None) };
    let sql = "-- sessions::touch
        UPDATE sessions SET seen_at = $2 WHERE id = $1 AND seen_at < $2";
    tx.execute(sql, &[session.id.into(), now.into()]).await?;
    let ends_at = session::ends_at(session.opened_at, now, session.has_critical);
    Ok(Some(Session { ends_at: ends_at.max(session.ends_at), ..session }))
}

/// The same for what a page asks by itself, in the background: nobody was seen.
pub(super) async fn by_itself(
    tx: &mut Tx,
    parts: &Parts,
    cookie: &str,
    now: Timestamp,
) -> Result<Option<Session>> {
    let found = still(tx, parts, cookie, now).await?;
    if found.is_none() {
        end(tx, cookie).await?;
    }
    Ok(found)
}

/// Whether somebody is in with this cookie: looked at, and nothing is changed.
pub(super) async fn still(
    tx: &mut Tx,
    parts: &Parts,
    cookie: &str,
    now: Timestamp,
) -> Result<Option<Session>> {
    let Some(id) = id_of(cookie) else { return Ok(None) };
    let sql = "-- sessions::seen
        SELECT member_id, signing_key, opened_at, seen_at FROM sessions WHERE id = $1";
    let Some(row) = tx.fetch_optional(sql, &[id.into()]).await? else { return Ok(None) };
    let whose = row.text("member_id")?;
    let Some(member) = members::by_id(tx, parts, &whose).await? else { return Ok(None) };
    let has_critical = has_critical(tx, &whose).await?;
    let (opened_at, last) = (row.time("opened_at")?, row.time("seen_at")?);
    let ends_at = session::ends_at(opened_at, last, has_critical);
    let key = signing_key(tx, parts, &member).await?;
    let same_key = key.is_some_and(|key| row.bytes("signing_key").is_ok_and(|k| k == key.0));
    // Nobody came in tomorrow.
    let latest = now.plus_s(OVERTAKEN_S);
    if !same_key || now >= ends_at || opened_at > latest || last > latest {
        return Ok(None);
    }
    Ok(Some(Session { member, ends_at, id, opened_at, has_critical }))
}

async fn has_critical(tx: &mut Tx, member: &str) -> Result<bool> {
    let sql = "-- sessions::has_critical
        SELECT id FROM cases WHERE taken_by = $1 AND stage = 'taken' AND level = 'critical' LIMIT 1";
    Ok(tx.fetch_optional(sql, &[member.into()]).await?.is_some())
}

/// Whoever else is in as this member, by whatever other cookie, is out, and comes in by no link that they
/// have; no code opens the keys any more.
pub(super) async fn end_others(tx: &mut Tx, member: &str, cookie: &str) -> Result<()> {
    let own = id_of(cookie).map(|id| id.to_vec());
    let sql = "-- sessions::end_others
        DELETE FROM sessions WHERE member_id = $1 AND id <> $2";
    tx.execute(sql, &[member.into(), own.unwrap_or_default().into()]).await?;
    let sql = "-- sessions::end_links
        DELETE FROM links WHERE member_id = $1 AND purpose = 'sign-in'";
    tx.execute(sql, &[member.into()]).await?;
    codes::forget_all(tx, member).await
}

/// Signs out.
pub(super) async fn end(tx: &mut Tx, cookie: &str) -> Result<()> {
    let Some(id) = id_of(cookie) else { return Ok(()) };
    let sql = "-- sessions::end
        DELETE FROM sessions WHERE id = $1";
    tx.execute(sql, &[id.into()]).await.map(|_| ())
}

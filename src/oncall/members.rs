//! Members: lawyers and coordinators, found by a keyed hash of their Telegram id.

use habeas_core::domain::{Language, Role, Timestamp};
use habeas_core::members::Key;
use habeas_core::oncall::rota::{OnCall, Rota};
use serde::{Deserialize, Serialize};

pub use super::held::set_recipient;
use crate::audit::{self, By, Event, Kind};
use crate::cards;
use crate::crypto::{Column, Lookup, random_bytes};
use crate::parts::Parts;
use crate::storage::{Result, Row, StoreError, Tx, Value, Wake};

/// Who a member is; kept encrypted.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Person {
    v: u32,
    name: String,
    telegram_id: i64,
}

/// An active or revoked member.
#[derive(Clone, PartialEq, Eq)]
pub struct Member {
    /// Random id, printed by `habeas member add`.
    pub id: String,
    /// Lawyer or coordinator.
    pub role: Role,
    /// What they read.
    pub language: Language,
    /// Place in the calling order.
    pub order: i64,
    /// Their age recipient, if they have one.
    pub recipient: Option<String>,
    /// What they sign with, if they have such a key.
    pub signing_key: Option<Key>,
    /// As colleagues see it.
    pub name: String,
    /// Their account, which is also their private chat.
    pub telegram_id: i64,
    /// When they were added.
    pub added_at: Timestamp,
    /// When they pressed /start; a page cannot reach them before.
    pub started_at: Option<Timestamp>,
    /// When they were revoked.
    pub revoked_at: Option<Timestamp>,
    /// Since when they are off call by their own wish.
    pub off_since: Option<Timestamp>,
}

impl Member {
    /// Whether a page would reach them: neither revoked nor off, and they have pressed /start.
    pub fn is_reachable(&self) -> bool {
        self.revoked_at.is_none() && self.off_since.is_none() && self.started_at.is_some()
    }
}

/// A name longer than this, in characters, fits no button and no list.
pub const LONGEST_NAME: usize = 64;

/// A name as colleagues can see it, if this is one: a line, not too long.
pub fn name_of(typed: &str) -> Option<String> {
    let name = typed.trim();
    let fits = !name.is_empty()
        && !name.chars().any(char::is_control)
        && name.chars().count() <= LONGEST_NAME;
    fits.then(|| name.to_owned())
}

impl std::fmt::Debug for Member {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Member({}, {}, <not shown>)", self.id, self.role)
    }
}

/// Why a member was not added or revoked.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum MemberError {
    /// The account is a member already.
    #[error("this telegram id is the active member {0}; revoke that one first")]
    Exists(String),
    /// The row does not open.
    #[error("table members, column sealed_person: not readable with this keyring")]
    Unreadable,
    /// An invitation's row does not open.
    #[error("table invitations, column sealed_person: not readable with this keyring")]
    UnreadableInvitation,
}

impl From<MemberError> for StoreError {
    fn from(error: MemberError) -> Self {
        StoreError::unit(error)
    }
}

/// A member to be added.
#[derive(Clone)]
pub struct NewMember {
    /// Lawyer or coordinator.
    pub role: Role,
    /// As colleagues see it.
    pub name: String,
    /// What they read.
    pub language: Language,
    /// Their account.
    pub telegram_id: i64,
    /// Their age recipient.
    pub recipient: Option<String>,
    /// Place in the calling order; without it, after those who are there.
    pub order: Option<i64>,
}

fn read(parts: &Parts, row: &Row) -> Result<Member> {
    let id = row.text("id")?;
    let sealed = row.bytes("sealed_person")?;
    let plain = parts
        .keyring
        .open(Column::MembersPerson, id.as_bytes(), &sealed)
        .map_err(|_| MemberError::Unreadable)?;
    let person: Person = serde_json::from_slice(&plain).map_err(|_| MemberError::Unreadable)?;
    Ok(Member {
        role: row.text("role")?.parse().map_err(|_| MemberError::Unreadable)?,
        language: row.text("language")?.parse().map_err(|_| MemberError::Unreadable)?,
        order: row.i64("call_order")?,
        recipient: row.opt_text("recipient")?,
        signing_key: signing_key(row)?,
        name: person.name,
        telegram_id: person.telegram_id,
        added_at: row.time("added_at")?,
        started_at: row.opt_time("started_at")?,
        revoked_at: row.opt_time("revoked_at")?,
        off_since: row.opt_time("off_since")?,
        id,
    })
}

fn signing_key(row: &Row) -> Result<Option<Key>> {
    let Some(bytes) = row.opt_bytes("signing_key")? else { return Ok(None) };
    Ok(Some(Key(bytes.try_into().map_err(|_| MemberError::Unreadable)?)))
}

fn read_all(parts: &Parts, rows: &[Row]) -> Result<Vec<Member>> {
    rows.iter().map(|row| read(parts, row)).collect()
}

/// All who are on call: neither revoked nor off.
pub async fn active(tx: &mut Tx, parts: &Parts) -> Result<Vec<Member>> {
    let mut members = present(tx, parts).await?;
    members.retain(|member| member.off_since.is_none());
    Ok(members)
}

/// All who were not revoked, also who is off call. One whose row cannot be read is passed over,
/// with an alarm: the others are called all the same.
pub async fn present(tx: &mut Tx, parts: &Parts) -> Result<Vec<Member>> {
    let sql = "-- members::present
        SELECT * FROM members WHERE revoked_at IS NULL ORDER BY call_order, added_at, id";
    let rows = tx.fetch_all(sql, &[]).await?;
    let readable = |row: &Row| match read(parts, row) {
        Ok(member) => Some(member),
        Err(error) => {
            tracing::error!(%error, "a member cannot be called");
            None
        }
    };
    Ok(rows.iter().filter_map(readable).collect())
}

/// All there ever were whose rows open.
pub async fn readable(tx: &mut Tx, parts: &Parts) -> Result<Vec<Member>> {
    let sql = "-- members::readable
        SELECT * FROM members ORDER BY call_order, added_at, id";
    let rows = tx.fetch_all(sql, &[]).await?;
    Ok(rows.iter().filter_map(|row| read(parts, row).ok()).collect())
}

/// Whether anybody can be called: an active member who has pressed /start.
pub async fn somebody_is_reachable(tx: &mut Tx) -> Result<bool> {
    let sql = "-- members::somebody_is_reachable
        SELECT id FROM members WHERE revoked_at IS NULL AND off_since IS NULL
        AND started_at IS NOT NULL LIMIT 1";
    Ok(tx.fetch_optional(sql, &[]).await?.is_some())
}

/// All there ever were.
pub async fn all(tx: &mut Tx, parts: &Parts) -> Result<Vec<Member>> {
    let sql = "-- members::all
        SELECT * FROM members ORDER BY call_order, added_at, id";
    read_all(parts, &tx.fetch_all(sql, &[]).await?)
}

/// The member with this id, also a revoked one.
pub async fn by_id(tx: &mut Tx, parts: &Parts, id: &str) -> Result<Option<Member>> {
    let sql = "-- members::by_id
        SELECT * FROM members WHERE id = $1";
    let row = tx.fetch_optional(sql, &[id.into()]).await?;
    row.map(|row| read(parts, &row)).transpose()
}

/// The active member with this account.
pub async fn by_telegram(tx: &mut Tx, parts: &Parts, user: i64) -> Result<Option<Member>> {
    let sql = "-- members::by_telegram
        SELECT * FROM members WHERE telegram_hash = $1 AND revoked_at IS NULL";
    let hash = parts.keyring.lookup(Lookup::Telegram, &user.to_be_bytes());
    let row = tx.fetch_optional(sql, &[hash.into()]).await?;
    row.map(|row| read(parts, &row)).transpose()
}

/// Whether this account was a member before, and was revoked.
pub async fn was_one(tx: &mut Tx, parts: &Parts, user: i64) -> Result<bool> {
    let sql = "-- members::was_one
        SELECT id FROM members WHERE telegram_hash = $1 AND revoked_at IS NOT NULL LIMIT 1";
    let hash = parts.keyring.lookup(Lookup::Telegram, &user.to_be_bytes());
    Ok(tx.fetch_optional(sql, &[hash.into()]).await?.is_some())
}

/// Whom the ladder can call.
pub fn rota(members: &[Member]) -> Rota {
    let on_call = |m: &Member| OnCall {
        member: m.id.clone(),
        role: m.role,
        order: m.order,
        added_at: m.added_at,
    };
    Rota::new(members.iter().map(on_call).collect())
}

/// Adds a member, active at once; returns the id.
pub async fn add(
    tx: &mut Tx,
    parts: &Parts,
    new: &NewMember,
    by: By<'_>,
    now: Timestamp,
) -> Result<String> {
    if let Some(there) = by_telegram(tx, parts, new.telegram_id).await? {
        return Err(MemberError::Exists(there.id).into());
    }
    let order = match new.order {
        Some(order) => order,
        None => present(tx, parts).await?.iter().map(|m| m.order).max().unwrap_or(0) + 1,
    };
    let started = has_written(tx, parts, new.telegram_id).await?.then_some(now);
    // What they write from here on is no report, unless they begin one.
    crate::intake::forget_unreported(tx, parts, new.telegram_id).await?;
    let id = format!("m-{}", data_encoding::HEXLOWER.encode(&random_bytes::<5>()));
    let person = Person { v: 1, name: new.name.clone(), telegram_id: new.telegram_id };
    let plain = serde_json::to_vec(&person).map_err(StoreError::unit)?;
    let sealed = parts.keyring.seal(Column::MembersPerson, id.as_bytes(), &plain);
    let hash = parts.keyring.lookup(Lookup::Telegram, &new.telegram_id.to_be_bytes());
    let sql = "-- members::add
        INSERT INTO members (id, role, language, call_order, recipient, telegram_hash,
            sealed_person, added_at, started_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let args: [Value; 9] = [
        id.as_str().into(),
        new.role.as_str().into(),
        new.language.as_str().into(),
        order.into(),
        new.recipient.clone().into(),
        hash.into(),
        sealed.into(),
        now.into(),
        started.into(),
    ];
    tx.execute(sql, &args).await?;
    let event = Event::new(Kind::Added, by).member(&id).detail(new.role.as_str());
    audit::record(tx, parts, event, now).await?;
    tx.wake(Wake::Profile);
    Ok(id)
}

/// Whether this account has written to the bot before.
async fn has_written(tx: &mut Tx, parts: &Parts, user: i64) -> Result<bool> {
    let sql = "-- members::has_written
        SELECT id FROM conversations WHERE chat_hash = $1 AND blocked_at IS NULL";
    let row = tx.fetch_optional(sql, &[parts.chat_hash(user).into()]).await?;
    Ok(row.is_some())
}

/// Revokes a member, calls the next one where this one was being called, and empties the cards in
/// their chat; `false` if there is no active one with this id.
pub async fn revoke(
    tx: &mut Tx,
    parts: &Parts,
    id: &str,
    by: By<'_>,
    now: Timestamp,
) -> Result<bool> {
    let sql = "-- members::revoke
        UPDATE members SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL";
    let done = tx.execute(sql, &[id.into(), now.into()]).await? == 1;
    if done {
        let event = Event::new(Kind::Revoked, by).member(id);
        audit::record(tx, parts, event, now).await?;
        super::held::forget_browsers(tx, id).await?;
        crate::cases::all_stale(tx).await?;
        super::leaving::give_back(tx, parts, id, now).await?;
        super::steps::member_left(tx, parts, id, now).await?;
        super::invitations::inviter_left(tx, parts, id).await?;
        super::stranded::look(tx, parts, now).await?;
        // One whose row cannot be read has a chat that nobody finds.
        if let Ok(Some(member)) = by_id(tx, parts, id).await {
            cards::empty(tx, parts, member.telegram_id).await?;
            crate::intake::forget_unreported(tx, parts, member.telegram_id).await?;
        }
        tx.wake(Wake::Profile);
    }
    Ok(done)
}

/// Whether somebody else of their role can be reached, or they cannot be themselves: whoever revokes
/// the last one who can is the operator.
pub async fn leaves_somebody(tx: &mut Tx, parts: &Parts, who: &Member) -> Result<bool> {
    let left = active(tx, parts).await?;
    let others = left.iter().any(|m| m.id != who.id && m.role == who.role && m.is_reachable());
    Ok(others || !who.is_reachable())
}

/// Takes a member off call by their own wish: their cases are called anew, as if they were
/// revoked, but they stay a member. `false` if they were off already.
pub async fn go_off(tx: &mut Tx, parts: &Parts, id: &str, now: Timestamp) -> Result<bool> {
    let sql = "-- members::go_off
        UPDATE members SET off_since = $2
        WHERE id = $1 AND off_since IS NULL AND revoked_at IS NULL";
    let done = tx.execute(sql, &[id.into(), now.into()]).await? == 1;
    if done {
        super::leaving::give_back(tx, parts, id, now).await?;
        super::steps::member_left(tx, parts, id, now).await?;
        super::stranded::look(tx, parts, now).await?;
    }
    Ok(done)
}

/// Puts a member who was off on call again, at once; `false` if they were on call.
pub async fn come_back(tx: &mut Tx, id: &str, now: Timestamp) -> Result<bool> {
    let sql = "-- members::come_back
        UPDATE members SET off_since = NULL
        WHERE id = $1 AND off_since IS NOT NULL AND revoked_at IS NULL";
    let done = tx.execute(sql, &[id.into()]).await? == 1;
    if done {
        super::somebody_is_there(tx, now).await?;
    }
    Ok(done)
}

/// Notes that a member pressed /start.
pub async fn started(tx: &mut Tx, id: &str, now: Timestamp) -> Result<()> {
    set_started(tx, id, Some(now)).await?;
    super::somebody_is_there(tx, now).await
}

/// Notes that a member has blocked the bot.
pub async fn blocked(tx: &mut Tx, parts: &Parts, id: &str, now: Timestamp) -> Result<()> {
    set_started(tx, id, None).await?;
    super::stranded::look(tx, parts, now).await
}

async fn set_started(tx: &mut Tx, id: &str, since: Option<Timestamp>) -> Result<()> {
    let sql = "-- members::set_started
        UPDATE members SET started_at = $2 WHERE id = $1";
    tx.execute(sql, &[id.into(), since.into()]).await?;
    tx.wake(Wake::Profile);
    Ok(())
}

/// A member chooses the language in which the bot writes to them.
pub async fn speak(tx: &mut Tx, id: &str, language: Language) -> Result<()> {
    let sql = "-- members::speak
        UPDATE members SET language = $2 WHERE id = $1";
    tx.execute(sql, &[id.into(), language.as_str().into()]).await?;
    tx.wake(Wake::Profile);
    Ok(())
}

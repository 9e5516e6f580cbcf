//! Invitations: a code makes somebody pending; four words, compared by voice, make them a member.
//!
//! A pending member is in no list of members: nobody pages them, nothing is sealed to them.

use habeas_core::codec::{invitation, words};
use habeas_core::domain::{Language, Role, Timestamp};
use serde::{Deserialize, Serialize};

use super::members::{self, Member, MemberError, NewMember};
use crate::audit::{self, By, Event, Kind};
use crate::cards::{self, Subject};
use crate::crypto::{Column, Lookup, random_bytes};
use crate::parts::Parts;
use crate::storage::{Result, Row, StoreError, Tx, Value};

/// A code is good for so many seconds.
pub const CODE_S: i64 = 600;
/// Who came with a code waits for the four words for so many seconds.
const PENDING_S: i64 = 86_400;
/// So many wrong codes of one account are answered at once; then it waits.
const FREE_TRIES: i64 = 3;
/// The longest wait between two tries, in seconds.
const LONGEST_WAIT_S: i64 = 600;
/// Tries are forgotten after so many seconds without one.
const TRIES_S: i64 = 86_400;

/// Who is invited; kept encrypted.
#[derive(Clone, Serialize, Deserialize)]
struct Person {
    v: u32,
    name: String,
    telegram_id: Option<i64>,
}

/// Somebody to be invited.
#[derive(Clone, Debug)]
pub struct NewInvitation {
    /// What they are to be.
    pub role: Role,
    /// As colleagues are to see them.
    pub name: String,
    /// What the bot is to write to them in.
    pub language: Language,
    /// Place in the calling order; without it, after those who are there.
    pub order: Option<i64>,
    /// The coordinator who invites; without one, the operator's terminal.
    pub by: Option<String>,
}

/// Somebody who came with a code and is no member yet.
#[derive(Clone, PartialEq, Eq)]
pub struct Pending {
    /// The invitation's id.
    pub id: String,
    /// What they are to be.
    pub role: Role,
    /// What the bot writes to them in.
    pub language: Language,
    /// As colleagues are to see them.
    pub name: String,
    /// The account that came with the code.
    pub telegram_id: i64,
    /// Since when.
    pub since: Timestamp,
    /// The coordinator who invited; without one, the operator's terminal.
    pub by: Option<String>,
    /// The first coordinator who confirmed the words, where two have to.
    pub confirmed_by: Option<String>,
    order: Option<i64>,
    code_hash: Vec<u8>,
}

impl std::fmt::Debug for Pending {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Pending({}, {}, <not shown>)", self.id, self.role)
    }
}

impl Pending {
    /// The bytes of the four words: a keyed hash of invitation, code and account.
    fn word_bytes(&self, parts: &Parts) -> [u8; 4] {
        let account = self.telegram_id.to_be_bytes();
        let value = [b"words", self.id.as_bytes(), &self.code_hash, &account].concat();
        let hash = parts.keyring.lookup(Lookup::Invitation, &value);
        // Behind the version and the key's id.
        hash.get(5..9).and_then(|four| four.try_into().ok()).unwrap_or_default()
    }

    /// The four words, as both sides read them.
    pub fn words(&self, parts: &Parts) -> String {
        words::show(self.word_bytes(parts))
    }
}

/// What came of a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Redeemed {
    /// The account is pending now.
    Pending(Pending),
    /// The code is not valid: it never was, was used, or its time is over.
    NotValid,
    /// This account has tried too often; the code was not looked at.
    Wait,
}

/// What came of "the words match".
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Confirmed {
    /// They are a member now.
    Member(Member),
    /// A second coordinator has to say so too.
    NeedsAnother,
    /// Not for this member to say.
    NotYours,
    /// Nobody waits any more.
    Gone,
}

fn code_hash(parts: &Parts, secret: [u8; 8]) -> Vec<u8> {
    parts.keyring.lookup(Lookup::Invitation, &[b"code".as_slice(), &secret].concat())
}

fn seal(parts: &Parts, id: &str, name: &str, telegram_id: Option<i64>) -> Result<Vec<u8>> {
    let person = Person { v: 1, name: name.to_owned(), telegram_id };
    let plain = serde_json::to_vec(&person).map_err(StoreError::unit)?;
    Ok(parts.keyring.seal(Column::InvitationsPerson, id.as_bytes(), &plain))
}

fn open(parts: &Parts, id: &str, row: &Row) -> Result<Person> {
    let sealed = row.bytes("sealed_person")?;
    let plain = parts.keyring.open(Column::InvitationsPerson, id.as_bytes(), &sealed);
    let plain = plain.map_err(|_| MemberError::UnreadableInvitation)?;
    Ok(serde_json::from_slice(&plain).map_err(|_| MemberError::UnreadableInvitation)?)
}

fn read(parts: &Parts, row: &Row) -> Result<Pending> {
    let id = row.text("id")?;
    let person = open(parts, &id, row)?;
    let broken = || StoreError::from(MemberError::UnreadableInvitation);
    Ok(Pending {
        role: row.text("role")?.parse().map_err(|_| broken())?,
        language: row.text("language")?.parse().map_err(|_| broken())?,
        name: person.name,
        telegram_id: person.telegram_id.ok_or_else(broken)?,
        since: row.time("pending_at")?,
        by: row.opt_text("invited_by")?,
        confirmed_by: row.opt_text("confirmed_by")?,
        order: row.opt_i64("call_order")?,
        code_hash: row.bytes("code_hash")?,
        id,
    })
}

/// Makes an invitation; returns its code, which is stored nowhere.
pub async fn invite(
    tx: &mut Tx,
    parts: &Parts,
    new: &NewInvitation,
    now: Timestamp,
) -> Result<String> {
    forget_old(tx, now).await?;
    let secret = random_bytes::<8>();
    let code = invitation::show(secret);
    let secret = invitation::read(&code).unwrap_or(secret);
    let id = format!("i-{}", data_encoding::HEXLOWER.encode(&random_bytes::<5>()));
    let sql = "-- invitations::invite
        INSERT INTO invitations (id, code_hash, role, language, call_order, invited_by,
            sealed_person, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let args: [Value; 8] = [
        id.as_str().into(),
        code_hash(parts, secret).into(),
        new.role.as_str().into(),
        new.language.as_str().into(),
        new.order.into(),
        new.by.clone().into(),
        seal(parts, &id, &new.name, None)?.into(),
        now.plus_s(CODE_S).into(),
    ];
    tx.execute(sql, &args).await?;
    let by = new.by.as_deref().map_or(By::Operator, By::Member);
    let event = Event::new(Kind::Invited, by).detail(new.role.as_str());
    audit::record(tx, parts, event, now).await?;
    Ok(code)
}

/// An account comes with a code, on a phone in this language, if it is one of ours. One use; wrong codes of one account are looked at ever later.
pub async fn redeem(
    tx: &mut Tx,
    parts: &Parts,
    (user, language): (i64, Option<Language>),
    secret: [u8; 8],
    now: Timestamp,
) -> Result<Redeemed> {
    forget_old(tx, now).await?;
    if has_to_wait(tx, parts, user, now).await? {
        return Ok(Redeemed::Wait);
    }
    let sql = "-- invitations::by_code
        SELECT * FROM invitations WHERE code_hash = $1 AND pending_at IS NULL AND expires_at > $2";
    let hash = code_hash(parts, secret);
    let Some(row) = tx.fetch_optional(sql, &[hash.into(), now.into()]).await? else {
        note_try(tx, parts, user, now).await?;
        return Ok(Redeemed::NotValid);
    };
    let id = row.text("id")?;
    let person = open(parts, &id, &row)?;
    let account = parts.keyring.lookup(Lookup::Telegram, &user.to_be_bytes());
    // Whoever waits already waits by the newest code alone.
    let sql = "-- invitations::earlier
        SELECT id FROM invitations WHERE telegram_hash = $1";
    for earlier in tx.fetch_all(sql, &[account.clone().into()]).await? {
        forget(tx, parts, &earlier.text("id")?).await?;
    }
    let sql = "-- invitations::redeem
        UPDATE invitations SET pending_at = $2, telegram_hash = $3, sealed_person = $4,
            language = COALESCE($5, language)
        WHERE id = $1";
    let sealed = seal(parts, &id, &person.name, Some(user))?;
    let language = language.map(|language| language.as_str().to_owned());
    let args = [id.as_str().into(), now.into(), account.into(), sealed.into(), language.into()];
    tx.execute(sql, &args).await?;
    Ok(by_id(tx, parts, &id).await?.map_or(Redeemed::NotValid, Redeemed::Pending))
}

/// Who waits chooses the language in which the bot writes to them.
pub async fn speak(tx: &mut Tx, id: &str, language: Language) -> Result<()> {
    let sql = "-- invitations::speak
        UPDATE invitations SET language = $2 WHERE id = $1 AND pending_at IS NOT NULL";
    tx.execute(sql, &[id.into(), language.as_str().into()]).await?;
    Ok(())
}

/// Whether an account's next code is not to be looked at yet.
async fn has_to_wait(tx: &mut Tx, parts: &Parts, user: i64, now: Timestamp) -> Result<bool> {
    let sql = "-- invitations::tries
        SELECT tries, at FROM code_tries WHERE chat_hash = $1";
    let row = tx.fetch_optional(sql, &[parts.chat_hash(user).into()]).await?;
    let Some(row) = row else { return Ok(false) };
    let over = row.i64("tries")? - FREE_TRIES;
    if over < 0 {
        return Ok(false);
    }
    let wait_s = LONGEST_WAIT_S.min(60 << over.min(10));
    Ok(now < row.time("at")?.plus_s(wait_s))
}

async fn note_try(tx: &mut Tx, parts: &Parts, user: i64, now: Timestamp) -> Result<()> {
    let sql = "-- invitations::note_try
        INSERT INTO code_tries (chat_hash, tries, at) VALUES ($1, 1, $2)
        ON CONFLICT (chat_hash) DO UPDATE SET tries = code_tries.tries + 1, at = $2";
    tx.execute(sql, &[parts.chat_hash(user).into(), now.into()]).await?;
    Ok(())
}

/// Everybody who waits for the four words, longest first.
pub async fn pending(tx: &mut Tx, parts: &Parts, now: Timestamp) -> Result<Vec<Pending>> {
    let sql = "-- invitations::pending
        SELECT * FROM invitations WHERE pending_at > $1 ORDER BY pending_at, id";
    let rows = tx.fetch_all(sql, &[now.plus_s(-PENDING_S).into()]).await?;
    rows.iter().map(|row| read(parts, row)).collect()
}

/// Whether this account waits for the four words.
pub async fn is_pending(tx: &mut Tx, parts: &Parts, user: i64, now: Timestamp) -> Result<bool> {
    let sql = "-- invitations::is_pending
        SELECT id FROM invitations WHERE telegram_hash = $1 AND pending_at > $2";
    let account = parts.keyring.lookup(Lookup::Telegram, &user.to_be_bytes());
    let row = tx.fetch_optional(sql, &[account.into(), now.plus_s(-PENDING_S).into()]).await?;
    Ok(row.is_some())
}

/// Who waits under this id.
pub async fn by_id(tx: &mut Tx, parts: &Parts, id: &str) -> Result<Option<Pending>> {
    let sql = "-- invitations::by_id
        SELECT * FROM invitations WHERE id = $1 AND pending_at IS NOT NULL";
    let row = tx.fetch_optional(sql, &[id.into()]).await?;
    row.map(|row| read(parts, &row)).transpose()
}

/// The operator has heard these words: that suffices, for a coordinator too.
pub async fn confirm_words(
    tx: &mut Tx,
    parts: &Parts,
    typed: [u8; 4],
    now: Timestamp,
) -> Result<Option<Member>> {
    let waiting = pending(tx, parts, now).await?;
    match waiting.into_iter().find(|who| who.word_bytes(parts) == typed) {
        Some(who) => activate(tx, parts, &who, By::Operator, now).await.map(Some),
        None => Ok(None),
    }
}

/// A coordinator says that the words match. Who invited a lawyer suffices; a coordinator is made
/// by two.
pub async fn confirm(
    tx: &mut Tx,
    parts: &Parts,
    id: &str,
    coordinator: &Member,
    now: Timestamp,
) -> Result<Confirmed> {
    let Some(who) = by_id(tx, parts, id).await?.filter(|p| p.since > now.plus_s(-PENDING_S)) else {
        return Ok(Confirmed::Gone);
    };
    let is_inviter = who.by.as_deref() == Some(coordinator.id.as_str());
    match (coordinator.role, who.role) {
        (Role::Coordinator, Role::Lawyer) if is_inviter => {}
        (Role::Coordinator, Role::Coordinator) if another(tx, parts, &who, coordinator).await? => {}
        (Role::Coordinator, Role::Coordinator) => {
            let sql = "-- invitations::confirmed_by
                UPDATE invitations SET confirmed_by = $2 WHERE id = $1";
            tx.execute(sql, &[id.into(), coordinator.id.as_str().into()]).await?;
            let event = Event::new(Kind::Confirmed, By::Member(&coordinator.id));
            audit::record(tx, parts, event.detail(who.role.as_str()), now).await?;
            cards::refresh(tx, parts, &Subject::Invitation(id.as_bytes().to_vec())).await?;
            return Ok(Confirmed::NeedsAnother);
        }
        _ => return Ok(Confirmed::NotYours),
    }
    let by = By::Member(&coordinator.id);
    activate(tx, parts, &who, by, now).await.map(Confirmed::Member)
}

/// Whether another coordinator, who still is one, has confirmed before.
async fn another(tx: &mut Tx, parts: &Parts, who: &Pending, me: &Member) -> Result<bool> {
    let Some(first) = who.confirmed_by.as_deref().filter(|first| *first != me.id) else {
        return Ok(false);
    };
    let first = members::by_id(tx, parts, first).await?;
    Ok(first.is_some_and(|m| m.role == Role::Coordinator && m.revoked_at.is_none()))
}

async fn activate(
    tx: &mut Tx,
    parts: &Parts,
    who: &Pending,
    by: By<'_>,
    now: Timestamp,
) -> Result<Member> {
    let event = Event::new(Kind::Confirmed, by).detail(who.role.as_str());
    audit::record(tx, parts, event, now).await?;
    let new = NewMember {
        role: who.role,
        name: who.name.clone(),
        language: who.language,
        telegram_id: who.telegram_id,
        recipient: None,
        order: who.order,
    };
    let id = members::add(tx, parts, &new, by, now).await?;
    members::started(tx, &id, now).await?;
    forget(tx, parts, &who.id).await?;
    let member = members::by_id(tx, parts, &id).await?;
    Ok(member.ok_or(MemberError::Unreadable)?)
}

/// Forgets an invitation; what was shown of it leaves the chats.
pub async fn forget(tx: &mut Tx, parts: &Parts, id: &str) -> Result<()> {
    let sql = "-- invitations::forget
        DELETE FROM invitations WHERE id = $1";
    tx.execute(sql, &[id.into()]).await?;
    cards::withdraw_all(tx, parts, &Subject::Invitation(id.as_bytes().to_vec())).await
}

/// What a member who is one no more has begun or confirmed counts for nothing.
pub(super) async fn inviter_left(tx: &mut Tx, parts: &Parts, member: &str) -> Result<()> {
    let sql = "-- invitations::of_inviter
        SELECT id FROM invitations WHERE invited_by = $1";
    for row in tx.fetch_all(sql, &[member.into()]).await? {
        forget(tx, parts, &row.text("id")?).await?;
    }
    let sql = "-- invitations::unconfirm
        UPDATE invitations SET confirmed_by = NULL WHERE confirmed_by = $1";
    tx.execute(sql, &[member.into()]).await?;
    Ok(())
}

/// Forgets codes whose time is over, those who waited too long, and old tries.
pub async fn forget_old(tx: &mut Tx, now: Timestamp) -> Result<()> {
    let sql = "-- invitations::forget_old
        DELETE FROM invitations WHERE (pending_at IS NULL AND expires_at <= $1)
        OR pending_at <= $2";
    tx.execute(sql, &[now.into(), now.plus_s(-PENDING_S).into()]).await?;
    let sql = "-- invitations::forget_tries
        DELETE FROM code_tries WHERE at <= $1";
    tx.execute(sql, &[now.plus_s(-TRIES_S).into()]).await?;
    Ok(())
}

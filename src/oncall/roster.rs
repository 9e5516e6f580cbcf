//! Who is a member by the signed statements: what the server reads before it seals to anybody.
//!
//! The rules are `habeas_core::members`. Here the chain is stored, and its end is noted under the
//! keyring, so that a tail that is cut off is missed.

use data_encoding::HEXLOWER;
use habeas_core::domain::{Role, Timestamp};
use habeas_core::members::{Act, Fault, Roster, Statement};

use super::members::{self, Member};
use crate::audit::{self, By, Event, Kind};
use crate::cases;
use crate::crypto::{Column, Recipient, verifies};
use crate::parts::Parts;
use crate::storage::{Result, Row, StoreError, Tx};

/// The row of `meta` that holds the end of the chain.
const HEAD: &str = "statements";

/// Why a statement was not taken, or the chain cannot be relied on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RosterError {
    /// The configuration names no root.
    #[error("members.root is not set: make a key with `habeas member root` and name it there")]
    NoRoot,
    /// It breaks a rule of the chain.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// The row is no statement.
    #[error("table statements, row {0}: not a statement")]
    Unreadable(i64),
    /// The end that the keyring vouches for is not there.
    #[error("the statements end before number {0}, which was there before: restore the database")]
    Cut(i64),
    /// The note on the end of the chain does not open.
    #[error("table meta, row statements: not readable with this keyring")]
    Head,
    /// The audit has other statements than the chain: one of the two was put back.
    #[error(
        "the audit records {recorded} statements and the chain has {there}: one of the two was put \
         back to an older state; restore the database"
    )]
    PutBack {
        /// In the audit.
        recorded: i64,
        /// In the chain.
        there: i64,
    },
    /// There are statements, and the configuration trusts no root any more.
    #[error(
        "members.root was taken out of the configuration, and statements are there: put it back"
    )]
    RootGone,
    /// Rows behind the end that the keyring vouches for.
    #[error("statement {0} and what follows were put in: this server did not take them")]
    PutIn(i64),
    /// It names keys or a role that the member does not have here.
    #[error("{0} has another role or other keys here by now: run `habeas member proposals` anew")]
    Outdated(String),
    /// Whoever has these would open every case.
    #[error(
        "it names other recovery recipients than recovery.recipients here: run `habeas member \
         proposals` anew"
    )]
    OtherRecovery,
}

impl From<RosterError> for StoreError {
    fn from(error: RosterError) -> Self {
        StoreError::unit(error)
    }
}

/// The chain as far as the keyring vouches for it.
#[derive(Debug)]
pub struct Stored {
    /// Whom it makes members.
    pub roster: Roster,
    /// All its statements, in order.
    pub statements: Vec<Statement>,
    /// The number of the first row behind it, if somebody put one in.
    pub put_in: Option<i64>,
}

/// Reads and checks the chain. The inner error is what is wrong with it.
pub async fn stored(
    tx: &mut Tx,
    parts: &Parts,
) -> Result<std::result::Result<Stored, RosterError>> {
    let Some(root) = parts.root else {
        let gone = has_statements(tx).await?;
        return Ok(Err(if gone { RosterError::RootGone } else { RosterError::NoRoot }));
    };
    let head = match head(tx, parts).await? {
        Ok(head) => head,
        Err(error) => return Ok(Err(error)),
    };
    let sql = "-- roster::recorded
        SELECT COUNT(*) AS n FROM audit WHERE kind = 'signed'";
    let recorded = tx.fetch_optional(sql, &[]).await?.map_or(Ok(0), |row| row.i64("n"))?;
    if recorded != head.0 {
        return Ok(Err(RosterError::PutBack { recorded, there: head.0 }));
    }
    let sql = "-- roster::stored
        SELECT seq, statement FROM statements WHERE seq BETWEEN 1 AND $1 ORDER BY seq";
    let rows = tx.fetch_all(sql, &[head.0.into()]).await?;
    let sql = "-- roster::put_in
        SELECT seq FROM statements WHERE seq < 1 OR seq > $1 ORDER BY seq LIMIT 1";
    let put_in = tx.fetch_optional(sql, &[head.0.into()]).await?;
    let put_in = put_in.map(|row| row.i64("seq")).transpose()?;
    Ok(read(Roster::trusting(root), &rows, head, put_in))
}

/// Whether this server ever took a statement.
async fn has_statements(tx: &mut Tx) -> Result<bool> {
    let sql = "-- roster::has_statements
        SELECT name FROM meta WHERE name = $1";
    Ok(tx.fetch_optional(sql, &[HEAD.into()]).await?.is_some())
}

fn read(
    mut roster: Roster,
    rows: &[Row],
    (last, hash): (i64, [u8; 32]),
    put_in: Option<i64>,
) -> std::result::Result<Stored, RosterError> {
    let mut statements = vec![];
    for row in rows {
        let seq = row.i64("seq").map_err(|_| RosterError::Head)?;
        let text = row.text("statement").map_err(|_| RosterError::Unreadable(seq))?;
        let statement: Statement =
            serde_json::from_str(&text).map_err(|_| RosterError::Unreadable(seq))?;
        roster.read(&statement, verifies)?;
        statements.push(statement);
    }
    match (roster.statements() == last, roster.head() == hash) {
        (true, true) => Ok(Stored { roster, statements, put_in }),
        (true, false) => Err(Fault::Detached(last).into()),
        (false, _) => Err(RosterError::Cut(last)),
    }
}

/// The number and the hash of the last statement that this server took; the beginning if it never
/// took one.
async fn head(
    tx: &mut Tx,
    parts: &Parts,
) -> Result<std::result::Result<(i64, [u8; 32]), RosterError>> {
    let sql = "-- roster::head
        SELECT value FROM meta WHERE name = $1";
    let Some(row) = tx.fetch_optional(sql, &[HEAD.into()]).await? else {
        return Ok(Ok((0, habeas_core::members::BEGINNING)));
    };
    let sealed = HEXLOWER.decode(row.text("value")?.as_bytes()).ok();
    let plain = sealed
        .and_then(|sealed| parts.keyring.open(Column::MetaValue, HEAD.as_bytes(), &sealed).ok());
    let read = plain.as_ref().and_then(|plain| {
        let (seq, hash) = plain.split_first_chunk::<8>()?;
        Some((i64::from_be_bytes(*seq), hash.try_into().ok()?))
    });
    Ok(read.ok_or(RosterError::Head))
}

async fn note_head(tx: &mut Tx, parts: &Parts, roster: &Roster) -> Result<()> {
    let plain = [&roster.statements().to_be_bytes()[..], &roster.head()].concat();
    let sealed = parts.keyring.seal(Column::MetaValue, HEAD.as_bytes(), &plain);
    let sql = "-- roster::note_head
        INSERT INTO meta (name, value) VALUES ($1, $2)
        ON CONFLICT (name) DO UPDATE SET value = $2";
    tx.execute(sql, &[HEAD.into(), HEXLOWER.encode(&sealed).into()]).await?;
    Ok(())
}

/// Whose keys something is sealed to: everybody present with a key, or those of one role. Where a
/// root is trusted, only who is signed for, by the key that is signed and that they still have: whoever
/// made a new one gets nothing until it is signed for, and the one before, which may be lost, gets nothing
/// more. If the statements cannot be relied on, nobody: the recovery holders are left.
pub async fn readers(tx: &mut Tx, parts: &Parts, role: Option<Role>) -> Result<Vec<Recipient>> {
    let wanted = |member: &Member| role.is_none_or(|role| member.role == role);
    Ok(keys_of(tx, parts, wanted).await?.into_iter().map(|(_, key)| key).collect())
}

/// The same, of everybody but these.
pub async fn readers_without(
    tx: &mut Tx,
    parts: &Parts,
    excluded: &[String],
) -> Result<Vec<Recipient>> {
    let wanted = |member: &Member| !excluded.contains(&member.id);
    Ok(keys_of(tx, parts, wanted).await?.into_iter().map(|(_, key)| key).collect())
}

/// Whom something can be sealed to, by id, each with the key.
pub async fn keys_of(
    tx: &mut Tx,
    parts: &Parts,
    wanted: impl Fn(&Member) -> bool,
) -> Result<Vec<(String, Recipient)>> {
    let mut present = members::present(tx, parts).await?;
    match stored(tx, parts).await? {
        Err(RosterError::NoRoot) => {}
        Ok(stored) => {
            if let Some(seq) = stored.put_in {
                tracing::error!(error = %RosterError::PutIn(seq), "a statement is not heeded");
            }
            for member in &mut present {
                let signed = stored.roster.active(&member.id);
                let signed = signed.filter(|signed| signed.role == member.role);
                let same = |key: &String| signed.is_some_and(|signed| signed.recipient == *key);
                member.recipient = member.recipient.take().filter(same);
            }
        }
        Err(error) => {
            tracing::error!(%error, "nothing is sealed to members: run habeas member verify");
            present.clear();
        }
    }
    let key = |member: Member| Some((member.id, member.recipient?.parse().ok()?));
    Ok(present.into_iter().filter(|member| wanted(member)).filter_map(key).collect())
}

/// How a member's key stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum KeyState {
    /// There is none.
    None,
    /// It is there, and nobody has signed for it: nothing is sealed to it.
    Pending,
    /// Cases are sealed to it.
    Active,
}

/// How this member's key stands; `roster` is the checked chain where a root is trusted.
pub fn key_state(parts: &Parts, roster: Option<&Roster>, member: &Member) -> KeyState {
    let Some(recipient) = &member.recipient else { return KeyState::None };
    if parts.root.is_none() {
        return KeyState::Active;
    }
    let signed = roster.and_then(|roster| roster.active(&member.id));
    match signed {
        Some(signed)
            if signed.recipient == *recipient
                && signed.role == member.role
                && signed.signing_key == member.signing_key =>
        {
            KeyState::Active
        }
        _ => KeyState::Pending,
    }
}

/// The recovery recipients of the configuration, as a statement names them.
fn recovery_here(parts: &Parts) -> Vec<String> {
    parts.recovery.iter().map(ToString::to_string).collect()
}

/// Whether the chain names other recovery recipients than the configuration, or none.
pub fn recovery_differs(parts: &Parts, roster: &Roster) -> bool {
    roster.recovery() != recovery_here(parts)
}

/// What is to be signed, so that the chain says what the configuration and the members' table say:
/// who recovers, who has come or changed a key or a role, and who has gone.
pub async fn proposals(tx: &mut Tx, parts: &Parts) -> Result<(Stored, Vec<(Act, String)>)> {
    let stored = stored(tx, parts).await??;
    let roster = &stored.roster;
    let Some(root) = parts.root else { return Err(RosterError::NoRoot.into()) };
    let mut acts = vec![];
    if roster.statements() == 0 {
        acts.push((Act::Root { key: root }, String::new()));
    }
    if recovery_differs(parts, roster) && !parts.recovery.is_empty() {
        acts.push((Act::Recovery { recipients: recovery_here(parts) }, String::new()));
    }
    let present = members::present(tx, parts).await?;
    for (id, _) in roster.members() {
        if roster.active(id).is_some() && !present.iter().any(|member| member.id == id) {
            acts.push((Act::Revoked { member: id.to_owned() }, String::new()));
        }
    }
    for member in present {
        if key_state(parts, Some(roster), &member) == KeyState::Pending
            && let Some(recipient) = member.recipient
        {
            let (role, signing_key) = (member.role, member.signing_key);
            let act = Act::Member { member: member.id, role, recipient, signing_key };
            acts.push((act, member.name));
        }
    }
    Ok((stored, acts))
}

/// Whether an act says what stands here: nobody is signed for with keys that are not theirs.
pub async fn fits(
    tx: &mut Tx,
    parts: &Parts,
    act: &Act,
) -> Result<std::result::Result<(), RosterError>> {
    Ok(match act {
        Act::Root { .. } | Act::Revoked { .. } => Ok(()),
        Act::Recovery { recipients } if *recipients == recovery_here(parts) => Ok(()),
        Act::Recovery { .. } => Err(RosterError::OtherRecovery),
        Act::Member { member, role, recipient, signing_key } => {
            let here = members::by_id(tx, parts, member).await?;
            let same = here.is_some_and(|here| {
                here.revoked_at.is_none()
                    && here.role == *role
                    && here.recipient.as_ref() == Some(recipient)
                    && here.signing_key == *signing_key
            });
            if same { Ok(()) } else { Err(RosterError::Outdated(member.clone())) }
        }
    })
}

/// Takes signed statements, all or none; gives whom they were about.
pub async fn accept(
    tx: &mut Tx,
    parts: &Parts,
    signed: &[Statement],
    by: By<'_>,
    now: Timestamp,
) -> Result<Vec<Act>> {
    let Stored { mut roster, put_in, .. } = stored(tx, parts).await??;
    if let Some(seq) = put_in {
        return Err(RosterError::PutIn(seq).into());
    }
    for statement in signed {
        // Until now cases were sealed to the key that is replaced: whoever has it may not read on.
        if let Act::Member { member, recipient, .. } = &statement.act
            && roster.active(member).is_some_and(|before| before.recipient != *recipient)
        {
            cases::all_stale(tx).await?;
        }
        roster.read(statement, verifies).map_err(RosterError::from)?;
        fits(tx, parts, &statement.act).await??;
        let line = serde_json::to_string(statement).map_err(StoreError::unit)?;
        let sql = "-- roster::accept
            INSERT INTO statements (seq, statement) VALUES ($1, $2)";
        tx.execute(sql, &[statement.seq.into(), line.into()]).await?;
        let detail = match &statement.act {
            Act::Root { .. } => "root",
            Act::Member { role, .. } => role.as_str(),
            Act::Revoked { .. } => "revoked",
            Act::Recovery { .. } => "recovery",
        };
        let mut event = Event::new(Kind::Signed, by).detail(detail);
        if let Some(member) = statement.act.member() {
            event = event.member(member);
        }
        audit::record(tx, parts, event, now).await?;
    }
    note_head(tx, parts, &roster).await?;
    Ok(signed.iter().map(|statement| statement.act.clone()).collect())
}

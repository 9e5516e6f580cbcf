//! What a browser asks for at a case, each once: it names it by an id of its own, so that what it does
//! not know to be done can be sent again.

use std::collections::BTreeMap;
use std::result::Result as Plain;

use data_encoding::HEXLOWER;
use habeas_core::domain::Timestamp;
use habeas_core::review::Action;
use serde_json::{Value as Json, json};

use super::reader::{self, Asks, Reader};
use super::request::{Refused, hex};
use crate::cards::{self, Delivery};
use crate::cases::{self, Case};
use crate::parts::Parts;
use crate::storage::{Result, StoreError, Tx, Value};

/// Ids are kept so long, in milliseconds: whoever has been without a network that long looks anew.
const KEEP_MS: i64 = 3 * 86_400_000;

/// What was asked for. The words stand in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// Words to the reporters.
    Write,
    /// A sealed note.
    Note,
    /// An act, or taking or declining.
    Do,
    /// Handing over.
    Hand,
    /// A sign by the key.
    Renew,
}

impl What {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Write => "write",
            Self::Note => "note",
            Self::Do => "do",
            Self::Hand => "hand",
            Self::Renew => "renew",
        }
    }
}

/// An id as it stands in the table: 32 hexadecimal digits.
pub(super) fn id_of(text: &str) -> Plain<String, Refused> {
    Ok(HEXLOWER.encode(&hex::<16>(text)?))
}

/// How a request stands.
pub(super) enum Begun {
    /// It is to be done.
    New(Box<Reader>, Box<Case>),
    /// It was done before.
    Again,
}

/// Whoever is in with this cookie, at a case at which they may do this; or it was done before,
/// whatever they may do there now.
pub(super) async fn begin(
    tx: &mut Tx,
    parts: &Parts,
    cookie: &str,
    (code, action): (&str, Action),
    id: &str,
    now: Timestamp,
) -> Result<Plain<Begun, Refused>> {
    let session = match reader::session(tx, parts, cookie, Asks::Member, now).await? {
        Ok(session) => session,
        Err(refused) => return Ok(Err(refused)),
    };
    if is_done(tx, &session.member.id, id).await? {
        return Ok(Ok(Begun::Again));
    }
    let asked = (cookie, Asks::Page);
    let reader = match reader::at(tx, parts, asked, (code, action), now).await? {
        Ok(reader) => reader,
        Err(refused) => return Ok(Err(refused)),
    };
    Ok(match cases::load(tx, parts, &reader.case.id).await? {
        Some(case) => Ok(Begun::New(Box::new(reader), Box::new(case))),
        None => Err(Refused::NoCase),
    })
}

/// Whether this member's browser has asked for this before, and it was done.
pub(super) async fn is_done(tx: &mut Tx, member: &str, id: &str) -> Result<bool> {
    let sql = "-- writes::is_done
        SELECT id FROM writes WHERE member_id = $1 AND id = $2";
    Ok(tx.fetch_optional(sql, &[member.into(), id.into()]).await?.is_some())
}

/// Two at once came to the same: the later one is not done.
#[derive(Debug, thiserror::Error)]
#[error("table writes: the same was asked for twice at once")]
struct Twice;

/// Keeps that it was done, in the transaction that does it.
pub(super) async fn keep(
    tx: &mut Tx,
    (member, id): (&str, &str),
    case: &[u8],
    what: What,
    now: Timestamp,
) -> Result<()> {
    let sql = "-- writes::keep
        INSERT INTO writes (member_id, id, case_id, what, at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (member_id, id) DO NOTHING";
    let args: [Value; 5] =
        [member.into(), id.into(), case.into(), what.as_str().into(), now.into()];
    match tx.execute(sql, &args).await? {
        1 => Ok(()),
        _ => Err(StoreError::unit(Twice)),
    }
}

/// What was written to the reporters of a case lately, and how far the furthest copy of each has come.
pub(super) async fn of_case(tx: &mut Tx, case: &[u8]) -> Result<Vec<Json>> {
    let mut furthest: BTreeMap<(String, String), Delivery> = BTreeMap::new();
    for (member, id, delivery) in cards::deliveries(tx, case).await? {
        let known = furthest.entry((member, id)).or_insert(Delivery::Failed);
        *known = delivery.max(*known);
    }
    let sql = "-- writes::of_case
        SELECT member_id, id, at FROM writes WHERE case_id = $1 AND what = 'write'
        ORDER BY at, id";
    let mut all = vec![];
    for row in tx.fetch_all(sql, &[case.into()]).await? {
        let (of, at) = ((row.text("member_id")?, row.text("id")?), row.time("at")?);
        // Where nobody hears, it has reached nobody.
        let state = match furthest.get(&of) {
            Some(Delivery::Seen) => "seen",
            Some(Delivery::Delivered) => "delivered",
            Some(Delivery::Waiting) => "waiting",
            Some(Delivery::Failed) | None => "failed",
        };
        all.push(json!({"id": of.1, "at": at.as_millis(), "state": state}));
    }
    Ok(all)
}

/// Forgets what is older than three days, and what became of it.
///
/// # Errors
/// What the database says.
pub async fn forget_old(tx: &mut Tx, now: Timestamp) -> Result<()> {
    let before = now.plus_ms(-KEEP_MS);
    let sql = "-- writes::forget_old
        DELETE FROM writes WHERE at < $1";
    tx.execute(sql, &[before.into()]).await?;
    cards::forget_deliveries_before(tx, before).await
}

//! The running promise of a case's owner: asked, renewed, vouched for, or others are called.

use std::sync::Arc;

use habeas_core::domain::{Phrase, Timestamp};
use habeas_core::oncall::promise::{Due, Promise};

use super::alerts::{self, Why};
use super::members::{self, Member};
use crate::cards::{self, Lane, Subject};
use crate::cases::{self, Case};
use crate::parts::Parts;
use crate::storage::{Result, Tx, Value, Wake};

/// Where a promise begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Begins {
    /// With its whole time.
    Fresh,
    /// Others are called until the owner shows a sign.
    Lapsed,
    /// Where a promise ends: others are called until another member has spoken with the owner. So
    /// for one who has had the case before, or has had its owner called away: no session wins time
    /// by giving a case back and taking it again, and the ladder goes on from where it was.
    UsedUp,
}

/// Begins a promise: this member has the case from now on.
pub(super) async fn begin(
    tx: &mut Tx,
    parts: &Parts,
    case: &Case,
    member: &str,
    begins: Begins,
    now: Timestamp,
) -> Result<()> {
    let fresh = Promise::new(now);
    let (renewed, goes_on) = match begins {
        Begins::Fresh => return save(tx, parts, &case.id, member, &fresh).await,
        Begins::Lapsed => (0, false),
        Begins::UsedUp => (parts.terms.renewals, true),
    };
    let lapsed = Promise { renewed, asked: true, lapsed: true, ..fresh };
    save(tx, parts, &case.id, member, &lapsed).await?;
    let from = if goes_on { alerts::step_reached(tx, &case.id, case.level).await? } else { 0 };
    if alerts::open_lapse(tx, parts, &case.id, from, now).await? {
        try_to_tell(tx, parts, case).await?;
    }
    Ok(())
}

/// Ends it: nobody has the case, or it is over.
pub(super) async fn end(tx: &mut Tx, case: &[u8]) -> Result<()> {
    let sql = "-- promise::end
        DELETE FROM promises WHERE case_id = $1";
    tx.execute(sql, &[case.into()]).await?;
    Ok(())
}

/// How the promise of a case's owner stands; none for a case that nobody has promised.
pub async fn of_case(tx: &mut Tx, case: &[u8]) -> Result<Option<Promise>> {
    let sql = "-- promise::of_case
        SELECT * FROM promises WHERE case_id = $1";
    let Some(row) = tx.fetch_optional(sql, &[case.into()]).await? else { return Ok(None) };
    Ok(Some(Promise {
        signed_at: row.time("signed_at")?,
        renewed: row.i64("renewed")?,
        asked: row.i64("asked")? != 0,
        lapsed: row.i64("lapsed")? != 0,
    }))
}

async fn save(
    tx: &mut Tx,
    parts: &Parts,
    case: &[u8],
    member: &str,
    promise: &Promise,
) -> Result<()> {
    let sql = "-- promise::save
        INSERT INTO promises (case_id, member_id, signed_at, renewed, asked, lapsed, due_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (case_id) DO UPDATE SET member_id = $2, signed_at = $3, renewed = $4,
            asked = $5, lapsed = $6, due_at = $7";
    let due_at = promise.next(&parts.terms).map(|(at, _)| at);
    let args: [Value; 7] = [
        case.into(),
        member.into(),
        promise.signed_at.into(),
        promise.renewed.into(),
        i64::from(promise.asked).into(),
        i64::from(promise.lapsed).into(),
        due_at.into(),
    ];
    tx.execute(sql, &args).await?;
    tx.wake(Wake::Ladder);
    Ok(())
}

/// What became of a sign from the owner's chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signed {
    /// It counts; others are no longer called.
    Renewed,
    /// It does not count any more: another member has to speak with the owner (L5).
    UsedUp,
    /// The case needs no sign.
    NotAsked,
}

/// The owner has shown a sign.
pub(super) async fn sign(
    tx: &mut Tx,
    parts: &Parts,
    case: &Case,
    owner: &Member,
    now: Timestamp,
) -> Result<Signed> {
    let Some(mut promise) = of_case(tx, &case.id).await? else { return Ok(Signed::NotAsked) };
    if !promise.renew(&parts.terms, now) {
        return Ok(Signed::UsedUp);
    }
    save(tx, parts, &case.id, &owner.id, &promise).await?;
    quiet(tx, parts, case, now).await?;
    Ok(Signed::Renewed)
}

/// The owner has shown a sign by their own key, made at this moment (L5); `false` if a later one is
/// known. What a colleague's word has begun goes on.
pub async fn sign_by_key(
    tx: &mut Tx,
    parts: &Parts,
    case: &Case,
    owner: &Member,
    at: Timestamp,
    now: Timestamp,
) -> Result<bool> {
    let Some(mut promise) = of_case(tx, &case.id).await? else { return Ok(true) };
    let was_seen = promise.asked || promise.lapsed;
    let by_word = called_by_word(tx, parts, case, &promise).await?;
    if !promise.renew_by_key(at.min(now), by_word) {
        return Ok(false);
    }
    save(tx, parts, &case.id, &owner.id, &promise).await?;
    if was_seen && !promise.lapsed {
        quiet(tx, parts, case, now).await?;
    }
    Ok(true)
}

/// Two know that the person is free: nobody is asked or called any more.
pub(super) async fn settle(tx: &mut Tx, parts: &Parts, case: &Case, now: Timestamp) -> Result<()> {
    if alerts::is_open(tx, &case.id, Why::Help).await? {
        alerts::close_open(tx, &case.id, Some(Why::Help), now).await?;
        let subject = Subject::Page(case.id.clone());
        cards::raise_subject(tx, &subject, Lane::Acknowledgement, parts).await?;
    }
    quiet(tx, parts, case, now).await?;
    end(tx, &case.id).await
}

/// Another member has spoken with the owner.
pub(super) async fn vouch(tx: &mut Tx, parts: &Parts, case: &Case, now: Timestamp) -> Result<()> {
    let (Some(owner), Some(mut promise)) = (&case.taken_by, of_case(tx, &case.id).await?) else {
        return Ok(());
    };
    promise.vouch(now);
    save(tx, parts, &case.id, owner, &promise).await?;
    quiet(tx, parts, case, now).await
}

/// The others need not be called any more; all cards show it.
async fn quiet(tx: &mut Tx, parts: &Parts, case: &Case, now: Timestamp) -> Result<()> {
    let subject = Subject::Page(case.id.clone());
    if !alerts::is_open(tx, &case.id, Why::Lapse).await? {
        return cards::refresh(tx, parts, &subject).await;
    }
    alerts::close_open(tx, &case.id, Some(Why::Lapse), now).await?;
    cards::raise_subject(tx, &subject, Lane::Acknowledgement, parts).await
}

/// Why others are called beside an owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Beside {
    /// Nothing was heard from the owner in time.
    NoSign,
    /// This colleague asks for one more, since then.
    Asked(String, Timestamp),
    /// The owner's word alone does not suffice, or the person is nearer to being out of reach.
    OneMore,
}

/// Why others are being called beside the owner of a case.
pub async fn beside_owner(tx: &mut Tx, parts: &Parts, case: &[u8]) -> Result<Beside> {
    let Some(since) = beside_since(tx, case).await? else { return Ok(Beside::OneMore) };
    if of_case(tx, case).await?.is_some_and(|promise| lapsed_by(parts, &promise, since)) {
        return Ok(Beside::NoSign);
    }
    let Some((by, at)) = asked_since(tx, case, since).await? else { return Ok(Beside::OneMore) };
    let by = members::by_id(tx, parts, &by).await.ok().flatten();
    Ok(Beside::Asked(by.map(|m| m.name).unwrap_or_default(), at))
}

/// Whether it is more than silence that others are being called for: a colleague has asked for it, or
/// the owner's word alone does not suffice.
async fn called_by_word(
    tx: &mut Tx,
    parts: &Parts,
    case: &Case,
    promise: &Promise,
) -> Result<bool> {
    let Some(since) = beside_since(tx, &case.id).await? else { return Ok(false) };
    let asked = asked_since(tx, &case.id, since).await?.is_some();
    Ok(asked || !lapsed_by(parts, promise, since))
}

/// Since when others are being called beside the owner.
async fn beside_since(tx: &mut Tx, case: &[u8]) -> Result<Option<Timestamp>> {
    let sql = "-- promise::beside_since
        SELECT opened_at FROM alerts WHERE case_id = $1 AND why = 'lapse' AND taken_by IS NULL
        AND closed_at IS NULL ORDER BY opened_at DESC LIMIT 1";
    let row = tx.fetch_optional(sql, &[case.into()]).await?;
    row.map(|row| row.time("opened_at")).transpose()
}

/// Whether nothing was heard from the owner in time, at this moment.
fn lapsed_by(parts: &Parts, promise: &Promise, at: Timestamp) -> bool {
    promise.signed_at.plus_s(parts.terms.lapse_after_s) <= at
}

/// The first who has asked that others be called, since then, and when.
async fn asked_since(
    tx: &mut Tx,
    case: &[u8],
    since: Timestamp,
) -> Result<Option<(String, Timestamp)>> {
    let sql = "-- promise::asked_by
        SELECT member_id, at FROM actions WHERE case_id = $1 AND kind = 'paged-again'
        AND at >= $2 ORDER BY at LIMIT 1";
    let row = tx.fetch_optional(sql, &[case.into(), since.into()]).await?;
    row.map(|row| Ok((row.text("member_id")?, row.time("at")?))).transpose()
}

/// Others are called beside the owner; the reporters are told that a second lawyer is. `false` if
/// they are being called already.
pub(super) async fn call_others(
    tx: &mut Tx,
    parts: &Parts,
    case: &Case,
    now: Timestamp,
) -> Result<bool> {
    if !alerts::open_lapse(tx, parts, &case.id, 0, now).await? {
        return Ok(false);
    }
    if let Some(owner) = &case.taken_by {
        // Whoever has it is expected to show a sign that counts.
        let promise = of_case(tx, &case.id).await?.unwrap_or(Promise::new(now));
        let lapsed = Promise { asked: true, lapsed: true, ..promise };
        save(tx, parts, &case.id, owner, &lapsed).await?;
    }
    try_to_tell(tx, parts, case).await?;
    Ok(true)
}

/// Whom to tell may be unreadable: the others are called all the same.
async fn try_to_tell(tx: &mut Tx, parts: &Parts, case: &Case) -> Result<()> {
    match tell_second_called(tx, parts, case).await {
        Err(error) if !error.is_retryable() => {
            tracing::error!(%error, "a reporter could not be told that a second lawyer is called");
            Ok(())
        }
        done => done,
    }
}

async fn tell_second_called(tx: &mut Tx, parts: &Parts, case: &Case) -> Result<()> {
    let lines = vec![Phrase::new("lapse-second"), Phrase::new("lapse-first-stays")];
    super::answer::to_reporters(tx, parts, &case.id, lines).await
}

/// The cases whose promises are due now, and when the next one is.
pub(super) async fn due(
    parts: &Arc<Parts>,
    now: Timestamp,
) -> Result<(Vec<Vec<u8>>, Option<Timestamp>)> {
    let due = "-- promise::due
        SELECT case_id AS id FROM promises WHERE due_at <= $1 ORDER BY due_at LIMIT 50";
    let next = "-- promise::next_due
        SELECT MIN(due_at) AS next FROM promises WHERE due_at > $1";
    parts.store.due("promises-due", due, next, now).await
}

/// Runs what is due of one promise, if it still is.
pub(super) async fn run(parts: &Arc<Parts>, id: Vec<u8>) -> Result<()> {
    let unit = Arc::clone(parts);
    let now = parts.now();
    let run = async move |tx: &mut Tx| {
        let Some(mut promise) = of_case(tx, &id).await? else { return Ok(()) };
        let due = promise.next(&unit.terms).filter(|(at, _)| *at <= now);
        let (Some((_, due)), Some(case)) = (due, cases::load(tx, &unit, &id).await?) else {
            return Ok(());
        };
        let Some(owner) = case.taken_by.clone() else { return end(tx, &id).await };
        promise.fall_due(due);
        save(tx, &unit, &id, &owner, &promise).await?;
        match due {
            Due::Ask => ask(tx, &unit, &case, &owner).await,
            Due::Lapse => {
                call_others(tx, &unit, &case, now).await?;
                let subject = Subject::Page(case.id.clone());
                cards::refresh(tx, &unit, &subject).await
            }
        }
    };
    parts.store.ahead().run("promise", run).await
}

/// A promise that cannot be looked at, for whatever in its case is broken: others are called by
/// what the alert alone needs.
pub(super) async fn lapse_blindly(parts: &Arc<Parts>, id: Vec<u8>) -> Result<()> {
    let unit = Arc::clone(parts);
    let now = parts.now();
    let run = async move |tx: &mut Tx| {
        let sql = "-- promise::lapse_blindly
            UPDATE promises SET asked = 1, lapsed = 1, due_at = NULL WHERE case_id = $1";
        tx.execute(sql, &[id.as_slice().into()]).await?;
        alerts::open_lapse(tx, &unit, &id, 0, now).await.map(|_| ())
    };
    parts.store.run("promise-blind", run).await
}

/// "Still on it?", with sound.
async fn ask(tx: &mut Tx, parts: &Parts, case: &Case, owner: &str) -> Result<()> {
    // An owner who cannot be read cannot be asked: the promise lapses.
    let Ok(Some(owner)) = members::by_id(tx, parts, owner).await else { return Ok(()) };
    cards::Raise::new(owner.telegram_id, Subject::Page(case.id.clone()), owner.language)
        .lane(Lane::Page)
        .fresh()
        .raise(tx, parts)
        .await
}

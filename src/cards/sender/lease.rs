//! Leasing: which cards go out now.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use habeas_core::domain::Timestamp;

use super::outcome::LONGEST_WAIT_S;
use crate::cards::limiter::Limiter;
use crate::cards::raise::{Card, Lane};
use crate::cards::subject::Subject;
use crate::oncall;
use crate::parts::Parts;
use crate::storage::{Many, Result, Tx, Value};

/// A lease is given back after so many seconds (S2).
const LEASE_S: i64 = 30;
/// A card whose chat has to wait longer than this is not looked at before.
const PUT_OFF_MS: i64 = 1500;
/// So many candidates are looked at in one round.
const CANDIDATES: usize = 200;

/// What a round of leasing gave.
pub(super) struct Leased {
    pub(super) cards: Vec<Card>,
    /// The next moment at which something may be due.
    pub(super) next: Option<Timestamp>,
}

/// Leases what is due and within the limits: per chat and lane the oldest first (S1).
pub(super) async fn lease(
    parts: &Arc<Parts>,
    limiter: &Arc<Mutex<Limiter>>,
    free: usize,
) -> Result<Leased> {
    let unit = Arc::clone(parts);
    let limits = Arc::clone(limiter);
    let now = parts.now();
    let run = async move |tx: &mut Tx| {
        give_back(tx, now).await?;
        let mut leased = Leased { cards: vec![], next: next_due(tx, now).await? };
        let mut room = free;
        let mut rows = vec![];
        // The closure may run twice: the limiter is asked here and told after the commit.
        for row in candidates(tx, now).await? {
            let chat = row.bytes("chat_hash")?;
            let page = row.i64("lane")? == Lane::Page as i64;
            let ready = {
                let limiter = limits.lock().unwrap_or_else(PoisonError::into_inner);
                limiter.ready_at(&chat, page, rows.len() as i64, now)
            };
            if page && ready.since(now) > LONGEST_WAIT_S * 1000 {
                // It goes out when the wait is over; meanwhile somebody else is called (S4).
                out_of_reach(tx, &unit, &row, now).await?;
            }
            if ready.since(now) > PUT_OFF_MS {
                let sql = "-- cards::put_off
                    UPDATE cards SET due_at = $2 WHERE id = $1";
                tx.execute(sql, &[row.bytes("id")?.into(), ready.into()]).await?;
            }
            if ready > now || (!page && room == 0) {
                let at = ready.max(now.plus_ms(50));
                leased.next = Some(leased.next.map_or(at, |next| next.min(at)));
                continue;
            }
            if rows.iter().any(|(c, _)| *c == chat) {
                // One message of a chat at a time, so that the limiter sees each.
                let at = now.plus_ms(1);
                leased.next = Some(leased.next.map_or(at, |next| next.min(at)));
                continue;
            }
            if !page {
                room -= 1;
            }
            match Card::read(&unit, &row) {
                Ok(card) => rows.push((chat, card)),
                Err(error) => {
                    // It would hold up what waits behind it in its chat.
                    tracing::error!(%error, "a card cannot be read and is given up");
                    let sql = "-- cards::give_up
                        UPDATE cards SET state = 'failed', sealed_body = NULL WHERE id = $1";
                    tx.execute(sql, &[row.bytes("id")?.into()]).await?;
                }
            }
        }
        leased.cards = take(tx, rows.into_iter().map(|(_, card)| card).collect(), now).await?;
        Ok(leased)
    };
    let leased = parts.store.ahead().run("lease-cards", run).await?;
    let mut limiter = limiter.lock().unwrap_or_else(PoisonError::into_inner);
    for card in &leased.cards {
        limiter.took(&parts.chat_hash(card.chat), now);
    }
    Ok(leased)
}

/// Leases these cards; gives those that are still due.
async fn take(tx: &mut Tx, cards: Vec<Card>, now: Timestamp) -> Result<Vec<Card>> {
    let sql = Many {
        before: "-- cards::lease
            UPDATE cards SET state = 'leased', lease_until = w.column2 FROM (VALUES",
        after: ") AS w WHERE cards.id = w.column1 AND cards.state = 'due' RETURNING cards.id",
    };
    let until = now.plus_s(LEASE_S);
    let wanted: Vec<Vec<Value>> = cards.iter().map(|c| vec![c.id.into(), until.into()]).collect();
    let taken = tx.many(sql, &wanted).await?;
    let taken: Result<BTreeSet<Vec<u8>>> = taken.iter().map(|row| row.bytes("id")).collect();
    let taken = taken?;
    Ok(cards.into_iter().filter(|card| taken.contains(card.id.as_slice())).collect())
}

/// A page to a chat that has to wait too long counts as a failed delivery.
async fn out_of_reach(
    tx: &mut Tx,
    parts: &Parts,
    row: &crate::storage::Row,
    now: Timestamp,
) -> Result<()> {
    match Card::read(parts, row) {
        Ok(Card { subject: Subject::Page(case), chat, .. }) => {
            oncall::delivery_failed(tx, parts, &case, chat, now).await
        }
        Ok(Card { subject: Subject::Gathered(_), chat, .. }) => {
            oncall::deliveries_failed(tx, parts, chat, now).await
        }
        _ => Ok(()),
    }
}

async fn candidates(tx: &mut Tx, now: Timestamp) -> Result<Vec<crate::storage::Row>> {
    let sql = "-- cards::candidates
        SELECT c.* FROM cards c WHERE c.state = 'due' AND c.due_at <= $1 AND NOT EXISTS (
            SELECT o.id FROM cards o WHERE o.chat_hash = c.chat_hash AND o.lane = c.lane
            AND o.state IN ('due', 'leased') AND o.id <> c.id
            AND (o.queued_at < c.queued_at OR (o.queued_at = c.queued_at AND o.id < c.id)))
        ORDER BY c.lane, c.queued_at LIMIT $2";
    let most = i64::try_from(CANDIDATES).unwrap_or(i64::MAX);
    tx.fetch_all(sql, &[now.into(), most.into()]).await
}

async fn next_due(tx: &mut Tx, now: Timestamp) -> Result<Option<Timestamp>> {
    let sql = "-- cards::next_due
        SELECT MIN(due_at) AS next FROM cards WHERE state = 'due' AND due_at > $1";
    let row = tx.fetch_optional(sql, &[now.into()]).await?;
    row.map_or(Ok(None), |row| row.opt_time("next"))
}

/// An expired lease goes back to pending: nobody knows whether it went out.
async fn give_back(tx: &mut Tx, now: Timestamp) -> Result<()> {
    let sql = "-- cards::give_back
        UPDATE cards SET state = 'due', tries = tries + 1, lease_until = NULL
        WHERE state = 'leased' AND lease_until < $1";
    tx.execute(sql, &[now.into()]).await?;
    Ok(())
}

/// At the start of a process: all leases are an earlier process's.
pub(super) async fn take_back_all(parts: &Arc<Parts>) -> Result<()> {
    let run = async move |tx: &mut Tx| {
        let sql = "-- cards::take_back_all
            UPDATE cards SET state = 'due', tries = tries + 1, lease_until = NULL
            WHERE state = 'leased'";
        tx.execute(sql, &[]).await?;
        Ok(())
    };
    parts.store.run("take-back-leases", run).await
}

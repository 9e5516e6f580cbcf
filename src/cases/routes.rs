//! Routes: the chats that a case answers to, encrypted, found by keyed hash.

use habeas_core::domain::Timestamp;

use crate::cards::chat;
use crate::crypto::{Column, random_bytes};
use crate::parts::Parts;
use crate::storage::{Result, Row, Tx};

/// Adds a chat to a case; nothing happens if it is there. Returns the route's id. One that does not
/// hear adds only.
pub async fn add(
    tx: &mut Tx,
    parts: &Parts,
    case: &[u8],
    chat: i64,
    hears: bool,
) -> Result<Vec<u8>> {
    let id = random_bytes::<16>();
    let sealed = parts.keyring.seal(Column::RoutesChat, &id, &chat.to_be_bytes());
    let place = places(tx, case).await? + 1;
    let sql = "-- cases::add_route
        INSERT INTO routes (id, case_id, chat_hash, sealed_chat, hears, place)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (case_id, chat_hash) DO NOTHING";
    let hash = parts.chat_hash(chat).into();
    let args = [id.into(), case.into(), hash, sealed.into(), i64::from(hears).into(), place.into()];
    tx.execute(sql, &args).await?;
    Ok(id.to_vec())
}

/// How many chats have been on a case.
async fn places(tx: &mut Tx, case: &[u8]) -> Result<i64> {
    let sql = "-- cases::places
        SELECT MAX(place) AS last FROM routes WHERE case_id = $1";
    let row = tx.fetch_optional(sql, &[case.into()]).await?;
    Ok(row.map_or(Ok(None), |row| row.opt_i64("last"))?.unwrap_or(0))
}

/// One of those who report a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reporter {
    /// 1 for whoever reported first; then in the order of joining.
    pub place: i64,
    /// Hears what happens.
    pub hears: bool,
    /// Since when, if not from the beginning.
    pub heard_at: Option<Timestamp>,
    /// There are others.
    pub one_of_several: bool,
}

/// Who a chat is among the reporters of a case; none if it is not on it.
pub async fn reporter(
    tx: &mut Tx,
    parts: &Parts,
    case: &[u8],
    chat: i64,
) -> Result<Option<Reporter>> {
    let sql = "-- cases::reporter
        SELECT place, hears, heard_at,
            (SELECT MAX(o.place) FROM routes o WHERE o.case_id = r.case_id) AS last
        FROM routes r WHERE case_id = $1 AND chat_hash = $2";
    let row = tx.fetch_optional(sql, &[case.into(), parts.chat_hash(chat).into()]).await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Reporter {
        place: row.i64("place")?,
        hears: row.i64("hears")? == 1,
        heard_at: row.opt_time("heard_at")?,
        one_of_several: row.i64("last")? > 1,
    }))
}

/// The chats of a case that hear what happens.
pub async fn of_case(tx: &mut Tx, parts: &Parts, case: &[u8]) -> Result<Vec<i64>> {
    let sql = "-- cases::routes_of
        SELECT id, sealed_chat FROM routes WHERE case_id = $1 AND hears = 1 ORDER BY id";
    read(parts, &tx.fetch_all(sql, &[case.into()]).await?)
}

/// All chats of a case, also those that only add.
pub async fn all_of_case(tx: &mut Tx, parts: &Parts, case: &[u8]) -> Result<Vec<i64>> {
    let sql = "-- cases::all_routes_of
        SELECT id, sealed_chat FROM routes WHERE case_id = $1 ORDER BY id";
    read(parts, &tx.fetch_all(sql, &[case.into()]).await?)
}

fn read(parts: &Parts, rows: &[Row]) -> Result<Vec<i64>> {
    rows.iter()
        .map(|row| chat::open(parts, Column::RoutesChat, &row.bytes("id")?, row, "sealed_chat"))
        .collect()
}

/// The chat of a case with this hash.
pub async fn chat_of(tx: &mut Tx, parts: &Parts, case: &[u8], hash: &[u8]) -> Result<Option<i64>> {
    let sql = "-- cases::chat_of
        SELECT id, sealed_chat FROM routes WHERE case_id = $1 AND chat_hash = $2";
    let rows = tx.fetch_all(sql, &[case.into(), hash.into()]).await?;
    Ok(read(parts, &rows)?.first().copied())
}

/// Whether a chat is on a case, and hears.
pub async fn hears(tx: &mut Tx, parts: &Parts, case: &[u8], chat: i64) -> Result<Option<bool>> {
    let sql = "-- cases::hears
        SELECT hears FROM routes WHERE case_id = $1 AND chat_hash = $2";
    let row = tx.fetch_optional(sql, &[case.into(), parts.chat_hash(chat).into()]).await?;
    row.map(|row| Ok(row.i64("hears")? == 1)).transpose()
}

/// The chat of a route that does not hear yet.
pub async fn waiting(tx: &mut Tx, parts: &Parts, route: &[u8]) -> Result<Option<i64>> {
    let sql = "-- cases::route_waiting
        SELECT id, sealed_chat FROM routes WHERE id = $1 AND hears = 0";
    let rows = tx.fetch_all(sql, &[route.into()]).await?;
    Ok(read(parts, &rows)?.first().copied())
}

/// The routes of a case; those that do not hear yet, where `waiting` is set.
async fn ids(tx: &mut Tx, case: &[u8], waiting: bool) -> Result<Vec<Vec<u8>>> {
    let sql = "-- cases::route_ids
        SELECT id FROM routes WHERE case_id = $1 AND (hears = 0 OR $2 = 0) ORDER BY id";
    let rows = tx.fetch_all(sql, &[case.into(), i64::from(waiting).into()]).await?;
    rows.iter().map(|row| row.bytes("id")).collect()
}

/// The ids of all routes of a case.
pub async fn route_ids(tx: &mut Tx, case: &[u8]) -> Result<Vec<Vec<u8>>> {
    ids(tx, case, false).await
}

/// The ids of those that do not hear yet.
pub async fn waiting_ids(tx: &mut Tx, case: &[u8]) -> Result<Vec<Vec<u8>>> {
    ids(tx, case, true).await
}

/// Lets a chat hear what happens.
pub async fn let_hear(tx: &mut Tx, route: &[u8], now: Timestamp) -> Result<()> {
    let sql = "-- cases::let_hear
        UPDATE routes SET hears = 1, heard_at = $2 WHERE id = $1";
    tx.execute(sql, &[route.into(), now.into()]).await?;
    Ok(())
}

/// Forgets the chats of a case that is over.
pub async fn drop_all(tx: &mut Tx, case: &[u8]) -> Result<()> {
    let sql = "-- cases::drop_routes
        DELETE FROM routes WHERE case_id = $1";
    tx.execute(sql, &[case.into()]).await?;
    Ok(())
}

/// The ids of the cases that answer to a chat, the newest first.
pub async fn open_cases_of_chat(tx: &mut Tx, parts: &Parts, chat: i64) -> Result<Vec<Vec<u8>>> {
    let sql = "-- cases::open_cases_of_chat
        SELECT c.id FROM routes r JOIN cases c ON c.id = r.case_id
        WHERE r.chat_hash = $1 AND c.stage <> 'closed' ORDER BY c.opened_at DESC";
    let rows = tx.fetch_all(sql, &[parts.chat_hash(chat).into()]).await?;
    rows.iter().map(|row| row.bytes("id")).collect()
}

//! A receipt, typed: whoever holds it adds to the case at once, and hears what happens after a yes.

use habeas_core::codec::case_code::CaseCode;
use habeas_core::codec::receipt;
use habeas_core::domain::{Phrase, Timestamp};
use habeas_core::intake::conversation::Overlay;
use serde_json::json;

use super::asides;
use super::conversations::{self, Stored};
use crate::cards::{self, Lane, Raise, Subject};
use crate::cases::{self, Case, Stage};
use crate::oncall::{self, members};
use crate::parts::Parts;
use crate::storage::{Result, Tx};

/// So many wrong receipts in a row are answered at once.
const FREE_TRIES: i64 = 3;
/// Then each is waited for twice as long, up to so many seconds.
const LONGEST_WAIT_S: i64 = 600;
/// So many wrong ones of all accounts within a minute slow everybody.
const ALL_IN_A_MINUTE: i64 = 30;

/// Handles a receipt; `false` for other words.
pub async fn join(
    tx: &mut Tx,
    parts: &Parts,
    chat: i64,
    stored: &mut Stored,
    text: &str,
    now: Timestamp,
) -> Result<bool> {
    let Some(secret) = receipt::read(text) else { return Ok(false) };
    let lines = match wait_s(tx, parts, chat, now).await? {
        0 => match cases::of_receipt(tx, parts, &secret).await? {
            Some(id) => match cases::load(tx, parts, &id).await? {
                Some(case) => on(tx, parts, chat, stored, case, now).await?,
                None => vec![Phrase::new("join-not-found")],
            },
            // Words that look like a receipt belong to the report that is open.
            None if stored.case.is_some() => return Ok(false),
            None => {
                missed(tx, parts, chat, now).await?;
                vec![Phrase::new("join-not-found")]
            }
        },
        seconds => vec![Phrase::new("join-wait").number("n", seconds)],
    };
    conversations::save(tx, parts, chat, stored, now).await?;
    cards::notice(tx, parts, chat, stored.state.language, lines).await?;
    conversations::show_below(tx, parts, chat, stored).await?;
    Ok(true)
}

/// The code of a case of this chat: the chat goes on with it; `false` for other words.
pub async fn switch(
    tx: &mut Tx,
    parts: &Parts,
    chat: i64,
    stored: &mut Stored,
    text: &str,
    now: Timestamp,
) -> Result<bool> {
    let Ok(code) = text.parse::<CaseCode>() else { return Ok(false) };
    let Ok(Some(case)) = cases::by_code(tx, parts, &code).await else { return Ok(false) };
    if cases::hears(tx, parts, &case.id, chat).await?.is_none() {
        return Ok(false);
    }
    asides::to_front(tx, parts, chat, stored, &case, now).await?;
    let hears = cases::hears(tx, parts, &case.id, chat).await? == Some(true);
    if hears && oncall::is_asked(tx, &case, now).await? {
        stored.state.lay(Some(Overlay::Answer));
    }
    conversations::save(tx, parts, chat, stored, now).await?;
    conversations::show_below(tx, parts, chat, stored).await?;
    Ok(true)
}

/// How many seconds this account has to wait before another receipt is looked at.
async fn wait_s(tx: &mut Tx, parts: &Parts, chat: i64, now: Timestamp) -> Result<i64> {
    let sql = "-- join::tries
        SELECT tries, at FROM receipt_tries WHERE chat_hash = $1";
    let row = tx.fetch_optional(sql, &[parts.chat_hash(chat).into()]).await?;
    let (mine, last) = match &row {
        Some(row) => (row.i64("tries")?, row.time("at")?),
        None => (0, now),
    };
    let sql = "-- join::tries_of_all
        SELECT COUNT(*) AS n FROM receipt_tries WHERE at > $1";
    let row = tx.fetch_optional(sql, &[now.plus_ms(-60_000).into()]).await?;
    let all = row.map_or(Ok(0), |row| row.i64("n"))?;
    let own =
        mine.saturating_sub(FREE_TRIES) + i64::from(mine >= FREE_TRIES && all > ALL_IN_A_MINUTE);
    let wait = match u32::try_from(own) {
        Ok(0) | Err(_) => 0,
        Ok(times) => 2_i64.saturating_pow(times).min(LONGEST_WAIT_S),
    };
    Ok((wait - now.since(last) / 1000).max(0))
}

async fn missed(tx: &mut Tx, parts: &Parts, chat: i64, now: Timestamp) -> Result<()> {
    let sql = "-- join::missed
        INSERT INTO receipt_tries (chat_hash, tries, at) VALUES ($1, 1, $2)
        ON CONFLICT (chat_hash) DO UPDATE SET tries = receipt_tries.tries + 1, at = $2";
    tx.execute(sql, &[parts.chat_hash(chat).into(), now.into()]).await?;
    Ok(())
}

/// Puts a chat on a case, and asks those who are on it. Returns what to say.
async fn on(
    tx: &mut Tx,
    parts: &Parts,
    chat: i64,
    stored: &mut Stored,
    mut case: Case,
    now: Timestamp,
) -> Result<Vec<Phrase>> {
    let sql = "-- join::found
        DELETE FROM receipt_tries WHERE chat_hash = $1";
    tx.execute(sql, &[parts.chat_hash(chat).into()]).await?;
    let named = |key: &str| Phrase::new(key).text("code", case.code.as_str());
    let known = cases::hears(tx, parts, &case.id, chat).await?.is_some();
    let said = match known {
        true => vec![named("join-known")],
        false => {
            let mut lines = vec![named("join-added")];
            // Whoever joins has not passed the first screen, whose notice is for them too.
            let rest = ["join-hear", "join-waits", "first-telegram", "first-names", "first-phone"];
            lines.extend(rest.map(Phrase::new));
            lines
        }
    };
    if known && stored.case.as_deref() == Some(case.id.as_slice()) {
        return Ok(said);
    }
    asides::to_front(tx, parts, chat, stored, &case, now).await?;
    if known {
        return Ok(said);
    }
    let route = cases::add_route(tx, parts, &case.id, chat, false).await?;
    let entry = cases::seal(tx, parts, &mut case, ("joined", &json!({})), now).await?;
    cases::append(tx, vec![entry]).await?;
    cases::save(tx, parts, &case, now).await?;
    let subject = Subject::Join([case.id.as_slice(), &route].concat());
    for hears in cases::routes_of(tx, parts, &case.id).await? {
        let language = conversations::language_of(tx, parts, hears).await?;
        let card = Raise::new(hears, subject.clone(), language).lane(Lane::Acknowledgement);
        card.raise(tx, parts).await?;
    }
    if let Some(owner) = case.taken_by.as_deref().filter(|_| case.stage == Stage::Taken)
        && let Ok(Some(owner)) = members::by_id(tx, parts, owner).await
    {
        let card = Raise::new(owner.telegram_id, subject, owner.language);
        card.lane(Lane::Acknowledgement).silent(true).raise(tx, parts).await?;
    }
    Ok(said)
}

/// Somebody on the case says whether whoever joined may hear. Returns the answer to the tap.
pub async fn may_hear(
    tx: &mut Tx,
    parts: &Parts,
    chat: i64,
    id: &[u8],
    yes: bool,
) -> Result<Phrase> {
    let (case, route) = id.split_at(id.len() / 2);
    let Some(case) = cases::load(tx, parts, case).await? else {
        return Ok(Phrase::new("toast-old-button"));
    };
    let member = members::by_telegram(tx, parts, chat).await?;
    let owns = member.is_some_and(|member| case.is_owned_by(&member.id));
    let hears = cases::hears(tx, parts, &case.id, chat).await? == Some(true);
    let joined = cases::route_waiting(tx, parts, route).await?;
    let Some(joined) = joined.filter(|_| owns || hears) else {
        return Ok(Phrase::new("toast-old-button"));
    };
    if !yes {
        return Ok(Phrase::new("toast-join-no"));
    }
    cases::let_hear(tx, route, parts.now()).await?;
    let language = conversations::language_of(tx, parts, joined).await?;
    let mut lines = vec![Phrase::new("join-yes").text("code", case.code.as_str())];
    lines.extend(oncall::has_it(tx, parts, &case).await?);
    cards::notice(tx, parts, joined, language, lines).await?;
    cards::raise_subject(tx, &Subject::Join(id.to_vec()), Lane::Rest, parts).await?;
    Ok(Phrase::new("toast-join-yes"))
}

/// Forgets wrong receipts of days ago.
pub async fn forget_tries(tx: &mut Tx, now: Timestamp) -> Result<()> {
    let sql = "-- join::forget_tries
        DELETE FROM receipt_tries WHERE at < $1";
    tx.execute(sql, &[now.plus_s(-86_400).into()]).await?;
    Ok(())
}

//! A step of the ladder: whom it means is answered when it runs, and what came of each page.

use habeas_core::domain::Timestamp;
use habeas_core::oncall::ladder::{self, PageState, Paged};
use habeas_core::oncall::rota::Rota;

use super::alerts::{Alert, Why, read, untaken_for};
use super::members::{self, Member};
use super::{exclusions, stranded};
use crate::cards::{self, Lane, Subject};
use crate::crypto::random_bytes;
use crate::parts::Parts;
use crate::storage::{Result, Tx, Value, Wake};

/// Runs the step that is due: whom it means is answered now.
pub(super) async fn run_step(
    tx: &mut Tx,
    parts: &Parts,
    alert: &Alert,
    now: Timestamp,
) -> Result<()> {
    if alert.held {
        super::doubt::end_look(tx, parts, alert).await?;
    }
    let members = members::active(tx, parts).await?;
    let pages = pages(tx, &alert.id).await?;
    let excluded = exclusions::of(tx, &alert.case).await?;
    let rota = members::rota(&members).without(&excluded);
    let (rota, owner) = callable(tx, alert, rota).await?;
    let is_there = |id: &str| members.iter().any(|m| m.id == id && m.is_reachable());
    let is_left = |id: &str| is_there(id) && owner.as_deref() != Some(id);
    let stranded = !excluded.is_empty() && !rota.everybody().any(is_left);
    // No step before the last reaches anybody then.
    let step = if stranded { alert.policy.steps.len() } else { alert.step };
    let run = ladder::advance(&alert.policy, step, &rota, &pages, now);
    // Whoever asks for help is not called to it.
    let asks = |id: &String| alert.why == Why::Help && owner.as_ref() == Some(id);
    for id in run.page.iter().filter(|id| !asks(id)) {
        if let Some(member) = members.iter().find(|m| m.id == *id) {
            page(tx, parts, alert, member, run.step, run.silent, now).await?;
        }
    }
    // A ladder that ends is never due again; "never" is the far end of time.
    let mut due_at = run.due_at.map_or(Timestamp::from_millis(i64::MAX), |at| {
        planned(at, now.since(alert.due_at), run.step + 1 < alert.policy.steps.len(), now)
    });
    if stranded {
        let again_s = stranded::call(tx, parts, &alert.case, &alert.policy).await?;
        // Beside an owner it goes on as it would, and does not end.
        let ends = owner.is_none() || run.due_at.is_none();
        due_at = if ends { now.plus_s(again_s) } else { due_at };
    }
    let sql = "-- oncall::next_step
        UPDATE alerts SET step = $2, due_at = $3 WHERE id = $1";
    let next = i64::try_from(run.next_step).unwrap_or(i64::MAX);
    tx.execute(sql, &[alert.id.as_slice().into(), next.into(), due_at.into()]).await?;
    tx.wake(Wake::Ladder);
    tracing::info!(step = run.step, paged = run.page.len(), "a step of the ladder ran");
    Ok(())
}

/// Whom an alert can call: beside an owner, who is named too, those after the owner in the calling
/// order. Whoever has another critical case, and is within the promise for it, is known as busy.
async fn callable(tx: &mut Tx, alert: &Alert, rota: Rota) -> Result<(Rota, Option<String>)> {
    let sql = "-- oncall::busy
        SELECT DISTINCT taken_by FROM cases
        WHERE stage = 'taken' AND level = 'critical' AND taken_by IS NOT NULL AND id <> $1
        AND id IN (SELECT case_id FROM promises WHERE lapsed = 0)";
    let rows = tx.fetch_all(sql, &[alert.case.as_slice().into()]).await?;
    let busy: Result<Vec<String>> = rows.iter().map(|row| row.text("taken_by")).collect();
    let rota = rota.with_busy(busy?);
    if alert.why == Why::Level {
        return Ok((rota, None));
    }
    let sql = "-- oncall::owner
        SELECT taken_by FROM cases WHERE id = $1";
    let row = tx.fetch_optional(sql, &[alert.case.as_slice().into()]).await?;
    let owner = row.map_or(Ok(None), |row| row.opt_text("taken_by"))?;
    let rota = owner.as_ref().map_or(rota.clone(), |owner| rota.after(owner));
    Ok((rota, owner))
}

/// Pages one more, with sound, whom the step did not mean.
pub(super) async fn page_also(
    tx: &mut Tx,
    parts: &Parts,
    alert: &Alert,
    member: &str,
    now: Timestamp,
) -> Result<()> {
    let excluded = exclusions::of(tx, &alert.case).await?;
    let can = |m: &Member| m.revoked_at.is_none() && !excluded.contains(&m.id);
    match members::by_id(tx, parts, member).await?.filter(can) {
        Some(member) => page(tx, parts, alert, &member, 0, false, now).await,
        None => Ok(()),
    }
}

/// When the next step is due: counted from when this one was, so that a step that ran late, after
/// an outage, delays none of those after it. What comes round without end is not made up for.
fn planned(due_at: Timestamp, late_ms: i64, has_next: bool, now: Timestamp) -> Timestamp {
    let planned = due_at.plus_ms(-late_ms.max(0));
    if has_next || planned > now { planned } else { due_at }
}

/// Pages one member: with sound, alone or among others, or without, by a card of its own.
pub(super) async fn page(
    tx: &mut Tx,
    parts: &Parts,
    alert: &Alert,
    member: &Member,
    step: usize,
    silent: bool,
    now: Timestamp,
) -> Result<()> {
    let sql = "-- oncall::page
        INSERT INTO pages (id, alert_id, member_id, step, rung, state, at, loud)
        VALUES ($1, $2, $3, $4, 1, 'open', $5, $6)
        ON CONFLICT (alert_id, member_id) DO UPDATE
        SET step = $4, rung = pages.rung + 1, state = 'open', at = $5,
            loud = CASE WHEN $6 = 1 THEN 1 ELSE pages.loud END
        RETURNING rung";
    let step = i64::try_from(step).unwrap_or(i64::MAX);
    let id = random_bytes::<16>();
    let args: [Value; 6] = [
        id.into(),
        alert.id.as_slice().into(),
        member.id.as_str().into(),
        step.into(),
        now.into(),
        i64::from(!silent).into(),
    ];
    let row = tx.fetch_optional(sql, &args).await?;
    if !silent {
        let rung = row.map_or(Ok(1), |row| row.i64("rung"))?;
        return super::gather::ring(tx, parts, member, rung > 1, now).await;
    }
    cards::Raise::new(member.telegram_id, Subject::Page(alert.case.clone()), member.language)
        .lane(Lane::Page)
        .silent(true)
        .fresh()
        .raise(tx, parts)
        .await
}

/// Notes that a member need not be called before all the others were.
pub(super) async fn mark_declined(
    tx: &mut Tx,
    alert: &Alert,
    member: &str,
    now: Timestamp,
) -> Result<()> {
    let sql = "-- oncall::mark_declined
        INSERT INTO pages (id, alert_id, member_id, step, rung, state, at)
        VALUES ($1, $2, $3, 0, 0, 'declined', $4)";
    let id = random_bytes::<16>();
    tx.execute(sql, &[id.into(), alert.id.as_slice().into(), member.into(), now.into()]).await?;
    Ok(())
}

/// The pages of an alert.
async fn pages(tx: &mut Tx, alert: &[u8]) -> Result<Vec<Paged>> {
    let sql = "-- oncall::pages
        SELECT member_id, step, state FROM pages WHERE alert_id = $1 ORDER BY at, member_id";
    let rows = tx.fetch_all(sql, &[alert.into()]).await?;
    rows.iter()
        .map(|row| {
            let state = match row.text("state")?.as_str() {
                "failed" => PageState::Failed,
                "declined" => PageState::Declined,
                _ => PageState::Open,
            };
            let step = usize::try_from(row.i64("step")?).unwrap_or(0);
            Ok(Paged { member: row.text("member_id")?, step, state })
        })
        .collect()
}

/// Notes that a page failed or was declined; if nobody of the step that ran last is left, the
/// next step is due now (L2).
pub(super) async fn mark_page(
    tx: &mut Tx,
    parts: &Parts,
    alert: &Alert,
    member: &str,
    state: &'static str,
    now: Timestamp,
) -> Result<()> {
    let sql = "-- oncall::mark_page
        UPDATE pages SET state = $3 WHERE alert_id = $1 AND member_id = $2 AND state <> $3";
    let args = [alert.id.as_slice().into(), member.into(), state.into()];
    if tx.execute(sql, &args).await? == 0 {
        return Ok(());
    }
    let pages = pages(tx, &alert.id).await?;
    if state == "declined" && !somebody_else(tx, parts, alert, &pages).await? {
        // The same people again, at once, would change nothing: the next step has its time.
        return Ok(());
    }
    let last_run = pages.iter().map(|p| p.step).max().unwrap_or(0);
    // The last step has no next: it comes round by itself.
    let has_next = last_run + 1 < alert.policy.steps.len();
    if has_next && ladder::step_is_dead(last_run, &pages) && alert.due_at > now {
        let sql = "-- oncall::due_now
            UPDATE alerts SET due_at = $2 WHERE id = $1";
        tx.execute(sql, &[alert.id.as_slice().into(), now.into()]).await?;
        tx.wake(Wake::Ladder);
    }
    Ok(())
}

/// Whether anybody on call has not said "I cannot".
async fn somebody_else(tx: &mut Tx, parts: &Parts, alert: &Alert, pages: &[Paged]) -> Result<bool> {
    let declined =
        |id: &str| pages.iter().any(|p| p.member == id && p.state == PageState::Declined);
    let excluded = exclusions::of(tx, &alert.case).await?;
    let is_left = |m: &Member| !declined(&m.id) && !excluded.contains(&m.id);
    Ok(members::active(tx, parts).await?.iter().any(is_left))
}

/// Whether "I cannot" of this member leaves nobody on call for the case.
pub(super) async fn nobody_is_left(tx: &mut Tx, parts: &Parts, alert: &Alert) -> Result<bool> {
    let pages = pages(tx, &alert.id).await?;
    Ok(!somebody_else(tx, parts, alert, &pages).await?)
}

/// A page to this chat could not be delivered: it counts at once.
pub async fn delivery_failed(
    tx: &mut Tx,
    parts: &Parts,
    case: &[u8],
    chat: i64,
    now: Timestamp,
) -> Result<()> {
    let Some(member) = members::by_telegram(tx, parts, chat).await? else { return Ok(()) };
    let Some(alert) = untaken_for(tx, case, &member.id).await? else { return Ok(()) };
    mark_page(tx, parts, &alert, &member.id, "failed", now).await
}

/// The card that gathers a member's pages could not be delivered: all of them count at once.
pub async fn deliveries_failed(
    tx: &mut Tx,
    parts: &Parts,
    chat: i64,
    now: Timestamp,
) -> Result<()> {
    match members::by_telegram(tx, parts, chat).await? {
        Some(member) => none_reach(tx, parts, &member.id, 1, now).await,
        None => Ok(()),
    }
}

/// A member was revoked: their open pages count as failed at once (L1).
pub(super) async fn member_left(
    tx: &mut Tx,
    parts: &Parts,
    member: &str,
    now: Timestamp,
) -> Result<()> {
    none_reach(tx, parts, member, 0, now).await?;
    cards::refresh_gathered(tx, parts).await
}

/// A member was excluded from a case: their open pages of it count as failed at once (L1).
pub(super) async fn member_left_case(
    tx: &mut Tx,
    parts: &Parts,
    member: &str,
    case: &[u8],
    now: Timestamp,
) -> Result<()> {
    if let Some(alert) = untaken_for(tx, case, member).await? {
        mark_page(tx, parts, &alert, member, "failed", now).await?;
    }
    cards::refresh_gathered(tx, parts).await
}

/// The open pages of a member have failed: all, or those with sound (`loud` is 1).
async fn none_reach(
    tx: &mut Tx,
    parts: &Parts,
    member: &str,
    loud: i64,
    now: Timestamp,
) -> Result<()> {
    let sql = "-- oncall::none_reach
        SELECT a.* FROM alerts a JOIN pages p ON p.alert_id = a.id
        WHERE p.member_id = $1 AND p.state = 'open' AND p.loud >= $2 AND a.taken_by IS NULL
        AND a.closed_at IS NULL";
    for row in tx.fetch_all(sql, &[member.into(), loud.into()]).await? {
        mark_page(tx, parts, &read(&row)?, member, "failed", now).await?;
    }
    Ok(())
}

/// A member can be reached from now on: what reached nobody before is tried at once. A ladder
/// that has ended begins again.
pub async fn somebody_is_there(tx: &mut Tx, now: Timestamp) -> Result<()> {
    let sql = "-- oncall::somebody_is_there
        UPDATE alerts SET due_at = $1, step = CASE WHEN level = 'critical' THEN step ELSE 0 END
        WHERE closed_at IS NULL AND taken_by IS NULL AND due_at > $1 AND NOT EXISTS (
            SELECT p.id FROM pages p WHERE p.alert_id = alerts.id AND p.state = 'open')";
    tx.execute(sql, &[now.into()]).await?;
    tx.wake(Wake::Ladder);
    Ok(())
}

//! What members hold for false. One word ends no calling; two make it quiet. An account with three
//! such cases has its next ones looked at first, for five minutes at most. Nothing is refused, and
//! the reporter hears of none of it.

use habeas_core::domain::{Phrase, Role, Timestamp};

use super::actions::{self, Did};
use super::alerts::{self, Alert, Why};
use super::exclusions;
use super::members::{self, Member};
use super::steps::{page, run_step};
use crate::cards::{self, Subject};
use crate::cases::{Case, Stage};
use crate::parts::Parts;
use crate::storage::{Result, Tx, Value};

/// A word that a case is false counts for so long.
const MARKED_MS: i64 = 24 * 3_600_000;
/// After so many cases marked false, an account's next ones are looked at first.
const CASES: i64 = 3;
/// They page by themselves after so many seconds.
const LOOK_S: i64 = 300;

/// How the calling for a case stands, beside the ladder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The ladder runs.
    Calls,
    /// Coordinators look first; it pages by itself at this time.
    Held(Timestamp),
    /// Two people hold a critical case for false: it stands on the coordinators' list.
    Quiet,
}

/// How the calling for a case that nobody has stands.
pub async fn standing(tx: &mut Tx, case: &Case) -> Result<Standing> {
    // An alert that cannot be read hides no page.
    let alert = alerts::untaken(tx, &case.id).await.ok().flatten();
    let alert = alert.filter(|alert| alert.why == Why::Level);
    let critical = case.level == habeas_core::domain::Level::Critical;
    Ok(match alert {
        Some(alert) if alert.held => Standing::Held(alert.due_at),
        Some(alert) if critical && alert.policy.is_quiet() => Standing::Quiet,
        _ => Standing::Calls,
    })
}

/// Begins the calling of an alert: the ladder, or a look of coordinators first.
pub(super) async fn begin(
    tx: &mut Tx,
    parts: &Parts,
    case: &Case,
    alert: &Alert,
    now: Timestamp,
) -> Result<()> {
    let mut looking = vec![];
    if alert.why == Why::Level && is_doubted(tx, case, now).await? {
        let excluded = exclusions::of(tx, &case.id).await?;
        let reachable = |m: &Member| {
            m.role == Role::Coordinator && m.started_at.is_some() && !excluded.contains(&m.id)
        };
        looking = members::active(tx, parts).await?.into_iter().filter(reachable).collect();
    }
    if looking.is_empty() {
        return run_step(tx, parts, alert, now).await;
    }
    let sql = "-- doubt::hold
        UPDATE alerts SET held = 1, due_at = $2 WHERE id = $1";
    tx.execute(sql, &[alert.id.as_slice().into(), now.plus_s(LOOK_S).into()]).await?;
    for coordinator in looking {
        page(tx, parts, alert, &coordinator, 0, false, now).await?;
    }
    tx.wake(crate::storage::Wake::Ladder);
    tracing::info!("coordinators look at a case before others are called");
    Ok(())
}

/// The look is over: whom it called is called from here on as the ladder says.
pub(super) async fn end_look(tx: &mut Tx, parts: &Parts, alert: &Alert) -> Result<()> {
    let sql = "-- doubt::end_look
        UPDATE alerts SET held = 0 WHERE id = $1";
    tx.execute(sql, &[alert.id.as_slice().into()]).await?;
    let sql = "-- doubt::looked_at
        DELETE FROM pages WHERE alert_id = $1";
    tx.execute(sql, &[alert.id.as_slice().into()]).await?;
    cards::refresh(tx, parts, &Subject::Page(alert.case.clone())).await
}

/// Whether every account of a case has three cases marked false, and nobody vouches for one.
async fn is_doubted(tx: &mut Tx, case: &Case, now: Timestamp) -> Result<bool> {
    let sql = "-- doubt::trusted
        SELECT COUNT(*) AS accounts, SUM(CASE WHEN (
                SELECT COUNT(DISTINCT m.case_id) FROM false_marks m
                JOIN cases c ON c.id = m.case_id JOIN members w ON w.id = m.member_id
                WHERE m.chat_hash = r.chat_hash AND m.at > $2 AND c.stage <> 'taken'
                AND w.revoked_at IS NULL) >= $3
            AND NOT EXISTS (SELECT v.chat_hash FROM vouched v WHERE v.chat_hash = r.chat_hash)
            THEN 1 ELSE 0 END) AS doubted
        FROM routes r WHERE r.case_id = $1";
    let args: [Value; 3] =
        [case.id.as_slice().into(), now.plus_ms(-MARKED_MS).into(), CASES.into()];
    let Some(row) = tx.fetch_optional(sql, &args).await? else { return Ok(false) };
    let accounts = row.i64("accounts")?;
    Ok(accounts > 0 && row.opt_i64("doubted")? == Some(accounts))
}

/// Keeps a member's word that a case is false. Returns whether it makes the case quiet: two
/// members have said so, or a coordinator of a case whose account others doubt already. One
/// person's word never does.
pub(super) async fn mark(
    tx: &mut Tx,
    case: &Case,
    member: &Member,
    now: Timestamp,
) -> Result<bool> {
    let doubted = is_doubted(tx, case, now).await?;
    let since = now.plus_ms(-MARKED_MS);
    let sql = "-- doubt::forget_old
        DELETE FROM false_marks WHERE at <= $1";
    tx.execute(sql, &[since.into()]).await?;
    let sql = "-- doubt::mark
        INSERT INTO false_marks (case_id, chat_hash, member_id, counts, at)
        SELECT r.case_id, r.chat_hash, CAST($2 AS TEXT), 1, CAST($3 AS BIGINT) FROM routes r
        WHERE r.case_id = $1
        ON CONFLICT (case_id, chat_hash, member_id) DO UPDATE SET counts = 1, at = $3";
    let args: [Value; 3] = [case.id.as_slice().into(), member.id.as_str().into(), now.into()];
    tx.execute(sql, &args).await?;
    let sql = "-- doubt::who_doubts
        SELECT COUNT(DISTINCT m.member_id) AS of_case FROM false_marks m
        JOIN members w ON w.id = m.member_id
        WHERE m.case_id = $1 AND m.counts = 1 AND w.revoked_at IS NULL";
    let row = tx.fetch_optional(sql, &[case.id.as_slice().into()]).await?;
    if row.map_or(Ok(0), |row| row.i64("of_case"))? > 1 {
        return Ok(true);
    }
    let sql = "-- doubt::who_doubts_the_account
        SELECT COUNT(DISTINCT m.member_id) AS of_account FROM false_marks m
        JOIN members w ON w.id = m.member_id JOIN cases c ON c.id = m.case_id
        WHERE m.chat_hash IN (SELECT r.chat_hash FROM routes r WHERE r.case_id = $1)
        AND m.member_id <> $2 AND w.revoked_at IS NULL AND c.stage <> 'taken'";
    let args = [case.id.as_slice().into(), member.id.as_str().into()];
    let row = tx.fetch_optional(sql, &args).await?;
    let others = row.map_or(Ok(0), |row| row.i64("of_account"))? > 0;
    Ok(doubted && others && member.role == Role::Coordinator)
}

/// Whether this member can hold a case for false now: its owner, or a coordinator who looks at it
/// before others are called.
pub async fn can_doubt(tx: &mut Tx, case: &Case, member: &Member) -> Result<bool> {
    if case.stage != Stage::Paged {
        return Ok(case.is_owned_by(&member.id));
    }
    let held = alerts::untaken(tx, &case.id).await?.is_some_and(|alert| alert.held);
    Ok(held && member.role == Role::Coordinator)
}

/// What a coordinator says of a case that nobody has, or of its reporter. Returns the answer to
/// the tap.
pub(super) async fn say(
    tx: &mut Tx,
    parts: &Parts,
    case: &mut Case,
    member: &Member,
    did: Did,
    now: Timestamp,
) -> Result<Phrase> {
    if member.role != Role::Coordinator {
        return Ok(Phrase::new("toast-not-yours"));
    }
    let held = alerts::untaken(tx, &case.id).await?.filter(|alert| alert.held);
    let toast = match (did, held) {
        (Did::Vouches, held) => {
            actions::record(tx, parts, case, member, did, now).await?;
            vouch(tx, case, member, now).await?;
            if let Some(alert) = held {
                run_step(tx, parts, &alert, now).await?;
            }
            "toast-vouched"
        }
        (Did::PagedAtOnce, Some(alert)) => {
            actions::record(tx, parts, case, member, did, now).await?;
            run_step(tx, parts, &alert, now).await?;
            "toast-paged-at-once"
        }
        (Did::LooksFalse, Some(_)) => {
            actions::record(tx, parts, case, member, did, now).await?;
            match mark(tx, case, member, now).await? {
                true => {
                    alerts::quieten(tx, parts, case, now).await?;
                    "toast-looks-false-quiet"
                }
                false => "toast-looks-false-held",
            }
        }
        _ => "toast-old-button",
    };
    cards::refresh(tx, parts, &Subject::Page(case.id.clone())).await?;
    Ok(Phrase::new(toast))
}

async fn vouch(tx: &mut Tx, case: &Case, member: &Member, now: Timestamp) -> Result<()> {
    let sql = "-- doubt::vouch
        INSERT INTO vouched (chat_hash, member_id, at)
        SELECT DISTINCT r.chat_hash, CAST($2 AS TEXT), CAST($3 AS BIGINT) FROM routes r
        WHERE r.case_id = $1
        ON CONFLICT (chat_hash) DO NOTHING";
    let args: [Value; 3] = [case.id.as_slice().into(), member.id.as_str().into(), now.into()];
    tx.execute(sql, &args).await?;
    Ok(())
}

/// A coordinator takes back what was vouched for the reporters of a case. Returns the answer to the
/// tap. What comes next is looked at as anybody's is; what is being called goes on.
pub async fn take_vouch_back(
    tx: &mut Tx,
    parts: &Parts,
    case: &mut Case,
    member: &Member,
    now: Timestamp,
) -> Result<Phrase> {
    if member.role != Role::Coordinator {
        return Ok(Phrase::new("toast-not-yours"));
    }
    let sql = "-- doubt::take_vouch_back
        DELETE FROM vouched WHERE chat_hash IN (
            SELECT r.chat_hash FROM routes r WHERE r.case_id = $1)";
    if tx.execute(sql, &[case.id.as_slice().into()]).await? == 0 {
        return Ok(Phrase::new("toast-old-button"));
    }
    actions::record(tx, parts, case, member, Did::VouchesNoMore, now).await?;
    cards::refresh(tx, parts, &Subject::Page(case.id.clone())).await?;
    cards::refresh_gathered(tx, parts).await?;
    Ok(Phrase::new("toast-vouch-back"))
}

/// Whether a coordinator vouches for a reporter of this case.
pub async fn is_vouched(tx: &mut Tx, case: &[u8]) -> Result<bool> {
    let sql = "-- doubt::is_vouched
        SELECT v.chat_hash FROM vouched v JOIN routes r ON r.chat_hash = v.chat_hash
        WHERE r.case_id = $1 LIMIT 1";
    Ok(tx.fetch_optional(sql, &[case.into()]).await?.is_some())
}

/// Whether somebody is being called for a case, with sound where its level is critical.
pub async fn is_calling(tx: &mut Tx, case: &Case) -> Result<bool> {
    let called = alerts::untaken(tx, &case.id).await.ok().flatten();
    let of_level = called.is_some_and(|alert| alert.why == Why::Level);
    Ok(of_level && standing(tx, case).await? != Standing::Quiet)
}

/// The person is nearer to being out of reach, and nobody has the case. If two people held it for
/// false, it is called for anew, and what they said before counts no more for it.
pub async fn rings_anew(tx: &mut Tx, parts: &Parts, case: &Case, now: Timestamp) -> Result<()> {
    if case.stage != Stage::Paged || standing(tx, case).await? != Standing::Quiet {
        return Ok(());
    }
    let sql = "-- doubt::news
        UPDATE false_marks SET counts = 0 WHERE case_id = $1";
    tx.execute(sql, &[case.id.as_slice().into()]).await?;
    alerts::call_anew(tx, parts, case, now).await
}

//! How the calling for a case stands, for whoever watches a rehearsal.

use habeas_core::domain::Timestamp;
use habeas_core::oncall::ladder::Target;

use super::alerts::{Why, untaken};
use super::members;
use crate::parts::Parts;
use crate::storage::{Result, Tx};

/// A page, with the name of whom it went to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageOf {
    /// The member, as colleagues see them.
    pub name: String,
    /// `open`, `failed` or `declined`.
    pub state: String,
    /// How often it rang.
    pub rung: i64,
}

/// The calling for a case that nobody has taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calling {
    /// What it was opened for.
    pub why: Why,
    /// Coordinators look at it first.
    pub held: bool,
    /// When the next step runs; never, once the ladder has ended.
    pub next_at: Option<Timestamp>,
    /// Whom the next step means.
    pub next: Option<Target>,
    /// Who was called, the first one first.
    pub pages: Vec<PageOf>,
}

/// How the calling for a case stands; `None` if nobody is being called.
pub async fn calling(tx: &mut Tx, parts: &Parts, case: &[u8]) -> Result<Option<Calling>> {
    let Some(alert) = untaken(tx, case).await? else { return Ok(None) };
    let sql = "-- oncall::calling
        SELECT member_id, state, rung FROM pages WHERE alert_id = $1 ORDER BY step, at, member_id";
    let mut pages = vec![];
    for row in tx.fetch_all(sql, &[alert.id.as_slice().into()]).await? {
        let member = members::by_id(tx, parts, &row.text("member_id")?).await?;
        let name = member.map(|member| member.name).unwrap_or_default();
        pages.push(PageOf { name, state: row.text("state")?, rung: row.i64("rung")? });
    }
    let ends = alert.due_at == Timestamp::from_millis(i64::MAX);
    let steps = &alert.policy.steps;
    let next = steps.get(alert.step).or(steps.last()).filter(|_| !ends).map(|step| step.target);
    let next_at = (!ends).then_some(alert.due_at);
    Ok(Some(Calling { why: alert.why, held: alert.held, next_at, next, pages }))
}

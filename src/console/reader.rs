//! The one place where a request learns at which case it stands, how, and whether it may: every
//! handler of a case begins here.

use std::result::Result as Plain;

use habeas_core::codec::case_code::CaseCode;
use habeas_core::domain::{Level, Timestamp};
use habeas_core::review::{self, Action, Relation, State};

use super::request::Refused;
use super::sessions::{self, Session};
use crate::cases::Stage;
use crate::oncall::members::Member;
use crate::parts::Parts;
use crate::storage::{Result, Row, Tx};

/// Who asks: a member, who is seen by it, or their page by itself, which keeps nobody signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asks {
    /// Somebody who is there.
    Member,
    /// A page in the background.
    Page,
}

impl Asks {
    /// What a request says of itself.
    pub fn by_itself(is: bool) -> Self {
        if is { Self::Page } else { Self::Member }
    }
}

/// Whoever is in with this cookie.
pub(super) async fn session(
    tx: &mut Tx,
    parts: &Parts,
    cookie: &str,
    asks: Asks,
    now: Timestamp,
) -> Result<Plain<Session, Refused>> {
    let found = match asks {
        Asks::Member => sessions::seen(tx, parts, cookie, now).await?,
        Asks::Page => sessions::by_itself(tx, parts, cookie, now).await?,
    };
    Ok(found.ok_or(Refused::SignedOut))
}

/// What a case shows of itself without being opened, and how a member stands to it: read also where
/// its report does not open.
pub(super) struct Outline {
    /// Random id; the whole case is `cases::load(tx, parts, &outline.id)`.
    pub id: Vec<u8>,
    /// Speakable code.
    pub code: CaseCode,
    /// Highest level so far.
    pub level: Level,
    /// How far it has come.
    pub stage: Stage,
    /// The member who took it.
    pub taken_by: Option<String>,
    /// When.
    pub taken_at: Option<Timestamp>,
    /// When the first answer came.
    pub opened_at: Timestamp,
    /// How the member stands to it.
    pub relation: Relation,
}

impl Outline {
    /// From a row with these columns of `cases`, and whether the member is excluded, asked and
    /// called.
    pub fn read(row: &Row, member: &Member) -> Result<Self> {
        let stage: Stage = row.parse("stage")?;
        let taken_by = row.opt_text("taken_by")?;
        let owns = taken_by.as_ref() == Some(&member.id);
        let relation = match () {
            () if row.i64("excluded")? != 0 => Relation::Excluded,
            () if stage == Stage::Taken && owns => Relation::Owner,
            () if row.i64("handed")? != 0 => Relation::Handed,
            () if row.i64("is_called")? != 0 && owns => Relation::CalledAgain,
            () if row.i64("is_called")? != 0 => Relation::Called,
            () => Relation::Other,
        };
        Ok(Self {
            id: row.bytes("id")?,
            code: row.parse("code")?,
            level: row.parse("level")?,
            stage,
            taken_by,
            taken_at: row.opt_time("taken_at")?,
            opened_at: row.time("opened_at")?,
            relation,
        })
    }

    /// Whether this member, for whom it was read, may do this.
    pub fn lets(&self, member: &Member, action: Action) -> bool {
        let state = match self.stage {
            Stage::Open => State::Open,
            Stage::Paged => State::Paged,
            Stage::Taken => State::Taken,
            Stage::Closed => State::Closed,
        };
        review::may(member.role, self.relation, state, action)
    }
}

/// What is read for an [`Outline`], of cases as a condition says; `$1` is the member.
macro_rules! outlines {
    ($name:literal, $condition:literal) => {
        concat!(
            "-- ",
            $name,
            "
        SELECT c.id, c.code, c.level, c.stage, c.taken_by, c.taken_at, c.opened_at,
            (SELECT COUNT(*) FROM exclusions e
                WHERE e.case_id = c.id AND e.member_id = $1) AS excluded,
            (SELECT COUNT(*) FROM handovers h WHERE h.case_id = c.id AND h.to_member = $1
                AND h.from_member = c.taken_by AND c.stage = 'taken') AS handed,
            (SELECT COUNT(*) FROM pages p JOIN alerts a ON a.id = p.alert_id
                WHERE a.case_id = c.id AND a.taken_by IS NULL AND a.closed_at IS NULL
                AND a.why <> 'help' AND p.member_id = $1 AND p.state <> 'declined') AS is_called
        FROM cases c WHERE ",
            $condition
        )
    };
}

/// The cases that are not over of which a member may know that they are there.
pub(super) async fn seen_by(tx: &mut Tx, member: &Member) -> Result<Vec<Outline>> {
    let sql = outlines!("reader::seen_by", "c.stage <> 'closed'");
    let rows = tx.fetch_all(sql, &[member.id.as_str().into()]).await?;
    let all: Result<Vec<Outline>> = rows.iter().map(|row| Outline::read(row, member)).collect();
    Ok(all?.into_iter().filter(|case| case.lets(member, Action::See)).collect())
}

/// A member at a case, at which they may do what they asked for.
pub(super) struct Reader {
    /// Who, until when.
    pub session: Session,
    /// The case.
    pub case: Outline,
}

impl Reader {
    /// Whether they may do this too.
    pub fn may(&self, action: Action) -> bool {
        self.case.lets(&self.session.member, action)
    }
}

/// Whoever is in with this cookie, at the case with this code, if they may do this there. A case that
/// is not there and one of which they may not know that it is have the same answer.
pub(super) async fn at(
    tx: &mut Tx,
    parts: &Parts,
    (cookie, asks): (&str, Asks),
    (code, action): (&str, Action),
    now: Timestamp,
) -> Result<Plain<Reader, Refused>> {
    let session = match session(tx, parts, cookie, asks, now).await? {
        Ok(session) => session,
        Err(refused) => return Ok(Err(refused)),
    };
    let Ok(code) = code.parse::<CaseCode>() else { return Ok(Err(Refused::NoCase)) };
    let sql = outlines!("reader::at", "c.code = $2");
    let args = [session.member.id.as_str().into(), code.as_str().into()];
    let Some(row) = tx.fetch_optional(sql, &args).await? else {
        return Ok(Err(Refused::NoCase));
    };
    let case = Outline::read(&row, &session.member)?;
    let reader = Reader { session, case };
    Ok(match (reader.may(action), reader.may(Action::See)) {
        (true, _) => Ok(reader),
        (false, true) => Err(Refused::NotYours),
        (false, false) => Err(Refused::NoCase),
    })
}

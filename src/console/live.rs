//! A page hears that something it shows has changed: that, and nothing of what.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use futures::stream;
use habeas_core::domain::{Level, Timestamp};
use habeas_core::review::{Action, Relation};
use tokio::sync::watch;

use super::reader::{self, Asks, Outline};
use super::request::{Done, Here, Refused};
use super::sessions;
use crate::alert;
use crate::cases::Stage;
use crate::oncall::members::Member;
use crate::parts::Parts;
use crate::storage::{Result, Row, Tx, Wake, Woken};

/// So many pages of one member hear at once.
const PER_MEMBER: usize = 12;
/// From one look to the next, in milliseconds, however much changes.
const LOOK_MS: i64 = 1_000;
/// What no wake tells of (another process, a session that runs out) is seen after so many seconds.
const SWEEP_S: i64 = 5;
/// A line without meaning goes out so often, in seconds, so that a dead connection is known as one.
const BREATH_S: i64 = 20;

/// How many pages of each member hear.
#[derive(Debug, Default)]
pub(super) struct Ears(Mutex<BTreeMap<String, usize>>);

impl Ears {
    /// A place for one more page; `None` if the member has as many as they may.
    fn one_more(self: &Arc<Self>, member: &str) -> Option<Place> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let n = all.entry(member.to_owned()).or_default();
        if *n >= PER_MEMBER {
            return None;
        }
        *n += 1;
        Some(Place { ears: Arc::clone(self), member: member.to_owned() })
    }
}

/// A page's place among those that hear; given back when it goes.
struct Place {
    ears: Arc<Ears>,
    member: String,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut all = self.ears.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(n) = all.get_mut(&self.member) {
            *n -= 1;
            if *n == 0 {
                all.remove(&self.member);
            }
        }
    }
}

/// What a page shows of a case, as far as a change can be told by it.
#[derive(Debug, PartialEq)]
struct Mark {
    code: String,
    relation: Relation,
    level: Level,
    stage: Stage,
    shown: Shown,
}

/// What else of it is shown.
#[derive(Debug, PartialEq)]
enum Shown {
    /// The hours left, as the list has them, to whoever may not read the case: when words come, and
    /// who does what, is not theirs to know.
    Listed(Option<f64>),
    /// What comes and is done.
    Read(Rhythm),
}

/// How far a case is, and who is called for it.
#[derive(Debug, PartialEq, Eq)]
struct Rhythm {
    changed: (Timestamp, i64),
    key: (i64, Option<String>),
    acted_at: Option<i64>,
    promised: Option<i64>,
    called: i64,
    paged: i64,
}

impl Rhythm {
    fn read(row: &Row) -> Result<Self> {
        Ok(Self {
            changed: (row.time("changed_at")?, row.i64("next_seq")?),
            key: (row.i64("key_generation")?, row.opt_text("key_readers")?),
            acted_at: row.opt_i64("acted_at")?,
            promised: row.opt_i64("promised")?,
            called: row.i64("called")?,
            paged: row.i64("paged")?,
        })
    }
}

/// The marks of all cases that a member may see.
async fn marks(tx: &mut Tx, parts: &Parts, member: &Member) -> Result<Vec<Mark>> {
    let sql = "-- live::marks
        SELECT c.id, c.code, c.level, c.stage, c.taken_by, c.taken_at, c.opened_at, c.changed_at,
            c.next_seq, c.key_generation, c.key_readers,
            (SELECT COUNT(*) FROM exclusions e
                WHERE e.case_id = c.id AND e.member_id = $1) AS excluded,
            (SELECT COUNT(*) FROM handovers h WHERE h.case_id = c.id AND h.to_member = $1
                AND h.from_member = c.taken_by AND c.stage = 'taken') AS handed,
            (SELECT COUNT(*) FROM pages p JOIN alerts a ON a.id = p.alert_id
                WHERE a.case_id = c.id AND a.taken_by IS NULL AND a.closed_at IS NULL
                AND a.why <> 'help' AND p.member_id = $1 AND p.state <> 'declined') AS is_called,
            (SELECT MAX(a.at) FROM actions a WHERE a.case_id = c.id) AS acted_at,
            (SELECT p.signed_at + p.asked + p.lapsed FROM promises p
                WHERE p.case_id = c.id) AS promised,
            (SELECT COUNT(*) + COUNT(l.taken_by) + COUNT(l.closed_at) FROM alerts l
                WHERE l.case_id = c.id) AS called,
            (SELECT COUNT(*) FROM pages g JOIN alerts l ON l.id = g.alert_id
                WHERE l.case_id = c.id) AS paged
        FROM cases c WHERE c.stage <> 'closed' ORDER BY c.id";
    let rows = tx.fetch_all(sql, &[member.id.as_str().into()]).await?;
    let all: Result<Vec<_>> =
        rows.iter().map(|row| Ok((Outline::read(row, member)?, row))).collect();
    let mut all = all?;
    all.retain(|(case, _)| case.lets(member, Action::See));
    let reads = |case: &Outline| case.lets(member, Action::Read);
    let shut = all.iter().filter(|(case, _)| !reads(case));
    let shut: Vec<&[u8]> = shut.map(|(case, _)| case.id.as_slice()).collect();
    let judged = alert::latest_of(tx, parts, &shut).await?;
    let mark = |(case, row): &(Outline, &Row)| {
        let hours = || judged.get(&case.id).and_then(|judged| judged.hours_left);
        let shown = match reads(case) {
            true => Shown::Read(Rhythm::read(row)?),
            false => Shown::Listed(hours()),
        };
        let (code, relation) = (case.code.as_str().to_owned(), case.relation);
        Ok(Mark { code, relation, level: case.level, stage: case.stage, shown })
    };
    all.iter().map(mark).collect()
}

/// A page that hears.
struct Page {
    parts: Arc<Parts>,
    cookie: String,
    seen: Vec<Mark>,
    looked_at: Timestamp,
    breathed_at: Timestamp,
    wakes: [Woken; 3],
    over: watch::Receiver<bool>,
    is_out: bool,
    _place: Place,
}

impl Page {
    /// Waits for a reason to look; `false` once the server stops.
    async fn waits(&mut self) -> bool {
        let clock = Arc::clone(&self.parts.clock);
        let [cards, ladder, members] = &mut self.wakes;
        let look = async {
            tokio::select! {
                () = cards.next() => {}
                () = ladder.next() => {}
                () = members.next() => {}
                () = clock.sleep_until(self.looked_at.plus_s(SWEEP_S)) => {}
            }
            clock.sleep_until(self.looked_at.plus_ms(LOOK_MS)).await;
        };
        tokio::select! {
            // Nobody says that it is over where nobody ever stops it.
            Ok(_) = self.over.wait_for(|over| *over) => false,
            () = look => true,
        }
    }

    /// What the member may see now; `None` if nobody is in any more.
    async fn looks(&self, now: Timestamp) -> Result<Option<Vec<Mark>>> {
        let (unit, cookie) = (Arc::clone(&self.parts), self.cookie.clone());
        let look = async move |tx: &mut Tx| match sessions::still(tx, &unit, &cookie, now).await? {
            Some(session) => marks(tx, &unit, &session.member).await.map(Some),
            None => Ok(None),
        };
        self.parts.store.read("console-live", look).await
    }

    /// What it hears next; nothing more once it is out, the server stops or the database is gone.
    async fn hears(mut self) -> Option<(std::result::Result<Event, Infallible>, Self)> {
        while !self.is_out && self.waits().await {
            let now = self.parts.now();
            self.looked_at = now;
            match self.looks(now).await {
                Ok(None) => {
                    self.is_out = true;
                    return Some((Ok(event("out")), self));
                }
                Ok(Some(marks)) if marks != self.seen => {
                    (self.seen, self.breathed_at) = (marks, now);
                    return Some((Ok(event("changed")), self));
                }
                Ok(Some(_)) => {}
                Err(error) if error.is_retryable() => {}
                Err(_) => return None,
            }
            if now >= self.breathed_at.plus_s(BREATH_S) {
                self.breathed_at = now;
                return Some((Ok(Event::default().comment("")), self));
            }
        }
        None
    }
}

fn event(name: &str) -> Event {
    Event::default().event(name).data("{}")
}

/// Whoever is in hears from now on; it keeps nobody signed in.
pub(super) async fn listen(State(here): State<Here>, headers: HeaderMap) -> Done {
    let cookie = here.cookie(&headers).await?;
    let parts = Arc::clone(&here.parts);
    // Before the first look: what comes in between is heard.
    let wakes = [Wake::Sender, Wake::Ladder, Wake::Profile].map(|wake| parts.store.woken(wake));
    let (unit, who, now) = (Arc::clone(&parts), cookie.clone(), parts.now());
    let run = async move |tx: &mut Tx| {
        let member = match reader::session(tx, &unit, &who, Asks::Page, now).await? {
            Ok(session) => session.member,
            Err(refused) => return Ok(Err(refused)),
        };
        let seen = marks(tx, &unit, &member).await?;
        Ok(Ok((member.id, seen)))
    };
    let (member, seen) = parts.store.run("console-listen", run).await??;
    let place = here.ears.one_more(&member).ok_or(Refused::TooMany)?;
    let page = Page {
        parts,
        cookie,
        seen,
        looked_at: now,
        breathed_at: now,
        wakes,
        over: here.over,
        is_out: false,
        _place: place,
    };
    Ok(answer(page))
}

fn answer(page: Page) -> Response {
    let mut answer = Sse::new(stream::unfold(page, Page::hears)).into_response();
    // A proxy that waits for more tells nobody anything.
    answer.headers_mut().insert("x-accel-buffering", axum::http::HeaderValue::from_static("no"));
    answer
}

//! What members do about a case that somebody has: recorded, sealed into the case, shown to all.

use std::collections::BTreeMap;

use habeas_core::domain::{Level, Phrase, Timestamp};
use habeas_core::oncall::decision::{Decision, Reason};
use serde_json::json;

use super::alerts::{self, Why};
use super::doubt;
use super::free;
use super::members::{self, Member};
use super::promise::{self, Signed};
use crate::audit::{self, By, Event, Kind};
use crate::cards::{self, Lane, Subject};
use crate::cases::{self, Case, Stage};
use crate::crypto::random_bytes;
use crate::parts::Parts;
use crate::storage::{Result, Tx, Value};

/// So many of the last actions are shown on a card.
const SHOWN: i64 = 4;

/// What somebody did, in a code. Frozen: the words stand in the table and in sealed entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Did {
    /// The owner is still on it.
    StillOn,
    /// The owner is on the way.
    OnMyWay,
    /// The owner has reached the station.
    Reached,
    /// The owner has filed.
    Filed,
    /// The owner has asked for help.
    AskedHelp,
    /// Another member helps.
    Helps,
    /// The owner holds the report for false and gives the case back.
    LooksFalse,
    /// The owner says that the person is free.
    SaysFree,
    /// Another member has spoken with the owner: is on it.
    SpokeWith,
    /// Another member has had others called again.
    PagedAgain,
    /// Somebody took the case.
    Took,
    /// A coordinator raised the level.
    Raised,
    /// A coordinator lowered it.
    Lowered,
    /// A coordinator closed the case.
    Closed,
    /// A coordinator wants to lower or close it, and a second one is asked.
    Proposed,
    /// A second coordinator does not agree.
    Disagreed,
    /// A coordinator had a case paged that waited for their look.
    PagedAtOnce,
    /// A coordinator vouches for the reporter.
    Vouches,
    /// A coordinator takes back what they proposed.
    TookBack,
    /// A coordinator takes a vouch back.
    VouchesNoMore,
    /// Another member has asked, and agrees with the owner that the person is free.
    AgreesFree,
}

impl Did {
    /// Every action.
    pub const ALL: [Self; 21] = [
        Self::StillOn,
        Self::OnMyWay,
        Self::Reached,
        Self::Filed,
        Self::AskedHelp,
        Self::Helps,
        Self::LooksFalse,
        Self::SaysFree,
        Self::SpokeWith,
        Self::PagedAgain,
        Self::Took,
        Self::Raised,
        Self::Lowered,
        Self::Closed,
        Self::Proposed,
        Self::Disagreed,
        Self::PagedAtOnce,
        Self::Vouches,
        Self::TookBack,
        Self::VouchesNoMore,
        Self::AgreesFree,
    ];

    /// The word in the table, in entries, and in the keys of texts.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::StillOn => "still-on",
            Self::OnMyWay => "on-my-way",
            Self::Reached => "reached",
            Self::Filed => "filed",
            Self::AskedHelp => "asked-help",
            Self::Helps => "helps",
            Self::LooksFalse => "looks-false",
            Self::SaysFree => "says-free",
            Self::SpokeWith => "spoke-with",
            Self::PagedAgain => "paged-again",
            Self::Took => "took",
            Self::Raised => "raised",
            Self::Lowered => "lowered",
            Self::Closed => "closed",
            Self::Proposed => "proposed",
            Self::Disagreed => "disagreed",
            Self::PagedAtOnce => "paged-at-once",
            Self::Vouches => "vouches",
            Self::TookBack => "took-back",
            Self::VouchesNoMore => "vouches-no-more",
            Self::AgreesFree => "agrees-free",
        }
    }

    /// The action with this word.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|did| did.as_str() == word)
    }

    /// Whether whoever has the case says it by a button.
    pub const fn is_owners(self) -> bool {
        self.is_pressed()
            && !self.is_anothers()
            && !matches!(self, Self::PagedAtOnce | Self::Vouches)
    }

    /// Whether a button does it; the rest is noted by what does it.
    const fn is_pressed(self) -> bool {
        !matches!(
            self,
            Self::Took
                | Self::Raised
                | Self::Lowered
                | Self::Closed
                | Self::Proposed
                | Self::Disagreed
                | Self::TookBack
                | Self::VouchesNoMore
        )
    }

    /// Whether it is for others than the owner.
    pub const fn is_anothers(self) -> bool {
        matches!(self, Self::Helps | Self::SpokeWith | Self::PagedAgain | Self::AgreesFree)
    }
}

/// An action as shown on cards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// Who.
    pub name: String,
    /// The word.
    pub did: Did,
    /// What was decided or proposed, and why, where that is what was done.
    pub decision: Option<(Decision, Option<Reason>)>,
    /// When.
    pub at: Timestamp,
}

/// The last actions of a case, oldest first.
pub async fn of_case(tx: &mut Tx, parts: &Parts, case: &[u8]) -> Result<Vec<Done>> {
    last(tx, parts, case, SHOWN).await
}

/// All actions of a case, oldest first.
pub async fn history(tx: &mut Tx, parts: &Parts, case: &[u8]) -> Result<Vec<Done>> {
    last(tx, parts, case, i64::MAX).await
}

async fn last(tx: &mut Tx, parts: &Parts, case: &[u8], n: i64) -> Result<Vec<Done>> {
    let sql = "-- actions::of_case
        SELECT member_id, kind, at FROM actions WHERE case_id = $1 ORDER BY at DESC, id LIMIT $2";
    let mut done = vec![];
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    for row in tx.fetch_all(sql, &[case.into(), n.into()]).await? {
        let kind = row.text("kind")?;
        let mut words = kind.split(' ');
        let word = words.next();
        let Some(did) = Did::ALL.into_iter().find(|d| Some(d.as_str()) == word) else { continue };
        let decision = words.next().and_then(Decision::named);
        let decision = decision.map(|decision| (decision, words.next().and_then(Reason::named)));
        let by = row.text("member_id")?;
        if !names.contains_key(&by) {
            // A member who cannot be read hides nobody else's card.
            let member = members::by_id(tx, parts, &by).await.ok().flatten();
            names.insert(by.clone(), member.map(|m| m.name).unwrap_or_default());
        }
        let name = names.get(&by).cloned().unwrap_or_default();
        done.push(Done { name, did, decision, at: row.time("at")? });
    }
    done.reverse();
    Ok(done)
}

/// Does what a member pressed. Returns the answer to the tap.
pub async fn act(
    tx: &mut Tx,
    parts: &Parts,
    case: &mut Case,
    member: &Member,
    did: Did,
    now: Timestamp,
) -> Result<Phrase> {
    let of_a_look = matches!(did, Did::PagedAtOnce | Did::Vouches)
        || (did == Did::LooksFalse && case.stage == Stage::Paged);
    if of_a_look {
        return doubt::say(tx, parts, case, member, did, now).await;
    }
    if !did.is_pressed() {
        return Ok(Phrase::new("toast-old-button"));
    }
    if case.stage != Stage::Taken || case.is_owned_by(&member.id) == did.is_anothers() {
        return Ok(Phrase::new("toast-not-yours"));
    }
    if did == Did::AgreesFree && says_free(tx, case).await?.is_none() {
        return Ok(Phrase::new("toast-old-button"));
    }
    if did == Did::SaysFree && free::said_free(tx, case).await?.settled {
        // Said once more, it makes no new word of a colleague's.
        return Ok(Phrase::new("toast-both-say-free"));
    }
    record(tx, parts, case, member, did, now).await?;
    free::expect_signs(tx, parts, case, now).await?;
    let toast = match did {
        Did::SpokeWith => {
            promise::vouch(tx, parts, case, now).await?;
            "toast-spoke-with"
        }
        Did::AgreesFree => {
            promise::settle(tx, parts, case, now).await?;
            "toast-both-say-free"
        }
        Did::PagedAgain => match promise::call_others(tx, parts, case, now).await? {
            true => "toast-paged-again",
            false => "toast-paged-already",
        },
        Did::Helps => {
            alerts::close_open(tx, &case.id, Some(Why::Help), now).await?;
            let subject = Subject::Page(case.id.clone());
            cards::raise_subject(tx, &subject, Lane::Acknowledgement, parts).await?;
            "toast-helps"
        }
        Did::LooksFalse => match give_back(tx, parts, case, member, now).await? {
            true => "toast-looks-false-quiet",
            false => "toast-looks-false",
        },
        Did::SaysFree => {
            promise::sign(tx, parts, case, member, now).await?;
            free::owner_says(tx, parts, case, now).await?
        }
        Did::AskedHelp => {
            promise::sign(tx, parts, case, member, now).await?;
            match alerts::open_help(tx, parts, &case.id, now).await? {
                true => "toast-help-called",
                false => "toast-help-already",
            }
        }
        _ => match promise::sign(tx, parts, case, member, now).await? {
            Signed::UsedUp => "toast-sign-used-up",
            Signed::Renewed | Signed::NotAsked => "toast-signed",
        },
    };
    cards::refresh(tx, parts, &Subject::Page(case.id.clone())).await?;
    Ok(Phrase::new(toast).text("code", case.code.as_str()))
}

/// When the owner said that the person is free, if that is their last word.
pub async fn says_free(tx: &mut Tx, case: &Case) -> Result<Option<Timestamp>> {
    let sql = "-- actions::says_free
        SELECT kind, at FROM actions WHERE case_id = $1 AND member_id = $2 AND at >= $3
        ORDER BY at DESC, CASE WHEN kind = 'says-free' THEN 1 ELSE 0 END LIMIT 1";
    let (owner, since) = (case.taken_by.clone(), case.taken_at);
    let args = [case.id.as_slice().into(), owner.into(), since.into()];
    let Some(row) = tx.fetch_optional(sql, &args).await? else { return Ok(None) };
    // Not where the reporter has said since that the person is held.
    let free = case.report.report.facts.code("where_now") == Some("released");
    let given = case.report.given.get("where_now").copied().filter(|_| !free);
    let held_since = given.max(case.report.held_at);
    let at = row.time("at")?;
    let last = row.text("kind")? == "says-free" && held_since.is_none_or(|since| at >= since);
    Ok(last.then_some(at))
}

/// Whether another member has agreed since then that the person is free.
pub(super) async fn agreed_since(tx: &mut Tx, case: &[u8], since: Timestamp) -> Result<bool> {
    let sql = "-- actions::agreed_since
        SELECT id FROM actions WHERE case_id = $1 AND kind = 'agrees-free' AND at >= $2 LIMIT 1";
    Ok(tx.fetch_optional(sql, &[case.into(), since.into()]).await?.is_some())
}

/// Whether a member has taken this case since it is critical, or has had others called away from
/// its owner: then their taking it quiets nobody.
pub(super) async fn has_a_hand_in(tx: &mut Tx, case: &[u8], member: &str) -> Result<bool> {
    let sql = "-- actions::has_a_hand_in
        SELECT id FROM actions WHERE case_id = $1 AND member_id = $2
        AND kind IN ('took', 'paged-again') AND at >= (
            SELECT MIN(opened_at) FROM alerts
            WHERE case_id = $1 AND level = 'critical' AND why = 'level')
        LIMIT 1";
    Ok(tx.fetch_optional(sql, &[case.into(), member.into()]).await?.is_some())
}

/// Keeps an action: a row for the cards, an entry that opens with the case.
pub(super) async fn record(
    tx: &mut Tx,
    parts: &Parts,
    case: &mut Case,
    member: &Member,
    did: Did,
    now: Timestamp,
) -> Result<()> {
    keep(tx, parts, case, member, (did, did.as_str().to_owned()), now).await
}

/// Keeps what a coordinator decides or proposes, as an action: its row names the decision and the
/// reason behind the word.
pub(super) async fn record_decision(
    tx: &mut Tx,
    parts: &Parts,
    case: &mut Case,
    member: &Member,
    (did, decision, reason): (Did, Decision, Option<Reason>),
    now: Timestamp,
) -> Result<()> {
    let words = [did.as_str(), decision.as_str()].into_iter().chain(reason.map(Reason::as_str));
    let kind = words.collect::<Vec<_>>().join(" ");
    keep(tx, parts, case, member, (did, kind), now).await
}

async fn keep(
    tx: &mut Tx,
    parts: &Parts,
    case: &mut Case,
    member: &Member,
    (did, kind): (Did, String),
    now: Timestamp,
) -> Result<()> {
    let sql = "-- actions::record
        INSERT INTO actions (id, case_id, member_id, kind, at) VALUES ($1, $2, $3, $4, $5)";
    let args: [Value; 5] = [
        random_bytes::<16>().into(),
        case.id.as_slice().into(),
        member.id.as_str().into(),
        kind.into(),
        now.into(),
    ];
    tx.execute(sql, &args).await?;
    let body = json!({ "did": did.as_str(), "member": member.id });
    let entry = cases::seal(tx, parts, case, ("action", &body), now).await?;
    cases::append(tx, vec![entry]).await?;
    cases::save(tx, parts, case, now).await
}

/// The owner holds it for false: one person's word ends no calling. Coordinators see it, and the
/// ladder runs on with the others; `true` if a second one holds it for false, and it is quiet.
async fn give_back(
    tx: &mut Tx,
    parts: &Parts,
    case: &mut Case,
    member: &Member,
    now: Timestamp,
) -> Result<bool> {
    let event = Event::new(Kind::GivenBack, By::Member(&member.id)).case(case.code.as_str());
    audit::record(tx, parts, event.detail(Did::LooksFalse.as_str()), now).await?;
    let quiet = doubt::mark(tx, case, member, now).await?;
    let quiet = quiet && case.level == Level::Critical;
    case.taken_by = None;
    case.taken_at = None;
    for other in members::active(tx, parts).await? {
        if other.role == habeas_core::domain::Role::Coordinator {
            let subject = Subject::Page(case.id.clone());
            let card = cards::Raise::new(other.telegram_id, subject, other.language);
            card.lane(Lane::Acknowledgement).silent(true).raise(tx, parts).await?;
        }
    }
    super::answer::tell_called_anew(tx, parts, &case.id).await?;
    alerts::reopen(tx, parts, case, member, quiet, now).await?;
    cases::save(tx, parts, case, now).await?;
    Ok(quiet)
}

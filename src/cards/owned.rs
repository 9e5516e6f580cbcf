//! The card of a case that somebody has: for its owner what to do and to answer, for all others
//! who has it and whether anything is happening.

use habeas_core::codec::callback::Action;
use habeas_core::domain::{Level, Phrase, Role, Timestamp};
use habeas_core::oncall::promise::Promise;

use super::page::{place_and_danger, since};
use super::{decide, words};
use crate::alert;
use crate::cases::Case;
use crate::console;
use crate::oncall::members::{self, Member};
use crate::oncall::{self, Beside, Did, Done, SaidFree, Why};
use crate::parts::Parts;
use crate::storage::{Result, Tx};

/// So many colleagues are named to an owner who has to speak with one.
const NAMED: usize = 4;

/// Lines and rows of buttons: a key and what it means.
#[derive(Default)]
pub(super) struct Shown {
    pub(super) lines: Vec<Phrase>,
    pub(super) rows: Vec<Vec<(&'static str, Action)>>,
}

fn time(parts: &Parts, case: &Case, at: Timestamp) -> String {
    words::clock_time(parts, &case.report.report.host_state, at)
}

/// What the owner reads and can press.
pub(super) async fn mine(tx: &mut Tx, parts: &Parts, case: &Case) -> Result<Shown> {
    let done = oncall::actions_of(tx, parts, &case.id).await?;
    let promise = oncall::promise_of(tx, &case.id).await?;
    let mut shown = Shown { lines: place_and_danger(case), rows: vec![] };
    shown.lines.push(Phrase::new("page-yours").text("time", since(parts, case)));
    shown.lines.extend(unseen(parts, case));
    let acted = done.last().map(|d| d.at).max(case.taken_at);
    if acted.is_some_and(|acted| case.changed_at > acted) {
        let at = time(parts, case, case.changed_at);
        shown.lines.push(Phrase::new("page-yours-added").text("time", at));
    }
    if let Some(promise) = &promise
        && (promise.asked || promise.lapsed)
    {
        shown.lines.extend(asked(tx, parts, case, promise).await?);
        shown.rows.push(vec![("button-still-on", Action::Did(code(Did::StillOn)))]);
    }
    shown.lines.extend(done.iter().map(|d| action_line(parts, case, d)));
    let free = oncall::said_free(tx, case).await?;
    let next = |key: &&'static str| Phrase::new(*key).text("code", case.code.as_str());
    shown.lines.extend(["page-yours-told", "page-yours-reply"].iter().map(next));
    let (signs, opens) = (promise.is_some(), opens_in_console(tx, parts, case).await?);
    let way = |key: &'static str| match key {
        "page-yours-first" if opens => "page-yours-open",
        key => key,
    };
    shown.lines.extend(what_next(free, signs).iter().map(|key| next(&way(key))));
    if opens {
        shown.rows.push(vec![("button-open-case", Action::OpenCase)]);
    }
    if !free.by_anybody() {
        shown.lines.extend(first_hour(parts, case));
    }
    let button = |did: Did| (button_key(did), Action::Did(code(did)));
    shown.rows.extend([
        vec![button(Did::OnMyWay), (reached(case), Action::Did(code(Did::Reached)))],
        vec![button(Did::Filed), button(Did::AskedHelp)],
        vec![("button-hand-over", Action::HandOver), button(Did::SaysFree)],
        vec![button(Did::LooksFalse), ("button-why", Action::Why)],
    ]);
    Ok(shown)
}

/// Whether the owner reads the case in the console.
async fn opens_in_console(tx: &mut Tx, parts: &Parts, case: &Case) -> Result<bool> {
    let Some(owner) = &case.taken_by else { return Ok(false) };
    // An owner who cannot be read has the card all the same.
    match members::by_id(tx, parts, owner).await {
        Ok(Some(owner)) => oncall::reads_in_console(tx, parts, case, &owner).await,
        _ => Ok(false),
    }
}

/// What helps in the first hour: outside rehearsals only what a lawyer of that state has approved.
pub(super) fn first_hour(parts: &Parts, case: &Case) -> Vec<Phrase> {
    let fact = |key: &str| case.report.report.facts.code(key).map(str::to_owned);
    let lines = parts.first_hour.lines(fact, !parts.rehearsal);
    lines.into_iter().map(Phrase::new).collect()
}

/// What the owner does now; where the person is said to be free, that is another thing.
pub(super) fn what_next(free: SaidFree, signs: bool) -> &'static [&'static str] {
    match free {
        SaidFree { settled: true, .. } => &["page-free-settled", "page-free-closing"],
        // Also where others were called all the same: said once more, it is settled.
        SaidFree { family: true, .. } => &["page-free-sure", "page-free-tap"],
        SaidFree { owner: true, .. } if !signs => &["page-free-asked"],
        SaidFree { owner: true, .. } => &["page-free-asked", "page-free-until"],
        _ => &["page-yours-first", "page-yours-then"],
    }
}

/// That the case holds messages which no owner has seen: nobody can open them here.
fn unseen(parts: &Parts, case: &Case) -> Option<Phrase> {
    let unseen = &case.report.unseen;
    let at = unseen.at.filter(|_| unseen.told && unseen.n > 0)?;
    let line = Phrase::new("page-yours-sealed").number("n", i64::from(unseen.n));
    Some(line.text("time", time(parts, case, at)))
}

/// What a coordinator reads and presses of a case that waits for their look.
pub(super) fn held(parts: &Parts, case: &Case, until: Timestamp) -> Shown {
    let mut shown = Shown { lines: place_and_danger(case), rows: vec![] };
    shown.lines.push(Phrase::new("page-held"));
    let until = time(parts, case, until);
    shown.lines.push(Phrase::new("page-held-until").text("time", until));
    let button = |did: Did| (button_key(did), Action::Did(code(did)));
    shown.rows.push(vec![button(Did::PagedAtOnce), button(Did::LooksFalse)]);
    shown
}

/// A coordinator can vouch for the reporter of a case, and take it back.
pub(super) async fn vouch(
    tx: &mut Tx,
    case: &Case,
    me: Option<&Member>,
) -> Result<Option<(&'static str, Action)>> {
    let coordinates = me.is_some_and(|me| me.role == Role::Coordinator);
    if !coordinates {
        return Ok(None);
    }
    if oncall::is_vouched(tx, &case.id).await? {
        return Ok(Some(("button-vouch-back", Action::VouchBack)));
    }
    Ok(Some((button_key(Did::Vouches), Action::Did(code(Did::Vouches)))))
}

/// Whether the owner is still on it, and what happens without a sign. Where their own signs count
/// no more: why, and whose word does.
async fn asked(tx: &mut Tx, parts: &Parts, case: &Case, promise: &Promise) -> Result<Vec<Phrase>> {
    let lapses = time(parts, case, promise.signed_at.plus_s(parts.terms.lapse_after_s));
    if promise.can_renew(&parts.terms) {
        let key = if promise.lapsed { "page-others-called" } else { "page-still-on-it" };
        return Ok(vec![Phrase::new(key).text("time", lapses)]);
    }
    let (who, _) = oncall::colleagues(tx, parts, case).await?;
    let names: Vec<&str> = who.iter().map(|m| m.name.as_str()).take(NAMED).collect();
    let mut lines = vec![Phrase::new("page-signs-used-up").text("code", case.code.as_str())];
    lines.push(match names.is_empty() {
        true => Phrase::new("page-signs-nobody"),
        false => Phrase::new("page-signs-who").text("name", names.join(", ")),
    });
    if let Some(owner) = &case.taken_by
        && let Ok(Some(owner)) = members::by_id(tx, parts, owner).await
        && console::lets_in(tx, parts, &owner).await?
    {
        lines.push(Phrase::new("page-signs-key"));
    }
    if !promise.lapsed && !names.is_empty() {
        lines.push(Phrase::new("page-signs-then").text("time", lapses));
    }
    Ok(lines)
}

/// Why a colleague is called beside the owner, whose name this is.
async fn why_beside(
    tx: &mut Tx,
    parts: &Parts,
    case: &Case,
    promise: &Promise,
    owner: &str,
) -> Result<Vec<Phrase>> {
    let signed = time(parts, case, promise.signed_at);
    Ok(match oncall::beside_owner(tx, parts, &case.id).await? {
        Beside::NoSign => vec![Phrase::new("page-no-sign").text("time", signed)],
        Beside::Asked(name, at) => vec![
            Phrase::new("page-colleague-asks")
                .text("name", name)
                .text("time", time(parts, case, at)),
            Phrase::new("page-last-sign").text("time", signed),
        ],
        Beside::OneMore => vec![Phrase::new("page-one-more").text("name", owner)],
    })
}

/// What the others read and can press.
pub(super) async fn others(
    tx: &mut Tx,
    parts: &Parts,
    case: &Case,
    owner: &str,
    me: &Member,
) -> Result<Shown> {
    // An owner who cannot be read hides the case from nobody.
    let owner = members::by_id(tx, parts, owner).await.ok().flatten();
    let name = owner.map(|m| m.name).unwrap_or_default();
    let mut shown = Shown::default();
    let has_it = Phrase::new("page-taken-by").text("name", name.as_str());
    shown.lines.push(has_it.text("time", since(parts, case)));
    if oncall::handed_to(tx, &case.id, &me.id).await? {
        shown.lines.push(Phrase::new("page-handed").text("name", name));
        shown.rows.push(vec![("button-take", Action::Take)]);
        shown.rows.push(vec![("button-cannot", Action::Decline), ("button-why", Action::Why)]);
        return Ok(shown);
    }
    let promise = oncall::promise_of(tx, &case.id).await?;
    let called = alert::called(tx, &case.id, &me.id).await?.waits_for;
    let spoke = ("button-spoke-with", Action::Did(code(Did::SpokeWith)));
    let free = oncall::said_free(tx, case).await?;
    let agrees = (case.level == Level::Critical && free.owner && !free.settled)
        .then(|| vec![("button-agrees-free", Action::Did(code(Did::AgreesFree)))]);
    if agrees.is_some() {
        shown.lines.push(Phrase::new("page-owner-free").text("name", name.as_str()));
        shown.lines.push(Phrase::new("page-owner-free-ask"));
    }
    match (called, &promise) {
        (Some(Why::Lapse), Some(promise)) => {
            shown.lines.extend(place_and_danger(case));
            shown.lines.extend(why_beside(tx, parts, case, promise, &name).await?);
            shown.lines.push(Phrase::new("page-do-lapse").text("name", name));
            shown.rows.push(vec![("button-take", Action::Take), spoke]);
            shown.rows.extend(agrees);
            shown.rows.push(vec![("button-cannot", Action::Decline), ("button-why", Action::Why)]);
        }
        (Some(Why::Help), _) => {
            shown.lines.extend(place_and_danger(case));
            shown.lines.push(Phrase::new("page-do-help").text("name", name));
            shown.rows.push(vec![("button-helps", Action::Did(code(Did::Helps)))]);
            shown.rows.extend(agrees);
            shown.rows.push(vec![("button-cannot", Action::Decline), ("button-why", Action::Why)]);
        }
        (_, promise) => {
            let done = oncall::actions_of(tx, parts, &case.id).await?;
            shown.lines.extend(done.iter().map(|d| action_line(parts, case, d)));
            if free.by_anybody() && me.role == Role::Coordinator {
                shown.lines.extend(place_and_danger(case));
                shown.lines.push(Phrase::new("page-free-close"));
            } else {
                shown.lines.push(Phrase::new("page-taken-rest"));
            }
            if case.level == Level::Critical {
                let again = ("button-page-again", Action::Did(code(Did::PagedAgain)));
                shown.rows.push(vec![again]);
                shown.rows.extend(promise.is_some().then(|| vec![spoke]));
                shown.rows.extend(agrees);
            }
        }
    }
    Ok(shown)
}

/// The colleagues whom the owner can ask to take the case over.
pub(super) async fn colleagues(
    tx: &mut Tx,
    parts: &Parts,
    case: &Case,
) -> Result<(Vec<Phrase>, Vec<(String, Action)>, u32)> {
    let (who, list) = oncall::colleagues(tx, parts, case).await?;
    let buttons =
        (0_u16..).zip(who).map(|(at, member)| (member.name, Action::HandTo(at))).collect();
    let lines = vec![
        Phrase::new("hand-over-head").text("code", case.code.as_str()),
        Phrase::new("hand-over-whom"),
    ];
    Ok((lines, buttons, list))
}

/// Who did what, and when.
pub(super) fn action_line(parts: &Parts, case: &Case, done: &Done) -> Phrase {
    Phrase::new("did-line")
        .text("time", time(parts, case, done.at))
        .text("name", done.name.as_str())
        .phrase("what", what_was_done(done))
}

/// What was done; of what coordinators decide or propose, also which decision it is, and why.
pub(super) fn what_was_done(done: &Done) -> Phrase {
    let key = match done.did {
        Did::Raised | Did::Lowered | Did::Closed => "did-decides",
        Did::Proposed => "did-proposes",
        _ => return Phrase::new(format!("did-{}", done.did.as_str())),
    };
    let Some((decision, reason)) = done.decision else {
        return Phrase::new(format!("did-{}", done.did.as_str()));
    };
    let what = Phrase::new(key).phrase("what", decide::named(decision));
    match reason {
        Some(reason) => {
            let reason = decide::reason_phrase(reason);
            Phrase::new("did-because").phrase("what", what).phrase("reason", reason)
        }
        None => what,
    }
}

/// "I am at the station", where it is one.
fn reached(case: &Case) -> &'static str {
    match case.report.report.facts.code("where_now") {
        Some("court") => "button-reached-court",
        Some("airport" | "aircraft") => "button-reached-airport",
        Some("border_crossing") => "button-reached-border",
        _ => button_key(Did::Reached),
    }
}

fn button_key(did: Did) -> &'static str {
    match did {
        Did::StillOn => "button-still-on",
        Did::OnMyWay => "button-on-my-way",
        Did::Reached => "button-reached",
        Did::Filed => "button-filed",
        Did::AskedHelp => "button-need-help",
        Did::Helps => "button-helps",
        Did::LooksFalse => "button-looks-false",
        Did::SaysFree => "button-says-free",
        Did::SpokeWith => "button-spoke-with",
        Did::AgreesFree => "button-agrees-free",
        Did::PagedAtOnce => "button-at-once",
        Did::Vouches => "button-vouch",
        _ => "button-page-again",
    }
}

/// The number of an action in callback data: its place in [`Did::ALL`], which only grows.
pub(super) fn code(did: Did) -> u16 {
    let at = Did::ALL.iter().position(|d| *d == did).unwrap_or(0);
    u16::try_from(at).unwrap_or(0)
}

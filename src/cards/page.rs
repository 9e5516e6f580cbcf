//! The page and its reasons: what a member sees of a case before opening it.
//!
//! L8: the first line is level, code, hours and "open to read", nothing else, because it is what
//! a lock screen shows. Danger is "indicated" or "not known", never a category.

use habeas_core::assessment::{Assessment, Verdict};
use habeas_core::codec::callback::Action;
use habeas_core::domain::{Language, Level, Phrase, Role};
use habeas_core::intake::danger_class;

use super::raise::Card;
use super::render::{Button, Rendered};
use super::words;
use super::{decide, owned};
use crate::alert;
use crate::cases::{self, Case, Stage};
use crate::oncall::{self, Standing, members};
use crate::parts::Parts;
use crate::storage::{Result, Tx};

/// Reasons leave the chat after so many seconds.
const WHY_STAYS_S: i64 = 600;

/// Renders the page of a case for the member whose chat this is.
pub(super) async fn render(
    tx: &mut Tx,
    parts: &Parts,
    card: &Card,
    case: &[u8],
) -> Result<Option<Rendered>> {
    let case = match cases::load(tx, parts, case).await {
        Ok(Some(case)) => case,
        Ok(None) => return Ok(None),
        Err(error) if !error.is_retryable() => return unreadable(tx, parts, card, case).await,
        Err(error) => return Err(error),
    };
    let assessment = alert::latest(tx, parts, &case.id).await.ok().flatten();
    let me = members::by_telegram(tx, parts, card.chat).await?;
    let called = match &me {
        Some(me) => alert::called(tx, &case.id, &me.id).await?,
        None => alert::Called::default(),
    };
    let (called, declined) = (called.is, called.declined);
    let mut lines = vec![first_line(&case, assessment.as_ref())];
    let mut rows = vec![];
    match (&case.stage, &case.taken_by) {
        _ if me.is_none() => lines = vec![Phrase::new("page-not-for-you")],
        (Stage::Taken, Some(owner)) => {
            let shown = match &me {
                Some(me) if me.id != *owner => owned::others(tx, parts, &case, owner, me).await?,
                _ => owned::mine(tx, parts, &case).await?,
            };
            lines.extend(shown.lines);
            rows = shown.rows;
        }
        (Stage::Closed, _) => {
            lines.push(Phrase::new("page-closed"));
            let done = oncall::actions_of(tx, parts, &case.id).await?;
            let closed = done.iter().filter(|d| d.did == oncall::Did::Closed);
            lines.extend(closed.map(|d| owned::action_line(parts, &case, d)));
        }
        _ => {
            lines.extend(silent_since(parts, &case));
            let standing = oncall::standing(tx, &case).await?;
            let role = me.as_ref().map(|m| m.role);
            match standing {
                Standing::Held(until) if called && role == Some(Role::Coordinator) => {
                    let shown = owned::held(parts, &case, until);
                    lines.extend(shown.lines);
                    rows = shown.rows;
                }
                _ => lines.extend(open(&case, declined, called, role, standing)),
            }
            let done = oncall::actions_of(tx, parts, &case.id).await?;
            lines.extend(done.iter().map(|d| owned::action_line(parts, &case, d)));
            rows.push(vec![("button-take", Action::Take)]);
            if called && !declined {
                rows.push(vec![("button-cannot", Action::Decline)]);
            }
            rows.push(vec![("button-why", Action::Why)]);
        }
    }
    if let Some(me) = me.as_ref().filter(|_| case.stage != Stage::Closed) {
        let same = cases::likely_same(tx, &case).await?.into_iter();
        lines.extend(same.map(|(_, code)| Phrase::new("page-likely-same").text("code", code)));
        let shown = decide::on_page(tx, parts, &case, me).await?;
        lines.extend(shown.lines);
        rows.extend(shown.rows);
        rows.extend(owned::vouch(tx, &case, Some(me)).await?.map(|button| vec![button]));
    }
    let text = words::say_all(parts, card.language, &lines);
    let button = |(key, action): (&str, Action)| {
        let label = words::say(parts, card.language, &Phrase::new(key));
        let generation = match action {
            // What is read is what is agreed with, and nothing that is proposed later.
            Action::AgreeTo | Action::DisagreeWith => case.report.proposed,
            _ => 0,
        };
        Button { label, action, generation }
    };
    let buttons = rows.into_iter().map(|row| row.into_iter().map(button).collect()).collect();
    Ok(Some(Rendered { text, buttons, delete_after_s: None, link: None }))
}

/// The page of a case whose report does not open: it rings all the same, and says whom to call.
async fn unreadable(
    tx: &mut Tx,
    parts: &Parts,
    card: &Card,
    case: &[u8],
) -> Result<Option<Rendered>> {
    let Some((code, level)) = cases::outline(tx, case).await? else { return Ok(None) };
    let first = Phrase::new("page-first-line")
        .phrase("level", level_phrase(level))
        .text("code", code)
        .phrase("hours", Phrase::new("page-hours-unknown"));
    let lines = [first, Phrase::new("page-unreadable"), Phrase::new("page-do-unreadable")];
    let text = words::say_all(parts, card.language, &lines);
    Ok(Some(Rendered { text, buttons: vec![], delete_after_s: None, link: None }))
}

pub(super) fn level_phrase(level: Level) -> Phrase {
    Phrase::new(format!("level-{level}"))
}

/// Level, code, hours, "open to read".
fn first_line(case: &Case, assessment: Option<&Assessment>) -> Phrase {
    Phrase::new("page-first-line")
        .phrase("level", level_phrase(case.level))
        .text("code", case.code.as_str())
        .phrase("hours", hours_phrase(assessment.and_then(|a| a.hours_left)))
}

pub(super) fn hours_phrase(hours: Option<f64>) -> Phrase {
    match hours {
        Some(hours) => Phrase::new("page-hours").number("n", (hours.round() as i64).max(1)),
        None => Phrase::new("page-hours-unknown"),
    }
}

/// What is known and what to do, while nobody has it.
fn open(
    case: &Case,
    declined: bool,
    called: bool,
    role: Option<Role>,
    standing: Standing,
) -> Vec<Phrase> {
    let mut lines = place_and_danger(case);
    lines.push(Phrase::new(match (declined, case.level, role) {
        _ if standing == Standing::Quiet => "page-do-quiet",
        (true, ..) => "page-you-declined",
        (_, Level::Watch, _) => "page-do-watch",
        (_, Level::Urgent, _) => "page-do-urgent",
        _ if !called => "page-do-waiting",
        (_, _, Some(Role::Coordinator)) => "page-do-coordinator",
        _ => "page-do-critical",
    }));
    lines
}

/// Since when nothing has come, where more was to come.
pub(super) fn silent_since(parts: &Parts, case: &Case) -> Option<Phrase> {
    let since = case.report.silent_since?;
    let time = words::clock_time(parts, &case.report.report.host_state, since);
    Some(Phrase::new("page-silent").text("time", time))
}

/// Where the person is and whether there is danger, as far as a chat may say it.
pub(super) fn place_and_danger(case: &Case) -> Vec<Phrase> {
    [place_phrase(case), danger_phrase(case)].into_iter().chain(said(case)).collect()
}

/// Whether danger is indicated, never of which kind.
pub(super) fn danger_phrase(case: &Case) -> Phrase {
    Phrase::new(match danger_class(&case.report.report) {
        Some("strong" | "weak") => "page-danger-indicated",
        _ => "page-danger-unknown",
    })
}

/// What a reporter says beside the answers, that nobody may miss.
pub(super) fn said(case: &Case) -> impl Iterator<Item = Phrase> {
    let said = &case.report;
    let sos = said.sos_begun || said.sos_at.is_some();
    let said = [
        (sos, "page-sos"),
        (said.mistake_at.is_some(), "page-says-mistake"),
        (oncall::family_says_free(case), "page-free-family"),
    ];
    said.into_iter().filter(|(is, _)| *is).map(|(_, key)| Phrase::new(key))
}

/// Where the person is.
pub(super) fn place_phrase(case: &Case) -> Phrase {
    let report = &case.report.report;
    let state = state_phrase(&report.host_state);
    match report.facts.code("where_now").filter(|place| *place != "unknown") {
        Some(place) => Phrase::new("page-where")
            .phrase("state", state)
            .phrase("place", Phrase::new(format!("q-where_now--{place}"))),
        None => Phrase::new("page-where-unknown").phrase("state", state),
    }
}

fn state_phrase(code: &str) -> Phrase {
    match code {
        "unknown" => Phrase::new("state-unknown"),
        code => Phrase::new(format!("state-{code}")),
    }
}

/// When the case was taken, on the clock of the host state.
pub(super) fn since(parts: &Parts, case: &Case) -> String {
    let at = case.taken_at.unwrap_or(case.opened_at);
    words::clock_time(parts, &case.report.report.host_state, at)
}

/// Renders the list of colleagues to whom a case can be handed.
pub(super) async fn render_hand_over(
    tx: &mut Tx,
    parts: &Parts,
    card: &Card,
    case: &[u8],
) -> Result<Option<Rendered>> {
    let Some(case) = cases::load(tx, parts, case).await? else { return Ok(None) };
    let (lines, names, list) = owned::colleagues(tx, parts, &case).await?;
    let button = |(label, action)| vec![Button { label, action, generation: list }];
    Ok(Some(Rendered {
        text: words::say_all(parts, card.language, &lines),
        buttons: names.into_iter().map(button).collect(),
        delete_after_s: Some(WHY_STAYS_S),
        link: None,
    }))
}

/// Renders the reasons as a sum that can be done again by hand.
pub(super) async fn render_why(
    tx: &mut Tx,
    parts: &Parts,
    card: &Card,
    case: &[u8],
) -> Result<Option<Rendered>> {
    let Some(case) = cases::load(tx, parts, case).await? else { return Ok(None) };
    let Some(assessment) = alert::latest(tx, parts, &case.id).await? else { return Ok(None) };
    let language: Language = card.language;
    let mut lines = vec![first_line(&case, Some(&assessment))];
    lines.extend(case.report.sos_at.map(|_| Phrase::new("page-sos")));
    let (reasons, not_known) = reasons(&assessment);
    lines.extend(reasons);
    if !not_known.is_empty() {
        let named: Vec<String> =
            not_known.iter().map(|reason| words::say(parts, language, reason)).collect();
        lines.push(Phrase::new("why-unknown").text("reasons", named.join("; ")));
    }
    lines.push(
        Phrase::new("why-sum")
            .number("low", assessment.score_low)
            .number("high", assessment.score_high),
    );
    lines.push(rules(parts));
    lines.push(Phrase::new("why-deleted"));
    let text = words::say_all(parts, language, &lines);
    Ok(Some(Rendered { text, buttons: vec![], delete_after_s: Some(WHY_STAYS_S), link: None }))
}

/// The lines of the sum, and what is not known, each once.
pub(super) fn reasons(assessment: &Assessment) -> (Vec<Phrase>, Vec<Phrase>) {
    let (mut lines, mut not_known) = (vec![], vec![]);
    for reason in &assessment.reasons {
        let sentence = Phrase::new(reason.sentence_id.as_str());
        match reason.verdict {
            Verdict::Unknown if not_known.contains(&sentence) => {}
            Verdict::Unknown => not_known.push(sentence),
            Verdict::Trigger => lines.push(Phrase::new("why-trigger").phrase("reason", sentence)),
            Verdict::Yes | Verdict::Lowers => lines.push(
                Phrase::new("why-weight")
                    .text("weight", format!("{:+}", reason.weight))
                    .phrase("reason", sentence),
            ),
        }
    }
    (lines, not_known)
}

/// By which rules a case is judged.
pub(super) fn rules(parts: &Parts) -> Phrase {
    Phrase::new("why-card")
        .text("card", parts.card.id.as_str())
        .text("version", parts.card.version.to_string())
}

//! What a step gave, done: entries sealed, the report judged, cards raised, all in one
//! transaction.

use habeas_core::domain::{Level, Phrase, Report, Timestamp};
use habeas_core::intake::conversation::{ForLawyer, Screen, Sos};
use habeas_core::intake::news::{News, is_nearer};
use habeas_core::intake::{Effect, Input, Outcome, step};

use super::conversations::{self, Stored};
use super::telling::{Telling, tell, warn_if_nobody_is_reachable};
use super::{asides, asking, silence};
use crate::alert;
use crate::cards::{self, Lane, Raise, Subject};
use crate::cases::{self, Case, Sealed, Stage};
use crate::oncall;
use crate::parts::Parts;
use crate::storage::{Result, Tx};

/// What the caller does after the commit, and with the message that came.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Heard {
    /// The answer to the tap.
    pub toast: Option<Phrase>,
    /// The message that was typed leaves the chat at once.
    pub delete_typed: bool,
}

/// Takes one input from a reporter: seals, judges, alerts, saves, raises the card.
pub async fn hear(
    tx: &mut Tx,
    parts: &Parts,
    chat: i64,
    stored: &mut Stored,
    input: Input,
    slow_ms: i64,
    now: Timestamp,
) -> Result<Heard> {
    let heard = hear_all(tx, parts, chat, stored, vec![input], slow_ms, now).await?;
    Ok(heard.into_iter().next().unwrap_or_default())
}

/// Takes what came together, in order: each input as [`hear`] does, loaded and saved once.
/// Returns one value for each.
pub async fn hear_all(
    tx: &mut Tx,
    parts: &Parts,
    chat: i64,
    stored: &mut Stored,
    inputs: Vec<Input>,
    slow_ms: i64,
    now: Timestamp,
) -> Result<Vec<Heard>> {
    let mut case = match &stored.case {
        Some(id) => cases::load(tx, parts, id).await?,
        None => None,
    };
    // A conversation that was lost has forgotten the call, whatever was saved since.
    let forgot_call = |case: &Case| case.stage != Stage::Closed && case.report.sos_begun;
    if stored.silent_at.is_some() && case.as_ref().is_some_and(forgot_call) {
        stored.state.sos = Sos::Begun;
    }
    let level = case.as_ref().map_or(Level::Routine, |case| case.level);
    // A live location moves by itself: nobody has said anything.
    let passive = inputs.iter().all(|i| matches!(i, Input::EditedFile { kind: "location", .. }));
    if case.is_some() && !passive {
        cards::seen(tx, parts, chat, now).await?;
    }
    let place = match &case {
        Some(case) => cases::reporter(tx, parts, &case.id, chat).await?.map_or(1, |who| who.place),
        None => 1,
    };
    // Also where the conversation began anew, or before this was noted.
    stored.state.joined = place > 1;
    let shown = stored.state.clone();
    let mut telling = Telling::new(chat, place, stored.state.held, slow_ms);
    let mut entries = vec![];
    let (mut all, mut below, mut changed, mut opened) = (vec![], false, false, false);
    for input in inputs {
        let had_case = case.is_some();
        let before = case.as_ref().map(|c| c.report.report.clone()).unwrap_or_default();
        let mut report = before.clone();
        let moves = matches!(input, Input::EditedFile { kind: "location", .. });
        let outcome = step(parts.guide(), &mut stored.state, &mut report, input, now);
        let writes = outcome.effects.iter().any(|e| matches!(e, Effect::Record { .. }));
        if case.is_none() && writes {
            let new = cases::open(tx, parts, now).await?;
            cases::add_route(tx, parts, &new.id, chat, true).await?;
            stored.case = Some(new.id.clone());
            case = Some(new);
            opened = true;
        }
        if stored.state.held && outcome.effects.iter().any(reports) {
            stored.state.held = false;
            (telling.held, telling.released) = (false, had_case);
        }
        if let Some(case) = &mut case
            && (writes || outcome.assessment.is_some())
        {
            let denied = says_held(&outcome)
                && case.stage == Stage::Taken
                && oncall::said_free(tx, case).await?.by_anybody();
            case.report.report = report;
            case.report.note_given(&before, now);
            if !passive {
                case.report.silent_since = None;
            }
            let nearer = is_nearer(&before, &case.report.report, now);
            if let Some(lowered) = case.report.lowered.as_mut().filter(|_| nearer) {
                lowered.over = true;
            }
            telling.passed = record(tx, parts, &telling, case, &outcome, &mut entries, now).await?;
            telling.taken = case.stage == Stage::Taken;
            if denied {
                oncall::family_denies(tx, parts, case, now).await?;
            }
            let free = oncall::family_says_free(case);
            if free && before.facts.code("where_now") != Some("released") {
                oncall::family_says(tx, parts, case, chat, now).await?;
            }
            if !moves {
                note_unseen(tx, case, &outcome, now).await?;
            }
            if nearer && case.stage != Stage::Taken {
                oncall::rings_anew(tx, parts, case, now).await?;
            }
            if nearer && case.stage == Stage::Taken {
                oncall::rings_owner(tx, parts, case, now).await?;
            } else if page_differs(&before, &case.report.report) {
                cards::refresh(tx, parts, &Subject::Page(case.id.clone())).await?;
            }
            oncall::expect_signs(tx, parts, case, now).await?;
            changed = true;
        }
        all.push(tell(tx, parts, &mut telling, stored, case.as_ref(), &outcome).await?);
        below |= outcome.effects.contains(&Effect::CardBelow);
    }
    cases::append(tx, entries).await?;
    if let Some(case) = case.as_ref().filter(|_| changed) {
        cases::save(tx, parts, case, now).await?;
        if case.level > level {
            asking::ask_no_later(tx, parts, case, now).await?;
        }
    }
    if opened {
        warn_if_nobody_is_reachable(tx, parts, chat, stored).await?;
    }
    if below || stored.state != shown {
        let subject = Subject::Interview(stored.id.clone());
        let mut card =
            Raise::new(chat, subject, stored.state.language).lane(Lane::Question).after_ms(slow_ms);
        if below {
            card = card.fresh().silent(true);
        }
        card.raise(tx, parts).await?;
    }
    if !passive {
        let at = case.as_ref().and_then(|case| asking::ask_at(parts, case, now));
        stored.ask_at = asking::or_ticks_left(&stored.state, at, now);
        let waits = stored.silent_at.filter(|_| shown.sos == Sos::Begun || shown.held);
        let due = case.as_ref().and_then(|c| silence::due_at(parts, &stored.state, c, waits, now));
        stored.silent_at = due;
    }
    if std::mem::take(&mut stored.restarted) {
        let lines = vec![Phrase::new("restarted"), Phrase::new("restarted-again")];
        cards::notice(tx, parts, chat, stored.state.language, lines).await?;
    }
    conversations::save(tx, parts, chat, stored, now).await?;
    if stored.state.screen == Screen::Finished && shown.screen != Screen::Finished {
        asides::bring_up(tx, parts, chat, stored, now).await?;
    }
    Ok(all)
}

/// Seals the entries and judges the report; gives whether words went on to whoever has the case.
/// Whoever joined is named in theirs by their place.
async fn record(
    tx: &mut Tx,
    parts: &Parts,
    who: &Telling,
    case: &mut Case,
    outcome: &Outcome,
    entries: &mut Vec<Sealed>,
    now: Timestamp,
) -> Result<bool> {
    for effect in &outcome.effects {
        if let Effect::Record { kind, body } = effect {
            let mut sealed = body.clone();
            if who.place > 1 {
                sealed["reporter"] = who.place.into();
            }
            entries.push(cases::seal(tx, parts, case, (kind, &sealed), now).await?);
            if *kind == "sos" {
                case.report.sos_begun = true;
            }
            if *kind == "joined-news" {
                oncall::joined_says(tx, parts, case, who.chat, body).await?;
            }
            if *kind == "news" && body["news"] == News::Mistake.as_str() {
                case.report.mistake_at = Some(now);
                cards::refresh(tx, parts, &Subject::Page(case.id.clone())).await?;
            }
        }
    }
    if let Some(assessment) = &outcome.assessment {
        alert::judge(tx, parts, case, assessment, now).await?;
    }
    if outcome.effects.contains(&Effect::Sos) {
        let hours_left = outcome.assessment.as_ref().and_then(|a| a.hours_left);
        alert::sos(tx, parts, case, hours_left, now).await?;
    }
    let tells = outcome.effects.iter().any(tells_something);
    if (tells && !who.held) || who.released {
        alert::words_alone(tx, parts, case, now).await?;
    }
    if case.stage != Stage::Taken {
        return Ok(false);
    }
    let passed = pass_on(tx, parts, who.chat, case, outcome, now).await?;
    if !passed && tells {
        oncall::tell_owner(tx, parts, case, false).await?;
    }
    Ok(passed)
}

/// What no owner sees is counted: nobody has the case, or others are called beside whoever has it.
async fn note_unseen(
    tx: &mut Tx,
    case: &mut Case,
    outcome: &Outcome,
    now: Timestamp,
) -> Result<()> {
    let given = outcome.effects.iter().filter(|effect| is_for_a_person(effect)).count();
    if given == 0 {
        return Ok(());
    }
    let seen = case.stage == Stage::Taken
        && oncall::promise_of(tx, &case.id).await?.is_none_or(|promise| !promise.lapsed);
    if !seen {
        case.report.note_unseen(u32::try_from(given).unwrap_or(u32::MAX), now);
    }
    Ok(())
}

/// Whether an entry is something that whoever has the case would want to read: an answer to what
/// they need, words, a file, a place.
fn is_for_a_person(effect: &Effect) -> bool {
    tells_something(effect) && !matches!(effect, Effect::Record { kind: "sos", .. })
}

/// What whoever has the case asked for goes on to them; `false` if nothing of it did.
async fn pass_on(
    tx: &mut Tx,
    parts: &Parts,
    chat: i64,
    case: &Case,
    outcome: &Outcome,
    now: Timestamp,
) -> Result<bool> {
    let mut passed = false;
    for effect in &outcome.effects {
        let Effect::Record { kind, body } = effect else { continue };
        let text = body["text"].as_str().unwrap_or_default();
        match *kind {
            "for-lawyer" => {
                let what = body["what"].as_str().unwrap_or_default();
                let text = if what == ForLawyer::Mandate.as_str() { "" } else { text };
                let about = Phrase::new(format!("relay-{what}"));
                oncall::pass_on(tx, parts, case, chat, about, text).await?;
                passed = true;
            }
            // Whatever the card asked for when the words came: the owner has asked.
            "words" | "city" | "country" => {
                let words = (text, body["answer"] == true);
                passed |= oncall::relay_answer(tx, parts, case, chat, words, now).await?
            }
            _ => {}
        }
    }
    Ok(passed)
}

/// Whether an entry holds what no code says and only a person can judge: words, a file, a place.
fn tells_something(effect: &Effect) -> bool {
    matches!(effect, Effect::Record { kind, .. } if !["answer", "city", "country", "news"].contains(kind))
}

/// Whether a step says that the person is held.
fn says_held(outcome: &Outcome) -> bool {
    let held = |news: &&News| news.says_held();
    let mut held = News::ALL.iter().filter(held).map(|news| news.as_str());
    outcome.effects.iter().any(|effect| match effect {
        Effect::Record { kind: "news", body } => held.any(|news| body["news"] == news),
        _ => false,
    })
}

/// Whether an entry says that this is a report, whoever writes.
fn reports(effect: &Effect) -> bool {
    matches!(effect, Effect::Record { kind, .. } if ["answer", "news", "sos"].contains(kind))
}

/// Whether what a page shows of a report has changed: place, danger, or what its hours rest on.
fn page_differs(before: &Report, after: &Report) -> bool {
    let shown = [
        "where_now",
        "risk_profile",
        "removal_sign",
        "receiving_state",
        "detained_ago",
        "court_stage",
        "time_to_leave",
        "contact",
    ];
    before.timeline != after.timeline
        || before.host_state != after.host_state
        || shown.iter().any(|key| before.facts.get(key) != after.facts.get(key))
}

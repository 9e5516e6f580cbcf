//! What members press and write; and, for every tap, whether it is genuine and of which card.

use habeas_core::codec::callback::{Action, Callback};
use habeas_core::codec::case_code::CaseCode;
use habeas_core::codec::invitation;
use habeas_core::domain::{Language, Phrase, Role, Timestamp};
use habeas_core::intake::Input;

use super::browser;
use super::commands::Command;
use super::not_kept;
use super::process::From;
use super::queue;
use super::rota;
use super::update::UpdateKind;
use super::waiting;
use super::{decisions, doubt};
use crate::audit::{self, By, Event, Kind};
use crate::cards::{self, Card, Lane, Raise, Subject};
use crate::cases::{self, Case};
use crate::intake;
use crate::oncall::exclusions;
use crate::oncall::members::{self, Member};
use crate::oncall::{self, Asked, Did};
use crate::parts::Parts;
use crate::storage::{Result, Tx};

/// Handles a tap: checks it, learns its message, does it. Returns what to answer.
pub(super) async fn tap(
    tx: &mut Tx,
    parts: &Parts,
    from: From,
    (message, sent): (Option<i64>, Timestamp),
    data: &str,
) -> Result<(Option<Phrase>, Language)> {
    let (callback, card) = match genuine(tx, parts, from, data).await? {
        Ok(found) => found,
        Err(why) => return Ok((Some(Phrase::new(why)), language_of(tx, parts, from).await?)),
    };
    if let Some(message) = message {
        cards::learn_message(tx, parts, &card, message, sent).await?;
    }
    let subject = &card.subject;
    let toast = match subject.clone() {
        Subject::Interview(id) => reporter_tap(tx, parts, from, &id, callback).await?,
        Subject::Decide(case) => {
            decisions::tap(tx, parts, from, (subject, &case), callback).await?
        }
        Subject::Reasons(mut case) => {
            case.pop();
            decisions::tap(tx, parts, from, (subject, &case), callback).await?
        }
        Subject::Page(case) if decisions::is_one(callback.action) => {
            decisions::tap(tx, parts, from, (subject, &case), callback).await?
        }
        Subject::Page(case) | Subject::HandOver(case) => {
            page_tap(tx, parts, from, &case, callback).await?
        }
        Subject::LooksFalse(case) => doubt::tap(tx, parts, from, &case, callback.action).await?,
        Subject::Gathered(_) => gathered_tap(tx, parts, from, callback).await?,
        Subject::Notice(_) | Subject::Receipt(_) => {
            notice_tap(tx, parts, from, &card, message, callback.action).await?
        }
        Subject::Join(id) => match callback.action {
            Action::MayHear(yes) => {
                Some(intake::may_hear(tx, parts, from.chat, &id, yes == 1).await?)
            }
            _ => Some(Phrase::new("toast-old-button")),
        },
        Subject::GoOn(case) if callback.action == Action::GoOn => {
            intake::go_on(tx, parts, from.chat, &case, from.now).await?
        }
        Subject::GoOn(_) => Some(Phrase::new("toast-old-button")),
        Subject::Why(_) | Subject::Number(_) => None,
        subject @ (Subject::Invitation(_)
        | Subject::Mine(_)
        | Subject::Off(_)
        | Subject::Languages(_)
        | Subject::Revoke(_)
        | Subject::RevokeOne(_)) => rota::tap(tx, parts, from, &subject, callback).await?,
    };
    Ok((toast, card.language))
}

/// The button that was pressed and its card; why not, if it is nobody's or somebody else's.
async fn genuine(
    tx: &mut Tx,
    parts: &Parts,
    from: From,
    data: &str,
) -> Result<std::result::Result<(Callback, Card), &'static str>> {
    let read = Callback::unpack(data).ok().filter(|(callback, tag)| {
        parts.keyring.verify_callback(&callback.signed_bytes(from.user), tag)
    });
    let Some((callback, _)) = read else { return Ok(Err("toast-not-ours")) };
    let card = cards::by_id(tx, parts, &callback.subject).await?;
    Ok(match card {
        None => Err("toast-old-button"),
        Some(card) if card.chat != from.user => Err("toast-not-ours"),
        Some(card) if cards::is_withheld(tx, parts, &card).await? => Err("toast-not-for-you"),
        Some(card) => Ok((callback, card)),
    })
}

/// The language of whoever presses what has no card.
async fn language_of(tx: &mut Tx, parts: &Parts, from: From) -> Result<Language> {
    Ok(match intake::by_chat(tx, parts, from.chat).await? {
        Some(stored) => stored.state.language,
        None => from.language.unwrap_or(Language::En),
    })
}

async fn reporter_tap(
    tx: &mut Tx,
    parts: &Parts,
    from: From,
    conversation: &[u8],
    callback: Callback,
) -> Result<Option<Phrase>> {
    let Some(mut stored) = intake::by_id(tx, parts, conversation).await? else {
        return Ok(Some(Phrase::new("toast-old-button")));
    };
    let old = callback.generation != stored.state.generation;
    let nothing_yet = stored.case.is_none() || stored.state.held;
    if callback.action == Action::Sos && !old {
        let heard = intake::sos(tx, parts, from.chat, &mut stored, from.slow_ms, from.now).await?;
        if nothing_yet {
            waiting::tapped(tx, parts, from, &stored).await?;
        }
        return Ok(heard.toast);
    }
    let input = Input::Tap { action: callback.action, generation: callback.generation };
    let heard =
        intake::hear(tx, parts, from.chat, &mut stored, input, from.slow_ms, from.now).await?;
    if nothing_yet && stored.case.is_some() && !stored.state.held {
        waiting::tapped(tx, parts, from, &stored).await?;
    }
    if old {
        // The reader looks at an old state of the card: it is put right.
        let subject = Subject::Interview(stored.id.clone());
        let card = Raise::new(from.chat, subject, stored.state.language);
        card.lane(Lane::Question).after_ms(from.slow_ms).raise(tx, parts).await?;
    }
    Ok(heard.toast)
}

/// "I wrote it down": the receipt leaves the chat now. "Open the case": a way into the console.
async fn notice_tap(
    tx: &mut Tx,
    parts: &Parts,
    from: From,
    card: &Card,
    message: Option<i64>,
    action: Action,
) -> Result<Option<Phrase>> {
    match action {
        Action::WroteDown => {}
        Action::OpenCase => return open_case(tx, parts, from).await,
        _ => return Ok(Some(Phrase::new("toast-old-button"))),
    }
    for message in message.into_iter().chain(card.message) {
        cards::schedule(tx, parts, from.chat, message, from.now).await?;
    }
    Ok(Some(Phrase::new("toast-wrote-down")))
}

/// "Open the case": a link into the console, as by `/console`.
async fn open_case(tx: &mut Tx, parts: &Parts, from: From) -> Result<Option<Phrase>> {
    let Some(member) = members::by_telegram(tx, parts, from.user).await? else {
        return Ok(Some(Phrase::new("toast-not-member")));
    };
    browser::console(tx, parts, from, &member).await?;
    Ok(None)
}

/// A button of a card that gathers several pages carries the number of its case's code.
async fn gathered_tap(
    tx: &mut Tx,
    parts: &Parts,
    from: From,
    callback: Callback,
) -> Result<Option<Phrase>> {
    let code = CaseCode::from_number(callback.generation);
    match cases::by_code(tx, parts, &code).await? {
        Some(case) if exclusions::is_chat(tx, parts, &case.id, from.chat).await? => {
            Ok(Some(Phrase::new("toast-not-for-you")))
        }
        Some(case) => page_tap(tx, parts, from, &case.id, callback).await,
        None => Ok(Some(Phrase::new("toast-old-button"))),
    }
}

async fn page_tap(
    tx: &mut Tx,
    parts: &Parts,
    from: From,
    case: &[u8],
    callback: Callback,
) -> Result<Option<Phrase>> {
    let Some(member) = members::by_telegram(tx, parts, from.user).await? else {
        return Ok(Some(Phrase::new("toast-not-member")));
    };
    let Some(mut case) = cases::load(tx, parts, case).await? else {
        return Ok(Some(Phrase::new("toast-old-button")));
    };
    match callback.action {
        Action::Take => take(tx, parts, from, &mut case, &member).await.map(Some),
        Action::Decline => {
            Ok(Some(oncall::decline(tx, parts, &case, &member, from.now).await?.said()))
        }
        Action::Did(number) => match Did::ALL.get(usize::from(number)) {
            Some(Did::LooksFalse) if oncall::can_doubt(tx, &case, &member).await? => {
                doubt::ask(tx, parts, from, &case, &member).await
            }
            Some(did) => oncall::act(tx, parts, &mut case, &member, *did, from.now).await.map(Some),
            None => Ok(Some(Phrase::new("toast-old-button"))),
        },
        Action::VouchBack => {
            oncall::take_vouch_back(tx, parts, &mut case, &member, from.now).await.map(Some)
        }
        Action::HandTo(at) => {
            let whom = (at, callback.generation);
            oncall::hand_to(tx, parts, &case, &member, whom, from.now).await.map(Some)
        }
        Action::OpenCase => open_case(tx, parts, from).await,
        Action::HandOver => {
            let subject = Subject::HandOver(case.id.clone());
            let card = Raise::new(from.chat, subject, member.language);
            card.lane(Lane::Acknowledgement).silent(true).fresh().raise(tx, parts).await?;
            Ok(None)
        }
        Action::Why => {
            let event = Event::new(Kind::Viewed, By::Member(&member.id)).case(case.code.as_str());
            audit::record(tx, parts, event, from.now).await?;
            let subject = Subject::Why(case.id.clone());
            let card = Raise::new(from.chat, subject, member.language);
            card.lane(Lane::Acknowledgement).silent(true).fresh().raise(tx, parts).await?;
            Ok(None)
        }
        _ => Ok(Some(Phrase::new("toast-old-button"))),
    }
}

async fn take(
    tx: &mut Tx,
    parts: &Parts,
    from: From,
    case: &mut Case,
    member: &Member,
) -> Result<Phrase> {
    Ok(oncall::take(tx, parts, case, member, from.now).await?.said(parts, case))
}

/// Handles what a member wrote; `false` if it belongs to a report of their own.
pub(super) async fn wrote(
    tx: &mut Tx,
    parts: &Parts,
    from: From,
    member: &Member,
    kind: &UpdateKind,
) -> Result<bool> {
    if member.started_at.is_none() {
        members::set_reachable(tx, &member.id, Some(from.now)).await?;
        oncall::somebody_is_there(tx, from.now).await?;
    }
    let UpdateKind::Text { text, message, forwarded: false, reply_to } = kind else {
        return not_kept::unless_reported(tx, parts, from, member, kind).await;
    };
    if let Some(card) = reply_to
        && Command::read(text).is_none()
        && text.parse::<CaseCode>().is_err()
    {
        if let Some(case) = cards::case_of_message(tx, parts, from.chat, *card).await? {
            return replied(tx, parts, from, member, &case, *message, text).await;
        }
        if !cards::is_interview(tx, parts, from.chat, *card).await? {
            // About no case that is known: the words belong to no report of the member's own, and
            // go to no family by guess.
            cards::schedule(tx, parts, from.chat, *message, from.now).await?;
            let lines = vec![Phrase::new("relay-newest")];
            cards::notice(tx, parts, from.chat, member.language, lines).await?;
            return Ok(true);
        }
    }
    let lines = match Command::read(text) {
        Some(Command::New | Command::Sos) => return Ok(false),
        Some(Command::Code | Command::Status)
            if intake::by_chat(tx, parts, from.chat).await?.is_some() =>
        {
            return Ok(false);
        }
        Some(command) => obey(tx, parts, from, member, command).await?,
        None => match text.parse::<CaseCode>() {
            Ok(_) => take_by_code(tx, parts, from, member, text).await?,
            Err(_) => return not_kept::unless_reported(tx, parts, from, member, kind).await,
        },
    };
    cards::schedule(tx, parts, from.chat, *message, from.now).await?;
    if !lines.is_empty() {
        cards::notice(tx, parts, from.chat, member.language, lines).await?;
    }
    Ok(true)
}

/// Does what a command asks for; what it answers, if that is no card of its own.
async fn obey(
    tx: &mut Tx,
    parts: &Parts,
    from: From,
    member: &Member,
    command: Command,
) -> Result<Vec<Phrase>> {
    match command {
        Command::Start(code) if invitation::read(&code).is_some() => {
            return Ok(vec![Phrase::new("invited-member"), Phrase::new("invited-unchanged")]);
        }
        Command::Start(_) => return Ok(greeting(member)),
        Command::Take(code) => return take_by_code(tx, parts, from, member, &code).await,
        Command::Off => return rota::off(tx, parts, from, member).await,
        Command::On => return rota::on(tx, parts, from, member).await,
        Command::Mine => rota::mine(tx, parts, member).await?,
        Command::Who => rota::who(tx, parts, member).await?,
        Command::Queue => queue::queue(tx, parts, member).await?,
        Command::Console => browser::console(tx, parts, from, member).await?,
        Command::Invite(typed) => rota::invite(tx, parts, from, member, &typed).await?,
        Command::Revoke => rota::revoke(tx, parts, member).await?,
        Command::Language => rota::languages(tx, parts, member).await?,
        Command::Unknown => {
            return Ok(vec![Phrase::new("unknown-command"), Phrase::new("member-take")]);
        }
        Command::Help | Command::New | Command::Sos | Command::Status | Command::Code => {
            return Ok(help(member));
        }
    }
    Ok(vec![])
}

fn help(member: &Member) -> Vec<Phrase> {
    let mut lines = ["member-help", "member-take", "member-commands"].map(Phrase::new).to_vec();
    if member.role == Role::Coordinator {
        lines.push(Phrase::new("member-commands-coordinator"));
    }
    lines
}

/// A reply to the card of a case goes to its reporters, and leaves this chat at once.
async fn replied(
    tx: &mut Tx,
    parts: &Parts,
    from: From,
    member: &Member,
    case: &[u8],
    message: i64,
    words: &str,
) -> Result<bool> {
    cards::schedule(tx, parts, from.chat, message, from.now).await?;
    let Some(mut case) = cases::load(tx, parts, case).await? else { return Ok(true) };
    let key = match oncall::ask(tx, parts, &mut case, member, (words, None), from.now).await? {
        Asked::Sent => "relay-sent",
        Asked::NotYours => "relay-not-yours",
    };
    let to = (from.chat, member.language);
    cards::notice_about(tx, parts, to, &case.id, vec![Phrase::new(key)]).await?;
    Ok(true)
}

pub(super) fn greeting(member: &Member) -> Vec<Phrase> {
    let mut lines = vec![Phrase::new(format!("member-hello-{}", member.role))];
    if member.off_since.is_some() {
        lines.push(Phrase::new("off-you-are"));
    }
    lines.extend(["member-pages-come", "member-sound", "member-take"].map(Phrase::new));
    lines
}

async fn take_by_code(
    tx: &mut Tx,
    parts: &Parts,
    from: From,
    member: &Member,
    typed: &str,
) -> Result<Vec<Phrase>> {
    let Ok(code) = typed.parse::<CaseCode>() else {
        let key = if typed.trim().is_empty() { "take-which" } else { "take-no-such-code" };
        return Ok(vec![Phrase::new(key)]);
    };
    // A colleague's name does not stand in the first line, which a lock screen shows.
    let head = Phrase::new("take-head").text("code", code.as_str());
    let Some(mut case) = cases::by_code(tx, parts, &code).await? else {
        return Ok(vec![Phrase::new("take-no-such-code")]);
    };
    let lines = vec![head, take(tx, parts, from, &mut case, member).await?];
    let to = (from.chat, member.language);
    cards::notice_about(tx, parts, to, &case.id, lines).await?;
    Ok(vec![])
}

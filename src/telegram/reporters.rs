//! What reporters write, send and ask for.

use habeas_core::codec::invitation;
use habeas_core::domain::{Language, Phrase};
use habeas_core::intake::Input;
use habeas_core::intake::conversation::{Overlay, Screen};

use super::commands::Command;
use super::invited;
use super::process::From;
use super::update::UpdateKind;
use super::waiting;
use crate::cards;
use crate::cases::{self, Stage};
use crate::intake::{self, Heard, Stored};
use crate::oncall::{self, exclusions, members};
use crate::parts::Parts;
use crate::storage::{Result, Tx};

/// Handles what was written or sent by somebody who is no member, or a member who reports.
pub(super) async fn wrote(tx: &mut Tx, parts: &Parts, from: From, kind: &UpdateKind) -> Result<()> {
    if let UpdateKind::Text { text, message, forwarded: false, .. } = kind
        && let Some(Command::Start(code)) = Command::read(text)
        && let Some(secret) = invitation::read(&code)
    {
        return invited::came(tx, parts, from, *message, secret).await;
    }
    let stored = intake::by_chat(tx, parts, from.chat).await?;
    let is_new = stored.is_none();
    let language = from.language.unwrap_or(Language::En);
    let mut stored = stored.unwrap_or_else(|| Stored::new(language));
    let (message, input) = match kind {
        UpdateKind::Text { text, forwarded: false, message, .. } => match Command::read(text) {
            Some(Command::Start(code))
                if intake::join(tx, parts, from.chat, &mut stored, &code, from.now).await? =>
            {
                return cards::schedule(tx, parts, from.chat, *message, from.now).await;
            }
            Some(command) => {
                waiting::is_gone(tx, parts, from, &mut stored).await?;
                cards::schedule(tx, parts, from.chat, *message, from.now).await?;
                return obey(tx, parts, from, &mut stored, command).await;
            }
            None if intake::join(tx, parts, from.chat, &mut stored, text, from.now).await?
                || intake::switch(tx, parts, from.chat, &mut stored, text, from.now).await? =>
            {
                // Neither is anything to be left in a chat.
                return cards::schedule(tx, parts, from.chat, *message, from.now).await;
            }
            None => (*message, Input::Text(text.clone())),
        },
        UpdateKind::Text { text, message, .. } => (*message, Input::Forwarded(text.clone())),
        UpdateKind::Edited { text, message, .. } => (*message, Input::Edited(text.clone())),
        UpdateKind::EditedFile { kind, body, message, .. } => {
            (*message, Input::EditedFile { kind, body: body.clone() })
        }
        UpdateKind::File { kind, body, message } => {
            (*message, Input::File { kind, body: body.clone() })
        }
        UpdateKind::Unusable { kind, .. } => {
            let key = match *kind {
                "sticker" => "cannot-sticker",
                "poll" => "cannot-poll",
                _ => "cannot-other",
            };
            return answer(tx, parts, from, &mut stored, vec![Phrase::new(key)]).await;
        }
        UpdateKind::Tap { .. } | UpdateKind::Membership { .. } | UpdateKind::Other => return Ok(()),
    };
    waiting::wrote(tx, parts, from, &mut stored).await?;
    let heard = hear(tx, parts, from, &mut stored, input).await?;
    if heard.delete_typed {
        cards::schedule(tx, parts, from.chat, message, from.now).await?;
    }
    if is_new {
        intake::show_below(tx, parts, from.chat, &stored).await?;
    }
    Ok(())
}

/// Handles words that came together. Each is on the deletion schedule from here on.
pub(super) async fn typed(
    tx: &mut Tx,
    parts: &Parts,
    from: From,
    words: Vec<(i64, String)>,
) -> Result<()> {
    let stored = intake::by_chat(tx, parts, from.chat).await?;
    let is_new = stored.is_none();
    let mut stored = stored.unwrap_or_else(|| Stored::new(from.language.unwrap_or(Language::En)));
    waiting::wrote(tx, parts, from, &mut stored).await?;
    let (messages, inputs): (Vec<i64>, Vec<Input>) =
        words.into_iter().map(|(message, text)| (message, Input::Text(text))).unzip();
    let chat = from.chat;
    let heard =
        intake::hear_all(tx, parts, chat, &mut stored, inputs, from.slow_ms, from.now).await?;
    let (gone, later): (Vec<_>, Vec<_>) =
        messages.into_iter().zip(heard).partition(|(_, heard)| heard.delete_typed);
    let ids = |of: Vec<(i64, Heard)>| -> Vec<i64> { of.into_iter().map(|(id, _)| id).collect() };
    cards::schedule_all(tx, parts, chat, &ids(gone), from.now).await?;
    let end = from.now.plus_ms(cards::KEEP_MS);
    cards::schedule_all(tx, parts, chat, &ids(later), end).await?;
    if is_new {
        intake::show_below(tx, parts, chat, &stored).await?;
    }
    Ok(())
}

async fn hear(
    tx: &mut Tx,
    parts: &Parts,
    from: From,
    stored: &mut Stored,
    input: Input,
) -> Result<Heard> {
    intake::hear(tx, parts, from.chat, stored, input, from.slow_ms, from.now).await
}

/// Says something and shows the card below it.
async fn answer(
    tx: &mut Tx,
    parts: &Parts,
    from: From,
    stored: &mut Stored,
    lines: Vec<Phrase>,
) -> Result<()> {
    intake::save(tx, parts, from.chat, stored, from.now).await?;
    cards::notice(tx, parts, from.chat, stored.state.language, lines).await?;
    intake::show_below(tx, parts, from.chat, stored).await
}

async fn obey(
    tx: &mut Tx,
    parts: &Parts,
    from: From,
    stored: &mut Stored,
    command: Command,
) -> Result<()> {
    let language = stored.state.language;
    let lines = match command {
        Command::Start(_) => {
            stored.state.lay(None);
            stored.shows_anew();
            intake::mark_blocked(tx, parts, from.chat, None).await?;
            vec![]
        }
        Command::New => {
            let had_case = stored.case.is_some();
            intake::set_aside(tx, parts, from.chat, stored, from.now).await?;
            intake::begin_anew(stored);
            if had_case { vec![Phrase::new("new-earlier-kept")] } else { vec![] }
        }
        Command::Sos => {
            intake::sos(tx, parts, from.chat, stored, from.slow_ms, from.now).await?;
            return Ok(());
        }
        Command::Status => status(tx, parts, from.chat).await?,
        Command::Code => match stored.case.clone() {
            Some(case) if cases::hears(tx, parts, &case, from.chat).await? == Some(false) => {
                vec![Phrase::new("code-adds-only")]
            }
            Some(case) => {
                intake::renew_receipt(tx, parts, from.chat, stored, &case).await?;
                stored.state.receipt_given = true;
                return intake::save(tx, parts, from.chat, stored, from.now).await;
            }
            None => vec![Phrase::new("code-after-first-answer")],
        },
        Command::Language => {
            stored.state.lay(Some(Overlay::Languages));
            vec![]
        }
        Command::Help => {
            let mut lines: Vec<Phrase> =
                ["help-what", "help-taps", "help-words", "help-commands"].map(Phrase::new).into();
            lines.extend(cards::fallback_line(parts, language));
            lines
        }
        Command::Take(_) => vec![Phrase::new("take-members-only")],
        // What is for members is no command for anybody else.
        Command::Mine
        | Command::Who
        | Command::Queue
        | Command::Console
        | Command::Off
        | Command::On
        | Command::Invite(_)
        | Command::Revoke
        | Command::Unknown => vec![Phrase::new("unknown-command"), Phrase::new("help-commands")],
    };
    if lines.is_empty() {
        intake::save(tx, parts, from.chat, stored, from.now).await?;
        return intake::show_below(tx, parts, from.chat, stored).await;
    }
    answer(tx, parts, from, stored, lines).await
}

/// Where each case of this chat stands, without content.
async fn status(tx: &mut Tx, parts: &Parts, chat: i64) -> Result<Vec<Phrase>> {
    let mut lines = vec![Phrase::new("status-head")];
    for id in cases::open_cases_of_chat(tx, parts, chat).await? {
        let case = match cases::load_or_outline(tx, parts, &id).await? {
            Some(Ok(case)) => case,
            // One that does not open hides none of the others.
            Some(Err((code, _))) => {
                lines.push(Phrase::new("status-unreadable").text("code", code));
                continue;
            }
            None => continue,
        };
        if cases::hears(tx, parts, &id, chat).await? == Some(false) {
            lines.push(Phrase::new("status-joined").text("code", case.code.as_str()));
            continue;
        }
        let by_lawyer = match &case.taken_by {
            Some(owner) => members::by_id(tx, parts, owner).await?,
            None => None,
        };
        let key = match (case.stage, &by_lawyer) {
            (Stage::Taken, _) => "status-taken",
            (Stage::Paged, _) if !exclusions::somebody_is_left(tx, &id).await? => "status-nobody",
            (Stage::Paged, _) => match case.level {
                habeas_core::domain::Level::Critical => "status-paged",
                _ => "status-will-look",
            },
            _ if oncall::has_alert(tx, &id).await? => "status-paged",
            _ => "status-open",
        };
        let at = case.taken_at.unwrap_or(case.opened_at);
        let time = cards::clock_time(parts, &case.report.report.host_state, at);
        lines.push(Phrase::new(key).text("code", case.code.as_str()).text("time", time));
    }
    match lines.len() {
        1 => lines.push(Phrase::new("status-none")),
        2 => {}
        _ => lines.push(Phrase::new("status-go-on")),
    }
    Ok(lines)
}

/// The user blocked the bot, or came back.
pub(super) async fn membership(
    tx: &mut Tx,
    parts: &Parts,
    from: From,
    reachable: bool,
) -> Result<()> {
    if let Some(member) = members::by_telegram(tx, parts, from.user).await? {
        return match reachable {
            true => members::started(tx, &member.id, from.now).await,
            false => members::blocked(tx, parts, &member.id, from.now).await,
        };
    }
    let gone = (!reachable).then_some(from.now);
    intake::mark_blocked(tx, parts, from.chat, gone).await?;
    let key = if reachable { "owner-reporter-back" } else { "owner-reporter-gone" };
    oncall::tell_owners(tx, parts, from.chat, key).await?;
    let Some(mut stored) = intake::by_chat(tx, parts, from.chat).await? else { return Ok(()) };
    if reachable && stored.state.screen != Screen::First {
        // What was said meanwhile did not arrive.
        stored.shows_anew();
        let mut lines = vec![Phrase::new("back-again")];
        lines.extend(status(tx, parts, from.chat).await?);
        return answer(tx, parts, from, &mut stored, lines).await;
    }
    Ok(())
}

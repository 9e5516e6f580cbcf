//! The cards of the rota: the four words of an invitation, what a member has, whom to revoke.

use habeas_core::codec::callback::Action;
use habeas_core::codec::words::in_cyrillic;
use habeas_core::domain::{Language, Level, Phrase, Role};

use super::raise::Card;
use super::render::{Button, Rendered};
use super::words;
use crate::cases;
use crate::oncall::invitations;
use crate::oncall::members::{self, Member};
use crate::parts::Parts;
use crate::storage::{Result, Tx};

/// Lists leave the chat after so many seconds.
const STAYS_S: i64 = 600;
/// The four words leave the chat of whoever was invited after so many seconds.
const WORDS_STAY_S: i64 = 3600;

fn drawn(
    parts: &Parts,
    language: Language,
    lines: &[Phrase],
    buttons: Vec<Vec<Button>>,
    stays_s: Option<i64>,
) -> Option<Rendered> {
    let text = words::say_all(parts, language, lines);
    Some(Rendered { text, buttons, delete_after_s: stays_s, link: None })
}

fn button(parts: &Parts, language: Language, key: &str, action: Action) -> Vec<Button> {
    let label = words::say(parts, language, &Phrase::new(key));
    vec![Button { label, action, generation: 0 }]
}

/// A role by its name.
fn role_phrase(role: Role) -> Phrase {
    Phrase::new(format!("role-{role}"))
}

/// The four words, for whoever is to confirm them.
pub(super) async fn invitation(
    tx: &mut Tx,
    parts: &Parts,
    card: &Card,
    id: &[u8],
) -> Result<Option<Rendered>> {
    let Some(who) = invitations::by_id(tx, parts, &String::from_utf8_lossy(id)).await? else {
        return Ok(None);
    };
    let shown = who.words(parts);
    if who.telegram_id == card.chat {
        return Ok(invited(parts, card, &shown));
    }
    let mut lines = vec![
        Phrase::new("invitation-head"),
        Phrase::new("invitation-who")
            .text("name", &*who.name)
            .phrase("role", role_phrase(who.role)),
        Phrase::new("words-latin").text("words", &*shown),
        Phrase::new("words-cyrillic").text("words", in_cyrillic(&shown)),
        Phrase::new("invitation-compare"),
    ];
    if who.role == Role::Coordinator {
        let first = match &who.confirmed_by {
            Some(first) => members::by_id(tx, parts, first).await?,
            None => None,
        };
        lines.push(match first {
            Some(first) => Phrase::new("invitation-one-has").text("name", first.name),
            None => Phrase::new("invitation-two"),
        });
    }
    let language = card.language;
    let buttons = vec![
        button(parts, language, "button-words-match", Action::WordsMatch),
        button(parts, language, "button-words-differ", Action::WordsDiffer),
    ];
    Ok(drawn(parts, language, &lines, buttons, None))
}

/// The four words, for whoever is invited.
fn invited(parts: &Parts, card: &Card, shown: &str) -> Option<Rendered> {
    let lines = [
        Phrase::new("invited-head"),
        Phrase::new("words-latin").text("words", shown),
        Phrase::new("words-cyrillic").text("words", in_cyrillic(shown)),
        Phrase::new("invited-say"),
        Phrase::new("invited-then"),
    ];
    let buttons = vec![tongues(parts, card.language)];
    drawn(parts, card.language, &lines, buttons, Some(WORDS_STAY_S))
}

/// The languages, each by its own name.
fn tongues(parts: &Parts, language: Language) -> Vec<Button> {
    let named = |(at, tongue): (u16, &Language)| {
        let label = words::say(parts, language, &Phrase::new(format!("language-{tongue}")));
        Button { label, action: Action::Language(at), generation: 0 }
    };
    (0_u16..).zip(Language::ALL).map(named).collect()
}

/// In which language the bot is to write to a member.
pub(super) fn languages(parts: &Parts, card: &Card) -> Option<Rendered> {
    let buttons = vec![tongues(parts, card.language)];
    drawn(parts, card.language, &[Phrase::new("language-which")], buttons, Some(STAYS_S))
}

/// The cases that a member has, and the way off call.
pub(super) async fn mine(tx: &mut Tx, parts: &Parts, card: &Card) -> Result<Option<Rendered>> {
    let Some(me) = members::by_telegram(tx, parts, card.chat).await? else { return Ok(None) };
    let mut lines = vec![Phrase::new("mine-head")];
    for id in cases::taken_by(tx, &me.id).await? {
        let Some(case) = cases::load(tx, parts, &id).await? else { continue };
        let since = case.taken_at.unwrap_or(case.opened_at);
        let time = words::clock_time(parts, &case.report.report.host_state, since);
        let line = Phrase::new("mine-case").text("code", case.code.as_str()).text("time", time);
        lines.push(line.phrase("level", Phrase::new(format!("level-{}", case.level))));
    }
    if lines.len() == 1 {
        lines.push(Phrase::new("mine-none"));
    }
    let mut buttons = vec![];
    match me.off_since {
        Some(_) => lines.push(Phrase::new("off-you-are")),
        None => buttons.push(button(parts, card.language, "button-off", Action::OffCall)),
    }
    Ok(drawn(parts, card.language, &lines, buttons, Some(STAYS_S)))
}

/// The codes of the critical cases that a member has.
pub async fn critical_of(tx: &mut Tx, member: &str) -> Result<Vec<String>> {
    let mut codes = vec![];
    for id in cases::taken_by(tx, member).await? {
        let outline = cases::outline(tx, &id).await?;
        codes.extend(outline.filter(|(_, level)| *level == Level::Critical).map(|(code, _)| code));
    }
    Ok(codes)
}

/// Whether a member who has a critical case goes off call.
pub(super) async fn off(tx: &mut Tx, parts: &Parts, card: &Card) -> Result<Option<Rendered>> {
    let Some(me) = members::by_telegram(tx, parts, card.chat).await? else { return Ok(None) };
    let codes = critical_of(tx, &me.id).await?;
    let mut lines = vec![Phrase::new("off-ask-head")];
    lines.extend(codes.into_iter().map(|code| Phrase::new("off-ask-critical").text("code", code)));
    lines.extend(["off-ask-then", "off-ask-else"].map(Phrase::new));
    let buttons = vec![
        button(parts, card.language, "button-off-sure", Action::OffSure),
        button(parts, card.language, "button-leave", Action::Leave),
    ];
    Ok(drawn(parts, card.language, &lines, buttons, Some(STAYS_S)))
}

/// The members whom a coordinator can revoke, in calling order, and a number that changes with the
/// list, so that a button of an older list is known as one.
pub async fn revocable(tx: &mut Tx, parts: &Parts, me: &str) -> Result<(Vec<Member>, u32)> {
    let mut who = members::present(tx, parts).await?;
    who.retain(|member| member.id != me);
    let mix = |sum: u32, byte: u8| sum.wrapping_mul(31).wrapping_add(u32::from(byte));
    let list = who.iter().flat_map(|member| member.id.bytes()).fold(1, mix);
    Ok((who, list))
}

/// Whom to revoke.
pub(super) async fn revoke(tx: &mut Tx, parts: &Parts, card: &Card) -> Result<Option<Rendered>> {
    let Some(me) = coordinator(tx, parts, card.chat).await? else { return Ok(None) };
    let (who, list) = revocable(tx, parts, &me.id).await?;
    let lines = match who.is_empty() {
        true => vec![Phrase::new("revoke-head"), Phrase::new("revoke-nobody")],
        false => vec![Phrase::new("revoke-head"), Phrase::new("revoke-whom")],
    };
    let row = |(at, member): (u16, Member)| {
        let action = Action::RevokeWhom(at);
        vec![Button { label: member.name, action, generation: list }]
    };
    let buttons = (0_u16..).zip(who).map(row).collect();
    Ok(drawn(parts, card.language, &lines, buttons, Some(STAYS_S)))
}

/// Whether this one is to be revoked.
pub(super) async fn revoke_one(
    tx: &mut Tx,
    parts: &Parts,
    card: &Card,
    id: &[u8],
) -> Result<Option<Rendered>> {
    if coordinator(tx, parts, card.chat).await?.is_none() {
        return Ok(None);
    }
    let who = members::by_id(tx, parts, &String::from_utf8_lossy(id)).await?;
    let Some(who) = who.filter(|who| who.revoked_at.is_none()) else { return Ok(None) };
    let has_cases = !cases::taken_by(tx, &who.id).await?.is_empty();
    let lines = [
        Phrase::new("revoke-head"),
        Phrase::new("revoke-this").text("name", who.name).phrase("role", role_phrase(who.role)),
        Phrase::new(if has_cases { "revoke-then" } else { "revoke-then-chat" }),
    ];
    let language = card.language;
    let buttons = vec![
        button(parts, language, "button-revoke", Action::Revoke),
        button(parts, language, "button-leave", Action::Leave),
    ];
    Ok(drawn(parts, language, &lines, buttons, Some(STAYS_S)))
}

async fn coordinator(tx: &mut Tx, parts: &Parts, chat: i64) -> Result<Option<Member>> {
    let me = members::by_telegram(tx, parts, chat).await?;
    Ok(me.filter(|me| me.role == Role::Coordinator))
}

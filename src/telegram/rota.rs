//! What members ask of the rota: what they have, who is on call, what nobody has; who comes and
//! who goes.

use habeas_core::codec::callback::{Action, Callback};
use habeas_core::domain::{Language, Phrase, Role, Timestamp};

use super::invited;
use super::process::From;
use crate::audit::By;
use crate::cards::{self, Lane, Notice, Raise, Subject};
use crate::cases;
use crate::intake;
use crate::oncall::invitations::{self, CODE_S, Confirmed, NewInvitation};
use crate::oncall::members::{self, Member};
use crate::parts::Parts;
use crate::storage::{Result, Tx};

/// Lists leave the chat after so many seconds.
const LIST_STAYS_S: i64 = 600;
/// Before a name in `/invite`: a coordinator is to be made.
const COORDINATOR: &str = "coordinator";

/// Sends a list, which leaves the chat after ten minutes.
pub(super) async fn list(
    tx: &mut Tx,
    parts: &Parts,
    me: &Member,
    lines: Vec<Phrase>,
) -> Result<()> {
    let notice = Notice { delete_after_s: Some(LIST_STAYS_S), ..Notice::new(lines) };
    let lane = Lane::Acknowledgement;
    cards::send_notice(tx, parts, me.telegram_id, me.language, lane, &notice).await
}

/// Shows a card of the rota as a new message.
async fn show(tx: &mut Tx, parts: &Parts, me: &Member, subject: Subject) -> Result<()> {
    let card = Raise::new(me.telegram_id, subject, me.language);
    card.lane(Lane::Acknowledgement).silent(true).fresh().raise(tx, parts).await
}

/// `/mine`.
pub(super) async fn mine(tx: &mut Tx, parts: &Parts, me: &Member) -> Result<()> {
    show(tx, parts, me, Subject::Mine(me.id.as_bytes().to_vec())).await
}

/// `/who`: in calling order, lawyers first.
pub(super) async fn who(tx: &mut Tx, parts: &Parts, me: &Member) -> Result<()> {
    let mut all = members::present(tx, parts).await?;
    all.sort_by_key(|member| member.role == Role::Coordinator);
    let mut lines = vec![Phrase::new("who-head")];
    for (n, member) in (1..).zip(&all) {
        let state = match (member.off_since, member.started_at) {
            (Some(_), _) => "who-off",
            (None, None) => "who-unreachable",
            (None, Some(_)) => "who-reachable",
        };
        let line = Phrase::new("who-line").number("n", n).text("name", &*member.name);
        let role = Phrase::new(format!("role-{}", member.role));
        lines.push(line.phrase("role", role).phrase("state", Phrase::new(state)));
    }
    list(tx, parts, me, lines).await
}

/// `/off`, and the button below `/mine`: off call at once; whoever has a critical case is asked
/// once. Returns what to say.
pub(super) async fn off(
    tx: &mut Tx,
    parts: &Parts,
    from: From,
    me: &Member,
) -> Result<Vec<Phrase>> {
    if me.off_since.is_none() && !cards::critical_of(tx, &me.id).await?.is_empty() {
        show(tx, parts, me, Subject::Off(me.id.as_bytes().to_vec())).await?;
        return Ok(vec![]);
    }
    go_off(tx, parts, from, me).await
}

/// Takes a member off call. Returns what to say.
async fn go_off(tx: &mut Tx, parts: &Parts, from: From, me: &Member) -> Result<Vec<Phrase>> {
    let had_cases = !cases::taken_by(tx, &me.id).await?.is_empty();
    if !members::go_off(tx, parts, &me.id, from.now).await? {
        return Ok(vec![Phrase::new("off-already"), Phrase::new("off-back")]);
    }
    tell_others(tx, parts, me, "told-off").await?;
    let mine = Subject::Mine(me.id.as_bytes().to_vec());
    cards::refresh(tx, parts, &mine).await?;
    let mut lines = vec![Phrase::new("off-done")];
    if had_cases {
        lines.push(Phrase::new("off-cases"));
    }
    if !members::somebody_is_reachable(tx).await? {
        lines.push(Phrase::new("off-nobody"));
    }
    lines.push(Phrase::new("off-back"));
    Ok(lines)
}

/// `/on`: the way back.
pub(super) async fn on(tx: &mut Tx, parts: &Parts, from: From, me: &Member) -> Result<Vec<Phrase>> {
    if !members::come_back(tx, &me.id, from.now).await? {
        return Ok(vec![Phrase::new("on-already")]);
    }
    tell_others(tx, parts, me, "told-on").await?;
    Ok(vec![Phrase::new("on-done"), Phrase::new("member-pages-come")])
}

/// `/language`.
pub(super) async fn languages(tx: &mut Tx, parts: &Parts, me: &Member) -> Result<()> {
    show(tx, parts, me, Subject::Languages(me.id.as_bytes().to_vec())).await
}

/// A member chooses a language, for a report of their own too.
async fn speaks(tx: &mut Tx, parts: &Parts, from: From, me: &Member, at: u16) -> Result<bool> {
    let Some(language) = Language::ALL.get(usize::from(at)) else { return Ok(false) };
    members::speak(tx, &me.id, *language).await?;
    cards::speak(tx, parts, from.chat, *language).await?;
    if let Some(mut stored) = intake::by_chat(tx, parts, from.chat).await? {
        stored.state.language = *language;
        intake::save(tx, parts, from.chat, &mut stored, from.now).await?;
    }
    let lines = vec![Phrase::new("language-now")];
    cards::notice(tx, parts, from.chat, *language, lines).await?;
    Ok(true)
}

/// All others hear of who comes and goes, without sound but for those whom it concerns. The first
/// line names nobody.
async fn tell_others(tx: &mut Tx, parts: &Parts, whom: &Member, key: &str) -> Result<()> {
    let leaves = ["told-off", "told-revoked"].contains(&key);
    let left = whom.role == Role::Lawyer && leaves && whom.is_reachable();
    let lawyers = members::active(tx, parts).await?;
    let first = lawyers.into_iter().find(|m| m.role == Role::Lawyer && m.is_reachable());
    let place = |m: &Member| (m.order, m.added_at, m.id.clone());
    for other in members::present(tx, parts).await? {
        if other.id == whom.id || other.started_at.is_none() {
            continue;
        }
        let role = Phrase::new(format!("role-{}", whom.role));
        let what = Phrase::new(key).text("name", &*whom.name).phrase("role", role);
        let mut lines = vec![Phrase::new("told-head"), what];
        let has_no_key = key == "told-new" && whom.recipient.is_none();
        if has_no_key && other.role == Role::Coordinator {
            lines.extend(how_to_keys(parts, whom, ["told-no-key", "told-key-console"]));
        }
        let concerns = match &first {
            Some(first) if left && first.id == other.id && place(whom) < place(first) => {
                Some("told-first")
            }
            None if left && other.role == Role::Coordinator => Some("told-no-lawyer"),
            _ => None,
        };
        lines.extend(concerns.map(Phrase::new));
        let notice = Notice { silent: concerns.is_none(), ..Notice::new(lines) };
        let lane = Lane::Acknowledgement;
        cards::send_notice(tx, parts, other.telegram_id, other.language, lane, &notice).await?;
    }
    Ok(())
}

/// `/invite NAME`, `/invite coordinator NAME`.
pub(super) async fn invite(
    tx: &mut Tx,
    parts: &Parts,
    from: From,
    me: &Member,
    typed: &str,
) -> Result<()> {
    let chat = me.telegram_id;
    if me.role != Role::Coordinator {
        let lines = vec![Phrase::new("coordinators-only")];
        return cards::notice(tx, parts, chat, me.language, lines).await;
    }
    let (first, rest) = typed.split_once(char::is_whitespace).unwrap_or((typed, ""));
    let (role, name) = match first.eq_ignore_ascii_case(COORDINATOR) {
        true => (Role::Coordinator, rest),
        false => (Role::Lawyer, typed),
    };
    let Some(name) = members::name_of(name) else {
        let lines = ["invite-how", "invite-how-lawyer", "invite-how-coordinator"];
        let lines = lines.map(Phrase::new).into();
        return cards::notice(tx, parts, chat, me.language, lines).await;
    };
    let by = Some(me.id.clone());
    let new = NewInvitation { role, name, language: me.language, order: None, by };
    let code = invitations::invite(tx, parts, &new, from.now).await?;
    let mut lines = vec![
        Phrase::new("invite-head"),
        Phrase::new("invite-code").text("code", code),
        Phrase::new("invite-give"),
        Phrase::new("invite-then"),
    ];
    if role == Role::Coordinator {
        lines.push(Phrase::new("invitation-two"));
    }
    let notice = Notice { delete_after_s: Some(CODE_S), ..Notice::new(lines) };
    cards::send_notice(tx, parts, chat, me.language, Lane::Acknowledgement, &notice).await
}

/// `/revoke`: the others as buttons.
pub(super) async fn revoke(tx: &mut Tx, parts: &Parts, me: &Member) -> Result<()> {
    if me.role != Role::Coordinator {
        let lines = vec![Phrase::new("coordinators-only")];
        return cards::notice(tx, parts, me.telegram_id, me.language, lines).await;
    }
    show(tx, parts, me, Subject::Revoke(me.id.as_bytes().to_vec())).await
}

/// A tap on a card of the rota. Returns what to answer.
pub(super) async fn tap(
    tx: &mut Tx,
    parts: &Parts,
    from: From,
    subject: &Subject,
    callback: Callback,
) -> Result<Option<Phrase>> {
    if let (Subject::Invitation(id), Action::Language(at)) = (subject, callback.action) {
        return invited::speaks(tx, parts, from, id, at).await;
    }
    let Some(me) = members::by_telegram(tx, parts, from.user).await? else {
        return Ok(Some(Phrase::new("toast-not-member")));
    };
    let toast = match (subject, callback.action) {
        (Subject::Mine(_), Action::OffCall) => {
            let lines = off(tx, parts, from, &me).await?;
            if !lines.is_empty() {
                cards::notice(tx, parts, from.chat, me.language, lines).await?;
            }
            return Ok(None);
        }
        (Subject::Languages(_), Action::Language(at)) => {
            cards::withdraw(tx, parts, from.chat, subject).await?;
            return Ok(match speaks(tx, parts, from, &me, at).await? {
                true => None,
                false => Some(Phrase::new("toast-old-button")),
            });
        }
        (Subject::Off(_), Action::OffSure) => {
            cards::withdraw(tx, parts, from.chat, subject).await?;
            let lines = go_off(tx, parts, from, &me).await?;
            cards::notice(tx, parts, from.chat, me.language, lines).await?;
            return Ok(None);
        }
        (Subject::Off(_), Action::Leave) => {
            cards::withdraw(tx, parts, from.chat, subject).await?;
            "toast-left"
        }
        (Subject::Invitation(id), action @ (Action::WordsMatch | Action::WordsDiffer)) => {
            let id = String::from_utf8_lossy(id);
            match action {
                Action::WordsMatch => words_match(tx, parts, from, &me, &id).await?,
                _ => words_differ(tx, parts, &me, &id).await?,
            }
        }
        _ if me.role != Role::Coordinator => "toast-not-yours",
        (Subject::Revoke(_), Action::RevokeWhom(at)) => {
            let (who, list) = cards::revocable(tx, parts, &me.id).await?;
            match who.get(usize::from(at)).filter(|_| list == callback.generation) {
                Some(who) => {
                    let subject = Subject::RevokeOne(who.id.as_bytes().to_vec());
                    show(tx, parts, &me, subject).await?;
                    return Ok(None);
                }
                None => "toast-old-button",
            }
        }
        (Subject::RevokeOne(id), Action::Revoke) => {
            revoke_one(tx, parts, from, &me, &String::from_utf8_lossy(id)).await?
        }
        (Subject::RevokeOne(_), Action::Leave) => {
            cards::withdraw(tx, parts, from.chat, subject).await?;
            "toast-left"
        }
        _ => "toast-old-button",
    };
    Ok(Some(Phrase::new(toast)))
}

async fn words_match(
    tx: &mut Tx,
    parts: &Parts,
    from: From,
    me: &Member,
    id: &str,
) -> Result<&'static str> {
    let member = match invitations::confirm(tx, parts, id, me, from.now).await? {
        Confirmed::Member(member) => member,
        Confirmed::NeedsAnother => return Ok("toast-another-too"),
        Confirmed::NotYours => return Ok("toast-not-yours"),
        Confirmed::Gone => return Ok("toast-old-button"),
    };
    welcome(tx, parts, &member).await?;
    Ok("toast-member-now")
}

/// A new member is greeted, and all others are told.
pub async fn welcome(tx: &mut Tx, parts: &Parts, member: &Member) -> Result<()> {
    let mut lines = super::members::greeting(member);
    if member.recipient.is_none() {
        lines.push(Phrase::new("member-no-key"));
        lines.extend(how_to_keys(parts, member, ["member-key-how", "member-key-console"]));
    }
    cards::notice(tx, parts, member.telegram_id, member.language, lines).await?;
    tell_others(tx, parts, member, "told-new").await
}

/// How a member comes to keys: by what the operator runs, or with a console by themselves.
fn how_to_keys(parts: &Parts, member: &Member, [by_hand, by_console]: [&str; 2]) -> Vec<Phrase> {
    match parts.console {
        Some(_) => vec![Phrase::new(by_console)],
        None => {
            let command = Phrase::new("member-key-command").text("id", &*member.id);
            vec![Phrase::new(by_hand), command]
        }
    }
}

/// A member has a key from now on: they and all others are told. Where members are signed, it waits.
pub async fn key_added(tx: &mut Tx, parts: &Parts, member: &Member) -> Result<()> {
    if parts.root.is_none() {
        return key_confirmed(tx, parts, member).await;
    }
    tell(tx, parts, member, &["member-key-waits", "member-key-words"]).await?;
    tell_others(tx, parts, member, "told-key-waits").await
}

/// Cases are sealed to a member's key from now on: they and all others are told.
pub(super) async fn key_confirmed(tx: &mut Tx, parts: &Parts, member: &Member) -> Result<()> {
    tell(tx, parts, member, &["member-key-added", "member-key-later"]).await?;
    tell_others(tx, parts, member, "told-key").await
}

async fn tell(tx: &mut Tx, parts: &Parts, member: &Member, keys: &[&str]) -> Result<()> {
    if member.started_at.is_none() {
        return Ok(());
    }
    let lines = keys.iter().copied().map(Phrase::new).collect();
    cards::notice(tx, parts, member.telegram_id, member.language, lines).await
}

/// Revokes a member, in the chat, in the console or at the terminal: what they had is called anew,
/// their chat is emptied, and all others are told, also whoever revokes: it may have been a thief in
/// their name. `false` if they were none any more.
pub async fn revoke_and_tell(
    tx: &mut Tx,
    parts: &Parts,
    who: &Member,
    by: By<'_>,
    now: Timestamp,
) -> Result<bool> {
    if !members::revoke(tx, parts, &who.id, by, now).await? {
        return Ok(false);
    }
    cards::withdraw_all(tx, parts, &Subject::RevokeOne(who.id.as_bytes().to_vec())).await?;
    tell_others(tx, parts, who, "told-revoked").await?;
    Ok(true)
}

async fn words_differ(tx: &mut Tx, parts: &Parts, me: &Member, id: &str) -> Result<&'static str> {
    let Some(who) = invitations::by_id(tx, parts, id).await? else { return Ok("toast-old-button") };
    if me.role != Role::Coordinator {
        return Ok("toast-not-yours");
    }
    invitations::forget(tx, parts, id).await?;
    let lines = vec![Phrase::new("invited-not-confirmed"), Phrase::new("invited-ask-anew")];
    cards::notice(tx, parts, who.telegram_id, who.language, lines).await?;
    Ok("toast-nobody-made")
}

/// Revokes, unless that would leave no coordinator or no lawyer who can be reached: that is the
/// operator's to do.
async fn revoke_one(
    tx: &mut Tx,
    parts: &Parts,
    from: From,
    me: &Member,
    id: &str,
) -> Result<&'static str> {
    let who = members::by_id(tx, parts, id).await?.filter(|who| who.revoked_at.is_none());
    let Some(who) = who.filter(|who| who.id != me.id) else { return Ok("toast-old-button") };
    if !members::leaves_somebody(tx, parts, &who).await? {
        return Ok("toast-last-one");
    }
    let had_cases = !cases::taken_by(tx, id).await?.is_empty();
    revoke_and_tell(tx, parts, &who, By::Member(&me.id), from.now).await?;
    cards::withdraw_all(tx, parts, &Subject::RevokeOne(id.as_bytes().to_vec())).await?;
    cards::refresh(tx, parts, &Subject::Revoke(me.id.as_bytes().to_vec())).await?;
    Ok(if had_cases { "toast-revoked" } else { "toast-revoked-none" })
}

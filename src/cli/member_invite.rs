//! `habeas member invite|pending|confirm`: a code, who came with one, and the four words.

use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, bail};
use clap::Args;
use habeas_core::codec::words;
use habeas_core::domain::{Language, Role};
use serde::Serialize;

use super::ConfigArgs;
use super::member::{MemberLine, language, role, with_parts};
use crate::oncall::invitations::{self, NewInvitation, Pending};
use crate::oncall::members::{self, LONGEST_NAME, Member};
use crate::oncall::roster::KeyState;
use crate::telegram;

/// Who is invited.
#[derive(Debug, Args)]
pub(super) struct InviteArgs {
    #[command(flatten)]
    config: ConfigArgs,
    /// Lawyers are paged first, then coordinators
    #[arg(long, value_name = "ROLE", value_parser = role())]
    role: Role,
    /// As colleagues see it; the person who reports never does
    #[arg(long, value_name = "NAME")]
    name: String,
    /// What the bot writes to them in
    #[arg(long, value_name = "LANGUAGE", value_parser = language())]
    language: Language,
    /// Place in the calling order, smallest first; without it, after those who are there
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(i64).range(0..1_000_000))]
    order: Option<i64>,
}

/// Whose words were heard.
#[derive(Debug, Args)]
pub(super) struct ConfirmArgs {
    #[command(flatten)]
    config: ConfigArgs,
    /// The four words that the invited person read out to you
    #[arg(value_name = "WORDS", required = true, num_args = 1..)]
    words: Vec<String>,
}

/// One line of `habeas member pending`. The words are not in it: they are to be heard.
#[derive(Serialize)]
struct PendingLine {
    id: String,
    role: Role,
    name: String,
    language: Language,
    telegram_id: i64,
    /// RFC 3339.
    since: String,
    /// The member who invited, or null: an operator at the terminal.
    invited_by: Option<String>,
}

impl From<Pending> for PendingLine {
    fn from(who: Pending) -> Self {
        Self {
            since: who.since.to_string(),
            id: who.id,
            role: who.role,
            name: who.name,
            language: who.language,
            telegram_id: who.telegram_id,
            invited_by: who.by,
        }
    }
}

/// Prints a code.
pub(super) fn invite(args: &InviteArgs) -> anyhow::Result<ExitCode> {
    let Some(name) = members::name_of(&args.name) else {
        bail!("--name must be a name on one line of at most {LONGEST_NAME} characters");
    };
    let (role, language, order) = (args.role, args.language, args.order);
    let new = NewInvitation { role, name, language, order, by: None };
    with_parts(&args.config, async |parts| {
        let (unit, now) = (Arc::clone(parts), parts.now());
        let run = async move |tx: &mut _| invitations::invite(tx, &unit, &new, now).await;
        let code = parts.store.run("member-invite", run).await?;
        let mut out = io::stdout();
        writeln!(out, "{code}")?;
        writeln!(out, "for ten minutes and one use; they write to the bot: /start {code}")?;
        writeln!(out, "then let them read you four words: habeas member confirm WORDS")?;
        Ok(())
    })
}

/// Prints who waits.
pub(super) fn pending(args: &ConfigArgs) -> anyhow::Result<ExitCode> {
    with_parts(args, async |parts| {
        let (unit, now) = (Arc::clone(parts), parts.now());
        let read = async move |tx: &mut _| invitations::pending(tx, &unit, now).await;
        for who in parts.store.read("member-pending", read).await? {
            writeln!(io::stdout(), "{}", serde_json::to_string(&PendingLine::from(who))?)?;
        }
        Ok(())
    })
}

/// Makes a member of whoever has these words.
pub(super) fn confirm(args: &ConfirmArgs) -> anyhow::Result<ExitCode> {
    let typed = words::read(&args.words.join(" "));
    let typed = typed.context("WORDS must be the four words that the bot has shown to them")?;
    with_parts(&args.config, async |parts| {
        let (unit, now) = (Arc::clone(parts), parts.now());
        let run = async move |tx: &mut _| {
            let member = invitations::confirm_words(tx, &unit, typed, now).await?;
            if let Some(member) = &member {
                telegram::welcome(tx, &unit, member).await?;
            }
            Ok(member)
        };
        match parts.store.run("member-confirm", run).await? {
            Some(member) => {
                no_key(&member, parts.console.is_some());
                writeln!(
                    io::stdout(),
                    "{}",
                    serde_json::to_string(&MemberLine::of(member, KeyState::None))?
                )?;
            }
            None => bail!(
                "nobody who waits has these words; `habeas member pending` shows who waits, and \
                 if the words differ, invite anew"
            ),
        }
        Ok(())
    })
}

/// Somebody who was invited has no key yet.
#[expect(clippy::print_stderr, reason = "a hint to the operator, who asked for this")]
fn no_key(member: &Member, has_console: bool) {
    match (&member.recipient, has_console) {
        (Some(_), _) => {}
        (None, true) => eprintln!(
            "habeas: they cannot open sealed entries yet; they make keys by /console in their chat"
        ),
        (None, false) => eprintln!(
            "habeas: they cannot open sealed entries yet; once you have their public key: habeas \
             member recipient {} age1…",
            member.id
        ),
    }
}

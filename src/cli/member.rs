//! `habeas member add|list|recipient|revoke`, and the invitations' commands: who is on call. Works beside a running `serve`.

use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, bail};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};
use habeas_core::domain::{Language, Role};
use habeas_core::members::Key;
use serde::Serialize;

use super::member_invite::{self, ConfirmArgs, InviteArgs};
use super::member_sign::{self, SignArgs};
use super::member_signed::{self, FingerprintArgs, VerifyArgs};
use super::{ConfigArgs, block_on, parts};
use crate::audit::By;
use crate::console::{self, Purpose};
use crate::crypto::Recipient;
use crate::oncall;
use crate::oncall::members::{self, LONGEST_NAME, Member, NewMember};
use crate::oncall::roster::{self, KeyState};
use crate::parts::Parts;
use crate::telegram;

/// Telegram's ids have at most 52 significant bits (Bot API, User).
const LARGEST_ID: i64 = (1 << 52) - 1;

/// What to do with members.
#[derive(Debug, Subcommand)]
pub(super) enum MemberCommand {
    /// Put somebody on call, at once; prints the member's id
    ///
    /// Telegram lets the bot write to them only after they pressed Start in a chat with it.
    Add(AddArgs),
    /// Show all members, revoked ones too: one line of JSON each
    List(ConfigArgs),
    /// Give a member an age public key: cases that begin from now on are sealed to it
    ///
    /// They and all others are told. What began before stays closed to them.
    Recipient(RecipientArgs),
    /// Take somebody off call, at once; prints the member's id
    ///
    /// Their cases are called anew, their chat is emptied, all others are told. New cases are not
    /// sealed to their key. What they could open before, they still can.
    Revoke(RevokeArgs),
    /// Print a code by which somebody becomes a member, for ten minutes
    ///
    /// They send it to the bot and are pending: on call only once you confirm four words.
    Invite(InviteArgs),
    /// Show who came with a code and waits: one line of JSON each
    Pending(ConfigArgs),
    /// Make a member of whoever read you these four words, at once; prints who it is
    ///
    /// Let them read the words to you by voice. It suffices for a coordinator too.
    Confirm(ConfirmArgs),
    /// Print a link by which a member's browser makes new keys: once, within half an hour
    ///
    /// Give it to them alone. Once they have made keys, those before come in no more. Where members
    /// are signed, the new ones wait until somebody has heard their eight words.
    Enrol(EnrolArgs),
    /// Print a new key that says who is a member; run it on your own computer, not on the server
    ///
    /// Keep what it prints in a file, offline. Its public half goes into members.root.
    Root,
    /// Print the eight words of an age public key, to be read out by voice
    ///
    /// Run it on the computer where the private key is.
    Fingerprint(FingerprintArgs),
    /// Print what is to be signed, for `habeas member sign`
    Proposals(ConfigArgs),
    /// Sign proposals from stdin with the root's key, and print them; runs without a server
    Sign(SignArgs),
    /// Take signed statements from stdin: cases are sealed to whom they name
    ///
    /// All members are told. What began before stays closed to them.
    Accept(ConfigArgs),
    /// Print the signed statements: one line of JSON each
    Statements(ConfigArgs),
    /// Check every signature, and that nobody is a member without one
    Verify(VerifyArgs),
}

/// Who is to be on call.
#[derive(Debug, Args)]
pub(super) struct AddArgs {
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
    /// The number of their Telegram account
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(i64).range(1..=LARGEST_ID))]
    telegram_id: i64,
    /// Their age public key: cases are sealed to it
    #[arg(long, value_name = "age1…")]
    recipient: Option<String>,
    /// Place in the calling order, smallest first; without it, after those who are there
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(i64).range(0..1_000_000))]
    order: Option<i64>,
}

/// Whose key.
#[derive(Debug, Args)]
pub(super) struct RecipientArgs {
    #[command(flatten)]
    config: ConfigArgs,
    /// The id that `habeas member list` shows
    #[arg(value_name = "ID")]
    id: String,
    /// Their age public key; the private one stays on their own computer
    #[arg(value_name = "age1…")]
    recipient: String,
    /// What they sign with, if they have such a key
    #[arg(long, value_name = "HEX")]
    signing_key: Option<Key>,
}

/// Whose browser.
#[derive(Debug, Args)]
pub(super) struct EnrolArgs {
    #[command(flatten)]
    config: ConfigArgs,
    /// The id that `habeas member list` shows
    #[arg(value_name = "ID")]
    id: String,
}

/// Who is to be taken off call.
#[derive(Debug, Args)]
pub(super) struct RevokeArgs {
    #[command(flatten)]
    config: ConfigArgs,
    /// The id that `habeas member list` shows
    #[arg(value_name = "ID", required_unless_present = "named")]
    id: Option<String>,
    /// The same, as an option
    #[arg(long = "id", id = "named", value_name = "ID", conflicts_with = "id")]
    named: Option<String>,
}

pub(super) fn role() -> impl TypedValueParser<Value = Role> {
    let all = [Role::Lawyer, Role::Coordinator].map(|role| role.as_str());
    PossibleValuesParser::new(all).try_map(|text| text.parse::<Role>())
}

pub(super) fn language() -> impl TypedValueParser<Value = Language> {
    let all = Language::ALL.iter().map(|language| language.as_str());
    PossibleValuesParser::new(all).try_map(|text| text.parse::<Language>())
}

/// One line of `habeas member list`.
#[derive(Serialize)]
pub(super) struct MemberLine {
    id: String,
    role: Role,
    name: String,
    language: Language,
    telegram_id: i64,
    order: i64,
    /// Their age public key, or null: then only the recovery holders open what is sealed.
    recipient: Option<String>,
    /// What they sign with, or null.
    signing_key: Option<Key>,
    /// `none`; `pending`: nothing is sealed to it before it is signed for; `active`.
    key: KeyState,
    /// Whether they pressed Start and did not block the bot since.
    reachable: bool,
    /// RFC 3339.
    added_at: String,
    /// RFC 3339, or null while they are a member.
    revoked_at: Option<String>,
    /// RFC 3339, or null: since when they are off call by their own wish.
    off_since: Option<String>,
}

impl MemberLine {
    pub(super) fn of(member: Member, key: KeyState) -> Self {
        Self {
            key,
            signing_key: member.signing_key,
            reachable: member.revoked_at.is_none() && member.started_at.is_some(),
            added_at: member.added_at.to_string(),
            revoked_at: member.revoked_at.map(|at| at.to_string()),
            off_since: member.off_since.map(|at| at.to_string()),
            id: member.id,
            role: member.role,
            name: member.name,
            language: member.language,
            telegram_id: member.telegram_id,
            order: member.order,
            recipient: member.recipient,
        }
    }
}

/// Runs one of them.
pub(super) fn run(command: &MemberCommand) -> anyhow::Result<ExitCode> {
    match command {
        MemberCommand::Add(args) => {
            let new = checked(args)?;
            with_parts(&args.config, async |parts| {
                writeln!(io::stdout(), "{}", add(parts, new).await?)?;
                Ok(())
            })
        }
        MemberCommand::List(args) => with_parts(args, async |parts| {
            let unit = Arc::clone(parts);
            let all = async move |tx: &mut _| {
                let keys = roster::stored(tx, &unit).await?.ok();
                let roster = keys.as_ref().map(|stored| &stored.roster);
                let line = |member| {
                    let key = roster::key_state(&unit, roster, &member);
                    MemberLine::of(member, key)
                };
                Ok(members::all(tx, &unit).await?.into_iter().map(line).collect::<Vec<_>>())
            };
            for line in parts.store.read("member-list", all).await? {
                super::out(serde_json::to_string(&line)?)?;
            }
            Ok(())
        }),
        MemberCommand::Recipient(args) => {
            let key: Recipient = args.recipient.parse().context("age1…")?;
            let key = key.to_string();
            with_parts(&args.config, async |parts| {
                recipient(parts, args.id.trim(), key, args.signing_key).await
            })
        }
        MemberCommand::Revoke(args) => {
            let id = args.id.as_ref().or(args.named.as_ref()).context("ID is missing")?;
            with_parts(&args.config, async |parts| revoke(parts, id.trim()).await)
        }
        MemberCommand::Invite(args) => member_invite::invite(args),
        MemberCommand::Pending(args) => member_invite::pending(args),
        MemberCommand::Confirm(args) => member_invite::confirm(args),
        MemberCommand::Enrol(args) => {
            with_parts(&args.config, async |parts| enrol(parts, args.id.trim()).await)
        }
        MemberCommand::Root => member_signed::root(),
        MemberCommand::Fingerprint(args) => member_signed::words(args),
        MemberCommand::Proposals(args) => member_signed::proposals(args),
        MemberCommand::Sign(args) => member_sign::sign(args),
        MemberCommand::Accept(args) => member_signed::accept(args),
        MemberCommand::Statements(args) => member_signed::statements(args),
        MemberCommand::Verify(args) => member_signed::verify(args),
    }
}

/// Opens the installation, does the work, and closes it again.
pub(super) fn with_parts(
    args: &ConfigArgs,
    work: impl AsyncFnOnce(&Arc<Parts>) -> anyhow::Result<()>,
) -> anyhow::Result<ExitCode> {
    block_on(async {
        let (_, parts) = parts(&args.config).await?;
        let done = work(&parts).await;
        parts.store.close().await;
        done.map(|()| ExitCode::SUCCESS)
    })
}

/// The new member, if what was given can be one.
fn checked(args: &AddArgs) -> anyhow::Result<NewMember> {
    let Some(name) = members::name_of(&args.name) else {
        bail!("--name must be a name on one line of at most {LONGEST_NAME} characters");
    };
    let recipient = args.recipient.as_ref().map(|text| text.parse::<Recipient>());
    let recipient = recipient.transpose().context("--recipient")?;
    Ok(NewMember {
        role: args.role,
        name,
        language: args.language,
        telegram_id: args.telegram_id,
        recipient: recipient.map(|recipient| recipient.to_string()),
        order: args.order,
    })
}

/// Adds the member; whoever wrote to the bot before can be paged from now on.
async fn add(parts: &Arc<Parts>, new: NewMember) -> anyhow::Result<String> {
    let unit = Arc::clone(parts);
    let now = parts.now();
    let id = parts.store.run("member-add", async move |tx| {
        let id = members::add(tx, &unit, &new, By::Operator, now).await?;
        let member = members::by_id(tx, &unit, &id).await?;
        if member.is_some_and(|member| member.started_at.is_some()) {
            oncall::somebody_is_there(tx, now).await?;
        }
        Ok(id)
    });
    Ok(id.await?)
}

/// Gives the member a key, and tells all.
async fn recipient(
    parts: &Arc<Parts>,
    id: &str,
    key: String,
    signing_key: Option<Key>,
) -> anyhow::Result<()> {
    let (unit, wanted, now) = (Arc::clone(parts), id.to_owned(), parts.now());
    let run = async move |tx: &mut _| {
        let member =
            members::set_recipient(tx, &unit, &wanted, (&key, signing_key), By::Operator, now)
                .await?;
        if let Some(member) = &member {
            telegram::key_added(tx, &unit, member).await?;
        }
        Ok(member)
    };
    match parts.store.run("member-recipient", run).await? {
        Some(_) => writeln!(io::stdout(), "{id}")?,
        None => {
            bail!("nobody on call has the id {id}; `habeas member list` shows the ids there are")
        }
    }
    Ok(())
}

/// A link by which a member's browser makes new keys.
async fn enrol(parts: &Arc<Parts>, id: &str) -> anyhow::Result<()> {
    let (unit, wanted, now) = (Arc::clone(parts), id.to_owned(), parts.now());
    let until = now.plus_s(Purpose::Enrol.lasts_s());
    let run = async move |tx: &mut _| {
        let member = members::by_id(tx, &unit, &wanted).await?;
        match member.filter(|member| member.revoked_at.is_none()) {
            Some(member) => Ok(Some(
                console::new_link(tx, &unit, &member.id, Purpose::Enrol, until, now).await?,
            )),
            None => Ok(None),
        }
    };
    match parts.store.run("member-enrol", run).await? {
        Some(Some(url)) => super::out(url),
        Some(None) => bail!("there is no console: set console.listen and console.origin"),
        None => {
            bail!("nobody on call has the id {id}; `habeas member list` shows the ids there are")
        }
    }
}

/// Revokes the member, and says so if nobody is left.
#[expect(clippy::print_stderr, reason = "a warning to the operator, who asked for this")]
async fn revoke(parts: &Arc<Parts>, id: &str) -> anyhow::Result<()> {
    let unit = Arc::clone(parts);
    let (wanted, now) = (id.to_owned(), parts.now());
    let revoke = async move |tx: &mut _| {
        let member = members::by_id(tx, &unit, &wanted).await;
        let before = member.as_ref().ok().and_then(|m| m.as_ref()?.revoked_at);
        let done = match &member {
            Ok(Some(who)) => telegram::revoke_and_tell(tx, &unit, who, By::Operator, now).await?,
            // One whose row does not open is revoked all the same; whom to name is not known.
            _ => members::revoke(tx, &unit, &wanted, By::Operator, now).await?,
        };
        let stranded = oncall::stranded(tx, &unit).await?;
        Ok((done, before, members::active(tx, &unit).await?, stranded))
    };
    let (done, before, left, stranded) = parts.store.run("member-revoke", revoke).await?;
    match (done, before) {
        (true, _) => writeln!(io::stdout(), "{id}")?,
        (false, Some(at)) => bail!("the member {id} was revoked already, at {at}"),
        (false, None) => {
            bail!("no member has the id {id}; `habeas member list` shows the ids there are")
        }
    }
    if !left.iter().any(|member| member.role == Role::Lawyer) {
        eprintln!("habeas: no lawyer is on call now; put one on call with `habeas member add`");
    }
    warn_of_stranded(&stranded);
    Ok(())
}

/// Says for which cases nobody who may be called can be reached.
#[expect(clippy::print_stderr, reason = "a warning to the operator, who asked for this")]
pub(super) fn warn_of_stranded(codes: &[String]) {
    for code in codes {
        eprintln!(
            "habeas: nobody who may be called for {code} can be reached; put somebody on call, or \
             let somebody in again with `habeas case exclude {code} --member ID --undo`"
        );
    }
}

//! `habeas member root|fingerprint`, on a computer of one's own, and `proposals|accept|statements|
//! verify`, beside the server: who is a member, signed.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, bail};
use clap::Args;
use habeas_core::domain::Role;
use habeas_core::members::{Key, Roster, Standing, Statement};
use serde::Serialize;
use zeroize::Zeroizing;

use super::ConfigArgs;
use super::member::{warn_of_stranded, with_parts};
use super::member_sign::{Beginning, Proposed};
use crate::audit::By;
use crate::crypto::{Recipient, SigningKey, fingerprint, verifies};
use crate::oncall;
use crate::oncall::members::{self, Member};
use crate::oncall::roster::{self, KeyState, RosterError, Stored};
use crate::parts::Parts;
use crate::storage::Tx;
use crate::telegram;

/// Whose words.
#[derive(Debug, Args)]
pub(super) struct FingerprintArgs {
    /// The age public key
    #[arg(value_name = "age1…")]
    recipient: String,
    /// The public signing key, if there is one
    #[arg(long, value_name = "HEX")]
    signing_key: Option<Key>,
}

/// Which chain.
#[derive(Debug, Args)]
pub(super) struct VerifyArgs {
    /// The configuration that `habeas init` wrote
    #[arg(long, value_name = "FILE", required_unless_present = "statements")]
    config: Option<PathBuf>,
    /// What `habeas member statements` printed, checked without a server
    #[arg(long, value_name = "FILE", requires = "root", conflicts_with = "config")]
    statements: Option<PathBuf>,
    /// The root's public key, from the operator's own computer
    #[arg(long, value_name = "HEX")]
    root: Option<Key>,
    /// A head that was kept elsewhere: what `habeas member sign` noted beside the key
    #[arg(long, value_name = "HEX", value_parser = head_of)]
    head: Option<[u8; 32]>,
}

/// Reads the hash of a statement.
pub(super) fn head_of(text: &str) -> Result<[u8; 32], &'static str> {
    let bytes = data_encoding::HEXLOWER_PERMISSIVE.decode(text.trim().as_bytes()).ok();
    bytes.and_then(|bytes| bytes.try_into().ok()).ok_or("a head is 64 hexadecimal digits")
}

/// A line of `verify`.
#[derive(Serialize)]
struct Line<'a> {
    id: &'a str,
    role: Role,
    recipient: &'a str,
    signing_key: Option<Key>,
    /// Eight words of these keys.
    fingerprint: String,
    /// RFC 3339.
    from: String,
    /// RFC 3339, or null while they are a member.
    revoked: Option<String>,
}

/// Prints a new signing key, as a file to be kept.
pub(super) fn root() -> anyhow::Result<ExitCode> {
    let key = SigningKey::generate();
    let text = Zeroizing::new(format!(
        "# Habeas signing key. Whoever has the last line says who is a member: keep it offline.\n\
         # For the server's configuration, section [members]:\n\
         # root = \"{}\"\n\
         {}\n",
        key.public(),
        key.to_line().as_str()
    ));
    let mut out = io::stdout();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// Prints the eight words of keys.
pub(super) fn words(args: &FingerprintArgs) -> anyhow::Result<ExitCode> {
    let recipient: Recipient = args.recipient.parse().context("age1…")?;
    super::out(fingerprint(&recipient.to_string(), args.signing_key))?;
    Ok(ExitCode::SUCCESS)
}

/// Prints the chain, and what is to be signed.
pub(super) fn proposals(args: &ConfigArgs) -> anyhow::Result<ExitCode> {
    with_parts(args, async |parts| {
        let root = parts.root.ok_or(RosterError::NoRoot)?;
        let unit = Arc::clone(parts);
        let read = async move |tx: &mut Tx| roster::proposals(tx, &unit).await;
        let (chain, acts) = parts.store.read("member-proposals", read).await?;
        let statements = chain.roster.statements();
        super::out(serde_json::to_string(&Beginning { v: 1, root, statements })?)?;
        for statement in chain.statements {
            super::out(serde_json::to_string(&statement)?)?;
        }
        for (state, name) in acts {
            super::out(serde_json::to_string(&Proposed { name, state })?)?;
        }
        Ok(())
    })
}

/// Takes the signed statements that come on stdin, and tells the members.
pub(super) fn accept(args: &ConfigArgs) -> anyhow::Result<ExitCode> {
    let lines = super::input()?;
    let read = |(at, line): (usize, &String)| {
        let number = at + 1;
        serde_json::from_str::<Statement>(line)
            .with_context(|| format!("line {number} is no signed statement"))
    };
    let signed: Vec<Statement> = lines.iter().enumerate().map(read).collect::<Result<_, _>>()?;
    if signed.is_empty() {
        bail!("nothing came: give what `habeas member sign` printed");
    }
    with_parts(args, async |parts| {
        let (unit, now) = (Arc::clone(parts), parts.now());
        let run = async move |tx: &mut Tx| {
            let acts = telegram::accept_and_tell(tx, &unit, &signed, By::Operator, now).await?;
            Ok((acts, oncall::stranded(tx, &unit).await?))
        };
        let (acts, stranded) = parts.store.run("member-accept", run).await?;
        for act in acts {
            super::out(serde_json::to_string(&act)?)?;
        }
        warn_of_stranded(&stranded);
        Ok(())
    })
}

/// Prints the chain.
pub(super) fn statements(args: &ConfigArgs) -> anyhow::Result<ExitCode> {
    with_parts(args, async |parts| {
        for statement in stored(parts).await?.0.statements {
            super::out(serde_json::to_string(&statement)?)?;
        }
        Ok(())
    })
}

/// Checks the chain, and that the members' table says the same.
pub(super) fn verify(args: &VerifyArgs) -> anyhow::Result<ExitCode> {
    if let (Some(file), Some(root)) = (&args.statements, args.root) {
        print(&read_chain(file, root, args.head)?)?;
        return Ok(ExitCode::SUCCESS);
    }
    let config = args.config.clone().context("--config is missing")?;
    with_parts(&ConfigArgs { config }, async |parts| {
        if args.root.is_some() && args.root != parts.root {
            bail!("members.root of this server is another key than --root");
        }
        let (Stored { roster, put_in, .. }, present) = stored(parts).await?;
        print(&roster)?;
        must_hold(&roster, args.head)?;
        if let Some(seq) = put_in {
            return Err(RosterError::PutIn(seq).into());
        }
        if !roster.recovery().is_empty() && roster::recovery_differs(parts, &roster) {
            bail!(
                "recovery.recipients of the configuration are others than the signed ones: compare both \
                 with paper; if the change is meant, see `habeas member proposals`"
            );
        }
        let pending =
            |member: &&Member| roster::key_state(parts, Some(&roster), member) == KeyState::Pending;
        let unsigned: Vec<&str> =
            present.iter().filter(pending).map(|member| member.id.as_str()).collect();
        if !unsigned.is_empty() {
            bail!(
                "nobody has signed for the keys of {}: see `habeas member proposals`",
                unsigned.join(", ")
            );
        }
        let gone = |id: &&str| roster.active(id).is_some() && !present.iter().any(|m| m.id == *id);
        let gone: Vec<&str> = roster.members().map(|(id, _)| id).filter(gone).collect();
        if !gone.is_empty() {
            bail!(
                "revoked here, and nobody has signed it, of {}: see `habeas member proposals`",
                gone.join(", ")
            );
        }
        Ok(())
    })
}

/// Reads and checks what `habeas member statements` printed.
pub(super) fn read_chain(file: &Path, root: Key, head: Option<[u8; 32]>) -> anyhow::Result<Roster> {
    let text =
        std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let lines = text.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned);
    let roster = chain_of(lines, root)?;
    must_hold(&roster, head)?;
    Ok(roster)
}

pub(super) fn chain_of(lines: impl Iterator<Item = String>, root: Key) -> anyhow::Result<Roster> {
    let mut roster = Roster::trusting(root);
    for line in lines {
        let number = roster.statements() + 1;
        let statement: Statement = serde_json::from_str(&line)
            .with_context(|| format!("statement {number} cannot be read"))?;
        roster.read(&statement, verifies)?;
    }
    Ok(roster)
}

fn must_hold(roster: &Roster, head: Option<[u8; 32]>) -> anyhow::Result<()> {
    match head.filter(|head| !roster.passed(head)) {
        None => Ok(()),
        Some(_) => bail!(
            "the chain does not hold --head: it was put back to an older state, or is another one"
        ),
    }
}

/// The checked chain, and who is a member here.
async fn stored(parts: &Arc<Parts>) -> anyhow::Result<(Stored, Vec<Member>)> {
    let unit = Arc::clone(parts);
    let read = async move |tx: &mut Tx| {
        Ok((roster::stored(tx, &unit).await??, members::present(tx, &unit).await?))
    };
    Ok(parts.store.read("member-statements", read).await?)
}

fn print(roster: &Roster) -> anyhow::Result<()> {
    for (id, Standing { role, recipient, signing_key, from, revoked, .. }) in roster.members() {
        super::out(serde_json::to_string(&Line {
            id,
            role: *role,
            recipient,
            signing_key: *signing_key,
            fingerprint: fingerprint(recipient, *signing_key),
            from: from.to_string(),
            revoked: revoked.map(|at| at.to_string()),
        })?)?;
    }
    Ok(())
}

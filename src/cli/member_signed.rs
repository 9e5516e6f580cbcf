//! `habeas member root|fingerprint|sign`, on a computer of one's own, and `proposals|accept|
//! statements|verify`, beside the server: who is a member, signed.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, bail};
use clap::Args;
use habeas_core::domain::Role;
use habeas_core::members::{Act, Key, Roster, Signed, Standing, Statement};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::ConfigArgs;
use super::member::with_parts;
use crate::audit::By;
use crate::crypto::{Recipient, SigningKey, fingerprint, is_fingerprint, verifies};
use crate::oncall::members::{self, Member};
use crate::oncall::roster::{self, KeyState, RosterError, Stored};
use crate::outside::{Clock, RealClock};
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

/// What signs, and what was heard.
#[derive(Debug, Args)]
pub(super) struct SignArgs {
    /// The file that `habeas member root` printed
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// Eight words as the member read them to you by voice; once for each member
    #[arg(long = "fingerprint", value_name = "WORDS")]
    fingerprints: Vec<String>,
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
}

/// The first line of `proposals`: where the chain ends.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct End {
    v: u32,
    statements: i64,
    head: String,
}

/// A line of `proposals`: what is to be signed. `name` is for the reader and is not signed.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Proposed {
    name: String,
    state: Act,
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

/// Prints what is to be signed.
pub(super) fn proposals(args: &ConfigArgs) -> anyhow::Result<ExitCode> {
    with_parts(args, async |parts| {
        let unit = Arc::clone(parts);
        let read = async move |tx: &mut Tx| roster::proposals(tx, &unit).await;
        let (roster, acts) = parts.store.read("member-proposals", read).await?;
        let head = data_encoding::HEXLOWER.encode(&roster.head());
        super::out(serde_json::to_string(&End { v: 1, statements: roster.statements(), head })?)?;
        for (state, name) in acts {
            super::out(serde_json::to_string(&Proposed { name, state })?)?;
        }
        Ok(())
    })
}

/// Signs what comes on stdin, if each member's words were heard.
pub(super) fn sign(args: &SignArgs) -> anyhow::Result<ExitCode> {
    let key = SigningKey::read_file(&args.key)?;
    let mut lines = super::input()?.into_iter();
    let first =
        lines.next().context("nothing came: give what `habeas member proposals` printed")?;
    let end: End = serde_json::from_str(&first)
        .context("the first line is not that of `habeas member proposals`")?;
    let head = data_encoding::HEXLOWER_PERMISSIVE.decode(end.head.as_bytes()).ok();
    let mut previous: [u8; 32] = head
        .and_then(|head| head.try_into().ok())
        .context("the first line has no whole head: run `habeas member proposals` again")?;
    let (mut seq, at) = (end.statements, RealClock::default().now());
    let mut signed = vec![];
    for line in lines {
        let proposed: Proposed = serde_json::from_str(&line)
            .with_context(|| format!("line {} is no proposal", signed.len() + 2))?;
        heard(&proposed, &key, &args.fingerprints)?;
        seq += 1;
        let mut statement = Statement { seq, at, previous, act: proposed.state, signed: vec![] };
        let signature = key.sign(&statement.signed_bytes());
        statement.signed.push(Signed { by: key.public(), signature });
        previous = statement.hash();
        signed.push(serde_json::to_string(&statement)?);
    }
    // All or none: nothing is printed before the last one may be signed.
    for line in signed {
        super::out(line)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Whether this may be signed by whoever heard these words.
fn heard(proposed: &Proposed, key: &SigningKey, words: &[String]) -> anyhow::Result<()> {
    match &proposed.state {
        Act::Root { key: root } if *root != key.public() => {
            bail!(
                "the server's members.root is another key than this one; set it to {}",
                key.public()
            )
        }
        Act::Member { member, role, recipient, signing_key } => {
            let is_theirs = |words: &String| is_fingerprint(words, recipient, *signing_key);
            if !words.iter().any(is_theirs) {
                bail!(
                    "{member} ({}, {role}): no --fingerprint has the eight words of their keys. Call \
                     them, let them read the words from their own computer, and give what you hear. \
                     If the words differ, somebody else's key is there: sign nothing",
                    proposed.name
                );
            }
            Ok(())
        }
        Act::Root { .. } | Act::Revoked { .. } => Ok(()),
    }
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
            let acts = roster::accept(tx, &unit, &signed, now).await?;
            for act in &acts {
                let (Act::Member { member, .. } | Act::Revoked { member }) = act else { continue };
                let Some(who) = members::by_id(tx, &unit, member).await? else { continue };
                match act {
                    Act::Revoked { .. } => {
                        telegram::revoke_and_tell(tx, &unit, &who, By::Operator, now).await?;
                    }
                    _ => telegram::key_confirmed(tx, &unit, &who).await?,
                }
            }
            Ok(acts)
        };
        for act in parts.store.run("member-accept", run).await? {
            super::out(serde_json::to_string(&act)?)?;
        }
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
        print(&read_chain(file, root)?)?;
        return Ok(ExitCode::SUCCESS);
    }
    let config = args.config.clone().context("--config is missing")?;
    with_parts(&ConfigArgs { config }, async |parts| {
        if args.root.is_some() && args.root != parts.root {
            bail!("members.root of this server is another key than --root");
        }
        let (Stored { roster, put_in, .. }, present) = stored(parts).await?;
        print(&roster)?;
        if let Some(seq) = put_in {
            return Err(RosterError::PutIn(seq).into());
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
pub(super) fn read_chain(file: &Path, root: Key) -> anyhow::Result<Roster> {
    let text =
        std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let mut roster = Roster::trusting(root);
    for (at, line) in text.lines().filter(|line| !line.trim().is_empty()).enumerate() {
        let statement: Statement = serde_json::from_str(line)
            .with_context(|| format!("line {} is no statement", at + 1))?;
        roster.read(&statement, verifies)?;
    }
    Ok(roster)
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

//! `habeas member sign`: on the operator's own computer, with the root's key, having heard.

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Args;
use habeas_core::members::{Act, Key};
use serde::{Deserialize, Serialize};

use super::member_signed::{chain_of, head_of};
use crate::crypto::{SigningKey, is_fingerprint, verifies};
use crate::outside::{Clock, RealClock};

/// What signs, and what was heard.
#[derive(Debug, Args)]
pub(super) struct SignArgs {
    /// The file that `habeas member root` printed
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// Whom you sign for: their id, the role that they are to have, and the eight words as they read
    /// them to you by voice; once for each
    #[arg(long = "fingerprint", value_name = "ID ROLE WORDS")]
    fingerprints: Vec<String>,
    /// Whose revocation you sign; once for each
    #[arg(long = "revoke", value_name = "ID")]
    revocations: Vec<String>,
    /// Who can open every case, offline, from your own paper; twice for two holders, in the order of
    /// recovery.recipients
    #[arg(long = "recovery", value_name = "age1…")]
    recovery: Vec<String>,
}

/// The first line of `proposals`: a chain of so many statements follows, then what is to be signed.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Beginning {
    pub v: u32,
    pub root: Key,
    pub statements: i64,
}

/// A line of `proposals`: what is to be signed. `name` is for the reader and is not signed.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Proposed {
    pub name: String,
    pub state: Act,
}

/// Signs what comes on stdin, if it was heard. The chain before it is checked here, and has to hold
/// the head that was signed last: what a server says of the past is not believed.
pub(super) fn sign(args: &SignArgs) -> anyhow::Result<ExitCode> {
    let key = SigningKey::read_file(&args.key)?;
    let mut lines = super::input()?.into_iter();
    let first =
        lines.next().context("nothing came: give what `habeas member proposals` printed")?;
    let beginning: Beginning = serde_json::from_str(&first)
        .context("the first line is not that of `habeas member proposals`")?;
    if beginning.root != key.public() {
        bail!("the server's members.root is another key than this one; set it to {}", key.public());
    }
    let chain = usize::try_from(beginning.statements).context("the first line is broken")?;
    let mut roster = chain_of(lines.by_ref().take(chain), beginning.root)?;
    let note = Note::beside(&args.key);
    if let Some(head) = note.read()?.filter(|head| !roster.passed(head)) {
        bail!(
            "the chain does not hold what this key signed last ({}): somebody put the database back \
             to an older state, or changed it. Sign nothing before you know why",
            data_encoding::HEXLOWER.encode(&head)
        );
    }
    let at = RealClock::default().now();
    let mut signed = vec![];
    for (number, line) in lines.enumerate() {
        let proposed: Proposed = serde_json::from_str(&line)
            .with_context(|| format!("line {} is no proposal", number + 2 + chain))?;
        heard(&proposed, args)?;
        let statement = key.states(&roster, proposed.state, at);
        roster.read(&statement, verifies)?;
        signed.push(serde_json::to_string(&statement)?);
    }
    // All or none: nothing is printed before the last one may be signed.
    note.write(&roster.head())?;
    for line in signed {
        super::out(line)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Whether this may be signed by whoever heard these words.
fn heard(proposed: &Proposed, args: &SignArgs) -> anyhow::Result<()> {
    match &proposed.state {
        Act::Root { .. } => Ok(()),
        Act::Member { member, role, recipient, signing_key } => {
            let is_theirs = |heard: &String| {
                let mut parts = heard.trim().splitn(3, char::is_whitespace);
                parts.next() == Some(member)
                    && parts.next() == Some(role.as_str())
                    && parts.next().is_some_and(|w| is_fingerprint(w, recipient, *signing_key))
            };
            if !args.fingerprints.iter().any(is_theirs) {
                bail!(
                    "{member} ({}, {role}): no --fingerprint \"{member} {role} …\" has the eight words \
                     of their keys. Call them, let them read the words from their own computer, and \
                     give what you hear. If the words differ, somebody else's key is there: sign \
                     nothing",
                    proposed.name
                );
            }
            Ok(())
        }
        Act::Revoked { member } if args.revocations.contains(member) => Ok(()),
        Act::Revoked { member } => bail!(
            "{member} was revoked on the server. If that is meant, add --revoke {member}; if nobody \
             you trust did it, sign nothing"
        ),
        Act::Recovery { recipients } if *recipients == args.recovery => Ok(()),
        Act::Recovery { recipients } => bail!(
            "the server wants {} recovery recipient(s) signed, who can open every case, and they are not \
             what you gave. Copy each from your own paper, never from the server: --recovery age1…, \
             once for each, in the order of recovery.recipients. If they still differ, sign nothing",
            recipients.len()
        ),
    }
}

/// The head that a key signed last, beside its file: `FILE.head`.
struct Note(PathBuf);

impl Note {
    fn beside(key: &Path) -> Self {
        let mut name = key.as_os_str().to_owned();
        name.push(".head");
        Self(name.into())
    }

    fn read(&self) -> anyhow::Result<Option<[u8; 32]>> {
        let shown = self.0.display();
        match std::fs::read_to_string(&self.0) {
            Ok(text) => head_of(&text).map(Some).map_err(|why| anyhow::anyhow!("{shown}: {why}")),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error).with_context(|| format!("cannot read {shown}")),
        }
    }

    fn write(&self, head: &[u8; 32]) -> anyhow::Result<()> {
        std::fs::write(&self.0, format!("{}\n", data_encoding::HEXLOWER.encode(head)))
            .with_context(|| format!("{} could not be written", self.0.display()))
    }
}

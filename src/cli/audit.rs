//! `habeas audit verify|head|show`: whether the records of who did what are unchanged, and what
//! they say.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{anyhow, bail};
use clap::{Args, Subcommand};
use habeas_core::audit::Head;

use super::{ConfigArgs, audit_show, block_on, out, store, with_or_without_keyring};
use crate::audit::{self, AuditError, Verified};

/// What to do with the audit.
#[derive(Debug, Subcommand)]
pub(super) enum AuditCommand {
    /// Check all records, and say what that proves and what it cannot see
    ///
    /// Exit code 1 if anything was changed; the first such record is named. Needs no keyring; with
    /// it, what is sealed in the records is checked too.
    Verify(VerifyArgs),
    /// Print the present head, as coordinators get it every day
    Head(ConfigArgs),
    /// Show the records: number, time in UTC, what, by whom, which case
    ///
    /// Checks nothing: that is for `verify`. By whom and which case is sealed in each record under
    /// the keyring: without it `show` says that it is sealed. Words of a case are in no record.
    Show(audit_show::ShowArgs),
}

/// What to hold the records against.
#[derive(Debug, Args)]
pub(super) struct VerifyArgs {
    #[command(flatten)]
    config: ConfigArgs,
    /// A head that a coordinator has kept; spaces and hyphens do not matter
    #[arg(long, value_name = "H", num_args = 1..)]
    head: Vec<String>,
}

/// Runs one of them.
pub(super) fn run(command: &AuditCommand) -> anyhow::Result<ExitCode> {
    match command {
        AuditCommand::Verify(args) => block_on(async {
            let head = asked_head(&args.head)?;
            verify(&args.config.config, head).await?;
            Ok(ExitCode::SUCCESS)
        }),
        AuditCommand::Show(args) => audit_show::run(args),
        AuditCommand::Head(args) => block_on(async {
            let store = store(&args.config).await?;
            match audit::head(&store).await? {
                Some((_, head)) => out(head)?,
                None => bail!("the audit has no record yet; the first is written with a member"),
            }
            Ok(ExitCode::SUCCESS)
        }),
    }
}

fn asked_head(words: &[String]) -> anyhow::Result<Option<Head>> {
    if words.is_empty() {
        return Ok(None);
    }
    let head = Head::read(&words.concat());
    head.map(Some).ok_or_else(|| {
        anyhow!(
            "--head is no head: it has eight groups of four, of the digits 0-9 and the letters \
             a-f; compare it with what the coordinator kept"
        )
    })
}

async fn verify(config: &Path, head: Option<Head>) -> anyhow::Result<()> {
    let (store, keyring) = with_or_without_keyring(config).await?;
    let (keyring, without) = match keyring {
        Ok(keyring) => (Some(keyring), None),
        Err(error) => (None, Some(error)),
    };
    let verified = match audit::verify(&store, keyring, head.clone()).await {
        Err(AuditError::Store(error)) => return Err(error.into()),
        Err(broken) => bail!(
            "the audit does not hold: {broken}; do not trust this database: keep a copy of it as \
             it is, and compare it with a backup"
        ),
        Ok(verified) => verified,
    };
    if let Some(head) = &head
        && verified.found.is_none()
    {
        bail!(
            "no record has the head {head}: either it is mistyped, so compare it with what was \
             kept; or records were rewritten or cut off since it went out, so try the heads of \
             other days, keep a copy of this database, and compare it with a backup"
        );
    }
    for line in said(&verified, head.as_ref(), without.as_ref()) {
        out(line)?;
    }
    Ok(())
}

/// What the check found, what it proves, and what it cannot see.
fn said(verified: &Verified, head: Option<&Head>, without: Option<&anyhow::Error>) -> Vec<String> {
    let records = verified.records;
    if records == 0 {
        return vec!["The audit has no record yet, and proves nothing.".to_owned()];
    }
    let holds = format!("The chain holds: records 1 to {records}. Its head: {}", verified.head);
    let mut lines = vec![holds];
    match (verified.payloads, without) {
        (Some(found), _) => lines.push(format!(
            "What is sealed in them: {} as recorded, {} erased or never there.",
            found.right, found.gone
        )),
        (None, Some(error)) => lines.push(format!(
            "What is sealed in them was not checked, for want of the keyring: {error:#}"
        )),
        (None, None) => {}
    }
    lines.push(String::new());
    lines.push("What this proves:".to_owned());
    match (head, verified.found) {
        (Some(head), Some((record, at))) => lines.push(format!(
            "- Records 1 to {record} are unchanged since the head {head} was sent out. The last of \
             them is of {at}."
        )),
        _ => lines.push(
            "- The records fit together: none was changed, removed, moved or put in by somebody \
             who did not rewrite all that follow. Against somebody who did, give --head with a \
             head that a coordinator has kept."
                .to_owned(),
        ),
    }
    lines.push(String::new());
    lines.push("What it cannot see:".to_owned());
    let after = verified.found.map_or(0, |(record, _)| record);
    lines.push(match (head, records - after) {
        (Some(_), 0) => "- Records that came after this head and were cut off the end.".to_owned(),
        (Some(_), _) => format!(
            "- Records {} to {records}, which came after this head: rewritten or cut off the end. \
             A later head shows it.",
            after + 1
        ),
        _ => "- Records that were cut off the end.".to_owned(),
    });
    lines.push("- Whatever was never recorded.".to_owned());
    lines.push("- What a machine wrote that was hostile at that time.".to_owned());
    lines.push("- Who erased what was sealed in a record, and why.".to_owned());
    lines
}

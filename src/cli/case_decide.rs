//! `habeas case decide`: what waits for a second person, where only one coordinator is there.

use std::process::ExitCode;
use std::sync::Arc;

use anyhow::bail;
use clap::Args;
use habeas_core::codec::case_code::CaseCode;

use super::{ConfigArgs, block_on, out, parts};
use crate::cases;
use crate::oncall::{self, Proposal, members};
use crate::parts::Parts;

/// Which case, and which proposal.
#[derive(Debug, Args)]
pub(super) struct DecideArgs {
    /// The code, as in RD-742
    code: String,
    #[command(flatten)]
    config: ConfigArgs,
    /// Agree with the proposal of this number, as `case decide CODE` and the bot show it
    #[arg(long, value_name = "N")]
    agree: Option<u32>,
}

/// Shows the proposal, or agrees with it.
pub(super) fn run(args: &DecideArgs) -> anyhow::Result<ExitCode> {
    let code: CaseCode = args.code.parse()?;
    block_on(async {
        let (_, parts) = parts(&args.config.config).await?;
        let done = match args.agree {
            None => show(&parts, code).await,
            Some(number) => agree(&parts, code, number).await,
        };
        parts.store.close().await;
        done.map(|()| ExitCode::SUCCESS)
    })
}

async fn show(parts: &Arc<Parts>, code: CaseCode) -> anyhow::Result<()> {
    let (unit, wanted) = (Arc::clone(parts), code.clone());
    let read = async move |tx: &mut _| {
        let Some(case) = cases::by_code(tx, &unit, &wanted).await? else { return Ok(None) };
        let Some(proposal) = oncall::proposal(tx, &case).await? else { return Ok(Some(None)) };
        let by = members::by_id(tx, &unit, &proposal.by).await?;
        let by = by.map_or(proposal.by.clone(), |by| format!("{} ({})", by.name, by.id));
        Ok(Some(Some((proposal, by, case.report.proposed))))
    };
    match parts.store.read("case-proposal", read).await? {
        None => bail!("no case has the code {}", code.as_str()),
        Some(None) => out(format_args!("nothing waits for a second person in {}", code.as_str())),
        Some(Some((Proposal { decision, at, .. }, by, number))) => {
            out(format_args!("{} proposed by {by} at {at}", decision.as_str()))?;
            out(format_args!("to agree: habeas case decide {} --agree {number}", code.as_str()))
        }
    }
}

async fn agree(parts: &Arc<Parts>, code: CaseCode, number: u32) -> anyhow::Result<()> {
    let (unit, wanted, now) = (Arc::clone(parts), code.clone(), parts.now());
    let run = async move |tx: &mut _| {
        let Some(mut case) = cases::by_code(tx, &unit, &wanted).await? else { return Ok(false) };
        oncall::agree_as_operator(tx, &unit, &mut case, number, now).await
    };
    let code = code.as_str();
    if !parts.store.run("case-decide", run).await? {
        bail!(
            "nothing with this number waits in {code}: `habeas case decide {code}` shows what does"
        );
    }
    out(format_args!("done: {code}"))
}

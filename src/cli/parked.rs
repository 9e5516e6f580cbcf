//! `habeas parked list|retry`: updates that failed three times.

use std::process::ExitCode;

use clap::Subcommand;

use super::{ConfigArgs, block_on, out, parts};
use crate::telegram::{Gateway, parked};

/// What to do with parked updates.
#[derive(Debug, Subcommand)]
pub(super) enum ParkedCommand {
    /// Show them, without content
    List(ConfigArgs),
    /// Handle each again
    Retry(ConfigArgs),
}

/// Runs one of them.
pub(super) fn run(command: &ParkedCommand) -> anyhow::Result<ExitCode> {
    match command {
        ParkedCommand::List(args) => block_on(async {
            let (_, parts) = parts(&args.config).await?;
            for line in parked::list(&parts).await? {
                out(serde_json::to_string(&line)?)?;
            }
            Ok(ExitCode::SUCCESS)
        }),
        ParkedCommand::Retry(args) => block_on(async {
            let (config, parts) = parts(&args.config).await?;
            let telegram = &config.telegram;
            let token = telegram.require_token()?;
            let gateway = Gateway::new(
                telegram.api_url.as_str(),
                token,
                telegram.request_timeout_s,
                telegram.poll_timeout_s,
            )?;
            let (taken, failed) = parked::retry(&parts, gateway.who_am_i().await?).await?;
            out(format_args!("{{\"taken\":{taken},\"failed\":{failed}}}"))?;
            if failed > 0 {
                anyhow::bail!("{failed} updates failed again; they stay parked for 72 hours");
            }
            Ok(ExitCode::SUCCESS)
        }),
    }
}

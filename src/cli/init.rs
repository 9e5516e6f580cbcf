//! stub
use clap::Args;
use std::process::ExitCode;
#[derive(Debug, Args)]
pub(super) struct InitArgs {}
pub(super) fn run(_args: &InitArgs) -> anyhow::Result<ExitCode> {
    Ok(ExitCode::SUCCESS)
}

//! stub
use std::process::ExitCode;
#[derive(Debug, clap::Subcommand)]
pub(super) enum MemberCommand {
    /// x
    List,
}
pub(super) fn run(_args: &MemberCommand) -> anyhow::Result<ExitCode> {
    Ok(ExitCode::SUCCESS)
}

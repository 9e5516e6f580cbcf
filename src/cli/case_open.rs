//! `habeas case open`: away from the server, with an age identity.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::out;
use crate::crypto::open_folder;

/// Which folder, and with what.
#[derive(Debug, Args)]
pub(super) struct CaseOpenArgs {
    /// The folder that `habeas case export` wrote
    folder: PathBuf,
    /// An age identity file; twice for two recovery holders
    #[arg(long, value_name = "FILE", required = true)]
    identity: Vec<PathBuf>,
}

/// Prints the entries, a line of JSON each.
pub(super) fn run(args: &CaseOpenArgs) -> anyhow::Result<ExitCode> {
    for line in open_folder(&args.folder, &args.identity)? {
        out(line.as_str())?;
    }
    Ok(ExitCode::SUCCESS)
}

//! `habeas case open`: away from the server, with an age identity.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

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
#[expect(clippy::print_stdout, reason = "the command's result")]
pub(super) fn run(args: &CaseOpenArgs) -> anyhow::Result<ExitCode> {
    for line in open_folder(&args.folder, &args.identity)? {
        println!("{}", *line);
    }
    Ok(ExitCode::SUCCESS)
}

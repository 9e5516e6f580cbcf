//! `habeas recovery new`: for an offline machine.

use std::process::ExitCode;

use clap::Subcommand;

/// What to do with recovery identities.
#[derive(Debug, Subcommand)]
pub(super) enum RecoveryCommand {
    /// Print a new identity and its recipient; keep the identity offline
    New,
}

/// Prints a new identity, in the shape of an age identity file.
#[expect(clippy::print_stdout, reason = "the command's result")]
pub(super) fn run(command: &RecoveryCommand) -> anyhow::Result<ExitCode> {
    match command {
        RecoveryCommand::New => {
            let (secret, recipient) = crate::crypto::recovery_new();
            println!("# recovery identity: keep it offline, in two places; it opens every case");
            println!("# public key: {recipient}");
            println!("{}", *secret);
            Ok(ExitCode::SUCCESS)
        }
    }
}

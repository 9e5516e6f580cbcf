//! `habeas recovery new`: for an offline machine.

use std::process::ExitCode;

use clap::Subcommand;

use super::out;

/// What to do with recovery identities.
#[derive(Debug, Subcommand)]
pub(super) enum RecoveryCommand {
    /// Print a new identity and its recipient; keep the identity offline
    New,
}

/// Prints a new identity, in the shape of an age identity file.
pub(super) fn run(command: &RecoveryCommand) -> anyhow::Result<ExitCode> {
    match command {
        RecoveryCommand::New => {
            let (secret, recipient) = crate::crypto::recovery_new();
            out("# recovery identity: keep it offline, in two places; it opens every case")?;
            out(format_args!("# public key: {recipient}"))?;
            out(secret.as_str())?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

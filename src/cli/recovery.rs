//! `habeas recovery new`: the identity that opens every case.

use std::io::Write;

use clap::{Args, Subcommand};
use zeroize::Zeroizing;

use crate::crypto::recovery_new;

/// Makes the identity with which the organisation opens cases when no member can.
#[derive(Args, Debug)]
pub struct RecoveryArgs {
    #[command(subcommand)]
    command: RecoveryCommand,
}

#[derive(Subcommand, Debug)]
enum RecoveryCommand {
    /// Prints a new recovery identity and its recipient; run it on an offline machine
    New,
}

/// Prints to `out` what is itself an age identity file: comments and the secret line.
///
/// # Errors
///
/// If `out` cannot be written.
pub fn run(args: &RecoveryArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let RecoveryCommand::New = args.command;
    let (secret, recipient) = recovery_new();
    let text = Zeroizing::new(format!(
        "# Habeas recovery identity. Whoever has the last line can open cases: keep it offline.\n\
         # For habeas init, --recovery-recipient is the public key:\n\
         # public key: {recipient}\n\
         {}\n",
        secret.as_str()
    ));
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(())
}

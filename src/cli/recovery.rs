//! `habeas recovery new|rewrap`, on an offline machine, and `keys|accept`, on the server.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::{Args, Subcommand};
use zeroize::Zeroizing;

use super::ConfigArgs;
use super::recovery_rewrap::{self, KeysArgs, RewrapArgs};
use crate::crypto::recovery_new;

/// What the organisation opens cases with when no member can.
#[derive(Args, Debug)]
pub(super) struct RecoveryArgs {
    #[command(subcommand)]
    command: RecoveryCommand,
}

#[derive(Subcommand, Debug)]
enum RecoveryCommand {
    /// Print a new recovery identity and its recipient; run it on an offline machine
    New,
    /// Print the sealed keys of cases, for `habeas recovery rewrap`: one line of JSON each
    ///
    /// They open only for whom they are sealed to. It is recorded.
    Keys(KeysArgs),
    /// Open keys from stdin and print them sealed to others; run it on an offline machine
    ///
    /// With two recovery holders on two machines, the first one's output goes to the second.
    Rewrap(RewrapArgs),
    /// Take keys that were sealed anew from stdin; it is recorded
    ///
    /// One that was passed on meanwhile, or is sealed to somebody who is excluded from its case, is
    /// named and stays as it is; then the exit code is 1. Where a line is no key, none is taken.
    ///
    /// Keep what `habeas recovery keys` printed until a case has been opened with a new key.
    Accept(ConfigArgs),
}

/// Runs one of them.
pub(super) fn run(args: &RecoveryArgs) -> anyhow::Result<ExitCode> {
    match &args.command {
        RecoveryCommand::New => new(),
        RecoveryCommand::Keys(args) => recovery_rewrap::keys(args),
        RecoveryCommand::Rewrap(args) => recovery_rewrap::rewrap(args),
        RecoveryCommand::Accept(args) => recovery_rewrap::accept(args),
    }
}

/// Prints what is itself an age identity file: comments and the secret line.
fn new() -> anyhow::Result<ExitCode> {
    let (secret, recipient) = recovery_new();
    let text = Zeroizing::new(format!(
        "# Habeas recovery identity. Whoever has the last line can open cases: keep it offline.\n\
         # For habeas init, --recovery-recipient is the public key:\n\
         # public key: {recipient}\n\
         {}\n",
        secret.as_str()
    ));
    let mut stdout = io::stdout().lock();
    stdout.write_all(text.as_bytes())?;
    stdout.flush()?;
    Ok(ExitCode::SUCCESS)
}

//! `habeas rehearse`: the whole main job on one machine, from a script, with no token.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, ValueEnum};

use super::block_on;
use crate::rehearsal::{self, GRAMMAR, Stage};

/// Which play, and how fast.
#[derive(Debug, Args)]
#[command(after_long_help = GRAMMAR)]
pub(super) struct RehearseArgs {
    /// A script, such as those in rehearsal/
    #[arg(long, value_name = "FILE")]
    script: PathBuf,
    /// How fast the steps follow each other
    #[arg(long, value_enum, default_value_t = Pace::Quick)]
    pace: Pace,
}

/// How fast a play goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Pace {
    /// As fast as the bot answers
    Quick,
    /// So that the screens can be read
    Reading,
}

/// Plays the script; fails at the first expectation that does not hold.
pub(super) fn run(args: &RehearseArgs) -> anyhow::Result<ExitCode> {
    let script = std::fs::read_to_string(&args.script)
        .with_context(|| format!("{} could not be read", args.script.display()))?;
    let steps = rehearsal::read(&script)?;
    block_on(async {
        let stage = Stage::set().await?;
        let out = std::io::stdout();
        rehearsal::play(&stage, &steps, args.pace == Pace::Reading, out).await?;
        stage.strike().await?;
        Ok(ExitCode::SUCCESS)
    })
}

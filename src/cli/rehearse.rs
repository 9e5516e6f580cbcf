//! `habeas rehearse`: the whole main job on one machine with no token, from a script or by hand.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, ValueEnum};

use super::block_on;
use crate::rehearsal::{self, GRAMMAR, Page, PageError, Stage, Who};

/// The page listens here if nothing else is asked for and the port is free.
const USUAL: &str = "127.0.0.1:4343";

/// Which play, and how fast; without a script, a page with phones.
#[derive(Debug, Args)]
#[command(after_long_help = GRAMMAR)]
pub(super) struct RehearseArgs {
    /// A script, such as those in rehearsal/; without one, a page with phones is served
    #[arg(long, value_name = "FILE")]
    script: Option<PathBuf>,
    /// How fast the steps of a script follow each other
    #[arg(long, value_enum, default_value_t = Pace::Quick, requires = "script")]
    pace: Pace,
    /// Where the page listens: 127.0.0.1 and a port, 0 for any free one [default: 127.0.0.1:4343,
    /// or a free port]
    #[arg(long, value_name = "ADDRESS", conflicts_with = "script")]
    listen: Option<SocketAddr>,
}

/// How fast a play goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Pace {
    /// As fast as the bot answers
    Quick,
    /// So that the screens can be read
    Reading,
}

impl From<Pace> for rehearsal::Pace {
    fn from(pace: Pace) -> Self {
        match pace {
            Pace::Quick => Self::Quick,
            Pace::Reading => Self::Reading,
        }
    }
}

/// Plays the script, failing at the first expectation that does not hold; or serves the page.
pub(super) fn run(args: &RehearseArgs) -> anyhow::Result<ExitCode> {
    match &args.script {
        Some(script) => play(script, args.pace.into()),
        None => block_on(show(args.listen)),
    }
}

fn play(script: &Path, pace: rehearsal::Pace) -> anyhow::Result<ExitCode> {
    let text = std::fs::read_to_string(script)
        .with_context(|| format!("{} could not be read", script.display()))?;
    let steps = rehearsal::read(&text)?;
    block_on(async {
        let stage = Stage::set().await?;
        for who in Who::ALL {
            stage.put_on_call(who).await?;
        }
        rehearsal::play(&stage, &steps, pace, std::io::stdout()).await?;
        stage.strike().await?;
        Ok(ExitCode::SUCCESS)
    })
}

/// Serves the page until the process is asked to end.
async fn show(listen: Option<SocketAddr>) -> anyhow::Result<ExitCode> {
    Page::is_built()?;
    let mut stop = super::stop_signal()?;
    let page = match listen {
        Some(address) => Page::open(address).await?,
        None => match Page::open(USUAL.parse()?).await {
            Err(PageError::Listen(_)) => Page::open(([127, 0, 0, 1], 0).into()).await?,
            page => page?,
        },
    };
    let url = page.url();
    super::out(format!(
        "The rehearsal is at {url}\nInvented cases only. Ctrl-C ends it; nothing is kept."
    ))?;
    if has_desktop() {
        // Without a browser the address is still there to be read.
        let _ = open::that_detached(&url);
    }
    page.serve(async move { _ = stop.wait_for(|stop| *stop).await }).await?;
    Ok(ExitCode::SUCCESS)
}

/// Whether somebody sits before a screen: a browser is opened there and nowhere else.
fn has_desktop() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    cfg!(target_os = "macos") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}

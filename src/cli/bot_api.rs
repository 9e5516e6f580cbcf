//! `habeas bot-api`: the Bot API server alone, for tests and for whoever drives the bot.

use std::io::Write;
use std::net::SocketAddr;

use anyhow::Context;
use clap::{Args, ValueEnum};

use crate::outside::RealClock;
use crate::rehearsal::botapi::{BotApi, BotApiOptions};

/// Runs a local Bot API server that follows Telegram's rules.
///
/// People are played through POST /driver/say, tap, press, send, block, unblock, person, clock,
/// fault, mend and GET /driver/chat, calls. Everything is kept in memory; only this machine can reach it.
#[derive(Debug, Args)]
pub struct BotApiArgs {
    /// A loopback address; port 0 takes a free one.
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// The only token that is known. Without it, every DIGITS:REST is the bot of that id.
    #[arg(long, value_name = "TOKEN")]
    token: Option<String>,
    /// Whether Telegram's rates hold: 1 message a second in a chat, 30 in all.
    #[arg(long, value_enum, default_value_t = Switch::On)]
    limits: Switch,
}

/// On or off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Switch {
    On,
    Off,
}

/// Serves until SIGTERM or SIGINT, after printing `listening http://ADDRESS:PORT` on stdout.
///
/// # Errors
///
/// An address that is not loopback, a token that is none, or a port that cannot be had.
pub async fn run(args: BotApiArgs) -> anyhow::Result<()> {
    let mut stop = super::stop_signal()?;
    let options = BotApiOptions {
        listen: args.listen,
        token: args.token,
        limits: args.limits == Switch::On,
        driver: true,
        clock: RealClock::default(),
    };
    let listen = args.listen;
    let server = BotApi::start(options).await.with_context(|| format!("cannot use {listen}"))?;
    let mut stdout = std::io::stdout().lock();
    writeln!(stdout, "listening {}", server.url())?;
    stdout.flush()?;
    drop(stdout);
    let _ = stop.wait_for(|stop| *stop).await;
    server.stop().await;
    Ok(())
}

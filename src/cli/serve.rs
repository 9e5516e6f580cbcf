//! `habeas serve`: the bot, until SIGTERM or SIGINT.

use std::io::Write;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context;

use super::{ConfigArgs, block_on, load, stop_signal};
use crate::app::{self, App};
use crate::console;
use crate::observe::{self, Metrics, Observed};
use crate::outside::RealClock;
use crate::rehearsal;

/// Runs the bot.
pub(super) fn run(args: &ConfigArgs) -> anyhow::Result<ExitCode> {
    let config = load(&args.config)?;
    observe::init_logging(config.observe.level);
    config.telegram.require_token()?;
    let ring = config.require_keyring()?.to_owned();
    app::check_keyring(&app::keyring(&ring)?, &ring)?;
    app::check_before_serving(&config, &ring)?;
    tracing::warn!(
        "until keys, opening and on-call are reviewed from outside: invented cases only"
    );
    block_on(async move {
        let metrics = Metrics::install().context("metrics could not be set up")?;
        let mut stop = stop_signal()?;
        let app = tokio::select! {
            app = App::new(&config, Arc::new(RealClock::default())) => app?,
            _ = stop.wait_for(|stop| *stop) => return Ok(ExitCode::SUCCESS),
        };
        if let Some(listen) = config.observe.listen {
            let listener = tokio::net::TcpListener::bind(listen)
                .await
                .with_context(|| format!("observe.listen: {listen} cannot be used"))?;
            let healthy = app.health();
            let mut stopped = stop.clone();
            let until = async move { _ = stopped.wait_for(|stop| *stop).await };
            tokio::spawn(observe::serve_observe(listener, Observed { metrics, healthy }, until));
        }
        if let Some(console) = config.console.clone() {
            rehearsal::Page::is_built()?;
            let listener = tokio::net::TcpListener::bind(console.listen)
                .await
                .with_context(|| format!("console.listen: {} cannot be used", console.listen))?;
            let (parts, mut stopped) = (app.parts(), stop.clone());
            let until = async move { _ = stopped.wait_for(|stop| *stop).await };
            tokio::spawn(async move {
                if let Err(error) = console::serve(listener, &console, parts, until).await {
                    tracing::error!(%error, "the console is served no more");
                }
            });
        }
        app.run(stop, ready).await?;
        tracing::info!("stopped; nothing that came in is lost");
        Ok(ExitCode::SUCCESS)
    })
}

/// `ready` on stdout: the database is open and the first request goes out now.
#[expect(clippy::print_stdout, reason = "the command's result")]
fn ready() {
    println!("ready");
    let _ = std::io::stdout().flush();
}

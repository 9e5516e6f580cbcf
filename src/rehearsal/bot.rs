//! The bot of a rehearsal, on a runtime of its own: it is stopped in order, or killed.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::stage::StageError;
use crate::app::App;
use crate::config::Config;
use crate::console;
use crate::outside::{Clock, RealClock};
use crate::parts::Parts;
use crate::telegram::GatewayError;

/// A killed bot's threads are gone after so long at most.
const GONE_WITHIN: Duration = Duration::from_secs(2);

/// A bot that runs. Dropped, it ends by itself, soon.
pub(super) struct Bot {
    runtime: Own,
    parts: Arc<Parts>,
    console: Option<Router>,
    stop: watch::Sender<bool>,
    task: JoinHandle<Result<(), GatewayError>>,
}

impl Bot {
    /// Starts it.
    pub async fn start(config: &Config, clock: &RealClock) -> Result<Self, StageError> {
        let shared: Arc<dyn Clock> = Arc::new(clock.clone());
        let app = App::new(config, shared).await?;
        let parts = app.parts();
        let console = config.console.as_ref().map(|of| console::routes(of, Arc::clone(&parts)));
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        let (stop, stopped) = watch::channel(false);
        let task = runtime.spawn(async move { app.run(stopped, || {}).await });
        Ok(Self { runtime: Own(Some(runtime)), parts, console, stop, task })
    }

    /// The parts.
    pub fn parts(&self) -> Arc<Parts> {
        Arc::clone(&self.parts)
    }

    /// What its console answers.
    pub fn console(&self) -> Option<Router> {
        self.console.clone()
    }

    /// Whether it has ended by itself.
    pub fn has_ended(&self) -> bool {
        self.task.is_finished()
    }

    /// Has it end while nobody waits for that, as it does when its token is refused.
    #[cfg(test)]
    pub fn ends_by_itself(&self) {
        self.stop.send_replace(true);
    }

    /// Stops it in order.
    pub async fn stop(self) -> Result<(), StageError> {
        self.stop.send_replace(true);
        let ended = self.task.await.map_err(|_| StageError::Ended("a panic".to_owned()));
        self.runtime.end().await;
        ended?.map_err(|error| StageError::Ended(error.to_string()))
    }

    /// Ends it without a warning: what it held in memory and every open request are gone.
    pub async fn kill(self) {
        self.runtime.end().await;
        // The files are let go, as they are when a process ends.
        self.parts.store.close().await;
    }
}

/// A runtime that may be dropped on another.
struct Own(Option<Runtime>);

impl Own {
    /// Drops every task and waits until its threads are gone.
    async fn end(mut self) {
        if let Some(runtime) = self.0.take() {
            let done = tokio::task::spawn_blocking(move || runtime.shutdown_timeout(GONE_WITHIN));
            let _ = done.await;
        }
    }
}

impl Drop for Own {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

//! A local Bot API server that follows Telegram's rules: the stage of rehearsals and tests.
//!
//! It speaks the Bot API (polling; no webhooks) under `/bot<token>/<method>`, and a driver under
//! `/driver/…` plays the people. It listens on the loopback interface only and keeps everything
//! in memory. A request passes these files in order:
//!
//! ```text
//! listener ─▶ http ─▶ params ─▶ tables ─▶ fault ─▶ methods ─▶ world { chat, queue, limits }
//!  (can be     (path,   (JSON,    (180                (content:      ▲
//!   cut)        token)   forms)    methods)            texts, keys)  driver ◀─ people
//! ```

mod chat;
mod content;
mod driver;
mod fault;
mod http;
mod hub;
mod keyboard;
mod limits;
mod listener;
mod methods;
mod params;
mod queue;
mod reply;
mod tables;
mod view;
mod world;

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::extract::DefaultBodyLimit;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::outside::{Clock, RealClock};
use hub::Hub;
use listener::{Cut, CutListener};

pub use driver::{Driver, DriverError, Person, Press, Said, Say, Sending, Tap, Tapped};
pub use fault::{Fault, FaultKind};
pub use hub::Call;
pub use view::{Button, ChatView, Key, MessageView, Offered, Sender, Toast};

/// Largest request, in bytes: 50 MB for a file and some room.
const LARGEST_BODY: usize = 52 * 1024 * 1024;
/// How long [`BotApi::stop`] waits for open requests, in milliseconds.
const STOP_WITHIN_MS: i64 = 1_000;

/// How the server is started.
#[derive(Debug, Clone)]
pub struct BotApiOptions {
    /// A loopback address; port 0 takes a free one.
    pub listen: SocketAddr,
    /// The only token that is known; `None`: every `DIGITS:REST` is the bot of that id.
    pub token: Option<String>,
    /// Whether Telegram's rates hold.
    pub limits: bool,
    /// Whether the people are played over HTTP at the same address; without it only
    /// [`BotApi::driver_routes`], behind whatever guard they are served with, do that.
    pub driver: bool,
    /// The server's clock: the driver moves it, together with all that share it.
    pub clock: RealClock,
}

/// The version of the Bot API whose rules are checked, and the SHA-256 (hexadecimal) of the
/// specification that the tables were made from.
pub fn tables_source() -> (&'static str, &'static str) {
    let tables = tables::tables();
    (&tables.version, &tables.source_sha256)
}

/// A running server. Dropping it does not stop it; [`BotApi::stop`] does.
#[derive(Debug)]
pub struct BotApi {
    hub: Arc<Hub>,
    address: SocketAddr,
    task: Mutex<Option<JoinHandle<io::Result<()>>>>,
}

impl BotApi {
    /// Starts to listen.
    ///
    /// # Errors
    ///
    /// An address that is not loopback, a token that is none, or a port that cannot be had.
    pub async fn start(options: BotApiOptions) -> io::Result<Self> {
        let wrong = |text: &str| io::Error::new(io::ErrorKind::InvalidInput, text.to_owned());
        if !options.listen.ip().is_loopback() {
            return Err(wrong("the Bot API server listens on a loopback address only"));
        }
        if options.token.as_deref().is_some_and(|token| hub::bot_of_token(token).is_none()) {
            return Err(wrong("a token is digits, a colon and letters"));
        }
        let listener = TcpListener::bind(options.listen).await?;
        let address = listener.local_addr()?;
        let hub = Arc::new(Hub::new(options.token, options.limits, options.clock));
        let routes = if options.driver { driver::http::routes() } else { Router::new() };
        let app = routes
            .fallback(http::serve)
            .layer(DefaultBodyLimit::max(LARGEST_BODY))
            .with_state(Arc::clone(&hub))
            .into_make_service_with_connect_info::<Cut>();
        let mut stopping = hub.stopping.subscribe();
        let stopped = async move {
            let _ = stopping.wait_for(|stopping| *stopping).await;
        };
        let served = axum::serve(CutListener(listener), app).with_graceful_shutdown(stopped);
        let task = tokio::spawn(async move { served.await });
        Ok(Self { hub, address, task: Mutex::new(Some(task)) })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// `http://ADDRESS`, as `telegram.api_url` takes it.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Plays the people.
    pub fn driver(&self) -> Driver {
        Driver::new(Arc::clone(&self.hub))
    }

    /// The driver's routes, to be served elsewhere too.
    pub fn driver_routes(&self) -> Router {
        driver::http::routes().with_state(Arc::clone(&self.hub))
    }

    /// Ends open polls and stops listening; nothing if it has stopped already.
    pub async fn stop(&self) {
        self.hub.stopping.send_replace(true);
        let task = self.task.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(mut task) = task else { return };
        let wall = &self.hub.wall;
        let timer = wall.sleep_until(wall.now().plus_ms(STOP_WITHIN_MS));
        tokio::select! {
            _ = &mut task => {}
            () = timer => task.abort(),
        }
    }
}

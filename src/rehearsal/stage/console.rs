//! The console of a stage, at an address that it keeps while its bot is dead.

use std::net::Ipv4Addr;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use tokio::net::TcpListener;
use tokio::sync::Mutex;
use tokio::task::JoinHandle;
use tower::ServiceExt;

use crate::rehearsal::bot::Bot;

/// The bot of the moment.
type Held = Arc<Mutex<Option<Bot>>>;

/// A free port of this machine alone, and how browsers call it: by its name, since a passkey belongs
/// to a name and never to an address.
pub(super) async fn listen() -> std::io::Result<(TcpListener, String)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let origin = format!("http://localhost:{}", listener.local_addr()?.port());
    Ok((listener, origin))
}

/// A server that ends with whoever holds it.
pub(super) struct Served(JoinHandle<()>);

impl Served {
    /// Ends it.
    pub fn end(&self) {
        self.0.abort();
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.end();
    }
}

/// Hands every request on to the bot of the moment.
pub(super) fn serve(listener: TcpListener, bot: Held) -> Served {
    let routes = Router::new().fallback(handed_on).with_state(bot);
    Served(tokio::spawn(async move {
        if let Err(error) = axum::serve(listener, routes).await {
            tracing::error!(%error, "the console of the rehearsal is served no more");
        }
    }))
}

async fn handed_on(State(bot): State<Held>, request: Request) -> Response {
    let held = bot.lock().await;
    let console = held.as_ref().filter(|bot| !bot.has_ended()).and_then(Bot::console);
    drop(held);
    match console {
        Some(console) => console.oneshot(request).await.into_response(),
        None => (StatusCode::SERVICE_UNAVAILABLE, "the bot is dead").into_response(),
    }
}

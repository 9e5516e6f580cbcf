//! `/metrics` and `/healthz`, on this machine only.

use std::fmt;
use std::future::Future;
use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
use tokio::net::TcpListener;

use super::metrics::Metrics;

/// What the two paths answer from.
#[derive(Clone)]
pub struct Observed {
    /// The figures.
    pub metrics: Metrics,
    /// Whether the process does its work: asked at each `/healthz`, so it must not wait.
    pub healthy: Arc<dyn Fn() -> bool + Send + Sync>,
}

impl fmt::Debug for Observed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Observed").finish_non_exhaustive()
    }
}

/// Serves `observed` on `listener` until `stop` resolves. The configuration takes only addresses of
/// this machine; whoever binds the listener keeps to that.
///
/// # Errors
/// Those of the listener.
pub async fn serve_observe(
    listener: TcpListener,
    observed: Observed,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let routes = Router::new()
        .route("/metrics", get(figures))
        .route("/healthz", get(health))
        .with_state(observed);
    axum::serve(listener, routes).with_graceful_shutdown(stop).await
}

async fn figures(State(observed): State<Observed>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], observed.metrics.render())
}

async fn health(State(observed): State<Observed>) -> impl IntoResponse {
    let ok = (observed.healthy)();
    let status = if ok { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, axum::Json(serde_json::json!({ "ok": ok })))
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;
    use crate::observe::{Counter, Gauge};

    #[tokio::test]
    async fn health_follows_the_closure_and_every_figure_is_served_from_the_start() {
        let (recorder, metrics) = Metrics::recorder();
        let well = Arc::new(AtomicBool::new(true));
        let asked = Arc::clone(&well);
        let healthy = Arc::new(move || asked.load(Ordering::SeqCst));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let server = tokio::spawn(serve_observe(listener, Observed { metrics, healthy }, async {
            stopped.await.ok();
        }));

        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let get = async |path: &str| {
            let answer = client.get(format!("{base}{path}")).send().await.unwrap();
            (answer.status().as_u16(), answer.text().await.unwrap())
        };
        assert_eq!(get("/healthz").await, (200, "{\"ok\":true}".to_owned()));
        well.store(false, Ordering::SeqCst);
        assert_eq!(get("/healthz").await, (503, "{\"ok\":false}".to_owned()));

        metrics::with_local_recorder(&recorder, || {
            Counter::Pages.count();
            Gauge::SendsWaiting.set(2.0);
        });
        let (status, text) = get("/metrics").await;
        assert_eq!(status, 200);
        assert!(text.contains("habeas_pages_total 1\n"), "{text}");
        assert!(text.contains("habeas_sends_waiting 2\n"), "{text}");
        for name in Counter::ALL.map(Counter::name).iter().chain(&Gauge::ALL.map(Gauge::name)) {
            assert!(text.lines().any(|line| line.starts_with(&format!("{name} "))), "{name}");
        }
        drop(client);
        stop.send(()).unwrap();
        server.await.unwrap().unwrap();
    }
}

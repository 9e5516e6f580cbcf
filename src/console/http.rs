//! The console's server: which request goes where.

use std::num::NonZeroU32;
use std::sync::Arc;

use axum::extract::{DefaultBodyLimit, Path};
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::{get, post};
use axum::{Router, middleware};
use governor::{Quota, RateLimiter};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tower_http::compression::CompressionLayer;

use super::request::Here;
use super::{acting, case, cases, entering, files, inside, live, members, opened, own, reseal};
use crate::config::Console;
use crate::pages::{self, Names, guard};
use crate::parts::Parts;

/// Longest request, in bytes.
const LONGEST_BODY: usize = 32 * 1024;
/// So many misses are told apart from each other in a minute, all browsers together.
const MISSES_PER_MIN: u32 = 120;

/// Serves the console until `stop`.
///
/// # Errors
/// Those of the listener.
pub async fn serve(
    listener: TcpListener,
    console: &Console,
    parts: Arc<Parts>,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let (tell, over) = watch::channel(false);
    let until = async move {
        stop.await;
        tell.send_replace(true);
    };
    axum::serve(listener, router(console, parts, over)).with_graceful_shutdown(until).await
}

/// What the console answers, behind its guard, for whoever serves it as long as they like.
pub fn routes(console: &Console, parts: Arc<Parts>) -> Router {
    router(console, parts, watch::channel(false).1)
}

fn router(console: &Console, parts: Arc<Parts>, over: watch::Receiver<bool>) -> Router {
    let names = Names { scheme: console.scheme(), hosts: vec![console.host().to_owned()] };
    let quota = Quota::per_minute(NonZeroU32::new(MISSES_PER_MIN).expect("not zero"));
    let tries = Arc::new(RateLimiter::direct(quota));
    let here = Here { parts, tries, ears: Arc::default(), over };
    let long = DefaultBodyLimit::max(acting::LONGEST_NOTE_BODY);
    Router::new()
        .route("/", get(async |headers: HeaderMap| pages::file("console.html", &headers)))
        .route("/{name}", get(pages::console_file))
        .route("/words/{language}", get(words).layer(CompressionLayer::new()))
        .route("/vocabulary/{language}", get(vocabulary).layer(CompressionLayer::new()))
        .route("/api/redeem", post(entering::redeem))
        .route("/api/enrol", post(entering::enrol))
        .route("/api/sign-in", post(entering::sign_in))
        .route("/api/sign-out", post(entering::sign_out))
        .route("/api/me", get(inside::me))
        .route("/api/reseal", get(reseal::list).post(reseal::take))
        .route("/api/devices", post(own::keep))
        .route("/api/devices/remove", post(own::remove))
        .route("/api/code", post(own::set_code))
        .route("/api/code/open", post(own::open_code))
        .route("/api/code/forget", post(own::forget_code))
        .route("/api/chain", get(members::chain))
        .route("/api/members", get(members::list))
        .route("/api/statements", post(members::state))
        .route("/api/enrol-link", post(members::enrol_link))
        .route("/api/live", get(live::listen))
        .route("/api/cases", get(cases::list))
        .route("/api/cases/{code}", get(case::open))
        .route("/api/cases/{code}/entries", get(opened::entries))
        .route("/api/cases/{code}/openings", get(opened::openings))
        .route("/api/cases/{code}/write", post(acting::write))
        .route("/api/cases/{code}/note", post(acting::note).layer(long))
        .route("/api/cases/{code}/do", post(acting::act))
        .route("/api/cases/{code}/hand", post(acting::hand))
        .route("/api/cases/{code}/renew", post(acting::renew))
        .route("/api/cases/{code}/files", post(files::fetch))
        .route("/api/cases/{code}/files/{file}", get(files::hand_out))
        .layer(DefaultBodyLimit::max(LONGEST_BODY))
        .layer(middleware::from_fn_with_state(names, guard))
        .with_state(here)
}

async fn vocabulary(Path(language): Path<String>) -> Response {
    pages::vocabulary(&language)
}

async fn words(Path(language): Path<String>) -> Response {
    pages::of_language(pages::CONSOLE_WORDS, &language)
}

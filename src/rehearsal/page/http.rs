//! The page's server: files, events, orders.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::sse::{KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get, post};
use axum::{Json, Router, middleware};
use habeas_core::domain::Language;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tower::ServiceExt;

use super::hall::{Hall, OrderError, Scene};
use super::{keys, look, seize};
use crate::pages::{self, Names, guard};
use crate::rehearsal::play::Pace;
use crate::rehearsal::script::Who;
use crate::rehearsal::stage::StageError;

/// Before the clock is moved the bot has so long to finish what it does.
const BEFORE_A_MOVE_MS: i64 = 1500;

/// Why there is no page.
#[derive(Debug, thiserror::Error)]
pub enum PageError {
    /// It was not built in.
    #[error(
        "this program was built without the page: install Node (Debian: nodejs npm), run `make web`, \
         build again; or play a script with --script FILE"
    )]
    NotBuilt,
    /// Others could reach it.
    #[error("--listen takes an address of this machine only, such as 127.0.0.1:4343")]
    NotLoopback,
    /// The port.
    #[error("the page's address could not be had: {0}; choose another with --listen")]
    Listen(std::io::Error),
    /// The stage.
    #[error(transparent)]
    Stage(#[from] StageError),
    /// The server ended.
    #[error("the page's server ended: {0}")]
    Served(std::io::Error),
}

/// A page that listens and is not yet served.
pub struct Page {
    hall: Arc<Hall>,
    listener: TcpListener,
    address: SocketAddr,
}

impl std::fmt::Debug for Page {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Page")
    }
}

impl Page {
    /// Whether this program has the page's files in it; everything else works without them.
    ///
    /// # Errors
    /// [`PageError::NotBuilt`].
    pub fn is_built() -> Result<(), PageError> {
        if pages::are_there() { Ok(()) } else { Err(PageError::NotBuilt) }
    }

    /// Sets the stage and listens; port 0 takes a free one.
    ///
    /// # Errors
    /// [`PageError`].
    pub async fn open(listen: SocketAddr) -> Result<Self, PageError> {
        if listen.ip() != Ipv4Addr::LOCALHOST {
            return Err(PageError::NotLoopback);
        }
        let listener = TcpListener::bind(listen).await.map_err(PageError::Listen)?;
        let address = listener.local_addr().map_err(PageError::Listen)?;
        Ok(Self { hall: Hall::open().await?, listener, address })
    }

    /// What to type into a browser.
    pub fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Serves until `stop` is done, then strikes the stage.
    ///
    /// # Errors
    /// [`PageError`].
    pub async fn serve(self, stop: impl Future<Output = ()>) -> Result<(), PageError> {
        let port = self.address.port();
        let hosts = vec![format!("127.0.0.1:{port}"), format!("localhost:{port}")];
        let names = Names { scheme: "http", hosts };
        let routes = Router::new()
            .route("/", get(async |headers: HeaderMap| pages::file("index.html", &headers)))
            .route("/{name}", get(pages::named))
            .route("/words/{language}", get(words))
            .route("/events", get(events))
            .route("/driver/{*order}", any(driver))
            .route("/stage/kill", post(kill))
            .route("/stage/start", post(start))
            .route("/stage/afresh", post(afresh))
            .route("/stage/phone", post(phone))
            .route("/stage/language", post(language))
            .route("/stage/scenario", post(scenario))
            .route("/stage/paper", get(keys::paper))
            .route("/stage/voice", get(keys::voice))
            .route("/stage/enrol", post(keys::enrol))
            .route("/stage/sign", post(keys::sign))
            .route("/stage/seize", get(seized))
            .route("/stage/identities", get(identities))
            .layer(middleware::from_fn_with_state(names, guard))
            .with_state(Arc::clone(&self.hall));
        let served = axum::serve(self.listener, routes).into_future();
        tokio::select! {
            ended = served => ended.map_err(PageError::Served)?,
            () = stop => {}
        }
        Ok(self.hall.close().await?)
    }
}

pub(super) type Here = State<Arc<Hall>>;
pub(super) type Done = Result<Json<Value>, OrderError>;

impl IntoResponse for OrderError {
    fn into_response(self) -> Response {
        let status = match &self {
            Self::Stage(StageError::Dead) | Self::There | Self::NothingWaits => {
                StatusCode::CONFLICT
            }
            Self::Stage(_) => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Nobody | Self::NoScenario | Self::Order(_) => StatusCode::BAD_REQUEST,
        };
        (status, Json(json!({"error": self.to_string(), "code": self.code()}))).into_response()
    }
}

pub(super) fn order<T: DeserializeOwned>(body: &[u8]) -> Result<T, OrderError> {
    serde_json::from_slice(body).map_err(|error| OrderError::Order(error.to_string()))
}

pub(super) fn done(scene: &Scene) -> Done {
    scene.touch();
    Ok(Json(json!({})))
}

#[derive(Deserialize)]
struct In {
    #[serde(default)]
    language: String,
}

async fn events(State(hall): Here, Query(asked): Query<In>) -> impl IntoResponse {
    let language = asked.language.parse().unwrap_or(Language::En);
    Sse::new(look::events(hall, language)).keep_alive(KeepAlive::default())
}

async fn words(Path(language): Path<String>) -> Response {
    pages::of_language("rp-", &language)
}

/// The people of the scene of the moment, by the driver that tests use.
async fn driver(State(hall): Here, request: Request<Body>) -> Response {
    let scene = hall.scene();
    if request.uri().path() == "/driver/clock" {
        // Nothing is under way while the clock is moved: else it seems to have taken minutes.
        scene.stage.settle(BEFORE_A_MOVE_MS).await;
    }
    let Ok(answer) = scene.stage.driver_routes().oneshot(request).await;
    scene.touch();
    answer
}

async fn kill(State(hall): Here) -> Done {
    let scene = hall.scene();
    scene.kill_bot().await;
    Ok(Json(json!({})))
}

async fn start(State(hall): Here) -> Done {
    let scene = hall.scene();
    scene.stage.start_bot().await?;
    done(&scene)
}

async fn afresh(State(hall): Here) -> Done {
    hall.start_afresh().await?;
    done(&hall.scene())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Add {
    who: String,
}

async fn phone(State(hall): Here, body: Bytes) -> Done {
    hall.add(&order::<Add>(&body)?.who).await?;
    done(&hall.scene())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Speak {
    who: String,
    language: String,
}

async fn language(State(hall): Here, body: Bytes) -> Done {
    let Speak { who, language } = order(&body)?;
    let who = Who::named(&who).ok_or(OrderError::Nobody)?;
    let language =
        language.parse().map_err(|_| OrderError::Order("no such language".to_owned()))?;
    let scene = hall.scene();
    scene.stage.speak(who, language).await?;
    done(&scene)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Play {
    name: Option<String>,
    #[serde(default)]
    quick: bool,
}

async fn scenario(State(hall): Here, body: Bytes) -> Done {
    let Play { name, quick } = order(&body)?;
    match name {
        Some(name) => hall.begin(&name, if quick { Pace::Quick } else { Pace::Watching }).await?,
        None => hall.scene().stop_play(),
    }
    done(&hall.scene())
}

async fn seized(State(hall): Here) -> Done {
    seize::seize(&hall.scene().stage).await.map(Json)
}

async fn identities(State(hall): Here) -> Json<Value> {
    let scene = hall.scene();
    let members: Vec<Value> = scene
        .stage
        .identities()
        .iter()
        .map(|(who, identity)| json!({"who": who.name(), "identity": identity.trim()}))
        .collect();
    Json(json!({"recovery": scene.stage.recovery().trim(), "members": members}))
}

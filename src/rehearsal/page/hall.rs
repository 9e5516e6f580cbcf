//! The stage of the moment, and who is on it. Started afresh, everything on it is new.

use std::collections::HashMap;
use std::sync::{Arc, MutexGuard, PoisonError};

use habeas_core::domain::Language;
use serde_json::{Value, json};
use tokio::sync::{Mutex, watch};
use tokio::task::JoinHandle;

use super::scenarios::{self, Scenario};
use super::strip;
use crate::oncall::roster::KeyState;
use crate::outside::Clock;
use crate::rehearsal::botapi::Say;
use crate::rehearsal::play::{Pace, play};
use crate::rehearsal::script::Who;
use crate::rehearsal::stage::{Stage, StageError};

/// Whose phones are there at first.
const AT_FIRST: [Who; 3] = [Who::Relative, Who::Lawyer1, Who::Coordinator];

/// What can go wrong with an order to the stage.
#[derive(Debug, thiserror::Error)]
pub(super) enum OrderError {
    /// Nobody has this name.
    #[error("nobody of that name can be added")]
    Nobody,
    /// The phone is there.
    #[error("this phone is there already")]
    There,
    /// No such play.
    #[error("there is no scenario of that name")]
    NoScenario,
    /// Nothing is to be signed.
    #[error("no keys of theirs wait for a signature")]
    NothingWaits,
    /// No order.
    #[error("this is no order: {0}")]
    Order(String),
    /// The stage.
    #[error(transparent)]
    Stage(#[from] StageError),
}

impl OrderError {
    /// By which the page finds the sentence in its language; what no button of it can cause has
    /// none.
    pub const fn code(&self) -> Option<&'static str> {
        match self {
            Self::Stage(StageError::Dead) => Some("dead"),
            Self::There => Some("there"),
            Self::Nobody
            | Self::NoScenario
            | Self::NothingWaits
            | Self::Order(_)
            | Self::Stage(_) => None,
        }
    }
}

/// What is played at the moment.
struct Playing {
    name: &'static str,
    state: &'static str,
    line: String,
    task: Option<JoinHandle<()>>,
}

/// A stage with its people.
pub(super) struct Scene {
    /// Bot, server, database.
    pub stage: Stage,
    cast: std::sync::Mutex<Vec<Who>>,
    playing: std::sync::Mutex<Option<Playing>>,
    /// What was last seen behind the phones, in each language.
    strips: std::sync::Mutex<HashMap<Language, Value>>,
    /// How the keys of the cast were last seen to stand.
    keys: std::sync::Mutex<Vec<Option<KeyState>>>,
    /// Grows with every change of what [`Scene::shown`] gives.
    pub changed: watch::Sender<u64>,
}

impl Scene {
    async fn set(cast: &[Who]) -> Result<Arc<Self>, StageError> {
        let stage = Stage::set().await?;
        for who in cast {
            stage.put_on_call(*who).await?;
        }
        let changed = watch::Sender::new(0);
        let cast = std::sync::Mutex::new(cast.to_vec());
        let (playing, strips, keys) = Default::default();
        Ok(Arc::new(Self { stage, cast, playing, strips, keys, changed }))
    }

    /// Whose phones are there.
    pub fn cast(&self) -> Vec<Who> {
        self.cast.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn playing(&self) -> MutexGuard<'_, Option<Playing>> {
        self.playing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells everybody who looks that something has changed.
    pub fn touch(&self) {
        self.changed.send_modify(|n| *n += 1);
    }

    /// A member's phone presses /start, as each did long ago.
    fn starts(&self, who: Who) {
        if who.role().is_some() {
            let _ = self.stage.driver().say(&Say::new(who.user(), "/start"));
        }
    }

    /// The event `stage`, but for its moment.
    pub async fn shown(&self) -> Value {
        let driver = self.stage.driver();
        let cast = self.cast();
        let keys = self.keys(&cast).await;
        let mut phones = vec![];
        for (at, who) in cast.iter().enumerate() {
            let role = who.role().map_or("reporter", |role| role.as_str());
            let language = driver.chat(who.user(), None, 0).await.language;
            phones.push(json!({
                "who": who.name(), "user": who.user(), "role": role,
                "language": language.as_deref().unwrap_or("en"),
                "keys": keys.get(at).copied().flatten(),
            }));
        }
        let more: Vec<&str> =
            Who::ALL.iter().filter(|who| !cast.contains(who)).map(|who| who.name()).collect();
        let playing = self.playing().as_ref().map(
            |playing| json!({"name": playing.name, "state": playing.state, "line": playing.line}),
        );
        let bot = if self.stage.parts().await.is_some() { "running" } else { "dead" };
        json!({
            "bot": bot, "scenario": playing, "phones": phones, "more": more,
            "console": self.stage.console(),
            "faults": driver.faults(), "scenarios": scenarios::ALL.each_ref().map(|s| s.name),
        })
    }

    /// How the keys of each stand; with a dead bot, as was seen last.
    async fn keys(&self, cast: &[Who]) -> Vec<Option<KeyState>> {
        let now = self.stage.keys(cast).await.ok();
        let mut seen = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(now) = now {
            *seen = now;
        }
        seen.clone()
    }

    /// The event `strip`; of a dead bot what was seen last.
    pub async fn strip(&self, language: Language) -> Option<Value> {
        let now = match self.stage.parts().await {
            Some(parts) => strip::shown(&parts, language).await.ok(),
            None => None,
        };
        let mut strips = self.strips.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(now) = now {
            strips.insert(language, now);
        }
        strips.get(&language).cloned()
    }

    /// Kills the bot; what is behind the phones is looked at once more in every language.
    pub async fn kill_bot(&self) {
        for language in Language::ALL.iter().copied() {
            self.strip(language).await;
        }
        self.stage.kill_bot().await;
        self.touch();
    }

    /// Ends the play; the stage stays as it is.
    pub fn stop_play(&self) {
        if let Some(playing) = self.playing().take()
            && let Some(task) = playing.task
        {
            task.abort();
        }
        self.touch();
    }

    fn begin_play(self: &Arc<Self>, scenario: &'static Scenario, pace: Pace) {
        let scene = Arc::clone(self);
        let mut playing = self.playing();
        let task = tokio::spawn(async move {
            let steps = scenario.steps();
            let done = play(&scene.stage, &steps, pace, std::io::sink()).await;
            let (state, line) = match done {
                Ok(()) => ("done", String::new()),
                Err(error) => ("failed", error.to_string()),
            };
            if let Some(playing) = scene.playing().as_mut() {
                (playing.state, playing.line) = (state, line);
            }
            scene.touch();
        });
        let (name, line) = (scenario.name, String::new());
        *playing = Some(Playing { name, state: "playing", line, task: Some(task) });
    }
}

/// Where the page finds the scene of the moment.
pub(super) struct Hall {
    scene: watch::Sender<Arc<Scene>>,
    /// One order that changes the scene at a time.
    orders: Mutex<()>,
}

impl Hall {
    /// The first scene: a relative, a lawyer and a coordinator.
    pub async fn open() -> Result<Arc<Self>, StageError> {
        let scene = Scene::set(&AT_FIRST).await?;
        AT_FIRST.iter().for_each(|who| scene.starts(*who));
        Ok(Arc::new(Self { scene: watch::Sender::new(scene), orders: Mutex::default() }))
    }

    /// The scene of the moment.
    pub fn scene(&self) -> Arc<Scene> {
        Arc::clone(&self.scene.borrow())
    }

    /// Tells when another scene has begun.
    pub fn watch(&self) -> watch::Receiver<Arc<Scene>> {
        self.scene.subscribe()
    }

    /// Throws everything away and begins again.
    pub async fn start_afresh(&self) -> Result<(), OrderError> {
        let _one = self.orders.lock().await;
        let scene = self.replace(&AT_FIRST).await?;
        AT_FIRST.iter().for_each(|who| scene.starts(*who));
        Ok(())
    }

    /// Begins again with the people of this play, and plays it.
    pub async fn begin(&self, name: &str, pace: Pace) -> Result<(), OrderError> {
        let scenario = Scenario::named(name).ok_or(OrderError::NoScenario)?;
        let _one = self.orders.lock().await;
        let scene = self.replace(&scenario.cast()).await?;
        scene.begin_play(scenario, pace);
        scene.touch();
        Ok(())
    }

    async fn replace(&self, cast: &[Who]) -> Result<Arc<Scene>, OrderError> {
        let new = Scene::set(cast).await?;
        let old = self.scene.send_replace(Arc::clone(&new));
        old.stop_play();
        if let Err(error) = old.stage.strike().await {
            tracing::warn!(%error, "the stage before did not end in order");
        }
        Ok(new)
    }

    /// Adds somebody's phone; a member is on call from here on.
    pub async fn add(&self, name: &str) -> Result<(), OrderError> {
        let who =
            Who::named(name).filter(|who| Who::ALL.contains(who)).ok_or(OrderError::Nobody)?;
        let _one = self.orders.lock().await;
        let scene = self.scene();
        if scene.cast().contains(&who) {
            return Err(OrderError::There);
        }
        scene.stage.put_on_call(who).await?;
        scene.cast.lock().unwrap_or_else(PoisonError::into_inner).push(who);
        scene.starts(who);
        scene.touch();
        Ok(())
    }

    /// Ends the play and the stage; nothing is left.
    pub async fn close(&self) -> Result<(), StageError> {
        let _one = self.orders.lock().await;
        let scene = self.scene();
        scene.stop_play();
        scene.stage.strike().await
    }
}

/// The moment on the clock of a scene, in milliseconds since 1970.
pub(super) fn now_ms(scene: &Scene) -> i64 {
    scene.stage.clock().now().as_millis()
}

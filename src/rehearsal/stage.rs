//! The stage: a temporary folder, the Bot API server, the real bot with its console, and who is on call.

mod console;
mod keys;
mod operator;

use std::sync::{Arc, MutexGuard, PoisonError};

use habeas_core::domain::Language;
use tempfile::TempDir;
use tokio::sync::Mutex;
use zeroize::Zeroizing;

use self::keys::Keys;
use super::bot::Bot;
use super::botapi::{BotApi, BotApiOptions, Driver, Person};
use super::idle::left;
use super::script::Who;
use crate::app::AppError;
use crate::cards;
use crate::config::{self, Config};
use crate::crypto::{Identity, Keyring, Purpose, SealError, SigningKey, recovery_new};
use crate::oncall::members;
use crate::outside::{Clock, RealClock};
use crate::parts::Parts;
use crate::storage::{Store, Tx};

/// The token of the rehearsal's bot; it is worth nothing anywhere else.
const TOKEN: &str = "4242:rehearsal";

/// How long is waited between two looks at whether the bot is done.
const LOOK_MS: i64 = 20;

/// Why the stage could not be set.
#[derive(Debug, thiserror::Error)]
pub enum StageError {
    /// The temporary folder, or a port.
    #[error("the stage could not be set: {0}")]
    Io(#[from] std::io::Error),
    /// The bot.
    #[error(transparent)]
    App(#[from] AppError),
    /// A member's keys.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The bot ended by itself.
    #[error("the bot ended by itself: {0}")]
    Ended(String),
    /// Only a running bot can do this.
    #[error("the bot is dead: start it again first")]
    Dead,
}

/// Everything on one machine; nothing is left when it is struck.
pub struct Stage {
    folder: TempDir,
    server: BotApi,
    clock: RealClock,
    config: Config,
    bot: Arc<Mutex<Option<Bot>>>,
    served: console::Served,
    recovery: Zeroizing<String>,
    /// The operator's, who says who is a member.
    root: SigningKey,
    members: std::sync::Mutex<Vec<(Who, Keys)>>,
}

impl std::fmt::Debug for Stage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Stage")
    }
}

impl Stage {
    /// Sets the stage and starts the bot; nobody is on call yet.
    ///
    /// # Errors
    /// [`StageError`].
    pub async fn set() -> Result<Self, StageError> {
        let folder = TempDir::with_prefix("habeas-rehearsal-")?;
        let clock = RealClock::default();
        let options = BotApiOptions {
            listen: ([127, 0, 0, 1], 0).into(),
            token: Some(TOKEN.to_owned()),
            limits: true,
            driver: false,
            clock: clock.clone(),
        };
        let server = BotApi::start(options).await?;
        let (recovery, recipient) = recovery_new();
        let keyring_path = folder.path().join("keyring");
        let keyring = Keyring::generate(Purpose::Rehearsal);
        keyring.write_new(&keyring_path, clock.now()).map_err(AppError::from)?;
        let data = folder.path().join("habeas");
        std::fs::create_dir(&data)?;
        let text = config::rendered(&[recipient], &keyring_path, None);
        let (listener, origin) = console::listen().await?;
        let root = SigningKey::generate();
        let env = [
            ("HABEAS_CONSOLE__LISTEN".to_owned(), listener.local_addr()?.to_string()),
            ("HABEAS_CONSOLE__ORIGIN".to_owned(), origin),
            ("HABEAS_MEMBERS__ROOT".to_owned(), root.public().to_string()),
            ("HABEAS_TELEGRAM__API_URL".to_owned(), server.url()),
            ("HABEAS_TELEGRAM__TOKEN".to_owned(), TOKEN.to_owned()),
        ];
        let config = Config::from_text(&text, &data, env.into_iter()).map_err(AppError::from)?;
        let url = config.storage.url.parse().map_err(AppError::from)?;
        Store::create(&url).await.map_err(AppError::from)?.close().await;
        let bot = Arc::new(Mutex::new(Some(Bot::start(&config, &clock).await?)));
        let served = console::serve(listener, Arc::clone(&bot));
        let members = std::sync::Mutex::default();
        Ok(Self { folder, server, clock, config, bot, served, recovery, root, members })
    }

    /// The phones.
    pub fn driver(&self) -> Driver {
        self.server.driver()
    }

    /// The phones over HTTP.
    pub fn driver_routes(&self) -> axum::Router {
        self.server.driver_routes()
    }

    /// The clock that bot and server share.
    pub fn clock(&self) -> &RealClock {
        &self.clock
    }

    /// The bot's parts; none while it is dead.
    pub async fn parts(&self) -> Option<Arc<Parts>> {
        self.bot.lock().await.as_ref().filter(|bot| !bot.has_ended()).map(Bot::parts)
    }

    /// Whether somebody has killed the bot and not started it again.
    pub async fn is_killed(&self) -> bool {
        self.bot.lock().await.is_none()
    }

    /// Waits until nobody keeps the bot killed.
    pub async fn until_started(&self) {
        let wall = RealClock::default();
        while self.is_killed().await {
            wall.sleep_until(wall.now().plus_ms(LOOK_MS)).await;
        }
    }

    /// Ends the bot without a warning; `false` if it is dead already.
    pub async fn kill_bot(&self) -> bool {
        // Held until it is gone: no second bot opens the database meanwhile.
        let mut held = self.bot.lock().await;
        let Some(bot) = held.take() else { return false };
        bot.kill().await;
        true
    }

    /// Starts the bot again on what it left; `false` if it runs already.
    ///
    /// # Errors
    /// [`StageError`].
    pub async fn start_bot(&self) -> Result<bool, StageError> {
        let mut bot = self.bot.lock().await;
        if let Some(old) = bot.take_if(|bot| bot.has_ended()) {
            old.kill().await;
        }
        if bot.is_some() {
            return Ok(false);
        }
        *bot = Some(Bot::start(&self.config, &self.clock).await?);
        Ok(true)
    }

    /// The language of somebody's phone. A member reads the bot in it from here on, as after
    /// `/language`; whoever reports chooses on the first screen.
    ///
    /// # Errors
    /// [`StageError::Dead`] while the bot is dead, for a member; what the database says.
    pub async fn speak(&self, who: Who, language: Language) -> Result<(), StageError> {
        if who.role().is_some() {
            let parts = self.parts().await.ok_or(StageError::Dead)?;
            let (unit, user) = (Arc::clone(&parts), who.user());
            let speak = async move |tx: &mut Tx| {
                if let Some(member) = members::by_telegram(tx, &unit, user).await? {
                    members::speak(tx, &member.id, language).await?;
                    cards::speak(tx, &unit, user, language).await?;
                }
                Ok(())
            };
            parts.store.run("speak", speak).await.map_err(AppError::from)?;
        }
        let language = Some(language.as_str().to_owned());
        self.driver().person(&Person { user: who.user(), language, name: None });
        Ok(())
    }

    fn kept(&self) -> MutexGuard<'_, Vec<(Who, Keys)>> {
        self.members.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The recovery identity, which an organisation keeps on paper in a safe.
    pub fn recovery(&self) -> &str {
        &self.recovery
    }

    /// The members' identities, which each keeps to themselves.
    pub fn identities(&self) -> Vec<(Who, Zeroizing<String>)> {
        self.kept().iter().map(|(who, keys)| (*who, keys.identity.clone())).collect()
    }

    /// Where browsers find the console, without a path.
    pub fn console(&self) -> &str {
        self.config.console.as_ref().map_or("", |console| &console.origin)
    }

    /// Where the database is.
    pub fn storage(&self) -> &str {
        &self.config.storage.url
    }

    /// Waits until the bot has done all that is to be done at this moment of the clock, for at most
    /// so long: what Telegram does not take, or a dead bot, is not waited for without end.
    pub async fn settle(&self, patience_ms: i64) {
        let wall = RealClock::default();
        let deadline = wall.now().plus_ms(patience_ms);
        while let Some(parts) = self.parts().await {
            let left = left(&parts, &self.driver(), &self.clock).await;
            if left.is_ok_and(|left| left.is_nothing()) || wall.now() >= deadline {
                return;
            }
            wall.sleep_until(wall.now().plus_ms(LOOK_MS)).await;
        }
    }

    /// Exports the newest case and opens it with the recovery identity, as an organisation would:
    /// one line of JSON an entry. Empty if there is no case.
    ///
    /// # Errors
    /// A sentence on what did not open.
    pub async fn open_newest_case(&self) -> Result<(String, Vec<String>), String> {
        let parts = self.parts().await.ok_or_else(|| StageError::Dead.to_string())?;
        let cases = crate::cases::list(&parts.store).await.map_err(|e| e.to_string())?;
        let Some(newest) = cases.first() else { return Ok((String::new(), vec![])) };
        let code = newest.code.parse().map_err(|_| "a stored code does not parse".to_owned())?;
        let out = self.folder.path().join("opened").join(&newest.code);
        let (keyring, now) = (Some(parts.keyring.clone()), parts.now());
        let exported = crate::cases::export(&parts.store, keyring, &code, &out, now).await;
        exported.map_err(|e| e.to_string())?;
        let identities =
            Identity::parse_lines(&self.recovery).map_err(|_| "no recovery identity".to_owned())?;
        let opened = crate::crypto::open_folder(&out, &identities).map_err(|e| e.to_string())?;
        let lines: Result<Vec<String>, String> = opened
            .map(|line| line.map(|l| l.as_str().to_owned()).map_err(|e| e.to_string()))
            .collect();
        Ok((newest.code.clone(), lines?))
    }

    /// Stops bot and server.
    ///
    /// # Errors
    /// [`StageError::Ended`] if the bot did not end as asked.
    pub async fn strike(&self) -> Result<(), StageError> {
        let ended = match self.bot.lock().await.take() {
            Some(bot) => bot.stop().await,
            None => Ok(()),
        };
        self.served.end();
        self.server.stop().await;
        // The folder itself goes with the stage.
        let _ = std::fs::remove_dir_all(self.folder.path().join("habeas"));
        ended
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_bot_that_ended_by_itself_is_dead_and_can_be_started_again() {
        let stage = Stage::set().await.unwrap();
        stage.bot.lock().await.as_ref().unwrap().ends_by_itself();
        while stage.parts().await.is_some() {
            tokio::task::yield_now().await;
        }
        assert!(!stage.is_killed().await, "nobody did it");
        assert!(stage.start_bot().await.unwrap());
        assert!(stage.parts().await.is_some());
        assert!(!stage.start_bot().await.unwrap(), "it runs already");
        stage.strike().await.unwrap();
    }
}

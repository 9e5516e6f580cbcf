//! The stage: a temporary folder, the Bot API server, the real bot, two lawyers, a coordinator.

use std::sync::Arc;

use habeas_core::domain::{Language, Role};
use tempfile::TempDir;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use zeroize::Zeroizing;

use super::botapi::{BotApi, BotApiOptions, Driver};
use super::script::Who;
use crate::app::{App, AppError};
use crate::audit::By;
use crate::config::{self, Config};
use crate::crypto::{Identity, Keyring, Purpose, recovery_new};
use crate::oncall::members::{self, NewMember};
use crate::outside::{Clock, RealClock};
use crate::parts::Parts;
use crate::storage::Store;
use crate::telegram::GatewayError;

/// The token of the rehearsal's bot; it is worth nothing anywhere else.
const TOKEN: &str = "4242:rehearsal";

/// Why the stage could not be set.
#[derive(Debug, thiserror::Error)]
pub enum StageError {
    /// The temporary folder, or a port.
    #[error("the stage could not be set: {0}")]
    Io(#[from] std::io::Error),
    /// The bot.
    #[error(transparent)]
    App(#[from] AppError),
    /// The bot ended by itself.
    #[error("the bot ended by itself: {0}")]
    Ended(String),
}

/// Everything on one machine; nothing is left when it is struck.
pub struct Stage {
    folder: TempDir,
    server: BotApi,
    clock: RealClock,
    parts: Arc<Parts>,
    stop: watch::Sender<bool>,
    bot: JoinHandle<Result<(), GatewayError>>,
    recovery: Zeroizing<String>,
}

impl std::fmt::Debug for Stage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Stage")
    }
}

impl Stage {
    /// Sets the stage and starts the bot.
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
            clock: clock.clone(),
        };
        let server = BotApi::start(options).await?;
        let (recovery, recipient) = recovery_new();
        let keyring_path = folder.path().join("keyring");
        let keyring = Keyring::generate(Purpose::Rehearsal);
        keyring.write_new(&keyring_path).map_err(AppError::from)?;
        let data = folder.path().join("habeas");
        std::fs::create_dir(&data)?;
        let text = config::rendered(&[recipient], &keyring_path, None);
        let env = [
            ("HABEAS_TELEGRAM__API_URL".to_owned(), server.url()),
            ("HABEAS_TELEGRAM__TOKEN".to_owned(), TOKEN.to_owned()),
        ];
        let config = Config::from_text(&text, &data, env.into_iter()).map_err(AppError::from)?;
        let url = config.storage.url.parse().map_err(AppError::from)?;
        Store::create(&url).await.map_err(AppError::from)?.close().await;
        let shared: Arc<dyn Clock> = Arc::new(clock.clone());
        let app = App::new(&config, shared).await?;
        let parts = app.parts();
        put_on_call(&parts).await.map_err(AppError::from)?;
        let (stop, stopped) = watch::channel(false);
        let bot = tokio::spawn(app.run(stopped, || {}));
        Ok(Self { folder, server, clock, parts, stop, bot, recovery })
    }

    /// The phones.
    pub fn driver(&self) -> Driver {
        self.server.driver()
    }

    /// The clock that bot and server share.
    pub fn clock(&self) -> &RealClock {
        &self.clock
    }

    /// The bot's parts.
    pub fn parts(&self) -> Arc<Parts> {
        Arc::clone(&self.parts)
    }

    /// Exports the newest case and opens it with the recovery identity, as an organisation would:
    /// one line of JSON an entry. Empty if there is no case.
    ///
    /// # Errors
    /// A sentence on what did not open.
    pub async fn open_newest_case(&self) -> Result<(String, Vec<String>), String> {
        let cases = crate::cases::list(&self.parts.store).await.map_err(|e| e.to_string())?;
        let Some(newest) = cases.first() else { return Ok((String::new(), vec![])) };
        let code = newest.code.parse().map_err(|_| "a stored code does not parse".to_owned())?;
        let out = self.folder.path().join("opened").join(&newest.code);
        let (keyring, now) = (Some(self.parts.keyring.clone()), self.parts.now());
        let exported = crate::cases::export(&self.parts.store, keyring, &code, &out, now).await;
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
    pub async fn strike(self) -> Result<(), StageError> {
        self.stop.send_replace(true);
        let ended = self.bot.await.map_err(|_| StageError::Ended("a panic".to_owned()))?;
        self.server.stop().await;
        ended.map_err(|error| StageError::Ended(error.to_string()))
    }
}

/// Two lawyers and a coordinator, in English.
async fn put_on_call(parts: &Arc<Parts>) -> crate::storage::Result<()> {
    for who in [Who::Lawyer1, Who::Lawyer2, Who::Coordinator] {
        let role = if who == Who::Coordinator { Role::Coordinator } else { Role::Lawyer };
        let new = NewMember {
            role,
            name: who.name().to_owned(),
            language: Language::En,
            telegram_id: who.user(),
            recipient: None,
            order: None,
        };
        let unit = Arc::clone(parts);
        let now = parts.now();
        let add = async move |tx: &mut crate::storage::Tx| {
            members::add(tx, &unit, &new, By::Operator, now).await
        };
        parts.store.run("put-on-call", add).await?;
    }
    Ok(())
}

//! From a configuration to the parts.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicI64;

use habeas_core::assessment::Card;
use habeas_core::intake::advice::Advice;
use habeas_core::intake::interview::Interview;
use habeas_core::intake::states::States;
use habeas_core::oncall::ladder::Delays;
use habeas_core::oncall::promise::Terms;

use crate::config::Config;
use crate::crypto::{Keyring, Purpose, Recipient};
use crate::files::Files;
use crate::outside::Clock;
use crate::parts::Parts;
use crate::storage::{StorageUrl, Store};
use crate::texts::Texts;

/// Why the parts could not be put together.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// The configuration.
    #[error(transparent)]
    Config(#[from] crate::config::ConfigError),
    /// The keyring.
    #[error(transparent)]
    Keyring(#[from] crate::crypto::KeyringError),
    /// The database.
    #[error(transparent)]
    Store(#[from] crate::storage::StoreError),
    /// The database's address.
    #[error(transparent)]
    Url(#[from] crate::storage::UrlError),
    /// The keyring opens nothing of this database.
    #[error(
        "keyring.file is of another installation; name the keyring that was made with this database"
    )]
    OtherKeyring,
    /// Telegram.
    #[error(transparent)]
    Gateway(#[from] crate::telegram::GatewayError),
    /// A recovery recipient that is no age recipient.
    #[error("recovery.recipients: {0}")]
    Recipient(crate::crypto::RecipientError),
    /// Data that is part of the program does not parse.
    #[error("the built-in {0} does not parse; this build is broken")]
    BuiltIn(&'static str),
}

/// The keyring of a configuration.
pub fn keyring(path: &Path) -> Result<Keyring, AppError> {
    Ok(Keyring::load(path)?)
}

/// Opens the database and puts the parts together.
pub async fn assemble(config: &Config, clock: Arc<dyn Clock>) -> Result<Parts, AppError> {
    let keyring = keyring(config.require_keyring()?)?;
    let url: StorageUrl = config.storage.url.parse()?;
    let recovery = config
        .recovery_recipients
        .iter()
        .map(|r| r.parse::<Recipient>())
        .collect::<Result<Vec<_>, _>>()
        .map_err(AppError::Recipient)?;
    let oncall = &config.oncall;
    let store = Store::open(&url).await?;
    if let Err(error) = super::bound::bind_keyring(&store, &keyring).await {
        store.close().await;
        return Err(error);
    }
    Ok(Parts {
        heard_at: AtomicI64::new(clock.now().as_millis()),
        rehearsal: keyring.purpose() == Purpose::Rehearsal,
        store,
        files: Files::at(&config.files.folder),
        keyring,
        clock,
        texts: Texts::builtin(),
        interview: Interview::builtin(),
        states: States::builtin(),
        card: Card::builtin(),
        advice: Advice::builtin(),
        first_hour: Advice::first_hour(),
        delays: Delays {
            repeat_after_s: oncall.repeat_after_s,
            next_after_s: oncall.next_after_s,
            all_after_s: oncall.all_after_s,
            coordinators_after_s: oncall.coordinators_after_s,
            last_every_s: oncall.last_every_s,
            empty_step_s: oncall.empty_step_s,
            urgent_coordinators_after_s: oncall.urgent_coordinators_after_s,
        },
        ask_reporter: oncall.ask_reporter.clone(),
        terms: Terms {
            ask_after_s: oncall.ask_after_s,
            lapse_after_s: oncall.lapse_after_s,
            renewals: oncall.renewals,
        },
        unheard_after_s: oncall.unheard_after_s.clone(),
        recovery,
        root: config.members_root,
        console: config.console.as_ref().map(|console| console.origin.clone()),
        fallback: config.fallback.clone(),
        updates_per_chat_per_min: config.limits.updates_per_chat_per_min,
    })
}

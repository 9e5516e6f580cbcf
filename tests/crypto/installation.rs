//! An installation with one case, as the library makes it.

use std::path::PathBuf;
use std::sync::Arc;

use habeas::app;
use habeas::audit::By;
use habeas::cases;
use habeas::config::{self, Config};
use habeas::crypto::{Keyring, Purpose, recovery_new};
use habeas::oncall::members::{self, NewMember};
use habeas::outside::{Clock, RealClock};
use habeas::storage::{Store, Tx};
use habeas_core::domain::{Language, Role};
use serde_json::json;
use tempfile::TempDir;

/// What the case's entries hold.
pub const WORDS: [&str; 3] = ["Invented words", "Выдуманные слова", "a third entry"];

/// A database with one case in a folder that also holds everybody's identity.
pub struct Installation {
    folder: TempDir,
}

impl Installation {
    /// With so many recovery holders, and a lawyer who has a key or not.
    pub async fn with_a_case(holders: usize, lawyer_has_a_key: bool) -> Self {
        let installation = Self { folder: TempDir::with_prefix("habeas-crypto-").unwrap() };
        let holders: Vec<String> =
            (0..holders).map(|n| installation.identity(&format!("holder-{n}"))).collect();
        let lawyer = installation.identity("lawyer");
        installation.identity("stranger");
        let keyring = Keyring::generate(Purpose::Serve);
        keyring.write_new(&installation.path("keyring"), RealClock::default().now()).unwrap();
        std::fs::create_dir(installation.path("habeas")).unwrap();
        let text = config::rendered(&holders, &installation.path("keyring"), None);
        let none = std::iter::empty();
        let config = Config::from_text(&text, &installation.path("habeas"), none).unwrap();
        Store::create(&config.storage.url.parse().unwrap()).await.unwrap().close().await;
        let clock = Arc::new(RealClock::default());
        let parts = Arc::new(app::assemble(&config, clock).await.unwrap());
        let (unit, now) = (Arc::clone(&parts), parts.now());
        let new = NewMember {
            role: Role::Lawyer,
            name: "First".to_owned(),
            language: Language::En,
            telegram_id: 1,
            recipient: lawyer_has_a_key.then_some(lawyer),
            order: None,
        };
        let fill = async move |tx: &mut Tx| {
            members::add(tx, &unit, &new, By::Operator, now).await?;
            let mut case = cases::open(tx, &unit, now).await?;
            for words in WORDS {
                let body = json!({ "text": words });
                let entry = cases::seal(tx, &unit, &mut case, ("words", &body), now).await?;
                cases::append(tx, vec![entry]).await?;
            }
            cases::save(tx, &unit, &case, now).await
        };
        parts.store.run("fill", fill).await.unwrap();
        parts.store.close().await;
        installation
    }

    /// A path in its folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Makes an identity and its file; the recipient.
    fn identity(&self, name: &str) -> String {
        let (secret, recipient) = recovery_new();
        std::fs::write(self.path(name), secret.as_bytes()).unwrap();
        recipient
    }
}

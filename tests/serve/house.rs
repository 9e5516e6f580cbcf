//! An installation in a temporary folder, with two lawyers and a coordinator on call, and the Bot
//! API server that its bot talks to.

use std::path::PathBuf;
use std::sync::Arc;

use habeas::app;
use habeas::audit::By;
use habeas::cases;
use habeas::config::{self, Config};
use habeas::crypto::{Identity, Keyring, Purpose, SigningKey, open_folder, recovery_new};
use habeas::oncall::members::{self, NewMember};
use habeas::oncall::roster;
use habeas::outside::{Clock, RealClock};
use habeas::parts::Parts;
use habeas::rehearsal::botapi::{BotApi, BotApiOptions};
use habeas::storage::{Store, Tx};
use habeas::telegram;
use habeas_core::domain::{Language, Role};
use habeas_core::members::{Signed, Statement};
use serde_json::Value;
use tempfile::TempDir;

/// The relative's account.
pub const RELATIVE: i64 = 7_310_884_211;
/// The lawyer who is called first.
pub const LAWYER: i64 = 7_310_884_322;
/// The lawyer who is called next.
pub const SECOND: i64 = 7_310_884_433;
/// The coordinator.
pub const COORDINATOR: i64 = 7_310_884_544;

const TOKEN: &str = "4242:serve-test";

/// The installation.
pub struct House {
    folder: TempDir,
    pub server: BotApi,
    pub keyring: Keyring,
    url: Option<String>,
    more: Vec<(String, String)>,
}

impl House {
    /// On a SQLite file, or at the address of an empty PostgreSQL database; `name` is what
    /// colleagues see of the lawyer, `more` lies over the configuration.
    pub async fn build(url: Option<String>, name: &str, more: &[(&str, &str)]) -> Self {
        let folder = TempDir::with_prefix("habeas-serve-").unwrap();
        let path = |name: &str| folder.path().join(name);
        for name in ["habeas", "habeas/data", "keys", "offline", "temp"] {
            std::fs::create_dir(path(name)).unwrap();
        }
        let (secret, recipient) = recovery_new();
        std::fs::write(path("offline/recovery.txt"), secret.as_bytes()).unwrap();
        let keyring = Keyring::generate(Purpose::Serve);
        keyring.write_new(&path("keys/keyring"), RealClock::default().now()).unwrap();
        let text = config::rendered(&[recipient], &path("keys/keyring"), None);
        std::fs::write(path("habeas/habeas.toml"), text).unwrap();
        let listen = "127.0.0.1:0".parse().unwrap();
        let (token, clock) = (Some(TOKEN.to_owned()), RealClock::default());
        let options = BotApiOptions { listen, token, limits: false, driver: true, clock };
        let server = BotApi::start(options).await.unwrap();
        let more = more.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        let house = Self { folder, server, keyring, url, more };
        let url = house.config().storage.url.parse().unwrap();
        Store::create(&url).await.unwrap().close().await;
        let parts = house.parts().await;
        for (id, role, name) in [
            (LAWYER, Role::Lawyer, name),
            (SECOND, Role::Lawyer, "Second"),
            (COORDINATOR, Role::Coordinator, "Third"),
        ] {
            add(&parts, id, role, name).await;
        }
        parts.store.close().await;
        house
    }

    /// A path in the installation's folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The configuration's file.
    pub fn config_path(&self) -> PathBuf {
        self.path("habeas/habeas.toml")
    }

    /// What the bot's environment says.
    pub fn env(&self) -> Vec<(String, String)> {
        let mut env: Vec<(String, String)> = [
            ("HABEAS_TELEGRAM__API_URL", self.server.url().as_str()),
            ("HABEAS_TELEGRAM__TOKEN", TOKEN),
            ("HABEAS_TELEGRAM__POLL_TIMEOUT_S", "1"),
            ("HABEAS_LIMITS__SENDS_PER_CHAT_PER_S", "200"),
            ("HABEAS_LIMITS__SENDS_PER_S", "1000"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into();
        env.extend(self.url.iter().map(|url| ("HABEAS_STORAGE__URL".to_owned(), url.clone())));
        env.extend(self.more.iter().cloned());
        env
    }

    pub fn config(&self) -> Config {
        Config::load(&self.config_path(), self.env().into_iter()).unwrap()
    }

    /// The parts of a second process that works beside the bot.
    pub async fn parts(&self) -> Arc<Parts> {
        let clock = Arc::new(RealClock::default());
        Arc::new(app::assemble(&self.config(), clock).await.unwrap())
    }

    /// The operator signs with the root's key for all who wait, and for the recovery holder.
    pub async fn signs(&self, root: &SigningKey) {
        let parts = self.parts().await;
        let unit = Arc::clone(&parts);
        let read = async move |tx: &mut Tx| roster::proposals(tx, &unit).await;
        let (chain, acts) = parts.store.read("tests-proposals", read).await.unwrap();
        let (mut seq, mut previous) = (chain.roster.statements(), chain.roster.head());
        let (mut signed, now) = (vec![], parts.now());
        for (act, _) in acts {
            seq += 1;
            let mut one = Statement { seq, at: now, previous, act, signed: vec![] };
            let signature = root.sign(&one.signed_bytes());
            one.signed.push(Signed { by: root.public(), signature });
            previous = one.hash();
            signed.push(one);
        }
        let unit = Arc::clone(&parts);
        let accept = async move |tx: &mut Tx| {
            telegram::accept_and_tell(tx, &unit, &signed, By::Operator, now).await
        };
        parts.store.run("tests-accept", accept).await.unwrap();
        parts.store.close().await;
    }

    /// The recovery identity's file.
    pub fn recovery(&self) -> PathBuf {
        self.path("offline/recovery.txt")
    }

    /// The entries of each case, the newest case first, opened with the recovery identity.
    pub async fn entries(&self, store: &Store) -> Vec<Vec<Value>> {
        let mut opened = vec![];
        for case in cases::list(store).await.unwrap() {
            let folder = TempDir::new().unwrap();
            let (keyring, now) = (Some(self.keyring.clone()), RealClock::default().now());
            let code = case.code.parse().unwrap();
            cases::export(store, keyring, &code, folder.path(), now).await.unwrap();
            let identities = Identity::read_file(&self.recovery()).unwrap();
            let lines = open_folder(folder.path(), &identities).unwrap();
            opened.push(lines.map(|line| serde_json::from_str(&line.unwrap()).unwrap()).collect());
        }
        opened
    }
}

async fn add(parts: &Arc<Parts>, telegram_id: i64, role: Role, name: &str) {
    let (unit, now) = (Arc::clone(parts), parts.now());
    let (name, language) = (name.to_owned(), Language::En);
    let new = NewMember { role, name, language, telegram_id, recipient: None, order: None };
    let add = async move |tx: &mut Tx| members::add(tx, &unit, &new, By::Operator, now).await;
    parts.store.run("put-on-call", add).await.unwrap();
}

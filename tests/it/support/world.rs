//! The world of a behaviour test: the real bot against the built-in Bot API server, over HTTP, on
//! a fresh database, with one clock that the test moves.

use std::sync::Arc;

use habeas::app::App;
use habeas::audit::By;
use habeas::config::{self, Config};
use habeas::crypto::{Keyring, OpenCaseError, Purpose, open_folder, recovery_new};
use habeas::oncall::members::{self, NewMember};
use habeas::outside::{Clock, RealClock};
use habeas::parts::Parts;
use habeas::rehearsal::botapi::{BotApi, BotApiOptions, Driver};
use habeas::rehearsal::{Left, left};
use habeas::storage::{Tx, Value};
use habeas::telegram::GatewayError;
use habeas_core::domain::{Language, Role};
use tempfile::TempDir;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use zeroize::Zeroizing;

use super::people::{COORDINATOR, LAWYER, SECOND};
use super::stores::{Place, on_both};

/// What is waited for is given up after so long, in milliseconds of real time.
pub const PATIENCE_MS: i64 = 10_000;
/// Between two looks at what is left to do, the server's next call is waited for so long.
const LOOK_MS: i64 = 15;
/// The bot's token.
const TOKEN: &str = "4242:invented";

/// How a world differs from the usual one: two lawyers and a coordinator who have pressed
/// /start, no limits on sending.
#[derive(Clone, Default)]
pub struct Scene {
    /// Telegram's limits hold, and the bot keeps within them.
    pub limits: bool,
    /// Under a rehearsal's keyring, which shows unapproved lines too.
    pub rehearsal: bool,
    /// Nobody is on call.
    pub empty: bool,
    /// The members have not pressed /start.
    pub silent: bool,
    /// Settings, as environment variables.
    pub env: Vec<(&'static str, &'static str)>,
}

/// A running bot.
struct Running {
    parts: Arc<Parts>,
    stop: watch::Sender<bool>,
    task: JoinHandle<Result<(), GatewayError>>,
}

/// The world. [`World::finish`] ends it; one that is dropped unfinished fails its test.
pub struct World {
    /// The phones.
    pub driver: Driver,
    /// The clock that bot and server share.
    pub clock: RealClock,
    folder: TempDir,
    config: Config,
    server: BotApi,
    http: reqwest::Client,
    wall: RealClock,
    bot: Option<Running>,
    recovery: Zeroizing<String>,
    limits: bool,
    finished: bool,
}

/// Plays a test in the usual world, on both databases.
pub async fn play(test: impl AsyncFn(&mut World)) {
    play_in(Scene::default(), test).await;
}

/// Plays a test in another scene, on both databases.
pub async fn play_in(scene: Scene, test: impl AsyncFn(&mut World)) {
    on_both(async |place| {
        let mut world = World::set(place, &scene).await;
        test(&mut world).await;
        world.finish().await;
    })
    .await;
}

impl World {
    /// Sets a scene.
    pub async fn set(place: &Place, scene: &Scene) -> Self {
        let folder = TempDir::new().expect("a temporary folder can be made");
        let clock = RealClock::default();
        let server = BotApi::start(BotApiOptions {
            listen: ([127, 0, 0, 1], 0).into(),
            token: Some(TOKEN.to_owned()),
            limits: scene.limits,
            driver: false,
            clock: clock.clone(),
        });
        let server = server.await.expect("a port is free");
        let (recovery, recipient) = recovery_new();
        let keyring = folder.path().join("keyring");
        let purpose = if scene.rehearsal { Purpose::Rehearsal } else { Purpose::Serve };
        let written = Keyring::generate(purpose).write_new(&keyring, clock.now());
        written.expect("a keyring can be written");
        place.create().await.close().await;
        let rate = if scene.limits { "1" } else { "1000000" };
        let overall = if scene.limits { "30" } else { "1000000" };
        let url = server.url();
        let usual = [
            ("HABEAS_TELEGRAM__API_URL", url.as_str()),
            ("HABEAS_TELEGRAM__TOKEN", TOKEN),
            ("HABEAS_TELEGRAM__POLL_TIMEOUT_S", "5"),
            ("HABEAS_STORAGE__URL", place.text()),
            ("HABEAS_LIMITS__SENDS_PER_CHAT_PER_S", rate),
            ("HABEAS_LIMITS__SENDS_PER_S", overall),
            ("HABEAS_LIMITS__UPDATES_PER_CHAT_PER_MIN", "10000"),
            // Hours pass in many tests that are about something else.
            ("HABEAS_ONCALL__ASK_REPORTER_CRITICAL_S", "0"),
            ("HABEAS_ONCALL__ASK_REPORTER_URGENT_S", "0"),
            ("HABEAS_ONCALL__ASK_REPORTER_WATCH_S", "0"),
            ("HABEAS_ONCALL__ASK_REPORTER_UNFINISHED_S", "0"),
        ];
        let env = usual.iter().chain(&scene.env).map(|(k, v)| ((*k).to_owned(), (*v).to_owned()));
        let env: std::collections::BTreeMap<String, String> = env.collect();
        let text = config::rendered(&[recipient], &keyring, None);
        let config = Config::from_text(&text, folder.path(), env.into_iter());
        let mut world = Self {
            driver: server.driver(),
            clock,
            folder,
            config: config.expect("the tests' configuration is right"),
            server,
            http: reqwest::Client::new(),
            wall: RealClock::default(),
            bot: None,
            recovery,
            limits: scene.limits,
            finished: false,
        };
        world.start().await;
        if !scene.empty {
            world.add(Role::Lawyer, "Mira", LAWYER).await;
            world.add(Role::Lawyer, "Timur", SECOND).await;
            world.add(Role::Coordinator, "Dana", COORDINATOR).await;
        }
        if !scene.empty && !scene.silent {
            for user in [LAWYER, SECOND, COORDINATOR] {
                world.says(user, "/start").await;
                world.sees(user, "You are on call here").await;
            }
        }
        world
    }

    /// Starts the bot.
    pub async fn start(&mut self) {
        let clock: Arc<dyn Clock> = Arc::new(self.clock.clone());
        let app = App::new(&self.config, clock).await.expect("the bot can be put together");
        let parts = app.parts();
        let (stop, stopped) = watch::channel(false);
        let task = tokio::spawn(app.run(stopped, || {}));
        self.bot = Some(Running { parts, stop, task });
    }

    /// Stops the bot as SIGTERM does.
    pub async fn stop(&mut self) {
        let Running { stop, task, .. } = self.bot.take().expect("the bot runs");
        stop.send_replace(true);
        let ended = task.await.expect("no part of the bot panicked");
        ended.expect("the bot ended because it was asked to");
    }

    /// Another process takes over on the same database.
    pub async fn restart(&mut self) {
        self.stop().await;
        self.start().await;
        self.settle().await;
    }

    /// Another process takes over, so many seconds later.
    pub async fn restart_after_s(&mut self, seconds: i64) {
        self.stop().await;
        self.driver.advance_clock(seconds * 1000);
        self.start().await;
        self.settle().await;
    }

    /// The running bot's parts.
    pub fn parts(&self) -> Arc<Parts> {
        Arc::clone(&self.bot.as_ref().expect("the bot runs").parts)
    }

    /// Puts somebody on call; returns the member's id.
    pub async fn add(&self, role: Role, name: &str, user: i64) -> String {
        let new = NewMember {
            role,
            name: name.to_owned(),
            language: Language::En,
            telegram_id: user,
            recipient: None,
            order: None,
        };
        let (parts, now) = (self.parts(), self.clock.now());
        let unit = Arc::clone(&parts);
        let add = async move |tx: &mut Tx| members::add(tx, &unit, &new, By::Operator, now).await;
        parts.store.run("tests-add", add).await.expect("a member can be added")
    }

    /// Takes somebody off the rota.
    pub async fn revoke(&self, member: &str) {
        let (member, now) = (member.to_owned(), self.clock.now());
        let parts = self.parts();
        let revoke =
            async move |tx: &mut Tx| members::revoke(tx, &parts, &member, By::Operator, now).await;
        assert!(self.parts().store.run("tests-revoke", revoke).await.expect("it can be revoked"));
    }

    /// Time passes, and what is due then is done.
    pub async fn passes_s(&self, seconds: i64) {
        self.driver.advance_clock(seconds * 1000);
        self.settle().await;
    }

    /// Counts rows: the statement names its number `n`.
    pub async fn count(&self, sql: &'static str, args: Vec<Value>) -> i64 {
        let read = async move |tx: &mut Tx| {
            let row = tx.fetch_optional(sql, &args).await?.expect("a count has a row");
            row.i64("n")
        };
        self.parts().store.read("tests-count", read).await.expect("rows can be counted")
    }

    /// Runs one statement; returns how many rows it changed.
    pub async fn execute(&self, sql: &'static str, args: Vec<Value>) -> u64 {
        let run = async move |tx: &mut Tx| tx.execute(sql, &args).await;
        self.parts().store.run("tests-execute", run).await.expect("the statement is right")
    }

    /// What the bot has to do now.
    async fn left(&self) -> Left {
        let left = left(&self.parts(), &self.driver, &self.clock).await;
        left.expect("rows can be counted")
    }

    /// How many updates Telegram still keeps for the bot.
    pub fn unconfirmed(&self) -> i64 {
        self.driver.unconfirmed()
    }

    /// Calls a method of the server as the bot could; its whole answer.
    pub async fn asks(&self, method: &str, parameters: &serde_json::Value) -> serde_json::Value {
        let url = format!("{}/bot{TOKEN}/{method}", self.server.url());
        let answer = self.http.post(url).json(parameters).send().await;
        answer.expect("the server answers").json().await.expect("the server answers JSON")
    }

    /// Waits a moment for the bot's next call of the server.
    pub async fn next_call(&self) {
        let (seq, _) = self.driver.calls(u64::MAX - 1, 0).await;
        self.driver.calls(seq, LOOK_MS).await;
    }

    /// Waits until nothing is left to do at this moment of the clock.
    pub async fn settle(&self) {
        self.settle_within(PATIENCE_MS).await;
    }

    /// As `settle`, after much was asked for at once.
    pub async fn settle_slowly(&self) {
        self.settle_within(6 * PATIENCE_MS).await;
    }

    async fn settle_within(&self, patience_ms: i64) {
        let deadline = self.wall_ms() + patience_ms;
        loop {
            assert!(!self.bot.as_ref().expect("the bot runs").task.is_finished(), "the bot ended");
            let left = self.left().await;
            if left.is_nothing() {
                return;
            }
            assert!(self.wall_ms() < deadline, "{left:?}");
            if self.limits {
                // What waits for a limit need not wait in real time.
                self.driver.advance_clock(40);
            }
            let (seq, _) = self.driver.calls(u64::MAX - 1, 0).await;
            self.driver.calls(seq, LOOK_MS).await;
        }
    }

    /// Real time, in milliseconds.
    pub fn wall_ms(&self) -> i64 {
        self.wall.now().as_millis()
    }

    /// The newest case's code.
    pub async fn code(&self) -> String {
        let cases = habeas::cases::list(&self.parts().store).await.expect("cases can be listed");
        cases.first().expect("there is a case").code.clone()
    }

    /// Opens the newest case with the recovery identity, as an organisation would: its entries.
    pub async fn opened(&self) -> Vec<serde_json::Value> {
        self.opened_with(&self.recovery).await
    }

    /// The same with somebody else's identity.
    pub async fn opened_with(&self, secret: &str) -> Vec<serde_json::Value> {
        self.try_to_open(secret).await.expect("the case opens")
    }

    /// Whether this identity opens the newest case.
    pub async fn is_open_to(&self, secret: &str) -> bool {
        self.try_to_open(secret).await.is_ok()
    }

    async fn try_to_open(&self, secret: &str) -> Result<Vec<serde_json::Value>, OpenCaseError> {
        self.lines_for(secret).await?.into_iter().collect()
    }

    /// The kinds of the newest case's entries that this identity opens, and how many it does not.
    pub async fn opens_of(&self, secret: &str) -> (Vec<String>, usize) {
        let Ok(lines) = self.lines_for(secret).await else { return (vec![], usize::MAX) };
        let all = lines.len();
        let kind = |line: serde_json::Value| line["kind"].as_str().unwrap().to_owned();
        let open: Vec<String> = lines.into_iter().filter_map(|line| line.ok().map(kind)).collect();
        let shut = all - open.len();
        (open, shut)
    }

    async fn lines_for(
        &self,
        secret: &str,
    ) -> Result<Vec<Result<serde_json::Value, OpenCaseError>>, OpenCaseError> {
        let code = self.code().await.parse().expect("a stored code is a code");
        let folder = TempDir::new_in(self.folder.path()).expect("a folder can be made");
        let out = folder.path().join("case");
        let (parts, now) = (self.parts(), self.clock.now());
        let keyring = Some(parts.keyring.clone());
        let exported = habeas::cases::export(&parts.store, keyring, &code, &out, now).await;
        exported.expect("the case can be exported");
        let identity = folder.path().join("recovery.txt");
        std::fs::write(&identity, secret.as_bytes()).expect("a file can be written");
        let identities = habeas::crypto::Identity::read_file(&identity).expect("an identity file");
        let lines = open_folder(&out, &identities)?;
        Ok(lines.map(|line| line.map(|line| serde_json::from_str(&line).unwrap())).collect())
    }

    /// The bodies of the newest case's entries of one kind.
    pub async fn entries(&self, kind: &str) -> Vec<serde_json::Value> {
        let mut entries = self.opened().await;
        entries.retain(|entry| entry["kind"] == kind);
        entries.into_iter().map(|mut entry| entry["body"].take()).collect()
    }

    /// Ends the world: fails if anything is left to do, or if the bot ended or panicked before.
    pub async fn finish(mut self) {
        self.settle().await;
        self.stop().await;
        self.server.stop().await;
        self.finished = true;
    }
}

impl Drop for World {
    fn drop(&mut self) {
        if !self.finished && !std::thread::panicking() {
            panic!("a world was left unfinished");
        }
    }
}

//! An installation in a temporary folder, and the binary.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::time::Duration;

use habeas::crypto::{Identity, recovery_new};
use habeas::outside::RealClock;
use habeas::rehearsal::botapi::{
    BotApi, BotApiOptions, ChatView, Driver, Said, Say, Sender, Sending,
};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child, ChildStdout, Command};

/// The bot's token.
pub const TOKEN: &str = "42:test-token";
/// Nothing takes so long unless it hangs.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// A variable of the environment.
pub type Var<'a> = (&'a str, &'a str);

/// The binary with nothing of this process's own configuration.
pub fn habeas(arguments: &[&str], env: &[Var<'_>]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_habeas"));
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("HABEAS_") {
            command.env_remove(name);
        }
    }
    command.args(arguments).env("NO_PROXY", "*").envs(env.iter().copied());
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    command
}

/// How a command ended.
#[derive(Debug)]
pub struct Ended {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl From<Output> for Ended {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Self { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }
}

impl Ended {
    /// What it printed, if it ended well.
    #[track_caller]
    pub fn done(self) -> String {
        assert_eq!(self.code, Some(0), "{self:?}");
        self.out
    }

    /// Its one sentence, if it refused: exit code 1, nothing on stdout.
    #[track_caller]
    pub fn refused(self) -> String {
        assert_eq!(self.code, Some(1), "{self:?}");
        assert_eq!(self.out, "");
        let last = self.err.lines().last().unwrap().to_owned();
        last.strip_prefix("habeas: ").expect("the sentence says who says it").to_owned()
    }
}

/// Runs a command to its end.
pub async fn run_with(arguments: &[&str], env: &[Var<'_>]) -> Ended {
    let output = tokio::time::timeout(PATIENCE, habeas(arguments, env).output());
    output.await.expect("the command ends").unwrap().into()
}

/// Runs a command to its end.
pub async fn run(arguments: &[&str]) -> Ended {
    run_with(arguments, &[]).await
}

/// Somebody who holds an age identity, in a file.
pub struct Person {
    pub file: String,
    pub recipient: String,
}

/// A new identity in a file of this name.
pub fn person(folder: &Path, name: &str) -> Person {
    let identity = Identity::generate();
    let file = folder.join(name);
    std::fs::write(&file, identity.to_line().as_bytes()).unwrap();
    let recipient = identity.recipient().to_string();
    Person { file: file.to_str().unwrap().to_owned(), recipient }
}

/// Runs a command with something on stdin.
pub async fn fed(arguments: &[&str], env: &[Var<'_>], input: &str) -> Ended {
    let mut child = habeas(arguments, env).stdin(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // A command that refuses early reads no further.
    let _ = stdin.write_all(input.as_bytes()).await;
    drop(stdin);
    let ended = tokio::time::timeout(PATIENCE, child.wait_with_output());
    ended.await.expect("the command ends").unwrap().into()
}

/// An installation: `habeas init` was run.
pub struct Home {
    pub folder: TempDir,
    pub config: String,
    pub keyring: PathBuf,
}

impl Home {
    pub async fn new() -> Self {
        Self::for_holders(&[&recovery_new().1]).await
    }

    /// The same with these recovery holders.
    pub async fn for_holders(holders: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (dir, keyring) = (folder.path().join("habeas"), folder.path().join("keys/keyring"));
        let (dir_text, ring_text) = (dir.to_str().unwrap(), keyring.to_str().unwrap());
        let recovery: Vec<&str> =
            holders.iter().flat_map(|holder| ["--recovery-recipient", holder]).collect();
        run(&[&["init", "--dir", dir_text, "--keyring", ring_text], &recovery[..]].concat())
            .await
            .done();
        Self { config: format!("{dir_text}/habeas.toml"), keyring, folder }
    }

    /// The folder of the configuration.
    pub fn dir(&self) -> PathBuf {
        self.folder.path().join("habeas")
    }

    /// Runs a command with `--config`.
    pub async fn run(&self, arguments: &[&str], env: &[Var<'_>]) -> Ended {
        run_with(&[arguments, &["--config", &self.config]].concat(), env).await
    }

    /// Adds a member; the id.
    pub async fn add(&self, role: &str, user: i64) -> String {
        let user = user.to_string();
        let who = ["member", "add", "--role", role, "--name", "Ada", "--language", "en"];
        let who = [&who[..], &["--telegram-id", &user]].concat();
        self.run(&who, &[]).await.done().trim_end().to_owned()
    }

    /// The lines of `member list`.
    pub async fn members(&self) -> Vec<Value> {
        let out = self.run(&["member", "list"], &[]).await.done();
        out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// Starts the bot and waits for `ready`.
    pub async fn serve(&self, api_url: &str) -> Serving {
        self.serve_with(api_url, &[]).await
    }

    /// The same with more of the configuration.
    pub async fn serve_with(&self, api_url: &str, more: &[Var<'_>]) -> Serving {
        let env = [("HABEAS_TELEGRAM__API_URL", api_url), ("HABEAS_TELEGRAM__TOKEN", TOKEN)];
        let env = [&env[..], more].concat();
        let mut child = habeas(&["serve", "--config", &self.config], &env).spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        let read = tokio::time::timeout(PATIENCE, out.read_line(&mut line));
        read.await.expect("ready comes").unwrap();
        assert_eq!(line, "ready\n");
        Serving { child, out }
    }
}

/// A running bot.
pub struct Serving {
    child: Child,
    out: BufReader<ChildStdout>,
}

impl Serving {
    /// Sends a signal; the exit code, whatever else came on stdout, and stderr. It must end
    /// within ten seconds.
    pub async fn end(mut self, signal: rustix::process::Signal) -> Ended {
        let id = i32::try_from(self.child.id().unwrap()).unwrap();
        let id = rustix::process::Pid::from_raw(id).unwrap();
        rustix::process::kill_process(id, signal).unwrap();
        let ended = tokio::time::timeout(Duration::from_secs(10), self.child.wait_with_output());
        let mut ended = Ended::from(ended.await.expect("it ends within ten seconds").unwrap());
        self.out.read_to_string(&mut ended.out).await.unwrap();
        ended
    }
}

/// A Bot API server that knows the token alone.
pub async fn telegram() -> BotApi {
    let listen = "127.0.0.1:0".parse().unwrap();
    let (token, clock) = (Some(TOKEN.to_owned()), RealClock::default());
    BotApi::start(BotApiOptions { listen, token, limits: false, driver: true, clock })
        .await
        .unwrap()
}

/// An address at which nobody listens.
pub fn nobody() -> String {
    format!("http://{}", free())
}

/// An address of this machine that is free.
pub fn free() -> SocketAddr {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

/// The mode's bits for owner, group and others.
pub fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

/// Sets them.
pub fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

/// Somebody writes to the bot; what the bot's messages in that chat say once they have changed.
pub async fn heard(telegram: &BotApi, user: i64, text: &str) -> Vec<String> {
    answered(telegram, user, |people| people.say(&Say::new(user, text)).unwrap()).await
}

/// Somebody sends a photo; the same.
pub async fn shown(telegram: &BotApi, user: i64, content_base64: &str) -> Vec<String> {
    let photo = Sending::new(user, "photo", json!({"content_base64": content_base64}));
    answered(telegram, user, |people| people.send(&photo).unwrap()).await
}

async fn answered(telegram: &BotApi, user: i64, act: impl FnOnce(&Driver) -> Said) -> Vec<String> {
    let people = telegram.driver();
    let texts = |view: &ChatView| -> Vec<String> {
        let bots = view.messages.iter().filter(|m| m.from == Sender::Bot && !m.deleted);
        bots.map(|m| m.text.clone()).collect()
    };
    let mut view = people.chat(user, None, 0).await;
    let before = texts(&view);
    act(&people);
    while texts(&view) == before {
        let next = people.chat(user, Some(view.seq), 30);
        view = tokio::time::timeout(PATIENCE, next).await.expect("the bot answers");
    }
    texts(&view)
}

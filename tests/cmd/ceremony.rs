//! The ceremony's guide, command by command: each block of it is run as it stands, in its order.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;

use data_encoding::BASE64;
use habeas::config::Config;
use habeas::outside::RealClock;
use habeas::rehearsal::botapi::BotApi;
use habeas::storage::Tx;
use habeas::telegram::Gateway;
use habeas::{app, cases, files};
use serde_json::Value;
use tempfile::TempDir;
use tokio::process::Command;

use crate::phones::{Night, lives_again, opened};
use crate::support::{Ended, Home, PATIENCE, TOKEN, heard, run, set_mode, shown, telegram};

const GUIDE: &str = include_str!("../../docs/CEREMONY.md");
const WORDS: &str = "the blue house by the mill";

/// The guide's commands that were not run yet, each under its heading, and the people's folders.
struct Ceremony {
    home: TempDir,
    env: Vec<(&'static str, String)>,
    blocks: std::vec::IntoIter<(String, String)>,
}

impl Ceremony {
    fn begins() -> Self {
        let home = tempfile::tempdir().unwrap();
        for place in [
            "offline", "server", "keys", "typed", "stick", "ada", "boris", "first", "second",
            "meeting",
        ] {
            std::fs::create_dir(home.path().join(place)).unwrap();
        }
        let (mut heading, mut block, mut blocks) = ("", None, vec![]);
        for line in GUIDE.lines() {
            match (&mut block, line) {
                (None, "```sh") => block = Some(String::new()),
                (Some(text), "```") => {
                    blocks.push((heading.to_owned(), std::mem::take(text)));
                    block = None;
                }
                (Some(text), line) => *text += &format!("{line}\n"),
                (None, line) if line.starts_with('#') => {
                    heading =
                        line.trim_start_matches(['#', ' ', '.']).trim_start_matches(|c: char| {
                            c.is_ascii_digit() || ['.', ' '].contains(&c)
                        });
                }
                (None, _) => {}
            }
        }
        Self { home, env: vec![], blocks: blocks.into_iter() }
    }

    fn at(&self, path: &str) -> PathBuf {
        self.home.path().join(path)
    }

    fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.at(path)).unwrap()
    }

    /// Somebody writes it by hand.
    fn writes(&self, path: &str, text: &str) {
        std::fs::write(self.at(path), text).unwrap();
        set_mode(&self.at(path), 0o600);
    }

    fn knows(&mut self, name: &'static str, value: &str) {
        self.env.retain(|(known, _)| *known != name);
        self.env.push((name, value.to_owned()));
    }

    /// Runs the next commands of the guide, which have to stand under this heading.
    async fn tries(&self, heading: &str) -> Ended {
        let (stands, text) = self.blocks.as_slice().first().expect("the guide goes on");
        assert_eq!(stands, heading, "{text}");
        let folder = Path::new(env!("CARGO_BIN_EXE_habeas")).parent().unwrap();
        let path = format!("{}:{}", folder.display(), std::env::var("PATH").unwrap());
        let mut bash = Command::new("bash");
        bash.args(["-euo", "pipefail", "-c", text]).env_clear();
        bash.env("PATH", path).env("HOME", self.home.path()).env("NO_PROXY", "*");
        bash.env("PRINTER", self.at("paper")).envs(self.env.iter().cloned());
        bash.stdin(Stdio::null()).kill_on_drop(true);
        let ended = tokio::time::timeout(PATIENCE, bash.output()).await;
        let ended = Ended::from(ended.expect("the commands end").unwrap());
        for secret in ["AGE-SECRET-KEY-1", "HABEAS-SIGNING-KEY-"] {
            let shown = [&ended.out, &ended.err].into_iter().any(|text| text.contains(secret));
            assert!(!shown, "{heading}: {secret} is shown");
        }
        ended
    }

    /// They do what they are there for, and are done.
    async fn runs(&mut self, heading: &str) -> String {
        let ended = self.tries(heading).await;
        assert_eq!(ended.code, Some(0), "{heading}: {ended:?}");
        self.blocks.next();
        ended.out + &ended.err
    }

    /// As long as this lies there, they find that something is wrong.
    async fn finds(&self, heading: &str, path: &str, wrong: &str) -> String {
        self.writes(path, wrong);
        let ended = self.tries(heading).await;
        assert_ne!(ended.code, Some(0), "{heading}: {ended:?}");
        ended.err
    }

    /// The files of a step are all on paper, behind four digits; somebody types them.
    fn types(&self, folder: &str) {
        let paper = self.read("paper");
        let lines: Vec<&str> = paper.lines().map(|line| &line[6..]).collect();
        let (token, keyring) = lines.split_last().unwrap();
        self.writes(&format!("{folder}/keyring"), &(keyring.join("\n") + "\n"));
        self.writes(&format!("{folder}/token"), &format!("{token}\n"));
    }

    /// The eight words, as they are read out.
    fn hears(&mut self, said: &str) {
        let words = said.lines().find(|line| line.split(' ').count() == 8);
        self.knows("WORDS", words.unwrap());
    }

    fn installation(&self) -> Home {
        let folder = tempfile::tempdir_in(self.home.path()).unwrap();
        let config = self.at("server/habeas/habeas.toml").to_str().unwrap().to_owned();
        Home { folder, config, keyring: self.at("keys/keyring") }
    }
}

/// What a photo of a phone begins with, and then more than one piece.
fn photo() -> Vec<u8> {
    [0xff, 0xd8, 0xff, 0xe0, 0, 16].into_iter().chain((0..200_000_u32).map(|n| n as u8)).collect()
}

/// A member's console asks for the photo of a case: it is fetched and sealed beside the running bot.
async fn fetches_photo(home: &Home, telegram: &BotApi, code: &str, recovery: &str) {
    let entries = opened(home, code, recovery).await;
    let entries = entries.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let entry = entries.into_iter().find(|entry| entry["kind"] == "photo").unwrap();
    let size = entry["body"]["sent"].as_array().unwrap().last().unwrap();
    let (seq, id) = (entry["seq"].as_i64().unwrap(), size["file_id"].as_str().unwrap());

    let env = [("HABEAS_TELEGRAM__TOKEN".to_owned(), TOKEN.to_owned())];
    let config = Config::load(Path::new(&home.config), env.into_iter()).unwrap();
    let mut parts = app::assemble(&config, Arc::new(RealClock::default())).await.unwrap();
    let token = config.telegram.require_token().unwrap();
    let gateway = Gateway::new(&telegram.url(), token, 8, 1).unwrap();
    parts.files.begin(Arc::new(gateway), &parts.store).await;
    let (parts, code) = (Arc::new(parts), code.parse().unwrap());
    let unit = Arc::clone(&parts);
    let find = async move |tx: &mut Tx| cases::by_code(tx, &unit, &code).await;
    let case = parts.store.read("tests-case", find).await.unwrap().unwrap();
    files::fetch(&parts, &case.id, seq, id).await.unwrap();
    parts.store.close().await;
}

/// One sign near the end is another one.
fn mistyped(text: &str) -> String {
    let (rest, last) = text.split_at(text.trim_end().len() - 4);
    let other = if last.starts_with(['a', 'A']) { "b" } else { "a" };
    let other =
        if last.starts_with(char::is_uppercase) { other.to_uppercase() } else { other.to_owned() };
    format!("{rest}{other}{}", &last[1..])
}

#[tokio::test]
async fn the_guide_leads_from_an_empty_table_over_the_bad_day_to_a_case_that_opens() {
    let mut all = Ceremony::begins();
    let telegram = telegram().await;
    all.knows("HABEAS_TELEGRAM__API_URL", &telegram.url());

    let step = "The recovery identity";
    all.runs(step).await;
    let paper = all.read("paper");
    assert!(paper.starts_with("AGE-SECRET-KEY-1") && paper.lines().count() == 1);
    all.finds(step, "offline/typed.key", &mistyped(&paper)).await;
    all.writes("offline/typed.key", &paper);
    assert!(all.runs(step).await.contains("it opens"));

    all.runs("The root's key").await;
    let root = all.read("paper");
    assert_eq!(root.lines().count(), 2, "both halves");
    all.runs("The server").await;
    let config = all.read("server/habeas/habeas.toml");
    assert!(config.contains(&all.read("stick/recovery.pub").trim_end().to_owned()));
    assert!(config.lines().any(|line| line.len() == 73 && line.starts_with("root = \"")));

    let step = "Keyring and token on paper";
    all.writes("keys/token", &format!("{TOKEN}\n"));
    all.runs(step).await;
    let printed = all.read("paper");
    all.types("typed");
    let typed = all.read("typed/keyring");
    all.finds(step, "typed/keyring", &mistyped(&typed)).await;
    all.types("typed");
    let typed = all.runs(step).await;
    assert_eq!(typed, printed, "each line with its four digits, as on the paper");

    let step = "Members are signed";
    let words = all.runs(step).await;
    all.hears(&words);
    let id = all.runs(step).await.trim_end().to_owned();
    all.knows("MEMBER", &id);
    all.runs(step).await;
    let other = all.finds(step, "offline/typed-root.key", &mistyped(&root)).await;
    assert!(other.contains("members.root is another key than this one"), "{other}");
    all.writes("offline/typed-root.key", &root);
    all.runs(step).await;
    let signed = all.runs(step).await;
    assert!(signed.contains(r#""act":"root""#) && signed.contains(r#""act":"member""#), "{signed}");
    assert!(signed.contains(r#""act":"recovery""#), "the holder is signed for too: {signed}");

    let home = all.installation();
    let bot = home.serve(&telegram.url()).await;
    heard(&telegram, 5001, "/start").await;
    heard(&telegram, 7001, "/start").await;
    heard(&telegram, 7001, WORDS).await;
    let listed = all.runs(step).await;
    let case: Value = serde_json::from_str(listed.lines().last().unwrap()).unwrap();
    let code = case["code"].as_str().unwrap();
    all.knows("CODE", code);
    shown(&telegram, 7001, &BASE64.encode(&photo())).await;
    let recovery = all.at("typed/recovery.key");
    all.writes("typed/recovery.key", &paper);
    let recovery = recovery.to_str().unwrap();
    fetches_photo(&home, &telegram, code, recovery).await;
    let step = "A backup, and that it is whole";
    all.runs(step).await;
    bot.end(rustix::process::Signal::TERM).await.done();
    let copies = all.at("stick/files");
    std::fs::rename(&copies, all.at("left behind")).unwrap();
    let lonely = all.tries(step).await;
    assert_eq!(lonely.code, Some(3), "the database is whole all the same: {lonely:?}");
    assert!(lonely.out.starts_with("not whole: ") && lonely.out.contains(code), "{lonely:?}");
    std::fs::rename(all.at("left behind"), &copies).unwrap();
    let whole = all.runs(step).await;
    assert!(whole.starts_with("whole: ") && whole.contains("sealed files: 1\n"), "{whole}");

    let step = "The bad day";
    let head = all.read("offline/typed-root.key.head");
    for gone in ["server", "keys", "offline"] {
        std::fs::remove_dir_all(all.at(gone)).unwrap();
    }
    std::fs::create_dir(all.at("offline")).unwrap();
    for (file, paper) in [("recovery.key", &paper), ("root.key", &root), ("root.key.head", &head)] {
        all.writes(&format!("offline/{file}"), paper);
    }
    assert!(all.runs(step).await.starts_with("restored: "));
    std::fs::create_dir(all.at("keys")).unwrap();
    all.types("keys");
    all.runs(step).await;
    let night = Night { before: (7001, code), after: 7002, lawyer: 5001, recovery };
    lives_again(&home, &telegram, &night).await;

    let step = "Somebody new opens what was there before";
    let words = all.runs(step).await;
    all.hears(&words);
    let id = all.runs(step).await.trim_end().to_owned();
    all.knows("MEMBER", &id);
    for _ in 0..3 {
        all.runs(step).await;
    }
    let said = all.runs(step).await;
    assert!(said.contains(&format!("sealed to {id}, lawyer: age1")), "{said}");
    assert!(all.runs(step).await.contains("2 keys were put in place"));
    assert!(all.runs(step).await.contains(WORDS));
    let sent = std::fs::read_dir(all.at("boris/opened")).unwrap();
    let sent: Vec<PathBuf> = sent.map(|file| file.unwrap().path()).collect();
    let [sent] = &sent[..] else { panic!("one photo: {sent:?}") };
    assert_eq!(std::fs::read(sent).unwrap(), photo(), "the photo came all the way");
    assert!(all.runs(step).await.contains(r#""v":1"#), "by age alone");
    assert!(!all.at("boris/case.key").exists());

    let step = "From one holder to two";
    for _ in 0..8 {
        all.runs(step).await;
    }
    let (case, old) = (all.at("stick/case"), all.at("offline/recovery.key"));
    let (case, old) = (case.to_str().unwrap(), old.to_str().unwrap());
    assert_eq!(
        run(&["case", "open", case, "--identity", old]).await.code,
        Some(1),
        "the identity that was replaced opens it no more"
    );
    let both = all.runs(step).await;
    assert!(
        both.contains(WORDS) && both.contains(r#""v":1"#) && both.contains("whole: "),
        "{both}"
    );
    let step = "Two holders who do not meet";
    all.runs(step).await;
    assert!(all.runs(step).await.contains("2 keys are half open"));
    for _ in 0..2 {
        all.runs(step).await;
    }

    let step = "What is lost";
    for _ in 0..6 {
        all.runs(step).await;
    }
    assert!(all.runs(step).await.contains(WORDS), "the new holder alone opens it");
    assert_eq!(all.blocks.next(), None, "every command was run");
    home.run(&["member", "verify"], &[]).await.done();
    home.run(&["audit", "verify"], &[]).await.done();
}

//! `habeas init`.

use std::fs;
use std::io::{Read, Write};
use std::os::fd::OwnedFd;
use std::path::Path;
use std::process::Stdio;

use habeas::config::Config;
use habeas::crypto::{Keyring, Purpose, recovery_new};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

use crate::postgres::Database;
use crate::support::{Ended, Home, mode, run, run_with};

async fn init(base: &Path, dir: &str, keyring: &str, recovery: &[&str]) -> Ended {
    init_with(base, dir, keyring, recovery, &[]).await
}

async fn init_with(
    base: &Path,
    dir: &str,
    keyring: &str,
    recovery: &[&str],
    env: &[(&str, &str)],
) -> Ended {
    let path = |name: &str| base.join(name).to_str().unwrap().to_owned();
    let (dir, keyring) = (path(dir), path(keyring));
    let mut arguments = vec!["init", "--dir", &dir, "--keyring", &keyring];
    arguments.extend(recovery.iter().flat_map(|r| ["--recovery-recipient", r]));
    run_with(&arguments, env).await
}

/// The names in a folder, sorted.
fn names(folder: &Path) -> Vec<String> {
    let files = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> =
        files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[tokio::test]
async fn it_makes_an_installation_that_only_its_owner_reads() {
    let home = Home::new().await;
    assert_eq!(names(&home.dir()), ["data", "habeas.db", "habeas.toml"]);
    for file in [home.dir().join("habeas.db"), home.dir().join("habeas.toml"), home.keyring.clone()]
    {
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
    assert_eq!([mode(&home.dir()), mode(&home.dir().join("data"))], [0o700, 0o700]);
    let config = Config::load(Path::new(&home.config), std::iter::empty()).unwrap();
    assert_eq!(config.keyring, Some(home.keyring.canonicalize().unwrap()));
    assert_eq!(config.recovery_recipients.len(), 1);
    assert_eq!(Keyring::load(&home.keyring).unwrap().purpose(), Purpose::Serve);
}

#[tokio::test]
async fn two_recipients_are_two_holders_and_an_empty_folder_will_do() {
    let temp = tempfile::tempdir().unwrap();
    fs::create_dir(temp.path().join("d")).unwrap();
    let (a, b) = (recovery_new().1, recovery_new().1);
    let out = init(temp.path(), "d", "ring", &[&a, &b]).await.done();
    assert!(out.contains("only together") && out.contains(&a) && out.contains(&b), "{out}");
    let config = Config::load(&temp.path().join("d/habeas.toml"), std::iter::empty()).unwrap();
    assert_eq!(config.recovery_recipients, [a, b]);
}

#[tokio::test]
async fn what_is_refused_leaves_nothing_behind() {
    let temp = tempfile::tempdir().unwrap();
    let base = temp.path();
    let (secret, a) = recovery_new();
    let refused = async |dir: &str, keyring: &str, recovery: &[&str]| {
        let said = init(base, dir, keyring, recovery).await.refused();
        assert_eq!(names(base), Vec::<String>::new(), "{said}");
        said
    };
    assert!(refused("d", "d/ring", &[&a]).await.contains("inside"));
    assert!(refused("d", "x/../d/deep/ring", &[&a]).await.contains("inside"));
    assert!(refused("d", "d", &[&a]).await.contains("inside"));
    assert!(refused("d", "ring", &[]).await.contains("--recovery-recipient is missing"));
    assert!(refused("d", "ring", &["age1nonsense"]).await.contains("mistyped or cut off"));
    assert!(refused("d", "ring", &[&a, &a]).await.contains("two different"));
    let said = refused("d", "ring", &[&secret]).await;
    assert!(said.contains("secret identity") && !said.contains(&secret[16..]), "{said}");
}

#[tokio::test]
async fn nothing_is_overwritten() {
    let temp = tempfile::tempdir().unwrap();
    let base = temp.path();
    let a = recovery_new().1;
    fs::create_dir(base.join("full")).unwrap();
    fs::write(base.join("full/mine"), "mine").unwrap();
    fs::write(base.join("ring"), "mine").unwrap();
    fs::write(base.join("file"), "mine").unwrap();
    assert!(init(base, "full", "new", &[&a]).await.refused().contains("not empty"));
    assert!(init(base, "d", "ring", &[&a]).await.refused().contains("exists already"));
    assert!(init(base, "file", "new", &[&a]).await.refused().contains("cannot be used"));
    assert!(init(base, "d", "full", &[&a]).await.refused().contains("is a folder"));
    let url = format!("sqlite://{}", base.join("full/mine").display());
    let env = [("HABEAS_STORAGE__URL", url.as_str())];
    assert!(init_with(base, "d", "new", &[&a], &env).await.refused().contains("already"));
    assert_eq!(names(base), ["file", "full", "ring"]);
    assert_eq!(names(&base.join("full")), ["mine"]);
    for file in ["file", "ring", "full/mine"] {
        assert_eq!(fs::read(base.join(file)).unwrap(), b"mine");
    }
}

#[tokio::test]
async fn a_failure_half_way_is_undone_so_that_it_can_be_repeated() {
    let temp = tempfile::tempdir().unwrap();
    let base = temp.path();
    let a = recovery_new().1;
    // The database comes last: its folder is missing, all else is made already.
    let url = format!("sqlite://{}/missing/habeas.db", base.display());
    let failed =
        init_with(base, "d", "keys/ring", &[&a], &[("HABEAS_STORAGE__URL", &url)]).await.refused();
    assert!(failed.contains("could not be made"), "{failed}");
    assert_eq!(names(base), Vec::<String>::new());
    // A keyring in the folder of a database that lies elsewhere is what `serve` refuses, too.
    let url = format!("sqlite://{}/habeas.db", base.display());
    let failed =
        init_with(base, "d", "keys/ring", &[&a], &[("HABEAS_STORAGE__URL", &url)]).await.refused();
    assert!(failed.contains("inside the data's folders"), "{failed}");
    assert_eq!(names(base), Vec::<String>::new());
    init(base, "d", "keys/ring", &[&a]).await.done();
}

#[tokio::test]
async fn postgresql_takes_the_place_of_sqlite() {
    let temp = tempfile::tempdir().unwrap();
    let database = Database::fresh().await;
    let url = database.url();
    let env = [("HABEAS_STORAGE__URL", url.as_str())];
    let a = recovery_new().1;
    init_with(temp.path(), "d", "ring", &[&a], &env).await.done();
    assert_eq!(names(&temp.path().join("d")), ["data", "habeas.toml"]);
    let config = temp.path().join("d/habeas.toml");
    let config = config.to_str().unwrap();
    run_with(&["member", "list", "--config", config], &env).await.done();
    let again = init_with(temp.path(), "e", "ring2", &[&a], &env).await.refused();
    assert!(again.contains("already"), "{again}");
    assert_eq!(names(temp.path()), ["d", "ring"]);
    run_with(&["member", "list", "--config", config], &env).await.done();
}

#[tokio::test]
async fn wrong_usage_is_exit_code_2() {
    let ended = run(&["init", "--dir", "x"]).await;
    assert_eq!((ended.code, ended.out.as_str()), (Some(2), ""));
    assert_eq!(run(&["member", "remove"]).await.code, Some(2));
    assert_eq!(run(&["no-such-command"]).await.code, Some(2));
}

/// A terminal: its master, and one end of it for each of stdin and stdout.
fn terminal() -> (fs::File, Stdio, Stdio) {
    let master: OwnedFd = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&master).unwrap();
    unlockpt(&master).unwrap();
    let name = ptsname(&master, Vec::new()).unwrap().into_string().unwrap();
    let end = fs::File::options().read(true).write(true).open(name).unwrap();
    (fs::File::from(master), end.try_clone().unwrap().into(), end.into())
}

/// Reads what the terminal shows until it shows `until`, or the other side is gone.
fn shown(master: &mut fs::File, until: &str) -> String {
    let mut all = Vec::new();
    let mut some = [0; 4096];
    while !String::from_utf8_lossy(&all).contains(until) {
        match master.read(&mut some) {
            Ok(0) | Err(_) => break,
            Ok(read) => all.extend_from_slice(&some[..read]),
        }
    }
    String::from_utf8(all).unwrap()
}

#[test]
fn on_a_terminal_it_makes_a_recovery_identity_and_asks_its_end_back() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("d");
    let (mut master, stdin, stdout) = terminal();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_habeas"));
    command.args(["init", "--dir"]).arg(&dir).arg("--keyring").arg(temp.path().join("ring"));
    let mut child = command.stdin(stdin).stdout(stdout).spawn().unwrap();
    // The command holds the other ends: without it the terminal is closed.
    drop(command);
    let screen = shown(&mut master, "from your paper: ");
    assert_eq!(names(temp.path()), Vec::<String>::new(), "nothing is made before the answer");
    let secret = screen.split_whitespace().find(|w| w.starts_with("AGE-SECRET-KEY-1")).unwrap();
    master.write_all(b"wrong\n").unwrap();
    let again = shown(&mut master, "from your paper: ");
    assert!(again.contains("Look again"), "{again}");
    let answer = format!("{}\n", &secret[secret.len() - 6..]);
    master.write_all(answer.as_bytes()).unwrap();
    let rest = shown(&mut master, "habeas serve");
    assert!(!rest.contains("AGE-SECRET-KEY"), "shown once");
    assert_eq!(child.wait().unwrap().code(), Some(0));
    let config = Config::load(&dir.join("habeas.toml"), std::iter::empty()).unwrap();
    let key: age::x25519::Identity = secret.parse().unwrap();
    assert_eq!(config.recovery_recipients, [key.to_public().to_string()]);
    for file in [dir.join("habeas.toml"), dir.join("habeas.db"), temp.path().join("ring")] {
        let bytes = fs::read(file).unwrap();
        assert!(!bytes.windows(20).any(|part| part == &secret.as_bytes()[20..40]));
    }
}

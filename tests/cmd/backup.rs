//! A backup beside the running bot, and back: the guide's commands.

use std::path::{Path, PathBuf};

use habeas::crypto::{Identity, open_stream};
use habeas::rehearsal::botapi::BotApi;
use habeas::storage::{Store, Tx};
use serde_json::Value;

use crate::phones::{Night, lives_again};
use crate::postgres::Database;
use crate::support::{Ended, Home, Person, TOKEN, fed, heard, person, run, telegram};

/// A recovery holder's file and public key.
fn holder(folder: &Path, name: &str) -> (String, String) {
    let Person { file, recipient } = person(folder, name);
    (file, recipient)
}

/// The only file of a folder, beside the folder of copies.
fn only_backup(folder: &Path) -> PathBuf {
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let mut files = files.filter(|path| !path.ends_with("files"));
    let file = files.next().expect("there is a file");
    assert!(files.next().is_none(), "nothing half-made is left");
    file
}

/// The installation that such a configuration is of.
fn of_config(home: &Home, config: &str) -> Home {
    let folder = tempfile::tempdir().unwrap();
    Home { folder, config: config.to_owned(), keyring: home.keyring.clone() }
}

/// An installation with a member, a case, and a backup that was made while the bot ran.
async fn backed_up(holders: &[&str]) -> (Home, PathBuf, String) {
    backed_up_at(&telegram().await, holders).await
}

/// The same where the bot can go on after it.
async fn backed_up_at(telegram: &BotApi, holders: &[&str]) -> (Home, PathBuf, String) {
    let home = Home::for_holders(holders).await;
    home.add("lawyer", 1).await;
    let bot = home.serve(&telegram.url()).await;
    heard(telegram, 1, "/start").await;
    heard(telegram, 7001, "/start").await;
    heard(telegram, 7001, "the blue house by the mill").await;
    let out = home.folder.path().join("backups");
    std::fs::create_dir(&out).unwrap();
    let made = home.run(&["backup", "--out", out.to_str().unwrap()], &[]).await.done();
    bot.end(rustix::process::Signal::TERM).await.done();
    let file = only_backup(&out);
    assert!(made.contains(&format!(" rows in {}", file.display())), "{made}");
    let listed = home.run(&["case", "list"], &[]).await.done();
    let case: Value = serde_json::from_str(listed.lines().next().unwrap()).unwrap();
    let code = case["code"].as_str().unwrap().to_owned();
    (home, file, code)
}

/// A configuration beside the old one, for a database that is not there yet.
fn elsewhere(home: &Home, url: &str) -> String {
    let folder = home.folder.path().join("elsewhere");
    std::fs::create_dir(&folder).unwrap();
    let text = std::fs::read_to_string(&home.config).unwrap();
    let lines = text.lines().filter(|line| !line.starts_with("url = "));
    let text: String = lines
        .flat_map(|line| match line {
            "[storage]" => vec![line.to_owned(), format!("url = \"{url}\"")],
            _ => vec![line.to_owned()],
        })
        .map(|line| line + "\n")
        .collect();
    std::fs::create_dir(folder.join("data")).unwrap();
    let config = folder.join("habeas.toml");
    std::fs::write(&config, text).unwrap();
    config.to_str().unwrap().to_owned()
}

async fn restore(file: &Path, identities: &[&str], more: &[&str]) -> Ended {
    let mut arguments = vec!["restore", file.to_str().unwrap()];
    arguments.extend(identities.iter().flat_map(|identity| ["--identity", identity]));
    arguments.extend(more);
    run(&arguments).await
}

/// The runbook's line of a backup and what follows it, as a shell runs it; the copy goes into a new folder.
async fn in_both_good_cases(home: &Home, out: &Path) -> Ended {
    let runbook = include_str!("../../docs/RUNBOOK.md");
    let line = runbook.lines().find(|line| line.contains("[ $? -eq 3 ] &&")).unwrap();
    let copy = tempfile::tempdir().unwrap();
    let there = copy.path().join(out.file_name().unwrap());
    let good = there.join("files/aa.age");
    std::fs::create_dir_all(there.join("files")).unwrap();
    std::fs::write(&good, "good").unwrap();
    let at = format!("--config {} --out {}", home.config, out.display());
    let line = line.replace("--out FOLDER", &at).replace("FOLDER", out.to_str().unwrap());
    let line = line.replace("/mnt/elsewhere", copy.path().to_str().unwrap());
    let program = Path::new(env!("CARGO_BIN_EXE_habeas")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    let mut bash = tokio::process::Command::new("bash");
    let ended: Ended = bash.args(["-c", &line]).env("PATH", path).output().await.unwrap().into();
    assert_eq!(std::fs::read(&good).unwrap(), b"good", "a damaged copy takes no good one's place");
    let copied = std::fs::read_dir(&there).unwrap().count() > 1;
    assert_eq!(copied, ended.code == Some(0), "{line}: {ended:?}");
    ended
}

#[tokio::test]
async fn a_backup_becomes_an_installation_again_in_which_a_new_member_opens_the_case() {
    let folder = tempfile::tempdir().unwrap();
    let (key, recipient) = holder(folder.path(), "recovery");
    let (member, member_key) = holder(folder.path(), "member");
    let telegram = telegram().await;
    let (home, file, code) = backed_up_at(&telegram, &[&recipient]).await;
    let whole = restore(&file, &[&key], &["--check"]).await.done();
    assert!(whole.starts_with("whole: ") && whole.contains("        1  cases\n"), "{whole}");

    let config = elsewhere(&home, "sqlite://new.db");
    let restored = restore(&file, &[&key], &["--config", &config]).await.done();
    let log = Path::new(&config).with_file_name("new.db-wal");
    assert!(!log.exists(), "the database is one file, which can be carried");
    assert!(restored.starts_with("restored: "), "{restored}");
    assert_eq!(
        restored.lines().skip(1).collect::<Vec<_>>(),
        whole.lines().skip(1).collect::<Vec<_>>()
    );
    let there = ["--config", config.as_str()];
    for same in [["case", "list"], ["member", "list"], ["audit", "head"], ["audit", "verify"]] {
        let new = run(&[&same[..], &there].concat()).await.done();
        let old = home.run(&same, &[]).await.done();
        assert_eq!(new, old, "{same:?}");
    }
    let keys = run(&[&["recovery", "keys"][..], &there].concat()).await.done();
    let rewrap = ["recovery", "rewrap", "--identity", &key, "--recovery", &recipient];
    let sealed = fed(&[&rewrap[..], &["--to", &member_key]].concat(), &[], &keys).await.done();
    fed(&[&["recovery", "accept"][..], &there].concat(), &[], &sealed).await.done();
    let out = folder.path().join("case");
    let out = out.to_str().unwrap();
    run(&[&["case", "export", &code, "--out", out][..], &there].concat()).await.done();
    let opened = run(&["case", "open", out, "--identity", &member]).await.done();
    assert!(opened.contains("the blue house by the mill"), "{opened}");

    let again = restore(&file, &[&key], &["--config", &config]).await.refused();
    assert!(again.contains("new.db is there already; name a new database"), "{again}");
    let night = Night { before: (7001, &code), after: 7002, lawyer: 1, recovery: &key };
    lives_again(&of_config(&home, &config), &telegram, &night).await;
}

#[tokio::test]
async fn it_goes_from_one_kind_of_database_into_the_other() {
    let folder = tempfile::tempdir().unwrap();
    let (key, recipient) = holder(folder.path(), "recovery");
    let telegram = telegram().await;
    let (home, file, code) = backed_up_at(&telegram, &[&recipient]).await;
    let postgres = Database::fresh().await;
    let config = elsewhere(&home, &postgres.url());
    restore(&file, &[&key], &["--config", &config]).await.done();
    for same in [["case", "list"], ["member", "list"], ["audit", "head"]] {
        let new = run(&[&same[..], &["--config", &config]].concat()).await.done();
        assert_eq!(new, home.run(&same, &[]).await.done(), "{same:?}");
    }
    let out = folder.path().join("backups");
    std::fs::create_dir(&out).unwrap();
    let out_text = out.to_str().unwrap();
    run(&["backup", "--config", &config, "--out", out_text]).await.done();
    let back = restore(&only_backup(&out), &[&key], &["--check"]).await.done();
    let there = restore(&file, &[&key], &["--check"]).await.done();
    assert_eq!(back.lines().skip(1).collect::<Vec<_>>(), there.lines().skip(1).collect::<Vec<_>>());
    let night = Night { before: (7001, &code), after: 7002, lawyer: 1, recovery: &key };
    lives_again(&of_config(&home, &config), &telegram, &night).await;
}

#[tokio::test]
async fn a_backup_tells_a_stranger_and_one_of_two_holders_nothing_and_a_damaged_one_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let [(a, a_key), (b, b_key), (c, _)] = ["a", "b", "c"].map(|name| holder(folder.path(), name));
    let (home, file, _) = backed_up(&[&a_key, &b_key]).await;
    restore(&file, &[&b, &a], &["--check"]).await.done();
    let lonely = restore(&file, &[&a], &["--check"]).await.refused();
    assert!(lonely.contains("needs the identities of both recovery holders"), "{lonely}");
    let stranger = restore(&file, &[&c], &["--check"]).await.refused();
    assert!(stranger.contains("none of the identities given opens"), "{stranger}");
    let bytes = std::fs::read(&file).unwrap();
    let identities = [&a, &b].map(|file| Identity::read_file(Path::new(file)).unwrap().remove(0));
    let mut plain = String::new();
    let mut opened = open_stream(std::io::Cursor::new(bytes.clone()), &identities).unwrap();
    std::io::Read::read_to_string(&mut opened, &mut plain).unwrap();
    assert!(plain.contains("\"cases\""), "it is the backup that is looked at");
    let keyring = std::fs::read_to_string(&home.keyring).unwrap();
    let keys: Vec<&str> = keyring.split('"').filter(|text| text.len() >= 40).collect();
    assert!(keys.len() >= 3, "the keyring's keys were found");
    for secret in keys.into_iter().chain([TOKEN, "the blue house"]) {
        assert!(!plain.contains(secret), "neither keyring, token nor words are in it");
    }

    let config = elsewhere(&home, "sqlite://new.db");
    let cut = folder.path().join("cut.age");
    for length in [bytes.len() - 1, bytes.len() / 2, 10] {
        std::fs::write(&cut, &bytes[..length]).unwrap();
        restore(&cut, &[&a, &b], &["--config", &config]).await.refused();
        let left = Path::new(&config).with_file_name("new.db");
        assert!(!left.exists(), "no half of a database is left");
        let files = std::fs::read_dir(Path::new(&config).parent().unwrap()).unwrap();
        assert_eq!(files.count(), 2, "the configuration and the data folder");
    }
    restore(&file, &[&a, &b], &["--config", &config]).await.done();
}

#[tokio::test]
async fn sealed_files_go_beside_a_backup_once_and_come_back_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let (key, recipient) = holder(folder.path(), "recovery");
    let (home, file, code) = backed_up(&[&recipient]).await;
    // As a fetch leaves them.
    let sealed = [b"age-encryption.org/v1\n".as_slice(), &[7; 100_000]].concat();
    let hash = ring::digest::digest(&ring::digest::SHA256, &sealed).as_ref().to_vec();
    let here = Path::new(&home.config).parent().unwrap().to_owned();
    std::fs::create_dir_all(here.join("data/files")).unwrap();
    std::fs::write(here.join("data/files/aa.age"), &sealed).unwrap();
    let url = format!("sqlite://{}", here.join("habeas.db").display());
    let store = Store::open(&url.parse().unwrap()).await.unwrap();
    let put = async move |tx: &mut Tx| {
        let sql = "-- tests::files
            INSERT INTO files (id, case_id, seq, file_hash, generation, sealed_type, bytes,
                sealed_hash, at) SELECT 'aa', id, 1, $1, 1, $1, 9, $1, 5 FROM cases";
        tx.execute(sql, &[hash.as_slice().into()]).await
    };
    assert_eq!(store.run("tests-files", put).await.unwrap(), 1);
    store.close().await;
    let forget = async |tx: &mut Tx| tx.execute("-- tests::forget\n DELETE FROM files", &[]).await;

    let out = file.parent().unwrap().to_owned();
    let backup = ["backup", "--out", out.to_str().unwrap()];
    let names = || -> Vec<PathBuf> {
        let all = std::fs::read_dir(&out).unwrap().map(|file| file.unwrap().path());
        all.filter(|path| path.is_file()).collect()
    };
    let before = names();
    let made = home.run(&backup, &[]).await.done();
    assert!(made.ends_with("sealed files: 1\n"), "{made}");
    let new = names().into_iter().find(|path| !before.contains(path)).unwrap();
    assert_eq!(std::fs::read(out.join("files/aa.age")).unwrap(), sealed);
    // The copy is the backups': it stays where the original is lost.
    std::fs::remove_file(here.join("data/files/aa.age")).unwrap();
    let again = home.run(&backup, &[]).await.done();
    assert!(again.ends_with("sealed files: 1\n"), "{again}");

    let whole = restore(&new, &[&key], &["--check"]).await.done();
    assert!(whole.ends_with("sealed files: 1\n"), "{whole}");
    let config = elsewhere(&home, "sqlite://new.db");
    let restored = restore(&new, &[&key], &["--config", &config]).await.done();
    assert!(restored.ends_with("sealed files: 1\n"), "{restored}");
    let there = Path::new(&config).with_file_name("data").join("files/aa.age");
    assert_eq!(std::fs::read(&there).unwrap(), sealed);
    let case = folder.path().join("case");
    let export = ["case", "export", &code, "--out", case.to_str().unwrap(), "--config", &config];
    let exported = run(&export).await.done();
    assert!(exported.ends_with("sealed files: 1\n"), "{exported}");
    assert_eq!(std::fs::read(case.join("files/0001-1.age")).unwrap(), sealed);

    // A backup without a file is not whole, and all that can be said of it is said.
    let lacks = format!(
        "sealed files: 0\nsealed files that are missing or damaged: 1\n  aa.age of {code}, entry 1\n"
    );
    std::fs::write(out.join("files/aa.age"), &sealed[1..]).unwrap();
    let damaged = restore(&new, &[&key], &["--check"]).await;
    assert!(damaged.code == Some(3) && damaged.out.starts_with("not whole: "), "{damaged:?}");
    assert!(damaged.out.ends_with(&lacks), "{damaged:?}");
    assert!(damaged.err.contains("copy the folder files from where"), "{damaged:?}");
    let made = home.run(&backup, &[]).await;
    assert!(made.code == Some(3) && made.out.ends_with(&lacks), "{made:?}");
    assert!(made.err.contains("the database is backed up, but not every file"), "{made:?}");
    let copied = in_both_good_cases(&home, &out).await;
    assert!(
        copied.code == Some(0) && copied.out.ends_with(&lacks),
        "what follows runs: {copied:?}"
    );
    let case = folder.path().join("without");
    let export = ["case", "export", &code, "--out", case.to_str().unwrap()];
    let without = home.run(&export, &[]).await;
    assert!(without.code == Some(3) && without.out.ends_with(&lacks), "{without:?}");
    assert!(case.join("entries/0001.age").exists(), "all else is there");
    let none = in_both_good_cases(&home, Path::new("/nowhere/at/all")).await;
    assert_eq!(none.code, Some(1), "what follows a failure does not: {none:?}");
    assert_eq!(names().len(), before.len() + 4, "the reports are backed up all the same");
    assert_eq!(
        std::fs::read(out.join("files/aa.age")).unwrap(),
        &sealed[1..],
        "what is there stays"
    );
    std::fs::write(here.join("data/files/aa.age"), &sealed).unwrap();
    let mended = home.run(&backup, &[]).await.done();
    assert!(mended.ends_with("sealed files: 1\n"), "{mended}");
    assert_eq!(std::fs::read(out.join("files/aa.age")).unwrap(), sealed);

    // What members are handed is looked at too.
    std::fs::write(here.join("data/files/aa.age"), &sealed[1..]).unwrap();
    let handed = home.run(&backup, &[]).await;
    let lacks_here = lacks.replacen("sealed files: 0", "sealed files: 1", 1);
    assert!(handed.code == Some(3) && handed.out.ends_with(&lacks_here), "{handed:?}");
    let copies = out.join("files");
    assert!(handed.err.contains(&format!("from {} if", copies.display())), "{handed:?}");
    std::fs::remove_file(here.join("data/files/aa.age")).unwrap();
    home.run(&backup, &[]).await.done();

    // A database that was restored without it is there, and the file can be brought later.
    std::fs::rename(out.join("files"), folder.path().join("left behind")).unwrap();
    std::fs::remove_dir_all(Path::new(&config).parent().unwrap()).unwrap();
    let config = elsewhere(&home, "sqlite://new.db");
    let lonely = restore(&new, &[&key], &["--config", &config]).await;
    assert!(lonely.code == Some(3) && lonely.out.starts_with("restored: "), "{lonely:?}");
    assert!(lonely.out.ends_with(&lacks), "{lonely:?}");
    let place = there.parent().unwrap().to_str().unwrap();
    assert!(lonely.err.contains(&format!("into {place}. ")), "{lonely:?}");
    run(&["audit", "verify", "--config", &config]).await.done();
    std::fs::copy(folder.path().join("left behind/aa.age"), &there).unwrap();
    let case = folder.path().join("later");
    let export = ["case", "export", &code, "--out", case.to_str().unwrap(), "--config", &config];
    assert!(run(&export).await.done().ends_with("sealed files: 1\n"));
    std::fs::rename(folder.path().join("left behind"), out.join("files")).unwrap();

    // Also where the files cannot be written at all.
    std::fs::remove_dir_all(Path::new(&config).parent().unwrap()).unwrap();
    let config = elsewhere(&home, "sqlite://new.db");
    std::fs::write(Path::new(&config).with_file_name("data").join("files"), "in the way").unwrap();
    let blocked = restore(&new, &[&key], &["--config", &config]).await;
    assert!(blocked.code == Some(3) && blocked.out.starts_with("restored: "), "{blocked:?}");
    assert!(blocked.err.contains("the database is restored and can be used"), "{blocked:?}");
    run(&["audit", "verify", "--config", &config]).await.done();

    // Where files cannot be copied, the reports are backed up all the same.
    std::fs::remove_dir_all(out.join("files")).unwrap();
    std::fs::write(out.join("files"), "in the way").unwrap();
    std::fs::write(here.join("data/files/aa.age"), &sealed).unwrap();
    let before = names();
    home.run(&backup, &[]).await.refused();
    let made: Vec<PathBuf> = names().into_iter().filter(|path| !before.contains(path)).collect();
    assert!(made.len() == 1 && made[0].extension().is_some_and(|end| end == "age"), "{made:?}");

    // A copy that is old stays as long as the last backup that needs it, and then goes.
    std::fs::remove_file(out.join("files")).unwrap();
    home.run(&backup, &[]).await.done();
    let ages = || {
        let copy = std::fs::File::open(out.join("files/aa.age")).unwrap();
        copy.set_modified(std::time::UNIX_EPOCH + std::time::Duration::from_hours(24)).unwrap();
    };
    let keeping = [&backup[..], &["--keep-days", "14"]].concat();
    ages();
    home.run(&keeping, &[]).await.done();
    let store = Store::open(&url.parse().unwrap()).await.unwrap();
    assert_eq!(store.run("tests-forget", forget).await.unwrap(), 1);
    store.close().await;
    let kept = home.run(&keeping, &[]).await.done();
    assert!(!kept.contains("expired") && out.join("files/aa.age").exists(), "{kept}");
    ages();
    let gone = home.run(&keeping, &[]).await.done();
    assert!(gone.ends_with("expired: 1 sealed files\n"), "{gone}");
    assert!(!out.join("files/aa.age").exists());
}

#[tokio::test]
async fn old_backups_expire_and_a_folder_that_is_not_there_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let (_, recipient) = holder(folder.path(), "recovery");
    let (home, file, _) = backed_up(&[&recipient]).await;
    let out = file.parent().unwrap().to_str().unwrap();
    let old = file.with_file_name("habeas-2001-01-01T00-00-00Z.backup.age");
    std::fs::write(&old, "x").unwrap();
    let made = home.run(&["backup", "--out", out, "--keep-days", "14"], &[]).await.done();
    assert!(made.contains(&format!("expired: {}", old.display())), "{made}");
    assert!(!old.exists() && file.exists());
    let nowhere = home.run(&["backup", "--out", "/nowhere/at/all"], &[]).await.refused();
    assert!(nowhere.contains("could not be written"), "{nowhere}");
}

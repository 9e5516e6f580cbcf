//! What is left in the process's memory once a case is sealed; and that nobody else may look.

use std::fs::{self, File};
use std::io::{ErrorKind, Read, Seek, SeekFrom};
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;

use habeas::app::App;
use habeas::config::Config;
use habeas::outside::RealClock;
use habeas::storage::Tx;
use tokio::process::Child;
use tokio::sync::watch;

use crate::canary::{Needles, of_entries, play};
use crate::house::House;
use crate::people::People;
use crate::process;

/// Set for the child that stands in for `habeas serve`: the path of its configuration.
const STAND_IN: &str = "HABEAS_TEST_STAND_IN";
const PAGE: usize = 4096;

/// Every writable part of a process's memory without pages of zeros, with its name.
fn memory(id: u32) -> std::io::Result<Vec<(String, Vec<u8>)>> {
    let maps = fs::read_to_string(format!("/proc/{id}/maps"))?;
    let mut mem = File::open(format!("/proc/{id}/mem"))?;
    let mut parts = vec![];
    for line in maps.lines() {
        let mut words = line.split_whitespace();
        let (range, rights) = (words.next().unwrap(), words.next().unwrap());
        if !rights.starts_with("rw") {
            continue;
        }
        let name = words.nth(3).unwrap_or("anonymous").to_owned();
        let (from, to) = range.split_once('-').unwrap();
        let [from, to] = [from, to].map(|n| u64::from_str_radix(n, 16).unwrap());
        let mut bytes = vec![0; usize::try_from(to - from).unwrap()];
        mem.seek(SeekFrom::Start(from))?;
        // A part can be gone since; one that may not be read at all is an error.
        match mem.read(&mut bytes) {
            Ok(read) => bytes.truncate(read),
            Err(error) if error.kind() == ErrorKind::PermissionDenied => return Err(error),
            Err(_) => continue,
        }
        let written = bytes.chunks(PAGE).filter(|page| **page != [0; PAGE][..page.len()]);
        parts.push((name, written.flatten().copied().collect()));
    }
    Ok(parts)
}

/// `habeas serve`; where the system lets nobody read its memory, the same bot in a child that
/// does not protect itself.
async fn bot(house: &House) -> Child {
    let child = process::start(house).await;
    match memory(child.id().unwrap()) {
        Ok(_) => return child,
        Err(error) => eprintln!("the memory of serve cannot be read ({error}): a stand-in plays"),
    }
    process::end(house, child).await;
    let mut stand_in = tokio::process::Command::new(std::env::current_exe().unwrap());
    let this = "heap::after_sealing_no_key_and_no_word_is_in_memory";
    stand_in.args(["--exact", this, "--nocapture"]).env_clear().envs(house.env());
    stand_in.env(STAND_IN, house.config_path()).stdout(Stdio::piped()).kill_on_drop(true);
    let mut child = stand_in.spawn().unwrap();
    assert!(process::ready(&mut child).await);
    child
}

/// The stand-in: what `habeas serve` runs, in this process.
#[expect(clippy::print_stdout, reason = "as `habeas serve` says that it is ready")]
async fn stand_in(config: &Path) {
    let config = Config::load(config, std::env::vars()).unwrap();
    let app = App::new(&config, Arc::new(RealClock::default())).await.unwrap();
    let (_never, stopped) = watch::channel(false);
    app.run(stopped, || println!("ready")).await.unwrap();
}

/// The keys of all cases, as text and as the 32 bytes that they stand for.
async fn case_keys(house: &House) -> Needles {
    let parts = house.parts().await;
    let read = async |tx: &mut Tx| {
        let rows = tx.fetch_all("SELECT case_key FROM cases", &[]).await?;
        rows.iter().map(|row| row.bytes("case_key")).collect::<Result<Vec<_>, _>>()
    };
    let sealed = parts.store.read("keys", read).await.unwrap();
    parts.store.close().await;
    assert!(!sealed.is_empty());
    let recovery = fs::read_to_string(house.recovery()).unwrap();
    let line = recovery.lines().find(|line| line.starts_with("AGE-SECRET-KEY-1")).unwrap();
    let identity: age::x25519::Identity = line.parse().unwrap();
    let mut needles = Needles::default();
    for sealed in sealed {
        let key = String::from_utf8(age::decrypt(&identity, &sealed).unwrap()).unwrap();
        let key = key.trim();
        needles
            .bytes(key.as_bytes(), "a case key")
            .bytes(key.to_lowercase().as_bytes(), "a case key");
        needles.bytes(&bech32(key), "a case key's bytes");
    }
    needles
}

/// The bytes of an identity (BIP 173, without looking at the checksum).
fn bech32(text: &str) -> Vec<u8> {
    let data = text.strip_prefix("AGE-SECRET-KEY-1").unwrap().to_lowercase();
    let digit = |c: char| "qpzry9x8gf2tvdw0s3jn54khce6mua7l".find(c).unwrap();
    let digits: Vec<usize> = data[..data.len() - 6].chars().map(digit).collect();
    let bit = |n: usize| digits.get(n / 5).map_or(0, |d| d >> (4 - n % 5) & 1);
    let byte = |n: usize| (0..8).fold(0, |byte, at| byte << 1 | bit(8 * n + at));
    (0..32).map(|n| u8::try_from(byte(n)).unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_sealing_no_key_and_no_word_is_in_memory() {
    if let Some(config) = std::env::var_os(STAND_IN) {
        return stand_in(Path::new(&config)).await;
    }
    let contacts = play::marker("fallback");
    let more = [("HABEAS_FALLBACK__CONTACTS_EN", contacts.as_str())];
    let house = House::build(None, "First", &more).await;
    let people = People::new(house.server.driver());
    let child = bot(&house).await;
    play::play(&people).await;
    play::another_report(&people).await;
    let parts = house.parts().await;
    crate::rest::quiet(&house, &people, &parts.store).await;
    parts.store.close().await;
    let (keys, words) = (case_keys(&house).await, of_entries());
    let mut control = Needles::default();
    control.bytes(b"4242:serve-test", "the bot's token, which must be there");
    let memory = memory(child.id().unwrap()).unwrap();
    let bytes: usize = memory.iter().map(|(_, bytes)| bytes.len()).sum();
    assert!(memory.iter().any(|(_, part)| !control.found(part).is_empty()), "the scan finds");
    let mut left = vec![];
    for (name, part) in &memory {
        assert_eq!(keys.found(part), [""; 0], "in {name}");
        left.extend(words.found(part).into_iter().map(|word| format!("{word} in {name}")));
    }
    eprintln!("{} parts of memory, {} KiB, {} words left", memory.len(), bytes / 1024, left.len());
    assert_eq!(left, [""; 0]);
    drop(child);
    house.server.stop().await;
}

#[test]
fn bech32_is_read_as_age_writes_it() {
    // The scalar's public key tells: the bytes give the recipient that age gives.
    let identity = age::x25519::Identity::generate();
    let text = age::secrecy::ExposeSecret::expose_secret(&identity.to_string()).to_owned();
    let bytes = bech32(&text);
    assert_eq!(bytes.len(), 32);
    let digits = "qpzry9x8gf2tvdw0s3jn54khce6mua7l".as_bytes();
    let bit = |n: usize| bytes.get(n / 8).map_or(0, |b| usize::from(b >> (7 - n % 8) & 1));
    let digit = |n: usize| (0..5).fold(0, |d, at| d << 1 | bit(5 * n + at));
    let again: String = (0..52).map(|n| char::from(digits[digit(n)])).collect();
    assert!(text.to_lowercase().starts_with(&format!("age-secret-key-1{again}")));
}

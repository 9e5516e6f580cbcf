//! After sealing, neither the case's key nor the words are in the process's memory.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::fs::FileExt as _;
use std::process::{Child, Stdio};
use std::sync::mpsc;
use std::{slice, thread};

use data_encoding::BASE64;
use habeas::crypto::{Entry, Identity, NewCase, Recipient, new_case_key, seal_entry};
use habeas_core::domain::Timestamp;
use serde_json::json;

use crate::support::{Person, as_child, in_child};

const TEST: &str = "wiped::after_sealing_neither_key_nor_words_are_in_memory";
const HOLDER: &str = "HABEAS_TEST_HOLDER";

#[test]
fn after_sealing_neither_key_nor_words_are_in_memory() {
    if in_child() {
        return seal_and_wait();
    }
    let folder = tempfile::tempdir().unwrap();
    let holder = Person::new(folder.path(), "holder");
    let mut child = as_child(TEST)
        .env(HOLDER, holder.recipient.to_string())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let pid = child.id();
    let secrets = secrets_of_the_child(&mut child, &holder);
    assert_eq!(secrets.len(), 2 * CASES);

    let kept = [control(pid), scalar(KEPT)];
    let found = find_in_memory(pid, &[&secrets[..], &[words(pid)], &kept].concat());
    drop(child.stdin.take());
    assert!(child.wait().unwrap().success());

    let (gone, kept) = found.split_at(found.len() - kept.len());
    for places in kept {
        assert!(!places.is_empty(), "the scan does not see what is in memory");
    }
    for (number, places) in gone.iter().enumerate() {
        assert!(places.is_empty(), "secret {number} is still in {places:?}");
    }
}

/// An identity that the child does not wipe.
const KEPT: &str = "GQ9778VQXMMJVE8SK7J6VT8UJ4HDQAJUVSFCWCM02D8GEWQ72PVQ2Y5J33";

const CASES: usize = 4;
const PAGE: usize = 4096;

/// The child: seals each case on a thread that does nothing afterwards, so that what its stack
/// held would still be there; keeps one string alive; and waits to be scanned.
fn seal_and_wait() {
    let pid = std::process::id();
    let holder: Recipient = std::env::var(HOLDER).unwrap().parse().unwrap();
    let control = control(pid);
    let identity = Identity::parse_lines(&format!("AGE-SECRET-KEY-1{KEPT}")).unwrap();
    let (tell, told) = mpsc::channel();
    for number in 0..CASES {
        let (tell, holder) = (tell.clone(), holder.clone());
        thread::spawn(move || {
            let case = new_case_key(slice::from_ref(&holder), slice::from_ref(&holder)).unwrap();
            if number == 0 {
                seal_words(&case, pid);
            }
            tell.send(case).unwrap();
            loop {
                thread::park();
            }
        });
    }
    for case in told.iter().take(CASES) {
        let mut out = std::io::stdout().lock();
        writeln!(out, "\nsealed {}", BASE64.encode(&case.case_key.unwrap())).unwrap();
    }
    std::io::stdin().read_line(&mut String::new()).unwrap();
    assert_eq!((control.len(), identity.len()), (32, 1));
}

/// A short entry, and one that fills several of age's 64 KiB chunks.
fn seal_words(case: &NewCase, pid: u32) {
    for times in [1, 5_000] {
        let text = String::from_utf8(words(pid)).unwrap().repeat(times);
        let body = json!({ "text": text });
        let at = Timestamp::from_millis(0);
        seal_entry(&case.recipient, &Entry { seq: 1, at, kind: "words", body: &body }).unwrap();
    }
}

/// Both processes can say it; neither passes it to the other.
fn words(pid: u32) -> Vec<u8> {
    format!("words-of-{pid:023}").into_bytes()
}

fn control(pid: u32) -> Vec<u8> {
    format!("kept-alive-{pid:021}").into_bytes()
}

/// The text and the bytes of each case's key, out of the sealed file.
fn secrets_of_the_child(child: &mut Child, holder: &Person) -> Vec<Vec<u8>> {
    let lines = BufReader::new(child.stdout.as_mut().unwrap()).lines();
    let sealed = lines.map_while(Result::ok).filter_map(|line| {
        let sealed = line.strip_prefix("sealed ")?;
        Some(BASE64.decode(sealed.as_bytes()).unwrap())
    });
    let mut secrets = Vec::new();
    for case_key in sealed.take(CASES) {
        let line = holder.opens(&case_key).expect("age opens case_key.age");
        let text = str::from_utf8(&line).unwrap().trim();
        assert_eq!(Identity::parse_lines(text).unwrap().len(), 1);
        let secret = text.strip_prefix("AGE-SECRET-KEY-1").unwrap();
        secrets.push(secret.as_bytes().to_vec());
        secrets.push(scalar(secret));
    }
    secrets
}

/// The 32 bytes that a Bech32 identity says.
fn scalar(secret: &str) -> Vec<u8> {
    let values = secret.bytes().map(|letter| {
        let known = "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L".bytes().position(|it| it == letter);
        known.unwrap() as u8
    });
    let bits: Vec<u8> =
        values.flat_map(|value| (0..5).rev().map(move |i| value >> i & 1)).collect();
    let bytes = bits.chunks_exact(8).map(|byte| byte.iter().fold(0, |sum, bit| sum << 1 | bit));
    bytes.take(32).collect()
}

/// For each needle the writable mappings of the process that hold it.
fn find_in_memory(pid: u32, needles: &[Vec<u8>]) -> Vec<BTreeMap<String, usize>> {
    let maps = fs::read_to_string(format!("/proc/{pid}/maps")).unwrap();
    let memory = File::open(format!("/proc/{pid}/mem")).unwrap();
    let mut found = vec![BTreeMap::new(); needles.len()];
    for line in maps.lines().filter(|line| line.contains(" rw")) {
        let (range, about) = line.split_once(' ').unwrap();
        let (start, end) = range.split_once('-').unwrap();
        let [start, end] = [start, end].map(|at| u64::from_str_radix(at, 16).unwrap());
        let mut bytes = vec![0; usize::try_from(end - start).unwrap()];
        if memory.read_exact_at(&mut bytes, start).is_err() {
            continue;
        }
        let name = about.split_whitespace().nth(4).unwrap_or("anonymous");
        // Most pages are empty, and comparing them as a whole is quick.
        for used in bytes.chunks(PAGE).collect::<Vec<_>>().split(|page| **page == [0; PAGE]) {
            let used = used.concat();
            for (needle, places) in needles.iter().zip(&mut found) {
                let hits = used.windows(needle.len()).filter(|window| window == needle).count();
                if hits > 0 {
                    *places.entry(name.to_owned()).or_default() += hits;
                }
            }
        }
    }
    found
}

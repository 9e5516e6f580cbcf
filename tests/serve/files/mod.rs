//! Files of a case in a bot that runs as a child: how much memory they take.

#[cfg(feature = "kill-points")]
mod kill;

use habeas::crypto::Keyring;
use habeas::files;
use habeas::storage::{Row, StoreError, Tx};
use serde_json::{Value, json};
use tokio::process::Child;

use crate::browser::{Browser, Way, console};
use crate::house::{COORDINATOR, House, RELATIVE};
use crate::people::People;
use crate::process;

/// So many files are fetched and handed out at once.
const AT_ONCE: i64 = 20;
/// Of so many bytes: the longest that bots are given.
const LONGEST: usize = 20 << 20;
/// The contract's limit for each, in bytes.
const MOST_EACH: u64 = 8 << 20;

/// A bot with a console, a coordinator who is in, and a case with a file and many entries.
struct Scene {
    house: House,
    origin: String,
    http: reqwest::Client,
    cookie: String,
    code: String,
    file_id: String,
    #[cfg_attr(not(feature = "kill-points"), expect(dead_code, reason = "looked at after a kill"))]
    content: Vec<u8>,
}

impl Scene {
    /// Sets it, with a running bot. The same file stands for those of all entries: each has it.
    async fn set(length: usize) -> (Self, Child) {
        let (listen, origin) = console();
        let more = [
            ("HABEAS_CONSOLE__LISTEN", listen.as_str()),
            ("HABEAS_CONSOLE__ORIGIN", origin.as_str()),
        ];
        let house = House::build(None, "First", &more).await;
        let people = People::new(house.server.driver());
        let child = process::start(&house).await;
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        people.says(COORDINATOR, "/start");
        people.sees(COORDINATOR, "You are on call here").await;
        let way =
            Way { people: &people, user: COORDINATOR, origin: origin.clone(), http: http.clone() };
        let cookie = way.comes_in(&Browser::new()).await;
        people.says(RELATIVE, "/start");
        people.sees(RELATIVE, "In which country is this happening?").await;
        people.taps(RELATIVE, "Kazakhstan").await;
        for n in 1..=AT_ONCE {
            let words = people.says(RELATIVE, &format!("words {n}"));
            people.gone(RELATIVE, words).await;
        }
        let content: String = (0..length).map(|n| char::from(b'a' + (n % 23) as u8)).collect();
        let content = format!("%PDF-1.7{}", &content[8..]);
        people.sends(RELATIVE, "document", json!({"content": content}));
        people.sees(RELATIVE, "I kept this for the lawyer.").await;
        let parts = house.parts().await;
        let code = habeas::cases::list(&parts.store).await.unwrap().remove(0).code;
        let entries = house.entries(&parts.store).await.remove(0);
        let paper = entries.iter().find(|entry| entry["kind"] == "document").unwrap();
        let file_id = paper["body"]["sent"]["file_id"].as_str().unwrap().to_owned();
        let (keyring, id) = (parts.keyring.clone(), file_id.clone());
        let everywhere = async move |tx: &mut Tx| everywhere(tx, &keyring, &id).await;
        parts.store.run("tests-everywhere", everywhere).await.unwrap();
        parts.store.close().await;
        let content = content.into_bytes();
        (Self { house, origin, http, cookie, code, file_id, content }, child)
    }

    /// Asks for the file as one of this entry; `None` if the bot died of it.
    async fn fetches(&self, seq: i64) -> Option<(u16, Value)> {
        let url = format!("{}/api/cases/{}/files", self.origin, self.code);
        let order = json!({"seq": seq, "file_id": self.file_id});
        let asked = self.http.post(url).json(&order).header("origin", &self.origin);
        let answer = asked.header("cookie", &self.cookie).send().await.ok()?;
        Some((answer.status().as_u16(), answer.json().await.ok()?))
    }

    /// The length of a sealed file as it is handed out, of which nothing is kept.
    async fn is_handed(&self, file: &str) -> usize {
        let url = format!("{}/api/cases/{}/files/{file}", self.origin, self.code);
        let mut answer = self.http.get(url).header("cookie", &self.cookie).send().await.unwrap();
        assert_eq!(answer.status().as_u16(), 200);
        let mut length = 0;
        while let Some(piece) = answer.chunk().await.unwrap() {
            length += piece.len();
        }
        length
    }
}

/// Every entry has the file that one has.
async fn everywhere(tx: &mut Tx, keyring: &Keyring, file_id: &str) -> Result<(), StoreError> {
    let sql = "-- tests::others
        SELECT e.case_id, e.seq FROM entries e JOIN entry_files f
        ON f.case_id = e.case_id AND f.seq <> e.seq";
    let others = tx.fetch_all(sql, &[]).await?;
    let file = |row: &Row| {
        let (case, seq) = (row.bytes("case_id")?, row.i64("seq")?);
        let hash = files::hash(keyring, (&case, seq), file_id);
        Ok(vec![case.into(), seq.into(), hash.into()])
    };
    let files = others.iter().map(file).collect::<Result<Vec<_>, StoreError>>()?;
    files::keep_of_entries(tx, &files).await
}

/// A figure of a process's memory, in bytes (proc(5), status).
fn memory(child: &Child, figure: &str) -> u64 {
    let path = format!("/proc/{}/status", child.id().unwrap());
    let status = std::fs::read_to_string(path).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix(figure)).unwrap();
    let kib: u64 = line.trim_matches([':', '\t', ' ', 'k', 'B']).parse().unwrap();
    kib << 10
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn twenty_files_of_twenty_megabytes_at_once_take_little_memory() {
    let (scene, child) = Scene::set(LONGEST).await;
    let before = memory(&child, "VmRSS");
    let fetched = futures::future::join_all((1..=AT_ONCE).map(|seq| scene.fetches(seq))).await;
    let mut files = vec![];
    for answer in fetched {
        let (status, file) = answer.unwrap();
        assert_eq!((status, &file["bytes"]), (200, &LONGEST.into()), "{file}");
        files.push(file["file"].as_str().unwrap().to_owned());
    }
    let fetching = memory(&child, "VmHWM") - before;
    let lengths = futures::future::join_all(files.iter().map(|file| scene.is_handed(file))).await;
    assert!(lengths.iter().all(|length| *length > LONGEST), "{lengths:?}");
    let all = memory(&child, "VmHWM") - before;
    let mebibytes = |bytes: u64| bytes >> 20;
    eprintln!("{} MiB to fetch 20, {} with handing out", mebibytes(fetching), mebibytes(all));
    assert!(all < MOST_EACH * AT_ONCE.unsigned_abs(), "{} MiB", mebibytes(all));
    process::end(&scene.house, child).await;
    scene.house.server.stop().await;
}

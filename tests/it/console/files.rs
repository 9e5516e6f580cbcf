//! Files of a case: fetched when its owner asks, sealed on the way, handed out to those who may read.

use std::path::PathBuf;

use data_encoding::BASE64;
use habeas::audit::By;
use habeas::cases;
use habeas::crypto::{Identity, open_files};
use habeas::files::{self, Copied};
use habeas::oncall::exclusions;
use habeas::rehearsal::botapi::{Fault, FaultKind};
use habeas::storage::Tx;
use serde_json::{Value, json};

use super::desk::{Browser, Desk, play};
use super::owner::Owner;
use crate::support::people::{COORDINATOR, LAWYER, RELATIVE, SECOND};
use crate::support::stores::Place;

/// What a photo of a phone begins with, and then as much as several pieces hold.
fn photo() -> Vec<u8> {
    let rest = (0..300_000_u32).map(|n| (n % 251) as u8);
    [0xff, 0xd8, 0xff, 0xe0, 0, 16].into_iter().chain(rest).collect()
}

/// An entry's number, and the id of its file: of a photo the widest size.
pub type Sent = (i64, String);

impl Desk<'_> {
    /// The relative sends a file; what only whoever opens the entry knows.
    async fn is_sent(&self, kind: &str, details: Value) -> Sent {
        self.world.sends(RELATIVE, kind, details).await;
        self.newest(kind).await
    }

    async fn newest(&self, kind: &str) -> Sent {
        let entries = self.world.opened().await;
        let entry = entries.iter().rev().find(|entry| entry["kind"] == kind).unwrap();
        let sent = &entry["body"]["sent"];
        let file = sent.as_array().map_or(sent, |sizes| sizes.last().unwrap());
        (entry["seq"].as_i64().unwrap(), file["file_id"].as_str().unwrap().to_owned())
    }

    pub async fn is_sent_a_photo(&self) -> Sent {
        self.is_sent("photo", json!({"content_base64": BASE64.encode(&photo())})).await
    }

    /// The lawyer has keys and a critical case, and is in; their browser and cookie.
    pub async fn has_a_case(&self) -> (Browser, String) {
        let own = self.enrols(LAWYER).await;
        self.world.reports_critical(RELATIVE).await;
        self.world.taps(LAWYER, "I take it").await;
        let cookie = self.comes_in(LAWYER, &own).await;
        (own, cookie)
    }

    /// Asks for a file of the newest case.
    pub async fn fetches(&self, cookie: &str, sent: &Sent) -> (u16, Value) {
        self.fetches_of(&self.world.code().await, cookie, sent).await
    }

    /// Asks for a file of the case with this code.
    pub async fn fetches_of(&self, code: &str, cookie: &str, (seq, id): &Sent) -> (u16, Value) {
        let order = json!({"seq": seq, "file_id": id});
        self.asks_in(cookie, &format!("cases/{code}/files"), &order).await
    }

    /// Is handed out a file of the newest case.
    async fn is_handed(&self, cookie: &str, file: &str) -> reqwest::Response {
        let code = self.world.code().await;
        let asked = self.http.get(format!("{}/api/cases/{code}/files/{file}", self.url));
        asked.header("host", "desk.example").header("cookie", cookie).send().await.unwrap()
    }

    /// What a browser makes of it, with the case's key of that generation.
    async fn opens_file(&self, (own, cookie): (&Browser, &str), file: &str) -> Vec<u8> {
        let answer = self.is_handed(cookie, file).await;
        assert_eq!(answer.status().as_u16(), 200);
        assert_eq!(answer.headers()["content-type"], "application/octet-stream");
        let generation = answer.headers()["x-habeas-generation"].to_str().unwrap();
        let generation: i64 = generation.parse().unwrap();
        let length = answer.headers()["content-length"].to_str().unwrap().to_owned();
        let sealed = answer.bytes().await.unwrap();
        assert_eq!(sealed.len().to_string(), length);
        let (_, case) = self.gets(&format!("cases/{}", self.world.code().await), cookie).await;
        let keys = case["keys"].as_array().unwrap();
        let key = keys.iter().find(|key| key["generation"] == generation).unwrap();
        let key = BASE64.decode(key["case_key"].as_str().unwrap().as_bytes()).unwrap();
        let own: age::x25519::Identity = own.identity.to_line().trim().parse().unwrap();
        let key = String::from_utf8(age::decrypt(&own, &key).unwrap()).unwrap();
        let key: age::x25519::Identity = key.trim().parse().unwrap();
        age::decrypt(&key, &sealed).unwrap()
    }

    /// A file of which Telegram knows nothing any more stands in an entry.
    async fn is_forgotten(&self, seq: i64) -> Sent {
        let (parts, id) = (self.world.parts(), "AgAD-gone");
        let code = self.world.code().await.parse().unwrap();
        let put = async move |tx: &mut Tx| {
            let case = cases::by_code(tx, &parts, &code).await?.unwrap().id;
            let hash = files::hash(&parts.keyring, (&case, seq), id);
            files::keep_of_entries(tx, &[vec![case.into(), seq.into(), hash.into()]]).await
        };
        self.world.parts().store.run("tests-forgotten", put).await.unwrap();
        (seq, id.to_owned())
    }

    /// How often Telegram was asked for a file.
    pub async fn asked_for(&self) -> usize {
        let (_, calls) = self.world.driver.calls(0, 0).await;
        calls.iter().filter(|call| call.method == "getFile").count()
    }

    fn befalls(&self, kind: FaultKind, method: &str) {
        let method = Some(method.to_owned());
        self.world.driver.fault(Fault { method, ..Fault::new(kind) });
    }

    /// What is in the folder of sealed files.
    pub fn kept(&self) -> Vec<PathBuf> {
        let all = std::fs::read_dir(self.world.parts().files.depot.folder()).unwrap();
        let all = all.map(|file| file.unwrap().path());
        all.filter(|path| !path.ends_with(".lock")).collect()
    }
}

#[tokio::test]
async fn a_photo_is_fetched_once_whoever_asks_and_opens_for_those_who_may_read() {
    play(async |desk| {
        let chief = desk.enrols(COORDINATOR).await;
        let (own, cookie) = desk.has_a_case().await;
        let boss = desk.comes_in(COORDINATOR, &chief).await;
        let sent = desk.is_sent_a_photo().await;
        assert_eq!((desk.asked_for().await, desk.kept().len()), (0, 0), "nobody has asked");
        let (first, second) =
            tokio::join!(desk.fetches(&cookie, &sent), desk.fetches(&boss, &sent));
        let (status, file) = first;
        assert_eq!(status, 200, "{file}");
        assert_eq!((&file["type"], &file["bytes"]), (&"image/jpeg".into(), &300_006.into()));
        assert_eq!(second, (200, file.clone()));
        assert_eq!(desk.fetches(&cookie, &sent).await, (200, file.clone()));
        assert_eq!((desk.asked_for().await, desk.kept().len()), (1, 1));
        let id = file["file"].as_str().unwrap();
        assert_eq!(desk.opens_file((&own, &cookie), id).await, photo());
        assert_eq!(desk.opens_file((&chief, &boss), id).await, photo());
        let sealed = std::fs::read(&desk.kept()[0]).unwrap();
        assert!(sealed.starts_with(b"age-encryption.org/v1\n"));

        // A disk that lost it: Telegram has it still.
        std::fs::remove_file(&desk.kept()[0]).unwrap();
        assert_eq!(desk.is_handed(&cookie, id).await.status().as_u16(), 410);
        let (_, again) = desk.fetches(&cookie, &sent).await;
        assert_eq!(
            desk.opens_file((&own, &cookie), again["file"].as_str().unwrap()).await,
            photo()
        );
        let sql = "-- tests::files
            SELECT COUNT(*) AS n FROM files";
        assert_eq!((desk.world.count(sql, vec![]).await, desk.kept().len()), (1, 1));
    })
    .await;
}

#[tokio::test]
async fn nobody_who_may_not_read_a_case_gets_a_file_of_it_and_all_hear_the_same() {
    play(async |desk| {
        let other = desk.enrols(SECOND).await;
        let (_, cookie) = desk.has_a_case().await;
        let sent = desk.is_sent_a_photo().await;
        let (_, file) = desk.fetches(&cookie, &sent).await;
        let id = file["file"].as_str().unwrap();
        let stranger = desk.comes_in(SECOND, &other).await;
        let no_case = desk.gets("cases/RD-999/files/none", &cookie).await;
        assert_eq!((no_case.0, &no_case.1["code"]), (404, &"no-case".into()));
        assert_eq!(desk.fetches(&stranger, &sent).await, no_case);
        let refused = desk.is_handed(&stranger, id).await;
        assert_eq!((refused.status().as_u16(), refused.json().await.unwrap()), no_case);
        let unknown = desk.is_handed(&cookie, &"0".repeat(32)).await;
        assert_eq!((unknown.status().as_u16(), unknown.json().await.unwrap()), no_case);
        for out in ["", "__Host-habeas=AAAA"] {
            assert_eq!(desk.fetches(out, &sent).await.0, 401);
            assert_eq!(desk.is_handed(out, id).await.status().as_u16(), 401);
        }
        let asked = desk.asked_for().await;
        for wrong in [(99, sent.1.clone()), (sent.0, String::new()), (sent.0, "x".repeat(513))] {
            let (status, answer) = desk.fetches(&cookie, &wrong).await;
            assert_eq!((status, &answer["code"]), (400, &"request".into()), "{wrong:?}");
        }
        assert_eq!(desk.asked_for().await, asked, "Telegram is asked for nothing of that");

        // A file belongs to its case alone.
        let code = desk.world.code().await;
        desk.world.says(RELATIVE, "/new").await;
        desk.world.taps(RELATIVE, "Kazakhstan").await;
        let newer = desk.world.code().await;
        assert_ne!(code, newer);
        let chief = desk.enrols(COORDINATOR).await;
        let boss = desk.comes_in(COORDINATOR, &chief).await;
        let (status, _) = desk.gets(&format!("cases/{newer}/files/{id}"), &boss).await;
        assert_eq!(status, 404);
        let ask = json!({"seq": sent.0, "file_id": sent.1, "more": 1});
        assert_eq!(desk.asks_in(&boss, &format!("cases/{code}/files"), &ask).await.0, 400);
    })
    .await;
}

#[tokio::test]
async fn of_an_entry_that_file_alone_is_fetched_that_was_sent_in_it() {
    play(async |desk| {
        let own = Owner::of(desk).await;
        let cookie = &own.cookie;
        let [one, other] = [desk.is_sent_a_photo().await, desk.is_sent_a_photo().await];
        let note = own.sealed(1, (0, "photo"), &json!({"sent": {"file_id": one.1}})).await;
        assert_eq!(own.asks("note", &note).await.0, 200);
        let entries = desk.world.opened().await;
        let note = i64::try_from(entries.len()).unwrap();
        let refused = desk.fetches(cookie, &(99, one.1.clone())).await;
        assert_eq!((refused.0, &refused.1["code"]), (400, &"request".into()));
        let words = 1;
        for (seq, id) in [(one.0, &other.1), (other.0, &one.1), (words, &one.1), (note, &one.1)] {
            let asked = (seq, id.clone());
            assert_eq!(desk.fetches(cookie, &asked).await, refused, "{asked:?}");
        }
        assert_eq!((desk.asked_for().await, desk.kept().len()), (0, 0));

        let sizes = &entries.iter().find(|entry| entry["seq"] == one.0).unwrap()["body"]["sent"];
        let small = sizes[0]["file_id"].as_str().unwrap().to_owned();
        assert_ne!(small, one.1);
        assert_eq!(desk.fetches(cookie, &(one.0, small)).await, refused, "nobody asks for it");
        assert_eq!(desk.fetches(cookie, &one).await.0, 200);
        assert_eq!(
            desk.fetches(cookie, &(other.0, one.1.clone())).await,
            refused,
            "fetched or not"
        );

        // Of entries from before, nobody can say; a note has none all the same.
        let sql = "-- tests::before
            UPDATE entries SET files_known = 0";
        desk.world.execute(sql, vec![]).await;
        assert_eq!(desk.fetches(cookie, &(words, other.1.clone())).await.0, 200);
        assert_eq!(desk.fetches(cookie, &(note, one.1.clone())).await, refused);
    })
    .await;
}

#[tokio::test]
async fn a_photo_whose_caption_was_changed_belongs_to_the_entry_of_the_change_too() {
    play(async |desk| {
        let (own, cookie) = desk.has_a_case().await;
        let details = json!({"content_base64": BASE64.encode(&photo()), "caption": "a car"});
        let message = desk.world.sends(RELATIVE, "photo", details).await.message_id;
        let old = desk.newest("photo").await;
        let edit = json!({"message_id": message, "text": "the car"});
        desk.world.sends(RELATIVE, "edit", edit).await;
        let new = desk.newest("photo").await;
        assert_eq!((new.0 > old.0, &new.1), (true, &old.1));
        for sent in [&new, &old] {
            let (status, file) = desk.fetches(&cookie, sent).await;
            assert_eq!(status, 200, "{file}");
            let id = file["file"].as_str().unwrap();
            assert_eq!(desk.opens_file((&own, &cookie), id).await, photo());
        }
    })
    .await;
}

#[tokio::test]
async fn what_telegram_does_not_give_is_said_and_leaves_nothing_and_can_be_asked_for_again() {
    play(async |desk| {
        let (own, cookie) = desk.has_a_case().await;
        let sent = desk.is_sent_a_photo().await;
        for (kind, method, status, code) in [
            (FaultKind::ServerError, "getFile", 503, "telegram"),
            (FaultKind::Reset, "getFile", 503, "telegram"),
            (FaultKind::TooMany, "getFile", 503, "telegram"),
            (FaultKind::ServerError, "file", 503, "telegram"),
            (FaultKind::Reset, "file", 503, "telegram"),
            (FaultKind::LostAnswer, "file", 503, "telegram"),
        ] {
            desk.befalls(kind, method);
            let (got, answer) = desk.fetches(&cookie, &sent).await;
            assert_eq!((got, &answer["code"]), (status, &code.into()), "{kind:?} of {method}");
            assert_eq!(desk.kept().len(), 0, "{kind:?} of {method}");
            assert!(!answer.to_string().contains("4242"), "{answer}");
        }
        let gone = desk.is_forgotten(sent.0).await;
        let (status, answer) = desk.fetches(&cookie, &gone).await;
        assert_eq!((status, &answer["code"]), (410, &"gone".into()));
        let long = "x".repeat((20 << 20) + 1);
        let long = desk.is_sent("document", json!({"content": long})).await;
        let (status, answer) = desk.fetches(&cookie, &long).await;
        assert_eq!((status, &answer["code"]), (413, &"too-large".into()));

        let (status, file) = desk.fetches(&cookie, &sent).await;
        assert_eq!(status, 200, "{file}");
        assert_eq!(desk.opens_file((&own, &cookie), file["file"].as_str().unwrap()).await, photo());
    })
    .await;
}

#[tokio::test]
async fn a_file_that_is_fetched_after_an_exclusion_is_sealed_to_the_new_key() {
    play(async |desk| {
        desk.enrols(SECOND).await;
        let (own, cookie) = desk.has_a_case().await;
        let sent = desk.is_sent_a_photo().await;
        let (parts, code) = (desk.world.parts(), desk.world.code().await.parse().unwrap());
        let (who, now) = (desk.member(SECOND).await, parts.now());
        let exclude = async move |tx: &mut Tx| {
            let case = cases::by_code(tx, &parts, &code).await?.unwrap();
            exclusions::exclude(tx, &parts, &case, &who, By::Operator, now).await
        };
        desk.world.parts().store.run("tests-exclude", exclude).await.unwrap();
        let (status, file) = desk.fetches(&cookie, &sent).await;
        assert_eq!(status, 200, "{file}");
        let id = file["file"].as_str().unwrap();
        let answer = desk.is_handed(&cookie, id).await;
        assert_eq!(answer.headers()["x-habeas-generation"], "2");
        assert_eq!(desk.opens_file((&own, &cookie), id).await, photo());
        let kept = desk.world.parts().files.depot.folder().join(format!("{id}.age"));
        assert_eq!(std::fs::read(kept).unwrap(), answer.bytes().await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn an_exported_case_has_its_files_and_a_backup_gives_them_back() {
    play(async |desk| {
        let owner = Owner::of(desk).await;
        assert_eq!(owner.asks("note", &owner.note(1, "he has a scar").await).await.0, 200);
        let (own, cookie) = (&owner.browser, &owner.cookie);
        let sent = desk.is_sent_a_photo().await;
        let paper = desk.is_sent("document", json!({"content": "%PDF-1.7 a warrant"})).await;
        for sent in [&sent, &paper] {
            assert_eq!(desk.fetches(cookie, sent).await.0, 200);
        }
        let (parts, code) = (desk.world.parts(), desk.world.code().await);
        let folder = tempfile::tempdir().unwrap();
        let [case, open, backups, back] =
            ["case", "open", "backups", "back"].map(|name| folder.path().join(name));
        let sealed = parts.files.depot.folder();
        let parsed = code.parse().unwrap();
        let keyring = Some(parts.keyring.clone());
        cases::export(&parts.store, keyring, &parsed, &case, parts.now()).await.unwrap();
        let both = Copied { there: 2, missing: vec![] };
        assert_eq!(files::export(&parts.store, sealed, &code, &case).await.unwrap(), both);
        let extension = |head: &[u8]| files::extension(files::kind(head));
        let identity = [own.identity.clone()];
        let opened = open_files(&case, &identity, &open, extension).unwrap();
        assert!(opened.failed.is_empty(), "{opened:?}");
        let name = |seq: i64, end: &str| open.join(format!("{seq:04}-1.{end}"));
        assert_eq!(std::fs::read(name(sent.0, "jpg")).unwrap(), photo());
        assert_eq!(std::fs::read(name(paper.0, "pdf")).unwrap(), b"%PDF-1.7 a warrant");
        let again = open_files(&case, &identity, &open, extension).unwrap();
        assert_eq!((again.opened.len(), again.failed.len()), (0, 2), "nothing is overwritten");

        std::fs::create_dir(&backups).unwrap();
        let holder = Identity::generate();
        let to = [holder.recipient()];
        let now = parts.now();
        let made = habeas::backup::write(&parts.store, sealed, &to, &backups, now).await.unwrap();
        assert_eq!(made.files, both);
        let place = Place::sqlite();
        let store = place.create().await;
        habeas::backup::restore(&made.path, &[holder], &store).await.unwrap();
        let listed = files::all(&store).await.unwrap();
        let known = async |tx: &mut Tx| {
            let sql = "-- tests::known
                SELECT (SELECT COUNT(*) FROM entry_files) AS n, COUNT(e.by_member) AS notes
                FROM entries e WHERE e.files_known = 1";
            let row = tx.fetch_optional(sql, &[]).await?.unwrap();
            Ok((row.i64("n")?, row.i64("notes")?))
        };
        let was = parts.store.read("tests-known", known).await.unwrap();
        assert!(was.0 > 1 && was.1 == 1, "{was:?}");
        assert_eq!(store.read("tests-known", known).await.unwrap(), was);
        store.close().await;
        let copies = backups.join(habeas::backup::FILES);
        assert_eq!(files::copy(&listed, &copies, Some(&back)).unwrap(), both);
        for file in desk.kept() {
            let copy = back.join(file.file_name().unwrap());
            assert_eq!(std::fs::read(copy).unwrap(), std::fs::read(&file).unwrap());
        }
    })
    .await;
}

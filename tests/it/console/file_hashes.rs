//! What the server keeps of which file an entry has: nothing that is alike in two entries.

use std::collections::BTreeSet;

use data_encoding::HEXLOWER;
use habeas::cases;
use habeas::crypto::Lookup;
use habeas::storage::{Row, Tx};
use serde_json::Value;

use super::desk::{Desk, play};
use super::files::Sent;
use crate::support::people::{COORDINATOR, RELATIVE};

impl Desk<'_> {
    /// The hash of a file's id alone, as rows from before have it.
    fn before(&self, file_id: &str) -> Vec<u8> {
        self.world.parts().keyring.lookup(Lookup::File, file_id.as_bytes())
    }

    /// Case, entry's number and hash of all rows of a table that has hashes of files.
    async fn hashes(&self, of: &'static str) -> Vec<(String, i64, String)> {
        let read = async move |tx: &mut Tx| {
            let rows = tx.fetch_all(of, &[]).await?;
            let hex = |bytes: Vec<u8>| HEXLOWER.encode(&bytes);
            let row = |row: &Row| {
                Ok((hex(row.bytes("case_id")?), row.i64("seq")?, hex(row.bytes("file_hash")?)))
            };
            rows.iter().map(row).collect()
        };
        self.world.parts().store.read("tests-hashes", read).await.unwrap()
    }

    /// The newest case has an entry that says this; its number.
    async fn records(&self, kind: &'static str, body: &Value) -> i64 {
        let (parts, body) = (self.world.parts(), body.clone());
        let (code, now) = (self.world.code().await.parse().unwrap(), parts.now());
        let put = async move |tx: &mut Tx| {
            let mut case = cases::by_code(tx, &parts, &code).await?.unwrap();
            let seq = case.next_seq;
            let entry = cases::seal(tx, &parts, &mut case, (kind, &body), now).await?;
            cases::append(tx, vec![entry]).await?;
            cases::save(tx, &parts, &case, now).await?;
            Ok(seq)
        };
        self.world.parts().store.run("tests-records", put).await.unwrap()
    }

    /// What is kept of this entry's file is as it was kept before.
    async fn is_from_before(&self, (seq, id): &Sent) {
        for sql in [
            "-- tests::before_entry
            UPDATE entry_files SET file_hash = $1 WHERE seq = $2",
            "-- tests::before_file
            UPDATE files SET file_hash = $1 WHERE seq = $2",
        ] {
            let args = vec![self.before(id).into(), (*seq).into()];
            assert_eq!(self.world.execute(sql, args).await, 1, "{sql}");
        }
    }
}

const OF_ENTRIES: &str = "-- tests::of_entries
    SELECT case_id, seq, file_hash FROM entry_files ORDER BY seq";
const OF_FILES: &str = "-- tests::of_files
    SELECT case_id, seq, file_hash FROM files ORDER BY seq";

#[tokio::test]
async fn one_file_in_two_cases_and_twice_in_one_has_nothing_in_common_in_the_tables() {
    play(async |desk| {
        let chief = desk.enrols(COORDINATOR).await;
        desk.has_a_case().await;
        let boss = desk.comes_in(COORDINATOR, &chief).await;
        let (first, id) = desk.is_sent_a_photo().await;
        let entries = desk.world.opened().await;
        let body = &entries.iter().find(|entry| entry["seq"] == first).unwrap()["body"];
        let again = desk.records("photo", body).await;
        let older = desk.world.code().await;
        desk.world.says(RELATIVE, "/new").await;
        desk.world.taps(RELATIVE, "Kazakhstan").await;
        let newer = desk.world.code().await;
        assert_ne!(older, newer);
        // Until an entry there has the same number.
        let mut other = 0;
        while other < first {
            other = desk.records("photo", body).await;
        }
        assert_eq!(other, first);

        let kept = desk.hashes(OF_ENTRIES).await;
        let cases: BTreeSet<_> = kept.iter().map(|(case, ..)| case).collect();
        let hashes: BTreeSet<_> = kept.iter().map(|(.., hash)| hash.clone()).collect();
        assert_eq!((cases.len(), hashes.len()), (2, kept.len()), "{kept:?}");
        let of_first = kept.iter().filter(|(_, seq, _)| *seq == first);
        assert_eq!(of_first.count(), 2, "one for each entry, however many sizes: {kept:?}");
        assert!(!hashes.contains(&HEXLOWER.encode(&desk.before(&id))));

        for (code, seq) in [(&older, first), (&older, again), (&newer, other)] {
            let (status, file) = desk.fetches_of(code, &boss, &(seq, id.clone())).await;
            assert_eq!(status, 200, "{code} {seq}: {file}");
        }
        let fetched = desk.hashes(OF_FILES).await;
        assert!(fetched.len() == 3 && fetched.iter().all(|row| kept.contains(row)), "{fetched:?}");
        assert_eq!((desk.asked_for().await, desk.kept().len()), (3, 3));
    })
    .await;
}

#[tokio::test]
async fn what_was_kept_by_the_id_alone_is_found_still_and_no_other_entry_has_it() {
    play(async |desk| {
        let (_, cookie) = desk.has_a_case().await;
        let [sent, other] = [desk.is_sent_a_photo().await, desk.is_sent_a_photo().await];
        let (status, file) = desk.fetches(&cookie, &sent).await;
        assert_eq!((status, desk.asked_for().await), (200, 1));
        desk.is_from_before(&sent).await;
        assert_eq!(desk.fetches(&cookie, &sent).await, (200, file), "it is not fetched again");
        assert_eq!((desk.asked_for().await, desk.kept().len()), (1, 1));
        for (seq, id) in [(sent.0, &other.1), (other.0, &sent.1)] {
            let (status, answer) = desk.fetches(&cookie, &(seq, id.clone())).await;
            assert_eq!((status, &answer["code"]), (400, &"request".into()), "{seq} {id}");
        }
        assert_eq!(desk.asked_for().await, 1, "Telegram is asked for nothing of that");

        // What a disk lost is fetched anew, in the place of the row from before.
        std::fs::remove_file(&desk.kept()[0]).unwrap();
        assert_eq!(desk.fetches(&cookie, &sent).await.0, 200);
        assert_eq!((desk.asked_for().await, desk.kept().len()), (2, 1));
        let files = desk.hashes(OF_FILES).await;
        assert_eq!(files.len(), 1);
        assert_ne!(files[0].2, HEXLOWER.encode(&desk.before(&sent.1)));

        // Each size of a photo was kept then; a page of then asks for any.
        let entries = desk.world.opened().await;
        let photo = entries.iter().find(|entry| entry["seq"] == sent.0).unwrap();
        let small = photo["body"]["sent"][0]["file_id"].as_str().unwrap();
        let sql = "-- tests::size_before
            INSERT INTO entry_files (case_id, seq, file_hash)
            SELECT case_id, seq, $1 FROM entry_files WHERE seq = $2";
        let args = vec![desk.before(small).into(), sent.0.into()];
        assert_eq!(desk.world.execute(sql, args).await, 1);
        assert_eq!(desk.fetches(&cookie, &(sent.0, small.to_owned())).await.0, 200);
    })
    .await;
}

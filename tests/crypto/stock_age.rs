//! A case taken from the database with `sqlite3`, opened with two stock `age` commands.

use std::process::{Command, Output};

use serde_json::Value;

use crate::installation::{Installation, WORDS};

impl Installation {
    /// Runs a line of shell in the folder.
    fn sh(&self, line: &str) -> Output {
        let script = format!("set -o pipefail; {line}");
        let run = Command::new("bash").args(["-c", &script]).current_dir(self.path(".")).output();
        run.expect("bash is there")
    }

    fn done(&self, line: &str) -> Vec<u8> {
        let output = self.sh(line);
        assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    }

    fn refused(&self, line: &str) {
        let output = self.sh(line);
        assert!(!output.status.success(), "it was not refused: {line}");
        assert!(output.stdout.is_empty(), "something came out: {line}");
    }

    /// Takes the sealed files out, as somebody does who has the database and no Habeas.
    fn take_out(&self) {
        self.done("mkdir entries");
        for sql in [
            "SELECT writefile('case_key.age', case_key) FROM cases WHERE case_key IS NOT NULL",
            "SELECT writefile('recovery_key.age', recovery_key) FROM cases \
             WHERE recovery_key IS NOT NULL",
            "SELECT writefile(printf('entries/%04d.age', seq), sealed) FROM entries",
        ] {
            self.done(&format!("sqlite3 habeas/habeas.db \"{sql}\""));
        }
    }

    /// Every entry opens with `case.key` to what was given.
    fn all_open(&self) {
        for (index, words) in WORDS.iter().enumerate() {
            let file = format!("entries/{:04}.age", index + 1);
            let plain = self.done(&format!("age -d -i case.key {file}"));
            assert_eq!(plain.len() % 1024, 0);
            let entry: Value = serde_json::from_slice(&plain).unwrap();
            assert_eq!(entry["v"], 1);
            assert_eq!(entry["seq"], index + 1);
            assert_eq!(entry["body"]["text"], *words);
        }
    }
}

#[tokio::test]
async fn the_recovery_holder_opens_a_case_with_two_commands() {
    let here = Installation::with_a_case(1, false).await;
    here.take_out();
    assert!(!here.path("recovery_key.age").exists());
    here.done("age -d -i holder-0 case_key.age > case.key");
    here.all_open();
}

#[tokio::test]
async fn a_member_with_a_key_opens_it_without_the_key_on_a_disk() {
    let here = Installation::with_a_case(1, true).await;
    here.take_out();
    here.done("age -d -i <(age -d -i lawyer case_key.age) entries/0002.age");
    here.done("age -d -i lawyer case_key.age > case.key");
    here.all_open();
}

#[tokio::test]
async fn two_holders_open_it_together_and_neither_alone() {
    let here = Installation::with_a_case(2, false).await;
    here.take_out();
    assert!(!here.path("case_key.age").exists(), "nobody opens it alone");
    here.refused("age -d -i holder-1 recovery_key.age");
    here.refused("age -d -i holder-0 recovery_key.age | age -d -i holder-0");
    here.refused("age -d -i holder-1 recovery_key.age | age -d -i holder-0");
    here.done("age -d -i holder-0 recovery_key.age | age -d -i holder-1 > case.key");
    here.all_open();
}

#[tokio::test]
async fn strangers_and_changed_or_cut_files_are_refused() {
    let here = Installation::with_a_case(1, true).await;
    here.take_out();
    here.refused("age -d -i stranger case_key.age");
    here.refused("age -d -i stranger entries/0001.age");
    here.refused("age -d -i holder-0 entries/0001.age");
    here.done("age -d -i holder-0 case_key.age > case.key");
    for file in ["case_key.age", "entries/0001.age"] {
        let whole = std::fs::read(here.path(file)).unwrap();
        let key = if file == "case_key.age" { "holder-0" } else { "case.key" };
        let mut last = whole.clone();
        *last.last_mut().unwrap() ^= 1;
        let mut middle = whole.clone();
        middle[whole.len() / 2] ^= 1;
        let cut = whole[..whole.len() - 1].to_vec();
        let head = whole[..100].to_vec();
        for (what, bytes) in [("last", last), ("middle", middle), ("cut", cut), ("head", head)] {
            std::fs::write(here.path(what), bytes).unwrap();
            here.refused(&format!("age -d -i {key} {what}"));
        }
        here.done(&format!("age -d -i {key} {file}"));
    }
}

//! A case opens for those it is sealed to, with stock `age` and with `case open`.

use std::fs;
use std::path::Path;
use std::slice;

use habeas::crypto::{Entry, NewCase, OpenCaseError, new_case_key, open_folder, seal_entry};
use habeas_core::domain::Timestamp;
use serde_json::{Value, json};

use crate::support::{Person, stock_age};

/// An exported case with `entries` entries.
fn export(folder: &Path, case: &NewCase, entries: i64) {
    fs::create_dir(folder.join("entries")).unwrap();
    for (name, file) in [("case_key.age", &case.case_key), ("recovery_key.age", &case.recovery_key)]
    {
        if let Some(file) = file {
            fs::write(folder.join(name), file).unwrap();
        }
    }
    for seq in 1..=entries {
        fs::write(entry_path(folder, seq), sealed(case, seq)).unwrap();
    }
}

fn entry_path(folder: &Path, seq: i64) -> std::path::PathBuf {
    folder.join(format!("entries/{seq:04}.age"))
}

fn sealed(case: &NewCase, seq: i64) -> Vec<u8> {
    let body = json!({"text": format!("слова {seq} ‏مرحبا")});
    let at = Timestamp::from_millis(1_770_000_000_000 + seq);
    seal_entry(&case.recipient, &Entry { seq, at, kind: "words", body: &body }).unwrap()
}

/// The `seq` of each entry that opens, or the error in its place.
fn opened(folder: &Path, people: &[&Person]) -> Vec<Result<i64, OpenCaseError>> {
    let identities: Vec<_> = people.iter().map(|person| person.identity.clone()).collect();
    let lines = match open_folder(folder, &identities) {
        Ok(lines) => lines,
        Err(error) => return vec![Err(error)],
    };
    lines
        .map(|line| {
            let line = line?;
            assert!(line.ends_with('}'), "the padding was left on");
            let read: Value = serde_json::from_str(&line).unwrap();
            Ok(read["seq"].as_i64().unwrap())
        })
        .collect()
}

fn all_open(folder: &Path, people: &[&Person]) -> bool {
    opened(folder, people).into_iter().map(Result::ok).eq([Some(1), Some(2), Some(3)])
}

#[test]
fn the_two_stock_commands_open_a_case_for_each_member_and_the_holder() {
    let folder = tempfile::tempdir().unwrap();
    let [one, two, holder, outsider] =
        ["one", "two", "holder", "outsider"].map(|name| Person::new(folder.path(), name));
    let members = [one.recipient.clone(), two.recipient.clone()];
    let case = new_case_key(&members, slice::from_ref(&holder.recipient)).unwrap();
    let case_key = case.case_key.as_deref().unwrap();
    let entry = sealed(&case, 1);

    for person in [&one, &two, &holder] {
        let line = person.opens(case_key).expect("age opens case_key.age");
        assert!(line.starts_with(b"AGE-SECRET-KEY-1") && line.ends_with(b"\n"));
        let key = folder.path().join("case.key");
        fs::write(&key, line).unwrap();
        let plain = stock_age(&["-d", "-i", key.to_str().unwrap()], &entry).expect("age opens it");
        assert_eq!(plain.len(), 1024);
        let read: Value = serde_json::from_slice(&plain).unwrap();
        assert_eq!(read["body"]["text"], "слова 1 ‏مرحبا");
    }
    assert_eq!(outsider.opens(case_key), None);
    assert_eq!(one.opens(&entry), None, "an entry opened without the case's key");
}

#[test]
fn two_holders_open_a_case_together_and_neither_alone() {
    let folder = tempfile::tempdir().unwrap();
    let [first, second, member] =
        ["first", "second", "member"].map(|name| Person::new(folder.path(), name));
    let holders = [first.recipient.clone(), second.recipient.clone()];
    let case = new_case_key(slice::from_ref(&member.recipient), &holders).unwrap();
    let recovery_key = case.recovery_key.as_deref().unwrap();

    let inner = first.opens(recovery_key).expect("the first opens the outer file");
    let line = second.opens(&inner).expect("the second opens the inner file");
    let case_key = case.case_key.as_deref().unwrap();
    assert_eq!(member.opens(case_key).expect("the member opens case_key.age"), line);
    assert_eq!(second.opens(recovery_key), None);
    assert_eq!(first.opens(&inner), None);
    for holder in [&first, &second] {
        assert_eq!(holder.opens(case_key), None, "one holder opened the members' file");
    }
}

#[test]
fn case_open_takes_a_member_or_both_holders_in_either_order() {
    let folder = tempfile::tempdir().unwrap();
    let [first, second, member] =
        ["first", "second", "member"].map(|name| Person::new(folder.path(), name));
    let holders = [first.recipient.clone(), second.recipient.clone()];
    let export_folder = folder.path().join("export");
    fs::create_dir(&export_folder).unwrap();
    let case = new_case_key(slice::from_ref(&member.recipient), &holders).unwrap();
    export(&export_folder, &case, 3);

    assert!(all_open(&export_folder, &[&member]));
    assert!(all_open(&export_folder, &[&first, &second]));
    assert!(all_open(&export_folder, &[&second, &first]));
    let alone = opened(&export_folder, &[&first]);
    assert!(matches!(alone[..], [Err(OpenCaseError::BothHolders)]), "{alone:?}");
    let alone = opened(&export_folder, &[&second]);
    assert!(matches!(alone[..], [Err(OpenCaseError::NotForYou)]), "{alone:?}");

    fs::remove_file(export_folder.join("case_key.age")).unwrap();
    assert!(all_open(&export_folder, &[&first, &second]));
}

#[test]
fn a_file_made_by_stock_age_opens_here() {
    let folder = tempfile::tempdir().unwrap();
    let member = Person::new(folder.path(), "member");
    let case = Person::new(folder.path(), "case");
    let to = |person: &Person, plain: &[u8]| {
        stock_age(&["-r", &person.recipient.to_string()], plain).expect("age seals")
    };
    fs::create_dir(folder.path().join("entries")).unwrap();
    let line = fs::read(&case.file).unwrap();
    fs::write(folder.path().join("case_key.age"), to(&member, &line)).unwrap();
    let plain = format!("{:1024}", r#"{"v":1,"seq":1,"at":"","kind":"words","body":{}}"#);
    fs::write(entry_path(folder.path(), 1), to(&case, plain.as_bytes())).unwrap();

    assert!(matches!(opened(folder.path(), &[&member])[..], [Ok(1)]));
}

#[test]
fn a_stranger_and_a_folder_without_a_case_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let [holder, stranger] = ["holder", "stranger"].map(|name| Person::new(folder.path(), name));
    let refused = opened(folder.path(), &[&holder]);
    assert!(matches!(refused[..], [Err(OpenCaseError::NotACase(_))]), "{refused:?}");

    export(folder.path(), &new_case_key(&[], slice::from_ref(&holder.recipient)).unwrap(), 1);
    let refused = opened(folder.path(), &[&stranger]);
    assert!(matches!(refused[..], [Err(OpenCaseError::NotForYou)]), "{refused:?}");
}

#[test]
fn a_damaged_foreign_missing_or_moved_entry_is_told_and_the_others_open() {
    use OpenCaseError::{Damaged, Gap};
    let folder = tempfile::tempdir().unwrap();
    let holder = Person::new(folder.path(), "holder");
    let [case, other] =
        [(); 2].map(|()| new_case_key(&[], slice::from_ref(&holder.recipient)).unwrap());
    export(folder.path(), &case, 3);
    let second = entry_path(folder.path(), 2);
    let whole = fs::read(&second).unwrap();
    let result = || opened(folder.path(), &[&holder]);

    let mut flipped = whole.clone();
    *flipped.last_mut().unwrap() ^= 1;
    for bad in [&flipped, &whole[..whole.len() - 1], &[][..], &sealed(&other, 2)] {
        fs::write(&second, bad).unwrap();
        let told = result();
        assert!(matches!(told[..], [Ok(1), Err(Damaged(_)), Ok(3)]), "{told:?}");
    }
    fs::write(&second, sealed(&case, 3)).unwrap();
    let told = result();
    assert!(matches!(told[..], [Ok(1), Err(Gap(2)), Ok(3)]), "{told:?}");
    fs::remove_file(&second).unwrap();
    let told = result();
    assert!(matches!(told[..], [Ok(1), Err(Gap(2)), Ok(3)]), "{told:?}");
}

#[test]
fn what_a_member_sealed_is_their_note_whatever_it_says_and_what_only_calls_itself_one_is_nobodys() {
    let folder = tempfile::tempdir().unwrap();
    let holder = Person::new(folder.path(), "holder");
    let case = new_case_key(&[], slice::from_ref(&holder.recipient)).unwrap();
    export(folder.path(), &case, 3);
    let put = |number: i64, seq: i64, kind: &str, body: &Value| {
        let at = Timestamp::from_millis(0);
        let entry = seal_entry(&case.recipient, &Entry { seq, at, kind, body }).unwrap();
        fs::write(entry_path(folder.path(), number), entry).unwrap();
    };
    let body = json!({"text": "a\nb", "member": "m-2", "reporter": 2, "sent": {"file_id": "f"}});
    put(1, 9, "words", &body);
    put(3, 3, "note", &body);
    put(4, 0, "note", &body);
    let read = || -> Vec<Value> {
        let lines = open_folder(folder.path(), slice::from_ref(&holder.identity)).unwrap();
        lines.map(|line| serde_json::from_str(&line.unwrap()).unwrap()).collect()
    };
    let by = folder.path().join("sealed_by.json");
    let at = "2026-02-02T02:40:00Z";
    fs::write(&by, json!({"1": {"member": "m-1", "at": at}}).to_string()).unwrap();
    let lines = read();
    let text = json!({"text": "a\nb"});
    let mine = json!({"text": "a\nb", "member": "m-1"});
    let note = json!({"v": 1, "seq": 1, "at": at, "kind": "note", "by": "m-1", "body": mine});
    assert_eq!(lines[0], note);
    assert_eq!((&lines[1]["kind"], &lines[1]["seq"]), (&json!("words"), &json!(2)));
    for (line, seq) in lines[2..].iter().zip(3..) {
        let said = (&line["kind"], &line["by"], &line["seq"], &line["body"]);
        let kind = json!("note of unknown origin");
        assert_eq!(said, (&kind, &json!(null), &json!(seq), &text));
    }
    assert_eq!(lines.len(), 4);

    fs::write(&by, "{").unwrap();
    let opened = open_folder(folder.path(), slice::from_ref(&holder.identity)).unwrap();
    assert!(!opened.tells_whose(), "it keeps nothing shut, and says that it does not tell");
    let fits = "where nothing says whose they are, numbers that do not fit are refused";
    assert_eq!(opened.filter(Result::is_ok).count(), 2, "{fits}");
}

#[test]
fn a_damaged_case_key_is_told_as_such() {
    let folder = tempfile::tempdir().unwrap();
    let holder = Person::new(folder.path(), "holder");
    let case = new_case_key(&[], slice::from_ref(&holder.recipient)).unwrap();
    export(folder.path(), &case, 1);
    let path = folder.path().join("case_key.age");
    let whole = fs::read(&path).unwrap();
    let mut flipped = whole.clone();
    *flipped.last_mut().unwrap() ^= 1;
    for bad in [&flipped, &whole[..whole.len() - 1], &[][..]] {
        fs::write(&path, bad).unwrap();
        let told = opened(folder.path(), &[&holder]);
        assert!(matches!(told[..], [Err(OpenCaseError::Damaged(_))]), "{told:?}");
    }
}

//! Cases' keys, sealed to a new member where no network is: the guide's commands.

use serde_json::Value;

use crate::support::{Ended, Home, Person, fed, heard, person, run, telegram};

/// An installation for these holders with one case of two answers.
async fn with_a_case(holders: &[&str]) -> (Home, String) {
    let (home, [code]) = with_cases(holders, [7001]).await;
    (home, code)
}

/// An installation for these holders with a case of two answers of each chat, and a coordinator.
async fn with_cases<const N: usize>(holders: &[&str], chats: [i64; N]) -> (Home, [String; N]) {
    let home = Home::for_holders(holders).await;
    home.add("lawyer", 1).await;
    home.add("coordinator", 2).await;
    let telegram = telegram().await;
    let bot = home.serve(&telegram.url()).await;
    heard(&telegram, 2, "/start").await;
    for chat in chats {
        heard(&telegram, chat, "/start").await;
        heard(&telegram, chat, "the blue house by the mill").await;
    }
    bot.end(rustix::process::Signal::TERM).await.done();
    let listed = home.run(&["case", "list"], &[]).await.done();
    let code = |line: &str| {
        let case: Value = serde_json::from_str(line).unwrap();
        case["code"].as_str().unwrap().to_owned()
    };
    let codes: Vec<String> = listed.lines().map(code).collect();
    (home, codes.try_into().unwrap())
}

/// Whether these identities open the case as it is stored now.
async fn opens(home: &Home, code: &str, people: &[&Person]) -> bool {
    let out = tempfile::tempdir_in(home.folder.path()).unwrap();
    let folder = out.path().join("case");
    let folder = folder.to_str().unwrap();
    home.run(&["case", "export", code, "--out", folder], &[]).await.done();
    let mut arguments = vec!["case", "open", folder];
    arguments.extend(people.iter().flat_map(|person| ["--identity", &person.file]));
    let opened = run(&arguments).await;
    assert_eq!(opened.code == Some(0), opened.out.contains("the blue house"), "{opened:?}");
    opened.code == Some(0)
}

async fn accept(home: &Home, keys: &str) -> Ended {
    fed(&["recovery", "accept", "--config", &home.config], &[], keys).await
}

#[tokio::test]
async fn one_holder_lets_a_new_member_open_an_old_case_and_hands_over_to_another_holder() {
    let folder = tempfile::tempdir().unwrap();
    let [holder, member, next] = ["a", "b", "c"].map(|name| person(folder.path(), name));
    let (home, code) = with_a_case(&[&holder.recipient]).await;
    assert!(opens(&home, &code, &[&holder]).await && !opens(&home, &code, &[&member]).await);

    let keys = home.run(&["recovery", "keys"], &[]).await.done();
    let offline = ["recovery", "rewrap", "--identity", &holder.file, "--to", &member.recipient];
    let lonely = fed(&offline, &[], &keys).await.refused();
    assert!(
        lonely.starts_with(&format!("{code}: one recovery holder opens this case")),
        "{lonely}"
    );
    let offline = [&offline[..], &["--recovery", &next.recipient]].concat();
    let sealed = fed(&offline, &[], &keys).await.done();
    assert_eq!(accept(&home, &sealed).await.done(), "1 keys were put in place\n");
    assert!(opens(&home, &code, &[&member]).await && opens(&home, &code, &[&next]).await);
    assert!(!opens(&home, &code, &[&holder]).await, "the holder before has no file here");

    let undo = home.run(&["recovery", "keys", "--replaced"], &[]).await.done();
    accept(&home, &undo).await.done();
    assert!(opens(&home, &code, &[&holder]).await && !opens(&home, &code, &[&member]).await);
    let redo = home.run(&["recovery", "keys", "--replaced"], &[]).await.done();
    accept(&home, &redo).await.done();
    assert!(opens(&home, &code, &[&member]).await, "and back again");

    let again = accept(&home, &sealed).await.refused();
    assert!(again.contains(&format!("the key of {code} is another one by now")), "{again}");
    let shown = home.run(&["audit", "show", "--case", &code], &[]).await.done();
    assert!(shown.contains("resealed") && shown.contains("detail key"), "{shown}");
}

#[tokio::test]
async fn two_holders_on_two_machines_do_it_one_after_the_other() {
    let folder = tempfile::tempdir().unwrap();
    let [a, b, member] = ["a", "b", "c"].map(|name| person(folder.path(), name));
    let (home, code) = with_a_case(&[&a.recipient, &b.recipient]).await;
    let keys = home.run(&["recovery", "keys", "--case", &code], &[]).await.done();
    let first =
        fed(&["recovery", "rewrap", "--identity", &a.file, "--to", &member.recipient], &[], &keys)
            .await;
    assert!(first.err.contains("1 keys are half open"), "{first:?}");
    let half = first.done();
    let early = accept(&home, &half).await.refused();
    assert!(early.contains("was not sealed anew"), "{early}");
    let second = ["recovery", "rewrap", "--identity", &b.file, "--to", &member.recipient];
    let sealed = fed(&second, &[], &half).await.done();
    accept(&home, &sealed).await.done();
    assert!(opens(&home, &code, &[&member]).await);
    assert!(opens(&home, &code, &[&a, &b]).await, "the holders as before");
    assert!(!opens(&home, &code, &[&a]).await && !opens(&home, &code, &[&b]).await);
}

#[tokio::test]
async fn a_key_that_was_passed_on_meanwhile_is_named_and_keeps_none_of_the_others_back() {
    let folder = tempfile::tempdir().unwrap();
    let [holder, member, other] = ["a", "b", "c"].map(|name| person(folder.path(), name));
    let (home, [changed, same]) = with_cases(&[&holder.recipient], [7001, 7002]).await;
    let rewrap = async |to: &Person, keys: &str| {
        let to = ["--to", &to.recipient, "--recovery", &holder.recipient];
        let whose = ["recovery", "rewrap", "--identity", &holder.file];
        fed(&[&whose[..], &to].concat(), &[], keys).await.done()
    };
    let one = home.run(&["recovery", "keys", "--case", &changed], &[]).await.done();
    let all = home.run(&["recovery", "keys"], &[]).await.done();
    let sealed = rewrap(&member, &all).await;
    accept(&home, &rewrap(&other, &one).await).await.done();

    let left = accept(&home, &sealed).await;
    assert_eq!((left.code, &*left.out), (Some(1), "1 keys were put in place\n"), "{left:?}");
    assert!(left.err.contains(&changed) && !left.err.contains(&same), "{left:?}");
    assert!(opens(&home, &same, &[&member]).await, "taken");
    assert!(opens(&home, &changed, &[&other]).await, "as it was passed on");
    assert!(!opens(&home, &changed, &[&member]).await);
}

#[tokio::test]
async fn who_is_excluded_from_a_case_gets_no_key_of_it_before_or_after_it_was_sealed() {
    let folder = tempfile::tempdir().unwrap();
    let [holder, member, next] = ["a", "b", "c"].map(|name| person(folder.path(), name));
    let (home, [kept, open]) = with_cases(&[&holder.recipient], [7001, 7002]).await;
    let id = home.members().await[0]["id"].as_str().unwrap().to_owned();
    home.run(&["member", "recipient", &id, &member.recipient], &[]).await.done();
    let rewrap = ["recovery", "rewrap", "--identity", &holder.file, "--to", &member.recipient];
    let rewrap = [&rewrap[..], &["--recovery", &next.recipient]].concat();
    let early = home.run(&["recovery", "keys"], &[]).await.done();
    let early = fed(&rewrap, &[], &early).await.done();

    home.run(&["case", "exclude", &kept, "--member", &id], &[]).await.done();
    let keys = home.run(&["recovery", "keys"], &[]).await.done();
    let sealed = fed(&rewrap, &[], &keys).await;
    assert!(sealed.err.contains(&format!("{kept}: not sealed to {id}")), "{sealed:?}");
    assert!(!sealed.err.contains(&open), "{sealed:?}");
    let of_kept = sealed.out.lines().find(|line| line.contains(&kept)).unwrap().to_owned();
    let of_kept: Value = serde_json::from_str(&of_kept).unwrap();
    assert_eq!(of_kept["readers"], Value::Array(vec![]));

    let late = accept(&home, &early).await;
    assert_eq!((late.code, &*late.out), (Some(1), "1 keys were put in place\n"), "{late:?}");
    assert!(late.err.contains(&format!("{kept} is sealed to somebody who is excluded")));
    assert!(opens(&home, &open, &[&member]).await && !opens(&home, &kept, &[&member]).await);
    let one = home.run(&["recovery", "keys", "--case", &kept], &[]).await.done();
    accept(&home, &fed(&rewrap, &[], &one).await.done()).await.done();
    assert!(opens(&home, &kept, &[&next]).await && !opens(&home, &kept, &[&member]).await);
}

#[tokio::test]
async fn what_cannot_be_opened_or_put_back_is_named_and_nothing_is_changed() {
    let folder = tempfile::tempdir().unwrap();
    let [holder, stranger] = ["a", "b"].map(|name| person(folder.path(), name));
    let (home, code) = with_a_case(&[&holder.recipient]).await;
    let unknown = home.run(&["recovery", "keys", "--case", "RD-742"], &[]).await.refused();
    assert!(unknown.contains("no case has the code RD-742"), "{unknown}");
    let keys = home.run(&["recovery", "keys"], &[]).await.done();
    let rewrap = ["recovery", "rewrap", "--to", &stranger.recipient];
    let own = |who: &Person| {
        let mut arguments: Vec<String> = rewrap.iter().map(|s| (*s).to_owned()).collect();
        arguments
            .extend(["--identity", &who.file, "--recovery", &holder.recipient].map(str::to_owned));
        arguments
    };
    let ask = async |who: &Person, input: &str| {
        let arguments = own(who);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        fed(&arguments, &[], input).await
    };
    let shut = ask(&stranger, &keys).await.refused();
    assert!(shut.starts_with(&format!("{code}: none of the identities given")), "{shut}");
    let cut = ask(&holder, &keys[..keys.len() / 2]).await.refused();
    assert!(cut.starts_with("line 1 is no case's key"), "{cut}");
    let nothing = ask(&holder, "").await.refused();
    assert!(nothing.contains("nothing came"), "{nothing}");
    let nobody =
        fed(&["recovery", "rewrap", "--identity", &holder.file], &[], &keys).await.refused();
    assert!(nobody.contains("nobody to seal to"), "{nobody}");
    let sealed = ask(&holder, &keys).await.done();
    let mut garbage: Value = serde_json::from_str(&sealed).unwrap();
    for nothing in ["", "AAAA"] {
        garbage["case_key"] = nothing.into();
        let refused = accept(&home, &garbage.to_string()).await.refused();
        assert!(refused.contains("is no age file: nobody could open the case"), "{refused}");
    }
    let swapped = sealed.replace(&code, if code == "RD-742" { "RD-743" } else { "RD-742" });
    let refused = accept(&home, &format!("{sealed}{swapped}")).await.refused();
    assert!(refused.contains("no case has the code"), "{refused}");
    assert!(!opens(&home, &code, &[&stranger]).await, "all or none");
}

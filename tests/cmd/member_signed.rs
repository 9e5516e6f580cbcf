//! Who is a member, signed: the operator's commands, on their own computer and on the server.

use habeas::crypto::{fingerprint, recovery_new};
use habeas::storage::Store;
use serde_json::{Value, json};

use crate::support::{Ended, Home, fed, run};

const ADA: i64 = 5001;

/// An operator's own computer: the root's key in a file.
struct Office {
    home: Home,
    key: String,
    root: String,
    /// The paper with the recovery holder's recipient.
    recovery: String,
}

impl Office {
    async fn new() -> Self {
        let recovery = recovery_new().1;
        let home = Home::for_holders(&[&recovery]).await;
        let made = run(&["member", "root"]).await.done();
        let line = made.lines().find(|line| line.starts_with("# root = ")).unwrap();
        let root = line.split('"').nth(1).unwrap().to_owned();
        let key = home.folder.path().join("root.key");
        std::fs::write(&key, &made).unwrap();
        Self { key: key.to_str().unwrap().to_owned(), root, home, recovery }
    }

    async fn run(&self, arguments: &[&str]) -> Ended {
        self.home.run(arguments, &[("HABEAS_MEMBERS__ROOT", &self.root)]).await
    }

    /// Signs what is proposed, having heard this: an id, a role, eight words.
    async fn signs(&self, heard: &[&str]) -> Ended {
        let proposed = self.run(&["member", "proposals"]).await.done();
        self.signs_these(&proposed, heard).await
    }

    async fn signs_these(&self, proposed: &str, heard: &[&str]) -> Ended {
        let mut arguments =
            vec!["member", "sign", "--key", &self.key, "--recovery", &self.recovery];
        arguments.extend(heard.iter().flat_map(|heard| ["--fingerprint", heard]));
        fed(&arguments, &[], proposed).await
    }

    async fn accepts(&self, signed: &str) -> Ended {
        let arguments = ["member", "accept", "--config", &self.home.config];
        fed(&arguments, &[("HABEAS_MEMBERS__ROOT", &self.root)], signed).await
    }
}

fn lines(out: &str) -> Vec<Value> {
    out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[tokio::test]
async fn a_member_is_signed_for_once_their_eight_words_were_heard() {
    let office = Office::new().await;
    let id = office.home.add("lawyer", ADA).await;
    let key = recovery_new().1;
    office.run(&["member", "recipient", &id, &key]).await.done();
    assert_eq!(lines(&office.run(&["member", "list"]).await.done())[0]["key"], "pending");
    let unsigned = office.run(&["member", "verify"]).await;
    assert_eq!(unsigned.code, Some(1));
    assert!(
        unsigned.err.contains(&format!("nobody has signed for the keys of {id}")),
        "{unsigned:?}"
    );

    let words = run(&["member", "fingerprint", &key]).await.done();
    let words = words.trim_end();
    assert_eq!(words, fingerprint(&key, None));
    let other = fingerprint(&recovery_new().1, None);
    let wrong = [
        format!("{id} lawyer {other}"),
        format!("{id} coordinator {words}"),
        format!("m-0 lawyer {words}"),
        words.to_owned(),
    ];
    for heard in wrong.iter().map(|heard| vec![heard.as_str()]).chain([vec![]]) {
        let refused = office.signs(&heard).await.refused();
        assert!(refused.contains(&format!("{id} (Ada, lawyer): no --fingerprint")), "{refused}");
        assert!(refused.contains("sign nothing"), "{refused}");
    }

    let heard = format!("{id} lawyer {words}");
    let signed = office.signs(&[&heard]).await.done();
    let taken = lines(&office.accepts(&signed).await.done());
    let acts: Vec<_> = taken.iter().map(|act| act["act"].as_str().unwrap()).collect();
    assert_eq!(acts, ["root", "recovery", "member"]);
    let listed = lines(&office.run(&["member", "list"]).await.done());
    assert_eq!((&listed[0]["key"], &listed[0]["recipient"]), (&json!("active"), &json!(key)));
    let verified = lines(&office.run(&["member", "verify"]).await.done());
    assert_eq!((&verified[0]["id"], &verified[0]["recipient"]), (&json!(id), &json!(key)));
    assert_eq!(verified[0]["fingerprint"], words);
    let again = office.accepts(&signed).await.refused();
    assert!(again.contains("statement 1 was put in"), "{again}");
}

#[tokio::test]
async fn the_statements_are_checked_without_a_server_and_a_change_in_them_is_found() {
    let office = Office::new().await;
    let id = office.home.add("coordinator", ADA).await;
    let key = recovery_new().1;
    office.run(&["member", "recipient", &id, &key]).await.done();
    let heard = format!("{id} coordinator {}", fingerprint(&key, None));
    office.accepts(&office.signs(&[&heard]).await.done()).await.done();
    let chain = office.run(&["member", "statements"]).await.done();
    let file = office.home.folder.path().join("chain");
    let check = async |text: &str, root: &str| {
        std::fs::write(&file, text).unwrap();
        run(&["member", "verify", "--statements", file.to_str().unwrap(), "--root", root]).await
    };
    assert_eq!(lines(&check(&chain, &office.root).await.done())[0]["id"], json!(id));
    let changed = check(&chain.replace("coordinator", "lawyer"), &office.root).await.refused();
    assert!(changed.contains("statement 3 is not signed by the key that it names"), "{changed}");
    let other = recovery_new().1;
    let swapped = check(&chain.replace(&key, &other), &office.root).await.refused();
    assert!(swapped.contains("statement 3 is not signed"), "{swapped}");
    let cut: String = chain.split_inclusive('\n').skip(1).collect();
    assert!(check(&cut, &office.root).await.refused().contains("statement 1 is missing"));
    let wrong = check(&chain, &"00".repeat(32)).await.refused();
    assert!(wrong.contains("another root key"), "{wrong}");
}

#[tokio::test]
async fn what_was_done_to_the_rows_is_found_by_verify_and_by_doctor() {
    let office = Office::new().await;
    let id = office.home.add("lawyer", ADA).await;
    let key = recovery_new().1;
    office.run(&["member", "recipient", &id, &key]).await.done();
    let line = async || {
        let checked = office.run(&["doctor"]).await.out;
        checked.lines().find(|line| line.contains("  signed ")).unwrap().to_owned()
    };
    assert!(line().await.starts_with("warn"), "{}", line().await);
    let heard = format!("{id} lawyer {}", fingerprint(&key, None));
    office.accepts(&office.signs(&[&heard]).await.done()).await.done();
    let rootless = office.home.run(&["doctor"], &[]).await.out;
    let rootless = rootless.lines().find(|line| line.contains("  signed ")).unwrap();
    assert!(
        rootless.starts_with("FAIL") && rootless.contains("members.root was taken"),
        "{rootless}"
    );
    assert!(line().await.starts_with("ok"), "{}", line().await);
    let url = format!("sqlite://{}", office.home.dir().join("habeas.db").display());
    let store = Store::open(&url.parse().unwrap()).await.unwrap();
    let cut = async move |tx: &mut habeas::storage::Tx| {
        let sql = "-- tests::cut
            DELETE FROM statements WHERE seq = 3";
        tx.execute(sql, &[]).await
    };
    store.run("tests-cut", cut).await.unwrap();
    store.close().await;
    let refused = office.run(&["member", "verify"]).await.refused();
    assert!(refused.contains("the statements end before number 3"), "{refused}");
    assert!(line().await.starts_with("FAIL"), "{}", line().await);
}

#[tokio::test]
async fn what_is_no_key_no_proposal_and_no_statement_is_refused_with_what_to_give() {
    let office = Office::new().await;
    let none = office.home.run(&["member", "proposals"], &[]).await.refused();
    assert!(
        none.contains("members.root is not set: make a key with `habeas member root`"),
        "{none}"
    );
    let secret = std::fs::read_to_string(&office.key).unwrap();
    let secret = secret.lines().last().unwrap();
    let burnt = office.home.run(&["member", "list"], &[("HABEAS_MEMBERS__ROOT", secret)]).await;
    assert!(burnt.err.contains("that key is burnt"), "{burnt:?}");
    assert!(!burnt.err.contains(&secret[20..]), "never repeated");
    let sign = ["member", "sign", "--key", &office.key];
    let cases = [("", "nothing came"), ("{}", "the first line is not that of")];
    for (input, says) in cases {
        let refused = fed(&sign, &[], input).await.refused();
        assert!(refused.contains(says), "{refused}");
    }
    let other = run(&["member", "root"]).await.done();
    let file = office.home.folder.path().join("other.key");
    std::fs::write(&file, other).unwrap();
    let proposed = office.run(&["member", "proposals"]).await.done();
    let sign = ["member", "sign", "--key", file.to_str().unwrap()];
    let refused = fed(&sign, &[], &proposed).await.refused();
    assert!(refused.contains("members.root is another key than this one"), "{refused}");
    let nothing = office.accepts("").await.refused();
    assert!(nothing.contains("nothing came"), "{nothing}");
    let broken = office.accepts("{\"v\":1}").await.refused();
    assert!(broken.contains("line 1 is no signed statement"), "{broken}");
}

#[tokio::test]
async fn a_revocation_is_signed_when_it_is_meant_and_no_chain_that_was_put_back_is_signed_on() {
    let office = Office::new().await;
    let id = office.home.add("lawyer", ADA).await;
    let key = recovery_new().1;
    office.run(&["member", "recipient", &id, &key]).await.done();
    let before = office.run(&["member", "proposals"]).await.done();
    let heard = format!("{id} lawyer {}", fingerprint(&key, None));
    office.accepts(&office.signs(&[&heard]).await.done()).await.done();
    let note = std::fs::read_to_string(format!("{}.head", office.key)).unwrap();
    let held = office.run(&["member", "verify", "--head", note.trim()]).await;
    assert_eq!(held.code, Some(0), "{held:?}");
    let other = "07".repeat(32);
    let lost = office.run(&["member", "verify", "--head", &other]).await;
    assert!(lost.err.contains("the chain does not hold --head"), "{lost:?}");

    office.run(&["member", "revoke", &id]).await.done();
    let unmeant = office.signs(&[]).await.refused();
    assert!(unmeant.contains(&format!("If that is meant, add --revoke {id}")), "{unmeant}");
    let sign = ["member", "sign", "--key", &office.key, "--revoke", &id];
    let proposed = office.run(&["member", "proposals"]).await.done();
    let signed = fed(&sign, &[], &proposed).await.done();
    office.accepts(&signed).await.done();

    let old = office.signs_these(&before, &[&heard]).await.refused();
    assert!(old.contains("does not hold what this key signed last"), "{old}");
}

#[tokio::test]
async fn the_recovery_holders_are_signed_from_paper_and_verify_and_doctor_find_others() {
    let office = Office::new().await;
    let proposed = office.run(&["member", "proposals"]).await.done();
    let (first, second) = (office.recovery.clone(), recovery_new().1);
    let sign = async |proposed: &str, holders: &[&str]| {
        let mut arguments = vec!["member", "sign", "--key", &office.key];
        arguments.extend(holders.iter().flat_map(|holder| ["--recovery", holder]));
        fed(&arguments, &[], proposed).await
    };
    for wrong in [vec![], vec![second.as_str()], vec![&first, &second], vec![&first, &first]] {
        let refused = sign(&proposed, &wrong).await.refused();
        assert!(refused.contains("wants 1 recovery recipient(s) signed"), "{refused}");
        assert!(refused.contains("from your own paper") && !refused.contains(&first), "{refused}");
    }
    office.accepts(&sign(&proposed, &[&first]).await.done()).await.done();
    office.run(&["member", "verify"]).await.done();

    // Another holder stands in the configuration now: by the organisation's wish, or by a thief's.
    let config = std::fs::read_to_string(&office.home.config).unwrap();
    let quoted = |recipient: &str| format!("\"{recipient}\"");
    let two = format!("{}, {}", quoted(&second), quoted(&first));
    std::fs::write(&office.home.config, config.replace(&quoted(&first), &two)).unwrap();
    let refused = office.run(&["member", "verify"]).await.refused();
    assert!(refused.contains("are others than the signed ones"), "{refused}");
    let checked = office.run(&["doctor"]).await.out;
    let line = checked.lines().find(|line| line.contains("  signed ")).unwrap();
    assert!(line.starts_with("FAIL") && line.contains("recovery.recipients are others"), "{line}");
    let proposed = office.run(&["member", "proposals"]).await.done();
    let turned = sign(&proposed, &[&first, &second]).await.refused();
    assert!(turned.contains("in the order of recovery.recipients"), "{turned}");
    let signed = sign(&proposed, &[&second, &first]).await.done();
    office.accepts(&signed).await.done();
    office.run(&["member", "verify"]).await.done();
}

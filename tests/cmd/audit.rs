//! `habeas audit verify|head|show`, as an operator runs them.

use habeas::storage::Store;

use crate::support::Home;

/// Runs statements on an installation's database, past what guards the audit.
async fn rewrite(home: &Home, statements: &'static [&'static str]) {
    let url = format!("sqlite://{}", home.dir().join("habeas.db").display());
    let store = Store::open(&url.parse().unwrap()).await.unwrap();
    let unit = async move |tx: &mut habeas::storage::Tx| {
        for sql in statements {
            tx.execute(sql, &[]).await?;
        }
        Ok(())
    };
    store.run("tests-rewrite", unit).await.unwrap();
    store.close().await;
}

async fn verify(home: &Home, more: &[&str]) -> crate::support::Ended {
    home.run(&[&["audit", "verify"], more].concat(), &[]).await
}

#[tokio::test]
async fn a_chain_that_holds_says_what_it_proves_and_what_it_cannot_see() {
    let home = Home::new().await;
    let empty = verify(&home, &[]).await.done();
    assert_eq!(empty, "The audit has no record yet, and proves nothing.\n");
    let none = home.run(&["audit", "head"], &[]).await.refused();
    assert!(none.contains("no record yet"), "{none}");
    home.add("lawyer", 1).await;
    let id = home.add("coordinator", 2).await;
    let head = home.run(&["audit", "head"], &[]).await.done();
    let head = head.trim_end();
    home.run(&["member", "revoke", &id], &[]).await.done();

    let bare = verify(&home, &[]).await.done();
    assert!(bare.contains("The chain holds: records 1 to 3."), "{bare}");
    assert!(bare.contains("3 as recorded, 0 erased"), "{bare}");
    assert!(bare.contains("give --head"), "{bare}");
    let words: Vec<&str> = head.split(' ').collect();
    assert_eq!(words.len(), 8, "{head}");
    let hyphens = head.to_uppercase().replace(' ', "-");
    for given in [vec![head], words, vec![hyphens.as_str()]] {
        let held = verify(&home, &[&["--head"], given.as_slice()].concat()).await.done();
        let proves = format!("Records 1 to 2 are unchanged since the head {head} was sent out.");
        assert!(held.contains(&proves), "{held}");
        for limit in [
            "Records 3 to 3, which came after this head",
            "never recorded",
            "a machine wrote that was hostile",
        ] {
            assert!(held.contains(limit), "{held}");
        }
    }
}

#[tokio::test]
async fn a_head_that_is_not_in_the_chain_is_refused_and_says_what_to_do() {
    let home = Home::new().await;
    home.add("lawyer", 1).await;
    for typed in ["abcd", "not a head at all"] {
        let wrong = verify(&home, &["--head", typed]).await.refused();
        assert!(wrong.contains("--head is no head: it has eight groups of four"), "{wrong}");
    }
    let other = "0123 4567 89ab cdef 0123 4567 89ab cdef";
    let absent = verify(&home, &["--head", other]).await.refused();
    assert!(absent.contains(&format!("no record has the head {other}")), "{absent}");
    assert!(absent.contains("compare it with what was kept"), "{absent}");
    assert!(absent.contains("try the heads of other days"), "{absent}");
}

#[tokio::test]
async fn a_chain_that_was_rewritten_ends_with_1_and_names_the_first_bad_record() {
    let home = Home::new().await;
    for user in 1..=4 {
        home.add("lawyer", user).await;
    }
    let head = home.run(&["audit", "head"], &[]).await.done();
    rewrite(
        &home,
        &[
            "DROP TRIGGER audit_keeps_records",
            "DROP TRIGGER audit_keeps_fields",
            "DELETE FROM audit WHERE seq = 4",
        ],
    )
    .await;
    verify(&home, &[]).await.done();
    let cut = verify(&home, &["--head", head.trim_end()]).await.refused();
    assert!(cut.contains("cut off"), "{cut}");
    rewrite(&home, &["UPDATE audit SET kind = 'viewed' WHERE seq = 3"]).await;
    let changed = verify(&home, &[]).await.refused();
    let checked = home.run(&["doctor"], &[]).await;
    let line = checked.out.lines().find(|line| line.contains("audit  ")).unwrap();
    assert!(line.starts_with("FAIL") && line.contains("record 3 was changed"), "{line}");
    assert_eq!(checked.code, Some(1));
    assert!(changed.starts_with("the audit does not hold: record 3 was changed;"), "{changed}");
    rewrite(&home, &["UPDATE audit SET sealed_payload = commitment WHERE seq = 2"]).await;
    let payload = verify(&home, &[]).await.refused();
    assert!(payload.contains("the payload of record 2 was changed"), "{payload}");
    rewrite(&home, &["DELETE FROM audit WHERE seq = 1"]).await;
    let missing = verify(&home, &[]).await.refused();
    assert!(missing.contains("record 1 is missing"), "{missing}");
}

#[tokio::test]
async fn without_the_keyring_the_hashes_are_checked_and_that_is_said() {
    let home = Home::new().await;
    home.add("lawyer", 1).await;
    std::fs::remove_file(&home.keyring).unwrap();
    let bare = verify(&home, &[]).await.done();
    assert!(bare.contains("The chain holds: records 1 to 1."), "{bare}");
    assert!(bare.contains("not checked, for want of the keyring: "), "{bare}");
    home.run(&["audit", "head"], &[]).await.done();
}

#[tokio::test]
async fn the_records_are_shown_readably_and_what_is_sealed_stays_sealed_without_the_keyring() {
    let home = Home::new().await;
    let id = home.add("lawyer", 1).await;
    home.run(&["member", "revoke", &id], &[]).await.done();
    let shown = home.run(&["audit", "show"], &[]).await.done();
    let lines: Vec<&str> = shown.lines().collect();
    assert_eq!(lines.len(), 2, "{shown}");
    let by = format!("by operator · member Ada ({id}) · detail lawyer");
    assert!(lines[0].trim_start().starts_with("1  20") && lines[0].ends_with(&by), "{shown}");
    assert!(lines[1].contains("Z  revoked ") && lines[1].contains("by operator"), "{shown}");

    let json = home.run(&["audit", "show", "--json"], &[]).await.done();
    let json: serde_json::Value = serde_json::from_str(json.lines().last().unwrap()).unwrap();
    assert_eq!((&json["seq"], &json["kind"]), (&2.into(), &"revoked".into()));
    assert_eq!((&json["by"], &json["member"]), (&"operator".into(), &id.as_str().into()));
    let later = home.run(&["audit", "show", "--since", "2999-01-01T00:00:00Z"], &[]).await.done();
    assert_eq!(later, "");
    let other = home.run(&["audit", "show", "--case", "RD-742"], &[]).await.done();
    assert_eq!(other, "");
    let wrong = home.run(&["audit", "show", "--since", "yesterday"], &[]).await.refused();
    assert!(wrong.starts_with("--since: not a time with an offset"), "{wrong}");

    std::fs::remove_file(&home.keyring).unwrap();
    let sealed = home.run(&["audit", "show"], &[]).await.done();
    assert!(sealed.lines().next().unwrap().ends_with("[sealed]"), "{sealed}");
    assert!(sealed.contains("not opened, for want of the keyring"), "{sealed}");
    assert!(!sealed.contains("Ada") && !sealed.contains(&id), "{sealed}");
    let case = home.run(&["audit", "show", "--case", "RD-742"], &[]).await.refused();
    assert!(case.contains("--case needs the keyring"), "{case}");
}

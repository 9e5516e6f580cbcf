//! Where a root is trusted, cases are sealed to whom the statements name, and to nobody that a row
//! in the database names.

use habeas::audit::By;
use habeas::crypto::{Identity, SigningKey, recovery_new};
use habeas::oncall::members;
use habeas::oncall::roster::RosterError;
use habeas::storage::Tx;
use habeas_core::domain::Role;
use habeas_core::members::{Act, Fault, Signed};

use crate::support::people::{COORDINATOR, LAWYER, RELATIVE};
use crate::support::signing::{play, root};
use crate::support::world::World;

impl World {
    /// Gives a member a key; the private one.
    async fn has_a_key(&self, user: i64) -> String {
        let identity = Identity::generate();
        let (id, parts) = (self.member(user).await.id, self.parts());
        let (key, now) = (identity.recipient().to_string(), parts.now());
        let give = async move |tx: &mut Tx| {
            members::set_recipient(tx, &parts, &id, (&key, None), By::Operator, now).await
        };
        self.parts().store.run("tests-key", give).await.unwrap().unwrap();
        identity.to_line().to_string()
    }

    /// The first row that is not heeded.
    async fn put_in(&self) -> Result<Option<i64>, RosterError> {
        self.stored().await.map(|stored| stored.put_in)
    }

    /// Another report begins, by somebody new.
    async fn another_reports(&self, user: i64) {
        self.says(user, "/start").await;
        self.taps(user, "Kazakhstan").await;
        self.sees(user, "Where is the person now?").await;
    }
}

#[tokio::test]
async fn a_key_opens_nothing_until_it_is_signed_for_and_nothing_more_once_its_revocation_is() {
    play(async |world| {
        let secret = world.has_a_key(LAWYER).await;
        world.another_reports(RELATIVE).await;
        assert!(!world.is_open_to(&secret).await, "nobody has signed for it");
        assert!(!world.opened().await.is_empty(), "recovery opens what comes meanwhile");

        world.all_are_signed().await;
        world.another_reports(7001).await;
        assert!(world.is_open_to(&secret).await);

        let other = world.has_a_key(LAWYER).await;
        world.another_reports(7002).await;
        assert!(!world.is_open_to(&secret).await, "the key that was given up, and may be lost");
        assert!(!world.is_open_to(&other).await, "the new one waits");
        assert!(!world.opened().await.is_empty(), "recovery opens what comes meanwhile");
        world.all_are_signed().await;
        world.another_reports(7003).await;
        assert!(world.is_open_to(&other).await && !world.is_open_to(&secret).await);

        let id = world.member(LAWYER).await.id;
        world.revoke(&id).await;
        world.another_reports(7004).await;
        assert!(!world.is_open_to(&other).await, "at once, before anybody signs");
        assert_eq!(world.proposed().await, [Act::Revoked { member: id }]);
        world.all_are_signed().await;
        assert!(world.proposed().await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_key_or_a_role_written_into_the_members_table_gets_nothing() {
    play(async |world| {
        let secret = world.has_a_key(LAWYER).await;
        world.all_are_signed().await;
        world.another_reports(RELATIVE).await;
        assert!(world.is_open_to(&secret).await);
        let role = |role: &'static str| {
            let sql = "-- tests::role
                UPDATE members SET role = $1 WHERE recipient IS NOT NULL";
            world.execute(sql, vec![role.into()])
        };
        role("coordinator").await;
        world.another_reports(7001).await;
        assert!(!world.is_open_to(&secret).await, "signed for as a lawyer");
        role("lawyer").await;
        world.another_reports(7002).await;
        assert!(world.is_open_to(&secret).await);
        let (thief, recipient) = recovery_new();
        let sql = "-- tests::swap
            UPDATE members SET recipient = $1";
        world.execute(sql, vec![recipient.into()]).await;
        world.another_reports(7003).await;
        assert!(!world.is_open_to(&thief).await);
        assert!(!world.opened().await.is_empty(), "recovery opens what comes meanwhile");
    })
    .await;
}

#[tokio::test]
async fn a_row_put_in_is_not_heeded_and_a_changed_one_or_a_cut_tail_seals_to_nobody() {
    play(async |world| {
        let secret = world.has_a_key(LAWYER).await;
        world.has_a_key(COORDINATOR).await;
        world.all_are_signed().await;
        assert_eq!(world.put_in().await, Ok(None));

        // A whole statement, signed by somebody else's key.
        let thief = SigningKey::generate();
        let (stolen, recipient) = recovery_new();
        let member = world.member(COORDINATOR).await.id;
        let act = Act::Member { member, role: Role::Coordinator, recipient, signing_key: None };
        let forged = world.signed_by(&thief, vec![act.clone()]).await;
        let refused = world.accepts(forged.clone()).await.unwrap_err().to_string();
        assert!(refused.contains("signed by somebody who may not"), "{refused}");
        let line = serde_json::to_string(&forged[0]).unwrap();
        let sql = "-- tests::put_in
            INSERT INTO statements (seq, statement) VALUES ($1, $2)";
        world.execute(sql, vec![forged[0].seq.into(), line.into()]).await;
        assert_eq!(world.put_in().await, Ok(Some(5)));
        world.another_reports(RELATIVE).await;
        assert!(!world.is_open_to(&stolen).await);
        assert!(world.is_open_to(&secret).await, "the others' keys are as good as before");

        // Not even the root's own signature brings in a row that this server did not take.
        let signed = world.signed_by(&root(), vec![act]).await;
        let line = serde_json::to_string(&signed[0]).unwrap();
        let sql = "-- tests::resign
            UPDATE statements SET statement = $1 WHERE seq = 5";
        world.execute(sql, vec![line.into()]).await;
        world.another_reports(7001).await;
        assert!(!world.is_open_to(&stolen).await);

        // Nor does it change the last one that this server took.
        let mut last = world.stored().await.unwrap().statements[3].clone();
        let as_it_was = serde_json::to_string(&last).unwrap();
        last.at = last.at.plus_ms(1);
        last.signed =
            vec![Signed { by: root().public(), signature: root().sign(&last.signed_bytes()) }];
        let sql = "-- tests::change
            UPDATE statements SET statement = $1 WHERE seq = 4";
        world.execute(sql, vec![serde_json::to_string(&last).unwrap().into()]).await;
        assert_eq!(world.put_in().await, Err(Fault::Detached(4).into()));
        world.another_reports(7003).await;
        assert!(!world.is_open_to(&secret).await, "nobody but recovery");
        world.execute(sql, vec![as_it_was.into()]).await;
        assert_eq!(world.put_in().await, Ok(Some(5)));

        let sql = "-- tests::cut
            DELETE FROM statements WHERE seq > 2";
        world.execute(sql, vec![]).await;
        assert_eq!(world.put_in().await, Err(RosterError::Cut(4)));
        world.another_reports(7002).await;
        assert!(!world.is_open_to(&secret).await, "nobody but recovery");
        assert!(!world.opened().await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn statements_that_do_not_fit_are_refused_and_nothing_of_them_is_taken() {
    play(async |world| {
        world.has_a_key(LAWYER).await;
        let acts = world.proposed().await;
        let signed = world.signed_by(&root(), acts).await;
        world.has_a_key(LAWYER).await;
        let refused = world.accepts(signed).await.unwrap_err().to_string();
        assert!(refused.contains("has another role or other keys here by now"), "{refused}");
        assert_eq!(world.put_in().await, Ok(None));
        assert!(world.stored().await.unwrap().statements.is_empty(), "not even the root");

        let other = SigningKey::generate();
        let act = Act::Root { key: other.public() };
        let signed = world.signed_by(&other, vec![act]).await;
        let refused = world.accepts(signed).await.unwrap_err().to_string();
        assert!(refused.contains(&Fault::OtherRoot(1).to_string()), "{refused}");
    })
    .await;
}

#[tokio::test]
async fn the_recovery_holders_are_signed_as_the_configuration_has_them() {
    play(async |world| {
        let here: Vec<String> = world.parts().recovery.iter().map(ToString::to_string).collect();
        let proposed = world.proposed().await;
        assert_eq!(proposed[1], Act::Recovery { recipients: here.clone() }, "behind the root");
        let other = Act::Recovery { recipients: vec![recovery_new().1] };
        let signed = world.signed_by(&root(), vec![proposed[0].clone(), other]).await;
        let refused = world.accepts(signed).await.unwrap_err().to_string();
        assert!(refused.contains("other recovery recipients than"), "{refused}");
        world.all_are_signed().await;
        assert_eq!(world.stored().await.unwrap().roster.recovery(), here);
        assert!(world.proposed().await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn another_recipient_written_into_a_case_gets_nothing_of_what_comes_then() {
    play(async |world| {
        world.another_reports(RELATIVE).await;
        let (thief, recipient) = recovery_new();
        let sql = "-- tests::swap
            UPDATE cases SET recipient = $1";
        world.execute(sql, vec![recipient.into()]).await;
        world.says(RELATIVE, "the blue house by the mill").await;
        world.sees(RELATIVE, "I sealed and deleted your words.").await;
        let read = world.opened().await;
        assert!(read.iter().any(|entry| entry.to_string().contains("blue house")), "{read:?}");
        assert!(!world.is_open_to(&thief).await);
    })
    .await;
}

#[tokio::test]
async fn a_chain_that_is_put_back_to_an_older_state_seals_to_nobody() {
    play(async |world| {
        let secret = world.has_a_key(LAWYER).await;
        world.all_are_signed().await;
        let parts = world.parts();
        let read = async move |tx: &mut Tx| {
            let sql = "-- tests::head
                SELECT value FROM meta WHERE name = 'statements'";
            tx.fetch_optional(sql, &[]).await?.unwrap().text("value")
        };
        let old = parts.store.read("tests-head", read).await.unwrap();
        let id = world.member(LAWYER).await.id;
        world.revoke(&id).await;
        world.all_are_signed().await;
        let sql = "-- tests::cut
            DELETE FROM statements WHERE seq = 4";
        world.execute(sql, vec![]).await;
        let sql = "-- tests::put_back
            UPDATE meta SET value = $1 WHERE name = 'statements'";
        world.execute(sql, vec![old.into()]).await;
        let sql = "-- tests::unrevoke
            UPDATE members SET revoked_at = NULL";
        world.execute(sql, vec![]).await;
        assert_eq!(world.put_in().await, Err(RosterError::PutBack { recorded: 4, there: 3 }));
        world.another_reports(RELATIVE).await;
        assert!(!world.is_open_to(&secret).await);
        let sql = "-- tests::forget
            DELETE FROM meta WHERE name = 'statements'";
        world.execute(sql, vec![]).await;
        assert_eq!(world.put_in().await, Err(RosterError::PutBack { recorded: 4, there: 0 }));
    })
    .await;
}

#[tokio::test]
async fn a_row_before_the_first_is_not_heeded() {
    play(async |world| {
        let secret = world.has_a_key(LAWYER).await;
        world.all_are_signed().await;
        let sql = "-- tests::put_in
            INSERT INTO statements (seq, statement) VALUES (0, 'none')";
        world.execute(sql, vec![]).await;
        assert_eq!(world.put_in().await, Ok(Some(0)));
        world.another_reports(RELATIVE).await;
        assert!(world.is_open_to(&secret).await);
    })
    .await;
}

#[tokio::test]
async fn with_a_head_of_another_keyring_nothing_is_sealed_to_members() {
    play(async |world| {
        let secret = world.has_a_key(LAWYER).await;
        world.all_are_signed().await;
        let sql = "-- tests::spoil
            UPDATE meta SET value = '00ff' WHERE name = 'statements'";
        world.execute(sql, vec![]).await;
        assert_eq!(world.put_in().await, Err(RosterError::Head));
        world.another_reports(RELATIVE).await;
        assert!(!world.is_open_to(&secret).await);
    })
    .await;
}

#[tokio::test]
async fn a_stolen_key_opens_nothing_that_comes_after_the_new_one_is_signed_for() {
    play(async |world| {
        let stolen = world.has_a_key(LAWYER).await;
        world.all_are_signed().await;
        world.another_reports(RELATIVE).await;
        let new = world.has_a_key(LAWYER).await;
        world.taps(RELATIVE, "In court").await;
        world.all_are_signed().await;
        let before = world.opens_of(&stolen).await.0;
        world.taps(RELATIVE, "Yes: officers said so").await;
        world.settle().await;
        let (kept, shut) = world.opens_of(&stolen).await;
        assert_eq!(kept, before);
        assert!(!kept.is_empty() && shut > 0, "nothing new");
        assert!(!world.opens_of(&new).await.0.is_empty(), "the new key opens what comes next");
    })
    .await;
}

//! A case's key is renewed where somebody may not read on: they open what was sealed before, and
//! nothing that comes after.

use habeas::audit::By;
use habeas::cases;
use habeas::crypto::Identity;
use habeas::oncall::exclusions::{self, Exclusion};
use habeas::oncall::members;
use habeas::storage::Tx;
use habeas_core::domain::Role;

use crate::support::people::{COORDINATOR, LAWYER, RELATIVE, SECOND};
use crate::support::world::{World, play};

impl World {
    pub(super) async fn id_of(&self, user: i64) -> String {
        let parts = self.parts();
        let find = async move |tx: &mut Tx| members::by_telegram(tx, &parts, user).await;
        self.parts().store.read("tests-member", find).await.unwrap().unwrap().id
    }

    /// A member has this key from now on; the private one is given back.
    async fn is_given_a_key(&self, user: i64) -> String {
        let identity = Identity::generate();
        let (id, parts) = (self.id_of(user).await, self.parts());
        let (key, now) = (identity.recipient().to_string(), parts.now());
        let give = async move |tx: &mut Tx| {
            members::set_recipient(tx, &parts, &id, (&key, None), By::Operator, now).await
        };
        self.parts().store.run("tests-key", give).await.unwrap().unwrap();
        identity.to_line().to_string()
    }

    pub(super) async fn excludes(&self, user: i64) -> Exclusion {
        let (code, id) = (self.code().await.parse().unwrap(), self.id_of(user).await);
        let (parts, now) = (self.parts(), self.parts().now());
        let run = async move |tx: &mut Tx| {
            let case = cases::by_code(tx, &parts, &code).await?.unwrap();
            let who = members::by_id(tx, &parts, &id).await?.unwrap();
            exclusions::exclude(tx, &parts, &case, &who, By::Operator, now).await
        };
        self.parts().store.run("tests-exclude", run).await.unwrap()
    }

    async fn generations(&self) -> i64 {
        let sql = "-- tests::generations
            SELECT MAX(generation) AS n FROM entries";
        self.count(sql, vec![]).await
    }
}

#[tokio::test]
async fn who_was_revoked_opens_what_was_there_and_nothing_that_comes_after() {
    play(async |world| {
        let [gone, stays] =
            [world.is_given_a_key(SECOND).await, world.is_given_a_key(LAWYER).await];
        world.says(RELATIVE, "/start").await;
        world.taps(RELATIVE, "Kazakhstan").await;
        let (before, shut) = world.opens_of(&gone).await;
        assert!(!before.is_empty() && shut == 0);
        assert_eq!(world.generations().await, 1);

        world.revoke(&world.id_of(SECOND).await).await;
        world.taps(RELATIVE, "In court").await;
        assert_eq!(world.generations().await, 2, "what comes next has a key of its own");
        let (now, shut) = world.opens_of(&gone).await;
        assert_eq!(now, before, "the old key opens what it opened");
        assert!(shut > 0, "and nothing new");
        assert_eq!(world.opens_of(&stays).await.1, 0, "who stays opens everything");
        assert!(world.opened().await.len() > before.len(), "and so does recovery");

        world.taps(RELATIVE, "Yes: officers said so").await;
        assert_eq!(world.generations().await, 2, "once");
    })
    .await;
}

#[tokio::test]
async fn a_key_that_was_lost_opens_nothing_that_comes_after_the_new_one() {
    play(async |world| {
        let lost = world.is_given_a_key(LAWYER).await;
        world.says(RELATIVE, "/start").await;
        world.taps(RELATIVE, "Kazakhstan").await;
        let new = world.is_given_a_key(LAWYER).await;
        world.taps(RELATIVE, "In court").await;
        let (kept, shut) = world.opens_of(&lost).await;
        assert!(!kept.is_empty() && shut > 0, "what it opened, and nothing new");
        let (later, earlier) = world.opens_of(&new).await;
        assert!(!later.is_empty() && earlier > 0, "the earlier ones wait for somebody's browser");
        let parts = world.parts();
        let read = async move |tx: &mut Tx| cases::awaiting(tx, &parts).await;
        let waits = world.parts().store.read("tests-awaiting", read).await.unwrap();
        let id = world.id_of(LAWYER).await;
        assert_eq!(waits.len(), 1, "the earlier key alone");
        assert_eq!(waits[0].missing().collect::<Vec<_>>(), [id]);
    })
    .await;
}

#[tokio::test]
async fn who_is_excluded_reads_nothing_more_and_the_case_is_called_anew() {
    play(async |world| {
        let key = world.is_given_a_key(LAWYER).await;
        world.reports_critical(RELATIVE).await;
        world.taps(LAWYER, "I take it").await;
        let page = world.sees(LAWYER, &world.code().await).await;
        let before = world.opens_of(&key).await.0;
        assert!(!before.is_empty());

        assert_eq!(world.excludes(LAWYER).await, Exclusion::Done);
        assert_eq!(world.excludes(LAWYER).await, Exclusion::Already);
        world.settle().await;
        assert!(world.is_deleted(LAWYER, page.message_id).await);
        world.passes_s(5).await;
        world.sees(SECOND, "I take it").await;
        world.says(LAWYER, &format!("/take {}", world.code().await)).await;
        world.sees(LAWYER, "You are excluded from this case. Others are called.").await;
        world.taps(SECOND, "I take it").await;
        world.says(RELATIVE, "he wears a red coat").await;
        let (now, shut) = world.opens_of(&key).await;
        assert_eq!(now, before);
        assert!(shut > 0, "what was done and said since");
        world.passes_s(900).await;
        world.sees_no(LAWYER, "no sign since").await;
    })
    .await;
}

#[tokio::test]
async fn nobody_is_excluded_who_is_the_last_to_be_called() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps(RELATIVE, "Kazakhstan").await;
        assert_eq!(world.excludes(LAWYER).await, Exclusion::Done);
        assert_eq!(world.excludes(SECOND).await, Exclusion::Done);
        assert_eq!(world.excludes(COORDINATOR).await, Exclusion::NobodyLeft);
        world.add(Role::Lawyer, "Dana", 4321).await;
        assert_eq!(world.excludes(COORDINATOR).await, Exclusion::NobodyLeft, "not reachable yet");
    })
    .await;
}

#[tokio::test]
async fn a_case_that_only_recovery_opens_is_for_members_from_its_next_entry_on() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps(RELATIVE, "Kazakhstan").await;
        world.taps(RELATIVE, "In court").await;
        assert_eq!(world.generations().await, 1, "nobody has a key: there is no better one");
        let key = world.is_given_a_key(LAWYER).await;
        world.taps(RELATIVE, "Yes: officers said so").await;
        assert_eq!(world.generations().await, 2);
        let (later, earlier) = world.opens_of(&key).await;
        assert!(!later.is_empty() && earlier > 0);
    })
    .await;
}

#[tokio::test]
async fn where_the_only_coordinator_is_excluded_from_a_case_to_watch_somebody_else_sees_it() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps_all(RELATIVE, &["Kazakhstan", "In court"]).await;
        let code = world.code().await;
        world.sees(COORDINATOR, &code).await;
        assert_eq!(world.excludes(COORDINATOR).await, Exclusion::Done);
        world.passes_s(5).await;
        world.sees(LAWYER, &code).await;
    })
    .await;
}

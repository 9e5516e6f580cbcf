//! Somebody is excluded from a case, and whoever is left leaves: nobody may be called, and it is said.

use habeas::oncall::exclusions::Exclusion;

use crate::support::people::{COORDINATOR, LAWYER, RELATIVE, SECOND};
use crate::support::world::{World, play};

const NOBODY: &str = "A case waits, and nobody can be called for it.";

impl World {
    /// A case for which one lawyer alone may be called.
    async fn reports_and_leaves_only(&self, stays: i64) {
        self.reports_critical(RELATIVE).await;
        for user in [LAWYER, SECOND, COORDINATOR] {
            if user != stays {
                assert_eq!(self.excludes(user).await, Exclusion::Done);
            }
        }
        self.settle().await;
    }
}

#[tokio::test]
async fn where_only_those_are_left_who_are_excluded_coordinators_and_who_went_off_are_called() {
    play(async |world| {
        world.reports_and_leaves_only(LAWYER).await;
        world.says(LAWYER, "/off").await;
        let code = world.code().await;
        let told = world.sees(LAWYER, NOBODY).await;
        assert!(!told.silent && told.text.contains("Write: /on"), "{}", told.text);
        let told = world.sees(COORDINATOR, NOBODY).await;
        assert!(!told.silent && told.text.contains(&code), "{}", told.text);
        assert!(!told.text.contains("/on"), "they may not be called: {}", told.text);
        world.sees_no(SECOND, NOBODY).await;
        assert_eq!(world.rings(COORDINATOR, NOBODY).await, 1);
        // As often as the last step would call them.
        world.passes_s(120).await;
        assert_eq!(world.rings(COORDINATOR, NOBODY).await, 2);
        world.passes_s(50).await;
        assert_eq!(world.rings(COORDINATOR, NOBODY).await, 2);
        let pages = world.rings(LAWYER, "CRITICAL").await;
        world.says(LAWYER, "/on").await;
        assert_eq!(world.rings(LAWYER, "CRITICAL").await, pages + 1, "at once");
        world.passes_s(600).await;
        assert_eq!(world.rings(COORDINATOR, NOBODY).await, 2);
    })
    .await;
}

#[tokio::test]
async fn who_is_excluded_is_not_called_in_the_place_of_who_was_revoked() {
    play(async |world| {
        world.reports_and_leaves_only(LAWYER).await;
        let pages = world.rings(SECOND, "CRITICAL").await;
        world.revoke(&world.id_of(LAWYER).await).await;
        world.settle().await;
        world.sees(COORDINATOR, NOBODY).await;
        world.sees_no(LAWYER, NOBODY).await;
        world.says(RELATIVE, "/status").await;
        world.sees(RELATIVE, "Nobody is on call at this moment.").await;
        world.passes_s(900).await;
        assert_eq!(world.rings(SECOND, "CRITICAL").await, pages);
    })
    .await;
}

#[tokio::test]
async fn a_case_that_calls_nobody_yet_is_told_of_too_and_a_closed_one_is_not() {
    play(async |world| {
        world.says(RELATIVE, "/start").await;
        world.taps(RELATIVE, "Kazakhstan").await;
        for user in [SECOND, COORDINATOR] {
            assert_eq!(world.excludes(user).await, Exclusion::Done);
        }
        let closed = "-- tests::closed
            UPDATE cases SET stage = 'closed'";
        let open = "-- tests::open
            UPDATE cases SET stage = 'open'";
        world.execute(closed, vec![]).await;
        world.says(LAWYER, "/off").await;
        world.sees_no(COORDINATOR, NOBODY).await;
        world.says(LAWYER, "/on").await;
        world.execute(open, vec![]).await;
        world.driver.block(LAWYER);
        world.settle().await;
        let told = world.sees(COORDINATOR, NOBODY).await;
        assert!(told.silent, "it is not critical");
    })
    .await;
}

#[tokio::test]
async fn an_owner_who_is_silent_with_nobody_to_be_called_beside_them_is_told_of() {
    play(async |world| {
        world.reports_and_leaves_only(LAWYER).await;
        world.taps(LAWYER, "I take it").await;
        world.sees_no(COORDINATOR, NOBODY).await;
        world.passes_s(600).await;
        world.passes_s(300).await;
        world.sees(COORDINATOR, NOBODY).await;
    })
    .await;
}

#[tokio::test]
async fn a_call_for_help_with_nobody_to_answer_goes_on_until_somebody_is_back() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        assert_eq!(world.excludes(SECOND).await, Exclusion::Done);
        world.taps(LAWYER, "I take it").await;
        world.says(COORDINATOR, "/off").await;
        let own = world.rings(LAWYER, "CRITICAL").await;
        world.taps(LAWYER, "I need help").await;
        world.sees(COORDINATOR, NOBODY).await;
        assert_eq!(world.rings(LAWYER, "CRITICAL").await, own, "not called to their own call");
        let told = world.rings(COORDINATOR, NOBODY).await;
        world.passes_s(120).await;
        world.passes_s(120).await;
        assert!(world.rings(COORDINATOR, NOBODY).await > told, "it does not end");
        let pages = world.rings(COORDINATOR, "CRITICAL").await;
        world.says(COORDINATOR, "/on").await;
        world.passes_s(120).await;
        assert!(world.rings(COORDINATOR, "CRITICAL").await > pages, "they are called");
    })
    .await;
}

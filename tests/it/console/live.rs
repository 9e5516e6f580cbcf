//! A page hears that something has changed, and nothing of what.

use reqwest::Response;

use super::desk::{Desk, play};
use crate::support::people::{COORDINATOR, LAWYER, RELATIVE, SECOND};

/// A page that listens.
struct Ear {
    answer: Response,
    heard: String,
}

impl Desk<'_> {
    async fn listens(&self, cookie: &str) -> Ear {
        let asked = self.http.get(format!("{}/api/live", self.url)).header("host", "desk.example");
        let answer = asked.header("cookie", cookie).send().await.unwrap();
        assert_eq!(answer.status().as_u16(), 200);
        assert_eq!(answer.headers()["content-type"], "text/event-stream");
        Ear { answer, heard: String::new() }
    }
}

impl Ear {
    /// What is sent next, as it is; nothing once it has ended.
    async fn is_sent(&mut self) -> Option<String> {
        loop {
            if let Some((event, rest)) = self.heard.split_once("\n\n") {
                let (event, rest) = (event.to_owned(), rest.to_owned());
                self.heard = rest;
                return Some(event);
            }
            let chunk = self.answer.chunk().await.unwrap()?;
            self.heard.push_str(std::str::from_utf8(&chunk).unwrap());
        }
    }

    /// The next event's name, without those lines that say nothing; nothing once it has ended.
    async fn hears(&mut self) -> Option<String> {
        loop {
            let event = self.is_sent().await?;
            if event.starts_with(':') {
                continue;
            }
            let name =
                event.strip_prefix("event: ").and_then(|rest| rest.strip_suffix("\ndata: {}"));
            return Some(name.unwrap_or_else(|| panic!("{event:?} says more")).to_owned());
        }
    }

    /// A line that says nothing comes where nothing was heard for twenty seconds.
    async fn hears_nothing(&mut self, desk: &Desk<'_>, why: &str) {
        desk.world.passes_s(21).await;
        let sent = self.is_sent().await.unwrap();
        assert!(sent.starts_with(':'), "{why}: {sent}");
    }
}

#[tokio::test]
async fn a_page_hears_of_a_change_at_a_case_of_its_own_and_of_no_other() {
    play(async |desk| {
        let [own, second] = [desk.enters(LAWYER).await, desk.enters(SECOND).await];
        let boss = desk.enters(COORDINATOR).await;
        let (mut owner, mut other, mut chief) =
            (desk.listens(&own).await, desk.listens(&second).await, desk.listens(&boss).await);
        desk.world.reports_critical(RELATIVE).await;
        assert_eq!(chief.hears().await.as_deref(), Some("changed"), "a new case");
        desk.world.taps(LAWYER, "I take it").await;
        assert_eq!(owner.hears().await.as_deref(), Some("changed"), "it is theirs");

        desk.world.settle().await;
        let mut owner = desk.listens(&own).await;
        desk.world.says(RELATIVE, "words").await;
        assert_eq!(owner.hears().await.as_deref(), Some("changed"), "words came");

        desk.world.settle().await;
        let mut owner = desk.listens(&own).await;
        desk.excludes(LAWYER).await;
        assert_eq!(owner.hears().await.as_deref(), Some("changed"), "it is theirs no more");
        desk.asks_in(&own, "sign-out", &serde_json::json!({})).await;
        assert_eq!(owner.hears().await.as_deref(), Some("out"));
        assert_eq!(owner.hears().await, None, "and it ends");

        // Nothing before was for somebody with no part in it; now they are called.
        assert_eq!(other.hears().await.as_deref(), Some("changed"), "they are called for it");
        desk.world.settle().await;
        desk.world.revoke(&desk.member(SECOND).await.id).await;
        assert_eq!(other.hears().await.as_deref(), Some("out"));
        assert_eq!(other.hears().await, None);
    })
    .await;
}

#[tokio::test]
async fn whoever_may_not_read_a_case_hears_nothing_of_what_comes_in_it() {
    play(async |desk| {
        let [called, boss] = [desk.enters(LAWYER).await, desk.enters(COORDINATOR).await];
        desk.world.reports_critical(RELATIVE).await;
        let (mut ear, mut chief) = (desk.listens(&called).await, desk.listens(&boss).await);
        let before = desk.world.opened().await.len();
        desk.world.says(RELATIVE, "words").await;
        assert_eq!(desk.world.opened().await.len(), before + 1);
        ear.hears_nothing(desk, "an entry is not theirs to read").await;
        assert_eq!(chief.hears().await.as_deref(), Some("changed"), "it came");
        desk.world.says(COORDINATOR, &format!("/take {}", desk.world.code().await)).await;
        assert_eq!(ear.hears().await.as_deref(), Some("changed"), "they are called no more");
    })
    .await;
}

#[tokio::test]
async fn whoever_is_handed_a_case_hears_nothing_of_what_comes_in_it_until_they_have_it() {
    play(async |desk| {
        let [own, second] = [desk.enters(LAWYER).await, desk.enters(SECOND).await];
        desk.world.reports_critical(RELATIVE).await;
        desk.world.taps(LAWYER, "I take it").await;
        desk.world.sees(LAWYER, "You have it since").await;
        let mut ear = desk.listens(&second).await;
        desk.world.taps_all(LAWYER, &["Hand over", "Timur"]).await;
        assert_eq!(ear.hears().await.as_deref(), Some("changed"), "it is handed to them");
        let (mut ear, mut owner) = (desk.listens(&second).await, desk.listens(&own).await);
        desk.world.says(RELATIVE, "words").await;
        desk.world.taps(LAWYER, "On my way").await;
        ear.hears_nothing(desk, "what its owner does is not theirs to read").await;
        assert_eq!(owner.hears().await.as_deref(), Some("changed"));
        desk.world.taps(SECOND, "I take it").await;
        assert_eq!(ear.hears().await.as_deref(), Some("changed"), "it is theirs");
    })
    .await;
}

#[tokio::test]
async fn a_page_hears_that_one_more_person_is_called() {
    play(async |desk| {
        let boss = desk.enters(COORDINATOR).await;
        desk.world.reports_critical(RELATIVE).await;
        desk.world.passes_s(60).await;
        let mut ear = desk.listens(&boss).await;
        desk.world.passes_s(60).await;
        assert_eq!(ear.hears().await.as_deref(), Some("changed"));
    })
    .await;
}

#[tokio::test]
async fn a_page_that_listens_keeps_nobody_signed_in_and_hears_when_they_are_out() {
    play(async |desk| {
        let boss = desk.enters(COORDINATOR).await;
        let mut ear = desk.listens(&boss).await;
        for _ in 0..15 {
            desk.world.passes_s(60).await;
        }
        assert_eq!(ear.hears().await.as_deref(), Some("out"));
        assert_eq!(ear.hears().await, None);
        assert_eq!(desk.me(&boss).await.0, 401);
    })
    .await;
}

#[tokio::test]
async fn what_another_process_changes_is_heard_by_the_sweep() {
    play(async |desk| {
        let boss = desk.enters(COORDINATOR).await;
        desk.world.reports_critical(RELATIVE).await;
        let mut ear = desk.listens(&boss).await;
        // As another process would: no wake is rung here.
        let sql = "-- tests::elsewhere
            UPDATE cases SET changed_at = changed_at + 1";
        assert_eq!(desk.world.execute(sql, vec![]).await, 1);
        desk.world.passes_s(6).await;
        assert_eq!(ear.hears().await.as_deref(), Some("changed"));
    })
    .await;
}

#[tokio::test]
async fn a_member_has_so_many_pages_that_listen_and_no_more_until_one_goes() {
    play(async |desk| {
        let boss = desk.enters(COORDINATOR).await;
        let own = desk.enters(LAWYER).await;
        let mut all = vec![];
        for _ in 0..12 {
            all.push(desk.listens(&boss).await);
        }
        let (status, refused) = desk.gets("live", &boss).await;
        assert_eq!((status, &refused["code"]), (429, &"too-many".into()));
        let _others = desk.listens(&own).await;
        let (_, out) = desk.asks_in(&boss, "sign-out", &serde_json::json!({})).await;
        assert_eq!(out, serde_json::json!({}));
        for ear in &mut all {
            assert_eq!(ear.hears().await.as_deref(), Some("out"));
            assert_eq!(ear.hears().await, None);
        }
        let anew = desk.enters(COORDINATOR).await;
        desk.listens(&anew).await;
    })
    .await;
}

//! The members' page as the server sees it: the chain handed out, and what coordinators sign.

use habeas::audit::{self, Seen};
use habeas::crypto::SigningKey;
use habeas::oncall::roster::RosterError;
use habeas_core::domain::Role;
use habeas_core::members::{Act, Roster, Statement};
use serde_json::{Value, json};

use super::desk::{Browser, Desk, play, play_signed};
use crate::support::people::{COORDINATOR, LAWYER, SECOND};
use crate::support::signing::{ROOT_PUBLIC, root, sign};

/// Keeps the rota too.
const OTHER: i64 = 3002;
/// Is to keep the rota as well.
const THIRD: i64 = 3003;

/// Somebody with keys that are signed for, who is in.
struct In {
    id: String,
    browser: Browser,
    cookie: String,
}

impl Desk<'_> {
    async fn joins(&self, role: Role, name: &str, user: i64) {
        self.world.add(role, name, user).await;
        self.world.says(user, "/start").await;
    }

    /// The operator signs for this one, who comes in.
    async fn is_in(&self, user: i64) -> In {
        let browser = self.enrols(user).await;
        self.world.all_are_signed().await;
        let cookie = self.comes_in(user, &browser).await;
        In { id: self.member(user).await.id, browser, cookie }
    }

    /// What says that somebody has the keys that they have here.
    async fn act(&self, user: i64) -> Act {
        let member = self.member(user).await;
        let (role, signing_key) = (member.role, member.signing_key);
        Act::Member { member: member.id, role, recipient: member.recipient.unwrap(), signing_key }
    }

    /// What this key signs next.
    async fn next(&self, act: Act, key: &SigningKey) -> Statement {
        self.world.signed_by(key, vec![act]).await.remove(0)
    }

    async fn states(&self, who: &In, statement: &Statement) -> (u16, Value) {
        self.asks_in(&who.cookie, "statements", &json!({"statement": statement})).await
    }

    async fn waits(&self, who: &In) -> Vec<Statement> {
        let (status, list) = self.gets("members", &who.cookie).await;
        assert_eq!(status, 200);
        serde_json::from_value(list["waits"].clone()).unwrap()
    }
}

fn refused(answer: &(u16, Value)) -> (u16, &str) {
    (answer.0, answer.1["code"].as_str().unwrap())
}

#[tokio::test]
async fn whoever_is_in_reads_the_chain_and_whom_things_are_sealed_to_and_nothing_else() {
    play_signed(async |desk| {
        let lawyer = desk.is_in(LAWYER).await;
        let (status, chain) = desk.gets("chain", &lawyer.cookie).await;
        assert_eq!((status, &chain["root"]), (200, &json!(ROOT_PUBLIC)));
        let statements: Vec<Statement> =
            serde_json::from_value(chain["statements"].clone()).unwrap();
        let mut roster = Roster::trusting(root().public());
        for statement in &statements {
            roster.read(statement, habeas::crypto::verifies).unwrap();
        }
        assert_eq!(roster.active(&lawyer.id).unwrap().recipient, lawyer.browser.recipient);

        let (status, list) = desk.gets("members", &lawyer.cookie).await;
        assert_eq!((status, &list["waits"]), (200, &json!([])));
        let all = list["members"].as_array().unwrap();
        assert_eq!(all.len(), 3);
        let me = all.iter().find(|one| one["id"] == lawyer.id.as_str()).unwrap();
        let expected = json!({"id": lawyer.id, "name": "Mira", "role": "lawyer", "key": "active",
            "recipient": lawyer.browser.recipient,
            "signing_key": lawyer.browser.signing.public(), "revoked": false});
        assert_eq!(*me, expected, "and no account, no language, no place in the order");
        let text = list.to_string();
        assert!(!text.contains(&LAWYER.to_string()) && !text.contains("telegram"), "{text}");
        for path in ["chain", "members"] {
            assert_eq!(refused(&desk.gets(path, "").await), (401, "signed-out"), "{path}");
        }
    })
    .await;
}

#[tokio::test]
async fn where_members_are_not_signed_the_chain_is_empty() {
    play(async |desk| {
        let own = desk.enrols(LAWYER).await;
        let cookie = desk.comes_in(LAWYER, &own).await;
        let (status, chain) = desk.gets("chain", &cookie).await;
        assert_eq!((status, chain), (200, json!({"root": null, "statements": []})));
    })
    .await;
}

#[tokio::test]
async fn a_coordinator_signs_for_a_lawyer_who_comes_in_and_everybody_is_told_without_sound() {
    play_signed(async |desk| {
        let dana = desk.is_in(COORDINATOR).await;
        let own = desk.enrols(LAWYER).await;
        for other in [SECOND, COORDINATOR] {
            desk.world.sees(other, "Has a key that waits for a signature: Mira, lawyer.").await;
        }
        let good = desk.next(desk.act(LAWYER).await, &dana.browser.signing).await;
        assert_eq!(desk.states(&dana, &good).await, (200, json!({"accepted": true})));
        desk.comes_in(LAWYER, &own).await;
        let told = "Has a key from now on: Mira, lawyer.";
        for other in [SECOND, COORDINATOR] {
            desk.world.sees(other, told).await;
            assert_eq!(desk.world.rings(other, told).await, 0);
        }
        desk.world.sees(LAWYER, "It opens cases from now on.").await;
        let again = desk.states(&dana, &good).await;
        assert_eq!(refused(&again), (409, "statement"), "once");
    })
    .await;
}

#[tokio::test]
async fn nobody_else_states_anything_and_nothing_is_stated_that_does_not_hold() {
    play_signed(async |desk| {
        let dana = desk.is_in(COORDINATOR).await;
        let lawyer = desk.is_in(LAWYER).await;
        desk.enrols(SECOND).await;
        let act = desk.act(SECOND).await;
        let good = desk.next(act.clone(), &dana.browser.signing).await;
        let own = desk.next(act.clone(), &lawyer.browser.signing).await;
        for statement in [&good, &own] {
            assert_eq!(refused(&desk.states(&lawyer, statement).await), (403, "not-in"));
        }
        let nobody = desk.posts("statements", json!({"statement": good})).await;
        assert_eq!(refused(&nobody), (401, "signed-out"));
        for signer in [&root(), &lawyer.browser.signing] {
            let theirs = desk.next(act.clone(), signer).await;
            let answer = desk.states(&dana, &theirs).await;
            assert_eq!(refused(&answer), (403, "not-in"), "not by the poster's own key");
        }
        let mut unsigned = good.clone();
        unsigned.at = unsigned.at.plus_ms(1);
        let mut stale = good.clone();
        stale.previous = [7; 32];
        let Act::Member { member, role, signing_key, .. } = act else { panic!("a member") };
        let recipient = "age1other".to_owned();
        let other = Act::Member { member, role, recipient, signing_key };
        let others = desk.next(other, &dana.browser.signing).await;
        let recovery = Act::Recovery { recipients: vec!["age1thief".to_owned()] };
        let recovery = desk.next(recovery, &dana.browser.signing).await;
        let own = Act::Revoked { member: dana.id.clone() };
        let own = desk.next(own, &dana.browser.signing).await;
        for wrong in [unsigned, stale, others, recovery, own] {
            assert_eq!(refused(&desk.states(&dana, &wrong).await), (409, "statement"), "{wrong:?}");
        }
        assert!(desk.waits(&dana).await.is_empty());
        assert_eq!(desk.states(&dana, &good).await.0, 200);
    })
    .await;
}

#[tokio::test]
async fn for_a_coordinator_a_second_one_signs_the_same_bytes_whom_the_first_did_not_make() {
    play_signed(async |desk| {
        desk.joins(Role::Coordinator, "Aru", OTHER).await;
        desk.joins(Role::Coordinator, "Ben", THIRD).await;
        let dana = desk.is_in(COORDINATOR).await;
        let aru = desk.is_in(OTHER).await;
        let lawyer = desk.is_in(LAWYER).await;
        let ben = desk.enrols(THIRD).await;
        let draft = desk.next(desk.act(THIRD).await, &dana.browser.signing).await;
        assert_eq!(desk.states(&dana, &draft).await, (200, json!({"accepted": false})));
        desk.world.sees(OTHER, "A second signature is needed in the console: Ben, coord").await;
        assert!(desk.waits(&lawyer).await.is_empty());
        assert_eq!(desk.waits(&aru).await, std::slice::from_ref(&draft));
        assert_eq!(desk.stored(&ben).await, None, "it is no statement yet");

        let mut whole = draft.clone();
        sign(&mut whole, &aru.browser.signing);
        assert_eq!(desk.states(&aru, &whole).await, (200, json!({"accepted": true})));
        assert!(desk.waits(&aru).await.is_empty());
        let cookie = desk.comes_in(THIRD, &ben).await;
        let ben = In { id: desk.member(THIRD).await.id, browser: ben, cookie };

        // Dana made Ben: the two are no two. Aru may be revoked by neither of them alone.
        let revoked = Act::Revoked { member: aru.id.clone() };
        let draft = desk.next(revoked.clone(), &dana.browser.signing).await;
        assert_eq!(desk.states(&dana, &draft).await, (200, json!({"accepted": false})));
        assert!(desk.waits(&aru).await.is_empty(), "not to the one whom it is about");
        let mut whole = draft.clone();
        sign(&mut whole, &ben.browser.signing);
        assert_eq!(refused(&desk.states(&ben, &whole).await), (409, "statement"));
        assert_eq!(desk.me(&aru.cookie).await.0, 200);
        let twice = desk.next(revoked, &dana.browser.signing).await;
        assert_eq!(desk.states(&dana, &twice).await.0, 200, "in the place of the one before");
        assert_eq!(desk.waits(&ben).await, [twice]);
    })
    .await;
}

#[tokio::test]
async fn a_draft_goes_when_something_else_is_stated_first_or_a_row_was_written_by_somebody() {
    play_signed(async |desk| {
        desk.joins(Role::Coordinator, "Aru", OTHER).await;
        let dana = desk.is_in(COORDINATOR).await;
        let aru = desk.is_in(OTHER).await;
        desk.joins(Role::Coordinator, "Ben", THIRD).await;
        desk.enrols(THIRD).await;
        let draft = desk.next(desk.act(THIRD).await, &dana.browser.signing).await;
        desk.states(&dana, &draft).await;
        assert_eq!(desk.waits(&aru).await.len(), 1);
        desk.enrols(LAWYER).await;
        let lawyer = desk.next(desk.act(LAWYER).await, &dana.browser.signing).await;
        assert_eq!(desk.states(&dana, &lawyer).await.0, 200);
        assert!(desk.waits(&aru).await.is_empty());

        let draft = desk.next(desk.act(THIRD).await, &dana.browser.signing).await;
        desk.states(&dana, &draft).await;
        desk.enrols(THIRD).await;
        assert!(desk.waits(&aru).await.is_empty(), "the keys are others by now");

        let thief = desk.next(desk.act(THIRD).await, &SigningKey::generate()).await;
        let sql = "-- tests::draft
            INSERT INTO drafts (member_id, statement, at) VALUES ('m-0', $1, 0)";
        desk.world.execute(sql, vec![serde_json::to_string(&thief).unwrap().into()]).await;
        assert!(desk.waits(&aru).await.is_empty());
        let sql = "-- tests::drafts
            SELECT COUNT(*) AS n FROM drafts";
        assert_eq!(desk.world.count(sql, vec![]).await, 0);
    })
    .await;
}

#[tokio::test]
async fn whoever_is_revoked_in_the_console_is_out_at_once_and_everybody_hears_of_it() {
    play_signed(async |desk| {
        let dana = desk.is_in(COORDINATOR).await;
        let timur = desk.is_in(SECOND).await;
        let revoked = Act::Revoked { member: timur.id.clone() };
        let revoked = desk.next(revoked, &dana.browser.signing).await;
        assert_eq!(desk.states(&dana, &revoked).await, (200, json!({"accepted": true})));
        assert_eq!(desk.me(&timur.cookie).await.0, 401);
        let told = "Not a member any more: Timur, lawyer.";
        for other in [LAWYER, COORDINATOR] {
            desk.world.sees(other, told).await;
            assert_eq!(desk.world.rings(other, told).await, 0);
        }
        let (_, list) = desk.gets("members", &dana.cookie).await;
        let gone = list["members"].as_array().unwrap().iter().find(|one| one["id"] == timur.id);
        assert_eq!(gone.unwrap()["revoked"], true);
        assert!(desk.world.proposed().await.is_empty(), "nothing is left to be signed");
        let parts = desk.world.parts();
        let all = audit::records(&parts.store, Some(parts.keyring.clone()), None).await.unwrap();
        for kind in ["signed", "revoked"] {
            let last = all.iter().rfind(|record| record.kind == kind).unwrap();
            let Seen::Open(payload) = &last.payload else { panic!("{last:?}") };
            assert_eq!((&payload.by, payload.member.as_ref()), (&dana.id, Some(&timur.id)));
        }
    })
    .await;
}

#[tokio::test]
async fn a_link_for_new_keys_goes_to_the_members_own_chat_and_all_coordinators_hear_of_it() {
    play_signed(async |desk| {
        desk.joins(Role::Coordinator, "Aru", OTHER).await;
        let dana = desk.is_in(COORDINATOR).await;
        let lawyer = desk.is_in(LAWYER).await;
        let ask = async |who: &In, whom: &str| {
            desk.asks_in(&who.cookie, "enrol-link", &json!({"member": whom})).await
        };
        let sent = ask(&dana, &lawyer.id).await;
        assert_eq!(sent, (200, json!({})), "nothing of the link");
        let link = desk.world.sees(LAWYER, "A coordinator sends you this link").await;
        let url = link.buttons[0][0].url.clone().unwrap();
        for other in [OTHER, COORDINATOR] {
            desk.world.sees(other, "Gets a link to make new keys: Mira, lawyer.").await;
        }
        desk.world.sees_no(SECOND, "Gets a link").await;
        assert_eq!(desk.me(&lawyer.cookie).await.0, 200, "the old keys are good until then");
        let redeemed = desk.redeems(url.split('#').nth(1).unwrap()).await;
        assert_eq!(redeemed["purpose"], "enrol");

        let second = desk.member(SECOND).await.id;
        assert_eq!(refused(&ask(&lawyer, &second).await), (403, "not-in"));
        let nobody = desk.posts("enrol-link", json!({"member": second})).await;
        assert_eq!(refused(&nobody), (401, "signed-out"));
        for none in [dana.id.as_str(), "m-0"] {
            assert_eq!(refused(&ask(&dana, none).await), (400, "request"), "{none}");
        }
        let silent = desk.world.add(Role::Lawyer, "Eva", THIRD).await;
        assert_eq!(refused(&ask(&dana, &silent).await), (409, "unreachable"));
        desk.world.passes_s(1801).await;
        assert!(desk.world.is_deleted(LAWYER, link.message_id).await, "the link leaves the chat");
    })
    .await;
}

#[tokio::test]
async fn a_broken_chain_is_not_handed_out_and_nobody_is_in() {
    play_signed(async |desk| {
        let lawyer = desk.is_in(LAWYER).await;
        let sql = "-- tests::cut
            DELETE FROM statements WHERE seq = 3";
        desk.world.execute(sql, vec![]).await;
        assert_eq!(desk.world.stored().await.unwrap_err(), RosterError::Cut(3));
        assert_eq!(refused(&desk.gets("chain", &lawyer.cookie).await), (503, "chain"));
        assert_eq!(refused(&desk.gets("members", &lawyer.cookie).await), (401, "signed-out"));
    })
    .await;
}

impl Desk<'_> {
    /// Whom the chain gives these keys.
    async fn stored(&self, browser: &Browser) -> Option<String> {
        let roster = self.world.stored().await.unwrap().roster;
        roster.by_key(browser.signing.public()).map(|(id, _)| id.to_owned())
    }
}

#[tokio::test]
async fn the_last_lawyer_who_can_be_reached_is_revoked_at_the_terminal_alone() {
    play_signed(async |desk| {
        let dana = desk.is_in(COORDINATOR).await;
        let timur = desk.is_in(SECOND).await;
        let ada = desk.is_in(LAWYER).await;
        let first = Act::Revoked { member: timur.id.clone() };
        let first = desk.next(first, &dana.browser.signing).await;
        assert_eq!(desk.states(&dana, &first).await.0, 200);
        let last = Act::Revoked { member: ada.id.clone() };
        let last = desk.next(last, &dana.browser.signing).await;
        assert_eq!(refused(&desk.states(&dana, &last).await), (409, "last-one"));
        assert_eq!(desk.me(&ada.cookie).await.0, 200, "nobody empties a night alone");
    })
    .await;
}

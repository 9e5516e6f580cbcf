//! What a thief posts who has a member's cookie and Telegram session, and of keys their own alone: orders
//! that are whole, as the page would send them.

use data_encoding::{BASE64, HEXLOWER};
use habeas::crypto::{Entry, Recipient, SigningKey, seal_entry, seal_to, verifies};
use habeas::outside::{Clock, RealClock};
use habeas_core::domain::Role;
use habeas_core::members::{Act, Change, Deed, Roster, Signed, Statement};
use reqwest::Response;
use serde_json::{Value, json};

use crate::browser::{Browser, Way, challenge};

/// What a cookie alone does, as the threat model says: words and buttons in an owner's name, and a code
/// that is forgotten. A link from the chat shows what is locked.
const DONE: (u16, &str) = (200, "");

/// A thief in front of the console.
pub struct Thief<'a, 'b> {
    pub way: &'a Way<'b>,
    pub cookie: &'a str,
    pub code: &'a str,
    /// What the thief can sign with and open.
    own: Browser,
    /// The secret of a link from the member's chat, and what it showed.
    token: String,
    redeemed: Value,
}

impl<'a, 'b> Thief<'a, 'b> {
    pub async fn comes(way: &'a Way<'b>, cookie: &'a str, code: &'a str) -> Self {
        let token = way.link().await;
        let redeemed = way.redeems(&token).await;
        Self { way, cookie, code, own: Browser::new(), token, redeemed }
    }

    fn member(&self) -> &str {
        self.redeemed["member"].as_str().unwrap()
    }

    pub async fn gets(&self, path: &str) -> Response {
        let asked = self.way.http.get(format!("{}{path}", self.way.origin));
        asked.header("cookie", self.cookie).send().await.unwrap()
    }

    async fn reads(&self, path: &str) -> Value {
        self.gets(path).await.json().await.unwrap()
    }

    /// All that a thief would like to change: the member's keys and copies, the chain, who opens the case.
    pub async fn standing(&self) -> Value {
        let (me, chain) = (self.reads("/api/me").await, self.reads("/api/chain").await);
        let case = self.reads(&format!("/api/cases/{}", self.code)).await;
        assert!(case["keys"].as_array().is_some_and(|keys| !keys.is_empty()), "{case}");
        json!({
            "keys": [me["recipient"], me["signing_key"], me["confirmed"]],
            "copies": me["devices"], "chain": chain, "case": case["keys"],
            "members": self.reads("/api/members").await, "awaiting": self.reads("/api/reseal").await,
        })
    }

    fn signs(&self, bytes: &[u8]) -> String {
        HEXLOWER.encode(&self.own.signing.sign(bytes))
    }

    /// An order with what the thief's key says to it.
    fn signed(&self, change: Change<'_>, mut order: Value) -> Value {
        let at = RealClock::default().now();
        let deed = Deed { origin: &self.way.origin, member: self.member(), change, at };
        order["at"] = at.as_millis().into();
        order["signature"] = self.signs(&deed.bytes()).into();
        order
    }

    /// The member's next keys would be the thief's.
    async fn statement(&self) -> Statement {
        let chain = self.reads("/api/chain").await;
        let mut roster = Roster::trusting(chain["root"].as_str().unwrap().parse().unwrap());
        let all: Vec<Statement> = serde_json::from_value(chain["statements"].clone()).unwrap();
        for statement in &all {
            roster.read(statement, verifies).unwrap();
        }
        let key: &SigningKey = &self.own.signing;
        let act = Act::Member {
            member: self.member().to_owned(),
            role: Role::Coordinator,
            recipient: self.own.identity.recipient().to_string(),
            signing_key: Some(key.public()),
        };
        let (seq, previous) = (roster.statements() + 1, roster.head());
        let at = RealClock::default().now();
        let mut statement = Statement { seq, at, previous, act, signed: vec![] };
        let signature = key.sign(&statement.signed_bytes());
        statement.signed.push(Signed { by: key.public(), signature });
        statement
    }

    async fn note(&self) -> Value {
        let case = self.reads(&format!("/api/cases/{}", self.code)).await;
        let key = case["keys"].as_array().unwrap().last().unwrap();
        let (at, body) = (RealClock::default().now(), json!({"text": "a lie"}));
        let entry = Entry { seq: 0, at, kind: "note", body: &body };
        let sealed = seal_entry(key["recipient"].as_str().unwrap(), &entry).unwrap();
        json!({"generation": key["generation"], "sealed": BASE64.encode(&sealed)})
    }

    /// Another lawyer's id.
    async fn colleague(&self) -> Value {
        let list = self.reads("/api/members").await;
        let mut all = list["members"].as_array().unwrap().iter();
        let other = all.find(|one| one["role"] == "lawyer" && one["id"] != self.member());
        other.unwrap()["id"].clone()
    }

    /// What is posted to a path of the router's, and what has to come of it: status and code.
    pub async fn order(&self, path: &str) -> (Value, (u16, &'static str)) {
        let recipient = self.own.identity.recipient().to_string();
        let (key, wrapped) = (self.own.signing.public(), BASE64.encode(&self.own.wrapped));
        let asked = challenge(&self.way.origin, &self.redeemed);
        let id = HEXLOWER.encode(&habeas::crypto::random_bytes::<16>());
        let (not_in, changed) = ((403, "not-in"), (409, "changed"));
        match path {
            "/api/redeem" => (json!({"token": self.way.link().await}), DONE),
            "/api/enrol" => {
                let signature = self.signs(&asked.enrol_bytes(&recipient, key));
                let order = json!({"token": self.token, "recipient": recipient, "wrapped": wrapped,
                    "signing_key": key, "signature": signature});
                (order, (403, "no-link"))
            }
            "/api/sign-in" => {
                let signature = self.signs(&asked.sign_in_bytes());
                (json!({"link": self.redeemed["link"], "signature": signature}), not_in)
            }
            "/api/reseal" => {
                let to: Recipient = recipient.parse().unwrap();
                let sealed = seal_to(&[to], self.own.identity.to_line().as_bytes()).unwrap();
                let order = json!({"code": self.code, "generation": 1, "state": "0".repeat(64),
                    "case_key": BASE64.encode(&sealed)});
                (order, changed)
            }
            "/api/devices" => {
                let change = Change::Keep { kind: "words", wrapped: &self.own.wrapped };
                let order = json!({"kind": "words", "wrapped": wrapped, "hint": null});
                (self.signed(change, order), not_in)
            }
            "/api/devices/remove" => {
                let copy = self.redeemed["wrapped"][0]["id"].as_str().unwrap();
                (self.signed(Change::Remove { id: copy }, json!({"id": copy})), not_in)
            }
            "/api/code" => {
                let change = Change::Code { proof_hash: &[7; 32] };
                (self.signed(change, json!({"proof_hash": "07".repeat(32)})), not_in)
            }
            "/api/code/open" => (json!({"id": id, "proof": "07".repeat(32)}), not_in),
            "/api/code/forget" => (json!({"id": id}), DONE),
            "/api/statements" => (json!({"statement": self.statement().await}), not_in),
            "/api/enrol-link" => (json!({"member": self.colleague().await}), not_in),
            "/api/cases/{code}/write" => {
                (json!({"id": id, "text": "Write to me elsewhere."}), DONE)
            }
            "/api/cases/{code}/note" => {
                let mut order = self.note().await;
                let sealed = BASE64.decode(order["sealed"].as_str().unwrap().as_bytes()).unwrap();
                order["id"] = id.as_str().into();
                let change = Change::Note { code: self.code, id: &id, sealed: &sealed };
                (self.signed(change, order), not_in)
            }
            "/api/cases/{code}/do" => (json!({"id": id, "did": "on-my-way"}), DONE),
            "/api/cases/{code}/hand" => (json!({"id": id, "to": self.colleague().await}), DONE),
            "/api/cases/{code}/renew" => {
                (self.signed(Change::Renew { code: self.code }, json!({})), not_in)
            }
            "/api/cases/{code}/files" => {
                (json!({"seq": 1, "file_id": "AgADAgAD"}), (400, "request"))
            }
            path => panic!("{path}: what would a thief post there?"),
        }
    }
}

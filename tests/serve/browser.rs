//! What a member's browser holds, and its way to the console of a bot that runs as a child.

use age::secrecy::SecretString;
use data_encoding::{BASE64, HEXLOWER};
use habeas::crypto::{Identity, SigningKey};
use habeas_core::domain::Timestamp;
use habeas_core::members::Challenge;
use reqwest::{Client, Response};
use serde_json::{Value, json};

use crate::people::People;

pub const PASSPHRASE: &str = "abacus abdomen abide ablaze able abnormal abrasion";

/// Settings for a console at a free port, and where browsers find it.
pub fn console() -> (String, String) {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    (format!("127.0.0.1:{port}"), format!("http://localhost:{port}"))
}

/// What only the member's browser has.
pub struct Browser {
    pub identity: Identity,
    pub signing: SigningKey,
    pub wrapped: Vec<u8>,
}

impl Browser {
    /// The same file that the page makes, under cheaper scrypt.
    pub fn new() -> Self {
        let (identity, signing) = (Identity::generate(), SigningKey::generate());
        let recipient = identity.recipient();
        let file = format!(
            "# public key: {recipient}\n# signs as: {}\n# {}\n{}",
            signing.public(),
            *signing.to_line(),
            *identity.to_line()
        );
        let mut lock = age::scrypt::Recipient::new(SecretString::from(PASSPHRASE.to_owned()));
        lock.set_work_factor(4);
        let wrapped = age::encrypt(&lock, file.as_bytes()).unwrap();
        Self { identity, signing, wrapped }
    }
}

/// A browser's or a thief's way to the console.
pub struct Way<'a> {
    pub people: &'a People,
    /// The member.
    pub user: i64,
    pub origin: String,
    pub http: Client,
}

impl Way<'_> {
    /// The secret of the newest link in the member's chat, once they asked for one.
    pub async fn link(&self) -> String {
        let asked = self.people.says(self.user, "/console");
        let url = self.people.until(self.user, "a link", |view| {
            let newer = view.messages.iter().filter(|m| m.message_id > asked);
            newer.flat_map(|m| m.buttons.iter().flatten()).find_map(|button| button.url.clone())
        });
        url.await.split_once('#').unwrap().1.to_owned()
    }

    pub async fn posts(&self, path: &str, order: &Value, cookie: &str) -> Response {
        let asked = self.http.post(format!("{}{path}", self.origin)).json(order);
        asked.header("origin", &self.origin).header("cookie", cookie).send().await.unwrap()
    }

    pub async fn redeems(&self, token: &str) -> Value {
        self.posts("/api/redeem", &json!({"token": token}), "").await.json().await.unwrap()
    }

    /// Makes keys and comes in, as the page does; the cookie.
    pub async fn comes_in(&self, own: &Browser) -> String {
        let token = self.link().await;
        let redeemed = self.redeems(&token).await;
        let (recipient, key) = (own.identity.recipient().to_string(), own.signing.public());
        let bytes = challenge(&self.origin, &redeemed).enrol_bytes(&recipient, key);
        let enrolment = json!({"token": token, "recipient": recipient, "signing_key": key,
            "wrapped": BASE64.encode(&own.wrapped),
            "signature": HEXLOWER.encode(&own.signing.sign(&bytes))});
        let done = self.posts("/api/enrol", &enrolment, "").await;
        assert_eq!(done.status().as_u16(), 200, "{:?}", done.text().await);
        let redeemed = self.redeems(&self.link().await).await;
        let bytes = challenge(&self.origin, &redeemed).sign_in_bytes();
        let signature = HEXLOWER.encode(&own.signing.sign(&bytes));
        let order = json!({"link": redeemed["link"], "signature": signature});
        let answer = self.posts("/api/sign-in", &order, "").await;
        let cookie = answer.headers()["set-cookie"].to_str().unwrap();
        cookie.split(';').next().unwrap().to_owned()
    }
}

pub fn challenge(origin: &str, redeemed: &Value) -> Challenge {
    let bytes = |field: &str| -> [u8; 32] {
        HEXLOWER.decode(redeemed[field].as_str().unwrap().as_bytes()).unwrap().try_into().unwrap()
    };
    Challenge {
        origin: origin.to_owned(),
        link: bytes("link"),
        member: redeemed["member"].as_str().unwrap().to_owned(),
        nonce: bytes("nonce"),
        expiry: Timestamp::from_millis(redeemed["expiry"].as_i64().unwrap()),
    }
}

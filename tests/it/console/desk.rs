//! A console that is served in a world, and what a member's browser holds.

use data_encoding::{BASE64, HEXLOWER};
use habeas::audit::By;
use habeas::cases;
use habeas::config::Console;
use habeas::console::{self, Purpose};
use habeas::crypto::{Identity, SigningKey};
use habeas::oncall::exclusions::{self, Exclusion};
use habeas::oncall::members;
use habeas::storage::Tx;
use habeas_core::domain::Timestamp;
use habeas_core::members::{Challenge, Change, Deed};
use reqwest::Response;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::support::signing::ROOT_PUBLIC;
use crate::support::world::{Scene, World, play_in};

pub const ORIGIN: &str = "https://desk.example";
/// How a file under a passphrase begins, and what comes then.
pub const WRAPPED: &[u8] = b"age-encryption.org/v1\n-> scrypt AAAA 18\nwrapped";

/// The same under a passkey, and what names it.
pub const UNDER_PASSKEY: &[u8] =
    b"age-encryption.org/v1\n-> age-encryption.org/fido2prf AAAA\nwrapped";
pub const HINT: &str = "AGE-PLUGIN-FIDO2PRF-1QQQQ";

/// A console that is served in a world.
pub struct Desk<'a> {
    pub world: &'a World,
    pub url: String,
    pub http: reqwest::Client,
}

/// What a member's browser holds.
pub struct Browser {
    pub signing: SigningKey,
    pub identity: Identity,
    pub recipient: String,
}

pub async fn play(test: impl AsyncFn(&Desk<'_>)) {
    play_with(Scene::default(), test).await;
}

/// The same under a rehearsal's keyring.
pub async fn play_rehearsed(test: impl AsyncFn(&Desk<'_>)) {
    play_with(Scene { rehearsal: true, ..Scene::default() }, test).await;
}

/// The same where members are signed.
pub async fn play_signed(test: impl AsyncFn(&Desk<'_>)) {
    let env = vec![("HABEAS_MEMBERS__ROOT", ROOT_PUBLIC)];
    play_with(Scene { env, ..Scene::default() }, test).await;
}

async fn play_with(mut scene: Scene, test: impl AsyncFn(&Desk<'_>)) {
    scene
        .env
        .extend([("HABEAS_CONSOLE__LISTEN", "127.0.0.1:1"), ("HABEAS_CONSOLE__ORIGIN", ORIGIN)]);
    play_in(scene, async |world| {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let console = Console { listen: address, origin: ORIGIN.to_owned() };
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let parts = world.parts();
        let served = tokio::spawn(async move {
            console::serve(listener, &console, parts, async { _ = stopped.await }).await
        });
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        test(&Desk { world, url: format!("http://{address}"), http }).await;
        drop(stop);
        served.await.unwrap().unwrap();
    })
    .await;
}

impl Desk<'_> {
    pub async fn member(&self, user: i64) -> members::Member {
        let parts = self.world.parts();
        let find = async move |tx: &mut Tx| members::by_telegram(tx, &parts, user).await;
        self.world.parts().store.read("tests-member", find).await.unwrap().unwrap()
    }

    /// The secret of a new link.
    pub async fn link(&self, user: i64, purpose: Purpose) -> String {
        let (id, parts) = (self.member(user).await.id, self.world.parts());
        let now = parts.now();
        let new = async move |tx: &mut Tx| {
            console::new_link(tx, &parts, &id, purpose, now.plus_s(300), now).await
        };
        let url = self.world.parts().store.run("tests-link", new).await.unwrap().unwrap();
        url.strip_prefix(&format!("{ORIGIN}/#")).unwrap().to_owned()
    }

    pub fn asks(&self, path: &str, order: &Value) -> reqwest::RequestBuilder {
        let asked = self.http.post(format!("{}/api/{path}", self.url)).json(order);
        asked.header("host", "desk.example").header("origin", ORIGIN)
    }

    pub async fn posts(&self, path: &str, order: Value) -> (u16, Value) {
        let answer = self.asks(path, &order).send().await.unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap())
    }

    pub async fn redeems(&self, token: &str) -> Value {
        let (status, mut redeemed) = self.posts("redeem", json!({"token": token})).await;
        assert_eq!(status, 200, "{redeemed}");
        redeemed["token"] = json!(token);
        redeemed
    }

    /// Signs in with what was redeemed; the answer.
    pub async fn signs_in(&self, redeemed: &Value, browser: &Browser) -> Response {
        let signature = browser.signing.sign(&challenge(redeemed).sign_in_bytes());
        let order = json!({"link": redeemed["link"], "signature": HEXLOWER.encode(&signature)});
        self.asks("sign-in", &order).send().await.unwrap()
    }

    /// The cookie of somebody who has come in.
    pub async fn comes_in(&self, user: i64, browser: &Browser) -> String {
        let redeemed = self.redeems(&self.link(user, Purpose::SignIn).await).await;
        let answer = self.signs_in(&redeemed, browser).await;
        assert_eq!(answer.status().as_u16(), 200);
        let set = answer.headers()["set-cookie"].to_str().unwrap();
        assert!(set.ends_with("; Path=/; Secure; HttpOnly; SameSite=Strict"), "{set}");
        set.split(';').next().unwrap().to_owned()
    }

    pub async fn me(&self, cookie: &str) -> (u16, Value) {
        self.gets("me", cookie).await
    }

    /// What somebody is answered who is in with this cookie.
    pub async fn gets(&self, path: &str, cookie: &str) -> (u16, Value) {
        let asked =
            self.http.get(format!("{}/api/{path}", self.url)).header("host", "desk.example");
        let answer = asked.header("cookie", cookie).send().await.unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap())
    }

    /// Posts what only whoever is in may ask for.
    pub async fn asks_in(&self, cookie: &str, path: &str, order: &Value) -> (u16, Value) {
        let answer = self.asks(path, order).header("cookie", cookie).send().await.unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap())
    }

    /// An order with what a member's signing key says to it at a moment.
    pub async fn signed(
        &self,
        (user, browser): (i64, &Browser),
        change: Change<'_>,
        at: Timestamp,
        mut order: Value,
    ) -> Value {
        let member = self.member(user).await.id;
        let deed = Deed { origin: ORIGIN, member: &member, change, at };
        let signature = browser.signing.sign(&deed.bytes());
        order["at"] = at.as_millis().into();
        order["signature"] = HEXLOWER.encode(&signature).into();
        order
    }

    /// The order to take the newest case, signed now.
    pub async fn taking(&self, who: (i64, &Browser), id: &str) -> Value {
        let (code, now) = (self.world.code().await, self.world.parts().now());
        let order = json!({"id": id, "did": "take"});
        self.signed(who, Change::Take { code: &code, id }, now, order).await
    }

    /// The order to keep a copy, signed now.
    pub async fn keeping(&self, who: (i64, &Browser), kind: &str, wrapped: &[u8]) -> Value {
        let hint = (kind == "passkey").then_some(HINT);
        let order = json!({"kind": kind, "wrapped": BASE64.encode(wrapped), "hint": hint});
        let now = self.world.parts().now();
        self.signed(who, Change::Keep { kind, wrapped }, now, order).await
    }

    /// Makes keys and comes in.
    pub async fn enters(&self, user: i64) -> String {
        let browser = self.enrols(user).await;
        self.comes_in(user, &browser).await
    }

    /// A member is excluded from the newest case.
    pub async fn excludes(&self, user: i64) {
        let (code, who) = (self.world.code().await.parse().unwrap(), self.member(user).await);
        let (parts, now) = (self.world.parts(), self.world.parts().now());
        let run = async move |tx: &mut Tx| {
            let case = cases::by_code(tx, &parts, &code).await?.unwrap();
            exclusions::exclude(tx, &parts, &case, &who, By::Operator, now).await
        };
        let done = self.world.parts().store.run("tests-exclude", run).await.unwrap();
        assert_eq!(done, Exclusion::Done);
    }

    /// No report opens any more, as of now.
    pub async fn breaks_report(&self) {
        let sql = "-- tests::spoil
            UPDATE cases SET sealed_report = $1";
        assert_eq!(self.world.execute(sql, vec![vec![7_u8; 40].into()]).await, 1);
    }

    /// Makes keys in a browser, as the page does.
    pub async fn enrols(&self, user: i64) -> Browser {
        let redeemed = self.redeems(&self.link(user, Purpose::Enrol).await).await;
        let browser = browser();
        let (status, done) = self.posts("enrol", enrolment(&redeemed, &browser)).await;
        let unsigned = self.world.parts().root.is_none();
        assert_eq!((status, &done["confirmed"]), (200, &unsigned.into()), "{done}");
        browser
    }
}

pub fn browser() -> Browser {
    let identity = Identity::generate();
    let recipient = identity.recipient().to_string();
    Browser { signing: SigningKey::generate(), identity, recipient }
}

pub fn enrolment(redeemed: &Value, browser: &Browser) -> Value {
    let key = browser.signing.public();
    let bytes = challenge(redeemed).enrol_bytes(&browser.recipient, key);
    let signature = HEXLOWER.encode(&browser.signing.sign(&bytes));
    json!({"token": redeemed["token"], "recipient": browser.recipient, "signing_key": key,
        "wrapped": BASE64.encode(WRAPPED), "signature": signature})
}

pub fn challenge(redeemed: &Value) -> Challenge {
    let bytes = |field: &str| -> [u8; 32] {
        HEXLOWER.decode(redeemed[field].as_str().unwrap().as_bytes()).unwrap().try_into().unwrap()
    };
    Challenge {
        origin: ORIGIN.to_owned(),
        link: bytes("link"),
        member: redeemed["member"].as_str().unwrap().to_owned(),
        nonce: bytes("nonce"),
        expiry: Timestamp::from_millis(redeemed["expiry"].as_i64().unwrap()),
    }
}

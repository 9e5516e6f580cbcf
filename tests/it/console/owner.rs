//! A lawyer who has a case, in the console.

use data_encoding::{BASE64, HEXLOWER};
use habeas::crypto::{Entry, SigningKey, seal_entry};
use habeas::storage::Tx;
use habeas_core::members::{Change, Deed};
use serde_json::{Value, json};

use super::desk::{Browser, Desk, ORIGIN};
use crate::support::people::{LAWYER, RELATIVE};

/// A lawyer who has a case, in their browser.
pub struct Owner<'a> {
    pub desk: &'a Desk<'a>,
    pub browser: Browser,
    pub cookie: String,
    pub code: String,
}

impl<'a> Owner<'a> {
    /// Keys first, so that the case opens for them.
    pub async fn of(desk: &'a Desk<'a>) -> Self {
        let browser = desk.enrols(LAWYER).await;
        desk.world.reports_critical(RELATIVE).await;
        desk.world.taps(LAWYER, "I take it").await;
        let cookie = desk.comes_in(LAWYER, &browser).await;
        desk.world.settle().await;
        Self { desk, browser, cookie, code: desk.world.code().await }
    }

    pub async fn asks(&self, what: &str, order: &Value) -> (u16, Value) {
        self.asks_as(&self.cookie, what, order).await
    }

    pub async fn asks_as(&self, cookie: &str, what: &str, order: &Value) -> (u16, Value) {
        let path = format!("cases/{}/{what}", self.code);
        let answer = self.desk.asks_in(cookie, &path, order).await;
        self.desk.world.settle().await;
        answer
    }

    pub async fn does(&self, n: u64, did: &str) -> (u16, Value) {
        self.asks("do", &json!({"id": id(n), "did": did})).await
    }

    /// How far each thing has come that was written.
    pub async fn states(&self) -> Vec<String> {
        let (status, case) = self.desk.gets(&format!("cases/{}", self.code), &self.cookie).await;
        assert_eq!(status, 200, "{case}");
        let all = case["writes"].as_array().unwrap().iter();
        all.map(|one| one["state"].as_str().unwrap().to_owned()).collect()
    }

    /// A note as the browser seals it, to the key that the case has now.
    pub async fn note(&self, n: u64, text: &str) -> Value {
        let body = json!({"text": text, "member": self.desk.member(LAWYER).await.id});
        self.sealed(n, (0, "note"), &body).await
    }

    /// The same of whatever somebody seals: the server cannot see what it is.
    pub async fn sealed(&self, n: u64, (seq, kind): (i64, &str), body: &Value) -> Value {
        let (recipient, generation) = self.present_key().await;
        let at = self.desk.world.parts().now();
        let sealed = seal_entry(&recipient, &Entry { seq, at, kind, body });
        let sealed = sealed.unwrap();
        let order = json!({"generation": generation, "sealed": BASE64.encode(&sealed)});
        self.signed_note((LAWYER, &self.browser), &id(n), &sealed, order).await
    }

    /// With what somebody's key says to it now.
    pub async fn signed_note(
        &self,
        who: (i64, &Browser),
        id: &str,
        sealed: &[u8],
        mut order: Value,
    ) -> Value {
        order["id"] = id.into();
        let note = Change::Note { code: &self.code, id, sealed };
        self.desk.signed(who, note, self.desk.world.parts().now(), order).await
    }

    pub async fn present_key(&self) -> (String, i64) {
        let code = self.code.clone();
        let key = async move |tx: &mut Tx| {
            let sql = "-- tests::key
                SELECT recipient, key_generation FROM cases WHERE code = $1";
            let row = tx.fetch_optional(sql, &[code.as_str().into()]).await?.unwrap();
            Ok((row.text("recipient")?, row.i64("key_generation")?))
        };
        self.desk.world.parts().store.read("tests-key", key).await.unwrap()
    }

    /// A renewal, signed so many seconds from now.
    pub async fn renewal(&self, key: &SigningKey, code: &str, seconds: i64) -> Value {
        let (member, at) =
            (self.desk.member(LAWYER).await.id, self.desk.world.parts().now().plus_s(seconds));
        let deed = Deed { origin: ORIGIN, member: &member, change: Change::Renew { code }, at };
        let signature = HEXLOWER.encode(&key.sign(&deed.bytes()));
        json!({"at": at.as_millis(), "signature": signature})
    }

    /// Renews now.
    pub async fn renews(&self) {
        let order = self.renewal(&self.browser.signing, &self.code, 0).await;
        let (status, done) = self.asks("renew", &order).await;
        assert_eq!((status, &done), (200, &json!({"done": true})));
    }

    pub async fn renews_with(&self, order: &Value) {
        assert_eq!(self.asks("renew", order).await.0, 200);
    }

    /// In another session: eight hours are enough for one.
    pub async fn comes_in_again(&mut self) {
        self.cookie = self.desk.comes_in(LAWYER, &self.browser).await;
    }
}

pub fn id(n: u64) -> String {
    format!("{n:032x}")
}

pub fn words(n: u64, text: &str) -> Value {
    json!({"id": id(n), "text": text})
}

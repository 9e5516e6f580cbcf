//! Where members are signed: the organisation's root, and what it signs in a world.

use habeas::audit::By;
use habeas::crypto::SigningKey;
use habeas::oncall::members;
use habeas::oncall::roster::{self, RosterError, Stored};
use habeas::storage::{StoreError, Tx};
use habeas_core::members::{Act, Signed, Statement};

use super::world::{Scene, World, play_in};

/// RFC 8032, 7.1, test 2: a private key that everybody knows, and its public half.
const ROOT: &str =
    "HABEAS-SIGNING-KEY-4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb";
pub const ROOT_PUBLIC: &str = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";

/// Plays a test where members are signed, on both databases.
pub async fn play(test: impl AsyncFn(&mut World)) {
    let env = vec![("HABEAS_MEMBERS__ROOT", ROOT_PUBLIC)];
    play_in(Scene { env, ..Scene::default() }, test).await;
}

pub fn root() -> SigningKey {
    SigningKey::parse(ROOT).unwrap()
}

/// Signs a statement once more.
pub fn sign(statement: &mut Statement, key: &SigningKey) {
    let signature = key.sign(&statement.signed_bytes());
    statement.signed.push(Signed { by: key.public(), signature });
}

impl World {
    pub async fn member(&self, user: i64) -> members::Member {
        let parts = self.parts();
        let find = async move |tx: &mut Tx| members::by_telegram(tx, &parts, user).await;
        self.parts().store.read("tests-member", find).await.unwrap().unwrap()
    }

    pub async fn stored(&self) -> Result<Stored, RosterError> {
        let parts = self.parts();
        let read = async move |tx: &mut Tx| roster::stored(tx, &parts).await;
        self.parts().store.read("tests-stored", read).await.unwrap()
    }

    pub async fn proposed(&self) -> Vec<Act> {
        let parts = self.parts();
        let read = async move |tx: &mut Tx| roster::proposals(tx, &parts).await;
        let (_, acts) = self.parts().store.read("tests-proposals", read).await.unwrap();
        acts.into_iter().map(|(act, _)| act).collect()
    }

    /// What the operator would bring back, signed by this key.
    pub async fn signed_by(&self, key: &SigningKey, acts: Vec<Act>) -> Vec<Statement> {
        let roster = self.stored().await.unwrap().roster;
        let (mut seq, mut previous) = (roster.statements(), roster.head());
        let mut signed = vec![];
        for act in acts {
            seq += 1;
            let mut one = Statement { seq, at: self.parts().now(), previous, act, signed: vec![] };
            sign(&mut one, key);
            previous = one.hash();
            signed.push(one);
        }
        signed
    }

    pub async fn accepts(&self, signed: Vec<Statement>) -> Result<usize, StoreError> {
        let (parts, now) = (self.parts(), self.parts().now());
        let accept =
            async move |tx: &mut Tx| roster::accept(tx, &parts, &signed, By::Operator, now).await;
        self.parts().store.run("tests-accept", accept).await.map(|acts| acts.len())
    }

    /// The operator signs whatever is proposed.
    pub async fn all_are_signed(&self) {
        let signed = self.signed_by(&root(), self.proposed().await).await;
        self.accepts(signed).await.unwrap();
    }
}

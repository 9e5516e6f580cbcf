//! One statement, its bytes and its hash.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::domain::{Role, Timestamp};

/// What the first statement follows.
pub const BEGINNING: [u8; 32] = [0; 32];

/// The largest whole number that every browser reads as it is (ECMA-262, MAX_SAFE_INTEGER).
const MOST: i64 = (1 << 53) - 1;

/// A public signing key (Ed25519, RFC 8032), in hexadecimal where it is text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key(pub [u8; 32]);

/// A signature (Ed25519, RFC 8032).
pub type Signature = [u8; 64];

/// What is stated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "act", deny_unknown_fields)]
pub enum Act {
    /// This key begins the chain.
    Root {
        /// The organisation's.
        key: Key,
    },
    /// From here on the member has this role and these keys, in the place of earlier ones.
    Member {
        /// The member's id.
        member: String,
        /// Lawyer or coordinator.
        role: Role,
        /// The age recipient that cases are sealed to.
        recipient: String,
        /// What the member signs with; none: they cannot sign in and cannot sign for others.
        signing_key: Option<Key>,
    },
    /// From here on nothing is sealed to the member, and nothing they sign counts.
    Revoked {
        /// The member's id.
        member: String,
    },
    /// From here on these open every case, offline, in the place of earlier ones.
    Recovery {
        /// The age recipients of the holders: one, or two of whom both are needed, the outer first.
        recipients: Vec<String>,
    },
}

impl Act {
    /// Whom it is about.
    pub fn member(&self) -> Option<&str> {
        match self {
            Self::Root { .. } | Self::Recovery { .. } => None,
            Self::Member { member, .. } | Self::Revoked { member } => Some(member),
        }
    }
}

/// A key and what it signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signed {
    /// Whose.
    pub by: Key,
    /// Over [`Statement::signed_bytes`].
    pub signature: Signature,
}

/// One statement of the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Its number: 1, 2, 3 …
    pub seq: i64,
    /// When it was signed, by the signer's clock.
    pub at: Timestamp,
    /// The hash of the statement before.
    pub previous: [u8; 32],
    /// What is stated.
    pub act: Act,
    /// Who signed: one, or two where one does not suffice.
    pub signed: Vec<Signed>,
}

impl Statement {
    /// What its signers sign.
    ///
    /// **Formula**: `LP("habeas/member/v1") ‖ LP(seq) ‖ LP(at) ‖ LP(previous) ‖ LP(act) ‖
    /// LP(member) ‖ LP(role) ‖ LP(recipient) ‖ LP(key)`; `seq` and `at` are 8 bytes, big-endian;
    /// what an act does not have is empty; of recovery, `recipient` is all of them with a space
    /// between; `LP(x)` is the length of `x` (8 bytes, big-endian) and `x`.
    ///
    /// **Warning**: the same bytes are made in the browser. A change is a new version.
    pub fn signed_bytes(&self) -> Vec<u8> {
        let (seq, at) = (self.seq.to_be_bytes(), self.at.as_millis().to_be_bytes());
        let empty: (&str, &str, &str, &[u8]) = ("", "", "", &[]);
        let holders: String;
        let (act, (member, role, recipient, key)) = match &self.act {
            Act::Root { key } => ("root", ("", "", "", key.0.as_slice())),
            Act::Member { member, role, recipient, signing_key } => {
                let key = signing_key.as_ref().map_or(empty.3, |key| key.0.as_slice());
                ("member", (member.as_str(), role.as_str(), recipient.as_str(), key))
            }
            Act::Revoked { member } => ("revoked", (member.as_str(), empty.1, empty.2, empty.3)),
            Act::Recovery { recipients } => {
                holders = recipients.join(" ");
                ("recovery", (empty.0, empty.1, holders.as_str(), empty.3))
            }
        };
        length_prefixed(&[
            b"habeas/member/v1",
            &seq,
            &at,
            &self.previous,
            act.as_bytes(),
            member.as_bytes(),
            role.as_bytes(),
            recipient.as_bytes(),
            key,
        ])
    }

    /// What the next statement has to name.
    ///
    /// **Formula**: `SHA-256(LP("habeas/member-hash/v1") ‖ LP(signed bytes) ‖ LP(by) ‖
    /// LP(signature) …)`, each signer in their order.
    ///
    /// **Standard**: FIPS 180-4.
    pub fn hash(&self) -> [u8; 32] {
        let bytes = self.signed_bytes();
        let mut fields: Vec<&[u8]> = vec![b"habeas/member-hash/v1", &bytes];
        for signed in &self.signed {
            fields.extend([signed.by.0.as_slice(), &signed.signature]);
        }
        Sha256::digest(length_prefixed(&fields)).into()
    }
}

pub(super) fn length_prefixed(fields: &[&[u8]]) -> Vec<u8> {
    let mut bytes = vec![];
    for field in fields {
        bytes.extend((field.len() as u64).to_be_bytes());
        bytes.extend(*field);
    }
    bytes
}

impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&data_encoding::HEXLOWER.encode(&self.0))
    }
}

impl std::str::FromStr for Key {
    type Err = NoKey;

    fn from_str(text: &str) -> Result<Self, NoKey> {
        let bytes = data_encoding::HEXLOWER_PERMISSIVE.decode(text.trim().as_bytes());
        bytes.ok().and_then(|bytes| bytes.try_into().ok()).map(Self).ok_or(NoKey)
    }
}

/// A text that is no signing key. Never quotes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a public signing key is 64 hexadecimal digits: copy the whole line again")]
pub struct NoKey;

impl Serialize for Key {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}

/// A statement as a line of text.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    v: u32,
    seq: i64,
    at: i64,
    previous: String,
    stated: Act,
    signed: Vec<LineSigned>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct LineSigned {
    by: Key,
    signature: String,
}

impl Serialize for Statement {
    /// `{"v":1,"seq":…,"at":MILLISECONDS,"previous":HEX,"stated":{…},"signed":[{"by":HEX,
    /// "signature":HEX}]}`.
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let hex = |bytes: &[u8]| data_encoding::HEXLOWER.encode(bytes);
        let signed = self.signed.iter();
        let signed = signed.map(|s| LineSigned { by: s.by, signature: hex(&s.signature) });
        let line = Line {
            v: 1,
            seq: self.seq,
            at: self.at.as_millis(),
            previous: hex(&self.previous),
            stated: self.act.clone(),
            signed: signed.collect(),
        };
        line.serialize(to)
    }
}

impl<'de> Deserialize<'de> for Statement {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        use serde::de::Error as _;
        let line = Line::deserialize(from)?;
        if line.v != 1 {
            return Err(D::Error::custom("this version reads statements of version 1 only"));
        }
        if ![line.seq, line.at].iter().all(|number| (0..=MOST).contains(number)) {
            return Err(D::Error::custom("a number that a browser does not count to"));
        }
        fn bytes<const N: usize, E: serde::de::Error>(hex: &str) -> Result<[u8; N], E> {
            let bytes = data_encoding::HEXLOWER_PERMISSIVE.decode(hex.as_bytes()).ok();
            let bytes = bytes.and_then(|bytes| bytes.try_into().ok());
            bytes.ok_or_else(|| E::custom(format!("{} hexadecimal digits are wanted", 2 * N)))
        }
        let signed = line.signed.iter().map(|one| {
            Ok(Signed { by: one.by, signature: bytes::<64, D::Error>(&one.signature)? })
        });
        Ok(Self {
            seq: line.seq,
            at: Timestamp::from_millis(line.at),
            previous: bytes::<32, D::Error>(&line.previous)?,
            act: line.stated,
            signed: signed.collect::<Result<_, D::Error>>()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statement() -> Statement {
        let act = Act::Member {
            member: "m-1".to_owned(),
            role: Role::Lawyer,
            recipient: "age1x".to_owned(),
            signing_key: Some(Key([7; 32])),
        };
        let signed = vec![Signed { by: Key([1; 32]), signature: [2; 64] }];
        Statement { seq: 2, at: Timestamp::from_millis(5), previous: [3; 32], act, signed }
    }

    #[test]
    fn every_field_is_signed_and_every_signature_is_hashed() {
        let whole = statement();
        let change = |change: &dyn Fn(&mut Statement)| {
            let mut other = statement();
            change(&mut other);
            other
        };
        let member = |m: &str, role, recipient: &str, signing_key| Act::Member {
            member: m.to_owned(),
            role,
            recipient: recipient.to_owned(),
            signing_key,
        };
        let key = Some(Key([7; 32]));
        for other in [
            change(&|s| s.seq = 3),
            change(&|s| s.at = Timestamp::from_millis(6)),
            change(&|s| s.previous = [4; 32]),
            change(&|s| s.act = member("m-2", Role::Lawyer, "age1x", key)),
            change(&|s| s.act = member("m-1", Role::Coordinator, "age1x", key)),
            change(&|s| s.act = member("m-1", Role::Lawyer, "age1y", key)),
            change(&|s| s.act = member("m-1", Role::Lawyer, "age1x", None)),
            change(&|s| s.act = Act::Revoked { member: "m-1".to_owned() }),
            change(&|s| s.act = Act::Root { key: Key([7; 32]) }),
            change(&|s| s.act = Act::Recovery { recipients: vec!["age1x".to_owned()] }),
        ] {
            assert_ne!(other.signed_bytes(), whole.signed_bytes(), "{other:?}");
            assert_ne!(other.hash(), whole.hash(), "{other:?}");
        }
        let recovery = |all: &[&str]| {
            let recipients: Vec<String> = all.iter().map(|one| (*one).to_owned()).collect();
            change(&|s| s.act = Act::Recovery { recipients: recipients.clone() }).signed_bytes()
        };
        assert_ne!(recovery(&["age1x", "age1y"]), recovery(&["age1y", "age1x"]), "their order too");
        let resigned = change(&|s| s.signed[0].signature = [9; 64]);
        assert_eq!(resigned.signed_bytes(), whole.signed_bytes());
        assert_ne!(resigned.hash(), whole.hash());
    }

    #[test]
    fn a_line_reads_back() {
        let line = serde_json::to_string(&statement()).unwrap();
        assert_eq!(serde_json::from_str::<Statement>(&line).unwrap(), statement());
        for broken in [
            "{}",
            &line.replace("\"v\":1", "\"v\":2"),
            &line.replace("0303", "03"),
            &line.replace("\"at\":5", "\"at\":9007199254740992"),
            &line.replace("\"at\":5", "\"at\":-1"),
        ] {
            assert!(serde_json::from_str::<Statement>(broken).is_err(), "{broken}");
        }
    }
}

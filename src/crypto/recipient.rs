//! Whom something is sealed to: an age recipient.

use std::fmt;
use std::str::FromStr;

use ring::agreement::{EphemeralPrivateKey, UnparsedPublicKey, X25519, agree_ephemeral};
use ring::rand::SystemRandom;

/// The data part's alphabet of Bech32 (BIP-173).
const BECH32: &[u8] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";

/// An age recipient of the X25519 kind, `age1…`. Not a secret.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Recipient(age::x25519::Recipient);

/// A text that is not a recipient that can be sealed to. Never quotes the text: it may be a secret.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum RecipientError {
    /// The secret half was given.
    #[error(
        "this is a secret identity: give its recipient, the age1… on the line \"public key\", and \
         keep the identity off this machine"
    )]
    Secret,
    /// A kind that this version cannot seal to.
    #[error(
        "only age's X25519 recipients can be sealed to, age1 and 58 letters and digits: make one \
         with age-keygen or habeas recovery new"
    )]
    OtherKind,
    /// Mistyped or cut off: the checksum is wrong.
    #[error("this recipient is mistyped or cut off: copy the whole age1… again")]
    Mistyped,
    /// A point that everybody can open for.
    #[error("this recipient is not a usable key: make one with age-keygen or habeas recovery new")]
    Weak,
}

impl Recipient {
    pub(super) fn of(identity: &age::x25519::Identity) -> Self {
        Self(identity.to_public())
    }

    pub(super) fn as_age(&self) -> &dyn age::Recipient {
        &self.0
    }
}

impl FromStr for Recipient {
    type Err = RecipientError;

    /// Reads `age1…`; spaces around it are allowed.
    fn from_str(text: &str) -> Result<Self, RecipientError> {
        let text = text.trim();
        let lower = text.to_ascii_lowercase();
        if lower.starts_with("age-secret-key-") || lower.starts_with("age-plugin-") {
            return Err(RecipientError::Secret);
        }
        let Some(data) = lower.strip_prefix("age1") else {
            return Err(RecipientError::OtherKind);
        };
        // age1pq1…, age1tag1…, age1yubikey1…: 1 is no letter of the data part.
        if data.contains('1') {
            return Err(RecipientError::OtherKind);
        }
        let recipient = text.parse().map_err(|_| RecipientError::Mistyped)?;
        let point = bech32_data(data).ok_or(RecipientError::Mistyped)?;
        if !contributes(&point) {
            return Err(RecipientError::Weak);
        }
        Ok(Self(recipient))
    }
}

impl fmt::Display for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Whether an agreement with this point gives a secret at all (RFC 7748, section 6.1): with a point
/// of small order everybody knows the result, and age would stop the process.
fn contributes(point: &[u8]) -> bool {
    let ours = EphemeralPrivateKey::generate(&X25519, &SystemRandom::new())
        .expect("the system's random number generator answers");
    agree_ephemeral(ours, &UnparsedPublicKey::new(&X25519, point), |_| ()).is_ok()
}

/// The bytes of a Bech32 data part whose checksum (its last six letters) was verified before.
fn bech32_data(data: &str) -> Option<Vec<u8>> {
    let letters = data.len().checked_sub(6)?;
    let (mut bits, mut held, mut bytes) = (0_u32, 0, Vec::with_capacity(32));
    for letter in &data.as_bytes()[..letters] {
        let value = BECH32.iter().position(|known| known == letter)?;
        bits = (bits << 5 | value as u32) & 0xfff;
        held += 5;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held) as u8);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "age1t7rxyev2z3rw82stdlrrepyc39nvn86l5078zqkf5uasdy86jp6svpy7pa";

    #[test]
    fn a_recipient_prints_as_it_was_read() {
        let recipient: Recipient = format!(" {GOOD}\n").parse().unwrap();
        assert_eq!(recipient.to_string(), GOOD);
    }

    #[test]
    fn a_secret_identity_is_refused_as_such_and_not_quoted() {
        let secret = "AGE-SECRET-KEY-1GQ9778VQXMMJVE8SK7J6VT8UJ4HDQAJUVSFCWCM02D8GEWQ72PVQ2Y5J33";
        let error = secret.parse::<Recipient>().unwrap_err();
        assert_eq!(error, RecipientError::Secret);
        assert!(!error.to_string().contains("GQ9778"));
    }

    #[test]
    fn other_kinds_are_told_from_mistyped_ones() {
        for other in ["ssh-ed25519 AAAA", "age1pq1xyz", "age1yubikey1qwt", "", "ключ"] {
            assert_eq!(other.parse::<Recipient>(), Err(RecipientError::OtherKind), "{other}");
        }
        for mistyped in [&GOOD[..40], &GOOD.replace('t', "v"), "age1", "age1é"] {
            assert_eq!(mistyped.parse::<Recipient>(), Err(RecipientError::Mistyped), "{mistyped}");
        }
    }

    #[test]
    fn a_point_of_small_order_is_refused() {
        let zero = "age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq";
        let with_checksum = format!("{}{}", &zero[..4], "q".repeat(52));
        let recipient = checksummed(&with_checksum);
        assert_eq!(recipient.parse::<Recipient>(), Err(RecipientError::Weak));
    }

    /// Appends the checksum of BIP-173.
    fn checksummed(text: &str) -> String {
        let data = &text[4..];
        let mut values: Vec<u32> = b"age".iter().map(|b| u32::from(*b) >> 5).collect();
        values.push(0);
        values.extend(b"age".iter().map(|b| u32::from(*b) & 31));
        values.extend(
            data.bytes().map(|b| BECH32.iter().position(|known| *known == b).unwrap() as u32),
        );
        values.extend([0; 6]);
        let generators = [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3_u32];
        let mut check = 1_u32;
        for value in values {
            let top = check >> 25;
            check = (check & 0x1ff_ffff) << 5 ^ value;
            for (bit, generator) in generators.iter().enumerate() {
                check ^= if top >> bit & 1 == 1 { *generator } else { 0 };
            }
        }
        check ^= 1;
        let tail = (0..6).map(|i| BECH32[(check >> (5 * (5 - i)) & 31) as usize] as char);
        text.chars().chain(tail).collect()
    }
}

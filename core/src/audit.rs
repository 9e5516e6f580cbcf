//! The audit's chain: each record holds the hash of the one before it, so that none can be changed,
//! removed, moved or put in between without changing all that follow. Checking it needs no key.

use sha2::{Digest, Sha256};

use crate::domain::Timestamp;

/// What the first record follows.
pub const BEGINNING: [u8; 32] = [0; 32];

/// Bytes of a hash that a head shows: enough that nobody finds another chain with the same head.
const HEAD_BYTES: usize = 16;

/// One record as it is stored, without its payload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Its number: 1, 2, 3 …
    pub seq: i64,
    /// When it was written.
    pub at: Timestamp,
    /// What happened, in a code.
    pub kind: String,
    /// The hash of the record before.
    pub previous: Vec<u8>,
    /// The keyed hash of the payload. It stays when the payload goes.
    pub commitment: Vec<u8>,
    /// The hash of all the above.
    pub hash: Vec<u8>,
}

impl Record {
    /// The record that follows `last`, the number and the hash of the present last one.
    pub fn after(
        last: Option<(i64, Vec<u8>)>,
        at: Timestamp,
        kind: &str,
        commitment: Vec<u8>,
    ) -> Self {
        let (seq, previous) = last.unwrap_or((0, BEGINNING.to_vec()));
        let (seq, kind) = (seq.saturating_add(1), kind.to_owned());
        let mut record = Self { seq, at, kind, previous, commitment, hash: vec![] };
        record.hash = record.computed().to_vec();
        record
    }

    /// The hash that the record must have.
    ///
    /// **Formula**: `SHA-256(LP("habeas/audit/v1") ‖ LP(seq) ‖ LP(at) ‖ LP(kind) ‖ LP(previous) ‖
    /// LP(commitment))`, `seq` and `at` as 8 bytes, big-endian; `LP(x)` is the length of `x` (8
    /// bytes, big-endian) and `x`.
    ///
    /// **Standard**: FIPS 180-4.
    ///
    /// **Warning**: whoever can write all records can write another chain that holds. Only a head
    /// that was kept elsewhere tells the two apart.
    pub fn computed(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        for field in [
            b"habeas/audit/v1".as_slice(),
            &self.seq.to_be_bytes(),
            &self.at.as_millis().to_be_bytes(),
            self.kind.as_bytes(),
            &self.previous,
            &self.commitment,
        ] {
            hash.update((field.len() as u64).to_be_bytes());
            hash.update(field);
        }
        hash.finalize().into()
    }
}

/// The first record at which a chain does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// There is no record of this number.
    #[error("record {0} is missing")]
    Missing(i64),
    /// A number that no record can have, or had before.
    #[error("record {0} was put in")]
    PutIn(i64),
    /// It names another record before it.
    #[error("record {0} does not follow the record before it: one of the two was changed")]
    Detached(i64),
    /// Its hash is not that of its fields.
    #[error("record {0} was changed")]
    Changed(i64),
}

/// A chain as far as it was read.
#[derive(Clone, Debug)]
pub struct Chain {
    records: i64,
    head: Vec<u8>,
}

impl Default for Chain {
    fn default() -> Self {
        Self { records: 0, head: BEGINNING.to_vec() }
    }
}

impl Chain {
    /// Reads the next record, in the order of their numbers.
    ///
    /// # Errors
    /// [`Fault`] if it cannot be the next one.
    pub fn read(&mut self, record: &Record) -> Result<(), Fault> {
        let next = self.records + 1;
        if record.seq > next {
            return Err(Fault::Missing(next));
        }
        if record.seq < next {
            return Err(Fault::PutIn(record.seq));
        }
        if record.previous != self.head {
            return Err(Fault::Detached(next));
        }
        if record.hash != record.computed() {
            return Err(Fault::Changed(next));
        }
        self.records = next;
        self.head.clone_from(&record.hash);
        Ok(())
    }

    /// How many records it has so far.
    pub fn records(&self) -> i64 {
        self.records
    }

    /// The hash of the last one.
    pub fn head(&self) -> Head {
        Head::of(&self.head)
    }
}

/// The beginning of a record's hash, as people copy it: 32 hexadecimal digits in groups of four.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head(Vec<u8>);

impl Head {
    /// The head of a chain whose last record has this hash.
    pub fn of(hash: &[u8]) -> Self {
        Self(hash[..hash.len().min(HEAD_BYTES)].to_vec())
    }

    /// Reads a head as copied: any case, any spaces and hyphens. `None` if it is no head.
    pub fn read(typed: &str) -> Option<Self> {
        let digits: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        let bytes = data_encoding::HEXLOWER_PERMISSIVE.decode(digits.as_bytes()).ok()?;
        (bytes.len() == HEAD_BYTES).then_some(Self(bytes))
    }
}

impl std::fmt::Display for Head {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (at, pair) in self.0.chunks(2).enumerate() {
            let space = if at == 0 { "" } else { " " };
            write!(f, "{space}{}", data_encoding::HEXLOWER.encode(pair))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_read_back_however_it_is_copied() {
        let head = Head::of(&[0xa1; 32]);
        let shown = head.to_string();
        assert_eq!(shown, "a1a1 a1a1 a1a1 a1a1 a1a1 a1a1 a1a1 a1a1");
        for copied in [shown.to_uppercase(), shown.replace(' ', "-"), shown.replace(' ', "")] {
            assert_eq!(Head::read(&copied), Some(head.clone()), "{copied}");
        }
        for other in ["", "a1a1", "not a head", &format!("{shown} a1"), &shown.replace('a', "x")] {
            assert_eq!(Head::read(other), None, "{other}");
        }
    }

    /// Computed apart from this code, by the formula of [`Record::computed`].
    #[test]
    fn the_hash_is_the_documented_one() {
        let at = Timestamp::from_millis(1_764_000_000_000);
        let record = Record::after(None, at, "taken", vec![1, 2, 3]);
        let hash = data_encoding::HEXLOWER.encode(&record.hash);
        assert_eq!(hash, "b1da353922e26143cd9a548a73d5aa4648697ecdf6c776a4b15812c9fadc4d79");
    }
}

//! Whatever is done to a chain is found, but for what was cut from its end: that, a head finds.

use habeas_core::audit::{Chain, Fault, Head, Record};
use habeas_core::domain::Timestamp;
use proptest::prelude::*;
use proptest::sample::Index;

/// A chain of some records, as they are written.
fn chain() -> impl Strategy<Value = Vec<Record>> {
    let one = (any::<i32>(), "[a-z]{0,9}", prop::collection::vec(any::<u8>(), 0..40));
    prop::collection::vec(one, 2..12).prop_map(|acts| {
        let mut records: Vec<Record> = vec![];
        for (at, kind, commitment) in acts {
            let last = records.last().map(|last| (last.seq, last.hash.clone()));
            let at = Timestamp::from_millis(at.into());
            records.push(Record::after(last, at, &kind, commitment));
        }
        records
    })
}

fn walked(records: &[Record]) -> Result<Chain, Fault> {
    let mut chain = Chain::default();
    records.iter().try_for_each(|record| chain.read(record)).map(|()| chain)
}

/// A number that a fault names.
fn place(fault: Fault) -> i64 {
    match fault {
        Fault::Missing(n) | Fault::PutIn(n) | Fault::Detached(n) | Fault::Changed(n) => n,
    }
}

fn number(at: usize) -> i64 {
    i64::try_from(at).expect("few records") + 1
}

fn flipped(bytes: &mut Vec<u8>, at: &Index) {
    match bytes.len() {
        0 => bytes.push(0),
        len => bytes[at.index(len)] ^= 1,
    }
}

proptest! {
    #[test]
    fn a_chain_as_written_holds(records in chain()) {
        let walked = walked(&records).unwrap();
        prop_assert_eq!(walked.records(), number(records.len() - 1));
        prop_assert_eq!(walked.head(), Head::of(&records.last().unwrap().hash));
    }

    #[test]
    fn a_change_of_any_field_is_found_at_its_record(
        mut records in chain(), at: Index, field in 0..6, byte: Index,
    ) {
        let at = at.index(records.len());
        let record = &mut records[at];
        match field {
            0 => record.seq += 1,
            1 => record.at = record.at.plus_ms(1),
            2 => record.kind.push('x'),
            3 => flipped(&mut record.previous, &byte),
            4 => flipped(&mut record.commitment, &byte),
            _ => flipped(&mut record.hash, &byte),
        }
        prop_assert_eq!(place(walked(&records).unwrap_err()), number(at));
    }

    #[test]
    fn a_field_cannot_lend_a_byte_to_its_neighbour(mut records in chain(), at: Index) {
        let at = at.index(records.len());
        let record = &mut records[at];
        let moved = record.kind.pop().map_or(b'x', |c| u8::try_from(c).unwrap());
        record.previous.insert(0, moved);
        prop_assert!(walked(&records).is_err());
        // Also where the link is not looked at.
        prop_assert_ne!(records[at].computed().to_vec(), records[at].hash.clone());
    }

    #[test]
    fn a_change_with_its_hash_made_to_fit_is_found_at_the_next_record(
        mut records in chain(), at: Index,
    ) {
        let at = at.index(records.len() - 1);
        records[at].kind.push('x');
        records[at].hash = records[at].computed().to_vec();
        prop_assert_eq!(walked(&records).unwrap_err(), Fault::Detached(number(at + 1)));
    }

    #[test]
    fn a_removal_is_found_where_it_was(mut records in chain(), at: Index) {
        let at = at.index(records.len() - 1);
        records.remove(at);
        prop_assert_eq!(walked(&records).unwrap_err(), Fault::Missing(number(at)));
    }

    #[test]
    fn two_that_change_places_are_found(mut records in chain(), one: Index, other: Index) {
        let (one, other) = (one.index(records.len()), other.index(records.len()));
        prop_assume!(one != other);
        // As rows: the numbers stay where they are.
        let (a, b) = (records[one].seq, records[other].seq);
        records.swap(one, other);
        (records[one].seq, records[other].seq) = (a, b);
        prop_assert_eq!(place(walked(&records).unwrap_err()), number(one.min(other)));
    }

    #[test]
    fn one_put_in_is_found(mut records in chain(), at: Index) {
        let at = at.index(records.len());
        let last = at.checked_sub(1).map(|at| (records[at].seq, records[at].hash.clone()));
        let forged = Record::after(last, Timestamp::from_millis(7), "forged", vec![7]);
        records.insert(at, forged);
        prop_assert_eq!(walked(&records).unwrap_err(), Fault::PutIn(number(at)));
        // With all numbers behind it moved on.
        for (at, record) in records.iter_mut().enumerate() {
            record.seq = number(at);
        }
        prop_assert!(walked(&records).is_err());
    }

    #[test]
    fn an_end_cut_off_holds_and_has_another_head(mut records in chain()) {
        let head = walked(&records).unwrap().head();
        records.pop();
        prop_assert_ne!(walked(&records).unwrap().head(), head);
    }
}

#[test]
fn a_number_before_the_first_was_put_in() {
    let mut record = Record::after(None, Timestamp::from_millis(0), "taken", vec![]);
    record.seq = 0;
    assert_eq!(walked(&[record]).unwrap_err(), Fault::PutIn(0));
}

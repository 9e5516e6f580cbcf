use sha2::{Digest, Sha256};

use super::super::Signed;
use super::*;

/// As good as Ed25519 where nobody forges: the key, and the hash of what is signed.
fn sign(by: u8, bytes: &[u8]) -> Signed {
    let mut signature = [0; 64];
    signature[..32].copy_from_slice(&[by; 32]);
    signature[32..].copy_from_slice(&Sha256::digest(bytes));
    Signed { by: Key([by; 32]), signature }
}

fn verifies(key: Key, bytes: &[u8], signature: &Signature) -> bool {
    sign(key.0[0], bytes).signature == *signature
}

const ROOT: u8 = 100;

fn member(id: u8, role: Role) -> Act {
    rekeyed(id, role, id)
}

fn rekeyed(id: u8, role: Role, key: u8) -> Act {
    let signing_key = Some(Key([key; 32]));
    Act::Member { member: format!("m-{id}"), role, recipient: format!("age1-{key}"), signing_key }
}

fn revoked(id: u8) -> Act {
    Act::Revoked { member: format!("m-{id}") }
}

/// The statement that would be next, signed by these.
fn next(roster: &Roster, act: Act, signers: &[u8]) -> Statement {
    let (seq, at) = (roster.statements() + 1, Timestamp::from_millis(roster.statements() * 10));
    let mut statement = Statement { seq, at, previous: roster.head(), act, signed: vec![] };
    let bytes = statement.signed_bytes();
    statement.signed = signers.iter().map(|by| sign(*by, &bytes)).collect();
    statement
}

fn begun() -> Roster {
    let mut roster = Roster::trusting(Key([ROOT; 32]));
    states(&mut roster, Act::Root { key: Key([ROOT; 32]) }, &[ROOT]).unwrap();
    roster
}

fn states(roster: &mut Roster, act: Act, signers: &[u8]) -> Result<(), Fault> {
    let all = |roster: &Roster| {
        let (members, keys) = (roster.members.clone(), roster.keys.clone());
        (roster.statements(), roster.head(), members, keys, roster.recovery.clone())
    };
    let before = all(roster);
    let done = roster.read(&next(roster, act, signers), verifies);
    if done.is_err() {
        assert_eq!(all(roster), before, "refused, and nothing has changed");
    }
    done
}

/// Coordinators 1 and 2 of the root's, and lawyer 3.
fn house() -> Roster {
    let mut roster = begun();
    for id in [1, 2] {
        states(&mut roster, member(id, Role::Coordinator), &[ROOT]).unwrap();
    }
    states(&mut roster, member(3, Role::Lawyer), &[1]).unwrap();
    roster
}

#[test]
fn a_chain_begins_with_the_root_that_is_trusted_and_with_nothing_else() {
    let mut roster = Roster::trusting(Key([ROOT; 32]));
    let other = Act::Root { key: Key([9; 32]) };
    assert_eq!(states(&mut roster, other, &[9]), Err(Fault::OtherRoot(1)));
    assert_eq!(states(&mut roster, member(1, Role::Lawyer), &[ROOT]), Err(Fault::OtherRoot(1)));
    let root = Act::Root { key: Key([ROOT; 32]) };
    assert_eq!(states(&mut roster, root.clone(), &[9]), Err(Fault::NotTheirs(1)));
    assert_eq!(states(&mut roster, root.clone(), &[ROOT, 9]), Err(Fault::NotTheirs(1)));
    states(&mut roster, root.clone(), &[ROOT]).unwrap();
    assert_eq!(states(&mut roster, root, &[ROOT]), Err(Fault::PutIn(2)), "a second beginning");
}

#[test]
fn who_is_signed_for_is_a_member_until_revoked() {
    let mut roster = house();
    assert_eq!(roster.active("m-3").unwrap().recipient, "age1-3");
    assert_eq!(roster.by_key(Key([3; 32])).unwrap().0, "m-3");
    states(&mut roster, revoked(3), &[2]).unwrap();
    assert_eq!(roster.active("m-3"), None);
    assert_eq!(roster.by_key(Key([3; 32])), None);
    assert_eq!(states(&mut roster, revoked(3), &[2]), Err(Fault::Nobody(6)));
    assert_eq!(states(&mut roster, revoked(9), &[2]), Err(Fault::Nobody(6)));
    let anew = || rekeyed(3, Role::Lawyer, 33);
    assert_eq!(states(&mut roster, anew(), &[1]), Err(Fault::NeedsTwo(6)), "back by one alone");
    let same = member(3, Role::Lawyer);
    assert_eq!(states(&mut roster, same, &[1, 2]), Err(Fault::KeyTaken(6)), "the key is dead");
    states(&mut roster, anew(), &[1, 2]).unwrap();
    assert_eq!(roster.active("m-3").unwrap().recipient, "age1-33", "enrolled anew");
}

#[test]
fn lawyers_and_revoked_and_unknown_people_sign_nothing_and_nobody_signs_for_themselves() {
    let mut roster = house();
    let new = || member(4, Role::Lawyer);
    assert_eq!(states(&mut roster, new(), &[3]), Err(Fault::NotTheirs(5)), "a lawyer");
    assert_eq!(states(&mut roster, new(), &[8]), Err(Fault::NotTheirs(5)), "unknown");
    assert_eq!(states(&mut roster, new(), &[]), Err(Fault::NotSigned(5)), "nobody");
    let own = rekeyed(1, Role::Coordinator, 11);
    assert_eq!(states(&mut roster, own.clone(), &[1, 2]), Err(Fault::NotTheirs(5)));
    states(&mut roster, revoked(2), &[ROOT]).unwrap();
    assert_eq!(states(&mut roster, new(), &[2]), Err(Fault::NotTheirs(6)), "revoked");
}

#[test]
fn a_coordinator_is_made_and_revoked_by_the_root_or_by_two_of_whom_neither_made_the_other() {
    let mut roster = house();
    let new = || member(4, Role::Coordinator);
    for too_few in [vec![1], vec![1, 1], vec![1, 2, ROOT]] {
        assert!(states(&mut roster, new(), &too_few).is_err(), "{too_few:?}");
    }
    assert_eq!(states(&mut roster, revoked(2), &[1]), Err(Fault::NeedsTwo(5)));
    states(&mut roster, new(), &[1, 2]).unwrap();
    let fifth = || member(5, Role::Coordinator);
    assert_eq!(states(&mut roster, fifth(), &[1, 4]), Err(Fault::NeedsTwo(6)), "1 made 4");
    assert_eq!(states(&mut roster, fifth(), &[4, 2]), Err(Fault::NeedsTwo(6)), "2 made 4");
    states(&mut roster, rekeyed(1, Role::Coordinator, 11), &[ROOT]).unwrap();
    states(&mut roster, rekeyed(4, Role::Coordinator, 44), &[ROOT]).unwrap();
    let still = states(&mut roster, fifth(), &[11, 44]);
    assert_eq!(still, Err(Fault::NeedsTwo(8)), "1 made 4, whatever their keys are by now");
    states(&mut roster, fifth(), &[ROOT]).unwrap();
    states(&mut roster, revoked(1), &[44, 5]).unwrap();
    let lowered = rekeyed(2, Role::Lawyer, 2);
    assert_eq!(states(&mut roster, lowered, &[5]), Err(Fault::NeedsTwo(10)), "taken down alone");
}

#[test]
fn a_key_is_one_members_for_good() {
    let mut roster = house();
    states(&mut roster, rekeyed(3, Role::Lawyer, 33), &[1]).unwrap();
    for taken in [1, 3, 33, ROOT] {
        let thief = rekeyed(4, Role::Lawyer, taken);
        assert_eq!(states(&mut roster, thief, &[1]), Err(Fault::KeyTaken(6)), "{taken}");
    }
    let half = Act::Member {
        member: "m-4".to_owned(),
        role: Role::Lawyer,
        recipient: "age1-3".to_owned(),
        signing_key: None,
    };
    assert_eq!(states(&mut roster, half, &[1]), Err(Fault::KeyTaken(6)), "their recipient alone");
}

#[test]
fn one_signature_too_few_is_all_that_is_missing_where_it_is_said() {
    let mut roster = house();
    let thief = || rekeyed(4, Role::Coordinator, 3);
    assert_eq!(states(&mut roster, thief(), &[1]), Err(Fault::KeyTaken(5)), "no second one helps");
    assert_eq!(states(&mut roster, member(4, Role::Coordinator), &[1]), Err(Fault::NeedsTwo(5)));
}

#[test]
fn the_root_alone_says_who_recovers_and_the_newest_word_counts() {
    let recovery = |all: &[&str]| Act::Recovery {
        recipients: all.iter().map(|one| (*one).to_owned()).collect(),
    };
    let mut roster = house();
    assert!(roster.recovery().is_empty(), "never said");
    let one = || recovery(&["age1a"]);
    for signers in [vec![1], vec![1, 2], vec![3], vec![ROOT, 1]] {
        assert_eq!(states(&mut roster, one(), &signers), Err(Fault::NotTheirs(5)), "{signers:?}");
    }
    let none: [&[&str]; 7] = [
        &[],
        &[""],
        &["age1a", "age1a"],
        &["age1a", "age1b", "age1c"],
        &["age1a age1b"],
        &["age1"],
        &["m-1"],
    ];
    for wrong in none {
        assert_eq!(states(&mut roster, recovery(wrong), &[ROOT]), Err(Fault::Holders(5)));
    }
    states(&mut roster, one(), &[ROOT]).unwrap();
    assert_eq!(roster.recovery(), ["age1a"]);
    states(&mut roster, recovery(&["age1c", "age1b"]), &[ROOT]).unwrap();
    assert_eq!(roster.recovery(), ["age1c", "age1b"]);
    let mut begins = Roster::trusting(Key([ROOT; 32]));
    assert_eq!(states(&mut begins, one(), &[ROOT]), Err(Fault::OtherRoot(1)), "never the first");
}

#[test]
fn a_row_put_in_changed_signed_anew_or_cut_out_does_not_hold() {
    let mut roster = begun();
    let mut chain = vec![];
    for id in 1..=4 {
        let statement = next(&roster, member(id, Role::Lawyer), &[ROOT]);
        roster.read(&statement, verifies).unwrap();
        chain.push(statement);
    }
    let reads = |chain: &[Statement]| {
        let mut roster = begun();
        chain.iter().try_for_each(|one| roster.read(one, verifies)).map(|()| roster.head())
    };
    assert_eq!(reads(&chain), Ok(roster.head()));

    let mut changed = chain.clone();
    changed[1].act = member(9, Role::Lawyer);
    assert_eq!(reads(&changed), Err(Fault::NotSigned(3)));
    let mut resigned = changed;
    resigned[1].signed = vec![sign(9, &resigned[1].signed_bytes())];
    assert_eq!(reads(&resigned), Err(Fault::NotTheirs(3)));
    let mut by_root = chain.clone();
    by_root[1].at = Timestamp::from_millis(1);
    by_root[1].signed = vec![sign(ROOT, &by_root[1].signed_bytes())];
    assert_eq!(reads(&by_root), Err(Fault::Detached(4)), "even the root changes no past");
    let put_in = [&chain[..2], &chain[1..]].concat();
    assert_eq!(reads(&put_in), Err(Fault::PutIn(3)));
    let cut_out = [&chain[..1], &chain[2..]].concat();
    assert_eq!(reads(&cut_out), Err(Fault::Missing(3)));
    assert_ne!(reads(&chain[..3]), Ok(roster.head()), "a cut tail has another head");
}

//! Chains of statements that the browser's tests read too: `tests/vectors/chain.json`.

use std::collections::BTreeMap;
use std::path::Path;

use data_encoding::HEXLOWER;
use habeas::crypto::{SigningKey, verifies};
use habeas_core::domain::{Role, Timestamp};
use habeas_core::members::{Act, Fault, Key, Roster, Signed, Statement};
use serde_json::{Value, json};

/// Set, it writes the file anew before it is compared.
const WRITE: &str = "HABEAS_WRITE_VECTORS";
const ROOT: u8 = 0xf0;

fn key(n: u8) -> SigningKey {
    SigningKey::parse(&format!("HABEAS-SIGNING-KEY-{}", HEXLOWER.encode(&[n; 32]))).unwrap()
}

/// A member whose keys are numbered by themselves: none of it opens anything.
fn member(id: u8, role: Role, keys: u8) -> Act {
    let recipient = format!("age1recipient{keys}");
    let signing_key = Some(key(keys).public());
    Act::Member { member: format!("m-0{id}"), role, recipient, signing_key }
}

fn revoked(id: u8) -> Act {
    Act::Revoked { member: format!("m-0{id}") }
}

fn recovery(holders: &[&str]) -> Act {
    Act::Recovery { recipients: holders.iter().map(|holder| (*holder).to_owned()).collect() }
}

/// A chain as it grows.
#[derive(Clone)]
struct Chain {
    name: &'static str,
    roster: Roster,
    statements: Vec<Statement>,
}

impl Chain {
    /// With nothing in it.
    fn empty() -> Self {
        let roster = Roster::trusting(key(ROOT).public());
        Self { name: "empty", roster, statements: vec![] }
    }

    fn begun() -> Self {
        let mut chain = Self::empty();
        chain.states(Act::Root { key: key(ROOT).public() }, &[ROOT]);
        chain
    }

    /// Coordinators 1 and 2 of the root's, and lawyer 3.
    fn house() -> Self {
        let mut chain = Self { name: "house", ..Self::begun() };
        chain.states(member(1, Role::Coordinator, 1), &[ROOT]);
        chain.states(member(2, Role::Coordinator, 2), &[ROOT]);
        chain.states(member(3, Role::Lawyer, 3), &[1]);
        chain
    }

    /// The lawyer was revoked.
    fn revoked() -> Self {
        let mut chain = Self { name: "revoked", ..Self::house() };
        chain.states(revoked(3), &[1]);
        chain
    }

    /// The two made a third coordinator.
    fn made() -> Self {
        let mut chain = Self { name: "made", ..Self::house() };
        chain.states(member(4, Role::Coordinator, 4), &[1, 2]);
        chain
    }

    /// What would be the next statement.
    fn next(&self, act: Act, signers: &[u8]) -> Statement {
        let (seq, previous) = (self.roster.statements() + 1, self.roster.head());
        let at = Timestamp::from_millis(1_700_000_000_000 + seq * 1000);
        let mut statement = Statement { seq, at, previous, act, signed: vec![] };
        let bytes = statement.signed_bytes();
        let sign = |n: &u8| Signed { by: key(*n).public(), signature: key(*n).sign(&bytes) };
        statement.signed = signers.iter().map(sign).collect();
        statement
    }

    fn states(&mut self, act: Act, signers: &[u8]) {
        let next = self.next(act, signers);
        self.roster.read(&next, verifies).unwrap();
        self.statements.push(next);
    }

    /// What comes of this statement behind the chain: it does not hold.
    fn breaks(&self, why: &str, statement: Statement) -> Value {
        let whole = [&self.statements[..], std::slice::from_ref(&statement)].concat();
        let (root, after) = (key(ROOT).public(), self.name);
        let (fault, seq) = fault(root, &whole);
        json!({"why": why, "root": root, "after": after, "statements": [statement],
            "fault": fault, "seq": seq})
    }
}

/// A chain of its own, which does not hold.
fn broken(why: &str, root: Key, statements: &[Statement]) -> Value {
    let (fault, seq) = fault(root, statements);
    json!({"why": why, "root": root, "after": null, "statements": statements,
        "fault": fault, "seq": seq})
}

fn fault(root: Key, statements: &[Statement]) -> (&'static str, i64) {
    let mut roster = Roster::trusting(root);
    let mut read = statements.iter().map(|one| roster.read(one, verifies));
    name(read.find_map(Result::err).expect("the chain is broken"))
}

/// The name that the browser gives to a fault.
fn name(fault: Fault) -> (&'static str, i64) {
    match fault {
        Fault::Missing(seq) => ("missing", seq),
        Fault::PutIn(seq) => ("put-in", seq),
        Fault::Detached(seq) => ("detached", seq),
        Fault::OtherRoot(seq) => ("other-root", seq),
        Fault::NotSigned(seq) => ("not-signed", seq),
        Fault::NotTheirs(seq) => ("not-theirs", seq),
        Fault::NeedsTwo(seq) => ("needs-two", seq),
        Fault::Nobody(seq) => ("nobody", seq),
        Fault::KeyTaken(seq) => ("key-taken", seq),
        Fault::Holders(seq) => ("holders", seq),
    }
}

/// Everything that can happen to a chain, once.
fn good() -> Value {
    let mut chain = Chain::begun();
    chain.states(recovery(&["age1holder1"]), &[ROOT]);
    chain.states(member(1, Role::Coordinator, 1), &[ROOT]);
    chain.states(member(2, Role::Coordinator, 2), &[ROOT]);
    chain.states(member(3, Role::Lawyer, 3), &[1]);
    chain.states(member(3, Role::Lawyer, 33), &[2]);
    chain.states(member(4, Role::Coordinator, 4), &[1, 2]);
    let recipient = "age1recipient5".to_owned();
    let keyless =
        Act::Member { member: "m-05".to_owned(), role: Role::Lawyer, recipient, signing_key: None };
    chain.states(keyless, &[4]);
    chain.states(revoked(3), &[4]);
    chain.states(member(3, Role::Lawyer, 34), &[2, 1]);
    chain.states(recovery(&["age1holder3", "age1holder2"]), &[ROOT]);
    chain.states(revoked(4), &[ROOT]);
    chain.states(member(2, Role::Lawyer, 2), &[ROOT]);
    let of = |(id, standing): (&str, &habeas_core::members::Standing)| {
        let revoked = standing.revoked.is_some();
        let line = json!({"role": standing.role, "recipient": standing.recipient,
            "signing_key": standing.signing_key, "revoked": revoked});
        (id.to_owned(), line)
    };
    let members: BTreeMap<String, Value> = chain.roster.members().map(of).collect();
    let head = HEXLOWER.encode(&chain.roster.head());
    json!({"root": key(ROOT).public(), "statements": chain.statements, "members": members,
        "recovery": chain.roster.recovery(), "head": head})
}

fn all_broken() -> Vec<Value> {
    let house = Chain::house();
    let lawyer = || house.next(member(4, Role::Lawyer, 4), &[1]);
    let changed = |change: &dyn Fn(&mut Statement)| {
        let mut statement = lawyer();
        change(&mut statement);
        statement
    };
    let resigned = |n: u8, change: &dyn Fn(&mut Statement)| {
        let mut statement = changed(change);
        let signature = key(n).sign(&statement.signed_bytes());
        statement.signed = vec![Signed { by: key(n).public(), signature }];
        statement
    };
    let (empty, revoked_one, made) = (Chain::empty(), Chain::revoked(), Chain::made());
    let with = |chain: &Chain, why: &str, act: Act, signers: &[u8]| {
        chain.breaks(why, chain.next(act, signers))
    };
    let new = |role| member(5, role, 5);
    let cut_out = [&house.statements[..2], &house.statements[3..]].concat();
    let (coordinator, lawyer_5) = (new(Role::Coordinator), new(Role::Lawyer));
    vec![
        broken("a row was cut out", key(ROOT).public(), &cut_out),
        broken("another root", key(1).public(), &house.statements[..1]),
        with(&empty, "no beginning", lawyer_5.clone(), &[ROOT]),
        house.breaks("a row was put in again", house.statements[3].clone()),
        house.breaks(
            "a second beginning",
            house.next(Act::Root { key: key(ROOT).public() }, &[ROOT]),
        ),
        house.breaks("it follows another one", resigned(1, &|s| s.previous = [7; 32])),
        house.breaks("a role was changed", changed(&|s| s.act = member(4, Role::Coordinator, 4))),
        house.breaks("a time was changed", changed(&|s| s.at = s.at.plus_ms(1))),
        house.breaks("nobody has signed", changed(&|s| s.signed.clear())),
        house.breaks(
            "one of two signatures is none",
            changed(&|s| s.signed.push(Signed { by: key(2).public(), signature: [0; 64] })),
        ),
        house.breaks("signed anew by a stranger", resigned(9, &|_| ())),
        with(&house, "a lawyer signs", lawyer_5.clone(), &[3]),
        with(&house, "for themselves", member(1, Role::Coordinator, 11), &[1, 2]),
        with(&house, "the root and somebody", lawyer_5.clone(), &[ROOT, 1]),
        with(&revoked_one, "a key that was revoked signs", lawyer_5.clone(), &[3]),
        with(&house, "a coordinator by one", coordinator.clone(), &[1]),
        with(&house, "a coordinator by one, twice", coordinator.clone(), &[1, 1]),
        with(&made, "by two of whom one made the other", coordinator, &[4, 1]),
        with(&house, "a coordinator is revoked by one", revoked(2), &[1]),
        with(&house, "a coordinator is made a lawyer by one", member(2, Role::Lawyer, 2), &[1]),
        with(&revoked_one, "back by one", member(3, Role::Lawyer, 33), &[1]),
        with(&house, "revokes nobody", revoked(7), &[1]),
        with(&revoked_one, "revoked twice", revoked(3), &[1]),
        with(&house, "a colleague's keys", member(4, Role::Lawyer, 2), &[1]),
        with(&house, "the root's key", member(4, Role::Lawyer, ROOT), &[1]),
        with(&revoked_one, "keys that died", member(3, Role::Lawyer, 3), &[1, 2]),
        with(&house, "recovery by a coordinator", recovery(&["age1holder9"]), &[1]),
        with(&house, "recovery by two coordinators", recovery(&["age1holder9"]), &[1, 2]),
        with(&house, "no recovery holder", recovery(&[]), &[ROOT]),
        with(&house, "one holder twice", recovery(&["age1holder1", "age1holder1"]), &[ROOT]),
        with(&house, "two holders as one", recovery(&["age1holder1 age1holder2"]), &[ROOT]),
        with(&house, "three holders", recovery(&["age1a", "age1b", "age1c"]), &[ROOT]),
    ]
}

#[test]
fn the_file_of_chains_is_what_these_rules_say_and_has_every_fault() {
    let broken = all_broken();
    let faults: std::collections::BTreeSet<&str> =
        broken.iter().map(|one| one["fault"].as_str().unwrap()).collect();
    assert_eq!(faults.len(), 10, "{faults:?}");
    let chains = [Chain::empty(), Chain::house(), Chain::revoked(), Chain::made()];
    let chains: BTreeMap<&str, &[Statement]> =
        chains.iter().map(|chain| (chain.name, &chain.statements[..])).collect();
    let all = json!({"good": good(), "chains": chains, "broken": broken});
    let made = serde_json::to_string_pretty(&all).unwrap();
    let made = made + "\n";
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/chain.json");
    if std::env::var_os(WRITE).is_some() {
        std::fs::write(&file, &made).unwrap();
    }
    let there = std::fs::read_to_string(&file).unwrap();
    assert!(there == made, "run this test with {WRITE}=1, and read what changes");
}

//! Every combination, against a table that is written out: nothing in it is computed as [`may`] is.

use super::*;

const RELATIONS: [Relation; 6] = [
    Relation::Owner,
    Relation::Handed,
    Relation::Called,
    Relation::CalledAgain,
    Relation::Other,
    Relation::Excluded,
];
const STATES: [State; 4] = [State::Open, State::Paged, State::Taken, State::Closed];

/// A sign for each of [`Action::ALL`]: see, read, file, write, note, act, speak, hand over, take,
/// openings, export, renew. A point is a no.
const NOTHING: &str = "............";
const OWNER: &str = "SRFWNA.HTOER";
const LAWYER_HANDED: &str = "S.....s.T...";
const LAWYER_CALLED: &str = "S.......T...";
const LAWYER_CALLED_AGAIN: &str = "SRF.N...TOE.";
const COORDINATOR: &str = "SRF.N...TOE.";
const COORDINATOR_BESIDE: &str = "SRF.N.s.TOE.";
const COORDINATOR_AFTER: &str = "SRF.N....OE.";

fn row(role: Role, relation: Relation, state: State) -> &'static str {
    match (role, relation, state) {
        (_, Relation::Excluded, _) => NOTHING,
        (_, Relation::Owner, State::Taken) => OWNER,
        (Role::Lawyer, Relation::Handed, State::Taken) => LAWYER_HANDED,
        (Role::Lawyer, Relation::Called, State::Open | State::Paged | State::Taken)
        | (Role::Lawyer, Relation::CalledAgain, State::Open | State::Taken) => LAWYER_CALLED,
        (Role::Lawyer, Relation::CalledAgain, State::Paged) => LAWYER_CALLED_AGAIN,
        (Role::Lawyer, ..) => NOTHING,
        (Role::Coordinator, _, State::Open | State::Paged) => COORDINATOR,
        (Role::Coordinator, _, State::Taken) => COORDINATOR_BESIDE,
        (Role::Coordinator, _, State::Closed) => COORDINATOR_AFTER,
    }
}

#[test]
fn every_role_at_every_case_may_do_what_the_table_says_and_nothing_else() {
    let mut looked_at = 0;
    for role in Role::ALL.iter().copied() {
        for relation in RELATIONS {
            for state in STATES {
                for (action, sign) in
                    Action::ALL.into_iter().zip(row(role, relation, state).chars())
                {
                    let is = may(role, relation, state, action);
                    assert_eq!(is, sign != '.', "{role} {relation:?} {state:?} {action:?}");
                    looked_at += 1;
                }
            }
        }
    }
    assert_eq!(looked_at, 2 * 6 * 4 * 12);
}

#[test]
fn no_two_actions_share_a_word() {
    let words: std::collections::BTreeSet<_> = Action::ALL.map(Action::as_str).into();
    assert_eq!(words.len(), Action::ALL.len());
}

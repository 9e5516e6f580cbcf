//! Whoever has a critical case comes after those who are free, by a step; nobody else is delayed
//! and nobody is dropped.

use habeas_core::domain::{Level, Role, Timestamp};
use habeas_core::oncall::ladder::{Delays, PageState, Paged, Policy, advance};
use habeas_core::oncall::rota::{OnCall, Rota};
use proptest::prelude::*;

const START: Timestamp = Timestamp::from_millis(1_000_000);

const DELAYS: Delays = Delays {
    repeat_after_s: 60,
    next_after_s: 120,
    all_after_s: 240,
    coordinators_after_s: 360,
    last_every_s: 120,
    empty_step_s: 5,
    urgent_coordinators_after_s: 1800,
};

fn rota(lawyers: usize, coordinators: usize) -> Rota {
    let member = |role, i: usize| OnCall {
        member: format!("{role:?}-{i}"),
        role,
        order: i as i64,
        added_at: START,
    };
    let lawyers = (0..lawyers).map(|i| member(Role::Lawyer, i));
    let coordinators = (0..coordinators).map(|i| member(Role::Coordinator, i));
    Rota::new(lawyers.chain(coordinators).collect())
}

/// Plays a ladder that nobody answers: when it moved, and when each of the rota first rang.
fn first_rings(policy: &Policy, rota: &Rota) -> (Vec<i64>, Vec<(String, i64)>) {
    let (mut step, mut now) = (0, START);
    let (mut pages, mut moves, mut rings) = (Vec::<Paged>::new(), vec![], vec![]);
    for _ in 0..policy.steps.len() {
        let run = advance(policy, step, rota, &pages, now);
        let at = now.since(START) / 1000;
        moves.push(at);
        for member in run.page {
            pages.retain(|p| p.member != member);
            if !rings.iter().any(|(who, _)| *who == member) {
                rings.push((member.clone(), at));
            }
            pages.push(Paged { member, step: run.step, state: PageState::Open });
        }
        let Some(due) = run.due_at else { break };
        (step, now) = (run.next_step, due);
    }
    (moves, rings)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_free_are_never_delayed_and_the_busy_by_one_step(
        lawyers in 1_usize..7, coordinators in 0_usize..3, which in any::<u8>(), short in any::<bool>(),
    ) {
        let hours_left = if short { Some(2.0) } else { None };
        let policy = Policy::new(Level::Critical, &DELAYS, hours_left).unwrap();
        let plain = rota(lawyers, coordinators);
        let busy: Vec<String> = plain
            .with_role(Role::Lawyer)
            .enumerate()
            .filter(|(i, _)| which & (1 << i) != 0)
            .map(|(_, m)| m.to_owned())
            .collect();
        let somebody_is_free = busy.len() < lawyers;
        let (_, before) = first_rings(&policy, &plain);
        let (moves, after) = first_rings(&policy, &plain.clone().with_busy(busy.clone()));
        prop_assert_eq!(before.len(), lawyers + coordinators);
        prop_assert_eq!(after.len(), before.len(), "nobody is dropped");
        prop_assert_eq!(busy.contains(&after[0].0), !somebody_is_free, "a free one is first");
        for (member, was) in before {
            let is = after.iter().find(|(m, _)| *m == member).unwrap().1;
            let latest = match busy.contains(&member) && somebody_is_free {
                true => *moves.iter().find(|at| **at > was).unwrap_or(&was),
                false => was,
            };
            prop_assert!(is <= latest, "{} rang at {} s, and now at {} s", member, was, is);
        }
    }
}

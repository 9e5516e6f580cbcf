use super::*;
use crate::oncall::rota::OnCall;

const START: Timestamp = Timestamp::from_millis(1_000_000);

fn delays() -> Delays {
    Delays {
        repeat_after_s: 60,
        next_after_s: 120,
        all_after_s: 240,
        coordinators_after_s: 360,
        last_every_s: 120,
        empty_step_s: 5,
        urgent_coordinators_after_s: 1800,
    }
}

fn rota(lawyers: &[&str], coordinators: &[&str]) -> Rota {
    let member = |role, (i, id): (usize, &&str)| OnCall {
        member: (*id).to_owned(),
        role,
        order: i as i64,
        added_at: START,
    };
    let lawyers = lawyers.iter().enumerate().map(|m| member(Role::Lawyer, m));
    let coordinators = coordinators.iter().enumerate().map(|m| member(Role::Coordinator, m));
    Rota::new(lawyers.chain(coordinators).collect())
}

/// Plays a ladder that nobody answers: seconds from the opening and who was paged.
fn play(policy: &Policy, rota: &Rota, mut pages: Vec<Paged>, moves: usize) -> Vec<(i64, String)> {
    let (mut step, mut now, mut out) = (0, START, vec![]);
    for _ in 0..moves {
        let run = advance(policy, step, rota, &pages, now);
        for member in &run.page {
            pages.retain(|p| p.member != *member || p.state == PageState::Declined);
            if !pages.iter().any(|p| p.member == *member) {
                let member = member.clone();
                pages.push(Paged { member, step: run.step, state: PageState::Open });
            }
        }
        out.push((now.since(START) / 1000, run.page.join(" ")));
        let Some(due) = run.due_at else { break };
        (step, now) = (run.next_step, due);
    }
    out
}

fn seen(moves: &[(i64, &str)]) -> Vec<(i64, String)> {
    moves.iter().map(|(s, who)| (*s, (*who).to_owned())).collect()
}

#[test]
fn nobody_answers_and_the_ladder_climbs_at_its_hours_without_end() {
    let policy = Policy::new(Level::Critical, &delays(), Some(6.0)).unwrap();
    let moves = play(&policy, &rota(&["a", "b", "c"], &["k"]), vec![], 8);
    let expected = [
        (0, "a"),
        (60, "a"),
        (120, "b"),
        (240, "a b c"),
        (360, "k"),
        (480, "a b c k"),
        (600, "a b c k"),
        (720, "a b c k"),
    ];
    assert_eq!(moves, seen(&expected));
}

#[test]
fn a_short_clock_halves_the_delays_but_never_below_a_minute() {
    let policy = Policy::new(Level::Critical, &delays(), Some(3.0)).unwrap();
    let moves = play(&policy, &rota(&["a", "b"], &["k"]), vec![], 6);
    let at: Vec<i64> = moves.iter().map(|m| m.0).collect();
    assert_eq!(at, [0, 60, 120, 180, 240, 300]);
}

#[test]
fn a_test_that_sets_seconds_keeps_them_when_the_clock_is_short() {
    let quick = Delays { repeat_after_s: 1, next_after_s: 2, ..delays() };
    let policy = Policy::new(Level::Critical, &quick, Some(1.0)).unwrap();
    assert_eq!(policy.steps[0].wait_s, 1);
}

#[test]
fn no_lawyer_at_all_reaches_the_coordinator_at_once() {
    let policy = Policy::new(Level::Critical, &delays(), None).unwrap();
    let moves = play(&policy, &rota(&[], &["k"]), vec![], 2);
    assert_eq!(moves, seen(&[(0, "k"), (120, "k")]));
}

#[test]
fn no_member_at_all_is_tried_again_every_five_seconds() {
    let policy = Policy::new(Level::Critical, &delays(), None).unwrap();
    let moves = play(&policy, &rota(&[], &[]), vec![], 3);
    assert_eq!(moves, seen(&[(0, ""), (5, ""), (10, "")]));
}

#[test]
fn who_declined_is_left_alone_until_nobody_else_is_left() {
    let policy = Policy::new(Level::Critical, &delays(), None).unwrap();
    let declined = |m: &str| Paged { member: m.into(), step: 0, state: PageState::Declined };
    let moves = play(&policy, &rota(&["a", "b"], &[]), vec![declined("a")], 1);
    assert_eq!(moves[0].1, "b", "who gave the case back is not the first to be called");
    let run = advance(&policy, 3, &rota(&["a", "b"], &[]), &[declined("a")], START);
    assert_eq!(run.page, ["b"]);
    let both = [declined("a"), declined("b")];
    let run = advance(&policy, 3, &rota(&["a", "b"], &[]), &both, START);
    assert_eq!((run.step, run.page.len()), (5, 2), "everybody again rather than nobody");
}

#[test]
fn a_step_whose_only_member_failed_or_declined_is_dead() {
    let page = |state| Paged { member: "a".into(), step: 1, state };
    assert!(!step_is_dead(1, &[page(PageState::Open)]));
    assert!(step_is_dead(1, &[page(PageState::Failed)]));
    assert!(step_is_dead(1, &[page(PageState::Declined)]));
}

#[test]
fn a_revoked_member_is_not_rung_again() {
    let policy = Policy::new(Level::Critical, &delays(), None).unwrap();
    let pages = [Paged { member: "gone".into(), step: 0, state: PageState::Open }];
    let run = advance(&policy, 1, &rota(&["b"], &[]), &pages, START);
    assert_eq!(run.page, ["b"]);
}

#[test]
fn urgent_is_silent_first_and_calls_coordinators_with_sound() {
    let policy = Policy::new(Level::Urgent, &delays(), None).unwrap();
    let first = advance(&policy, 0, &rota(&["a"], &["k"]), &[], START);
    assert!(first.silent && first.page == ["a"]);
    assert_eq!(first.due_at, Some(START.plus_s(1800)));
    let second = advance(&policy, 1, &rota(&["a"], &["k"]), &[], START);
    assert!(!second.silent && second.page == ["k"]);
    let last = advance(&policy, 3, &rota(&["a"], &["k"]), &[], START);
    assert_eq!((last.page.len(), last.due_at), (2, Some(START.plus_s(1800))), "it never ends");
}

#[test]
fn watch_is_a_silent_card_for_coordinators_and_routine_is_nobodys() {
    let policy = Policy::new(Level::Watch, &delays(), None).unwrap();
    let run = advance(&policy, 0, &rota(&["a"], &["k"]), &[], START);
    assert!(run.silent && run.page == ["k"]);
    assert_eq!(Policy::new(Level::Routine, &delays(), None), None);
}

#[test]
fn what_two_hold_for_false_goes_on_for_coordinators_without_sound_and_without_end() {
    let policy = Policy::quiet(&delays());
    assert!(policy.is_quiet());
    assert!(!Policy::new(Level::Critical, &delays(), None).unwrap().is_quiet());
    let moves = play(&policy, &rota(&["a"], &["k"]), vec![], 3);
    assert_eq!(moves, seen(&[(0, "k"), (1800, "k"), (3600, "k")]));
    let moves = play(&policy, &rota(&["a", "b"], &[]), vec![], 2);
    assert_eq!(moves, seen(&[(0, "a"), (1800, "a")]), "somebody has it on their list");
}

fn busy(rota: Rota, members: &[&str]) -> Rota {
    rota.with_busy(members.iter().map(|m| (*m).to_owned()))
}

#[test]
fn who_has_a_critical_case_is_called_by_the_step_after_somebody_who_is_free() {
    let policy = Policy::new(Level::Critical, &delays(), None).unwrap();
    let rota = busy(rota(&["a", "b", "c"], &["k"]), &["a"]);
    let moves = play(&policy, &rota, vec![], 5);
    let expected = [(0, "b"), (60, "b a"), (120, "c"), (240, "a b c"), (360, "k")];
    assert_eq!(moves, seen(&expected));
}

#[test]
fn where_nobody_else_is_free_who_has_a_critical_case_is_called_at_once() {
    let policy = Policy::new(Level::Critical, &delays(), None).unwrap();
    let plain = play(&policy, &rota(&["a", "b"], &["k"]), vec![], 6);
    let both = busy(rota(&["a", "b"], &["k"]), &["a", "b"]);
    assert_eq!(play(&policy, &both, vec![], 6), plain);
    let alone = busy(rota(&["a"], &["k"]), &["a"]);
    assert_eq!(play(&policy, &alone, vec![], 1), seen(&[(0, "a")]));
    let declined = Paged { member: "b".into(), step: 0, state: PageState::Declined };
    let one_cannot = busy(rota(&["a", "b"], &["k"]), &["a"]);
    assert_eq!(play(&policy, &one_cannot, vec![declined], 1), seen(&[(0, "a")]));
}

#[test]
fn an_urgent_case_comes_to_who_was_passed_over_with_the_next_lawyer() {
    let policy = Policy::new(Level::Urgent, &delays(), None).unwrap();
    let rota = busy(rota(&["a", "b", "c"], &["k"]), &["a"]);
    let moves = play(&policy, &rota, vec![], 3);
    assert_eq!(moves, seen(&[(0, "b"), (1800, "k"), (3600, "a c")]));
}

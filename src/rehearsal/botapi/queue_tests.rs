use super::*;
use serde_json::json;

const START: Timestamp = Timestamp::from_millis(1_700_000_000_000);
const WEEK_MS: i64 = 7 * 24 * 3_600_000;

fn message(n: i64) -> Value {
    json!({"message": {"message_id": n}})
}

fn ids(queue: &mut Queue, offset: Option<i64>, limit: usize, now: Timestamp) -> Vec<i64> {
    let from = queue.start(offset);
    queue
        .take(from, limit, now)
        .iter()
        .map(|update| update["update_id"].as_i64().unwrap())
        .collect()
}

fn filled(count: i64) -> (Queue, i64) {
    let mut queue = Queue::new(7, START);
    let first = queue.push(&message(0), START, Copies::One);
    for n in 1..count {
        assert_eq!(queue.push(&message(n), START, Copies::One), first + n);
    }
    (queue, first)
}

#[test]
fn only_an_offset_confirms() {
    let (mut queue, first) = filled(3);
    for _ in 0..2 {
        assert_eq!(ids(&mut queue, None, 100, START), [first, first + 1, first + 2]);
    }
    assert_eq!(ids(&mut queue, Some(first + 2), 100, START), [first + 2]);
    assert_eq!(ids(&mut queue, None, 100, START), [first + 2]);
}

#[test]
fn a_limit_leaves_the_rest_for_the_next_call() {
    let (mut queue, first) = filled(5);
    assert_eq!(ids(&mut queue, None, 2, START), [first, first + 1]);
    assert_eq!(ids(&mut queue, Some(first + 2), 2, START), [first + 2, first + 3]);
}

#[test]
fn a_negative_offset_counts_from_the_end_and_forgets_what_comes_before() {
    let (mut queue, first) = filled(5);
    assert_eq!(ids(&mut queue, Some(-2), 100, START), [first + 3, first + 4]);
    assert_eq!(ids(&mut queue, None, 100, START), [first + 3, first + 4]);
    assert_eq!(ids(&mut queue, Some(-90), 100, START), [first + 3, first + 4]);
}

#[test]
fn an_offset_too_far_ahead_answers_from_the_head_and_confirms_nothing() {
    let (mut queue, first) = filled(2);
    assert_eq!(ids(&mut queue, Some(first + 2 + 11), 100, START), [first, first + 1]);
    assert_eq!(queue.len(), 2);
    assert!(ids(&mut queue, Some(first + 2 + 10), 100, START).is_empty());
    assert_eq!(queue.len(), 0);
}

#[test]
fn a_tap_lives_150_seconds_and_a_message_a_day() {
    let mut queue = Queue::new(7, START);
    let first = queue.push(&message(0), START, Copies::One);
    queue.push(&json!({"callback_query": {}}), START, Copies::One);
    let just_before = START.plus_ms(TAP_KEPT_MS - 1);
    assert_eq!(ids(&mut queue, None, 100, just_before), [first, first + 1]);
    assert_eq!(ids(&mut queue, None, 100, START.plus_ms(TAP_KEPT_MS)), [first]);
    assert!(ids(&mut queue, None, 100, START.plus_s(24 * 3600)).is_empty());
}

#[test]
fn after_a_quiet_week_ids_jump_down_and_then_up() {
    let (mut queue, first) = filled(1);
    let down = queue.push(&message(1), START.plus_ms(WEEK_MS), Copies::One);
    assert!(down < first - 100);
    let up = queue.push(&message(2), START.plus_ms(2 * WEEK_MS), Copies::One);
    assert!(up > down + 100);
    let next = queue.push(&message(3), START.plus_ms(3 * WEEK_MS - 1), Copies::One);
    assert_eq!(next, up + 1, "not quite a week");
}

#[test]
fn the_offset_of_before_a_jump_down_reads_the_new_updates_again_and_again() {
    let (mut queue, first) = filled(1);
    let week_later = START.plus_ms(WEEK_MS);
    let down = queue.push(&message(1), week_later, Copies::One);
    for _ in 0..3 {
        assert_eq!(ids(&mut queue, Some(first + 1), 100, week_later), [down]);
    }
    assert!(ids(&mut queue, Some(down + 1), 100, week_later).is_empty());
}

#[test]
fn a_duplicate_comes_under_another_id_or_under_the_same() {
    let mut queue = Queue::new(7, START);
    let first = queue.push(&message(0), START, Copies::OwnIds);
    let same = queue.push(&message(1), START, Copies::SameId);
    assert_eq!(ids(&mut queue, None, 100, START), [first, first + 1, same, same]);
    assert_eq!(same, first + 2);
    assert!(ids(&mut queue, Some(same + 1), 100, START).is_empty());
}

#[test]
fn an_update_id_that_was_given_is_replaced() {
    let mut queue = Queue::new(7, START);
    let id = queue.push(&json!({"update_id": 5, "strange": {}}), START, Copies::One);
    assert_eq!(*queue.take(None, 100, START)[0], json!({"update_id": id, "strange": {}}));
}

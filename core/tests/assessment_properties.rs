//! What must hold for every report.

mod support;

use std::sync::LazyLock;

use habeas_core::assessment::{
    Card, Verdict, asked_only, assess, assess_asked, fired_at, level_on,
};
use habeas_core::domain::{FactValue, Level, Report};
use proptest::prelude::*;
use proptest::sample::select;
use support::{NOW, TIMES, changed, fact, report, unknown};

static CARD: LazyLock<Card> = LazyLock::new(Card::builtin);

/// Values that speak for danger: all that the card weighs, but for where the case stands
/// (`receiving_state`: too late) and who is still free.
fn signs() -> Vec<(String, String)> {
    let mut signs: Vec<(String, String)> = CARD
        .scales
        .iter()
        .flat_map(|scale| scale.values.keys().map(|value| (scale.key.clone(), value.clone())))
        .filter(|(_, value)| !["receiving_state", "not_detained"].contains(&value.as_str()))
        .collect();
    for (key, value) in [
        ("agents", "foreign_officers"),
        ("agents", "security_service"),
        ("foreign_officers", "yes"),
        ("questioning_topic", "both"),
        ("pretext_offence", "undesirable_order"),
        ("pretext_offence", "jaywalking"),
    ] {
        signs.push((key.to_owned(), value.to_owned()));
    }
    signs
}

fn one(key: &str, value: &str) -> FactValue {
    if key == "agents" { FactValue::many(&[value]) } else { FactValue::one(value) }
}

/// Times arrive with the fact that gates them; here only the fact itself is to be judged.
fn without_times(mut report: Report) -> Report {
    for time in TIMES {
        report.timeline.remove(time);
    }
    report
}

/// What `Debug` does not show; all of it is made up here.
fn shown(report: &Report) -> String {
    serde_json::to_string(report).expect("a report is JSON")
}

fn silence(report: &mut Report, key: &str) -> bool {
    let silent = report.facts.get(key).is_none_or(FactValue::is_unknown);
    if !silent {
        report.facts.set(key, unknown(key)).expect("unknown is a value");
    }
    silent
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, max_global_rejects: 300_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_weights_add_up_and_low_never_exceeds_high(report in report()) {
        let judged = assess(&CARD, &report, NOW);
        let sum: i64 = judged.reasons.iter().map(|reason| reason.weight).sum();
        prop_assert_eq!(sum, judged.score_low);
        prop_assert!(judged.score_low <= judged.score_high);
        prop_assert_eq!(level_on(&CARD, &report, NOW), (judged.level, judged.score_low));
        let trigger = judged.reasons.iter().any(|reason| reason.verdict == Verdict::Trigger);
        prop_assert_eq!(trigger, judged.level == Level::Critical);
    }

    #[test]
    fn an_added_unknown_never_lowers(report in report(), (key, _) in fact()) {
        prop_assume!(report.facts.get(key).is_none() && key != "consent");
        let before = without_times(report);
        let mut after = before.clone();
        after.facts.set(key, unknown(key)).expect("unknown is a value");
        let text = shown(&before);
        let (before, after) = (level_on(&CARD, &before, NOW), level_on(&CARD, &after, NOW));
        prop_assert!(after.0 >= before.0 && after.1 >= before.1, "{key}: {before:?} {after:?} {text}");
    }

    #[test]
    fn absent_and_unknown_reach_the_same_highest_score(report in report(), (key, _) in fact()) {
        prop_assume!(report.facts.get(key).is_none() && key != "consent");
        let before = without_times(report);
        let mut after = before.clone();
        after.facts.set(key, unknown(key)).expect("unknown is a value");
        let high = |report| assess(&CARD, report, NOW).score_high;
        prop_assert!(high(&after) >= high(&before), "{key}");
    }

    #[test]
    fn no_way_of_filling_what_is_missing_exceeds_the_highest_score(report in report()) {
        let before = without_times(report);
        let high = assess(&CARD, &before, NOW).score_high;
        let text = shown(&before);
        let mut filled = before;
        for scale in &CARD.scales {
            let worst = scale.values.iter().max_by_key(|(_, step)| step.weight);
            let (value, _) = worst.expect("a scale has values");
            if filled.facts.get(&scale.key).is_none_or(FactValue::is_unknown) {
                filled.facts.set(&scale.key, FactValue::one(value)).expect("a value");
            }
        }
        for (key, value) in signs() {
            if filled.facts.get(&key).is_none_or(FactValue::is_unknown) {
                filled.facts.set(&key, one(&key, &value)).expect("a value");
            }
        }
        prop_assert!(assess(&CARD, &filled, NOW).score_low <= high, "{text}");
    }

    #[test]
    fn an_added_sign_never_lowers(report in report(), (key, value) in select(signs())) {
        let mut before = without_times(report);
        silence(&mut before, &key);
        let mut after = before.clone();
        after.facts.set(&key, one(&key, &value)).expect("a value of the vocabulary");
        let text = shown(&before);
        let (before, after) = (level_on(&CARD, &before, NOW), level_on(&CARD, &after, NOW));
        prop_assert!(after.0 >= before.0 && after.1 >= before.1, "{key}={value}: {before:?} {after:?} {text}");
    }

    #[test]
    fn a_stronger_removal_sign_never_lowers(report in report()) {
        let rising = ["none", "rumour", "said_by_officials", "paper_or_decision",
            "ticket_or_flight", "taken_to_airport_or_border", "boarded_or_departed"];
        let mut report = without_times(report);
        let mut before = None;
        for sign in rising {
            report.facts.set("removal_sign", FactValue::one(sign)).expect("a sign");
            let judged = level_on(&CARD, &report, NOW);
            if let Some((level, low)) = before {
                prop_assert!(judged.0 >= level && judged.1 >= low, "{sign} {}", shown(&report));
            }
            before = Some(judged);
        }
    }

    #[test]
    fn a_changed_answer_never_lowers(report in report(), changed in changed()) {
        let before = assess(&CARD, &report, NOW);
        let mut report = report;
        report.superseded = changed;
        let after = assess(&CARD, &report, NOW);
        prop_assert!(after.level >= before.level);
        prop_assert_eq!(after.held_by.is_some(), after.level > before.level);
        let sum: i64 = after.reasons.iter().map(|reason| reason.weight).sum();
        prop_assert_eq!(sum, after.score_low);
    }

    #[test]
    fn an_official_word_of_release_never_lowers(report in report()) {
        let mut held = report;
        held.facts.set("where_now", FactValue::one("police_station")).expect("a place");
        let mut said = held.clone();
        said.facts.set("where_now", FactValue::one("released_per_officials")).expect("a place");
        prop_assert!(level_on(&CARD, &said, NOW) >= level_on(&CARD, &held, NOW));
    }

    #[test]
    fn consent_never_changes_anything(report in report(), consent in support::value("consent")) {
        let mut without = report.clone();
        without.facts.remove("consent");
        let mut with = report;
        with.facts.set("consent", consent).expect("a consent");
        prop_assert_eq!(assess(&CARD, &with, NOW), assess(&CARD, &without, NOW));
    }

    #[test]
    fn the_class_stands_for_the_list_of_dangers(report in report(), risk in support::value("risk_profile")) {
        let FactValue::Many(codes) = &risk else { unreachable!("a list") };
        let class = CARD.risk_class(codes);
        let mut listed = report.clone();
        listed.facts.set("risk_profile", risk.clone()).expect("a list");
        let mut stored = report;
        stored.facts.set("risk_profile", FactValue::one(class.as_str())).expect("a class");
        prop_assert_eq!(assess(&CARD, &listed, NOW), assess(&CARD, &stored, NOW));
    }

    #[test]
    fn before_the_fourth_answer_only_a_physical_step_pages(report in report()) {
        prop_assume!((1..4).contains(&report.facts.len()));
        let physical = ["taken_to_airport_or_border", "boarded_or_departed"]
            .contains(&report.facts.code("removal_sign").unwrap_or_default())
            || ["vehicle_moving", "border_crossing"]
                .contains(&report.facts.code("where_now").unwrap_or_default());
        prop_assert!(physical || assess(&CARD, &report, NOW).level < Level::Critical, "{}", shown(&report));
    }

    #[test]
    fn the_last_replayed_answer_is_the_whole_report(report in report()) {
        if assess(&CARD, &report, NOW).level == Level::Critical {
            prop_assert!(fired_at(&CARD, &report, NOW).is_some());
        }
    }

    #[test]
    fn asking_twice_what_was_asked_changes_nothing(report in report()) {
        let asked = asked_only(&report, NOW);
        let again = asked_only(&asked.report, NOW);
        prop_assert!(asked.report == again.report);
        let judged = assess_asked(&CARD, &asked, NOW);
        prop_assert!(judged.score_low <= judged.score_high);
    }
}

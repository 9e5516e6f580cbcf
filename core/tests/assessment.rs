//! Single judgements, one rule each.

#![expect(clippy::unwrap_used, reason = "a helper of tests may panic")]

use std::sync::LazyLock;

use habeas_core::assessment::{
    Card, CardError, Verdict, asked_only, assess, assess_asked, fired_at, fired_at_asked, level_on,
};
use habeas_core::domain::{Facts, Level, Report, Superseded, Timestamp};
use serde_json::{Value, json};

static CARD: LazyLock<Card> = LazyLock::new(Card::builtin);
const NOW: Timestamp = Timestamp::from_millis(1_790_000_000_000);
const TOML: &str = include_str!("../../config/patterns/rapid-removal.toml");

fn report(facts: Value, hours: &[(&str, i64)]) -> Report {
    let mut report = Report::new("KZ");
    report.facts = serde_json::from_str::<Facts>(&facts.to_string()).unwrap();
    for (key, hours) in hours {
        report.timeline.set(key, Some(NOW.plus_s(hours * 3600))).unwrap();
    }
    report
}

fn level(facts: Value, hours: &[(&str, i64)]) -> Level {
    level_on(&CARD, &report(facts, hours), NOW).0
}

fn clock(facts: Value, hours: &[(&str, i64)]) -> Option<f64> {
    assess(&CARD, &report(facts, hours), NOW).hours_left
}

fn changed(key: &str, value: Value) -> Superseded {
    Superseded { key: key.to_owned(), value: serde_json::from_value(value).unwrap(), at: NOW }
}

#[test]
fn an_empty_report_is_routine_and_has_no_clock() {
    let judged = assess(&CARD, &Report::default(), NOW);
    assert_eq!((judged.level, judged.score_low, judged.hours_left), (Level::Routine, 0, None));
    assert!(judged.score_high >= CARD.levels.critical);
}

#[test]
fn the_hash_is_that_of_the_bytes() {
    let with_comment = format!("# another file\n{TOML}");
    assert_eq!(CARD.hash.len(), 64);
    assert_eq!(Card::parse(TOML).unwrap().hash, CARD.hash);
    assert_ne!(Card::parse(&with_comment).unwrap().hash, CARD.hash);
}

#[test]
fn a_card_that_names_what_does_not_exist_is_refused() {
    let refused = |from: &str, to: &str| {
        assert!(TOML.contains(from), "{from}");
        Card::parse(&TOML.replacen(from, to, 1)).unwrap_err()
    };
    let no_such = |error| matches!(error, CardError::NoSuch { .. });
    assert!(no_such(refused(r#"{ named = "held" }"#, r#"{ named = "hold" }"#)));
    assert!(no_such(refused(r#"where_now = ["military_site"]"#, r#"where_now = ["moon"]"#)));
    assert!(no_such(refused(r#"time = "flight_at""#, r#"time = "lunch_at""#)));
    assert!(no_such(refused(r#"risk_profile = ["strong"]"#, r#"risk_profile = ["lgbt"]"#)));
    assert!(matches!(refused("weight = -8", "weight = 8"), CardError::Sign(_)));
    assert!(matches!(refused("version = 2", "version = 1\nmood = 2"), CardError::Unreadable(_)));
    assert!(matches!(refused(r#"weak = ["it_relocator"]"#, "weak = []"), CardError::Shape(_)));
    assert!(matches!(refused("urgent = 7", "urgent = 70"), CardError::Shape(_)));
}

#[test]
fn a_card_that_lowers_on_a_missing_answer_is_refused() {
    let silent = TOML.replacen(
        r#"when = [{ is = { where_now = ["released"] } }]"#,
        r#"when = [{ not_said = { where_now = ["court"] } }]"#,
        1,
    );
    assert_ne!(silent, TOML);
    assert!(matches!(Card::parse(&silent), Err(CardError::Shape(_))));
}

#[test]
fn every_sentence_is_a_locale_key() {
    for sentence in CARD.sentences() {
        let right = sentence.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
        assert!(right && sentence.contains('-'), "{sentence}");
    }
}

#[test]
fn every_trigger_names_a_sentence_only_when_it_fires() {
    let judged = assess(
        &CARD,
        &report(json!({"where_now": "airport", "removal_sign": "taken_to_airport_or_border"}), &[]),
        NOW,
    );
    assert_eq!(judged.level, Level::Critical);
    assert_eq!(judged.reasons[0].verdict, Verdict::Trigger);
    assert_eq!(judged.reasons[0].sentence_id, "trigger-physical-step");
}

#[test]
fn the_fourth_answer_pages_on_removal_and_danger() {
    let facts = json!({"where_now": "court", "removal_sign": "said_by_officials",
        "receiving_state": "RU", "risk_profile": "strong", "detained_ago": "1_6h"});
    assert_eq!(fired_at(&CARD, &report(facts, &[]), NOW), Some(4));
}

#[test]
fn a_dropped_fact_still_counts_as_an_answer() {
    let facts = json!({"where_now": "court", "removal_sign": "said_by_officials",
        "origin_state": "RU", "risk_profile": "strong"});
    let asked = asked_only(&report(facts, &[]), NOW);
    assert!(asked.report.facts.get("origin_state").is_none());
    assert_eq!(fired_at_asked(&CARD, &asked, NOW), Some(4));
    assert_eq!(assess_asked(&CARD, &asked, NOW).level, Level::Critical);
}

#[test]
fn consent_is_not_the_fourth_answer() {
    let facts = json!({"where_now": "court", "removal_sign": "said_by_officials",
        "risk_profile": "strong", "consent": "public_ok"});
    assert_eq!(level(facts, &[]), Level::Urgent);
}

#[test]
fn tapping_sets_only_the_times_that_are_asked() {
    let facts = json!({"where_now": "detention_centre", "removal_sign": "paper_or_decision",
        "detained_ago": "6_24h", "court_stage": "hearing_soon", "time_to_leave": "unknown"});
    let times = [
        ("detained_at", -7),
        ("flight_at", 9),
        ("hearing_at", 40),
        ("leave_by_at", 50),
        ("moved_at", -1),
    ];
    let asked = asked_only(&report(facts, &times), NOW).report.timeline;
    assert_eq!(asked.at("detained_at"), Some(NOW.plus_s(-15 * 3600)));
    assert_eq!(asked.at("hearing_at"), Some(NOW.plus_s(40 * 3600)));
    assert_eq!(asked.iter().count(), 2);
}

#[test]
fn a_time_counts_once_its_fact_is_there() {
    let held = |extra: Value| {
        let mut facts = json!({"where_now": "police_station", "detained_ago": "1_6h"});
        facts.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        clock(facts, &[("flight_at", 10)])
    };
    assert_eq!(held(json!({})), Some(20.5));
    assert_eq!(held(json!({"removal_sign": "unknown"})), Some(10.0));
}

#[test]
fn the_clock_follows_its_guide_step_by_step() {
    let strong = |facts: Value| {
        let mut facts = facts;
        facts["risk_profile"] = json!("strong");
        facts["wanted_in_origin"] = json!("yes_political");
        facts
    };
    let at = |place: &str| strong(json!({"where_now": place, "removal_sign": "said_by_officials"}));
    assert_eq!(clock(at("airport"), &[("flight_at", 5)]), Some(5.0));
    assert_eq!(clock(at("airport"), &[("flight_at", -1)]), Some(2.0));
    assert_eq!(clock(at("border_crossing"), &[]), Some(2.0));
    assert_eq!(clock(at("aircraft"), &[]), Some(2.0));
    let taken = strong(json!({"where_now": "court", "removal_sign": "taken_to_airport_or_border"}));
    assert_eq!(clock(taken, &[]), Some(2.0));
    assert_eq!(clock(at("vehicle_moving"), &[]), Some(6.0));
    let at_once = strong(json!({"where_now": "court", "court_stage": "removal_without_court",
        "time_to_leave": "none_immediate"}));
    assert_eq!(clock(at_once, &[("hearing_at", 2)]), Some(6.0));
    let days = strong(json!({"where_now": "not_detained", "court_stage": "expulsion_decided",
        "time_to_leave": "days"}));
    let ahead = [("leave_by_at", 90), ("appeal_deadline_at", 70), ("hearing_at", -5)];
    assert_eq!(clock(days, &ahead), Some(70.0));
    let held = |ago: &str| strong(json!({"where_now": "taken_place_unknown", "detained_ago": ago}));
    assert_eq!(clock(held("6_24h"), &[("detained_at", -20)]), Some(4.0));
    assert_eq!(clock(held("gt_3d"), &[("detained_at", -200)]), Some(3.0));
    for (ago, hours) in [("lt_1h", 23.5), ("1_6h", 20.5), ("6_24h", 9.0), ("1_3d", 3.0)] {
        assert_eq!(clock(held(ago), &[]), Some(hours), "{ago}");
    }
    assert_eq!(clock(held("unknown"), &[]), None);
    assert_eq!(clock(strong(json!({"where_now": "released", "detained_ago": "1_6h"})), &[]), None);
}

#[test]
fn there_is_no_clock_for_routine_and_after_departure() {
    let strong = |place: &str| json!({"where_now": place, "removal_sign": "boarded_or_departed", "risk_profile": "strong"});
    assert_eq!(clock(strong("receiving_state"), &[("flight_at", 3)]), None);
    assert_eq!(clock(strong("aircraft"), &[("departed_at", -1)]), None);
    assert_eq!(level(strong("aircraft"), &[("departed_at", -1)]), Level::Critical);
    let ordinary = json!({"where_now": "police_station", "removal_sign": "none",
        "receiving_state": "none", "risk_profile": "none", "detained_ago": "1_6h"});
    assert_eq!(clock(ordinary.clone(), &[]), None);
    assert_eq!(level(ordinary, &[]), Level::Routine);
}

#[test]
fn removal_that_is_complete_is_urgent() {
    let out = json!({"where_now": "receiving_state", "removal_sign": "boarded_or_departed",
        "receiving_state": "RU", "risk_profile": "strong"});
    assert_eq!(level(out, &[]), Level::Urgent);
    let unseen = json!({"where_now": "unknown", "removal_sign": "boarded_or_departed"});
    assert_eq!(level(unseen.clone(), &[("arrived_at", -2)]), Level::Urgent);
    assert_eq!(level(unseen.clone(), &[("departed_at", -30)]), Level::Urgent);
    assert_eq!(level(unseen, &[]), Level::Critical);
}

#[test]
fn a_withdrawn_physical_step_holds_the_level_and_is_named() {
    let mut report = report(
        json!({"where_now": "police_station", "removal_sign": "none", "receiving_state": "none",
            "risk_profile": "none"}),
        &[],
    );
    assert_eq!(level_on(&CARD, &report, NOW).0, Level::Routine);
    report.superseded.push(changed("removal_sign", json!("taken_to_airport_or_border")));
    let judged = assess(&CARD, &report, NOW);
    assert_eq!(judged.level, Level::Critical);
    assert_eq!(judged.held_by.as_deref(), Some("removal_sign"));
    assert_eq!(judged.hours_left, Some(2.0));
}

#[test]
fn an_earlier_value_counts_in_a_replay_once_its_fact_is_there() {
    let mut report = report(json!({"where_now": "court", "removal_sign": "none"}), &[]);
    report.superseded.push(changed("removal_sign", json!("boarded_or_departed")));
    assert_eq!(fired_at(&CARD, &report, NOW), Some(2));
}

#[test]
fn danger_ruled_out_keeps_an_ordinary_expulsion_from_paging_until_a_sign_returns() {
    let mut facts = json!({"where_now": "airport", "removal_sign": "taken_to_airport_or_border",
        "receiving_state": "UZ", "risk_profile": "neutral", "wanted_in_origin": "no",
        "contact": "ongoing"});
    assert_eq!(level(facts.clone(), &[]), Level::Watch);
    facts["contact"] = json!("lost");
    assert_eq!(level(facts.clone(), &[]), Level::Critical);
    facts["contact"] = json!("ongoing");
    facts["foreign_officers"] = json!("yes");
    assert_eq!(level(facts.clone(), &[]), Level::Critical);
    facts["foreign_officers"] = json!("unknown");
    facts["wanted_in_origin"] = json!("unknown");
    assert_eq!(level(facts, &[]), Level::Critical);
}

#[test]
fn a_flight_more_than_a_day_ahead_is_urgent() {
    let facts = json!({"where_now": "detention_centre", "removal_sign": "ticket_or_flight",
        "receiving_state": "TJ", "risk_profile": "strong"});
    assert_eq!(level(facts.clone(), &[("flight_at", 200)]), Level::Urgent);
    assert_eq!(level(facts.clone(), &[("flight_at", 20)]), Level::Critical);
    assert_eq!(level(facts, &[]), Level::Critical);
}

#[test]
fn a_reason_never_names_a_category_of_danger() {
    let text = serde_json::to_string(&assess(
        &CARD,
        &report(json!({"where_now": "court", "risk_profile": ["lgbt", "former_official"]}), &[]),
        NOW,
    ))
    .unwrap();
    assert!(text.contains("why-danger-indicated"));
    assert!(!text.contains("lgbt") && !text.contains("official\""), "{text}");
}

#[test]
fn a_lowering_counts_in_the_highest_score_only_once_nothing_can_undo_it() {
    let mut facts = json!({"where_now": "police_station", "removal_sign": "none",
        "receiving_state": "none", "risk_profile": "strong", "citizenships": ["KZ"],
        "stated_reason": "other", "pretext_offence": "none", "time_to_leave": "not_applicable",
        "foreign_officers": "no", "agents": ["police"]});
    let high = |facts: &Value| assess(&CARD, &report(facts.clone(), &[]), NOW).score_high;
    let before = high(&facts);
    facts["court_stage"] = json!("none_yet");
    let (court, same_day_decision, own_citizen) = (3, 2, 4);
    assert_eq!(before - high(&facts), court + same_day_decision + own_citizen);
}

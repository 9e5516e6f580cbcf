//! `habeas assess` from outside: the contract, and the scenarios it is judged by.

#![expect(clippy::unwrap_used, reason = "a helper of tests may panic")]

use habeas::cli::assess::{AssessArgs, run};
use serde_json::{Value, json};

const GIVEN: &str = include_str!("vectors/scenarios.jsonl");
const OWN: &str = include_str!("vectors/own-scenarios.jsonl");

fn args(replay: bool, asked_only: bool) -> AssessArgs {
    AssessArgs { card: None, replay, asked_only }
}

fn judge(args: &AssessArgs, input: &str) -> (u8, Vec<Value>, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let code = run(args, input.as_bytes(), &mut out, &mut err).unwrap();
    let lines = String::from_utf8(out).unwrap();
    let lines = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    (code, lines, String::from_utf8(err).unwrap())
}

/// What is wrong with the answers to a set of scenarios: misses, false pages, late pages, clocks.
fn faults(scenarios: &str, asked_only: bool) -> Vec<String> {
    let (code, answers, err) = judge(&args(true, asked_only), scenarios);
    assert_eq!((code, err.as_str()), (0, ""));
    assert_eq!(answers.len(), scenarios.lines().count());
    let mut faults = Vec::new();
    for (scenario, answer) in scenarios.lines().zip(&answers) {
        let scenario: Value = serde_json::from_str(scenario).unwrap();
        let expected = &scenario["expected"];
        let mut fault = |what: &str| faults.push(format!("{} {what}: {answer}", scenario["id"]));
        let also = expected["also_ok"].as_array();
        let right = answer["level"] == expected["level"]
            || also.is_some_and(|levels| levels.contains(&answer["level"]));
        if !right {
            fault("level");
        }
        if let Some(want) = expected["hours_left"].as_f64() {
            let near = answer["hours_left"]
                .as_f64()
                .is_some_and(|hours| (hours - want).abs() <= f64::max(3.0, want / 2.0));
            if !near {
                fault("hours_left");
            }
        }
        if let Some(by) = expected["fire_by"].as_u64()
            && answer["fired_at"].as_u64().is_none_or(|at| at > by)
        {
            fault("fire_by");
        }
    }
    faults
}

#[test]
fn the_given_scenarios_are_judged_right() {
    assert_eq!(faults(GIVEN, false), Vec::<String>::new());
}

#[test]
fn the_given_scenarios_are_judged_right_from_what_is_asked_alone() {
    assert_eq!(faults(GIVEN, true), Vec::<String>::new());
}

#[test]
fn our_own_scenarios_are_judged_right() {
    assert_eq!(faults(OWN, false), Vec::<String>::new());
}

#[test]
fn our_own_scenarios_are_judged_right_from_what_is_asked_alone() {
    assert_eq!(faults(OWN, true), Vec::<String>::new());
}

/// A scenario carries its own answers; changing those must change nothing.
#[test]
fn the_answer_sheet_is_not_read() {
    let blind: String = GIVEN
        .lines()
        .map(|line| {
            let mut line: Value = serde_json::from_str(line).unwrap();
            line["class"] = json!({"anything": [1, 2]});
            line["expected"] = json!("routine");
            line["narrative"] = json!(null);
            format!("{line}\n")
        })
        .collect();
    assert_eq!(judge(&args(true, false), GIVEN), judge(&args(true, false), &blind));
}

#[test]
fn the_fields_come_in_the_order_of_the_contract() {
    let line = r#"{"id":"a","now":"2026-02-10T02:40:00+07:00","facts":{"where_now":"airport"}}"#;
    let (_, lines, _) = judge(&args(false, false), line);
    let keys: Vec<&String> = lines[0].as_object().unwrap().keys().collect();
    assert_eq!(
        keys,
        [
            "id",
            "level",
            "score_low",
            "score_high",
            "hours_left",
            "held_by",
            "card",
            "reasons",
            "fired_at"
        ]
    );
    assert_eq!(lines[0]["fired_at"], Value::Null);
    assert_eq!(lines[0]["hours_left"], json!(2));
}

#[test]
fn a_bad_line_is_named_and_the_good_lines_are_done() {
    let now = r#""now":"2026-02-10T02:40:00+07:00""#;
    let bad = [
        (r#"{"id":"x","facts":{}}"#.to_owned(), "now"),
        (r#"{"id":"x","now":"2026-02-10T02:40:00","facts":{}}"#.to_owned(), "now"),
        (format!(r#"{{{now},"facts":{{}}}}"#), "id"),
        (format!(r#"{{"id":"x",{now}}}"#), "facts"),
        (format!(r#"{{"id":"x",{now},"facts":{{"mood":"sad"}}}}"#), "facts.mood"),
        (format!(r#"{{"id":"x",{now},"facts":{{"where_now":"moon"}}}}"#), "facts.where_now"),
        (format!(r#"{{"id":"x",{now},"facts":{{"agents":[]}}}}"#), "facts.agents"),
        (
            format!(r#"{{"id":"x",{now},"facts":{{"risk_profile":"strong"}}}}"#),
            "facts.risk_profile",
        ),
        (
            format!(r#"{{"id":"x",{now},"facts":{{}},"timeline":{{"lunch_at":null}}}}"#),
            "timeline.lunch_at",
        ),
        (
            format!(
                r#"{{"id":"x",{now},"facts":{{}},"timeline":{{"court_at":"2026-02-10T02:40"}}}}"#
            ),
            "timeline.court_at",
        ),
        (
            format!(
                r#"{{"id":"x",{now},"facts":{{}},"superseded":[{{"key":"where_now","value":"moon","at":"2026-02-10T02:40:00Z"}}]}}"#
            ),
            "superseded[0].value",
        ),
        (format!(r#"{{"id":"x",{now},"facts":{{}},"host_state":"kz"}}"#), "host_state"),
        ("not json".to_owned(), "line"),
    ];
    for (line, field) in bad {
        let good = format!(r#"{{"id":"good",{now},"facts":{{}}}}"#);
        let (code, lines, err) = judge(&args(false, false), &format!("{good}\n{line}\n\n{good}\n"));
        assert_eq!((code, lines.len()), (1, 2), "{line}");
        assert!(err.starts_with(&format!("line 2: {field}: ")), "{line}: {err}");
        assert!(!err.contains("moon") && !err.contains("sad"), "{err}");
    }
}

#[test]
fn a_card_that_cannot_be_read_is_refused_with_a_sentence() {
    let missing = AssessArgs { card: Some("no-such-card.toml".into()), ..AssessArgs::default() };
    let (code, lines, err) = judge(&missing, GIVEN);
    assert_eq!((code, lines.len()), (1, 0));
    assert!(err.starts_with("cannot read the card no-such-card.toml"), "{err}");
}

#[test]
fn another_card_judges_and_is_named() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let text = include_str!("../config/patterns/rapid-removal.toml")
        .replacen("id = \"rapid-removal\"", "id = \"drill\"", 1)
        .replacen("first_page_at = 4", "first_page_at = 40", 1);
    std::fs::write(file.path(), text).unwrap();
    let other = AssessArgs { card: Some(file.path().into()), ..args(true, false) };
    let line = GIVEN.lines().find(|line| line.contains("pub-003")).unwrap();
    let (_, lines, _) = judge(&other, line);
    assert_eq!(lines[0]["card"]["id"], "drill");
    assert_eq!(lines[0]["level"], "urgent");
}

//! What an open case says, in whose words, and what it says where something does not open.

use data_encoding::BASE64;
use serde_json::{Value, json};

use super::desk::{Desk, play, play_rehearsed};
use crate::support::people::{COORDINATOR, LAWYER, RELATIVE, SECOND};

/// A critical case that the lawyer has; their cookie, and its code.
async fn owned(desk: &Desk<'_>) -> (String, String) {
    let own = desk.enters(LAWYER).await;
    desk.world.reports_critical(RELATIVE).await;
    desk.world.taps(LAWYER, "I take it").await;
    desk.world.sees(LAWYER, "You have it since").await;
    (own, desk.world.code().await)
}

async fn opened(desk: &Desk<'_>, path: &str, cookie: &str) -> Value {
    let (status, case) = desk.gets(&format!("cases/{path}"), cookie).await;
    assert_eq!(status, 200, "{case}");
    case
}

fn facts(case: &Value) -> Vec<String> {
    let of = |fact: &Value| {
        format!("{} {}", fact["label"].as_str().unwrap(), fact["value"].as_str().unwrap())
    };
    case["facts"].as_array().unwrap().iter().map(of).collect()
}

fn timeline(case: &Value) -> Vec<String> {
    let of = |line: &Value| {
        format!("{}: {}", line["by"].as_str().unwrap_or("-"), line["text"].as_str().unwrap())
    };
    case["timeline"].as_array().unwrap().iter().map(of).collect()
}

fn texts(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_case_says_what_was_answered_in_the_words_of_the_interview_and_the_readers_language() {
    play(async |desk| {
        let (own, code) = owned(desk).await;
        let case = opened(desk, &code, &own).await;
        let said = [
            "In which country is this happening? Kazakhstan",
            "Where is the person now? In court",
            "Does anyone say that the person will be sent to another country? Yes: officers said so",
        ];
        let all = facts(&case);
        assert_eq!(all[0], said[0]);
        assert_eq!(all[1], said[1]);
        assert!(all[2].ends_with("Yes: officers said so") && all[3].ends_with("Russia"), "{all:?}");
        assert!(case["facts"][1]["at"].as_i64().is_some(), "when it was said");
        assert_eq!(case["danger"], "Danger there: indicated.", "never of which kind");
        assert!(!case.to_string().contains("conflict_dual"), "{case}");
        let fields = [("level", json!("critical")), ("stage", json!("taken")), ("mine", json!(true)),
            ("owner", json!("Mira")), ("host_state", json!("KZ"))];
        for (field, value) in fields {
            assert_eq!(case[field], value, "{field}");
        }

        let russian = opened(desk, &format!("{code}?language=ru"), &own).await;
        assert!(facts(&russian)[1].ends_with("В суде"), "{:?}", facts(&russian));
        let none = opened(desk, &format!("{code}?language=xx"), &own).await;
        assert_eq!(facts(&none), all, "a language that is none of ours is the member's");
    })
    .await;
}

#[tokio::test]
async fn the_sum_can_be_done_again_by_hand_and_what_is_not_known_stands_apart() {
    play(async |desk| {
        let (own, code) = owned(desk).await;
        let sum = opened(desk, &code, &own).await["sum"].take();
        let weight = |line: &&str| line.split_once(' ').and_then(|(n, _)| n.parse::<i64>().ok());
        let lines = texts(&sum["lines"]);
        let added: i64 = lines.iter().filter_map(weight).sum();
        assert_eq!(Some(added), sum["low"].as_i64(), "{sum}");
        assert!(sum["high"].as_i64() > sum["low"].as_i64());
        let unknown = texts(&sum["unknown"]);
        assert!(!unknown.is_empty() && unknown.iter().all(|line| !lines.contains(line)), "{sum}");
        assert!(sum["card"].as_str().unwrap().contains("rapid-removal"), "{sum}");
    })
    .await;
}

#[tokio::test]
async fn outside_rehearsals_no_line_is_shown_that_no_lawyer_has_approved() {
    play(async |desk| {
        let (own, code) = owned(desk).await;
        let case = opened(desk, &code, &own).await;
        assert_eq!(
            texts(&case["first"]),
            ["First: call the place of detention, and say that you act."]
        );
        assert_eq!(case["duty"], json!([]));
    })
    .await;
    play_rehearsed(async |desk| {
        let own = desk.enters(LAWYER).await;
        desk.world.says(RELATIVE, "/start").await;
        desk.world.taps(RELATIVE, "Serbia").await;
        desk.world.taps_all(RELATIVE, &["In court", "Yes: officers said so", "Russia"]).await;
        desk.world.taps(RELATIVE, "Passports of both countries at war").await;
        desk.world.taps(LAWYER, "I take it").await;
        desk.world.sees(LAWYER, "You have it since").await;
        let case = opened(desk, &desk.world.code().await, &own).await;
        assert!(texts(&case["first"]).len() > 3, "{}", case["first"]);
        let duty = &case["duty"][0];
        assert!(duty["number"].as_str().unwrap().starts_with("+33"), "{duty}");
        assert!(duty["source"].as_str().unwrap().contains("r39.echr.coe.int"), "{duty}");
    })
    .await;
}

#[tokio::test]
async fn all_that_was_done_stands_in_the_timeline_by_whom_oldest_first() {
    play(async |desk| {
        let boss = desk.enters(COORDINATOR).await;
        let (own, code) = owned(desk).await;
        desk.world.passes_s(60).await;
        desk.world.taps(LAWYER, "On my way").await;
        desk.world.passes_s(60).await;
        desk.world.taps_all(LAWYER, &["Hand over", "Timur"]).await;
        desk.world.sees(SECOND, "asks you to take this case over").await;
        desk.world.passes_s(60).await;
        desk.world.taps(SECOND, "I take it").await;
        desk.world.sees(SECOND, "You have it since").await;
        let case = opened(desk, &code, &boss).await;
        let wanted = [
            "-: The first answer came",
            "-: Calling began: the level is critical",
            "Mira: took the case",
            "Mira: on the way",
            "Mira: asks Timur to take the case over",
            "Timur: took the case",
        ];
        assert_eq!(timeline(&case), wanted);
        let at = |n: usize| case["timeline"][n]["at"].as_i64().unwrap();
        assert!((1..6).all(|n| at(n) >= at(n - 1)));
        assert_eq!(desk.gets(&format!("cases/{code}"), &own).await.0, 404, "it is Mira's no more");
    })
    .await;
}

#[tokio::test]
async fn the_timeline_says_why_people_were_called_and_whom_and_that_it_is_over() {
    play(async |desk| {
        let boss = desk.enters(COORDINATOR).await;
        desk.world.reports_critical(RELATIVE).await;
        let code = desk.world.code().await;
        let mut told = vec!["-: The first answer came", "-: Calling began: the level is critical"];
        assert_eq!(timeline(&opened(desk, &code, &boss).await), told);
        desk.world.passes_s(60).await;
        desk.world.passes_s(60).await;
        told.push("-: Called so far: Mira, Timur");
        let case = opened(desk, &code, &boss).await;
        assert_eq!(timeline(&case), told);
        let at = |case: &Value, n: usize| case["timeline"][n]["at"].as_i64().unwrap();
        assert!(at(&case, 2) - at(&case, 1) >= 120_000, "when the second one was called");
        desk.world.taps(LAWYER, "I take it").await;
        desk.world.passes_s(11 * 60).await;
        desk.world.passes_s(5 * 60).await;
        let boss = desk.enters(COORDINATOR).await;
        told.extend([
            "Mira: took the case",
            "-: Others are called too: no sign from whoever has it",
            "-: Called so far: Timur",
        ]);
        assert_eq!(timeline(&opened(desk, &code, &boss).await), told);
        desk.world.taps(LAWYER, "I am on it").await;
        told.extend(["Mira: is on it", "-: This calling is over"]);
        assert_eq!(timeline(&opened(desk, &code, &boss).await), told);
        let russian = timeline(&opened(desk, &format!("{code}?language=ru"), &boss).await);
        assert_eq!(russian[1], "-: Вызов начат: уровень «критично»");
    })
    .await;
}

#[tokio::test]
async fn what_may_be_done_is_said_by_who_it_is_and_how_it_stands() {
    play(async |desk| {
        let boss = desk.enters(COORDINATOR).await;
        let own = desk.enters(LAWYER).await;
        desk.world.reports_critical(RELATIVE).await;
        let code = desk.world.code().await;
        let called = opened(desk, &code, &boss).await;
        assert_eq!(texts(&called["may"]), ["note", "take", "openings", "export", "file"]);
        desk.world.taps(LAWYER, "I take it").await;
        desk.world.sees(LAWYER, "You have it since").await;
        let mine = opened(desk, &code, &own).await;
        let owner = ["write", "note", "act", "hand-over", "openings", "export", "renew", "file"];
        assert_eq!(texts(&mine["may"]), owner);
        let colleagues: Vec<&str> = mine["colleagues"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["name"].as_str().unwrap())
            .collect();
        assert_eq!(colleagues, ["Timur", "Dana"]);
        assert_eq!(
            (&mine["promise"]["asked"], &mine["promise"]["lapsed"]),
            (&json!(false), &json!(false))
        );
        let until = mine["promise"]["until"].as_i64().unwrap();
        assert_eq!(until - mine["taken_at"].as_i64().unwrap(), 15 * 60_000);

        let others = opened(desk, &code, &boss).await;
        assert_eq!(texts(&others["may"]), ["note", "speak", "openings", "export", "file"]);
        assert_eq!((&others["colleagues"], &others["mine"]), (&json!([]), &json!(false)));
        // Nobody has heard of the owner: others are called, and can take it.
        desk.world.passes_s(11 * 60).await;
        desk.world.passes_s(5 * 60).await;
        let again = desk.enters(COORDINATOR).await;
        let lapsed = opened(desk, &code, &again).await;
        assert_eq!(texts(&lapsed["may"]), ["note", "speak", "take", "openings", "export", "file"]);
        assert_eq!(
            (&lapsed["promise"]["lapsed"], &lapsed["promise"]["until"]),
            (&json!(true), &json!(null))
        );
    })
    .await;
}

#[tokio::test]
async fn a_report_that_does_not_open_hides_neither_the_keys_nor_the_entries() {
    play(async |desk| {
        let (own, code) = owned(desk).await;
        let sql = "-- tests::broken
            UPDATE cases SET sealed_report = $1";
        desk.world.execute(sql, vec![b"nonsense".to_vec().into()]).await;
        let case = opened(desk, &code, &own).await;
        assert_eq!(texts(&case["first"])[0], "The server cannot read this report.");
        assert_eq!((&case["facts"], &case["sum"]), (&json!([]), &json!(null)));
        let key = BASE64.decode(case["keys"][0]["case_key"].as_str().unwrap().as_bytes()).unwrap();
        assert!(key.starts_with(b"age-encryption.org/v1\n"));
        let entries = opened(desk, &format!("{code}/entries"), &own).await;
        assert_eq!(json!(entries["entries"].as_array().unwrap().len()), case["entries"]);
    })
    .await;
}

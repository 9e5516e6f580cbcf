//! `habeas rehearse`: the scripts that the repository holds play to their end.

use std::process::Output;

use crate::support::habeas;

/// Plays a script of the repository; what it printed.
async fn played(name: &str) -> String {
    let script = format!("{}/rehearsal/{name}.script", env!("CARGO_MANIFEST_DIR"));
    let output: Output = habeas(&["rehearse", "--script", &script], &[]).output().await.unwrap();
    let out = String::from_utf8(output.stdout).unwrap();
    let err = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{out}\n{err}");
    out
}

#[tokio::test]
async fn the_press_reports_case_plays_to_the_acknowledged_page() {
    let out = played("press-report").await;
    let page = out.find("=== The page, before the sixth answer").unwrap();
    assert!(out[page..].contains("A lawyer on duty has it since"), "{out}");
    assert!(out.contains(r#""risk_profile":["occupied_territory_origin""#), "the case is opened");
}

#[tokio::test]
async fn a_whole_night_plays_to_its_end() {
    let out = played("night").await;
    for seen in ["Still on it?", "A second lawyer is being called too.", ": on the way"] {
        assert!(out.contains(seen), "{seen} is missing in\n{out}");
    }
}

#[tokio::test]
async fn an_expectation_that_does_not_hold_is_exit_code_1_and_names_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("wrong.script");
    std::fs::write(&script, "relative says /start\n\nrelative sees no \"Kazakhstan\"\n").unwrap();
    let ended = crate::support::run(&["rehearse", "--script", script.to_str().unwrap()]).await;
    assert_eq!(ended.code, Some(1));
    assert!(ended.err.contains("line 3"), "{}", ended.err);
}

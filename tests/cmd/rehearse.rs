//! `habeas rehearse`: the scripts that the repository holds play to their end.

use std::process::Output;

use tokio::io::AsyncBufReadExt;

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
async fn nobody_answers_and_the_calling_goes_on_until_somebody_has_it() {
    let out = played("nobody-answers").await;
    assert!(out.contains("I am still calling."), "{out}");
}

#[tokio::test]
async fn of_a_flood_the_true_report_is_one_line_of_one_card() {
    let out = played("flood").await;
    assert!(out.contains("11 cases are waiting for you"), "{out}");
}

#[tokio::test]
async fn who_is_released_on_paper_only_stays_critical() {
    let out = played("paper-release").await;
    let critical = out.find("CRITICAL ·").unwrap();
    assert!(!out[critical..].contains("URGENT ·"), "nothing lowers it: {out}");
    assert!(out.contains("Nobody is called any more."), "only two words end it: {out}");
}

#[tokio::test]
async fn a_stolen_phone_keeps_no_case_silent() {
    let out = played("stolen-phone").await;
    assert!(out.contains("A second lawyer is being called too."), "{out}");
}

#[tokio::test]
async fn the_page_is_served_until_it_is_interrupted_or_what_is_missing_is_said() {
    let mut child = habeas(&["rehearse", "--listen", "127.0.0.1:0"], &[])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut out = tokio::io::BufReader::new(child.stdout.take().unwrap()).lines();
    match out.next_line().await.unwrap() {
        Some(line) => {
            assert!(line.starts_with("The rehearsal is at http://127.0.0.1:"), "{line}");
            let id = rustix::process::Pid::from_raw(child.id().unwrap().cast_signed()).unwrap();
            rustix::process::kill_process(id, rustix::process::Signal::INT).unwrap();
            assert_eq!(child.wait().await.unwrap().code(), Some(0));
        }
        None => {
            let ended = child.wait_with_output().await.unwrap();
            let err = String::from_utf8_lossy(&ended.stderr);
            assert_eq!(ended.status.code(), Some(1), "{err}");
            assert!(err.contains("run `make web`"), "{err}");
        }
    }
}

#[tokio::test]
async fn the_page_is_of_this_machine_only_and_goes_with_no_script() {
    let ended = crate::support::run(&["rehearse", "--listen", "192.0.2.1:80"]).await;
    assert_eq!(ended.code, Some(1));
    for arguments in [["--listen", "127.0.0.1:0"], ["--pace", "reading"]] {
        let script = if arguments[0] == "--listen" { &["--script", "x"][..] } else { &[] };
        let all = [&["rehearse"][..], &arguments[..], script].concat();
        assert_eq!(crate::support::run(&all).await.code, Some(2), "{all:?}");
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

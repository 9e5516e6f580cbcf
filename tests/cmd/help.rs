//! Every `--help`, as an operator reads it.

use crate::support::run;

#[tokio::test]
async fn every_help_reads_as_it_did() {
    for command in [
        "",
        "recovery",
        "recovery new",
        "recovery keys",
        "recovery rewrap",
        "recovery accept",
        "init",
        "serve",
        "member",
        "member add",
        "member list",
        "member recipient",
        "member revoke",
        "member invite",
        "member pending",
        "member confirm",
        "member root",
        "member fingerprint",
        "member proposals",
        "member sign",
        "member accept",
        "member statements",
        "member verify",
        "case",
        "case list",
        "case export",
        "case open",
        "case decide",
        "rehearse",
        "bot-api",
        "parked",
        "parked list",
        "parked retry",
        "audit",
        "audit verify",
        "audit head",
        "audit show",
        "backup",
        "restore",
        "console-files",
        "console-check",
        "doctor",
        "assess",
    ] {
        let mut arguments: Vec<&str> = command.split_whitespace().collect();
        arguments.push("--help");
        let help = run(&arguments).await.done();
        let name = if command.is_empty() { "habeas" } else { command };
        insta::assert_snapshot!(name.replace(' ', "-"), help);
    }
}

//! Every `--help`, as an operator reads it.

use crate::support::run;

/// This command and all below it, each as it is typed.
pub fn all(command: &clap::Command, typed: &[&str]) -> Vec<Vec<String>> {
    let own = typed.iter().map(|word| (*word).to_owned()).collect();
    let below = command.get_subcommands().flat_map(|below| {
        let typed = [typed, &[below.get_name()]].concat();
        all(below, &typed)
    });
    std::iter::once(own).chain(below).collect()
}

#[tokio::test]
async fn every_help_reads_as_it_did() {
    let commands = all(&habeas::cli::command(), &[]);
    assert!(commands.len() > 40, "{commands:?}");
    for command in commands {
        let mut arguments: Vec<&str> = command.iter().map(String::as_str).collect();
        arguments.push("--help");
        let help = run(&arguments).await.done();
        let name = if command.is_empty() { "habeas".to_owned() } else { command.join("-") };
        insta::assert_snapshot!(name, help);
    }
}

//! What the guides say to type is what the program takes: every command in them is read as it reads it.

use std::collections::BTreeSet;

use clap::error::ErrorKind;
use habeas::crypto::SigningKey;

use crate::help::all;

const KEYS: &str = include_str!("../../docs/KEYS.md");
const README: &str = include_str!("../../README.md");
const RUNBOOK: &str = include_str!("../../docs/RUNBOOK.md");
const DEFAULTS: &str = include_str!("../../config/default.toml");

/// The blocks of a guide, and what is between them.
fn parts(guide: &str) -> (String, String) {
    let (mut blocks, mut text, mut within) = (String::new(), String::new(), false);
    for line in guide.lines() {
        if line.trim_start().starts_with("```") {
            within = !within;
            continue;
        }
        let to = if within { &mut blocks } else { &mut text };
        *to += line;
        *to += "\n";
    }
    assert!(!within, "every block ends");
    (blocks, text)
}

/// What stands in text as code, also over the end of a line.
fn inline(text: &str) -> Vec<String> {
    let paragraphs = text.split("\n\n").map(|paragraph| paragraph.replace('\n', " "));
    paragraphs
        .flat_map(|paragraph| {
            let code = paragraph.split('`').skip(1).step_by(2).map(str::to_owned);
            code.collect::<Vec<_>>()
        })
        .collect()
}

/// The commands of a line as a shell would run them, each as its words. Where files come from and go to
/// is left out.
fn commands(line: &str) -> Vec<Vec<String>> {
    let (mut all, mut words, mut word) = (vec![], vec![], None::<String>);
    let (mut quote, mut is_file) = (None, false);
    for sign in line.chars().chain(['\n']) {
        match (quote, sign) {
            (Some(open), sign) if sign == open => quote = None,
            (Some(_), sign) => word.get_or_insert_default().push(sign),
            (None, '"' | '\'') => {
                quote = Some(sign);
                word.get_or_insert_default();
            }
            (None, '#') if word.is_none() => break,
            (None, ' ' | '\n' | '|' | ';' | '(' | ')' | '<' | '>') => {
                if let Some(word) = word.take()
                    && !std::mem::take(&mut is_file)
                {
                    words.push(word);
                }
                match sign {
                    '<' | '>' => is_file = true,
                    ' ' => {}
                    _ => all.push(std::mem::take(&mut words)),
                }
            }
            (None, sign) => word.get_or_insert_default().push(sign),
        }
    }
    all.push(words);
    for words in &mut all {
        words.retain(|word| word != "$");
    }
    all.retain(|words| !words.is_empty());
    all
}

/// A command of a guide with something in the place of what is to be put in.
fn filled(words: &[String]) -> Vec<String> {
    let mut before = "";
    let mut filled = vec![];
    for word in words {
        let word = word.trim_start_matches('[').trim_end_matches(']');
        filled.push(match (before, word) {
            ("--root", "KEY") => SigningKey::generate().public().to_string(),
            ("--head", "H") => "0".repeat(64),
            ("--agree" | "--keep-days", "N") => "7".to_owned(),
            ("--role", "…") => "lawyer".to_owned(),
            ("--language", "…") => "en".to_owned(),
            (_, word) => word.to_owned(),
        });
        before = word;
    }
    filled
}

/// What the program says to a command, which begins with `habeas`.
fn read(words: &[String]) -> Result<(), clap::Error> {
    habeas::cli::command().try_get_matches_from(filled(words)).map(|_| ())
}

#[test]
fn every_command_in_a_block_of_a_guide_is_one() {
    for (name, guide, least) in [("KEYS", KEYS, 9), ("RUNBOOK", RUNBOOK, 7), ("README", README, 9)]
    {
        let blocks = parts(guide).0.replace("\\\n", " ");
        let all = blocks.lines().flat_map(commands);
        let all: Vec<Vec<String>> = all.filter(|words| words[0] == "habeas").collect();
        assert!(all.len() >= least, "{name}: {all:?}");
        let lines = blocks.lines().filter(|line| line.trim_start().starts_with("habeas ")).count();
        assert!(all.len() >= lines, "{name}: {lines} lines");
        for mut words in all {
            let shown = words.join(" ");
            // The runbook says of all of them that it leaves this out.
            if name == "RUNBOOK" && !shown.contains(" --config ") && read(&words).is_err() {
                words.extend(["--config", "FILE"].map(str::to_owned));
            }
            if let Err(error) = read(&words) {
                panic!("{name}: {shown}\n{error}");
            }
        }
    }
}

#[test]
fn what_guides_call_a_command_in_passing_is_one() {
    let names: Vec<String> = all(&habeas::cli::command(), &[])
        .into_iter()
        .filter_map(|typed| typed.into_iter().next())
        .collect();
    let mut seen = BTreeSet::new();
    for (name, guide) in [("KEYS", KEYS), ("RUNBOOK", RUNBOOK), ("README", README)] {
        for code in inline(&parts(guide).1) {
            let Some(mut words) = commands(&code).into_iter().next() else { continue };
            if words[0] != "habeas" {
                words.insert(0, "habeas".to_owned());
            }
            let is_one = words.get(1).is_some_and(|word| names.contains(word));
            if !is_one && !code.starts_with("habeas ") {
                continue;
            }
            seen.insert(words[1..].join(" "));
            // Named, and not typed: what it needs may be left out.
            match read(&words).map_err(|error| error.kind()) {
                Ok(())
                | Err(
                    ErrorKind::MissingRequiredArgument
                    | ErrorKind::MissingSubcommand
                    | ErrorKind::DisplayHelp
                    | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand,
                ) => {}
                Err(kind) => panic!("{name}: `{code}` is no command: {kind}"),
            }
        }
    }
    for known in ["member enrol ID", "case exclude CODE --member ID --undo", "doctor --json"] {
        assert!(seen.contains(known), "{known}: {seen:?}");
    }
}

#[test]
fn the_runbook_says_which_commands_have_no_configuration() {
    let line = RUNBOOK.lines().find(|line| line.contains("Commands are shown without")).unwrap();
    let (_, exceptions) = line.split_once("All need it but").expect("it says which do not");
    let said: BTreeSet<String> = inline(exceptions).into_iter().collect();
    let mut are = BTreeSet::new();
    for typed in all(&habeas::cli::command(), &[]) {
        let cli = habeas::cli::command();
        let found = typed.iter().fold(&cli, |at, name| at.find_subcommand(name).unwrap());
        if found.has_subcommands() {
            continue;
        }
        let typed = typed.join(" ");
        match found.get_arguments().find(|argument| argument.get_id() == "config") {
            Some(config) if config.is_required_set() => {}
            Some(_) if typed == "restore" => drop(are.insert("restore --check".to_owned())),
            Some(_) if typed == "member verify" => {
                are.insert("member verify --statements FILE".to_owned());
            }
            _ => drop(are.insert(typed)),
        }
    }
    assert_eq!(said, are);
}

#[test]
fn the_readme_names_every_section_of_the_configuration() {
    let (_, table) = README.split_once("| section | for |").unwrap();
    let rows = table.lines().skip(2).take_while(|line| line.starts_with('|'));
    let first = rows.map(|row| row.split('|').nth(1).unwrap().to_owned());
    let said: BTreeSet<String> = first.flat_map(|cell| inline(&cell)).collect();
    let sections = DEFAULTS.lines().filter_map(|line| line.strip_prefix('[')?.strip_suffix(']'));
    let are: BTreeSet<String> = sections.map(str::to_owned).collect();
    assert!(are.len() > 9, "{are:?}");
    assert_eq!(said, are);
}

#[test]
fn commands_are_read_as_a_shell_reads_them() {
    let of = |line: &str| -> Vec<String> {
        commands(line).into_iter().map(|words| words.join("|")).collect()
    };
    assert_eq!(
        of("(umask 077; habeas member root > root.key)   # \"own\""),
        ["umask|077", "habeas|member|root"]
    );
    assert_eq!(of("$ echo '{\"a\": 1}' | habeas assess"), ["echo|{\"a\": 1}", "habeas|assess"]);
    assert_eq!(
        of("habeas member sign --fingerprint \"ID the words\" < in > out"),
        ["habeas|member|sign|--fingerprint|ID the words"]
    );
    for wrong in ["habeas member sing", "habeas backup --ouy X --config F", "habeas case list X"] {
        assert!(read(&commands(wrong)[0]).is_err(), "{wrong}");
    }
}

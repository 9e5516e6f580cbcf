//! What is taken, what is refused, and that refusals help without repeating secrets.

use std::path::Path;

use habeas_core::domain::Language;
use secrecy::ExposeSecret;

use super::*;

const RECIPIENT: &str = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";

fn load(text: &str, env: &[(&str, &str)]) -> Result<Config, ConfigError> {
    let env = env.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Config::from_text(text, Path::new("/etc/habeas"), env)
}

fn refusal(text: &str, env: &[(&str, &str)]) -> String {
    load(text, env).expect_err("this must be refused").to_string()
}

#[test]
fn an_empty_file_and_the_default_file_are_the_same_configuration() {
    let empty = load("", &[]).unwrap();
    let default = load(values::DEFAULTS, &[]).unwrap();
    assert_eq!(format!("{empty:?}"), format!("{default:?}"));
    insta::assert_debug_snapshot!(empty);
}

#[test]
fn a_line_of_the_file_wins_over_the_default_and_the_environment_over_both() {
    let file = "[oncall]\nnext_after_s = 7\nempty_step_s = 2\n";
    let config = load(file, &[("HABEAS_ONCALL__NEXT_AFTER_S", "3")]).unwrap();
    let oncall = config.oncall;
    assert_eq!((oncall.repeat_after_s, oncall.next_after_s, oncall.empty_step_s), (60, 3, 2));
}

#[test]
fn lists_in_the_environment_are_split_at_commas() {
    let one = load("", &[("HABEAS_ONCALL__UNHEARD_AFTER_S", "1, 2,30")]).unwrap();
    assert_eq!(one.oncall.unheard_after_s, [1, 2, 30]);
    let none = load("", &[("HABEAS_ONCALL__UNHEARD_AFTER_S", "")]).unwrap();
    assert!(none.oncall.unheard_after_s.is_empty());
    let recipients = load("", &[("HABEAS_RECOVERY__RECIPIENTS", RECIPIENT)]).unwrap();
    assert_eq!(recipients.recovery_recipients, [RECIPIENT]);
}

#[test]
fn unknown_keys_are_refused_with_their_line_and_what_is_allowed() {
    assert_eq!(
        refusal("[telegram]\n\ntokenfile = \"x\"\n", &[]),
        "unknown key telegram.tokenfile (line 3 of the configuration); its section has api_url, poll_timeout_s, request_timeout_s, token_file"
    );
    assert_eq!(
        refusal("", &[("HABEAS_KEYRING__PATH", "x")]),
        "unknown key keyring.path (environment variable HABEAS_KEYRING__PATH); its section has file"
    );
}

#[test]
fn unknown_sections_are_refused_with_their_line_and_what_is_allowed() {
    let sections = "the sections are console, fallback, files, keyring, limits, members, observe, oncall, recovery, storage, telegram";
    assert_eq!(
        refusal("\n[telgram]\n", &[]),
        format!("unknown section telgram (line 2 of the configuration); {sections}")
    );
    assert_eq!(
        refusal("", &[("HABEAS_TELGRAM__TOKEN", "x")]),
        format!("unknown section telgram (environment variable HABEAS_TELGRAM__TOKEN); {sections}")
    );
    assert!(refusal("stray = 1\n", &[]).starts_with("unknown section stray (line 1"));
    assert!(refusal("telegram = 1\n", &[]).contains("telegram must be a [section] (line 1"));
}

#[test]
fn variables_that_are_not_configuration_are_left_alone() {
    let env = [("HABEAS_KILL_AT", "3"), ("HABEAS_TEST_POSTGRES", "x"), ("PATH__X", "y")];
    assert!(load("", &env).is_ok());
}

#[test]
fn a_broken_file_is_refused_with_its_line_and_without_its_text() {
    let sentence = refusal("[telegram]\ntoken = 99:very-secret\n", &[]);
    assert!(sentence.contains("line 2 of the configuration is not TOML"), "{sentence}");
    assert!(!sentence.contains("very-secret"), "{sentence}");
}

#[test]
fn a_token_in_the_file_is_refused_with_where_it_belongs_and_not_repeated() {
    let sentence = refusal("[telegram]\ntoken = \"99:very-secret\"\n", &[]);
    assert!(sentence.contains("telegram.token_file"), "{sentence}");
    assert!(sentence.contains("HABEAS_TELEGRAM__TOKEN"), "{sentence}");
    assert!(!sentence.contains("very-secret"), "{sentence}");
}

#[test]
fn a_password_in_the_files_url_is_refused_and_in_the_environment_taken_and_never_shown() {
    for url in
        ["postgres://habeas:hunter2@localhost/habeas", "postgres://h@localhost/h?password=hunter2"]
    {
        let sentence = refusal(&format!("[storage]\nurl = \"{url}\"\n"), &[]);
        assert!(sentence.contains("storage.url_file"), "{sentence}");
        assert!(!sentence.contains("hunter2"), "{sentence}");
        let config = load("", &[("HABEAS_STORAGE__URL", url)]).unwrap();
        assert_eq!(config.storage.url, url);
        assert!(!format!("{config:?}").contains("hunter2"));
    }
}

#[test]
fn a_relative_sqlite_file_counts_from_the_configurations_folder() {
    let url = |text: &str| load(text, &[]).unwrap().storage.url;
    assert_eq!(url(""), "sqlite:///etc/habeas/habeas.db");
    assert_eq!(url("[storage]\nurl = \"sqlite:///srv/h.db\"\n"), "sqlite:///srv/h.db");
    assert_eq!(url("[storage]\nurl = \"sqlite://h.db?x=1\"\n"), "sqlite:///etc/habeas/h.db?x=1");
    let env = std::iter::empty();
    let odd = Config::from_text("", Path::new("/srv/100%? sure"), env).unwrap().storage;
    assert_eq!(odd.url, "sqlite:///srv/100%25%3F sure/habeas.db");
    assert_eq!(odd.sqlite_file().unwrap(), Path::new("/srv/100%? sure/habeas.db"));
}

#[test]
fn urls_that_would_keep_nothing_or_are_no_database_are_refused() {
    assert!(refusal("[storage]\nurl = \"sqlite://:memory:\"\n", &[]).contains("must name a file"));
    assert!(refusal("[storage]\nurl = \"mysql://h/x\"\n", &[]).contains("sqlite://FILE"));
    let empty = refusal("[storage]\nurl = \"\"\n", &[]);
    assert!(empty.contains("HABEAS_STORAGE__URL"), "{empty}");
}

#[test]
fn files_that_hold_secrets_are_read_from_the_configurations_folder_and_trimmed() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("token"), "42:abc\n").unwrap();
    std::fs::write(dir.path().join("url"), "postgres://h:pw@localhost/h\n").unwrap();
    let path = dir.path().join("habeas.toml");
    std::fs::write(&path, "telegram.token_file = \"token\"\nstorage.url_file = \"url\"\n").unwrap();
    let config = Config::load(&path, std::iter::empty()).unwrap();
    assert_eq!(config.telegram.require_token().unwrap().expose_secret(), "42:abc");
    assert_eq!(config.storage.url, "postgres://h:pw@localhost/h");
    assert_eq!(config.storage.data_dir, dir.path().canonicalize().unwrap().join("data"));
    let missing = Config::load(&dir.path().join("absent.toml"), std::iter::empty());
    assert!(missing.unwrap_err().to_string().contains("habeas init"));
}

#[test]
fn a_token_is_asked_for_only_when_it_is_needed_and_then_must_be_a_real_one() {
    let problem = |token: &str| {
        let config = load("", &[("HABEAS_TELEGRAM__TOKEN", token)]).unwrap();
        config.telegram.require_token().map(|_| ()).map_err(|e| e.to_string())
    };
    assert_eq!(problem("4242:test-token"), Ok(()));
    assert_eq!(problem(" 4242:test_TOKEN\n"), Ok(()));
    assert!(problem("").unwrap_err().contains("is empty"));
    let sample = "123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11";
    assert!(problem(sample).unwrap_err().contains("is the sample from a guide"));
    assert!(problem("YOUR_TOKEN").unwrap_err().contains("DIGITS:LETTERS"));
    assert!(problem("12:a/../b").unwrap_err().contains("DIGITS:LETTERS"));
    let unset = load("", &[]).unwrap().telegram.require_token().unwrap_err().to_string();
    assert!(unset.contains("is not set") && unset.contains("@BotFather"), "{unset}");
    let absent = load("telegram.token_file = \"absent\"\n", &[]).unwrap();
    let absent = absent.telegram.require_token().unwrap_err().to_string();
    assert!(absent.contains("/etc/habeas/absent"), "{absent}");
}

#[test]
fn values_that_cannot_work_are_refused_in_a_sentence_that_says_what_can() {
    for (text, part) in [
        ("telegram.poll_timeout_s = 51\n", "from 1 to 50"),
        ("telegram.poll_timeout_s = \"30\"\n", "telegram.poll_timeout_s must be a whole number"),
        ("telegram.api_url = \"ftp://x\"\n", "http(s)"),
        ("oncall.next_after_s = 0\n", "oncall.next_after_s must be from 1"),
        ("oncall.unheard_after_s = [300, 300]\n", "rising"),
        ("oncall.unheard_after_s = [\"a\"]\n", "a list of whole numbers"),
        ("limits.sends_per_s = -1\n", "limits.sends_per_s must be from 1"),
        ("observe.level = \"loud\"\n", "error, warn, info, debug or trace"),
        ("observe.listen = \"0.0.0.0:9464\"\n", "of this machine"),
        ("observe.listen = \"localhost\"\n", "127.0.0.1:9464"),
        ("recovery.recipients = [\"age1abc\"]\n", "age recipients"),
    ] {
        let sentence = refusal(text, &[]);
        assert!(sentence.contains(part), "{text}: {sentence}");
        assert!(sentence.contains("line 1 of the configuration"), "{text}: {sentence}");
    }
    let env = refusal("", &[("HABEAS_LIMITS__SENDS_PER_S", "many")]);
    assert!(env.contains("HABEAS_LIMITS__SENDS_PER_S"), "{env}");
}

#[test]
fn recovery_takes_two_different_recipients_at_most_and_never_an_identity() {
    let list = |items: &[&str]| format!("recovery.recipients = {items:?}\n");
    assert!(refusal(&list(&[RECIPIENT, RECIPIENT]), &[]).contains("two different"));
    assert!(refusal(&list(&[RECIPIENT; 3]), &[]).contains("one recipient, or two"));
    let identity = refusal(&list(&["AGE-SECRET-KEY-1QQPZRY"]), &[]);
    assert!(identity.contains("burnt") && !identity.contains("QQPZRY"), "{identity}");
}

#[test]
fn a_reporter_reads_the_contacts_of_their_language_else_english_else_any() {
    let two = "fallback.contacts_en = \"call 1\"\nfallback.contacts_ru = \"call 2\"\n";
    let fallback = load(two, &[]).unwrap().fallback;
    assert_eq!(fallback.for_language(Language::Ru), Some("call 2"));
    assert_eq!(fallback.for_language(Language::Kk), Some("call 1"));
    let one = load("fallback.contacts_uk = \"call 3\"\n", &[]).unwrap().fallback;
    assert_eq!(one.for_language(Language::En), Some("call 3"));
    assert_eq!(load("", &[]).unwrap().fallback.for_language(Language::En), None);
}

#[test]
fn what_init_writes_loads_and_holds_only_what_was_given() {
    let keyring = Path::new("/etc/habeas keys/\"ring\"");
    let text = rendered(&[RECIPIENT.to_owned()], keyring, Some("postgres://h@localhost/h"));
    let config = load(&text, &[]).unwrap();
    assert_eq!(config.keyring.as_deref(), Some(keyring));
    assert_eq!(config.recovery_recipients, [RECIPIENT]);
    assert_eq!(config.storage.url, "postgres://h@localhost/h");
    let set: Vec<&str> =
        text.lines().filter(|line| line.contains(" = ") && !line.starts_with('#')).collect();
    assert_eq!(set.len(), 3, "{set:?}");
    assert_eq!(text.lines().count(), values::DEFAULTS.lines().count());
}

#[test]
fn what_init_writes_never_holds_a_password_and_then_does_not_fall_back_to_another_database() {
    let url = "postgres://h:hunter2@localhost/h";
    let text = rendered(&[], Path::new("/k"), Some(url));
    assert!(!text.contains("hunter2"));
    assert!(refusal(&text, &[]).contains("HABEAS_STORAGE__URL"));
    assert_eq!(load(&text, &[("HABEAS_STORAGE__URL", url)]).unwrap().storage.url, url);
}

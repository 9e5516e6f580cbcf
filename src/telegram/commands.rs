//! Commands as people type them.

use habeas_core::codec::{invitation, receipt};

/// A command, without the name of the bot behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Command {
    /// `/start`, with the token of a link or an invitation's code, if there is one.
    Start(String),
    /// `/sos`
    Sos,
    /// `/new`
    New,
    /// `/status`
    Status,
    /// `/code`
    Code,
    /// `/language`
    Language,
    /// `/help`
    Help,
    /// `/take CODE`
    Take(String),
    /// `/mine`
    Mine,
    /// `/who`
    Who,
    /// `/queue`
    Queue,
    /// `/console`
    Console,
    /// `/off`
    Off,
    /// `/on`
    On,
    /// `/invite NAME`
    Invite(String),
    /// `/revoke`
    Revoke,
    /// Another word behind a slash.
    Unknown,
}

impl Command {
    /// Reads a command; `None` for words.
    pub(super) fn read(text: &str) -> Option<Self> {
        let rest = text.trim().strip_prefix('/')?;
        let (word, argument) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        let word = word.split('@').next().unwrap_or(word).to_lowercase();
        if word.is_empty() || !word.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
            return None;
        }
        // Words behind a command are words; /start carries a link's token, /take a code.
        let carries = match word.as_str() {
            "start" => !argument.trim().contains(char::is_whitespace) || is_code(argument),
            "take" | "invite" => true,
            _ => argument.trim().is_empty(),
        };
        if !carries {
            return None;
        }
        Some(match word.as_str() {
            "start" => Self::Start(argument.trim().to_owned()),
            "sos" => Self::Sos,
            "new" => Self::New,
            "status" => Self::Status,
            "code" => Self::Code,
            "language" => Self::Language,
            "help" => Self::Help,
            "take" => Self::Take(argument.trim().to_owned()),
            "mine" => Self::Mine,
            "who" => Self::Who,
            "queue" => Self::Queue,
            "console" => Self::Console,
            "off" => Self::Off,
            "on" => Self::On,
            "invite" => Self::Invite(argument.trim().to_owned()),
            "revoke" => Self::Revoke,
            _ => Self::Unknown,
        })
    }
}

/// Whether this is a receipt or an invitation's code, however it is typed.
fn is_code(argument: &str) -> bool {
    receipt::read(argument).is_some() || invitation::read(argument).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_read_with_the_bots_name_and_in_any_case() {
        assert_eq!(Command::read("/start"), Some(Command::Start(String::new())));
        assert_eq!(Command::read("/START@some_bot x"), Some(Command::Start("x".into())));
        assert_eq!(Command::read("/invite A. B."), Some(Command::Invite("A. B.".into())));
        assert_eq!(Command::read("/take rd 742"), Some(Command::Take("rd 742".into())));
        let code = "0000 0000 0000 0000";
        assert_eq!(Command::read(&format!("/start {code}")), Some(Command::Start(code.into())));
        assert_eq!(Command::read("/what"), Some(Command::Unknown));
    }

    #[test]
    fn words_are_no_command() {
        assert_eq!(Command::read("start"), None);
        assert_eq!(Command::read("/"), None);
        assert_eq!(Command::read("/дом"), None);
        assert_eq!(Command::read("/help they took him"), None);
        assert_eq!(Command::read("/mine is the case"), None);
        assert_eq!(Command::read("/start they took him"), None);
    }
}

//! Scripts of plays: one step a line.

use habeas_core::domain::Role;
use thiserror::Error;

/// The grammar, as `habeas rehearse --help` prints it.
pub const GRAMMAR: &str = r#"A script has one step a line; empty lines and lines after # are passed over.

  title TEXT                     printed as it is
  WHO says TEXT                  types a message; commands too: relative says /start
  WHO replies "SEEN" TEXT        types TEXT as a reply to the newest message that holds SEEN
  WHO taps "LABEL"               presses the button with exactly this label (a tick ✓ before it counts)
  WHO shares "LABEL"             presses this key of the bot's keyboard: it sends their number
  WHO sees "TEXT"                waits until a message or a button of the bot holds TEXT
  WHO sees no "TEXT"             holds now, and after all that is under way has been done
  WHO hears "TEXT"               waits until the bot's answer to a tap holds TEXT
  WHO blocks | WHO unblocks      the bot
  wait N s | wait N min          moves the clock
  case holds "TEXT"              at the end the opened case has an entry that holds TEXT
  stop                           the play ends here

  strangers N VERB …             each of N others (1 to 10) does it: stranger-1 to stranger-N

WHO is relative, relative-2, lawyer-1, lawyer-2, coordinator, or one of ten others who report,
stranger-1 to stranger-10, whose screens are not shown. Members are on call from the start; their
phones press /start when they say so."#;

/// Somebody in the play.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Reports.
    Relative,
    /// First on call.
    Lawyer1,
    /// Second on call.
    Lawyer2,
    /// Called when no lawyer answers.
    Coordinator,
    /// Reports too.
    Relative2,
    /// One of ten others who report, from 1.
    Stranger(u8),
}

/// The names of those who report besides.
const STRANGERS: [&str; 10] = [
    "stranger-1",
    "stranger-2",
    "stranger-3",
    "stranger-4",
    "stranger-5",
    "stranger-6",
    "stranger-7",
    "stranger-8",
    "stranger-9",
    "stranger-10",
];

impl Who {
    /// Everybody with a phone of their own that is shown.
    pub const ALL: [Self; 5] =
        [Self::Relative, Self::Lawyer1, Self::Lawyer2, Self::Coordinator, Self::Relative2];

    /// Who has this name in scripts.
    pub fn named(name: &str) -> Option<Self> {
        let stranger = || STRANGERS.iter().position(|known| *known == name);
        let shown = Self::ALL.into_iter().find(|who| who.name() == name);
        shown.or_else(|| u8::try_from(stranger()? + 1).ok().map(Self::Stranger))
    }

    /// What a member is; `None` for whoever reports.
    pub fn role(self) -> Option<Role> {
        match self {
            Self::Lawyer1 | Self::Lawyer2 => Some(Role::Lawyer),
            Self::Coordinator => Some(Role::Coordinator),
            Self::Relative | Self::Relative2 | Self::Stranger(_) => None,
        }
    }

    /// The name in scripts.
    pub fn name(self) -> &'static str {
        match self {
            Self::Relative => "relative",
            Self::Lawyer1 => "lawyer-1",
            Self::Lawyer2 => "lawyer-2",
            Self::Coordinator => "coordinator",
            Self::Relative2 => "relative-2",
            Self::Stranger(n) => STRANGERS[usize::from(n - 1) % STRANGERS.len()],
        }
    }

    /// The Telegram id in the play.
    pub fn user(self) -> i64 {
        match self {
            Self::Relative => 1001,
            Self::Lawyer1 => 2001,
            Self::Lawyer2 => 2002,
            Self::Coordinator => 3001,
            Self::Relative2 => 1002,
            Self::Stranger(n) => 5000 + i64::from(n),
        }
    }
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A line for the reader.
    Title(String),
    /// Types.
    Says(Who, String),
    /// Types as a reply to the newest message that holds the first text.
    Replies(Who, String, String),
    /// Presses.
    Taps(Who, String),
    /// Presses a key of the keyboard that the bot shows, which sends their number.
    Shares(Who, String),
    /// Waits until it is seen.
    Sees(Who, String),
    /// Must not be seen.
    SeesNo(Who, String),
    /// Waits until a toast says so.
    Hears(Who, String),
    /// Blocks the bot.
    Blocks(Who),
    /// Comes back.
    Unblocks(Who),
    /// Moves the clock, in milliseconds.
    Wait(i64),
    /// At the end.
    CaseHolds(String),
    /// Ends the play.
    Stop,
}

impl Step {
    /// Who does it, or sees it.
    pub fn who(&self) -> Option<Who> {
        match self {
            Self::Says(who, _)
            | Self::Replies(who, ..)
            | Self::Taps(who, _)
            | Self::Shares(who, _)
            | Self::Sees(who, _)
            | Self::SeesNo(who, _)
            | Self::Hears(who, _)
            | Self::Blocks(who)
            | Self::Unblocks(who) => Some(*who),
            Self::Title(_) | Self::Wait(_) | Self::CaseHolds(_) | Self::Stop => None,
        }
    }
}

/// A line that is no step.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("line {line} of the script: {why}; see habeas rehearse --help")]
pub struct ScriptError {
    line: usize,
    why: &'static str,
}

/// Reads a script: the steps with their line numbers.
///
/// # Errors
/// The first line that is no step.
pub fn read(text: &str) -> Result<Vec<(usize, Step)>, ScriptError> {
    let mut steps = vec![];
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let line_number = index + 1;
        for line in each(line).map_err(|why| ScriptError { line: line_number, why })? {
            let step = step(&line).map_err(|why| ScriptError { line: line_number, why })?;
            steps.push((line_number, step));
        }
    }
    Ok(steps)
}

/// A line, or what it stands for: what strangers do, each does.
fn each(line: &str) -> Result<Vec<String>, &'static str> {
    let Some(rest) = line.strip_prefix("strangers ") else { return Ok(vec![line.to_owned()]) };
    let why = "strangers takes a number from 1 to 10 and what each of them does";
    let (number, rest) = rest.split_once(' ').ok_or(why)?;
    let number: usize = number.parse().map_err(|_| why)?;
    let names = STRANGERS.get(..number).filter(|names| !names.is_empty()).ok_or(why)?;
    Ok(names.iter().map(|name| format!("{name} {rest}")).collect())
}

fn step(line: &str) -> Result<Step, &'static str> {
    let (first, rest) = line.split_once(' ').unwrap_or((line, ""));
    let rest = rest.trim();
    match first {
        "title" => return Ok(Step::Title(rest.to_owned())),
        "stop" => return Ok(Step::Stop),
        "wait" => return wait(rest),
        "case" => {
            let text = rest.strip_prefix("holds ").ok_or("case is followed by holds")?;
            return Ok(Step::CaseHolds(quoted(text)?));
        }
        _ => {}
    }
    let who = Who::named(first).ok_or("nobody of that name")?;
    let (verb, rest) = rest.split_once(' ').unwrap_or((rest, ""));
    Ok(match verb {
        "says" if !rest.is_empty() => Step::Says(who, rest.to_owned()),
        "replies" => {
            let (seen, text) = rest
                .strip_prefix('"')
                .and_then(|rest| rest.split_once('"'))
                .ok_or("replies takes a text in \"quotes\" and what is typed")?;
            Step::Replies(who, seen.to_owned(), text.trim().to_owned())
        }
        "taps" => Step::Taps(who, quoted(rest)?),
        "shares" => Step::Shares(who, quoted(rest)?),
        "sees" => match rest.strip_prefix("no ") {
            Some(rest) => Step::SeesNo(who, quoted(rest)?),
            None => Step::Sees(who, quoted(rest)?),
        },
        "hears" => Step::Hears(who, quoted(rest)?),
        "blocks" => Step::Blocks(who),
        "unblocks" => Step::Unblocks(who),
        _ => return Err("no such verb"),
    })
}

fn wait(rest: &str) -> Result<Step, &'static str> {
    let (number, unit) = rest.split_once(' ').ok_or("wait takes a number and s or min")?;
    let number: i64 = number.parse().map_err(|_| "wait takes a number and s or min")?;
    match unit.trim() {
        "s" => Ok(Step::Wait(number * 1000)),
        "min" => Ok(Step::Wait(number * 60_000)),
        _ => Err("wait takes a number and s or min"),
    }
}

fn quoted(text: &str) -> Result<String, &'static str> {
    let inner = text.trim().strip_prefix('"').and_then(|t| t.strip_suffix('"'));
    inner.filter(|t| !t.is_empty()).map(str::to_owned).ok_or("a text in \"quotes\" is missing")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_step_is_read() {
        let text = "# a play\ntitle One\nrelative says /start\nlawyer-1 taps \"I take it\"\n\
                    relative sees no \"x\"\nwait 2 min\ncase holds \"court\"\nstop";
        let steps: Vec<Step> = read(text).unwrap().into_iter().map(|(_, s)| s).collect();
        assert_eq!(steps.len(), 7);
        assert_eq!(steps[2], Step::Taps(Who::Lawyer1, "I take it".into()));
        assert_eq!(steps[4], Step::Wait(120_000));
    }

    #[test]
    fn what_strangers_do_each_of_them_does() {
        let steps = read("strangers 2 says /start").unwrap();
        let says = |n| (1, Step::Says(Who::Stranger(n), "/start".to_owned()));
        assert_eq!(steps, [says(1), says(2)]);
        let users: Vec<i64> = (1..=10).map(|n| Who::Stranger(n).user()).collect();
        assert_eq!((users[0], users[9]), (5001, 5010));
        for wrong in ["strangers 0 says x", "strangers 11 says x", "strangers says x"] {
            assert!(read(wrong).unwrap_err().why.starts_with("strangers takes"), "{wrong}");
        }
    }

    #[test]
    fn a_line_that_is_no_step_is_named_by_its_number() {
        assert_eq!(read("\nnobody says x").unwrap_err().line, 2);
        assert_eq!(read("relative dances").unwrap_err().why, "no such verb");
        assert!(read("relative taps Done").is_err());
        assert!(read("wait 5").is_err());
    }
}

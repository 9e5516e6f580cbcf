//! Who can open every case: recipients as given, or one made in front of a person.

use std::io::{BufRead, Write};

use anyhow::{Context, bail};
use zeroize::Zeroizing;

use crate::crypto::{Recipient, recovery_new};

/// How many characters of the secret are asked back, and how often.
const ASKED: usize = 6;
const TRIES: u32 = 3;
/// Clears the screen and what was scrolled out of it.
const CLEAR: &str = "\x1b[H\x1b[2J\x1b[3J";

/// The recipients as given: at most two, different, none of them a private key.
pub(super) fn recipients(given: &[String]) -> anyhow::Result<Vec<String>> {
    let parsed = given.iter().map(|text| text.parse::<Recipient>());
    let parsed: Vec<_> = parsed.collect::<Result<_, _>>().context("--recovery-recipient")?;
    match parsed.as_slice() {
        [first, second] if first == second => {
            bail!("--recovery-recipient: two holders need two different recipients")
        }
        [] | [_] | [_, _] => Ok(parsed.iter().map(Recipient::to_string).collect()),
        _ => bail!("--recovery-recipient can be given once or twice, not more"),
    }
}

/// Makes a recovery identity, shows it once, and asks its last characters back. It is in no file
/// and, as far as the terminal obeys, no longer on the screen afterwards.
pub(super) fn make_and_confirm(
    input: &mut impl BufRead,
    out: &mut impl Write,
) -> anyhow::Result<String> {
    let (secret, recipient) = recovery_new();
    writeln!(out, "This is the recovery identity. It opens every case; it is shown only now and")?;
    writeln!(out, "written nowhere. Write it down, in two places, away from this machine:")?;
    writeln!(out, "\n{}\n", *secret)?;
    let tail = &secret[secret.len() - ASKED..];
    for left in (0..TRIES).rev() {
        write!(out, "Its last {ASKED} characters, from your paper: ")?;
        out.flush()?;
        let mut line = Zeroizing::new(String::with_capacity(256));
        if input.read_line(&mut line).context("the answer could not be read")? == 0 {
            bail!("nothing was answered, and nothing was made; run `habeas init` again");
        }
        if line.trim().eq_ignore_ascii_case(tail) {
            write!(out, "{CLEAR}")?;
            return Ok(recipient);
        }
        if left > 0 {
            writeln!(out, "These are others. Look again.")?;
        }
    }
    write!(out, "{CLEAR}")?;
    bail!("the characters did not match, and nothing was made; run `habeas init` again")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_who_answers_something_else_three_times_gets_nothing() {
        let mut out = vec![];
        let refused = make_and_confirm(&mut &b"nope\n\nnever!\nfourth\n"[..], &mut out);
        assert!(refused.unwrap_err().to_string().contains("did not match"));
        let shown = String::from_utf8(out).unwrap();
        assert_eq!(shown.matches("AGE-SECRET-KEY-1").count(), 1, "shown once");
        assert_eq!(shown.matches("Its last 6").count(), 3);
        assert!(shown.ends_with(CLEAR));
    }

    #[test]
    fn one_or_two_different_public_keys_are_taken() {
        let (secret, a) = recovery_new();
        let b = recovery_new().1;
        let try_with = |given: &[&str]| {
            let given: Vec<String> = given.iter().map(|&s| s.to_owned()).collect();
            recipients(&given).map_err(|e| format!("{e:#}"))
        };
        assert_eq!(try_with(&[&a, &b]).unwrap(), [a.clone(), b.clone()]);
        assert!(try_with(&[&a, &a]).unwrap_err().contains("different"));
        assert!(try_with(&[&a, &b, &a]).unwrap_err().contains("twice"));
        let private = try_with(&[&secret]).unwrap_err();
        assert!(
            private.contains("secret identity") && !private.contains(&secret[16..]),
            "{private}"
        );
    }
}

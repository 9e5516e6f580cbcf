//! `habeas assess`: JSON lines of reports in, JSON lines of assessments out.

use std::io::{self, BufRead, Write};
use std::path::PathBuf;

use clap::Args;
use habeas_core::assessment::{
    Card, Reason, asked_only, assess, assess_asked, fired_at, fired_at_asked,
};
use habeas_core::domain::Level;
use serde::Serialize;
use serde_json::Value;

use line::{BadLine, Line};

mod line;

/// Judges coded reports without a configuration.
#[derive(Args, Debug, Default)]
pub struct AssessArgs {
    /// A pattern card instead of the built-in one
    #[arg(long, value_name = "FILE")]
    pub card: Option<PathBuf>,
    /// Add the facts one by one and say on which the report became critical
    #[arg(long)]
    pub replay: bool,
    /// Judge only what the interview can ask
    #[arg(long)]
    pub asked_only: bool,
}

/// One line out: the fields of the contract, in its order.
#[derive(Serialize)]
struct Output<'a> {
    id: &'a Value,
    level: Level,
    score_low: i64,
    score_high: i64,
    hours_left: Value,
    held_by: Option<&'a str>,
    card: CardName<'a>,
    reasons: &'a [Reason],
    fired_at: Option<usize>,
}

#[derive(Serialize)]
struct CardName<'a> {
    id: &'a str,
    version: u32,
    hash: &'a str,
}

/// Judges every line of `input`; gives the exit code: 0, or 1 if the card or a line was refused.
///
/// # Errors
/// Reading or writing failed.
pub fn run(
    args: &AssessArgs,
    input: impl BufRead,
    mut out: impl Write,
    mut err: impl Write,
) -> io::Result<u8> {
    let card = match card(args) {
        Ok(card) => card,
        Err(sentence) => {
            writeln!(err, "{sentence}")?;
            return Ok(1);
        }
    };
    let mut code = 0;
    for (index, bytes) in input.split(b'\n').enumerate() {
        let bytes = bytes?;
        if bytes.trim_ascii().is_empty() {
            continue;
        }
        match Line::read(&bytes) {
            Ok(line) => write_line(args, &card, &line, &mut out)?,
            Err(BadLine { field, why }) => {
                code = 1;
                writeln!(err, "line {}: {field}: {why}", index + 1)?;
            }
        }
    }
    out.flush()?;
    Ok(code)
}

fn card(args: &AssessArgs) -> Result<Card, String> {
    let Some(path) = &args.card else { return Ok(Card::builtin()) };
    let text = std::fs::read_to_string(path)
        .map_err(|error| format!("cannot read the card {}: {error}", path.display()))?;
    Card::parse(&text).map_err(|error| format!("refused the card {}: {error}", path.display()))
}

fn write_line(args: &AssessArgs, card: &Card, line: &Line, out: &mut impl Write) -> io::Result<()> {
    let (assessment, fired) = if args.asked_only {
        let asked = asked_only(&line.report, line.now);
        let fired = args.replay.then(|| fired_at_asked(card, &asked, line.now));
        (assess_asked(card, &asked, line.now), fired)
    } else {
        let fired = args.replay.then(|| fired_at(card, &line.report, line.now));
        (assess(card, &line.report, line.now), fired)
    };
    let output = Output {
        id: &line.id,
        level: assessment.level,
        score_low: assessment.score_low,
        score_high: assessment.score_high,
        hours_left: assessment.hours_left.map_or(Value::Null, short),
        held_by: assessment.held_by.as_deref(),
        card: CardName { id: &card.id, version: card.version, hash: &card.hash },
        reasons: &assessment.reasons,
        fired_at: fired.flatten(),
    };
    serde_json::to_writer(&mut *out, &output)?;
    writeln!(out)?;
    out.flush()
}

/// 6 rather than 6.0: the same number, easier on the eye.
fn short(hours: f64) -> Value {
    #[expect(clippy::cast_possible_truncation, reason = "a whole number of hours")]
    if hours.fract() == 0.0 { Value::from(hours as i64) } else { Value::from(hours) }
}

//! `habeas doctor`: is this installation ready for the next report? Nothing personal is printed,
//! so that its answer can be sent to somebody who helps, or to a monitor.

mod check;
mod keys;
mod outside;
mod people;
mod signed;
mod stored;

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use anyhow::bail;
use clap::Args;
use serde_json::json;

use super::{ConfigArgs, block_on, load};
use crate::config::Config;

use check::{Check, State};

/// What to check, and how to say it.
#[derive(Debug, Args)]
pub(super) struct DoctorArgs {
    #[command(flatten)]
    config: ConfigArgs,
    /// Print one JSON object: {"ok", "checks": [{"id", "state", "text", "mend"}]}
    #[arg(long)]
    json: bool,
}

/// Prints every check; exit 0 unless one fails.
pub(super) fn run(args: &DoctorArgs) -> anyhow::Result<ExitCode> {
    let checks = block_on(async { Ok(all(&args.config.config).await) })?;
    let failed: Vec<&str> =
        checks.iter().filter(|check| check.state == State::Fail).map(|check| check.id).collect();
    let mut out = io::stdout().lock();
    if args.json {
        writeln!(out, "{}", json!({"ok": failed.is_empty(), "checks": checks}))?;
    } else {
        for check in &checks {
            writeln!(out, "{check}")?;
        }
    }
    if !failed.is_empty() {
        bail!("not ready: {}; each line says how to mend it", failed.join(", "));
    }
    Ok(ExitCode::SUCCESS)
}

/// Every check, always the same ids in the same order.
async fn all(path: &Path) -> Vec<Check> {
    let mut checks = match load(path) {
        Ok(config) => configured(&config).await,
        Err(error) => {
            let rest = [
                "keyring",
                "keyring-place",
                "database",
                "audit",
                "clock",
                "token",
                "recipients",
                "signed",
                "oncall",
                "exclusions",
            ];
            let mend = "change what the text names, then run `habeas doctor` again";
            let mut checks = vec![Check::fail("config", error, mend)];
            checks.extend(rest.map(|id| Check::unknown(id, "the configuration cannot be read")));
            checks
        }
    };
    checks.push(people::texts());
    checks
}

async fn configured(config: &Config) -> Vec<Check> {
    let keyring = keys::keyring(config);
    let opens = keyring.state == State::Ok;
    let ((database, found), (clock, token)) =
        futures::join!(stored::database(config, opens), outside::telegram(config));
    let (members, stranded) = found.unzip();
    let audit = stored::audit(config, opens, database.state).await;
    let signed = signed::signed(config, opens, database.state).await;
    vec![
        stored::config(config),
        keyring,
        keys::place(config),
        database,
        audit,
        clock,
        token,
        keys::recipients(config, members.as_deref()),
        signed,
        people::on_call(members.as_deref()),
        people::exclusions(stranded),
    ]
}

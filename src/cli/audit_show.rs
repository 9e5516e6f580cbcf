//! `habeas audit show`: the records, for somebody to read.

use std::collections::HashMap;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, bail};
use clap::Args;
use habeas_core::codec::case_code::CaseCode;
use habeas_core::domain::Timestamp;
use serde_json::json;

use super::{ConfigArgs, block_on, out, parts, store};
use crate::audit::{self, Payload, Seen, Shown};
use crate::oncall::members;
use crate::parts::Parts;

/// Which records.
#[derive(Debug, Args)]
pub(super) struct ShowArgs {
    #[command(flatten)]
    config: ConfigArgs,
    /// Only what was recorded from this time on, as in 2026-02-10T02:05:00Z
    #[arg(long, value_name = "TIME")]
    since: Option<String>,
    /// Only what is about this case; needs the keyring
    #[arg(long, value_name = "CODE")]
    case: Option<String>,
    /// Print one line of JSON for each record
    #[arg(long)]
    json: bool,
}

/// Prints the records, oldest first.
pub(super) fn run(args: &ShowArgs) -> anyhow::Result<ExitCode> {
    let since = args.since.as_ref().map(|text| text.parse::<Timestamp>());
    let since = since.transpose().context("--since")?;
    let code = args.case.as_ref().map(|text| text.parse::<CaseCode>());
    let code = code.transpose().context("--case")?;
    block_on(async {
        let (store, keyring, names, without) = match parts(&args.config.config).await {
            Ok((_, parts)) => {
                let names = names(&parts).await?;
                (parts.store.clone(), Some(parts.keyring.clone()), names, None)
            }
            Err(error) => (store(&args.config.config).await?, None, HashMap::new(), Some(error)),
        };
        if let (Some(_), Some(error)) = (&code, &without) {
            bail!("--case needs the keyring, which tells the case of a record: {error:#}");
        }
        for record in audit::records(&store, keyring, since).await? {
            if code.as_ref().is_none_or(|code| is_about(&record, code)) {
                out(if args.json { json_line(&record, &names) } else { line(&record, &names) })?;
            }
        }
        if let Some(error) = without.filter(|_| !args.json) {
            out(format_args!(
                "What is sealed (by whom, which case) was not opened, for want of the keyring: \
                 {error:#}"
            ))?;
        }
        Ok(ExitCode::SUCCESS)
    })
}

/// The members' names by their ids; one whose row does not open has none.
async fn names(parts: &Arc<Parts>) -> anyhow::Result<HashMap<String, String>> {
    let unit = Arc::clone(parts);
    let read = async move |tx: &mut _| members::readable(tx, &unit).await;
    let all = parts.store.read("audit-names", read).await?;
    Ok(all.into_iter().map(|member| (member.id, member.name)).collect())
}

fn is_about(record: &Shown, code: &CaseCode) -> bool {
    match &record.payload {
        Seen::Open(payload) => payload.case.as_deref() == Some(code.as_str()),
        _ => false,
    }
}

fn json_line(record: &Shown, names: &HashMap<String, String>) -> String {
    let (payload, state) = match &record.payload {
        Seen::Open(payload) => (Some(payload), "open"),
        Seen::Sealed => (None, "sealed"),
        Seen::Unreadable => (None, "unreadable"),
        Seen::Gone => (None, "gone"),
    };
    let name = |id: Option<&String>| id.and_then(|id| names.get(id));
    let by = payload.map(|p| &p.by);
    let member = payload.and_then(|p| p.member.as_ref());
    let line = json!({
        "seq": record.seq,
        "at": record.at.to_string(),
        "kind": record.kind,
        "payload": state,
        "by": by,
        "by_name": name(by),
        "case": payload.and_then(|p| p.case.as_ref()),
        "member": member,
        "member_name": name(member),
        "detail": payload.and_then(|p| p.detail.as_ref()),
    });
    line.to_string()
}

fn line(record: &Shown, names: &HashMap<String, String>) -> String {
    let about = match &record.payload {
        Seen::Open(payload) => said(payload, names),
        Seen::Sealed => "[sealed]".to_owned(),
        Seen::Unreadable => "[does not open with this keyring]".to_owned(),
        Seen::Gone => "[erased, or never there]".to_owned(),
    };
    format!("{:>6}  {}  {:<10}  {about}", record.seq, record.at, record.kind)
}

/// By whom, and about what.
fn said(payload: &Payload, names: &HashMap<String, String>) -> String {
    let named = |id: &str| match names.get(id) {
        Some(name) => format!("{name} ({id})"),
        None => id.to_owned(),
    };
    let mut said = format!("by {}", named(&payload.by));
    for (what, value) in [
        ("case", payload.case.clone()),
        ("member", payload.member.as_deref().map(named)),
        ("detail", payload.detail.clone()),
    ] {
        if let Some(value) = value {
            said.push_str(&format!(" · {what} {value}"));
        }
    }
    said
}

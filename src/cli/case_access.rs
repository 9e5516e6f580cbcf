//! `habeas case exclude|awaiting`: who may not read a case, and whose keys wait to be passed on.

use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, bail};
use clap::Args;
use habeas_core::codec::case_code::CaseCode;
use serde::Serialize;

use super::member::with_parts;
use super::{ConfigArgs, out};
use crate::audit::By;
use crate::cases;
use crate::oncall::exclusions::{self, Exclusion};
use crate::oncall::members;
use crate::storage::Tx;

/// Whom, from which case.
#[derive(Debug, Args)]
pub(super) struct ExcludeArgs {
    /// The code, as in RD-742
    code: String,
    #[command(flatten)]
    config: ConfigArgs,
    /// Who may not read the case: the id that `habeas member list` shows
    #[arg(long, value_name = "ID")]
    member: String,
    /// Let them in again
    #[arg(long)]
    undo: bool,
}

/// A line of `awaiting`.
#[derive(Serialize)]
struct Line<'a> {
    code: &'a str,
    /// 1 for the key that was made with the case.
    generation: i64,
    /// Ids of those who are to open it and cannot; nobody: somebody opens it who may not.
    missing: Vec<&'a str>,
}

/// Excludes a member, or lets them in again.
pub(super) fn exclude(args: &ExcludeArgs) -> anyhow::Result<ExitCode> {
    let code: CaseCode = args.code.parse()?;
    with_parts(&args.config, async |parts| {
        let (unit, now, undo) = (Arc::clone(parts), parts.now(), args.undo);
        let (wanted, member) = (code.clone(), args.member.clone());
        let run = async move |tx: &mut Tx| {
            let case = cases::by_code(tx, &unit, &wanted).await?;
            let who = members::by_id(tx, &unit, &member).await?;
            let (Some(case), Some(who)) = (case, who.filter(|who| who.revoked_at.is_none())) else {
                return Ok(None);
            };
            if undo {
                return exclusions::admit(tx, &unit, &case, &who, By::Operator, now)
                    .await
                    .map(Some);
            }
            exclusions::exclude(tx, &unit, &case, &who, By::Operator, now).await.map(Some)
        };
        let (code, member) = (code.as_str(), args.member.as_str());
        let what = parts.store.run("case-exclude", run).await?;
        match what.with_context(|| format!("there is no case {code}, or no member {member}"))? {
            Exclusion::Done if undo => out(format_args!("{member} is let in again: {code}")),
            Exclusion::Done => out(format_args!("{member} is excluded: {code}")),
            Exclusion::Already => out(format_args!("nothing to do: {member}, {code}")),
            Exclusion::NobodyLeft => bail!(
                "nobody would be left to be called for {code}: add a member first, or let somebody \
                 in again with --undo"
            ),
        }
    })
}

/// Lists the keys that wait to be sealed to others, in the order in which they are.
pub(super) fn awaiting(args: &ConfigArgs) -> anyhow::Result<ExitCode> {
    with_parts(args, async |parts| {
        let unit = Arc::clone(parts);
        let read = async move |tx: &mut Tx| cases::awaiting(tx, &unit).await;
        for one in parts.store.read("case-awaiting", read).await? {
            let line = Line {
                code: &one.of.code,
                generation: one.of.generation,
                missing: one.missing().collect(),
            };
            out(serde_json::to_string(&line)?)?;
        }
        Ok(())
    })
}

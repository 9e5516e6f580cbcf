//! Whether who is a member is signed, and by everybody.

use std::sync::Arc;

use super::check::{Check, State};
use crate::app;
use crate::config::Config;
use crate::oncall::members::{self, Member};
use crate::oncall::roster::{self, KeyState, RosterError, Stored};
use crate::outside::RealClock;
use crate::storage::Tx;

/// Whether the statements hold, and whom they leave out.
pub(super) async fn signed(config: &Config, opens: bool, database: State) -> Check {
    const ID: &str = "signed";
    const MEND: &str = "cases are sealed to the recovery holders alone; find out who wrote into the database, and put back a backup";
    if !opens || database == State::Fail {
        return Check::unknown(ID, "the database cannot be read");
    }
    let (stored, pending, recovery) = match checked(config).await {
        Ok(Err(RosterError::NoRoot)) => {
            // With a console a stolen chat is enough, too.
            let check = if config.console.is_some() { Check::fail } else { Check::warn };
            return check(
                ID,
                "members are not signed: whoever writes into the database becomes a reader of new cases",
                "run `habeas member root` on your own computer, and put the key's public half into members.root",
            );
        }
        Err(error) => return Check::fail(ID, format!("not readable: {error:#}"), MEND),
        Ok(Err(error)) => return Check::fail(ID, error, MEND),
        Ok(Ok(read)) => read,
    };
    if let Some(seq) = stored.put_in {
        return Check::fail(ID, RosterError::PutIn(seq), MEND);
    }
    if recovery == Recovery::Other {
        return Check::fail(
            ID,
            "recovery.recipients are others than the signed ones",
            "compare both with paper; if the change is meant, `habeas member proposals`, `sign`, `accept`",
        );
    }
    if !pending.is_empty() {
        let text = format!("nothing is sealed yet to the key of: {}", pending.join(", "));
        let mend = "hear their eight words, then `habeas member proposals`, `sign`, `accept`";
        return Check::warn(ID, text, mend);
    }
    if recovery == Recovery::Unsigned {
        return Check::warn(
            ID,
            "recovery.recipients are not signed: no browser can seal a case's key anew",
            "`habeas member proposals`, `sign --recovery age1…`, `accept`",
        );
    }
    Check::ok(ID, format!("{} statements hold", stored.roster.statements()))
}

/// How the recovery recipients stand.
#[derive(PartialEq, Eq)]
enum Recovery {
    /// The chain names those of the configuration.
    Signed,
    /// The chain names none.
    Unsigned,
    /// The chain names others.
    Other,
}

type Read = Result<(Stored, Vec<String>, Recovery), RosterError>;

/// The chain, the ids of those whose keys nobody has signed for, and how recovery stands.
async fn checked(config: &Config) -> anyhow::Result<Read> {
    let parts = Arc::new(app::assemble(config, Arc::new(RealClock::default())).await?);
    let unit = Arc::clone(&parts);
    let read = async move |tx: &mut Tx| {
        let stored = roster::stored(tx, &unit).await?;
        let present = members::present(tx, &unit).await?;
        Ok(stored.map(|stored| {
            let pending = |member: &&Member| {
                roster::key_state(&unit, Some(&stored.roster), member) == KeyState::Pending
            };
            let waiting = present.iter().filter(pending).map(|member| member.id.clone());
            let waiting = waiting.collect();
            let recovery = match roster::recovery_differs(&unit, &stored.roster) {
                false => Recovery::Signed,
                true if stored.roster.recovery().is_empty() => Recovery::Unsigned,
                true => Recovery::Other,
            };
            (stored, waiting, recovery)
        }))
    };
    let read = parts.store.read("doctor-signed", read).await;
    parts.store.close().await;
    Ok(read?)
}

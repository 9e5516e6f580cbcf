//! The configuration's folder and the database.

use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;
use std::time::Duration;

use super::check::{Check, State};
use crate::app;
use crate::audit::{self, AuditError, Verified};
use crate::config::Config;
use crate::oncall;
use crate::oncall::members::{self, Member};
use crate::outside::RealClock;
use crate::parts::Parts;
use crate::storage::{StorageUrl, Store, StoreError, Tx};

/// A database that does not answer for so long is not there.
const PATIENCE: Duration = Duration::from_secs(10);
/// An audit that takes longer is checked by its own command.
const AUDIT_PATIENCE: Duration = Duration::from_secs(60);

/// The configuration was read; its data folder must be there.
pub(super) fn config(config: &Config) -> Check {
    const ID: &str = "config";
    let folder = &config.storage.data_dir;
    let shown = folder.display();
    match std::fs::metadata(folder) {
        Ok(found) if !found.is_dir() => {
            Check::fail(ID, format!("storage.data_dir {shown} is no folder"), "name a folder")
        }
        Ok(found) if found.permissions().mode() & 0o077 != 0 => Check::warn(
            ID,
            format!("storage.data_dir {shown} can be entered by others"),
            format!("chmod 700 {shown}"),
        ),
        Ok(_) => Check::ok(ID, "read, every key is known"),
        Err(error) => Check::fail(
            ID,
            format!("storage.data_dir {shown} cannot be used ({})", error.kind()),
            format!("put it back, or make it new: mkdir -m 700 {shown}"),
        ),
    }
}

/// What is in the database: the members, and how many cases nobody can be called for.
type Found = (Vec<Member>, usize);

/// Whether the database opens, and with this keyring. Gives what is in it, if it does.
pub(super) async fn database(config: &Config, with_keyring: bool) -> (Check, Option<Found>) {
    const ID: &str = "database";
    const MEND: &str =
        "do as the text says; if the database is lost, put its backup where storage.url points";
    let opened = tokio::time::timeout(PATIENCE, opened(config, with_keyring)).await;
    match opened {
        Err(_) => (Check::fail(ID, "no answer in ten seconds", MEND), None),
        Ok(Err(error)) => (Check::fail(ID, error, MEND), None),
        Ok(Ok(None)) => {
            (Check::ok(ID, "opens; what is in it was not tried without the keyring"), None)
        }
        Ok(Ok(Some(found))) => {
            (Check::ok(ID, "opens, with the tables of this version"), Some(found))
        }
    }
}

/// Whether the records of who did what hold, up to which one.
pub(super) async fn audit(config: &Config, with_keyring: bool, database: State) -> Check {
    const ID: &str = "audit";
    const MEND: &str =
        "do not trust this database: keep a copy of it as it is, and compare it with a backup";
    if database == State::Fail {
        return Check::unknown(ID, "the database cannot be opened");
    }
    let verified = tokio::time::timeout(AUDIT_PATIENCE, verified(config, with_keyring)).await;
    let verified = match verified {
        Err(_) => {
            let mend = "run `habeas audit verify`, which takes its time";
            return Check::warn(ID, "not checked to its end in a minute", mend);
        }
        Ok(Err(error)) => return Check::fail(ID, format!("not readable: {error:#}"), MEND),
        Ok(Ok(Err(AuditError::Store(error)))) => return Check::fail(ID, error, MEND),
        Ok(Ok(Err(broken))) => {
            return Check::fail(ID, format!("the chain does not hold: {broken}"), MEND);
        }
        Ok(Ok(Ok(verified))) => verified,
    };
    match verified.records {
        0 => Check::ok(ID, "no record yet"),
        records => {
            let head = &verified.head;
            Check::ok(ID, format!("the chain holds up to record {records}; its head: {head}"))
        }
    }
}

async fn verified(
    config: &Config,
    with_keyring: bool,
) -> anyhow::Result<Result<Verified, AuditError>> {
    let url: StorageUrl = config.storage.url.parse()?;
    let keyring = match (with_keyring, config.require_keyring()) {
        (true, Ok(path)) => Some(app::keyring(path)?),
        _ => None,
    };
    let store = Store::open(&url).await?;
    let verified = audit::verify(&store, keyring, None).await;
    store.close().await;
    Ok(verified)
}

/// Opens the database as `serve` does. Without a keyring nothing in it is read.
async fn opened(config: &Config, with_keyring: bool) -> anyhow::Result<Option<Found>> {
    if !with_keyring {
        let url: StorageUrl = config.storage.url.parse()?;
        Store::open(&url).await?.close().await;
        return Ok(None);
    }
    let parts = Arc::new(app::assemble(config, Arc::new(RealClock::default())).await?);
    let found = found(&parts).await;
    parts.store.close().await;
    Ok(Some(found?))
}

async fn found(parts: &Arc<Parts>) -> Result<Found, StoreError> {
    let unit = Arc::clone(parts);
    let read = async move |tx: &mut Tx| {
        Ok((members::present(tx, &unit).await?, oncall::stranded(tx, &unit).await?.len()))
    };
    parts.store.read("doctor", read).await
}

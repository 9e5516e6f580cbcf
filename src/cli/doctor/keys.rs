//! The keyring, where it lies, and who can open what is sealed.

use super::check::Check;
use crate::app::{self, Refusal};
use crate::config::Config;
use crate::oncall::members::Member;

/// Whether the keyring is there, closed to others, and made for real reports.
pub(super) fn keyring(config: &Config) -> Check {
    const ID: &str = "keyring";
    let path = match config.require_keyring() {
        Ok(path) => path,
        Err(error) => return Check::fail(ID, error, "set keyring.file in the configuration"),
    };
    let ring = match app::keyring(path) {
        Ok(ring) => ring,
        Err(error) => {
            let mend = "do as the text says, or put back the copy that is kept apart from the data";
            return Check::fail(ID, error, mend);
        }
    };
    match app::check_keyring(&ring, path) {
        Ok(()) => Check::ok(ID, "readable by its owner alone, made for real reports"),
        Err(refusal) => Check::fail(ID, refusal, "name the keyring that `habeas init` wrote"),
    }
}

/// Whether whoever takes the data takes the keyring with it.
pub(super) fn place(config: &Config) -> Check {
    const ID: &str = "keyring-place";
    let Some(path) = config.keyring.as_deref().filter(|path| path.exists()) else {
        return Check::unknown(ID, "there is no keyring");
    };
    if let Err(refusal) = app::check_keyring_place(config, path) {
        return Check::fail(ID, refusal, "move it out of the data's folders and set keyring.file");
    }
    if app::on_one_file_system(config, path) {
        return Check::warn(
            ID,
            "on the data's file system: one stolen disk, or one copy of it, holds both",
            "keep the keyring on another file system, or hand it over as a service credential",
        );
    }
    Check::ok(ID, "apart from the data")
}

/// Who can open every case, whether their identity lies about here, and whether any member can.
pub(super) fn recipients(config: &Config, members: Option<&[Member]>) -> Check {
    const ID: &str = "recipients";
    if config.recovery_recipients.is_empty() {
        let mend = "run `habeas recovery new` on an offline machine; put its public key (age1…) into recovery.recipients";
        return Check::fail(ID, Refusal::NoRecovery, mend);
    }
    if let Err(refusal) = app::check_clear_identities(config) {
        let mend = "take it to an offline machine and delete it here; if others could have read it, make a new one with `habeas recovery new`";
        return Check::fail(ID, refusal, mend);
    }
    let holders = match config.recovery_recipients.len() {
        1 => "one holder can open every case",
        _ => "two holders, only together, can open every case",
    };
    match members {
        Some(members) if !members.iter().any(|member| member.recipient.is_some()) => Check::warn(
            ID,
            format!("{holders}; nobody else can: no member on call has a key"),
            "add members with --recipient age1…, whose private key is on their own computer",
        ),
        Some(members) if members.iter().any(|member| member.recipient.is_none()) => {
            let without = members.iter().filter(|member| member.recipient.is_none());
            let without: Vec<&str> = without.map(|member| member.id.as_str()).collect();
            let text = format!(
                "{holders}; cannot open any case, for want of a key: {}",
                without.join(", ")
            );
            Check::warn(
                ID,
                text,
                "have each make a key, and run `habeas member recipient ID age1…`",
            )
        }
        _ => Check::ok(ID, holders),
    }
}

//! What `serve` refuses to start with, each with a sentence that says how to mend it.

use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use crate::config::Config;
use crate::crypto::{Keyring, Purpose, clear_identities_under};

/// Why `serve` does not start.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// The keyring lies where the data lies: whoever copies the folder has both.
    #[error("the keyring {0} lies inside the data's folders; move it to a place of its own")]
    KeyringInside(PathBuf),
    /// Rehearsal keys are made for invented cases.
    #[error("the keyring {0} was made by a rehearsal; make a real one with `habeas init`")]
    RehearsalKeyring(PathBuf),
    /// A private key in clear on the server.
    #[error(
        "{0} holds a recovery identity in clear; move it to an offline machine and delete it here"
    )]
    ClearIdentity(PathBuf),
    /// Nobody could open what is sealed.
    #[error("recovery.recipients is empty; add the recipient that `habeas recovery new` printed")]
    NoRecovery,
}

/// Checks files and keys before anything is opened. Warnings are logged.
///
/// # Errors
/// [`Refusal`].
pub fn check_before_serving(config: &Config, keyring_path: &Path) -> Result<(), Refusal> {
    check_keyring_place(config, keyring_path)?;
    if config.recovery_recipients.is_empty() {
        return Err(Refusal::NoRecovery);
    }
    check_clear_identities(config)?;
    if on_one_file_system(config, keyring_path) {
        tracing::warn!("the keyring is on the data's file system: one stolen disk holds both");
    }
    Ok(())
}

/// Refuses a keyring that lies where the data lies.
///
/// # Errors
/// [`Refusal::KeyringInside`].
pub fn check_keyring_place(config: &Config, keyring_path: &Path) -> Result<(), Refusal> {
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let ring = real(keyring_path);
    if folders(config).iter().any(|folder| ring.starts_with(real(folder))) {
        return Err(Refusal::KeyringInside(keyring_path.to_owned()));
    }
    Ok(())
}

/// Refuses a private key in clear in a file under the data's folders.
///
/// # Errors
/// [`Refusal::ClearIdentity`].
pub fn check_clear_identities(config: &Config) -> Result<(), Refusal> {
    let folders = folders(config);
    let refs: Vec<&Path> = folders.iter().map(PathBuf::as_path).collect();
    clear_identities_under(&refs).map_or(Ok(()), |path| Err(Refusal::ClearIdentity(path)))
}

/// Whether one disk holds the keyring and the data.
pub fn on_one_file_system(config: &Config, keyring_path: &Path) -> bool {
    let device = |path: &Path| std::fs::metadata(path).ok().map(|m| m.dev());
    let ring = device(keyring_path);
    ring.is_some() && folders(config).iter().any(|folder| device(folder) == ring)
}

/// Refuses a keyring that a rehearsal made.
///
/// # Errors
/// [`Refusal::RehearsalKeyring`].
pub fn check_keyring(keyring: &Keyring, path: &Path) -> Result<(), Refusal> {
    match keyring.purpose() {
        Purpose::Serve => Ok(()),
        Purpose::Rehearsal => Err(Refusal::RehearsalKeyring(path.to_owned())),
    }
}

/// The folders that hold the data: the configuration's, the sealed files', the database's.
fn folders(config: &Config) -> Vec<PathBuf> {
    let mut folders = vec![config.dir.clone(), config.storage.data_dir.clone()];
    if !config.files.folder.starts_with(&config.storage.data_dir) {
        folders.push(config.files.folder.clone());
    }
    if let Some(file) = config.storage.sqlite_file() {
        folders.extend(file.parent().map(Path::to_owned));
    }
    folders
}

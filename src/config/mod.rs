//! What an operator sets: one commented file, the environment over it, unknown keys refused.
//!
//! `config/default.toml` is the whole list. Each section is read and checked in a file of its own;
//! a refusal says which key, where it stands, and what to do, and never repeats the value.

mod console;
mod error;
mod fallback;
mod files;
mod limits;
mod members;
mod observe;
mod oncall;
mod recovery;
mod render;
mod storage;
mod telegram;
#[cfg(test)]
mod tests;
mod values;

use std::path::{Path, PathBuf};

pub use console::Console;
pub(crate) use console::is_origin;
pub use error::{ConfigError, Place};
pub use fallback::Fallback;
pub use files::Files;
pub use limits::Limits;
pub use observe::Observe;
pub use oncall::{AskReporter, OnCall};
pub use render::rendered;
pub use storage::Storage;
pub use telegram::Telegram;

use values::Values;

/// A configuration that was read and checked.
#[derive(Debug)]
pub struct Config {
    /// The configuration's folder, absolute: relative paths count from here.
    pub dir: PathBuf,
    /// How to reach Telegram.
    pub telegram: Telegram,
    /// Where things are kept.
    pub storage: Storage,
    /// Where sealed files are kept.
    pub files: Files,
    /// The keyring's file, absolute; ask [`Config::require_keyring`] where it is needed.
    pub keyring: Option<PathBuf>,
    /// Who can open every case: none yet, one, or two of which both are needed.
    pub recovery_recipients: Vec<String>,
    /// The public key that the statements on members begin with, if they are signed.
    pub members_root: Option<habeas_core::members::Key>,
    /// The ladder's delays.
    pub oncall: OnCall,
    /// What a reporter reads when nobody can be reached.
    pub fallback: Fallback,
    /// Where members sign in with a browser; `None`: nowhere.
    pub console: Option<Console>,
    /// How fast the bot sends and answers.
    pub limits: Limits,
    /// Logs and figures.
    pub observe: Observe,
}

impl Config {
    /// Reads the file at `path`, with the configuration in `env` over it; other variables are left
    /// alone.
    ///
    /// # Errors
    /// [`ConfigError`], a sentence that says what to change.
    pub fn load(
        path: &Path,
        env: impl Iterator<Item = (String, String)>,
    ) -> Result<Self, ConfigError> {
        let unreadable = |source| ConfigError::Unreadable { path: path.to_owned(), source };
        let text = std::fs::read_to_string(path).map_err(unreadable)?;
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let dir = folder.canonicalize().map_err(unreadable)?;
        Self::from_text(&text, &dir, env)
    }

    /// The configuration in `text`, as if its file lay in the absolute folder `dir`.
    ///
    /// # Errors
    /// As [`Config::load`].
    pub fn from_text(
        text: &str,
        dir: &Path,
        env: impl Iterator<Item = (String, String)>,
    ) -> Result<Self, ConfigError> {
        let values = Values::layered(text, env)?;
        let storage = Storage::read(&values, dir)?;
        Ok(Self {
            dir: dir.to_owned(),
            telegram: Telegram::read(&values, dir)?,
            files: Files::read(&values, dir, &storage.data_dir)?,
            storage,
            keyring: recovery::keyring(&values, dir),
            recovery_recipients: recovery::recipients(&values)?,
            members_root: members::root(&values)?,
            oncall: OnCall::read(&values)?,
            fallback: Fallback::read(&values),
            console: Console::read(&values)?,
            limits: Limits::read(&values)?,
            observe: Observe::read(&values)?,
        })
    }

    /// The keyring's file.
    ///
    /// # Errors
    /// [`ConfigError::Missing`] if none is set.
    pub fn require_keyring(&self) -> Result<&Path, ConfigError> {
        self.keyring.as_deref().ok_or(ConfigError::Missing {
            key: "keyring.file",
            mend: "name the keyring that `habeas init` wrote",
        })
    }
}

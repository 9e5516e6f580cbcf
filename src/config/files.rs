//! `[files]`: where sealed files are kept.

use std::path::{Path, PathBuf};

use super::error::ConfigError;
use super::values::{Values, refused};

/// The `[files]` section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Files {
    /// The folder of sealed files, absolute.
    pub folder: PathBuf,
}

impl Files {
    /// Without a folder of its own it is `files` in the data folder.
    pub(super) fn read(values: &Values, dir: &Path, data: &Path) -> Result<Self, ConfigError> {
        match values.text("files.store") {
            Some(("folder", _)) => {}
            Some((_, place)) => return Err(refused("files.store", place, "must be folder")),
            None => {
                let mend = "leave the line out: there is one kind, folder";
                return Err(ConfigError::Missing { key: "files.store", mend });
            }
        }
        let folder = values.text("files.folder").map(|(folder, _)| dir.join(folder));
        Ok(Self { folder: folder.unwrap_or_else(|| data.join("files")) })
    }
}

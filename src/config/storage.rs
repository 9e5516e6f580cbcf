//! `[storage]`: the database and the folder of what is kept beside it.

use std::fmt;
use std::path::{Path, PathBuf};

use super::error::{ConfigError, Place};
use super::values::{Values, refused};

const FORMS: &str = "must be sqlite://FILE or postgres://USER@HOST/DATABASE";

/// The `[storage]` section.
pub struct Storage {
    /// The database: `sqlite://` with an absolute path, or `postgres://…`, which may hold a
    /// password and so is left out of `Debug`.
    pub url: String,
    /// The folder of what is kept beside the database, absolute.
    pub data_dir: PathBuf,
}

impl fmt::Debug for Storage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = self.url.split("://").next().unwrap_or_default();
        f.debug_struct("Storage").field("url", &kind).field("data_dir", &self.data_dir).finish()
    }
}

impl Storage {
    pub(super) fn read(values: &Values, dir: &Path) -> Result<Self, ConfigError> {
        let (data_dir, _) = values.text("storage.data_dir").ok_or(ConfigError::Missing {
            key: "storage.data_dir",
            mend: "leave the line out for the folder data beside the configuration",
        })?;
        let (url, place) = url_as_given(values, dir)?;
        Ok(Self { url: resolved(&url, place, dir)?, data_dir: dir.join(data_dir) })
    }

    /// The SQLite file, if the database is one.
    pub fn sqlite_file(&self) -> Option<PathBuf> {
        let rest = self.url.strip_prefix("sqlite://")?;
        let path = rest.split_once('?').map_or(rest, |(path, _)| path);
        Some(PathBuf::from(path.replace("%3F", "?").replace("%25", "%")))
    }
}

/// The URL from the environment, else from `url_file`, else from the file or the defaults.
fn url_as_given(values: &Values, dir: &Path) -> Result<(String, Place), ConfigError> {
    let direct = values.text("storage.url");
    if let Some((url, place @ Place::Variable(_))) = &direct {
        return Ok(((*url).to_owned(), place.clone()));
    }
    if let Some((url, place)) = &direct
        && has_password(url)
    {
        return Err(ConfigError::SecretInFile {
            key: "storage.url",
            place: place.clone(),
            mend: "write the URL with its password into a file of its own and name that in storage.url_file, or set HABEAS_STORAGE__URL",
        });
    }
    if let Some((file, place)) = values.text("storage.url_file") {
        let path = dir.join(file);
        let url = std::fs::read_to_string(&path).map_err(|source| ConfigError::SecretFile {
            key: "storage.url_file",
            path,
            source,
        })?;
        return Ok((url.trim().to_owned(), place));
    }
    let missing = ConfigError::Missing {
        key: "storage.url",
        mend: "set HABEAS_STORAGE__URL, or name the file that holds the URL in storage.url_file",
    };
    direct.map(|(url, place)| (url.to_owned(), place)).ok_or(missing)
}

/// Whether `url` carries a password, in either of the places where sqlx looks for one.
pub(super) fn has_password(url: &str) -> bool {
    let Ok(url) = reqwest::Url::parse(url) else { return url.contains('@') };
    url.password().is_some() || url.query_pairs().any(|(key, _)| key == "password")
}

/// `url` with a relative SQLite path counted from `dir`.
fn resolved(url: &str, place: Place, dir: &Path) -> Result<String, ConfigError> {
    let postgres = url.starts_with("postgres://") || url.starts_with("postgresql://");
    if postgres && reqwest::Url::parse(url).is_ok() {
        return Ok(url.to_owned());
    }
    let Some(rest) = url.strip_prefix("sqlite://") else {
        return Err(refused("storage.url", place, FORMS));
    };
    let (file, query) = rest.split_once('?').map_or((rest, None), |(f, q)| (f, Some(q)));
    if file.is_empty() || file.starts_with(":memory:") {
        return Err(refused("storage.url", place, "must name a file, or nothing would be kept"));
    }
    let Some(dir) = dir.to_str() else {
        return Err(refused("storage.url", place, "needs a folder whose name is readable text"));
    };
    let path = if Path::new(file).is_absolute() {
        file.to_owned()
    } else {
        format!("{}/{file}", dir.replace('%', "%25").replace('?', "%3F"))
    };
    Ok(query.map_or_else(|| format!("sqlite://{path}"), |q| format!("sqlite://{path}?{q}")))
}

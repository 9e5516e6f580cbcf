//! Where the database is: `sqlite://path` or `postgres://…`.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use sqlx::postgres::PgConnectOptions;

/// The address of a database. `Debug` and `Display` never show a password.
#[derive(Clone)]
pub struct StorageUrl(pub(super) Place);

#[derive(Clone)]
pub(super) enum Place {
    Sqlite(PathBuf),
    Postgres { options: Box<PgConnectOptions>, has_password: bool },
}

/// An address that cannot be read. The address itself is not repeated: it may hold a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UrlError {
    /// Neither of the two kinds.
    #[error("a storage address starts with sqlite:// or postgres://")]
    UnknownScheme,
    /// `sqlite://` without a file, or with options after a question mark.
    #[error("a sqlite:// address is the path of a file and nothing else")]
    NotAFile,
    /// What follows `postgres://` is wrong.
    #[error("the postgres:// address cannot be read: postgres://user@host:5432/database")]
    Unreadable,
}

impl StorageUrl {
    /// The same address, a relative SQLite path counted from `base`.
    #[must_use]
    pub fn resolve(&self, base: &Path) -> Self {
        match &self.0 {
            Place::Sqlite(path) => Self(Place::Sqlite(base.join(path))),
            Place::Postgres { .. } => self.clone(),
        }
    }

    /// Whether the address holds a password, and so has no place in a configuration file.
    pub fn has_password(&self) -> bool {
        matches!(self.0, Place::Postgres { has_password: true, .. })
    }

    /// The database's file, if it is one.
    pub fn file(&self) -> Option<&Path> {
        match &self.0 {
            Place::Sqlite(path) => Some(path),
            Place::Postgres { .. } => None,
        }
    }
}

impl FromStr for StorageUrl {
    type Err = UrlError;

    fn from_str(text: &str) -> Result<Self, UrlError> {
        if let Some(path) = text.strip_prefix("sqlite://") {
            if path.is_empty() || path.starts_with(':') || path.contains('?') {
                return Err(UrlError::NotAFile);
            }
            return Ok(Self(Place::Sqlite(PathBuf::from(path))));
        }
        let rest = text
            .strip_prefix("postgres://")
            .or_else(|| text.strip_prefix("postgresql://"))
            .ok_or(UrlError::UnknownScheme)?;
        let options = text.parse::<PgConnectOptions>().map_err(|_| UrlError::Unreadable)?;
        let place =
            Place::Postgres { options: Box::new(options), has_password: names_password(rest) };
        Ok(Self(place))
    }
}

/// Whether `user:password@` or `?password=` is there.
fn names_password(rest: &str) -> bool {
    let (address, query) = rest.split_once('?').unwrap_or((rest, ""));
    let authority = address.split('/').next().unwrap_or_default();
    // A password with a raw slash or question mark would hide its @ from the split above.
    let user = match authority.rsplit_once('@') {
        Some((user, _)) => user,
        None => rest.rsplit_once('@').map_or("", |(user, _)| user),
    };
    user.contains(':') || query.split('&').any(|pair| pair.starts_with("password="))
}

impl fmt::Display for StorageUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Place::Sqlite(path) => write!(f, "sqlite://{}", path.display()),
            Place::Postgres { options, .. } => {
                let database = options.get_database().unwrap_or(options.get_username());
                write!(f, "postgres://{}:{}/{database}", options.get_host(), options.get_port())
            }
        }
    }
}

impl fmt::Debug for StorageUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StorageUrl({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> StorageUrl {
        text.parse().unwrap()
    }

    #[test]
    fn a_password_is_noticed_and_never_shown() {
        for text in [
            "postgres://habeas:hunter2@db.example/habeas",
            "postgresql://habeas:hunter2@db.example:5433/habeas?sslmode=require",
            "postgres://db.example/habeas?user=habeas&password=hunter2",
        ] {
            let url = url(text);
            assert!(url.has_password(), "{url}");
            assert!(!format!("{url} {url:?}").contains("hunter2"));
        }
    }

    #[test]
    fn an_address_without_a_password_may_stand_in_a_file() {
        for text in [
            "postgres://habeas@db.example:5432/habeas",
            "postgres:///habeas?host=/run/postgresql",
            "sqlite://habeas.db",
        ] {
            assert!(!url(text).has_password(), "{text}");
        }
    }

    #[test]
    fn a_relative_path_counts_from_the_configurations_folder() {
        let base = Path::new("/srv/habeas");
        let file = |text| url(text).resolve(base).file().map(Path::to_owned);
        assert_eq!(file("sqlite://habeas.db"), Some(base.join("habeas.db")));
        assert_eq!(file("sqlite:///var/lib/h.db"), Some(PathBuf::from("/var/lib/h.db")));
    }

    #[test]
    fn what_is_no_address_is_refused_without_repeating_it() {
        let refused = |text: &str| text.parse::<StorageUrl>().map(|_| ()).unwrap_err();
        assert_eq!(refused("mysql://u:hunter2@h/d"), UrlError::UnknownScheme);
        assert_eq!(refused("sqlite://:memory:"), UrlError::NotAFile);
        assert_eq!(refused("sqlite://a.db?mode=ro"), UrlError::NotAFile);
        assert_eq!(refused("postgres://u:hunter2@h:port/d"), UrlError::Unreadable);
    }
}

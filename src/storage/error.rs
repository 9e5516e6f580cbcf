//! What can go wrong with the database, in sentences that hold no value of any row.

use std::error::Error;
use std::fmt;

/// The result of everything that touches the database.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;

/// Trouble with the database, or a unit's own refusal.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No database where the address points.
    #[error("there is no database at this address; `habeas init` makes one")]
    Missing,
    /// A database that is not new where a new one was asked for.
    #[error("there is something at this address already; a new database needs an unused one")]
    AlreadyThere,
    /// A database that is not ours, or not of this version.
    #[error("the database is refused: {0}")]
    UnknownSchema(SchemaProblem),
    /// The store's thread could not be set up.
    #[error("the store could not be started ({0})")]
    Start(std::io::ErrorKind),
    /// A statement, or the connection under it, failed.
    #[error(transparent)]
    Statement(#[from] Failure),
    /// A unit went on after a statement of it had failed.
    #[error("an earlier statement of this unit failed: nothing more is done and nothing kept")]
    AfterFailure,
    /// Other units kept changing the same rows.
    #[error("unit {unit} met other writers {tries} times and was given up")]
    Contended {
        /// The unit's name.
        unit: &'static str,
        /// How often it was tried.
        tries: u32,
    },
    /// The answer to COMMIT was lost: the unit may have been kept or not.
    #[error("unit {unit}: the answer to its commit was lost, it may have been kept or not")]
    Uncertain {
        /// The unit's name.
        unit: &'static str,
    },
    /// The unit panicked; nothing of it was kept.
    #[error("unit {unit} panicked and was undone")]
    Panicked {
        /// The unit's name.
        unit: &'static str,
    },
    /// A column does not hold what it should.
    #[error("column {column} {problem} ({statement})")]
    BrokenColumn {
        /// The column's name in the answer.
        column: &'static str,
        /// What is wrong, without the value.
        problem: &'static str,
        /// The statement's first line.
        statement: &'static str,
    },
    /// A column is of a type that the two backends do not share.
    #[error(
        "column {column} is of type {found}, which needs a CAST to BIGINT, TEXT or bytes ({statement})"
    )]
    ForeignType {
        /// The column's name in the answer.
        column: &'static str,
        /// The backend's name of the type.
        found: String,
        /// The statement's first line.
        statement: &'static str,
    },
    /// The store was shut down.
    #[error("the store is closed")]
    Closed,
    /// A unit's own error; see [`StoreError::unit`] and [`StoreError::downcast`].
    #[error(transparent)]
    Unit(Box<dyn Error + Send + Sync>),
}

impl StoreError {
    /// Carries a unit's own error through [`Store::run`](super::Store::run); the unit is undone.
    pub fn unit(error: impl Error + Send + Sync + 'static) -> Self {
        Self::Unit(Box::new(error))
    }

    /// Gives a unit's own error back.
    ///
    /// # Errors
    /// `self` again, if it is no [`StoreError::Unit`] of this type.
    pub fn downcast<E: Error + 'static>(self) -> Result<E, Self> {
        match self {
            Self::Unit(error) => error.downcast().map(|error| *error).map_err(Self::Unit),
            other => Err(other),
        }
    }

    /// A look at a unit's own error.
    pub fn downcast_ref<E: Error + 'static>(&self) -> Option<&E> {
        match self {
            Self::Unit(error) => error.downcast_ref(),
            _ => None,
        }
    }

    /// Whether the trouble is the database's and may pass, so that the same unit may be run
    /// again. After [`StoreError::Uncertain`] it may already have been kept: the unit must be one
    /// that can be repeated, or look first.
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Contended { .. } | Self::Uncertain { .. } => true,
            Self::Statement(failure) => failure.kind.may_pass(),
            _ => false,
        }
    }
}

/// Why a database is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SchemaProblem {
    /// No tables of ours.
    #[error("it was not made by habeas; name another one, or make a new one by `habeas init`")]
    Foreign,
    /// A migration that this version does not know.
    #[error("migration {0} comes from a newer habeas; install that version")]
    Newer(i64),
    /// A backup is being put in, or that was broken off.
    #[error("a backup is being restored into it, or that was broken off: restore it anew")]
    HalfRestored,
    /// A migration that is not the one this version knows under that number.
    #[error(
        "migration {0} is not the one that this habeas knows; install the version that made it"
    )]
    Changed(i64),
}

/// A statement that failed: which, and how, without any value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What it means for the one who asked.
    pub kind: FailureKind,
    /// SQLSTATE, or SQLite's extended result code.
    pub code: Option<String>,
    /// The constraint, or what the backend says of the statement's text. Never a value.
    pub detail: Option<String>,
    /// The statement's first line.
    pub statement: &'static str,
}

impl Error for Failure {}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}", self.kind, self.statement)?;
        if let Some(code) = &self.code {
            write!(f, ", code {code}")?;
        }
        if let Some(detail) = &self.detail {
            write!(f, ", {detail}")?;
        }
        f.write_str(")")
    }
}

/// The kinds of failures that somebody acts on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FailureKind {
    /// Another transaction came first (40001, 40P01): run again.
    #[error("another writer came first")]
    Conflict,
    /// SQLite: another process holds the database.
    #[error("the database is busy")]
    Busy,
    /// The disk, or the database's share of it, is full.
    #[error("the disk is full")]
    Full,
    /// The connection, the disk or the server is gone.
    #[error("the database cannot be reached")]
    Lost,
    /// A unique or primary key is there already.
    #[error("a key is there already")]
    Unique,
    /// A statement was dropped before its answer came.
    #[error("a statement was left half-way")]
    Abandoned,
    /// The backend refused the statement.
    #[error("the statement was refused")]
    Refused,
}

impl FailureKind {
    /// Whether the same may succeed later.
    pub(super) fn may_pass(self) -> bool {
        matches!(self, Self::Conflict | Self::Busy | Self::Full | Self::Lost)
    }
}

impl Failure {
    pub(super) fn new(kind: FailureKind, statement: &'static str) -> Self {
        Self { kind, code: None, detail: None, statement }
    }

    /// Keeps of the driver's error what holds no value: PostgreSQL puts whole rows into DETAIL,
    /// and the text of a parameter into messages such as "invalid input syntax".
    pub(super) fn from_driver(error: &sqlx::Error, statement: &'static str) -> Self {
        let sqlx::Error::Database(error) = error else {
            let kind = match error {
                sqlx::Error::Io(_)
                | sqlx::Error::Tls(_)
                | sqlx::Error::Protocol(_)
                | sqlx::Error::WorkerCrashed
                | sqlx::Error::PoolClosed
                | sqlx::Error::PoolTimedOut => FailureKind::Lost,
                _ => FailureKind::Refused,
            };
            return Self::new(kind, statement);
        };
        let code = error.code().map(|code| code.into_owned());
        let lite = error.try_downcast_ref::<sqlx::sqlite::SqliteError>().is_some();
        let (mut kind, says_text) = match code.as_deref() {
            Some(code) if lite => lite_kind(code.parse().unwrap_or(0)),
            Some(code) => (postgres_kind(code), code.starts_with("42")),
            None => (FailureKind::Refused, false),
        };
        if error.is_unique_violation() {
            kind = FailureKind::Unique;
        }
        let detail = if says_text {
            Some(error.message().to_owned())
        } else {
            error.constraint().map(str::to_owned)
        };
        Self { kind, code, detail, statement }
    }
}

/// SQLite's code, and whether its message speaks of the schema and the statement's text only.
fn lite_kind(extended: u32) -> (FailureKind, bool) {
    const ERROR: u32 = 1;
    const CONSTRAINT: u32 = 19;
    match extended & 0xff {
        5 | 6 => (FailureKind::Busy, false),
        13 => (FailureKind::Full, false),
        // NOMEM, INTERRUPT, IOERR, CANTOPEN, PROTOCOL: the machine's trouble, not the statement's.
        7 | 9 | 10 | 14 | 15 => (FailureKind::Lost, false),
        primary => (FailureKind::Refused, matches!(primary, ERROR | CONSTRAINT)),
    }
}

fn postgres_kind(code: &str) -> FailureKind {
    match code {
        "40001" | "40P01" => FailureKind::Conflict,
        "53100" => FailureKind::Full,
        // A time-out of the session, of the transaction, of a lock.
        "25P03" | "25P04" | "55P03" => FailureKind::Lost,
        // Connections, resources, an operator's hand, the system under the server.
        _ if ["08", "53", "57", "58"].iter().any(|class| code.starts_with(class)) => {
            FailureKind::Lost
        }
        _ => FailureKind::Refused,
    }
}

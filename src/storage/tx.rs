//! The one type that functions take: a transaction on either backend.

use std::sync::Arc;

use futures::future::Either;
use sqlx::postgres::{PgConnection, PgRow};
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use sqlx::{Column as _, Connection as _, Executor as _, Row as _, TypeInfo as _, ValueRef as _};

use super::error::{Failure, FailureKind, Result, StoreError};
use super::row::{Cell, Row, Shape};
use super::value::Value;
use super::wake::{Wake, WakeSet};

/// How many prepared statements a connection keeps: all that there are.
pub(super) const STATEMENTS: usize = 512;

/// Which database is behind a transaction: for the one statement that has two texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Backend {
    /// The embedded default.
    Sqlite,
    /// Several processes.
    Postgres,
}

pub(super) enum Conn {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

/// A transaction, as a unit sees it.
///
/// After a statement has failed, every further one is refused and nothing of the unit is kept,
/// whatever the unit returns: PostgreSQL would undo it in silence, and both shall do the same.
pub struct Tx {
    conn: Conn,
    failure: Option<Failure>,
    wakes: WakeSet,
}

impl std::fmt::Debug for Tx {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tx").field("backend", &self.backend()).finish_non_exhaustive()
    }
}

/// Binds each value and runs the statement by `$method` on whichever connection there is.
macro_rules! on_either {
    ($tx:expr, $sql:expr, $args:expr, $method:ident) => {
        match &mut $tx.conn {
            Conn::Sqlite(conn) => bound!($sql, $args).$method(conn).await.map(Either::Left),
            Conn::Postgres(conn) => bound!($sql, $args).$method(conn).await.map(Either::Right),
        }
    };
}

macro_rules! bound {
    ($sql:expr, $args:expr) => {{
        let mut query = sqlx::query($sql);
        for value in $args {
            query = match value {
                Value::I64(value) => query.bind(*value),
                Value::Text(value) => query.bind(value.as_str()),
                Value::Bytes(value) => query.bind(value.as_slice()),
                Value::NullI64 => query.bind(None::<i64>),
                Value::NullText => query.bind(None::<String>),
                Value::NullBytes => query.bind(None::<Vec<u8>>),
            };
        }
        query
    }};
}

impl Tx {
    pub(super) fn new(conn: Conn) -> Self {
        Self { conn, failure: None, wakes: WakeSet::default() }
    }

    /// Runs a statement; gives the number of rows it changed.
    ///
    /// # Errors
    /// [`StoreError::Statement`], and [`StoreError::AfterFailure`] from then on.
    pub async fn execute(&mut self, sql: &'static str, args: &[Value]) -> Result<u64> {
        self.begin_statement(sql, args)?;
        let answer = on_either!(self, sql, args, execute);
        Ok(match self.end_statement(sql, answer)? {
            Either::Left(done) => done.rows_affected(),
            Either::Right(done) => done.rows_affected(),
        })
    }

    /// Runs a statement; gives all of its rows.
    ///
    /// # Errors
    /// [`StoreError::Statement`], and [`StoreError::AfterFailure`] from then on.
    pub async fn fetch_all(&mut self, sql: &'static str, args: &[Value]) -> Result<Vec<Row>> {
        self.begin_statement(sql, args)?;
        let answer = on_either!(self, sql, args, fetch_all);
        Ok(match self.end_statement(sql, answer)? {
            Either::Left(rows) => sqlite_rows(sql, &rows),
            Either::Right(rows) => postgres_rows(sql, &rows),
        })
    }

    /// Runs a statement; gives its first row, if it has one.
    ///
    /// # Errors
    /// [`StoreError::Statement`], and [`StoreError::AfterFailure`] from then on.
    pub async fn fetch_optional(
        &mut self,
        sql: &'static str,
        args: &[Value],
    ) -> Result<Option<Row>> {
        self.begin_statement(sql, args)?;
        let answer = on_either!(self, sql, args, fetch_optional);
        Ok(match self.end_statement(sql, answer)? {
            Either::Left(row) => row.and_then(|row| sqlite_rows(sql, &[row]).pop()),
            Either::Right(row) => row.and_then(|row| postgres_rows(sql, &[row]).pop()),
        })
    }

    /// Asks for a wake after the commit. Forgotten if the unit is undone or only reads.
    pub fn wake(&mut self, wake: Wake) {
        self.wakes.add(wake);
    }

    /// Which database this is.
    pub fn backend(&self) -> Backend {
        match self.conn {
            Conn::Sqlite(_) => Backend::Sqlite,
            Conn::Postgres(_) => Backend::Postgres,
        }
    }

    /// Forgets what the unit before left.
    pub(super) fn start_unit(&mut self) {
        self.failure = None;
        self.wakes = WakeSet::default();
    }

    /// What the unit asked for, and the failure that forbids to keep it.
    pub(super) fn end_unit(&mut self) -> (WakeSet, Option<Failure>) {
        (std::mem::take(&mut self.wakes), self.failure.take())
    }

    /// BEGIN, COMMIT and their kin, whatever a unit's statements have done.
    pub(super) async fn control(&mut self, sql: &'static str) -> Result<(), Failure> {
        let answer = match &mut self.conn {
            Conn::Sqlite(conn) => conn.execute(sql).await.map(|_| ()),
            Conn::Postgres(conn) => conn.execute(sql).await.map(|_| ()),
        };
        answer.map_err(|error| Failure::from_driver(&error, sql))
    }

    /// Runs a migration, which may be many statements.
    pub(super) async fn script(&mut self, sql: &'static str) -> Result<(), Failure> {
        let answer = match &mut self.conn {
            Conn::Sqlite(conn) => conn.execute(sqlx::raw_sql(sql)).await.map(|_| ()),
            Conn::Postgres(conn) => conn.execute(sqlx::raw_sql(sql)).await.map(|_| ()),
        };
        answer.map_err(|error| Failure::from_driver(&error, "migration"))
    }

    /// Closes the connection, and with it what was not committed. Errors have no reader here.
    pub(super) async fn close(self) {
        let _ = match self.conn {
            Conn::Sqlite(conn) => conn.close().await,
            Conn::Postgres(conn) => conn.close().await,
        };
    }

    /// Until the answer is here the statement counts as failed: a unit may drop its future.
    fn begin_statement(&mut self, sql: &'static str, args: &[Value]) -> Result<()> {
        if self.failure.is_some() {
            return Err(StoreError::AfterFailure);
        }
        self.failure = Some(Failure::new(FailureKind::Abandoned, first_line(sql)));
        if args.iter().any(|value| matches!(value, Value::Text(text) if text.contains('\0'))) {
            let mut failure = Failure::new(FailureKind::Refused, first_line(sql));
            failure.detail = Some("a text holds a NUL character".to_owned());
            self.failure = Some(failure.clone());
            return Err(failure.into());
        }
        Ok(())
    }

    fn end_statement<T>(&mut self, sql: &'static str, answer: sqlx::Result<T>) -> Result<T> {
        match answer {
            Ok(answer) => {
                self.failure = None;
                Ok(answer)
            }
            Err(error) => {
                let failure = Failure::from_driver(&error, first_line(sql));
                self.failure = Some(failure.clone());
                Err(failure.into())
            }
        }
    }
}

/// What names a statement in errors: SQL starts with a comment that names its function.
fn first_line(sql: &'static str) -> &'static str {
    let line = sql.trim_start().lines().next().unwrap_or_default();
    match line.char_indices().nth(60) {
        Some((end, _)) => &line[..end],
        None => line,
    }
}

/// Takes rows out of the driver; `$decode` reads one raw value.
macro_rules! owned_rows {
    ($sql:expr, $rows:expr, $decode:ident) => {{
        let Some(first) = $rows.first() else { return Vec::new() };
        let columns: Vec<String> = first.columns().iter().map(|c| c.name().to_owned()).collect();
        let shape = Arc::new(Shape { statement: first_line($sql), columns });
        let cells = |row| (0..shape.columns.len()).map(|at| $decode(row, at)).collect();
        $rows.iter().map(|row| Row { shape: Arc::clone(&shape), cells: cells(row) }).collect()
    }};
}

fn sqlite_rows(sql: &'static str, rows: &[SqliteRow]) -> Vec<Row> {
    owned_rows!(sql, rows, sqlite_cell)
}

fn postgres_rows(sql: &'static str, rows: &[PgRow]) -> Vec<Row> {
    owned_rows!(sql, rows, postgres_cell)
}

/// SQLite: by what is stored, not by what the column was declared as.
fn sqlite_cell(row: &SqliteRow, at: usize) -> Cell {
    let Ok(raw) = row.try_get_raw(at) else { return Cell::Foreign("unknown".to_owned()) };
    if raw.is_null() {
        return Cell::Null;
    }
    let kind = raw.type_info().name().to_owned();
    let cell = match kind.as_str() {
        "INTEGER" | "BOOLEAN" => row.try_get_unchecked(at).map(Cell::I64),
        "TEXT" => row.try_get_unchecked(at).map(Cell::Text),
        "BLOB" => row.try_get_unchecked(at).map(Cell::Bytes),
        _ => return Cell::Foreign(kind),
    };
    cell.unwrap_or(Cell::Foreign(kind))
}

/// PostgreSQL: every whole number is an `i64`, and a condition is 0 or 1 as on SQLite.
fn postgres_cell(row: &PgRow, at: usize) -> Cell {
    let Ok(raw) = row.try_get_raw(at) else { return Cell::Foreign("unknown".to_owned()) };
    if raw.is_null() {
        return Cell::Null;
    }
    let kind = raw.type_info().name().to_owned();
    let cell = match kind.as_str() {
        "INT8" => row.try_get(at).map(Cell::I64),
        "INT4" => row.try_get::<i32, _>(at).map(|value| Cell::I64(value.into())),
        "INT2" => row.try_get::<i16, _>(at).map(|value| Cell::I64(value.into())),
        "BOOL" => row.try_get::<bool, _>(at).map(|value| Cell::I64(value.into())),
        "TEXT" | "VARCHAR" | "NAME" | "CHAR" => row.try_get(at).map(Cell::Text),
        "BYTEA" => row.try_get(at).map(Cell::Bytes),
        _ => return Cell::Foreign(kind),
    };
    cell.unwrap_or(Cell::Foreign(kind))
}

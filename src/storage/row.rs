//! What a statement gives: an owned row, read by column name.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use habeas_core::domain::Timestamp;

use super::error::{Result, StoreError};
use super::value::Value;

/// One value of a row, already taken out of the driver.
pub(super) enum Cell {
    I64(i64),
    Text(String),
    Bytes(Vec<u8>),
    Null,
    /// A type that the two backends do not share: the name of it.
    Foreign(String),
}

/// What all rows of one answer share.
pub(super) struct Shape {
    /// The first line of the statement, for errors.
    pub(super) statement: &'static str,
    pub(super) columns: Vec<String>,
}

/// An owned row. Reading a column that is absent, NULL or of another type is a located error.
///
/// `Debug` shows the names of the columns and never a value.
pub struct Row {
    pub(super) shape: Arc<Shape>,
    pub(super) cells: Vec<Cell>,
}

impl fmt::Debug for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.shape.columns).finish()
    }
}

impl Row {
    /// A whole number.
    ///
    /// # Errors
    /// [`StoreError::BrokenColumn`] if the column is absent, NULL or something else.
    pub fn i64(&self, column: &'static str) -> Result<i64> {
        self.opt_i64(column)?.ok_or_else(|| self.broken(column, "is NULL"))
    }

    /// A whole number or nothing.
    ///
    /// # Errors
    /// [`StoreError::BrokenColumn`] if the column is absent or something else.
    pub fn opt_i64(&self, column: &'static str) -> Result<Option<i64>> {
        match self.cell(column)? {
            Cell::I64(value) => Ok(Some(*value)),
            Cell::Null => Ok(None),
            other => Err(self.unexpected(column, other, "is no whole number")),
        }
    }

    /// Text.
    ///
    /// # Errors
    /// [`StoreError::BrokenColumn`] if the column is absent, NULL or something else.
    pub fn text(&self, column: &'static str) -> Result<String> {
        self.opt_text(column)?.ok_or_else(|| self.broken(column, "is NULL"))
    }

    /// Text or nothing.
    ///
    /// # Errors
    /// [`StoreError::BrokenColumn`] if the column is absent or something else.
    pub fn opt_text(&self, column: &'static str) -> Result<Option<String>> {
        match self.cell(column)? {
            Cell::Text(value) => Ok(Some(value.clone())),
            Cell::Null => Ok(None),
            other => Err(self.unexpected(column, other, "is no text")),
        }
    }

    /// Bytes.
    ///
    /// # Errors
    /// [`StoreError::BrokenColumn`] if the column is absent, NULL or something else.
    pub fn bytes(&self, column: &'static str) -> Result<Vec<u8>> {
        self.opt_bytes(column)?.ok_or_else(|| self.broken(column, "is NULL"))
    }

    /// Bytes or nothing.
    ///
    /// # Errors
    /// [`StoreError::BrokenColumn`] if the column is absent or something else.
    pub fn opt_bytes(&self, column: &'static str) -> Result<Option<Vec<u8>>> {
        match self.cell(column)? {
            Cell::Bytes(value) => Ok(Some(value.clone())),
            Cell::Null => Ok(None),
            other => Err(self.unexpected(column, other, "is no bytes")),
        }
    }

    /// A moment, kept as milliseconds since the Unix epoch.
    ///
    /// # Errors
    /// [`StoreError::BrokenColumn`] if the column is absent, NULL or something else.
    pub fn time(&self, column: &'static str) -> Result<Timestamp> {
        self.i64(column).map(Timestamp::from_millis)
    }

    /// A moment or nothing.
    ///
    /// # Errors
    /// [`StoreError::BrokenColumn`] if the column is absent or something else.
    pub fn opt_time(&self, column: &'static str) -> Result<Option<Timestamp>> {
        Ok(self.opt_i64(column)?.map(Timestamp::from_millis))
    }

    /// Text that is the name of something: a level, a role, a stage.
    ///
    /// # Errors
    /// [`StoreError::BrokenColumn`] also if the text is none of the known names.
    pub fn parse<T: FromStr>(&self, column: &'static str) -> Result<T> {
        self.text(column)?.parse().map_err(|_| self.broken(column, "is none of the known names"))
    }

    /// Every column with its value, for whoever looks at a table as a whole.
    pub fn values(&self) -> impl Iterator<Item = (&str, Value)> {
        let value = |cell: &Cell| match cell {
            Cell::I64(value) => Value::I64(*value),
            Cell::Text(value) => Value::Text(value.clone()),
            Cell::Bytes(value) => Value::Bytes(value.clone()),
            Cell::Null | Cell::Foreign(_) => Value::NullText,
        };
        let names = self.shape.columns.iter().map(String::as_str);
        names.zip(self.cells.iter().map(value))
    }

    /// The error that says where broken data was found. `problem` follows the column's name in a
    /// sentence ("is too short") and holds no data.
    pub fn broken(&self, column: &'static str, problem: &'static str) -> StoreError {
        StoreError::BrokenColumn { column, problem, statement: self.shape.statement }
    }

    fn cell(&self, column: &'static str) -> Result<&Cell> {
        let place = self.shape.columns.iter().position(|name| name == column);
        place
            .and_then(|place| self.cells.get(place))
            .ok_or_else(|| self.broken(column, "is not in the answer"))
    }

    fn unexpected(&self, column: &'static str, found: &Cell, problem: &'static str) -> StoreError {
        match found {
            Cell::Foreign(kind) => StoreError::ForeignType {
                column,
                found: kind.clone(),
                statement: self.shape.statement,
            },
            _ => self.broken(column, problem),
        }
    }
}

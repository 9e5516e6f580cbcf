//! Many rows by one statement: what comes together costs one way to the database and back.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::{LazyLock, Mutex, PoisonError};

use super::error::Result;
use super::row::Row;
use super::tx::Tx;
use super::value::Value;

/// How many rows go into one statement at most.
const MOST: usize = 64;

/// A statement over a list of rows, without the list: `before` ends where the first row of
/// `VALUES` begins, `after` begins where the last one ends.
#[derive(Clone, Copy, Debug)]
pub struct Many {
    /// The statement up to and with the word `VALUES`.
    pub before: &'static str,
    /// The rest of it.
    pub after: &'static str,
}

impl Tx {
    /// Runs a statement over all of these rows, which are equally long; gives what its
    /// `RETURNING` names. Nothing is asked of the database for no rows.
    ///
    /// # Errors
    /// As [`Tx::fetch_all`].
    pub async fn many(&mut self, statement: Many, rows: &[Vec<Value>]) -> Result<Vec<Row>> {
        let mut answer = vec![];
        let mut rest = rows;
        while let Some(first) = rest.first() {
            let (now, later) = rest.split_at(portion(rest.len()));
            let sql = text(statement, now.len(), first.len());
            answer.extend(self.fetch_all(sql, &now.concat()).await?);
            rest = later;
        }
        Ok(answer)
    }
}

/// How many of the rows that are left go into the next statement: a power of two, so that there
/// are few texts for the database to prepare.
fn portion(left: usize) -> usize {
    MOST.min(1 << left.ilog2())
}

/// A statement, how many rows, and how many values a row has.
type Shape = (&'static str, usize, usize);

/// The statement with its placeholders. Each is made once and stays: there are few.
fn text(statement: Many, rows: usize, width: usize) -> &'static str {
    static MADE: LazyLock<Mutex<HashMap<Shape, &'static str>>> = LazyLock::new(Mutex::default);
    let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    made.entry((statement.before, rows, width)).or_insert_with(|| {
        let mut sql = statement.before.to_owned();
        for row in 0..rows {
            sql.push_str(if row == 0 { " (" } else { ", (" });
            for at in 0..width {
                let comma = if at == 0 { "" } else { ", " };
                write!(sql, "{comma}${}", row * width + at + 1).expect("a String takes all");
            }
            sql.push(')');
        }
        sql.push_str(statement.after);
        sql.leak()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_counted_through_all_rows() {
        let many = Many { before: "INSERT INTO t (a, b) VALUES", after: " RETURNING a" };
        let expected = "INSERT INTO t (a, b) VALUES ($1, $2), ($3, $4) RETURNING a";
        assert_eq!(text(many, 2, 2), expected);
    }

    #[test]
    fn rows_are_taken_in_powers_of_two() {
        let mut left = 200;
        let mut taken = vec![];
        while left > 0 {
            taken.push(portion(left));
            left -= portion(left);
        }
        assert_eq!(taken, [64, 64, 64, 8]);
    }
}

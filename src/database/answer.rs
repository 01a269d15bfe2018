//! What is asked with, and what comes of it.

use std::time::Duration;

use serde_json::Value;

/// What a server is given beyond the time of the question, to say why it ended it.
pub(super) const GRACE: Duration = Duration::from_secs(5);

/// Who asks. It has no `Debug`: a password is nobody's to read.
pub(crate) struct Login {
    /// The user; none where the server knows none.
    pub(crate) user: Option<String>,
    /// The password.
    pub(crate) password: Option<String>,
    /// The database.
    pub(crate) database: Option<String>,
}

/// How much an answer may be.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    /// Rows at most.
    pub(crate) rows: usize,
    /// Bytes of their values as text at most.
    pub(crate) bytes: usize,
    /// Bytes of one value that are kept.
    pub(crate) value: usize,
    /// Time of the question on the server at most.
    pub(crate) time: Duration,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Column {
    /// Its name, as the server has it.
    pub(crate) name: String,
    /// Its type, in the words of the server.
    pub(crate) kind: String,
}

/// An answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Table {
    /// Its columns.
    pub(crate) columns: Vec<Column>,
    /// Its rows; each has as many values as there are columns.
    pub(crate) rows: Vec<Vec<Value>>,
    /// Whether there are more.
    pub(crate) is_cut: bool,
}

/// Why there is no answer. Texts of the server are as it wrote them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum QueryError {
    /// The server was not reached, or the connection broke.
    Connection(String),
    /// It did not let zcp in.
    Login(String),
    /// It refused the question: its code, and what it said.
    Server(String, String),
    /// zcp did not ask: why, as a sentence.
    Refused(String),
    /// It took longer than it may, and the server ended it.
    Late,
    /// It took longer than it may, and zcp went away: whether the server ended it is not known.
    Unanswered,
    /// The answer is larger than what is read.
    TooLarge,
}

/// Takes rows until there are enough.
pub(super) struct Taking {
    bounds: Bounds,
    bytes: usize,
    table: Table,
}

impl Taking {
    pub(super) fn new(bounds: Bounds, columns: Vec<Column>) -> Self {
        Self { bounds, bytes: 0, table: Table { columns, ..Table::default() } }
    }

    /// Takes a row; says whether more are wanted.
    pub(super) fn take(&mut self, row: Vec<Value>) -> bool {
        let row: Vec<Value> = row.into_iter().map(|value| shortened(value, self.bounds.value)).collect();
        self.bytes += row.iter().map(|value| value.to_string().len() + 1).sum::<usize>();
        if self.table.rows.len() >= self.bounds.rows || self.bytes > self.bounds.bytes {
            self.table.is_cut = true;
            return false;
        }
        self.table.rows.push(row);
        true
    }

    pub(super) fn columns(&mut self, columns: impl Iterator<Item = Column>) {
        if self.table.columns.is_empty() {
            self.table.columns = columns.collect();
        }
    }

    pub(super) fn done(self) -> Table {
        self.table
    }
}

/// A value that is too long as the beginning of its text.
fn shortened(value: Value, most: usize) -> Value {
    let text = match value {
        Value::String(text) => text,
        Value::Array(_) | Value::Object(_) => {
            let text = value.to_string();
            if text.len() <= most {
                return value;
            }
            text
        }
        short => return short,
    };
    if text.len() <= most {
        return Value::String(text);
    }
    let end = (0..=most).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    Value::String(format!("{}… ({} bytes)", &text[..end], text.len()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_too_long_is_cut_and_what_is_too_much_is_left_out() {
        let bounds = Bounds { rows: 3, bytes: 60, value: 10, time: Duration::from_secs(1) };
        let mut taking = Taking::new(bounds, Vec::new());
        assert!(taking.take(vec![json!("ž".repeat(9)), json!(["a", "long", "list"]), json!(7)]));
        assert!(!taking.take(vec![json!("another"), json!("row")]));
        let table = taking.done();
        assert!(table.is_cut);
        assert_eq!(table.rows, [vec![json!("žžžžž… (18 bytes)"), json!("[\"a\",\"long… (19 bytes)"), json!(7)]]);
        let mut taking = Taking::new(Bounds { bytes: 1000, ..bounds }, Vec::new());
        assert_eq!([1, 2, 3, 4].map(|number| taking.take(vec![json!(number)])), [true, true, true, false]);
    }
}

//! `MariaDB`.
//!
//! The server refuses to write in a transaction that may only read. It prepares one statement at a time. Some
//! statements are no part of a transaction there and would end it, such as `CALL` of a procedure that commits: they are not
//! asked. Those that write in a transaction are asked, and refused by the server. Files that a question writes on the
//! server are part of no transaction: it is not asked, whatever the user may.

use mysql_async::consts::ColumnType;
use mysql_async::prelude::Queryable as _;
use mysql_async::{Conn, Error, OptsBuilder, Value as Cell};
use serde_json::{Number, Value};

use super::answer::{Bounds, Column, Login, QueryError, Table, Taking};
use super::words::{self, Reader};

/// Statements that the transaction holds to reading. Anything else could leave it.
const HELD: &[&str] = &[
    "(", "alter", "analyze", "create", "delete", "desc", "describe", "drop", "explain", "grant", "insert", "rename",
    "replace", "revoke", "select", "show", "table", "truncate", "update", "values", "with",
];
/// What is set before a question; the time is in seconds.
const BEFORE: [&str; 3] =
    ["SET SESSION TRANSACTION READ ONLY", "SET SESSION lock_wait_timeout = 3", "START TRANSACTION READ ONLY"];
/// What follows `ANALYZE` of a statement, which the server runs and tells of. That of a table is another one: it ends the
/// transaction, and writes what it found.
const ANALYZED: &[&str] = &["(", "delete", "format", "insert", "replace", "select", "update", "values", "with"];
/// A packet of the server at most.
const MOST_PACKET: usize = 16 * 1024 * 1024;
/// The error of a statement that took too long.
const LATE: u16 = 1969;

/// Asks one question.
pub(super) async fn ask(port: u16, login: &Login, question: &str, bounds: Bounds) -> Result<Table, QueryError> {
    if let Some(why) = refusal(question) {
        return Err(QueryError::Refused(why));
    }
    let options = OptsBuilder::default()
        .ip_or_hostname("127.0.0.1")
        .tcp_port(port)
        .user(login.user.clone())
        .pass(login.password.clone())
        .db_name(login.database.clone())
        .prefer_socket(false)
        .stmt_cache_size(0)
        .max_allowed_packet(Some(MOST_PACKET));
    let mut connection = Conn::new(options).await.map_err(|error| match said(error) {
        QueryError::Server(code, text) => QueryError::Login(format!("{code}: {text}")),
        other => other,
    })?;
    let time = format!("SET SESSION max_statement_time = {}", bounds.time.as_secs_f64());
    connection.query_drop(time).await.map_err(said)?;
    for statement in BEFORE {
        connection.query_drop(statement).await.map_err(said)?;
    }
    let statement = connection.prep(question).await.map_err(said)?;
    let mut answer = connection.exec_iter(statement, ()).await.map_err(said)?;
    let columns: Vec<(Column, ColumnType, bool)> = answer
        .columns_ref()
        .iter()
        .map(|column| {
            let kind = column.column_type();
            let is_binary = column.character_set() == BINARY;
            let name = column.name_str().into_owned();
            (Column { name, kind: name_of(kind, is_binary) }, kind, is_binary)
        })
        .collect();
    let mut taking = Taking::new(bounds, columns.iter().map(|(column, ..)| column.clone()).collect());
    while let Some(row) = answer.next().await.map_err(said)? {
        let cells = row.unwrap().into_iter().zip(&columns);
        let values = cells.map(|(cell, (_, kind, is_binary))| typed(cell, *kind, *is_binary, bounds.value));
        if !taking.take(values.collect()) {
            break;
        }
    }
    Ok(taking.done())
}

/// Why a question is not asked, if so.
fn refusal(question: &str) -> Option<String> {
    let word = words::first(question, Reader::MariaDb);
    let analyzes_other = word == "analyze" && !ANALYZED.contains(&words::second(question, Reader::MariaDb).as_str());
    if !HELD.contains(&word.as_str()) || analyzes_other {
        let why = words::beginning(question, &word);
        return Some(format!("{why}, which a transaction that may only read does not hold to reading."));
    }
    if ["/*!", "/*M!"].iter().any(|mark| question.contains(mark)) {
        return Some("It has a comment that the server executes (`/*!`), whose words are not seen here.".to_owned());
    }
    writes_file(question).then(|| "It writes a file on the server (`INTO OUTFILE` or `INTO DUMPFILE`).".to_owned())
}

/// Whether a question may write a file. What stands around the words is not asked for: a digit before one is no part of it.
fn writes_file(question: &str) -> bool {
    let lower = question.to_lowercase();
    let into = lower.find("into").map(|at| &lower[at..]);
    into.is_some_and(|rest| ["outfile", "dumpfile"].iter().any(|word| rest.contains(word)))
}

/// The number of the character set of bytes.
const BINARY: u16 = 63;

/// A type by its name in SQL.
fn name_of(kind: ColumnType, is_binary: bool) -> String {
    let name = match kind {
        ColumnType::MYSQL_TYPE_TINY => "tinyint",
        ColumnType::MYSQL_TYPE_SHORT => "smallint",
        ColumnType::MYSQL_TYPE_INT24 => "mediumint",
        ColumnType::MYSQL_TYPE_LONG => "int",
        ColumnType::MYSQL_TYPE_LONGLONG => "bigint",
        ColumnType::MYSQL_TYPE_FLOAT => "float",
        ColumnType::MYSQL_TYPE_DOUBLE => "double",
        ColumnType::MYSQL_TYPE_DECIMAL | ColumnType::MYSQL_TYPE_NEWDECIMAL => "decimal",
        ColumnType::MYSQL_TYPE_DATE | ColumnType::MYSQL_TYPE_NEWDATE => "date",
        ColumnType::MYSQL_TYPE_TIME | ColumnType::MYSQL_TYPE_TIME2 => "time",
        ColumnType::MYSQL_TYPE_DATETIME | ColumnType::MYSQL_TYPE_DATETIME2 => "datetime",
        ColumnType::MYSQL_TYPE_TIMESTAMP | ColumnType::MYSQL_TYPE_TIMESTAMP2 => "timestamp",
        ColumnType::MYSQL_TYPE_YEAR => "year",
        ColumnType::MYSQL_TYPE_BIT => "bit",
        ColumnType::MYSQL_TYPE_JSON => "json",
        ColumnType::MYSQL_TYPE_ENUM => "enum",
        ColumnType::MYSQL_TYPE_SET => "set",
        ColumnType::MYSQL_TYPE_GEOMETRY => "geometry",
        ColumnType::MYSQL_TYPE_NULL => "null",
        _ if is_binary => "binary",
        _ => "text",
    };
    name.to_owned()
}

/// A value as JSON: what is a number is one, bytes are written in hex, everything else is its text. So is a document of more
/// bytes than are kept of a value, which would take a hundred times its room.
fn typed(cell: Cell, kind: ColumnType, is_binary: bool, most: usize) -> Value {
    /// Whole numbers beyond it are not the same in every reader of JSON.
    const EXACT: u64 = 1 << 53;
    match cell {
        Cell::NULL => Value::Null,
        Cell::Int(number) if number.unsigned_abs() < EXACT => Value::Number(number.into()),
        Cell::UInt(number) if number < EXACT => Value::Number(number.into()),
        Cell::Int(number) => Value::String(number.to_string()),
        Cell::UInt(number) => Value::String(number.to_string()),
        Cell::Float(number) => Number::from_f64(f64::from(number)).map_or(Value::Null, Value::Number),
        Cell::Double(number) => Number::from_f64(number).map_or(Value::Null, Value::Number),
        Cell::Bytes(bytes) => match String::from_utf8(bytes) {
            Ok(text) if kind == ColumnType::MYSQL_TYPE_JSON && text.len() <= most => {
                serde_json::from_str(&text).unwrap_or(Value::String(text))
            }
            Ok(text) if !is_binary || text.chars().all(|c| !c.is_control()) => Value::String(text),
            Ok(text) => hex(text.as_bytes()),
            Err(error) => hex(error.as_bytes()),
        },
        Cell::Date(year, month, day, 0, 0, 0, 0) if kind == ColumnType::MYSQL_TYPE_DATE => {
            Value::String(format!("{year:04}-{month:02}-{day:02}"))
        }
        Cell::Date(year, month, day, hour, minute, second, micro) => {
            let part = if micro == 0 { String::new() } else { format!(".{micro:06}") };
            Value::String(format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}{part}"))
        }
        Cell::Time(negative, days, hours, minutes, seconds, micro) => {
            let (sign, hours) = (if negative { "-" } else { "" }, days * 24 + u32::from(hours));
            let part = if micro == 0 { String::new() } else { format!(".{micro:06}") };
            Value::String(format!("{sign}{hours:02}:{minutes:02}:{seconds:02}{part}"))
        }
    }
}

fn hex(bytes: &[u8]) -> Value {
    Value::String(format!("0x{}", bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>()))
}

fn said(error: Error) -> QueryError {
    match error {
        Error::Server(said) if said.code == LATE => QueryError::Late,
        Error::Server(said) => QueryError::Server(format!("{} {}", said.code, said.state), said.message),
        other => QueryError::Connection(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_the_transaction_does_not_hold_is_not_asked() {
        for question in [
            "SELECT 'x' INTO OUTFILE '/tmp/x'",
            "SELECT 'x' INTO/**/DUMPFILE '/tmp/x'",
            "SELECT 'x' INTO /*!50000OUTFILE*/ '/tmp/x'",
            "SELECT 'x' /*M!100000 INTO*/ OUTFILE '/tmp/x'",
            "select 1,2into outfile'/tmp/x'",
            "ANALYZE TABLE orders",
            "ANALYZE /* a */ LOCAL TABLE orders",
            "analyze no_write_to_binlog table orders",
            "ANALYZE",
            "DO SLEEP(1)",
            "",
        ] {
            assert!(refusal(question).is_some(), "{question}");
        }
        for question in [
            "SELECT outfile, dumpfile FROM orders",
            "ANALYZE FORMAT=JSON SELECT 1",
            "ANALYZE DELETE FROM orders",
            "analyze (select 1)",
            "SELECT id /* a */ FROM orders",
            "(SELECT 1)",
            "SHOW TABLES",
        ] {
            assert_eq!(refusal(question), None, "{question}");
        }
    }

    #[test]
    fn a_large_document_stays_text() {
        let of = |text: &str, most| typed(Cell::Bytes(text.into()), ColumnType::MYSQL_TYPE_JSON, false, most);
        assert_eq!((of("[1, 2]", 6), of("[1, 2]", 5)), (json!([1, 2]), json!("[1, 2]")));
    }
}

//! `PostgreSQL`.
//!
//! The server refuses to write in a transaction that may only read, whatever function, block or CTE tries it, and to make
//! it one that writes once a query was run in it. It prepares one statement at a time, so a second one never comes
//! along. What such a transaction does not hold back are programs and files of the server and replication, for which a role
//! needs rights that zcp does not ask with, signals to other sessions of the same role, which are refused by their names,
//! and statements that lock tables, copy or change the session: only those that read are asked, by their first word. A
//! block of code would undo the bounds of its session, and names what it calls where nobody sees it.

use std::time::Duration;

use futures_util::StreamExt as _;
use serde_json::{Number, Value};
use tokio_postgres::error::Error;
use tokio_postgres::{Client, Config, NoTls, SimpleQueryMessage};

use super::answer::{Bounds, Column, Login, QueryError, Table, Taking};
use super::words::{self, Reader};

/// Statements that are asked.
const READ: &[&str] = &["(", "explain", "select", "show", "table", "values", "with"];
/// What is explained and not read.
const MADE: [&str; 4] = ["create", "declare", "execute", "refresh"];
/// How names and texts begin that are written in codes: what stands in them is not seen in the question.
const CODED: [&str; 2] = ["u&\"", "u&'"];
/// Whether who asks is, or may become, a role that runs programs or reads and writes files on the server, replicates it or
/// signals others, which reading would not forbid. Who logged in may become any role that they are a member of. It is also
/// a query of the transaction: after it no `SET TRANSACTION` makes it one that writes.
const MAY_MORE: &str = "SELECT EXISTS (SELECT FROM pg_catalog.pg_roles AS r WHERE (r.rolsuper OR r.rolreplication \
    OR r.rolname IN ('pg_execute_server_program', 'pg_write_server_files', 'pg_read_server_files', \
    'pg_signal_backend')) AND pg_catalog.pg_has_role(session_user, r.oid, 'MEMBER'))";
/// Ends a question whose client is gone, where the server knows how (14 and later).
const WATCH: &str = "SELECT pg_catalog.set_config(name, '1000', false) FROM pg_catalog.pg_settings \
    WHERE name = 'client_connection_check_interval'";
/// Functions that act on other sessions of the same role.
const SIGNALS: [&str; 4] = ["pg_terminate_backend", "pg_cancel_backend", "dblink_exec", "dblink_connect"];
/// Those that run what stands in a text, where no name is seen.
const RUNNING_TEXTS: [&str; 5] =
    ["query_to_xml", "query_to_xmlschema", "query_to_xml_and_xmlschema", "ts_stat", "ts_rewrite"];
/// The one that writes to the log of the server in a transaction that may only read.
const LOGGING: &str = "pg_logical_emit_message";
const LOCK_PATIENCE: Duration = Duration::from_secs(3);

/// Asks one question.
pub(super) async fn ask(port: u16, login: &Login, question: &str, bounds: Bounds) -> Result<Table, QueryError> {
    if let Some(why) = refusal(question) {
        return Err(QueryError::Refused(why));
    }
    let mut config = Config::new();
    config.host("127.0.0.1").port(port).application_name("zcp").connect_timeout(bounds.time);
    if let Some(user) = &login.user {
        config.user(user);
    }
    if let Some(password) = &login.password {
        config.password(password);
    }
    if let Some(database) = &login.database {
        config.dbname(database);
    }
    config.options(format!(
        "-c default_transaction_read_only=on -c statement_timeout={} -c lock_timeout={}",
        bounds.time.as_millis(),
        LOCK_PATIENCE.as_millis()
    ));
    let (client, connection) = config.connect(NoTls).await.map_err(|error| login_failed(&error))?;
    let running = tokio::spawn(connection);
    let answer = within(&client, question, bounds).await;
    // Whatever was begun ends with the connection, and nothing of it stays.
    drop(client);
    running.abort();
    answer
}

/// Why a question is not asked, if so.
fn refusal(question: &str) -> Option<String> {
    let word = words::first(question, Reader::PostgreSql);
    if !READ.contains(&word.as_str()) {
        let why = words::beginning(question, &word);
        return Some(format!("{why}; asked is what begins with SELECT, WITH, VALUES, TABLE, SHOW or EXPLAIN."));
    }
    // The server makes the table of an explained `CREATE TABLE … AS`, also where it may only read.
    if word == "explain"
        && let Some(made) = MADE.iter().find(|made| words::names(question, made))
    {
        return Some(format!("It explains with `{}`, which is more than reading.", made.to_uppercase()));
    }
    let lower = question.to_lowercase();
    if CODED.iter().any(|mark| lower.contains(mark)) {
        return Some(
            "It has a name or a text that is written in codes (`U&`), whose words are not seen here.".to_owned(),
        );
    }
    let named = |names: &[&'static str]| names.iter().copied().find(|name| words::names(question, name));
    if let Some(name) = named(&SIGNALS) {
        return Some(format!("`{name}` acts on other sessions, which is no reading."));
    }
    if let Some(name) = named(&RUNNING_TEXTS) {
        return Some(format!("`{name}` runs what stands in a text, which is not seen here."));
    }
    named(&[LOGGING]).map(|name| format!("`{name}` writes to the log of the server."))
}

async fn within(client: &Client, question: &str, bounds: Bounds) -> Result<Table, QueryError> {
    client.batch_execute("START TRANSACTION READ ONLY").await.map_err(|error| said(&error))?;
    client.simple_query(WATCH).await.map_err(|error| said(&error))?;
    let rights = client.simple_query(MAY_MORE).await.map_err(|error| said(&error))?;
    let may = |message: &SimpleQueryMessage| matches!(message, SimpleQueryMessage::Row(row) if row.get(0) == Some("t"));
    if rights.iter().any(may) {
        let why = "The user of this service may run programs, read and write files or signal others on the server, or \
                   replicate it, itself or by a role that it is a member of, which reading does not forbid.";
        return Err(QueryError::Refused(why.to_owned()));
    }
    // The server refuses to prepare more than one statement. Asked as text, every type comes as text.
    let statement = client.prepare(question).await.map_err(|error| said(&error))?;
    let columns = statement.columns().iter();
    let columns = columns.map(|one| Column { name: one.name().to_owned(), kind: one.type_().name().to_owned() });
    let mut taking = Taking::new(bounds, columns.collect());
    let stream = client.simple_query_raw(question).await.map_err(|error| said(&error))?;
    let mut stream = std::pin::pin!(stream);
    while let Some(message) = stream.next().await {
        match message.map_err(|error| said(&error))? {
            SimpleQueryMessage::RowDescription(columns) => {
                let unknown = |name: &str| Column { name: name.to_owned(), kind: "text".to_owned() };
                taking.columns(columns.iter().map(|column| unknown(column.name())));
            }
            SimpleQueryMessage::Row(row) => {
                let kinds: Vec<&str> = statement.columns().iter().map(|column| column.type_().name()).collect();
                let value = |at: usize| {
                    let text = row.try_get(at).map_err(|error| said(&error))?;
                    let kind = kinds.get(at).copied().unwrap_or_default();
                    Ok(text.map_or(Value::Null, |text| typed(kind, text, bounds.value)))
                };
                let values = (0..row.len()).map(value).collect::<Result<Vec<Value>, QueryError>>()?;
                if !taking.take(values) {
                    break;
                }
            }
            _ => {}
        }
    }
    Ok(taking.done())
}

/// A value as JSON: what is a number, a truth or a document there is one here, everything else is its text. So is a document
/// of more bytes than are kept of a value, which would take a hundred times its room.
fn typed(kind: &str, text: &str, most: usize) -> Value {
    /// Whole numbers beyond it are not the same in every reader of JSON.
    const EXACT: u64 = 1 << 53;
    let as_text = || Value::String(text.to_owned());
    match kind {
        "bool" => Value::Bool(text == "t"),
        "int2" | "int4" | "int8" | "oid" => {
            let number = text.parse::<i64>().ok().filter(|number| number.unsigned_abs() < EXACT);
            number.map_or_else(as_text, |number| Value::Number(number.into()))
        }
        "float4" | "float8" => text.parse().ok().and_then(Number::from_f64).map_or_else(as_text, Value::Number),
        "json" | "jsonb" if text.len() <= most => serde_json::from_str(text).unwrap_or_else(|_| as_text()),
        _ => as_text(),
    }
}

fn login_failed(error: &Error) -> QueryError {
    match error.as_db_error() {
        Some(said) => QueryError::Login(format!("{}: {}", said.code().code(), said.message())),
        None => QueryError::Connection(cause(error)),
    }
}

fn said(error: &Error) -> QueryError {
    match error.as_db_error() {
        Some(said) if said.code().code() == "57014" => QueryError::Late,
        Some(said) => QueryError::Server(said.code().code().to_owned(), said.message().to_owned()),
        None if error.is_closed() => QueryError::Connection("the connection was lost".to_owned()),
        None => QueryError::Connection(cause(error)),
    }
}

fn cause(error: &Error) -> String {
    let source = std::error::Error::source(error).map(|source| format!(": {source}")).unwrap_or_default();
    format!("{error}{source}")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{refusal, typed};

    #[test]
    fn values_keep_their_types() {
        for (kind, text, value) in [
            ("bool", "t", json!(true)),
            ("int4", "-7", json!(-7)),
            ("int8", "9007199254740993", json!("9007199254740993")),
            ("float8", "1.5", json!(1.5)),
            ("float8", "NaN", json!("NaN")),
            ("numeric", "1.10", json!("1.10")),
            ("jsonb", "{\"a\":[1]}", json!({ "a": [1] })),
            ("text", "7", json!("7")),
        ] {
            assert_eq!(typed(kind, text, 100), value, "{kind} {text}");
        }
        assert_eq!(typed("json", "[1, 2]", 5), json!("[1, 2]"));
    }

    #[test]
    fn only_what_reads_is_asked() {
        for question in [
            "",
            ";",
            "COPY (SELECT 1) TO STDOUT",
            "DO $$ BEGIN END $$",
            "SET ROLE postgres",
            "LOCK TABLE orders",
            "/* a /* b */ select */ DO $$ BEGIN END $$",
            "-- a\rDO $$ BEGIN END $$ /*\nselect 1 */",
            "SELECT U&\"pg\\005fterminate_backend\"(1)",
            "SELECT u&'pg\\005fterminate_backend'",
            "SELECT \"pg_cancel_backend\"(1)",
            "SELECT pg_logical_emit_message(false, 'a', 'b')",
            "SELECT query_to_xml('SELECT pg_termi' || 'nate_backend(1)', true, false, '')",
            "SELECT * FROM ts_stat('SELECT pg_termi' || 'nate_backend(1)')",
        ] {
            assert!(refusal(question).is_some(), "{question}");
        }
        for question in [
            "SELECT 1",
            "(SELECT 1) UNION (SELECT 2)",
            "/* a */ with x AS (SELECT 1) TABLE x",
            "VALUES (1)",
            "TABLE orders",
            "SHOW server_version",
            "EXPLAIN (ANALYZE) SELECT 1",
            "SELECT contacts_stat, emu & \"a\" FROM orders",
            "SELECT * FROM orders -- lock, do, copy",
        ] {
            assert_eq!(refusal(question), None, "{question}");
        }
    }
}

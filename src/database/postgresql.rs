//! `PostgreSQL`.
//!
//! The server refuses to write in a transaction that may only read, whatever function, block or CTE tries it, and to make
//! it one that writes once a query was run in it. It prepares one statement at a time, so a second one never comes
//! along. What such a transaction does not hold back are programs and files of the server, for which a role needs rights
//! that zcp does not ask with, and signals to other sessions of the same role, which are refused by their names.

use std::time::Duration;

use futures_util::StreamExt as _;
use serde_json::{Number, Value};
use tokio_postgres::error::Error;
use tokio_postgres::{Client, Config, NoTls, SimpleQueryMessage};

use super::answer::{Bounds, Column, Login, QueryError, Table, Taking};
use super::words;

/// Whether the role may run programs or write files on the server, which reading would not forbid. It is also the first
/// query of the transaction: after it no `SET TRANSACTION` makes it one that writes.
const MAY_MORE: &str = "SELECT pg_catalog.pg_has_role(r.oid, 'MEMBER') FROM pg_catalog.pg_roles AS r \
    WHERE r.rolname IN ('pg_execute_server_program', 'pg_write_server_files') \
    UNION ALL SELECT u.rolsuper FROM pg_catalog.pg_roles AS u WHERE u.rolname = current_user";
/// Ends a question whose client is gone, where the server knows how (14 and later).
const WATCH: &str = "SELECT pg_catalog.set_config(name, '1000', false) FROM pg_catalog.pg_settings \
    WHERE name = 'client_connection_check_interval'";
/// Functions that act on other sessions of the same role.
const SIGNALS: [&str; 4] = ["pg_terminate_backend", "pg_cancel_backend", "dblink_exec", "dblink_connect"];
const LOCK_PATIENCE: Duration = Duration::from_secs(3);

/// Asks one question.
pub(super) async fn ask(port: u16, login: &Login, question: &str, bounds: Bounds) -> Result<Table, QueryError> {
    if let Some(name) = SIGNALS.iter().find(|name| words::names(question, name)) {
        return Err(QueryError::Refused(format!("`{name}` acts on other sessions, which is no reading.")));
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

async fn within(client: &Client, question: &str, bounds: Bounds) -> Result<Table, QueryError> {
    client.batch_execute("START TRANSACTION READ ONLY").await.map_err(|error| said(&error))?;
    client.simple_query(WATCH).await.map_err(|error| said(&error))?;
    let rights = client.simple_query(MAY_MORE).await.map_err(|error| said(&error))?;
    let may = |message: &SimpleQueryMessage| matches!(message, SimpleQueryMessage::Row(row) if row.get(0) == Some("t"));
    if rights.iter().any(may) {
        let why = "The user of this service may run programs and write files on the server, which reading does not \
                   forbid.";
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
                    Ok(text.map_or(Value::Null, |text| typed(kinds.get(at).copied().unwrap_or_default(), text)))
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

/// A value as JSON: what is a number, a truth or a document there is one here, everything else is its text.
fn typed(kind: &str, text: &str) -> Value {
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
        "json" | "jsonb" => serde_json::from_str(text).unwrap_or_else(|_| as_text()),
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

    use super::typed;

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
            assert_eq!(typed(kind, text), value, "{kind} {text}");
        }
    }
}

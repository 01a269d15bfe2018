//! Valkey, `KeyDB` and Redis.
//!
//! There are no transactions that may only read. The server marks each command that does nothing but read, and only those
//! are asked, with a few that tell of the server itself. A question is the words of one command; they are sent as
//! words, so nothing in them is another command.

use redis::aio::MultiplexedConnection;
use redis::{
    AsyncConnectionConfig, Client, ConnectionAddr, ErrorKind, IntoConnectionInfo as _, RedisConnectionInfo, RedisError,
    Value as Reply,
};
use serde_json::Value;

use super::answer::{Bounds, Column, Login, QueryError, Table, Taking};

/// Commands without that mark that tell of the server and change nothing.
const OF_THE_SERVER: &[&str] = &["echo", "info", "lastsave", "ping", "time"];
/// Commands with it that run scripts, which may hold the server up.
const SCRIPTS: &[&str] = &["eval_ro", "evalsha_ro", "fcall_ro"];
/// Marks of commands that do more than read, or wait.
const MORE: &[&str] = &["write", "admin", "blocking", "pubsub"];
/// The mark of those that only read.
const READS: &str = "readonly";

/// Asks one question.
pub(super) async fn ask(port: u16, login: &Login, question: &str, bounds: Bounds) -> Result<Table, QueryError> {
    let words = shlex::split(question).filter(|words| !words.is_empty());
    let words = words.ok_or_else(|| QueryError::Refused("It is no command: a quote is not closed.".to_owned()))?;
    let name = words[0].to_lowercase();
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    if !name.bytes().all(plain) {
        return Err(QueryError::Refused("It begins with no command.".to_owned()));
    }
    let mut settings = RedisConnectionInfo::default();
    if let Some(user) = &login.user {
        settings = settings.set_username(user);
    }
    if let Some(password) = &login.password {
        settings = settings.set_password(password);
    }
    let address = ConnectionAddr::Tcp("127.0.0.1".to_owned(), port).into_connection_info();
    let client = address.and_then(|address| Client::open(address.set_redis_settings(settings)));
    let client = client.map_err(|error| said(&error))?;
    let patience = AsyncConnectionConfig::new();
    let patience = patience.set_connection_timeout(Some(bounds.time)).set_response_timeout(Some(bounds.time));
    let connected = client.get_multiplexed_async_connection_with_config(&patience).await;
    let mut connection = connected.map_err(|error| match said(&error) {
        QueryError::Server(code, text) => QueryError::Login(format!("{code}: {text}")),
        other => other,
    })?;
    if !OF_THE_SERVER.contains(&name.as_str()) {
        only_reads(&mut connection, &name, words.get(1)).await?;
    }
    let mut command = redis::cmd(&words[0]);
    for word in &words[1..] {
        command.arg(word);
    }
    let reply: Reply = command.query_async(&mut connection).await.map_err(|error| said(&error))?;
    Ok(table(reply, bounds))
}

/// Asks the server what a command does, and of one with commands below it what that one does.
async fn only_reads(
    connection: &mut MultiplexedConnection,
    name: &str,
    below: Option<&String>,
) -> Result<(), QueryError> {
    let refuse = |why: &str| Err(QueryError::Refused(format!("`{}` {why}.", name.to_uppercase())));
    if SCRIPTS.contains(&name) {
        return refuse("runs a script, which may hold up the server");
    }
    let mut asked = redis::cmd("COMMAND");
    asked.arg("INFO").arg(name);
    if let Some(below) = below {
        asked.arg(format!("{name}|{}", below.to_lowercase()));
    }
    let known: Vec<Reply> = asked.query_async(connection).await.map_err(|error| said(&error))?;
    let marks: Vec<Vec<String>> = known.iter().map(marks).filter(|marks| !marks.is_empty()).collect();
    // The more exact answer comes last.
    match marks.last() {
        None => refuse("is no command of this server"),
        Some(marks) if MORE.iter().any(|more| marks.iter().any(|mark| mark == more)) => {
            refuse("does more than read: the server says so")
        }
        Some(marks) if marks.iter().any(|mark| mark == READS) => Ok(()),
        Some(_) => refuse("is not marked as reading by the server"),
    }
}

/// The marks of a command as the server lists it: name, arity, marks, and more.
fn marks(reply: &Reply) -> Vec<String> {
    let Reply::Array(parts) = reply else { return Vec::new() };
    let Some(Reply::Array(marks) | Reply::Set(marks)) = parts.get(2) else { return Vec::new() };
    let text = |mark: &Reply| match mark {
        Reply::SimpleString(text) => Some(text.to_lowercase()),
        Reply::BulkString(bytes) => Some(String::from_utf8_lossy(bytes).to_lowercase()),
        _ => None,
    };
    // A container without a mark is not known: what is below it is.
    let found: Vec<String> = marks.iter().filter_map(text).collect();
    if found.is_empty() { vec![String::new()] } else { found }
}

/// A reply as rows: of a list each of its elements, of anything else one.
fn table(reply: Reply, bounds: Bounds) -> Table {
    let kind = match &reply {
        Reply::Array(_) | Reply::Set(_) => "element",
        Reply::Map(_) => "pair",
        Reply::Int(_) => "integer",
        _ => "text",
    };
    let mut taking = Taking::new(bounds, vec![Column { name: "value".to_owned(), kind: kind.to_owned() }]);
    match reply {
        Reply::Array(items) | Reply::Set(items) => {
            for item in items {
                if !taking.take(vec![json(item)]) {
                    break;
                }
            }
        }
        one => {
            taking.take(vec![json(one)]);
        }
    }
    taking.done()
}

fn json(reply: Reply) -> Value {
    match reply {
        Reply::Nil => Value::Null,
        Reply::Int(number) => Value::Number(number.into()),
        Reply::Double(number) => serde_json::Number::from_f64(number).map_or(Value::Null, Value::Number),
        Reply::Boolean(truth) => Value::Bool(truth),
        Reply::Okay => Value::String("OK".to_owned()),
        Reply::SimpleString(text) | Reply::VerbatimString { text, .. } => Value::String(text),
        Reply::BulkString(bytes) => match String::from_utf8(bytes) {
            Ok(text) => Value::String(text),
            Err(error) => {
                let hex: String = error.as_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
                Value::String(format!("0x{hex}"))
            }
        },
        Reply::Array(items) | Reply::Set(items) => Value::Array(items.into_iter().map(json).collect()),
        Reply::Map(pairs) => pairs.into_iter().map(|(key, value)| Value::Array(vec![json(key), json(value)])).collect(),
        other => Value::String(format!("{other:?}")),
    }
}

fn said(error: &RedisError) -> QueryError {
    if error.is_timeout() {
        return QueryError::Unanswered;
    }
    if error.is_io_error() || error.is_connection_dropped() {
        return QueryError::Connection(error.category().to_owned());
    }
    if error.kind() == ErrorKind::AuthenticationFailed {
        return QueryError::Login(error.category().to_owned());
    }
    let code = error.code().unwrap_or("ERR").to_owned();
    QueryError::Server(code, error.detail().unwrap_or_else(|| error.category()).to_owned())
}

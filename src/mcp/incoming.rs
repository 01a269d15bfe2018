//! What a line of the client is: a message for the library, several, or something to answer at once.
//!
//! An error never quotes the line, which may hold secrets; neither does the log, which has its size.

use std::collections::VecDeque;

use rmcp::model::{ClientJsonRpcMessage, ClientRequest, ErrorCode, ErrorData, GetMeta, RequestId};
use serde_json::{Value, json};

use super::broken_line::{self, Remains};
use super::methods;
use crate::domain::once;

/// The longest message that is read, in bytes: more than the longest arguments take, escaped.
pub(crate) const MAX_MESSAGE: usize = 4 * 1024 * 1024;

/// The most messages of one line.
const MAX_BATCH: usize = 1024;

/// What was read.
pub(crate) enum Read {
    /// A message, and the bytes it came in.
    Message(Box<ClientJsonRpcMessage>, usize),
    /// An error that answers what was read.
    Reply(Vec<u8>),
    /// Several messages, for [`element`] one after another.
    Batch(VecDeque<Vec<u8>>),
    /// Nothing, or nothing that is ever answered.
    Nothing,
}

/// Reads a line. One that is an array holds several messages: a revision of the protocol sends them
/// so, and each is answered by itself.
pub(crate) fn line(line: &[u8]) -> Read {
    let line = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line);
    if line.iter().all(u8::is_ascii_whitespace) {
        return Read::Nothing;
    }
    if let Err(fault) = once::check(line) {
        tracing::warn!(size = line.len(), %fault, "a message was refused");
        let message = format!("the message was not read: {fault}");
        return unreadable(broken_line::remains(line), ErrorCode::INVALID_REQUEST, &message);
    }
    if let Some(read) = message(line) {
        return read;
    }
    let mended = broken_line::mended(line);
    if let Some(read) = mended.as_deref().and_then(message) {
        return read;
    }
    match serde_json::from_slice::<Value>(mended.as_deref().unwrap_or(line)) {
        Ok(Value::Array(messages)) if !messages.is_empty() && messages.len() <= MAX_BATCH => {
            Read::Batch(messages.iter().map(|message| message.to_string().into_bytes()).collect())
        }
        Ok(value) => refuse(&value, line.len()),
        Err(error) => {
            tracing::warn!(size = line.len(), "a line is not JSON");
            let message = format!("the message is not JSON: column {}", error.column());
            unreadable(broken_line::remains(line), ErrorCode::INVALID_REQUEST, &message)
        }
    }
}

/// What the body of a request over HTTP is.
pub(crate) enum Single {
    /// A message for the library; with it its bytes where they had to be mended.
    Message(Option<Vec<u8>>),
    /// An error that answers it, and the status of the answer.
    Refused(u16, Vec<u8>),
    /// A notification or an answer that nobody waits for.
    Nothing,
}

/// Reads a body, which is one message.
pub(crate) fn single(body: &[u8]) -> Single {
    let mended = broken_line::mended(body);
    match line(mended.as_deref().unwrap_or(body)) {
        Read::Message(..) => Single::Message(mended),
        Read::Batch(_) => {
            let message = "a request over HTTP has one message";
            Single::Refused(400, error_line(None, ErrorCode::INVALID_REQUEST, message))
        }
        Read::Reply(error) => Single::Refused(status(&error), error),
        Read::Nothing if body.iter().all(u8::is_ascii_whitespace) => {
            Single::Refused(400, error_line(None, ErrorCode::PARSE_ERROR, "the body is empty"))
        }
        Read::Nothing => Single::Nothing,
    }
}

/// The status of an answer that is an error.
fn status(error: &[u8]) -> u16 {
    let error: Value = serde_json::from_slice(error).unwrap_or_default();
    match error.pointer("/error/code").and_then(Value::as_i64).and_then(|code| i32::try_from(code).ok()).map(ErrorCode)
    {
        Some(ErrorCode::INVALID_PARAMS) => 200,
        Some(ErrorCode::METHOD_NOT_FOUND) => 404,
        _ => 400,
    }
}

/// Reads one message of several.
pub(crate) fn element(bytes: &[u8]) -> Read {
    message(bytes).unwrap_or_else(|| refuse(&serde_json::from_slice(bytes).unwrap_or_default(), bytes.len()))
}

/// Answers a line of this size that was dropped but for its two ends.
pub(crate) fn too_long(size: u64, head: &[u8], tail: &[u8]) -> Read {
    tracing::warn!(size, "a line is too long and was dropped");
    let message = format!("the message has {size} bytes; the most is {MAX_MESSAGE}");
    unreadable(broken_line::remains_of(head, tail), ErrorCode::INVALID_PARAMS, &message)
}

/// An error as a line. The id is null where it could not be read.
pub(crate) fn error_line(id: Option<&RequestId>, code: ErrorCode, message: &str) -> Vec<u8> {
    json!({ "jsonrpc": "2.0", "id": id, "error": { "code": code.0, "message": message } }).to_string().into_bytes()
}

fn unreadable(remains: Remains, code: ErrorCode, message: &str) -> Read {
    match remains {
        Remains::Request(id) => Read::Reply(error_line(Some(&id), code, message)),
        Remains::Response(Some(id)) => unreadable_answer(id),
        Remains::Response(None) | Remains::Notification => Read::Nothing,
        Remains::Unknown => Read::Reply(error_line(None, ErrorCode::PARSE_ERROR, message)),
    }
}

/// The message in these bytes, if they are one.
fn message(bytes: &[u8]) -> Option<Read> {
    let message = serde_json::from_slice::<ClientJsonRpcMessage>(bytes).ok()?;
    if let ClientJsonRpcMessage::Request(request) = &message
        && let Some(error) = refusal(&request.request, bytes)
    {
        return Some(Read::Reply(error_line(Some(&request.id), error.code, &error.message)));
    }
    Some(Read::Message(Box::new(message), bytes.len()))
}

/// Why a request is not for the library, which takes an odd cursor for an absent one, and before the
/// handshake answers whatever it does not know with a word about `_meta`.
fn refusal(request: &ClientRequest, bytes: &[u8]) -> Option<ErrorData> {
    let method = request.method();
    let is_modern = methods::is_modern(request.get_meta().protocol_version().as_ref());
    let misfits = match request {
        _ if is_modern && method == methods::INITIALIZE => return Some(methods::no_initialize()),
        ClientRequest::ListToolsRequest(_)
        | ClientRequest::ListPromptsRequest(_)
        | ClientRequest::ListResourcesRequest(_)
        | ClientRequest::ListResourceTemplatesRequest(_) => has_odd_cursor(bytes),
        ClientRequest::CustomRequest(_) => !is_modern,
        _ => !is_modern && !methods::exists(method),
    };
    misfits.then(|| methods::misfit(method))
}

/// Whether a request has a cursor that is no string.
fn has_odd_cursor(bytes: &[u8]) -> bool {
    let message: Value = serde_json::from_slice(bytes).unwrap_or_default();
    message.pointer("/params/cursor").is_some_and(|cursor| !cursor.is_null() && !cursor.is_string())
}

/// A response that cannot be read still ends what waits for it.
fn unreadable_answer(id: RequestId) -> Read {
    let error = ErrorData::internal_error("the client's answer cannot be read", None);
    Read::Message(Box::new(ClientJsonRpcMessage::error(error, Some(id))), 0)
}

/// Answers JSON that is no message, unless it is a notification or a response, which are never answered.
fn refuse(value: &Value, size: usize) -> Read {
    tracing::warn!(size, "a line is JSON but no JSON-RPC message");
    let is_notification = value.get("method").is_some_and(Value::is_string) && value.get("id").is_none();
    let is_response = value.get("method").is_none() && (value.get("result").or(value.get("error"))).is_some();
    let id = value.get("id").and_then(|id| serde_json::from_value::<RequestId>(id.clone()).ok());
    if is_response && let Some(id) = id {
        return unreadable_answer(id);
    }
    if is_notification || is_response {
        return Read::Nothing;
    }
    let method = value.get("method").and_then(Value::as_str).filter(|_| value.get("jsonrpc") == Some(&json!("2.0")));
    Read::Reply(match (&id, method, value) {
        (Some(_), Some(method), _) => {
            let error = methods::misfit(method);
            error_line(id.as_ref(), error.code, &error.message)
        }
        (_, _, Value::Array(messages)) if messages.len() > MAX_BATCH => {
            let message = format!("the batch has {} messages; the most is {MAX_BATCH}", messages.len());
            error_line(None, ErrorCode::INVALID_REQUEST, &message)
        }
        _ => error_line(id.as_ref(), ErrorCode::INVALID_REQUEST, "the message is not a JSON-RPC 2.0 request"),
    })
}

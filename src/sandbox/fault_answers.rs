//! What a fault does to an answer.

use std::io;
use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderValue, Response, StatusCode, header};
use futures_util::stream;
use serde_json::{Value, json};

use super::connection::Breaker;
use super::fault_texts::written_into;
use super::faults::FaultKind;

/// Between two bytes of a dripping answer.
const DRIP_PAUSE: Duration = Duration::from_millis(50);
/// Lets what was written leave before the connection is closed.
const FLUSH_PAUSE: Duration = Duration::from_millis(20);

/// The status of an answer that a fault gives, where it sends one of its own.
pub(crate) fn status(kind: &FaultKind, real: u16) -> Option<u16> {
    match kind {
        FaultKind::Status { status, .. } | FaultKind::Quotes { status } => Some(*status),
        FaultKind::Html { status } => Some(status.unwrap_or(200)),
        FaultKind::Redirect { .. } => Some(307),
        FaultKind::Endless | FaultKind::Body { .. } => Some(200),
        FaultKind::Silence | FaultKind::Reset => None,
        FaultKind::Latency { .. }
        | FaultKind::Truncated
        | FaultKind::WrongTypes
        | FaultKind::Drip
        | FaultKind::Texts { .. } => Some(real),
    }
}

/// Whether the fault keeps the call from taking effect.
pub(crate) fn prevents(kind: &FaultKind) -> bool {
    match kind {
        FaultKind::Status { .. }
        | FaultKind::Quotes { .. }
        | FaultKind::Silence
        | FaultKind::Reset
        | FaultKind::Html { .. }
        | FaultKind::Redirect { .. }
        | FaultKind::Body { .. }
        | FaultKind::Endless => true,
        FaultKind::Latency { .. }
        | FaultKind::Truncated
        | FaultKind::WrongTypes
        | FaultKind::Drip
        | FaultKind::Texts { .. } => false,
    }
}

/// Gives the answer of a call that a fault hits; `real` is what would have been answered.
pub(crate) async fn answer(kind: FaultKind, real: (u16, Value), breaker: &Breaker) -> Response<Body> {
    let (status, value) = real;
    match kind {
        FaultKind::Status { status, code, message, meta, retry_after } => {
            let code = code.unwrap_or_else(|| "internalServerError".into());
            let message = message.unwrap_or_else(|| "Internal server error.".into());
            let mut answer = plain(status, &json!({ "error": { "code": code, "message": message, "meta": meta } }));
            if let Some(value) = retry_after.and_then(|value| HeaderValue::from_str(&value).ok()) {
                answer.headers_mut().insert(header::RETRY_AFTER, value);
            }
            answer
        }
        FaultKind::Latency { ms } => {
            tokio::time::sleep(Duration::from_millis(ms)).await;
            plain(status, &value)
        }
        FaultKind::Body { body } => plain(200, &body),
        FaultKind::Silence => std::future::pending().await,
        FaultKind::Reset => {
            breaker.reset();
            std::future::pending().await
        }
        FaultKind::Html { status } => {
            let page = "<!doctype html><title>Bad Gateway</title><h1>502 Bad Gateway</h1>\n";
            let mut answer = with_status(status.unwrap_or(200), Body::from(page));
            answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
            answer
        }
        FaultKind::Truncated => truncated(status, &value),
        FaultKind::WrongTypes => plain(status, &swapped(value)),
        FaultKind::Texts { text, everywhere } => plain(status, &written_into(value, &text, everywhere)),
        // Whoever knows the body has made a status of it.
        FaultKind::Quotes { status } => plain(status, &Value::Null),
        FaultKind::Redirect { location } => {
            let mut answer = with_status(307, Body::empty());
            if let Ok(location) = HeaderValue::from_str(&location) {
                answer.headers_mut().insert(header::LOCATION, location);
            }
            answer
        }
        FaultKind::Endless => json_type(with_status(200, Body::from_stream(endless()))),
        FaultKind::Drip => drip(status, &value),
    }
}

/// An ordinary JSON answer.
pub(crate) fn plain(status: u16, value: &Value) -> Response<Body> {
    text(status, value.to_string())
}

/// The same of what is written already.
pub(crate) fn text(status: u16, text: String) -> Response<Body> {
    json_type(with_status(status, Body::from(text)))
}

fn with_status(status: u16, body: Body) -> Response<Body> {
    let mut answer = Response::new(body);
    *answer.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    answer
}

fn json_type(mut answer: Response<Body>) -> Response<Body> {
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    answer
}

fn with_length(mut answer: Response<Body>, length: usize) -> Response<Body> {
    answer.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    answer
}

/// The first half, then a failure of the body, on which the server closes the connection.
fn truncated(status: u16, value: &Value) -> Response<Body> {
    let bytes = value.to_string().into_bytes();
    let length = bytes.len();
    let parts = stream::unfold(Some(bytes), |bytes| async {
        match bytes {
            Some(mut bytes) if !bytes.is_empty() => {
                bytes.truncate(bytes.len() / 2);
                Some((Ok(bytes), Some(Vec::new())))
            }
            _ => {
                tokio::time::sleep(FLUSH_PAUSE).await;
                Some((Err(io::Error::from(io::ErrorKind::ConnectionAborted)), None))
            }
        }
    });
    json_type(with_length(with_status(status, Body::from_stream(parts)), length))
}

fn drip(status: u16, value: &Value) -> Response<Body> {
    let bytes = value.to_string().into_bytes();
    let length = bytes.len();
    let drops = stream::unfold(bytes.into_iter(), |mut bytes| async {
        let byte = bytes.next()?;
        tokio::time::sleep(DRIP_PAUSE).await;
        Some((Ok::<_, io::Error>(vec![byte]), bytes))
    });
    json_type(with_length(with_status(status, Body::from_stream(drops)), length))
}

/// Valid JSON so far, for ever.
fn endless() -> impl stream::Stream<Item = io::Result<Vec<u8>>> {
    stream::unfold(false, |begun| async move {
        // Other tasks get their turn however fast the reader is.
        tokio::task::yield_now().await;
        let chunk =
            if begun { b"{},".repeat(4096) } else { br#"{"limit":1,"offset":0,"totalHits":1,"items":["#.to_vec() };
        Some((Ok(chunk), true))
    })
}

/// Strings and booleans as numbers, numbers as strings; the structure stays.
fn swapped(value: Value) -> Value {
    match value {
        Value::String(text) => json!(text.len()),
        Value::Bool(on) => json!(u8::from(on)),
        Value::Number(number) => json!(number.to_string()),
        Value::Array(items) => items.into_iter().map(swapped).collect(),
        Value::Object(map) => Value::Object(map.into_iter().map(|(key, value)| (key, swapped(value))).collect()),
        Value::Null => Value::Null,
    }
}

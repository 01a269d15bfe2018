//! The answers that this server gives itself, before or instead of the library.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt, Full};
use hyper::body::{Body, Bytes, Frame, SizeHint};
use hyper::header::{ALLOW, CONNECTION, CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use hyper::{Response, StatusCode};
use rmcp::model::ErrorCode;

use crate::mcp::incoming::error_line;

/// An answer.
pub(super) type Reply = Response<BoxBody<Bytes, Infallible>>;

/// An answer in words.
pub(super) fn text(status: StatusCode, text: impl Into<String>) -> Reply {
    of(status, "text/plain; charset=utf-8", text.into().into_bytes())
}

/// A JSON-RPC error that is about no request in particular.
pub(super) fn error(status: StatusCode, code: ErrorCode, message: &str) -> Reply {
    json(status, error_line(None, code, message))
}

/// An answer in JSON.
pub(super) fn json(status: StatusCode, body: Vec<u8>) -> Reply {
    of(status, "application/json", body)
}

/// An answer of this type.
pub(super) fn of(status: StatusCode, content_type: &'static str, body: Vec<u8>) -> Reply {
    let mut reply = Response::new(Full::new(Bytes::from(body)).boxed());
    *reply.status_mut() = status;
    reply.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    reply
}

/// The method is none of this path.
pub(super) fn only(methods: &'static str) -> Reply {
    let mut reply = text(StatusCode::METHOD_NOT_ALLOWED, format!("only {methods}"));
    reply.headers_mut().insert(ALLOW, HeaderValue::from_static(methods));
    reply
}

/// Too much at once: another try may succeed after a second.
pub(super) fn later(status: StatusCode, message: &str) -> Reply {
    let mut reply = error(status, ErrorCode::INTERNAL_ERROR, message);
    reply.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("1"));
    reply
}

/// The same, and the connection ends with it.
pub(super) fn last(mut reply: Reply) -> Reply {
    reply.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    reply
}

/// The same, with something that is held until the last byte was taken.
pub(super) fn holding<T: Unpin + Send + Sync + 'static>(reply: Reply, held: T) -> Reply {
    reply.map(|body| Holding { body, _held: held }.boxed())
}

struct Holding<T> {
    body: BoxBody<Bytes, Infallible>,
    _held: T,
}

impl<T: Unpin> Body for Holding<T> {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

//! Lines of a client: each is read by itself however the stream is cut, and what is written are whole messages.

use std::cell::RefCell;
use std::io;
use std::pin::Pin;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use rmcp::model::{ClientJsonRpcMessage, ServerJsonRpcMessage};
use rmcp::transport::Transport as _;
use serde_json::{Value, json};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::runtime::{Builder, Runtime};
use tokio_util::sync::CancellationToken;

use crate::mcp::incoming;
use crate::mcp::stdio::lines::{Line, Lines};
use crate::mcp::stdio::transport::LineTransport;

/// Bytes of the longest line that is written of its own accord: nothing of what was read is quoted.
const MOST_ERROR: usize = 4 * 1024;

thread_local! {
    static RUNTIME: RefCell<Runtime> =
        RefCell::new(Builder::new_current_thread().enable_time().build().expect("a runtime"));
}

/// The first byte says how the stream is cut, the rest is the stream.
///
/// # Panics
/// Where a promise is broken.
pub fn lines(bytes: &[u8]) {
    let Some((cut, stream)) = bytes.split_first() else { return };
    let cut = usize::from(*cut % 32) + 1;
    RUNTIME.with_borrow(|runtime| {
        runtime.block_on(async {
            same_lines(stream, cut).await;
            let whole = conversation(stream, stream.len().max(1)).await;
            assert_eq!(whole, conversation(stream, cut).await, "another conversation when the stream is cut");
        });
    });
    let (head, tail) = stream.split_at(stream.len() / 2);
    if let incoming::Read::Reply(line) = incoming::too_long(u64::MAX, head, tail) {
        message(&line);
    }
}

async fn same_lines(stream: &[u8], cut: usize) {
    let mut lines = Lines::new(Cut { rest: stream, at_once: cut });
    let mut read: Vec<Vec<u8>> = Vec::new();
    while let Line::Whole = lines.next().await.expect("a slice can be read") {
        read.push(lines.bytes().to_vec());
    }
    let mut wanted: Vec<&[u8]> = stream.split(|byte| *byte == b'\n').collect();
    if wanted.last().is_some_and(|last| last.is_empty()) {
        wanted.pop();
    }
    let wanted: Vec<&[u8]> = wanted.into_iter().map(|line| line.strip_suffix(b"\r").unwrap_or(line)).collect();
    assert_eq!(read, wanted, "the lines of the stream");
}

/// What is read of a stream, and what is written when each request gets an answer.
async fn conversation(stream: &[u8], cut: usize) -> (Vec<String>, Vec<Value>) {
    let written = Written::default();
    let source = Cut { rest: stream.to_vec(), at_once: cut };
    let opened = Arc::new(AtomicBool::new(true));
    let mut transport = LineTransport::new(source, written.clone(), opened, CancellationToken::new());
    let mut read = Vec::new();
    while let Some(received) = transport.receive().await {
        if let ClientJsonRpcMessage::Request(request) = &received {
            let answer = json!({ "jsonrpc": "2.0", "id": request.id, "result": {} });
            if let Ok(answer) = serde_json::from_value::<ServerJsonRpcMessage>(answer) {
                transport.send(answer).await.expect("it can be written");
            }
        }
        read.push(serde_json::to_string(&received).expect("a message"));
    }
    transport.close().await.expect("closed");
    let bytes = written.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
    assert!(bytes.is_empty() || bytes.ends_with(b"\n"), "the last line has an end");
    let lines = bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    (read, lines.map(message).collect())
}

/// One message, as a line.
fn message(line: &[u8]) -> Value {
    let message: Value = serde_json::from_slice(line).expect("a line is one message");
    assert_eq!(message.get("jsonrpc"), Some(&json!("2.0")));
    assert!(message.get("id").is_some() && (message.get("result").is_some() || message.get("error").is_some()));
    let error = message.pointer("/error/message").and_then(Value::as_str).unwrap_or_default();
    assert!(error.len() <= MOST_ERROR, "{error}");
    message
}

/// A stream that gives so many bytes at once.
struct Cut<B> {
    rest: B,
    at_once: usize,
}

impl AsyncRead for Cut<&[u8]> {
    fn poll_read(mut self: Pin<&mut Self>, _: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let (now, rest) = self.rest.split_at(self.at_once.min(buffer.remaining()).min(self.rest.len()));
        buffer.put_slice(now);
        self.rest = rest;
        Poll::Ready(Ok(()))
    }
}

impl AsyncRead for Cut<Vec<u8>> {
    fn poll_read(mut self: Pin<&mut Self>, _: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let count = self.at_once.min(buffer.remaining()).min(self.rest.len());
        let rest = self.rest.split_off(count);
        buffer.put_slice(&self.rest);
        self.rest = rest;
        Poll::Ready(Ok(()))
    }
}

/// What was written.
#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl AsyncWrite for Written {
    fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

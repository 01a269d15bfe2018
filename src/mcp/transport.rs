//! JSON-RPC over lines, as the library sees it.
//!
//! The library's own transport drops what it cannot read without a word. Here a line that is too
//! long or not JSON is answered, and so is a message that is not JSON-RPC; the log has its size and
//! never its content. Everything that is written goes through one task, so lines never mix.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rmcp::RoleServer;
use rmcp::model::{
    ClientJsonRpcMessage, ClientNotification, ClientRequest, ErrorCode, RequestId, ServerJsonRpcMessage,
    ServerNotification,
};
use rmcp::transport::Transport;
use serde_json::{Value, json};
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::in_flight::InFlight;
use super::lines::{Line, Lines, MAX_LINE};
use super::methods;

/// Lines that wait to be written.
const QUEUE: usize = 64;

/// Bytes of waiting lines that are written together.
const BATCH: usize = 64 * 1024;

/// How long the last lines may take to be written.
const CLOSE: Duration = Duration::from_millis(500);

/// A line to write, and who wants to know that it was.
struct Outgoing {
    line: Vec<u8>,
    written: Option<oneshot::Sender<io::Result<()>>>,
}

/// The transport of one connection.
pub(super) struct LineTransport<R> {
    lines: Lines<R>,
    in_flight: Arc<InFlight>,
    /// The error that answers what was read last and has not been queued yet.
    reply: Option<Vec<u8>>,
    queue: Option<mpsc::Sender<Outgoing>>,
    writer: Option<JoinHandle<()>>,
    opened: Arc<AtomicBool>,
    ended: CancellationToken,
}

impl<R: AsyncRead + Send + Unpin + 'static> LineTransport<R> {
    /// Reads and writes a pair of streams. Until `opened` is set only requests are passed on,
    /// because the library ends at anything else before its handshake; `ended` fires when there is
    /// nothing more to read.
    pub(super) fn new(
        reader: R,
        writer: impl AsyncWrite + Send + Unpin + 'static,
        opened: Arc<AtomicBool>,
        ended: CancellationToken,
    ) -> Self {
        let (queue, lines) = mpsc::channel(QUEUE);
        Self {
            lines: Lines::new(reader),
            in_flight: Arc::default(),
            reply: None,
            queue: Some(queue),
            writer: Some(tokio::spawn(write(writer, lines))),
            opened,
            ended,
        }
    }

    /// Reads until there is a message for the library, or nothing more.
    async fn message(&mut self) -> Option<ClientJsonRpcMessage> {
        loop {
            if self.reply.is_some() {
                let place = self.queue.as_ref()?.reserve().await.ok()?;
                if let Some(line) = self.reply.take() {
                    place.send(Outgoing { line, written: None });
                }
            }
            self.in_flight.room().await;
            match self.lines.next().await {
                Ok(Line::End) => return None,
                Ok(Line::TooLong(size)) => {
                    tracing::warn!(size, "a line is too long and was dropped");
                    let message = format!("the message has {size} bytes; the most is {MAX_LINE}");
                    self.reply = Some(error_line(None, ErrorCode::PARSE_ERROR, &message));
                }
                Ok(Line::Whole) => {
                    if let Some(message) = self.parse() {
                        return Some(message);
                    }
                }
                Err(error) => {
                    tracing::error!(kind = %error.kind(), "the input cannot be read");
                    return None;
                }
            }
        }
    }

    /// The message in the line that was read, or nothing and perhaps a reply.
    fn parse(&mut self) -> Option<ClientJsonRpcMessage> {
        let line = self.lines.bytes();
        let line = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line);
        if line.iter().all(u8::is_ascii_whitespace) {
            return None;
        }
        let Ok(message) = serde_json::from_slice::<ClientJsonRpcMessage>(line) else {
            self.reply = refuse(line);
            return None;
        };
        match &message {
            ClientJsonRpcMessage::Request(request) => {
                if !self.in_flight.begin(&request.id, line.len()) {
                    let text = "this id belongs to a request that is still in flight";
                    self.reply = Some(error_line(Some(&request.id), ErrorCode::INVALID_REQUEST, text));
                    return None;
                }
                if matches!(request.request, ClientRequest::ListToolsRequest(_)) && has_odd_cursor(line) {
                    self.in_flight.finish(&request.id);
                    let error = methods::misfit("tools/list");
                    self.reply = Some(error_line(Some(&request.id), error.code, &error.message));
                    return None;
                }
                return Some(message);
            }
            ClientJsonRpcMessage::Notification(notification) => {
                if let ClientNotification::CancelledNotification(cancelled) = &notification.notification
                    && let Some(id) = &cancelled.params.request_id
                {
                    self.in_flight.finish(id);
                }
            }
            ClientJsonRpcMessage::Response(response) => self.in_flight.answered(&response.id),
            ClientJsonRpcMessage::Error(error) => {
                if let Some(id) = &error.id {
                    self.in_flight.answered(id);
                }
            }
        }
        if self.opened.load(Ordering::Acquire) {
            return Some(message);
        }
        tracing::debug!("a notification or response before the first request was ignored");
        None
    }
}

impl<R: AsyncRead + Send + Unpin + 'static> Transport<RoleServer> for LineTransport<R> {
    type Error = io::Error;

    fn send(&mut self, item: ServerJsonRpcMessage) -> impl Future<Output = io::Result<()>> + Send + 'static {
        let answers = match &item {
            ServerJsonRpcMessage::Response(response) => Some(response.id.clone()),
            ServerJsonRpcMessage::Error(error) => error.id.clone(),
            ServerJsonRpcMessage::Request(request) => {
                self.in_flight.ask(&request.id);
                None
            }
            ServerJsonRpcMessage::Notification(notification) => {
                if let ServerNotification::CancelledNotification(withdrawn) = &notification.notification
                    && let Some(id) = &withdrawn.params.request_id
                {
                    self.in_flight.answered(id);
                }
                None
            }
        };
        let line = serde_json::to_vec(&item);
        let queue = self.queue.clone();
        let in_flight = Arc::clone(&self.in_flight);
        async move {
            let (written, done) = oneshot::channel();
            let queue = queue.ok_or(io::ErrorKind::NotConnected)?;
            let closed = || io::Error::from(io::ErrorKind::BrokenPipe);
            queue.send(Outgoing { line: line?, written: Some(written) }).await.map_err(|_| closed())?;
            let result = done.await.map_err(|_| closed())?;
            if let Some(id) = answers {
                in_flight.finish(&id);
            }
            result
        }
    }

    async fn receive(&mut self) -> Option<ClientJsonRpcMessage> {
        let message = self.message().await;
        if message.is_none() {
            self.ended.cancel();
        }
        message
    }

    async fn close(&mut self) -> io::Result<()> {
        self.queue = None;
        if let Some(writer) = self.writer.take()
            && tokio::time::timeout(CLOSE, writer).await.is_err()
        {
            tracing::warn!("the last lines could not be written in time");
        }
        Ok(())
    }
}

/// Whether a request has a cursor that is no string. The library takes it for an absent one.
fn has_odd_cursor(line: &[u8]) -> bool {
    let message: Value = serde_json::from_slice(line).unwrap_or_default();
    message.pointer("/params/cursor").is_some_and(|cursor| !cursor.is_null() && !cursor.is_string())
}

/// Answers a line that is no message, unless it is a notification or a response, which are never
/// answered.
fn refuse(line: &[u8]) -> Option<Vec<u8>> {
    let size = line.len();
    let Ok(value) = serde_json::from_slice::<Value>(line) else {
        tracing::warn!(size, "a line is not JSON");
        return Some(error_line(None, ErrorCode::PARSE_ERROR, "the message is not JSON"));
    };
    tracing::warn!(size, "a line is JSON but no JSON-RPC message");
    let is_notification = value.get("method").is_some_and(Value::is_string) && value.get("id").is_none();
    let is_response = value.get("method").is_none() && (value.get("result").or(value.get("error"))).is_some();
    if is_notification || is_response {
        return None;
    }
    let id = value.get("id").and_then(|id| serde_json::from_value::<RequestId>(id.clone()).ok());
    let method = value.get("method").and_then(Value::as_str).filter(|_| value.get("jsonrpc") == Some(&json!("2.0")));
    Some(match (&id, method) {
        (Some(_), Some(method)) => {
            let error = methods::misfit(method);
            error_line(id.as_ref(), error.code, &error.message)
        }
        _ => error_line(id.as_ref(), ErrorCode::INVALID_REQUEST, "the message is not a JSON-RPC 2.0 request"),
    })
}

/// An error as a line. The id is null where it could not be read.
fn error_line(id: Option<&RequestId>, code: ErrorCode, message: &str) -> Vec<u8> {
    json!({ "jsonrpc": "2.0", "id": id, "error": { "code": code.0, "message": message } }).to_string().into_bytes()
}

/// Writes lines until nobody has any more. What is waiting goes out together.
async fn write(mut writer: impl AsyncWrite + Unpin, mut lines: mpsc::Receiver<Outgoing>) {
    let mut batch = Vec::new();
    let mut waiting = Vec::new();
    while let Some(first) = lines.recv().await {
        let mut next = Some(first);
        while let Some(Outgoing { line, written }) = next {
            batch.extend_from_slice(&line);
            batch.push(b'\n');
            waiting.extend(written);
            next = if batch.len() < BATCH { lines.try_recv().ok() } else { None };
        }
        let mut result = writer.write_all(&batch).await;
        if result.is_ok() {
            result = writer.flush().await;
        }
        if let Err(error) = &result {
            tracing::debug!(kind = %error.kind(), "the output cannot be written");
        }
        for written in waiting.drain(..) {
            // Whoever sent the line may have stopped waiting.
            let _ = written.send(result.as_ref().copied().map_err(|error| error.kind().into()));
        }
        batch.clear();
        batch.shrink_to(BATCH);
    }
    if writer.shutdown().await.is_err() {
        tracing::debug!("the output was closed before");
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    #[tokio::test]
    async fn a_question_lifts_the_bound_until_it_is_withdrawn_or_answered() {
        let message = |value: Value| serde_json::from_value::<ServerJsonRpcMessage>(value).expect("a message");
        let ask = |id: u8| {
            let schema = json!({ "type": "object", "properties": {} });
            let params = json!({ "mode": "form", "message": "?", "requestedSchema": schema });
            message(json!({ "jsonrpc": "2.0", "id": id, "method": "elicitation/create", "params": params }))
        };
        let answers = &b"{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{}}\n"[..];
        let opened = Arc::new(AtomicBool::new(true));
        let mut transport = LineTransport::new(answers, tokio::io::sink(), opened, CancellationToken::new());
        transport.in_flight.begin(&RequestId::Number(1), usize::MAX / 2);
        assert!(transport.in_flight.room().now_or_never().is_none());

        transport.send(ask(1)).await.expect("sent");
        assert!(transport.in_flight.room().now_or_never().is_some());
        let params = json!({ "requestId": 1 });
        let withdrawal = json!({ "jsonrpc": "2.0", "method": "notifications/cancelled", "params": params });
        transport.send(message(withdrawal)).await.expect("sent");
        assert!(transport.in_flight.room().now_or_never().is_none());

        transport.send(ask(2)).await.expect("sent");
        assert!(transport.receive().await.is_some());
        assert!(transport.in_flight.room().now_or_never().is_none());
    }
}

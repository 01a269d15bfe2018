//! JSON-RPC over lines, as the library sees it.
//!
//! The library's own transport drops what it cannot read without a word. Here a line that is too
//! long or not JSON is answered, and so is a message that is not JSON-RPC. Everything that is written
//! goes through one task, so lines never mix.

use std::collections::VecDeque;
use std::io::{self, IoSlice};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rmcp::RoleServer;
use rmcp::model::{ClientJsonRpcMessage, ClientNotification, ErrorCode, ServerJsonRpcMessage, ServerNotification};
use rmcp::transport::Transport;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::in_flight::InFlight;
use super::lines::{Dropped, Line, Lines};
use crate::mcp::incoming::{self, Read, error_line};

/// Lines that wait to be written.
const QUEUE: usize = 64;

/// Bytes of waiting lines that are written together, or more by one line. A pipe takes twice as much at once, so that the
/// client reads while the next are made.
const BATCH: usize = 32 * 1024;

/// The most bytes that a line is expected to have.
const EXPECTED: usize = 64 * 1024;

/// How long the last lines may take to be written.
const CLOSE: Duration = Duration::from_millis(500);

/// A line to write, with its end, and who wants to know that it was.
struct Outgoing {
    line: Vec<u8>,
    written: Option<oneshot::Sender<io::Result<()>>>,
}

/// The transport of one connection.
pub(crate) struct LineTransport<R> {
    lines: Lines<R>,
    /// Messages of the last line that were not looked at yet.
    batch: VecDeque<Vec<u8>>,
    in_flight: Arc<InFlight>,
    /// The error that answers what was read last and has not been queued yet.
    reply: Option<Vec<u8>>,
    queue: Option<mpsc::Sender<Outgoing>>,
    writer: Option<JoinHandle<()>>,
    /// The bytes of the last line, which the next one is about as long as.
    last: usize,
    opened: Arc<AtomicBool>,
    ended: CancellationToken,
}

impl<R: AsyncRead + Send + Unpin + 'static> LineTransport<R> {
    /// Reads and writes a pair of streams. Until `opened` is set only requests are passed on,
    /// because the library ends at anything else before its handshake; `ended` fires when there is
    /// nothing more to read.
    pub(crate) fn new(
        reader: R,
        writer: impl AsyncWrite + Send + Unpin + 'static,
        opened: Arc<AtomicBool>,
        ended: CancellationToken,
    ) -> Self {
        let (queue, lines) = mpsc::channel(QUEUE);
        Self {
            lines: Lines::new(reader),
            batch: VecDeque::new(),
            in_flight: Arc::default(),
            reply: None,
            queue: Some(queue),
            writer: Some(tokio::spawn(write(writer, lines))),
            last: 0,
            opened,
            ended,
        }
    }

    /// Counts what was read and not answered.
    pub(super) fn in_flight(&self) -> Arc<InFlight> {
        Arc::clone(&self.in_flight)
    }

    /// Reads until there is a message for the library, or nothing more.
    async fn message(&mut self) -> Option<ClientJsonRpcMessage> {
        loop {
            if self.reply.is_some() {
                let place = self.queue.as_ref()?.reserve().await.ok()?;
                if let Some(line) = self.reply.take() {
                    place.send(Outgoing { line: ended(line), written: None });
                }
            }
            self.in_flight.room().await;
            let read = if let Some(element) = self.batch.pop_front() {
                incoming::element(&element)
            } else {
                match self.lines.next().await {
                    Ok(Line::End) => return None,
                    Ok(Line::TooLong(Dropped { size, head, tail })) => incoming::too_long(size, &head, &tail),
                    Ok(Line::Whole) => incoming::line(self.lines.bytes()),
                    Err(error) => {
                        tracing::error!(kind = %error.kind(), "the input cannot be read");
                        return None;
                    }
                }
            };
            match read {
                Read::Message(mut message, size) => {
                    if self.admits(&mut message, size) {
                        return Some(*message);
                    }
                }
                Read::Reply(line) => self.reply = Some(line),
                Read::Batch(batch) => self.batch = batch,
                Read::Nothing => {}
            }
        }
    }

    /// Counts a message; false for one that the library must not see, perhaps with a reply.
    fn admits(&mut self, message: &mut ClientJsonRpcMessage, size: usize) -> bool {
        match message {
            ClientJsonRpcMessage::Request(request) => {
                let Some(ours) = self.in_flight.begin(&request.id, size) else {
                    let text = "this id belongs to a request that is still in flight";
                    self.reply = Some(error_line(Some(&request.id), ErrorCode::INVALID_REQUEST, text));
                    return false;
                };
                request.id = ours;
                return true;
            }
            ClientJsonRpcMessage::Notification(notification) => {
                if let ClientNotification::CancelledNotification(cancelled) = &mut notification.notification
                    && let Some(id) = &mut cancelled.params.request_id
                {
                    // What is not in flight is none of the library's, whose ids are others.
                    let Some(ours) = self.in_flight.cancel(id) else { return false };
                    *id = ours;
                }
            }
            ClientJsonRpcMessage::Response(response) => self.in_flight.answered(&response.id),
            ClientJsonRpcMessage::Error(error) => {
                if let Some(id) = &error.id {
                    self.in_flight.answered(id);
                }
            }
        }
        let is_open = self.opened.load(Ordering::Acquire);
        if !is_open {
            tracing::debug!("a notification or response before the first request was ignored");
        }
        is_open
    }
}

impl<R: AsyncRead + Send + Unpin + 'static> Transport<RoleServer> for LineTransport<R> {
    type Error = io::Error;

    fn send(&mut self, mut item: ServerJsonRpcMessage) -> impl Future<Output = io::Result<()>> + Send + 'static {
        let id = match &mut item {
            ServerJsonRpcMessage::Response(response) => Some(&mut response.id),
            ServerJsonRpcMessage::Error(error) => error.id.as_mut(),
            _ => None,
        };
        let ours = id.as_deref().cloned();
        let known = ours.as_ref().map(|ours| self.in_flight.id_of(ours));
        let unwanted = known == Some(None);
        if let (Some(id), Some(Some(client))) = (id, known) {
            *id = client;
        }
        match &item {
            ServerJsonRpcMessage::Response(_) | ServerJsonRpcMessage::Error(_) => {}
            ServerJsonRpcMessage::Request(request) => {
                self.in_flight.ask(&request.id);
            }
            ServerJsonRpcMessage::Notification(notification) => {
                if let ServerNotification::CancelledNotification(withdrawn) = &notification.notification
                    && let Some(id) = &withdrawn.params.request_id
                {
                    self.in_flight.answered(id);
                }
            }
        }
        let line = line_of(&item, self.last);
        self.last = line.as_ref().map_or(0, |line| line.len().min(EXPECTED));
        let queue = self.queue.clone();
        let in_flight = Arc::clone(&self.in_flight);
        async move {
            if unwanted {
                tracing::debug!("the answer to a cancelled request was dropped");
                return Ok(());
            }
            let (written, done) = oneshot::channel();
            let queue = queue.ok_or(io::ErrorKind::NotConnected)?;
            let closed = || io::Error::from(io::ErrorKind::BrokenPipe);
            queue.send(Outgoing { line: line?, written: Some(written) }).await.map_err(|_| closed())?;
            let result = done.await.map_err(|_| closed())?;
            if let Some(ours) = ours {
                in_flight.finish(&ours);
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

/// A line with its end.
fn ended(mut line: Vec<u8>) -> Vec<u8> {
    line.push(b'\n');
    line
}

/// A message as a line, which may be about so long.
fn line_of(message: &ServerJsonRpcMessage, about: usize) -> io::Result<Vec<u8>> {
    let mut line = Vec::with_capacity(about + about / 8);
    serde_json::to_writer(&mut line, message)?;
    Ok(ended(line))
}

/// Writes lines until nobody has any more. What is waiting goes out together.
async fn write(mut writer: impl AsyncWrite + Unpin, mut lines: mpsc::Receiver<Outgoing>) {
    let mut batch = Vec::new();
    let mut waiting = Vec::new();
    while let Some(first) = lines.recv().await {
        let (mut size, mut next) = (0, Some(first));
        while let Some(Outgoing { line, written }) = next {
            size += line.len();
            batch.push(line);
            waiting.extend(written);
            next = if size < BATCH { lines.try_recv().ok() } else { None };
        }
        let mut result = write_all(&mut writer, &batch).await;
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
    }
    if writer.shutdown().await.is_err() {
        tracing::debug!("the output was closed before");
    }
}

/// Writes lines one after another, from where they are.
async fn write_all(writer: &mut (impl AsyncWrite + Unpin), lines: &[Vec<u8>]) -> io::Result<()> {
    let mut slices: Vec<IoSlice<'_>> = lines.iter().map(|line| IoSlice::new(line)).collect();
    let mut rest = slices.as_mut_slice();
    while !rest.is_empty() {
        match writer.write_vectored(rest).await? {
            0 => return Err(io::ErrorKind::WriteZero.into()),
            written => IoSlice::advance_slices(&mut rest, written),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;
    use rmcp::model::RequestId;
    use serde_json::{Value, json};

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
        transport.in_flight.begin(&RequestId::Number(1), 5 * 1024 * 1024);
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

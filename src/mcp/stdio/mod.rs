//! Serving over standard input and output, or any other pair of streams.

mod descriptor;
mod in_flight;
pub(crate) mod lines;
pub(crate) mod transport;

use std::fmt;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rmcp::ServiceExt;
use rmcp::service::{QuitReason, ServerInitializeError};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_util::sync::CancellationToken;

use self::transport::LineTransport;
use super::server::{Connection, Server};
use crate::process::runtime;

/// How long the last answers may take once calls have stopped.
const ANSWERS: Duration = Duration::from_millis(500);

/// Why serving ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExitReason {
    /// The input ended.
    InputEnded,
    /// A signal asked for it.
    Signal(&'static str),
    /// The caller's token was cancelled.
    Stopped,
    /// The connection could not be opened or broke; the reason in words.
    Failed(String),
}

impl fmt::Display for ExitReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InputEnded => f.write_str("the input ended"),
            Self::Signal(name) => write!(f, "{name}"),
            Self::Stopped => f.write_str("it was stopped"),
            Self::Failed(reason) => f.write_str(reason),
        }
    }
}

/// Serves over standard input and output until the input ends or SIGINT or SIGTERM comes.
///
/// # Errors
/// When the runtime, the signals or the standard streams cannot be set up.
pub fn serve(server: Server) -> io::Result<ExitReason> {
    runtime::run(async move {
        let (reader, writer) = (descriptor::input(), descriptor::output());
        let stop = CancellationToken::new();
        let mut signal = std::pin::pin!(runtime::signal()?);
        let mut serving = std::pin::pin!(serve_io(server, reader, writer, stop.clone()));
        let reason = tokio::select! {
            reason = &mut serving => reason,
            name = &mut signal => {
                stop.cancel();
                serving.await;
                ExitReason::Signal(name)
            }
        };
        match &reason {
            ExitReason::InputEnded | ExitReason::Stopped => tracing::info!(%reason, "serving has ended"),
            ExitReason::Signal(_) | ExitReason::Failed(_) => tracing::warn!(%reason, "serving has ended"),
        }
        Ok(reason)
    })?
}

/// Serves over a pair of streams until the reader ends or `stop` fires.
///
/// When the reader ends, calls in flight get a moment to finish and be answered; when `stop` fires
/// they are cancelled at once, and their answers say what became of them. Either way this returns within five seconds.
pub async fn serve_io(
    server: Server,
    reader: impl AsyncRead + Send + Unpin + 'static,
    writer: impl AsyncWrite + Send + Unpin + 'static,
    stop: CancellationToken,
) -> ExitReason {
    let limits = server.limits();
    let connection = Connection::new(stop.child_token());
    let (ended, abort) = (connection.ended.clone(), connection.abort.clone());
    let opened = Arc::new(AtomicBool::new(false));
    let transport = LineTransport::new(reader, writer, Arc::clone(&opened), ended.clone());
    let in_flight = transport.in_flight();
    // The library drops whatever is not answered yet, so it is told last.
    let close = CancellationToken::new();

    let serving = async {
        // The library cancels the token it is given when it is done.
        let running = server.on(connection).serve_with_ct(transport, close.child_token()).await;
        let running = match running {
            Ok(running) => running,
            Err(ServerInitializeError::ConnectionClosed(_)) => return ExitReason::InputEnded,
            Err(ServerInitializeError::Cancelled) => return ExitReason::Stopped,
            Err(error) => return ExitReason::Failed(handshake_failure(&error)),
        };
        opened.store(true, Ordering::Release);
        match running.waiting().await {
            Ok(QuitReason::Closed) => ExitReason::InputEnded,
            Ok(QuitReason::Cancelled) => ExitReason::Stopped,
            _ => ExitReason::Failed("the connection broke".to_owned()),
        }
    };
    let deadline = async {
        let reason = tokio::select! {
            () = abort.cancelled() => ExitReason::Stopped,
            () = ended.cancelled() => {
                tokio::select! {
                    () = abort.cancelled() => ExitReason::Stopped,
                    () = tokio::time::sleep(limits.end_grace) => ExitReason::InputEnded,
                }
            }
        };
        abort.cancel();
        tokio::time::sleep(limits.deadline).await;
        tracing::warn!("calls in flight did not stop in time and were left");
        reason
    };
    let answered = async {
        stop.cancelled().await;
        tokio::select! {
            () = in_flight.idle() => {}
            () = tokio::time::sleep(limits.writer_grace + ANSWERS) => {}
        }
        close.cancel();
        std::future::pending().await
    };
    tokio::select! {
        reason = serving => reason,
        reason = deadline => reason,
        reason = answered => reason,
    }
}

/// What went wrong before the first request was served, without what the client had sent.
fn handshake_failure(error: &ServerInitializeError) -> String {
    match error {
        ServerInitializeError::InitializeFailed(error) => format!("initialize failed: {}", error.message),
        ServerInitializeError::TransportError { context, .. } => format!("the output broke: {context}"),
        _ => "the client did not open the connection with a request".to_owned(),
    }
}

//! Connections that a fault, or the end of the sandbox, can break from the inside.

use std::future::Future as _;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::{CancellationToken, WaitForCancellationFutureOwned};

/// How long to wait after an accept that failed, for instance for want of descriptors.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// Breaks a connection.
#[derive(Clone, Debug)]
pub(crate) struct Breaker(CancellationToken);

impl Breaker {
    /// Resets the connection: the peer sees neither an answer nor an orderly end.
    pub(crate) fn reset(&self) {
        self.0.cancel();
    }
}

/// Accepts connections that can be broken.
#[derive(Debug)]
pub(crate) struct BreakableListener {
    inner: TcpListener,
    stop: CancellationToken,
}

impl BreakableListener {
    /// `stop` breaks every connection at once.
    pub(crate) fn new(inner: TcpListener, stop: CancellationToken) -> Self {
        Self { inner, stop }
    }
}

impl Listener for BreakableListener {
    type Io = BreakableStream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        loop {
            match self.inner.accept().await {
                Ok((stream, address)) => return (BreakableStream::new(stream, self.stop.child_token()), address),
                Err(error) => {
                    tracing::debug!(%error, "the sandbox could not accept a connection");
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                }
            }
        }
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        self.inner.local_addr()
    }
}

impl Connected<IncomingStream<'_, BreakableListener>> for Arrival {
    fn connect_info(stream: IncomingStream<'_, BreakableListener>) -> Self {
        Self { breaker: stream.io().breaker(), secure: false }
    }
}

/// How a request came.
#[derive(Clone, Debug)]
pub(crate) struct Arrival {
    pub(crate) breaker: Breaker,
    /// Whether through TLS.
    pub(crate) secure: bool,
}

/// A connection that fails as soon as its token is cancelled.
#[derive(Debug)]
pub(crate) struct BreakableStream {
    inner: TcpStream,
    token: CancellationToken,
    broken: Pin<Box<WaitForCancellationFutureOwned>>,
}

impl BreakableStream {
    pub(crate) fn new(inner: TcpStream, token: CancellationToken) -> Self {
        // Without this a byte at a time would wait for acknowledgements.
        inner.set_nodelay(true).ok();
        Self { inner, broken: Box::pin(token.clone().cancelled_owned()), token }
    }

    /// What breaks this connection.
    pub(crate) fn breaker(&self) -> Breaker {
        Breaker(self.token.clone())
    }

    fn refuse(&self) -> io::Error {
        // Closing with unsent data thrown away is what makes the kernel send a reset.
        self.inner.set_zero_linger().ok();
        io::ErrorKind::ConnectionReset.into()
    }
}

impl AsyncRead for BreakableStream {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if self.broken.as_mut().poll(cx).is_ready() {
            return Poll::Ready(Err(self.refuse()));
        }
        Pin::new(&mut self.inner).poll_read(cx, buffer)
    }
}

impl AsyncWrite for BreakableStream {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, data: &[u8]) -> Poll<io::Result<usize>> {
        if self.token.is_cancelled() {
            return Poll::Ready(Err(self.refuse()));
        }
        Pin::new(&mut self.inner).poll_write(cx, data)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }
}

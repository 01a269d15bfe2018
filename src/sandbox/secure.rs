//! Connections through TLS.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::sync::mpsc;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;
use tokio_util::sync::CancellationToken;

use super::connection::{Arrival, BreakableListener, BreakableStream};

/// How long a client has to say hello.
const HANDSHAKE: Duration = Duration::from_secs(10);
/// How many connections wait to be served.
const WAITING: usize = 64;

/// Accepts connections and does the handshakes side by side, so that a slow one delays no other.
#[derive(Debug)]
pub(crate) struct SecureListener {
    address: SocketAddr,
    arrived: mpsc::Receiver<(TlsStream<BreakableStream>, SocketAddr)>,
}

impl SecureListener {
    /// Accepts until `stop`.
    ///
    /// # Errors
    /// The listener has no address.
    pub(crate) fn new(mut inner: BreakableListener, tls: TlsAcceptor, stop: CancellationToken) -> io::Result<Self> {
        let address = inner.local_addr()?;
        let (sender, arrived) = mpsc::channel(WAITING);
        let accept = async move {
            loop {
                let (stream, peer) = inner.accept().await;
                let (tls, sender) = (tls.clone(), sender.clone());
                tokio::spawn(async move {
                    match tokio::time::timeout(HANDSHAKE, tls.accept(stream)).await {
                        Ok(Ok(stream)) => drop(sender.send((stream, peer)).await),
                        Ok(Err(error)) => tracing::debug!(%error, "a TLS handshake with the sandbox failed"),
                        Err(_) => tracing::debug!("a TLS handshake with the sandbox took too long"),
                    }
                });
            }
        };
        tokio::spawn(async move {
            tokio::select! {
                () = stop.cancelled() => {}
                () = accept => {}
            }
        });
        Ok(Self { address, arrived })
    }
}

impl Listener for SecureListener {
    type Io = TlsStream<BreakableStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        match self.arrived.recv().await {
            Some(arrived) => arrived,
            // The sandbox has stopped.
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        Ok(self.address)
    }
}

impl Connected<IncomingStream<'_, SecureListener>> for Arrival {
    fn connect_info(stream: IncomingStream<'_, SecureListener>) -> Self {
        Self { breaker: stream.io().get_ref().0.breaker(), secure: true }
    }
}

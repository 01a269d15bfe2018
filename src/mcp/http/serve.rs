//! Accepting connections, and ending without losing an answer.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::callers::Callers;
use super::connections::Place;
use super::gate::Addresses;
use super::limits::HttpLimits;
use super::service::Service;
use super::stream::Patient;
use crate::mcp::server::Server;
use crate::mcp::stdio::ExitReason;
use crate::process::runtime;

/// How long to wait after an accept that failed, for instance for want of descriptors.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// How a server is reached, and by whom.
#[derive(Debug)]
pub struct Settings {
    /// Other names under which it is reached: `NAME` or `NAME:PORT`.
    pub hosts: Vec<String>,
    /// Pages that may call it: `https://NAME[:PORT]`.
    pub origins: Vec<String>,
    /// Who may call.
    pub callers: Callers,
    /// Its bounds.
    pub limits: HttpLimits,
}

/// Serves on an address until SIGINT or SIGTERM comes, then lets calls end. `listening` is told the address once
/// connections are taken.
///
/// # Errors
/// When the runtime or the signals cannot be set up, the address cannot be had, or anybody could call from elsewhere.
pub fn serve(
    server: Server,
    address: SocketAddr,
    settings: Settings,
    listening: impl FnOnce(SocketAddr),
) -> io::Result<ExitReason> {
    runtime::run(async move {
        let mut signal = std::pin::pin!(runtime::signal()?);
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        let stop = CancellationToken::new();
        let mut serving = std::pin::pin!(serve_on(listener, server, settings, stop.clone()));
        listening(address);
        let name = tokio::select! {
            served = &mut serving => {
                served?;
                return Ok(ExitReason::Stopped);
            }
            name = &mut signal => name,
        };
        stop.cancel();
        let again = runtime::signal()?;
        tokio::select! {
            served = &mut serving => served?,
            name = again => tracing::warn!("{name} came again: calls in flight were left"),
        }
        tracing::warn!(reason = name, "serving has ended");
        Ok(ExitReason::Signal(name))
    })?
}

/// Serves on a listener until `stop` fires, then lets calls end.
///
/// # Errors
/// When a host or origin is none, or anybody could call from elsewhere.
pub async fn serve_on(
    listener: TcpListener,
    server: Server,
    settings: Settings,
    stop: CancellationToken,
) -> io::Result<()> {
    let Settings { hosts, origins, callers, limits } = settings;
    let address = listener.local_addr()?;
    let invalid = |message: String| io::Error::new(io::ErrorKind::InvalidInput, message);
    if !callers.are_known() && !address.ip().is_loopback() {
        return Err(invalid(format!("{address} can be reached from elsewhere, so callers need tokens")));
    }
    let addresses = Addresses::new(address, &hosts, &origins)
        .map_err(|word| invalid(format!("`{word}` is neither a host nor an origin")))?;
    let abort = CancellationToken::new();
    let deadline = server.limits().deadline;
    let service = Arc::new(Service::new(&server, addresses, callers, limits, stop.clone(), abort.clone()));
    let places = Arc::new(Semaphore::new(limits.connections));
    let tasks = TaskTracker::new();
    loop {
        let accepted = tokio::select! {
            biased;
            () = stop.cancelled() => break,
            accepted = async {
                let place = Arc::clone(&places).acquire_owned().await.map_err(io::Error::other)?;
                listener.accept().await.map(|(stream, peer)| (stream, peer, place))
            } => accepted,
        };
        match accepted {
            Ok((stream, peer, place)) => {
                let Some(of_peer) = service.connections.admit(peer.ip()) else { continue };
                let (service, stop) = (Arc::clone(&service), stop.clone());
                tasks.spawn(async move {
                    connection(stream, peer, service, of_peer, stop).await;
                    drop(place);
                });
            }
            Err(error) => {
                tracing::warn!(kind = %error.kind(), "a connection could not be accepted");
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
        }
    }
    drop(listener);
    tasks.close();
    if tokio::time::timeout(limits.drain, tasks.wait()).await.is_err() {
        tracing::warn!("calls did not end in time and are cancelled");
        abort.cancel();
        if tokio::time::timeout(deadline, tasks.wait()).await.is_err() {
            tracing::warn!("calls in flight did not stop in time and were left");
        }
    }
    Ok(())
}

/// Serves a connection until it ends, or until `stop` fires and what it asked is answered.
async fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    service: Arc<Service>,
    of_peer: Place,
    stop: CancellationToken,
) {
    // Without this the last part of an answer waits for the peer's word that the first came.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(kind = %error.kind(), "a connection ended before it began");
        return;
    }
    let limits = *service.limits();
    let stream = TokioIo::new(Patient::new(stream, limits.write_time));
    let answer = service_fn(move |request| {
        let service = Arc::clone(&service);
        async move { Ok::<_, Infallible>(service.answer(request, peer.ip()).await) }
    });
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head_time)
        .max_buf_size(limits.head)
        .max_headers(limits.headers)
        .serve_connection(stream, answer);
    let mut served = std::pin::pin!(served);
    let ended = tokio::select! {
        biased;
        ended = served.as_mut() => ended,
        () = stop.cancelled() => {
            served.as_mut().graceful_shutdown();
            served.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection broke");
    }
    drop(of_peer);
}

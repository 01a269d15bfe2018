//! A way to a server: a port of this computer for one connection, led on to where the server is, and bounded in bytes.
//!
//! The libraries that speak the protocols connect to addresses. Behind this one is the address of the server, or the
//! standard streams of a program that leads there. Whoever else takes the one connection still has to log in.

use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use super::answer::QueryError;

/// Bytes at a time.
const PIECE: usize = 32 * 1024;

/// Where a tunnel leads.
pub(crate) enum Way {
    /// To an address.
    Direct(SocketAddr),
    /// Into the streams of a program: what it writes, and what it reads.
    Streams(Box<dyn AsyncRead + Send + Unpin>, Box<dyn AsyncWrite + Send + Unpin>),
}

/// What became of it.
const OPEN: u8 = 0;
const TOO_LARGE: u8 = 1;
const UNREACHED: u8 = 2;

#[derive(Default)]
struct State {
    fault: AtomicU8,
    why: Mutex<String>,
}

/// A tunnel. Dropping it closes it.
pub(crate) struct Tunnel {
    port: u16,
    state: Arc<State>,
    task: JoinHandle<()>,
}

impl Tunnel {
    /// Opens one, over which so many bytes of the server come at most.
    ///
    /// # Errors
    /// This computer gives no port.
    pub(crate) async fn open(way: Way, most: usize) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let port = listener.local_addr()?.port();
        let state = Arc::<State>::default();
        let noted = Arc::clone(&state);
        let task = tokio::spawn(async move {
            let Ok((client, _)) = listener.accept().await else { return };
            // One connection and no other.
            drop(listener);
            client.set_nodelay(true).ok();
            let (reader, writer) = client.into_split();
            match way {
                Way::Direct(address) => match TcpStream::connect(address).await {
                    Ok(server) => {
                        server.set_nodelay(true).ok();
                        let (from, to) = server.into_split();
                        lead(reader, writer, from, to, most, &noted).await;
                    }
                    Err(error) => {
                        *noted.why.lock().unwrap_or_else(PoisonError::into_inner) = error.kind().to_string();
                        noted.fault.store(UNREACHED, Ordering::Release);
                    }
                },
                Way::Streams(from, to) => lead(reader, writer, from, to, most, &noted).await,
            }
        });
        Ok(Self { port, state, task })
    }

    /// The port of this computer.
    pub(super) fn port(&self) -> u16 {
        self.port
    }

    /// What broke it, where it was not the server.
    pub(super) fn fault(&self) -> Option<QueryError> {
        match self.state.fault.load(Ordering::Acquire) {
            TOO_LARGE => Some(QueryError::TooLarge),
            UNREACHED => {
                Some(QueryError::Connection(self.state.why.lock().unwrap_or_else(PoisonError::into_inner).clone()))
            }
            _ => None,
        }
    }
}

impl Drop for Tunnel {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Passes bytes both ways until one side ends.
async fn lead(
    mut from_client: impl AsyncRead + Unpin,
    mut to_client: impl AsyncWrite + Unpin,
    mut from_server: impl AsyncRead + Unpin,
    mut to_server: impl AsyncWrite + Unpin,
    most: usize,
    state: &State,
) {
    let asks = async move {
        tokio::io::copy(&mut from_client, &mut to_server).await.ok();
        to_server.shutdown().await.ok();
        // A program reads on until the other end of its pipe is gone.
        drop(to_server);
    };
    let answers = async {
        let (mut piece, mut read) = (vec![0; PIECE], 0_usize);
        while let Ok(count) = from_server.read(&mut piece).await
            && count > 0
        {
            read += count;
            if read > most {
                state.fault.compare_exchange(OPEN, TOO_LARGE, Ordering::AcqRel, Ordering::Acquire).ok();
                return;
            }
            if to_client.write_all(&piece[..count]).await.is_err() {
                return;
            }
        }
    };
    tokio::select! {
        () = async { asks.await; std::future::pending().await } => {}
        () = answers => {}
    }
}

//! A connection to a port from inside of a container, over standard input and output.

use std::io;
use std::time::Duration;

use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;

/// How long a connection may take to be made; it is on the same computer.
const CONNECT: Duration = Duration::from_secs(5);

/// Connects and passes bytes both ways until the other side ends.
///
/// # Errors
/// Nothing answers there.
pub async fn connect(host: &str, port: u16) -> io::Result<()> {
    let connected = tokio::time::timeout(CONNECT, TcpStream::connect((host, port))).await;
    let stream = connected.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))?;
    stream.set_nodelay(true).ok();
    let (mut from, mut to) = stream.into_split();
    let sends = async {
        tokio::io::copy(&mut tokio::io::stdin(), &mut to).await.ok();
        to.shutdown().await.ok();
        std::future::pending::<()>().await;
    };
    let mut out = tokio::io::stdout();
    tokio::select! {
        () = sends => {}
        done = tokio::io::copy(&mut from, &mut out) => drop(done?),
    }
    out.flush().await
}

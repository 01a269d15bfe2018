//! The way into a project's network: a unix socket, which no namespace of the network hides.
//!
//! A connection begins with a line that names `address:port`; the answer is `ok` or the reason on a
//! line, then bytes flow both ways.

use std::io;
use std::net::SocketAddrV4;
use std::path::Path;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpStream, UnixListener, UnixStream};

/// How long a connection to a service may take to be made; it is on the same computer.
const CONNECT: Duration = Duration::from_secs(5);
/// An address and a port are never longer.
const MAX_LINE: usize = 64;
/// How long to wait after an accept that failed.
const PAUSE: Duration = Duration::from_millis(50);

/// Relays until standard input ends.
///
/// # Errors
/// The socket cannot be made.
pub async fn relay(socket: &Path) -> io::Result<()> {
    // The path of a socket may not be long, its folder's may.
    let name = socket.file_name().unwrap_or(socket.as_os_str());
    if let Some(folder) = socket.parent() {
        std::env::set_current_dir(folder)?;
    }
    let listener = UnixListener::bind(name)?;
    let mut rest = Vec::new();
    let mut input = tokio::io::stdin();
    tokio::select! {
        () = accept(&listener) => {}
        _ = input.read_to_end(&mut rest) => {}
    }
    Ok(())
}

async fn accept(listener: &UnixListener) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => drop(tokio::spawn(serve(stream))),
            Err(_) => tokio::time::sleep(PAUSE).await,
        }
    }
}

async fn serve(mut stream: UnixStream) {
    let target = match target(&mut stream).await {
        Ok(target) => target,
        Err(error) => return refuse(&mut stream, &error).await,
    };
    let connected = tokio::time::timeout(CONNECT, TcpStream::connect(target)).await;
    match connected.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into())) {
        Ok(mut service) => {
            service.set_nodelay(true).ok();
            if stream.write_all(b"ok\n").await.is_ok() {
                copy_bidirectional(&mut stream, &mut service).await.ok();
            }
        }
        Err(error) => refuse(&mut stream, &error).await,
    }
}

async fn refuse(stream: &mut UnixStream, error: &io::Error) {
    stream.write_all(format!("{error}\n").as_bytes()).await.ok();
}

async fn target(stream: &mut UnixStream) -> io::Result<SocketAddrV4> {
    let line = read_line(stream, MAX_LINE).await?;
    line.parse().map_err(|_| io::Error::new(io::ErrorKind::InvalidInput, "expected an address and a port"))
}

/// One line without its end, a byte at a time: what follows it belongs to somebody else.
pub(crate) async fn read_line(stream: &mut UnixStream, most: usize) -> io::Result<String> {
    let mut line = Vec::new();
    loop {
        match stream.read_u8().await? {
            b'\n' => break,
            _ if line.len() == most => return Err(io::Error::new(io::ErrorKind::InvalidData, "the line is too long")),
            byte => line.push(byte),
        }
    }
    String::from_utf8(line).map_err(|_| io::ErrorKind::InvalidData.into())
}

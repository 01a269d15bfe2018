//! The public addresses: a listener on loopback that leads a request by its `Host` to the service
//! whose subdomain it names, on the port it names.
//!
//! Each request has a connection of its own, so each goes to the version that is active then. What
//! follows the head of a request is passed on as it is, web sockets too.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};

use super::container::Connection;

/// The largest head of a request.
const MOST_HEAD: usize = 64 * 1024;
/// How long a client may take to send it.
const HEAD_TIME: Duration = Duration::from_secs(30);
const PAUSE: Duration = Duration::from_millis(50);

/// What a host leads to.
pub(crate) enum Target {
    /// A connection to the service. What comes with it is kept as long as the request lasts.
    Service(Box<dyn Connection>, Box<dyn Send>),
    /// A status and a reason.
    Refused(u16, String),
}

/// Finds what a host leads to.
pub(crate) trait Lookup: Send + Sync + 'static {
    fn find(&self, host: &str) -> impl Future<Output = Target> + Send;
}

/// Serves until the listener's task is ended.
pub(crate) async fn serve<L: Lookup>(listener: TcpListener, lookup: Arc<L>) {
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => {
                let lookup = Arc::clone(&lookup);
                tokio::spawn(async move { one(stream, peer, &*lookup).await.ok() });
            }
            Err(_) => tokio::time::sleep(PAUSE).await,
        }
    }
}

async fn one<L: Lookup>(mut client: TcpStream, peer: SocketAddr, lookup: &L) -> io::Result<()> {
    client.set_nodelay(true)?;
    let read = tokio::time::timeout(HEAD_TIME, head(&mut client)).await;
    let Some((bytes, end)) = read.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))? else {
        return refuse(&mut client, 431, "The head of the request is too large.").await;
    };
    let text = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let host = field(&text, "host").unwrap_or_default().to_owned();
    match lookup.find(&host).await {
        Target::Refused(status, reason) => refuse(&mut client, status, &reason).await,
        Target::Service(mut service, _kept) => {
            service.write_all(rewritten(&text, &host, peer).as_bytes()).await?;
            service.write_all(&bytes[end..]).await?;
            copy_bidirectional(&mut client, &mut service).await.map(drop)
        }
    }
}

/// Reads until the head is complete: what was read, and where the head ends.
async fn head(client: &mut TcpStream) -> io::Result<Option<(Vec<u8>, usize)>> {
    let mut bytes = Vec::with_capacity(4096);
    loop {
        if client.read_buf(&mut bytes).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if let Some(at) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            return Ok(Some((bytes, at + 4)));
        }
        if bytes.len() > MOST_HEAD {
            return Ok(None);
        }
    }
}

/// The value of a field of a head.
fn field<'h>(head: &'h str, name: &str) -> Option<&'h str> {
    let lines = head.split("\r\n").skip(1).filter_map(|line| line.split_once(':'));
    lines.into_iter().find(|(key, _)| key.trim().eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
}

/// The head as the service gets it.
///
/// Derived: the forwarded fields of the platform's balancer.
fn rewritten(head: &str, host: &str, peer: SocketAddr) -> String {
    const OWN: &[&str] = &["connection", "keep-alive", "x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "x-real-ip"];
    let upgrades = field(head, "upgrade").is_some();
    let mut text = String::with_capacity(head.len() + 200);
    for (number, line) in head.trim_end_matches("\r\n").split("\r\n").enumerate() {
        let name = line.split(':').next().unwrap_or_default().trim().to_ascii_lowercase();
        if number == 0 || !OWN.contains(&name.as_str()) {
            text.push_str(line);
            text.push_str("\r\n");
        }
    }
    let connection = if upgrades { "Upgrade" } else { "close" };
    let address = peer.ip();
    text.push_str(&format!(
        "Connection: {connection}\r\nX-Forwarded-For: {address}\r\nX-Real-IP: {address}\r\nX-Forwarded-Proto: http\r\n\
         X-Forwarded-Host: {host}\r\n\r\n"
    ));
    text
}

async fn refuse(client: &mut TcpStream, status: u16, reason: &str) -> io::Result<()> {
    let title = match status {
        404 => "Not Found",
        431 => "Request Header Fields Too Large",
        503 => "Service Unavailable",
        _ => "Bad Gateway",
    };
    let body = format!("<!doctype html>\n<title>{status} {title}</title>\n<h1>{status} {title}</h1>\n<p>{reason}</p>\n");
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status} {title}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {length}\r\n\
         Connection: close\r\n\r\n"
    );
    client.write_all(head.as_bytes()).await?;
    client.write_all(body.as_bytes()).await?;
    client.shutdown().await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_sees_who_asked_and_closes_after_its_answer() {
        let head = "GET / HTTP/1.1\r\nHost: a.localhost:1\r\nConnection: keep-alive\r\nX-Real-IP: 9.9.9.9\r\nA: b\r\n\r\n";
        let peer: SocketAddr = "127.0.0.1:5".parse().expect("address");
        assert_eq!(field(head, "host"), Some("a.localhost:1"));
        let text = rewritten(head, "a.localhost:1", peer);
        assert!(text.starts_with("GET / HTTP/1.1\r\nHost: a.localhost:1\r\nA: b\r\nConnection: close\r\n"), "{text}");
        assert!(text.ends_with("\r\n\r\n") && !text.contains("9.9.9.9"), "{text}");
        let socket = rewritten("GET / HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n", "", peer);
        assert!(socket.contains("Connection: Upgrade\r\n"), "{socket}");
    }
}

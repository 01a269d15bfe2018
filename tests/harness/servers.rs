//! Small servers on this machine that stand where services of a project would.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use zcp::domain::control::Web;

/// The effects that were seen.
pub(crate) type Probed = Arc<Mutex<BTreeSet<&'static str>>>;

/// Listens, and has each connection handled.
pub(crate) async fn listen<F, R>(handle: F) -> SocketAddr
where
    F: Fn(TcpStream) -> R + Send + 'static,
    R: Future<Output = ()> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(handle(stream));
        }
    });
    address
}

/// Reads the head of a request: the method and path, and the whole of it.
pub(crate) async fn head(stream: &mut TcpStream) -> (String, String) {
    let mut bytes = Vec::new();
    let mut chunk = [0; 1024];
    while !bytes.windows(4).any(|four| four == b"\r\n\r\n") {
        match stream.read(&mut chunk).await {
            Ok(count) if count > 0 => bytes.extend_from_slice(&chunk[..count]),
            _ => break,
        }
    }
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let line = text.lines().next().unwrap_or_default();
    (line.rsplit_once(' ').map(|(line, _)| line.to_owned()).unwrap_or_default(), text)
}

/// An answer with a body.
pub(crate) fn answer(status: u16, more: &str, body: &[u8]) -> Vec<u8> {
    let mut bytes = format!("HTTP/1.1 {status} x\r\ncontent-length: {}\r\nconnection: close\r\n{more}\r\n", body.len());
    if status == 204 {
        bytes = format!("HTTP/1.1 204 x\r\nconnection: close\r\n{more}\r\n");
    }
    let mut bytes = bytes.into_bytes();
    bytes.extend_from_slice(body);
    bytes
}

/// The server of a control step `web`.
pub(crate) async fn web(step: &Web, probed: &Probed) -> SocketAddr {
    let bytes = answer(step.status, &format!("content-type: {}\r\n", step.content_type), step.body.as_bytes());
    let probed = Arc::clone(probed);
    listen(move |mut stream| {
        probed.lock().expect("lock").insert("http.probe");
        let bytes = bytes.clone();
        async move {
            head(&mut stream).await;
            let _ = stream.write_all(&bytes).await;
        }
    })
    .await
}

/// The server of a control step `tcp`: says something to whoever connects.
pub(crate) async fn tcp(says: String, probed: &Probed) -> SocketAddr {
    let probed = Arc::clone(probed);
    listen(move |mut stream| {
        probed.lock().expect("lock").insert("tcp.probe");
        let says = says.clone();
        async move {
            let _ = stream.write_all(says.as_bytes()).await;
            let _ = stream.read(&mut [0; 64]).await;
        }
    })
    .await
}

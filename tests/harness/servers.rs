//! Small servers on this machine that stand where services of a project would.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

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
pub(crate) async fn web(step: &Value, probed: &Probed) -> SocketAddr {
    let status = step["status"].as_u64().and_then(|status| status.try_into().ok()).expect("a status");
    let content_type = step["type"].as_str().unwrap_or("text/plain");
    let body = step["body"].as_str().unwrap_or_default();
    let bytes = answer(status, &format!("content-type: {content_type}\r\n"), body.as_bytes());
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

/// A repository that answers which branches it has, as git asks a plain web server; its address.
pub(crate) async fn git() -> String {
    let listed = format!("{}\trefs/heads/main\n", "0a1b2c3d4e5f60718293a4b5c6d7e8f901234567");
    let refs = answer(200, "content-type: text/plain\r\n", listed.as_bytes());
    let address = listen(move |mut stream| {
        let refs = refs.clone();
        async move {
            let (line, _) = head(&mut stream).await;
            let bytes = if line.contains("/info/refs") { refs } else { answer(404, "", b"") };
            let _ = stream.write_all(&bytes).await;
        }
    })
    .await;
    format!("http://{address}/shop.git")
}

/// The server of a control step `tcp`: says something to whoever connects.
pub(crate) async fn tcp(step: &Value, probed: &Probed) -> SocketAddr {
    let says = step["answers"].as_str().expect("what it answers").to_owned();
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

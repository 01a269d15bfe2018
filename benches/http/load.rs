//! A client that costs next to nothing: the same bytes written again and again, answers read to their end.

use std::io;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use futures_util::future::try_join_all;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// A call of a tool, as bytes.
pub(crate) fn request(tool: &str) -> String {
    let meta = json!({
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": {},
        "io.modelcontextprotocol/clientInfo": { "name": "bench", "version": "1" },
    });
    let params = json!({ "name": tool, "arguments": {}, "_meta": meta });
    let body = json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params }).to_string();
    format!(
        "POST /mcp HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n\
         accept: application/json, text/event-stream\r\nmcp-protocol-version: 2026-07-28\r\nmcp-method: tools/call\r\n\
         mcp-name: {tool}\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// A connection, and what was read of it and not looked at yet.
struct Connection {
    stream: TcpStream,
    read: Vec<u8>,
}

impl Connection {
    async fn open(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, read: Vec::new() })
    }

    /// The body of the next answer.
    async fn answer(&mut self) -> io::Result<Vec<u8>> {
        loop {
            if let Some(end) = memchr::memmem::find(&self.read, b"\r\n\r\n") {
                let head = String::from_utf8_lossy(&self.read[..end]).to_ascii_lowercase();
                if !head.starts_with("http/1.1 200") {
                    return Err(io::Error::other(head));
                }
                let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
                let length: usize =
                    length.and_then(|text| text.parse().ok()).ok_or_else(|| io::Error::other("no length"))?;
                let whole = end + 4 + length;
                while self.read.len() < whole {
                    self.more().await?;
                }
                let body = self.read[end + 4..whole].to_vec();
                self.read.drain(..whole);
                return Ok(body);
            }
            self.more().await?;
        }
    }

    async fn more(&mut self) -> io::Result<()> {
        match self.stream.read_buf(&mut self.read).await? {
            0 => Err(io::Error::other("the server ended the connection")),
            _ => Ok(()),
        }
    }
}

/// The text that one call answers.
pub(crate) async fn text(address: SocketAddr, request: &str) -> io::Result<String> {
    let mut connection = Connection::open(address).await?;
    connection.stream.write_all(request.as_bytes()).await?;
    let answer: Value = serde_json::from_slice(&connection.answer().await?)?;
    let text = answer.pointer("/result/content/0/text").and_then(Value::as_str).map(str::to_owned);
    text.ok_or_else(|| io::Error::other(answer.to_string()))
}

/// Calls on so many connections for so long, one after another on each; answers how long each took.
pub(crate) async fn run(
    address: SocketAddr,
    request: &str,
    connections: usize,
    time: Duration,
) -> io::Result<Vec<Duration>> {
    let mut open = Vec::with_capacity(connections);
    for _ in 0..connections {
        open.push(Connection::open(address).await?);
    }
    let end = Instant::now() + time;
    let each = open.into_iter().map(|mut connection| async move {
        let mut times = Vec::new();
        loop {
            let begun = Instant::now();
            if begun >= end {
                return io::Result::Ok(times);
            }
            connection.stream.write_all(request.as_bytes()).await?;
            connection.answer().await?;
            times.push(begun.elapsed());
        }
    });
    Ok(try_join_all(each).await?.concat())
}

/// Sends so many calls on one connection as fast as they are taken, and reads all answers.
pub(crate) async fn pipelined(address: SocketAddr, request: &str, count: usize) -> io::Result<()> {
    let connection = Connection::open(address).await?;
    let (reader, mut writer) = connection.stream.into_split();
    let mut reader = tokio::io::BufReader::new(reader);
    let sending = async {
        for _ in 0..count {
            writer.write_all(request.as_bytes()).await?;
        }
        // The server ends the connection once everything is answered.
        writer.shutdown().await
    };
    let reading = async {
        let mut sink = tokio::io::sink();
        tokio::io::copy(&mut reader, &mut sink).await
    };
    let (sent, read) = tokio::join!(sending, reading);
    sent?;
    let least = u64::try_from(count).unwrap_or(u64::MAX);
    if read? < least { Err(io::Error::other("answers are missing")) } else { Ok(()) }
}

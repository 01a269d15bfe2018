//! A client that sends exactly what a test says.

use std::net::SocketAddr;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

pub(crate) const MODERN: &str = "2026-07-28";
pub(crate) const LEGACY: &str = "2025-11-25";

/// What was answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    head: String,
    pub(crate) body: String,
}

impl Answer {
    /// Takes a whole answer apart, whose connection has ended.
    pub(crate) fn parse(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        let mut answer = Self { status, head: head.to_ascii_lowercase(), body: String::new() };
        answer.body = match answer.header("transfer-encoding") {
            Some("chunked") => unchunked(body),
            _ => body.to_owned(),
        };
        answer
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }

    /// The messages of the answer, in order: one as JSON, several as events.
    pub(crate) fn messages(&self) -> Vec<Value> {
        if self.header("content-type") != Some("text/event-stream") {
            return vec![serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("{self:?} is JSON"))];
        }
        let data = self.body.lines().filter_map(|line| line.strip_prefix("data:"));
        data.map(|data| serde_json::from_str(data.trim()).expect("an event is JSON")).collect()
    }

    /// The last message: the response.
    pub(crate) fn response(&self) -> Value {
        self.messages().pop().expect("a response")
    }
}

fn unchunked(mut body: &str) -> String {
    let mut whole = String::new();
    while let Some((size, rest)) = body.split_once("\r\n") {
        let size = usize::from_str_radix(size.trim(), 16).unwrap_or(0);
        if size == 0 || rest.len() < size {
            break;
        }
        whole.push_str(&rest[..size]);
        body = rest[size..].trim_start_matches("\r\n");
    }
    whole
}

/// Sends bytes and reads until the server closes.
pub(crate) async fn raw(address: SocketAddr, bytes: &[u8]) -> Answer {
    let mut stream = TcpStream::connect(address).await.expect("it listens");
    // A server may answer and close before it has read everything.
    let _ = stream.write_all(bytes).await;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    Answer::parse(&answer)
}

/// A request in the making.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    line: String,
    headers: Vec<(String, String)>,
    body: String,
}

impl Request {
    /// A GET of this path.
    pub(crate) fn get(path: &str) -> Self {
        let headers = vec![("host".to_owned(), "localhost".to_owned())];
        Self { line: format!("GET {path} HTTP/1.1"), headers, body: String::new() }
    }

    /// A POST of this body to `/mcp`, without any header of a protocol.
    pub(crate) fn post(body: impl Into<String>) -> Self {
        let mut request = Self::get("/mcp");
        "POST /mcp HTTP/1.1".clone_into(&mut request.line);
        request.body = body.into();
        request.with("content-type", "application/json").with("accept", "application/json, text/event-stream")
    }

    /// A request of the current protocol.
    pub(crate) fn modern(method: &str, params: Value) -> Self {
        Self::modern_of(method, params, json!({}))
    }

    /// A request of the current protocol, whose client has these capabilities.
    pub(crate) fn modern_of(method: &str, mut params: Value, capabilities: Value) -> Self {
        let name = params.get("name").or(params.get("uri")).and_then(Value::as_str).map(str::to_owned);
        let mut meta = params.get("_meta").cloned().unwrap_or_else(|| json!({}));
        meta["io.modelcontextprotocol/protocolVersion"] = json!(MODERN);
        meta["io.modelcontextprotocol/clientCapabilities"] = capabilities;
        meta["io.modelcontextprotocol/clientInfo"] = json!({ "name": "test", "version": "1" });
        params["_meta"] = meta;
        let body = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params });
        let request = Self::post(body.to_string()).with("mcp-protocol-version", MODERN).with("mcp-method", method);
        match name {
            Some(name) => request.with("mcp-name", &name),
            None => request,
        }
    }

    /// A request of the protocol before it.
    #[expect(clippy::needless_pass_by_value, reason = "a test reads better without it")]
    pub(crate) fn legacy(method: &str, params: Value) -> Self {
        let body = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params });
        Self::post(body.to_string()).with("mcp-protocol-version", LEGACY)
    }

    /// A call of a tool, in the current protocol.
    #[expect(clippy::needless_pass_by_value, reason = "a test reads better without it")]
    pub(crate) fn call(tool: &str, arguments: Value) -> Self {
        Self::modern("tools/call", json!({ "name": tool, "arguments": arguments }))
    }

    /// With one more header.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// With another value of a header.
    pub(crate) fn but(mut self, name: &str, value: &str) -> Self {
        self.headers.retain(|(known, _)| known != name);
        self.with(name, value)
    }

    /// Without a header.
    pub(crate) fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(known, _)| known != name);
        self
    }

    /// With a bearer token.
    pub(crate) fn bearer(self, token: &str) -> Self {
        self.with("authorization", &format!("Bearer {token}"))
    }

    /// To another path, or with another method.
    pub(crate) fn line(mut self, line: &str) -> Self {
        self.line = format!("{line} HTTP/1.1");
        self
    }

    /// The bytes of the head, without its end.
    pub(crate) fn head(&self) -> String {
        let headers = self.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n"));
        format!("{}\r\n{}", self.line, headers.collect::<String>())
    }

    /// All bytes, on a connection that goes on.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let length =
            if self.body.is_empty() { String::new() } else { format!("content-length: {}\r\n", self.body.len()) };
        format!("{}{length}\r\n{}", self.head(), self.body).into_bytes()
    }

    /// Sends it on a connection of its own.
    pub(crate) async fn send(self, address: SocketAddr) -> Answer {
        raw(address, &self.with("connection", "close").bytes()).await
    }
}

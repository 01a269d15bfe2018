//! Starting the program and talking to it.

use std::fmt::Write as _;
use std::process::{Output, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use zcp::sandbox::options::{ClockMode, Options};
use zcp::sandbox::seeds::Seed;
use zcp::sandbox::server::Sandbox;

/// How long the process may take to end once it was asked to: a promise of the product.
const END: Duration = Duration::from_secs(5);

/// The program with these arguments and nothing of this environment.
pub(super) fn zcp(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_zcp"));
    command.args(arguments).env_clear().kill_on_drop(true).stdin(Stdio::null());
    command
}

/// The program against a sandbox.
pub(super) fn zcp_at(sandbox: &Sandbox, token: &str, arguments: &[&str]) -> Command {
    let mut command = zcp(arguments);
    command.env("ZCP_API_HOST", sandbox.url()).env("ZCP_API_KEY", token);
    command
}

/// A sandbox whose processes are over at the next look.
pub(super) async fn sandbox() -> Sandbox {
    let seed = Seed::builtin("node-postgres").expect("a built-in seed");
    Sandbox::start(Options::deterministic(ClockMode::Instant).seed(seed)).await.expect("the sandbox starts")
}

/// Runs a command to its end.
pub(super) async fn run(mut command: Command) -> Ended {
    Ended::of(&command.output().await.expect("it runs"))
}

/// How a command ended.
#[derive(Debug)]
pub(super) struct Ended {
    pub(super) code: Option<i32>,
    pub(super) out: String,
    pub(super) err: String,
}

impl Ended {
    fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("it prints UTF-8");
        Self { code: output.status.code(), out: text(&output.stdout), err: text(&output.stderr) }
    }

    /// Its standard output as one line of JSON.
    pub(super) fn json(&self) -> Value {
        assert_eq!(self.out.trim_end().lines().count(), 1, "{self:?}");
        serde_json::from_str(&self.out).expect("it prints JSON")
    }
}

/// A server process and its pipes.
pub(super) struct Serving {
    pub(super) child: Child,
    stdin: Option<ChildStdin>,
    lines: Lines<BufReader<ChildStdout>>,
    /// Every line that came, which must be nothing but JSON-RPC.
    pub(super) heard: Vec<Value>,
}

impl Serving {
    /// Starts it and opens the connection.
    pub(super) async fn start(mut command: Command) -> Self {
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("it starts");
        let stdin = child.stdin.take();
        let lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        let mut serving = Self { child, stdin, lines, heard: Vec::new() };
        let client = json!({ "name": "test", "version": "1" });
        let params = json!({ "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": client });
        serving.request(0, "initialize", params).await;
        let answer = serving.answer(0).await;
        assert_eq!(answer["result"]["serverInfo"]["name"], "zerops", "{answer}");
        serving.send(b"{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}").await;
        serving
    }

    /// Writes a line, whatever it is.
    pub(super) async fn send(&mut self, line: &[u8]) {
        let stdin = self.stdin.as_mut().expect("the input is open");
        stdin.write_all(line).await.expect("it reads");
        stdin.write_all(b"\n").await.expect("it reads");
        stdin.flush().await.expect("it reads");
    }

    pub(super) async fn request(&mut self, id: u64, method: &str, params: Value) {
        let request = json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params });
        self.send(request.to_string().as_bytes()).await;
    }

    /// Reads on to the answer of a request.
    pub(super) async fn answer(&mut self, id: u64) -> Value {
        loop {
            let message = self.hear().await.expect("an answer before the end");
            if message["id"] == id {
                return message;
            }
        }
    }

    /// The next message; none at the end.
    pub(super) async fn hear(&mut self) -> Option<Value> {
        let line = self.lines.next_line().await.expect("it writes text")?;
        let message: Value = serde_json::from_str(&line).unwrap_or_else(|_| panic!("no JSON-RPC: {line}"));
        assert_eq!(message["jsonrpc"], "2.0", "{message}");
        self.heard.push(message.clone());
        Some(message)
    }

    /// Ends its input.
    pub(super) fn close_input(&mut self) {
        self.stdin = None;
    }

    /// Waits for its end and answers how it ended.
    pub(super) async fn end(mut self) -> Ended {
        let rest = async { while self.hear().await.is_some() {} };
        tokio::time::timeout(END, rest).await.expect("its output ends in time");
        let output = tokio::time::timeout(END, self.child.wait_with_output()).await.expect("it ends in time");
        let mut ended = Ended::of(&output.expect("it ends"));
        for message in &self.heard {
            let _ = writeln!(ended.out, "{message}");
        }
        ended
    }
}

/// Sends a signal to a process.
#[cfg(unix)]
pub(super) async fn signal(child: &Child, name: &str) {
    let id = child.id().expect("it runs").to_string();
    let sent = Command::new("kill").args(["-s", name, &id]).status().await.expect("kill runs");
    assert!(sent.success());
}

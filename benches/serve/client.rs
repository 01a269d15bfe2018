//! A client that costs next to nothing: lines written to a pipe, lines read from a pipe.

use std::ffi::OsStr;
use std::io::{self, BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

const HELLO: &str = r#"{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"bench","version":"1"}}}
{"jsonrpc":"2.0","method":"notifications/initialized"}
"#;

/// A server process and the pipes to it.
pub(crate) struct Client {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    tool: &'static str,
    next: usize,
    line: String,
}

impl Client {
    /// Starts the process; nothing is sent yet.
    pub(crate) fn start(
        program: impl AsRef<OsStr>,
        arguments: &[&str],
        environment: &[(&str, &OsStr)],
        tool: &'static str,
    ) -> io::Result<Self> {
        let mut child = Command::new(program)
            .args(arguments)
            .env_remove("ZCP_API_KEY")
            .envs(environment.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let input = child.stdin.take().ok_or_else(|| io::Error::other("no stdin"))?;
        let output = child.stdout.take().ok_or_else(|| io::Error::other("no stdout"))?;
        Ok(Self { child, input, output: BufReader::new(output), tool, next: 1, line: String::new() })
    }

    /// The handshake and the list of tools.
    pub(crate) fn tools(&mut self) -> io::Result<()> {
        self.input.write_all(HELLO.as_bytes())?;
        self.read()?;
        self.input.write_all(b"{\"jsonrpc\":\"2.0\",\"id\":\"list\",\"method\":\"tools/list\"}\n")?;
        self.read()
    }

    /// Makes calls with so many of them under way.
    pub(crate) fn calls(&mut self, count: usize, window: usize) -> io::Result<()> {
        let mut sent = 0;
        for answered in 0..count {
            while sent < count && sent - answered < window {
                self.send()?;
                sent += 1;
            }
            self.read()?;
        }
        Ok(())
    }

    /// One call of any tool; answers the bytes of its answer.
    pub(crate) fn call(&mut self, tool: &str, arguments: &str) -> io::Result<usize> {
        let id = self.next;
        self.next += 1;
        let line = format!(
            "{{\"jsonrpc\":\"2.0\",\"id\":{id},\"method\":\"tools/call\",\"params\":{{\"name\":\"{tool}\",\"arguments\":{arguments}}}}}\n"
        );
        self.input.write_all(line.as_bytes())?;
        self.read()?;
        if self.line.contains("\"isError\":true") {
            return Err(io::Error::other(self.line.clone()));
        }
        Ok(self.line.len())
    }

    /// The text that one call answers.
    pub(crate) fn text_of_one_call(mut self) -> io::Result<String> {
        self.tools()?;
        self.send()?;
        self.read()?;
        let answer: serde_json::Value = serde_json::from_str(&self.line)?;
        let text = answer.pointer("/result/content/0/text").and_then(serde_json::Value::as_str).map(str::to_owned);
        self.end()?;
        text.ok_or_else(|| io::Error::other("the call has no text"))
    }

    /// The id of the process.
    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }

    /// Ends the process by ending its input.
    pub(crate) fn end(mut self) -> io::Result<()> {
        drop(self.input);
        self.child.wait().map(drop)
    }

    fn send(&mut self) -> io::Result<()> {
        let (id, tool) = (self.next, self.tool);
        self.next += 1;
        let line = format!(
            "{{\"jsonrpc\":\"2.0\",\"id\":{id},\"method\":\"tools/call\",\"params\":{{\"name\":\"{tool}\",\"arguments\":{{}}}}}}\n"
        );
        self.input.write_all(line.as_bytes())
    }

    fn read(&mut self) -> io::Result<()> {
        self.line.clear();
        match self.output.read_line(&mut self.line)? {
            0 => Err(io::Error::other("the server ended")),
            _ if self.line.contains("\"error\":{") => Err(io::Error::other(self.line.clone())),
            _ => Ok(()),
        }
    }
}

//! The protocol of the developer tools over the pipe of the browser: JSON objects between zero bytes.

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::{ChildStdin, ChildStdout};

/// Bytes of one message that are taken; a picture is by far the longest.
const MOST_BYTES: usize = 32 * 1024 * 1024;

/// Both ends of the pipe.
#[derive(Debug)]
pub(super) struct Pipe {
    input: ChildStdin,
    output: ChildStdout,
    read: Vec<u8>,
    /// What of `read` was searched for the end of a message already.
    searched: usize,
    last: u64,
}

/// The browser is not there any more, or writes what is no message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Lost;

impl Pipe {
    pub(super) fn new(input: ChildStdin, output: ChildStdout) -> Self {
        Self { input, output, read: Vec::new(), searched: 0, last: 0 }
    }

    /// Sends a command and answers its number.
    ///
    /// # Errors
    /// The browser has ended.
    pub(super) async fn send(&mut self, session: Option<&str>, method: &str, params: &Value) -> Result<u64, Lost> {
        self.last += 1;
        let mut message = json!({ "id": self.last, "method": method, "params": params });
        if let Some(session) = session {
            message["sessionId"] = session.into();
        }
        let mut bytes = message.to_string().into_bytes();
        bytes.push(0);
        self.input.write_all(&bytes).await.map_err(|_| Lost)?;
        Ok(self.last)
    }

    /// The next message. Nothing is lost when this is given up half way.
    ///
    /// # Errors
    /// The browser has ended.
    pub(super) async fn next(&mut self) -> Result<Value, Lost> {
        let mut chunk = vec![0; 64 * 1024];
        loop {
            if let Some(end) = self.read[self.searched..].iter().position(|byte| *byte == 0) {
                let end = self.searched + end;
                let message = serde_json::from_slice(&self.read[..end]).map_err(|_| Lost);
                self.read.drain(..=end);
                self.searched = 0;
                return message;
            }
            self.searched = self.read.len();
            if self.read.len() > MOST_BYTES {
                return Err(Lost);
            }
            match self.output.read(&mut chunk).await {
                Ok(count) if count > 0 => self.read.extend_from_slice(&chunk[..count]),
                _ => return Err(Lost),
            }
        }
    }
}

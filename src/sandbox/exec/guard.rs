//! The process that cleans up after the sandbox, whatever becomes of it.

use std::fmt;
use std::io;
use std::path::Path;
use std::process::Stdio;

use tokio::io::AsyncWriteExt;
use tokio::process::{Child, ChildStdin};
use tokio::sync::mpsc;

use super::network::outliving;

/// A handle on it; it acts when this is dropped, or the sandbox is gone.
pub(crate) struct Guard {
    words: mpsc::UnboundedSender<String>,
    _child: Child,
}

impl fmt::Debug for Guard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Guard")
    }
}

impl Guard {
    /// Starts it; it takes a folder away in the end.
    pub(crate) fn start(program: &Path, folder: &Path) -> io::Result<Self> {
        let mut command = outliving(program);
        command.args(["sandbox-inside", "guard"]).arg(folder).current_dir("/");
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn()?;
        let input = child.stdin.take().ok_or(io::ErrorKind::BrokenPipe)?;
        let (words, receiver) = mpsc::unbounded_channel();
        tokio::spawn(write(input, receiver));
        Ok(Self { words, _child: child })
    }

    /// A group of processes that must not outlive the sandbox.
    pub(crate) fn add(&self, group: u32) {
        self.words.send(format!("+{group}\n")).ok();
    }

    /// A group that is over.
    pub(crate) fn remove(&self, group: u32) {
        self.words.send(format!("-{group}\n")).ok();
    }
}

async fn write(mut input: ChildStdin, mut words: mpsc::UnboundedReceiver<String>) {
    while let Some(word) = words.recv().await {
        if input.write_all(word.as_bytes()).await.is_err() {
            break;
        }
    }
}

//! A command in a container to its end, whatever that is: both its streams, its exit code, its time.
//!
//! A shell script in the container ([`RUN`]) bounds the time there, ends the command with the connection, and tells the
//! end by lines that begin with a mark which nobody else knows. So an exit code of 255 is not taken for a failure of
//! ssh, and what the command leaves running does not hold the answer up.

mod kept;

use std::time::Duration;

use tokio::io::AsyncWriteExt;

use super::ssh::{Destination, Input, Kind, Ssh, SshError, failure};
use crate::programs::{Running, readable};
pub(crate) use kept::Kept;

/// Runs in the container; see there.
const RUN: &str = include_str!("exec/run.sh");
/// Besides the time of the command: connecting, and ending what does not end by itself.
const BESIDES: Duration = Duration::from_secs(20);
/// How long streams may go on whose command has ended. What the command left running holds them open.
const LINGER: Duration = Duration::from_millis(500);
/// Of what ssh itself says.
const MOST_SAID: usize = 2048;

/// A command to run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Order<'a> {
    /// Its words, each of which reaches the program as it is.
    pub(crate) words: &'a [&'a str],
    /// Where it runs; in `/var/www` when absent.
    pub(crate) folder: Option<&'a str>,
    /// What it reads; nothing when absent.
    pub(crate) input: Option<&'a [u8]>,
    /// The longest time that it may take.
    pub(crate) time: Duration,
}

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// With an exit code. One above 128 stands for a signal.
    Code(i32),
    /// It took too long and was ended, with this code.
    Late(i32),
    /// It did not begin: its folder is not there.
    NoFolder,
}

/// A command that ended.
#[derive(Debug)]
pub(crate) struct Ended {
    /// How.
    pub(crate) end: End,
    /// What it wrote.
    pub(crate) stdout: Kept,
    /// What it wrote besides.
    pub(crate) stderr: Kept,
    /// Whether something that it started still holds its streams.
    pub(crate) left: bool,
}

/// Runs a command to its end.
///
/// # Errors
/// When the container is not reached, or the connection is lost before the end.
pub(crate) async fn run(ssh: Ssh<'_>, to: &Destination, order: Order<'_>) -> Result<Ended, SshError> {
    let mark = mark()?;
    let seconds = order.time.as_secs().max(1).to_string();
    let given = if order.input.is_some() { "given" } else { "none" };
    let mut words = vec!["sh", "-c", RUN, "sh", &mark, &seconds, order.folder.unwrap_or_default(), given];
    words.extend(order.words);
    let child = ssh.open(to, &words, Input::Piped)?;
    let late = || SshError::new(Kind::Lost, format!("no end of the command was heard of within {seconds} s and more"));
    tokio::time::timeout(order.time + BESIDES, follow(child, order.input, &mark)).await.unwrap_or_else(|_| Err(late()))
}

async fn follow(mut child: Running, input: Option<&[u8]>, mark: &str) -> Result<Ended, SshError> {
    let (stdin, mut out, mut err) = (child.stdin(), child.stdout(), child.stderr());
    let read = async { tokio::join!(kept::read(&mut out, mark), kept::read(&mut err, mark)) };
    let feed = async {
        if let Some(mut stdin) = stdin {
            match input {
                // A command need not read what it is given.
                Some(bytes) => drop(stdin.write_all(bytes).await),
                // It stays open as long as the answer is awaited.
                None => std::future::pending().await,
            }
        }
        std::future::pending().await
    };
    let ((stdout, told), (stderr, _)) = tokio::select! {
        read = read => read,
        never = feed => never,
    };
    let Some(end) = told.as_deref().and_then(end) else {
        let lost = || SshError::new(Kind::Lost, "ssh could not be awaited");
        let status = child.wait().await.map_err(|_| lost())?;
        if status.success() {
            return Err(SshError::new(Kind::Lost, "the connection ended before the command did"));
        }
        let said = stderr.whole();
        return Err(failure(status, &readable(&said[said.len().saturating_sub(MOST_SAID)..])));
    };
    let quiet = async { tokio::join!(kept::drain(&mut out), kept::drain(&mut err)) };
    let left = tokio::time::timeout(LINGER, quiet).await.is_err();
    child.end().await;
    Ok(Ended { end, stdout, stderr, left })
}

/// Reads the line that tells the end.
fn end(told: &str) -> Option<End> {
    let mut words = told.split_ascii_whitespace();
    match (words.next()?, words.next(), words.next()) {
        ("folder", None, None) => Some(End::NoFolder),
        ("end", Some(code), None) => code.parse().ok().map(End::Code),
        ("end", Some(code), Some("late")) => code.parse().ok().map(End::Late),
        _ => None,
    }
}

fn mark() -> Result<String, SshError> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(|_| SshError::new(Kind::Unusable, "the system gives no random bytes"))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(all(test, unix))]
pub(super) mod tests;

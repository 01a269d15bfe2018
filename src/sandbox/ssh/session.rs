//! A session: the streams of one command, its end, and how it is ended.

use std::os::unix::process::ExitStatusExt as _;
use std::process::ExitStatus;
use std::time::Duration;

use russh::ChannelWriteHalf;
use russh::server::{Handle, Msg};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::process::Child;
use tokio_util::sync::CancellationToken;

use super::command::Started;
use super::group::{self, Group};
use super::input::Taken;

/// How much is read at a time.
const PIECE: usize = 32 * 1024;
/// The number of the stream of errors in SSH.
const STDERR: u32 = 1;
/// What a terminal reads as the end of its input.
const END_OF_INPUT: &[u8] = &[4];
/// How long the output of a terminal is read after its command has ended. What a command left
/// running may hold it open for ever.
const LAST_WORDS: Duration = Duration::from_millis(500);

/// Where what a command writes goes.
type Out = ChannelWriteHalf<Msg>;

/// Passes everything between a client and a command until both its streams and it have ended, or
/// until it is to stop. Then its group ends with it; what a finished command left running stays.
pub(super) async fn run(started: Started, out: Out, taken: Taken, handle: Handle, stop: CancellationToken) {
    let Started { mut child, typed_and_shown, terminal } = started;
    let group = Group::of(&child, terminal);
    let status = {
        let pass = async {
            match typed_and_shown {
                Some((typed, shown)) => {
                    let input = feed(typed, taken, END_OF_INPUT);
                    let output = copy(Some(shown), &out, None);
                    with_terminal(&mut child, input, output).await
                }
                None => with_pipes(&mut child, &out, taken).await,
            }
        };
        tokio::select! {
            status = pass => Some(status),
            () = stop.cancelled() => None,
        }
    };
    let Some(status) = status else {
        if let Some(group) = group {
            group.end(&mut child).await;
        }
        return;
    };
    // A client that is gone hears none of this.
    report(&handle, &out, status).await.ok();
}

async fn with_pipes(child: &mut Child, out: &Out, taken: Taken) -> Option<ExitStatus> {
    let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let outputs = async { tokio::join!(copy(stdout, out, None), copy(stderr, out, Some(STDERR)), child.wait()).2.ok() };
    match stdin {
        Some(stdin) => besides(outputs, feed(stdin, taken, &[])).await,
        None => outputs.await,
    }
}

async fn with_terminal(
    child: &mut Child,
    input: impl Future<Output = ()>,
    output: impl Future<Output = ()>,
) -> Option<ExitStatus> {
    let outputs = async {
        let mut output = std::pin::pin!(output);
        let status = tokio::select! {
            status = child.wait() => {
                tokio::time::timeout(LAST_WORDS, output).await.ok();
                return status.ok();
            }
            () = &mut output => child.wait(),
        };
        status.await.ok()
    };
    besides(outputs, input).await
}

/// Does two things, and stops the second one when the first is done.
async fn besides<T>(first: impl Future<Output = T>, second: impl Future<Output = ()>) -> T {
    let second = async {
        second.await;
        std::future::pending().await
    };
    tokio::select! {
        done = first => done,
        never = second => never,
    }
}

/// What the client sends, to the command. What cannot be written any more is dropped with it.
async fn feed(mut to: impl AsyncWrite + Unpin, mut taken: Taken, last: &[u8]) {
    while let Some(data) = taken.next().await {
        if to.write_all(&data).await.is_err() {
            return;
        }
        taken.used(data.len());
    }
    to.write_all(last).await.ok();
    to.flush().await.ok();
}

/// What the command writes, to the client, as fast as the client takes it.
async fn copy(from: Option<impl AsyncRead + Unpin>, out: &Out, stream: Option<u32>) {
    let Some(mut from) = from else { return };
    let mut piece = vec![0; PIECE];
    while let Ok(count) = from.read(&mut piece).await
        && count > 0
    {
        let data = piece[..count].to_vec();
        let sent = match stream {
            None => out.data_bytes(data).await,
            Some(stream) => out.extended_data_bytes(stream, data).await,
        };
        if sent.is_err() {
            return;
        }
    }
}

async fn report(handle: &Handle, out: &Out, status: Option<ExitStatus>) -> Result<(), ()> {
    let id = out.id();
    handle.eof(id).await?;
    if let Some(status) = status {
        if let Some(signal) = status.signal() {
            let name = group::name(signal);
            handle.exit_signal_request(id, name, status.core_dumped(), String::new(), String::new()).await?;
        } else {
            let code = status.code().and_then(|code| u32::try_from(code).ok()).unwrap_or(u32::MAX);
            handle.exit_status_request(id, code).await?;
        }
    }
    handle.close(id).await
}

/// Says why nothing was started, the way a client shows it, and ends the session.
pub(super) async fn refuse(out: Out, handle: Handle, reason: String) {
    let id = out.id();
    let text = format!("sandbox: {reason}\n").into_bytes();
    let told = async {
        out.extended_data_bytes(STDERR, text).await.map_err(|_| ())?;
        handle.eof(id).await?;
        handle.exit_status_request(id, u32::from(u8::MAX)).await?;
        handle.close(id).await
    };
    told.await.ok();
}

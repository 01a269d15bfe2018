//! Much data, slow readers, and both at once.

use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::harness::need::need;
use crate::harness::rooms::{PROGRAMS, Reached};

/// More than every window, queue and pipe on the way holds.
const MUCH: usize = 48 * 1024 * 1024;

/// Bytes in which any loss, repetition or translation shows.
fn pattern(length: usize) -> Vec<u8> {
    (0_u32..).flat_map(|number| number.wrapping_mul(2_654_435_761).to_le_bytes()).take(length).collect()
}

#[tokio::test]
async fn bytes_arrive_as_they_are() {
    if !need(PROGRAMS) {
        return;
    }
    let reached = Reached::start().await;
    let data = pattern(MUCH);
    let mut command = reached.ssh("cat");
    let mut client = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("it starts");
    let (mut input, mut out) = (client.stdin.take().expect("a pipe"), client.stdout.take().expect("a pipe"));
    let sent = data.clone();
    let sending = tokio::spawn(async move {
        input.write_all(&sent).await.expect("written");
    });
    // Nobody reads for a while: what is under way must not block what has to get through.
    tokio::time::sleep(Duration::from_secs(2)).await;
    let mut got = Vec::new();
    out.read_to_end(&mut got).await.expect("read");
    sending.await.expect("sent");
    assert!(got == data, "{} of {} bytes", got.len(), data.len());
    assert!(client.wait().await.expect("it ends").success());
}

#[tokio::test]
async fn a_command_that_does_not_read_holds_nothing_up() {
    if !need(PROGRAMS) {
        return;
    }
    let reached = Reached::start().await;
    let mut command = reached.ssh("sleep 2; echo awake; wc -c");
    let mut client = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("it starts");
    let mut input = client.stdin.take().expect("a pipe");
    let sending = tokio::spawn(async move { input.write_all(&vec![7; MUCH]).await });
    let ended = client.wait_with_output().await.expect("it ends");
    sending.await.expect("no panic").expect("written");
    assert_eq!(String::from_utf8_lossy(&ended.stdout), format!("awake\n{MUCH}\n"));
}

#[tokio::test]
async fn a_command_that_ends_early_ends_the_session() {
    if !need(PROGRAMS) {
        return;
    }
    let reached = Reached::start().await;
    let mut command = reached.ssh("head -c 3");
    let mut client = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("it starts");
    let mut input = client.stdin.take().expect("a pipe");
    // The client closes the pipe when the session is over.
    let sending = tokio::spawn(async move { while input.write_all(&[b'a'; 4096]).await.is_ok() {} });
    let ended = client.wait_with_output().await.expect("it ends");
    assert_eq!((&ended.stdout[..], ended.status.code()), (&b"aaa"[..], Some(0)));
    sending.await.expect("no panic");
}

#[tokio::test]
async fn errors_and_output_are_apart_however_much_there_is() {
    if !need(PROGRAMS) {
        return;
    }
    let reached = Reached::start().await;
    let line = "head -c 9000000 /dev/zero & head -c 7000000 /dev/zero >&2; wait";
    let ended = reached.ssh(line).stdin(Stdio::null()).output().await.expect("it ends");
    assert_eq!((ended.stdout.len(), ended.stderr.len()), (9_000_000, 7_000_000));
}

//! Many clients that take their time, and the others beside them.

use std::time::{Duration, Instant};

use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::client::Request;
use super::program::Replica;
use super::server::sandbox;
use crate::harness::world::block_on;

/// Those whose requests do not end, of each kind.
const MANY: usize = 60;
/// Those who take no answers.
const DEAF: usize = 8;
/// Longer than a request beside them takes on a busy machine, and far shorter than any of their own bounds.
const PROMPT: Duration = Duration::from_secs(5);
/// Calls that are sent without waiting for an answer.
const PIPELINED: usize = 10_000;

fn list() -> Request {
    Request::modern("tools/list", json!({}))
}

#[test]
fn those_who_take_their_time_harm_no_other() {
    block_on(async {
        let sandbox = sandbox().await;
        let server = Replica::start(&sandbox, &[]);
        let whole = list().bytes();
        let head = list().head();
        let mut held = Vec::new();
        // A head that never ends, a body that comes byte by byte, and answers that nobody takes.
        for (count, first, then) in [
            (MANY, head.as_bytes().to_vec(), b"x-more: 1\r\n".to_vec()),
            (MANY, format!("{head}content-length: 1000\r\n\r\n").into_bytes(), b" ".to_vec()),
            (DEAF, whole.repeat(64), whole.clone()),
        ] {
            for _ in 0..count {
                let then = then.clone();
                let mut stream = TcpStream::connect(server.address).await.expect("it listens");
                stream.write_all(&first).await.expect("it reads");
                held.push(tokio::spawn(async move {
                    while stream.write_all(&then).await.is_ok() {
                        tokio::time::sleep(Duration::from_millis(200)).await;
                    }
                }));
            }
        }
        for round in 0..100 {
            let begun = Instant::now();
            let answer = timeout(PROMPT, list().send(server.address)).await;
            let answer = answer.unwrap_or_else(|_| panic!("request {round} waits behind the others"));
            assert_eq!(answer.status, 200, "{:?} {answer:?}", begun.elapsed());
        }
        assert_eq!(held.len(), 2 * MANY + DEAF);
        for client in held {
            client.abort();
        }
    });
}

#[cfg(target_os = "linux")]
#[test]
fn ten_thousand_calls_on_one_connection_take_no_memory() {
    block_on(async {
        let sandbox = sandbox().await;
        let server = Replica::start(&sandbox, &[]);
        // What it needs once is there.
        assert_eq!(list().send(server.address).await.status, 200);
        let before = server.resident_kib();
        let (mut reader, mut writer) = TcpStream::connect(server.address).await.expect("it listens").into_split();
        let request = Request::legacy("ping", json!({})).bytes();
        let sending = tokio::spawn(async move {
            for _ in 0..PIPELINED {
                writer.write_all(&request).await.expect("it reads");
            }
            writer.shutdown().await.expect("in order");
        });
        let (mut bytes, mut buffer, mut most) = (0, vec![0; 1 << 20], 0);
        loop {
            match reader.read(&mut buffer).await.expect("in order") {
                0 => break,
                more => bytes += more,
            }
            if bytes >> 18 > most >> 18 {
                most = bytes;
                let growth = server.resident_kib().saturating_sub(before);
                assert!(growth < 32 * 1024, "{growth} KiB more after {bytes} bytes of answers");
            }
        }
        sending.await.expect("all was sent");
        let growth = server.resident_kib().saturating_sub(before);
        assert!(growth < 32 * 1024 && bytes > PIPELINED * 100, "{growth} KiB more after {bytes} bytes of answers");
    });
}

//! Clients that take more than their share, and an end that loses nothing.

use std::time::Duration;

use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use zcp::mcp::http::HttpLimits;

use super::client::{Answer, Request};
use super::server::{ALICE, BOB, Http, Start, sandbox};
use crate::harness::world::block_on;

/// Longer than anything here takes, and shorter than a test may hang.
const PATIENCE: Duration = Duration::from_secs(20);

fn short() -> HttpLimits {
    HttpLimits {
        head_time: Duration::from_millis(300),
        body_time: Duration::from_millis(300),
        write_time: Duration::from_millis(300),
        rate: 0,
        ..HttpLimits::default()
    }
}

fn list() -> Request {
    Request::modern("tools/list", json!({}))
}

/// Sends bytes, and reads until the server ends the connection.
async fn until_closed(http: &Http, bytes: &[u8]) -> Answer {
    let mut stream = TcpStream::connect(http.address).await.expect("it listens");
    stream.write_all(bytes).await.expect("it reads");
    let mut answer = Vec::new();
    let read = timeout(PATIENCE, stream.read_to_end(&mut answer)).await;
    let _ = read.expect("the server does not wait for ever");
    Answer::parse(&answer)
}

#[test]
fn a_client_that_never_ends_a_request_is_left() {
    block_on(async {
        let sandbox = sandbox().await;
        let http = Http::over(&sandbox, Start { limits: short(), ..Start::default() }).await;
        until_closed(&http, b"").await;
        until_closed(&http, b"POST /mcp HTTP/1.1\r\nhost: loc").await;
        let head = format!("{}content-length: 100\r\n\r\n{{", list().head());
        assert_eq!(until_closed(&http, head.as_bytes()).await.status, 408);
        let head = format!("{}transfer-encoding: chunked\r\n\r\n1\r\n{{\r\n", list().head());
        assert_eq!(until_closed(&http, head.as_bytes()).await.status, 408);
        assert_eq!(list().send(http.address).await.status, 200);
    });
}

#[test]
fn a_client_that_stops_reading_is_left_and_harms_nobody() {
    block_on(async {
        let sandbox = sandbox().await;
        let http = Http::over(&sandbox, Start { limits: short(), ..Start::default() }).await;
        let mut deaf = TcpStream::connect(http.address).await.expect("it listens");
        let request = list().bytes();
        // Once the answers that nobody takes fill the buffers of the system, nothing more is read; then it is left.
        let refused = timeout(PATIENCE, async {
            loop {
                if deaf.write_all(&request).await.is_err() {
                    break;
                }
            }
        });
        let others = async {
            for _ in 0..20 {
                assert_eq!(list().send(http.address).await.status, 200);
            }
        };
        let (refused, ()) = tokio::join!(refused, others);
        refused.expect("the connection is broken off");
    });
}

#[test]
fn a_peer_has_so_many_connections_and_requests() {
    block_on(async {
        let sandbox = sandbox().await;
        let limits = HttpLimits { connections_of_peer: 2, ..short() };
        let limits = HttpLimits { head_time: PATIENCE, ..limits };
        let http = Http::over(&sandbox, Start { limits, ..Start::default() }).await;
        let mut held = Vec::new();
        for _ in 0..2 {
            let mut stream = TcpStream::connect(http.address).await.expect("it listens");
            stream.write_all(&Request::get("/healthz").bytes()).await.expect("it reads");
            assert!(stream.read(&mut [0; 64]).await.expect("an answer") > 0);
            held.push(stream);
        }
        assert_eq!(list().send(http.address).await.status, 0, "a third is closed at once");
        drop(held);
        let again = timeout(PATIENCE, async {
            while list().send(http.address).await.status != 200 {
                tokio::task::yield_now().await;
            }
        });
        again.await.expect("places are given back");
    });
}

#[test]
fn more_than_can_be_held_is_refused_for_now() {
    block_on(async {
        let sandbox = sandbox().await;
        for limits in [HttpLimits { requests: 0, ..short() }, HttpLimits { bodies: 0, ..short() }] {
            let http = Http::over(&sandbox, Start { limits, ..Start::default() }).await;
            let answer = list().send(http.address).await;
            assert_eq!((answer.status, answer.header("retry-after")), (503, Some("1")));
        }
    });
}

#[test]
fn each_caller_has_a_rate_of_its_own() {
    block_on(async {
        let sandbox = sandbox().await;
        let limits = HttpLimits { rate: 1, ..HttpLimits::default() };
        let http = Http::over(&sandbox, Start { tokens: true, limits, ..Start::default() }).await;
        let mut refused = None;
        for _ in 0..50 {
            let answer = list().bearer(ALICE).send(http.address).await;
            if answer.status == 429 {
                refused = Some(answer);
                break;
            }
        }
        assert_eq!(refused.expect("one is too many").header("retry-after"), Some("1"));
        assert_eq!(list().bearer(BOB).send(http.address).await.status, 200);
    });
}

#[test]
fn an_end_takes_no_more_and_answers_what_was_asked() {
    block_on(async {
        let sandbox = sandbox().await;
        let http = Http::over(&sandbox, Start::default()).await;
        let mut idle = TcpStream::connect(http.address).await.expect("it listens");
        idle.write_all(&Request::get("/readyz").bytes()).await.expect("it reads");
        let mut answer = vec![0; 1024];
        let count = idle.read(&mut answer).await.expect("an answer");
        assert_eq!(Answer::parse(&answer[..count]).status, 200);

        // A request whose end is still to come when the server is told to stop.
        let request = list().bytes();
        let (first, rest) = request.split_at(request.len() - 10);
        let mut busy = TcpStream::connect(http.address).await.expect("it listens");
        busy.write_all(first).await.expect("it reads");
        let metrics = Request::get("/metrics");
        let began = timeout(PATIENCE, async {
            while !metrics.clone().send(http.address).await.body.contains("zcp_http_requests_in_flight 1") {
                tokio::task::yield_now().await;
            }
        });
        began.await.expect("the request has begun");
        http.stop.cancel();
        let closed = timeout(PATIENCE, idle.read(&mut answer)).await.expect("what lies idle is closed");
        assert_eq!(closed.expect("in order"), 0);
        busy.write_all(rest).await.expect("it still reads");
        let mut answer = Vec::new();
        timeout(PATIENCE, busy.read_to_end(&mut answer)).await.expect("it ends").expect("in order");
        let answer = Answer::parse(&answer);
        assert_eq!(answer.status, 200);
        assert!(answer.response()["result"]["tools"].is_array());
        timeout(PATIENCE, http.serving).await.expect("it ends").expect("no panic").expect("in order");
        assert!(TcpStream::connect(http.address).await.is_err());
    });
}

#[test]
fn calls_that_do_not_end_are_cancelled_and_told_so() {
    block_on(async {
        let sandbox = sandbox().await;
        let limits = HttpLimits { drain: Duration::from_millis(100), ..HttpLimits::default() };
        let http = Http::over(&sandbox, Start { limits, ..Start::default() }).await;
        let fault = json!({ "operation": "project.service.list", "times": 0, "kind": "silence" });
        sandbox.control().add_fault(serde_json::from_value(fault).expect("a fault")).expect("a known operation");
        let call = tokio::spawn(Request::call("zerops_discover", json!({})).send(http.address));
        let metrics = Request::get("/metrics");
        let began = timeout(PATIENCE, async {
            while !metrics.clone().send(http.address).await.body.contains("zcp_calls_in_flight 1") {
                tokio::task::yield_now().await;
            }
        });
        began.await.expect("the call has begun");
        http.stop.cancel();
        let answer = timeout(PATIENCE, call).await.expect("it is answered").expect("no panic");
        let text = answer.response()["result"]["content"][0]["text"].clone();
        assert!(text.as_str().is_some_and(|text| text.contains("\"CANCELLED\"")), "{answer:?}");
    });
}

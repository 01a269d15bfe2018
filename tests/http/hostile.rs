//! Requests that mean harm, and the status of each.

use std::net::SocketAddr;

use serde_json::{Value, json};

use super::client::{LEGACY, Request, raw};
use super::server::{ALICE, Http, Start, sandbox};
use crate::harness::world::block_on;

fn list() -> Request {
    Request::modern("tools/list", json!({}))
}

/// The table: what comes, and the status of the answer; 0 for a connection that ends without one.
fn table() -> Vec<(&'static str, Request, u16)> {
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let call = json!({ "name": "zerops_discover", "arguments": {} });
    vec![
        ("a request as it should be", list(), 200),
        ("DNS rebinding", list().but("host", "rebound.evil.example"), 403),
        ("DNS rebinding with the port", list().but("host", "rebound.evil.example:80"), 403),
        ("a name in front of an address", list().but("host", "127.0.0.1.evil.example"), 403),
        ("an address as a number", list().but("host", "2130706433"), 403),
        ("a user in the name", list().but("host", "localhost@evil.example"), 403),
        ("no host", list().without("host"), 400),
        ("two hosts", list().with("host", "evil.example"), 400),
        ("another target than the host", list().line("POST http://evil.example/mcp"), 403),
        ("a foreign page", list().with("origin", "https://evil.example"), 403),
        ("a page of no origin", list().with("origin", "null"), 403),
        ("a page that may call", list().with("origin", "https://app.example"), 200),
        ("the same page over http", list().with("origin", "http://app.example"), 403),
        ("two origins", list().with("origin", "https://app.example").with("origin", "https://evil.example"), 403),
        ("a question of a foreign page", list().line("OPTIONS /mcp").with("origin", "https://evil.example"), 403),
        ("a form of a page", list().but("content-type", "text/plain"), 415),
        ("two types", list().with("content-type", "text/plain"), 415),
        ("no type", list().without("content-type"), 415),
        ("no accept", list().without("accept"), 406),
        ("a header of another method", list().but("mcp-method", "tools/call"), 400),
        ("a header of another tool", Request::modern("tools/call", call.clone()).but("mcp-name", "zerops_delete"), 400),
        ("no header of the method", list().without("mcp-method"), 400),
        ("a header of another version", list().but("mcp-protocol-version", LEGACY), 400),
        ("a version of no protocol", Request::legacy("tools/list", json!({})).but("mcp-protocol-version", "1"), 400),
        ("an unknown method", Request::modern("tools/steal", json!({})), 404),
        ("a path behind", list().line("POST /mcp/../metrics"), 404),
        ("a path in other letters", list().line("POST /%6dcp"), 404),
        ("a path with more slashes", list().line("POST //mcp"), 404),
        ("a file", Request::get("/../../etc/passwd"), 404),
        ("another method", list().line("DELETE /mcp"), 405),
        ("a stream that nobody serves", Request::get("/mcp").with("accept", "text/event-stream"), 405),
        ("writing numbers", Request::get("/metrics").line("POST /metrics"), 405),
        ("nothing", Request::post(""), 400),
        ("no JSON", Request::post("{\"jsonrpc\":"), 400),
        ("JSON that is no message", Request::post("{}"), 400),
        (
            "several messages",
            Request::post(format!("[{0},{0}]", json!({ "jsonrpc": "2.0", "id": 1, "method": "ping" }))),
            400,
        ),
        (
            "a name that comes twice",
            Request::post(r#"{"jsonrpc":"2.0","id":1,"method":"tools/call","method":"tools/list"}"#),
            400,
        ),
        (
            "an argument that comes twice",
            Request::post(
                r#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"zerops_discover","arguments":{"service":"a","service":"b"}}}"#,
            ),
            400,
        ),
        (
            "a call with a million values",
            Request::legacy(
                "tools/call",
                json!({ "name": "zerops_env", "arguments": { "x": vec![json!({}); 1_000_000] } }),
            ),
            400,
        ),
        ("a million values", Request::post(format!("[{}1]", "1,".repeat(1_000_000))), 400),
        ("a body without a bottom", Request::post(deep), 400),
        (
            "an answer that nobody asked for",
            Request::post(json!({ "jsonrpc": "2.0", "id": 1, "result": {} }).to_string()),
            400,
        ),
        ("a body that is too large", Request::post(" ".repeat(5 * 1024 * 1024)), 413),
        ("a header that is too large", list().with("x-large", &"x".repeat(64 * 1024)), 431),
        ("too many headers", (0..100).fold(list(), |request, n| request.with(&format!("x-{n}"), "x")), 431),
    ]
}

#[test]
fn what_means_harm_is_refused() {
    block_on(async {
        let sandbox = sandbox().await;
        let start = Start { origins: vec!["https://app.example".to_owned()], ..Start::default() };
        let http = Http::over(&sandbox, start).await;
        let mut wrong = Vec::new();
        for (what, request, expected) in table() {
            let answer = request.send(http.address).await;
            if answer.status != expected {
                wrong.push(format!("{what}: {} instead of {expected}: {}", answer.status, answer.body));
            }
            assert!(!answer.body.contains("root:"), "{what}");
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        assert_eq!(list().send(http.address).await.status, 200, "it serves on");
    });
}

/// Bytes that a proxy and a server might take for different requests. Whatever the first answer is, the bytes behind
/// it must not be answered as a request.
#[test]
fn nothing_is_smuggled_behind_a_request() {
    block_on(async {
        let sandbox = sandbox().await;
        let http = Http::over(&sandbox, Start { tokens: true, ..Start::default() }).await;
        let hidden = String::from_utf8(list().bearer(ALICE).bytes()).expect("text");
        let head = list().bearer(ALICE).head();
        let body = json!({ "jsonrpc": "2.0", "id": 9, "method": "ping" }).to_string();
        let chunk = format!("{:x}\r\n{body}\r\n0\r\n\r\n", body.len());
        for (what, bytes) in [
            (
                "a length and chunks",
                format!("{head}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n{chunk}{hidden}"),
            ),
            (
                "chunks and a length",
                format!("{head}transfer-encoding: chunked\r\ncontent-length: 5\r\n\r\n{chunk}{hidden}"),
            ),
            ("two lengths", format!("{head}content-length: 5\r\ncontent-length: 6\r\n\r\n{body}{hidden}")),
            ("a length that is none", format!("{head}content-length: +5\r\n\r\n{body}{hidden}")),
            ("lengths in a list", format!("{head}content-length: 5, 5\r\n\r\n{body}{hidden}")),
            ("another coding", format!("{head}transfer-encoding: xchunked\r\n\r\n{chunk}{hidden}")),
            ("a coding behind chunks", format!("{head}transfer-encoding: chunked, identity\r\n\r\n{chunk}{hidden}")),
            ("a blank before the colon", format!("{head}transfer-encoding : chunked\r\n\r\n{chunk}{hidden}")),
            ("a folded header", format!("{head}x-a: b\r\n content-length: 5\r\n\r\n{body}{hidden}")),
            ("a chunk of a negative size", format!("{head}transfer-encoding: chunked\r\n\r\n-1\r\n{body}{hidden}")),
            (
                "a chunk of a huge size",
                format!("{head}transfer-encoding: chunked\r\n\r\nfffffffffffffffff\r\n{body}{hidden}"),
            ),
            ("a line feed alone", format!("{}content-length: 5\n\n{body}{hidden}", head.replace("\r\n", "\n"))),
            ("a zero byte", format!("{head}x-a: \0\r\ncontent-length: 5\r\n\r\n{body}{hidden}")),
        ] {
            let answers = answers(http.address, &bytes).await;
            // What stands behind a request that has ended is no request, and is told so.
            assert!(answers.iter().skip(1).all(|answer| answer.starts_with("400 Bad")), "{what}: {answers:?}");
            let listed = answers.iter().any(|answer| answer.contains("\"tools\""));
            assert!(!listed, "{what}: what was hidden was answered: {answers:?}");
        }
    });
}

/// The bodies of all answers to these bytes.
async fn answers(address: SocketAddr, bytes: &str) -> Vec<String> {
    let whole = raw(address, bytes.as_bytes()).await;
    let text = format!("{} {}", whole.status, whole.body);
    text.split("HTTP/1.1 ").filter(|part| !part.starts_with('0')).map(str::to_owned).collect()
}

/// What a page that may call is told before it does.
#[test]
fn a_page_that_may_call_is_told_so() {
    block_on(async {
        let sandbox = sandbox().await;
        let start = Start { origins: vec!["https://app.example".to_owned()], ..Start::default() };
        let http = Http::over(&sandbox, start).await;
        let asked = Request::get("/mcp").line("OPTIONS /mcp").with("origin", "https://app.example");
        let told = asked.with("access-control-request-method", "POST").send(http.address).await;
        assert_eq!((told.status, told.header("access-control-allow-origin")), (204, Some("https://app.example")));
        assert!(told.header("access-control-allow-headers").is_some_and(|names| names.contains("authorization")));
        let answer = list().with("origin", "https://app.example").send(http.address).await;
        assert_eq!(answer.header("access-control-allow-origin"), Some("https://app.example"));
        assert_eq!(list().send(http.address).await.header("access-control-allow-origin"), None);
    });
}

#[test]
fn parameters_that_do_not_fit_are_told_from_an_unknown_method() {
    block_on(async {
        let sandbox = sandbox().await;
        let http = Http::over(&sandbox, Start::default()).await;
        let error = |answer: Value| answer["error"]["code"].clone();
        for (request, code) in [
            (Request::legacy("tools/call", json!({ "name": "zerops_discover", "arguments": [1] })), -32602),
            (Request::legacy("tools/list", json!({ "cursor": 5 })), -32602),
            (Request::modern("tools/list", json!({ "cursor": 5 })), -32602),
            (Request::legacy("tools/steal", json!({})), -32601),
            (Request::modern("initialize", json!({})), -32601),
        ] {
            let answer = request.clone().send(http.address).await;
            assert_eq!(error(answer.response()), code, "{request:?}: {answer:?}");
        }
    });
}

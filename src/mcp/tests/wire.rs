//! What a broken or hurried client sends, byte by byte.

use serde_json::json;

use super::fixture::{Wire, everything};
use crate::mcp::stdio::ExitReason;

async fn ping(wire: &mut Wire, id: i64) {
    wire.request(json!(id), "ping", json!({})).await;
    assert_eq!(wire.answer().await, json!({ "jsonrpc": "2.0", "id": id, "result": {} }));
}

#[tokio::test]
async fn a_line_that_is_not_json_is_answered_and_the_next_request_too() {
    let mut wire = Wire::open(&everything()).await;
    for (line, id, code) in [
        (&b"{\"jsonrpc\":\"2.0\",\"id\":1,\"meth\n"[..], json!(1), -32600),
        (b"{\"method\":\"ping\",\"params\":{\"x\":\"\xff\"},\"jsonrpc\":\"2.0\",\"id\":\"a\"}\n", json!("a"), -32600),
        (b"hello\n", json!(null), -32700),
        (b"\xff\xfe\n", json!(null), -32700),
    ] {
        wire.bytes(line).await;
        let answer = wire.answer().await;
        assert_eq!((&answer["id"], &answer["error"]["code"]), (&id, &json!(code)));
    }
    wire.bytes(b"{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"x\n").await;
    ping(&mut wire, 2).await;
}

#[tokio::test]
async fn a_key_that_comes_twice_is_refused_wherever_it_stands() {
    let mut wire = Wire::open(&everything()).await;
    let call = |params: &str| format!(r#"{{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{params}}}{}"#, "\n");
    for params in [
        r#"{"name":"t_text","arguments":{"x":"a","x":"b"}}"#,
        r#"{"name":"t_service","name":"t_text","arguments":{"x":"a"}}"#,
        r#"{"name":"t_text","arguments":{"x":"a"},"_meta":{"a":{"b":1,"\u0062":2}}}"#,
    ] {
        wire.bytes(call(params).as_bytes()).await;
        let answer = wire.answer().await;
        assert_eq!((&answer["id"], &answer["error"]["code"]), (&json!(1), &json!(-32600)), "{answer}");
        assert!(answer["error"]["message"].as_str().is_some_and(|text| text.contains("twice")), "{answer}");
    }
    wire.bytes(b"{\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\",\"params\":{\"a\":1,\"a\":2}}\n").await;
    wire.bytes(b"{\"jsonrpc\":\"2.0\",\"id\":1,\"id\":2,\"method\":\"ping\"}\n").await;
    assert_eq!(wire.answer().await["id"], json!(null));
    ping(&mut wire, 2).await;
}

#[tokio::test]
async fn a_line_of_millions_of_values_is_answered_and_nothing_is_made_of_it() {
    let mut wire = Wire::open(&everything()).await;
    let many = format!("[{}0]", "[],".repeat(1_300_000));
    for line in [
        format!(r#"{{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{{"name":"t_text","arguments":{many}}}}}"#),
        format!(r#"{{"params":{many},"method":"ping","jsonrpc":"2.0","id":1}}"#),
    ] {
        wire.bytes(format!("{line}\n").as_bytes()).await;
        let answer = wire.answer().await;
        assert_eq!((&answer["id"], &answer["error"]["code"]), (&json!(1), &json!(-32600)), "{answer}");
        assert!(answer["error"]["message"].as_str().is_some_and(|text| text.contains("50000 values")), "{answer}");
    }
    ping(&mut wire, 2).await;
}

#[tokio::test]
async fn half_a_surrogate_pair_is_read_as_a_character_that_nobody_knows() {
    let mut wire = Wire::open(&everything()).await;
    let arguments = r#"{"action":"status","serviceHostname":"a \ud83d"}"#;
    let params = format!(r#"{{"name":"t_service","arguments":{arguments}}}"#);
    wire.bytes(format!(r#"{{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{params}}}{}"#, "\n").as_bytes())
        .await;
    let answer = wire.answer().await;
    assert_eq!(answer["result"]["structuredContent"]["serviceHostname"], "a \u{fffd}", "{answer}");
}

#[tokio::test]
async fn messages_of_one_line_are_answered_one_by_one() {
    let mut wire = Wire::open(&everything()).await;
    let ping = |id: i64| json!({ "jsonrpc": "2.0", "id": id, "method": "ping" });
    let note = json!({ "jsonrpc": "2.0", "method": "notifications/x" });
    wire.send(&json!([ping(1), note, 7, ping(2), [ping(3)]])).await;
    let mut answered = Vec::new();
    for _ in 0..4 {
        let answer = wire.answer().await;
        answered.push((answer["id"].as_i64(), answer["error"]["code"].as_i64()));
    }
    answered.sort_unstable();
    assert_eq!(answered, [(None, Some(-32600)), (None, Some(-32600)), (Some(1), None), (Some(2), None)]);
    wire.send(&json!(vec![1; 1025])).await;
    let answer = wire.answer().await;
    assert!(answer["error"]["message"].as_str().is_some_and(|text| text.contains("the most is 1024")), "{answer}");
    self::ping(&mut wire, 5).await;
}

#[tokio::test]
async fn a_line_of_fifty_megabytes_is_answered_and_the_next_request_too() {
    let mut wire = Wire::open(&everything()).await;
    let piece = vec![b'x'; 1024 * 1024];
    for _ in 0..50 {
        wire.bytes(&piece).await;
    }
    wire.bytes(b"\n").await;
    let answer = wire.answer().await;
    assert_eq!((&answer["id"], &answer["error"]["code"]), (&json!(null), &json!(-32700)));
    assert!(answer["error"]["message"].as_str().is_some_and(|text| text.contains("52428801")));
    ping(&mut wire, 2).await;
}

#[tokio::test]
async fn a_call_of_megabytes_is_answered_and_a_larger_one_says_the_most() {
    let mut wire = Wire::open(&everything()).await;
    for (length, is_read) in [(4_000_000, true), (4_300_000, false)] {
        let params = json!({ "name": "t_text", "arguments": { "x": "y".repeat(length) } });
        for request in [
            json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params }),
            json!({ "method": "tools/call", "params": params, "jsonrpc": "2.0", "id": 1 }),
        ] {
            wire.send(&request).await;
            let answer = wire.answer().await;
            assert_eq!((&answer["id"], answer.get("result").is_some()), (&json!(1), is_read), "{answer}");
            let message = answer["error"]["message"].as_str().unwrap_or_default();
            assert_eq!(message.contains("the most is 4194304"), !is_read, "{answer}");
        }
    }
}

#[tokio::test]
async fn json_that_is_no_request_is_an_invalid_request() {
    let mut wire = Wire::open(&everything()).await;
    let cases = [
        (json!([]), json!(null)),
        (json!(7), json!(null)),
        (json!({ "jsonrpc": "1.0", "id": 4, "method": "ping" }), json!(4)),
        (json!({ "jsonrpc": "2.0", "id": { "a": 1 }, "method": "ping" }), json!(null)),
        (json!({ "jsonrpc": "2.0", "id": "x" }), json!("x")),
    ];
    for (message, id) in cases {
        wire.send(&message).await;
        let answer = wire.answer().await;
        assert_eq!((&answer["id"], &answer["error"]["code"]), (&id, &json!(-32600)), "{message}");
    }
    ping(&mut wire, 5).await;
}

#[tokio::test]
async fn notifications_and_responses_are_never_answered_whatever_they_are() {
    let mut wire = Wire::open(&everything()).await;
    wire.send(&json!({ "method": "notifications/x" })).await;
    wire.send(&json!({ "jsonrpc": "2.0", "method": "$/other", "params": [1] })).await;
    wire.send(&json!({ "jsonrpc": "2.0", "method": "notifications/cancelled", "params": { "requestId": 99 } })).await;
    wire.send(&json!({ "jsonrpc": "2.0", "id": 3, "result": {} })).await;
    wire.send(&json!({ "jsonrpc": "2.0", "id": null, "error": { "code": 1, "message": "x" } })).await;
    wire.bytes(b"\n\r\n  \n").await;
    ping(&mut wire, 5).await;
}

#[tokio::test]
async fn wrong_parameters_of_a_known_method_are_invalid_parameters() {
    let mut wire = Wire::open(&everything()).await;
    let secret = "hunter2-secret";
    let cases = [
        ("tools/call", json!({ "name": "t_read", "arguments": [secret] })),
        ("tools/call", json!({ "name": "t_read", "arguments": secret })),
        ("tools/call", json!({ "name": 7 })),
        ("tools/call", json!([secret])),
        ("tools/list", json!({ "cursor": [secret] })),
        ("prompts/list", json!({ "cursor": 5 })),
        ("resources/list", json!({ "cursor": 5 })),
        ("resources/templates/list", json!({ "cursor": 5 })),
        ("tools/list", json!({ "cursor": secret })),
        ("tools/list", json!([secret])),
    ];
    for (method, params) in cases {
        wire.request(json!(1), method, params.clone()).await;
        let answer = wire.answer().await;
        assert_eq!(answer["error"]["code"], -32602, "{method} {params}");
        assert!(!answer.to_string().contains(secret));
    }
    wire.send(&json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/call" })).await;
    assert_eq!(wire.answer().await["error"]["code"], -32602);
}

#[tokio::test]
async fn nothing_said_before_the_handshake_ends_the_server() {
    let mut wire = Wire::silent(&everything());
    wire.send(&json!({ "jsonrpc": "2.0", "method": "notifications/initialized" })).await;
    wire.send(&json!({ "jsonrpc": "2.0", "id": 1, "result": {} })).await;
    wire.bytes(b"garbage\n").await;
    assert_eq!(wire.answer().await["error"]["code"], -32700);
    ping(&mut wire, 1).await;
    let mut elicitation = super::fixture::initialize("2025-11-25");
    elicitation["capabilities"] = json!({ "elicitation": true });
    for params in [json!({ "protocolVersion": 7 }), json!({}), elicitation] {
        wire.request(json!(2), "initialize", params).await;
        let error = wire.answer().await["error"].clone();
        assert_eq!(error["code"], -32602);
        for field in ["protocolVersion", "capabilities", "clientInfo"] {
            assert!(error["message"].as_str().is_some_and(|text| text.contains(field)), "{error}");
        }
    }
    for method in ["no/such", "logging/setLevel"] {
        wire.request(json!(2), method, json!({ "level": "info" })).await;
        assert_eq!(wire.answer().await["error"]["code"], -32601, "{method}");
    }
    wire.request(json!(3), "initialize", super::fixture::initialize("2025-11-25")).await;
    assert_eq!(wire.answer().await["result"]["protocolVersion"], "2025-11-25");
}

#[tokio::test]
async fn an_id_in_use_is_refused() {
    let mut wire = Wire::open(&everything()).await;
    wire.call(1, "t_hang").await;
    wire.call(1, "t_read").await;
    let answer = wire.answer().await;
    assert_eq!((&answer["id"], &answer["error"]["code"]), (&json!(1), &json!(-32600)));
}

#[tokio::test]
async fn a_call_that_was_sent_before_the_end_is_answered() {
    let mut wire = Wire::open(&everything()).await;
    wire.bytes(br#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"t_read"}}"#).await;
    wire.end().await;
    let rest = wire.rest().await;
    assert_eq!(rest.len(), 1);
    assert_eq!(rest[0]["result"]["structuredContent"], json!({ "greeting": "hello" }));
    assert_eq!(wire.reason().await, ExitReason::InputEnded);
}

#[tokio::test]
async fn the_end_of_the_input_ends_the_server_with_calls_in_flight() {
    let mut wire = Wire::open(&everything()).await;
    wire.call(1, "t_hang").await;
    wire.call(2, "t_hang").await;
    wire.end().await;
    let rest = wire.rest().await;
    assert_eq!(rest.len(), 2);
    assert!(rest.iter().all(|answer| answer["result"]["isError"] == true));
    assert_eq!(wire.reason().await, ExitReason::InputEnded);
}

#[tokio::test]
async fn a_stop_ends_the_server_with_calls_in_flight_or_before_anything() {
    let mut wire = Wire::open(&everything()).await;
    wire.call(1, "t_hang").await;
    wire.request(json!(2), "ping", json!({})).await;
    assert_eq!(wire.answer().await["id"], 2);
    wire.stop.cancel();
    assert_eq!(wire.rest().await.len(), 1);
    assert_eq!(wire.reason().await, ExitReason::Stopped);

    let wire = Wire::silent(&everything());
    wire.stop.cancel();
    assert_eq!(wire.reason().await, ExitReason::Stopped);
}

#[tokio::test]
async fn a_client_that_never_reads_does_not_hold_the_end_up() {
    let mut wire = Wire::open(&everything()).await;
    for id in 0..400 {
        wire.request(json!(id), "tools/list", json!({})).await;
    }
    wire.stop.cancel();
    assert_eq!(wire.reason().await, ExitReason::Stopped);
}

#[tokio::test]
async fn every_one_of_many_calls_is_answered() {
    let mut wire = Wire::open(&everything()).await;
    let (calls, mut seen) = (3000, std::collections::HashSet::new());
    let read = |id: i64| json!({ "jsonrpc": "2.0", "id": id, "method": "tools/call", "params": { "name": "t_read" } });
    for batch in 0..60 {
        let ids = batch * 50..batch * 50 + 50;
        let lines: Vec<String> = ids.map(|id| format!("{}\n", read(id))).collect();
        wire.bytes(lines.concat().as_bytes()).await;
        for _ in 0..50 {
            assert!(seen.insert(wire.answer().await["id"].as_i64()));
        }
    }
    assert_eq!(seen.len(), calls);
}

#[tokio::test]
async fn an_id_that_is_used_again_after_a_cancel_gets_its_own_answer() {
    let mut wire = Wire::open(&everything()).await;
    wire.call(7, "t_wait").await;
    wire.send(&json!({ "jsonrpc": "2.0", "method": "notifications/cancelled", "params": { "requestId": 7 } })).await;
    wire.call(7, "t_hang").await;
    wire.call(8, "t_read").await;
    let answer = wire.answer().await;
    assert_eq!(answer["id"], 8, "{answer}");
    wire.end().await;
    let rest = wire.rest().await;
    assert!(rest.len() == 1 && rest[0]["id"] == 7 && rest[0]["result"]["isError"] == true, "{rest:?}");
}

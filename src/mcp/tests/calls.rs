//! Calls: refused, failing, panicking, cancelled, at the same time, with progress.

use serde_json::{Value, json};

use super::fixture::{WRITER_STOPPED, Wire, everything};
use crate::domain::failure::failure_of;
use crate::mcp::offer::Filter;

fn failure(answer: &Value) -> Value {
    assert_eq!(answer["result"]["isError"], true, "{answer}");
    assert_eq!(answer["result"].get("structuredContent"), None);
    failure_of(answer["result"]["content"][0]["text"].as_str().expect("text")).expect("JSON")
}

#[tokio::test]
async fn an_unknown_tool_is_a_protocol_error_with_the_nearest() {
    let mut wire = Wire::open(&everything()).await;
    wire.call(1, "t_raed").await;
    let error = wire.answer().await["error"].clone();
    assert_eq!(error["code"], -32602);
    assert_eq!(error["message"], "Unknown tool `t_raed`. Did you mean `t_read`?");
    wire.call(2, "x\u{1b}[2J\u{202e}\ny").await;
    assert_eq!(wire.answer().await["error"]["message"], "Unknown tool `x[2Jy`.");
    wire.request(json!(3), "x\u{1b}\ry", json!({})).await;
    assert_eq!(wire.answer().await["error"]["message"], "Unknown method `xy`");
}

#[tokio::test]
async fn wrong_arguments_are_a_typed_failure_and_stringified_ones_are_right() {
    let mut wire = Wire::open(&everything()).await;
    wire.request(json!(1), "tools/call", json!({ "name": "t_service", "arguments": { "action": "stat", "x": 1 } }))
        .await;
    let failure = failure(&wire.answer().await);
    assert_eq!(failure["code"], "INVALID_PARAMETER");
    assert_eq!(failure["fields"].as_array().map(Vec::len), Some(3));
    let arguments = json!({ "action": "delete", "serviceHostname": "api", "confirm": "true" });
    wire.request(json!(2), "tools/call", json!({ "name": "t_service", "arguments": arguments })).await;
    assert_eq!(wire.answer().await["result"]["structuredContent"]["confirm"], true);
}

#[tokio::test]
async fn what_is_withheld_says_how_to_run_it_and_echoes_no_text() {
    let filter = Filter { read_only: true, ..Filter::default() };
    let mut wire = Wire::open(&filter).await;
    let arguments = json!({ "action": "delete", "serviceHostname": "secret-text", "confirm": true });
    wire.request(json!(1), "tools/call", json!({ "name": "t_service", "arguments": arguments })).await;
    let withheld = failure(&wire.answer().await);
    assert_eq!(withheld["code"], "INVALID_USAGE");
    assert!(withheld["error"].as_str().is_some_and(|text| text.contains("--read-only")));
    let line = "zcp call t_service --action delete --serviceHostname '<serviceHostname>' --confirm true";
    assert_eq!(withheld["next"], json!([{ "cli": line }]));

    wire.call(2, "t_wait").await;
    assert_eq!(failure(&wire.answer().await)["next"], json!([{ "cli": "zcp call t_wait" }]));
    let arguments = json!({ "action": "start", "lines": " 3", "confirm": "True" });
    wire.request(json!(4), "tools/call", json!({ "name": "t_service", "arguments": arguments })).await;
    let line = "zcp call t_service --action start --lines 3 --confirm true";
    assert_eq!(failure(&wire.answer().await)["next"], json!([{ "cli": line }]));
    let arguments = json!({ "action": "start", "lines": "secret-text", "confirm": "secret-text" });
    wire.request(json!(5), "tools/call", json!({ "name": "t_service", "arguments": arguments })).await;
    let line = "zcp call t_service --action start --lines '<lines>' --confirm '<confirm>'";
    assert_eq!(failure(&wire.answer().await)["next"], json!([{ "cli": line }]));
    let arguments = json!({ "action": "status", "serviceHostname": "api" });
    wire.request(json!(3), "tools/call", json!({ "name": "t_service", "arguments": arguments })).await;
    assert_eq!(wire.answer().await["result"]["structuredContent"]["action"], "status");
}

#[tokio::test]
async fn a_suggested_call_that_is_not_offered_is_a_command_line() {
    let start = json!({ "tool": "t_service", "args": { "action": "start", "serviceHostname": "api" } });
    let line = json!({ "cli": "zcp call t_service --action start --serviceHostname api" });
    for (read_only, expected) in [(false, start), (true, line)] {
        let mut wire = Wire::open(&Filter { read_only, ..Filter::default() }).await;
        wire.call(1, "t_next").await;
        let result = wire.answer().await["result"].clone();
        assert_eq!(result["structuredContent"]["next"], json!([{ "tool": "t_read", "args": {} }, expected]));
        assert_eq!(result["content"][0]["text"], result["structuredContent"].to_string());
    }
}

#[tokio::test]
async fn a_panic_is_answered_without_its_message() {
    let mut wire = Wire::open(&everything()).await;
    wire.call(1, "t_panic").await;
    let answer = wire.answer().await;
    assert!(!answer.to_string().contains("secret"));
    assert_eq!(failure(&answer)["code"], "INTERNAL_ERROR");
    wire.call(2, "t_read").await;
    assert_eq!(wire.answer().await["result"]["structuredContent"]["greeting"], "hello");
}

#[tokio::test]
async fn a_slow_call_delays_nothing() {
    let mut wire = Wire::open(&everything()).await;
    wire.call(1, "t_hang").await;
    for (id, method) in [(2, "ping"), (3, "tools/list")] {
        wire.request(json!(id), method, json!({})).await;
        assert_eq!(wire.answer().await["id"], id);
    }
    wire.call(4, "t_read").await;
    assert_eq!(wire.answer().await["id"], 4);
}

#[tokio::test]
async fn calls_past_the_bound_wait_for_their_turn() {
    let mut wire = Wire::open(&everything()).await;
    for id in 1..=4 {
        wire.call(id, "t_hang").await;
    }
    wire.call(5, "t_read").await;
    wire.request(json!(6), "ping", json!({})).await;
    assert_eq!(wire.answer().await["id"], 6);
    wire.call(7, "t_text").await;
    assert_eq!(wire.answer().await["id"], 7, "what asks nobody needs no turn");
    wire.send(&json!({ "jsonrpc": "2.0", "method": "notifications/cancelled", "params": { "requestId": 2 } })).await;
    assert_eq!(wire.answer().await["id"], 5);
}

#[tokio::test]
async fn a_call_that_waits_for_its_turn_can_be_cancelled() {
    let mut wire = Wire::open(&everything()).await;
    for id in 1..=5 {
        wire.call(id, "t_hang").await;
    }
    for id in [5, 1] {
        let params = json!({ "requestId": id });
        wire.send(&json!({ "jsonrpc": "2.0", "method": "notifications/cancelled", "params": params })).await;
    }
    wire.call(6, "t_read").await;
    assert_eq!(wire.answer().await["id"], 6);
}

#[tokio::test]
async fn an_operation_that_writes_is_told_of_its_cancellation() {
    let mut wire = Wire::open(&everything()).await;
    let params = json!({ "name": "t_wait", "_meta": { "progressToken": "p" } });
    wire.request(json!(1), "tools/call", params).await;
    assert_eq!(wire.answer().await["method"], "notifications/progress");
    let params = json!({ "requestId": 1, "reason": "enough" });
    wire.send(&json!({ "jsonrpc": "2.0", "method": "notifications/cancelled", "params": params })).await;
    WRITER_STOPPED.notified().await;
    wire.request(json!(2), "ping", json!({})).await;
    assert_eq!(wire.answer().await["id"], 2);
}

#[tokio::test]
async fn progress_grows_and_comes_before_the_answer() {
    let mut wire = Wire::open(&everything()).await;
    wire.request(json!(1), "tools/call", json!({ "name": "t_steps", "_meta": { "progressToken": 17 } })).await;
    let mut last = 0.0;
    for message in ["one", "two", "three"] {
        let params = wire.answer().await["params"].clone();
        assert_eq!((&params["progressToken"], &params["message"]), (&json!(17), &json!(message)));
        let progress = params["progress"].as_f64().expect("a number");
        assert!(progress > last);
        last = progress;
    }
    assert_eq!(wire.answer().await["result"]["structuredContent"]["steps"], 3);
    wire.call(2, "t_steps").await;
    assert_eq!(wire.answer().await["id"], 2);
}

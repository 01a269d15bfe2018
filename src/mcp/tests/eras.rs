//! Clients of both eras of the protocol find the same server.

use rmcp::ServiceExt;
use rmcp::model::{ClientConfig, ProtocolVersion};
use rmcp::service::{ClientLifecycleMode, ClientServiceExt};
use serde_json::{Value, json};

use super::fixture::{Wire, call, everything, initialize, serve, text};
use crate::mcp::stdio::ExitReason;

fn meta() -> Value {
    json!({
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": {},
        "io.modelcontextprotocol/clientInfo": { "name": "test", "version": "1" },
    })
}

#[tokio::test]
async fn a_client_that_initializes_lists_and_calls() {
    let (stream, serving, _stop) = serve(&everything());
    let client = ().serve(stream).await.expect("the handshake");
    let tools = client.list_all_tools().await.expect("a list");
    assert_eq!(tools.len(), super::fixture::TOOLS.len());
    let result = client.call_tool(call("t_read", json!({}))).await.expect("a result");
    assert_eq!(result.structured_content, Some(json!({ "greeting": "hello" })));
    assert_eq!(text(&result), r#"{"greeting":"hello"}"#);
    assert_eq!(result.meta, None);
    let result = client.call_tool(call("t_text", json!({}))).await.expect("a result");
    assert_eq!(text(&result), "line\nline");
    client.cancel().await.expect("the client ends");
    assert_eq!(serving.await.expect("no panic"), ExitReason::InputEnded);
}

#[tokio::test]
async fn a_client_that_discovers_lists_and_calls() {
    let (stream, _serving, _stop) = serve(&everything());
    let lifecycle = ClientLifecycleMode::Discover { preferred_versions: vec![ProtocolVersion::V_2026_07_28] };
    let client = ClientConfig::default().serve_with_lifecycle(stream, lifecycle).await.expect("the discovery");
    assert_eq!(client.list_all_tools().await.expect("a list").len(), super::fixture::TOOLS.len());
    let result = client.call_tool(call("t_read", json!({}))).await.expect("a result");
    assert_eq!(result.structured_content, Some(json!({ "greeting": "hello" })));
}

#[tokio::test]
async fn every_revision_that_initializes_is_answered_in_its_own() {
    for version in ["2025-06-18", "2025-11-25"] {
        let mut wire = Wire::silent(&everything());
        wire.request(json!(1), "initialize", initialize(version)).await;
        let result = &wire.answer().await["result"];
        assert_eq!(result["protocolVersion"], version);
        assert_eq!(result["serverInfo"]["name"], "zerops");
        assert_eq!(result["serverInfo"]["version"], env!("CARGO_PKG_VERSION"));
        assert_eq!(result["capabilities"], json!({ "completions": {}, "prompts": {}, "resources": {}, "tools": {} }));
        assert!(result["instructions"].as_str().is_some_and(|text| text.len() < 2048));
    }
}

#[tokio::test]
async fn modern_results_say_who_answers_and_how_long_they_keep() {
    let mut wire = Wire::silent(&everything());
    for method in ["server/discover", "tools/list", "prompts/list", "resources/list", "resources/templates/list"] {
        wire.request(json!(1), method, json!({ "_meta": meta() })).await;
        let result = &wire.answer().await["result"];
        assert_eq!(result["_meta"]["io.modelcontextprotocol/serverInfo"]["name"], "zerops", "{method}");
        assert_eq!(result["resultType"], "complete");
        assert_eq!(result["cacheScope"], "public");
        assert!(result["ttlMs"].as_u64().is_some_and(|ttl| ttl > 0));
    }
    wire.request(json!(2), "tools/call", json!({ "name": "t_read", "_meta": meta() })).await;
    let result = &wire.answer().await["result"];
    assert_eq!(result["_meta"]["io.modelcontextprotocol/serverInfo"]["name"], "zerops");
}

#[tokio::test]
async fn a_client_may_discover_and_then_initialize() {
    let mut wire = Wire::silent(&everything());
    wire.request(json!(1), "server/discover", json!({ "_meta": meta() })).await;
    let versions = wire.answer().await["result"]["supportedVersions"].clone();
    for version in ["2025-06-18", "2025-11-25", "2026-07-28"] {
        assert!(versions.as_array().is_some_and(|all| all.contains(&json!(version))));
    }
    wire.send(&json!({ "jsonrpc": "2.0", "method": "notifications/initialized" })).await;
    wire.request(json!(2), "initialize", initialize("2025-11-25")).await;
    assert_eq!(wire.answer().await["result"]["protocolVersion"], "2025-11-25");
    wire.request(json!(3), "tools/list", json!({})).await;
    let result = &wire.answer().await["result"];
    assert!(result["tools"].as_array().is_some_and(|tools| !tools.is_empty()));
    assert_eq!(result.get("_meta"), None);
}

#[tokio::test]
async fn a_connection_stays_in_the_protocol_that_opened_it() {
    let mut wire = Wire::silent(&everything());
    let mut opening = initialize("2026-07-28");
    opening["_meta"] = meta();
    wire.request(json!(1), "initialize", opening.clone()).await;
    assert_eq!(wire.answer().await["error"]["code"], -32601, "that protocol has none");
    wire.request(json!(2), "tools/list", json!({ "_meta": meta() })).await;
    assert!(wire.answer().await["result"]["tools"].is_array());
    wire.request(json!(3), "initialize", initialize("2025-11-25")).await;
    assert_eq!(wire.answer().await["error"]["code"], -32600);
    wire.request(json!(4), "initialize", opening).await;
    assert_eq!(wire.answer().await["error"]["code"], -32601);
    wire.request(json!(5), "tools/call", json!({ "name": "t_read", "_meta": meta() })).await;
    assert_eq!(wire.answer().await["result"]["structuredContent"], json!({ "greeting": "hello" }));
}

#[tokio::test]
async fn what_is_not_served_does_not_exist() {
    let mut wire = Wire::open(&everything()).await;
    let methods = [
        ("logging/setLevel", json!({ "level": "info" })),
        ("resources/subscribe", json!({ "uri": "zerops://docs/topics/ports" })),
        ("no/such", json!({})),
    ];
    for (method, params) in methods {
        wire.request(json!(9), method, params).await;
        assert_eq!(wire.answer().await["error"]["code"], -32601, "{method}");
    }
}

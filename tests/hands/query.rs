//! A database that is reached through a runtime, over a real ssh.

use std::time::Duration;

use serde_json::json;

use super::live::{CONTAINERS, Live};
use crate::harness::need::need;

const IMPORT: &str = "services:
  - hostname: app
    type: ubuntu@22.04
    startWithoutCode: true
  - hostname: db
    type: postgresql:single@16
  - hostname: cache
    type: valkey:single@7.2
";

#[tokio::test]
async fn a_database_is_asked_through_a_runtime() {
    if !need(CONTAINERS) || !need(&["ssh", "initdb", "redis-server"]) {
        return;
    }
    let live = Live::entered(IMPORT).await;
    let ask = async |hostname: &str, query: &str| {
        live.call("zerops_query", json!({ "serviceHostname": hostname, "query": query, "via": "app" })).await
    };
    // The servers of a project come up in their own time.
    let args = json!({ "serviceHostname": "db", "query": "SELECT 1", "via": "app" });
    for _ in 0..60 {
        let tried = live.world.call("zerops_query", args.as_object().cloned().expect("arguments")).await;
        if tried.is_error != Some(true) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    let asked = ask("db", "SELECT 1 AS one, current_user").await;
    assert_eq!((&asked["rows"], &asked["via"]), (&json!(["[1,\"db\"]"]), &json!("app")), "{asked}");
    let asked = ask("cache", "PING").await;
    assert_eq!(asked["rows"], json!(["[\"PONG\"]"]), "{asked}");
    // Without a word on the way, the first runtime that runs is taken.
    let asked =
        live.call("zerops_query", json!({ "serviceHostname": "db", "query": "SHOW transaction_read_only" })).await;
    assert_eq!((&asked["rows"], &asked["via"]), (&json!(["[\"on\"]"]), &json!("app")), "{asked}");
    live.end().await;
}

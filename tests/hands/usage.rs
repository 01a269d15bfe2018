//! What a real service uses.

use std::time::Duration;

use serde_json::json;

use super::live::{CONTAINERS, Live};
use crate::harness::need::need;

const IMPORT: &str = "services: [{hostname: app, type: python@3.11}]";

const YAML: &str = "zerops:
  - setup: app
    build: {base: python@3.11, deployFiles: ./}
    run:
      base: python@3.11
      start: python3 app.py
";

/// Holds 200 MB, keeps a core busy, and has 3 MB of files.
const APP: &str = "held = bytearray(200_000_000)
for at in range(0, len(held), 4096):
    held[at] = 1
while True:
    pass
";

#[tokio::test]
async fn what_a_service_really_uses_is_measured() {
    if !need(CONTAINERS) || !need(&["python3"]) {
        return;
    }
    let live = Live::start(IMPORT).await;
    live.write("zerops.yaml", YAML);
    live.write("app.py", APP);
    live.write("data.bin", &"x".repeat(3_000_000));
    assert_eq!(live.deploy("app").await["status"], "ACTIVE");
    let used = loop {
        let answer = live.call("zerops_usage", json!({ "serviceHostname": "app", "hours": 1 })).await;
        let service = answer["services"][0].clone();
        let amount = |key: &str| service[key]["used"].as_f64().unwrap_or(0.0);
        if amount("ram") >= 0.2 && amount("cpu") > 0.2 {
            break service;
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    };
    assert!(used["ram"]["used"].as_f64().is_some_and(|ram| ram < 0.4), "{used}");
    assert!(used["disk"]["used"].as_f64().is_some_and(|disk| (0.003..0.01).contains(&disk)), "{used}");
    assert!(used["buckets"].as_array().is_some_and(|buckets| !buckets.is_empty()), "{used}");
    assert_eq!(used["containers"], json!(1));
    live.end().await;
}

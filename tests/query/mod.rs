//! `zerops_query` against real servers: what it answers, and that nothing is written whatever is tried.

#[cfg(unix)]
mod hostile;
mod mariadb;
mod postgresql;
mod valkey;

use serde_json::{Value, json};
use zcp::cli::client::text_of;
use zcp::domain::network::PrivateNetwork;

use crate::harness::answer::failure_in;
use crate::harness::world::{Setting, World};

/// A world in which zcp runs in the project, with more services.
async fn inside(import: &str) -> (World, PrivateNetwork) {
    let network = PrivateNetwork::table();
    let setting = Setting { own_hostname: Some("zcp".to_owned()), network: network.clone(), ..Setting::default() };
    let world = World::start(&setting).await;
    if !import.is_empty() {
        let args = json!({ "content": import, "wait": true });
        let made = world.call("zerops_import", args.as_object().cloned().expect("arguments")).await;
        assert_ne!(made.is_error, Some(true), "{}", text_of(&made));
    }
    (world, network)
}

/// What a service's variable says.
async fn variable(world: &World, hostname: &str, key: &str) -> String {
    let args = json!({ "action": "get", "serviceHostname": hostname, "variables": [key], "reveal": [key] });
    let got = world.call("zerops_env", args.as_object().cloned().expect("arguments")).await;
    let record = got.structured_content.expect("a record");
    record["variables"][0]["value"].as_str().expect("a value").to_owned()
}

/// An answer: the rows, read as JSON.
async fn rows(world: &World, hostname: &str, query: &str) -> Vec<Value> {
    let args = json!({ "serviceHostname": hostname, "query": query });
    let got = world.call("zerops_query", args.as_object().cloned().expect("arguments")).await;
    assert_ne!(got.is_error, Some(true), "{query}: {}", text_of(&got));
    let record = got.structured_content.expect("a record");
    let rows = record["rows"].as_array().cloned().unwrap_or_default();
    rows.iter().map(|row| serde_json::from_str(row.as_str().expect("a row")).expect("JSON")).collect()
}

/// An attempt that must be refused: its code and what was said.
async fn refused(world: &World, hostname: &str, query: &str) -> (String, String) {
    let args = json!({ "serviceHostname": hostname, "query": query, "timeout": 5 });
    let got = world.call("zerops_query", args.as_object().cloned().expect("arguments")).await;
    assert_eq!(got.is_error, Some(true), "{query} was answered: {}", text_of(&got));
    let failure = failure_in(&got);
    let text = |key: &str| failure[key].as_str().expect("a text").to_owned();
    (text("code"), text("error"))
}

//! What agents do with what runs: each tool through a real MCP client, on services that the sandbox really runs.

use std::sync::Arc;

use rmcp::model::CallToolResult;
use serde_json::Value;
use zcp::cli::client::{Client, Handler, Human, text_of};
use zcp::generated::registry::TOOLS;
use zcp::mcp::consent::SealKey;
use zcp::mcp::offer::{Filter, Offer};
use zcp::mcp::server::Server;
use zcp::sandbox::server::Sandbox;

use crate::harness::answer::failure_in;
use crate::harness::world::{Setting, context};

mod backup;
mod browse;
mod dev_server;
mod exec;
mod live;
mod query;
mod usage;
mod versions;

/// A client of a server that works on this sandbox.
async fn connect(sandbox: &Sandbox, setting: &Setting<'_>, human: Human) -> Client {
    let offer = Offer::new(TOOLS, &Filter::default()).expect("everything is offered");
    let server = Server::new(context(sandbox, setting), offer, &SealKey::new([7; 32]));
    Client::in_process(server, Handler::new(human, Arc::new(|_| {}))).await.expect("the handshake")
}

/// A call that succeeds: its record and its whole answer.
async fn call(client: &Client, tool: &str, args: Value) -> (Value, CallToolResult) {
    let result = client.call(tool, args.as_object().cloned().expect("arguments")).await.expect("an answer");
    assert_ne!(result.is_error, Some(true), "{}", text_of(&result));
    (result.structured_content.clone().expect("a record"), result)
}

/// A call that fails: its code and its text.
async fn fails(client: &Client, tool: &str, args: Value) -> (String, String) {
    let result = client.call(tool, args.as_object().cloned().expect("arguments")).await.expect("an answer");
    let text = text_of(&result);
    let failure = failure_in(&result);
    (failure["code"].as_str().expect("a code").to_owned(), text)
}

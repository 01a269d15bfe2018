//! A half-done project whose context is lost: `status` names the next call, after every step, to the end.

use std::fs;
use std::path::Path;

use serde_json::{Map, Value, json};
use tempfile::TempDir;
use zcp::cli::client::text_of;
use zcp::domain::network::PrivateNetwork;

use crate::harness::servers;
use crate::harness::world::{Setting, World, block_on};

/// Two setups in a folder below the working folder, as an agent left them.
const ZEROPS_YAML: &str = "zerops:
  - setup: dev
    run:
      base: nodejs@22
      ports: [{ port: 3000, httpSupport: true }]
      start: zsc noop --silent
    build: { base: nodejs@22, deployFiles: ./ }
  - setup: prod
    run:
      base: nodejs@22
      ports: [{ port: 3000, httpSupport: true }]
      start: node index.js
    build: { base: nodejs@22, buildCommands: [npm ci], deployFiles: ./ }
";
const IMPORT: &str = "services:
  - { hostname: appdev, type: nodejs@22, startWithoutCode: true }
  - { hostname: appstage, type: nodejs@22 }
  - { hostname: db, type: postgresql@16, mode: NON_HA, priority: 10 }
  - { hostname: cache, type: valkey@7.2, mode: NON_HA, priority: 10 }
";

fn arguments(value: &Value) -> Map<String, Value> {
    value.as_object().cloned().expect("an object")
}

fn folder() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("app")).expect("a folder");
    fs::write(folder.path().join("app/zerops.yaml"), ZEROPS_YAML).expect("written");
    fs::write(folder.path().join("app/index.js"), "// nothing\n").expect("written");
    folder
}

/// A server that stands for the programs of both services.
async fn network() -> PrivateNetwork {
    let network = PrivateNetwork::table();
    for hostname in ["appdev", "appstage"] {
        let step = serde_json::from_value(json!({ "status": 200, "body": "ok" })).expect("a web server");
        network.insert(hostname, 3000, servers::web(&step, &servers::Probed::default()).await);
    }
    network
}

fn setting<'a>(folder: &Path, network: &PrivateNetwork) -> Setting<'a> {
    Setting {
        seed: "empty",
        working_folder: folder.to_owned(),
        state_folder: Some(folder.join("state")),
        network: network.clone(),
        own_hostname: Some("zcp".to_owned()),
        ..Setting::default()
    }
}

async fn made(world: &World, tool: &str, args: Value) -> Value {
    let result = world.call(tool, arguments(&args)).await;
    assert_ne!(result.is_error, Some(true), "{tool} {args}: {}", text_of(&result));
    result.structured_content.expect("a record")
}

/// What `status` says now, its first call, and its bytes.
async fn status(world: &World) -> (String, Option<(String, Value)>, usize) {
    let result = world.call("zerops_workflow", arguments(&json!({ "action": "status" }))).await;
    let bytes = serde_json::to_vec(&result).expect("JSON").len();
    let record = result.structured_content.expect("a record");
    let first = record["next"][0]
        .as_object()
        .map(|call| (call["tool"].as_str().expect("a tool").to_owned(), call["args"].clone()));
    (record["now"].as_str().expect("what to do").to_owned(), first, bytes)
}

#[test]
fn status_leads_a_half_done_project_to_its_end() {
    block_on(async {
        let (folder, network) = (folder(), network().await);
        let world = World::start(&setting(folder.path(), &network)).await;
        made(&world, "zerops_import", json!({ "content": IMPORT, "wait": true })).await;
        made(
            &world,
            "zerops_deploy",
            json!({ "workingDir": "app", "targetService": "appdev", "setup": "dev", "wait": true }),
        )
        .await;
        let mut way = Vec::new();
        let mut bytes = 0;
        loop {
            let (now, first, size) = status(&world).await;
            bytes += size;
            let Some((tool, args)) = first else {
                assert!(now.starts_with("Ask what to do next"), "{now}");
                break;
            };
            way.push(format!("{tool} {args}"));
            assert!(way.len() < 10, "{way:#?}");
            let result = made(&world, &tool, args).await;
            // A result suggests what `status` says next for the same service or its other half.
            let (_, next, _) = status(&world).await;
            if let Some((tool, args)) = next {
                assert_eq!(result["next"][0], json!({ "tool": tool, "args": args }), "{way:#?}");
            }
        }
        assert_eq!(
            way,
            [
                r#"zerops_verify {"serviceHostname":"appdev"}"#,
                r#"zerops_deploy {"targetService":"appstage","workingDir":"app","setup":"prod","wait":true}"#,
                r#"zerops_verify {"serviceHostname":"appstage"}"#,
            ]
        );
        assert!(bytes < 8_000, "{bytes} bytes of status in {} looks", way.len() + 1);
    });
}

#[test]
fn work_survives_a_restart_and_is_closed_by_its_end() {
    block_on(async {
        let (folder, network) = (folder(), network().await);
        let setting = setting(folder.path(), &network);
        let world = World::start(&setting).await;
        made(&world, "zerops_import", json!({ "content": IMPORT, "wait": true })).await;
        let start = json!({ "action": "start", "workflow": "develop", "intent": "add a login", "scope": ["appdev"] });
        let started = made(&world, "zerops_workflow", start.clone()).await;
        assert!(started["phase"].as_str().is_some_and(|phase| phase.contains("appdev, appstage")), "{started}");
        let mut calls = Vec::new();
        for _ in 0..10 {
            let (now, first, _) = status(&world).await;
            let (tool, args) = first.expect("a call");
            let closes = args["action"] == "close";
            assert_eq!(now.starts_with("Close the work"), closes, "{now}");
            calls.push(tool.clone());
            made(&world, &tool, args).await;
            if closes {
                break;
            }
            // The same again finds the same work: nothing begins anew.
            made(&world, "zerops_workflow", start.clone()).await;
        }
        assert_eq!(calls, ["zerops_deploy", "zerops_verify", "zerops_deploy", "zerops_verify", "zerops_workflow"]);
        let closed = made(&world, "zerops_workflow", json!({ "action": "close" })).await;
        assert_eq!(closed["notes"][0], "No work was open.");
    });
}

#[test]
fn a_failed_version_is_seen_where_an_agent_looks_first() {
    block_on(async {
        let folder = folder();
        // Named like the service, beside others that have no code here.
        fs::rename(folder.path().join("app"), folder.path().join("api")).expect("renamed");
        let network = network().await;
        let setting = Setting { seed: "node-postgres", ..setting(folder.path(), &network) };
        let world = World::start(&setting).await;
        world
            .sandbox
            .control()
            .fail_deploy("api", zcp::sandbox::control::deploys::FailedStage::Build, "npm ci failed")
            .expect("a version");
        let listed = made(&world, "zerops_discover", json!({})).await;
        let api = listed["services"].as_array().expect("a list").iter().find(|one| one["hostname"] == "api");
        assert!(
            api.is_some_and(|api| api["newest"].as_str().is_some_and(|text| text.contains("BUILD_FAILED; "))),
            "{listed}"
        );
        let verified = made(&world, "zerops_verify", json!({ "serviceHostname": "api" })).await;
        assert!(verified["note"].as_str().is_some_and(|note| note.contains("BUILD_FAILED")), "{verified}");
        let (now, first, _) = status(&world).await;
        assert!(now.contains("The build of"), "{now}");
        assert_eq!(first.expect("a call").0, "zerops_logs");
        let guide = made(&world, "zerops_workflow", json!({ "workflow": "debug" })).await;
        assert!(guide["state"].to_string().contains("newest version failed: api"), "{guide}");
    });
}

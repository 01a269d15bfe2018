//! A server that changes nothing before a workflow is open, and names the call that opens one.

use serde_json::{Value, json};

use crate::harness::answer::json_of;
use crate::harness::world::{Setting, World, block_on};

async fn call(world: &World, tool: &str, arguments: &Value) -> Value {
    let result = world.call(tool, arguments.as_object().cloned().unwrap_or_default()).await;
    json_of(&result)
}

#[test]
fn changes_wait_for_a_workflow_and_looks_do_not() {
    block_on(async {
        let state = tempfile::tempdir().expect("a folder");
        let setting =
            Setting { require_workflow: true, state_folder: Some(state.path().to_owned()), ..Setting::default() };
        let world = World::start(&setting).await;
        let writes = [
            ("zerops_deploy", json!({ "workingDir": "tests/projects/node", "targetService": "web", "wait": true })),
            ("zerops_manage", json!({ "action": "restart", "serviceHostname": "api" })),
            ("zerops_env", json!({ "action": "set", "serviceHostname": "db", "variables": ["A=b"] })),
            ("zerops_import", json!({ "content": "services: [{ hostname: extra, type: nodejs@22 }]" })),
            ("zerops_delete", json!({ "serviceHostname": "web", "confirm": true, "confirmHostname": "web" })),
        ];
        world.sandbox.control().clear_requests();
        for (tool, arguments) in &writes {
            let answer = call(&world, tool, arguments).await;
            assert_eq!(answer["code"], "WORKFLOW_REQUIRED", "{tool}: {answer}");
            let next = &answer["next"][0];
            assert_eq!((&next["tool"], &next["args"]["action"]), (&json!("zerops_workflow"), &json!("start")));
            let named = arguments["serviceHostname"].as_str().or(arguments["targetService"].as_str());
            if let Some(named) = named.filter(|named| *named != "db") {
                assert_eq!(next["args"]["scope"], json!([named]), "{answer}");
            }
        }
        let wrote = world.sandbox.control().requests().into_iter().filter(|request| request.method != "GET");
        let wrote: Vec<String> = wrote.map(|request| request.path).filter(|path| !path.ends_with("/search")).collect();
        assert_eq!(wrote, Vec::<String>::new());
        for (tool, arguments) in [
            ("zerops_discover", json!({})),
            ("zerops_verify", json!({ "serviceHostname": "web" })),
            ("zerops_workflow", json!({ "action": "status" })),
            ("zerops_import", json!({ "content": "services: [{ hostname: extra, type: nodejs@22 }]", "dryRun": true })),
        ] {
            assert!(call(&world, tool, &arguments).await["code"].is_null(), "{tool}");
        }
        // What cannot be a call is told as such.
        assert_eq!(call(&world, "zerops_manage", &json!({ "action": "restart" })).await["code"], "SERVICE_REQUIRED");

        // The call that was named opens one, and then it goes on.
        let refused = call(&world, writes[1].0, &writes[1].1).await;
        let started = call(&world, "zerops_workflow", &refused["next"][0]["args"]).await;
        assert!(started["phase"].as_str().is_some_and(|phase| phase.contains("develop-active")), "{started}");
        assert!(call(&world, writes[1].0, &writes[1].1).await["code"].is_null());
        call(&world, "zerops_workflow", &json!({ "action": "close" })).await;
        assert_eq!(call(&world, writes[1].0, &writes[1].1).await["code"], "WORKFLOW_REQUIRED");
    });
}

#[test]
fn in_an_empty_project_a_bootstrap_is_named() {
    block_on(async {
        let world = World::start(&Setting { seed: "empty", require_workflow: true, ..Setting::default() }).await;
        let import = json!({ "content": "services: [{ hostname: db, type: postgresql@18 }]" });
        let answer = call(&world, "zerops_import", &import).await;
        assert_eq!(answer["next"][0]["args"], json!({ "action": "start", "workflow": "bootstrap" }), "{answer}");
        let begin = json!({ "action": "start", "workflow": "bootstrap", "route": "classic" });
        call(&world, "zerops_workflow", &begin).await;
        assert!(call(&world, "zerops_import", &import).await["code"].is_null());
    });
}

#[test]
fn so_many_failures_in_a_row_ask_a_human() {
    block_on(async {
        let state = tempfile::tempdir().expect("a folder");
        let setting = Setting { most_attempts: 2, state_folder: Some(state.path().to_owned()), ..Setting::default() };
        let world = World::start(&setting).await;
        for _ in 0..2 {
            let stage = zcp::sandbox::control::deploys::FailedStage::Build;
            world.sandbox.control().fail_deploy("api", stage, "npm ci failed").expect("a version");
        }
        let status = json!({ "action": "status" });
        let answer = call(&world, "zerops_workflow", &status).await;
        let services = answer["services"].to_string();
        assert!(services.contains("api") && services.contains(", stop"), "{answer}");
    });
}

//! A change of variables that nothing was restarted for: everybody is told, until it was.

use serde_json::{Map, Value, json};

use crate::harness::answer::json_of;
use crate::harness::world::{Setting, World, block_on};

async fn call(world: &World, tool: &str, args: Value) -> Value {
    let args: Map<String, Value> = args.as_object().cloned().expect("an object");
    json_of(&world.call(tool, args).await)
}

async fn set(world: &World, service: &str, variable: &str, more: Value) -> Value {
    let mut args = json!({ "action": "set", "serviceHostname": service, "variables": [variable], "wait": true });
    args.as_object_mut().expect("an object").extend(more.as_object().cloned().expect("an object"));
    call(world, "zerops_env", args).await
}

/// The services that are said to run with old variables, and the restarts that are suggested.
async fn told(world: &World) -> (Vec<String>, Vec<String>) {
    let status = call(world, "zerops_status", json!({})).await;
    let lines = status["services"].as_array().expect("lines").iter().filter_map(Value::as_str);
    let old = lines.filter(|line| line.contains("old-variables") || line.contains("old variables"));
    let first = |line: &str| line.split(' ').next().unwrap_or_default().to_owned();
    (old.map(first).collect(), restarts(&status))
}

fn restarts(answer: &Value) -> Vec<String> {
    let next = answer["next"].as_array().into_iter().flatten();
    let restarts = next.filter(|call| call["args"]["action"] == "restart");
    restarts.map(|call| call["args"]["serviceHostname"].as_str().expect("a hostname").to_owned()).collect()
}

#[test]
fn who_runs_with_old_variables_is_said_until_it_was_restarted() {
    block_on(async {
        let folder = tempfile::tempdir().expect("a folder");
        let setting = Setting { state_folder: Some(folder.path().join("state")), ..Setting::default() };
        let mut world = World::start(&setting).await;
        set(&world, "worker", "KEY=${api_SESSION_KEY}", json!({ "restart": true })).await;
        assert_eq!(told(&world).await, (vec![], vec![]), "a restart has followed");

        let changed = set(&world, "api", "SESSION_KEY=another", json!({})).await;
        assert_eq!(changed["restartNeeded"], json!(["api", "worker"]), "{changed}");
        assert_eq!(restarts(&changed), ["api", "worker"], "{changed}");
        // Nothing was deployed to the worker yet, and its first deploy brings the change.
        let both = || (vec!["api".to_owned(), "worker".to_owned()], vec!["api".to_owned()]);
        assert_eq!(told(&world).await, both());

        // Neither the end of the process nor the same call again makes it so.
        world.restart(&setting).await;
        assert_eq!(told(&world).await, both());
        let again = set(&world, "api", "SESSION_KEY=another", json!({})).await;
        assert_eq!((&again["changed"], &again["restartNeeded"]), (&json!(false), &json!(["api", "worker"])), "{again}");
        assert_eq!(restarts(&again), ["api", "worker"], "{again}");

        // A look that was made before says nothing of it either.
        let looked = call(&world, "zerops_verify", json!({ "serviceHostname": "api" })).await;
        assert_eq!(restarts(&looked), ["api"], "{looked}");

        let restart = |service: &str| json!({ "action": "restart", "serviceHostname": service, "wait": true });
        call(&world, "zerops_manage", restart("api")).await;
        assert_eq!(told(&world).await.0, ["worker"]);
        call(&world, "zerops_manage", restart("worker")).await;
        assert_eq!(told(&world).await, (vec![], vec![]));
        let again = set(&world, "api", "SESSION_KEY=another", json!({})).await;
        assert_eq!((&again["changed"], &again["restartNeeded"]), (&json!(false), &Value::Null), "{again}");
    });
}

#[test]
fn a_change_of_the_project_is_one_of_all_and_a_stopped_service_has_none() {
    block_on(async {
        let world = World::start(&Setting::default()).await;
        call(&world, "zerops_manage", json!({ "action": "stop", "serviceHostname": "worker", "wait": true })).await;
        let project = json!({ "action": "set", "project": true, "variables": ["REGION=eu"], "wait": true });
        let changed = call(&world, "zerops_env", project).await;
        let needed: Vec<&str> =
            changed["restartNeeded"].as_array().expect("services").iter().filter_map(Value::as_str).collect();
        let (old, _) = told(&world).await;
        for service in &old {
            assert!(needed.contains(&service.as_str()), "{service} of {needed:?}");
        }
        assert!(old.contains(&"api".to_owned()) && !old.contains(&"worker".to_owned()), "{old:?}");
        assert_eq!(changed["next"].as_array().map(Vec::len), Some(needed.len().min(4)), "{changed}");
    });
}
